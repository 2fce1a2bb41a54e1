use std::fs;
use std::path::Path;

use crate::runner::{Output, Run, preceptor};
use crate::world::World;

fn names(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).unwrap();
    let mut names: Vec<String> = entries
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    names
}

/// A working copy in a folder of its own.
struct Copy {
    home: tempfile::TempDir,
}

impl Copy {
    fn new() -> Self {
        let home = tempfile::tempdir().unwrap();
        preceptor(["init", "copy"])
            .in_folder(home.path())
            .run()
            .done();
        Self { home }
    }

    fn preceptor<const N: usize>(&self, arguments: [&str; N]) -> Run {
        preceptor(arguments).in_folder(&self.home.path().join("copy"))
    }

    fn path(&self, inner: &str) -> std::path::PathBuf {
        self.home.path().join("copy").join(inner)
    }

    fn read(&self, inner: &str) -> String {
        fs::read_to_string(self.path(inner)).unwrap()
    }
}

#[test]
fn a_working_copy_is_what_commands_in_it_use() {
    let copy = Copy::new();
    assert_eq!(names(&copy.path("")), ["datasets", "rules", "schemas"]);
    assert_eq!(names(copy.home.path()), ["copy"], "nothing else is left");
    let checked = copy.preceptor(["check"]).run().done().stdout;
    assert!(checked.starts_with("checked 7 guides"), "{checked}");
    let guide = copy.read("rules/central-valley/guide.yaml");
    let broken = guide.replacen("kind: guide", "kind: gide", 1);
    fs::write(copy.path("rules/central-valley/guide.yaml"), broken).unwrap();
    let said = copy.preceptor(["check"]).run().exits(1).said();
    assert!(
        said.contains("rules/central-valley/guide.yaml:4:"),
        "{said}"
    );
}

#[test]
fn a_working_copy_is_evaluated_in() {
    let copy = Copy::new();
    copy.preceptor(["new", "applicant", "me.yaml", "--yes"])
        .run()
        .done();
    let guide = copy.read("rules/central-valley/guide.yaml");
    let renamed = guide.replacen("short: Central Valley", "short: Our own valley", 1);
    fs::write(copy.path("rules/central-valley/guide.yaml"), renamed).unwrap();
    let report = copy.preceptor(["evaluate", "me.yaml"]).run().done().stdout;
    assert!(report.contains("Our own valley"), "{report}");
}

#[test]
fn every_file_of_a_working_copy_has_its_schema() {
    let copy = Copy::new();
    for path in [
        "rules/central-valley/guide.yaml",
        "datasets/programs/acgme-1400531031.yaml",
    ] {
        let text = copy.read(path);
        let first = text.lines().next().unwrap();
        let schema = first
            .strip_prefix("# yaml-language-server: $schema=")
            .unwrap();
        let folder = copy.path(path).parent().unwrap().to_owned();
        assert!(folder.join(schema).is_file(), "{path}: {schema}");
    }
    assert!(
        copy.read("schemas/preceptor.d.rhai")
            .contains("let applicant: ")
    );
}

#[test]
fn a_folder_that_is_not_empty_is_not_written_to() {
    let home = tempfile::tempdir().unwrap();
    fs::write(home.path().join("thesis.docx"), "ten years of work").unwrap();
    let run = preceptor(["init", "."]).in_folder(home.path());
    let output = run.run().exits(5);
    output.assert_message("init-not-empty");
    assert_eq!(names(home.path()), ["thesis.docx"]);
    fs::create_dir(home.path().join("empty")).unwrap();
    preceptor(["init", "empty"])
        .in_folder(home.path())
        .run()
        .done();
    assert!(home.path().join("empty/rules/topics.yaml").is_file());
}

#[test]
fn a_new_guide_passes_every_check_and_its_cases() {
    let copy = Copy::new();
    copy.preceptor(["new", "guide", "rural-programs"])
        .run()
        .done();
    let checked = copy.preceptor(["check"]).run().done().said();
    assert!(
        checked.contains("checked 8 guides") && !checked.contains("warning"),
        "{checked}"
    );
    let test = copy
        .preceptor(["test", "--guide", "rural-programs"])
        .run()
        .done();
    assert!(
        test.stdout.ends_with("\n4 passed, 0 failed\n"),
        "{}",
        test.stdout
    );
    let cases = copy.read("rules/rural-programs/cases/example.yaml");
    assert!(cases.starts_with("# yaml-language-server: $schema=../../../schemas/cases.json\n"));
    let again = copy
        .preceptor(["new", "guide", "rural-programs"])
        .run()
        .exits(5);
    assert!(
        again.stderr.contains("there is such a guide already"),
        "{}",
        again.stderr
    );
    let named = copy
        .preceptor(["new", "guide", "Rural Programs"])
        .run()
        .exits(3);
    assert!(named.stderr.contains("small letters"), "{}", named.stderr);
    assert!(
        !names(&copy.path("rules"))
            .iter()
            .any(|name| name.starts_with('.'))
    );
}

