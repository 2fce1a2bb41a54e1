use std::borrow::Cow;

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE};

/// How much of a file is looked at for UTF-16 without a mark, in bytes.
const LOOKED_AT: usize = 4096;

/// What kind of file the bytes are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Form {
    /// A text in this encoding.
    Text(&'static Encoding),
    /// A ZIP, as workbooks are.
    Zip,
}

/// How a text of rows was written, as its beginning shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TextForm {
    /// The encoding.
    pub encoding: &'static Encoding,
    /// What stands between the cells.
    pub delimiter: char,
}

impl TextForm {
    /// How a text was written that begins with those bytes, which may end within a character.
    ///
    /// # Errors
    /// What it is instead of a text.
    pub fn of(head: &[u8]) -> Result<Self, &'static str> {
        let whole = match std::str::from_utf8(head) {
            Err(error) if error.error_len().is_none() => head.get(..error.valid_up_to()),
            _ => Some(head),
        };
        let whole = whole.unwrap_or(head);
        match form(whole) {
            Ok(Form::Text(encoding)) => {
                let delimiter = delimiter(&encoding.decode(whole).0).into();
                Ok(Self {
                    encoding,
                    delimiter,
                })
            }
            Ok(Form::Zip) => Err("this is a workbook, not a text"),
            Err((why, _)) => Err(why),
        }
    }

    /// The text of all bytes, without the mark at its beginning.
    ///
    /// # Errors
    /// When bytes do not fit the encoding.
    pub fn decode(self, bytes: &[u8]) -> Result<String, String> {
        let text = decode(bytes, self.encoding).map_err(|(why, _)| why)?;
        Ok(text.into_owned())
    }
}

/// What kind of file it is.
///
/// # Errors
/// Why it is no list, and what to do.
pub(super) fn form(bytes: &[u8]) -> Result<Form, (&'static str, &'static str)> {
    const EXPORT: &str = "export the list as CSV or save it as XLSX, and import that";
    if bytes.starts_with(b"PK\x03\x04") {
        return Ok(Form::Zip);
    }
    if bytes.starts_with(b"\xd0\xcf\x11\xe0") {
        let why = "this is an old Excel file (XLS), or one that a password protects";
        return Err((
            why,
            "open it in the spreadsheet program and save it as XLSX without a password, or as CSV",
        ));
    }
    if bytes.starts_with(b"%PDF") {
        return Err(("this is a PDF, not a sheet", EXPORT));
    }
    if bytes.iter().all(u8::is_ascii_whitespace) {
        return Err((
            "this file is empty",
            "name a list with a header and a row for each program",
        ));
    }
    if let Some((encoding, _)) = Encoding::for_bom(bytes) {
        return Ok(Form::Text(encoding));
    }
    if let Some(encoding) = utf_16(bytes) {
        return Ok(Form::Text(encoding));
    }
    let steers = |byte: &u8| *byte < 9 || (14..32).contains(byte) && *byte != 27;
    if bytes.iter().any(steers) {
        return Err((
            "this is not a text: it holds bytes that no list has",
            EXPORT,
        ));
    }
    if std::str::from_utf8(bytes).is_ok() {
        return Ok(Form::Text(UTF_8));
    }
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    detector.feed(bytes, true);
    Ok(Form::Text(detector.guess(Some(b"us"), Utf8Detection::Deny)))
}

/// UTF-16 without a mark: every other byte of western text is zero.
fn utf_16(bytes: &[u8]) -> Option<&'static Encoding> {
    let looked = bytes.get(..LOOKED_AT.min(bytes.len()))?;
    let zeros = |odd: usize| {
        let half = looked.iter().skip(odd).step_by(2);
        half.filter(|byte| **byte == 0).count()
    };
    let (even, odd, half) = (zeros(0), zeros(1), looked.len() / 2);
    if half == 0 || even + odd < half / 2 {
        return None;
    }
    match (even, odd) {
        (0, _) => Some(UTF_16LE),
        (_, 0) => Some(UTF_16BE),
        _ => None,
    }
}

