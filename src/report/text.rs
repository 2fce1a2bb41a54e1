//! The report as a letter on a terminal: the first screen says where you stand, how many, where
//! first and what next; every line after it names its rule and passage.

use std::collections::BTreeSet;
use std::io::{self, Write};

use crate::advise::{
    Because, Could, Moves, Placement, Said, Standpoint, Step, TargetAdvice, Way,
};
use crate::model::Provenance;

use super::reference::reference;
use super::{Paper, Report, plural};

type Written = io::Result<()>;

/// How many things to verify are spelt out.
const TO_ASK: usize = 5;
/// How many things to tell us are spelt out.
const TELL_US: usize = 8;
/// How many excluded programs are spelt out.
const EXCLUDED: usize = 10;

/// What a program is and where: its age is said once for the program, not on every line.
const LASTING: [&str; 10] = [
    "id", "name", "institution", "specialty", "city", "county", "state", "region", "division", "areas",
];

/// Writes the whole report.
///
/// # Errors
/// When it cannot be written.
pub fn write<W: Write + ?Sized>(report: &Report<'_>, paper: &mut Paper<'_, W>) -> Written {
    title(report, paper)?;
    for target in &report.advice.targets {
        in_short(report, target, paper)?;
    }
    total(report, paper)?;
    for target in &report.advice.targets {
        if report.advice.targets.len() > 1 {
            paper.heading(&format!("=== {} ===", target.target))?;
        }
        standing(report, target, paper)?;
        programs(report, target, paper)?;
        plan(report, target, paper)?;
        verify(report, target, paper)?;
        tell_us(report, target, paper)?;
        faults(report, target, paper)?;
    }
    about(report, paper)
}

fn title<W: Write + ?Sized>(report: &Report<'_>, paper: &mut Paper<'_, W>) -> Written {
    let manifest = &report.guide.manifest;
    paper.row("", report.applicant_name(), "")?;
    let day = report.as_of;
    let stage = report.advice.stage.as_str();
    paper.item("", &format!("Guide: {}", manifest.title), "")?;
    let match_year = report.applicant.match_year;
    paper.item("", &format!("As of {day}, for the {match_year} Match, stage: {stage}."), "")?;
    if let Some(caution) = report.caution {
        paper.item("", &format!("Note: {caution}"), "")?;
    }
    Ok(())
}

fn in_short<W: Write + ?Sized>(
    report: &Report<'_>,
    target: &TargetAdvice,
    paper: &mut Paper<'_, W>,
) -> Written {
    paper.heading(&format!("In short: {}", target.target))?;
    let stand = target.standing.bands.iter().map(|(_, _, said)| said);
    let stand: Vec<&str> =
        stand.chain(target.standing.flags.first()).map(|said| &*said.text).take(2).collect();
    let stand = if stand.is_empty() {
        "The profile does not say enough for the guide to place you; see \"Tell us\".".to_owned()
    } else {
        stand.join(" ")
    };
    paper.item("  You stand   ", &stand, "")?;
    paper.item("  Apply to    ", &how_many(target), "")?;
    paper.item("  Cost        ", &cost(report, target), "")?;
    paper.item("  First       ", &first(report, target), "")?;
    let next = target.plan.first().map_or("Nothing more by this guide.", |step| &*step.said.text);
    paper.item("  Next        ", next, "")
}

fn how_many(target: &TargetAdvice) -> String {
    let list = &target.list;
    let wanted = match &target.apply_to {
        Some((band, _)) => format!("{band} programs by this guide."),
        None => "The guide gives no number for this profile.".to_owned(),
    };
    let known = list.placed + list.possible;
    let mut text = format!(
        "{wanted} The catalogue has {} that fit a tier and {} that may once unknowns are settled.",
        list.placed, list.possible
    );
    let least = target.apply_to.as_ref().map_or(0.0, |(band, _)| band.from.as_f64());
    #[expect(clippy::cast_precision_loss, reason = "counts are small")]
    if (known as f64) < least {
        text.push_str(" That is fewer than the guide asks for: look for more programs elsewhere.");
    }
    text
}

