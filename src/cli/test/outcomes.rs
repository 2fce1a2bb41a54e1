//! What the guides say of the reference profiles now, beside what is pinned.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;

use rayon::iter::{IntoParallelRefIterator, ParallelIterator};

use super::folder::Folder;
use crate::cli::evaluate::Evaluate;
use crate::cli::evaluated::Evaluated;
use crate::cli::output::PAGE;
use crate::cli::world::World;
use crate::dataset::{Files, Profile, Version};
use crate::guide::{Fit, GuideKind};
use crate::model::Applicant;
use crate::place::{Problem, Problems, SourceText};
use crate::report::Paper;
use crate::review::pinned::{
    About, Cause, Change, Group, Judged, Key, Now, Numbers, Outcomes, changes, groups,
};

/// The folder of the datasets that holds the reference profiles.
const APPLICANTS: &str = "applicants";

/// What is said now of one profile.
#[derive(Debug)]
pub(super) struct Fresh {
    pub(super) outcomes: Outcomes,
    /// The whole report; nothing where no guide is for the applicant.
    pub(super) report: Option<String>,
}

/// What differs from what is pinned.
#[derive(Debug)]
pub(super) struct Compared {
    /// How many profiles were judged.
    pub(super) profiles: usize,
    /// What is said of each now.
    pub(super) fresh: BTreeMap<String, Fresh>,
    /// The numbers of each guide and pack now.
    pub(super) numbers: BTreeMap<String, Numbers>,
    /// What differs.
    pub(super) groups: Vec<Group>,
}

/// Judges every reference profile, and compares with what is pinned; of one guide when that is
/// wanted.
pub(super) fn compare(
    world: &Arc<World>,
    folder: &Folder,
    wanted: Option<&str>,
) -> Result<Compared, Problems> {
    let profiles = profiles(&world.datasets)?;
    let judged: Vec<Result<Of, Problems>> = profiles
        .par_iter()
        .map(|(name, source)| {
            let (fresh, changes) = judge(world, folder, name, source, wanted)?;
            Ok((name.clone(), fresh, changes))
        })
        .collect();
    let (mut fresh, mut all, mut problems) = (BTreeMap::new(), Vec::new(), Problems::new());
    for one in judged {
        match one {
            Ok((name, one, changes)) => {
                fresh.insert(name, one);
                all.extend(changes);
            }
            Err(found) => problems.extend(found),
        }
    }
    problems.or(())?;
    let guides = world.guides.guides.iter();
    let guides = guides.filter(|guide| wanted.is_none_or(|id| guide.id == id));
    let numbers: BTreeMap<String, Numbers> = guides
        .map(|guide| (guide.id.clone(), Numbers::of(guide)))
        .collect();
    all.extend(unpinned(folder, &numbers));
    all.extend(orphans(folder, world, &fresh));
    let both = numbers.iter().filter_map(|(guide, now)| {
        let then = folder.numbers.get(guide)?;
        Some((guide.clone(), (then.clone(), now.clone())))
    });
    Ok(Compared {
        profiles: fresh.len(),
        groups: groups(all, &folder.outcomes, &both.collect()),
        fresh,
        numbers,
    })
}

/// A profile's name, what is said of it now, and what differs.
type Of = (String, Fresh, Vec<Change>);

/// The reference profiles by name.
fn profiles(datasets: &Files) -> Result<Vec<(String, SourceText)>, Problems> {
    if !datasets.contains(APPLICANTS) {
        return Ok(Vec::new());
    }
    let mut problems = Problems::new();
    let mut all = Vec::new();
    for path in datasets.list(APPLICANTS, "yaml")? {
        let name = path.trim_start_matches(APPLICANTS).trim_start_matches('/');
        let name = name.strip_suffix(".yaml").unwrap_or(name).to_owned();
        match datasets.read(&path) {
            Ok(source) => all.push((name, source)),
            Err(problem) => problems.push(problem),
        }
    }
    problems.or(all)
}

