//! What must hold of every file there is, whoever adds it. A broken contract says what to do.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use preceptor::dataset::{Files, References};
use preceptor::guide::{CaseFile, Coverage, Expected, Guide, Guides};
use preceptor::model::{APPLICANT, LIST, PROGRAM, STANDING, Specialty};
use preceptor::script::Role;

use crate::runner::preceptor;
use crate::snapshot::{files, root};

/// The rooms, in order; each may use those before it.
const ROOMS: [&str; 12] = [
    "place", "model", "dataset", "plan", "script", "guide", "evaluate", "advise", "review",
    "report", "watch", "cli",
];

/// The fields that are stated of every applicant, program and list.
const ALWAYS_STATED: [&str; 25] = [
    "applicant.type_of_graduate",
    "applicant.citizenship",
    "applicant.match_year",
    "applicant.target.specialty",
    "applicant.target.track",
    "program.id",
    "program.name",
    "program.specialty",
    "program.city",
    "program.county",
    "program.state",
    "program.region",
    "program.division",
    "program.areas",
    "list.placed",
    "list.possible",
    "list.unplaced",
    "list.excluded",
    "list.total",
    "list.fee",
    "list.parts",
    "standing.pillars_held",
    "standing.pillars_possible",
    "standing.concerns",
    "applicant.targets",
];

/// Rules that can always know, though they read a field that may be unstated, and why.
const ALWAYS_KNOW: [(&str, &str); 0] = [];

/// How many passages each guide has; a guide that is not named here covers all it lists.
const PASSAGES: [(&str, usize); 5] = [
    ("central-valley", 63),
    ("county-safety-net", 64),
    ("prelim-medicine", 77),
    ("step-score-strategy", 74),
    ("us-citizen-img", 78),
];

struct Shipped {
    references: References,
    rules: Files,
    guides: Guides,
}

fn shipped() -> Shipped {
    let references = References::load(&Files::folder(&root().join("datasets"))).unwrap();
    let specialties = Specialty::ALL
        .iter()
        .map(|one| (one.id.to_owned(), one.title.to_lowercase()));
    let regions = references
        .regions
        .iter()
        .map(|one| (one.id.to_string(), one.title.to_string()));
    let titles: BTreeMap<String, String> = specialties.chain(regions).collect();
    let rules = Files::folder(&root().join("rules"));
    let guides = Guides::load(&rules, titles).unwrap();
    Shipped {
        references,
        rules,
        guides,
    }
}

impl Shipped {
    fn cases(&self, guide: &Guide) -> Vec<CaseFile> {
        CaseFile::load_all(&self.rules, guide).unwrap()
    }

    /// The outcomes that cases show, by rule.
    fn shown(&self, guide: &Guide) -> BTreeMap<String, BTreeSet<Expected>> {
        let mut shown: BTreeMap<String, BTreeSet<Expected>> = BTreeMap::new();
        for file in self.cases(guide) {
            for (rule, expected) in file.rules() {
                shown.entry(rule.to_owned()).or_default().insert(expected);
            }
        }
        shown
    }
}

fn path_of(role: Role, field: usize) -> String {
    let table = match role {
        Role::Applicant => &APPLICANT,
        Role::Program => &PROGRAM,
        Role::Standing => &STANDING,
        Role::List => &LIST,
        Role::Policy => unreachable!("a policy has parameters, not fields"),
    };
    format!("{}.{}", role.word(), table.fields[field].path)
}

fn none(problems: &[String], what_to_do: &str) {
    assert!(problems.is_empty(), "{}\n{what_to_do}", problems.join("\n"));
}

fn shown_path(path: &Path) -> String {
    path.strip_prefix(root()).unwrap().display().to_string()
}

/// The text of a source file without its tests and comments.
fn code(path: &Path) -> String {
    if path.ends_with("tests.rs") {
        return String::new();
    }
    let text = fs::read_to_string(path).unwrap();
    let text = text.split("#[cfg(test)]").next().unwrap_or_default();
    let lines = text.lines().map(|line| {
        if line.trim_start().starts_with("//") {
            ""
        } else {
            line
        }
    });
    lines.collect::<Vec<_>>().join("\n")
}

fn room_files(room: &str) -> Vec<PathBuf> {
    let mut all = files(&format!("src/{room}"), "rs");
    let alone = root().join(format!("src/{room}.rs"));
    all.extend(alone.exists().then_some(alone));
    all
}

/// Whether `text` holds `word`, and not as a part of a longer name.
fn names(text: &str, word: &str) -> bool {
    let inside = |sign: char| sign.is_alphanumeric() || sign == '_';
    let ends = word.ends_with(inside);
    text.match_indices(word).any(|(at, _)| {
        let longer = ends && text[at + word.len()..].starts_with(inside);
        !longer && !text[..at].ends_with(inside)
    })
}

