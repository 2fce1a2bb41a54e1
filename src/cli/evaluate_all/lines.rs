//! The lines of a file, one after another; one that cannot be read does not stop the rest.

use std::io::{self, BufRead, Read as _};

use crate::place::Problem;

/// The longest line that is read, in bytes.
pub(super) const LONGEST: usize = 1 << 20;

/// The lines of a file.
pub(super) struct Lines {
    reader: Box<dyn BufRead>,
    number: u64,
}

/// A line, without its line break.
pub(super) struct Line {
    /// From 1.
    pub(super) number: u64,
    pub(super) text: Result<String, Problem>,
}

impl Lines {
    pub(super) fn new(reader: Box<dyn BufRead>) -> Self {
        Self { reader, number: 0 }
    }

    /// What is left of a line that is too long.
    fn skip(&mut self) -> io::Result<()> {
        loop {
            let bytes = self.reader.fill_buf()?;
            let end = bytes.iter().position(|byte| *byte == b'\n');
            let length = end.map_or(bytes.len(), |end| end + 1);
            let is_over = end.is_some() || bytes.is_empty();
            self.reader.consume(length);
            if is_over {
                return Ok(());
            }
        }
    }

    fn read(&mut self) -> io::Result<Option<Result<String, Problem>>> {
        let mut bytes = Vec::new();
        let mut limited = self.reader.by_ref().take(LONGEST as u64);
        if limited.read_until(b'\n', &mut bytes)? == 0 {
            return Ok(None);
        }
        if bytes.len() == LONGEST && bytes.last() != Some(&b'\n') {
            self.skip()?;
            let mebibytes = LONGEST >> 20;
            let problem = Problem::error(format!(
                "this line is longer than {mebibytes} MiB, so it is not read"
            ));
            let help = "each applicant stands in a line of its own; look for a missing line break";
            return Ok(Some(Err(problem.help(help))));
        }
        while bytes.last().is_some_and(|byte| b"\r\n".contains(byte)) {
            bytes.pop();
        }
        Ok(Some(text(bytes, self.number == 1)))
    }
}

fn text(bytes: Vec<u8>, is_first: bool) -> Result<String, Problem> {
    match String::from_utf8(bytes) {
        Ok(text) if is_first => Ok(text.trim_start_matches('\u{feff}').to_owned()),
        Ok(text) => Ok(text),
        Err(_) => {
            let problem = Problem::error("this line is not UTF-8 text, so it is not read");
            Err(problem.help("save the file again as UTF-8; editors call it the encoding"))
        }
    }
}

impl Iterator for Lines {
    type Item = Line;

    fn next(&mut self) -> Option<Line> {
        self.number += 1;
        let text = self.read().unwrap_or_else(|error| {
            // What follows cannot be read either.
            self.reader = Box::new(io::empty());
            let message = format!("the file cannot be read from here on: {}", error.kind());
            Some(Err(Problem::error(message)))
        })?;
        let number = self.number;
        Some(Line { number, text })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_cannot_be_read_is_one_line() {
        let mut bytes = b"\xef\xbb\xbfone\r\n\xff\nthree\n".to_vec();
        bytes.extend(vec![b'x'; 3 * LONGEST]);
        bytes.extend(b"\nfive");
        let lines = Lines::new(Box::new(io::Cursor::new(bytes)));
        let read: Vec<(u64, Option<String>)> =
            lines.map(|line| (line.number, line.text.ok())).collect();
        let text = |text: &str| Some(text.to_owned());
        let expected = [text("one"), None, text("three"), None, text("five")];
        assert_eq!(read, (1..).zip(expected).collect::<Vec<_>>());
    }
}
