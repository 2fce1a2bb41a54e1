//! What a way through rules supposes of fields, and whether anybody can be so.

use std::collections::BTreeMap;

use serde_json::Value as Json;

use crate::guide::Change;
use crate::model::{Field, Role, Visa};
use crate::plan::{Atom, Given, Held};
use crate::script::Subjects;

use super::exams::{self, EXAMS, is_so};

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
    pub(super) fn group(&self) -> String {
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
        Atom::Disputed(..) | Atom::Made(_) => None,
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

/// What is supposed of one exam, by the part of its path after the exam's name.
pub(super) fn parts<'g>(exam: &str, wanted: &[Supposed<'g>]) -> exams::Parts<'g> {
    let part = |one: &Supposed<'g>| {
        let part = one.field.path.strip_prefix(exam)?.strip_prefix('.')?;
        Some((part, one.value))
    };
    wanted.iter().filter_map(part).collect()
}

/// The citizenships and visas that go with what is supposed.
pub(super) fn visas<'w>(wanted: &'w [Supposed<'_>]) -> impl Iterator<Item = Change> + 'w {
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

/// A change of one key.
pub(super) fn one(key: &str, value: Json) -> Change {
    std::iter::once((key.to_owned(), value)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dataset::{Files, References};
    use crate::guide::{CaseFile, Guides, with_change};
    use crate::plan::Held;

    /// Everything that is read of an applicant, as if it were supposed.
    fn all_of(subjects: &Subjects) -> Given {
        let facts = &subjects.applicant;
        let fields = (0..facts.table().fields.len()).map(|number| {
            let value = facts.read(number).value();
            let held = value.map(|value| Held::of_field(Role::Applicant, number, value));
            (Atom::Field(Role::Applicant, number), held)
        });
        fields.collect()
    }

    /// What is left out of a proof as impossible is nothing that anybody can be.
    #[test]
    fn whoever_there_is_is_possible() {
        let references = References::load(&Files::shipped("datasets")).unwrap();
        let rules = Files::shipped("rules");
        let guides = Guides::load(&rules, references.titles()).unwrap();
        let mut asked = 0;
        for guide in &guides.guides {
            for file in CaseFile::load_all(&rules, guide).unwrap() {
                for (rule, subjects) in file.calls(guide, &references) {
                    let given = all_of(&subjects);
                    assert!(is_possible(&given), "{rule}: {:?}", subjects.applicant);
                    asked += 1;
                }
            }
        }
        assert!(asked > 1_000, "only {asked} applicants");
    }

    /// An exam that is supposed can be written into a case, and is then read as it was supposed.
    #[test]
    fn every_exam_can_be_written() {
        let references = References::load(&Files::shipped("datasets")).unwrap();
        let rules = Files::shipped("rules");
        let guides = Guides::load(&rules, references.titles()).unwrap();
        let guide = guides.guides.first().unwrap();
        let file = CaseFile::load_all(&rules, guide).unwrap().remove(0);
        let before = Change::new();
        let (now, _) = file.subjects(guide, &references, &before).unwrap();
        let mut unwritten = Vec::new();
        let mut written = 0;
        for facts in exams::shapes() {
            let parts = [
                "taken",
                "passed",
                "failed",
                "score",
                "attempts",
                "has_failure",
                "date_known",
            ];
            let given: Given = parts
                .into_iter()
                .filter_map(|part| {
                    let number = facts.table().position(&format!("step1.{part}"))?;
                    let own = facts.table().position(&format!("step2_ck.{part}"))?;
                    let value = facts.read(number).value();
                    let held = value.map(|value| match part {
                        "score" => Held::Int(231),
                        _ => Held::of_field(Role::Applicant, own, value),
                    });
                    Some((Atom::Field(Role::Applicant, own), held))
                })
                .collect();
            let wanted = supposed(&given);
            let options = super::super::written::changes(&given, &file, &before, &now);
            let is_so = |change: &Change| {
                let change = with_change(&before, change);
                let read = file.subjects(guide, &references, &change);
                read.is_ok_and(|(read, _)| wanted.iter().all(|one| one.holds(&read)))
            };
            if options.iter().any(is_so) {
                written += 1;
            } else {
                unwritten.push(format!("{facts:?}"));
            }
        }
        assert!(
            unwritten.is_empty(),
            "{} of {written}: {unwritten:#?}",
            unwritten.len()
        );
        assert!(written > 100);
    }
}