// The code.

#[test]
fn layering_holds() {
    let mut problems = Vec::new();
    for (index, room) in ROOMS.iter().enumerate() {
        for path in room_files(room) {
            let text = code(&path);
            let text: String = text.chars().filter(|sign| !sign.is_whitespace()).collect();
            for later in ROOMS.iter().skip(index + 1) {
                let direct = names(&text, &format!("crate::{later}"));
                let grouped = text.split("crate::{").skip(1).any(|group| {
                    let group = group.split(';').next().unwrap_or_default();
                    names(group, &format!("{later}::")) || names(group, later)
                });
                if direct || grouped {
                    problems.push(format!("{} names `crate::{later}`", shown_path(&path)));
                }
            }
        }
    }
    none(
        &problems,
        "a room may use only the rooms before it; move what is shared to an earlier one",
    );
}

#[test]
fn every_room_has_its_place_in_the_order() {
    let mut problems = Vec::new();
    for entry in fs::read_dir(root().join("src")).unwrap() {
        let name = entry
            .unwrap()
            .path()
            .file_stem()
            .unwrap()
            .to_string_lossy()
            .into_owned();
        if !ROOMS.contains(&name.as_str()) && name != "lib" && name != "main" {
            problems.push(format!("src/{name} is in no order"));
        }
    }
    none(&problems, "add the room to ROOMS");
}

#[test]
fn only_the_script_room_names_rhai() {
    let mut problems = Vec::new();
    for path in files("src", "rs")
        .into_iter()
        .filter(|path| !path.starts_with(root().join("src/script")))
    {
        let text = code(&path);
        if names(&text, "rhai::") || text.contains("use rhai") {
            problems.push(shown_path(&path));
        }
    }
    none(&problems, "only src/script knows Rhai");
}

#[test]
fn only_the_edges_touch_the_disk() {
    let edges = [
        "src/dataset/files.rs",
        "src/dataset/cache/cache.rs",
        "src/cli/",
        "src/watch/",
        "src/main.rs",
    ];
    let mut problems = Vec::new();
    for path in files("src", "rs") {
        let shown = shown_path(&path);
        let text = code(&path);
        if !edges.iter().any(|edge| shown.starts_with(edge))
            && [
                "std::fs",
                "std::env",
                "std::net",
                "std::process",
                "SystemTime",
                "Zoned::now",
            ]
            .iter()
            .any(|word| text.contains(word))
        {
            problems.push(shown);
        }
    }
    none(
        &problems,
        "disk, clock and environment enter through dataset::files and its cache, watch and cli",
    );
}

#[test]
fn every_module_says_what_it_is_for() {
    let mut problems = Vec::new();
    for path in files("src", "rs")
        .into_iter()
        .filter(|path| path.ends_with("mod.rs"))
    {
        let text = fs::read_to_string(&path).unwrap();
        if !text.starts_with("//! ") {
            problems.push(shown_path(&path));
        }
    }
    none(
        &problems,
        "begin with `//!`: what the room is for and what it must not do",
    );
}

// The rules.

#[test]
fn every_rule_has_a_case_that_fires_and_one_that_stays_quiet() {
    let shipped = shipped();
    let mut problems = Vec::new();
    for guide in &shipped.guides.guides {
        let shown = shipped.shown(guide);
        for rule in &guide.rules {
            let has = |expected| {
                shown
                    .get(&rule.id)
                    .is_some_and(|all| all.contains(&expected))
            };
            if !has(Expected::Fires) {
                problems.push(format!(
                    "{}/{} has no case in which it fires",
                    guide.id, rule.id
                ));
            }
            if !has(Expected::Quiet) {
                problems.push(format!(
                    "{}/{} has no case in which it is quiet",
                    guide.id, rule.id
                ));
            }
        }
    }
    none(&problems, "add them to the guide's cases");
}

#[test]
fn every_rule_that_can_be_unknown_has_a_case_that_shows_it() {
    let shipped = shipped();
    let mut problems = Vec::new();
    for guide in &shipped.guides.guides {
        let shown = shipped.shown(guide);
        for rule in &guide.rules {
            let full = format!("{}/{}", guide.id, rule.id);
            if ALWAYS_KNOW.iter().any(|(id, _)| *id == full)
                || shown
                    .get(&rule.id)
                    .is_some_and(|all| all.contains(&Expected::Unknown))
            {
                continue;
            }
            let text = everything_it_says(&shipped, guide, rule);
            let open = rule
                .function
                .reads
                .iter()
                .map(|(role, field)| path_of(*role, *field));
            let open: Vec<String> = open
                .filter(|path| !ALWAYS_STATED.contains(&path.as_str()) && !asks_first(&text, path))
                .collect();
            if !open.is_empty() {
                problems.push(format!("{full} reads {}", open.join(", ")));
            }
        }
    }
    none(
        &problems,
        "add a case under `unknown`, or say in ALWAYS_KNOW why there can be none",
    );
}

