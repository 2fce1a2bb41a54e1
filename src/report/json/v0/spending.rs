//! What a budget buys and where signals go.

use schemars::JsonSchema;
use serde::Serialize;

use crate::advise::{self, Application, BudgetFrom, in_tier};
use crate::report::Report;

use super::document::{Question, Sentence};
use super::fill::question;
use super::list::Points;
use super::programs::tier_id;
use super::sentence::{cites, rule_id, sentence};

/// What the budget buys by the ERAS fee table, in US dollars.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct Budget {
    pub(super) dollars: u64,
    /// `profile` or `command-line`.
    pub(super) from: String,
    /// The season of the fees.
    pub(super) season: i64,
    /// How many applications it pays for; two tracks of one program are one.
    pub(super) applications: usize,
    /// What the list that it buys costs.
    pub(super) cost: u64,
    /// What is left over.
    pub(super) left: u64,
    /// What the whole list would cost.
    pub(super) whole: u64,
    /// What the next program would cost; null when the whole list is bought.
    pub(super) next: Option<u64>,
    /// A program that may fit and that what is left over would pay for, though the next one that
    /// fits costs more.
    pub(super) spare: Option<String>,
    pub(super) specialties: Vec<SpecialtyCost>,
    /// One part for each target, in the order of `targets`.
    pub(super) targets: Vec<Purchase>,
}

#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct SpecialtyCost {
    pub(super) specialty: String,
    pub(super) applications: usize,
    pub(super) cost: u64,
}

#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct Purchase {
    pub(super) specialty: String,
    pub(super) track: String,
    /// How many of each tier it buys and leaves out.
    pub(super) tiers: Vec<TierPurchase>,
    /// The programs that it buys, in order.
    pub(super) programs: Vec<String>,
    /// The programs that are left out, in order.
    pub(super) left_out: Vec<String>,
    /// The guide's recommended number, when it buys fewer.
    pub(super) short_of: Option<ShortOf>,
}

#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct TierPurchase {
    /// The tier; null for programs that could only still get one.
    pub(super) tier: Option<String>,
    pub(super) bought: usize,
    pub(super) left_out: usize,
}

#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct ShortOf {
    pub(super) from: f64,
    pub(super) to: f64,
    pub(super) rule: String,
    pub(super) cites: Vec<String>,
}

/// Where to spend the program signals of a specialty.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct Signals {
    pub(super) specialty: String,
    /// How many there are; null when no source gives the number.
    pub(super) allotment: Option<Allotment>,
    /// Where they go, the best first; one for each institution.
    pub(super) suggestions: Vec<Suggestion>,
    /// Signals that have no program to go to.
    pub(super) unspent: usize,
    /// Institutions with a program that fits for which no signal is left.
    pub(super) further_institutions: usize,
}

#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct Allotment {
    /// The Match year that the number is for: that of the applicant, or the last one known.
    pub(super) season: i64,
    pub(super) kinds: Vec<SignalNumber>,
    pub(super) source: String,
    pub(super) as_of: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) note: Option<String>,
    /// What the source leaves open.
    pub(super) unclear: Vec<String>,
}

#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct SignalNumber {
    /// `gold`, `silver` or `untiered`.
    pub(super) kind: String,
    pub(super) number: usize,
}

#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct Suggestion {
    pub(super) kind: String,
    pub(super) program: String,
    /// The track in whose list the program stands.
    pub(super) track: String,
    pub(super) tier: Option<String>,
    pub(super) tier_reason: Sentence,
    pub(super) score: i64,
    /// What speaks for it, the most points first.
    pub(super) fits: Vec<Points>,
    /// What to ask before the signal is spent: the answers could rule the program out.
    pub(super) ask_first: Vec<Question>,
    /// Other open programs of the lists that the same signal reaches.
    pub(super) reaches: Vec<String>,
}

