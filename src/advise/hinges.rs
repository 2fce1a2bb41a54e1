//! What hangs on a value of a program's record: the rules that read it, asked again with every
//! answer that can make a difference.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use jiff::civil;

use crate::dataset::References;
use crate::evaluate::{Again, Evaluation, Finding, ProgramFindings};
use crate::guide::Guide;
use crate::model::{Facts, PROGRAM, Provenance, Reading, Track, Value};
use crate::script::{Host, Role};

use super::answer::Answer;
use super::asked::Asked;
use super::sum::{Sum, Weight};

/// Why a value of a program's record is in doubt.
#[derive(Debug, Clone, PartialEq)]
pub enum Doubt {
    /// Nobody states it.
    Unstated,
    /// It is stated, and the source is old or of no known date: the value, and where it is from.
    Stale(Value, Provenance),
    /// Sources disagree: each value, and where it is from.
    Conflicting(Vec<(Value, Option<Provenance>)>),
    /// It is stated and recent, and a rule says to ask all the same.
    Confirm(Value),
}

impl Doubt {
    /// The word for it.
    #[must_use]
    pub fn word(&self) -> &'static str {
        match self {
            Self::Unstated => "not stated",
            Self::Stale(..) => "stale",
            Self::Conflicting(_) => "sources disagree",
            Self::Confirm(_) => "to confirm",
        }
    }

    /// What is in doubt about that value; nothing where it is stated and recent.
    pub(super) fn about(
        asked: &Asked,
        facts: &Facts,
        references: &References,
        today: civil::Date,
    ) -> Option<Self> {
        match asked.reading(facts) {
            Reading::Unstated => Some(Self::Unstated),
            Reading::Conflicting(all) => {
                let all = all
                    .iter()
                    .map(|one| (one.value.clone(), one.provenance.clone()));
                Some(Self::Conflicting(all.collect()))
            }
            Reading::Stated(stated) => {
                let origin = stated.provenance.as_ref()?;
                let stale = references.is_stale(asked.path(), origin, today);
                stale.then(|| Self::Stale(asked.stated(facts), origin.clone()))
            }
        }
    }
}

/// What hangs on a value.
#[derive(Debug, Clone)]
pub(super) struct Hinge {
    /// How much; nothing where every answer comes to the same.
    pub(super) weight: Option<Weight>,
    /// Every answer, those that come to the same one after the other.
    pub(super) answers: Vec<Answer>,
    /// The rules that say different things, by their numbers.
    pub(super) rules: Vec<usize>,
}

/// Works out what hangs on values, for one applicant, target and guide.
#[derive(Debug)]
pub(super) struct Hinges<'a> {
    guide: &'a Guide,
    track: Track,
    again: Again<'a>,
    /// The rules about a program by the fields that they may read.
    readers: BTreeMap<usize, Vec<usize>>,
}

impl<'a> Hinges<'a> {
    pub(super) fn new(guide: &'a Guide, host: &'a Host, evaluation: &Evaluation) -> Self {
        let mut readers: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
        let rules = guide.rules_on(Role::Program);
        for (number, rule) in rules.filter(|(_, rule)| rule.counts_in(evaluation.stage)) {
            if !["exclude", "tier", "points"]
                .iter()
                .any(|effect| rule.may(effect))
            {
                continue;
            }
            for (role, field) in &rule.function.reads {
                if *role == Role::Program {
                    readers.entry(*field).or_default().push(number);
                }
            }
        }
        Self {
            guide,
            track: evaluation.target.track,
            again: Again::new(guide, host, evaluation),
            readers,
        }
    }

    /// Everything that rules read of the program and that it can be asked for.
    pub(super) fn asked(&self, facts: &Facts) -> BTreeSet<Asked> {
        let fields = self
            .readers
            .keys()
            .filter_map(|field| PROGRAM.fields.get(*field));
        let asked = fields.filter_map(|field| Asked::behind(field.path, facts, self.track));
        asked.collect()
    }

