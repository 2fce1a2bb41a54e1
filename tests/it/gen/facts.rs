use std::collections::BTreeMap;

use super::Random;
use preceptor::model::{
    Band, Basis, Cutoff, Entry, Facts, Field, Kind, Number, Parameter, ParameterSetting, Policy,
    Provenance, Reading, Stated, Table, Value, Words,
};

/// Words for fields that hold any; some also stand in the rules.
pub(crate) const OPEN: [&str; 6] = ["Lodi", "US", "central-valley", "medicaid", "spanish", "é"];

/// Both kinds of number, a band, a cutoff and a set, with values on and beside those of the facts.
pub(crate) fn policy(random: &mut Random) -> Policy {
    let mut policy = BTreeMap::new();
    let mut put = |name: &str, setting| {
        let parameter = Parameter {
            name: name.to_owned(),
            meaning: String::new(),
            setting,
            range: None,
            basis: Basis::Guide(Vec::new()),
            set_by: None,
        };
        policy.insert(name.to_owned(), parameter);
    };
    put("whole", ParameterSetting::Number(whole(random)));
    put("points", ParameterSetting::Number(whole(random)));
    let decimal = *random.of(&[0.0, 0.1, 0.3, 30.0, 50.5, 1e300, -1.0, 1e-17]);
    let decimal = if random.percent(20) {
        whole(random)
    } else {
        Number::Float(decimal)
    };
    put("decimal", ParameterSetting::Number(decimal));
    let (a, b) = (random.below(250), random.below(60));
    let (from, to) = (number(a), number(a + b));
    let (open, around) = (random.percent(30), random.percent(30));
    let band = Band {
        from,
        to,
        open,
        around,
    };
    put("band", ParameterSetting::Band(band));
    let cutoff = Cutoff {
        from,
        to,
        open,
        around,
    };
    put("cutoff", ParameterSetting::Cutoff(cutoff));
    let count = random.below(4);
    let words = (0..count).map(|_| (*random.of(&OPEN)).into()).collect();
    put("set", ParameterSetting::Set(words));
    policy
}

fn number(of: usize) -> Number {
    Number::Int(i64::try_from(of).unwrap())
}

fn whole(random: &mut Random) -> Number {
    let extreme = [i64::MAX, i64::MIN, -1, 0, 1, 2];
    if random.percent(15) {
        Number::Int(*random.of(&extreme))
    } else {
        number(random.below(300))
    }
}

/// An applicant or a program of which much is unstated, some conflicting, and some extreme.
pub(crate) fn facts(random: &mut Random, table: &'static Table) -> Facts {
    let mut facts = Facts::new(table);
    let unstated = *random.of(&[5, 30, 60]);
    for field in table.fields {
        if random.percent(unstated) {
            continue;
        }
        let reading = if random.percent(6) {
            let values = [value(random, field), value(random, field)];
            Reading::Conflicting(values.map(stated).to_vec())
        } else {
            Reading::told(value(random, field))
        };
        facts.set(field.path, reading);
    }
    facts
}

fn stated(value: Value) -> Stated {
    let provenance: Option<Provenance> = None;
    Stated { value, provenance }
}

fn value(random: &mut Random, field: &Field) -> Value {
    if random.percent(1) {
        // A kind that the field cannot have: the answers have to be the same even then.
        return [Value::Int(1), Value::text("1"), Value::Bool(true)][random.below(3)].clone();
    }
    match field.kind {
        Kind::Bool => Value::Bool(random.percent(50)),
        Kind::Int { from, to } => {
            let span = usize::try_from(to - from).unwrap() + 1;
            let near = from + i64::try_from(random.below(span)).unwrap();
            Value::Int(*random.of(&[near, near, near, from, to, 0, 1, i64::MAX]))
        }
        Kind::Float { .. } => {
            let near = f64::from(u32::try_from(random.below(1001)).unwrap()) / 10.0;
            Value::Float(*random.of(&[near, near, near, 0.0, 0.1 + 0.2, 30.0, 100.0, 1e-17]))
        }
        Kind::Text(words) => Value::text(&word(random, words)),
        Kind::Texts(words) => {
            let count = random.below(4);
            let all: Vec<String> = (0..count).map(|_| word(random, words)).collect();
            Value::texts(all.iter().map(String::as_str))
        }
        Kind::Entries(fields) => {
            let count = random.below(4);
            Value::Entries((0..count).map(|_| entry(random, fields)).collect())
        }
    }
}

fn entry(random: &mut Random, fields: &'static [Field]) -> Entry {
    fields.iter().fold(Entry::new(), |entry, field| {
        let value = random.percent(75).then(|| value(random, field));
        entry.with(field.path, value)
    })
}

fn word(random: &mut Random, words: Words) -> String {
    if random.percent(1) {
        return "long ".repeat(*random.of(&[150, 900, 3_000, 3_400]));
    }
    match words {
        Words::Open => (*random.of(&OPEN)).to_owned(),
        Words::Of(words) => (*random.of(words)).to_owned(),
    }
}
