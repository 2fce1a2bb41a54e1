use std::collections::BTreeSet;

use serde_json::Value;

use crate::runner::{Run, evaluate, preceptor};
use crate::spelling::unspelt;
use crate::world::World;

/// What a browser must not be able to take for anything but text.
const HOSTILE: &str = r#"</script></style></title><script>alert(1)</script><img src=x onerror=alert(1)>" onmouseover="x' autofocus='y --><!--\u202e\u2066\u200f\e[31m\a&lt;"#;

fn page(run: Run) -> String {
    unspelt(&run.args(["--format", "html"]).run().done().stdout)
}

fn compare(applicant: &str) -> Run {
    preceptor(["compare"]).arg(format!("datasets/applicants/{applicant}.yaml"))
}

/// The text as the page writes it.
fn escaped(text: &str) -> String {
    let signs = text.chars().map(|sign| match sign {
        '&' | '<' | '>' | '"' | '\'' => format!("&#{};", u32::from(sign)),
        sign => sign.to_string(),
    });
    signs.collect()
}

#[track_caller]
fn has(page: &str, text: &str) {
    assert!(
        page.contains(&escaped(&unspelt(text))),
        "the page lacks {text}"
    );
}

fn items<'v>(value: &'v Value, key: &str) -> impl Iterator<Item = &'v Value> {
    value[key].as_array().unwrap().iter()
}

fn text<'v>(value: &'v Value, key: &str) -> &'v str {
    value[key].as_str().unwrap_or_default()
}

/// The part of the page for each guide, then for each of its targets.
fn parts(page: &str) -> Vec<Vec<&str>> {
    let guides = page.split("<article class=\"guide\"").skip(1);
    guides
        .map(|guide| guide.split("<section class=\"target\"").collect())
        .collect()
}

/// The value of an attribute in a piece of the page.
fn value<'p>(piece: &'p str, attribute: &str) -> &'p str {
    let (_, rest) = piece.split_once(&format!("{attribute}=\"")).unwrap();
    rest.split_once('"').unwrap().0
}

/// The markup without any attribute's value and without text.
fn skeleton(page: &str) -> Vec<String> {
    let tags = page
        .split('<')
        .skip(1)
        .map(|piece| piece.split('>').next().unwrap());
    let bare = tags.map(|tag| tag.split('"').step_by(2).collect::<String>());
    bare.collect()
}

fn dollars(amount: &Value) -> String {
    let amount = amount.as_u64().unwrap();
    match amount / 1000 {
        0 => format!("${amount}"),
        thousands => format!("${thousands},{:03}", amount % 1000),
    }
}

fn programs(target: &str) -> BTreeSet<(String, String, String)> {
    let rows = target.split("<tr class=\"program\"").skip(1);
    let rows = rows
        .map(|row| ["data-id", "data-tier", "data-score"].map(|name| value(row, name).to_owned()));
    rows.map(|[id, tier, score]| (id, tier, score)).collect()
}

#[test]
fn the_page_holds_the_facts_of_the_json() {
    for applicant in ["j1-internal-medicine", "rp-07", "interviewing"] {
        let (page, json) = (page(evaluate(applicant)), evaluate(applicant).json());
        let parts = parts(&page);
        assert_eq!(parts.len(), json["guides"].as_array().unwrap().len());
        for (part, guide) in parts.iter().zip(items(&json, "guides")) {
            let ([head, targets @ ..], judged) = (part.as_slice(), items(guide, "targets")) else {
                panic!("no head");
            };
            for (target, judged) in targets.iter().zip(judged) {
                holds(head, target, judged);
            }
        }
    }
}

/// Every program with tier and score, every sentence of standing and plan, how many, what it costs.
fn holds(head: &str, target: &str, judged: &Value) {
    let listed = items(&judged["list"], "programs").map(|program| {
        let score = program["score"].to_string();
        (
            text(program, "id").to_owned(),
            text(program, "tier").to_owned(),
            score,
        )
    });
    assert_eq!(programs(target), listed.collect());
    let standing = &judged["standing"];
    let said = items(standing, "bands").map(|band| &band["says"]);
    let said = said.chain(items(standing, "flags"));
    let said = said.chain(items(standing, "pillars").flat_map(|pillar| items(pillar, "says")));
    let said = said.chain(items(judged, "plan").map(|step| &step["says"]));
    said.for_each(|sentence| has(target, text(sentence, "text")));
    for program in items(&judged["list"], "programs") {
        has(target, text(program, "name"));
        let points =
            items(program, "points").filter(|_| program["excluded"] == Value::Array(Vec::new()));
        points.for_each(|points| has(target, text(&points["says"], "text")));
        items(program, "excluded").for_each(|reason| has(target, text(reason, "text")));
    }
    let asked = items(judged, "ask").flat_map(|ask| items(ask, "questions"));
    asked.for_each(|question| has(target, text(question, "text")));
    items(judged, "tell_us").for_each(|open| has(target, text(open, "label")));
    if judged["apply_to"].is_object() && head.contains("<dt>Costs</dt>") {
        let (from, to) = (
            judged["apply_to"]["from"].as_f64(),
            judged["apply_to"]["to"].as_f64(),
        );
        has(head, &format!("{}–{}", from.unwrap(), to.unwrap()));
        has(head, &dollars(&judged["cost"]["from"]));
    }
    if head.contains("<dt>Costs</dt>") && judged["list"]["placed"] != 0 {
        has(head, &dollars(&judged["cost"]["placed"]));
    }
}