    /// What hangs on that value of the program.
    pub(super) fn of(&mut self, program: &ProgramFindings, asked: &Asked) -> Hinge {
        let readers = self.readers(asked);
        let others = program.findings.iter();
        let others = others.filter(|finding| !readers.contains(&finding.rule));
        let others = Sum::of(self.guide, others);
        let forgotten = asked.forgetting(&program.facts);
        let (mut starts, mut words) = (BTreeSet::new(), BTreeSet::new());
        for reader in &readers {
            starts.extend(self.turns(*reader, asked, &forgotten));
            if asked.takes_any_word() {
                words.extend(self.again.words(*reader, &asked.fields, &forgotten));
            }
        }
        let answers = asked.answers(&program.facts, starts, &words);
        let mut sums = vec![Sum::of(self.guide, &program.findings).settled()];
        let mut own: Vec<Vec<Sum>> = vec![Vec::new(); readers.len()];
        for answer in &answers {
            let facts = asked.supposing(&program.facts, answer);
            let mut sum = others;
            for (reader, own) in readers.iter().zip(&mut own) {
                let one = self.one(*reader, &facts);
                sum = sum.and(one);
                own.push(one);
            }
            sums.push(sum.settled());
        }
        // What is stated or disputed is one of the answers; that nobody states it is not.
        let known = !matches!(asked.reading(&program.facts), Reading::Unstated);
        let from = usize::from(known);
        let outcomes = sums.get(from..).unwrap_or_default();
        let weight = Weight::of(outcomes, self.guide.manifest.tiers.len());
        let differ = |own: &[Sum]| own.windows(2).any(|pair| pair.first() != pair.last());
        let rules = readers.iter().zip(&own).filter(|(_, own)| differ(own));
        Hinge {
            weight: weight.filter(|_| !answers.is_empty()),
            answers,
            rules: rules.map(|(reader, _)| *reader).collect(),
        }
    }

    /// What the rules say of the program with that answer.
    pub(super) fn with(
        &mut self,
        program: &ProgramFindings,
        asked: &Asked,
        answer: &Answer,
    ) -> ProgramFindings {
        let readers = self.readers(asked);
        let facts = asked.supposing(&program.facts, answer);
        let findings = program.findings.iter().map(|finding| {
            let again = readers.contains(&finding.rule);
            let again = again
                .then(|| self.again.ask(finding.rule, &facts))
                .flatten();
            again.map_or_else(|| finding.clone(), |found| Finding::clone(&found))
        });
        ProgramFindings {
            program: program.program,
            findings: findings.collect(),
            facts,
        }
    }

    /// The track of the target.
    pub(super) fn track(&self) -> Track {
        self.track
    }

    fn readers(&self, asked: &Asked) -> Vec<usize> {
        let readers = asked.moves().filter_map(|field| self.readers.get(&field));
        let readers: BTreeSet<usize> = readers.flatten().copied().collect();
        readers.into_iter().collect()
    }

    fn one(&mut self, rule: usize, facts: &Arc<Facts>) -> Sum {
        let found = self.again.ask(rule, facts);
        Sum::of(self.guide, found.as_deref())
    }

    /// The numbers at which what a rule says begins to be something else. (A change and its
    /// reversal between two numbers that were tried goes unseen.)
    fn turns(&mut self, rule: usize, asked: &Asked, facts: &Arc<Facts>) -> BTreeSet<i64> {
        let Some((from, to)) = asked.range() else {
            return BTreeSet::new();
        };
        let marks = self.again.marks(rule).into_iter();
        let marks = marks.flat_map(|mark| asked.numbers_behind(mark, facts));
        let around = marks
            .chain([0, 1])
            .flat_map(|mark| [mark - 1, mark, mark + 1]);
        let within = around.filter(|number| (from..=to).contains(number));
        let tried: BTreeSet<i64> = within.chain([from, to]).collect();
        let tried: Vec<(i64, Sum)> = tried
            .into_iter()
            .map(|number| (number, self.at(rule, asked, facts, number)))
            .collect();
        let mut turns = BTreeSet::new();
        for pair in tried.windows(2) {
            if let [low, high] = pair {
                self.turn_between(rule, asked, facts, *low, *high, &mut turns);
            }
        }
        turns
    }

    fn at(&mut self, rule: usize, asked: &Asked, facts: &Facts, number: i64) -> Sum {
        let supposed = asked.supposing(facts, &Answer::Within(number, number));
        self.one(rule, &supposed)
    }

    fn turn_between(
        &mut self,
        rule: usize,
        asked: &Asked,
        facts: &Arc<Facts>,
        low: (i64, Sum),
        high: (i64, Sum),
        turns: &mut BTreeSet<i64>,
    ) {
        if low.1 == high.1 {
            return;
        }
        if high.0 - low.0 <= 1 {
            turns.insert(high.0);
            return;
        }
        let number = low.0 + (high.0 - low.0) / 2;
        let middle = (number, self.at(rule, asked, facts, number));
        self.turn_between(rule, asked, facts, low, middle, turns);
        self.turn_between(rule, asked, facts, middle, high, turns);
    }
}
