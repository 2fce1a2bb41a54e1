use crate::model::words::words;
use crate::model::{Provenance, Specialty, Text};

words! {
    /// What a program signal tells the program.
    SignalKind {
        /// The strongest interest.
        Gold = "gold",
        /// Strong interest.
        Silver = "silver",
        /// Interest, where the specialty knows no kinds.
        Untiered = "untiered",
    }
}

/// How many program signals an applicant has in a specialty and season. One signal reaches all
/// programs of the specialty at an institution.
#[derive(Debug, Clone, PartialEq)]
pub struct Allotment {
    /// The specialty.
    pub specialty: &'static Specialty,
    /// The season: the year of the Match.
    pub season: i64,
    /// The kinds, the strongest first, and how many there are of each.
    pub kinds: Vec<(SignalKind, usize)>,
    /// Where the number comes from.
    pub provenance: Provenance,
    /// What the source leaves open: a sentence each.
    pub unclear: Vec<Text>,
}

impl Allotment {
    /// The allotment of that specialty for that Match: that of the season itself, else of the last
    /// one before it that is known.
    #[must_use]
    pub fn find<'a>(all: &'a [Self], specialty: &Specialty, match_year: i64) -> Option<&'a Self> {
        all.iter()
            .filter(|one| one.specialty == specialty && one.season <= match_year)
            .max_by_key(|one| one.season)
    }

    /// How many there are in all.
    #[must_use]
    pub fn number(&self) -> usize {
        self.kinds.iter().map(|(_, number)| number).sum()
    }

    /// The kind of each signal, the strongest first.
    pub fn signals(&self) -> impl Iterator<Item = SignalKind> {
        let kinds = self.kinds.iter();
        kinds.flat_map(|(kind, number)| std::iter::repeat_n(*kind, *number))
    }
}

#[cfg(test)]
mod tests {
    use crate::dataset::{Files, References};

    use super::*;

    fn find(specialty: &str, match_year: i64) -> Option<(i64, usize)> {
        let all = References::load(&Files::shipped("datasets"))
            .unwrap()
            .signals;
        let specialty = Specialty::find(specialty).unwrap();
        Allotment::find(&all, specialty, match_year).map(|one| (one.season, one.number()))
    }

    #[test]
    fn the_season_itself_counts_and_else_the_last_one_before() {
        assert_eq!(find("internal-medicine", 2024), None);
        assert_eq!(find("internal-medicine", 2025), Some((2025, 15)));
        assert_eq!(find("internal-medicine", 2026), Some((2026, 15)));
        assert_eq!(find("internal-medicine", 2027), Some((2026, 15)));
        assert_eq!(find("family-medicine", 2027), None);
    }

    #[test]
    fn gold_comes_before_silver() {
        let all = References::load(&Files::shipped("datasets"))
            .unwrap()
            .signals;
        let specialty = Specialty::find("internal-medicine").unwrap();
        let allotment = Allotment::find(&all, specialty, 2026).unwrap();
        let gold = vec![SignalKind::Gold; 3];
        let silver = vec![SignalKind::Silver; 12];
        let signals: Vec<SignalKind> = allotment.signals().collect();
        assert_eq!(signals, [gold, silver].concat());
    }
}
