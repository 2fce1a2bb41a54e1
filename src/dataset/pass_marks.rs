use jiff::civil;

use crate::model::words::words;
use crate::model::{Date, ExamResult, Provenance};

words! {
    /// An exam of the USMLE.
    Step {
        /// Step 1.
        Step1 = "step1",
        /// Step 2 CK.
        Step2Ck = "step2_ck",
        /// Step 3.
        Step3 = "step3",
    }
}

impl Step {
    /// What people call it.
    #[must_use]
    pub fn title(self) -> &'static str {
        match self {
            Self::Step1 => "Step 1",
            Self::Step2Ck => "Step 2 CK",
            Self::Step3 => "Step 3",
        }
    }
}

/// What it takes to pass from a day on.
#[derive(Debug, Clone)]
pub struct PassMark {
    /// The first day.
    pub from: civil::Date,
    /// The lowest score that passes; none where there is no score.
    pub score: Option<i64>,
    /// Where it comes from.
    pub provenance: Provenance,
}

/// What it takes to pass each Step, by the day of the exam.
#[derive(Debug, Clone, Default)]
pub struct PassMarks {
    pub(super) step1: Vec<PassMark>,
    pub(super) step2_ck: Vec<PassMark>,
    pub(super) step3: Vec<PassMark>,
}

impl PassMarks {
    /// The marks of a Step, oldest first.
    #[must_use]
    pub fn of(&self, step: Step) -> &[PassMark] {
        match step {
            Step::Step1 => &self.step1,
            Step::Step2Ck => &self.step2_ck,
            Step::Step3 => &self.step3,
        }
    }

    /// How an exam with that score ended; nothing where no mark is known or two marks differ on it.
    ///
    /// Without a date, every mark that is known counts.
    #[must_use]
    pub fn result(&self, step: Step, date: Option<Date>, score: i64) -> Option<ExamResult> {
        let marks = self.marks(step, date)?;
        let mut results = marks.iter().map(|mark| match mark.score {
            Some(mark) if score >= mark => Some(ExamResult::Pass),
            Some(_) => Some(ExamResult::Fail),
            None => None,
        });
        let first = results.next()??;
        results.all(|result| result == Some(first)).then_some(first)
    }

    /// The lowest score that passes on that date; nothing where none is known, where two can hold,
    /// or where there is no score.
    #[must_use]
    pub fn mark(&self, step: Step, date: Date) -> Option<i64> {
        match self.marks(step, Some(date))? {
            [only] => only.score,
            _ => None,
        }
    }

    /// The day since which the Step has no score, when the whole date lies after it.
    #[must_use]
    pub fn without_score(&self, step: Step, date: Date) -> Option<civil::Date> {
        let marks = self.marks(step, Some(date))?;
        marks
            .iter()
            .all(|mark| mark.score.is_none())
            .then(|| marks.first().map(|mark| mark.from))?
    }

    /// The marks that can hold on that date; nothing when it can lie before the first one.
    fn marks(&self, step: Step, date: Option<Date>) -> Option<&[PassMark]> {
        let all = self.of(step);
        let Some(date) = date else {
            return (!all.is_empty()).then_some(all);
        };
        let first = all
            .partition_point(|mark| mark.from <= date.earliest())
            .checked_sub(1)?;
        let last = all.partition_point(|mark| mark.from <= date.latest());
        all.get(first..last)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::AsOf;

    fn result(date: Option<&str>, score: i64) -> Option<ExamResult> {
        let mark = |year, score| PassMark {
            from: civil::date(year, 7, 1),
            score: Some(score),
            provenance: Provenance {
                source: "s".into(),
                as_of: AsOf::Undated,
                note: None,
                place: None,
            },
        };
        let step2_ck = vec![mark(2022, 214), mark(2025, 218)];
        let marks = PassMarks {
            step2_ck,
            ..PassMarks::default()
        };
        marks.result(
            Step::Step2Ck,
            date.map(|date| Date::parse(date).unwrap()),
            score,
        )
    }

    #[test]
    fn the_mark_of_the_day_decides() {
        use ExamResult::{Fail, Pass};
        assert_eq!(result(Some("2025-06-30"), 217), Some(Pass));
        assert_eq!(result(Some("2025-07-01"), 217), Some(Fail));
        assert_eq!(result(Some("2025-07-01"), 218), Some(Pass));
        assert_eq!(result(Some("2025-06-30"), 213), Some(Fail));
        assert_eq!(result(Some("2025-06"), 217), Some(Pass));
        assert_eq!(result(Some("2025-07"), 217), Some(Fail));
        assert_eq!(result(Some("2025"), 217), None);
        assert_eq!(result(Some("2025"), 218), Some(Pass));
        assert_eq!(result(Some("2025"), 213), Some(Fail));
        assert_eq!(result(Some("2022"), 250), None);
        assert_eq!(result(None, 217), None);
        assert_eq!(result(None, 230), Some(Pass));
    }
}
