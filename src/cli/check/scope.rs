//! What is checked: everything in force, or what a path stands for.

use std::path::{Path, PathBuf};

use crate::dataset::Files;
use crate::guide::LIB;
use crate::place::{Place, Problem};

use super::super::options::WorldOptions;
use super::super::world::{datasets, rules};

/// What makes a folder a guide.
const MANIFEST: &str = "guide.yaml";
/// What makes a folder one of datasets.
const SOURCES: &str = "sources.yaml";
/// The topics beside the guides.
const TOPICS: &str = "topics.yaml";

/// What is checked, and which of it is shown.
#[derive(Debug, Default)]
pub(super) struct Scope {
    /// The folder of guides, and the one guide of it.
    pub(super) rules: Option<(Files, Option<String>)>,
    /// The datasets, whole.
    pub(super) datasets: Option<Files>,
    /// Records of programs that take the place of those of the datasets.
    pub(super) programs: Option<PathBuf>,
    /// Profiles outside of the datasets.
    pub(super) profiles: Vec<PathBuf>,
    /// Office policies.
    pub(super) policies: Vec<PathBuf>,
    /// What was asked for.
    pub(super) path: Option<PathBuf>,
    /// The file or folder whose problems are shown; without it all of them.
    shown: Option<PathBuf>,
}

impl Scope {
    /// What the path stands for; without one everything in force.
    pub(super) fn of(path: Option<&Path>, options: &WorldOptions) -> Result<Self, Problem> {
        let Some(path) = path else {
            return Ok(Self {
                rules: Some((rules(options), None)),
                datasets: Some(datasets(options)),
                programs: options.programs.clone(),
                policies: options.policy.clone(),
                ..Self::default()
            });
        };
        let found = if path.is_dir() {
            folder(path)
        } else if path.exists() {
            file(path, options)?
        } else {
            let problem = Problem::error("there is no such file or folder");
            return Err(problem.at(Place::file(&path.display().to_string())));
        };
        let scope = found.ok_or_else(|| {
            let problem = Problem::error("this is nothing that can be checked");
            problem.at(Place::file(&path.display().to_string())).help(
                "name a folder of guides, one guide, a folder of datasets, a rule file, a profile, a program or an office policy",
            )
        })?;
        Ok(Self {
            path: Some(path.to_owned()),
            ..scope
        })
    }

    /// Whether the problem is about what was asked for.
    pub(super) fn shows(&self, problem: &Problem) -> bool {
        let (Some(shown), Some(place)) = (&self.shown, &problem.place) else {
            return true;
        };
        real(Path::new(&*place.path)).starts_with(real(shown))
    }

    /// Whether something is checked against sources, regions and official tables.
    pub(super) fn needs_references(&self) -> bool {
        self.datasets.is_some() || self.programs.is_some() || !self.profiles.is_empty()
    }

    fn guides(folder: &Path, only: Option<String>) -> Self {
        Self {
            rules: Some((Files::folder(folder), only)),
            ..Self::default()
        }
    }

    fn guide(folder: &Path) -> Option<Self> {
        let id = real(folder).file_name()?.to_str()?.to_owned();
        Some(Self::guides(&parent(folder), Some(id)))
    }

    fn data(folder: &Path) -> Self {
        Self {
            datasets: Some(Files::folder(folder)),
            ..Self::default()
        }
    }

    fn showing(self, path: &Path) -> Self {
        Self {
            shown: Some(path.to_owned()),
            ..self
        }
    }
}

