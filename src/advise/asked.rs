use std::collections::BTreeSet;
use std::sync::Arc;

use crate::model::{
    Facts, IDENTITY, Kind, PROGRAM, Reading, Text, Track, Value, Words, imgs_a_year,
};

use super::answer::Answer;

/// A value of a program's record that the program can be asked for.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Asked {
    /// Its keys in the record, joined by dots; a track goes by its name, e.g.
    /// `tracks.categorical.quota`.
    pub key: String,
    /// The fields that state it, by their numbers. Of a limit that may not exist the first says
    /// whether it does.
    pub(crate) fields: Vec<usize>,
    is_limit: bool,
}

/// Percentages are tried in tenths, as sources give them.
const TENTHS: f64 = 10.0;

#[expect(clippy::cast_precision_loss, reason = "a percentage is small")]
fn tenths(number: i64) -> f64 {
    number as f64 / TENTHS
}

impl Asked {
    /// What to ask for where a rule reads that field; nothing where it is what the program is, or
    /// follows from something else.
    pub(crate) fn behind(path: &str, facts: &Facts, target: Track) -> Option<Self> {
        let group = path.split('.').next().unwrap_or(path);
        if IDENTITY.contains(&group) || ["tracks", "specialties_here"].contains(&path) {
            return None;
        }
        if path == "imgs_a_year" {
            let is_stated = |path: &str| facts.get(path).value().is_some();
            let of = if is_stated("positions") {
                "img_percent"
            } else {
                "positions"
            };
            return Self::of(of, &[of], false);
        }
        match path.split_once('.') {
            Some(("track", "quota")) => {
                let quota = format!("quota.{target}");
                Self::of(&format!("tracks.{target}.quota"), &[path, &quota], false)
            }
            Some(("track", value)) => Self::of(&format!("tracks.{target}.{value}"), &[path], false),
            Some(("quota", track)) if track == target.as_str() => {
                Self::behind("track.quota", facts, target)
            }
            Some(("quota", track)) => Self::of(&format!("tracks.{track}.quota"), &[path], false),
            _ => {
                let path = path.replace(".has_", ".");
                let (group, name) = path.rsplit_once('.').unwrap_or_default();
                let has = format!("{group}.has_{name}");
                if PROGRAM.position(&has).is_some() {
                    return Self::of(&path, &[has.as_str(), path.as_str()], true);
                }
                Self::of(&path, &[path.as_str()], false)
            }
        }
    }

    fn of(key: &str, paths: &[&str], is_limit: bool) -> Option<Self> {
        let fields: Vec<usize> = paths
            .iter()
            .filter_map(|path| PROGRAM.position(path))
            .collect();
        (!fields.is_empty()).then(|| Self {
            key: key.to_owned(),
            fields,
            is_limit,
        })
    }

    /// The field that holds the value itself.
    pub(crate) fn field(&self) -> Option<usize> {
        if self.is_limit {
            self.fields.last().copied()
        } else {
            self.fields.first().copied()
        }
    }

