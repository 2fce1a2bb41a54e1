use textwrap::core::display_width;

/// A single word that is wider is cut: nothing that a report says needs a longer one.
const WIDEST_WORD: usize = 200;
/// A paragraph that is longer is cut.
const LONGEST: usize = 4_000;

/// The text without signs that steer a terminal, hide, or turn the direction of writing, and without
/// line breaks. Names, notes and titles come from files that anybody may have written.
#[must_use]
pub(crate) fn inert(text: &str) -> String {
    text.chars().map(still).collect()
}

/// The same, and cut where a word or the whole is longer than anything a report has to say.
#[must_use]
pub(crate) fn paragraph(text: &str) -> String {
    let words = inert(text);
    let words = words.split(' ').map(|word| clip(word, WIDEST_WORD));
    clip(&words.collect::<Vec<_>>().join(" "), LONGEST)
}

/// Whether the sign steers a terminal, hides or turns the direction of writing.
#[must_use]
pub(crate) fn steers(sign: char) -> bool {
    sign.is_control()
        || matches!(sign,
            '\u{61c}' | '\u{180e}' | '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}'
            | '\u{e0000}'..='\u{e007f}')
}

fn still(sign: char) -> char {
    match sign {
        '\n' | '\r' | '\t' | '\u{85}' | '\u{2028}' | '\u{2029}' => ' ',
        sign if steers(sign) => '\u{fffd}',
        sign => sign,
    }
}

/// The text in at most `room` columns, with an ellipsis where it was cut.
#[must_use]
pub(crate) fn clip(text: &str, room: usize) -> String {
    if text.len() <= room || display_width(text) <= room {
        return text.to_owned();
    }
    let mut clipped = String::new();
    let mut width = 0;
    for sign in text.chars() {
        width += textwrap::core::display_width(sign.encode_utf8(&mut [0; 4]));
        if width + 1 > room {
            break;
        }
        clipped.push(sign);
    }
    clipped.push('…');
    clipped
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_steers_a_terminal_or_turns_the_writing() {
        assert_eq!(
            inert("a\u{1b}[31mb\u{202e}c\nd"),
            "a\u{fffd}[31mb\u{fffd}c d"
        );
        assert_eq!(inert("José 李 नमस्ते"), "José 李 नमस्ते");
    }

    #[test]
    fn what_is_far_too_long_is_cut() {
        assert!(paragraph(&"x".repeat(10_000)).chars().count() <= WIDEST_WORD);
        assert!(paragraph(&"x ".repeat(10_000)).chars().count() <= LONGEST);
        assert_eq!(clip("Valley", 4), "Val…");
    }
}
