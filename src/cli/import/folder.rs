use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use crate::cli::{Failure, writing};
use crate::dataset::{
    Catalogue, Draft, Files, Merge, References, Source, program_files, program_of_text, source_text,
};
use crate::model::ProgramId;
use crate::place::SourceText;
use crate::report::plural;

/// The file in which a folder of programs names the sources it brings along.
const SOURCES: &str = "sources.yaml";

/// Writes records to a folder that is not there yet, or is empty, with the sources they name. Each
/// record is read again before anything is written.
pub(super) fn write(
    path: &Path,
    programs: &BTreeMap<ProgramId, Draft>,
    sources: &[Source],
    references: &References,
) -> Result<(), Failure> {
    let there = writing::names_in(path)?;
    if !there.is_empty() {
        return Err(writing::refused(
            path,
            "this folder is not empty",
            "nothing was written; name a folder that does not exist yet, or use --into",
        ));
    }
    if path
        .extension()
        .is_some_and(|extension| extension == "yaml" || extension == "yml")
    {
        return Err(writing::refused(
            path,
            "records are written one to a file, so a folder belongs here",
            "leave out `.yaml`",
        ));
    }
    for (name, text) in program_files(programs) {
        program_of_text(&SourceText::new(&name, &text), references)?;
    }
    let entries: Vec<String> = sources.iter().map(source_text).collect();
    let listed = (
        SOURCES.to_owned(),
        format!(
            "{}\n{}",
            "# The sources that these programs bring along.",
            entries.concat()
        ),
    );
    let records = program_files(programs).map(|(name, text)| (format!("programs/{name}"), text));
    writing::folder_of_many(path, std::iter::once(listed).chain(records))
}

/// A folder of records into which others are put.
#[derive(Debug)]
pub(super) struct Home {
    path: PathBuf,
    pub(super) references: References,
    pub(super) drafts: Vec<Draft>,
}

impl Home {
    /// Reads the records of a folder with the sources it brings along.
    pub(super) fn read(path: &Path, references: &References) -> Result<Self, Failure> {
        let files = Files::folder(path);
        let references = references.with_sources(References::sources_of(&files)?);
        let catalogue = Catalogue::from_path(path, &references)?;
        let drafts = catalogue.programs().iter().map(Draft::of).collect();
        let path = path.to_owned();
        Ok(Self {
            path,
            references,
            drafts,
        })
    }

    /// The sources that the folder brings along.
    pub(super) fn sources(&self) -> Result<Vec<Source>, Failure> {
        Ok(References::sources_of(&Files::folder(&self.path))?)
    }

    /// Writes what a merge changed, and nothing else. Says how much that was.
    pub(super) fn put(
        &self,
        merge: &Merge,
        source: &Source,
        references: &References,
    ) -> Result<String, Failure> {
        let files = Files::folder(&self.path);
        let folder = if files.contains("programs") {
            "programs"
        } else {
            ""
        };
        let at = |id: &ProgramId| Path::new(folder).join(format!("{id}.yaml"));
        let mut written = Vec::new();
        let mut comments = 0;
        for id in &merge.changed {
            let Some(draft) = merge.programs.get(id) else {
                continue;
            };
            let text = draft.text();
            program_of_text(&SourceText::new(&format!("{id}.yaml"), &text), references)?;
            let relative = at(id);
            let before = files.read(&relative.display().to_string()).ok();
            let (top, lost) = before.map_or_else(Default::default, |before| head(before.text()));
            comments += lost;
            written.push((self.path.join(relative), format!("{top}{text}")));
        }
        let changed = written.len();
        if changed > 0 && !self.references.sources.contains_key(&source.id) {
            let before = files
                .read(SOURCES)
                .map(|text| text.text().to_owned())
                .unwrap_or_default();
            let gap = if before.is_empty() || before.ends_with('\n') {
                ""
            } else {
                "\n"
            };
            written.push((
                self.path.join(SOURCES),
                format!("{before}{gap}{}", source_text(source)),
            ));
        }
        writing::replace_all(&written)?;
        let lost = match comments {
            0 => String::new(),
            lost => format!(
                " {} inside of them could not be kept.",
                plural(lost, "comment")
            ),
        };
        Ok(format!(
            "{} of {} written.{lost}",
            plural(changed, "record"),
            self.path.display()
        ))
    }
}

/// The comments at the head of a record, and how many there are further down.
fn head(text: &str) -> (String, usize) {
    let is_head = |line: &&str| line.starts_with('#') || line.trim().is_empty();
    let head: Vec<&str> = text.lines().take_while(is_head).collect();
    let head = head.iter().flat_map(|line| [line, "\n"]).collect();
    let rest = text.lines().skip_while(is_head);
    let lost = rest
        .filter(|line| line.trim_start().starts_with('#'))
        .count();
    (head, lost)
}
