//! `preceptor mutate`: whether the cases would notice a change of the rules.

mod json;
mod text;
mod write;

use std::io::Write;

use clap::Args;

use crate::dataset::Profile;
use crate::guide::Guides;
use crate::model::Applicant;
use crate::place::{Problem, Problems};
use crate::review::mutants::{Evidence, Fate, Owner, Verdict, Wanted, judge, list};

use super::options::WorldOptions;
use super::output::TextOrJson;
use super::world::{World, datasets};
use super::{Exit, Failure};

/// What a rule may need when its text is interpreted, in bytes.
const STACK: usize = 8 << 20;
/// The folder of the datasets that holds the reference profiles.
const APPLICANTS: &str = "applicants";

/// Change every rule and number a little, one at a time, and show which changes no case notices.
///
/// Thresholds go one step up and down, comparisons are flipped, conditions, findings and whole rules
/// are dropped. A change is noticed when a case disagrees, or when a rule says something else of a
/// reference profile (those of the datasets, with every program). For what nobody notices the
/// smallest case that would is shown, ready to be added; --write adds it. Changes that make no
/// difference on anything that was tried are listed apart and do not count.
#[derive(Debug, Args)]
pub(crate) struct Mutate {
    /// Only this guide or pack, without the helpers that guides share.
    #[arg(long, value_name = "ID")]
    guide: Option<String>,
    /// Only this rule and the numbers it reads: `guide/topic/name`, or the end of it.
    #[arg(long, value_name = "RULE")]
    rule: Option<String>,
    /// Add the cases that would notice to the case files. Read each of them: it says what the rule
    /// does now, which need not be what the guide says.
    #[arg(long)]
    write: bool,
    /// Fail, with exit code 1, when less than so many percent are noticed.
    #[arg(long, value_name = "PERCENT")]
    at_least: Option<f64>,
    /// How many cores to use; without it all.
    #[arg(long, value_name = "N")]
    jobs: Option<usize>,
    /// What is written.
    #[arg(long, value_enum, default_value = "text")]
    format: TextOrJson,
    #[command(flatten)]
    world: WorldOptions,
}

/// Everything there is to say.
struct Mutated<'a> {
    verdicts: &'a [Verdict],
    interpreted: &'a [(String, String)],
    disagreeing: usize,
    scores: Vec<Score>,
}

/// How many changes were noticed.
#[derive(Debug, Clone, Default)]
struct Score {
    /// The guide's id, or what is counted otherwise.
    of: String,
    by_case: usize,
    by_profile: usize,
    equivalent: usize,
    survive: usize,
}

impl Score {
    fn of<'v>(name: &str, verdicts: impl Iterator<Item = &'v Verdict>) -> Self {
        let mut score = Self {
            of: name.to_owned(),
            ..Self::default()
        };
        for verdict in verdicts {
            match verdict.fate {
                Fate::ByCase => score.by_case += 1,
                Fate::ByProfile => score.by_profile += 1,
                Fate::Equivalent(_) => score.equivalent += 1,
                Fate::Survives(_) => score.survive += 1,
            }
        }
        score
    }

    fn all(&self) -> usize {
        self.by_case + self.by_profile + self.equivalent + self.survive
    }

    /// What part of the changes that make a difference is noticed, in percent.
    #[expect(clippy::cast_precision_loss, reason = "counts are small")]
    fn percent(&self) -> f64 {
        let noticed = self.by_case + self.by_profile;
        match noticed + self.survive {
            0 => 100.0,
            all => noticed as f64 * 100.0 / all as f64,
        }
    }
}

