use std::cell::OnceCell;
use std::collections::BTreeMap;

use jiff::civil;

use crate::dataset::raw::{RawClaim, RawListed, RawStated};
use crate::dataset::source::Source;
use crate::dataset::yaml::Tree;
use crate::model::{AsOf, Date, Provenance, Reading, STATE_CODES, Specialty, Stated, Text, Value};
use crate::place::{Place, Problem, Problems, SourceText};

/// The sources that values may name.
pub(in crate::dataset) type Sources = BTreeMap<Text, Source>;

/// The problems of one file so far, and what it takes to find them.
#[derive(Debug)]
pub(in crate::dataset) struct Check<'a> {
    text: &'a SourceText,
    tree: OnceCell<Option<Tree>>,
    sources: &'a Sources,
    problems: Problems,
}

/// A value that may be what it should not; then the problem is already noted.
pub(in crate::dataset) type Checked<T> = Option<T>;

/// One of the values that are stated for a field.
pub(super) struct Claim<'r, T> {
    pub(super) at: String,
    pub(super) value: &'r T,
    pub(super) provenance: Provenance,
}

impl<'a> Check<'a> {
    /// A check of that file; values may name those sources.
    pub(in crate::dataset) fn new(text: &'a SourceText, sources: &'a Sources) -> Self {
        Self {
            text,
            tree: OnceCell::new(),
            sources,
            problems: Problems::new(),
        }
    }

    /// The value, when no problem was found.
    pub(in crate::dataset) fn finish<T>(self, value: Checked<T>) -> Result<T, Problems> {
        match value {
            Some(value) => self.problems.or(value),
            None => Err(self.problems),
        }
    }

    /// Notes what is wrong with the value at that path of keys, joined by dots.
    pub(in crate::dataset) fn wrong(&mut self, at: &str, problem: Problem) {
        let tree = self.tree.get_or_init(|| Tree::parse(self.text).ok());
        let keys: Vec<&str> = at.split('.').filter(|key| !key.is_empty()).collect();
        let place = match tree {
            Some(tree) => tree.place(&keys),
            None => Place::file(self.text.path()),
        };
        let line = self.text.line(place.line);
        self.problems.push(problem.at(place).with_line(line));
    }

    /// The same with what is wrong and what to do.
    pub(in crate::dataset) fn error(&mut self, at: &str, message: impl Into<String>, help: &str) {
        self.wrong(at, Problem::error(message).help(help));
    }

    /// The whole number at that path when it lies between those ends.
    pub(super) fn within(&mut self, at: &str, number: i64, (from, to): (i64, i64)) -> Checked<i64> {
        if (from..=to).contains(&number) {
            return Some(number);
        }
        let key = at
            .trim_end_matches(".value")
            .rsplit('.')
            .next()
            .unwrap_or(at);
        self.error(
            at,
            format!("`{key}` lies between {from} and {to}, not at {number}"),
            "correct the number, or leave the key out when it is not known",
        );
        None
    }

    /// The date at that path.
    pub(super) fn date(&mut self, at: &str, text: &str) -> Checked<Date> {
        let date = Date::parse(text);
        if date.is_none() {
            let message = format!("`{text}` is no date");
            self.error(at, message, "write 2025-03-28, 2025-03 or 2025");
        }
        date
    }

    /// The day at that path.
    pub(super) fn day(&mut self, at: &str, text: &str) -> Checked<civil::Date> {
        if let Some(Date::Day(day)) = Date::parse(text) {
            return Some(day);
        }
        self.error(
            at,
            format!("`{text}` is no day"),
            "write it like 2025-03-28",
        );
        None
    }

    /// The state at that path.
    pub(super) fn state(&mut self, at: &str, code: &str) -> Checked<Text> {
        if STATE_CODES.contains(&code) {
            return Some(code.into());
        }
        let problem = Problem::error(format!("unknown state `{code}`"));
        let upper = code.to_uppercase();
        let problem = problem.near(&upper, STATE_CODES.iter().copied());
        self.wrong(at, problem.or_help("write its two letters, e.g. CA"));
        None
    }

