use std::fs;

use preceptor::dataset::{Answered, Recorded, Tree, add_source, record};
use preceptor::model::AsOf;
use preceptor::place::SourceText;
use serde_json::Value;

use crate::generated::Random;
use crate::runner::{Output, Run, preceptor};
use crate::snapshot::root;
use crate::world::World;

const VALLEY: &str = "ca-example-valley-internal-medicine";
const FILE: &str = "datasets/programs/ca-example-valley-internal-medicine.yaml";
const SOURCES: &str = "datasets/sources.yaml";

/// The small world as a working copy: its programs among the shipped references.
pub(crate) fn working_copy() -> World {
    let world = World::new();
    copy(&world, "datasets");
    copy(&world, "datasets/official");
    for name in [VALLEY, "nv-example-desert-internal-medicine"] {
        let text = world.read(&format!("programs/{name}.yaml"));
        world.write(&format!("datasets/programs/{name}.yaml"), text);
    }
    world
}

fn copy(world: &World, folder: &str) {
    for entry in fs::read_dir(root().join(folder)).unwrap() {
        let path = entry.unwrap().path();
        if path.is_file() {
            let name = path.file_name().unwrap().to_str().unwrap().to_owned();
            world.write(&format!("{folder}/{name}"), fs::read(&path).unwrap());
        }
    }
}

fn set<const N: usize>(world: &World, arguments: [&str; N]) -> Run {
    world
        .preceptor(["programs", "set", "Example Valley"])
        .args(arguments)
}

const PHONE: [&str; 2] = ["--source", "phone 2026-11-20"];

#[test]
fn an_answer_is_recorded_with_its_source() {
    let world = working_copy();
    let (before, sources) = (world.read(FILE), world.read(SOURCES));
    let run = set(&world, ["step2_ck.minimum=220", "holistic_review=yes"]).args(PHONE);
    run.run().done().assert_message("programs-set-added");
    let claim = "source: phone-2026-11-20, as_of: 2026-11-20 }";
    let added = format!(
        "step2_ck: {{ minimum: {{ value: 220, {claim} }}\nholistic_review: {{ value: true, {claim}\n"
    );
    assert_eq!(world.read(FILE), format!("{before}{added}"));
    let source = "phone-2026-11-20:\n  title: \"phone\"\n  as_of: 2026-11-20\n";
    assert_eq!(world.read(SOURCES), format!("{sources}{source}"));
    let page = world
        .preceptor(["programs", "show", VALLEY])
        .run()
        .done()
        .stdout;
    assert!(
        page.contains("Step 2 CK minimum: 220  [phone, 2026-11-20]"),
        "{page}"
    );
    // The same call told something else: no second source.
    set(&world, ["letters=3"]).args(PHONE).run().done();
    assert_eq!(world.read(SOURCES), format!("{sources}{source}"));
}

#[test]
fn an_answer_that_differs_stands_beside_what_is_stated() {
    let world = working_copy();
    let before = world.read(FILE);
    let run = || set(&world, ["visas.j1=no"]).args(PHONE);
    run().run().done().assert_message("programs-set-disputed");
    let old = "{ value: yes, source: freida-2025, as_of: 2025-03-28 }";
    let new = "{ value: no, source: phone-2026-11-20, as_of: 2026-11-20 }";
    assert_eq!(
        world.read(FILE),
        before.replace(
            &format!("j1: {old}"),
            &format!("j1: {{ conflict: [{old}, {new}] }}")
        )
    );
    let said = run().run().done().stdout;
    assert!(said.ends_with("nothing to change\n"), "{said}");
    run()
        .arg("--replace")
        .run()
        .done()
        .assert_message("programs-set-settled");
    assert_eq!(world.read(FILE), before.replace(old, new));
}

#[test]
fn what_is_said_again_takes_the_new_source() {
    let world = working_copy();
    let before = world.read(FILE);
    let said = set(&world, ["img_percent=80"])
        .args(PHONE)
        .run()
        .done()
        .stdout;
    assert!(said.contains("confirmed, before 80 (AMA FREIDA"), "{said}");
    let old = "80, source: freida-2025, as_of: 2025-03-28";
    let new = "80, source: phone-2026-11-20, as_of: 2026-11-20";
    assert_eq!(world.read(FILE), before.replace(old, new));
}

