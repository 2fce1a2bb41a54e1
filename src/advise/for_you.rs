use crate::evaluate::{Finding, Outcome};
use crate::guide::{Answering, ComparedTopic, Position};
use crate::model::{Band, Effect};
use crate::script::{Role, UnknownRead};

use super::TargetAdvice;
use super::tell_us::told_as;

/// What a guide answers on a topic for this applicant and target.
#[derive(Debug, Clone, PartialEq)]
pub enum ForYou {
    /// An answer in words: of the rule that fired, or of none having fired.
    Words {
        /// The words.
        text: String,
        /// The number of the rule in its guide; none when no rule fired.
        rule: Option<usize>,
    },
    /// A range of programs that a rule found.
    Programs {
        /// The range.
        range: Band,
        /// The number of the rule in its guide.
        rule: usize,
    },
    /// A rule that comes first could not know.
    CannotTell {
        /// What is not stated: a key of the profile.
        key: String,
        /// The number of the rule in its guide.
        rule: usize,
    },
    /// A rule that comes first failed.
    Failed {
        /// The number of the rule in its guide.
        rule: usize,
    },
    /// Its rules do not count in this stage of the season.
    NotInStage,
    /// No rule of the guide has an answer.
    Nothing,
}

impl ForYou {
    /// What the position's rules answer: the first one that fired does. One before it that could
    /// not know leaves the answer open, unless it would give the same one.
    pub(crate) fn of(position: &Position, advice: &TargetAdvice) -> Self {
        let mut open: Vec<(Self, Option<&str>)> = Vec::new();
        let mut is_skipped = false;
        let mut decided = None;
        for answering in &position.for_you {
            let (rule, words) = (answering.rule, answering.answer.as_deref());
            match finding(advice, rule).map(|finding| &finding.outcome) {
                Some(Outcome::Fired(effects)) => {
                    decided = Some((Self::found(answering, effects), words));
                    break;
                }
                Some(Outcome::Unknown { read, .. }) => {
                    let key = key(read);
                    open.push((Self::CannotTell { key, rule }, words));
                }
                Some(Outcome::Faulted(_)) => open.push((Self::Failed { rule }, None)),
                Some(Outcome::Quiet) => {}
                None => is_skipped = true,
            }
        }
        let (answer, words) = decided.unwrap_or_else(|| Self::when_quiet(position, is_skipped));
        let differs = |would_be: Option<&str>| would_be.is_none() || would_be != words;
        let mut open = open.into_iter();
        open.find(|(_, would_be)| differs(*would_be))
            .map_or(answer, |(open, _)| open)
    }

    /// What the rule that fired answers.
    fn found(answering: &Answering, effects: &[Effect]) -> Self {
        let rule = answering.rule;
        let range = effects.iter().find_map(|effect| match effect {
            Effect::ApplyTo { programs } => Some(*programs),
            _ => None,
        });
        match (&answering.answer, range) {
            (Some(answer), _) => Self::Words {
                text: answer.clone(),
                rule: Some(rule),
            },
            (None, Some(range)) => Self::Programs { range, rule },
            (None, None) => Self::Words {
                text: effects
                    .iter()
                    .filter_map(words_of)
                    .collect::<Vec<_>>()
                    .join(" "),
                rule: Some(rule),
            },
        }
    }

    /// The answer when no rule fired, with its words. Without the rules that do not count in this
    /// stage there is none.
    fn when_quiet(position: &Position, is_skipped: bool) -> (Self, Option<&str>) {
        match &position.otherwise {
            _ if is_skipped => (Self::NotInStage, None),
            None => (Self::Nothing, None),
            Some(otherwise) => {
                let text = otherwise.clone();
                (Self::Words { text, rule: None }, Some(otherwise))
            }
        }
    }

    /// The answer in a form in which equal answers are equal texts; none where answers are
    /// sentences, which no comparison of words can tell apart.
    pub(crate) fn to_compare(&self, topic: &ComparedTopic) -> Option<String> {
        match self {
            Self::Words { text, .. } => topic.answers.contains(text).then(|| text.clone()),
            Self::Programs { range, .. } => Some(
                Band {
                    around: false,
                    ..*range
                }
                .to_string(),
            ),
            _ => None,
        }
    }
}

/// What came of a rule about the applicant or the list; none when it does not count in the stage.
fn finding(advice: &TargetAdvice, rule: usize) -> Option<&Finding> {
    let standing = advice.evaluation.standing.iter();
    let mut all = standing.chain(&advice.list_findings);
    all.find(|finding| finding.rule == rule)
}

/// The key of the profile that would say what is not stated.
fn key(read: &UnknownRead) -> String {
    match read.role {
        Role::Applicant => told_as(read, false).0,
        role => role.word().to_owned(),
    }
}

/// What an effect says to the applicant.
fn words_of(effect: &Effect) -> Option<String> {
    match effect {
        Effect::Band { text, .. }
        | Effect::Flag { text }
        | Effect::Strength { text, .. }
        | Effect::Advise { text, .. } => Some(text.to_string()),
        Effect::Share { of, percent } => Some(format!("{percent}% {of}")),
        _ => None,
    }
}
