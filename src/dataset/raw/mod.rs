//! What the YAML files look like, key for key. The doc comments become the schemas' descriptions.

mod applicant;
mod entries;
mod exam;
mod official;
mod program;
mod references;
mod stated;
mod words;

pub(super) use applicant::{RawApplicant, RawGoal, RawRegions, RawTarget};
pub(super) use entries::{
    RawConnection, RawExperience, RawGap, RawLanguage, RawLetter, RawResearch, RawTie,
    RawUnderserved, RawUsce,
};
pub(super) use exam::RawExam;
pub(super) use official::{
    RawAllotment, RawAttemptLimits, RawFees, RawPassMark, RawPassMarks, RawSeasons, RawSignals,
};
pub(super) use program::{RawProgram, RawTrack};
pub(super) use references::{
    RawFreshness, RawGlossary, RawPlaces, RawRegion, RawRegionMap, RawSourceMap,
};
pub(super) use stated::{NumberOrNone, RawClaim, RawListed, RawStated};
