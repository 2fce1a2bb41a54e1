use rhai::{Expr, FnCallExpr};

use crate::plan::{Comparison, EffectKind, Expression, Node, Operator, Question};

use super::{Because, Lowering};

impl Lowering<'_> {
    pub(super) fn call(&mut self, call: &FnCallExpr) -> Result<Node, Because> {
        if call.is_qualified() {
            let file = call.namespace.to_string();
            let (library, name) = (self.library, call.name.as_str());
            let source = file
                .strip_prefix("lib::")
                .and_then(|file| library.get(file))
                .ok_or_else(|| format!("it calls `{file}::{name}`"))?;
            return self.written_out(source, name, &call.args);
        }
        let name = call.name.as_str();
        if self.source.function(name, call.args.len()).is_some() {
            return self.written_out(self.source, name, &call.args);
        }
        match name {
            "part_at_least" | "part_at_most" => Err("it asks for a part of the list".to_owned()),
            "has" => self.ask(Question::Has, &call.args),
            "count" => self.ask(Question::Count, &call.args),
            "total" => match call.args.as_slice() {
                [list, key, filter] => {
                    let list = self.node(list)?;
                    let key = self.node(key)?;
                    self.filter(Question::Total(key), list, filter)
                }
                _ => Err(unlike(name)),
            },
            _ => {
                let arguments = self.nodes(&call.args)?;
                self.of_values(name, &arguments)
            }
        }
    }

    fn of_values(&mut self, name: &str, arguments: &[Node]) -> Result<Node, Because> {
        if let Some(kind) = EffectKind::named(name) {
            return self.add(Expression::Effect(kind, arguments.to_vec()));
        }
        let expression = match (name, arguments) {
            ("!", &[of]) => Expression::Not(of),
            ("-", &[of]) => Expression::Negative(of),
            ("words", &[id]) => Expression::InWords(id),
            ("plural", &[n, one, many]) => Expression::Plural([n, one, many]),
            ("place", &[score, range]) => Expression::Place(score, range),
            ("overlap", &[a, b]) => Expression::Overlap(a, b),
            ("contains", &[list, item]) => Expression::Contains(list, item),
            (_, &[a, b]) => match (comparison(name), operator(name)) {
                (Some(how), _) => Expression::Compare(how, a, b),
                (_, Some(operator)) => Expression::Work(operator, a, b),
                _ => return Err(unlike(name)),
            },
            _ => return Err(unlike(name)),
        };
        self.add(expression)
    }

    fn ask(&mut self, question: Question, arguments: &[Expr]) -> Result<Node, Because> {
        let [list, filter] = arguments else {
            return Err("a question in it has other arguments".to_owned());
        };
        let list = self.node(list)?;
        self.filter(question, list, filter)
    }

    fn filter(&mut self, question: Question, list: Node, filter: &Expr) -> Result<Node, Because> {
        let Expr::Map(map, _) = filter else {
            return Err("it keeps a filter as a value".to_owned());
        };
        let mut wanted = Vec::new();
        for (name, value) in &map.0 {
            wanted.push((name.name.to_string(), self.node(value)?));
        }
        self.add(Expression::Ask(question, list, wanted))
    }
}

fn unlike(name: &str) -> Because {
    format!("it calls `{name}`")
}

fn comparison(name: &str) -> Option<Comparison> {
    Some(match name {
        "==" => Comparison::Equal,
        "!=" => Comparison::Unequal,
        "<" => Comparison::Less,
        "<=" => Comparison::AtMost,
        ">" => Comparison::Greater,
        ">=" => Comparison::AtLeast,
        _ => return None,
    })
}

fn operator(name: &str) -> Option<Operator> {
    Some(match name {
        "+" => Operator::Plus,
        "-" => Operator::Minus,
        "*" => Operator::Times,
        "/" => Operator::Over,
        "%" => Operator::Modulo,
        _ => return None,
    })
}
