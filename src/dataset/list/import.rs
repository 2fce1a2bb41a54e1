use std::collections::BTreeMap;

use super::cell::{Row, Spot};
use super::columns::Columns;
use super::layout::{Column, Layout};
use super::limits;
use super::mapping::{self, Mapping};
use super::read::{Sheet, Unread, Written};
use super::reads::Reads;
use super::remarks::{Fate, Remark, Remarks};
use super::row::{Context, record};
use super::values::Reader;
use crate::dataset::draft::{Claim, Draft};
use crate::dataset::{References, Source};
use crate::model::{AsOf, PROGRAM, ProgramId, Text, Value};
use crate::place::{Place, Problem, Problems};

/// Shares add up to 100 but for rounding: within so much of it.
const ROUNDING: f64 = 1.0;

/// A list of programs, read: what was understood, what was not, and the records it makes.
#[derive(Debug)]
pub struct Imported {
    /// The list's path as the user wrote it.
    pub path: String,
    /// How it was written.
    pub written: Written,
    /// In which row the header stands.
    pub header: u32,
    /// Its columns.
    pub columns: Vec<Column>,
    /// How many rows lie below the header.
    pub rows: usize,
    /// What is to be said of its cells.
    pub remarks: Vec<Remark>,
    /// The list as a source of values.
    pub source: Source,
    /// The records, by their ids.
    pub programs: BTreeMap<ProgramId, Draft>,
    /// A mapping that reads the list as it was read.
    pub mapping: String,
}

impl Imported {
    /// Reads a list.
    ///
    /// # Errors
    /// What keeps it from being read at all; what is wrong with single cells is in the remarks.
    pub fn of(
        sheet: &Sheet,
        columns: &Columns,
        mapping: &Mapping,
        references: &References,
    ) -> Result<Self, Problems> {
        let mut layout = Layout::of(sheet, columns, mapping)?;
        let source = source(sheet, mapping, references)?;
        let decimal_comma = layout.written.delimiter == Some(';');
        let context = Context {
            reader: Reader {
                columns,
                decimal_comma,
            },
            mapping,
            references,
            source: source.id.clone(),
        };
        let mut gathered = Gathered::default();
        let header = layout.header;
        sheet.rows(|row| {
            if row.number > header {
                gathered.take(&row, &mut layout, &context);
            }
            Ok::<(), Unread>(())
        })?;
        gathered.only_known();
        let Gathered {
            rows,
            programs,
            remarks,
            ..
        } = gathered;
        if programs.is_empty() && rows == 0 {
            return Err(super::layout::about(sheet, "there is no row below the header").into());
        }
        let mut told = mapping.clone();
        told.source = Some(source.id.to_string());
        let named = layout
            .columns
            .iter()
            .filter(|column| !column.header.is_empty());
        let named: Vec<(&str, Option<Reads>)> = named
            .map(|column| (column.header.as_str(), column.reads))
            .collect();
        Ok(Self {
            path: sheet.path().to_owned(),
            header,
            rows,
            remarks: remarks.into_list(),
            mapping: mapping::text(sheet.path(), &told, &named),
            written: layout.written,
            columns: layout.columns,
            source,
            programs,
        })
    }

    /// How many values were read.
    #[must_use]
    pub fn values(&self) -> usize {
        self.programs.values().map(Draft::count).sum()
    }

    /// How many cells, or rows, met that fate.
    #[must_use]
    pub fn count(&self, fate: Fate) -> usize {
        let remarks = self.remarks.iter().filter(|remark| remark.fate == fate);
        remarks.map(|remark| remark.count).sum()
    }

    /// Refuses a list with more programs than an evaluation reads on the fly.
    ///
    /// # Errors
    /// When there are more.
    pub fn on_the_fly(&self) -> Result<(), Problem> {
        if self.programs.len() <= limits::ON_THE_FLY {
            return Ok(());
        }
        let message = format!(
            "this list has {} programs, and at most {} are read without an import",
            self.programs.len(),
            limits::ON_THE_FLY
        );
        let problem = Problem::error(message).at(Place::file(&self.path));
        Err(problem.help("`preceptor programs import LIST -o FOLDER`, leave out what the applicant does not apply to, then `--programs FOLDER`"))
    }

