use std::collections::BTreeMap;

use rhai::{ASTFlags, Expr, Position, Stmt, StmtBlock, SwitchCasesCollection};

use crate::plan::{Arm, Branch, Expression, Held, Node, Step, Way};

use super::{Because, Binding, Lowering};
use crate::script::tokens::spot;

impl<'a> Lowering<'a> {
    /// A block; its value is that of its last statement.
    pub(super) fn block(&mut self, statements: &[Stmt]) -> Result<Node, Because> {
        let outside = self.scope.len();
        let mut steps = Vec::new();
        let last = statements.len().saturating_sub(1);
        for (index, statement) in statements.iter().enumerate() {
            if let Stmt::Var(variable, ..) = statement {
                let step = self.variable(&variable.0.name, &variable.1)?;
                steps.extend(step);
                if index == last {
                    steps.push(Step::Do(self.constant(Held::Nothing)?));
                }
            } else {
                let node = self.statement(statement)?;
                self.stand(node, statement.position());
                steps.push(Step::Do(node));
            }
        }
        self.scope.truncate(outside);
        match steps.as_slice() {
            [] => self.constant(Held::Nothing),
            [Step::Do(only)] => Ok(*only),
            _ => self.add(Expression::Block(steps)),
        }
    }

    fn variable(&mut self, name: &str, value: &Expr) -> Result<Option<Step>, Because> {
        let before = self.builder.len();
        let binding = self.binding(value)?;
        if let Binding::Plain(node) = binding {
            self.stand(node, value.start_position());
        }
        let finds = (before..self.builder.len())
            .any(|node| matches!(self.builder.expression(node), Expression::Effect(..)));
        if finds {
            return Err("it keeps what it finds in a variable".to_owned());
        }
        let (binding, step) = self.kept(binding)?;
        self.scope.push((name.to_owned(), binding));
        Ok(step)
    }

    /// What a name is bound to, and the step that works it out first where that takes one.
    fn kept(&mut self, binding: Binding) -> Result<(Binding, Option<Step>), Because> {
        let Binding::Plain(node) = binding else {
            return Ok((binding, None));
        };
        let plain = matches!(
            self.builder.expression(node),
            Expression::Constant(_) | Expression::Parameter(_)
        );
        if plain {
            return Ok((binding, None));
        }
        let slot = self.keep(node)?;
        Ok((Binding::Kept(slot), Some(Step::Keep(slot, node))))
    }

    fn statement(&mut self, statement: &Stmt) -> Result<Node, Because> {
        match statement {
            Stmt::Noop(_) => self.constant(Held::Nothing),
            Stmt::If(flow, position) => {
                let condition = self.node(&flow.expr)?;
                let then = self.block(flow.body.statements())?;
                let otherwise = self.block(flow.branch.statements())?;
                let node = self.add(Expression::If(condition, then, otherwise))?;
                self.mark(
                    node,
                    Branch::HOLDS,
                    Way::Holds,
                    begins(&flow.body, *position),
                );
                let (way, at) = if flow.branch.is_empty() {
                    (Way::HoldsNot, *position)
                } else {
                    (Way::Otherwise, begins(&flow.branch, *position))
                };
                self.mark(node, Branch::HOLDS_NOT, way, at);
                Ok(node)
            }
            Stmt::Switch(switch, position) => self.switch(&switch.0, &switch.1, *position),
            Stmt::Block(block) => self.block(block.statements()),
            Stmt::Expr(expression) => self.node(expression),
            Stmt::FnCall(call, _) => self.call(call),
            Stmt::Return(value, flags, position) if !flags.intersects(ASTFlags::BREAK) => {
                let value = match value {
                    Some(value) => self.node(value)?,
                    None => self.constant(Held::Nothing)?,
                };
                let node = self.add(Expression::Return(value))?;
                self.mark(node, 0, Way::Returns, *position);
                Ok(node)
            }
            Stmt::Assignment(_) => Err("it changes a variable".to_owned()),
            _ => Err("it has a statement of another kind".to_owned()),
        }
    }

    fn switch(
        &mut self,
        subject: &Expr,
        cases: &SwitchCasesCollection,
        position: Position,
    ) -> Result<Node, Because> {
        if !cases.ranges.is_empty() {
            return Err("a `switch` in it asks about a range".to_owned());
        }
        let subject = self.node(subject)?;
        let mut choices = Vec::new();
        for case in &cases.expressions {
            let condition = match &case.lhs {
                Expr::BoolConstant(true, _) => None,
                other => Some(self.node(other)?),
            };
            choices.push((condition, self.node(&case.rhs)?));
        }
        let mut arms = Vec::new();
        let by_hash = cases.cases.iter().map(|(hash, list)| (*hash, list));
        for (hash, list) in by_hash.collect::<BTreeMap<_, _>>() {
            let value = self.source.cases.get(&hash).cloned();
            let value = value.ok_or("a `switch` in it has a case that is no plain literal")?;
            let choices = list
                .blocks
                .iter()
                .filter_map(|arm| choices.get(*arm).copied());
            arms.push(Arm {
                value,
                choices: choices.collect(),
            });
        }
        let otherwise = cases.def_case.and_then(|arm| choices.get(arm));
        let otherwise = otherwise.map(|(_, then)| *then);
        let node = self.add(Expression::Switch(subject, arms, otherwise))?;
        for (case, (_, then)) in cases.expressions.iter().zip(&choices) {
            self.mark(node, *then, Way::Case, case.rhs.start_position());
        }
        if otherwise.is_none() {
            self.mark(node, Branch::NO_CASE, Way::NoCase, position);
        }
        Ok(node)
    }

    /// Notes where a way of that expression begins in the text.
    fn mark(&mut self, node: Node, number: usize, way: Way, position: Position) {
        let mut files = self.library.iter();
        let helpers = files.find(|(_, source)| std::ptr::eq(*source, self.source));
        self.builder.mark(Branch {
            node,
            number,
            way,
            helpers: helpers.map(|(name, _)| name.as_str().into()),
            spot: spot(position),
        });
    }

    /// A helper written out in place of its call.
    pub(super) fn written_out(
        &mut self,
        source: &'a super::Source,
        name: &str,
        arguments: &[Expr],
    ) -> Result<Node, Because> {
        let function = source
            .function(name, arguments.len())
            .ok_or_else(|| format!("it calls `{name}`"))?;
        if self.depth >= super::DEPTH {
            return Err("its helpers call each other too deeply".to_owned());
        }
        let mut steps = Vec::new();
        let mut scope = Vec::new();
        for (parameter, argument) in function.parameters.iter().zip(arguments) {
            let binding = self.binding(argument)?;
            if let Binding::Plain(node) = binding {
                self.stand(node, argument.start_position());
            }
            let (binding, step) = self.kept(binding)?;
            steps.extend(step);
            scope.push((parameter.clone(), binding));
        }
        let outside = (
            std::mem::replace(&mut self.scope, scope),
            std::mem::replace(&mut self.source, source),
        );
        self.depth += 1;
        let body = self.block(&function.body);
        self.depth -= 1;
        (self.scope, self.source) = outside;
        steps.push(Step::Do(body?));
        let block = match steps.as_slice() {
            [Step::Do(only)] => *only,
            _ => self.add(Expression::Block(steps))?,
        };
        self.add(Expression::Call(block))
    }
}

/// Where the first statement of a block stands; the block itself when it has none.
fn begins(block: &StmtBlock, otherwise: Position) -> Position {
    let first = block.statements().first().map(Stmt::position);
    let first = first.filter(|position| !position.is_none());
    first.unwrap_or_else(|| block.position().or_else(otherwise))
}
