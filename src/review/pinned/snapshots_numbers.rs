//! The numbers and rules of a guide as they were when its outcomes were accepted: they say what was
//! changed since.

use std::collections::{BTreeMap, BTreeSet};

use super::body_of;
use crate::guide::Guide;
use crate::model::{Band, Cutoff, Number, ParameterSetting as Setting};
use crate::place::{Problem, SourceText};

/// The numbers in force and the rules of one guide or pack.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Numbers {
    /// What each parameter is set to, as people write it.
    pub parameters: BTreeMap<String, String>,
    /// The ids of the rules; none where they were not kept.
    pub rules: BTreeSet<String>,
}

/// Before the rules.
const RULES: &str = "rules:";

impl Numbers {
    /// Those of a guide, without the packs that go along.
    #[must_use]
    pub fn of(guide: &Guide) -> Self {
        let parameters = guide.policy.iter();
        let rules = guide
            .rules
            .iter()
            .filter(|rule| rule.kind == guide.manifest.kind);
        Self {
            parameters: parameters
                .map(|(name, parameter)| (name.clone(), parameter.setting.to_string()))
                .collect(),
            rules: rules.map(|rule| rule.id.clone()).collect(),
        }
    }

    /// As a snapshot holds it.
    #[must_use]
    pub fn text(&self) -> String {
        let numbers = self.parameters.iter();
        let numbers = numbers.map(|(name, setting)| format!("{name}: {setting}\n"));
        let rules = self.rules.iter().map(|rule| format!("  {rule}\n"));
        format!(
            "{}\n{RULES}\n{}",
            numbers.collect::<String>(),
            rules.collect::<String>()
        )
    }

    /// Reads back what a snapshot holds; `source` is the whole file, with the head.
    ///
    /// # Errors
    /// The first line that cannot be read.
    pub fn read(source: &SourceText) -> Result<Self, Problem> {
        let mut this = Self::default();
        let body = body_of(source.text());
        let before = source.text().find(body).unwrap_or(0);
        let head = source.text().get(..before).unwrap_or_default();
        let first = u32::try_from(head.lines().count()).unwrap_or(0);
        for (number, line) in (first + 1..).zip(body.lines()) {
            if line.is_empty() || line == RULES {
                continue;
            }
            if let Some(rule) = line.strip_prefix("  ") {
                this.rules.insert(rule.to_owned());
            } else if let Some((name, setting)) = line.split_once(": ") {
                this.parameters.insert(name.to_owned(), setting.to_owned());
            } else {
                let message = "this line of the snapshot cannot be read";
                let help = "take this file from where it was whole, or delete it and accept again";
                return Err(source.problem(number, 1, 0, message).help(help));
            }
        }
        Ok(this)
    }
}

/// What a parameter was set to when people wrote it so, if it was of the kind that it is now.
#[must_use]
pub fn setting(written: &str, now: &Setting) -> Option<Setting> {
    match now {
        Setting::Number(_) => number(written).map(Setting::Number),
        Setting::Set(_) if written == "none" => Some(Setting::Set(Vec::new())),
        Setting::Set(_) => Some(Setting::Set(written.split(", ").map(Into::into).collect())),
        Setting::Band(_) => {
            let (from, to, open, around) = range(written)?;
            Some(Setting::Band(Band {
                from,
                to,
                open,
                around,
            }))
        }
        Setting::Cutoff(_) => {
            let (from, to, open, around) = range(written)?;
            Some(Setting::Cutoff(Cutoff {
                from,
                to,
                open,
                around,
            }))
        }
    }
}

fn number(written: &str) -> Option<Number> {
    let whole = written.parse().ok().map(Number::Int);
    whole.or_else(|| {
        let decimal = written.parse::<f64>().ok();
        decimal
            .filter(|number| number.is_finite())
            .map(Number::Float)
    })
}

fn range(written: &str) -> Option<(Number, Number, bool, bool)> {
    let (written, around) = match written.strip_prefix("about ") {
        Some(rest) => (rest, true),
        None => (written, false),
    };
    let (written, open) = match written.strip_suffix('+') {
        Some(rest) => (rest, true),
        None => (written, false),
    };
    let (from, to) = written.split_once('–').unwrap_or((written, written));
    Some((number(from)?, number(to)?, open, around))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_setting_is_read_back_as_it_is_written() {
        let band = |open, around| Band {
            from: Number::Int(80),
            to: Number::Float(120.5),
            open,
            around,
        };
        let one = Band {
            to: Number::Int(80),
            ..band(true, false)
        };
        let cutoff = Cutoff {
            from: Number::Int(215),
            to: Number::Int(225),
            open: false,
            around: false,
        };
        for now in [
            Setting::Number(Number::Int(-4)),
            Setting::Number(Number::Float(2.5)),
            Setting::Band(band(true, true)),
            Setting::Band(one),
            Setting::Cutoff(cutoff),
            Setting::Set(vec!["CA".into(), "NV".into()]),
            Setting::Set(Vec::new()),
        ] {
            assert_eq!(setting(&now.to_string(), &now), Some(now));
        }
        assert_eq!(setting("many", &Setting::Number(Number::Int(1))), None);
    }
}
