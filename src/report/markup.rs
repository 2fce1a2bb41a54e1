//! Text as Markdown shows it: no sign of it is markup, whatever it says.

use super::inert::paragraph;

/// Signs that mean something to Markdown wherever they stand.
const ANYWHERE: [char; 12] = ['\\', '`', '*', '_', '[', ']', '<', '>', '|', '~', '$', '&'];
/// Signs that mean something at the beginning of a block.
const IN_FRONT: [char; 4] = ['#', '+', '-', '='];

/// The text with everything escaped that would be markup, a link, a mention or a table's border.
#[must_use]
pub(super) fn escaped(text: &str) -> String {
    let mut all = inline(text);
    if all.starts_with(IN_FRONT) {
        all.insert(0, '\\');
    }
    let number = all.trim_start_matches(|sign: char| sign.is_ascii_digit());
    let digits = all.len() - number.len();
    let after = number.strip_prefix(['.', ')']);
    let is_mark = after.is_some_and(|after| after.is_empty() || after.starts_with(' '));
    if digits > 0 && is_mark {
        all.insert(digits, '\\');
    }
    all
}

/// The same for text that other text stands before.
#[must_use]
pub(crate) fn inline(text: &str) -> String {
    let text = paragraph(text);
    let words = text.split_whitespace().map(word);
    words.collect::<Vec<_>>().join(" ")
}

/// The text as code: shown letter by letter.
#[must_use]
pub(super) fn code(text: &str) -> String {
    let text = paragraph(text).replace('`', "'").replace('|', "¦");
    let text = text.trim().to_owned();
    if text.is_empty() {
        return text;
    }
    format!("`{text}`")
}

/// A word; as code when a reader's program would make a link or a mention of it.
fn word(word: &str) -> String {
    if !is_linked(word) {
        return word.chars().flat_map(letter).collect();
    }
    let opening = word.len() - word.trim_start_matches(['(', '"', '\'']).len();
    let (before, rest) = word.split_at(opening);
    let inner = rest.trim_end_matches([')', '"', '\'', ',', ';', '.', ':']);
    let (inner, after) = rest.split_at(inner.len());
    format!("{before}{}{after}", code(inner))
}

fn letter(sign: char) -> impl Iterator<Item = char> {
    let escape = ANYWHERE.contains(&sign).then_some('\\');
    escape.into_iter().chain([sign])
}

/// Whether it looks like an address, a mention or the number of an issue.
fn is_linked(word: &str) -> bool {
    let lower = word.to_ascii_lowercase();
    let scheme = ["://", "www.", "mailto:", "xmpp:", "javascript:", "data:"];
    let issue = |(at, _): (usize, &str)| {
        let after = word.get(at + 1..).unwrap_or_default();
        after.starts_with(|sign: char| sign.is_ascii_digit())
    };
    scheme.iter().any(|part| lower.contains(part))
        || word.contains('@')
        || word.match_indices('#').any(issue)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_that_a_text_says_is_markup() {
        for (text, shown) in [
            (
                "plain words, 80–120+ programs (1)",
                "plain words, 80–120+ programs (1)",
            ),
            ("# no heading", "\\# no heading"),
            ("- no list", "\\- no list"),
            ("74.3% IMGs", "74.3% IMGs"),
            ("1. no list", "1\\. no list"),
            ("[a](b) ![c](d)", "\\[a\\](b) !\\[c\\](d)"),
            ("a | b", "a \\| b"),
            ("<img src=x>", "\\<img src=x\\>"),
            ("**bold** `code`", "\\*\\*bold\\*\\* \\`code\\`"),
            ("one\n\n# two", "one # two"),
            ("&lt;", "\\&lt;"),
            ("see (https://e.org/|x)", "see (`https://e.org/¦x`)"),
            ("me@e.org, www.e.org", "`me@e.org`, `www.e.org`"),
        ] {
            assert_eq!(escaped(text), shown);
        }
    }
}
