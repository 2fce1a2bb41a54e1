//! Outcomes as a snapshot holds them: lines that a person can read and that can be read back.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use super::snapshots::UNKNOWN;
use super::{About, Key, Outcomes, Stand};
use crate::place::{Problem, SourceText};

/// Before what is said to the applicant.
const YOU: &str = "you: ";
/// Before what is said of the list.
const OF_LIST: &str = "of the list: ";
/// Before the parts of the list.
const LIST: &str = "list: ";
/// Before what rules say of the programs above.
const INDENT: &str = "    ";
/// Before the names of rules that cannot know.
const OPEN: &str = "? ";

/// What an insta snapshot holds: the text after its head.
#[must_use]
pub fn body_of(text: &str) -> &str {
    let body = text.strip_prefix("---\n").and_then(|rest| {
        let (_, body) = rest.split_once("\n---\n")?;
        Some(body)
    });
    body.unwrap_or(text).trim_matches('\n')
}

impl Outcomes {
    /// As a snapshot holds it.
    #[must_use]
    pub fn text(&self) -> String {
        let mut text = format!("as of {}\n", self.as_of);
        for guide in self.guides() {
            // A string takes everything that is written to it.
            let _ = self.write_guide(guide, &mut text);
        }
        text
    }

    fn write_guide(&self, guide: &str, text: &mut String) -> std::fmt::Result {
        writeln!(text, "\n# {guide}")?;
        let key = |target: &str, about| Key {
            guide: guide.to_owned(),
            target: target.to_owned(),
            about,
        };
        if let Some(reasons) = self.pinned.get(&key("", About::Fit)) {
            writeln!(text, "not for this applicant: {reasons}")?;
        }
        if let Some(tiers) = self.pinned.get(&key("", About::Tiers)) {
            writeln!(text, "tiers: {tiers}")?;
        }
        let mut targets: Vec<&str> = self
            .pinned
            .keys()
            .filter(|key| key.guide == guide && !key.target.is_empty())
            .map(|key| key.target.as_str())
            .collect();
        targets.dedup();
        for target in targets {
            writeln!(text, "\n## {target}")?;
            if let Some(reasons) = self.pinned.get(&key(target, About::Fit)) {
                writeln!(text, "not for this target: {reasons}")?;
            }
            if let Some(list) = self.pinned.get(&key(target, About::List)) {
                writeln!(text, "{LIST}{list}")?;
            }
            self.write_target(guide, target, text)?;
        }
        Ok(())
    }

    fn write_target(&self, guide: &str, target: &str, text: &mut String) -> std::fmt::Result {
        let mut alike: BTreeMap<(bool, usize, i64, String), Vec<&str>> = BTreeMap::new();
        let of_target = self
            .pinned
            .iter()
            .filter(|(key, _)| key.guide == guide && key.target == target);
        for (key, pinned) in of_target {
            match &key.about {
                About::You(rule) => writeln!(text, "{YOU}{rule} {pinned}")?,
                About::OfList(rule) => writeln!(text, "{OF_LIST}{rule} {pinned}")?,
                About::Program(id) => {
                    let stand = self.stand(guide, target, id);
                    let rank = stand.tier.as_ref().map_or(usize::MAX, |(rank, _)| *rank);
                    let findings: Vec<(&str, &str)> = self.findings(guide, target, id).collect();
                    let said = format!("{stand}: \n{}", said(&findings));
                    let order = (stand.excluded, rank, -stand.score, said);
                    alike.entry(order).or_default().push(id);
                }
                _ => {}
            }
        }
        for ((.., said), ids) in &alike {
            let (stand, said) = said.split_once('\n').unwrap_or((said, ""));
            writeln!(text, "{stand}{}\n{said}", ids.join(" "))?;
        }
        Ok(())
    }

