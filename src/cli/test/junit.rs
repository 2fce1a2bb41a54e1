//! JUnit XML: one suite for the cases of each guide, one for the snapshots with a case for each
//! profile.

use std::io::{self, Write};

use quick_xml::Writer;
use quick_xml::events::{BytesDecl, BytesEnd, BytesStart, BytesText, Event};

use super::Ran;
use crate::cli::world::World;
use crate::report::{inert, title_of, what};

/// One test: what it belongs to, its name, and what is wrong with it.
struct Tried {
    class: String,
    name: String,
    wrong: Option<String>,
}

pub(super) fn write(ran: &Ran, world: &World, out: &mut dyn Write) -> io::Result<()> {
    let mut suites: Vec<(String, Vec<Tried>)> = Vec::new();
    for (guide, results) in &ran.cases.guides {
        let tried = results.iter().map(|result| Tried {
            class: format!("{guide}.{}", result.rule),
            name: format!("{} ({})", result.expected, result.place),
            wrong: result
                .problem
                .as_ref()
                .map(|problem| problem.message.clone()),
        });
        suites.push((guide.clone(), tried.collect()));
    }
    if let Some(compared) = &ran.compared {
        let mut tried: Vec<Tried> = compared
            .fresh
            .keys()
            .map(|profile| Tried {
                class: "snapshots".to_owned(),
                name: profile.clone(),
                wrong: wrong(ran, world, profile),
            })
            .collect();
        // What is of no profile: numbers and rules that move nothing, files that nobody needs.
        let others = compared.groups.iter().filter(|group| {
            !group
                .profiles()
                .iter()
                .any(|profile| compared.fresh.contains_key(*profile))
        });
        tried.extend(others.map(|group| Tried {
            class: "snapshots".to_owned(),
            name: group.id(),
            wrong: Some(format!("{}: it moves no profile", title_of(group))),
        }));
        suites.push(("snapshots".to_owned(), tried));
    }
    let mut xml = Writer::new_with_indent(Vec::new(), b' ', 2);
    xml.write_event(Event::Decl(BytesDecl::new("1.0", Some("UTF-8"), None)))?;
    xml.write_event(Event::Start(BytesStart::new("testsuites")))?;
    for (name, tried) in &suites {
        suite(&mut xml, name, tried)?;
    }
    xml.write_event(Event::End(BytesEnd::new("testsuites")))?;
    out.write_all(&xml.into_inner())?;
    writeln!(out)
}

/// What is not as pinned of a profile, a line for each group.
fn wrong(ran: &Ran, world: &World, profile: &str) -> Option<String> {
    let groups = ran.compared.as_ref()?.groups.iter();
    let of_profile = groups.filter(|group| group.profiles().contains(profile));
    let texts = of_profile.map(|group| {
        let mut lines = group.lines.iter();
        let line = lines.find(|line| line.profiles.iter().any(|one| one == profile));
        let example = line.map_or_else(String::new, |line| {
            format!(
                " {}: {}",
                what(&world.catalogue, line),
                line.says.join("; ")
            )
        });
        format!("{}.{example}", title_of(group))
    });
    let texts: Vec<String> = texts.collect();
    (!texts.is_empty()).then(|| texts.join("\n"))
}

fn suite(xml: &mut Writer<Vec<u8>>, name: &str, tried: &[Tried]) -> io::Result<()> {
    let failures = tried.iter().filter(|one| one.wrong.is_some()).count();
    let mut start = BytesStart::new("testsuite");
    start.push_attribute(("name", &*inert(name)));
    start.push_attribute(("tests", &*tried.len().to_string()));
    start.push_attribute(("failures", &*failures.to_string()));
    start.push_attribute(("errors", "0"));
    xml.write_event(Event::Start(start))?;
    for Tried { class, name, wrong } in tried {
        let mut case = BytesStart::new("testcase");
        case.push_attribute(("classname", &*inert(class)));
        case.push_attribute(("name", &*inert(name)));
        let Some(wrong) = wrong else {
            xml.write_event(Event::Empty(case))?;
            continue;
        };
        xml.write_event(Event::Start(case))?;
        let mut failure = BytesStart::new("failure");
        let first = wrong.lines().next().unwrap_or_default();
        failure.push_attribute(("message", &*inert(first)));
        xml.write_event(Event::Start(failure))?;
        let lines: Vec<String> = wrong.lines().map(inert).collect();
        xml.write_event(Event::Text(BytesText::new(&lines.join("\n"))))?;
        xml.write_event(Event::End(BytesEnd::new("failure")))?;
        xml.write_event(Event::End(BytesEnd::new("testcase")))?;
    }
    xml.write_event(Event::End(BytesEnd::new("testsuite")))?;
    Ok(())
}
