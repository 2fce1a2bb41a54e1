use super::{Date, ExamResult, Facts, Readiness, Reading, Value};

/// Whether and when an exam was sat.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sitting {
    /// Neither sat nor planned.
    None,
    /// A sitting lies ahead.
    Planned(Option<Date>),
    /// The last sitting is over.
    Taken(Option<Date>),
}

/// What the profile says of one Step of the USMLE.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Exam {
    /// Whether and when it was sat.
    pub sitting: Sitting,
    /// How the last sitting ended; stated, or derived from score, date and pass mark.
    pub result: Option<ExamResult>,
    /// The score, as the report gives it; rules see it only when the exam was passed.
    pub score: Option<i64>,
    /// How often it was sat.
    pub attempts: Option<i64>,
    /// Practice scores, oldest first.
    pub practice: Vec<i64>,
    /// How ready the applicant is.
    pub readiness: Option<Readiness>,
    /// The lowest score that passes on the day of the last or next sitting.
    pub pass_mark: Option<i64>,
}

/// How an exam stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Standing {
    NeverSat,
    Failed,
    Passed,
}

impl Exam {
    /// States the exam's fields below `path`: `step1`, `step2_ck` or `step3`.
    pub fn state(&self, path: &str, match_year: i64, facts: &mut Facts) {
        let mut set = |field: &str, value: Option<Value>| {
            if value.is_some() {
                facts.set(&format!("{path}.{field}"), Reading::from(value));
            }
        };
        set("taken", self.was_sat().map(Value::Bool));
        set(
            "planned",
            Some(Value::Bool(matches!(self.sitting, Sitting::Planned(_)))),
        );
        set("passed", self.passed().map(Value::Bool));
        set("failed", self.last_failed().map(Value::Bool));
        set(
            "score",
            self.score
                .filter(|_| self.passed() == Some(true))
                .map(Value::Int),
        );
        set("pass_mark", self.pass_mark.map(Value::Int));
        set("attempts", self.sittings().map(Value::Int));
        set("failures", self.failures().map(Value::Int));
        set("has_failure", self.has_failure().map(Value::Bool));
        set(
            "passed_first_time",
            self.passed_first_time().map(Value::Bool),
        );
        set(
            "date_known",
            self.is_ahead_or_over()
                .then(|| Value::Bool(self.date().is_some())),
        );
        set(
            "months_before_match",
            self.months_before(match_year).map(Value::Int),
        );
        let (first, latest) = (self.practice.first(), self.practice.last());
        set("practice.first", first.copied().map(Value::Int));
        set("practice.latest", latest.copied().map(Value::Int));
        set("practice.gain", self.practice_gain().map(Value::Int));
        set(
            "readiness",
            self.readiness.map(|word| Value::text(word.as_str())),
        );
    }

    /// Whether a sitting was failed, as far as that is known.
    #[must_use]
    pub fn has_failure(&self) -> Option<bool> {
        match self.last_failed() {
            Some(true) => Some(true),
            Some(false) => self.failures().map(|count| count > 0),
            // Whoever sat twice failed at least once.
            None => self.attempts.filter(|count| *count > 1).map(|_| true),
        }
    }

    /// The date of the last or next sitting.
    #[must_use]
    pub fn date(&self) -> Option<Date> {
        match self.sitting {
            Sitting::None => None,
            Sitting::Planned(date) | Sitting::Taken(date) => date,
        }
    }

    fn is_ahead_or_over(&self) -> bool {
        self.sitting != Sitting::None
    }

    /// How often it was sat. A planned exam without `attempts` has not been sat.
    fn sittings(&self) -> Option<i64> {
        match self.sitting {
            Sitting::None => Some(0),
            Sitting::Planned(_) => Some(self.attempts.unwrap_or(0)),
            Sitting::Taken(_) => self.attempts,
        }
    }

    fn was_sat(&self) -> Option<bool> {
        match self.sitting {
            Sitting::Taken(_) => Some(true),
            Sitting::None | Sitting::Planned(_) => self.sittings().map(|count| count > 0),
        }
    }

    /// How it stands; nothing when that is not known.
    fn standing(&self) -> Option<Standing> {
        match self.sitting {
            Sitting::Taken(_) => self.result.map(|result| match result {
                ExamResult::Pass => Standing::Passed,
                ExamResult::Fail => Standing::Failed,
            }),
            Sitting::Planned(_) if self.attempts.is_some_and(|count| count > 0) => {
                Some(Standing::Failed)
            }
            Sitting::None | Sitting::Planned(_) => Some(Standing::NeverSat),
        }
    }

    fn passed(&self) -> Option<bool> {
        self.standing().map(|standing| standing == Standing::Passed)
    }

    fn last_failed(&self) -> Option<bool> {
        self.standing().map(|standing| standing == Standing::Failed)
    }

    fn failures(&self) -> Option<i64> {
        let passed = self.passed()?;
        self.sittings()
            .map(|count| if passed { (count - 1).max(0) } else { count })
    }

    fn passed_first_time(&self) -> Option<bool> {
        match (self.passed(), self.sittings()) {
            (Some(false), _) => Some(false),
            (_, Some(count)) if count > 1 => Some(false),
            (Some(true), Some(_)) => Some(true),
            _ => None,
        }
    }

    fn months_before(&self, match_year: i64) -> Option<i64> {
        self.date()?
            .month_number()
            .map(|month| match_year * 12 + 3 - month)
    }

    fn practice_gain(&self) -> Option<i64> {
        match self.practice.as_slice() {
            [first, .., latest] => Some(latest - first),
            _ => None,
        }
    }
}
