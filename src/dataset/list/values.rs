use super::cell::Cell;
use super::columns::{Columns, folded};
use super::refusal::{Read, Refusal};
use crate::dataset::draft::LIMITS;
use crate::model::{Field, Kind, STATES, Specialty, Text, Track, Value, Words};

/// What a list writes where nobody knows.
const UNSTATED: [&str; 11] = [
    "",
    "na",
    "unknown",
    "notstated",
    "unstated",
    "notlisted",
    "tbd",
    "nodata",
    "notavailable",
    "notreported",
    "null",
];
/// What a list writes where a program says that it has no such limit.
const NO_LIMIT: [&str; 6] = [
    "none",
    "nominimum",
    "nolimit",
    "nocutoff",
    "nomaximum",
    "notrequired",
];
/// What stands before values on which sources disagree, in our own sheets.
const DISAGREE: &str = "sources disagree: ";

/// How the numbers and words of a list are written.
#[derive(Debug, Clone, Copy)]
pub(super) struct Reader<'c> {
    pub(super) columns: &'c Columns,
    /// Whether a comma stands before the decimals: where a semicolon stands between the cells.
    pub(super) decimal_comma: bool,
}

/// The text of a cell; nothing where nobody says.
pub(super) fn text(cell: &Cell) -> Read<Option<String>> {
    match cell {
        Cell::Formula => Err(Refusal::new(
            "this is a formula, and what it comes to is not read",
            "in the spreadsheet, copy the column and paste it over itself as values",
        )),
        Cell::Broken(_) => Err(Refusal::new(
            "the spreadsheet shows an error here",
            "correct the cell, or leave it empty where nobody says",
        )),
        other => {
            let words = other.words();
            let signs = folded(&words);
            // A dash or a question mark alone says nothing either; `[]` is an empty list of a database.
            let says_nothing = UNSTATED.contains(&signs.as_str()) && !words.contains('%');
            Ok((!says_nothing).then_some(words))
        }
    }
}

/// The parts of a list in a cell: `a; b`, `a, b`, `['a', 'b']`.
pub(super) fn parts(words: &str) -> Vec<String> {
    let inner = words.trim().trim_start_matches('[').trim_end_matches(']');
    let is_database = inner.len() < words.trim().len();
    let dividers: &[char] = if is_database || !inner.contains(';') {
        &[',']
    } else {
        &[';']
    };
    let part = |part: &str| {
        let part = part.trim();
        let part = if is_database {
            part.trim_matches(['\'', '"'])
        } else {
            part
        };
        part.trim().to_owned()
    };
    inner
        .split(dividers)
        .map(part)
        .filter(|part| !part.is_empty())
        .collect()
}

