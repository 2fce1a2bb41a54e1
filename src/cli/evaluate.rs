use std::io::{self, Write};
use std::path::PathBuf;
use std::sync::Arc;

use clap::Args;

use crate::advise::{Advice, BudgetFrom, Moves, advise_after, compare};
use crate::dataset::Version;
use crate::guide::{Guide, GuideKind};
use crate::model::{Applicant, Stage};
use crate::place::{Problems, SourceText};
use crate::report::{
    Paper, Report, Unfit, v1, write_html, write_sheet, write_text, write_what_if, write_words,
};

use super::budget::BudgetOption;
use super::fitting::{Against, fitting, unfit};
use super::options::WorldOptions;
use super::output::{Format, OutputOptions};
use super::world::World;
use super::{Exit, Failure, what_if};

/// Say where an applicant stands, which programs to apply to and what to do next.
#[derive(Debug, Clone, Args)]
pub(crate) struct Evaluate {
    /// The applicant's profile, a YAML file; datasets/applicants/ has some to start from.
    pub(crate) applicant: PathBuf,
    #[command(flatten)]
    pub(crate) how: How,
    /// How many programs of each tier to show.
    #[arg(long, value_name = "N", default_value_t = 10)]
    pub(crate) top: usize,
    /// Change a field of the profile and say what moves, e.g. `step2_ck.score=235` or
    /// `step3=passed`. Several at once: give it again.
    #[arg(long, value_name = "FIELD=VALUE")]
    set: Vec<String>,
    #[command(flatten)]
    budget: BudgetOption,
    #[command(flatten)]
    pub(crate) output: OutputOptions,
    #[command(flatten)]
    pub(crate) world: WorldOptions,
}

/// How an applicant is evaluated.
#[derive(Debug, Clone, Args)]
pub(crate) struct How {
    /// Judge by this guide only, e.g. `central-valley`; without it by every guide that is for the
    /// applicant.
    #[arg(long, value_name = "ID")]
    pub(crate) guide: Option<String>,
    /// Judge for this stage of the season: applying, interviewing, ranking or unmatched; without it
    /// for the one in the profile.
    #[arg(long, value_name = "STAGE", value_parser = stage)]
    pub(crate) stage: Option<Stage>,
}

pub(crate) fn stage(word: &str) -> Result<Stage, String> {
    let known = Stage::ALL
        .iter()
        .copied()
        .find(|stage| stage.as_str() == word);
    known.ok_or_else(|| format!("it can be {}", Stage::WORDS.join(", ")))
}

impl How {
    pub(crate) fn stage(&self, applicant: &Applicant) -> Stage {
        self.stage.unwrap_or_else(|| applicant.stage())
    }
}

/// An applicant evaluated: everything that was read, and what each guide says of it.
#[derive(Debug)]
pub(crate) struct Evaluated {
    pub(crate) world: Arc<World>,
    pub(crate) version: Version,
    profile: SourceText,
    applicant: Applicant,
    changed: Option<Applicant>,
    judged: Vec<Judged>,
    /// The guides that are not for the applicant.
    against: Vec<Against>,
}

/// What one guide says: of the profile as it stands, and with `--set`.
#[derive(Debug)]
struct Judged {
    guide: Arc<Guide>,
    caution: Option<String>,
    advice: Arc<Advice>,
    changed: Option<Arc<Advice>>,
}

impl Evaluated {
    /// How it ended: whether any rule failed, be it only with `--set`.
    pub(crate) fn exit(&self) -> Exit {
        let mut advice = self
            .judged
            .iter()
            .flat_map(|judged| [Some(&*judged.advice), judged.changed.as_deref()]);
        if advice.any(|advice| advice.is_some_and(Advice::has_faults)) {
            Exit::Faulted
        } else {
            Exit::Done
        }
    }

