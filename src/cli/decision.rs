//! One line of a decision log: what was decided from what.

use std::collections::BTreeMap;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};

use crate::dataset::{Mark, Version};
use crate::review::pinned::{About, Key, Outcomes};

/// Stands in the place of what is personal and whose being there counts.
const LEFT_OUT: &str = "left out";
/// Between a line and its own mark.
const CHECK: &str = ",\"check\":\"";

/// What one guide said of one target, with all it takes to evaluate it again.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Decision {
    /// Always `preceptor/decision`.
    pub(crate) format: String,
    /// The version of this format.
    pub(crate) version: u32,
    /// The version of the program.
    pub(crate) preceptor: String,
    /// The day it was judged on.
    #[serde(with = "day")]
    pub(crate) as_of: Date,
    /// The guide.
    pub(crate) guide: String,
    /// The target as people read it.
    pub(crate) target: String,
    pub(crate) options: Options,
    pub(crate) made_from: MadeFrom,
    /// The parameters in force, of the guide and of the packs that went along.
    pub(crate) numbers: BTreeMap<String, BTreeMap<String, String>>,
    /// The profile as it was, without what is personal.
    pub(crate) profile: Value,
    pub(crate) outcome: Value,
    /// The mark of the line before; empty for the first.
    pub(crate) follows: String,
}

/// A day as it is written: `2026-11-22`.
mod day {
    use jiff::civil::Date;
    use serde::{Deserialize as _, Deserializer, Serializer, de::Error as _};

    #[expect(
        clippy::trivially_copy_pass_by_ref,
        reason = "serde hands over a reference"
    )]
    pub(super) fn serialize<S: Serializer>(day: &Date, to: S) -> Result<S::Ok, S::Error> {
        to.collect_str(day)
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<Date, D::Error> {
        let text = String::deserialize(from)?;
        text.parse().map_err(D::Error::custom)
    }
}

/// What was asked for beside the profile.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Options {
    /// What `--set` changed of the profile.
    pub(crate) set: Vec<String>,
    /// The stage of the season, when it was given.
    pub(crate) stage: Option<String>,
    /// The budget in US dollars, when it was given.
    pub(crate) budget: Option<u64>,
    /// The guide, when it was named.
    pub(crate) guide: Option<String>,
}

/// The marks of what it was made from.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct MadeFrom {
    /// As the report shows them.
    pub(crate) report: Marks,
    /// Without the profile, so that they can be had again when personal details are left out.
    pub(crate) rules_and_data: Marks,
}

#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Marks {
    pub(crate) files: String,
    pub(crate) meaning: String,
}

impl From<Version> for Marks {
    fn from(version: Version) -> Self {
        Self {
            files: version.files.to_string(),
            meaning: version.meaning.to_string(),
        }
    }
}

/// What is wrong with a line of a log.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Broken {
    /// It does not end as a line of a log does.
    Torn,
    /// It is whole, and not what was written.
    Changed,
    /// It is whole and unchanged, and no decision that this program knows.
    Unknown(String),
}

impl Decision {
    /// The line with its own mark at the end, and the mark.
    pub(crate) fn line(&self) -> serde_json::Result<(String, String)> {
        let whole = serde_json::to_string(self)?;
        let mark = Mark::of(whole.as_bytes()).to_string();
        let open = whole.strip_suffix('}').unwrap_or(&whole);
        Ok((format!("{open}{CHECK}{mark}\"}}"), mark))
    }

    /// Reads a line back; also gives its mark.
    pub(crate) fn read(line: &str) -> Result<(Self, String), Broken> {
        let (open, end) = line.rsplit_once(CHECK).ok_or(Broken::Torn)?;
        let mark = end.strip_suffix("\"}").ok_or(Broken::Torn)?;
        let whole = format!("{open}}}");
        if Mark::of(whole.as_bytes()).to_string() != mark {
            return Err(Broken::Changed);
        }
        let decision: Self =
            serde_json::from_str(&whole).map_err(|error| Broken::Unknown(error.to_string()))?;
        if (decision.format.as_str(), decision.version) != ("preceptor/decision", 1) {
            let message = format!("{} version {}", decision.format, decision.version);
            return Err(Broken::Unknown(message));
        }
        Ok((decision, mark.to_owned()))
    }

    /// What was decided, as it is compared.
    pub(crate) fn outcomes(&self) -> Outcomes {
        from_json(&self.outcome, self.as_of, &self.guide, &self.target)
    }
}

/// The profile without the applicant's name, the school's name and free text. That there was a
/// reason for a gap counts with rules, so it stays that there was one.
pub(crate) fn without_personal(mut profile: Value) -> Value {
    if let Some(keys) = profile.as_object_mut() {
        keys.shift_remove("name");
    }
    let school = profile
        .get_mut("medical_school")
        .and_then(Value::as_object_mut);
    if let Some(school) = school {
        school.shift_remove("name");
    }
    let gaps = profile.get_mut("gaps").and_then(Value::as_array_mut);
    for gap in gaps.into_iter().flatten() {
        if let Some(reason) = gap.get_mut("reason").filter(|reason| !reason.is_null()) {
            *reason = LEFT_OUT.into();
        }
    }
    profile
}

