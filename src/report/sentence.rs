/// The text as a sentence: a capital in front, a full stop behind.
#[must_use]
pub(crate) fn sentence(text: &str) -> String {
    let text = text.trim();
    let mut signs = text.chars();
    let Some(first) = signs.next() else {
        return String::new();
    };
    let stop = if text.ends_with(['.', '!', '?']) {
        ""
    } else {
        "."
    };
    format!("{}{}{stop}", first.to_uppercase(), signs.as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_sentence_has_a_capital_and_one_stop() {
        assert_eq!(sentence("below 230 is low"), "Below 230 is low.");
        assert_eq!(sentence("You have none."), "You have none.");
        assert_eq!(sentence("80–120+ programs"), "80–120+ programs.");
        assert_eq!(sentence(" "), "");
    }
}