pub(super) fn budget(report: &Report<'_>, budget: &advise::Budget) -> Budget {
    let specialties = budget.specialties.iter();
    let specialties = specialties.map(|(specialty, applications, cost)| SpecialtyCost {
        specialty: (*specialty).to_owned(),
        applications: *applications,
        cost: *cost,
    });
    let targets = report.advice.targets.iter().zip(&budget.targets);
    let from = match budget.from {
        BudgetFrom::Profile => "profile",
        BudgetFrom::CommandLine => "command-line",
    };
    Budget {
        dollars: budget.dollars,
        from: from.to_owned(),
        season: report.references.fees.season,
        applications: budget.applications(),
        cost: budget.cost,
        left: budget.left(),
        whole: budget.whole,
        next: budget.next,
        spare: budget.spare.as_ref().map(|one| one.id.to_string()),
        specialties: specialties.collect(),
        targets: targets
            .map(|(target, bought)| purchase(report, target, bought))
            .collect(),
    }
}

fn purchase(
    report: &Report<'_>,
    target: &advise::TargetAdvice,
    purchase: &advise::Purchase,
) -> Purchase {
    let tiers = (0..report.guide.manifest.tiers.len()).map(Some);
    let tiers = tiers.chain([None]).map(|rank| TierPurchase {
        tier: rank.and_then(|rank| tier_id(report, rank)),
        bought: in_tier(&purchase.bought, rank),
        left_out: in_tier(&purchase.left_out, rank),
    });
    let ids = |all: &[Application]| all.iter().map(|one| one.id.to_string()).collect();
    let short_of = purchase.short_of.as_ref();
    Purchase {
        specialty: target.target.specialty.id.to_owned(),
        track: target.target.track.as_str().to_owned(),
        tiers: tiers.collect(),
        programs: ids(&purchase.bought),
        left_out: ids(&purchase.left_out),
        short_of: short_of.map(|(band, rule)| ShortOf {
            from: band.from.as_f64(),
            to: band.to.as_f64(),
            rule: rule_id(report, *rule),
            cites: cites(report, *rule),
        }),
    }
}

pub(super) fn signals(report: &Report<'_>, signals: &advise::Signals) -> Signals {
    let allotment = signals.allotment.as_ref();
    let suggestions = signals.suggestions.iter();
    Signals {
        specialty: signals.specialty.id.to_owned(),
        allotment: allotment.map(self::allotment),
        suggestions: suggestions.map(|one| suggestion(report, one)).collect(),
        unspent: signals.unspent(),
        further_institutions: signals.further,
    }
}

fn allotment(allotment: &crate::dataset::Allotment) -> Allotment {
    let kinds = allotment.kinds.iter().map(|(kind, number)| SignalNumber {
        kind: kind.to_string(),
        number: *number,
    });
    let provenance = &allotment.provenance;
    Allotment {
        season: allotment.season,
        kinds: kinds.collect(),
        source: provenance.source.to_string(),
        as_of: provenance.as_of.to_string(),
        note: provenance.note.as_ref().map(ToString::to_string),
        unclear: allotment.unclear.iter().map(ToString::to_string).collect(),
    }
}

fn suggestion(report: &Report<'_>, suggestion: &advise::Suggestion) -> Suggestion {
    let (rank, said) = &suggestion.tier;
    let track = report.advice.targets.get(suggestion.target);
    let track = track.map_or("", |target| target.target.track.as_str());
    let fits = suggestion.fits.iter().map(|points| Points {
        points: points.points,
        says: sentence(report, &points.said),
    });
    let ask_first = suggestion.ask_first.iter();
    Suggestion {
        kind: suggestion.kind.to_string(),
        program: suggestion.id.to_string(),
        track: track.to_owned(),
        tier: tier_id(report, *rank),
        tier_reason: sentence(report, said),
        score: suggestion.score,
        fits: fits.collect(),
        ask_first: ask_first.map(|one| question(report, one)).collect(),
        reaches: suggestion.reaches.iter().map(ToString::to_string).collect(),
    }
}
