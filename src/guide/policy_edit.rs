//! Setting a number in an office policy without touching anything else of the file.
//!
//! The scalar's own bytes are replaced, or a line is added; then the file is read again and
//! everything else compared. What cannot be changed in this way is refused.

use indexmap::IndexMap;

use crate::dataset::yaml::edit::{offset, scalar, with_lines};
use crate::dataset::{Tree, yaml};
use crate::model::Number;
use crate::place::{Problem, SourceText};

use super::parameters;
use super::raw::RawOverrides;

/// How far a parameter stands in from its guide in lines that are added.
const INDENT: &str = "  ";

/// The text of the office policy with that parameter of the guide set to the number.
///
/// Comments, order, line endings, a byte order mark and a missing last line break stay.
///
/// # Errors
/// When the file is no office policy, and when the number cannot be written without touching
/// something else.
pub fn set_number(
    source: &SourceText,
    guide: &str,
    name: &str,
    number: Number,
) -> Result<SourceText, Problem> {
    let file = File::read(source)?;
    let text = match file.numbers.get(guide).map(|numbers| numbers.get(name)) {
        Some(Some(now)) if now.is_null() => file.filled(guide, name, number),
        Some(Some(_)) => file.replaced(guide, name, number),
        Some(None) => file.added(guide, name, number),
        None => file.begun(guide, name, number),
    };
    let changed = text
        .map(|text| SourceText::new(source.path(), &text))
        .filter(|changed| file.differs_only_in(changed, guide, name, number));
    changed.ok_or_else(|| {
        let message =
            format!("`{name}` cannot be set here without touching other parts of the file");
        let problem = match &file.tree {
            Some(tree) => tree.key_problem(&[guide, name], &message),
            None => source.problem(1, 1, 0, &message),
        };
        problem.help(format!(
            "nothing was written; write the guide over several lines, by hand: `{guide}:`, and \
             below it `{INDENT}{name}: {number}`"
        ))
    })
}

/// An office policy with the places in it.
struct File<'a> {
    text: &'a str,
    /// None where there is nothing but comments.
    tree: Option<Tree>,
    numbers: RawOverrides,
}

impl<'a> File<'a> {
    fn read(source: &'a SourceText) -> Result<Self, Problem> {
        let text = source.text();
        let bare = |line: &str| {
            let line = line.trim_start_matches('\u{feff}').trim();
            line.is_empty() || line.starts_with('#')
        };
        if text.lines().all(bare) {
            return Ok(Self {
                text,
                tree: None,
                numbers: IndexMap::new(),
            });
        }
        let numbers = yaml::parse(source).map_err(|problem| written_out(text, problem))?;
        Ok(Self {
            text,
            numbers,
            tree: Some(Tree::parse(source)?),
        })
    }

    /// The byte of the value of that parameter.
    fn value(&self, guide: &str, name: &str) -> Option<usize> {
        let place = self.tree.as_ref()?.place(&[guide, name]);
        offset(self.text, place.line, place.column)
    }

    /// With the scalar's own bytes exchanged.
    fn replaced(&self, guide: &str, name: &str, number: Number) -> Option<String> {
        let (before, rest) = self.text.split_at_checked(self.value(guide, name)?)?;
        let after = rest.get(scalar(rest)?..)?;
        Some(format!("{before}{number}{after}"))
    }

    /// With a value behind the colon of a key that has none.
    fn filled(&self, guide: &str, name: &str, number: Number) -> Option<String> {
        let place = self.tree.as_ref()?.key_place(&[guide, name]);
        let key = offset(self.text, place.line, place.column)?;
        let colon = key + self.text.get(key..)?.find(':')? + 1;
        let (before, after) = self.text.split_at_checked(colon)?;
        Some(format!("{before} {number}{after}"))
    }

    /// With a line after the last one of the guide.
    fn added(&self, guide: &str, name: &str, number: Number) -> Option<String> {
        let tree = self.tree.as_ref()?;
        let head = tree.key_place(&[guide]).line;
        let first = self.numbers.get(guide)?.keys().next()?;
        let first = tree.key_place(&[guide, first]);
        let indent = usize::try_from(first.column).ok()?.checked_sub(1)?;
        let next = self
            .numbers
            .keys()
            .map(|other| tree.key_place(&[other]).line);
        let next = next.filter(|line| *line > head).min().unwrap_or(u32::MAX);
        if first.line <= head {
            return None;
        }
        let mut end = None;
        let (mut at, mut line_number) = (0, 0_u32);
        for line in self.text.split_inclusive('\n') {
            at += line.len();
            line_number += 1;
            let says = line.trim();
            if (first.line..next).contains(&line_number)
                && !says.is_empty()
                && !says.starts_with('#')
            {
                end = Some(at);
            }
        }
        let (before, after) = self.text.split_at_checked(end?)?;
        let line = format!("{}{name}: {number}", " ".repeat(indent));
        Some(with_lines(self.text, before, &[line], after))
    }

    /// With the guide begun at the end of the file.
    fn begun(&self, guide: &str, name: &str, number: Number) -> Option<String> {
        let indent = match (self.numbers.keys().next(), &self.tree) {
            (Some(first), Some(tree)) => tree.key_place(&[first]).column.checked_sub(1)?,
            _ => 0,
        };
        let indent = " ".repeat(usize::try_from(indent).ok()?);
        let lines = [
            format!("{indent}{guide}:"),
            format!("{indent}{INDENT}{name}: {number}"),
        ];
        Some(with_lines(self.text, self.text, &lines, ""))
    }

    /// Whether the changed file says the same in the same order, but for that number.
    fn differs_only_in(
        &self,
        changed: &SourceText,
        guide: &str,
        name: &str,
        number: Number,
    ) -> bool {
        let mut wanted = self.numbers.clone();
        let value = serde_json::from_str(&number.to_string()).unwrap_or_default();
        let numbers = wanted.entry(guide.to_owned()).or_default();
        numbers.insert(name.to_owned(), value);
        let Ok(found) = yaml::parse::<RawOverrides>(changed) else {
            return false;
        };
        let same_number = |value: &serde_json::Value| {
            let found = value.as_number().map(parameters::number);
            found.is_some_and(|found| found.as_f64().total_cmp(&number.as_f64()).is_eq())
        };
        let set = found.get(guide).and_then(|numbers| numbers.get(name));
        set.is_some_and(same_number) && in_order(&found) == in_order(&wanted)
    }
}

/// The problem with advice on anchors, where it may be about one.
fn written_out(text: &str, problem: Problem) -> Problem {
    if problem.help.is_some() || !text.contains(": &") && !text.contains(": *") {
        return problem;
    }
    problem
        .help("anchors (`&name`) and aliases (`*name`) cannot be used here; write each number out")
}

/// Everything that a policy says, in its order, as a text.
fn in_order(numbers: &RawOverrides) -> Option<String> {
    serde_json::to_string(numbers).ok()
}