/// Sets values, which is refused; no file is touched.
#[track_caller]
fn refused(world: &World, run: Run, code: i32) -> Output {
    let before = (world.read(FILE), world.read(SOURCES));
    let output = run.run().exits(code);
    assert_eq!((world.read(FILE), world.read(SOURCES)), before);
    output
}

#[test]
fn what_cannot_be_recorded_says_why_all_at_once() {
    let world = working_copy();
    let values = [
        "visas.j2=yes",
        "img_percent=many",
        "holistic_review=maybe",
        "letters",
        "name=X",
        "letters=",
    ];
    let run = set(&world, values).args(["--source", "freida-2052"]);
    refused(&world, run, 3).assert_message("programs-set-wrong");
    for (value, said) in [
        (
            "visas.j1=maybe",
            "with visas.j1=maybe: unknown word `maybe`",
        ),
        ("img_percent=130", "a percentage lies between 0 and 100"),
        ("step2_ck.minimum=nine", "this is a number, not `nine`"),
        ("step2_ck.minimum=999", "lies between 1 and 300"),
        (
            "tracks.advanced.quota=3",
            "this record has no track `advanced`",
        ),
        ("mission=\u{202e}x\"]}", "written to"),
    ] {
        let run = set(&world, [value]).args(PHONE);
        if said == "written to" {
            assert!(run.run().done().stdout.contains(said));
        } else {
            let error = refused(&world, run, 3).stderr;
            assert!(error.contains(said), "{value}: {error}");
        }
    }
    for source in ["phone", "", "phone 2026-11-30", "a\u{1b}[31mb 2026-11-20"] {
        refused(&world, set(&world, ["letters=3", "--source", source]), 3);
    }
}

#[test]
fn built_in_programs_are_not_written() {
    let world = World::empty();
    let run = world
        .preceptor(["programs", "set", "acgme-1400531031", "visas.j1=yes"])
        .args(PHONE);
    run.run().exits(5).assert_message("programs-set-built-in");
    assert_eq!(fs::read_dir(world.folder()).unwrap().count(), 0);
}

#[test]
fn without_sources_on_disk_only_a_known_source_will_do() {
    let world = World::new();
    let run = |source: &str| {
        let run = world.preceptor([
            "programs",
            "set",
            VALLEY,
            "letters=3",
            "--programs",
            "programs",
        ]);
        run.args(["--source", source])
    };
    let said = run("phone 2026-11-20").run().exits(5).stderr;
    assert!(
        said.contains("the built-in sources cannot be added to"),
        "{said}"
    );
    run("freida-2025").run().done();
    let text = world.read(&format!("programs/{VALLEY}.yaml"));
    assert!(
        text.ends_with("letters: { value: 3, source: freida-2025, as_of: 2025-03-28 }\n"),
        "{text}"
    );
}

#[cfg(unix)]
#[test]
fn a_folder_that_cannot_be_written_leaves_both_files() {
    use std::os::unix::fs::PermissionsExt;
    let world = working_copy();
    let folder = world.folder().join("datasets/programs");
    fs::set_permissions(&folder, PermissionsExt::from_mode(0o555)).unwrap();
    let is_root = fs::write(folder.join("probe"), "").is_ok();
    if !is_root {
        refused(&world, set(&world, ["letters=3"]).args(PHONE), 5);
    }
    fs::set_permissions(&folder, PermissionsExt::from_mode(0o755)).unwrap();
}

#[test]
fn every_shipped_record_takes_an_answer() {
    let claim = claim("3");
    let mut all = 0;
    for entry in fs::read_dir(root().join("datasets/programs")).unwrap() {
        let path = entry.unwrap().path();
        let text = fs::read_to_string(&path).unwrap();
        let source = SourceText::new("x.yaml", &text);
        for keys in [
            &["letters"][..],
            &["usce", "weeks"],
            &["tracks", "categorical", "quota"],
        ] {
            let before = Tree::parse(&source).unwrap().to_json();
            if keys[0] == "tracks" && !text.contains("track: categorical") {
                continue;
            }
            let (new, recorded) = record(&source, keys, &claim, false)
                .unwrap_or_else(|problem| panic!("{}: {problem}", path.display()));
            assert_ne!(recorded, Recorded::Unchanged);
            assert_ne!(Tree::parse(&new).unwrap().to_json(), before);
            all += 1;
        }
    }
    assert!(all > 640, "{all}");
}

