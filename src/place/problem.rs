use std::fmt;

use super::Place;

/// How many known names are listed when none of them is near.
const LISTED: usize = 12;

/// How bad a [`Problem`] is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// The file cannot be used.
    Error,
    /// The file can be used, but something in it is probably not meant so.
    Warning,
    /// Nothing is wrong, but somebody may want to know.
    Note,
}

impl Severity {
    /// Its name, as it stands before a message.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Warning => "warning",
            Self::Note => "note",
        }
    }
}

/// One thing that is wrong in a file: what, where, and what to do about it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// How bad it is.
    pub severity: Severity,
    /// What is wrong: lower case, one line, no full stop.
    pub message: String,
    /// Where.
    pub place: Option<Place>,
    /// The line it stands in.
    pub line: Option<String>,
    /// What to do.
    pub help: Option<String>,
}

impl Problem {
    /// An error without a place yet.
    #[must_use]
    pub fn error(message: impl Into<String>) -> Self {
        let message = message.into();
        Self {
            severity: Severity::Error,
            message,
            place: None,
            line: None,
            help: None,
        }
    }

    /// A warning without a place yet.
    #[must_use]
    pub fn warning(message: impl Into<String>) -> Self {
        Self {
            severity: Severity::Warning,
            ..Self::error(message)
        }
    }

    /// A note without a place yet.
    #[must_use]
    pub fn note(message: impl Into<String>) -> Self {
        Self {
            severity: Severity::Note,
            ..Self::error(message)
        }
    }

    /// The same problem, as bad as that.
    #[must_use]
    pub fn as_bad_as(self, severity: Severity) -> Self {
        Self { severity, ..self }
    }

    /// The same problem at a place.
    #[must_use]
    pub fn at(self, place: Place) -> Self {
        Self {
            place: Some(place),
            ..self
        }
    }

    /// The same problem with the line it stands in.
    #[must_use]
    pub fn with_line(self, line: Option<&str>) -> Self {
        Self {
            line: line.map(str::to_owned),
            ..self
        }
    }

    /// The same problem with advice.
    #[must_use]
    pub fn help(self, help: impl Into<String>) -> Self {
        Self {
            help: Some(help.into()),
            ..self
        }
    }

    /// The same problem with that advice, unless it has some already.
    #[must_use]
    pub fn or_help(self, help: &str) -> Self {
        if self.help.is_some() {
            return self;
        }
        self.help(help)
    }

    /// The same problem with "did you mean" when a known name is near `name`, or with all known
    /// names when they are few.
    #[must_use]
    pub fn near<'a>(self, name: &str, known: impl IntoIterator<Item = &'a str>) -> Self {
        self.nearest(name, known, LISTED)
    }

    /// The same problem with "did you mean" when a known name is near `name`, otherwise with all
    /// known names, however many: there is no other way to learn them at a glance.
    #[must_use]
    pub fn near_or_all<'a>(self, name: &str, known: impl IntoIterator<Item = &'a str>) -> Self {
        self.nearest(name, known, usize::MAX)
    }

    fn nearest<'a>(
        self,
        name: &str,
        known: impl IntoIterator<Item = &'a str>,
        listed: usize,
    ) -> Self {
        let known: Vec<&str> = known.into_iter().collect();
        let best = known
            .iter()
            .map(|candidate| (strsim::jaro_winkler(name, candidate), *candidate))
            .filter(|(likeness, _)| *likeness > 0.8)
            .max_by(|a, b| a.0.total_cmp(&b.0).then(b.1.cmp(a.1)));
        match best {
            Some((_, candidate)) => self.help(format!("did you mean `{candidate}`?")),
            None if (1..=listed).contains(&known.len()) => {
                self.help(format!("it can be `{}`", known.join("`, `")))
            }
            None => self,
        }
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(place) = &self.place {
            write!(f, "{place}: ")?;
        }
        f.write_str(&self.message)?;
        if let Some(help) = &self.help {
            write!(f, " ({help})")?;
        }
        Ok(())
    }
}

/// Everything that is wrong, found in one go, in the order of path, line and column.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Problems(Vec<Problem>);

impl Problems {
    /// None yet.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds one.
    pub fn push(&mut self, problem: Problem) {
        self.0.push(problem);
    }

    /// Adds all of another list.
    pub fn extend(&mut self, other: Self) {
        self.0.extend(other.0);
    }

    /// Whether any of them is an error.
    #[must_use]
    pub fn has_errors(&self) -> bool {
        self.0
            .iter()
            .any(|problem| problem.severity == Severity::Error)
    }

    /// Whether there is nothing at all, not even a warning.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// How many there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// All of them, in the order of path, line and column.
    #[must_use]
    pub fn sorted(&self) -> Vec<&Problem> {
        let mut all: Vec<&Problem> = self.0.iter().collect();
        all.sort_by(|a, b| {
            a.place
                .cmp(&b.place)
                .then_with(|| a.message.cmp(&b.message))
        });
        all
    }

    /// `value` when there is no error; the whole list otherwise.
    ///
    /// # Errors
    /// All the problems, when at least one of them is an error.
    pub fn or<T>(self, value: T) -> Result<T, Self> {
        if self.has_errors() {
            Err(self)
        } else {
            Ok(value)
        }
    }
}

impl From<Problem> for Problems {
    fn from(problem: Problem) -> Self {
        Self(vec![problem])
    }
}

impl FromIterator<Problem> for Problems {
    fn from_iter<I: IntoIterator<Item = Problem>>(iter: I) -> Self {
        Self(iter.into_iter().collect())
    }
}

impl fmt::Display for Problems {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for problem in self.sorted() {
            writeln!(f, "{problem}")?;
        }
        Ok(())
    }
}

impl std::error::Error for Problems {}