#[test]
fn a_new_rule_of_every_kind_passes_every_check_and_its_cases() {
    let world = World::new();
    let before = world.read("rules/small/topic.rhai");
    for about in ["program", "applicant", "standing", "list"] {
        let rule = format!("small/topic/new_{about}");
        let run = world.preceptor(["new", "rule", "--passage", "S-02", "--about", about]);
        run.arg(rule).run().done();
    }
    let run = world.preceptor(["new", "rule", "small/fresh/one", "--passage", "S-01"]);
    run.run().done();
    let after = world.read("rules/small/topic.rhai");
    assert!(after.starts_with(&before), "what was there stays: {after}");
    let checked = world.check().run().said();
    assert!(
        checked.contains("checked 1 guide, 7 rules") && !checked.contains("error"),
        "{checked}"
    );
    let test = world.preceptor(["test", "--rules", "rules"]).run().done();
    assert!(
        test.stdout.ends_with(" passed, 0 failed\n"),
        "{}",
        test.stdout
    );
    let rules = world.preceptor(["rules", "list"]).run().done().stdout;
    assert!(rules.contains("small/fresh/one"), "{rules}");
}

/// Begins a rule of the small guide, which is refused; nothing of the rules changes.
#[track_caller]
fn refused<const N: usize>(arguments: [&str; N]) -> Output {
    let world = World::new();
    let before = world.read("rules/small/topic.rhai");
    let run = world.preceptor(["new", "rule"]).args(arguments);
    let output = run.run();
    assert!(output.code != Some(0), "{}", output.said());
    assert_eq!(world.read("rules/small/topic.rhai"), before);
    assert_eq!(
        names(&world.folder().join("rules/small/cases")),
        ["topic.yaml"]
    );
    output
}

#[test]
fn a_rule_that_cannot_be_begun_says_why() {
    refused(["small/topic/new"]).assert_message("new-rule-no-passage");
    refused(["small/topic/new", "--passage", "S-1"]).assert_message("new-rule-unknown-passage");
    for (arguments, says) in [
        (
            ["small/topic/low", "--passage", "S-01"],
            "there is a rule `small/topic/low` already",
        ),
        (
            ["smal/topic/new", "--passage", "S-01"],
            "did you mean `small`?",
        ),
        (
            ["small/new", "--passage", "S-01"],
            "write guide, topic and name",
        ),
        (
            ["small/topic/Low-Score", "--passage", "S-01"],
            "small letters",
        ),
        (
            ["small/topic/flag", "--passage", "S-01"],
            "is already a word",
        ),
    ] {
        let said = refused(arguments).said();
        assert!(said.contains(says), "{says}: {said}");
        assert!(!said.contains("/tmp"), "{said}");
    }
}

#[test]
fn rules_that_are_built_in_are_not_added_to() {
    let empty = tempfile::tempdir().unwrap();
    let run = preceptor(["new", "guide", "rural"]).in_folder(empty.path());
    let said = run.run().exits(3).stderr;
    assert!(said.contains("preceptor init FOLDER"), "{said}");
    assert!(names(empty.path()).is_empty());
}

#[test]
fn a_profile_is_begun_and_never_written_over() {
    let home = tempfile::tempdir().unwrap();
    let run = |arguments: [&str; 4]| preceptor(arguments).in_folder(home.path()).run();
    run(["new", "applicant", "me.yaml", "--yes"]).done();
    let text = fs::read_to_string(home.path().join("me.yaml")).unwrap();
    assert!(text.contains("\n# step2_ck: { taken: "), "{text}");
    preceptor(["evaluate", "me.yaml"])
        .in_folder(home.path())
        .run()
        .done();
    run(["new", "applicant", "me.yaml", "--yes"]).exits(5);
    assert_eq!(
        fs::read_to_string(home.path().join("me.yaml")).unwrap(),
        text
    );
    let asking = preceptor(["new", "applicant", "you.yaml"]).in_folder(home.path());
    let said = asking.run().exits(5).stderr;
    assert!(said.contains("with --yes"), "{said}");
    assert_eq!(names(home.path()), ["me.yaml"]);
}

#[test]
fn every_shell_has_completions() {
    for (shell, part) in [
        ("bash", "_preceptor()"),
        ("zsh", "#compdef preceptor"),
        ("fish", "complete -c preceptor"),
        ("powershell", "Register-ArgumentCompleter"),
        ("elvish", "edit:completion"),
    ] {
        let script = preceptor(["completions", shell]).run().done().stdout;
        assert!(script.contains(part), "{shell}: {script}");
        assert!(script.contains("policy"), "{shell}");
    }
}

#[test]
fn a_schema_is_printed_by_name() {
    let list = preceptor(["schema"]).run().done().stdout;
    assert!(list.lines().any(|name| name == "policy"), "{list}");
    for name in list.lines() {
        let schema = preceptor(["schema", name]).run().done().stdout;
        let on_disk = crate::snapshot::root().join(format!("schemas/{name}.json"));
        assert_eq!(schema, fs::read_to_string(on_disk).unwrap(), "{name}");
    }
    let said = preceptor(["schema", "polcy"]).run().exits(3).stderr;
    assert!(said.contains("did you mean `policy`?"), "{said}");
}
