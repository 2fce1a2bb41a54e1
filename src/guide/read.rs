use std::collections::BTreeMap;

use crate::dataset::{Files, Tree, yaml};
use crate::model::Policy;
use crate::place::Problems;
use crate::script::Names;

use super::raw::{RawGuide, RawPassages};
use super::{Manifest, Passage, manifest_check, parameters};

/// What `guide.yaml` and `passages.yaml` say, and the names of all parameters, broken ones too.
#[derive(Debug)]
pub(super) struct Read {
    pub(super) manifest: Manifest,
    pub(super) policy: Policy,
    pub(super) passages: BTreeMap<String, Passage>,
    /// Whether the passages could be read, so that one which is not there is an error.
    pub(super) all_passages: bool,
    pub(super) parameters: Vec<String>,
}

impl Read {
    /// Reads both files of the folder `id`; nothing without its manifest.
    pub(super) fn of(files: &Files, id: &str, problems: &mut Problems) -> Option<Self> {
        let source = files.read(&format!("{id}/guide.yaml")).map_err(|problem| {
            problem.help(format!(
                "a guide is a folder with a guide.yaml; `{id}` has none, so its rules cannot be \
                 used"
            ))
        });
        let passages_source = files.read(&format!("{id}/passages.yaml"));
        let passages = passages_source.and_then(|source| yaml::parse::<RawPassages>(&source));
        let all_passages = passages.is_ok();
        let passages: BTreeMap<String, Passage> = match passages {
            Ok(raw) => raw.into_iter().map(|(id, raw)| (id, raw.into())).collect(),
            Err(problem) => {
                problems.push(problem);
                BTreeMap::new()
            }
        };
        let parsed = source.and_then(|source| Ok((yaml::parse(&source)?, Tree::parse(&source)?)));
        let (mut raw, tree): (RawGuide, Tree) =
            parsed.map_err(|problem| problems.push(problem)).ok()?;
        let known = |id: &str| !all_passages || passages.contains_key(id);
        let parameters = std::mem::take(&mut raw.parameters);
        let named = parameters.keys().cloned().collect();
        let policy = parameters::check(parameters, &tree, known, problems);
        let manifest = Manifest::of(raw);
        manifest_check::check(&manifest, &tree, known, problems);
        Some(Self {
            manifest,
            policy,
            passages,
            all_passages,
            parameters: named,
        })
    }

    /// What rules can name.
    pub(super) fn names(&self) -> Names {
        let manifest = &self.manifest;
        let kind = |name: &str| {
            self.policy
                .get(name)
                .map_or("unknown", |p| p.setting.kind())
        };
        Names {
            groups: manifest
                .groups
                .iter()
                .map(|group| group.id.clone())
                .collect(),
            parameters: self
                .parameters
                .iter()
                .map(|name| (name.clone(), kind(name)))
                .collect(),
            tiers: manifest.tiers.iter().map(|tier| tier.id.clone()).collect(),
            topics: manifest
                .topics
                .iter()
                .map(|topic| topic.id.clone())
                .collect(),
            pillars: manifest
                .pillars
                .iter()
                .map(|pillar| pillar.id.clone())
                .collect(),
        }
    }
}