#[test]
fn the_comparison_holds_the_facts_of_the_json() {
    let (page, json) = (
        page(compare("two-targets").args(["--top", "1"])),
        compare("two-targets").json(),
    );
    for target in items(&json, "targets") {
        for stands in items(target, "topics").flat_map(|topic| items(topic, "stands")) {
            // A page begins a sentence with a capital.
            let says = text(stands, "says").char_indices().nth(1);
            has(
                &page,
                says.map_or("", |(at, _)| &text(stands, "says")[at..]),
            );
        }
        for program in items(target, "programs").filter(|one| one["dispute"] != "none") {
            let id = format!("data-id=\"{}\"", text(program, "id"));
            assert!(page.contains(&id), "{program}");
        }
    }
}

#[test]
fn a_page_is_the_same_twice() {
    assert_eq!(page(evaluate("rp-10-wait")), page(evaluate("rp-10-wait")));
    assert_eq!(page(compare("rp-10-wait")), page(compare("rp-10-wait")));
}

#[test]
fn a_page_asks_nothing_of_any_server() {
    for page in [page(evaluate("two-targets")), page(compare("two-targets"))] {
        for tag in page
            .split('<')
            .skip(1)
            .map(|piece| piece.split('>').next().unwrap())
        {
            let loads = [
                " src=",
                " srcset=",
                " data=",
                " action=",
                " background=",
                " style=",
            ];
            assert!(!loads.iter().any(|load| tag.contains(load)), "<{tag}>");
            let is_link = tag.starts_with("a ");
            assert!(is_link || !tag.contains(" href="), "<{tag}>");
        }
        for outside in [
            "<link",
            "<base",
            "<iframe",
            "<img",
            "url(",
            "@import",
            "@font-face",
            "fetch(",
        ] {
            assert!(!page.contains(outside), "{outside}");
        }
        assert!(
            value(&page, "Content-Security-Policy\" content")
                .starts_with("default-src &#39;none&#39;; style-src &#39;sha256-")
        );
    }
}

#[test]
fn every_link_within_a_page_leads_somewhere() {
    for page in [page(evaluate("two-targets")), page(compare("two-targets"))] {
        let ids: BTreeSet<&str> = page
            .split(" id=\"")
            .skip(1)
            .map(|rest| rest.split_once('"').unwrap().0)
            .collect();
        for link in page
            .split("href=\"#")
            .skip(1)
            .map(|rest| rest.split_once('"').unwrap().0)
        {
            assert!(ids.contains(link), "#{link} leads nowhere");
        }
    }
}

/// The small world with that text in every free field, and a longer name.
fn hostile(text: &str) -> World {
    let world = World::new();
    let quoted = format!("\"{}\"", text.replace('"', "\\\""));
    let long = format!("\"{}{}\"", text.replace('"', "\\\""), "W".repeat(10_000));
    let valley = "programs/ca-example-valley-internal-medicine.yaml";
    world.replace("applicant.yaml", "An applicant", &long);
    world.replace(valley, "Example Valley Program", &long);
    world.replace(
        valley,
        "as_of: 2025-03-28 }\nvisas",
        &format!("as_of: 2025-03-28, note: {quoted} }}\nvisas"),
    );
    world.replace(
        "programs/nv-example-desert-internal-medicine.yaml",
        "Reno",
        &quoted,
    );
    world.replace("rules/small/guide.yaml", "A small guide", &quoted);
    world.replace(
        "rules/small/guide.yaml",
        "short: Small",
        &format!("short: {quoted}"),
    );
    world.replace(
        "rules/small/guide.yaml",
        "title: First",
        &format!("title: {quoted}"),
    );
    world.replace(
        "rules/small/guide.yaml",
        "an example }",
        &format!("{quoted} }}"),
    );
    world.replace("rules/small/passages.yaml", "A low score is low.", &quoted);
    world.replace(
        "rules/small/passages.yaml",
        "section: Two",
        &format!("section: {quoted}"),
    );
    world
}

#[test]
fn hostile_text_stays_text() {
    let plain = page(hostile("plain").evaluate());
    let page = page(hostile(HOSTILE).evaluate());
    assert_eq!(skeleton(&page), skeleton(&plain));
    assert!(page.contains("&#60;/script&#62;"));
    let steers = |sign: char| {
        sign != '\n' && (sign.is_control() || "\u{61c}\u{200e}\u{200f}\u{202a}\u{202b}\u{202c}\u{202d}\u{202e}\u{2066}\u{2067}\u{2068}\u{2069}".contains(sign))
    };
    assert!(!page.contains(steers));
}

#[test]
fn a_hostile_comparison_stays_text_as_well() {
    let run = |world: &World| {
        let arguments = [
            "compare",
            "applicant.yaml",
            "--rules",
            "rules",
            "--programs",
            "programs",
        ];
        page(world.preceptor(arguments))
    };
    let (plain, page) = (run(&hostile("plain")), run(&hostile(HOSTILE)));
    assert_eq!(skeleton(&page), skeleton(&plain));
}

#[test]
fn a_changed_profile_shows_what_moves() {
    let page = page(evaluate("j1-internal-medicine").args(["--set", "step2_ck.score=250"]));
    has(&page, "step2_ck.score=250");
    assert!(page.contains("What moves ("));
}
