use rhai::{Expr, Position};

use crate::script::node::{Branches, Step};

/// `root.name.name…`
pub(super) struct Chain {
    pub(super) root: String,
    pub(super) names: Vec<(String, Position)>,
}

impl Chain {
    pub(super) fn of(expression: &Expr) -> Option<Self> {
        let Expr::Dot(dot, ..) = expression else {
            return None;
        };
        let Expr::Variable(variable, ..) = &dot.lhs else {
            return None;
        };
        let mut names = Vec::new();
        let mut rest = &dot.rhs;
        loop {
            match rest {
                Expr::Property(property, position) => {
                    names.push((property.2.to_string(), *position));
                    break;
                }
                Expr::Dot(dot, ..) => {
                    let Expr::Property(property, position) = &dot.lhs else {
                        return None;
                    };
                    names.push((property.2.to_string(), *position));
                    rest = &dot.rhs;
                }
                _ => return None,
            }
        }
        Some(Self {
            root: variable.1.to_string(),
            names,
        })
    }
}

pub(super) struct Unresolved {
    /// The first name that leads nowhere; the number of names when they end in a group.
    pub(super) index: usize,
    /// The group it was looked up in.
    pub(super) branch: usize,
}

pub(super) fn resolve(
    branches: &Branches,
    names: &[(String, Position)],
) -> Result<usize, Unresolved> {
    let mut branch = 0;
    for (index, (name, _)) in names.iter().enumerate() {
        match branches.step(branch, name) {
            Some(Step::Branch(next)) => branch = next,
            Some(Step::Field(field)) if index + 1 == names.len() => return Ok(field),
            Some(Step::Field(_)) => {
                return Err(Unresolved {
                    index: index + 1,
                    branch,
                });
            }
            None => return Err(Unresolved { index, branch }),
        }
    }
    Err(Unresolved {
        index: names.len(),
        branch,
    })
}

pub(super) fn literal(expression: &Expr) -> Option<String> {
    match expression {
        Expr::StringConstant(text, _) => Some(text.to_string()),
        _ => None,
    }
}

pub(super) fn is_known(expression: &Expr) -> bool {
    Chain::of(expression)
        .and_then(|chain| chain.names.into_iter().next())
        .is_some_and(|(name, _)| name == "known")
}