/// The rule with the helpers that it calls, and those that they call.
fn everything_it_says(shipped: &Shipped, guide: &Guide, rule: &preceptor::guide::Rule) -> String {
    let mut helpers = functions(guide.file(rule).unwrap().source.text());
    for path in shipped.rules.list("lib", "rhai").unwrap() {
        helpers.extend(functions(shipped.rules.read(&path).unwrap().text()));
    }
    let mut text = rule.function.text.clone();
    loop {
        let called = |(name, _): &&(String, String)| names(&text, &format!("{name}("));
        let Some(at) = helpers.iter().position(|helper| called(&helper)) else {
            return text;
        };
        text += &helpers.swap_remove(at).1;
    }
}

/// The functions of a file with their names.
fn functions(text: &str) -> Vec<(String, String)> {
    let all = text.split("fn ").skip(1);
    all.map(|one| {
        (
            one.split('(').next().unwrap_or_default().to_owned(),
            one.to_owned(),
        )
    })
    .collect()
}

/// Whether the text asks if the field is known before it reads it.
fn asks_first(text: &str, path: &str) -> bool {
    let (role, field) = path.split_once('.').unwrap();
    names(text, &format!("{role}.known.{field}"))
}

#[test]
fn every_exception_still_names_a_rule() {
    let shipped = shipped();
    for (id, reason) in ALWAYS_KNOW {
        let (guide, rule) = id.split_once('/').unwrap();
        assert!(
            shipped.guides.find(guide).unwrap().rule(rule).is_some(),
            "there is no {id}"
        );
        assert!(!reason.is_empty());
    }
}

#[test]
fn every_passage_is_covered() {
    let shipped = shipped();
    for guide in &shipped.guides.guides {
        let coverage = Coverage::of(guide, &shipped.cases(guide));
        let open = coverage
            .passages
            .iter()
            .filter(|(_, (_, covered))| !covered);
        let open: Vec<String> = open.map(|(id, _)| format!("{} {id}", guide.id)).collect();
        none(
            &open,
            "add a rule that cites the passage and a case in which it fires",
        );
        if let Some((_, count)) = PASSAGES.iter().find(|(id, _)| *id == guide.id) {
            assert_eq!(
                coverage.passages.len(),
                *count,
                "the passages of {}",
                guide.id
            );
        }
    }
    let guides = &shipped.guides.guides;
    let is_there = |id: &str| guides.iter().any(|guide| guide.id == id);
    assert!(PASSAGES.iter().all(|(id, _)| is_there(id)));
    assert_eq!(PASSAGES.iter().map(|(_, count)| count).sum::<usize>(), 356);
}

#[test]
fn every_topic_of_the_comparison_has_a_guide_that_speaks_of_it() {
    let shipped = shipped();
    let spoken: BTreeSet<&str> = shipped
        .guides
        .guides
        .iter()
        .flat_map(|guide| {
            guide
                .positions
                .iter()
                .map(|position| position.topic.as_str())
        })
        .collect();
    let topics = shipped.guides.topics.iter();
    let silent: Vec<String> = topics
        .filter(|topic| !spoken.contains(topic.id.as_str()))
        .map(|topic| topic.id.clone())
        .collect();
    none(
        &silent,
        "add a position to a guide, or take the topic out of rules/topics.yaml",
    );
}

#[test]
fn every_case_holds() {
    let shipped = shipped();
    let mut problems = Vec::new();
    for guide in &shipped.guides.guides {
        for file in shipped.cases(guide) {
            let results = file.run(guide, &shipped.guides.host, &shipped.references);
            problems.extend(
                results
                    .into_iter()
                    .filter_map(|one| one.problem)
                    .map(|p| p.to_string()),
            );
        }
    }
    none(&problems, "change the case, or the rule");
}

#[test]
fn every_parameter_is_read() {
    let shipped = shipped();
    for guide in &shipped.guides.guides {
        let unread = guide.unread_parameters();
        assert!(
            unread.is_empty(),
            "{}: no rule reads {}",
            guide.id,
            unread.join(", ")
        );
    }
}

