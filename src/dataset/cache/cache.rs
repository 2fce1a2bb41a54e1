use std::collections::BTreeMap;
use std::fs::File;
use std::io::{Read as _, Write as _};
use std::path::{Path, PathBuf};

use super::packed::Packed;
use crate::dataset::{Files, Mark, Marking, References};
use crate::model::Program;

/// Where it lies, beside the records. Folders whose name begins with a dot hold no records.
const FOLDER: &str = ".preceptor-cache";
const FILE: &str = "programs";
/// Fewer records than this are read so quickly that nothing is kept.
const FEW: usize = 1_000;
/// The largest cache that is read, in bytes.
const LARGEST: u64 = 512 << 20;
/// How many bytes a mark has.
const MARK: usize = 32;

/// The records of one folder as they were read before.
#[derive(Debug, Default)]
pub(in crate::dataset) struct Cache {
    /// The folder it lies in; none when nothing is to be kept.
    folder: Option<PathBuf>,
    /// What the records were read by and checked against.
    by: Mark,
    before: BTreeMap<Mark, Program>,
    /// How many records were there, whether they are still asked for or not.
    count: usize,
    /// The marks of the records that were found or added.
    now: Vec<Mark>,
    added: bool,
}

impl Cache {
    /// What is kept beside the records of these files.
    pub(in crate::dataset) fn beside(files: &Files, folder: &str, references: &References) -> Self {
        let Some(root) = files.on_disk() else {
            return Self::default();
        };
        let mut by = Marking::default();
        by.text(env!("PRECEPTOR_READER"));
        by.mark(references.meaning());
        let mut this = Self {
            folder: Some(root.join(folder).join(FOLDER)),
            by: by.finish(),
            ..Self::default()
        };
        this.before = this.read().unwrap_or_default();
        this.count = this.before.len();
        this
    }

    /// All that is kept; none when it is not whole, or not from this program.
    fn read(&self) -> Option<BTreeMap<Mark, Program>> {
        let bytes = bytes_of(&self.folder.as_ref()?.join(FILE))?;
        let (by, rest) = bytes.split_at_checked(MARK)?;
        let (whole, rest) = rest.split_at_checked(MARK)?;
        if by != self.by.bytes() || whole != Mark::of(rest).bytes() {
            return None;
        }
        let kept: Vec<([u8; MARK], Packed<'_>)> = postcard::from_bytes(rest).ok()?;
        let kept = kept.into_iter();
        kept.map(|(mark, packed)| Some((Mark::from_bytes(mark), packed.unpack()?)))
            .collect()
    }

    /// The record with these bytes, in a file of that name.
    pub(in crate::dataset) fn take(&mut self, mark: Mark, stem: Option<&str>) -> Option<Program> {
        let named = |program: &Program| stem.is_some_and(|stem| stem == program.id.as_str());
        if !self.before.get(&mark).is_some_and(named) {
            return None;
        }
        self.before.remove(&mark)
    }

    /// Notes a record in which nothing is wrong, and whether it was kept here.
    pub(in crate::dataset) fn found(&mut self, mark: Mark, was_kept: bool) {
        self.now.push(mark);
        self.added |= !was_kept;
    }

    /// Keeps these records, in the order in which they were found or added, when they are not what
    /// is kept already.
    pub(in crate::dataset) fn keep(self, programs: &[Program]) {
        let same = !self.added && self.now.len() == self.count;
        let Some(folder) = self.folder.filter(|_| !same && programs.len() >= FEW) else {
            return;
        };
        let packed = self.now.iter().zip(programs);
        let packed: Option<Vec<_>> = packed
            .map(|(mark, program)| Some((mark.bytes(), Packed::of(program)?)))
            .collect();
        let bytes = packed.and_then(|packed| postcard::to_stdvec(&packed).ok());
        if let Some(bytes) = bytes {
            // A folder that cannot be written to is read without a cache.
            let _ = write(
                &folder,
                &[&self.by.bytes(), &Mark::of(&bytes).bytes(), &bytes],
            );
        }
    }
}

/// The bytes of a file that is not larger than a cache can be.
fn bytes_of(path: &Path) -> Option<Vec<u8>> {
    let file = File::open(path).ok()?;
    let about = file.metadata().ok()?;
    if !about.is_file() || about.len() > LARGEST {
        return None;
    }
    let mut bytes = Vec::new();
    file.take(LARGEST).read_to_end(&mut bytes).ok()?;
    Some(bytes)
}

/// Writes a file whole or not at all, and a note that it is not for version control.
fn write(folder: &Path, parts: &[&[u8]]) -> std::io::Result<()> {
    std::fs::create_dir_all(folder)?;
    let mut file = tempfile::NamedTempFile::new_in(folder)?;
    for part in parts {
        file.write_all(part)?;
    }
    std::fs::write(folder.join(".gitignore"), "*\n")?;
    file.persist(folder.join(FILE))?;
    Ok(())
}
