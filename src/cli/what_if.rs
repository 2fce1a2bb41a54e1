use serde_json::Value as Json;

use crate::dataset::{Tree, applicant_from_json, change};
use crate::model::Applicant;
use crate::place::{Problem, Problems, SourceText};

use super::world::World;

/// The applicant of a profile with every `--set` applied; none without any.
pub(crate) fn changed(
    sets: &[String],
    world: &World,
    source: &SourceText,
) -> Result<Option<Applicant>, Problems> {
    if sets.is_empty() {
        return Ok(None);
    }
    let plain = Tree::parse(source)?.to_json();
    let mut profile = plain.clone();
    let mut problems = Problems::new();
    for set in sets {
        if let Err(problem) = apply(&mut profile, set) {
            problems.push(problem);
        }
    }
    problems.or(())?;
    read(&profile, world)
        .map(Some)
        .map_err(|problems| traced(&problems, sets, &plain, world))
}

fn read(profile: &Json, world: &World) -> Result<Applicant, Problems> {
    applicant_from_json(profile, &world.references, world.as_of)
}

fn apply(profile: &mut Json, set: &str) -> Result<(), Problem> {
    let Some((path, value)) = set.split_once('=') else {
        let problem = Problem::error(format!("`{set}` does not say what to set"));
        return Err(problem.help("write FIELD=VALUE, e.g. --set step2_ck.score=235"));
    };
    let value = serde_json::from_str(value).unwrap_or_else(|_| Json::String(value.to_owned()));
    change(profile, path.trim(), Some(value)).map_err(|problem| with(&[set], &problem))
}

/// The problems of a changed profile, each with the `--set` that brings it about; with every
/// `--set` where none of them does so alone.
fn traced(problems: &Problems, sets: &[String], plain: &Json, world: &World) -> Problems {
    let alone = |set: &str| -> Problems {
        let mut profile = plain.clone();
        match apply(&mut profile, set) {
            Ok(()) => read(&profile, world).err().unwrap_or_default(),
            Err(problem) => problem.into(),
        }
    };
    let alone: Vec<(&str, Problems)> = sets.iter().map(|set| (set.as_str(), alone(set))).collect();
    let trace = |problem: &Problem| {
        let brings = alone
            .iter()
            .filter(|(_, problems)| problems.sorted().contains(&problem));
        let brings: Vec<&str> = brings.map(|(set, _)| *set).collect();
        if brings.is_empty() {
            let all: Vec<&str> = sets.iter().map(String::as_str).collect();
            return with(&all, problem);
        }
        with(&brings, problem)
    };
    problems.sorted().into_iter().map(trace).collect()
}

fn with(sets: &[&str], problem: &Problem) -> Problem {
    let message = format!("with --set {}: {}", sets.join(" --set "), problem.message);
    Problem {
        message,
        ..problem.clone()
    }
}