    /// The specialty at that path.
    pub(super) fn specialty(&mut self, at: &str, id: &str) -> Checked<&'static Specialty> {
        let found = Specialty::find(id);
        if found.is_none() {
            let problem = Problem::error(format!("unknown specialty `{id}`"));
            let problem = problem.near(id, Specialty::WORDS.iter().copied());
            self.wrong(
                at,
                problem.or_help("e.g. internal-medicine or family-medicine"),
            );
        }
        found
    }

    /// The source at that path.
    pub(super) fn source(&mut self, at: &str, id: &str) -> Checked<Text> {
        if let Some((id, _)) = self.sources.get_key_value(id) {
            return Some(id.clone());
        }
        let sources = self.sources;
        let problem = Problem::error(format!("unknown source `{id}`"));
        let problem = problem.near(id, sources.keys().map(AsRef::as_ref));
        self.wrong(
            at,
            problem.or_help("name one of sources.yaml, or add it there"),
        );
        None
    }

    /// When something was true.
    pub(super) fn as_of(&mut self, at: &str, text: &str) -> Checked<AsOf> {
        let as_of = AsOf::parse(text);
        if as_of.is_none() {
            let problem = Problem::error(format!("`{text}` does not say when this was true"));
            let help = "write 2025-03-28, 2025-03, 2025, before 2022, about 2016 or undated";
            self.wrong(at, problem.help(help));
        }
        as_of
    }

    /// Where something comes from; its keys lie below that path.
    pub(super) fn provenance(
        &mut self,
        at: &str,
        source: &str,
        as_of: &str,
        note: Option<&String>,
    ) -> Checked<Provenance> {
        let source = self.source(&format!("{at}.source"), source);
        let as_of = self.as_of(&format!("{at}.as_of"), as_of);
        let note = note.map(|note| note.as_str().into());
        Some(Provenance {
            source: source?,
            as_of: as_of?,
            note,
            place: None,
        })
    }

    /// Where the record itself comes from.
    pub(super) fn listed(&mut self, at: &str, raw: &RawListed) -> Checked<Provenance> {
        let provenance = self.provenance(at, &raw.source, &raw.as_of, raw.note.as_ref())?;
        Some(provenance.at(raw.at.as_ref()))
    }

    /// All values that are stated for a field.
    pub(super) fn claims<'r, T>(&mut self, at: &str, raw: &'r RawStated<T>) -> Vec<Claim<'r, T>> {
        match &raw.conflict {
            Some(claims) => self.conflict(at, raw, claims),
            None => self.single(at, raw).into_iter().collect(),
        }
    }

    fn conflict<'r, T>(
        &mut self,
        at: &str,
        raw: &RawStated<T>,
        claims: &'r [RawClaim<T>],
    ) -> Vec<Claim<'r, T>> {
        if raw.value.is_some() || raw.source.is_some() || raw.as_of.is_some() {
            self.error(
                at,
                "a conflict gives its values inside `conflict` only",
                "move the value into the list, with its source and date",
            );
        }
        if claims.len() < 2 {
            self.error(
                at,
                "a conflict needs at least two values",
                "with one value write `{ value: …, source: …, as_of: … }`",
            );
        }
        let claim = |(number, claim): (usize, &'r RawClaim<T>)| {
            let at = format!("{at}.conflict.{number}");
            let note = claim.note.as_ref();
            let provenance = self.provenance(&at, &claim.source, &claim.as_of, note)?;
            let provenance = provenance.at(claim.at.as_ref());
            Some(Claim {
                at: format!("{at}.value"),
                value: &claim.value,
                provenance,
            })
        };
        claims.iter().enumerate().filter_map(claim).collect()
    }

    fn single<'r, T>(&mut self, at: &str, raw: &'r RawStated<T>) -> Checked<Claim<'r, T>> {
        let (Some(value), Some(source), Some(as_of)) = (&raw.value, &raw.source, &raw.as_of) else {
            let (message, help) = incomplete(raw);
            self.error(at, message, help);
            return None;
        };
        let provenance = self.provenance(at, source, as_of, raw.note.as_ref())?;
        let provenance = provenance.at(raw.at.as_ref());
        Some(Claim {
            at: format!("{at}.value"),
            value,
            provenance,
        })
    }

    /// What is known of a field, each of its values turned by `value`.
    pub(super) fn reading<T>(
        &mut self,
        at: &str,
        raw: Option<&RawStated<T>>,
        mut value: impl FnMut(&mut Self, &str, &T) -> Checked<Value>,
    ) -> Reading {
        let Some(raw) = raw else {
            return Reading::Unstated;
        };
        let mut stated = Vec::new();
        for claim in self.claims(at, raw) {
            if let Some(value) = value(self, &claim.at, claim.value) {
                stated.push(Stated {
                    value,
                    provenance: Some(claim.provenance),
                });
            }
        }
        agree(stated)
    }
}

/// One reading of several values: they conflict only when they differ.
pub(super) fn agree(mut stated: Vec<Stated>) -> Reading {
    let differ = stated.windows(2).any(|pair| match pair {
        [a, b] => a.value != b.value,
        _ => false,
    });
    match (stated.is_empty(), differ) {
        (true, _) => Reading::Unstated,
        (false, true) => Reading::Conflicting(stated),
        (false, false) => Reading::Stated(stated.swap_remove(0)),
    }
}

fn incomplete<T>(raw: &RawStated<T>) -> (&'static str, &'static str) {
    if raw.value.is_none() {
        (
            "`value` is missing",
            "write all three: `{ value: …, source: …, as_of: … }`",
        )
    } else if raw.source.is_none() {
        ("a value needs its `source`", "name one of sources.yaml")
    } else {
        (
            "a value needs `as_of`",
            "write the date it was true, or `undated`",
        )
    }
}
