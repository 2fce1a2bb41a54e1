use rhai::{Expr, FnCallExpr};

use crate::model::{Kind, Words};

use super::chain::literal;
use super::walk::Walk;

impl Walk<'_, '_> {
    /// The keys and words of a filter against the fields of the entries it is for.
    pub(super) fn filter(&mut self, call: &FnCallExpr) {
        let Some(first) = call.args.first() else {
            return;
        };
        let Some(fields) = self.entry_fields(first) else {
            let problem = self.at(first.start_position(), "this is not a list of entries");
            self.push(problem.help("e.g. applicant.usce, applicant.lors, applicant.languages"));
            return;
        };
        let known = || fields.iter().map(|field| field.path);
        if call.name.as_str() == "total"
            && let Some(key) = call.args.get(1).and_then(literal)
            && !known().any(|path| path == key)
        {
            let message = format!("an entry here has no field `{key}`");
            let problem = self.at(first.start_position(), &message);
            self.push(problem.near(&key, known()));
        }
        let Some(Expr::Map(map, _)) = call.args.last() else {
            return;
        };
        for (key, value) in &map.0 {
            if let Some(field) = fields.iter().find(|field| field.path == key.name.as_str()) {
                self.word(field.path, field.kind, value);
            } else {
                let message = format!("an entry here has no field `{}`", key.name);
                let problem = self.at(key.pos, &message);
                self.push(problem.near(&key.name, known()));
            }
        }
    }

    /// A literal word that what is called `label` can never be.
    pub(super) fn word(&mut self, label: &str, kind: Kind, value: &Expr) {
        match (kind, value) {
            (_, Expr::Array(items, _)) => {
                items.iter().for_each(|item| self.word(label, kind, item));
            }
            (Kind::Text(words) | Kind::Texts(words), Expr::StringConstant(word, position)) => {
                if let Words::Of(known) = words
                    && !known.contains(&word.as_str())
                {
                    let message = format!("`{label}` is never \"{word}\"");
                    let problem = self.at(*position, &message);
                    let near = problem.clone().near(word, known.iter().copied());
                    let problem = if near.help.is_some() {
                        near
                    } else {
                        problem.help(format!("it can be {}", known.join(", ")))
                    };
                    self.push(problem);
                }
            }
            (kind, value) => self.literal_kind(label, kind, value),
        }
    }

    pub(super) fn literal_kind(&mut self, label: &str, kind: Kind, value: &Expr) {
        let given = match value {
            Expr::StringConstant(..) => "a text",
            Expr::BoolConstant(..) => "yes or no",
            Expr::IntegerConstant(..) | Expr::FloatConstant(..) => "a number",
            _ => return,
        };
        let (wanted, help) = match kind {
            Kind::Bool => ("yes or no", "write `true` or `false`, without quotes"),
            Kind::Int { .. } | Kind::Float { .. } => {
                ("a number", "read the number from the guide: `policy.name`")
            }
            Kind::Text(_) => ("a text", "a text stands in quotes, e.g. \"J-1\""),
            Kind::Texts(_) => ("a list", "ask `\"…\" in list`"),
            Kind::Entries(_) => (
                "a list of entries",
                "ask `has(list, #{ field: value })` or `count(list, #{ field: value })`",
            ),
        };
        if given != wanted {
            let message = format!("`{label}` is {wanted}, but it is compared with {given}");
            let problem = self.at(value.start_position(), &message);
            self.push(problem.help(help));
        }
    }
}
