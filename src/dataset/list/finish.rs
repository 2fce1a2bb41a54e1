use std::collections::BTreeMap;

use super::cell::{Spot, letters};
use super::city;
use super::ids::track_of;
use super::remarks::{Fate, Remarks};
use super::row::Context;
use crate::dataset::draft::{Claim, Draft};
use crate::model::{AsOf, Note, ProgramId, Provenance, Specialty, Text, Track, Value, slug};

/// What is said where no column names the tracks.
pub(super) const NO_TRACKS: &str = "no column says which tracks the programs offer";

/// A row on its way to being a record.
#[derive(Debug, Default)]
pub(super) struct Found {
    pub(super) id: Option<ProgramId>,
    pub(super) acgme: Option<String>,
    pub(super) codes: Vec<Text>,
    pub(super) name: Option<Text>,
    pub(super) institution: Option<Text>,
    pub(super) specialty: Option<&'static Specialty>,
    pub(super) city: Option<Text>,
    pub(super) county: Option<Text>,
    pub(super) state: Option<Text>,
    pub(super) tracks: Vec<Track>,
    pub(super) same_as: Vec<ProgramId>,
    pub(super) as_of: Option<AsOf>,
    pub(super) values: Vec<(usize, Value, u32)>,
    pub(super) quotas: Vec<(Track, i64, u32)>,
    pub(super) notes: Vec<(String, u32)>,
}

impl Found {
    /// The record; nothing when the row does not say of which program it speaks.
    pub(super) fn finish(
        mut self,
        row: u32,
        context: &Context<'_>,
        remarks: &mut Remarks,
    ) -> Option<Draft> {
        let spot = Spot { row, column: 0 };
        let shown = self.name.as_deref().unwrap_or_default().to_owned();
        self.specialty = self.specialty.or(context.mapping.specialty);
        let missing = self.missing();
        if !missing.is_empty() {
            let missing = missing.join(", ");
            let why = format!(
                "the row does not say of which program it speaks; what is missing: {missing}"
            );
            let help = "complete the row; where all programs are of one specialty, say it with --specialty";
            remarks.add(Fate::RowRefused, spot, None, &why, help, &shown);
            return None;
        }
        let codes = self.codes.iter().filter_map(|code| track_of(code));
        let offered = self.quotas.iter().filter(|(_, number, _)| *number > 0);
        let more: Vec<Track> = codes.chain(offered.map(|(track, ..)| *track)).collect();
        self.tracks.extend(more);
        self.assume_track(self.specialty?, context, spot, remarks, &shown)?;
        let as_of = self.as_of.or(context.mapping.as_of);
        let listed = Provenance {
            source: context.source.clone(),
            as_of: as_of.unwrap_or(AsOf::Undated),
            note: None,
            place: Some(format!("row {row}").into()),
        };
        let city = city::known(
            self.city.as_ref()?,
            self.state.as_ref()?,
            context,
            spot,
            remarks,
        );
        self.draft(city, &listed)
    }

    /// What a record needs, and the row does not say.
    fn missing(&self) -> Vec<&'static str> {
        let all = [
            ("its name", self.name.is_none()),
            ("its city", self.city.is_none()),
            ("its state", self.state.is_none()),
            ("its specialty", self.specialty.is_none()),
        ];
        let missing = all.iter().filter(|(_, is_missing)| *is_missing);
        missing.map(|(what, _)| *what).collect()
    }

    fn draft(self, city: Text, listed: &Provenance) -> Option<Draft> {
        let row = listed.place.clone().unwrap_or_default();
        let at = |column: u32| Provenance {
            place: Some(format!("{row}, column {}", letters(column)).into()),
            ..listed.clone()
        };
        let (state, name, specialty) = (self.state.clone()?, self.name.clone()?, self.specialty?);
        let mut draft = Draft {
            id: self.own_id(&state, &name, specialty)?,
            name,
            institution: self.institution,
            specialty,
            city,
            county: self.county,
            state,
            listed: listed.clone(),
            invented: false,
            tracks: Vec::new(),
            possibly_same_as: self.same_as.into_iter().collect(),
            values: BTreeMap::new(),
            notes: Vec::new(),
        };
        for track in &self.tracks {
            draft.offer(*track);
        }
        for code in &self.codes {
            if let Some(track) = track_of(code) {
                draft.offer(track).codes.insert(code.clone());
            }
        }
        for (track, number, column) in self.quotas {
            // Of a track that it does not offer it has none, which needs no saying.
            if self.tracks.contains(&track) {
                let (value, provenance) = (Value::Int(number), at(column));
                draft
                    .offer(track)
                    .state("quota", Claim { value, provenance });
            }
        }
        for (field, value, column) in self.values {
            let provenance = at(column);
            draft.state(field, Claim { value, provenance });
        }
        for (text, column) in self.notes {
            let (text, provenance) = (text.into(), at(column));
            draft.note(Note { text, provenance });
        }
        Some(draft)
    }

    /// The track, where no cell says it: the one of the whole list, or that of an accredited program.
    fn assume_track(
        &mut self,
        specialty: &Specialty,
        context: &Context<'_>,
        spot: Spot,
        remarks: &mut Remarks,
        shown: &str,
    ) -> Option<()> {
        if !self.tracks.is_empty() {
            return Some(());
        }
        if let Some(track) = context.mapping.track {
            self.tracks.push(track);
            return Some(());
        }
        if self.acgme.is_none() {
            let why = "nothing says which track the program offers";
            let help = "say it in a column `track`; where it is the same for all, with --track";
            remarks.add(Fate::RowRefused, spot, None, why, help, shown);
            return None;
        }
        let whole = if specialty.id == "transitional-year" {
            Track::Preliminary
        } else {
            Track::Categorical
        };
        self.tracks.push(whole);
        let why = format!(
            "{NO_TRACKS}: each is taken to offer its {whole} one, as an accredited program does (our reading ‡); whether it has others is not known"
        );
        remarks.add(
            Fate::Kept,
            Spot { column: 0, ..spot },
            None,
            &why,
            "say otherwise with --track, or in a column `track`",
            shown,
        );
        Some(())
    }

    fn own_id(&self, state: &str, name: &str, specialty: &Specialty) -> Option<ProgramId> {
        let acgme = || ProgramId::parse(&format!("acgme-{}", self.acgme.as_ref()?));
        let nrmp = || ProgramId::parse(&format!("nrmp-{}", self.codes.first()?));
        let named = || {
            let name = slug(name);
            let words: Vec<&str> = name.split('-').filter(|word| *word != "program").collect();
            let (state, name) = (state.to_lowercase(), words.join("-"));
            let id = format!("{state}-{name}-{}", specialty.id);
            ProgramId::parse(&id)
        };
        self.id.clone().or_else(acgme).or_else(nrmp).or_else(named)
    }
}
