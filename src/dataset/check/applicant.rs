use jiff::civil;

use super::{Check, Checked, entries, exam};
use crate::dataset::raw::{RawApplicant, RawExam, RawGoal, RawRegions, RawTarget};
use crate::dataset::{References, Step};
use crate::model::{
    APPLICANT, Applicant, Citizenship, Exam, Facts, Reading, Target, Text, Value, Visa,
};
use crate::place::Problem;

/// The applicant that a profile describes, as of that day.
pub(in crate::dataset) fn applicant(
    check: &mut Check<'_>,
    raw: &RawApplicant,
    references: &References,
    today: civil::Date,
) -> Applicant {
    let match_year = raw.match_year.unwrap_or_else(|| next_match(today));
    check.within("match_year", match_year, (2000, 2100));
    let mut profile = Profile {
        check,
        references,
        today,
        told: Facts::new(&APPLICANT),
    };
    profile.person(raw, match_year);
    profile.record(raw);
    profile.lists(raw);
    profile.wishes(raw);
    let targets = targets(profile.check, &raw.targets);
    let step1 = profile.exam(Step::Step1, raw.step1.as_ref());
    let step2_ck = profile.exam(Step::Step2Ck, raw.step2_ck.as_ref());
    let step3 = profile.exam(Step::Step3, raw.step3.as_ref());
    let name = raw.name.as_deref().map(Text::from);
    Applicant {
        name,
        targets,
        match_year,
        step1,
        step2_ck,
        step3,
        told: profile.told,
    }
}

/// Until March the Match of the year lies ahead.
fn next_match(today: civil::Date) -> i64 {
    i64::from(today.year()) + i64::from(today.month() > 3)
}

/// A profile on its way to being an applicant.
struct Profile<'p, 'a> {
    check: &'p mut Check<'a>,
    references: &'p References,
    today: civil::Date,
    told: Facts,
}

impl Profile<'_, '_> {
    fn tell(&mut self, path: &str, value: Option<Value>) {
        if value.is_some() {
            self.told.set(path, Reading::from(value));
        }
    }

    fn word(&mut self, path: &str, word: Option<&'static str>) {
        self.tell(path, word.map(Value::text));
    }

    fn yes(&mut self, path: &str, yes: Option<bool>) {
        self.tell(path, yes.map(Value::Bool));
    }

    fn int(&mut self, path: &str, number: Option<i64>, ends: (i64, i64)) {
        let number = number.and_then(|number| self.check.within(path, number, ends));
        self.tell(path, number.map(Value::Int));
    }

    fn person(&mut self, raw: &RawApplicant, match_year: i64) {
        self.word("type_of_graduate", Some(raw.type_of_graduate.as_str()));
        self.word("citizenship", Some(raw.citizenship.as_str()));
        self.visa(raw);
        let school = raw.medical_school.as_ref();
        let country = school.and_then(|school| school.country.as_deref());
        self.tell("country", country.map(Value::text));
        self.int("yog", raw.yog, (1950, match_year + 1));
        self.word(
            "academic_record",
            raw.academic_record
                .map(crate::model::AcademicRecord::as_str),
        );
        self.yes("school_known", raw.school_known);
        let years = raw.yog.map(|yog| Value::Int(match_year - yog));
        self.tell("years_since_graduation", years);
    }

    fn visa(&mut self, raw: &RawApplicant) {
        let foreign = raw.citizenship == Citizenship::ForeignNational;
        let visa = raw.visa.or((!foreign).then_some(Visa::None));
        self.word("visa", visa.map(Visa::as_str));
        self.yes("needs_visa", visa.map(|visa| visa != Visa::None));
        self.yes(
            "j1_possible",
            visa.map(|visa| matches!(visa, Visa::J1 | Visa::Either)),
        );
        self.yes(
            "h1b_possible",
            visa.map(|visa| matches!(visa, Visa::H1b | Visa::Either)),
        );
    }

    fn record(&mut self, raw: &RawApplicant) {
        self.yes(
            "step1.borderline",
            raw.step1.as_ref().and_then(|exam| exam.borderline),
        );
        self.word("ecfmg", raw.ecfmg.map(crate::model::Ecfmg::as_str));
        self.yes("irregular_behavior", raw.irregular_behavior);
        self.yes("documented_disruption", raw.documented_disruption);
        self.yes("prelim_year", raw.prelim_year);
        self.int("planned_programs", raw.planned_programs, (0, 10_000));
        self.yes("reapplicant", raw.reapplicant);
        self.word("stage", raw.stage.map(crate::model::Stage::as_str));
        self.yes("will_relocate", raw.will_relocate);
        self.int("budget", raw.budget, (0, 1_000_000));
        self.yes("strong_story", raw.strong_story);
    }

    fn lists(&mut self, raw: &RawApplicant) {
        let lists = entries::lists(self.check, raw, self.references, self.today);
        for (path, list) in lists {
            self.tell(path, list.map(|list| Value::Entries(list.into())));
        }
    }

    fn wishes(&mut self, raw: &RawApplicant) {
        if let Some(RawRegions { preferred, avoided }) = &raw.regions {
            self.regions("regions.preferred", preferred.as_deref());
            self.regions("regions.avoided", avoided.as_deref());
        }
        if let Some(RawGoal {
            specialty,
            region,
            stay,
        }) = &raw.goal
        {
            let specialty = specialty.as_deref();
            let known = specialty.and_then(|id| self.check.specialty("goal.specialty", id));
            self.word("goal.specialty", known.map(|specialty| specialty.id));
            let region = region
                .as_deref()
                .and_then(|id| self.region("goal.region", id));
            self.tell("goal.region", region.map(Value::Text));
            self.yes("goal.stay", *stay);
        }
    }

    fn regions(&mut self, path: &str, ids: Option<&[String]>) {
        let Some(ids) = ids else { return };
        let mut known = Vec::new();
        for (number, id) in ids.iter().enumerate() {
            known.extend(self.region(&format!("{path}.{number}"), id));
        }
        self.tell(path, Some(Value::Texts(known.into())));
    }

    fn region(&mut self, at: &str, id: &str) -> Checked<Text> {
        if let Some(region) = self.references.region(id) {
            return Some(region.id.clone());
        }
        let known = self
            .references
            .regions
            .iter()
            .map(|region| region.id.as_ref());
        self.check.wrong(
            at,
            Problem::error(format!("unknown region `{id}`"))
                .near(id, known)
                .or_help("name one of regions.yaml"),
        );
        None
    }

    fn exam(&mut self, step: Step, raw: Option<&RawExam>) -> Option<Exam> {
        exam::exam(
            self.check,
            step,
            raw?,
            &self.references.pass_marks,
            self.today,
        )
    }
}

fn targets(check: &mut Check<'_>, raw: &[RawTarget]) -> Vec<Target> {
    if raw.is_empty() {
        check.error(
            "targets",
            "an applicant needs at least one target",
            "name what to apply for: `- { specialty: internal-medicine, track: categorical }`",
        );
    }
    let mut targets = Vec::new();
    for (number, RawTarget { specialty, track }) in raw.iter().enumerate() {
        let at = format!("targets.{number}");
        let Some(specialty) = check.specialty(&format!("{at}.specialty"), specialty) else {
            continue;
        };
        let target = Target {
            specialty,
            track: *track,
        };
        if targets.contains(&target) {
            check.error(&at, "this target stands here twice", "remove one of them");
        }
        targets.push(target);
    }
    targets
}
