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
        first: 1,
        end: 1,
    }];
    let mut above = 1;
    let mut row = 0;
    for line in source.text().lines() {
        row += 1;
        match header(line).filter(|_| !comments.inside.contains(&row)) {
            Some(name) => {
                if let Some(before) = pieces.last_mut() {
                    before.end = above;
                }
                pieces.push(Piece {
                    name: Some(name.to_owned()),
                    header: row,
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

/// The name of the function that begins in this line.
fn header(line: &str) -> Option<&str> {
    let line = line.trim_start();
    let line = line.strip_prefix("private").map_or(line, str::trim_start);
    let rest = line.strip_prefix("fn")?;
    let rest = rest.strip_prefix([' ', '\t', '('])?.trim_start();
    let end = rest.find(|sign: char| !sign.is_alphanumeric() && sign != '_');
    Some(rest.get(..end.unwrap_or(rest.len())).unwrap_or_default())
}

/// The names of all functions that begin in one of these lines, in comments as well.
pub(crate) fn names_from(source: &SourceText, first: u32) -> BTreeSet<String> {
    let lines = (1_u32..).zip(source.text().lines());
    let names = lines.filter(|(row, _)| *row >= first);
    names
        .filter_map(|(_, line)| header(line))
        .map(str::to_owned)
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
