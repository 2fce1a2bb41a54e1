use std::io::Write;

use crate::advise::{Application, Budget, BudgetFrom, Purchase, TargetAdvice, in_tier};
use crate::model::{Band, Specialty};
use crate::report::reference::reference;
use crate::report::remark::Remark;
use crate::report::{Paper, Report, plural};

use super::Written;
use super::short::dollars;

/// How many of the programs that are left out are named.
const NAMED: usize = 3;

/// What the budget buys, what is left out and what is left over.
pub(super) fn budget<W: Write + ?Sized>(report: &Report<'_>, paper: &mut Paper<'_, W>) -> Written {
    brief(report, paper)?;
    for remark in bought_and_left(report) {
        let source = remark.rule.map(|rule| reference(report.guide, rule));
        let first = match remark.mark {
            '!' => "   ! ",
            _ => "  ",
        };
        paper.item(first, &remark.text, &source.unwrap_or_default())?;
    }
    Ok(())
}

/// What the budget buys for each target, what it leaves out and what is left over.
pub(crate) fn bought_and_left(report: &Report<'_>) -> Vec<Remark> {
    let budget = report.advice.budget.as_ref();
    let Some(budget) = budget.filter(|budget| budget.applications() > 0) else {
        return Vec::new();
    };
    let mut all: Vec<Remark> = Vec::new();
    for (target, purchase) in report.advice.targets.iter().zip(&budget.targets) {
        all.extend(bought(report, target, purchase));
    }
    let programs = budget.targets.iter().map(|target| target.bought.len());
    if programs.sum::<usize>() > budget.applications() {
        let text = "Of these, two tracks of one program are one application.";
        all.push(Remark::told(text));
    }
    if budget.specialties.len() > 1 {
        let specialties = budget.specialties.iter().map(by_specialty);
        let specialties = specialties.collect::<Vec<_>>().join("; ");
        all.push(Remark::told(format!("By specialty: {specialties}.")));
    }
    if budget.next.is_some() {
        all.extend(left_out(report, budget).into_iter().map(Remark::told));
    }
    all
}

/// What the budget buys, in a line.
pub(super) fn brief<W: Write + ?Sized>(report: &Report<'_>, paper: &mut Paper<'_, W>) -> Written {
    let Some(budget) = &report.advice.budget else {
        return Ok(());
    };
    paper.heading("Budget")?;
    paper.item("  ", &headline(report, budget), "")
}

/// What the budget buys, in a sentence.
pub(crate) fn headline(report: &Report<'_>, budget: &Budget) -> String {
    let stated = match budget.from {
        BudgetFrom::Profile => "from the profile",
        BudgetFrom::CommandLine => "from --budget",
    };
    let whose = format!("Your ${} ({stated})", dollars(budget.dollars));
    if !budget.has_list() {
        return format!("{whose} has nothing to buy: no program here fits a tier or still could.");
    }
    let season = report.references.fees.season;
    if budget.applications() == 0 {
        let first = budget.next.unwrap_or_default();
        return format!(
            "{whose} buys nothing: the first application costs ${}, the whole list ${} (ERAS {season} fees, per specialty).",
            dollars(first),
            dollars(budget.whole)
        );
    }
    let end = if budget.next.is_none() {
        " That is the whole list."
    } else {
        ""
    };
    format!(
        "{whose} buys {} for ${}; ${} is left over (ERAS {season} fees, per specialty).{end}",
        plural(budget.applications(), "application"),
        dollars(budget.cost),
        dollars(budget.left())
    )
}

fn by_specialty((id, applications, cost): &(&'static str, usize, u64)) -> String {
    let title = Specialty::find(id).map_or(*id, |specialty| specialty.title);
    let applications = plural(*applications, "application");
    format!("{title}, {applications} for ${}", dollars(*cost))
}

/// How many programs of which tiers, and whether the guide asks for more.
fn bought(report: &Report<'_>, target: &TargetAdvice, purchase: &Purchase) -> Vec<Remark> {
    let count = purchase.bought.len();
    let mut text = format!("{}: {}", target.target, plural(count, "program"));
    if count > 0 {
        text = format!("{text} ({})", tiers(report, &purchase.bought));
    }
    let mut all = vec![Remark::told(format!("{text}."))];
    all.extend(purchase.short_of.as_ref().map(|(band, rule)| {
        let text = format!(
            "fewer than the {band} programs the guide asks for: {}",
            why_short(purchase, *band)
        );
        Remark::concern(text, *rule)
    }));
    all
}

fn why_short(purchase: &Purchase, wanted: Band) -> String {
    let all = purchase.bought.len() + purchase.left_out.len();
    #[expect(clippy::cast_precision_loss, reason = "counts are small")]
    let catalogue_is_short = (all as f64) < wanted.from.as_f64();
    match (purchase.left_out.is_empty(), catalogue_is_short) {
        (true, _) => "the catalogue has no more".to_owned(),
        (false, true) => format!("the catalogue has only {all}, and the budget ends before them"),
        (false, false) => "the budget ends before".to_owned(),
    }
}

/// `5 of tier 1, 30 of tier 2, 11 that may fit`.
fn tiers(report: &Report<'_>, applications: &[Application]) -> String {
    let tiers = report.guide.manifest.tiers.iter().enumerate();
    let tiers = tiers.map(|(rank, tier)| (Some(rank), format!("of tier {}", tier.id)));
    let all = tiers.chain([(None, "that may fit".to_owned())]);
    let counts = all.map(|(tier, words)| (in_tier(applications, tier), words));
    let counts = counts.filter(|(count, _)| *count > 0);
    let texts: Vec<String> = counts
        .map(|(count, words)| format!("{count} {words}"))
        .collect();
    texts.join(", ")
}

/// What is left out, and what it would cost.
fn left_out(report: &Report<'_>, budget: &Budget) -> Vec<String> {
    let mut all = Vec::new();
    let several = budget.targets.len() > 1;
    for (target, purchase) in report.advice.targets.iter().zip(&budget.targets) {
        let rest = &purchase.left_out;
        if rest.is_empty() {
            continue;
        }
        let whose = if several {
            format!(" ({})", target.target)
        } else {
            String::new()
        };
        let names: Vec<String> = rest
            .iter()
            .take(NAMED)
            .map(|one| name(report, one))
            .collect();
        let more = match rest.len().saturating_sub(NAMED) {
            0 => String::new(),
            more => format!("; and {more} more"),
        };
        let (tiers, names) = (tiers(report, rest), names.join("; "));
        all.push(format!("Left out{whose}: {tiers}: {names}{more}."));
    }
    let mut text = format!("The whole list would cost ${}.", dollars(budget.whole));
    if let Some(next) = budget.next {
        text = format!("{text} The next program costs ${}.", dollars(next));
    }
    if let Some(spare) = &budget.spare {
        let name = name(report, spare);
        text = format!("{text} What is left over would pay for {name}, which may fit.");
    }
    all.push(format!("{text} {}", order(several)));
    all
}

fn order(several: bool) -> &'static str {
    if several {
        "Programs that fit a tier come before those that may; the targets take turns, each in the order of its list, and where one specialty's next application costs more than another's, the cheaper one goes first."
    } else {
        "Programs that fit a tier come before those that may, in the order of the list."
    }
}

fn name(report: &Report<'_>, application: &Application) -> String {
    let program = report.program(application.program);
    program.map_or_else(
        || application.id.to_string(),
        |program| format!("{} ({})", program.name, program.city),
    )
}
