//! The recorded edits: a small policy, and ten ways in which somebody changed it.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use jiff::civil::date;
use preceptor::dataset::{Profile, Tree};
use preceptor::place::SourceText;
use preceptor::review::{
    Changes, Counts, Edition, EditionTexts, Filter, Person, Sweep, Tally, Unit, Worker,
};
use preceptor::{Files, References};
use tempfile::TempDir;

use crate::runner::{Run, preceptor};
use crate::snapshot::root;

/// Their names: of the files in `tests/fixtures/edits` and of the snapshots.
pub(crate) const EDITS: [&str; 10] = [
    "one-threshold",
    "two-thresholds",
    "new-rule",
    "deleted-rule",
    "renamed-rule",
    "comment",
    "reordered-file",
    "tier-rename",
    "data-correction",
    "visa-flip",
];

/// The old version in `old`, the new one in `new`, and the applicants beside them.
pub(crate) struct Edited(TempDir);

fn fixtures() -> PathBuf {
    root().join("tests/fixtures/edits")
}

/// Copies a folder with all that is in it.
fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let path = entry.unwrap().path();
        let to = to.join(path.file_name().unwrap());
        if path.is_dir() {
            copy(&path, &to);
        } else {
            fs::copy(&path, &to).unwrap();
        }
    }
}

impl Edited {
    /// The same small policy twice.
    pub(crate) fn unchanged() -> Self {
        let home = Self(tempfile::tempdir().unwrap());
        let base = fixtures().join("base");
        for side in ["old", "new"] {
            let folder = home.path(side);
            copy(&base.join("rules"), &folder.join("rules"));
            copy(&base.join("programs"), &folder.join("datasets/programs"));
            copy(
                &root().join("datasets/official"),
                &folder.join("datasets/official"),
            );
            for file in [
                "sources.yaml",
                "regions.yaml",
                "places.yaml",
                "glossary.yaml",
            ] {
                let from = root().join("datasets").join(file);
                fs::copy(from, folder.join("datasets").join(file)).unwrap();
            }
        }
        copy(&base.join("applicants"), &home.path("applicants"));
        home
    }

    /// With a recorded edit in the new version.
    pub(crate) fn of(name: &str) -> Self {
        let home = Self::unchanged();
        let text = fs::read_to_string(fixtures().join(format!("{name}.yaml"))).unwrap();
        let edit = Tree::parse(&SourceText::new(name, &text))
            .unwrap()
            .to_json();
        for change in edit["changes"].as_array().unwrap() {
            let of = |key: &str| change[key].as_str().unwrap();
            home.replace(of("file"), of("from"), of("to"));
        }
        home
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    /// Puts one text in the place of another in a file of the new version.
    pub(crate) fn replace(&self, file: &str, from: &str, to: &str) {
        let path = self.path("new").join(file);
        let text = fs::read_to_string(&path).unwrap();
        assert!(text.contains(from), "{file} has no `{from}`");
        fs::write(path, text.replacen(from, to, 1)).unwrap();
    }

    /// `preceptor diff` between the two.
    pub(crate) fn diff(&self) -> Run {
        preceptor(["diff", "old", "new", "--applicants", "applicants"]).in_folder(self.0.path())
    }

    /// Both versions, read.
    pub(crate) fn editions(&self) -> (Edition, Edition) {
        let new = Edition::load("new", self.texts("new"))
            .map_err(|e| e.to_string())
            .unwrap();
        let old = Edition::load_beside(&new, "old", self.texts("old"));
        (old.map_err(|e| e.to_string()).unwrap(), new)
    }

    fn texts(&self, side: &str) -> EditionTexts {
        let all = |name: &str| {
            let files = Files::folder(&self.path(side).join(name));
            Arc::new(files.all(&["yaml", "rhai"], |_| false).unwrap())
        };
        EditionTexts {
            rules: all("rules"),
            datasets: all("datasets"),
            policies: Vec::new(),
        }
    }

    /// The profiles.
    pub(crate) fn profiles(&self) -> Vec<SourceText> {
        let files = Files::folder(&self.path("applicants"));
        let paths = files.list("", "yaml").unwrap();
        paths.iter().map(|path| files.read(path).unwrap()).collect()
    }
}

/// Judges all profiles by both versions.
pub(crate) fn judged<'e>(
    (old, new): (&'e Edition, &'e Edition),
    changes: &Changes,
    units: &'e [Unit],
    profiles: &[SourceText],
) -> (Sweep<'e>, Tally, Vec<Arc<Person>>) {
    let filters: Vec<Filter> = Vec::new();
    let sweep = Sweep::new((old, new), changes, units, (None, None), filters).unwrap();
    let read = |profile: &SourceText, references: &References| {
        Profile::read(profile, references, date(2026, 11, 22))
    };
    let people: Vec<Arc<Person>> = profiles
        .iter()
        .enumerate()
        .map(|(number, profile)| {
            let person = sweep.person(number, "", |references| read(profile, references));
            person.map_err(|problems| problems.to_string()).unwrap()
        })
        .collect();
    let mut worker = Worker::new(&sweep);
    for person in &people {
        worker.judge(person);
    }
    let tally = std::mem::take(&mut worker.tally);
    drop(worker);
    (sweep, tally, people)
}

/// Everything that was counted, to be compared.
pub(crate) fn figures(counts: &Counts) -> String {
    format!(
        "{} pairs, {} excluded, {} opened, {} gone, {} came, tiers {:?}, points {:?}, {} more and {} less unknown, {} unjudged, {} judged, said {:?}",
        counts.pairs,
        counts.excluded,
        counts.opened,
        counts.gone,
        counts.came,
        counts.tiers,
        counts.points,
        counts.unknown_more,
        counts.unknown_less,
        counts.unjudged,
        counts.judged,
        counts.said
    )
}