fn claim(value: &str) -> Answered {
    Answered {
        value: value.to_owned(),
        source: "new".to_owned(),
        as_of: AsOf::parse("2026-11-20").unwrap(),
        note: None,
    }
}

const NEW: &str = "{ value: 7, source: new, as_of: 2026-11-20 }";

/// What becomes of a text when 7 is recorded at those keys.
#[track_caller]
fn after(text: &str, keys: &[&str], replace: bool) -> String {
    let (new, _) = record(&SourceText::new("x.yaml", text), keys, &claim("7"), replace)
        .unwrap_or_else(|problem| panic!("{problem}\n{text}"));
    new.text().to_owned()
}

#[test]
#[expect(clippy::too_many_lines, reason = "a table of layouts")]
fn every_layout_keeps_its_bytes() {
    let old = "{ value: 1, source: a, as_of: 2020 }";
    for (before, keys, wanted) in [
        (
            format!("a: 1 # x\ng:\n    k: {old}  # why\n\n# end"),
            &["g", "n"][..],
            format!("a: 1 # x\ng:\n    k: {old}  # why\n    n: {NEW}\n\n# end"),
        ),
        (
            format!("g: {{ k: {old} }} # why\n"),
            &["g", "n"],
            format!("g: {{ k: {old}, n: {NEW} }} # why\n"),
        ),
        (
            "g: {}\n".to_owned(),
            &["g", "n"],
            format!("g: {{ n: {NEW} }}\n"),
        ),
        (
            "\u{feff}a: 1".to_owned(),
            &["g", "n"],
            format!("\u{feff}a: 1\ng: {{ n: {NEW} }}"),
        ),
        (
            "a: 1\r\ng:\r\n".to_owned(),
            &["g"],
            format!("a: 1\r\ng: {NEW}\r\n"),
        ),
        (
            format!("tracks:\n- track: p\n- track: c\n  # note\n  quota: {old}\nb: 2\n"),
            &["tracks", "c", "n"],
            format!(
                "tracks:\n- track: p\n- track: c\n  # note\n  quota: {old}\n  n: {NEW}\nb: 2\n"
            ),
        ),
        (
            "tracks: [{ track: p }, { track: c }]\n".to_owned(),
            &["tracks", "c", "n"],
            format!("tracks: [{{ track: p }}, {{ track: c, n: {NEW} }}]\n"),
        ),
        (
            format!("k: {old}\n"),
            &["k"],
            format!("k: {{ conflict: [{old}, {NEW}] }}\n"),
        ),
        (
            format!("k: {{ conflict: [{old}, {old}] }} # both\n"),
            &["k"],
            format!("k: {{ conflict: [{old}, {old}, {NEW}] }} # both\n"),
        ),
        (
            format!(
                "k:\n  conflict:\n    - {old}\n    - value: 2\n      source: b\n      as_of: 2021\n# end\n"
            ),
            &["k"],
            format!(
                "k:\n  conflict:\n    - {old}\n    - value: 2\n      source: b\n      as_of: 2021\n    - {NEW}\n# end\n"
            ),
        ),
        (
            "g:\n  k: # why\n    value: 1\n    # so\n    source: a\n    as_of: 2020\n  m: 2\n"
                .to_owned(),
            &["g", "k"],
            format!(
                "g:\n  k: # why\n    conflict:\n      - value: 1\n        # so\n        source: a\n        as_of: 2020\n      - {NEW}\n  m: 2\n"
            ),
        ),
    ] {
        assert_eq!(after(&before, keys, false), wanted, "{before}");
    }
    assert_eq!(
        after(&format!("k: {old} # why\n"), &["k"], true),
        format!("k: {NEW} # why\n")
    );
    assert_eq!(
        after(
            "k: # why\n  value: 1\n  source: a\n  as_of: 2020\nb: 2\n",
            &["k"],
            true
        ),
        format!("k: # why\n  {NEW}\nb: 2\n")
    );
}

