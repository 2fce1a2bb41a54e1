use rhai::{Expr, FnCallExpr, Token};

use crate::model::{Band, Cutoff, Kind, Words};
use crate::script::Role;

use super::chain::{Chain, is_known};
use super::walk::Walk;

/// What kind of value an expression gives, as far as its text tells.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Sort {
    Whole,
    Decimal,
    /// Whole or with decimals, as an advisor sets it.
    Number,
    Text(Words),
    YesNo,
    Nothing,
    Words,
    Entries,
    Band,
    Cutoff,
    Set,
}

impl Sort {
    fn of_field(kind: Kind) -> Self {
        match kind {
            Kind::Bool => Self::YesNo,
            Kind::Int { .. } => Self::Whole,
            Kind::Float { .. } => Self::Decimal,
            Kind::Text(words) => Self::Text(words),
            Kind::Texts(_) => Self::Words,
            Kind::Entries(_) => Self::Entries,
        }
    }

    fn of_parameter(word: &str) -> Option<Self> {
        match word {
            "number" => Some(Self::Number),
            "band" => Some(Self::Band),
            "cutoff" => Some(Self::Cutoff),
            "set" => Some(Self::Set),
            _ => None,
        }
    }

    pub(super) fn is_number(self) -> bool {
        matches!(self, Self::Whole | Self::Decimal | Self::Number)
    }

    /// Whether comparing the two can be meant.
    pub(super) fn compares_with(self, other: Self) -> bool {
        let text = |sort: Self| matches!(sort, Self::Text(_));
        self == other || (self.is_number() && other.is_number()) || (text(self) && text(other))
    }

    pub(super) fn plain(self) -> &'static str {
        match self {
            Self::Whole | Self::Decimal | Self::Number => "a number",
            Self::Text(_) => "a text",
            Self::YesNo => "yes or no",
            Self::Nothing => "nothing",
            Self::Words => "a list",
            Self::Entries => "a list of entries",
            Self::Band => "a band",
            Self::Cutoff => "a cutoff",
            Self::Set => "a set",
        }
    }
}

impl Walk<'_, '_> {
    /// The kind of value that the expression gives; none where only running it can tell.
    pub(super) fn sort(&self, expression: &Expr) -> Option<Sort> {
        match expression {
            Expr::IntegerConstant(..) => Some(Sort::Whole),
            Expr::FloatConstant(..) => Some(Sort::Decimal),
            Expr::StringConstant(..) | Expr::InterpolatedString(..) | Expr::CharConstant(..) => {
                Some(Sort::Text(Words::Open))
            }
            Expr::BoolConstant(..) | Expr::And(..) | Expr::Or(..) => Some(Sort::YesNo),
            Expr::Unit(..) => Some(Sort::Nothing),
            Expr::Variable(variable, ..) => *self.variables.get(variable.1.as_str())?,
            Expr::Dot(..) if is_known(expression) => Some(Sort::YesNo),
            Expr::Dot(..) => self.sort_of_chain(expression),
            Expr::FnCall(call, _) => self.sort_of_call(call),
            _ => None,
        }
    }

    fn sort_of_chain(&self, expression: &Expr) -> Option<Sort> {
        match self.parameter_of(expression) {
            Some((_, kind)) => Sort::of_parameter(kind),
            None => self
                .field_of(expression)
                .map(|field| Sort::of_field(field.kind)),
        }
    }

    fn sort_of_call(&self, call: &FnCallExpr) -> Option<Sort> {
        if let Some(operator) = &call.op_token {
            return self.sort_of_operator(operator, &call.args);
        }
        if call.is_qualified() || self.arities.contains_key(call.name.as_str()) {
            return None;
        }
        match call.name.as_str() {
            "has" | "overlap" | "contains" | "starts_with" | "ends_with" | "is_empty" => {
                Some(Sort::YesNo)
            }
            "count" | "total" | "len" => Some(Sort::Whole),
            "words" | "plural" => Some(Sort::Text(Words::Open)),
            "place" => Some(Sort::Text(self.places(call).map_or(Words::Open, Words::Of))),
            _ => None,
        }
    }

    fn sort_of_operator(&self, operator: &Token, operands: &[Expr]) -> Option<Sort> {
        if is_comparison(operator) || matches!(operator, Token::Bang | Token::In | Token::NotIn) {
            return Some(Sort::YesNo);
        }
        let sorts: Option<Vec<Sort>> = operands.iter().map(|operand| self.sort(operand)).collect();
        let sorts = sorts?;
        if sorts.iter().all(|sort| sort.is_number()) {
            let whole = sorts.iter().all(|sort| *sort == Sort::Whole);
            return Some(if whole { Sort::Whole } else { Sort::Number });
        }
        let text = |sort: &Sort| matches!(sort, Sort::Text(_));
        (*operator == Token::Plus && sorts.iter().all(text)).then_some(Sort::Text(Words::Open))
    }

    /// The parameter that an expression reads, and the word for its kind.
    pub(super) fn parameter_of(&self, expression: &Expr) -> Option<(String, &'static str)> {
        let names = self.inspector.names?;
        let chain = Chain::of(expression).filter(|chain| chain.root == Role::Policy.word())?;
        let (name, _) = chain.names.into_iter().next()?;
        let kind = *names.parameters.get(&name)?;
        Some((name, kind))
    }

    /// What a call of `place` can answer.
    pub(super) fn places(&self, call: &FnCallExpr) -> Option<&'static [&'static str]> {
        match self.parameter_of(call.args.get(1)?)?.1 {
            "band" => Some(&Band::PLACES),
            "cutoff" => Some(&Cutoff::PLACES),
            _ => None,
        }
    }

    /// Notes what a variable holds. One that held something else before could be either.
    pub(super) fn assigned(&mut self, name: &str, sort: Option<Sort>) {
        let parameter = self.function.parameters.iter().any(|taken| taken == name);
        let sort = match self.variables.get(name) {
            _ if parameter => None,
            Some(before) if *before != sort => None,
            _ => sort,
        };
        self.variables.insert(name.to_owned(), sort);
    }
}

pub(super) fn is_comparison(operator: &Token) -> bool {
    matches!(
        operator,
        Token::LessThan
            | Token::LessThanEqualsTo
            | Token::GreaterThan
            | Token::GreaterThanEqualsTo
            | Token::EqualsTo
            | Token::NotEqualsTo
    )
}
