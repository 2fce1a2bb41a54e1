//! What can be wrong with a manifest whose form is right.

use crate::dataset::Tree;
use crate::model::APPLICANT;
use crate::place::Problems;

use super::Manifest;

/// Ids that stand twice, passages that do not exist, fields that the applicant does not have.
pub(super) fn check(
    manifest: &Manifest,
    tree: &Tree,
    passage: impl Fn(&str) -> bool,
    problems: &mut Problems,
) {
    ids(manifest, tree, problems);
    cited(manifest, tree, passage, problems);
    scope(manifest, tree, problems);
}

fn ids(manifest: &Manifest, tree: &Tree, problems: &mut Problems) {
    let tiers = manifest.tiers.iter().map(|tier| tier.id.as_str()).collect();
    let pillars = manifest.pillars.iter().map(|one| one.id.as_str()).collect();
    let groups = manifest.groups.iter().map(|one| one.id.as_str()).collect();
    let topics = manifest.topics.iter().map(|one| one.id.as_str()).collect();
    let lists: [(&str, Vec<&str>); 4] = [
        ("tiers", tiers),
        ("pillars", pillars),
        ("groups", groups),
        ("topics", topics),
    ];
    for (list, ids) in lists {
        for (index, id) in ids.iter().enumerate() {
            if ids.iter().take(index).any(|earlier| earlier == id) {
                let message = format!("`{id}` stands twice in `{list}`");
                let problem = tree.problem(&[list, &index.to_string(), "id"], &message);
                problems.push(problem.help("give one of them another id"));
            }
        }
    }
}

fn cited(
    manifest: &Manifest,
    tree: &Tree,
    passage: impl Fn(&str) -> bool,
    problems: &mut Problems,
) {
    let readings = manifest.readings.iter().map(|reading| &reading.cites);
    let questions = manifest.open_questions.iter().map(|open| &open.cites);
    let readings = readings.enumerate().map(|one| ("readings", one));
    let questions = questions.enumerate().map(|one| ("open_questions", one));
    for (list, (index, cites)) in readings.chain(questions) {
        for id in cites.iter().filter(|id| !passage(id)) {
            let message = format!("the guide has no passage `{id}`");
            let problem = tree.problem(&[list, &index.to_string(), "cites"], &message);
            problems.push(problem.help("name an id of passages.yaml"));
        }
    }
}

fn scope(manifest: &Manifest, tree: &Tree, problems: &mut Problems) {
    for (index, condition) in manifest.applies_to.iter().enumerate() {
        if APPLICANT.position(&condition.field).is_none() {
            let message = format!("an applicant has no field `{}`", condition.field);
            let known = APPLICANT.fields.iter().map(|field| field.path);
            let problem = tree.problem(&["applies_to", &index.to_string(), "field"], &message);
            problems.push(problem.near(&condition.field, known));
        }
    }
}
