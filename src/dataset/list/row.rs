use super::cell::{Cell, Row, Spot, letters};
use super::layout::Layout;
use super::reads::Reads;
use super::remarks::{Fate, Remarks};
use super::values::{Read, Reader, Refusal, parts, state, text, yes_or_no};
use super::visas::{hospital, visas};
use crate::dataset::draft::{Claim, Draft};
use crate::dataset::{Mapping, References};
use crate::model::{AsOf, Note, PROGRAM, ProgramId, Provenance, Specialty, Text, Track, Value};

/// What a list is read by.
#[derive(Debug)]
pub(super) struct Context<'c> {
    pub(super) reader: Reader<'c>,
    pub(super) mapping: &'c Mapping,
    pub(super) references: &'c References,
    pub(super) source: Text,
}

/// A row on its way to being a record.
#[derive(Debug, Default)]
struct Found {
    id: Option<ProgramId>,
    acgme: Option<String>,
    codes: Vec<Text>,
    name: Option<Text>,
    institution: Option<Text>,
    specialty: Option<&'static Specialty>,
    city: Option<Text>,
    county: Option<Text>,
    state: Option<Text>,
    tracks: Vec<Track>,
    same_as: Vec<ProgramId>,
    as_of: Option<AsOf>,
    values: Vec<(usize, Value, u32)>,
    quotas: Vec<(Track, i64, u32)>,
    notes: Vec<(String, u32)>,
}

/// The record that a row describes; nothing when it does not say of which program it speaks. What is
/// wrong is noted in `remarks` and counted in the layout.
pub(super) fn record(
    row: &Row,
    layout: &mut Layout,
    context: &Context<'_>,
    remarks: &mut Remarks,
) -> Option<Draft> {
    let mut found = Found::default();
    for (at, column) in layout.columns.iter_mut().enumerate() {
        let number = u32::try_from(at + 1).unwrap_or(u32::MAX);
        let cell = row.cell(at);
        let spot = Spot {
            row: row.number,
            column: number,
        };
        let Some(reads) = column.reads else {
            if !cell.is_empty() {
                if column.examples.is_empty() {
                    column.examples.push(cell.words());
                }
                column.read += 1;
            }
            continue;
        };
        if reads == Reads::Nothing || cell.is_empty() {
            column.unstated += usize::from(cell.is_empty());
            continue;
        }
        match found.take(reads, cell, number, &column.header, context) {
            Ok(true) => {
                column.read += 1;
                let shown = cell.words();
                if column.examples.len() < 3 && !column.examples.contains(&shown) {
                    column.examples.push(shown);
                }
            }
            Ok(false) => column.unstated += 1,
            Err(Refusal { why, help }) => {
                column.refused += 1;
                remarks.add(
                    Fate::Refused,
                    spot,
                    Some(&column.header),
                    &why,
                    &help,
                    &cell.words(),
                );
            }
        }
    }
    found.finish(row.number, context, remarks)
}

impl Found {
    /// Takes what a cell says. Says whether it says anything.
    fn take(
        &mut self,
        reads: Reads,
        cell: &Cell,
        column: u32,
        header: &str,
        context: &Context<'_>,
    ) -> Read<bool> {
        let reader = context.reader;
        if let Reads::Field(at) = reads {
            let Some(field) = PROGRAM.fields.get(at) else {
                return Ok(false);
            };
            let values = reader.values(cell, field)?;
            let is_said = !values.is_empty();
            self.values
                .extend(values.into_iter().map(|value| (at, value, column)));
            return Ok(is_said);
        }
        let Some(words) = text(cell)? else {
            return Ok(false);
        };
        match reads {
            Reads::Id => self.id = Some(id(&words)?),
            Reads::AcgmeId => self.acgme = Some(acgme(&words)?),
            Reads::NrmpCodes => self.codes.extend(codes(&words)?),
            Reads::Name => put(&mut self.name, &words),
            Reads::NameAndPlace => self.name_and_place(&words)?,
            Reads::Institution => put(&mut self.institution, &words),
            Reads::Specialty => self.specialty = Some(reader.specialty(&words)?),
            Reads::City => put(&mut self.city, &words),
            Reads::Place => self.place(&words)?,
            Reads::County => put(&mut self.county, words.trim_end_matches(" County")),
            Reads::State => self.state = Some(state(&words)?),
            Reads::Tracks => self.tracks.extend(reader.tracks(&words)?),
            Reads::Target => {
                let (specialty, track) = words.rsplit_once(',').ok_or_else(|| {
                    Refusal::new(
                        "this is no specialty with its track",
                        "write e.g. Internal Medicine, categorical",
                    )
                })?;
                self.specialty = Some(reader.specialty(specialty)?);
                self.tracks.extend(reader.tracks(track)?);
            }
            Reads::SameAs => {
                let ids: Vec<ProgramId> = parts(&words)
                    .iter()
                    .map(|word| id(word))
                    .collect::<Read<_>>()?;
                self.same_as.extend(ids);
            }
            Reads::AsOf => self.as_of = Some(day(&words)?),
            Reads::Notes {
                with_header,
                only_no,
            } => return Ok(self.note(&words, column, header, with_header, only_no)),
            Reads::Quota(track) => {
                let numbers = reader.values(cell, quota_field())?;
                for number in numbers {
                    if let Value::Int(number) = number {
                        self.quotas.push((track, number, column));
                    }
                }
            }
            Reads::Offers(track) => {
                if yes_or_no(&words)? {
                    self.tracks.push(track);
                }
            }
            Reads::Visas { whole } => return self.visas(&words, whole, column),
            Reads::Hospital => {
                for (path, word) in hospital(&words)? {
                    let value = if path == "safety_net" {
                        Value::Bool(true)
                    } else {
                        Value::Text(word)
                    };
                    self.value(path, value, column);
                }
            }
            Reads::Nothing | Reads::Field(_) => {}
        }
        Ok(true)
    }

