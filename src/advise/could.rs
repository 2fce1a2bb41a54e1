use crate::model::{APPLICANT, Effect, Facts, Field, Kind, Value};
use crate::script::{Chance, Condition, Need, Role};

/// One set of conditions, all of which would have to hold, in plain words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Way {
    /// The conditions, e.g. `J-1 sponsorship is yes`.
    pub conditions: Vec<String>,
    /// The fields they are about: whose, and the path.
    pub fields: Vec<(Role, &'static str)>,
}

impl Way {
    /// Whether it hangs on the program alone, so that the program can be asked.
    #[must_use]
    pub fn is_about_the_program(&self) -> bool {
        self.fields.iter().all(|(role, _)| *role == Role::Program)
    }

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

/// A field with the conditions any one of which would do.
type Alternatives = ((Role, usize), Vec<Condition>);

fn ways(needs: &[Vec<Need>], program: &Facts) -> Vec<Way> {
    let mut merged: Vec<Vec<Alternatives>> = Vec::new();
    for way in needs {
        let way: Vec<((Role, usize), Condition)> = way
            .iter()
            .map(|need| ((need.read.role, need.read.field), need.condition.clone()))
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
    let mut spelt: Vec<Way> = Vec::new();
    for way in merged.iter().map(|way| spell_way(way, program)) {
        if !spelt.iter().any(|known| known.conditions == way.conditions) {
            spelt.push(way);
        }
    }
    spelt
}

fn differ_in_last(known: &[Alternatives], way: &[((Role, usize), Condition)]) -> bool {
    let (Some((known_last, known_rest)), Some((last, rest))) =
        (known.split_last(), way.split_last())
    else {
        return false;
    };
    let same = |((a, conditions), (b, condition)): (&Alternatives, &((Role, usize), Condition))| {
        a == b && conditions.as_slice() == std::slice::from_ref(condition)
    };
    known_last.0 == last.0
        && known_rest.len() == rest.len()
        && known_rest.iter().zip(rest).all(same)
}

fn spell_way(way: &[Alternatives], program: &Facts) -> Way {
    let named = |(role, number): (Role, usize)| {
        let table = if role == Role::Applicant {
            &APPLICANT
        } else {
            program.table()
        };
        table.fields.get(number).map(|field| (role, field))
    };
    let fields: Vec<(Role, &Field)> = way.iter().filter_map(|(key, _)| named(*key)).collect();
    let mut spelt = Way {
        conditions: Vec::new(),
        fields: Vec::new(),
    };
    for (key, alternatives) in way {
        let Some((role, field)) = named(*key) else {
            continue;
        };
        if fields
            .iter()
            .any(|(_, other)| guards(field.path, other.path))
        {
            continue;
        }
        spelt.fields.push((role, field.path));
        if role == Role::Program {
            spelt
                .conditions
                .push(spell(field.label, field.kind, alternatives));
        }
    }
    if !spelt.is_about_the_program() {
        spelt
            .conditions
            .push("your profile, once complete, allows it".to_owned());
    }
    spelt
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
    let one = |condition: &Condition| match condition {
        Condition::Is(Value::Bool(yes)) => format!(": {}", if *yes { "yes" } else { "no" }),
        Condition::Is(value) if matches!(kind, Kind::Texts(_)) => format!(" includes {value}"),
        Condition::Is(value) => format!(" is {value}"),
        Condition::AtLeast(value) => format!(" is {value} or more"),
        Condition::AtMost(value) => format!(" is {value} or less"),
        Condition::Between(from, to) => format!(" is {from} to {to}"),
        Condition::Stated => " is known".to_owned(),
        Condition::Otherwise => " is known and none that the rule asks for".to_owned(),
    };
    let all: Vec<String> = alternatives.iter().map(one).collect();
    let short = |text: &str| {
        text.trim_start_matches([':', ' '])
            .trim_start_matches("is ")
            .to_owned()
    };
    match all.as_slice() {
        [] => label.to_owned(),
        [first, rest @ ..] => {
            let rest: Vec<String> = rest
                .iter()
                .map(|text| format!(" or {}", short(text)))
                .collect();
            format!("{label}{first}{}", rest.concat())
        }
    }
}
