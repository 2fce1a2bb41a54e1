use crate::model::{Effect, Facts, Kind, Text, Value};
use crate::script::{Chance, Condition, Need};

/// One set of conditions, all of which would have to hold, in plain words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Way {
    /// The conditions, e.g. `J-1 sponsorship is yes`.
    pub conditions: Vec<String>,
    /// The paths of the fields they are about.
    pub fields: Vec<&'static str>,
}

impl Way {
    /// All conditions in one line.
    #[must_use]
    pub fn sentence(&self) -> String {
        self.conditions.join(" and ")
    }
}

/// What an unknown rule could still find.
#[derive(Debug, Clone, PartialEq)]
pub struct Could {
    /// The rule's number in its guide.
    pub rule: usize,
    /// What it would find.
    pub effect: Effect,
    /// The ways in which it would.
    pub ways: Vec<Way>,
}

/// Gathers the chances of one rule by what they would find. Chances that differ only in which
/// words one field holds become one way.
#[must_use]
pub fn gather(rule: usize, chances: &[Chance], program: &Facts) -> Vec<Could> {
    let mut all: Vec<(Could, Vec<Vec<Need>>)> = Vec::new();
    for chance in chances {
        for effect in &chance.effects {
            let same = |could: &Could| same_kind(&could.effect, effect);
            if let Some((_, ways)) = all.iter_mut().find(|(could, _)| same(could)) {
                ways.push(chance.needs.clone());
            } else {
                let could = Could {
                    rule,
                    effect: effect.clone(),
                    ways: Vec::new(),
                };
                all.push((could, vec![chance.needs.clone()]));
            }
        }
    }
    all.into_iter()
        .map(|(could, needs)| Could {
            ways: ways(&needs, program),
            ..could
        })
        .collect()
}

/// Whether two effects do the same to the program, whatever their words.
fn same_kind(a: &Effect, b: &Effect) -> bool {
    match (a, b) {
        (Effect::Exclude { .. }, Effect::Exclude { .. }) => true,
        (Effect::Tier { id: a, .. }, Effect::Tier { id: b, .. }) => a == b,
        (Effect::Points { points: a, .. }, Effect::Points { points: b, .. }) => a == b,
        _ => a == b,
    }
}

fn ways(needs: &[Vec<Need>], program: &Facts) -> Vec<Way> {
    let mut merged: Vec<Vec<(usize, Vec<Condition>)>> = Vec::new();
    for way in needs {
        let way: Vec<(usize, Condition)> = way
            .iter()
            .map(|need| (need.read.field, need.condition.clone()))
            .collect();
        match merged.iter_mut().find(|known| differ_in_last(known, &way)) {
            Some(known) => {
                if let (Some((_, conditions)), Some((_, condition))) =
                    (known.last_mut(), way.last())
                {
                    conditions.push(condition.clone());
                }
            }
            None => merged.push(way.into_iter().map(|(field, c)| (field, vec![c])).collect()),
        }
    }
    merged.sort_by_key(Vec::len);
    merged.iter().map(|way| spell_way(way, program)).collect()
}

fn differ_in_last(known: &[(usize, Vec<Condition>)], way: &[(usize, Condition)]) -> bool {
    let (Some((known_last, known_rest)), Some((last, rest))) =
        (known.split_last(), way.split_last())
    else {
        return false;
    };
    known_last.0 == last.0
        && known_rest.len() == rest.len()
        && known_rest
            .iter()
            .zip(rest)
            .all(|((a, conditions), (b, condition))| {
                a == b && conditions.as_slice() == std::slice::from_ref(condition)
            })
}

fn spell_way(way: &[(usize, Vec<Condition>)], program: &Facts) -> Way {
    let fields = program.table().fields;
    let mut conditions = Vec::new();
    let mut paths = Vec::new();
    for (number, alternatives) in way {
        let Some(field) = fields.get(*number) else {
            continue;
        };
        if way.iter().any(|(other, _)| {
            fields
                .get(*other)
                .is_some_and(|o| guards(field.path, o.path))
        }) {
            continue;
        }
        conditions.push(spell(field.label, field.kind, alternatives));
        paths.push(field.path);
    }
    Way {
        conditions,
        fields: paths,
    }
}

/// Whether a field only says that another has a value, as `attempts.has_maximum` does for
/// `attempts.maximum`: a condition on the other says it too.
fn guards(path: &str, other: &str) -> bool {
    let named = path.rsplit_once('.').zip(other.rsplit_once('.'));
    named.is_some_and(|((group, name), (other_group, other_name))| {
        group == other_group && name.strip_prefix("has_") == Some(other_name)
    })
}

fn spell(label: &str, kind: Kind, alternatives: &[Condition]) -> String {
    let words: Vec<Text> = alternatives
        .iter()
        .filter_map(|condition| match condition {
            Condition::Is(value) => Some(value.to_string().into()),
            _ => None,
        })
        .collect();
    match (alternatives.first(), kind) {
        (Some(Condition::AtLeast(value)), _) => format!("{label} is {} or more", amount(value)),
        (Some(Condition::AtMost(value)), _) => format!("{label} is {} or less", amount(value)),
        (Some(Condition::Stated), _) => format!("{label} is known"),
        (Some(Condition::Is(Value::Bool(true))), _) if words.len() == 1 => format!("{label}: yes"),
        (Some(Condition::Is(Value::Bool(false))), _) if words.len() == 1 => format!("{label}: no"),
        (Some(Condition::Is(_)), Kind::Texts(_)) => {
            format!("{label} includes {}", words.join(" or "))
        }
        _ => format!("{label} is {}", words.join(" or ")),
    }
}

fn amount(value: &Value) -> String {
    value.to_string()
}
