//! A sheet of applicants: its first row names fields of the profile, each other one is an applicant.

use std::collections::BTreeMap;
use std::sync::Arc;

use jiff::civil::Date;
use serde_json::{Map, Value, json};

use crate::dataset::{Profile, References, change, profile_keys};
use crate::model::Applicant;
use crate::place::{Problem, Problems, SourceText};

use super::lines::{LONGEST, Lines};
use super::row::{Cell, Row, Unfinished, place};

/// The keys of a target, which have columns of their own.
const TARGET: [&str; 2] = ["specialty", "track"];

/// The rows of a sheet below its header.
pub(super) struct Sheet {
    path: String,
    lines: Lines,
    delimiter: char,
    header: Arc<Header>,
    is_over: bool,
}

/// What the first row says.
#[derive(Debug, Default)]
struct Header {
    names: Vec<String>,
    /// The keys that every profile has.
    required: Vec<String>,
}

/// A row with the names of its columns.
#[derive(Debug)]
pub(super) struct Named {
    header: Arc<Header>,
    row: Row,
}

impl Sheet {
    /// Reads the header; everything that is wrong with it is said at once.
    pub(super) fn open(path: &str, lines: Lines, delimiter: char) -> Result<Self, Problems> {
        let mut sheet = Self {
            path: path.to_owned(),
            lines,
            delimiter,
            header: Arc::default(),
            is_over: false,
        };
        if let Some((_, row)) = sheet.row() {
            let row = row?;
            let (keys, required) = profile_keys();
            let names = row.cells.iter().map(|cell| cell.text.trim().to_owned());
            let names = names.collect();
            sheet.header = Arc::new(Header { names, required });
            sheet.check(&row, &keys)?;
        }
        Ok(sheet)
    }

    fn check(&self, row: &Row, keys: &[String]) -> Result<(), Problems> {
        let mut problems = Problems::new();
        let mut add = |cell, problem| problems.push(row.problem(&self.path, cell, problem));
        let known = || keys.iter().map(String::as_str).chain(TARGET);
        let mut seen: BTreeMap<&str, usize> = BTreeMap::new();
        let mut is_listed = false;
        let named = (1..).zip(row.cells.iter().zip(&self.header.names));
        for (number, (cell, name)) in named.filter(|(_, (_, name))| !name.is_empty()) {
            if !known().any(|key| key == name) {
                let problem = Problem::error(format!("a profile has no field `{name}`"));
                let near = problem.near(name, known());
                // All of them are listed once.
                let is_first = near.help.is_none() && !std::mem::replace(&mut is_listed, true);
                add(
                    Some(cell),
                    if is_first {
                        near.near_or_all(name, known())
                    } else {
                        near
                    },
                );
            } else if let Some(first) = seen.insert(name, number) {
                let message =
                    format!("`{name}` stands over two columns, number {first} and number {number}");
                let problem = Problem::error(message);
                add(Some(cell), problem.help("take one of them away"));
            }
        }
        let is_there = |key: &str| {
            seen.contains_key(key)
                || key == "targets" && TARGET.iter().all(|key| seen.contains_key(key))
        };
        for key in self.header.required.iter().filter(|key| !is_there(key)) {
            let column = if key == "targets" {
                "columns `specialty` and `track`".to_owned()
            } else {
                format!("a column `{key}`")
            };
            let problem = Problem::error(format!("the first row does not name {column}"));
            let help = "every applicant needs it; the first row of a sheet names the fields";
            add(None, problem.help(help));
        }
        if problems.is_empty() {
            Ok(())
        } else {
            Err(problems)
        }
    }

    /// The next row that is not empty, and in which line it begins.
    fn row(&mut self) -> Option<(u64, Result<Row, Problem>)> {
        while !self.is_over {
            let first = self.lines.next()?;
            let mut row = Unfinished::new(first.number, self.delimiter);
            let mut next = Some(first);
            loop {
                let line = next.filter(|_| row.length() <= LONGEST);
                let Some(line) = line else {
                    self.is_over = true;
                    let problem = row.unclosed(&self.path);
                    return Some((row.line(), Err(problem)));
                };
                let text = match line.text {
                    Ok(text) => text,
                    Err(problem) => {
                        let problem = problem.at(place(&self.path, line.number, 1, 0));
                        return Some((line.number, Err(problem)));
                    }
                };
                match row.take(line.number, &text) {
                    Ok(row) if row.is_empty() => break,
                    Ok(row) => return Some((row.line, Ok(row))),
                    Err(unfinished) => row = *unfinished,
                }
                next = self.lines.next();
            }
        }
        None
    }