/// What one guide says of one target, as a log holds it.
pub(crate) fn to_json(outcomes: &Outcomes, guide: &str, target: &str) -> Value {
    let mut whole = Map::new();
    let (mut you, mut of_list, mut programs) = (Map::new(), Map::new(), Map::new());
    let of_guide = outcomes.pinned.iter().filter(|(key, _)| key.guide == guide);
    for (key, said) in of_guide.filter(|(key, _)| key.target.is_empty() || key.target == target) {
        match &key.about {
            About::Fit => drop(whole.insert("not_for".to_owned(), said.clone().into())),
            About::Tiers => drop(whole.insert("tiers".to_owned(), said.clone().into())),
            About::List => drop(whole.insert("list".to_owned(), said.clone().into())),
            About::You(rule) => drop(you.insert(rule.clone(), said.clone().into())),
            About::OfList(rule) => drop(of_list.insert(rule.clone(), said.clone().into())),
            About::Program(id) => {
                let stands = outcomes.stand(guide, target, id).to_string();
                programs.insert(id.clone(), json!({ "stands": stands, "said": {} }));
            }
            About::Finding(id, rule) => {
                let of_program = programs.get_mut(id).and_then(|one| one.get_mut("said"));
                if let Some(all) = of_program.and_then(Value::as_object_mut) {
                    all.insert(rule.clone(), said.clone().into());
                }
            }
        }
    }
    whole.insert("you".to_owned(), you.into());
    whole.insert("of_the_list".to_owned(), of_list.into());
    whole.insert("programs".to_owned(), programs.into());
    whole.into()
}

fn from_json(outcome: &Value, as_of: Date, guide: &str, target: &str) -> Outcomes {
    let mut outcomes = Outcomes {
        as_of,
        pinned: BTreeMap::new(),
    };
    let mut pin = |target: &str, about: About, said: &Value| {
        let key = Key {
            guide: guide.to_owned(),
            target: target.to_owned(),
            about,
        };
        let said = said.as_str().unwrap_or_default().to_owned();
        outcomes.pinned.insert(key, said);
    };
    let each = |value: &Value| -> Vec<(String, Value)> {
        let pairs = value.as_object().into_iter().flatten();
        pairs
            .map(|(key, value)| (key.clone(), value.clone()))
            .collect()
    };
    for (key, value) in each(outcome) {
        match key.as_str() {
            "not_for" => pin("", About::Fit, &value),
            "tiers" => pin("", About::Tiers, &value),
            "list" => pin(target, About::List, &value),
            "you" => {
                let all = each(&value).into_iter();
                all.for_each(|(rule, said)| pin(target, About::You(rule), &said));
            }
            "of_the_list" => {
                let all = each(&value).into_iter();
                all.for_each(|(rule, said)| pin(target, About::OfList(rule), &said));
            }
            "programs" => {
                for (id, program) in each(&value) {
                    let said = program.get("said").map(each).unwrap_or_default();
                    for (rule, said) in said {
                        pin(target, About::Finding(id.clone(), rule), &said);
                    }
                    pin(target, About::Program(id), &Value::Null);
                }
            }
            _ => {}
        }
    }
    outcomes
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_personal_is_left_out_and_what_counts_stays() {
        let profile = json!({
            "name": "A. Person", "yog": 2020,
            "medical_school": { "name": "A school", "country": "Peru" },
            "gaps": [{ "from": "2021", "reason": "family illness" }, { "from": "2022" }],
        });
        let left = without_personal(profile);
        let wanted = json!({
            "yog": 2020, "medical_school": { "country": "Peru" },
            "gaps": [{ "from": "2021", "reason": "left out" }, { "from": "2022" }],
        });
        assert_eq!(left, wanted);
    }

    #[test]
    fn an_outcome_is_read_back_as_it_was() {
        let text = "as of 2026-11-22\n\n# g\ntiers: 1, 2\n\n## IM\nlist: 1 placed\nyou: a/b flag\nof the list: \
                    l/x share 1 5 %\ntier 1, 4: p-1 p-2\n    r/s +4 & tier 1\n    ? r/t\n";
        let outcomes = Outcomes::read(&crate::place::SourceText::new("x", text)).unwrap();
        let json = to_json(&outcomes, "g", "IM");
        let stands = json.pointer("/programs/p-1/stands");
        assert_eq!(stands, Some(&"tier 1, 4".into()));
        assert_eq!(from_json(&json, outcomes.as_of, "g", "IM"), outcomes);
        assert_eq!(outcomes.text(), text);
    }
}
