//! A program as it is kept.

use serde::{Deserialize, Serialize};

use crate::model::{
    AsOf, Facts, Note, PROGRAM, Program, ProgramId, ProgramTrack, Provenance, Reading, Specialty,
    Stated, Track, Value,
};

#[derive(Serialize, Deserialize)]
pub(super) struct Packed<'a> {
    id: &'a str,
    name: &'a str,
    specialty: &'a str,
    city: &'a str,
    state: &'a str,
    #[serde(borrow)]
    listed: PackedProvenance<'a>,
    tracks: Vec<PackedTrack<'a>>,
    possibly_same_as: Vec<&'a str>,
    invented: bool,
    notes: Vec<(&'a str, PackedProvenance<'a>)>,
    /// By the number of the field in its table.
    known: Vec<(u16, PackedReading<'a>)>,
}

#[derive(Serialize, Deserialize)]
struct PackedTrack<'a> {
    track: &'a str,
    nrmp_codes: Vec<&'a str>,
    #[serde(borrow)]
    quota: PackedReading<'a>,
    matched: PackedReading<'a>,
    unfilled: PackedReading<'a>,
}

#[derive(Serialize, Deserialize)]
enum PackedReading<'a> {
    Unstated,
    #[serde(borrow)]
    Stated(PackedStated<'a>),
    Conflicting(Vec<PackedStated<'a>>),
}

#[derive(Serialize, Deserialize)]
struct PackedStated<'a> {
    #[serde(borrow)]
    value: PackedValue<'a>,
    provenance: Option<PackedProvenance<'a>>,
}

#[derive(Serialize, Deserialize)]
enum PackedValue<'a> {
    Bool(bool),
    Int(i64),
    Float(f64),
    #[serde(borrow)]
    Text(&'a str),
    Texts(Vec<&'a str>),
}

#[derive(Serialize, Deserialize)]
struct PackedProvenance<'a> {
    source: &'a str,
    /// As files write it.
    as_of: String,
    note: Option<&'a str>,
    place: Option<&'a str>,
}

impl<'a> Packed<'a> {
    /// The program as it is kept; none when it holds what records do not.
    pub(super) fn of(program: &'a Program) -> Option<Self> {
        let tracks = program.tracks.iter().map(track);
        let known = (0..PROGRAM.fields.len()).filter_map(|number| {
            let stated = program.known.read(number);
            (*stated != Reading::Unstated)
                .then(|| Some((u16::try_from(number).ok()?, reading(stated)?)))
        });
        Some(Self {
            id: program.id.as_str(),
            name: &program.name,
            specialty: program.specialty.id,
            city: &program.city,
            state: &program.state,
            listed: provenance(&program.listed),
            tracks: tracks.collect::<Option<_>>()?,
            possibly_same_as: program
                .possibly_same_as
                .iter()
                .map(ProgramId::as_str)
                .collect(),
            invented: program.invented,
            notes: program
                .notes
                .iter()
                .map(|note| (&*note.text, provenance(&note.provenance)))
                .collect(),
            known: known.collect::<Option<_>>()?,
        })
    }

    /// The program that was kept; none when this is none.
    pub(super) fn unpack(self) -> Option<Program> {
        let known = self.known.into_iter();
        let known: Option<Vec<_>> = known
            .map(|(number, reading)| Some((number.into(), reading.unpack()?)))
            .collect();
        let tracks = self.tracks.into_iter().map(PackedTrack::unpack);
        let same = self.possibly_same_as.into_iter().map(ProgramId::parse);
        let notes = self.notes.into_iter().map(|(text, provenance)| {
            Some(Note {
                text: text.into(),
                provenance: provenance.unpack()?,
            })
        });
        Some(Program {
            id: ProgramId::parse(self.id)?,
            name: self.name.into(),
            specialty: Specialty::find(self.specialty)?,
            city: self.city.into(),
            state: self.state.into(),
            listed: self.listed.unpack()?,
            tracks: tracks.collect::<Option<_>>()?,
            possibly_same_as: same.collect::<Option<_>>()?,
            invented: self.invented,
            notes: notes.collect::<Option<_>>()?,
            known: Facts::of(&PROGRAM, known?)?,
        })
    }
}

fn track(track: &ProgramTrack) -> Option<PackedTrack<'_>> {
    Some(PackedTrack {
        track: track.track.as_str(),
        nrmp_codes: track.nrmp_codes.iter().map(AsRef::as_ref).collect(),
        quota: reading(&track.quota)?,
        matched: reading(&track.matched)?,
        unfilled: reading(&track.unfilled)?,
    })
}

impl PackedTrack<'_> {
    fn unpack(self) -> Option<ProgramTrack> {
        let tracks = Track::ALL.iter();
        let mut tracks = tracks.filter(|track| track.as_str() == self.track);
        Some(ProgramTrack {
            track: *tracks.next()?,
            nrmp_codes: self.nrmp_codes.into_iter().map(Into::into).collect(),
            quota: self.quota.unpack()?,
            matched: self.matched.unpack()?,
            unfilled: self.unfilled.unpack()?,
        })
    }
}

fn reading(reading: &Reading) -> Option<PackedReading<'_>> {
    Some(match reading {
        Reading::Unstated => PackedReading::Unstated,
        Reading::Stated(one) => PackedReading::Stated(stated(one)?),
        Reading::Conflicting(all) => {
            PackedReading::Conflicting(all.iter().map(stated).collect::<Option<_>>()?)
        }
    })
}

impl PackedReading<'_> {
    fn unpack(self) -> Option<Reading> {
        Some(match self {
            Self::Unstated => Reading::Unstated,
            Self::Stated(one) => Reading::Stated(one.unpack()?),
            Self::Conflicting(all) => {
                let all = all.into_iter().map(PackedStated::unpack);
                Reading::Conflicting(all.collect::<Option<_>>()?)
            }
        })
    }
}

fn stated(stated: &Stated) -> Option<PackedStated<'_>> {
    let value = match &stated.value {
        Value::Bool(yes) => PackedValue::Bool(*yes),
        Value::Int(number) => PackedValue::Int(*number),
        Value::Float(number) => PackedValue::Float(*number),
        Value::Text(text) => PackedValue::Text(text),
        Value::Texts(texts) => PackedValue::Texts(texts.iter().map(AsRef::as_ref).collect()),
        Value::Entries(_) => return None,
    };
    Some(PackedStated {
        value,
        provenance: stated.provenance.as_ref().map(provenance),
    })
}

impl PackedStated<'_> {
    fn unpack(self) -> Option<Stated> {
        let value = match self.value {
            PackedValue::Bool(yes) => Value::Bool(yes),
            PackedValue::Int(number) => Value::Int(number),
            PackedValue::Float(number) => Value::Float(number),
            PackedValue::Text(text) => Value::Text(text.into()),
            PackedValue::Texts(texts) => Value::Texts(texts.into_iter().map(Into::into).collect()),
        };
        let provenance = match self.provenance {
            Some(provenance) => Some(provenance.unpack()?),
            None => None,
        };
        Some(Stated { value, provenance })
    }
}

fn provenance(provenance: &Provenance) -> PackedProvenance<'_> {
    PackedProvenance {
        source: &provenance.source,
        as_of: provenance.as_of.to_string(),
        note: provenance.note.as_deref(),
        place: provenance.place.as_deref(),
    }
}

impl PackedProvenance<'_> {
    fn unpack(self) -> Option<Provenance> {
        Some(Provenance {
            source: self.source.into(),
            as_of: AsOf::parse(&self.as_of)?,
            note: self.note.map(Into::into),
            place: self.place.map(Into::into),
        })
    }
}
