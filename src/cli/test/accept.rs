//! Taking new outcomes for those that are pinned: exactly what is accepted, and the reason with it.

use std::fmt::Write as _;
use std::fs;
use std::io::Write;
use std::path::Path;

use super::folder::{Folder, OUTCOMES, POLICY, REPORTS};
use super::outcomes::Compared;
use crate::cli::world::World;
use crate::cli::{Failure, writing};
use crate::dataset::Files;
use crate::place::Problem;
use crate::report::{in_numbers, inert, plural, title_of, what};
use crate::review::pinned::{Cause, Group, Numbers};

/// The change log beside the snapshots.
const CHANGES: &str = "changes.md";
/// How the change log begins.
const BEGINS: &str = "# Changes that were accepted\n\nWritten by `preceptor test --accept`, the \
newest last.\n";
/// How many examples of a group are kept.
const EXAMPLES: usize = 3;

/// The groups that are to be accepted: all, or the one with that number or name.
pub(super) fn wanted<'g>(
    groups: &'g [Group],
    name: Option<&str>,
) -> Result<Vec<&'g Group>, Problem> {
    let Some(name) = name else {
        return Ok(groups.iter().collect());
    };
    let number = name
        .parse::<usize>()
        .ok()
        .and_then(|number| number.checked_sub(1));
    let by_number = number.and_then(|number| groups.get(number));
    let named = by_number.or_else(|| groups.iter().find(|group| group.id() == name));
    named.map(|group| vec![group]).ok_or_else(|| {
        let problem = Problem::error(format!("there is no group `{name}`"));
        let ids: Vec<String> = groups.iter().map(Group::id).collect();
        if ids.is_empty() {
            return problem.help("everything is as it is pinned");
        }
        problem.near_or_all(name, ids.iter().map(String::as_str))
    })
}

/// Writes what is accepted, keeps the reason, and says what was written.
pub(super) fn accept(
    folder: &Folder,
    compared: &Compared,
    accepted: &[&Group],
    reason: &str,
    world: &World,
    out: &mut dyn Write,
) -> Result<(), Failure> {
    if accepted.is_empty() {
        writeln!(out, "everything is as it is pinned: nothing to accept")?;
        return Ok(());
    }
    let left: Vec<&Group> = compared
        .groups
        .iter()
        .filter(|group| !accepted.iter().any(|one| one.cause == group.cause))
        .collect();
    let mut written = 0;
    for (name, fresh) in &compared.fresh {
        let of = |group: &&&Group| group.changes.iter().any(|change| change.profile == *name);
        if !accepted.iter().any(|group| of(&group)) {
            continue;
        }
        let whole = !left.iter().any(|group| of(&group));
        let outcomes = match folder.outcomes.get(name) {
            Some(then) if !whole => {
                let mut then = then.clone();
                let changes = accepted.iter().flat_map(|group| &group.changes);
                then.take(changes.filter(|change| change.profile == *name));
                then
            }
            _ => fresh.outcomes.clone(),
        };
        written += save(folder, OUTCOMES, name, &outcomes.text())?;
        if let (true, Some(report)) = (whole, &fresh.report) {
            written += save(folder, REPORTS, name, report)?;
        }
    }
    for (guide, now) in &compared.numbers {
        if let Some(numbers) = numbers(folder.numbers.get(guide), now, guide, accepted, &left) {
            written += save(folder, POLICY, guide, &numbers.text())?;
        }
    }
    written += remove_orphans(folder, accepted)?;
    let log = folder.path.join(CHANGES);
    keep_reason(&log, &entry(accepted, reason, world))?;
    let groups = plural(accepted.len(), "group");
    writeln!(
        out,
        "accepted {groups}: {} in {}",
        plural(written, "file"),
        folder.path.display()
    )?;
    writeln!(out, "the reason is in {}", log.display())?;
    if !left.is_empty() {
        writeln!(out, "{} not accepted", plural(left.len(), "group"))?;
    }
    Ok(())
}

