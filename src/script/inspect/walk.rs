use std::collections::BTreeMap;

use rhai::{Expr, Position, Stmt};

use crate::place::{Problem, Problems};
use crate::script::Role;
use crate::script::parse::{Function, at};

use super::chain::Chain;
use super::inspector::{Inspection, Inspector};
use super::sort::Sort;

pub(super) struct Walk<'a, 'b> {
    pub(super) inspector: &'a Inspector<'a>,
    pub(super) function: &'a Function,
    pub(super) arities: &'a BTreeMap<&'a str, usize>,
    /// What each variable holds; none when that is known only when the rule runs.
    pub(super) variables: BTreeMap<String, Option<Sort>>,
    pub(super) found: Inspection,
    pub(super) problems: &'b mut Problems,
}

impl Walk<'_, '_> {
    pub(super) fn push(&mut self, problem: Problem) {
        self.problems.push(problem);
    }

    pub(super) fn at(&self, position: Position, message: &str) -> Problem {
        at(self.inspector.source, position, message)
    }

    /// `returned`: the value of the block's last statement is what the rule returns.
    pub(super) fn block(&mut self, block: &[Stmt], returned: bool) {
        let last = block.len().saturating_sub(1);
        for (index, statement) in block.iter().enumerate() {
            self.statement(statement, returned && index == last);
        }
    }

    pub(super) fn statement(&mut self, statement: &Stmt, returned: bool) {
        match statement {
            Stmt::If(flow, _) => {
                self.expression(&flow.expr, false);
                self.block(flow.body.statements(), returned);
                self.block(flow.branch.statements(), returned);
            }
            Stmt::Switch(switch, position) => {
                self.expression(&switch.0, false);
                self.cases(&switch.0, &switch.1, *position);
                for case in &switch.1.expressions {
                    self.expression(&case.lhs, false);
                    self.expression(&case.rhs, returned);
                }
            }
            Stmt::Block(block) => self.block(block.statements(), returned),
            Stmt::Expr(expression) => self.expression(expression, returned),
            Stmt::FnCall(call, position) => self.call(call, *position, returned),
            Stmt::Var(variable, _, _) => {
                self.expression(&variable.1, false);
                let sort = self.sort(&variable.1);
                self.assigned(&variable.0.name, sort);
            }
            Stmt::Return(Some(value), _, _) => self.expression(value, true),
            Stmt::Assignment(assignment) => {
                self.assignment(&assignment.1.lhs);
                self.expression(&assignment.1.rhs, false);
            }
            Stmt::Return(None, ..) | Stmt::Noop(_) => {}
            other => {
                let problem = self.at(other.position(), "this cannot stand in a rule");
                self.push(problem.help("a rule has `if`, `switch`, `let`, `return` and effects"));
            }
        }
    }

    /// What a rule is about and the policy cannot be written; what else is written could be of any
    /// kind from here on.
    fn assignment(&mut self, target: &Expr) {
        let (root, whole) = match (Chain::of(target), target) {
            (Some(chain), _) => {
                let names = chain.names.iter().map(|(name, _)| format!(".{name}"));
                let whole = format!("{}{}", chain.root, names.collect::<String>());
                (chain.root, whole)
            }
            (None, Expr::Variable(variable, ..)) => {
                let name = variable.1.to_string();
                self.assigned(&name, None);
                (name.clone(), name)
            }
            (None, other) => return self.expression(other, false),
        };
        if Role::named(&root).is_some() && self.function.parameters.contains(&root) {
            let message = format!("a rule cannot change `{whole}`");
            let problem = self.at(target.start_position(), &message);
            self.push(problem.help("use `==` to compare"));
        } else {
            self.expression(target, false);
        }
    }

    pub(super) fn expression(&mut self, expression: &Expr, returned: bool) {
        match expression {
            Expr::IntegerConstant(number, position) if !(0..=1).contains(number) => {
                self.bare_number(&number.to_string(), *position);
            }
            Expr::FloatConstant(number, position) => {
                self.bare_number(&number.to_string(), *position);
            }
            Expr::InterpolatedString(parts, _) => {
                parts.iter().for_each(|part| self.expression(part, false));
            }
            Expr::Array(items, _) => items
                .iter()
                .for_each(|item| self.expression(item, returned)),
            Expr::Map(map, _) => map
                .0
                .iter()
                .for_each(|(_, value)| self.expression(value, false)),
            Expr::And(terms, _) | Expr::Or(terms, _) => {
                terms.iter().for_each(|term| self.expression(term, false));
            }
            Expr::Coalesce(_, position) => {
                let help = "ask `….known.field` first";
                let problem = self.at(*position, "`??` cannot tell unstated from stated");
                self.push(problem.help(help));
            }
            Expr::Dot(..) | Expr::Index(..) => self.chain(expression),
            Expr::Stmt(block) => self.block(block.statements(), returned),
            Expr::FnCall(call, position) | Expr::MethodCall(call, position) => {
                self.call(call, *position, returned);
            }
            _ => {}
        }
    }

    pub(super) fn bare_number(&mut self, number: &str, position: Position) {
        let message = format!("the number {number} stands in a rule");
        let problem = self.at(position, &message);
        self.push(problem.help(
            "give it a name, a meaning and a source under `parameters` in guide.yaml and read it as `policy.name`",
        ));
    }
}
