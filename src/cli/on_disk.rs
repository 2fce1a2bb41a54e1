use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use crate::dataset::Files;
use crate::guide::LIB;
use crate::watch::{Fingerprint, Watched, absolute};

use super::evaluate::Evaluate;
use super::world::{Stale, datasets, rules};

/// The folder of the datasets that holds the program files.
const PROGRAMS: &str = "programs";
/// The folder of the datasets that holds profiles to try.
const APPLICANTS: &str = "applicants";

/// The topics by which guides are compared, beside the folders of the guides.
const TOPICS: &str = "topics.yaml";

/// What a file is to an evaluation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind<'p> {
    /// The applicant's profile.
    Profile,
    /// Belongs to that guide.
    Guide(&'p str),
    /// Helpers or topics, which all guides share.
    Shared,
    /// An office policy.
    Policy,
    /// The program with that id.
    Program(&'p str),
    /// A source, region or official table.
    Reference,
    /// Not read for this evaluation.
    Unread,
}

/// What an evaluation reads from disk; the rest of it is built in.
#[derive(Debug, Default)]
pub(crate) struct OnDisk {
    rules: Option<PathBuf>,
    datasets: Option<PathBuf>,
    programs: Option<PathBuf>,
    policies: Vec<PathBuf>,
    profiles: Vec<PathBuf>,
    output: Option<PathBuf>,
}

impl OnDisk {
    /// Where the files of these evaluations lie, which differ by the applicant only.
    pub(crate) fn of(evaluates: &[Evaluate]) -> Self {
        let profiles = evaluates.iter().map(|one| absolute(&one.applicant));
        let profiles = profiles.collect();
        let Some(evaluate) = evaluates.first() else {
            return Self {
                profiles,
                ..Self::default()
            };
        };
        let options = &evaluate.world;
        let folder = |files: Files| files.on_disk().map(absolute);
        Self {
            rules: folder(rules(options)),
            datasets: folder(datasets(options)),
            programs: options.programs.as_deref().map(absolute),
            policies: options.policy.iter().map(|path| absolute(path)).collect(),
            profiles,
            output: evaluate.output.output.clone(),
        }
    }

    /// What to watch.
    pub(crate) fn watched(&self) -> Watched {
        let watched = Watched::new(self.paths());
        match &self.output {
            Some(output) => watched.ignoring(output),
            None => watched,
        }
    }

    /// Whether the rules lie on disk, where they can be edited.
    pub(crate) fn has_rules(&self) -> bool {
        self.rules.is_some()
    }

    /// What is watched, by name, for people.
    pub(crate) fn names(&self) -> String {
        let names: Vec<String> = self.paths().map(name).collect();
        names.join(", ")
    }

    /// What that file is.
    pub(crate) fn kind<'p>(&self, path: &'p Path) -> Kind<'p> {
        if self.profiles.iter().any(|profile| profile == path) {
            return Kind::Profile;
        }
        if self.policies.iter().any(|policy| policy == path) {
            return Kind::Policy;
        }
        let id = path
            .file_stem()
            .and_then(|stem| stem.to_str())
            .unwrap_or_default();
        if self
            .programs
            .as_ref()
            .is_some_and(|programs| path.starts_with(programs))
        {
            return Kind::Program(id);
        }
        match (
            first(self.rules.as_deref(), path),
            first(self.datasets.as_deref(), path),
        ) {
            (Some(LIB | TOPICS), _) => Kind::Shared,
            (Some(guide), _) => Kind::Guide(guide),
            (None, Some(PROGRAMS)) if self.programs.is_none() => Kind::Program(id),
            (None, Some(PROGRAMS | APPLICANTS) | None) => Kind::Unread,
            (None, Some(_)) => Kind::Reference,
        }
    }

    /// What these files make stale.
    pub(crate) fn stale(&self, files: &BTreeSet<PathBuf>) -> Stale {
        let mut stale = Stale::default();
        for path in files {
            match self.kind(path) {
                Kind::Reference => stale.references = true,
                Kind::Program(_) => stale.programs = true,
                Kind::Shared => stale.shared = true,
                Kind::Guide(id) => drop(stale.guides.insert(id.to_owned())),
                // Profiles and office policies are read each time.
                Kind::Profile | Kind::Policy | Kind::Unread => {}
            }
        }
        stale
    }

    /// The files that differ between two looks, as far as they are read.
    pub(crate) fn read_of(&self, before: &Fingerprint, after: &Fingerprint) -> BTreeSet<PathBuf> {
        let mut files = before.changes(after);
        files.retain(|path| self.kind(path) != Kind::Unread);
        files
    }

    /// A file as people would name it: its path from the watched folder on.
    pub(crate) fn shown(&self, path: &Path) -> String {
        let home = self
            .paths()
            .find(|root| path.starts_with(root))
            .and_then(Path::parent);
        let inner = home.and_then(|home| path.strip_prefix(home).ok());
        inner.unwrap_or(path).display().to_string()
    }

    fn paths(&self) -> impl Iterator<Item = &Path> {
        let folders = [&self.rules, &self.datasets, &self.programs]
            .into_iter()
            .flatten();
        let files = self.policies.iter().chain(&self.profiles);
        folders.chain(files).map(PathBuf::as_path)
    }
}

fn name(path: &Path) -> String {
    let name = path.file_name().unwrap_or(path.as_os_str());
    name.to_string_lossy().into_owned()
}

/// The first name of the path below a folder.
fn first<'p>(folder: Option<&Path>, path: &'p Path) -> Option<&'p str> {
    path.strip_prefix(folder?).ok()?.iter().next()?.to_str()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_file_has_its_kind() {
        let disk = OnDisk {
            rules: Some("/r".into()),
            datasets: Some("/d".into()),
            programs: None,
            policies: vec!["/o/office.yaml".into()],
            profiles: vec!["/d/applicants/me.yaml".into()],
            output: None,
        };
        let kind = |path: &'static str| disk.kind(Path::new(path));
        assert_eq!(kind("/r/lib/visa.rhai"), Kind::Shared);
        assert_eq!(kind("/r/county/cases/visa.yaml"), Kind::Guide("county"));
        assert_eq!(kind("/d/programs/acgme-1.yaml"), Kind::Program("acgme-1"));
        assert_eq!(kind("/d/official/season.yaml"), Kind::Reference);
        assert_eq!(kind("/d/applicants/me.yaml"), Kind::Profile);
        assert_eq!(kind("/d/applicants/you.yaml"), Kind::Unread);
        assert_eq!(kind("/o/office.yaml"), Kind::Policy);
        let own = OnDisk {
            programs: Some("/p".into()),
            ..disk
        };
        assert_eq!(
            own.kind(Path::new("/p/acgme-1.yaml")),
            Kind::Program("acgme-1")
        );
        assert_eq!(
            own.kind(Path::new("/d/programs/acgme-1.yaml")),
            Kind::Unread
        );
    }
}