    /// The text that a file of sources needs for the list.
    #[must_use]
    pub fn source_text(&self) -> String {
        source_text(&self.source)
    }
}

/// An entry of a file of sources.
#[must_use]
pub fn source_text(source: &Source) -> String {
    let quoted = |text: &str| serde_json::Value::from(text).to_string();
    let mut text = format!(
        "{}:\n  title: {}\n  as_of: {}\n",
        source.id,
        quoted(&source.title),
        source.as_of
    );
    for (key, value) in [("address", &source.address), ("note", &source.note)] {
        if let Some(value) = value {
            text += &format!("  {key}: {}\n", quoted(value));
        }
    }
    text
}

/// The list as a source: as the mapping says, else after its file.
fn source(sheet: &Sheet, mapping: &Mapping, references: &References) -> Result<Source, Problem> {
    let path = std::path::Path::new(sheet.path());
    let name = path
        .file_name()
        .map_or_else(|| sheet.path().into(), |name| name.to_string_lossy());
    let stem = path
        .file_stem()
        .map_or_else(|| name.clone(), |stem| stem.to_string_lossy());
    let id = mapping
        .source
        .clone()
        .unwrap_or_else(|| format!("list-{}", slug(&stem)));
    let fits = |sign: char| sign.is_ascii_alphanumeric() || sign == '-';
    if id.is_empty()
        || !id.chars().all(fits)
        || !id.starts_with(|sign: char| sign.is_ascii_alphabetic())
    {
        let problem =
            Problem::error(format!("`{id}` is no id of a source")).at(Place::file(sheet.path()));
        return Err(problem.help(
            "begin with a letter and use letters, digits and hyphens, e.g. --source my-list-2026",
        ));
    }
    if let Some(known) = references.sources.get(id.as_str()) {
        return Ok(known.clone());
    }
    let title = mapping
        .title
        .clone()
        .unwrap_or_else(|| format!("Program list {name}"));
    Ok(Source {
        id: id.as_str().into(),
        title: title.into(),
        as_of: mapping.as_of.unwrap_or(AsOf::Undated),
        address: None,
        note: None,
    })
}

fn slug(text: &str) -> String {
    let signs = text.to_lowercase();
    let signs: String = signs
        .chars()
        .map(|sign| {
            if sign.is_ascii_alphanumeric() {
                sign
            } else {
                '-'
            }
        })
        .collect();
    let parts: Vec<&str> = signs.split('-').filter(|part| !part.is_empty()).collect();
    parts.join("-").chars().take(60).collect()
}

/// The records of a list so far.
#[derive(Debug, Default)]
struct Gathered {
    rows: usize,
    programs: BTreeMap<ProgramId, Draft>,
    remarks: Remarks,
}

impl Gathered {
    fn take(&mut self, row: &Row, layout: &mut Layout, context: &Context<'_>) {
        self.rows += 1;
        let Some(mut draft) = record(row, layout, context, &mut self.remarks) else {
            return;
        };
        let spot = Spot {
            row: row.number,
            column: 0,
        };
        self.shares(&mut draft, spot);
        self.zeros(&draft, spot);
        match self.programs.remove(&draft.id) {
            None => drop(self.programs.insert(draft.id.clone(), draft)),
            Some(first) => {
                let both = self.again(first, draft, spot);
                self.programs.insert(both.id.clone(), both);
            }
        }
    }

