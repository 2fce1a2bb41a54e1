use std::collections::BTreeSet;
use std::path::Path;

use crate::dataset::{Catalogue, Columns, Files, Profile, References, Tree};
use crate::guide::{CaseFile, Guide, GuideKind, Guides, Override, Proofs, prove};
use crate::place::{Place, Problem, Problems, Severity, SourceText};
use crate::report::plural;

use super::super::options::WorldOptions;
use super::super::world::datasets;
use super::scope::Scope;

/// How many rules without cases are named; the rest is counted.
const NAMED: usize = 4;

/// Everything that was found.
pub(super) struct Checked {
    pub(super) problems: Problems,
    pub(super) counts: Counts,
    /// Whether programs and profiles were not read, for want of what they refer to.
    pub(super) unchecked: bool,
    /// How much was proved, where that was asked for.
    pub(super) proved: Option<Proofs>,
}

/// How much was read.
#[derive(Debug, Default)]
pub(super) struct Counts {
    pub(super) guides: usize,
    pub(super) rules: usize,
    pub(super) programs: usize,
    pub(super) profiles: usize,
    pub(super) sources: usize,
    pub(super) policies: usize,
}

impl Counts {
    /// All that is not nothing, in words.
    pub(super) fn named(&self) -> Vec<String> {
        let all = [
            (self.guides, "guide"),
            (self.rules, "rule"),
            (self.programs, "program"),
            (self.profiles, "profile"),
            (self.sources, "source"),
            (self.policies, "policy file"),
        ];
        let there = all.into_iter().filter(|(count, _)| *count > 0);
        let named: Vec<String> = there.map(|(count, what)| plural(count, what)).collect();
        if named.is_empty() {
            return vec!["nothing that could be read".to_owned()];
        }
        named
    }
}

/// Reads everything in the scope; what is broken hides nothing else.
pub(super) fn everything(scope: &Scope, options: &WorldOptions, proofs: bool) -> Checked {
    let mut proved = proofs.then(Proofs::default);
    let mut problems = Problems::new();
    let mut counts = Counts::default();
    let files = scope.datasets.clone().unwrap_or_else(|| datasets(options));
    let references = References::load(&files).map_err(|found| problems.extend(found));
    let references = references.ok();
    if let Some(references) = &references {
        data(scope, references, options, &mut problems, &mut counts);
    }
    let unchecked = references.is_none() && scope.needs_references();
    if let Some((rules, only)) = &scope.rules {
        let titles = references
            .as_ref()
            .map(References::titles)
            .unwrap_or_default();
        let (guides, found) = Guides::gather(rules, only.as_deref(), titles);
        let is_whole = !found.has_errors();
        problems.extend(found);
        counts.guides = guides.guides.len();
        counts.rules = guides.guides.iter().map(|guide| guide.rules.len()).sum();
        for guide in &guides.guides {
            let references = references.as_ref();
            problems.extend(of_guide(rules, guide, &guides, references, proved.as_mut()));
        }
        if is_whole && only.is_none() {
            problems.extend(uncalled(&guides));
        }
        for path in &scope.policies {
            counts.policies += 1;
            if let Err(found) = policy(path, &guides) {
                problems.extend(found);
            }
        }
    }
    Checked {
        problems,
        counts,
        unchecked,
        proved,
    }
}

/// Programs and profiles, and the references themselves.
fn data(
    scope: &Scope,
    references: &References,
    options: &WorldOptions,
    problems: &mut Problems,
    counts: &mut Counts,
) {
    if let Some(files) = &scope.datasets {
        counts.sources = references.sources.len();
        problems.extend(Columns::load(files).err().unwrap_or_default());
    }
    let catalogue = match (&scope.programs, &scope.datasets) {
        (Some(path), _) => Some(Catalogue::from_path(path, references)),
        (None, Some(files)) => Some(Catalogue::load(files, references)),
        (None, None) => None,
    };
    match catalogue {
        Some(Ok(catalogue)) => counts.programs = catalogue.programs().len(),
        Some(Err(found)) => problems.extend(found),
        None => {}
    }
    let mut read = |source: Result<SourceText, Problem>| {
        counts.profiles += 1;
        let profile = source
            .map_err(Problems::from)
            .and_then(|source| Profile::read(&source, references, options.day()));
        if let Err(found) = profile {
            problems.extend(found);
        }
    };
    for path in &scope.profiles {
        read(Files::file(path));
    }
    if let Some(files) = scope
        .datasets
        .as_ref()
        .filter(|files| files.contains(APPLICANTS))
    {
        for path in files.list(APPLICANTS, "yaml").unwrap_or_default() {
            read(files.read(&path));
        }
    }
}

/// The folder of the datasets that holds profiles to try.
const APPLICANTS: &str = "applicants";

