//! What OLD and NEW stand for.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

use crate::cli::options::WorldOptions;
use crate::cli::world::{datasets, rules};
use crate::dataset::Files;
use crate::place::{Place, Problem, Problems, SourceText};
use crate::review::diff::{Edition, EditionTexts};

use super::git;

/// What people call the version that is in force.
const IN_FORCE: &str = "what is in force";
/// Profiles are no part of a version.
const APPLICANTS: &str = "applicants/";

/// The two versions that are compared.
pub(super) struct Sides {
    pub(super) old: Edition,
    pub(super) new: Edition,
}

impl Sides {
    /// Reads both versions; everything that is wrong in either is said at once.
    pub(super) fn read(
        old: &str,
        new: Option<&str>,
        options: &WorldOptions,
    ) -> Result<Self, Problems> {
        let mut problems = Problems::new();
        let in_force = in_force(options)?;
        let mut texts = |side: &str| {
            let texts = side_of(side, &in_force, options);
            texts.map_err(|found| problems.extend(found)).ok()
        };
        let before = texts(old);
        let after = match new {
            Some(new) => texts(new).map(|texts| (new.to_owned(), texts)),
            None => Some((IN_FORCE.to_owned(), in_force.clone())),
        };
        let (Some(before), Some((name, after))) = (before, after) else {
            return Err(problems);
        };
        let new = Edition::load(&name, after)?;
        let old = Edition::load_beside(&new, old, before);
        Ok(Self { old: old?, new })
    }
}

/// The texts that are in force now.
pub(crate) fn in_force(options: &WorldOptions) -> Result<EditionTexts, Problems> {
    let mut problems = Problems::new();
    let mut all = |files: &Files| {
        let texts = files.all(&["yaml", "rhai"], |path| path.starts_with(APPLICANTS));
        texts.unwrap_or_else(|found| {
            problems.extend(found);
            BTreeMap::new()
        })
    };
    let rules = all(&rules(options));
    let mut data = all(&datasets(options));
    if let Some(path) = &options.programs {
        data.retain(|path, _| !path.starts_with("programs/"));
        if path.is_dir() {
            let folder = Files::folder(path);
            let inner = folder.contains("programs");
            for (path, text) in all(&folder) {
                match (inner, path.starts_with("programs/")) {
                    (true, true) => drop(data.insert(path, text)),
                    (true, false) => {}
                    (false, _) => drop(data.insert(format!("programs/{path}"), text)),
                }
            }
        } else {
            let text = Files::file(path)?;
            let name = path.file_name().unwrap_or(path.as_os_str());
            data.insert(format!("programs/{}", name.to_string_lossy()), text);
        }
    }
    let policies = options.policy.iter().map(|path| Files::file(path));
    let policies = policies.collect::<Result<Vec<SourceText>, Problem>>()?;
    problems.or(EditionTexts {
        rules: Arc::new(rules),
        datasets: Arc::new(data),
        policies,
    })
}

/// The texts of one side, over those in force.
fn side_of(
    side: &str,
    in_force: &EditionTexts,
    options: &WorldOptions,
) -> Result<EditionTexts, Problems> {
    let path = Path::new(side);
    if path.is_dir() {
        return folder(path, in_force, options);
    }
    if path.exists() {
        let policies = vec![Files::file(path)?];
        return Ok(EditionTexts {
            policies,
            ..in_force.clone()
        });
    }
    revision(side, in_force, options)
}

fn folder(
    path: &Path,
    in_force: &EditionTexts,
    options: &WorldOptions,
) -> Result<EditionTexts, Problems> {
    let files = Files::folder(path);
    let named = |name: &str, has: bool| has.then(|| path.join(name));
    let (has_rules, has_data) = (files.contains("rules"), files.contains("datasets"));
    let mut own = WorldOptions {
        rules: named("rules", has_rules),
        datasets: named("datasets", has_data),
        ..options.clone()
    };
    if !has_rules && !has_data {
        let yaml = files.list("", "yaml")?;
        let is_guide =
            |path: &String| path.ends_with("/guide.yaml") && path.matches('/').count() == 1;
        if yaml.iter().any(is_guide) {
            own.rules = Some(path.to_owned());
        } else if files.contains("sources.yaml") {
            own.datasets = Some(path.to_owned());
        } else {
            let shown = path.display().to_string();
            let problem = Problem::error("this folder holds neither rules nor datasets");
            let help = if files.contains("guide.yaml") {
                "this is one guide: name the folder that it lies in"
            } else {
                "name a folder of guides, of datasets, or one that holds `rules` or `datasets`"
            };
            return Err(problem.at(Place::file(&shown)).help(help).into());
        }
    }
    let replaced = self::in_force(&own)?;
    Ok(EditionTexts {
        rules: if own.rules.is_some() {
            replaced.rules
        } else {
            in_force.rules.clone()
        },
        datasets: if own.datasets.is_some() {
            replaced.datasets
        } else {
            in_force.datasets.clone()
        },
        policies: in_force.policies.clone(),
    })
}

/// The rules and datasets of a revision; what it does not have is as it is in force.
fn revision(
    revision: &str,
    in_force: &EditionTexts,
    options: &WorldOptions,
) -> Result<EditionTexts, Problems> {
    let repository = git::Repository::find(revision)?;
    let rules = repository.folder(rules(options).on_disk(), "rules")?;
    let data = repository.folder(datasets(options).on_disk(), "datasets")?;
    if rules.is_empty() && data.is_empty() {
        let message = format!("the revision `{revision}` has no rules and no datasets here");
        let problem = Problem::error(message);
        return Err(problem
            .help("run this in the folder that holds `rules` or `datasets`")
            .into());
    }
    let or = |own: BTreeMap<String, SourceText>, known: &crate::dataset::Texts| {
        if own.is_empty() {
            known.clone()
        } else {
            Arc::new(own)
        }
    };
    let mut data = data;
    data.retain(|path, _| !path.starts_with(APPLICANTS));
    if options.programs.is_some() && !data.is_empty() {
        data.retain(|path, _| !path.starts_with("programs/"));
        let programs = in_force.datasets.iter();
        let programs = programs.filter(|(path, _)| path.starts_with("programs/"));
        data.extend(programs.map(|(path, text)| (path.clone(), text.clone())));
    }
    Ok(EditionTexts {
        rules: or(rules, &in_force.rules),
        datasets: or(data, &in_force.datasets),
        policies: in_force.policies.clone(),
    })
}
