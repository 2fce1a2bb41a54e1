//! Free text that attacks: names, notes and titles that hold markup, formulas, terminal escapes and
//! marks that turn the direction of writing.

use serde_json::Value;

use crate::runner::{Output, Run};
use crate::world::World;

/// What stands in every free field: a link, an image, HTML, a table's border, a heading, a formula,
/// signs that steer a terminal or turn the writing, and an address.
const EVIL: &str = r"=1+1|[a](http://evil.example) ![b](c) <script>x</script> **bold** `code` \e[31mred\e]0;title\a \u202Eturned\u2066 \u200Bhidden\n# heading\n| a | b |\n- [ ] task me@evil.example $x^2$";

const VALLEY: &str = "programs/ca-example-valley-internal-medicine.yaml";
const DESERT: &str = "programs/nv-example-desert-internal-medicine.yaml";

/// The small world with the same text in every free field, after a prefix.
fn hostile(prefix: &str) -> World {
    let world = World::new();
    let text = format!("\"{prefix}{EVIL}\"");
    let name = |old: &str| format!("name: {old}");
    world.replace("applicant.yaml", &name("An applicant"), &name(&text));
    for (program, old) in [
        (VALLEY, "Example Valley Program"),
        (DESERT, "Example Desert Program"),
    ] {
        world.replace(program, &name(old), &name(&text));
        let known = format!("institution: {text}\n");
        world.write(program, format!("{}{known}", world.read(program)));
    }
    let percent = "img_percent: { value: 80, source: freida-2025, as_of: 2025-03-28";
    world.replace(VALLEY, percent, &format!("{percent}, note: {text}"));
    world
        .replace(
            "rules/small/guide.yaml",
            "title: A small guide",
            &format!("title: {text}"),
        )
        .replace(
            "rules/small/guide.yaml",
            "short: Small",
            &format!("short: {text}"),
        )
        .replace(
            "rules/small/guide.yaml",
            "title: First",
            &format!("title: {text}"),
        )
        .write(
            "rules/small/cases/topic.yaml",
            "about: Nothing\nas_of: 2026-11-01\napplicant: { }\nrules: { }\n",
        )
        .write("rules/small/topic.rhai", RULES);
    world
}

