use super::counts::{Example, ListExample, Most};
use super::stand::Kind;
use super::sweep::Slice;

/// What a limit counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Measure {
    /// Programs that are in another tier, over all lists.
    TierMoves,
    /// Programs that are no option any more.
    NewlyExcluded,
    /// Programs that are an option again.
    NewlyOpen,
    /// Programs that only have another score.
    ScoreMoves,
    /// Programs that are gone from lists.
    Gone,
    /// Lists in which anything changed.
    ChangedLists,
    /// Applicants for whom anything changed.
    ChangedApplicants,
    /// Lists that the guide does not judge any more.
    ListsNotJudged,
    /// Sentences to applicants that are new or gone.
    ChangedSentences,
    /// The most that any list grows, in placed programs.
    ListGrowth,
    /// The most that any list shrinks, in placed programs.
    ListShrinkage,
    /// The most that the cost of any list rises, in US dollars.
    CostIncrease,
}

/// What a measure is measured against when a limit is in percent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Base {
    /// Of all pairs of a list and a program.
    Pairs,
    /// Of all lists.
    Lists,
    /// Of all applicants.
    Applicants,
    /// Of the list's own length.
    Own,
    /// It has no percent.
    None,
}

impl Measure {
    /// All of them.
    pub const ALL: [Self; 12] = [
        Self::TierMoves,
        Self::NewlyExcluded,
        Self::NewlyOpen,
        Self::ScoreMoves,
        Self::Gone,
        Self::ChangedLists,
        Self::ChangedApplicants,
        Self::ListsNotJudged,
        Self::ChangedSentences,
        Self::ListGrowth,
        Self::ListShrinkage,
        Self::CostIncrease,
    ];

    /// The word for it in a budget.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::TierMoves => "tier-moves",
            Self::NewlyExcluded => "newly-excluded",
            Self::NewlyOpen => "newly-open",
            Self::ScoreMoves => "score-moves",
            Self::Gone => "gone",
            Self::ChangedLists => "changed-lists",
            Self::ChangedApplicants => "changed-applicants",
            Self::ListsNotJudged => "lists-not-judged",
            Self::ChangedSentences => "changed-sentences",
            Self::ListGrowth => "list-growth",
            Self::ListShrinkage => "list-shrinkage",
            Self::CostIncrease => "cost-increase",
        }
    }

    /// What it counts, among people.
    #[must_use]
    pub fn title(self) -> &'static str {
        match self {
            Self::TierMoves => "programs that change tier",
            Self::NewlyExcluded => "programs newly excluded",
            Self::NewlyOpen => "programs newly open",
            Self::ScoreMoves => "programs with another score only",
            Self::Gone => "programs gone from lists",
            Self::ChangedLists => "lists with any change",
            Self::ChangedApplicants => "applicants with any change",
            Self::ListsNotJudged => "lists no longer judged",
            Self::ChangedSentences => "sentences new or gone",
            Self::ListGrowth => "programs by which a list grows",
            Self::ListShrinkage => "programs by which a list shrinks",
            Self::CostIncrease => "dollars by which a list gets dearer",
        }
    }

    pub(super) fn base(self) -> Base {
        match self {
            Self::TierMoves | Self::NewlyExcluded | Self::NewlyOpen | Self::ScoreMoves => {
                Base::Pairs
            }
            Self::Gone => Base::Pairs,
            Self::ChangedLists | Self::ListsNotJudged => Base::Lists,
            Self::ChangedApplicants => Base::Applicants,
            Self::ListGrowth | Self::ListShrinkage => Base::Own,
            Self::ChangedSentences | Self::CostIncrease => Base::None,
        }
    }

    /// How much of it there is; `percent` asks for the percentage where that is no part of a whole.
    pub(super) fn amount(self, slice: &Slice, percent: bool) -> u64 {
        let counts = &slice.counts;
        match self {
            Self::TierMoves => counts.tier_moves(),
            Self::NewlyExcluded => counts.excluded,
            Self::NewlyOpen => counts.opened,
            Self::ScoreMoves => counts.score_moves(),
            Self::Gone => counts.gone,
            Self::ChangedLists => counts.lists,
            Self::ChangedApplicants => counts.applicants,
            Self::ListsNotJudged => counts.unjudged,
            Self::ChangedSentences => counts.said_new + counts.said_gone,
            Self::ListGrowth | Self::ListShrinkage | Self::CostIncrease => {
                let most = self
                    .most(percent)
                    .and_then(|most| slice.changed.most.get(&most));
                most.map_or(0, |most| u64::try_from(most.by).unwrap_or(0))
            }
        }
    }

    pub(super) fn whole(self, slice: &Slice) -> Option<u64> {
        match self.base() {
            Base::Pairs => Some(slice.pairs),
            Base::Lists => Some(slice.lists),
            Base::Applicants => Some(slice.applicants),
            Base::Own | Base::None => None,
        }
    }

    fn most(self, percent: bool) -> Option<Most> {
        match (self, percent) {
            (Self::ListGrowth, false) => Some(Most::Grows),
            (Self::ListGrowth, true) => Some(Most::GrowsPercent),
            (Self::ListShrinkage, false) => Some(Most::Shrinks),
            (Self::ListShrinkage, true) => Some(Most::ShrinksPercent),
            (Self::CostIncrease, _) => Some(Most::Dearer),
            _ => None,
        }
    }

    /// The clearest example of it among programs.
    pub(super) fn example(self, slice: &Slice) -> Option<&Example> {
        let of = |kind: Kind| slice.counts.examples.get(&kind);
        match self {
            Self::TierMoves => of(Kind::Tier),
            Self::NewlyExcluded => of(Kind::Excluded),
            Self::NewlyOpen => of(Kind::Opened),
            Self::ScoreMoves => of(Kind::Score),
            Self::Gone => of(Kind::Gone),
            Self::ChangedLists | Self::ChangedApplicants => slice.counts.example(),
            _ => None,
        }
    }

    /// The list that goes furthest in it.
    pub(super) fn list(self, slice: &Slice, percent: bool) -> Option<&ListExample> {
        slice.changed.most.get(&self.most(percent)?)
    }
}
