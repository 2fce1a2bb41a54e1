//! The cases of a `switch`. Rhai keeps only hashes of what they say; the literals themselves stand
//! in the tokens, and a literal belongs to a case when Rhai gives it the same hash.

use std::collections::BTreeMap;

use rhai::{Engine, Expr, Position, Stmt, SwitchCasesCollection};

use crate::model::Words;
use crate::script::tokens::{Literal, start_file};

use super::sort::Sort;
use super::walk::Walk;

/// One literal that a case stands for.
struct Case {
    hash: u64,
    arm: usize,
    /// As it stands in the text, where it was found.
    literal: Option<(Literal, Position)>,
    /// Where the arm's own text begins.
    position: Position,
}

impl Walk<'_, '_> {
    /// What the cases say against what the subject can be.
    pub(super) fn cases(&mut self, subject: &Expr, cases: &SwitchCasesCollection, start: Position) {
        let all = self.all_cases(cases, start);
        self.twice(&all, cases);
        if !cases.ranges.is_empty() {
            self.bare_number("of a range", start);
        }
        let sort = self.sort(subject);
        let label = self
            .held(subject)
            .map_or_else(|| "this".to_owned(), |(label, _)| label);
        match sort {
            Some(Sort::Text(Words::Of(words))) => self.impossible_words(&label, words, &all),
            None
            | Some(Sort::Text(_) | Sort::Whole | Sort::Decimal | Sort::Number | Sort::YesNo) => {
                self.impossible_kinds(&label, sort, &all);
            }
            Some(other) => {
                let message = format!("a `switch` cannot ask about {}", other.plain());
                let problem = self.at(subject.start_position(), &message);
                self.push(problem.help("use `if` with a question that has an answer"));
            }
        }
    }

    fn all_cases(&self, cases: &SwitchCasesCollection, start: Position) -> Vec<Case> {
        let mut from = start;
        let mut near: Vec<(Literal, Position)> = Vec::new();
        let mut arms = Vec::new();
        for arm in &cases.expressions {
            let to = arm.rhs.start_position();
            arms.push((near.len(), to));
            near.extend(self.inspector.tokens.literals(from, to));
            from = to;
        }
        let engine = self.inspector.host.engine();
        let hashes = hashes(engine, near.iter().map(|(literal, _)| literal.written()));
        let mut all: Vec<Case> = Vec::new();
        for (hash, list) in sorted(cases) {
            for arm in list {
                let Some((first, position)) = arms.get(arm).copied() else {
                    continue;
                };
                let last = arms.get(arm + 1).map_or(near.len(), |(next, _)| *next);
                let own = (first..last).rev().find(|at| hashes.get(at) == Some(&hash));
                let literal = own.and_then(|at| near.get(at)).cloned();
                all.push(Case {
                    hash,
                    arm,
                    literal,
                    position,
                });
            }
        }
        all
    }

    /// Cases that an earlier one with the same literal leaves nothing.
    fn twice(&mut self, all: &[Case], cases: &SwitchCasesCollection) {
        for pair in all.windows(2) {
            if let [a, b] = pair
                && a.hash == b.hash
                && cases
                    .expressions
                    .get(a.arm)
                    .is_some_and(|arm| matches!(arm.lhs, Expr::BoolConstant(true, _)))
            {
                let what = b.literal.as_ref().map_or_else(
                    || "this case".to_owned(),
                    |(literal, _)| format!("the case {}", literal.written()),
                );
                let problem = self.at(
                    b.place(),
                    &format!("{what} stands twice; this one never counts"),
                );
                self.push(problem.help("put both into one case, or remove one"));
            }
        }
    }

    fn impossible_words(&mut self, label: &str, words: &'static [&'static str], all: &[Case]) {
        let written = words
            .iter()
            .map(|word| Literal::Text((*word).to_owned()).written());
        let possible = hashes(self.inspector.host.engine(), written);
        for case in all {
            if possible.values().any(|hash| *hash == case.hash) {
                continue;
            }
            let message = match &case.literal {
                Some((literal, _)) => format!("`{label}` is never {}", literal.written()),
                None => format!("`{label}` is never what this case says"),
            };
            let problem = self.at(case.place(), &message);
            self.push(problem.help(format!("it can be {}", words.join(", "))));
        }
    }

    fn impossible_kinds(&mut self, label: &str, held: Option<Sort>, all: &[Case]) {
        for case in all {
            let Some((literal, position)) = &case.literal else {
                continue;
            };
            if !fits(literal, held) {
                let message = format!("`{label}` is never {}", literal.written());
                let problem = self.at(*position, &message);
                let kind = held.map_or("something else", Sort::plain);
                self.push(problem.help(format!("it holds {kind}")));
            } else if literal.is_number()
                && *literal != Literal::Whole(0)
                && *literal != Literal::Whole(1)
            {
                self.bare_number(&literal.written(), *position);
            }
        }
    }
}

impl Case {
    fn place(&self) -> Position {
        self.literal
            .as_ref()
            .map_or(self.position, |(_, position)| *position)
    }
}

/// Whether what is held can be this literal. A `switch` takes 1 and 1.0 for two.
fn fits(literal: &Literal, held: Option<Sort>) -> bool {
    held.is_none_or(|held| match literal {
        Literal::Text(_) => matches!(held, Sort::Text(_)),
        Literal::Whole(_) => matches!(held, Sort::Whole | Sort::Number),
        Literal::Decimal(_) => matches!(held, Sort::Decimal | Sort::Number),
        Literal::YesNo(_) => held == Sort::YesNo,
    })
}

/// The cases by hash, and the arms that each belongs to.
fn sorted(cases: &SwitchCasesCollection) -> BTreeMap<u64, Vec<usize>> {
    let cases = cases.cases.iter();
    cases
        .map(|(hash, list)| (*hash, list.blocks.to_vec()))
        .collect()
}

/// The hash that Rhai gives each of these literals as a case: by its number.
fn hashes(engine: &Engine, literals: impl Iterator<Item = String>) -> BTreeMap<usize, u64> {
    let arms = literals.map(|literal| format!("{literal} => 0,"));
    let script = format!("switch 0 {{ {} }}", arms.collect::<String>());
    start_file();
    let Ok(ast) = engine.compile(script) else {
        return BTreeMap::new();
    };
    let Some(Stmt::Switch(switch, _)) = ast.statements().first() else {
        return BTreeMap::new();
    };
    let by_hash = sorted(&switch.1).into_iter();
    by_hash
        .flat_map(|(hash, arms)| arms.into_iter().map(move |arm| (arm, hash)))
        .collect()
}
