use std::collections::BTreeSet;

use super::{Facts, ProgramId, Provenance, Reading, Specialty, Text, Track, Value};

/// One track of a program with what is known of its last Match.
#[derive(Debug, Clone)]
pub struct ProgramTrack {
    /// The track.
    pub track: Track,
    /// Its NRMP codes.
    pub nrmp_codes: Vec<Text>,
    /// Positions offered.
    pub quota: Reading,
    /// Positions filled.
    pub matched: Reading,
    /// Positions that stayed open.
    pub unfilled: Reading,
}

/// What an advisor noted of a program, in words that no rule reads.
#[derive(Debug, Clone, PartialEq)]
pub struct Note {
    /// The note.
    pub text: Text,
    /// Where it was written down, and when.
    pub provenance: Provenance,
}

/// A residency program.
#[derive(Debug, Clone)]
pub struct Program {
    /// The id, which never changes.
    pub id: ProgramId,
    /// The name.
    pub name: Text,
    /// The specialty.
    pub specialty: &'static Specialty,
    /// The city.
    pub city: Text,
    /// The state's postal code.
    pub state: Text,
    /// Where name, place, specialty and tracks come from.
    pub listed: Provenance,
    /// Its tracks.
    pub tracks: Vec<ProgramTrack>,
    /// Other records that may be the same program.
    pub possibly_same_as: BTreeSet<ProgramId>,
    /// Whether it was made up to try rules on.
    pub invented: bool,
    /// What advisors noted of it.
    pub notes: Vec<Note>,
    /// Everything that is known of it whatever the track.
    pub known: Facts,
}

impl Program {
    /// Whether it offers that track.
    #[must_use]
    pub fn offers(&self, track: Track) -> bool {
        self.track(track).is_some()
    }

    /// The track of that kind.
    #[must_use]
    pub fn track(&self, track: Track) -> Option<&ProgramTrack> {
        self.tracks.iter().find(|offered| offered.track == track)
    }

    /// Everything that rules can read of the program for that track.
    #[must_use]
    pub fn facts(&self, track: Track) -> Facts {
        let mut facts = self.known.clone();
        for offered in &self.tracks {
            let path = match offered.track {
                Track::Categorical => "quota.categorical",
                Track::Preliminary => "quota.preliminary",
                Track::Advanced => "quota.advanced",
                Track::PrimaryCare | Track::Physician => continue,
            };
            facts.set(path, offered.quota.clone());
        }
        if let Some(track) = self.track(track) {
            facts.set("track.quota", track.quota.clone());
            facts.set("track.matched", track.matched.clone());
            facts.set("track.unfilled", track.unfilled.clone());
        }
        facts
    }
}

/// How many IMGs a program of which this is known takes in a year: its first-year positions times
/// its IMG share, rounded.
#[must_use]
#[expect(
    clippy::cast_precision_loss,
    clippy::cast_possible_truncation,
    reason = "positions are at most 1000"
)]
pub fn imgs_a_year(known: &Facts) -> Option<i64> {
    match (
        known.get("positions").value()?,
        known.get("img_percent").value()?,
    ) {
        (Value::Int(positions), Value::Float(percent)) => {
            Some((*positions as f64 * percent / 100.0).round() as i64)
        }
        _ => None,
    }
}