/// The numbers to pin: those of accepted groups that no group which is left rests on as well.
fn numbers(
    then: Option<&Numbers>,
    now: &Numbers,
    guide: &str,
    accepted: &[&Group],
    left: &[&Group],
) -> Option<Numbers> {
    let Some(then) = then else {
        let is_new = accepted.iter().any(|group| group.cause == Cause::Unpinned);
        return is_new.then(|| now.clone());
    };
    let mut pinned = then.clone();
    for group in accepted {
        match &group.cause {
            Cause::Numbers(of, names) if of == guide => {
                let names = names.iter().filter(|name| !rests_on(left, guide, name));
                for name in names {
                    match now.parameters.get(name) {
                        Some(set) => drop(pinned.parameters.insert(name.clone(), set.clone())),
                        None => drop(pinned.parameters.remove(name)),
                    }
                }
            }
            Cause::NewRule(of, rule) if of == guide => drop(pinned.rules.insert(rule.clone())),
            Cause::GoneRule(of, rule) if of == guide => drop(pinned.rules.remove(rule)),
            Cause::Renamed(of, from, to) if of == guide => {
                pinned.rules.remove(from);
                pinned.rules.insert(to.clone());
            }
            _ => {}
        }
    }
    (pinned != *then).then_some(pinned)
}

fn rests_on(groups: &[&Group], guide: &str, name: &String) -> bool {
    groups.iter().any(|group| {
        matches!(&group.cause, Cause::Numbers(of, names) if of == guide && names.contains(name))
    })
}

fn save(folder: &Folder, kind: &'static str, name: &str, body: &str) -> Result<usize, Failure> {
    let path = folder.file(kind, name);
    let text = folder.with_head(kind, name, body);
    if path.exists() {
        let same = Files::file(&path).is_ok_and(|source| source.text() == text);
        if same {
            return Ok(0);
        }
        writing::replace(&path, &text)?;
    } else {
        writing::create(&path, &text)?;
    }
    Ok(1)
}

fn remove_orphans(folder: &Folder, accepted: &[&Group]) -> Result<usize, Failure> {
    let mut removed = 0;
    for group in accepted {
        let Cause::Orphan(name) = &group.cause else {
            continue;
        };
        let files = match name.strip_prefix("numbers of ") {
            Some(guide) => vec![folder.file(POLICY, guide)],
            None => vec![folder.file(OUTCOMES, name), folder.file(REPORTS, name)],
        };
        for file in files.iter().filter(|file| file.exists()) {
            fs::remove_file(file).map_err(|error| {
                let message = format!("it could not be removed: {error}");
                writing::refused(file, &message, "remove it yourself")
            })?;
            removed += 1;
        }
    }
    Ok(removed)
}

/// What the change log says of an acceptance.
fn entry(accepted: &[&Group], reason: &str, world: &World) -> String {
    let marks = world.version_of_rules_and_data();
    let reason = inert(reason.trim()).replace('\n', " ");
    let mut text = format!("\n## {}: {reason}\n\n", world.as_of);
    for group in accepted {
        // A string takes everything that is written to it.
        let _ = writeln!(text, "* {}: {}", title_of(group), in_numbers(group));
        for line in group
            .lines
            .iter()
            .take(EXAMPLES)
            .filter(|line| !line.guide.is_empty())
        {
            let says = line.says.join("; ");
            let _ = writeln!(text, "  * {}: {says}", what(&world.catalogue, line));
        }
    }
    let _ = writeln!(
        text,
        "* rules and data: files {}, meaning {}",
        marks.files.short(),
        marks.meaning.short()
    );
    text
}

fn keep_reason(path: &Path, entry: &str) -> Result<(), Failure> {
    if path.exists() {
        let before = Files::file(path)?;
        return writing::replace(path, &format!("{}{entry}", before.text()));
    }
    writing::create(path, &format!("{BEGINS}{entry}"))
}
