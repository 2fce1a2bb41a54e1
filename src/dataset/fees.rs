use crate::model::Provenance;

/// What applications through ERAS cost, for one specialty.
#[derive(Debug, Clone)]
pub struct Fees {
    /// The season: the year of the Match.
    pub season: i64,
    /// Where the table comes from.
    pub provenance: Provenance,
    /// The last program of each tier, or none for the last tier, and what each program costs.
    pub(super) tiers: Vec<(Option<u32>, u32)>,
}

impl Fees {
    /// The cost of applying to that many programs of one specialty, in US dollars.
    #[must_use]
    pub fn cost(&self, programs: usize) -> u64 {
        let mut counted = 0;
        let mut cost = 0;
        for (last, each) in &self.tiers {
            let last = last.map_or(programs, |last| (last as usize).min(programs));
            cost += last.saturating_sub(counted) as u64 * u64::from(*each);
            counted = counted.max(last);
        }
        cost
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::AsOf;

    #[test]
    fn the_cost_grows_by_tiers() {
        let provenance = Provenance {
            source: "s".into(),
            as_of: AsOf::Undated,
            note: None,
            place: None,
        };
        let fees = Fees {
            season: 2026,
            provenance,
            tiers: vec![(Some(30), 11), (None, 30)],
        };
        let costs = [0, 1, 30, 31, 40, 80, 120].map(|programs| fees.cost(programs));
        assert_eq!(costs, [0, 11, 330, 360, 630, 1830, 3030]);
        assert_eq!(fees.cost(43) + fees.cost(7), 797);
    }
}
