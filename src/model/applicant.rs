use super::{Entry, Exam, Facts, Reading, Stage, Target, Text, Value};

/// A person who applies, as the profile tells it.
#[derive(Debug, Clone)]
pub struct Applicant {
    /// What the profile calls the applicant.
    pub name: Option<Text>,
    /// What the applicant wants; at least one.
    pub targets: Vec<Target>,
    /// The year of the Match.
    pub match_year: i64,
    /// Step 1.
    pub step1: Option<Exam>,
    /// Step 2 CK.
    pub step2_ck: Option<Exam>,
    /// Step 3.
    pub step3: Option<Exam>,
    /// Everything that does not depend on exams or target.
    pub told: Facts,
}

impl Applicant {
    /// Everything that rules can read of the applicant when the target of that number is evaluated.
    #[must_use]
    pub fn facts(&self, target: usize) -> Facts {
        let mut facts = self.told.clone();
        facts.set("match_year", Reading::told(Value::Int(self.match_year)));
        for (path, exam) in self.exams() {
            if let Some(exam) = exam {
                exam.state(path, self.match_year, &mut facts);
            }
        }
        facts.set("failed_exams", self.failed_exams().map(Value::Int).into());
        facts.set(
            "has_any_failure",
            self.has_any_failure().map(Value::Bool).into(),
        );
        facts.set("targets", Reading::told(self.all_targets()));
        if let Some(target) = self.targets.get(target) {
            facts.set(
                "target.specialty",
                Reading::told(Value::text(target.specialty.id)),
            );
            facts.set(
                "target.track",
                Reading::told(Value::text(target.track.as_str())),
            );
        }
        facts
    }

    fn all_targets(&self) -> Value {
        let entry = |target: &Target| {
            Entry::new()
                .with("specialty", Some(Value::text(target.specialty.id)))
                .with("track", Some(Value::text(target.track.as_str())))
        };
        Value::Entries(self.targets.iter().map(entry).collect())
    }

    /// The stage of the season the profile says; applying when it says none.
    #[must_use]
    pub fn stage(&self) -> Stage {
        let said = self.told.get("stage").value();
        let named = |stage: &Stage| said == Some(&Value::text(stage.as_str()));
        Stage::ALL
            .iter()
            .copied()
            .find(named)
            .unwrap_or(Stage::Applying)
    }

    fn exams(&self) -> [(&'static str, Option<&Exam>); 3] {
        [
            ("step1", self.step1.as_ref()),
            ("step2_ck", self.step2_ck.as_ref()),
            ("step3", self.step3.as_ref()),
        ]
    }

    fn failures(&self) -> impl Iterator<Item = Option<bool>> {
        self.exams()
            .into_iter()
            .map(|(_, exam)| exam.and_then(Exam::has_failure))
    }

    fn failed_exams(&self) -> Option<i64> {
        self.failures().map(|failed| failed.map(i64::from)).sum()
    }

    fn has_any_failure(&self) -> Option<bool> {
        if self.failures().any(|failed| failed == Some(true)) {
            return Some(true);
        }
        self.failures()
            .all(|failed| failed == Some(false))
            .then_some(false)
    }
}
