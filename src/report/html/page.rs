use std::io::{self, Write};

use askama::Template;
use rust_embed::RustEmbed;

use crate::dataset::Glossary;
use crate::report::inert::steers;
use crate::report::spelling::Spelling;

/// The style and the script that every page holds.
#[derive(Debug, RustEmbed)]
#[folder = "src/report/html/page"]
struct Files;

/// What stands in the head of every page.
#[derive(Debug)]
pub(in crate::report) struct Head {
    pub(in crate::report) title: String,
    pub(in crate::report) style: String,
    pub(in crate::report) script: String,
    /// Words that the page uses and not everybody knows, and what they mean.
    pub(in crate::report) words: Vec<(String, String)>,
    /// What the browser may do: apply this style and run this script, nothing else.
    pub(in crate::report) policy: String,
}

impl Head {
    pub(in crate::report) fn new(title: String) -> Self {
        let (style, style_hash) = file("style.css");
        let (script, script_hash) = file("script.js");
        Self {
            title,
            style,
            script,
            words: Vec::new(),
            policy: format!(
                "default-src 'none'; style-src 'sha256-{style_hash}'; script-src 'sha256-{script_hash}'; base-uri 'none'; form-action 'none'"
            ),
        }
    }
}

/// A file and its hash, as a Content-Security-Policy writes it.
fn file(name: &str) -> (String, String) {
    let Some(file) = Files::get(name) else {
        return (String::new(), String::new());
    };
    let text = String::from_utf8_lossy(&file.data).into_owned();
    (text, base64(&file.metadata.sha256_hash()))
}

const SIGNS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

fn base64(bytes: &[u8]) -> String {
    let sign = |bits: u32| {
        let sign = SIGNS.get((bits & 63) as usize);
        sign.map_or('=', |sign| char::from(*sign))
    };
    let words = bytes.chunks(3).map(|chunk| {
        let word = |at: usize| u32::from(chunk.get(at).copied().unwrap_or_default());
        let bits = word(0) << 16 | word(1) << 8 | word(2);
        let mut signs = [18, 12, 6, 0].map(|shift| sign(bits >> shift));
        let used = chunk.len() + 1;
        signs.iter_mut().skip(used).for_each(|sign| *sign = '=');
        signs.iter().collect::<String>()
    });
    words.collect()
}

/// A whole page.
pub(in crate::report) trait Page: Template {
    fn head(&mut self) -> &mut Head;
}

/// Writes the page, abbreviations spelt out where they stand first, without any sign that steers or
/// turns the direction of writing: no data can bring one in.
pub(in crate::report) fn write<W: Write + ?Sized>(
    mut page: impl Page,
    glossary: &Glossary,
    out: &mut W,
) -> io::Result<()> {
    let text = page.render().map_err(io::Error::other)?;
    let words = glossary.used_in(&text).into_iter();
    page.head().words = words
        .map(|word| (word.word.to_string(), word.explained()))
        .collect();
    let text = page.render().map_err(io::Error::other)?;
    let inert: String = spelt_out(&text, glossary)
        .chars()
        .filter(|sign| *sign == '\n' || !steers(*sign))
        .collect();
    out.write_all(inert.as_bytes())
}

/// Elements whose text stays as it is: what is no sentence, and what the data names.
const AS_IS: [&str; 15] = [
    "title", "style", "script", "svg", "h1", "h2", "h3", "h4", "h5", "th", "code", "select", "a",
    "cite", "dt",
];

/// The page with its abbreviations spelt out, in the text between the tags. Data is escaped, so a
/// `<` is always the program's own.
fn spelt_out(page: &str, glossary: &Glossary) -> String {
    let mut spelling = Spelling::in_a_page(glossary);
    let mut spelt = String::with_capacity(page.len());
    let mut inside: Option<&str> = None;
    for (number, piece) in page.split('<').enumerate() {
        if number == 0 {
            spelt.push_str(piece);
            continue;
        }
        let (tag, text) = piece.split_once('>').unwrap_or((piece, ""));
        let name = tag.trim_start_matches('/');
        let name = name.split([' ', '\n']).next().unwrap_or(name);
        match inside {
            Some(within) if tag.starts_with('/') && name == within => inside = None,
            None if !tag.starts_with('/') => inside = AS_IS.into_iter().find(|one| *one == name),
            _ => {}
        }
        spelt.push('<');
        if inside.is_some() || text.trim().is_empty() {
            spelt.push_str(piece);
        } else {
            spelt.push_str(tag);
            spelt.push('>');
            spelt.push_str(&spelling.spell_out(text));
        }
    }
    spelt
}

/// An address that a link may lead to.
pub(in crate::report) fn link(address: &str) -> Option<String> {
    let is_web = address.starts_with("https://") || address.starts_with("http://");
    is_web.then(|| address.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn base64_is_that_of_the_standard() {
        let all = ["", "f", "fo", "foo", "foob"].map(|text| base64(text.as_bytes()));
        assert_eq!(all, ["", "Zg==", "Zm8=", "Zm9v", "Zm9vYg=="]);
    }

    #[test]
    fn only_the_web_is_linked() {
        assert_eq!(link("javascript:alert(1)"), None);
        assert!(link("https://example.org").is_some());
    }
}
