use crate::guide::ComparedTopic;

use super::Stand;

/// Whether guides agree on a topic.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Agreement {
    /// They differ.
    Differ(Measure),
    /// They agree, as far as they can be compared.
    Agree(Measure),
    /// They say it in words only, which nobody but a reader can compare.
    WordsOnly,
    /// One guide alone speaks of it.
    OneGuide,
    /// No guide speaks of it.
    Silent,
}

/// By what guides were compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Measure {
    /// By what they answer for this applicant; whether their figures are others all the same.
    Answers {
        /// Whether their figures differ.
        other_figures: bool,
    },
    /// By their figures: numbers where at least two name some, else sets.
    Figures,
}

impl Agreement {
    /// Whether the guides agree: by their answers where at least two have one to compare, else by
    /// their figures.
    pub(crate) fn of(topic: &ComparedTopic, spoken: &[Stand]) -> Self {
        match spoken {
            [] => return Self::Silent,
            [_] => return Self::OneGuide,
            _ => {}
        }
        let answers = spoken
            .iter()
            .filter_map(|stand| stand.for_you.to_compare(topic));
        let figures = || spoken.iter().map(|stand| &stand.figures);
        let numbers = figures().map(|figures| &figures.numbers);
        let sets = figures().map(|figures| &figures.sets);
        let same_figures = same(numbers.filter(|numbers| !numbers.is_empty()))
            .or_else(|| same(sets.filter(|sets| !sets.is_empty())));
        let by_answers = Measure::Answers {
            other_figures: same_figures == Some(false),
        };
        match (same(answers), same_figures) {
            (Some(true), _) => Self::Agree(by_answers),
            (Some(false), _) => Self::Differ(by_answers),
            (None, Some(true)) => Self::Agree(Measure::Figures),
            (None, Some(false)) => Self::Differ(Measure::Figures),
            (None, None) => Self::WordsOnly,
        }
    }
}

/// Whether all are the same; none when there are fewer than two.
fn same<T: PartialEq>(mut all: impl Iterator<Item = T>) -> Option<bool> {
    let first = all.next()?;
    let mut rest = all.peekable();
    rest.peek()?;
    Some(rest.all(|one| one == first))
}