    /// A program that stands in another row already: what the rows say is put together.
    fn again(&mut self, mut first: Draft, second: Draft, spot: Spot) -> Draft {
        let before = first.listed.place.clone().unwrap_or_default();
        let shown = format!("{} ({before}): {}", second.id, second.name);
        if first.specialty != second.specialty || first.state != second.state {
            let why = "the row has the id of another row, and another specialty or state: two programs cannot share an id, so this one was left out";
            self.remarks.add(
                Fate::RowRefused,
                spot,
                None,
                why,
                "correct the id of one of them",
                &shown,
            );
            return first;
        }
        if first.name != second.name || first.city != second.city {
            let why = "the row has the id of another row, and another name or city: taken for the same program, with the name of the first";
            self.remarks.add(
                Fate::Kept,
                spot,
                None,
                why,
                "correct the id if they are two programs",
                &shown,
            );
        }
        let mut differ = Vec::new();
        for (field, claims) in second.values {
            for claim in claims {
                if first.state(field, claim) {
                    differ.extend(PROGRAM.fields.get(field).map(|field| field.label));
                }
            }
        }
        for track in second.tracks {
            let own = first.offer(track.track);
            own.codes.extend(track.codes);
            for (key, claims) in track.values {
                for claim in claims {
                    let known = own.values.entry(key).or_default();
                    if known.iter().all(|one| one.value != claim.value) {
                        if !known.is_empty() {
                            differ.push(key);
                        }
                        known.push(claim);
                    }
                }
            }
        }
        for note in second.notes {
            first.note(note);
        }
        first.possibly_same_as.extend(second.possibly_same_as);
        if differ.is_empty() {
            let why =
                "the program stands in an earlier row too, and they do not disagree: one program";
            self.remarks
                .add(Fate::Kept, spot, None, why, "nothing to do", &shown);
        } else {
            differ.dedup();
            let why = "the program stands in an earlier row too, and they disagree: both values are kept, as conflicting";
            let shown = format!("{shown}: {}", differ.join(", "));
            self.remarks.add(
                Fate::Kept,
                spot,
                None,
                why,
                "correct the list, or ask the program",
                &shown,
            );
        }
        first
    }

    /// Shares of IMG, DO and US MD are the residents: together 100 percent. More cannot be, so none
    /// of the three can be relied on; less is kept as it stands.
    fn shares(&mut self, draft: &mut Draft, spot: Spot) {
        let fields =
            ["img_percent", "do_percent", "usmd_percent"].map(|path| PROGRAM.position(path));
        let share = |field: Option<usize>| match draft.values.get(&field?)?.as_slice() {
            [
                Claim {
                    value: Value::Float(share),
                    ..
                },
            ] => Some(*share),
            _ => None,
        };
        let known: Vec<f64> = fields.iter().filter_map(|field| share(*field)).collect();
        let sum: f64 = known.iter().sum();
        let shown = format!("{sum:.1} percent: {}", draft.name);
        if sum > 100.0 + ROUNDING {
            let why = "the shares of IMG, DO and US MD add up to more than 100 percent; nothing says which is wrong, so none was read";
            self.remarks.add(
                Fate::Refused,
                spot,
                None,
                why,
                "correct the list, or ask the program",
                &shown,
            );
            for field in fields.into_iter().flatten() {
                draft.values.remove(&field);
            }
        } else if known.len() == 3 && sum < 100.0 - ROUNDING {
            let why = "the shares of IMG, DO and US MD add up to less than 100 percent: kept as they stand, never corrected";
            self.remarks.add(
                Fate::Kept,
                spot,
                None,
                why,
                "there may be others, or one of them is wrong",
                &shown,
            );
        }
    }

    fn zeros(&mut self, draft: &Draft, spot: Spot) {
        let zero = |path: &str| {
            let claims = PROGRAM.position(path).and_then(|at| draft.values.get(&at));
            claims.is_some_and(|claims| claims.iter().any(|claim| claim.value == Value::Int(0)))
        };
        for (path, why) in [
            (
                "positions",
                "the list says that there are no positions in the first year: kept as it stands; ask whether the program takes residents",
            ),
            (
                "interviews",
                "the list says that no interviews were held last year: kept as it stands; it may be new, or not have answered",
            ),
        ] {
            if zero(path) {
                self.remarks
                    .add(Fate::Kept, spot, None, why, "ask the program", &draft.name);
            }
        }
    }

    /// Leaves out of `possibly_same_as` what the list does not hold: it may be in another catalogue.
    fn only_known(&mut self) {
        let known: std::collections::BTreeSet<ProgramId> = self.programs.keys().cloned().collect();
        for (id, draft) in &mut self.programs {
            draft
                .possibly_same_as
                .retain(|other| other != id && known.contains(other));
            draft.values.retain(|_, claims| !claims.is_empty());
            draft.tracks.shrink_to_fit();
        }
    }
}

/// The catalogue's text for each record: file name and text.
pub fn files(programs: &BTreeMap<ProgramId, Draft>) -> impl Iterator<Item = (Text, String)> {
    programs
        .iter()
        .map(|(id, draft)| (format!("{id}.yaml").into(), draft.text()))
}
