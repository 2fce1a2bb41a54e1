use rhai::{ASTFlags, Expr};

use crate::model::Role;
use crate::plan::{Expression, Held, Node};
use crate::script::node::Step;

use super::{Because, Binding, Lowering};

/// The longest text that a rule may write out, in bytes.
const TEXT: usize = 2_000;
/// The longest list that a rule may write out.
const ITEMS: usize = 100;

impl Lowering<'_> {
    /// A value.
    pub(super) fn node(&mut self, expression: &Expr) -> Result<Node, Because> {
        let node = match self.binding(expression)? {
            Binding::Plain(node) => node,
            Binding::Kept(slot) => self.add(Expression::Kept(slot))?,
            Binding::Subject { .. } | Binding::Policy => {
                return Err("it uses a group of fields as a value".to_owned());
            }
        };
        self.stand(node, expression.start_position());
        Ok(node)
    }

    /// A value, or something that has fields.
    pub(super) fn binding(&mut self, expression: &Expr) -> Result<Binding, Because> {
        match expression {
            Expr::Variable(variable, ..) => self.named(&variable.1),
            Expr::Dot(..) => {
                let path = path(expression).ok_or("it calls a function with a dot")?;
                self.path(&path)
            }
            other => self.other(other).map(Binding::Plain),
        }
    }

    fn named(&self, name: &str) -> Result<Binding, Because> {
        let mut scope = self.scope.iter().rev();
        let found = scope.find(|(known, _)| known == name);
        let found = found.map(|(_, binding)| binding.clone());
        found.ok_or_else(|| format!("it reads `{name}` from elsewhere"))
    }

    fn path(&mut self, path: &[String]) -> Result<Binding, Because> {
        let Some((root, names)) = path.split_first() else {
            return Err("it calls a function with a dot".to_owned());
        };
        let mut binding = self.named(root)?;
        for name in names {
            binding = self.step(&binding, name)?;
        }
        Ok(binding)
    }

    fn step(&mut self, binding: &Binding, name: &str) -> Result<Binding, Because> {
        match *binding {
            Binding::Policy => {
                let node = self.add(Expression::Parameter(name.into()))?;
                Ok(Binding::Plain(node))
            }
            Binding::Subject {
                role,
                branch: 0,
                known: false,
            } if name == "known" => Ok(Binding::Subject {
                role,
                branch: 0,
                known: true,
            }),
            Binding::Subject {
                role,
                branch,
                known,
            } => self.field(role, branch, known, name),
            Binding::Plain(_) | Binding::Kept(_) => {
                Err(format!("it looks for `{name}` in a value"))
            }
        }
    }

    fn field(
        &mut self,
        role: Role,
        branch: usize,
        known: bool,
        name: &str,
    ) -> Result<Binding, Because> {
        let branches = (self.branches)(role).ok_or("it reads fields of something else")?;
        match branches.step(branch, name) {
            Some(Step::Branch(branch)) => Ok(Binding::Subject {
                role,
                branch,
                known,
            }),
            Some(Step::Field(field)) => {
                let expression = if known {
                    Expression::Known(role, field)
                } else {
                    Expression::Field(role, field)
                };
                self.add(expression).map(Binding::Plain)
            }
            None => Err(format!("it reads `{name}`, which is no field")),
        }
    }

    fn other(&mut self, expression: &Expr) -> Result<Node, Because> {
        match expression {
            Expr::Unit(_) => self.constant(Held::Nothing),
            Expr::BoolConstant(yes, _) => self.constant(Held::Bool(*yes)),
            Expr::IntegerConstant(number, _) => self.constant(Held::Int(*number)),
            Expr::FloatConstant(number, _) => self.constant(Held::Float(**number)),
            Expr::StringConstant(text, _) if text.len() <= TEXT => {
                self.constant(Held::Text(text.as_str().into()))
            }
            Expr::StringConstant(..) => Err("it has a very long text".to_owned()),
            Expr::InterpolatedString(parts, _) => {
                let parts = self.nodes(parts)?;
                self.add(Expression::Message(parts))
            }
            Expr::Array(items, _) if items.len() <= ITEMS => {
                let items = self.nodes(items)?;
                self.add(Expression::List(items))
            }
            Expr::Array(..) => Err("it has a very long list".to_owned()),
            Expr::And(terms, _) => {
                let terms = self.nodes(terms)?;
                self.add(Expression::All(terms))
            }
            Expr::Or(terms, _) => {
                let terms = self.nodes(terms)?;
                self.add(Expression::Any(terms))
            }
            Expr::Stmt(block) => self.block(block.statements()),
            Expr::FnCall(call, _) => self.call(call),
            Expr::Index(..) => Err("it looks something up with `[…]`".to_owned()),
            Expr::Map(..) => Err("it keeps a filter as a value".to_owned()),
            _ => Err("it has an expression of another kind".to_owned()),
        }
    }

    pub(super) fn nodes(&mut self, expressions: &[Expr]) -> Result<Vec<Node>, Because> {
        let nodes = expressions.iter().map(|expression| self.node(expression));
        nodes.collect()
    }
}

/// `root.name.name…`
fn path(expression: &Expr) -> Option<Vec<String>> {
    match expression {
        Expr::Variable(variable, ..) => Some(vec![variable.1.to_string()]),
        Expr::Property(property, _) => Some(vec![property.2.to_string()]),
        Expr::Dot(dot, flags, _) if !flags.intersects(ASTFlags::NEGATED) => {
            let mut names = path(&dot.lhs)?;
            names.extend(path(&dot.rhs)?);
            Some(names)
        }
        _ => None,
    }
}