/// The text, without the mark at its beginning.
///
/// # Errors
/// When bytes do not fit the encoding.
pub(super) fn decode<'b>(
    bytes: &'b [u8],
    encoding: &'static Encoding,
) -> Result<Cow<'b, str>, (String, &'static str)> {
    let (text, _, has_errors) = encoding.decode(bytes);
    if has_errors {
        let why = format!(
            "this file is not whole: some of its bytes are no {}",
            encoding.name()
        );
        return Err((why, "save it again as CSV in UTF-8"));
    }
    Ok(text)
}

/// Which sign stands between the cells: the one that divides the first lines most evenly.
pub(super) fn delimiter(text: &str) -> u8 {
    let counts = |delimiter: u8| {
        let mut reader = csv::ReaderBuilder::new()
            .has_headers(false)
            .flexible(true)
            .delimiter(delimiter)
            .from_reader(text.as_bytes());
        let mut widths: Vec<usize> = Vec::new();
        let mut record = csv::ByteRecord::new();
        while widths.len() < 8 && reader.read_byte_record(&mut record).unwrap_or(false) {
            widths.push(record.len());
        }
        let widest = widths.iter().copied().max().unwrap_or(1);
        let even = widths.iter().filter(|width| **width == widest).count();
        if widest == 1 { (0, 0) } else { (even, widest) }
    };
    let candidates = [b',', b';', b'\t', b'|'];
    // Of two that divide alike the first one stays.
    let mut best = (b',', (0, 0));
    for candidate in candidates {
        let found = counts(candidate);
        if found > best.1 {
            best = (candidate, found);
        }
    }
    best.0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn encodings_are_told_apart() {
        let wide = |text: &str, big: bool| -> Vec<u8> {
            let units = text.encode_utf16();
            let pair = |unit: u16| {
                if big {
                    unit.to_be_bytes()
                } else {
                    unit.to_le_bytes()
                }
            };
            units.flat_map(pair).collect()
        };
        let text = "name,city,state\nPeñuelas,Ponce,PR\n";
        let read = |bytes: &[u8]| match form(bytes) {
            Ok(Form::Text(encoding)) => (
                encoding.name(),
                decode(bytes, encoding).unwrap().into_owned(),
            ),
            other => panic!("{other:?}"),
        };
        assert_eq!(read(text.as_bytes()), ("UTF-8", text.to_owned()));
        assert_eq!(read(&wide(text, false)), ("UTF-16LE", text.to_owned()));
        assert_eq!(read(&wide(text, true)), ("UTF-16BE", text.to_owned()));
        let marked = wide(&format!("\u{feff}{text}"), true);
        assert_eq!(read(&marked), ("UTF-16BE", text.to_owned()));
        let latin = text.replace('ñ', "\u{1}").into_bytes();
        let latin: Vec<u8> = latin
            .into_iter()
            .map(|byte| if byte == 1 { 0xf1 } else { byte })
            .collect();
        assert_eq!(read(&latin), ("windows-1252", text.to_owned()));
    }

    #[test]
    fn what_is_no_list_is_refused() {
        for bytes in [
            &b"%PDF-1.7"[..],
            b"\xd0\xcf\x11\xe0\xa1",
            b"\x7fELF\x02\x01\x01\x00",
            b" \n",
        ] {
            assert!(form(bytes).is_err(), "{bytes:?}");
        }
        assert_eq!(form(b"PK\x03\x04rest"), Ok(Form::Zip));
    }

    #[test]
    fn the_delimiter_is_the_one_that_divides_evenly() {
        assert_eq!(delimiter("a,b\n1,2\n"), b',');
        assert_eq!(
            delimiter("name;city\n\"Kern, Medical\";Bakersfield, CA\n"),
            b';'
        );
        assert_eq!(delimiter("a\tb\n1,2\t3\n"), b'\t');
    }
}