fn policy(path: &Path, guides: &Guides) -> Result<(), Problems> {
    guides.with_override(&Override::read(&Files::file(path)?)?)?;
    Ok(())
}

/// What is wrong with a guide beyond what its loading says.
fn of_guide(
    rules: &Files,
    guide: &Guide,
    guides: &Guides,
    references: Option<&References>,
    proved: Option<&mut Proofs>,
) -> Problems {
    let mut problems = Problems::new();
    let manifest = rules.read(&format!("{}/guide.yaml", guide.id));
    let tree = manifest.and_then(|source| Tree::parse(&source)).ok();
    // What a broken rule would read and find is not known yet.
    let is_sound = guide.is_sound() && guides.host.is_sound();
    match (CaseFile::load_all(rules, guide), references, &tree) {
        (Ok(cases), references, tree) => {
            if guide.has_all_rules() {
                problems.extend(without_cases(rules, guide, &cases));
            }
            if let (true, Some(references), Some(tree)) = (is_sound, references, tree) {
                let with_overlaps = proved.is_some();
                let mut found = prove(guide, &cases, &guides.host, references, tree, with_overlaps);
                problems.extend(std::mem::take(&mut found.problems));
                problems.extend(std::mem::take(&mut found.overlaps));
                if let Some(proved) = proved {
                    let undecided = found.undecided.iter_mut();
                    undecided.for_each(|rule| *rule = format!("{}/{rule}", guide.id));
                    proved.join(found);
                }
            }
        }
        (Err(found), ..) => problems.extend(found),
    }
    if let Some(tree) = tree.filter(|_| is_sound) {
        problems.extend(unread(guide, &tree));
    }
    if is_sound {
        problems.extend(uncited(rules, guide));
    }
    problems
}

/// A warning when nothing shows what some rules of the guide do.
fn without_cases(files: &Files, guide: &Guide, cases: &[CaseFile]) -> Problems {
    let shown: BTreeSet<&str> = cases
        .iter()
        .flat_map(CaseFile::rules)
        .map(|(rule, _)| rule)
        .collect();
    let ids = guide.rules.iter().map(|rule| rule.id.as_str());
    let bare: Vec<&str> = ids.filter(|id| !shown.contains(id)).collect();
    if bare.is_empty() {
        return Problems::new();
    }
    let first: Vec<&str> = bare.iter().take(NAMED).copied().collect();
    let mut names = first.join(", ");
    if bare.len() > NAMED {
        names = format!("{names} and {} more", bare.len() - NAMED);
    }
    let rules = plural(bare.len(), "rule");
    let message = format!("{rules} of {} without cases: {names}", guide.id);
    let folder = format!("{}/cases", guide.id);
    let help = format!(
        "nothing notices when they change; write cases that fire and stay quiet in {folder}/, and \
         run `preceptor test`"
    );
    let place = Place::file(&files.shown(&folder));
    Problem::warning(message).at(place).help(help).into()
}

/// A warning for every parameter that no rule reads, at its key.
fn unread(guide: &Guide, tree: &Tree) -> Problems {
    let warn = |name: &str| {
        let message = format!("no rule of {} reads the parameter `{name}`", guide.id);
        tree.key_problem(&["parameters", name], &message)
            .as_bad_as(Severity::Warning)
            .help(format!(
                "remove it from guide.yaml, or read it in a rule as `policy.{name}`"
            ))
    };
    guide.unread_parameters().into_iter().map(warn).collect()
}

/// A note for every passage that no rule acts on: part of the guide is not encoded yet.
fn uncited(files: &Files, guide: &Guide) -> Problems {
    if guide.manifest.kind != GuideKind::Guide {
        return Problems::new();
    }
    let cited: BTreeSet<&String> = guide
        .rules
        .iter()
        .flat_map(|rule| &rule.function.documentation.cites)
        .collect();
    let source = files.read(&format!("{}/passages.yaml", guide.id));
    let Ok(tree) = source.and_then(|source| Tree::parse(&source)) else {
        return Problems::new();
    };
    let bare = guide.passages.keys().filter(|id| !cited.contains(id));
    bare.map(|id| {
        let message = format!("no rule cites the passage `{id}`");
        let help = "nothing it says is in the advice; write a rule that cites it";
        let problem = tree.key_problem(&[id], &message);
        problem.as_bad_as(Severity::Note).help(help)
    })
    .collect()
}

/// A note for every shared helper that nothing calls.
fn uncalled(guides: &Guides) -> Problems {
    let texts: Vec<&SourceText> = guides
        .guides
        .iter()
        .flat_map(|guide| guide.texts())
        .collect();
    let uncalled = guides.host.uncalled(&texts).into_iter();
    uncalled
        .map(|problem| problem.help("remove it, or call it from a rule"))
        .collect()
}