    fn named(&self, row: Row) -> Result<Named, Problem> {
        let (cells, columns) = (row.cells.len(), self.header.names.len());
        if cells != columns {
            let noun = |count: usize| if count == 1 { "cell" } else { "cells" };
            let message = format!(
                "this row has {cells} {}, the header has {columns}",
                noun(cells)
            );
            let problem = row.problem(&self.path, None, Problem::error(message));
            let help = "give it a cell for every column, empty where nothing is known; a cell in \
                        which a comma stands needs quotes";
            return Err(problem.help(help));
        }
        let header = self.header.clone();
        Ok(Named { header, row })
    }
}

impl Iterator for Sheet {
    type Item = (u64, Result<Named, Problem>);

    fn next(&mut self) -> Option<Self::Item> {
        let (line, row) = self.row()?;
        Some((line, row.and_then(|row| self.named(row))))
    }
}

impl Named {
    /// The applicant that the row describes.
    pub(super) fn read(
        &self,
        path: &str,
        references: &References,
        as_of: Date,
    ) -> Result<Applicant, Problems> {
        let cells = || self.header.names.iter().zip(&self.row.cells);
        let mut problems = Problems::new();
        for name in self.missing() {
            let message = format!("`{name}` is empty, but every applicant needs it");
            let problem = Problem::error(message).help("fill it in");
            problems.push(self.row.problem(path, self.cell(name), problem));
        }
        for (_, cell) in cells().filter(|(name, cell)| name.is_empty() && !cell.is_blank()) {
            let problem = Problem::error("the column of this cell has no name in the first row");
            let problem = problem.help("name the column, or empty the cell");
            problems.push(self.row.problem(path, Some(cell), problem));
        }
        let told = cells().filter(|(name, cell)| !name.is_empty() && !cell.is_blank());
        let (profile, refused) =
            profile(told.map(|(name, cell)| (name.as_str(), cell.text.trim())));
        for (name, problem) in refused {
            problems.push(self.row.problem(path, self.cell(&name), problem));
        }
        if !problems.is_empty() {
            return Err(problems);
        }
        // Each value stands in lines of its own, so the line of a problem says which cell is wrong.
        let text = SourceText::new("", &format!("{profile:#}"));
        Profile::read_json(&text, references, as_of).map_err(|problems| {
            let mut keys = vec![String::new()];
            keys_by_line(&profile, "", &mut keys);
            let placed = problems.sorted().into_iter().map(|problem| {
                let line = problem.place.as_ref().map_or(0, |place| place.line);
                let line = usize::try_from(line).unwrap_or(0).checked_sub(1);
                let key = line.and_then(|line| keys.get(line));
                self.placed(path, key.map_or("", String::as_str), problem)
            });
            placed.collect()
        })
    }

    /// The columns that every applicant needs and this one left empty.
    fn missing(&self) -> Vec<&str> {
        let is_told = |name: &str| self.cell(name).is_some_and(|cell| !cell.is_blank());
        let in_columns = !is_told("targets") && self.cell("specialty").is_some();
        let mut needed = Vec::new();
        for key in &self.header.required {
            match key.as_str() {
                "targets" if in_columns => needed.extend(TARGET),
                key => needed.push(key),
            }
        }
        needed.retain(|name| !is_told(name));
        needed
    }

    fn placed(&self, path: &str, key: &str, problem: &Problem) -> Problem {
        let problem = Problem {
            place: None,
            line: None,
            ..problem.clone()
        };
        let Some((name, cell)) = self.column_of(key) else {
            return self.row.problem(path, None, problem);
        };
        let message = format!("in the column `{name}`: {}", problem.message);
        let problem = Problem { message, ..problem };
        self.row.problem(path, Some(cell), problem)
    }

