use std::fmt;

use jiff::civil;

/// A date as people know it: the day, or only the month or the year.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Date {
    /// The day.
    Day(civil::Date),
    /// Some day of the month that begins on this day.
    Month(civil::Date),
    /// Some day of the year that begins on this day.
    Year(civil::Date),
}

impl Date {
    /// The date that `2025-03-28`, `2025-03` or `2025` stands for.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let digits = |part: &str, count| {
            part.len() == count && part.bytes().all(|byte| byte.is_ascii_digit())
        };
        let mut parts = text.split('-');
        let (year, month, day) = (parts.next()?, parts.next(), parts.next());
        if parts.next().is_some() || !digits(year, 4) {
            return None;
        }
        let year = year
            .parse()
            .ok()
            .filter(|year| (1900..=2100).contains(year))?;
        let Some(month) = month else {
            return civil::Date::new(year, 1, 1).ok().map(Self::Year);
        };
        let month = month.parse().ok().filter(|_| digits(month, 2))?;
        let Some(day) = day else {
            return civil::Date::new(year, month, 1).ok().map(Self::Month);
        };
        let day = day.parse().ok().filter(|_| digits(day, 2))?;
        civil::Date::new(year, month, day).ok().map(Self::Day)
    }

    /// The first day it can mean.
    #[must_use]
    pub fn earliest(&self) -> civil::Date {
        match self {
            Self::Day(day) | Self::Month(day) | Self::Year(day) => *day,
        }
    }

    /// The last day it can mean.
    #[must_use]
    pub fn latest(&self) -> civil::Date {
        match self {
            Self::Day(day) => *day,
            Self::Month(first) => first.last_of_month(),
            Self::Year(first) => first.last_of_year(),
        }
    }

    /// The year.
    #[must_use]
    pub fn year(&self) -> i64 {
        i64::from(self.earliest().year())
    }

    /// Months counted from the year 0, when the month is known.
    #[must_use]
    pub fn month_number(&self) -> Option<i64> {
        match self {
            Self::Day(day) | Self::Month(day) => Some(self.year() * 12 + i64::from(day.month())),
            Self::Year(_) => None,
        }
    }

    /// Whether it can lie less than so many months before `today`, or after it.
    #[must_use]
    pub fn is_within(&self, months: i64, today: civil::Date) -> bool {
        let span = jiff::Span::new().try_months(months);
        span.and_then(|span| today.checked_sub(span))
            .is_ok_and(|limit| self.latest() >= limit)
    }
}

impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Day(day) => write!(f, "{day}"),
            Self::Month(first) => write!(f, "{}-{:02}", first.year(), first.month()),
            Self::Year(first) => write!(f, "{}", first.year()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_date_knows_the_days_it_can_mean() {
        let month = Date::parse("2024-02").unwrap();
        assert_eq!(month.earliest(), civil::date(2024, 2, 1));
        assert_eq!(month.latest(), civil::date(2024, 2, 29));
        let year = Date::parse("2024").unwrap();
        assert_eq!(year.latest(), civil::date(2024, 12, 31));
        assert_eq!(Date::parse("2024-02-29").unwrap().to_string(), "2024-02-29");
        assert_eq!(month.to_string(), "2024-02");
        assert_eq!(year.to_string(), "2024");
    }

    #[test]
    fn what_is_no_date_is_refused() {
        for text in [
            "2023-02-29",
            "2024-13",
            "24",
            "2024-1",
            "2024-01-01-01",
            "",
            "20240",
            "+024",
        ] {
            assert_eq!(Date::parse(text), None, "{text}");
        }
    }

    #[test]
    fn two_years_ago_is_within_two_years() {
        let today = civil::date(2026, 11, 1);
        assert!(Date::parse("2024-11-01").unwrap().is_within(24, today));
        assert!(!Date::parse("2024-10-31").unwrap().is_within(24, today));
        assert!(Date::parse("2024").unwrap().is_within(24, today));
        assert!(!Date::parse("2023").unwrap().is_within(24, today));
    }
}