    /// For each guide what it says of the applicant, with `--set` where that was given.
    pub(crate) fn latest(&self, top: usize) -> impl Iterator<Item = Report<'_>> {
        self.judged.iter().map(move |judged| {
            let report = self.report(judged, top);
            self.with_set(judged, &report).unwrap_or(report)
        })
    }

    /// What that guide said, when nothing that it says that by is another in this world.
    fn known(&self, world: &World, guide: &Guide) -> Option<(Arc<Advice>, Option<Arc<Advice>>)> {
        let judged = self.judged.iter().find(|one| one.guide.id == guide.id)?;
        let same = world.judges_alike(&self.world, guide, &judged.guide);
        same.then(|| (judged.advice.clone(), judged.changed.clone()))
    }

    /// What that guide said by the same programs, official tables and sandbox: its rules that are
    /// the same find the same.
    fn judged_before(&self, world: &World, guide: &Guide) -> Option<&Judged> {
        let same = self.world.as_of == world.as_of
            && Arc::ptr_eq(&self.world.references, &world.references)
            && Arc::ptr_eq(&self.world.catalogue, &world.catalogue)
            && Arc::ptr_eq(&self.world.guides.host, &world.guides.host);
        let mut judged = self.judged.iter();
        judged.find(|one| one.guide.id == guide.id).filter(|_| same)
    }

    /// The guides that judged the applicant and the packs that go along, with their own numbers.
    pub(crate) fn guides(&self) -> Vec<Arc<Guide>> {
        let judges = |guide: &&Arc<Guide>| {
            guide.manifest.kind != GuideKind::Guide
                || self.judged.iter().any(|one| one.guide.id == guide.id)
        };
        self.world
            .published
            .guides
            .iter()
            .filter(judges)
            .cloned()
            .collect()
    }

    /// The guides that are not for the applicant.
    pub(crate) fn unfit(&self) -> Vec<Unfit<'_>> {
        unfit(&self.against)
    }

    fn report<'e>(&'e self, judged: &'e Judged, top: usize) -> Report<'e> {
        Report {
            guide: &judged.guide,
            applicant: &self.applicant,
            advice: &judged.advice,
            catalogue: &self.world.catalogue,
            references: &self.world.references,
            as_of: self.world.as_of,
            version: self.version,
            caution: judged.caution.as_deref(),
            top,
        }
    }

    fn with_set<'e>(&'e self, judged: &'e Judged, report: &Report<'e>) -> Option<Report<'e>> {
        let (applicant, advice) = self.changed.as_ref().zip(judged.changed.as_ref())?;
        Some(Report {
            applicant,
            advice,
            ..*report
        })
    }
}

impl Evaluate {
    pub(crate) fn run(self, out: &mut dyn Write) -> Result<Exit, Failure> {
        let evaluated = self.evaluate()?;
        self.output.write(out, |out| self.print(&evaluated, out))?;
        Ok(evaluated.exit())
    }

    /// Reads everything and evaluates the applicant.
    pub(crate) fn evaluate(&self) -> Result<Evaluated, Problems> {
        self.evaluate_in(Arc::new(World::load(&self.world)?), None)
    }

    /// Reads the profile and evaluates it with rules and data that were read before. What an
    /// earlier evaluation says by the same rules, data and profile is taken over.
    pub(crate) fn evaluate_in(
        &self,
        world: Arc<World>,
        before: Option<&Evaluated>,
    ) -> Result<Evaluated, Problems> {
        let (source, applicant) = world.applicant(&self.applicant)?;
        let stage = self.how.stage(&applicant);
        let with_budget = |one: Applicant| self.budget.given_to(one, stage, &self.set);
        let applicant = with_budget(applicant)?;
        let changed = what_if::changed(&self.set, &world, &source)?;
        let changed = changed.map(with_budget).transpose()?;
        let fitting = fitting(&world, &applicant, self.how.guide.as_deref())?;
        let before = before.filter(|before| before.profile.text() == source.text());
        let judged = fitting.guides.into_iter().map(|(guide, caution)| {
            let known = before.and_then(|before| before.known(&world, &guide));
            let (advice, changed) = known.unwrap_or_else(|| {
                let judged = before.and_then(|before| before.judged_before(&world, &guide));
                let then = judged.map(|judged| (&*judged.guide, &*judged.advice));
                let advice = Arc::new(self.advise(then, &world, &guide, &applicant));
                let changed = changed.as_ref().map(|changed| {
                    let then = judged.and_then(|one| Some((&*one.guide, &**one.changed.as_ref()?)));
                    Arc::new(self.advise(then, &world, &guide, changed))
                });
                (advice, changed)
            });
            Judged {
                guide,
                caution,
                advice,
                changed,
            }
        });
        let judged = judged.collect();
        Ok(Evaluated {
            version: world.version(&source),
            profile: source,
            world,
            applicant,
            changed,
            judged,
            against: fitting.against,
        })
    }