fn folder(path: &Path) -> Option<Scope> {
    let inner = |name: &str| {
        if path == Path::new(".") {
            PathBuf::from(name)
        } else {
            path.join(name)
        }
    };
    let (rules, datasets) = (inner("rules"), inner("datasets"));
    if path.join(MANIFEST).is_file() {
        return Some(Scope::guide(path)?.showing(path));
    }
    if path.join(SOURCES).is_file() {
        return Some(Scope::data(path));
    }
    if rules.is_dir() || datasets.is_dir() {
        return Some(Scope {
            rules: rules.is_dir().then(|| (Files::folder(&rules), None)),
            datasets: datasets.is_dir().then(|| Files::folder(&datasets)),
            ..Scope::default()
        });
    }
    if let Some(scope) = around(path) {
        return Some(scope.showing(path));
    }
    let files = Files::folder(path);
    let lists = |extension| files.list("", extension).is_ok_and(|list| !list.is_empty());
    let manifests = files.list("", "yaml").unwrap_or_default();
    let is_guide = |file: &String| {
        Path::new(file)
            .file_name()
            .is_some_and(|name| name == MANIFEST)
    };
    if lists("rhai") || manifests.iter().any(is_guide) || manifests.is_empty() {
        return Some(Scope::guides(path, None));
    }
    let kinds: Vec<Option<Kind>> = manifests
        .iter()
        .map(|file| Kind::of(&path.join(file)))
        .collect();
    if kinds.iter().all(|kind| *kind == Some(Kind::Profile)) {
        return Some(Scope {
            profiles: manifests.iter().map(|file| path.join(file)).collect(),
            ..Scope::default()
        });
    }
    kinds.contains(&Some(Kind::Program)).then(|| Scope {
        programs: Some(path.to_owned()),
        ..Scope::default()
    })
}

fn file(path: &Path, options: &WorldOptions) -> Result<Option<Scope>, Problem> {
    if let Some(scope) = around(path) {
        return Ok(Some(scope.showing(path)));
    }
    let name = path.file_name().and_then(|name| name.to_str());
    if name == Some(TOPICS) {
        return Ok(Some(Scope::guides(&parent(path), None).showing(path)));
    }
    Files::file(path)?;
    let whole = Scope::default();
    Ok(match Kind::of(path) {
        Some(Kind::Profile) => Some(Scope {
            profiles: vec![path.to_owned()],
            ..whole
        }),
        Some(Kind::Program) => Some(Scope {
            programs: Some(path.to_owned()),
            ..whole
        }),
        Some(Kind::Policy) => Some(
            Scope {
                rules: Some((rules(options), None)),
                policies: vec![path.to_owned()],
                ..whole
            }
            .showing(path),
        ),
        None => None,
    })
}

/// The guide, shared helpers or datasets that a file or folder lies in.
fn around(path: &Path) -> Option<Scope> {
    let absolute = crate::watch::absolute(path);
    let mut above = path.to_owned();
    for (height, folder) in absolute.ancestors().skip(1).enumerate() {
        above = parent(&above);
        if folder.join(MANIFEST).is_file() {
            return Scope::guide(&above);
        }
        if folder.join(SOURCES).is_file() {
            return Some(Scope::data(&above));
        }
        let is_lib = folder.file_name().is_some_and(|name| name == LIB);
        let is_helper = path.extension().is_some_and(|one| one == "rhai");
        if height == 0 && is_lib && is_helper {
            return Some(Scope::guides(&parent(&above), None));
        }
    }
    None
}

/// The folder that something lies in, written as the user began to write it.
fn parent(path: &Path) -> PathBuf {
    let ends_in_name = path.file_name().is_some();
    match path.parent().filter(|_| ends_in_name) {
        Some(parent) if parent.as_os_str().is_empty() => PathBuf::from("."),
        Some(parent) => parent.to_owned(),
        None if path == Path::new(".") => PathBuf::from(".."),
        None => path.join(".."),
    }
}

/// The path without links and dots, as far as it exists.
fn real(path: &Path) -> PathBuf {
    path.canonicalize()
        .unwrap_or_else(|_| crate::watch::absolute(path))
}

/// What a file outside of guides and datasets is, as its keys tell.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Profile,
    Program,
    Policy,
}

impl Kind {
    /// By the keys at the beginning of its lines, so that a file which is no YAML is known as well.
    fn of(path: &Path) -> Option<Self> {
        let source = Files::file(path).ok()?;
        let is_yaml = path
            .extension()
            .is_some_and(|one| one == "yaml" || one == "yml");
        let mut keys = source.text().lines().filter_map(|line| {
            let (key, _) = line.split_once(':')?;
            key.starts_with(|sign: char| sign.is_alphabetic())
                .then_some(key)
        });
        let has = |words: &[&str]| keys.clone().any(|key| words.contains(&key));
        if has(&["targets", "type_of_graduate", "citizenship"]) {
            Some(Self::Profile)
        } else if has(&["tracks", "listed", "specialty"]) {
            Some(Self::Program)
        } else if is_yaml && keys.next().is_some() {
            Some(Self::Policy)
        } else {
            None
        }
    }
}