    /// Reads back what a snapshot holds; `source` is the whole file, with the head.
    ///
    /// # Errors
    /// The first line that cannot be read.
    pub fn read(source: &SourceText) -> Result<Self, Problem> {
        let mut reading = Reading::default();
        let body = body_of(source.text());
        let before = source.text().find(body).unwrap_or(0);
        let head = source.text().get(..before).unwrap_or_default();
        let first = u32::try_from(head.lines().count()).unwrap_or(0);
        for (number, line) in (first + 1..).zip(body.lines()) {
            reading.line(line).ok_or_else(|| {
                let message = "this line of the snapshot cannot be read";
                let help = "snapshots are written by `preceptor test --accept`, not by hand; take \
                            this file from where it was whole, or delete it and accept again";
                source.problem(number, 1, 0, message).help(help)
            })?;
        }
        Ok(reading.outcomes)
    }
}

/// What the rules say of programs that are alike: what fired in one line, what cannot know in
/// another.
fn said(findings: &[(&str, &str)]) -> String {
    let fired = findings.iter().filter(|(_, said)| *said != UNKNOWN);
    let fired: Vec<String> = fired.map(|(rule, said)| format!("{rule} {said}")).collect();
    let open = findings.iter().filter(|(_, said)| *said == UNKNOWN);
    let open: Vec<&str> = open.map(|(rule, _)| *rule).collect();
    let mut lines = Vec::new();
    if !fired.is_empty() {
        lines.push(format!("{INDENT}{}", fired.join("; ")));
    }
    if !open.is_empty() {
        lines.push(format!("{INDENT}{OPEN}{}", open.join(" ")));
    }
    lines.join("\n")
}

/// As a person reads it: `tier 1, 47 points`.
impl std::fmt::Display for Stand {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match (&self.tier, self.excluded) {
            (Some((_, tier)), false) => write!(f, "tier {tier}, {}", self.score),
            (None, false) => write!(f, "no tier, {}", self.score),
            (Some((_, tier)), true) => write!(f, "not an option (tier {tier}, {})", self.score),
            (None, true) => write!(f, "not an option (no tier, {})", self.score),
        }
    }
}

/// What was read so far, and where the next line belongs.
#[derive(Default)]
struct Reading {
    outcomes: Outcomes,
    guide: String,
    target: String,
    programs: Vec<String>,
}

impl Reading {
    fn pin(&mut self, about: About, said: &str) -> Option<()> {
        let key = Key {
            guide: self.guide.clone(),
            target: self.target.clone(),
            about,
        };
        let before = self.outcomes.pinned.insert(key, said.to_owned());
        before.is_none().then_some(())
    }

    fn line(&mut self, line: &str) -> Option<()> {
        if line.is_empty() {
            return Some(());
        }
        if let Some(day) = line.strip_prefix("as of ") {
            self.outcomes.as_of = day.parse().ok()?;
            return Some(());
        }
        if let Some(guide) = line.strip_prefix("# ") {
            guide.clone_into(&mut self.guide);
            self.target.clear();
            return Some(());
        }
        if self.guide.is_empty() {
            return None;
        }
        if let Some(target) = line.strip_prefix("## ") {
            target.clone_into(&mut self.target);
            return Some(());
        }
        if let Some(said) = line.strip_prefix(INDENT) {
            return self.findings(said);
        }
        let (first, rest) = line.split_once(": ")?;
        let rule = || rest.split_once(' ');
        match first {
            "not for this applicant" | "not for this target" => self.pin(About::Fit, rest),
            "tiers" => self.pin(About::Tiers, rest),
            "list" => self.pin(About::List, rest),
            "you" => rule().and_then(|(rule, said)| self.pin(About::You(rule.to_owned()), said)),
            "of the list" => {
                rule().and_then(|(rule, said)| self.pin(About::OfList(rule.to_owned()), said))
            }
            _ => {
                self.programs = rest.split(' ').map(str::to_owned).collect();
                let mut programs = self.programs.clone().into_iter();
                programs.try_for_each(|id| self.pin(About::Program(id), ""))
            }
        }
    }

    fn findings(&mut self, said: &str) -> Option<()> {
        let said: Vec<(&str, &str)> = match said.strip_prefix(OPEN) {
            Some(rules) => rules.split(' ').map(|rule| (rule, UNKNOWN)).collect(),
            None => said
                .split("; ")
                .map(|one| one.split_once(' '))
                .collect::<Option<_>>()?,
        };
        for program in self.programs.clone() {
            for (rule, said) in &said {
                self.pin(About::Finding(program.clone(), (*rule).to_owned()), said)?;
            }
        }
        Some(())
    }
}
