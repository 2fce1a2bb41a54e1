//! What to ask of which programs, by what knowing it could change: every value that is unstated,
//! stale or disputed, judged by every answer that can make a difference.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil;

use crate::dataset::{Catalogue, References};
use crate::evaluate::ProgramFindings;
use crate::guide::Guide;
use crate::model::{Facts, ProgramId, Reading};
use crate::script::Host;

use super::answer::Answer;
use super::asked::Asked;
use super::hinges::{Doubt, Hinges};
use super::list::many;
use super::sum::{Swing, Weight};
use super::{Placement, Said, TargetAdvice, Verdict, Way};

/// What a program would be with some answers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Prospect {
    /// The answers, in words: `yes`, `conditional`; none where it is about nobody saying anything.
    pub answers: Vec<String>,
    /// What the guide then makes of the program.
    pub verdict: Verdict,
    /// What could still rule it out then, where that hangs on the answer.
    pub risk: Option<String>,
    /// Whether this is what is stated now.
    pub is_now: bool,
}

/// Something to ask a program, and what hangs on it.
#[derive(Debug, Clone)]
pub struct Inquiry {
    /// What is asked for.
    pub asked: Asked,
    /// Why it is in doubt.
    pub doubt: Doubt,
    /// How much hangs on it; nothing where a rule says to ask though every answer comes to the same.
    pub weight: Option<Weight>,
    /// What the answers would make of the program.
    pub prospects: Vec<Prospect>,
    /// What rules say on asking it.
    pub said: Vec<Said>,
    /// The rules that say different things by the answer.
    pub rules: Vec<usize>,
    /// Whether more than a quarter of the programs are to be asked the same.
    pub is_common: bool,
}

/// A program, and what to ask it.
#[derive(Debug, Clone)]
pub struct Call {
    /// The program's number in the catalogue.
    pub program: usize,
    /// The program's id.
    pub id: ProgramId,
    /// What to ask, what matters most first.
    pub inquiries: Vec<Inquiry>,
}

impl Inquiry {
    /// For sorting: what is asked of many programs alike comes after what is asked of this one.
    pub(super) fn order(&self) -> (bool, bool, Option<Weight>, &Asked) {
        (
            self.is_common,
            self.weight.is_none(),
            self.weight,
            &self.asked,
        )
    }

    /// What inquiries of different programs have in common.
    fn alike(&self) -> (Asked, Option<Swing>) {
        (self.asked.clone(), self.weight.map(|weight| weight.swing))
    }
}

/// Works out what to ask the programs of a target.
#[derive(Debug)]
struct Caller<'a> {
    guide: &'a Guide,
    catalogue: &'a Catalogue,
    references: &'a References,
    today: civil::Date,
    applicant: &'a Facts,
    hinges: Hinges<'a>,
}

/// What to ask of which programs, what could change most first.
#[must_use]
pub fn calls(
    guide: &Guide,
    host: &Host,
    catalogue: &Catalogue,
    references: &References,
    today: civil::Date,
    target: &TargetAdvice,
) -> Vec<Call> {
    let mut caller = Caller {
        guide,
        catalogue,
        references,
        today,
        applicant: &target.evaluation.applicant,
        hinges: Hinges::new(guide, host, &target.evaluation),
    };
    let placements = target.list.placements.iter();
    let mut calls: Vec<Call> = placements
        .filter_map(|placement| {
            let program = target.evaluation.program(placement.program)?;
            caller.call(program, placement)
        })
        .collect();
    mark_common(&mut calls);
    for call in &mut calls {
        call.inquiries.sort_by(|a, b| a.order().cmp(&b.order()));
    }
    // NOTE: a stable sort; where as much hangs on the answers, the order is that of the list.
    calls.sort_by(|a, b| {
        let first = |call: &Call| {
            let first = call.inquiries.first().map(Inquiry::order);
            first.map(|(is_common, is_free, weight, _)| (is_common, is_free, weight))
        };
        first(a).cmp(&first(b))
    });
    calls
}