impl Reader<'_> {
    /// What a cell says of a field: nothing where nobody says, several values where it names those
    /// of several sources.
    pub(super) fn values(&self, cell: &Cell, field: &Field) -> Read<Vec<Value>> {
        let Some(words) = text(cell)? else {
            return Ok(Vec::new());
        };
        if let Some(all) = words.strip_prefix(DISAGREE) {
            return all
                .split(" or ")
                .map(|one| self.value(&Cell::Text(one.trim().to_owned()), field))
                .collect();
        }
        if field.path == "first_accredited" {
            return self
                .value(&Cell::Text(first_year(&words).to_owned()), field)
                .map(|value| vec![value]);
        }
        self.value(cell, field).map(|value| vec![value])
    }

    fn value(&self, cell: &Cell, field: &Field) -> Read<Value> {
        let words = cell.words();
        if LIMITS.contains(&field.path) && NO_LIMIT.contains(&folded(&words).as_str()) {
            return Ok(Value::Text("none".into()));
        }
        match field.kind {
            Kind::Bool => yes_or_no(&words).map(Value::Bool),
            Kind::Int { from, to } => self.whole(&words, (from, to)).map(Value::Int),
            Kind::Float { from, to } => {
                let number = self.number(words.trim_end_matches('%').trim())?;
                if (from..=to).contains(&number) {
                    return Ok(Value::Float(number));
                }
                Err(outside(from, to))
            }
            Kind::Text(Words::Of(known)) => self.word(field.path, known, &words),
            Kind::Text(Words::Open) => Ok(Value::Text(words.into())),
            Kind::Texts(known) => self.texts(field.path, known, &words),
            Kind::Entries(_) => Err(Refusal::new("no list can say this", "leave the column out")),
        }
    }

    fn texts(&self, path: &str, known: Words, words: &str) -> Read<Value> {
        if folded(words) == "none" {
            return Ok(Value::Texts(Vec::new().into()));
        }
        let mut texts = Vec::new();
        for part in parts(words) {
            texts.push(match known {
                Words::Open => Value::Text(part.into()),
                Words::Of(known) => self.word(path, known, &part)?,
            });
        }
        let texts = texts.into_iter().filter_map(|value| match value {
            Value::Text(text) => Some(text),
            _ => None,
        });
        Ok(Value::Texts(texts.collect::<Vec<Text>>().into()))
    }

    fn word(&self, path: &str, known: &[&'static str], words: &str) -> Read<Value> {
        let yes_no = |word: &&&str| match yes_or_no(words) {
            Ok(true) => **word == "yes",
            Ok(false) => **word == "no",
            Err(_) => false,
        };
        let own = known.iter().find(|word| folded(word) == folded(words));
        let own = own.or_else(|| known.iter().find(yes_no)).copied();
        let own = own.or_else(|| {
            self.columns
                .word(path, words)
                .and_then(|word| known.iter().find(|one| **one == word).copied())
        });
        own.map(|word| Value::Text(word.into())).ok_or_else(|| {
            Refusal::new(
                "these words are not among those that are known here",
                format!("write {}", list_of(known)),
            )
        })
    }

    /// A whole number within these ends; `15.0` is one.
    pub(super) fn whole(&self, words: &str, (from, to): (i64, i64)) -> Read<i64> {
        let number = self.number(words)?;
        if number.fract() != 0.0 {
            return Err(Refusal::new(
                "this is no whole number",
                "write a whole number, e.g. 12",
            ));
        }
        #[expect(clippy::cast_precision_loss, reason = "the ends are small")]
        let ends = (from as f64, to as f64);
        if !(ends.0..=ends.1).contains(&number) {
            return Err(outside(ends.0, ends.1));
        }
        #[expect(clippy::cast_possible_truncation, reason = "it lies between the ends")]
        Ok(number as i64)
    }

    fn number(&self, words: &str) -> Read<f64> {
        let words = words.trim();
        let plain = words
            .chars()
            .all(|sign| sign.is_ascii_digit() || ".,-".contains(sign));
        let commas = words.matches(',').count();
        let groups = words.split(',').skip(1).all(|group| {
            group
                .split('.')
                .next()
                .is_some_and(|digits| digits.len() == 3)
        });
        let text = match commas {
            0 => words.to_owned(),
            1 if self.decimal_comma && !words.contains('.') => words.replace(',', "."),
            _ if groups && !self.decimal_comma => words.replace(',', ""),
            _ => String::new(),
        };
        let number = text.parse::<f64>().ok().filter(|_| plain);
        number.ok_or_else(|| {
            Refusal::new(
                "this is no number",
                "write one number, e.g. 35 or 92.2, and put the rest into a note",
            )
        })
    }

    /// The specialty that a cell names by id, title or as lists write it.
    pub(super) fn specialty(&self, words: &str) -> Read<&'static Specialty> {
        let signs = folded(words);
        let mut all = Specialty::ALL.iter();
        let own = all.find(|one| folded(one.id) == signs || folded(one.title) == signs);
        let own = own.or_else(|| Specialty::find(self.columns.word("specialty", words)?));
        own.ok_or_else(|| {
            Refusal::new(
                "this is no specialty that is known here",
                "write its name as ERAS does, e.g. Internal Medicine",
            )
        })
    }

    /// The tracks that a cell names.
    pub(super) fn tracks(&self, words: &str) -> Read<Vec<Track>> {
        let parts = words.replace(['+', '/'], ";");
        let track = |part: String| {
            let word = self.columns.word("tracks", &part).unwrap_or(&part);
            let mut all = Track::ALL.iter().copied();
            all.find(|track| folded(track.as_str()) == folded(word))
                .ok_or_else(|| {
                    Refusal::new(
                        "this is no track that is known here",
                        format!("write {}", list_of(Track::WORDS)),
                    )
                })
        };
        self::parts(&parts).into_iter().map(track).collect()
    }
}

/// The state that a cell names by its postal code or name.
pub(super) fn state(words: &str) -> Read<Text> {
    let signs = folded(words);
    let mut all = STATES.iter();
    let found = all.find(|(code, name)| folded(code) == signs || folded(name) == signs);
    found.map(|(code, _)| Text::from(*code)).ok_or_else(|| {
        Refusal::new(
            "this is no state of the US",
            "write its two letters, e.g. CA",
        )
    })
}

pub(super) fn yes_or_no(words: &str) -> Read<bool> {
    match folded(words).as_str() {
        "yes" | "true" | "y" => Ok(true),
        "no" | "false" | "n" => Ok(false),
        _ => Err(Refusal::new(
            "this says neither yes nor no",
            "write yes or no, or leave it empty where nobody says",
        )),
    }
}

/// The first year of `2018 - 2019`, an academic year.
fn first_year(words: &str) -> &str {
    let mut years = words.split(['-', '–', '/']).map(str::trim);
    let is_year = |year: &str| year.len() == 4 && year.bytes().all(|byte| byte.is_ascii_digit());
    match (years.next(), years.next(), years.next()) {
        (Some(first), Some(second), None) if is_year(first) && is_year(second) => first,
        _ => words,
    }
}

fn outside(from: f64, to: f64) -> Refusal {
    Refusal::new(
        format!("this lies outside of what can be: {from} to {to}"),
        "correct the number, or leave it empty where nobody says",
    )
}

fn list_of(words: &[&str]) -> String {
    match words.split_last() {
        Some((last, [])) => (*last).to_owned(),
        Some((last, others)) => format!("{} or {last}", others.join(", ")),
        None => String::new(),
    }
}

#[cfg(test)]
mod tests;
