//! How a file states what a way through rules supposes, derived fields included.

use std::collections::BTreeMap;

use serde_json::{Value as Json, json};

use crate::guide::{CaseFile, Change};
use crate::model::{Field, Role, Value, Visa};
use crate::plan::{Atom, Given, Held};
use crate::script::Subjects;

use super::exams::{self, EXAMS, is_so, json_of};

/// How many ways of stating it all are tried for one profile.
const MOST: usize = 24;

/// Something that is supposed of a field.
#[derive(Debug, Clone, Copy)]
pub(super) struct Supposed<'g> {
    pub(super) role: Role,
    pub(super) number: usize,
    pub(super) field: &'static Field,
    pub(super) value: &'g Option<Held>,
}

impl Supposed<'_> {
    /// Whether it is so.
    pub(super) fn holds(&self, subjects: &Subjects) -> bool {
        let facts = subjects.facts(self.role);
        facts.is_some_and(|facts| is_so(facts.read(self.number), self.value.as_ref()))
    }

    /// What has to be stated together.
    fn group(&self) -> String {
        let path = self.field.path;
        let first = path.split('.').next().unwrap_or(path);
        if self.role != Role::Applicant {
            return format!("{}.{path}", self.role.word());
        }
        match path {
            "citizenship" | "visa" | "needs_visa" | "j1_possible" | "h1b_possible" => "visa",
            "yog" | "match_year" | "years_since_graduation" => "yog",
            "target.specialty" | "target.track" => "targets",
            _ if EXAMS.contains(&first) => first,
            _ => path,
        }
        .to_owned()
    }
}

/// What is supposed of fields, in the order of their tables.
pub(super) fn supposed(given: &Given) -> Vec<Supposed<'_>> {
    let fields = given.iter().filter_map(|(atom, value)| match atom {
        Atom::Field(role, number) => Some(Supposed {
            role: *role,
            number: *number,
            field: role.field(*number)?,
            value,
        }),
        Atom::Made(_) => None,
    });
    fields.collect()
}

/// Whether somebody can be so: what is derived of one exam, or of the visa, goes together.
pub(super) fn is_possible(given: &Given) -> bool {
    let mut groups: BTreeMap<String, Vec<Supposed<'_>>> = BTreeMap::new();
    let of_applicant = supposed(given).into_iter();
    for one in of_applicant.filter(|one| one.role == Role::Applicant) {
        groups.entry(one.group()).or_default().push(one);
    }
    groups.iter().all(|(group, all)| match group.as_str() {
        exam if EXAMS.contains(&exam) => exams::is_possible(&parts(exam, all)),
        "visa" => all.len() < 2 || visas(all).next().is_some(),
        _ => true,
    })
}

/// The changes of a case under which what is supposed should be so, at most a few; none when it
/// cannot be stated. What holds already is left as it is.
pub(super) fn changes(
    given: &Given,
    case: &CaseFile,
    change: &Change,
    now: &Subjects,
) -> Vec<Change> {
    let mut groups: BTreeMap<String, Vec<Supposed<'_>>> = BTreeMap::new();
    for one in supposed(given) {
        groups.entry(one.group()).or_default().push(one);
    }
    let mut all = vec![Change::new()];
    for (group, wanted) in groups {
        if wanted.iter().all(|one| one.holds(now)) {
            continue;
        }
        let options = options(&group, &wanted, case, change, now);
        let with = |so_far: &Change| {
            let so_far = so_far.clone();
            let each = options.iter().map(move |option| {
                let mut both = so_far.clone();
                both.extend(option.clone());
                both
            });
            each.collect::<Vec<_>>()
        };
        all = all.iter().flat_map(with).take(MOST).collect();
    }
    all
}

/// The ways to state what belongs together.
fn options(
    group: &str,
    wanted: &[Supposed<'_>],
    case: &CaseFile,
    change: &Change,
    now: &Subjects,
) -> Vec<Change> {
    match group {
        exam if EXAMS.contains(&exam) => {
            let key = format!("applicant.{exam}");
            let stated = exam_in(exam, case, change);
            let year = match_year(now);
            let parts = parts(exam, wanted);
            let all = exams::written(exam, &parts, stated.as_ref(), &now.applicant, year);
            all.into_iter().map(|exam| one(&key, exam)).collect()
        }
        "visa" => visas(wanted).collect(),
        "yog" => years(wanted, now),
        "targets" => vec![target(wanted, now)],
        "country" => single("applicant.medical_school.country", wanted),
        "failed_exams" | "has_any_failure" => Vec::new(),
        other => match wanted.first().map(|one| one.role) {
            Some(Role::Applicant) => single(&format!("applicant.{other}"), wanted),
            Some(Role::Program) => of_program(other, wanted, case),
            _ => single(other, wanted),
        },
    }
}

fn one(key: &str, value: Json) -> Change {
    std::iter::once((key.to_owned(), value)).collect()
}

/// One key that states one field.
fn single(key: &str, wanted: &[Supposed<'_>]) -> Vec<Change> {
    let value = wanted.first().and_then(|one| match one.value {
        None => Some(Json::Null),
        Some(Held::Words(_) | Held::Entries(_)) => Some(json!([])),
        Some(held) => json_of(held),
    });
    value.map(|value| one(key, value)).into_iter().collect()
}

/// What a record states of a program, with the source of the case's own.
fn of_program(key: &str, wanted: &[Supposed<'_>], case: &CaseFile) -> Vec<Change> {
    let path = wanted.first().map_or("", |one| one.field.path);
    let named = ["id", "name", "specialty", "city", "county", "state"].contains(&path);
    let plain = single(key, wanted).into_iter();
    if named {
        return plain.collect();
    }
    let listed = case.base("program").and_then(|base| base.get("listed"));
    let part = |key: &str| listed.and_then(|listed| listed.get(key)).cloned();
    let state = |value: Json| match value {
        Json::Null => Json::Null,
        value => json!({ "value": value, "source": part("source"), "as_of": part("as_of") }),
    };
    let limit = path.contains(".has_").then(|| key.replace(".has_", "."));
    plain
        .map(|change| {
            let pairs = change.into_iter();
            let pairs = pairs.map(|(key, value)| match (&limit, value) {
                (Some(limit), Json::Bool(false)) => (limit.clone(), state("none".into())),
                (Some(limit), Json::Bool(true)) => (limit.clone(), state(1.into())),
                (Some(limit), value) => (limit.clone(), state(value)),
                (None, value) => (key, state(value)),
            });
            pairs.collect()
        })
        .collect()
}

/// What is supposed of one exam, by the part of its path after the exam's name.
fn parts<'g>(exam: &str, wanted: &[Supposed<'g>]) -> exams::Parts<'g> {
    let part = |one: &Supposed<'g>| {
        let part = one.field.path.strip_prefix(exam)?.strip_prefix('.')?;
        Some((part, one.value))
    };
    wanted.iter().filter_map(part).collect()
}

