//! What can be wrong with a rule that could be read, beside the rest of its guide.

use crate::model::{Effect, PROGRAM, Stage};
use crate::place::{Problem, Problems};
use crate::script::RuleFile;

use super::{Guide, Rule};

/// Passages and stages that do not exist, effects that a pack may not have. Whether a passage exists
/// is only said when `all_passages` could be read.
pub(super) fn check(guide: &Guide, all_passages: bool, problems: &mut Problems) {
    let stages: Vec<&str> = Stage::ALL.iter().map(|stage| stage.as_str()).collect();
    for rule in &guide.rules {
        let Some(file) = guide.file(rule) else {
            continue;
        };
        let at = |message: &str| file.problem_at(&rule.function, message);
        let about = |word: &str, message: &str| in_documentation(file, rule, word, message);
        for id in &rule.function.documentation.cites {
            if all_passages && !guide.passages.contains_key(id) {
                let message = format!("rule `{}` cites `{id}`, which is no passage", rule.id);
                let known = guide.passages.keys().map(String::as_str);
                problems.push(about(id, &message).near(id, known));
            }
        }
        for stage in &rule.function.documentation.stages {
            if !stages.contains(&stage.as_str()) {
                let message = format!("there is no stage `{stage}`");
                problems.push(about(stage, &message).near(stage, stages.iter().copied()));
            }
        }
        let mut effects = rule
            .function
            .effects
            .iter()
            .map(|shape| shape.word.as_str());
        if let Some((among, may)) = guide.manifest.kind.limits()
            && let Some(effect) = effects.find(|effect| !may.contains(effect))
        {
            let message = format!("`{effect}` cannot stand among {among}");
            let may = may.join(", ");
            problems.push(at(&message).help(format!("they may only find: {may}")));
        }
    }
}

impl Guide {
    /// What is wrong with an effect that names a tier, topic, pillar or field there is not. Names
    /// written out in a rule are checked when it loads; this is for names a rule works out.
    #[must_use]
    pub fn misnamed(&self, effect: &Effect) -> Option<String> {
        let manifest = &self.manifest;
        let (what, name, exists) = match effect {
            Effect::Tier { id, .. } => ("tier", id, manifest.tier_rank(id).is_some()),
            Effect::Group { id, .. } => (
                "group",
                id,
                manifest.groups.iter().any(|known| *known.id == **id),
            ),
            Effect::Share { of, .. } => (
                "tier, group or setting",
                of,
                manifest.parts().any(|known| *known == **of),
            ),
            Effect::Band { topic, .. } | Effect::Advise { topic, .. } => (
                "topic",
                topic,
                manifest.topics.iter().any(|known| *known.id == **topic),
            ),
            Effect::Strength { pillar, .. } => (
                "pillar",
                pillar,
                manifest.pillars.iter().any(|known| *known.id == **pillar),
            ),
            Effect::Verify { field, .. } => ("field", field, PROGRAM.position(field).is_some()),
            _ => return None,
        };
        (!exists).then(|| format!("there is no {what} `{name}`"))
    }
}

/// A problem with a word in the `///` block above a rule.
fn in_documentation(file: &RuleFile, rule: &Rule, word: &str, message: &str) -> Problem {
    let header = rule.function.place.line;
    let above = (1..header).rev().map_while(|row| {
        let line = file
            .source
            .line(row)
            .filter(|line| line.trim_start().starts_with("///"))?;
        Some((row, line))
    });
    let found = above.into_iter().find_map(|(row, line)| {
        let before = line.get(..line.find(word)?)?;
        Some((row, u32::try_from(before.chars().count()).ok()? + 1))
    });
    match found {
        Some((row, column)) => file.source.problem(row, column, 0, message),
        None => file.problem_at(&rule.function, message),
    }
}
