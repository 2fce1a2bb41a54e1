//! What rules can say, described for people and editors.

use super::Role;
use super::effects::EFFECTS;

/// A function that rules can call.
#[derive(Debug, Clone, Copy)]
pub struct Callable {
    /// Its name.
    pub name: &'static str,
    /// Its parameters with their types, in the way of Rhai's definition files.
    pub parameters: &'static str,
    /// The type of its value.
    pub gives: &'static str,
    /// What it means, in one or two sentences.
    pub about: &'static str,
}

const fn effect(name: &'static str, parameters: &'static str, about: &'static str) -> Callable {
    word(name, parameters, "Effect", about)
}

const fn word(
    name: &'static str,
    parameters: &'static str,
    gives: &'static str,
    about: &'static str,
) -> Callable {
    Callable {
        name,
        parameters,
        gives,
        about,
    }
}

/// What a rule can find, in the order in which people learn it.
pub const FINDINGS: [Callable; 11] = [
    effect(
        "exclude",
        "reason: String",
        "The program is not an option. It wins over everything else; the other findings stay visible.",
    ),
    effect(
        "points",
        "points: int, reason: String",
        "Points added to the program's score; below zero they are taken away.",
    ),
    effect(
        "tier",
        "id: String, reason: String",
        "The program belongs in this tier of the guide; of several the best counts.",
    ),
    effect(
        "group",
        "id: String, reason: String",
        "The program belongs to a group of guide.yaml. Says nothing about its rank.",
    ),
    effect(
        "verify",
        "field: String, why: String",
        "To be asked of the program, even where the field is stated.",
    ),
    effect(
        "band",
        "topic: String, id: String, sentence: String",
        "Where the applicant stands on a topic; one band a topic.",
    ),
    effect(
        "strength",
        "pillar: String, sentence: String",
        "A pillar of the guide that holds.",
    ),
    effect(
        "flag",
        "sentence: String",
        "A concern to own and to address.",
    ),
    effect(
        "advise",
        "topic: String, sentence: String",
        "Something to do; becomes a step of the plan.",
    ),
    effect(
        "apply_to",
        "programs: Band | int",
        "How many programs to apply to.",
    ),
    effect(
        "share",
        "of: String, percent: Band",
        "Which part of the list should be of this tier, group or setting, in percent.",
    ),
];

/// What a rule can ask, besides reading fields.
pub const QUESTIONS: [Callable; 9] = [
    word(
        "place",
        "score: int | float, range: Band | Cutoff",
        "String",
        "Where a score stands: `below`, `inside` or `above` a band; `below`, `borderline` or `met` for a cutoff.",
    ),
    word(
        "has",
        "entries: Entries, filter: Map",
        "bool",
        "Whether one of the entries has all these values, e.g. `has(applicant.usce, #{state: \"CA\"})`.",
    ),
    word(
        "count",
        "entries: Entries, filter: Map",
        "int",
        "How many of the entries have all these values.",
    ),
    word(
        "total",
        "entries: Entries, field: String, filter: Map",
        "int",
        "The sum of a field over the entries that have all these values, e.g. of `weeks`.",
    ),
    word(
        "overlap",
        "words: Words, others: Words | Array",
        "bool",
        "Whether two lists of words have one in common.",
    ),
    word(
        "part_at_least",
        "list: List, of: String",
        "float",
        "The part of the list that surely is of a tier, group or setting, in percent.",
    ),
    word(
        "part_at_most",
        "list: List, of: String",
        "float",
        "The part of the list that is, or could be, of a tier, group or setting, in percent.",
    ),
    word(
        "words",
        "id: String | Words",
        "String",
        "What people call an id, e.g. `internal medicine`.",
    ),
    word(
        "plural",
        "n: int, one: String, many: String",
        "String",
        "A number with its noun, e.g. `1 letter`, `3 letters`.",
    ),
];

/// What rules that may find this effect are about.
#[must_use]
pub fn subjects_of(effect: &str) -> Vec<&'static str> {
    let subjects = [Role::Applicant, Role::Standing, Role::Program, Role::List];
    let word = EFFECTS.iter().find(|word| word.name == effect);
    let allowed = subjects
        .into_iter()
        .filter(|subject| word.is_some_and(|word| word.allowed_in(*subject)));
    allowed.map(Role::word).collect()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::script::vocabulary::WORDS;

    fn described(all: &[Callable]) -> BTreeSet<(&'static str, usize)> {
        all.iter()
            .map(|one| (one.name, one.parameters.split(", ").count()))
            .collect()
    }

    #[test]
    fn everything_that_rules_can_say_is_described() {
        let effects: BTreeSet<_> = EFFECTS
            .iter()
            .map(|one| (one.name, one.arguments))
            .collect();
        let words: BTreeSet<_> = WORDS.iter().map(|one| (one.name, one.arguments)).collect();
        assert_eq!(described(&FINDINGS), effects);
        assert_eq!(described(&QUESTIONS), words);
    }

    #[test]
    fn an_effect_knows_where_it_may_stand() {
        assert_eq!(subjects_of("tier"), ["program"]);
        assert_eq!(subjects_of("flag").len(), 4);
        assert!(subjects_of("nothing").is_empty());
    }
}
