use std::fmt;

use jiff::civil;

use super::Date;

/// When a value was true, as far as its source says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AsOf {
    /// On this day, or in this month or year.
    On(Date),
    /// At some time before this year.
    Before(i16),
    /// In this year or near it.
    About(i16),
    /// The source has no date.
    Undated,
}

impl AsOf {
    /// What `2025-03-28`, `2025-03`, `2025`, `before 2022`, `about 2016` or `undated` stands for.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let year = |text: &str| Date::parse(text).filter(|_| text.len() == 4);
        match text.split_once(' ') {
            Some(("before", rest)) => year(rest).map(|date| Self::Before(date.earliest().year())),
            Some(("about", rest)) => year(rest).map(|date| Self::About(date.earliest().year())),
            Some(_) => None,
            None if text == "undated" => Some(Self::Undated),
            None => Date::parse(text).map(Self::On),
        }
    }

    /// Whether it is a known date less than so many months before `today`.
    #[must_use]
    pub fn is_within(&self, months: i64, today: civil::Date) -> bool {
        matches!(self, Self::On(date) if date.is_within(months, today))
    }
}

impl fmt::Display for AsOf {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::On(date) => write!(f, "{date}"),
            Self::Before(year) => write!(f, "before {year}"),
            Self::About(year) => write!(f, "about {year}"),
            Self::Undated => f.write_str("undated"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_is_written_as_it_was_read() {
        for text in [
            "2025-03-28",
            "2025-03",
            "2024",
            "before 2022",
            "about 2016",
            "undated",
        ] {
            assert_eq!(AsOf::parse(text).unwrap().to_string(), text);
        }
        for text in ["before", "about 2016-01", "after 2020", "soon", "2025-3-28"] {
            assert_eq!(AsOf::parse(text), None, "{text}");
        }
    }

    #[test]
    fn only_a_known_recent_date_is_recent() {
        let today = civil::date(2026, 11, 1);
        assert!(AsOf::parse("2025-03-28").unwrap().is_within(24, today));
        for text in ["2020-03-20", "before 2026", "about 2026", "undated"] {
            assert!(!AsOf::parse(text).unwrap().is_within(24, today), "{text}");
        }
    }
}