impl Caller<'_> {
    fn call(&mut self, program: &ProgramFindings, placement: &Placement) -> Option<Call> {
        let mut inquiries: Vec<Inquiry> = Vec::new();
        for asked in self.hinges.asked(&program.facts) {
            let doubt = Doubt::about(&asked, &program.facts, self.references, self.today);
            inquiries
                .extend(doubt.and_then(|doubt| self.inquiry(program, placement, asked, doubt)));
        }
        if placement.is_open() {
            self.said(program, placement, &mut inquiries);
        }
        let (program, id) = (placement.program, placement.id.clone());
        (!inquiries.is_empty()).then_some(Call {
            program,
            id,
            inquiries,
        })
    }

    /// What hangs on a value in doubt, where anything does that matters.
    fn inquiry(
        &mut self,
        program: &ProgramFindings,
        placement: &Placement,
        asked: Asked,
        doubt: Doubt,
    ) -> Option<Inquiry> {
        let hinge = self.hinges.of(program, &asked);
        let weight = hinge.weight?;
        if !placement.is_open() && weight.swing != Swing::Option {
            return None;
        }
        let prospects = self.prospects(program, placement, &asked, &hinge.answers)?;
        Some(Inquiry {
            asked,
            doubt,
            weight: Some(weight),
            prospects,
            said: Vec::new(),
            rules: hinge.rules,
            is_common: false,
        })
    }

    /// What each answer comes to, answers that come to the same together.
    fn prospects(
        &mut self,
        program: &ProgramFindings,
        placement: &Placement,
        asked: &Asked,
        answers: &[Answer],
    ) -> Option<Vec<Prospect>> {
        let mut all: Vec<(Vec<Answer>, Prospect)> = Vec::new();
        for answer in answers {
            let then = self.hinges.with(program, asked, answer);
            let then = Placement::of(self.guide, self.catalogue, &then, self.applicant)?;
            let mut prospect = self.prospect(&then);
            // What a rule says of one number of many would be read as being about all of them.
            if let (Verdict::Excluded(reasons), true) = (&mut prospect.verdict, answer.is_range()) {
                reasons.clear();
            }
            prospect.is_now = asked.is_stated(&program.facts, answer);
            let same = |(_, known): &&mut (Vec<Answer>, Prospect)| {
                (&known.verdict, &known.risk) == (&prospect.verdict, &prospect.risk)
            };
            match all.iter_mut().find(same) {
                Some((answers, known)) => {
                    Answer::join(answers, answer.clone());
                    known.is_now |= prospect.is_now;
                }
                None => all.push((vec![answer.clone()], prospect)),
            }
        }
        if let ([_], Reading::Unstated) = (all.as_slice(), asked.reading(&program.facts)) {
            let now = self.prospect(placement);
            all.push((Vec::new(), now));
        }
        let open = |prospect: &Prospect| !matches!(prospect.verdict, Verdict::Excluded(_));
        let risks: BTreeSet<Option<String>> = all
            .iter()
            .filter(|(_, one)| open(one))
            .map(|(_, one)| one.risk.clone())
            .collect();
        let prospects = all.into_iter().map(|(answers, prospect)| Prospect {
            answers: answers.iter().map(|answer| asked.word(answer)).collect(),
            risk: prospect.risk.filter(|_| risks.len() > 1),
            ..prospect
        });
        Some(prospects.collect())
    }

    fn prospect(&self, placement: &Placement) -> Prospect {
        Prospect {
            answers: Vec::new(),
            verdict: Verdict::of(self.guide, placement),
            risk: placement.is_open().then(|| risk(placement)).flatten(),
            is_now: false,
        }
    }

    /// Adds what rules say to ask, whether or not anything hangs on it.
    fn said(&mut self, program: &ProgramFindings, placement: &Placement, all: &mut Vec<Inquiry>) {
        for (path, said) in &placement.verify {
            let target = self.hinges.track();
            let Some(asked) = Asked::behind(path, &program.facts, target) else {
                continue;
            };
            if let Some(known) = all.iter_mut().find(|known| known.asked == asked) {
                known.said.push(said.clone());
                continue;
            }
            let facts = &program.facts;
            let doubt = Doubt::about(&asked, facts, self.references, self.today);
            all.push(Inquiry {
                doubt: doubt.unwrap_or_else(|| Doubt::Confirm(asked.stated(facts))),
                asked,
                weight: None,
                prospects: Vec::new(),
                said: vec![said.clone()],
                rules: Vec::new(),
                is_common: false,
            });
        }
    }
}

/// What could still rule the program out.
fn risk(placement: &Placement) -> Option<String> {
    let ways = placement
        .could_be_excluded()
        .filter_map(|could| could.ways.first());
    let ways: Vec<String> = ways.map(Way::sentence).collect();
    (!ways.is_empty()).then(|| ways.join(", or if "))
}

/// Marks what is asked of many of the programs alike.
fn mark_common(calls: &mut [Call]) {
    let many = many(calls.len());
    let mut alike: BTreeMap<(Asked, Option<Swing>), usize> = BTreeMap::new();
    for inquiry in calls.iter().flat_map(|call| &call.inquiries) {
        *alike.entry(inquiry.alike()).or_default() += 1;
    }
    for inquiry in calls.iter_mut().flat_map(|call| &mut call.inquiries) {
        inquiry.is_common = alike
            .get(&inquiry.alike())
            .is_some_and(|times| *times > many);
    }
}