/// The exam as the case states it.
fn exam_in(exam: &str, case: &CaseFile, change: &Change) -> Option<Json> {
    let key = format!("applicant.{exam}");
    let base = case.base("applicant").and_then(|base| base.get(exam));
    let mut stated = change.get(&key).or(base).cloned()?;
    if let Json::Object(map) = &mut stated {
        let inside = change.iter().filter_map(|(path, value)| {
            let part = path.strip_prefix(&key)?.strip_prefix('.')?;
            Some((part.to_owned(), value.clone()))
        });
        map.extend(inside);
    }
    Some(stated)
}

/// The citizenships and visas that go with what is supposed.
fn visas<'w>(wanted: &'w [Supposed<'_>]) -> impl Iterator<Item = Change> + 'w {
    let of = |path: &str| {
        let one = wanted.iter().find(|one| one.field.path == path);
        one.map(|one| one.value)
    };
    let is = move |path: &str, value: Option<Held>| of(path).is_none_or(|wanted| *wanted == value);
    let foreign = "foreign-national";
    let citizenships = match of("citizenship") {
        Some(Some(Held::Text(word))) => vec![word.to_string()],
        _ => vec![foreign.to_owned(), "us-permanent-resident".to_owned()],
    };
    let stated = Visa::WORDS.iter().copied().map(Some).chain([None]);
    let stated: Vec<Option<&str>> = stated.collect();
    let pairs = citizenships.into_iter().flat_map(move |citizenship| {
        let each = stated.clone().into_iter();
        each.map(move |visa| (citizenship.clone(), visa))
    });
    let fits = move |(citizenship, visa): &(String, Option<&str>)| {
        let visa = visa.or((citizenship != foreign).then_some("none"));
        let yes = |words: &[&str]| visa.map(|visa| Held::Bool(words.contains(&visa)));
        is("visa", visa.map(|visa| Held::Text(visa.into())))
            && is("needs_visa", visa.map(|visa| Held::Bool(visa != "none")))
            && is("j1_possible", yes(&["J-1", "either"]))
            && is("h1b_possible", yes(&["H-1B", "either"]))
    };
    pairs.filter(fits).map(|(citizenship, visa)| {
        let mut change = one("applicant.citizenship", citizenship.into());
        change.insert(
            "applicant.visa".to_owned(),
            visa.map_or(Json::Null, Json::from),
        );
        change
    })
}

/// The year of graduation that makes it so many years.
fn years(wanted: &[Supposed<'_>], now: &Subjects) -> Vec<Change> {
    let of = |path: &str| wanted.iter().find(|one| one.field.path == path);
    let number = |path: &str| match of(path).map(|one| one.value) {
        Some(Some(Held::Int(number))) => Some(*number),
        _ => None,
    };
    let year = number("match_year").unwrap_or_else(|| match_year(now));
    let mut change = Change::new();
    if of("match_year").is_some() {
        change.insert("applicant.match_year".to_owned(), year.into());
    }
    if of("yog").is_some() || of("years_since_graduation").is_some() {
        let since = number("years_since_graduation").map(|years| year - years);
        let yog = number("yog").or(since).map_or(Json::Null, Json::from);
        change.insert("applicant.yog".to_owned(), yog);
    }
    vec![change]
}

/// The Match year as it is read.
pub(super) fn match_year(now: &Subjects) -> i64 {
    match now.applicant.get("match_year").value() {
        Some(Value::Int(year)) => *year,
        _ => 0,
    }
}

/// One target, with what is not supposed of it as it is.
fn target(wanted: &[Supposed<'_>], now: &Subjects) -> Change {
    let of = |path: &str| {
        let one = wanted.iter().find(|one| one.field.path == path);
        let told = now.applicant.get(path).value().map(ToString::to_string);
        match one.map(|one| one.value) {
            Some(Some(Held::Text(word))) => Some(word.to_string()),
            _ => told,
        }
    };
    let (specialty, track) = (of("target.specialty"), of("target.track"));
    let target = json!([{ "specialty": specialty, "track": track }]);
    one("applicant.targets", target)
}