/// Rules that place, and say what the program's record says.
const RULES: &str = "\
/// In the tier.
/// cites: S-01
fn placed(applicant, program) {
    tier(\"1\", `${program.name} and ${program.institution}`)
}

/// Points for it.
/// cites: S-02
fn counted(applicant, program, policy) {
    if program.known.img_percent {
        points(policy.low_score, `${program.img_percent}% ${program.institution}`)
    }
}
";

/// What is written; as for a terminal, which would get every escape, except where the report's own
/// colours would stand in the way.
fn told(world: &World, format: &str) -> Output {
    let run = world.evaluate().args(["--format", format]);
    if format == "text" {
        return run.run().done();
    }
    run.env("CLICOLOR_FORCE", "1").run().done()
}

/// Nothing in it steers a terminal, hides or turns the direction of writing.
#[track_caller]
fn is_still(text: &str) {
    let moving = text.chars().find(|sign| {
        (sign.is_control() && *sign != '\n')
            || matches!(sign, '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
    });
    assert_eq!(moving, None, "{text}");
}

#[test]
fn a_text_report_steers_nothing() {
    let world = hostile("");
    let output = told(&world, "text");
    is_still(&output.stdout);
    assert!(output.stdout.contains("turned"), "{}", output.stdout);
    let line = output
        .stdout
        .lines()
        .find(|line| line.trim_start().starts_with('#'));
    assert_eq!(line, None, "a line break came from the data");
}

#[test]
fn colours_for_a_terminal_are_the_program_s_own() {
    let world = hostile("");
    let output = world.evaluate().env("CLICOLOR_FORCE", "1").run().done();
    assert!(!output.stdout.contains("\u{1b}[31m"), "{}", output.stdout);
    assert!(!output.stdout.contains("\u{1b}]0;"), "{}", output.stdout);
}

/// What is not shown letter by letter.
fn outside_code(markdown: &str) -> String {
    let mut outside = String::new();
    let mut in_code = false;
    let mut before = ' ';
    for sign in markdown.chars() {
        match sign {
            '`' if in_code || before != '\\' => in_code = !in_code,
            sign if !in_code => outside.push(sign),
            _ => {}
        }
        before = sign;
    }
    outside
}

#[test]
fn markdown_has_no_markup_from_the_data() {
    let world = hostile("# ");
    let text = told(&world, "markdown").stdout;
    is_still(&text);
    let spoken = outside_code(&text);
    let bare = |mark: &str| {
        let mut all = spoken.match_indices(mark);
        all.find(|(at, _)| !spoken[..*at].ends_with('\\'))
            .map(|(at, _)| spoken[at..].chars().take(60).collect::<String>())
    };
    for mark in ["](", "<script", "[a", "![", "**bold", "`code", "$x"] {
        assert_eq!(bare(mark), None, "{mark}: {text}");
    }
    for line in text.lines() {
        let own = ["# ", "## "].iter().any(|mark| line.starts_with(mark));
        assert!(own || !line.starts_with('#'), "{line}");
        assert!(
            !line.starts_with("# heading") && !line.starts_with("- [ ] task"),
            "{line}"
        );
        for address in ["http://evil.example", "me@evil.example"] {
            for (at, _) in line.match_indices(address) {
                let ticks = line[..at].matches('`').count() - line[..at].matches("\\`").count();
                assert_eq!(ticks % 2, 1, "an address outside code: {line}");
            }
        }
    }
}

#[test]
fn every_row_of_a_table_has_its_cells() {
    let text = told(&hostile(""), "markdown").stdout;
    let cells = |line: &str| line.replace("\\|", "").matches('|').count();
    let tables = text.split("\n\n").filter(|block| block.starts_with('|'));
    let mut seen = 0;
    for table in tables {
        let mut lines = table.lines();
        let head = cells(lines.next().unwrap());
        for line in lines {
            assert_eq!(cells(line), head, "{line}");
            seen += 1;
        }
    }
    assert!(seen > 1, "{text}");
}

#[test]
fn no_cell_of_a_sheet_is_a_formula() {
    for sign in ["=", "+", "-", "@", "\\t=", "\\r=", " ="] {
        let world = hostile(sign);
        let text = told(&world, "csv").stdout;
        is_still(&text);
        let mut sheet = csv::Reader::from_reader(text.as_bytes());
        let head = sheet.headers().unwrap().clone();
        let mut rows = 0;
        for row in sheet.records() {
            for (title, cell) in head.iter().zip(&row.unwrap()) {
                let starts = cell.starts_with(['=', '+', '-', '@', '\t', '\r', ' ']);
                assert!(!starts || cell.parse::<f64>().is_ok(), "{title}: {cell}");
            }
            rows += 1;
        }
        assert_eq!(rows, 2, "{text}");
    }
}

#[test]
fn json_keeps_the_values_and_steers_nothing() {
    let world = hostile("");
    let output = told(&world, "json");
    is_still(&output.stdout);
    let document: Value = output.json();
    let name = document["applicant"].as_str().unwrap();
    assert!(
        name.contains("\u{1b}[31mred") && name.contains("\u{202e}turned"),
        "{name:?}"
    );
}

#[test]
fn a_name_of_ten_thousand_signs_does_not_flood_a_report() {
    for word in ["x", "x "] {
        let world = World::with_rules(RULES);
        world.replace(
            VALLEY,
            "Example Valley Program",
            &word.repeat(10_000 / word.len()),
        );
        for format in ["text", "markdown"] {
            let text = told(&world, format).stdout;
            let longest = text.lines().map(|line| line.chars().count()).max();
            assert!(longest < Some(5_000), "{format}: {longest:?}");
        }
        assert_eq!(told(&world, "csv").stdout.lines().count(), 3);
    }
}

#[test]
fn a_comparison_is_inert_as_well() {
    let world = hostile("");
    for format in ["text", "markdown", "csv", "json"] {
        let run = world.preceptor([
            "compare",
            "applicant.yaml",
            "--rules",
            "rules",
            "--programs",
            "programs",
        ]);
        is_still(&run.args(["--format", format]).run().done().stdout);
    }
}

#[test]
fn a_list_of_programs_and_a_program_s_page_steer_nothing() {
    let world = hostile("");
    for wanted in [vec![], vec!["show", "ca-example-valley-internal-medicine"]] {
        let run = wanted
            .into_iter()
            .fold(world.preceptor(["programs"]), Run::arg);
        let output = run.args(["--programs", "programs"]).run().done();
        let steers = |sign: char| (sign != '\n' && sign.is_control()) || sign == '\u{202e}';
        assert!(!output.stdout.contains(steers), "{}", output.stdout);
        assert!(output.stdout.contains("=1+1"), "{}", output.stdout);
    }
}