    fn value(&mut self, path: &str, value: Value, column: u32) {
        self.values
            .extend(PROGRAM.position(path).map(|at| (at, value, column)));
    }

    fn visas(&mut self, words: &str, whole: bool, column: u32) -> Read<bool> {
        let (j1, h1b) = visas(words, whole)?;
        for (path, said) in [("visas.j1", j1), ("visas.h1b", h1b)] {
            if let Some(word) = said {
                self.value(path, Value::Text(word.into()), column);
            }
        }
        Ok(j1.or(h1b).is_some())
    }

    fn note(
        &mut self,
        words: &str,
        column: u32,
        header: &str,
        with_header: bool,
        only_no: bool,
    ) -> bool {
        if only_no && yes_or_no(words) != Ok(false) {
            return !only_no || yes_or_no(words).is_ok();
        }
        let note = if with_header {
            format!("{header}: {words}")
        } else {
            words.to_owned()
        };
        self.notes.push((note, column));
        true
    }

    /// `Kern Medical, Bakersfield, CA`: the last two parts are the place.
    fn name_and_place(&mut self, words: &str) -> Read<()> {
        let wrong = || {
            Refusal::new(
                "this is not a name with city and state",
                "write e.g. Kern Medical, Bakersfield, CA",
            )
        };
        let parts: Vec<&str> = words.split(',').map(str::trim).collect();
        let [name @ .., city, code] = parts.as_slice() else {
            return Err(wrong());
        };
        if name.is_empty() || city.is_empty() {
            return Err(wrong());
        }
        self.state = Some(state(code).map_err(|_| wrong())?);
        put(&mut self.name, &name.join(", "));
        put(&mut self.city, city);
        Ok(())
    }

    fn place(&mut self, words: &str) -> Read<()> {
        let wrong = || {
            Refusal::new(
                "this is no city with its state",
                "write e.g. Bakersfield, CA",
            )
        };
        let (city, code) = words.rsplit_once(',').ok_or_else(wrong)?;
        self.state = Some(state(code).map_err(|_| wrong())?);
        put(&mut self.city, city.trim());
        Ok(())
    }

