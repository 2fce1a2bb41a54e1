use std::collections::{BTreeMap, BTreeSet};

use crate::model::{
    Field, IDENTITY, Note, PROGRAM, Program, ProgramId, ProgramTrack, Provenance, Reading,
    Specialty, Stated, Text, Track, Value,
};

/// Fields that can also hold `none`: it says that there is no such limit.
pub const LIMITS: [&str; 3] = [
    "step2_ck.minimum",
    "attempts.maximum",
    "years_since_graduation.maximum",
];
/// Fields that follow from others and are never stored.
const DERIVED: [&str; 7] = [
    "step2_ck.has_minimum",
    "attempts.has_maximum",
    "years_since_graduation.has_maximum",
    "specialties_here",
    "imgs_a_year",
    "tracks",
    "quota",
];

/// The field with that path, when a record states it as a value of its own.
#[must_use]
pub fn storable(path: &str) -> Option<&'static Field> {
    let group = path.split('.').next().unwrap_or(path);
    let is_derived = DERIVED.contains(&path) || DERIVED.contains(&group);
    if is_derived || IDENTITY.contains(&path) || group == "track" {
        return None;
    }
    PROGRAM.fields.iter().find(|field| field.path == path)
}

/// A value that somebody states, with its source and date.
#[derive(Debug, Clone, PartialEq)]
pub struct Claim {
    /// The value; of a limit the word `none` where there is no limit.
    pub value: Value,
    /// Where it comes from and when it was true.
    pub provenance: Provenance,
}

/// A track, with what is stated of its last Match: several values where sources disagree.
#[derive(Debug, Clone, PartialEq)]
pub struct DraftTrack {
    /// The track.
    pub track: Track,
    /// Its NRMP codes.
    pub codes: BTreeSet<Text>,
    /// `quota`, `matched` and `unfilled`.
    pub values: BTreeMap<&'static str, Vec<Claim>>,
}

/// A record of a program: what its file will say.
#[derive(Debug, Clone, PartialEq)]
pub struct Draft {
    /// The id.
    pub id: ProgramId,
    /// The name.
    pub name: Text,
    /// The institution, as the source writes it.
    pub institution: Option<Text>,
    /// The specialty.
    pub specialty: &'static Specialty,
    /// The city.
    pub city: Text,
    /// The county, where the record itself names it.
    pub county: Option<Text>,
    /// The state's postal code.
    pub state: Text,
    /// Where name, place, specialty and tracks come from.
    pub listed: Provenance,
    /// Whether it was made up to try rules on.
    pub invented: bool,
    /// Its tracks.
    pub tracks: Vec<DraftTrack>,
    /// Other records that may be the same program.
    pub possibly_same_as: BTreeSet<ProgramId>,
    /// What is stated of each field, by the number of the field in the table of programs.
    pub values: BTreeMap<usize, Vec<Claim>>,
    /// What an advisor noted.
    pub notes: Vec<Note>,
}

impl DraftTrack {
    /// A track of which nothing else is stated.
    #[must_use]
    pub fn new(track: Track) -> Self {
        let (codes, values) = (BTreeSet::new(), BTreeMap::new());
        Self {
            track,
            codes,
            values,
        }
    }

    /// Adds a value; one that is there already is not added again. Says whether it disagrees with
    /// what was there.
    pub fn state(&mut self, key: &'static str, claim: Claim) -> bool {
        add(self.values.entry(key).or_default(), claim)
    }

    fn of(offered: &ProgramTrack) -> Self {
        let mut track = Self::new(offered.track);
        track.codes.extend(offered.nrmp_codes.iter().cloned());
        let readings = [
            ("quota", &offered.quota),
            ("matched", &offered.matched),
            ("unfilled", &offered.unfilled),
        ];
        for (key, reading) in readings {
            let claims = claims(reading);
            if !claims.is_empty() {
                track.values.insert(key, claims);
            }
        }
        track
    }
}