#[test]
fn every_topic_tier_and_pillar_is_used() {
    let shipped = shipped();
    let mut problems = Vec::new();
    for guide in &shipped.guides.guides {
        let shapes = || guide.rules.iter().flat_map(|rule| &rule.function.effects);
        let used = |words: &[&str], id: &str| {
            shapes().any(|shape| {
                words.contains(&shape.word.as_str())
                    && shape.literal.as_deref().is_none_or(|one| one == id)
            })
        };
        let manifest = &guide.manifest;
        let topics = manifest
            .topics
            .iter()
            .map(|topic| (&topic.id, ["band", "advise"].as_slice()));
        let tiers = manifest
            .tiers
            .iter()
            .map(|tier| (&tier.id, ["tier"].as_slice()));
        let pillars = manifest
            .pillars
            .iter()
            .map(|pillar| (&pillar.id, ["strength"].as_slice()));
        for (id, words) in topics.chain(tiers).chain(pillars) {
            if !used(words, id) {
                problems.push(format!("{}: nothing is ever said of `{id}`", guide.id));
            }
        }
    }
    none(&problems, "remove it from guide.yaml, or let a rule use it");
}

#[test]
fn check_and_test_agree_with_the_library() {
    let check = preceptor(["check"]).run().done();
    assert!(check.stdout.starts_with("checked "), "{}", check.stdout);
    // The snapshots have tests of their own.
    let test = preceptor(["test", "--snapshots", "snapshots/none"]);
    let test = test.run().done();
    let last = test.stdout.lines().last().unwrap_or_default();
    assert!(last.ends_with(" passed, 0 failed"), "{}", test.stdout);
    assert!(!last.starts_with("0 passed"), "{}", test.stdout);
}

// The files.

#[test]
fn every_yaml_file_names_a_schema_that_exists() {
    let mut problems = Vec::new();
    for path in files("datasets", "yaml")
        .into_iter()
        .chain(files("rules", "yaml"))
    {
        let text = fs::read_to_string(&path).unwrap();
        let first = text.lines().next().unwrap_or_default();
        let schema = first.strip_prefix("# yaml-language-server: $schema=");
        let found = schema.map(|relative| path.parent().unwrap().join(relative));
        match found {
            None => problems.push(format!("{} names no schema", shown_path(&path))),
            Some(found) if !found.is_file() => {
                problems.push(format!(
                    "{} names {}",
                    shown_path(&path),
                    schema.unwrap_or_default()
                ));
            }
            Some(_) => {}
        }
    }
    let more = problems.len().saturating_sub(20);
    problems.truncate(20);
    if more > 0 {
        problems.push(format!("and {more} more"));
    }
    none(
        &problems,
        "begin the file with `# yaml-language-server: $schema=…` and generate schemas/",
    );
}

#[test]
fn every_program_file_is_named_after_its_id() {
    let mut problems = Vec::new();
    for path in files("datasets/programs", "yaml") {
        let text = fs::read_to_string(&path).unwrap();
        let id = format!("id: {}", path.file_stem().unwrap().to_string_lossy());
        if !text.lines().any(|line| line == id) {
            problems.push(shown_path(&path));
        }
    }
    none(&problems, "the file's name is the id");
}

#[test]
fn every_snapshot_belongs_to_a_test() {
    let tests: String = files("tests/it", "rs")
        .iter()
        .map(|path| fs::read_to_string(path).unwrap())
        .collect();
    let applicants: Vec<String> = files("datasets/applicants", "yaml")
        .iter()
        .map(|path| path.file_stem().unwrap().to_string_lossy().into_owned())
        .collect();
    let guides: Vec<String> = shipped()
        .guides
        .guides
        .iter()
        .map(|guide| guide.id.clone())
        .collect();
    let help = preceptor(["--help"]).run().done().stdout;
    let mut problems = Vec::new();
    for path in files("snapshots", "snap") {
        let name = path.file_stem().unwrap().to_string_lossy().into_owned();
        let folder = path
            .parent()
            .unwrap()
            .file_name()
            .unwrap()
            .to_string_lossy()
            .into_owned();
        let known = match folder.as_str() {
            "check" => root().join("tests/fixtures/broken").join(&name).is_dir(),
            "reports" | "outcomes" => applicants.contains(&name),
            "policy" => guides.contains(&name),
            "guides" => guides.iter().any(|guide| name.starts_with(guide.as_str())),
            "help" => name == "preceptor" || help.contains(name.split('-').next().unwrap()),
            _ => tests.contains(&format!("\"{name}\"")),
        };
        if !known {
            problems.push(shown_path(&path));
        }
    }
    none(&problems, "no test writes these snapshots; remove them");
}

#[test]
fn no_snapshot_waits_to_be_read() {
    let waiting: Vec<String> = files("snapshots", "new")
        .iter()
        .map(|path| shown_path(path))
        .collect();
    none(&waiting, "read them, then accept or remove them");
}
