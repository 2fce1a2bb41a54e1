//! The folder of snapshots: `outcomes/`, `policy/` and `reports/`, each file as insta writes it.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use jiff::civil::Date;

use crate::dataset::Files;
use crate::place::{Problems, SourceText};
use crate::review::pinned::{Numbers, Outcomes, body_of};

/// What each guide makes of a profile.
pub(super) const OUTCOMES: &str = "outcomes";
/// The numbers and rules of a guide.
pub(super) const POLICY: &str = "policy";
/// The whole report on a profile.
pub(super) const REPORTS: &str = "reports";
/// The ending of a snapshot's name.
const SNAP: &str = "snap";
/// The head of a snapshot that insta did not write.
const HEAD: &str = "---\nsource: preceptor test\n---\n";

/// Everything that is pinned.
#[derive(Debug)]
pub(super) struct Folder {
    pub(super) path: PathBuf,
    /// By profile.
    pub(super) outcomes: BTreeMap<String, Outcomes>,
    /// By guide or pack.
    pub(super) numbers: BTreeMap<String, Numbers>,
    /// By profile, without the head.
    pub(super) reports: BTreeMap<String, String>,
    /// The head of each file that is there, by folder and name.
    heads: BTreeMap<(&'static str, String), String>,
}

impl Folder {
    /// Reads what is there; nothing where there is no such folder.
    pub(super) fn read(path: &Path) -> Result<Self, Problems> {
        let mut this = Self {
            path: path.to_owned(),
            outcomes: BTreeMap::new(),
            numbers: BTreeMap::new(),
            reports: BTreeMap::new(),
            heads: BTreeMap::new(),
        };
        let mut problems = Problems::new();
        let files = Files::folder(path);
        for kind in [OUTCOMES, POLICY, REPORTS] {
            if !files.contains(kind) {
                continue;
            }
            for inner in files.list(kind, SNAP)? {
                let name = inner.trim_start_matches(kind).trim_start_matches('/');
                let name = name.strip_suffix(".snap").unwrap_or(name).to_owned();
                let taken = files
                    .read(&inner)
                    .and_then(|source| this.take(kind, name, &source));
                if let Err(problem) = taken {
                    problems.push(problem);
                }
            }
        }
        problems.or(this)
    }

    fn take(
        &mut self,
        kind: &'static str,
        name: String,
        source: &SourceText,
    ) -> Result<(), crate::place::Problem> {
        let body = body_of(source.text());
        let head = source
            .text()
            .find(body)
            .and_then(|at| source.text().get(..at));
        self.heads
            .insert((kind, name.clone()), head.unwrap_or_default().to_owned());
        match kind {
            OUTCOMES => drop(self.outcomes.insert(name, Outcomes::read(source)?)),
            POLICY => drop(self.numbers.insert(name, Numbers::read(source)?)),
            _ => drop(self.reports.insert(name, body.to_owned())),
        }
        Ok(())
    }

    /// Whether anything is pinned.
    pub(super) fn is_there(&self) -> bool {
        !self.outcomes.is_empty()
    }

    /// The day that what is pinned was judged on; the latest if there are several.
    pub(super) fn day(&self) -> Option<Date> {
        self.outcomes.values().map(|outcomes| outcomes.as_of).max()
    }

    /// Where that snapshot is.
    pub(super) fn file(&self, kind: &str, name: &str) -> PathBuf {
        self.path.join(kind).join(format!("{name}.{SNAP}"))
    }

    /// The whole file with that text in it.
    pub(super) fn with_head(&self, kind: &'static str, name: &str, body: &str) -> String {
        let head = self.heads.get(&(kind, name.to_owned()));
        let head = head.filter(|head| !head.is_empty());
        format!(
            "{}{}\n",
            head.map_or(HEAD, String::as_str),
            body.trim_matches('\n')
        )
    }
}
