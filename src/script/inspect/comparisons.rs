use rhai::{Expr, FnCallExpr, Position, Token};

use crate::model::{Kind, Words};

use super::chain::{Chain, is_known};
use super::sort::{Sort, is_comparison};
use super::walk::Walk;

impl Walk<'_, '_> {
    /// What is compared must be of one kind. Where the text does not tell, it is found out when the
    /// rule runs.
    pub(super) fn comparison(&mut self, call: &FnCallExpr, operator: &Token, position: Position) {
        let [left, right] = call.args.as_slice() else {
            return;
        };
        if !is_comparison(operator) {
            return;
        }
        let told = self.problems.len();
        for (side, other) in [(left, right), (right, left)] {
            if let Some((label, kind)) = self.held(side) {
                self.word(&label, kind, other);
            }
            self.compared_parameter(side, position);
        }
        if self.problems.len() > told {
            return;
        }
        match (self.sort(left), self.sort(right)) {
            (Some(a), Some(b)) if a.compares_with(b) => {}
            (Some(a), Some(b)) => {
                let message = format!("{} is compared with {}", said(left, a), said(right, b));
                let problem = self.at(position, &message);
                self.push(problem.help("compare a value with another one of its kind"));
            }
            _ => self.found.unsure = true,
        }
    }

    /// What the expression is called and what it can hold, where that is known.
    pub(super) fn held(&self, expression: &Expr) -> Option<(String, Kind)> {
        if let Some(field) = self.field_of(expression).filter(|_| !is_known(expression)) {
            return Some((field.path.to_owned(), field.kind));
        }
        let label = match expression {
            Expr::Variable(variable, ..) => variable.1.to_string(),
            Expr::FnCall(call, _) if call.name == "place" => {
                let (name, _) = self.parameter_of(call.args.get(1)?)?;
                format!("place(…, policy.{name})")
            }
            _ => return None,
        };
        match self.sort(expression)? {
            Sort::Text(words @ Words::Of(_)) => Some((label, Kind::Text(words))),
            _ => None,
        }
    }

    fn compared_parameter(&mut self, side: &Expr, position: Position) {
        let Some((name, kind)) = self.parameter_of(side) else {
            return;
        };
        let help = match kind {
            "set" => format!("ask `… in policy.{name}`"),
            "band" | "cutoff" => format!("ask `place(score, policy.{name})`"),
            _ => return,
        };
        let message = format!("`policy.{name}` is a {kind} and cannot be compared like a number");
        let problem = self.at(position, &message);
        self.push(problem.help(help));
    }

    /// `place` asks about bands and cutoffs.
    pub(super) fn place(&mut self, call: &FnCallExpr) {
        let Some(second) = call.args.get(1) else {
            return;
        };
        let Some((name, kind)) = self.parameter_of(second) else {
            return;
        };
        let help = match kind {
            "number" => format!("compare it with <: `score < policy.{name}`"),
            "set" => format!("ask `… in policy.{name}`"),
            _ => return,
        };
        let message =
            format!("`policy.{name}` is a {kind}, and `place` asks about a band or a cutoff");
        let problem = self.at(second.start_position(), &message);
        self.push(problem.help(help));
    }
}

/// How a message names one side of a comparison.
fn said(side: &Expr, sort: Sort) -> String {
    let kind = sort.plain();
    match (Chain::of(side), side) {
        (Some(chain), _) => {
            let names = chain.names.iter().map(|(name, _)| format!(".{name}"));
            format!("`{}{}` ({kind})", chain.root, names.collect::<String>())
        }
        (None, Expr::Variable(variable, ..)) => format!("`{}` ({kind})", variable.1),
        _ => kind.to_owned(),
    }
}
