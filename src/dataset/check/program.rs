use std::collections::BTreeSet;

use super::program_fields::ProgramFields;
use super::program_tracks::tracks;
use super::{Check, Checked};
use crate::dataset::References;
use crate::dataset::raw::RawProgram;
use crate::model::{
    Note, Program, ProgramId, Provenance, Reading, RegionKind, Stated, Text, Value, imgs_a_year,
};

/// The program that a record describes.
pub(in crate::dataset) fn program(
    check: &mut Check<'_>,
    raw: &RawProgram,
    references: &References,
) -> Checked<Program> {
    let listed = check.listed("listed", &raw.listed);
    let specialty = check.specialty("specialty", &raw.specialty);
    let state = check.state("state", &raw.state);
    let id = id(check, "id", &raw.id);
    let known = ProgramFields::of(check, raw);
    let tracks = tracks(check, &raw.tracks);
    let possibly_same_as = same_as(check, raw);
    let notes = notes(check, raw);
    let mut program = Program {
        id: id?,
        name: raw.name.as_str().into(),
        specialty: specialty?,
        city: raw.city.as_str().into(),
        state: state?,
        listed: listed?,
        tracks,
        possibly_same_as,
        invented: raw.invented,
        notes,
        known,
    };
    identity(&mut program, raw, references);
    derived(&mut program);
    Some(program)
}

/// States what follows from the rest of the record.
fn derived(program: &mut Program) {
    let listed = Some(program.listed.clone());
    let tracks = Value::texts(program.tracks.iter().map(|offered| offered.track.as_str()));
    let known = &mut program.known;
    let reading = |value, provenance| Reading::Stated(Stated { value, provenance });
    known.set("tracks", reading(tracks, listed));
    if let (Some(imgs), Reading::Stated(share)) = (imgs_a_year(known), known.get("img_percent")) {
        let provenance = share.provenance.clone();
        known.set("imgs_a_year", reading(Value::Int(imgs), provenance));
    }
}

fn id(check: &mut Check<'_>, at: &str, text: &str) -> Checked<ProgramId> {
    let id = ProgramId::parse(text);
    if id.is_none() {
        let message = format!("`{text}` is no id");
        check.error(
            at,
            message,
            "use letters, digits and hyphens, e.g. `acgme-1400531031`",
        );
    }
    id
}

fn same_as(check: &mut Check<'_>, raw: &RawProgram) -> BTreeSet<ProgramId> {
    let ids = raw.possibly_same_as.iter().enumerate();
    ids.filter_map(|(number, text)| id(check, &format!("possibly_same_as.{number}"), text))
        .collect()
}

fn notes(check: &mut Check<'_>, raw: &RawProgram) -> Vec<Note> {
    let mut notes = Vec::new();
    for (number, raw) in raw.notes.iter().enumerate() {
        let at = format!("notes.{number}");
        let provenance = check.provenance(&at, &raw.source, &raw.as_of, None);
        let text = raw.text.as_str().into();
        notes.extend(provenance.map(|provenance| Note {
            text,
            provenance: provenance.at(raw.at.as_ref()),
        }));
    }
    notes
}

/// States name, place and what follows from them.
fn identity(program: &mut Program, raw: &RawProgram, references: &References) {
    let listed = program.listed.clone();
    let known = &mut program.known;
    let mut state = |path: &str, value: Option<Value>, provenance: &Provenance| {
        if let Some(value) = value {
            let provenance = Some(provenance.clone());
            known.set(path, Reading::Stated(Stated { value, provenance }));
        }
    };
    let text = |text: &str| Some(Value::text(text));
    state("id", text(program.id.as_str()), &listed);
    state("name", text(&program.name), &listed);
    state(
        "institution",
        raw.institution.as_deref().and_then(text),
        &listed,
    );
    state("specialty", text(program.specialty.id), &listed);
    state("city", text(&program.city), &listed);
    state("state", text(&program.state), &listed);
    let stated = raw.county.as_deref().map(Text::from);
    let looked_up = references.county(&program.state, &program.city);
    let origin = if stated.is_some() {
        &listed
    } else {
        &references.places_provenance
    };
    let county = stated.or(looked_up);
    state("county", county.clone().map(Value::Text), origin);
    let of_kind = |kind| {
        references
            .state_region(&program.state, kind)
            .map(Value::Text)
    };
    state("region", of_kind(RegionKind::CensusRegion), &listed);
    state("division", of_kind(RegionKind::CensusDivision), &listed);
    let areas = references.areas(&program.state, county.as_deref());
    state(
        "areas",
        areas.map(|areas| Value::Texts(areas.into())),
        origin,
    );
}
