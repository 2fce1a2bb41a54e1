use std::collections::BTreeMap;

use jiff::civil;

use crate::model::{AsOf, Text};

/// How old a value may be before it is stale. What is stale is used all the same, and marked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Freshness {
    /// The limit for every field that has none of its own, in months.
    pub months: i64,
    /// Why that many.
    pub basis: Text,
    /// The fields that have a limit of their own, in months; none where a value never goes out of
    /// date.
    pub fields: BTreeMap<Text, Option<i64>>,
}

/// The path that stands for name, place, specialty and tracks of a record.
pub const LISTED: &str = "listed";

impl Default for Freshness {
    /// Two years, for a folder that does not say.
    fn default() -> Self {
        Self {
            months: 24,
            basis: "two years, as long as no freshness.yaml says otherwise".into(),
            fields: BTreeMap::new(),
        }
    }
}

impl Freshness {
    /// How old a value of that field may be, in months; none where it never goes out of date.
    #[must_use]
    pub fn limit(&self, path: &str) -> Option<i64> {
        // That there is a limit is as old as the limit itself.
        let path = path.replace(".has_", ".");
        let own = self.fields.get(path.as_str()).copied();
        own.unwrap_or(Some(self.months))
    }

    /// Whether a value of that field, true as of then, is stale on `today`: older than its limit, or
    /// not of a known day, month or year.
    #[must_use]
    pub fn is_stale(&self, path: &str, as_of: &AsOf, today: civil::Date) -> bool {
        self.limit(path)
            .is_some_and(|months| !as_of.is_within(months, today))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_field_may_have_a_limit_of_its_own() {
        let freshness = Freshness {
            fields: [
                ("visas.j1".into(), Some(12)),
                ("first_accredited".into(), None),
                ("step2_ck.minimum".into(), Some(36)),
            ]
            .into(),
            ..Freshness::default()
        };
        let today = civil::date(2026, 11, 22);
        let stale =
            |path: &str, as_of: &str| freshness.is_stale(path, &AsOf::parse(as_of).unwrap(), today);
        assert!(stale("visas.j1", "2025-03-28") && !stale("visas.h1b", "2025-03-28"));
        assert!(stale("visas.h1b", "2024-11-21") && !stale("visas.h1b", "2024-11-22"));
        assert!(!stale("first_accredited", "undated") && stale("letters", "undated"));
        assert!(!stale("step2_ck.has_minimum", "2024") && stale("letters", "before 2026"));
    }
}
