use crate::dataset::References;
use crate::model::Band;

/// What applying costs by the ERAS fee table, in US dollars, for one specialty.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cost {
    /// For the programs that a tier rule placed.
    pub placed: u64,
    /// For those and the programs that could still be placed.
    pub with_possible: u64,
    /// For the lower end of the guide's range, when it gives one.
    pub from: Option<u64>,
    /// For the upper end of the guide's range.
    pub to: Option<u64>,
}

impl Cost {
    pub(crate) fn of(
        references: &References,
        placed: usize,
        possible: usize,
        apply_to: Option<Band>,
    ) -> Self {
        let fee = |programs: usize| references.fees.cost(programs);
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "counts"
        )]
        let end = |number: crate::model::Number| fee(number.as_f64().max(0.0) as usize);
        Self {
            placed: fee(placed),
            with_possible: fee(placed + possible),
            from: apply_to.map(|band| end(band.from)),
            to: apply_to.map(|band| end(band.to)),
        }
    }
}