fn cost(report: &Report<'_>, target: &TargetAdvice) -> String {
    let fees = &report.references.fees;
    let cost = &target.cost;
    let mut text = format!(
        "${} for the {} that fit, ${} with those that may",
        dollars(cost.placed),
        target.list.placed,
        dollars(cost.with_possible)
    );
    if let (Some(from), Some(to)) = (cost.from, cost.to) {
        text.push_str(&format!("; the guide's range would be ${}–${}", dollars(from), dollars(to)));
    }
    text.push_str(&format!(" (ERAS {} fees, per specialty).", fees.season));
    text
}

/// `1830` as `1,830`.
pub(crate) fn dollars(amount: u64) -> String {
    let digits = amount.to_string();
    let mut text = String::new();
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index) % 3 == 0 {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

fn first(report: &Report<'_>, target: &TargetAdvice) -> String {
    let open = target.list.placements.iter().filter(|p| p.is_open() && p.tier.is_some());
    let names: Vec<String> = open.take(3).map(|p| name(report, p)).collect();
    if !names.is_empty() {
        return format!("{}.", names.join("; "));
    }
    let possible = target.list.possible(report.guide);
    let names: Vec<String> = possible.iter().take(3).map(|(_, p)| name(report, p)).collect();
    if names.is_empty() {
        "No program of the catalogue fits a tier.".to_owned()
    } else {
        format!("No program is certain yet; ask first: {}.", names.join("; "))
    }
}

fn name(report: &Report<'_>, placement: &Placement) -> String {
    let program = report.program(placement.program);
    program.map_or_else(|| placement.id.to_string(), |p| format!("{} ({})", p.name, p.city))
}

fn total<W: Write + ?Sized>(report: &Report<'_>, paper: &mut Paper<'_, W>) -> Written {
    let targets = &report.advice.targets;
    if targets.len() < 2 {
        return Ok(());
    }
    let (placed, possible) = report.advice.cost();
    let names: Vec<String> = targets.iter().map(|target| target.target.to_string()).collect();
    paper.heading("Together")?;
    let text = format!(
        "{} ({}): ${} for the programs that fit, ${} with those that may. ERAS charges each specialty from its first program on.",
        plural(targets.len(), "target"),
        names.join("; "),
        dollars(placed),
        dollars(possible)
    );
    paper.item("  ", &text, "")
}

fn standing<W: Write + ?Sized>(
    report: &Report<'_>,
    target: &TargetAdvice,
    paper: &mut Paper<'_, W>,
) -> Written {
    let standing = &target.standing;
    paper.heading("Where you stand")?;
    for (_, _, said) in &standing.bands {
        paper.item("  ", &said.text, &reference(report.guide, said.rule))?;
    }
    for topic in &standing.doubled {
        paper.item("  ! ", &format!("the guide puts you in two bands of `{topic}`"), "")?;
    }
    if standing.bands.is_empty() && standing.flags.is_empty() {
        paper.item("  ", "No rule of the guide could place you with what the profile says.", "")?;
    }
    if !standing.flags.is_empty() {
        paper.gap()?;
        paper.item("  ", "To own and address:", "")?;
        for said in &standing.flags {
            paper.item("   - ", &said.text, &reference(report.guide, said.rule))?;
        }
    }
    pillars(report, target, paper)
}

fn pillars<W: Write + ?Sized>(
    report: &Report<'_>,
    target: &TargetAdvice,
    paper: &mut Paper<'_, W>,
) -> Written {
    let standing = &target.standing;
    if standing.pillars.is_empty() {
        return Ok(());
    }
    paper.gap()?;
    let (holding, all) = (standing.holding(), standing.pillars.len());
    paper.item("  ", &format!("What speaks for you: {holding} of {all}."), "")?;
    for pillar in &standing.pillars {
        if pillar.said.is_empty() {
            paper.item("   . ", &format!("{}: nothing in the profile yet", pillar.title), "")?;
        }
        for said in &pillar.said {
            let text = format!("{}: {}", pillar.title, said.text);
            paper.item("   + ", &text, &reference(report.guide, said.rule))?;
        }
    }
    Ok(())
}

fn programs<W: Write + ?Sized>(
    report: &Report<'_>,
    target: &TargetAdvice,
    paper: &mut Paper<'_, W>,
) -> Written {
    for (rank, tier) in report.guide.manifest.tiers.iter().enumerate() {
        let all: Vec<&Placement> = target.list.in_tier(rank).collect();
        let count = plural(all.len(), "record");
        paper.heading(&format!("Tier {}: {} ({count})", tier.id, tier.title))?;
        for (index, placement) in all.iter().take(report.top).enumerate() {
            program(report, target, index + 1, placement, paper)?;
        }
        more(all.len(), report.top, paper)?;
    }
    possible(report, target, paper)?;
    common(report, target, paper)?;
    without_tier(report, target, paper)?;
    excluded(report, target, paper)
}

fn more<W: Write + ?Sized>(all: usize, shown: usize, paper: &mut Paper<'_, W>) -> Written {
    if all == 0 {
        return paper.item("  ", "none", "");
    }
    if all > shown {
        paper.item("  ", &format!("and {} more (--top {all} shows them all)", all - shown), "")?;
    }
    Ok(())
}

fn program<W: Write + ?Sized>(
    report: &Report<'_>,
    target: &TargetAdvice,
    number: usize,
    placement: &Placement,
    paper: &mut Paper<'_, W>,
) -> Written {
    head(report, number, placement, paper)?;
    if let Some((_, said)) = &placement.tier {
        line(report, "       ", said, paper)?;
    }
    for points in &placement.points {
        let first = format!("   {:>+4}", points.points);
        line(report, &format!("{first} "), &points.said, paper)?;
    }
    remarks(report, target, placement, paper)
}

fn head<W: Write + ?Sized>(
    report: &Report<'_>,
    number: usize,
    placement: &Placement,
    paper: &mut Paper<'_, W>,
) -> Written {
    let Some(program) = report.program(placement.program) else { return Ok(()) };
    let (low, high) = placement.score_range();
    let score = placement.score;
    let score = match (low < score, score < high) {
        (false, false) => format!("{score} points"),
        (false, true) => format!("{score} points, up to {high}"),
        (true, _) => format!("{score} points, {low} to {high}"),
    };
    let left = format!("{}, {}, {}", program.name, program.city, program.state);
    paper.row(&format!(" {number:>3}. "), &left, &score)
}

/// A finding with its reference, and the age of a value that is old.
fn line<W: Write + ?Sized>(
    report: &Report<'_>,
    first: &str,
    said: &Said,
    paper: &mut Paper<'_, W>,
) -> Written {
    let mut text = said.text.to_string();
    let old: BTreeSet<String> = said
        .because
        .iter()
        .filter(|because| !LASTING.contains(&because.path))
        .filter_map(|because| because.provenance.as_ref())
        .filter(|provenance| !provenance.as_of.is_recent(report.as_of))
        .map(|provenance| dated(report, provenance))
        .collect();
    if !old.is_empty() {
        let old: Vec<String> = old.into_iter().collect();
        text.push_str(&format!(" (old data: {})", old.join("; ")));
    }
    paper.item(first, &text, &reference(report.guide, said.rule))
}

fn dated(report: &Report<'_>, provenance: &Provenance) -> String {
    let source = report.references.sources.get(&*provenance.source);
    let title = source.map_or(&*provenance.source, |source| &*source.title);
    format!("{title}, {}", provenance.as_of)
}

fn remarks<W: Write + ?Sized>(
    report: &Report<'_>,
    target: &TargetAdvice,
    placement: &Placement,
    paper: &mut Paper<'_, W>,
) -> Written {
    for said in &placement.flags {
        line(report, "     ! ", said, paper)?;
    }
    if let Some(program) = report.program(placement.program)
        && !program.listed.as_of.is_recent(report.as_of)
    {
        let listed = dated(report, &program.listed);
        paper.item("       ", &format!("listed long ago ({listed}): see whether it still is"), "")?;
    }
    let notes = placement.tier.iter().map(|(_, said)| said);
    let notes = notes.chain(placement.points.iter().map(|points| &points.said));
    let notes: BTreeSet<String> = notes.flat_map(|said| &said.because).filter_map(note).collect();
    for note in notes {
        paper.item("       ", &note, "")?;
    }
    if let Some((rank, could)) = placement.could_be(report.guide) {
        could_be(report, rank, could, paper)?;
    }
    for could in target.list.own_risks(placement) {
        if let Some(way) = could.ways.first() {
            let text = format!("not an option if {}", way.sentence());
            paper.item("     ? ", &text, &reference(report.guide, could.rule))?;
        }
    }
    same_as(report, target, placement, paper)
}

/// What a program's own page adds to a value.
fn note(because: &Because) -> Option<String> {
    let note = because.provenance.as_ref()?.note.as_ref()?;
    Some(format!("its page on {}: {note}", because.label))
}

fn could_be<W: Write + ?Sized>(
    report: &Report<'_>,
    rank: usize,
    could: &Could,
    paper: &mut Paper<'_, W>,
) -> Written {
    let tier = report.guide.manifest.tiers.get(rank).map_or("?", |tier| tier.id.as_str());
    let ways: Vec<String> = could.ways.iter().take(2).map(Way::sentence).collect();
    let text = format!("could be tier {tier} if {}", ways.join(", or if "));
    paper.item("     ? ", &text, &reference(report.guide, could.rule))
}

fn same_as<W: Write + ?Sized>(
    report: &Report<'_>,
    target: &TargetAdvice,
    placement: &Placement,
    paper: &mut Paper<'_, W>,
) -> Written {
    let Some(program) = report.program(placement.program) else { return Ok(()) };
    for other in &program.possibly_same_as {
        let twin = target.list.placements.iter().find(|placement| placement.id == *other);
        let Some(twin) = twin else { continue };
        let mut text = format!("may be the same program as {other}; counted once");
        if twin.is_open() != placement.is_open() {
            text.push_str(if twin.is_open() {
                "; that record is still open"
            } else {
                "; that record is ruled out below: check before you apply"
            });
        }
        paper.item("       ", &text, "")?;
    }
    Ok(())
}

fn possible<W: Write + ?Sized>(
    report: &Report<'_>,
    target: &TargetAdvice,
    paper: &mut Paper<'_, W>,
) -> Written {
    let all = target.list.possible(report.guide);
    if all.is_empty() {
        return Ok(());
    }
    paper.heading(&format!("May fit once unknowns are settled ({})", plural(all.len(), "record")))?;
    for (index, (_, placement)) in all.iter().take(report.top).enumerate() {
        program(report, target, index + 1, placement, paper)?;
    }
    more(all.len(), report.top, paper)
}

fn common<W: Write + ?Sized>(
    report: &Report<'_>,
    target: &TargetAdvice,
    paper: &mut Paper<'_, W>,
) -> Written {
    if target.list.common.is_empty() {
        return Ok(());
    }
    paper.heading("What most programs do not state")?;
    for common in &target.list.common {
        let records = plural(common.programs, "record");
        let text = format!(
            "{records} above would be no option if {}. Look it up before you pay.",
            common.way.sentence()
        );
        paper.item("   ? ", &text, &reference(report.guide, common.rule))?;
    }
    Ok(())
}

fn without_tier<W: Write + ?Sized>(
    report: &Report<'_>,
    target: &TargetAdvice,
    paper: &mut Paper<'_, W>,
) -> Written {
    let all: Vec<&Placement> = target.list.without_tier(report.guide).collect();
    if all.is_empty() {
        return Ok(());
    }
    paper.heading(&format!("In no tier of this guide ({})", plural(all.len(), "record")))?;
    let names: Vec<String> = all.iter().take(report.top).map(|p| name(report, p)).collect();
    let text = "Not ruled out, but nothing known of them meets a tier of the guide, e.g.";
    paper.item("  ", &format!("{text} {}.", names.join("; ")), "")
}

fn excluded<W: Write + ?Sized>(
    report: &Report<'_>,
    target: &TargetAdvice,
    paper: &mut Paper<'_, W>,
) -> Written {
    let all: Vec<&Placement> = target.list.not_an_option().collect();
    if all.is_empty() {
        return Ok(());
    }
    paper.heading(&format!("Not an option ({})", plural(all.len(), "record")))?;
    let shown = report.top.max(EXCLUDED);
    for placement in all.iter().take(shown) {
        let Some(program) = report.program(placement.program) else { continue };
        let left = format!("{}, {}, {}", program.name, program.city, program.state);
        paper.row("   x ", &left, "")?;
        for said in &placement.excluded {
            line(report, "       ", said, paper)?;
        }
        same_as(report, target, placement, paper)?;
    }
    more(all.len(), shown, paper)
}

fn plan<W: Write + ?Sized>(
    report: &Report<'_>,
    target: &TargetAdvice,
    paper: &mut Paper<'_, W>,
) -> Written {
    paper.heading(&format!("What to do now (stage: {})", report.advice.stage.as_str()))?;
    if target.plan.is_empty() {
        return paper.item("  ", "nothing by this guide", "");
    }
    let mut topic = "";
    for (index, step) in target.plan.iter().enumerate() {
        if step.title != topic {
            paper.item("  ", &format!("{}:", step.title), "")?;
            topic = &step.title;
        }
        let first = format!(" {:>3}. ", index + 1);
        let text = format!("{}{}", step.said.text, programs_of(report, step));
        paper.item(&first, &text, &reference(report.guide, step.said.rule))?;
    }
    Ok(())
}

fn programs_of(report: &Report<'_>, step: &Step) -> String {
    let [first, rest @ ..] = step.programs.as_slice() else { return String::new() };
    let program = report.catalogue.get(first);
    let name = program.map_or_else(|| first.to_string(), |program| program.name.to_string());
    match rest.len() {
        0 => format!(" ({name})"),
        more => format!(" ({name} and {more} more)"),
    }
}

fn verify<W: Write + ?Sized>(
    report: &Report<'_>,
    target: &TargetAdvice,
    paper: &mut Paper<'_, W>,
) -> Written {
    if target.to_ask.is_empty() {
        return Ok(());
    }
    paper.heading("What to ask the programs first")?;
    for ask in target.to_ask.iter().take(TO_ASK) {
        let Some(program) = report.program(ask.program) else { continue };
        paper.row("   ? ", &format!("{}, {}, {}", program.name, program.city, program.state), "")?;
        for question in &ask.questions {
            paper.item("       ", &question.text, "")?;
        }
    }
    let rest = target.to_ask.len().saturating_sub(TO_ASK);
    if rest > 0 {
        let text = format!("and {} with open questions that matter less", plural(rest, "program"));
        paper.item("  ", &text, "")?;
    }
    Ok(())
}

fn tell_us<W: Write + ?Sized>(
    report: &Report<'_>,
    target: &TargetAdvice,
    paper: &mut Paper<'_, W>,
) -> Written {
    if target.tell_us.is_empty() {
        return Ok(());
    }
    paper.heading("Tell us (not in the profile yet)")?;
    for open in target.tell_us.iter().take(TELL_US) {
        let rule = open.rules.first().and_then(|rule| report.guide.rules.get(*rule));
        let about = rule.map_or("", |rule| rule.function.documentation.summary.as_str());
        let detail = open.key.as_ref().map(|key| format!(", {key} of an entry"));
        let more = match open.rules.len() {
            0 | 1 => String::new(),
            many => format!(" and {}", plural(many - 1, "more rule")),
        };
        let text = format!(
            "{} ({}{}): decides \"{about}\"{more}",
            open.label,
            open.path,
            detail.unwrap_or_default()
        );
        paper.item("   - ", &text, "")?;
    }
    let rest = target.tell_us.len().saturating_sub(TELL_US);
    if rest > 0 {
        paper.item("  ", &format!("and {}", plural(rest, "more field")), "")?;
    }
    Ok(())
}

fn faults<W: Write + ?Sized>(
    report: &Report<'_>,
    target: &TargetAdvice,
    paper: &mut Paper<'_, W>,
) -> Written {
    if target.faults.is_empty() {
        return Ok(());
    }
    paper.heading("Rules that failed")?;
    let text = "What these would have said is missing above; the other rules were not affected.";
    paper.item("  ", text, "")?;
    for (rule, problem, times) in &target.faults {
        let id = report.guide.rules.get(*rule).map_or("?", |rule| rule.id.as_str());
        paper.item("   ! ", &format!("{id}: {problem} ({times}×)"), "")?;
    }
    Ok(())
}

fn about<W: Write + ?Sized>(report: &Report<'_>, paper: &mut Paper<'_, W>) -> Written {
    let manifest = &report.guide.manifest;
    paper.heading("About this report")?;
    let odds = "It gives no odds. It says what one published guide advises for what the profile says, and nothing about how any program will decide.";
    paper.item("  ", odds, "")?;
    let address = manifest.source.address.as_deref().unwrap_or("no address known");
    let ids = "The ids in brackets name the guide's passages and the rule; `preceptor rules show RULE` explains one, `preceptor explain APPLICANT PROGRAM` shows all of them for a program.";
    paper.item("  ", &format!("Guide: {} ({}), {address}. {ids}", manifest.title, manifest.source.document), "")?;
    let readings = report.guide.policy.values().filter(|parameter| parameter.is_reading()).count();
    paper.item("  ", &format!("‡ rests on a number of ours because the guide gives none ({readings} of {} numbers; `preceptor guides show {}` lists them with reasons).", report.guide.policy.len(), report.guide.id), "")?;
    let set: Vec<String> = report
        .guide
        .policy
        .values()
        .filter_map(|p| p.set_by.as_ref().map(|by| format!("{} = {} ({by})", p.name, p.setting)))
        .collect();
    if !set.is_empty() {
        paper.item("  ", &format!("Numbers set by your office: {}.", set.join("; ")), "")?;
    }
    paper.item("  ", &ages(report), "")?;
    let fees = &report.references.fees;
    paper.item("  ", &format!("Fees: ERAS {} season ({}). What is not stated was never taken for \"no\".", fees.season, dated(report, &fees.provenance)), "")
}

/// How old the data on the programs of this report is.
fn ages(report: &Report<'_>) -> String {
    let mut sources: BTreeSet<String> = BTreeSet::new();
    let targets = report.advice.targets.iter();
    for placement in targets.flat_map(|target| &target.list.placements) {
        if let Some(program) = report.program(placement.program) {
            sources.insert(dated(report, &program.listed));
        }
    }
    let listed = sources.len();
    let shown: Vec<String> = sources.into_iter().take(6).collect();
    let more = if listed > shown.len() { "; and others" } else { "" };
    format!("Programs are listed from: {}{more}.", shown.join("; "))
}

/// Writes what moves when something is changed: both standings in short, then the programs.
///
/// # Errors
/// When it cannot be written.
pub fn write_what_if<W: Write + ?Sized>(
    before: &Report<'_>,
    after: &Report<'_>,
    changes: &[String],
    moves: &[Moves],
    paper: &mut Paper<'_, W>,
) -> Written {
    write_short(before, paper)?;
    paper.heading(&format!("With {}", changes.join(" and ")))?;
    for target in &after.advice.targets {
        in_short(after, target, paper)?;
    }
    write_moves(after, moves, paper)
}

/// Writes the first screen only: whose report it is, each target in short, and rules that failed.
///
/// # Errors
/// When it cannot be written.
pub fn write_short<W: Write + ?Sized>(
    report: &Report<'_>,
    paper: &mut Paper<'_, W>,
) -> Written {
    title(report, paper)?;
    for target in &report.advice.targets {
        in_short(report, target, paper)?;
        faults(report, target, paper)?;
    }
    Ok(())
}

/// Writes what moved for each target: counts, then the programs, then the sentences.
///
/// # Errors
/// When it cannot be written.
pub fn write_moves<W: Write + ?Sized>(
    after: &Report<'_>,
    moves: &[Moves],
    paper: &mut Paper<'_, W>,
) -> Written {
    for (target, moves) in after.advice.targets.iter().zip(moves) {
        paper.heading(&format!("What moves: {}", target.target))?;
        moved(after, moves, paper)?;
    }
    Ok(())
}

fn moved<W: Write + ?Sized>(
    report: &Report<'_>,
    moves: &Moves,
    paper: &mut Paper<'_, W>,
) -> Written {
    let tier = moves.programs.iter().filter(|moved| moved.changes_tier()).count();
    let points = moves.programs.len() - tier;
    let text = format!(
        "{} to another tier or off the list, {} only in points.",
        plural(tier, "record"),
        plural(points, "record")
    );
    paper.item("  ", &text, "")?;
    for moved in moves.programs.iter().take(report.top) {
        let Some(program) = report.program(moved.program) else { continue };
        let (before, after) = (standpoint(report, moved.before), standpoint(report, moved.after));
        let left = format!("{}, {}", program.name, program.city);
        paper.row("   ", &left, &format!("{before} → {after}"))?;
    }
    let rest = moves.programs.len().saturating_sub(report.top);
    if rest > 0 {
        paper.item("   ", &format!("and {rest} more"), "")?;
    }
    for (first, texts) in [("   new:  ", &moves.gained), ("   gone: ", &moves.lost)] {
        for text in texts {
            paper.item(first, text, "")?;
        }
    }
    Ok(())
}

fn standpoint(report: &Report<'_>, stand: Standpoint) -> String {
    let tier = stand.tier.and_then(|rank| report.guide.manifest.tiers.get(rank));
    match (stand.excluded, tier) {
        (true, _) => "not an option".to_owned(),
        (false, Some(tier)) => format!("tier {}, {}", tier.id, stand.score),
        (false, None) => format!("no tier, {}", stand.score),
    }
}