impl Mutate {
    pub(crate) fn run(self, out: &mut dyn Write) -> Result<Exit, Failure> {
        let world = World::load(&self.world)?;
        let guides = &world.published;
        if self.write && world.rules.on_disk().is_none() {
            let problem = Problem::error("the rules are built in, so no case can be added to them");
            let help = "make a working copy with `preceptor init FOLDER` and work in it";
            return Err(problem.help(help).into());
        }
        let wanted = self.wanted(guides)?;
        let profiles = self.profiles(&world)?;
        let pool = rayon::ThreadPoolBuilder::new()
            .num_threads(self.jobs.unwrap_or(0))
            .stack_size(STACK)
            .build()
            .map_err(|error| Problem::error(format!("no cores to work with: {error}")))?;
        let (references, catalogue) = (&world.references, &world.catalogue);
        let (evidence, listed, verdicts) = pool.install(|| {
            let evidence = Evidence::gather(
                guides,
                &world.rules,
                references,
                catalogue,
                &profiles,
                &wanted,
            )?;
            let mut listed = list(guides, &world.rules, &wanted);
            let verdicts = judge(std::mem::take(&mut listed.mutants), &evidence);
            Ok::<_, Problems>((evidence, listed, verdicts))
        })?;
        let result = Mutated {
            scores: scores(guides, &verdicts),
            verdicts: &verdicts,
            interpreted: &listed.interpreted,
            disagreeing: evidence.disagreeing,
        };
        match self.format {
            TextOrJson::Text => text::write(&result, self.write, out)?,
            TextOrJson::Json => json::write(&result, out)?,
        }
        if self.write {
            let added = write::cases(&world, &verdicts, &evidence)?;
            if self.format == TextOrJson::Text {
                writeln!(out, "{added}")?;
            }
        }
        let total = result.scores.last().map_or(100.0, Score::percent);
        let enough = self.at_least.is_none_or(|least| total >= least);
        Ok(if enough {
            Exit::Done
        } else {
            Exit::CheckFailed
        })
    }

    /// The guide and rule that are meant.
    fn wanted(&self, guides: &Guides) -> Result<Wanted, Problem> {
        if let Some(id) = &self.guide {
            guides.find(id)?;
        }
        let Some(rule) = &self.rule else {
            return Ok(Wanted {
                guide: self.guide.clone(),
                rule: None,
            });
        };
        let among = guides.guides.iter();
        let among = among.filter(|guide| self.guide.as_ref().is_none_or(|id| *id == guide.id));
        let all: Vec<_> = among
            .flat_map(|guide| guide.rules.iter().map(move |rule| (&**guide, rule)))
            .collect();
        let (guide, rule) = super::rules::find(&all, rule)?;
        Ok(Wanted {
            guide: Some(guide.id.clone()),
            rule: Some(rule.id.clone()),
        })
    }

    /// The reference profiles; where the datasets have none, only the cases can notice.
    fn profiles(&self, world: &World) -> Result<Vec<Applicant>, Problems> {
        let files = datasets(&self.world);
        let mut problems = Problems::new();
        let mut profiles = Vec::new();
        if files.contains(APPLICANTS) {
            for path in files.list(APPLICANTS, "yaml")? {
                let profile = files.read(&path).map_err(Problems::from);
                let profile =
                    profile.and_then(|text| Profile::read(&text, &world.references, world.as_of));
                match profile {
                    Ok(profile) => profiles.push(profile),
                    Err(found) => problems.extend(found),
                }
            }
        }
        problems.or(profiles)
    }
}

/// One score for each guide, one for what guides share, and the sum.
fn scores(guides: &Guides, verdicts: &[Verdict]) -> Vec<Score> {
    let of = |name: &str, guide: Option<&str>| {
        let own = |verdict: &&Verdict| verdict.mutant.owner.guide() == guide;
        Score::of(name, verdicts.iter().filter(own))
    };
    let ids = guides.guides.iter().map(|guide| guide.id.as_str());
    let mut scores: Vec<Score> = ids.map(|id| of(id, Some(id))).collect();
    scores.push(of("shared helpers", None));
    scores.retain(|score| score.all() > 0);
    scores.push(Score::of("all", verdicts.iter()));
    scores
}

/// What a change is made in, in words.
fn shown(owner: &Owner) -> String {
    owner.to_string()
}
