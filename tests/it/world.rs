use std::fs;
use std::path::Path;

use tempfile::TempDir;

use crate::runner::{Run, preceptor};

/// The files of the small world: an applicant, two invented programs, one guide with two rules.
const FILES: [(&str, &str); 7] = [
    (
        "applicant.yaml",
        "\
name: An applicant
type_of_graduate: img
citizenship: foreign-national
visa: J-1
yog: 2023
match_year: 2027
targets:
  - { specialty: internal-medicine, track: categorical }
step2_ck: { taken: 2026-03-12, score: 222, attempts: 1 }
regions: { preferred: [california] }
",
    ),
    (
        "programs/ca-example-valley-internal-medicine.yaml",
        "\
id: ca-example-valley-internal-medicine
invented: true
name: Example Valley Program
specialty: internal-medicine
city: Fresno
county: Fresno
state: CA
listed: { source: freida-2025, as_of: 2025-03-28 }
tracks: [{ track: categorical }]
img_percent: { value: 80, source: freida-2025, as_of: 2025-03-28 }
visas:
  j1: { value: yes, source: freida-2025, as_of: 2025-03-28 }
",
    ),
    (
        "programs/nv-example-desert-internal-medicine.yaml",
        "\
id: nv-example-desert-internal-medicine
invented: true
name: Example Desert Program
specialty: internal-medicine
city: Reno
state: NV
listed: { source: freida-2025, as_of: 2025-03-28 }
tracks: [{ track: categorical }]
visas:
  j1: { value: no, source: freida-2025, as_of: 2025-03-28 }
",
    ),
    (
        "rules/small/guide.yaml",
        "\
title: A small guide
short: Small
kind: guide
source: { document: invented for tests }
for: Anyone
tiers:
  - { id: \"1\", title: First, meaning: the best there is }
pillars:
  - { id: exams, title: Exams }
topics:
  - { id: visa, title: Visa }
parameters:
  low_score:
    meaning: Step 2 CK below this is low
    number: 230
    range: [200, 260]
    basis: { guide: S-01 }
  usual_score:
    meaning: Step 2 CK of most residents
    band: { from: 215, to: 225 }
    range: [200, 260]
    basis: { reading: an example }
",
    ),
    (
        "rules/small/passages.yaml",
        "\
S-01: { section: One, lines: \"1\", kind: score_band, summary: A low score is low. }
S-02: { section: Two, lines: \"2\", kind: visa, summary: Some sponsor nothing. }
",
    ),
    ("rules/small/topic.rhai", RULES),
    (
        "rules/small/cases/topic.yaml",
        "\
about: Both rules
as_of: 2026-11-01
applicant:
  type_of_graduate: img
  citizenship: foreign-national
  visa: J-1
  targets: [{ specialty: internal-medicine, track: categorical }]
  step2_ck: { taken: 2026-03-12, score: 222, attempts: 1 }
program:
  id: ca-example-valley-internal-medicine
  name: Example Valley Program
  specialty: internal-medicine
  city: Fresno
  state: CA
  listed: { source: freida-2025, as_of: 2025-03-28 }
  tracks: [{ track: categorical }]
  visas:
    j1: { value: no, source: freida-2025, as_of: 2025-03-28 }
rules:
  topic/low:
    fires:
      - { }
    quiet:
      - { applicant.step2_ck.score: 240 }
  topic/no_j1:
    fires:
      - { finds: J-1 }
    quiet:
      - { program.visas.j1.value: yes }
",
    ),
];

/// The rules of the small guide.
pub(crate) const RULES: &str = "\
/// The score is low.
/// cites: S-01
fn low(applicant, policy) {
    if applicant.step2_ck.score < policy.low_score && place(applicant.step2_ck.score, policy.usual_score) == \"inside\" {
        flag(\"a low score\")
    }
}

/// The program does not sponsor the J-1.
/// cites: S-02
fn no_j1(applicant, program) {
    if applicant.visa == \"J-1\" && program.visas.j1 == \"no\" {
        exclude(\"does not sponsor the J-1\")
    }
}
";

/// Where the rules of the small guide lie.
pub(crate) const TOPIC: &str = "rules/small/topic.rhai";

/// A folder with the small world in it.
#[derive(Debug)]
pub(crate) struct World {
    folder: TempDir,
}

impl World {
    /// A folder with nothing in it.
    pub(crate) fn empty() -> Self {
        Self {
            folder: tempfile::tempdir().unwrap(),
        }
    }

    pub(crate) fn new() -> Self {
        let this = Self::empty();
        for (path, text) in FILES {
            this.write(path, text);
        }
        this
    }

    /// The small world with other rules and no cases.
    pub(crate) fn with_rules(rules: impl AsRef<[u8]>) -> Self {
        let this = Self::new();
        this.write(TOPIC, rules);
        this.write("rules/small/cases/topic.yaml", NO_CASES);
        this
    }

    pub(crate) fn folder(&self) -> &Path {
        self.folder.path()
    }

    pub(crate) fn write(&self, path: &str, text: impl AsRef<[u8]>) -> &Self {
        let path = self.folder().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
        self
    }

    /// Writes a file again with one piece of its text exchanged.
    #[track_caller]
    pub(crate) fn replace(&self, path: &str, from: &str, to: &str) -> &Self {
        let text = fs::read_to_string(self.folder().join(path)).unwrap();
        assert!(text.contains(from), "{path} has no {from}");
        self.write(path, text.replacen(from, to, 1))
    }

    pub(crate) fn remove(&self, path: &str) -> &Self {
        fs::remove_file(self.folder().join(path)).unwrap();
        self
    }

    pub(crate) fn read(&self, path: &str) -> String {
        fs::read_to_string(self.folder().join(path)).unwrap()
    }

    /// `preceptor` with these arguments in this folder.
    pub(crate) fn preceptor<const N: usize>(&self, arguments: [&str; N]) -> Run {
        preceptor(arguments).in_folder(self.folder())
    }

    /// Evaluates the applicant by the small guide.
    pub(crate) fn evaluate(&self) -> Run {
        self.preceptor([
            "evaluate",
            "applicant.yaml",
            "--rules",
            "rules",
            "--programs",
            "programs",
        ])
    }

    pub(crate) fn check(&self) -> Run {
        self.preceptor(["check", "--rules", "rules", "--programs", "programs"])
    }
}

const NO_CASES: &str = "\
about: Nothing
as_of: 2026-11-01
applicant: { }
rules: { }
";