    fn finish(mut self, row: u32, context: &Context<'_>, remarks: &mut Remarks) -> Option<Draft> {
        let spot = Spot { row, column: 0 };
        let shown = self.name.as_deref().unwrap_or_default().to_owned();
        let specialty = self.specialty.or(context.mapping.specialty);
        let (Some(name), Some(city), Some(state), Some(specialty)) = (
            self.name.clone(),
            self.city.clone(),
            self.state.clone(),
            specialty,
        ) else {
            let missing = [
                ("its name", self.name.is_none()),
                ("its city", self.city.is_none()),
                ("its state", self.state.is_none()),
                ("its specialty", specialty.is_none()),
            ];
            let missing: Vec<&str> = missing
                .iter()
                .filter(|(_, is_missing)| *is_missing)
                .map(|(what, _)| *what)
                .collect();
            let why = format!(
                "the row does not say of which program it speaks: {} is missing",
                missing.join(", ")
            );
            let help = "complete the row; where all programs are of one specialty, say it with --specialty";
            remarks.add(Fate::RowRefused, spot, None, &why, help, &shown);
            return None;
        };
        let city = super::city::known(&city, &state, context, spot, remarks);
        self.tracks
            .extend(self.codes.iter().filter_map(|code| track_of(code)));
        self.tracks.extend(
            self.quotas
                .iter()
                .filter(|(_, number, _)| *number > 0)
                .map(|(track, ..)| *track),
        );
        self.assume_track(specialty, context, spot, remarks, &shown)?;
        let as_of = self
            .as_of
            .or(context.mapping.as_of)
            .unwrap_or(AsOf::Undated);
        let provenance = |place: String| Provenance {
            source: context.source.clone(),
            as_of,
            note: None,
            place: Some(place.into()),
        };
        let at = |column: u32| provenance(format!("row {row}, column {}", letters(column)));
        let mut draft = Draft {
            id: self.own_id(&state, &name, specialty)?,
            name,
            institution: self.institution.clone(),
            specialty,
            city,
            county: self.county.clone(),
            state,
            listed: provenance(format!("row {row}")),
            invented: false,
            tracks: Vec::new(),
            possibly_same_as: self.same_as.iter().cloned().collect(),
            values: std::collections::BTreeMap::new(),
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
            if draft.tracks.iter().any(|one| one.track == track) {
                let claim = Claim {
                    value: Value::Int(number),
                    provenance: at(column),
                };
                draft
                    .offer(track)
                    .values
                    .entry("quota")
                    .or_default()
                    .push(claim);
            }
        }
        for (field, value, column) in self.values {
            draft.state(
                field,
                Claim {
                    value,
                    provenance: at(column),
                },
            );
        }
        for (text, column) in self.notes {
            draft.note(Note {
                text: text.into(),
                provenance: at(column),
            });
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
            "no column says which tracks the programs offer: each is taken to offer its {whole} one, as an accredited program does (our reading ‡); whether it has others is not known"
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
        let slug = || {
            let name: String = name
                .to_lowercase()
                .chars()
                .map(|sign| {
                    if sign.is_ascii_alphanumeric() {
                        sign
                    } else {
                        '-'
                    }
                })
                .collect();
            let name = name
                .split('-')
                .filter(|part| !part.is_empty() && *part != "program")
                .collect::<Vec<_>>()
                .join("-");
            let name: String = name.chars().take(60).collect();
            let id = format!(
                "{}-{}-{}",
                state.to_lowercase(),
                name.trim_end_matches('-'),
                specialty.id
            );
            ProgramId::parse(&id)
        };
        self.id.clone().or_else(acgme).or_else(nrmp).or_else(slug)
    }
}

/// Keeps the first thing that is said.
fn put(slot: &mut Option<Text>, words: &str) {
    if slot.is_none() {
        let words: Vec<&str> = words.split_whitespace().collect();
        *slot = Some(words.join(" ").into());
    }
}

fn id(words: &str) -> Read<ProgramId> {
    ProgramId::parse(words).ok_or_else(|| {
        Refusal::new(
            "this is no id of a record",
            "take it from `preceptor programs`, e.g. acgme-1400531031",
        )
    })
}

/// Ten digits, as the ACGME writes them; a spreadsheet may have made a number of them.
fn acgme(words: &str) -> Read<String> {
    let digits = words.trim_end_matches(".0").replace([' ', '-'], "");
    let is_one = digits.len() == 10 && digits.bytes().all(|byte| byte.is_ascii_digit());
    is_one
        .then_some(digits)
        .ok_or_else(|| Refusal::new("this is no ACGME id", "it has ten digits, e.g. 1400531031"))
}

/// NRMP codes: institution, specialty, a letter for the track, and its number.
fn codes(words: &str) -> Read<Vec<Text>> {
    let words = words.replace([',', ';', '/'], " ");
    let code = |code: &str| {
        let code = code.to_uppercase();
        let fits = (9..=11).contains(&code.len())
            && code.bytes().take(7).all(|byte| byte.is_ascii_digit())
            && track_of(&code).is_some();
        fits.then(|| Text::from(code)).ok_or_else(|| {
            Refusal::new(
                "this is no NRMP code",
                "it has seven digits, a letter and a number, e.g. 1234140C0",
            )
        })
    };
    words.split_whitespace().map(code).collect()
}

/// The track that the letter of an NRMP code stands for.
fn track_of(code: &str) -> Option<Track> {
    match code.chars().nth(7)? {
        'C' => Some(Track::Categorical),
        'P' => Some(Track::Preliminary),
        'A' => Some(Track::Advanced),
        'M' => Some(Track::PrimaryCare),
        'R' => Some(Track::Physician),
        _ => None,
    }
}

/// The day of a date, with or without the time.
fn day(words: &str) -> Read<AsOf> {
    let day = words.split(['T', ' ']).next().unwrap_or(words);
    let whole = AsOf::parse(words).or_else(|| AsOf::parse(day));
    whole.ok_or_else(|| {
        Refusal::new(
            "this is no date that can be read in one way only",
            "write it like 2025-03-28",
        )
    })
}

/// Positions of a track lie within the same ends as those of a program.
fn quota_field() -> &'static crate::model::Field {
    static FIELD: std::sync::LazyLock<crate::model::Field> = std::sync::LazyLock::new(|| {
        let known = PROGRAM
            .fields
            .iter()
            .find(|field| field.path == "track.quota");
        known.copied().unwrap_or(crate::model::Field {
            path: "track.quota",
            label: "quota",
            kind: crate::model::Kind::Int { from: 0, to: 1000 },
            about: "",
        })
    });
    &FIELD
}
