use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::dataset::Files;
use crate::place::{Problem, Problems, SourceText};
use crate::script::Host;

use super::{ComparedTopic, Guide, GuideKind, Override};

/// The folder of the helpers that guides share.
pub const LIB: &str = "lib";

/// All guides of a rules folder, with the sandbox that runs them.
#[derive(Debug, Clone)]
pub struct Guides {
    /// The sandbox.
    pub host: Arc<Host>,
    /// The topics on which guides are put side by side, in order.
    pub topics: Arc<Vec<ComparedTopic>>,
    /// The guides by id.
    pub guides: Vec<Arc<Guide>>,
}

impl Guides {
    /// Reads and checks every guide of a rules folder. `titles` says what ids are called among
    /// people.
    ///
    /// # Errors
    /// Everything that is wrong in any of them.
    pub fn load(files: &Files, titles: BTreeMap<String, String>) -> Result<Self, Problems> {
        let (guides, problems) = Self::gather(files, None, titles);
        problems.or(guides)
    }

    /// The same with as much as can be read, and everything that is wrong in the rest. With `only`
    /// that guide alone, beside the shared helpers and topics.
    #[must_use]
    pub fn gather(
        files: &Files,
        only: Option<&str>,
        titles: BTreeMap<String, String>,
    ) -> (Self, Problems) {
        let mut problems = Problems::new();
        let (helpers, unread) = helpers(files, &mut problems);
        let (host, found) = Host::gather(&helpers, &unread, titles);
        problems.extend(found);
        let topics = ComparedTopic::load_all(files).map_err(|found| problems.extend(found));
        let topics = topics.ok();
        let ids = match only {
            Some(id) => vec![id.to_owned()],
            None => folders(files, &mut problems),
        };
        let mut guides = Vec::new();
        for id in &ids {
            let (guide, found) = Guide::gather(None, files, id, &host, topics.as_deref());
            guides.extend(guide.map(Arc::new));
            problems.extend(found);
        }
        if ids.is_empty() && !problems.has_errors() {
            problems.push(no_guide(files));
        }
        let guides = Self {
            host: Arc::new(host),
            topics: Arc::new(topics.unwrap_or_default()),
            guides,
        };
        (guides, problems)
    }

    /// Reads and checks the guides of these folders anew and takes the others as they are. Shared
    /// helpers, topics and titles are taken as they are.
    ///
    /// # Errors
    /// Everything that is wrong in any of the folders that are read.
    pub fn reload(&self, files: &Files, stale: &BTreeSet<String>) -> Result<Self, Problems> {
        let mut problems = Problems::new();
        let mut guides = Vec::new();
        for id in folders(files, &mut problems) {
            let known = self.guides.iter().find(|guide| guide.id == id);
            if let Some(guide) = known.filter(|_| !stale.contains(&id)) {
                guides.push(guide.clone());
                continue;
            }
            let before = known.map(|guide| &**guide);
            match Guide::load_after(before, files, &id, &self.host, Some(&self.topics)) {
                Ok(guide) => guides.push(Arc::new(guide)),
                Err(found) => problems.extend(found),
            }
        }
        if guides.is_empty() && problems.is_empty() {
            problems.push(no_guide(files));
        }
        problems.or(Self {
            guides,
            ..self.clone()
        })
    }

    /// The guides that can judge an applicant, each with the packs that go along with every guide:
    /// what is officially so, and the applicant's own wishes.
    #[must_use]
    pub fn judging(&self) -> Vec<Arc<Guide>> {
        let kind = |guide: &Arc<Guide>| guide.manifest.kind;
        let (guides, companions): (Vec<_>, Vec<_>) = self
            .guides
            .iter()
            .cloned()
            .partition(|guide| kind(guide) == GuideKind::Guide);
        guides
            .iter()
            .map(|guide| Arc::new(guide.accompanied_by(&companions)))
            .collect()
    }

    /// The guide with that id.
    ///
    /// # Errors
    /// When there is none, with the ids there are.
    pub fn find(&self, id: &str) -> Result<&Arc<Guide>, Problem> {
        let known = || self.guides.iter().map(|guide| guide.id.as_str());
        self.guides
            .iter()
            .find(|guide| guide.id == id)
            .ok_or_else(|| {
                Problem::error(format!("there is no guide `{id}`")).near_or_all(id, known())
            })
    }

    /// The same guides with an office's numbers.
    ///
    /// # Errors
    /// Every guide or parameter that does not exist, and every value outside its range.
    pub fn with_override(&self, office: &Override) -> Result<Self, Problems> {
        let guides = office.apply(&self.guides)?;
        Ok(Self {
            guides,
            ..self.clone()
        })
    }
}

/// The files of shared helpers, and the names of those that cannot be read.
fn helpers(files: &Files, problems: &mut Problems) -> (Vec<(String, SourceText)>, Vec<String>) {
    let (mut helpers, mut unread) = (Vec::new(), Vec::new());
    if !files.contains(LIB) {
        return (helpers, unread);
    }
    let paths = files.list(LIB, "rhai");
    for path in paths
        .map_err(|problem| problems.push(problem))
        .unwrap_or_default()
    {
        let name = path
            .trim_start_matches("lib/")
            .trim_end_matches(".rhai")
            .to_owned();
        match files.read(&path) {
            Ok(source) => helpers.push((name, source)),
            Err(problem) => {
                problems.push(problem);
                unread.push(name);
            }
        }
    }
    (helpers, unread)
}

fn no_guide(files: &Files) -> Problem {
    Problem::error("there is no guide in this folder")
        .at(crate::place::Place::file(&files.shown("")))
        .help("a guide is a folder with a guide.yaml and rule files beside it")
}

/// The folders that are guides.
fn folders(files: &Files, problems: &mut Problems) -> Vec<String> {
    let mut found = BTreeSet::new();
    for extension in ["rhai", "yaml"] {
        match files.list("", extension) {
            Ok(paths) => found.extend(
                paths
                    .iter()
                    .filter_map(|path| folder(path))
                    .map(str::to_owned),
            ),
            Err(problem) => {
                problems.push(problem);
                break;
            }
        }
    }
    found.remove(LIB);
    found.into_iter().collect()
}

fn folder(path: &str) -> Option<&str> {
    path.split_once('/').map(|(folder, _)| folder)
}