    /// The path of the field that holds the value itself.
    #[must_use]
    pub fn path(&self) -> &'static str {
        let field = self.field().and_then(|field| PROGRAM.fields.get(field));
        field.map_or("", |field| field.path)
    }

    fn kind(&self) -> Option<Kind> {
        self.field()
            .and_then(|field| PROGRAM.fields.get(field))
            .map(|field| field.kind)
    }

    /// Whether any word can be answered.
    pub(crate) fn takes_any_word(&self) -> bool {
        let open = |kind| matches!(kind, Kind::Text(Words::Open) | Kind::Texts(Words::Open));
        self.kind().is_some_and(open)
    }

    /// Every field whose value hangs on it, what follows from it included.
    pub(crate) fn moves(&self) -> impl Iterator<Item = usize> {
        let follows = ["img_percent", "positions"].contains(&self.key.as_str());
        let follows = follows.then(|| PROGRAM.position("imgs_a_year")).flatten();
        self.fields.clone().into_iter().chain(follows)
    }

    /// What is stated of it: whether there is a limit where that is all that is stated.
    pub(crate) fn reading<'f>(&self, facts: &'f Facts) -> &'f Reading {
        const NOTHING: &Reading = &Reading::Unstated;
        let readings = self.fields.iter().rev().map(|field| facts.read(*field));
        let mut stated = readings.filter(|reading| **reading != Reading::Unstated);
        stated.next().unwrap_or(NOTHING)
    }

    /// Everything that can be answered: numbers in parts that begin at those numbers; where any word
    /// can stand, these words and what is stated; of values on which sources disagree only these.
    pub(crate) fn answers(
        &self,
        facts: &Facts,
        starts: impl IntoIterator<Item = i64>,
        words: &BTreeSet<Text>,
    ) -> Vec<Answer> {
        if let Some(claimed) = self.claimed(facts) {
            return claimed;
        }
        let each = |words: &[&str], value: fn(&str) -> Value| {
            words
                .iter()
                .map(|word| Answer::Is(value(word)))
                .collect::<Vec<_>>()
        };
        match self.kind() {
            Some(Kind::Bool) => [true, false].map(|yes| Answer::Is(Value::Bool(yes))).into(),
            Some(Kind::Text(Words::Of(words))) => each(words, Value::text),
            Some(Kind::Texts(Words::Of(words))) => each(words, |word| Value::texts([word])),
            Some(Kind::Int { .. } | Kind::Float { .. }) => {
                let none = self.is_limit.then_some(Answer::NoLimit);
                none.into_iter().chain(self.parts(starts)).collect()
            }
            Some(Kind::Text(Words::Open)) => self.open(facts, words, Value::text),
            Some(Kind::Texts(Words::Open)) => self.open(facts, words, |word| Value::texts([word])),
            Some(Kind::Entries(_)) | None => Vec::new(),
        }
    }

    fn open(&self, facts: &Facts, words: &BTreeSet<Text>, value: fn(&str) -> Value) -> Vec<Answer> {
        let mut answers: Vec<Value> = words.iter().map(|word| value(word)).collect();
        let stated = self.reading(facts).value().cloned();
        answers.extend(stated.filter(|stated| !answers.contains(stated)));
        answers.into_iter().map(Answer::Is).collect()
    }

    /// The least and the greatest number, percentages in tenths; none for what is no number.
    pub(crate) fn range(&self) -> Option<(i64, i64)> {
        match self.kind()? {
            Kind::Int { from, to } => Some((from, to)),
            #[expect(clippy::cast_possible_truncation, reason = "ends are whole and small")]
            Kind::Float { from, to } => Some(((from * TENTHS) as i64, (to * TENTHS) as i64)),
            _ => None,
        }
    }

    fn is_percent(&self) -> bool {
        matches!(self.kind(), Some(Kind::Float { .. }))
    }

    /// The number that a mark is, and the one at which what follows from the value reaches it.
    #[expect(
        clippy::cast_precision_loss,
        clippy::cast_possible_truncation,
        reason = "positions are at most 1000"
    )]
    pub(crate) fn numbers_behind(&self, mark: f64, facts: &Facts) -> impl Iterator<Item = i64> {
        let scale = if self.is_percent() { TENTHS } else { 1.0 };
        let other = match self.key.as_str() {
            "img_percent" => facts.get("positions").value(),
            "positions" => facts.get("img_percent").value(),
            _ => None,
        };
        let other = match other {
            Some(Value::Int(number)) => Some(*number as f64),
            Some(Value::Float(number)) => Some(*number),
            _ => None,
        };
        let other = other.filter(|other| *other > 0.0);
        let behind = other.map(|other| ((mark - 0.5) * 100.0 * scale / other).ceil() as i64);
        [(mark * scale) as i64].into_iter().chain(behind)
    }

    /// What is stated, whole: of a limit that does not exist the word `none`.
    pub(crate) fn stated(&self, facts: &Facts) -> Value {
        let value = self.reading(facts).value().cloned();
        match value {
            Some(Value::Bool(false)) if self.is_limit => Value::text("none"),
            Some(value) => value,
            None => Value::text("not stated"),
        }
    }

    fn parts(&self, starts: impl IntoIterator<Item = i64>) -> Vec<Answer> {
        let Some((from, to)) = self.range() else {
            return Vec::new();
        };
        let mut starts: Vec<i64> = starts
            .into_iter()
            .filter(|start| (from + 1..=to).contains(start))
            .collect();
        starts.push(from);
        starts.sort_unstable();
        starts.dedup();
        let lasts = starts.iter().skip(1).map(|start| start - 1).chain([to]);
        starts
            .iter()
            .copied()
            .zip(lasts)
            .map(|(from, to)| Answer::Within(from, to))
            .collect()
    }

    /// The values on which sources disagree; none where they do not.
    fn claimed(&self, facts: &Facts) -> Option<Vec<Answer>> {
        let disputed = |field: &&usize| matches!(facts.read(**field), Reading::Conflicting(_));
        self.fields.iter().find(disputed)?;
        let mut claimed: Vec<Answer> = Vec::new();
        for field in self.fields.iter().rev() {
            for stated in facts.read(*field).values() {
                let answer = match &stated.value {
                    Value::Int(number) => Answer::Within(*number, *number),
                    Value::Bool(false) if self.is_limit => Answer::NoLimit,
                    Value::Bool(true) if self.is_limit => continue,
                    value => Answer::Is(value.clone()),
                };
                if !claimed.contains(&answer) {
                    claimed.push(answer);
                }
            }
        }
        Some(claimed)
    }

    /// The facts with that answer.
    pub(crate) fn supposing(&self, facts: &Facts, answer: &Answer) -> Arc<Facts> {
        let value = match answer {
            Answer::Is(value) => Some(value.clone()),
            Answer::NoLimit => None,
            Answer::Within(number, _) => Some(match self.kind() {
                Some(Kind::Float { .. }) => Value::Float(tenths(*number)),
                _ => Value::Int(*number),
            }),
        };
        let mut supposed = facts.clone();
        for (at, field) in self.fields.iter().enumerate() {
            supposed = match &value {
                _ if self.is_limit && at == 0 => {
                    supposed.supposing(*field, Value::Bool(value.is_some()))
                }
                Some(value) => supposed.supposing(*field, value.clone()),
                None => supposed.forgetting(*field),
            };
        }
        self.followed(supposed)
    }

    /// The facts without what is stated of it.
    pub(crate) fn forgetting(&self, facts: &Facts) -> Arc<Facts> {
        let forgotten = self
            .fields
            .iter()
            .fold(facts.clone(), |facts, field| facts.forgetting(*field));
        self.followed(forgotten)
    }

    /// The facts with what follows from a value that is supposed.
    fn followed(&self, facts: Facts) -> Arc<Facts> {
        let own = self.fields.len();
        let followed =
            self.moves()
                .skip(own)
                .fold(facts, |facts, field| match imgs_a_year(&facts) {
                    Some(number) => facts.supposing(field, Value::Int(number)),
                    None => facts.forgetting(field),
                });
        Arc::new(followed)
    }

    /// Whether that is what the facts state.
    pub(crate) fn is_stated(&self, facts: &Facts, answer: &Answer) -> bool {
        let value = self.field().and_then(|field| facts.read(field).value());
        match (answer, value) {
            (Answer::Is(answer), Some(value)) => answer == value,
            (Answer::Within(from, to), Some(Value::Int(number))) => (from..=to).contains(&number),
            (Answer::Within(from, to), Some(Value::Float(number))) => {
                (tenths(*from)..tenths(*to + 1)).contains(number)
            }
            (Answer::NoLimit, None) => {
                let has = self.fields.first().map(|field| facts.read(*field));
                self.is_limit && has.and_then(Reading::value) == Some(&Value::Bool(false))
            }
            _ => false,
        }
    }

    /// The answer in words.
    pub(crate) fn word(&self, answer: &Answer) -> String {
        let (least, most) = self.range().unwrap_or_default();
        match answer {
            Answer::Is(value) => value.to_string(),
            Answer::NoLimit => "none".to_owned(),
            Answer::Within(0, 0) => "0".to_owned(),
            Answer::Within(from, to) if self.is_percent() => {
                let (from_word, next) = (tenths(*from), tenths(*to + 1));
                match (*from == least, *to == most) {
                    (true, true) => "any".to_owned(),
                    (true, false) => format!("under {next}"),
                    (false, true) => format!("{from_word} or more"),
                    (false, false) if from == to => from_word.to_string(),
                    (false, false) => format!("{from_word} to under {next}"),
                }
            }
            Answer::Within(from, to) if from == to => from.to_string(),
            Answer::Within(from, to) => match (*from == least, *to == most) {
                (true, true) if self.is_limit => "any number".to_owned(),
                (true, true) => "any".to_owned(),
                (true, false) => format!("{to} or less"),
                (false, true) => format!("{from} or more"),
                (false, false) => format!("{from} to {to}"),
            },
        }
    }
}