fn judge(
    world: &Arc<World>,
    folder: &Folder,
    name: &str,
    source: &SourceText,
    wanted: Option<&str>,
) -> Result<(Fresh, Vec<Change>), Problems> {
    let applicant = Profile::read(source, &world.references, world.as_of)?;
    let command = Evaluate::plainly(PathBuf::from(source.path()), wanted_judge(world, wanted));
    let fits = world
        .guides
        .judging()
        .iter()
        .any(|guide| !matches!(guide.fit_any(&applicant), Fit::DoesNotFit(_)));
    let evaluated = fits
        .then(|| command.evaluate_read(world.clone(), source.clone(), applicant.clone(), None))
        .transpose()?;
    let whole = outcomes(world, &applicant, evaluated.as_ref());
    let of_wanted = |outcomes: &Outcomes| match wanted {
        Some(guide) => outcomes.of_guide(guide),
        None => outcomes.clone(),
    };
    let report = match &evaluated {
        Some(evaluated) if wanted.is_none() => Some(report(&command, evaluated)?),
        _ => None,
    };
    let now = of_wanted(&whole);
    let fresh = Fresh {
        outcomes: whole,
        report,
    };
    let Some(then) = folder.outcomes.get(name) else {
        let what = change(name, Cause::Unpinned, None);
        return Ok((fresh, vec![what]));
    };
    let judges: Vec<Now<'_>> = evaluated
        .iter()
        .flat_map(Evaluated::said)
        .map(|(guide, advice)| Now {
            host: &world.guides.host,
            guide,
            advice,
        })
        .collect();
    let mut found = changes(name, &of_wanted(then), &now, &judges, &folder.numbers);
    if then.as_of != world.as_of {
        let days = format!("{} → {}", then.as_of, world.as_of);
        found.push(change(name, Cause::Day, Some(days)));
    }
    let words = folder.reports.get(name).zip(fresh.report.as_ref());
    if let Some((then, now)) = words
        && found.is_empty()
        && wanted.is_none()
        && then != now
    {
        found.push(change(
            name,
            Cause::Words,
            Some(first_difference(then, now)),
        ));
    }
    Ok((fresh, found))
}

/// The guide to judge by, when only one is wanted: a pack goes along with all.
fn wanted_judge(world: &World, wanted: Option<&str>) -> Option<String> {
    let guide = world.guides.find(wanted?).ok()?;
    (guide.manifest.kind == GuideKind::Guide).then(|| guide.id.clone())
}

/// What every guide says of the applicant, those that are not for the applicant with the reasons.
fn outcomes(world: &World, applicant: &Applicant, evaluated: Option<&Evaluated>) -> Outcomes {
    let against: Vec<_> = world
        .guides
        .judging()
        .into_iter()
        .filter_map(|guide| match guide.fit_any(applicant) {
            Fit::DoesNotFit(reasons) => Some((guide, reasons)),
            _ => None,
        })
        .collect();
    let against = against.iter().map(|(guide, reasons)| Judged {
        guide,
        advice: Err(reasons),
    });
    let judged = evaluated.into_iter().flat_map(Evaluated::said);
    let judged = judged.map(|(guide, advice)| Judged {
        guide,
        advice: Ok(advice),
    });
    Outcomes::of(world.as_of, judged.chain(against))
}

/// The whole report, as it is pinned: without what changes with every edit.
fn report(command: &Evaluate, evaluated: &Evaluated) -> Result<String, Problem> {
    let mut out = anstream::StripStream::new(Vec::new());
    let paper = Paper::new(&mut out as &mut dyn std::io::Write, PAGE);
    let written = command.text_on(evaluated, paper);
    written.map_err(|error| Problem::error(format!("a report could not be written: {error}")))?;
    let text = String::from_utf8_lossy(&out.into_inner()).into_owned();
    let Version { files, meaning } = evaluated.version;
    let text = [files, meaning].iter().fold(text, |text, mark| {
        text.replace(&mark.to_string(), "@mark@")
            .replace(&mark.short(), "@mark@")
    });
    let text = text.replace(env!("CARGO_PKG_VERSION"), "@version@");
    Ok(text.trim_matches('\n').to_owned())
}

/// The first line in which two texts differ.
fn first_difference(then: &str, now: &str) -> String {
    let lines = then.lines().zip(now.lines());
    let differing = lines.into_iter().find(|(then, now)| then != now);
    match differing {
        Some((then, now)) => format!("`{}` → `{}`", then.trim(), now.trim()),
        None => "the report is longer or shorter than it was".to_owned(),
    }
}

/// A change that is no rule's saying.
fn change(profile: &str, cause: Cause, reason: Option<String>) -> Change {
    Change {
        profile: profile.to_owned(),
        key: Key {
            guide: String::new(),
            target: String::new(),
            about: About::Fit,
        },
        then: None,
        now: None,
        cause,
        reason,
    }
}

/// Guides whose numbers are not pinned yet.
fn unpinned(folder: &Folder, numbers: &BTreeMap<String, Numbers>) -> Vec<Change> {
    let unpinned = numbers
        .keys()
        .filter(|guide| !folder.numbers.contains_key(*guide));
    let named = unpinned.map(|guide| format!("numbers of {guide}"));
    named
        .map(|name| change("", Cause::Unpinned, Some(name)))
        .collect()
}

/// Snapshots of profiles and guides that are there no more.
fn orphans(folder: &Folder, world: &World, fresh: &BTreeMap<String, Fresh>) -> Vec<Change> {
    let profiles = folder
        .outcomes
        .keys()
        .filter(|name| !fresh.contains_key(*name));
    let gone = |guide: &&String| world.guides.find(guide).is_err();
    let guides = folder.numbers.keys().filter(gone);
    let profiles = profiles.map(|name| (name.clone(), name.clone()));
    let guides = guides.map(|guide| (String::new(), format!("numbers of {guide}")));
    let all = profiles.chain(guides);
    all.map(|(profile, name)| change(&profile, Cause::Orphan(name), None))
        .collect()
}
