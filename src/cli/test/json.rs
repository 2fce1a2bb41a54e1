use std::io::{self, Write};

use schemars::JsonSchema;
use serde::Serialize;

use super::Ran;
use crate::cli::world::World;
use crate::report::{in_numbers, title_of, what, write_json};
use crate::review::pinned::{Group, Stand};

/// What came of the cases and the snapshots.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "Tested")]
pub(crate) struct Document {
    /// Always `preceptor/test`.
    format: &'static str,
    /// The version of this format.
    version: u32,
    /// The day that is judged on.
    as_of: String,
    /// The cases.
    cases: Cases,
    /// The snapshots; null where there are none.
    snapshots: Option<Snapshots>,
}

#[derive(Debug, Serialize, JsonSchema)]
struct Cases {
    /// How many hold.
    passed: usize,
    /// Those that do not.
    failed: Vec<Failed>,
}

/// A case that does not hold.
#[derive(Debug, Serialize, JsonSchema)]
struct Failed {
    /// The guide.
    guide: String,
    /// The rule.
    rule: String,
    /// The file of the case.
    path: String,
    /// Its line, from 1.
    line: u32,
    /// What is wrong.
    message: String,
}

#[derive(Debug, Serialize, JsonSchema)]
struct Snapshots {
    /// How many profiles were judged.
    profiles: usize,
    /// What is not as pinned, by what brings it about.
    groups: Vec<Change>,
}

/// Changes with the same cause.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "ChangeGroup")]
struct Change {
    /// The name by which it is accepted.
    id: String,
    /// What brings it about.
    cause: String,
    /// How much it moves, in one line.
    summary: String,
    /// The numbers behind it.
    numbers: Vec<Number>,
    /// How many programs move, each once for each profile, guide and target.
    moves: usize,
    /// How many of these change tier, or become or cease to be an option.
    tier_moves: usize,
    /// The profiles it is about.
    profiles: Vec<String>,
    /// The changes, alike ones of several profiles together.
    changes: Vec<Line>,
}

#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "ChangedNumber")]
struct Number {
    /// The parameter.
    name: String,
    /// What it was set to when that was accepted.
    then: String,
    /// What it is set to.
    now: String,
}

#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "ChangeLine")]
struct Line {
    /// What it is about, and how it moves, for people.
    what: String,
    /// The guide.
    guide: String,
    /// The target.
    target: String,
    /// The program's id; null when it is about no program.
    program: Option<String>,
    /// Where the program stood; null when it does not move.
    then: Option<Standing>,
    /// Where it stands by the changes of this group alone.
    now: Option<Standing>,
    /// What is said otherwise, and why; of many rules the weightiest.
    says: Vec<String>,
    /// Every rule that says something else.
    rules: Vec<String>,
    /// The profiles.
    profiles: Vec<String>,
}

#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "StandOfProgram")]
struct Standing {
    /// Whether it is not an option.
    excluded: bool,
    /// Its tier; null when it has none.
    tier: Option<String>,
    /// Its score.
    score: i64,
}

/// The schema of the document.
pub(crate) fn schema() -> serde_json::Value {
    crate::dataset::schema_of::<Document>()
}

pub(super) fn write(ran: &Ran, world: &World, out: &mut dyn Write) -> io::Result<()> {
    let failed = ran.cases.guides.iter().flat_map(|(guide, results)| {
        results.iter().filter_map(move |result| {
            let problem = result.problem.as_ref()?;
            Some(Failed {
                guide: guide.clone(),
                rule: result.rule.clone(),
                path: result.place.path.to_string(),
                line: result.place.line,
                message: problem.message.clone(),
            })
        })
    });
    let snapshots = ran.compared.as_ref().map(|compared| Snapshots {
        profiles: compared.profiles,
        groups: compared
            .groups
            .iter()
            .map(|group| change(group, world))
            .collect(),
    });
    let document = Document {
        format: "preceptor/test",
        version: 1,
        as_of: world.as_of.to_string(),
        cases: Cases {
            passed: ran.cases.passed(),
            failed: failed.collect(),
        },
        snapshots,
    };
    write_json(&document, out)
}

fn change(group: &Group, world: &World) -> Change {
    let (moves, tier_moves) = group.programs();
    let numbers = group.numbers.iter().cloned();
    let lines = group.lines.iter().map(|line| Line {
        what: what(&world.catalogue, line),
        guide: line.guide.clone(),
        target: line.target.clone(),
        program: line.program.clone(),
        then: line.moved.as_ref().map(|moved| standing(&moved.then)),
        now: line.moved.as_ref().map(|moved| standing(&moved.now)),
        says: line.says.clone(),
        rules: line.rules.clone(),
        profiles: line.profiles.clone(),
    });
    Change {
        id: group.id(),
        cause: title_of(group),
        summary: in_numbers(group),
        numbers: numbers
            .map(|(name, then, now)| Number { name, then, now })
            .collect(),
        moves,
        tier_moves,
        profiles: group.profiles().into_iter().map(str::to_owned).collect(),
        changes: lines.collect(),
    }
}

fn standing(stand: &Stand) -> Standing {
    Standing {
        excluded: stand.excluded,
        tier: stand.tier.as_ref().map(|(_, tier)| tier.clone()),
        score: stand.score,
    }
}
