use super::cell::{Cell, Row, Spot};
use super::finish::Found;
use super::ids::{acgme, codes, day, id};
use super::layout::Layout;
use super::reads::Reads;
use super::refusal::{Read, Refusal};
use super::remarks::{Fate, Remarks};
use super::values::{Reader, parts, state, text, yes_or_no};
use super::visas::{hospital, visas};
use crate::dataset::draft::Draft;
use crate::dataset::{Mapping, NOTES, References};
use crate::model::{Field, Kind, PROGRAM, Text, Value};

/// What a list is read by.
#[derive(Debug)]
pub(super) struct Context<'c> {
    pub(super) reader: Reader<'c>,
    pub(super) mapping: &'c Mapping,
    pub(super) references: &'c References,
    pub(super) source: Text,
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
            Reads::Notes {
                with_header,
                only_no,
            } => return Ok(self.note(&words, column, header, with_header, only_no)),
            Reads::Visas { whole } => return self.visas(&words, whole, column),
            Reads::Hospital => self.hospital(&words, column)?,
            Reads::Tracks => self.tracks.extend(reader.tracks(&words)?),
            Reads::Target => self.target(&words, reader)?,
            Reads::Offers(track) if yes_or_no(&words)? => self.tracks.push(track),
            Reads::Quota(track) => {
                for number in reader.values(cell, quota_field())? {
                    if let Value::Int(number) = number {
                        self.quotas.push((track, number, column));
                    }
                }
            }
            other => self.identity(other, &words, reader)?,
        }
        Ok(true)
    }

    /// Takes what says which program it is.
    fn identity(&mut self, reads: Reads, words: &str, reader: Reader<'_>) -> Read<()> {
        match reads {
            Reads::Id => self.id = Some(id(words)?),
            Reads::AcgmeId => self.acgme = Some(acgme(words)?),
            Reads::NrmpCodes => self.codes.extend(codes(words)?),
            Reads::Name => put(&mut self.name, words),
            Reads::NameAndPlace => self.name_and_place(words)?,
            Reads::Institution => put(&mut self.institution, words),
            Reads::Specialty => self.specialty = Some(reader.specialty(words)?),
            Reads::City => put(&mut self.city, words),
            Reads::Place => self.place(words)?,
            Reads::County => put(&mut self.county, words.trim_end_matches(" County")),
            Reads::State => self.state = Some(state(words)?),
            Reads::AsOf => self.as_of = Some(day(words)?),
            Reads::SameAs => {
                let ids = parts(words);
                let ids = ids.iter().map(|word| id(word));
                self.same_as.extend(ids.collect::<Read<Vec<_>>>()?);
            }
            _ => {}
        }
        Ok(())
    }

    fn target(&mut self, words: &str, reader: Reader<'_>) -> Read<()> {
        let (specialty, track) = words.rsplit_once(',').ok_or_else(|| {
            Refusal::new(
                "this is no specialty with its track",
                "write e.g. Internal Medicine, categorical",
            )
        })?;
        self.specialty = Some(reader.specialty(specialty)?);
        self.tracks.extend(reader.tracks(track)?);
        Ok(())
    }

    fn hospital(&mut self, words: &str, column: u32) -> Read<()> {
        for (path, word) in hospital(words)? {
            let value = if path == "safety_net" {
                Value::Bool(true)
            } else {
                Value::Text(word)
            };
            self.value(path, value, column);
        }
        Ok(())
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
        if with_header {
            self.notes.push((format!("{header}: {words}"), column));
        } else {
            let notes = words.split(NOTES.trim()).map(str::trim);
            let notes = notes.filter(|note| !note.is_empty());
            self.notes
                .extend(notes.map(|note| (note.to_owned(), column)));
        }
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
}

/// Keeps the first thing that is said.
fn put(slot: &mut Option<Text>, words: &str) {
    if slot.is_none() {
        let words: Vec<&str> = words.split_whitespace().collect();
        *slot = Some(words.join(" ").into());
    }
}

/// Positions of a track lie within the same ends as those of a program.
fn quota_field() -> &'static Field {
    static FIELD: std::sync::LazyLock<Field> = std::sync::LazyLock::new(|| {
        let known = PROGRAM
            .fields
            .iter()
            .find(|field| field.path == "track.quota");
        known.copied().unwrap_or(Field {
            path: "track.quota",
            label: "quota",
            kind: Kind::Int { from: 0, to: 1000 },
            about: "",
        })
    });
    &FIELD
}