    /// The column that a key of the profile was told in.
    fn column_of(&self, key: &str) -> Option<(&str, &Cell)> {
        let key = match key.strip_prefix("targets") {
            // The columns of a target stand for the only one.
            Some(rest) if self.cell("targets").is_none_or(Cell::is_blank) => {
                rest.strip_prefix(".0.").unwrap_or("specialty")
            }
            _ => key,
        };
        let within = |inner: &str, outer: &str| {
            inner == outer
                || inner
                    .strip_prefix(outer)
                    .is_some_and(|rest| rest.starts_with('.'))
        };
        let columns = || self.header.names.iter().zip(&self.row.cells);
        let told = || columns().filter(|(name, cell)| !name.is_empty() && !cell.is_blank());
        let found = told().find(|(name, _)| within(key, name));
        let found = found.or_else(|| told().find(|(name, _)| !key.is_empty() && within(name, key)));
        found.map(|(name, cell)| (name.as_str(), cell))
    }

    fn cell(&self, name: &str) -> Option<&Cell> {
        let number = self.header.names.iter().position(|header| header == name)?;
        self.row.cells.get(number)
    }
}

/// The profile that cells describe, and which of them could not be put into it.
fn profile<'c>(cells: impl Iterator<Item = (&'c str, &'c str)>) -> (Value, Vec<(String, Problem)>) {
    let mut profile = Value::Object(Map::new());
    let mut target = Map::new();
    let mut refused = Vec::new();
    for (name, cell) in cells {
        if TARGET.contains(&name) {
            target.insert(name.to_owned(), json!(cell));
            continue;
        }
        // Numbers, true, false and lists as JSON writes them; everything else is a text.
        let value = serde_json::from_str(cell).ok().filter(|_| name != "name");
        let value = value.unwrap_or_else(|| json!(cell));
        if change(&mut profile, name, Some(value)).is_err() {
            let message = format!("`{name}` does not go together with what another column says");
            let problem = Problem::error(message).help("empty one of the two cells");
            refused.push((name.to_owned(), problem));
        }
    }
    if let (false, Value::Object(profile)) = (target.is_empty(), &mut profile) {
        profile.insert("targets".to_owned(), json!([target]));
    }
    (profile, refused)
}

/// Adds the key, joined by dots, of each line of a value as it is printed, but its first line.
fn keys_by_line(value: &Value, key: &str, keys: &mut Vec<String>) {
    let inner = |name: &str| match key {
        "" => name.to_owned(),
        key => format!("{key}.{name}"),
    };
    let pairs: Vec<(String, &Value)> = match value {
        Value::Object(map) => map
            .iter()
            .map(|(name, value)| (inner(name), value))
            .collect(),
        Value::Array(list) => {
            let items = list.iter().enumerate();
            items
                .map(|(at, value)| (inner(&at.to_string()), value))
                .collect()
        }
        _ => return,
    };
    if pairs.is_empty() {
        return;
    }
    for (name, value) in pairs {
        keys.push(name.clone());
        keys_by_line(value, &name, keys);
    }
    keys.push(key.to_owned());
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_row_is_a_profile() {
        let cells = [
            ("name", "2020"),
            ("type_of_graduate", "img"),
            ("specialty", "pediatrics"),
            ("track", "categorical"),
            ("step2_ck.score", "231"),
            ("step2_ck.taken", "2026-03"),
            ("usce", "[]"),
        ];
        let expected = json!({
            "name": "2020",
            "type_of_graduate": "img",
            "step2_ck": { "score": 231, "taken": "2026-03" },
            "usce": [],
            "targets": [{ "specialty": "pediatrics", "track": "categorical" }],
        });
        let (profile, refused) = profile(cells.into_iter());
        assert_eq!(profile, expected);
        assert!(refused.is_empty());
    }

    #[test]
    fn each_printed_line_has_its_key() {
        let value = json!({"a": {"b": 1, "c": []}, "d": [{"e": {}}, 2]});
        let mut keys = vec![String::new()];
        keys_by_line(&value, "", &mut keys);
        let text = format!("{value:#}");
        assert_eq!(keys.len(), text.lines().count());
        let expected = [
            "", "a", "a.b", "a.c", "a", "d", "d.0", "d.0.e", "d.0", "d.1", "d", "",
        ];
        assert_eq!(keys, expected);
    }
}
