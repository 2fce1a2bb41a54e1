use crate::runner::Run;
use crate::world::World;

/// What makes three guides of the small world: topics, positions and a tier for the small guide, a
/// second guide beside it, and one that is for somebody else.
const FILES: [(&str, &str); 12] = [
    (
        "rules/topics.yaml",
        "\
low_score:
  title: A low score
  question: Is my score low?
  answers: [low, not low]
how_many: { title: How many programs, question: How many programs? }
friendly: { title: Friendly programs, question: From which IMG share on is a program friendly? }
letters: { title: Letters, question: How many letters? }
tiers: { title: The tiers, question: What do the tiers mean? }
visa: { title: The visa, question: What about the visa? }
weather: { title: The weather, question: Where does the sun shine? }
",
    ),
    (SMALL, SMALL_POSITIONS),
    (
        "rules/small/tiers.rhai",
        "\
/// Open to IMGs.
/// cites: S-01
fn open(applicant, program, policy) {
    if program.img_percent >= policy.friendly_percent {
        tier(\"1\", \"many IMGs\")
    }
}

/// How many.
/// stage: applying
/// cites: S-01
fn broad(applicant, policy) {
    apply_to(policy.programs)
}

/// A visa is needed.
/// cites: S-02
fn visa(applicant) {
    if applicant.needs_visa {
        flag(\"You need a visa.\")
    }
}

/// Letters are wanted.
/// cites: S-01
fn letters(applicant, policy) {
    if count(applicant.lors, #{}) < policy.letters {
        advise(\"visa\", `Get ${policy.letters} letters.`)
    }
}
",
    ),
    (
        "rules/river/guide.yaml",
        "\
title: A guide along the river
short: River bank
kind: guide
source: { document: invented for tests }
for: Anyone
tiers:
  - { id: upper, title: Up the river, meaning: in California }
  - { id: lower, title: Down the river, meaning: elsewhere }
topics:
  - { id: exams, title: Exams }
parameters:
  low_mark:
    meaning: Step 2 CK below this is low
    number: 225
    range: [200, 260]
    basis: { guide: R-01 }
  programs:
    meaning: programs to apply to
    band: { from: 100, to: 140, open: true }
    range: [10, 300]
    basis: { guide: R-01 }
  friendly_percent:
    meaning: a program with this share of IMGs is friendly
    number: 50
    range: [0, 100]
    basis: { reading: the guide gives none }
  letters:
    meaning: letters to have
    number: 3
    range: [0, 9]
    basis: { guide: R-02 }
  low_attempts:
    meaning: from this number of sittings on a score counts as low
    number: 3
    range: [1, 9]
    basis: { guide: R-01 }
",
    ),
    (
        "rules/river/passages.yaml",
        "\
R-01: { section: Banks, lines: \"1\", kind: score_band, summary: Low is low. }
R-02: { section: Bridges, lines: \"2\", kind: lor, summary: Letters carry. }
",
    ),
    (
        "rules/river/exams.rhai",
        "\
/// Many sittings.
/// cites: R-01
fn sat_often(applicant, policy) {
    if applicant.step1.attempts >= policy.low_attempts {
        band(\"exams\", \"low\", \"You sat Step 1 often.\")
    }
}

/// A low score.
/// cites: R-01
fn low(applicant, policy) {
    if applicant.step2_ck.score < policy.low_mark {
        flag(\"Your score is low.\")
    }
}

/// How many.
/// stage: applying
/// cites: R-01
fn many(applicant, policy) {
    apply_to(policy.programs)
}

/// Too few letters.
/// cites: R-02
fn few_letters(applicant, policy) {
    if count(applicant.lors, #{}) < policy.letters {
        advise(\"exams\", `Get ${policy.letters} letters.`)
    }
}

/// A friendly program.
/// cites: R-01
fn friendly(applicant, program, policy) {
    if program.img_percent >= policy.friendly_percent {
        points(1, \"friendly\")
    }
}

/// Where it lies.
/// cites: R-01
fn bank(applicant, program) {
    if program.state == \"CA\" {
        tier(\"upper\", \"in California\")
    } else {
        tier(\"lower\", \"elsewhere\")
    }
}
",
    ),
    (
        RIVER,
        "\
low_score:
  says: below {low_mark} is low, and so is any score after {low_attempts} sittings
  cites: R-01
  for_you:
    - { rule: exams/sat_often, answer: low }
    - { rule: exams/low, answer: low }
  otherwise: not low
how_many:
  says: \"{programs} programs\"
  cites: R-01
  for_you: [{ rule: exams/many }]
friendly:
  says: from {friendly_percent}% IMGs on
  cites: [R-01]
letters:
  says: \"{letters} letters\"
  cites: [R-02]
  for_you: [{ rule: exams/few_letters }]
tiers: { says: up the river is California, cites: [R-01, R-02] }
",
    ),
    (
        "rules/elsewhere/guide.yaml",
        "\
title: A guide for others
short: Others
kind: guide
source: { document: invented for tests }
for: US graduates
applies_to:
  - { field: type_of_graduate, any_of: [us-md], otherwise: this guide is for US graduates }
",
    ),
    (
        "rules/elsewhere/passages.yaml",
        "E-01: { section: One, lines: \"1\", kind: scope_guard, summary: For others. }\n",
    ),
    (
        "rules/elsewhere/rules.rhai",
        "/// Nothing.\n/// cites: E-01\nfn nothing(applicant) {\n    if applicant.reapplicant { flag(\"again\") }\n}\n",
    ),
    (
        "rules/elsewhere/positions.yaml",
        "weather: { says: elsewhere, cites: E-01 }\n",
    ),
    (
        "programs/ny-example-city-internal-medicine.yaml",
        "\
id: ny-example-city-internal-medicine
invented: true
name: Example City Program
specialty: internal-medicine
city: Albany
state: NY
listed: { source: freida-2025, as_of: 2025-03-28 }
tracks: [{ track: categorical }]
img_percent: { value: 90, source: freida-2025, as_of: 2025-03-28 }
visas:
  j1: { value: yes, source: freida-2025, as_of: 2025-03-28 }
",
    ),
];

/// The parameters that the small guide needs beside its own.
const PARAMETERS: &str = "\
parameters:
  programs:
    meaning: programs to apply to
    band: { from: 80, to: 120, open: true }
    range: [10, 300]
    basis: { guide: S-01 }
  friendly_percent:
    meaning: a program with this share of IMGs is friendly
    number: 50
    range: [0, 100]
    basis: { guide: S-01 }
  letters:
    meaning: letters to have
    number: 4
    range: [0, 9]
    basis: { guide: S-01 }
";

const SMALL_POSITIONS: &str = "\
# In another order than the topics.
visa:
  says: some sponsor nothing
  cites: S-02
  for_you:
    - { rule: tiers/visa }
  otherwise: you need none
low_score:
  says: \"below {low_score} is low; {usual_score} is usual\"
  cites: [S-01]
  for_you:
    - { rule: topic/low, answer: low }
  otherwise: not low
how_many:
  says: \"{programs} programs\"
  cites: S-01
  for_you:
    - { rule: tiers/broad }
friendly:
  says: from {friendly_percent}% IMGs on
  cites: [S-01]
letters:
  says: \"{letters} letters\"
  cites: [S-01]
  for_you:
    - { rule: tiers/letters }
tiers:
  says: the first is the best
  cites: [S-01]
";

/// Where the positions of the small guide lie.
pub(crate) const SMALL: &str = "rules/small/positions.yaml";
/// Where those of the second guide lie.
pub(crate) const RIVER: &str = "rules/river/positions.yaml";

/// The small world with a second guide beside the small one, and a third for somebody else.
pub(crate) fn world() -> World {
    let world = World::new();
    for (path, text) in FILES {
        world.write(path, text);
    }
    world.replace("rules/small/guide.yaml", "parameters:\n", PARAMETERS);
    world
}

/// Compares the guides for the applicant of that world.
pub(crate) fn compare(world: &World) -> Run {
    let data = ["--rules", "rules", "--programs", "programs"];
    world.preceptor(["compare", "applicant.yaml"]).args(data)
}