#[test]
fn a_comment_is_never_lost() {
    for text in [
        "k:\n  value: 1 # by mail\n  source: a\n  as_of: 2020\n",
        "k: { value: 1,\n  # by mail\n  source: a, as_of: 2020 }\n",
    ] {
        let refused = record(&SourceText::new("x.yaml", text), &["k"], &claim("7"), true);
        let problem = refused.unwrap_err();
        assert!(
            problem.help.as_ref().unwrap().contains("write it by hand"),
            "{problem}"
        );
    }
    let broken = record(
        &SourceText::new("x.yaml", "k: [1\n"),
        &["k"],
        &claim("7"),
        true,
    );
    assert!(broken.is_err());
}

// Many records, made up.

const GROUPS: [(&str, [&str; 3]); 3] = [
    ("visas", ["j1", "h1b", "o1"]),
    ("usce", ["requirement", "weeks", "observerships"]),
    ("attempts", ["maximum", "preferred", "least"]),
];

struct Made {
    text: String,
    end: &'static str,
}

impl Made {
    fn line(&mut self, text: &str) {
        self.text.push_str(text);
        self.text.push_str(self.end);
    }

    fn noise(&mut self, random: &mut Random) {
        while random.percent(30) {
            let noise = *random.of(&["", "# a: 1", "  # so it is: {", "    # é 🎓", "#", "   "]);
            self.line(noise);
        }
    }

    fn value(&mut self, random: &mut Random, indent: &str, key: &str) {
        let quote = *random.of(&["", "", "\"", "'"]);
        let key = format!("{indent}{quote}{key}{quote}:");
        let value = *random.of(&["1", "yes", "\"a, b }\"", "[x, 'y]']", "none"]);
        let note = *random.of(&[
            "",
            "",
            ", note: \"it's {so}, or not\"",
            ", note: 'a ''b'' ]'",
        ]);
        let comment = *random.of(&["", "  # why, really", " #"]);
        match random.below(5) {
            0 => {
                self.line(&format!("{key}{comment}"));
                self.line(&format!("{indent}  value: {value}"));
                self.line(&format!("{indent}  source: a"));
                self.line(&format!("{indent}  as_of: 2020-03"));
            }
            1 => self.line(&format!(
                "{key} {{ conflict: [{{ value: {value}, source: a, as_of: 2020 }}, {{ value: 2, source: b, as_of: 2021{note} }}] }}{comment}"
            )),
            2 => {
                self.line(&format!("{key}{comment}"));
                self.line(&format!("{indent}  conflict:"));
                self.line(&format!("{indent}    - {{ value: {value}, source: a, as_of: 2020 }}"));
                self.line(&format!("{indent}    - {{ value: 2, source: b, as_of: 2021{note} }}"));
            }
            _ => self.line(&format!("{key} {{ value: {value}, source: a, as_of: 2020{note} }}{comment}")),
        }
    }
}

fn make(random: &mut Random) -> Made {
    let end = *random.of(&["\n", "\r\n"]);
    let text = (*random.of(&["", "\u{feff}"])).to_owned();
    let mut made = Made { text, end };
    made.line("id: a-1");
    let tracks = *random.of(&["tracks:", "tracks: # two"]);
    made.line(tracks);
    let dash = *random.of(&["", "  "]);
    for track in ["categorical", "preliminary"] {
        if random.percent(40) {
            made.line(&format!("{dash}- {{ track: {track} }}"));
            continue;
        }
        made.line(&format!("{dash}- track: {track}"));
        if random.percent(60) {
            made.value(random, &format!("{dash}  "), "quota");
        }
    }
    for (group, keys) in GROUPS {
        made.noise(random);
        if random.percent(30) {
            continue;
        }
        if random.percent(20) {
            made.line(&format!(
                "{group}: {{ {}: {{ value: 1, source: a, as_of: 2020 }} }}",
                keys[0]
            ));
            continue;
        }
        made.line(&format!("{group}:{}", random.of(&["", "   # ours"])));
        let indent = *random.of(&["  ", "    ", " "]);
        for (number, key) in keys.into_iter().enumerate() {
            if number == 0 || random.percent(50) {
                made.value(random, indent, key);
                made.noise(random);
            }
        }
    }
    if random.percent(50) {
        made.value(random, "", "letters");
    }
    if random.percent(30) {
        let whole = made.text.trim_end_matches(['\r', '\n']).len();
        made.text.truncate(whole);
    }
    made
}