impl Draft {
    /// The record that says what is known of this program.
    #[must_use]
    pub fn of(program: &Program) -> Self {
        let known = &program.known;
        let text = |path: &str| match known.get(path) {
            Reading::Stated(Stated {
                value: Value::Text(text),
                provenance: Some(provenance),
            }) if *provenance == program.listed => Some(text.clone()),
            _ => None,
        };
        let mut values = BTreeMap::new();
        for (at, field) in PROGRAM.fields.iter().enumerate() {
            if storable(field.path).is_none() {
                continue;
            }
            let mut all = claims(known.read(at));
            if LIMITS.contains(&field.path) {
                all.splice(0..0, without_limit(program, field.path));
            }
            if !all.is_empty() {
                values.insert(at, all);
            }
        }
        Self {
            id: program.id.clone(),
            name: program.name.clone(),
            institution: text("institution"),
            specialty: program.specialty,
            city: program.city.clone(),
            county: text("county"),
            state: program.state.clone(),
            listed: program.listed.clone(),
            invented: program.invented,
            tracks: program.tracks.iter().map(DraftTrack::of).collect(),
            possibly_same_as: program.possibly_same_as.clone(),
            values,
            notes: program.notes.clone(),
        }
    }

    /// Adds a value to a field; one that is there already is not added again. Says whether it
    /// disagrees with what was there.
    pub fn state(&mut self, field: usize, claim: Claim) -> bool {
        add(self.values.entry(field).or_default(), claim)
    }

    /// The track of that kind, which is added when the record does not have it yet.
    pub fn offer(&mut self, track: Track) -> &mut DraftTrack {
        let at = self.tracks.iter().position(|one| one.track == track);
        let at = at.unwrap_or_else(|| {
            self.tracks.push(DraftTrack::new(track));
            self.tracks.len() - 1
        });
        // INVARIANT: `at` is the place of a track that was found or has just been added.
        #[expect(clippy::indexing_slicing, reason = "the line above makes sure of it")]
        &mut self.tracks[at]
    }

    /// Adds a note, unless it stands there already.
    pub fn note(&mut self, note: Note) -> bool {
        let is_new = self.notes.iter().all(|known| known.text != note.text);
        if is_new {
            self.notes.push(note);
        }
        is_new
    }

    /// How many values are stated: of fields and of tracks.
    #[must_use]
    pub fn count(&self) -> usize {
        let tracks = self.tracks.iter().flat_map(|track| track.values.values());
        self.values.values().chain(tracks).map(Vec::len).sum()
    }
}

/// Adds a claim to others about the same; says whether it disagrees with one of them.
pub(super) fn add(claims: &mut Vec<Claim>, claim: Claim) -> bool {
    if claims.iter().any(|known| known.value == claim.value) {
        return false;
    }
    // One value is the rule, and a list may hold millions of them.
    claims.reserve_exact(1);
    claims.push(claim);
    claims.len() > 1
}

fn claims(reading: &Reading) -> Vec<Claim> {
    let stated = match reading {
        Reading::Unstated => &[],
        Reading::Stated(stated) => std::slice::from_ref(stated),
        Reading::Conflicting(all) => all.as_slice(),
    };
    let mut claims = Vec::new();
    for stated in stated {
        if let Some(provenance) = stated.provenance.clone() {
            let value = stated.value.clone();
            add(&mut claims, Claim { value, provenance });
        }
    }
    claims
}

/// The sources that say that there is no such limit.
fn without_limit(program: &Program, path: &str) -> Vec<Claim> {
    let has = match path.split_once('.') {
        Some((group, "minimum")) => format!("{group}.has_minimum"),
        Some((group, _)) => format!("{group}.has_maximum"),
        None => return Vec::new(),
    };
    let mut claims = claims(program.known.get(&has));
    claims.retain(|claim| claim.value == Value::Bool(false));
    for claim in &mut claims {
        claim.value = Value::Text("none".into());
    }
    claims
}
