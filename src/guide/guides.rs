use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::dataset::Files;
use crate::place::{Problem, Problems};
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
        let rule_files = files.list("", "rhai")?;
        let yaml_files = files.list("", "yaml")?;
        let mut problems = Problems::new();
        let mut helpers = Vec::new();
        for path in rule_files.iter().filter(|path| folder(path) == Some(LIB)) {
            let name = path
                .trim_start_matches("lib/")
                .trim_end_matches(".rhai")
                .to_owned();
            match files.read(path) {
                Ok(source) => helpers.push((name, source)),
                Err(problem) => problems.push(problem),
            }
        }
        let host = match Host::new(&helpers, titles) {
            Ok(host) => Arc::new(host),
            Err(found) => {
                problems.extend(found);
                return Err(problems);
            }
        };
        let topics = ComparedTopic::load_all(files).map_err(|found| problems.extend(found));
        let topics = topics.ok();
        let folders: BTreeSet<&str> = rule_files
            .iter()
            .chain(&yaml_files)
            .filter_map(|path| folder(path))
            .collect();
        let mut guides = Vec::new();
        for id in folders.into_iter().filter(|id| *id != LIB) {
            match Guide::load(files, id, &host, topics.as_deref()) {
                Ok(guide) => guides.push(Arc::new(guide)),
                Err(found) => problems.extend(found),
            }
        }
        if guides.is_empty() && problems.is_empty() {
            problems.push(
                Problem::error("there is no guide in this folder")
                    .at(crate::place::Place::file(&files.shown("")))
                    .help("a guide is a folder with a guide.yaml and rule files beside it"),
            );
        }
        let topics = Arc::new(topics.unwrap_or_default());
        problems.or(Self {
            host,
            topics,
            guides,
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

fn folder(path: &str) -> Option<&str> {
    path.split_once('/').map(|(folder, _)| folder)
}
