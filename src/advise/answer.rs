use crate::model::Value;

/// Something that the program could answer.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Answer {
    /// This word, or yes or no.
    Is(Value),
    /// A whole number, or a percentage in tenths, from the first to the last.
    Within(i64, i64),
    /// That there is no limit.
    NoLimit,
}

impl Answer {
    /// Whether it stands for several numbers.
    pub(crate) fn is_range(&self) -> bool {
        matches!(self, Self::Within(from, to) if from < to)
    }

    /// Adds an answer to those before it; numbers that follow on those before them become one range.
    pub(crate) fn join(all: &mut Vec<Self>, answer: Self) {
        if let (Some(Self::Within(_, last)), Self::Within(from, to)) = (all.last_mut(), &answer)
            && *last + 1 == *from
        {
            *last = *to;
            return;
        }
        all.push(answer);
    }
}
