//! A rule file cut into its functions by its lines, so that one which cannot be read hides no other.

use std::collections::BTreeSet;

use crate::place::SourceText;

use super::comment::Comments;

/// The lines of one function, with the comments above it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Piece {
    /// The function's name; none for what stands before the first one.
    pub(crate) name: Option<String>,
    /// The line with `fn`.
    pub(crate) header: u32,
    /// What stands there in the place of `fn`.
    pub(crate) misspelt: Option<String>,
    /// The first line, from 1.
    pub(crate) first: u32,
    /// The line after the last one.
    pub(crate) end: u32,
}

impl Piece {
    /// Its text alone.
    pub(crate) fn text(&self, source: &SourceText) -> String {
        let lines = (1_u32..).zip(source.text().lines());
        let own = lines.filter(|(row, _)| (self.first..self.end).contains(row));
        own.flat_map(|(_, line)| [line, "\n"]).collect()
    }
}

/// The pieces of a file, in its order. A function begins with a line that starts with `fn`.
pub(crate) fn pieces(source: &SourceText) -> Vec<Piece> {
    let comments = Comments::of(source);
    let mut pieces = vec![Piece {
        name: None,
        header: 1,
        misspelt: None,
        first: 1,
        end: 1,
    }];
    let mut above = 1;
    let mut row = 0;
    for line in source.text().lines() {
        row += 1;
        match header(line).filter(|_| !comments.inside.contains(&row)) {
            Some((word, name)) => {
                if let Some(before) = pieces.last_mut() {
                    before.end = above;
                }
                pieces.push(Piece {
                    name: Some(name.to_owned()),
                    header: row,
                    misspelt: (word != "fn").then(|| word.to_owned()),
                    first: above,
                    end: row + 1,
                });
                above = row + 1;
            }
            None if line.trim_start().starts_with("///") => {}
            None => above = row + 1,
        }
    }
    if let Some(last) = pieces.last_mut() {
        last.end = row + 1;
    }
    pieces
}

/// The word `fn` and the name of the function that begins in this line. Another word counts where a
/// line at the left edge could be nothing else: `fnn low(applicant) {`.
fn header(line: &str) -> Option<(&str, &str)> {
    let at_the_edge = line.starts_with(char::is_alphabetic);
    let line = line.trim_start();
    let line = line.strip_prefix("private ").map_or(line, str::trim_start);
    let (word, rest) = word(line);
    let (name, after) = self::word(rest.trim_start());
    if word == "fn" && rest.starts_with([' ', '\t', '(']) {
        return Some((word, name));
    }
    let begins = after.trim_start().starts_with('(') && line.trim_end().ends_with('{');
    let is_other = [
        "if", "else", "switch", "while", "for", "loop", "let", "const",
    ]
    .contains(&word);
    (at_the_edge && begins && !is_other && !word.is_empty() && !name.is_empty())
        .then_some((word, name))
}

/// The word that a text begins with, and the rest.
fn word(text: &str) -> (&str, &str) {
    let end = text.find(|sign: char| !sign.is_alphanumeric() && sign != '_');
    text.split_at(end.unwrap_or(text.len()))
}

/// The names of all functions that begin in one of these lines, in comments as well.
pub(crate) fn names_from(source: &SourceText, first: u32) -> BTreeSet<String> {
    let lines = (1_u32..).zip(source.text().lines());
    let names = lines.filter(|(row, _)| *row >= first);
    names
        .filter_map(|(_, line)| header(line))
        .map(|(_, name)| name.to_owned())
        .collect()
}

/// The same file with empty lines for some of it, so that all places stay.
pub(crate) fn without(source: &SourceText, gone: &Piece) -> SourceText {
    let lines = (1_u32..).zip(source.text().lines());
    let kept = lines.map(|(row, line)| {
        if (gone.first..gone.end).contains(&row) {
            "\n".to_owned()
        } else {
            format!("{line}\n")
        }
    });
    SourceText::new(source.path(), &kept.collect::<String>())
}

#[cfg(test)]
mod tests {
    use super::{SourceText, pieces, without};

    const TEXT: &str = "//! About.\n\n/// A.\nfn a(x) {\n  1\n}\n\n/* fn no() {}\nfn no() {} */\n/// B.\n/// More.\nprivate fn b() {\n";

    #[test]
    fn a_file_is_cut_between_functions() {
        let found = pieces(&SourceText::new("a.rhai", TEXT));
        let told = found
            .iter()
            .map(|one| (one.name.as_deref(), one.first, one.end));
        let wanted = [(None, 1, 3), (Some("a"), 3, 10), (Some("b"), 10, 13)];
        assert_eq!(told.collect::<Vec<_>>(), wanted);
    }

    #[test]
    fn a_misspelt_fn_begins_a_function_too() {
        let text = "fnn a(x) {\n    if (x) {\n    }\n}\nif b(c) {\ndef c(x) {\nfn d (y)\n{\n}\n";
        let found = pieces(&SourceText::new("a.rhai", text));
        let told = found.iter().skip(1);
        let told = told.map(|one| (one.name.as_deref().unwrap(), one.misspelt.as_deref()));
        let wanted = [("a", Some("fnn")), ("c", Some("def")), ("d", None)];
        assert_eq!(told.collect::<Vec<_>>(), wanted);
    }

    #[test]
    fn what_is_taken_out_leaves_its_lines() {
        let source = SourceText::new("a.rhai", TEXT);
        let pieces = pieces(&source);
        let a = pieces.get(1).unwrap();
        assert!(a.text(&source).starts_with("/// A.\nfn a(x) {\n"));
        let rest = without(&source, a);
        assert_eq!(rest.text().lines().count(), TEXT.lines().count());
        assert_eq!(rest.line(4), Some(""));
        assert_eq!(rest.line(12), Some("private fn b() {"));
    }
}