    fn advise(
        &self,
        before: Option<(&Guide, &Advice)>,
        world: &World,
        guide: &Guide,
        applicant: &Applicant,
    ) -> Advice {
        let stage = self.how.stage(applicant);
        let (host, references) = (&world.guides.host, &world.references);
        let catalogue = &world.catalogue;
        let mut advice = advise_after(before, guide, host, applicant, stage, catalogue, references);
        if let (Some(budget), Some(_)) = (&mut advice.budget, self.budget.dollars) {
            budget.from = BudgetFrom::CommandLine;
        }
        advice
    }

    /// Writes the whole report, one guide after the other.
    pub(crate) fn print(&self, evaluated: &Evaluated, out: &mut dyn Write) -> io::Result<()> {
        match self.output.format {
            Format::Text | Format::Markdown => self.text(evaluated, out),
            Format::Json => self.json(evaluated, out),
            Format::Csv => write_sheet(evaluated.latest(self.top), out),
            Format::Html => self.html(evaluated, out),
        }
    }

    fn text(&self, evaluated: &Evaluated, out: &mut dyn Write) -> io::Result<()> {
        let glossary = &evaluated.world.references.glossary;
        let paper = &mut self.output.format.paper(out).spelling_out(glossary);
        several(&evaluated.judged, paper)?;
        for judged in &evaluated.judged {
            if evaluated.judged.len() > 1 {
                paper.gap()?;
            }
            let report = evaluated.report(judged, self.top);
            match evaluated.with_set(judged, &report) {
                Some(changed) => {
                    let moves = moves(Some(&report), &changed);
                    write_what_if(&report, &changed, &self.set, &moves, paper)?;
                }
                None => write_text(&report, paper)?,
            }
        }
        not_for_the_applicant(&evaluated.against, paper)?;
        write_words(paper)
    }

    fn json(&self, evaluated: &Evaluated, out: &mut dyn Write) -> io::Result<()> {
        v1::write(&self.judged(evaluated), &evaluated.unfit(), out)
    }

    fn html(&self, evaluated: &Evaluated, out: &mut dyn Write) -> io::Result<()> {
        let judged = self.judged(evaluated);
        write_html(&judged, &evaluated.unfit(), &self.set, out)
    }

    /// What each guide says, with what moves where something is changed.
    fn judged<'e>(&self, evaluated: &'e Evaluated) -> Vec<v1::Judged<'e>> {
        let judged = evaluated.judged.iter().map(|judged| {
            let report = evaluated.report(judged, self.top);
            match evaluated.with_set(judged, &report) {
                Some(changed) => (changed, Some(moves(Some(&report), &changed))),
                None => (report, None),
            }
        });
        judged.collect()
    }
}

/// What moved for each target; nothing for one that is new.
pub(crate) fn moves(before: Option<&Report<'_>>, after: &Report<'_>) -> Vec<Moves> {
    let targets = after.advice.targets.iter();
    targets
        .map(|now| {
            let then = before.and_then(|before| {
                let mut targets = before.advice.targets.iter();
                targets.find(|then| then.target == now.target)
            });
            compare(then.unwrap_or(now), now)
        })
        .collect()
}

/// Says that several guides follow, each by itself.
fn several(judged: &[Judged], paper: &mut Paper<'_, dyn Write + '_>) -> io::Result<()> {
    if judged.len() < 2 {
        return Ok(());
    }
    let names: Vec<&str> = judged
        .iter()
        .map(|judged| judged.guide.manifest.short.as_str())
        .collect();
    let text = format!(
        "{} guides are for you: {}. Each judges by its own rules and has its own report below; \
         `preceptor compare` puts them side by side, --guide ID shows one.",
        names.len(),
        names.join(", ")
    );
    paper.item("", &text, "")
}

/// Says which guides are not for the applicant, and why.
fn not_for_the_applicant(
    against: &[Against],
    paper: &mut Paper<'_, dyn Write + '_>,
) -> io::Result<()> {
    if against.is_empty() {
        return Ok(());
    }
    paper.heading("Guides that are not for you")?;
    for Against { guide, reasons } in against {
        let text = format!("{}: {}.", guide.manifest.short, reasons.join("; "));
        paper.item("  ", &text, "")?;
    }
    Ok(())
}