/// The content of a file with what stands at those keys taken out.
fn without(json: &Value, keys: &[&str]) -> Value {
    let mut json = json.clone();
    let mut at = &mut json;
    let (last, above) = keys.split_last().unwrap();
    for key in above {
        let next = match at {
            Value::Array(all) => all.iter_mut().find(|one| one["track"] == **key),
            other => other.get_mut(*key),
        };
        let Some(next) = next else { return json };
        at = next;
    }
    if let Value::Object(map) = at {
        map.shift_remove(*last);
        if map.is_empty() && above.len() == 1 {
            let group = above[0];
            json.as_object_mut().unwrap().shift_remove(group);
        }
    }
    json
}

#[test]
fn of_many_records_nothing_but_the_value_changes() {
    let mut random = Random::new(22);
    let (mut done, mut refused) = (0, 0);
    for round in 0..400 {
        let made = make(&mut random);
        let source = SourceText::new("x.yaml", &made.text);
        let before = Tree::parse(&source).unwrap().to_json();
        for keys in [
            &["visas", "j1"][..],
            &["visas", "h1b"],
            &["usce", "weeks"],
            &["attempts", "maximum"],
            &["letters"],
            &["tracks", "categorical", "quota"],
            &["tracks", "preliminary", "matched"],
        ] {
            let replace = random.percent(50);
            let Ok((new, recorded)) = record(&source, keys, &claim("7"), replace) else {
                refused += 1;
                continue;
            };
            let context = || {
                format!(
                    "{round} {keys:?} {replace}\n{}\n---\n{}",
                    made.text,
                    new.text()
                )
            };
            let found = Tree::parse(&new).unwrap().to_json();
            assert_eq!(
                without(&found, keys),
                without(&before, keys),
                "{}",
                context()
            );
            let claim = r#"{"value":7,"source":"new","as_of":"2026-11-20"}"#;
            assert!(found.to_string().contains(claim), "{}", context());
            assert_eq!(comments(new.text()), comments(&made.text), "{}", context());
            let bare = new.text().replace("\r\n", "");
            assert!(made.end == "\n" || !bare.contains('\n'), "{}", context());
            if recorded == Recorded::Added {
                // What was there is there, before and after what is new.
                let (old, new) = (made.text.as_bytes(), new.text().as_bytes());
                let same = old.iter().zip(new).take_while(|(a, b)| a == b).count();
                assert!(new.ends_with(&old[same..]), "{}", context());
            }
            done += 1;
        }
    }
    assert!(done > 2_600 && refused < 100, "{done} {refused}");
}

/// The comments of a text, in order.
fn comments(text: &str) -> Vec<&str> {
    let comments = text.lines().filter_map(|line| {
        let line = line.trim_end();
        if line.trim_start().starts_with('#') {
            return Some(line.trim_start());
        }
        line.find(" #").map(|at| line[at..].trim_start())
    });
    comments.collect()
}

#[test]
fn a_source_is_added_at_the_end() {
    let as_of = AsOf::parse("2026-11-20").unwrap();
    let add = |text: &str| {
        let new = add_source(&SourceText::new("s.yaml", text), "n", "a \"b\": #c", &as_of);
        new.map(|new| new.text().to_owned())
    };
    let entry = "n:\n  title: \"a \\\"b\\\": #c\"\n  as_of: 2026-11-20";
    assert_eq!(
        add("a: { title: x, as_of: 2020 } # y\n# z\n").unwrap(),
        format!("a: {{ title: x, as_of: 2020 }} # y\n# z\n{entry}\n")
    );
    assert_eq!(
        add("a: { title: x, as_of: 2020 }").unwrap(),
        format!("a: {{ title: x, as_of: 2020 }}\n{entry}")
    );
    assert!(add("{ a: { title: x, as_of: 2020 } }\n").is_err());
    assert!(add("n: { title: x, as_of: 2020 }\n").is_err());
}

#[test]
fn help_says_what_to_type() {
    let help = preceptor(["programs", "set", "--help"]).run().done().stdout;
    assert!(
        help.contains("--replace") && help.contains("phone 2026-11-20"),
        "{help}"
    );
}
