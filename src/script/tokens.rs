//! The words and signs of a rule file, noted while Rhai reads it.
//!
//! Rhai's syntax tree leaves out what these checks need: where functions stand when two have one
//! name, and what the cases of a `switch` say.

use std::cell::RefCell;

use rhai::{Position, Token};

thread_local! {
    static READ: RefCell<Vec<(Token, Position)>> = const { RefCell::new(Vec::new()) };
}

/// Forgets what was read before.
pub(crate) fn start_file() {
    READ.take();
}

/// Notes one word or sign; says how many there are now.
pub(crate) fn note(token: &Token, position: Position) -> usize {
    READ.with_borrow_mut(|read| {
        read.push((token.clone(), position));
        read.len()
    })
}

/// Line and column, from 1; zeros when there is none.
pub(crate) fn spot(position: Position) -> (u32, u32) {
    let number = |part: Option<usize>| part.and_then(|n| u32::try_from(n).ok()).unwrap_or(0);
    (number(position.line()), number(position.position()))
}

/// The first line of a function.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Header {
    pub(crate) name: String,
    pub(crate) arity: usize,
    pub(crate) line: u32,
}

/// A literal as it stands in the text.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Literal {
    Text(String),
    Whole(i64),
    Decimal(f64),
    YesNo(bool),
}

impl Literal {
    fn of(token: &Token) -> Option<Self> {
        match token {
            Token::StringConstant(text) => Some(Self::Text(text.to_string())),
            Token::IntegerConstant(number) => Some(Self::Whole(*number)),
            Token::FloatConstant(number) => Some(Self::Decimal(*number.0)),
            Token::True => Some(Self::YesNo(true)),
            Token::False => Some(Self::YesNo(false)),
            _ => None,
        }
    }

    pub(crate) fn is_number(&self) -> bool {
        matches!(self, Self::Whole(_) | Self::Decimal(_))
    }

    /// As a rule would write it.
    pub(crate) fn written(&self) -> String {
        match self {
            Self::Text(text) => quoted(text),
            Self::Whole(number) => number.to_string(),
            Self::Decimal(number) => format!("{number:?}"),
            Self::YesNo(yes) => yes.to_string(),
        }
    }
}

fn quoted(text: &str) -> String {
    let signs = text.chars().map(|sign| match sign {
        '"' | '\\' => format!("\\{sign}"),
        sign if sign.is_control() => format!("\\U{:08x}", u32::from(sign)),
        sign => sign.to_string(),
    });
    format!("\"{}\"", signs.collect::<String>())
}

/// A word or sign of a function, without its place.
#[derive(Debug, Clone)]
pub(crate) struct Word {
    /// Tells a text from a word with the same letters.
    pub(crate) kind: &'static str,
    pub(crate) text: Box<str>,
}

impl Word {
    fn of(token: &Token) -> Option<Self> {
        let (kind, text) = match token {
            Token::Comment(_) | Token::EOF => return None,
            Token::StringConstant(text) => ("text", text.to_string()),
            // What stands in a text before `${`.
            Token::InterpolatedString(text) => ("open", text.to_string()),
            token => ("", token.to_string()),
        };
        let text = text.into();
        Some(Self { kind, text })
    }
}

/// Everything that was read of one file.
#[derive(Debug)]
pub(crate) struct Tokens(Vec<(Token, Position)>);

impl Tokens {
    /// What was read since the file was started.
    pub(crate) fn take() -> Self {
        Self(READ.take())
    }

    /// Every function, in the order of the file.
    pub(crate) fn headers(&self) -> Vec<Header> {
        let starts = self.0.iter().enumerate();
        let starts = starts.filter(|(_, (token, _))| matches!(token, Token::Fn));
        starts.filter_map(|(at, _)| self.header(at)).collect()
    }

    fn header(&self, at: usize) -> Option<Header> {
        let (_, position) = self.0.get(at)?;
        let (Token::Identifier(name), _) = self.0.get(at + 1)? else {
            return None;
        };
        let rest = self.0.get(at + 2..)?.iter().map(|(token, _)| token);
        let parameters = rest.take_while(|token| !matches!(token, Token::RightParen | Token::Unit));
        let names = parameters.filter(|token| matches!(token, Token::Identifier(_)));
        Some(Header {
            name: name.to_string(),
            arity: names.count(),
            line: spot(*position).0,
        })
    }

    /// The words and signs of every function with its name: from `fn` to its last brace.
    pub(crate) fn functions(&self) -> impl Iterator<Item = (&str, Vec<Word>)> {
        let starts = self.0.iter().enumerate();
        let starts = starts.filter(|(_, (token, _))| matches!(token, Token::Fn));
        let starts: Vec<usize> = starts.map(|(at, _)| at).collect();
        let ends: Vec<usize> = starts.iter().skip(1).copied().collect();
        let ends = ends.into_iter().chain([self.0.len()]);
        starts.into_iter().zip(ends).filter_map(|(start, end)| {
            let tokens = self.0.get(start..end)?;
            let last = |(token, _): &(Token, Position)| matches!(token, Token::RightBrace);
            let tokens = tokens.get(..=tokens.iter().rposition(last)?)?;
            let (Token::Identifier(name), _) = tokens.get(1)? else {
                return None;
            };
            let words = tokens.iter().filter_map(|(token, _)| Word::of(token));
            Some((name.as_str(), words.collect()))
        })
    }

    /// The literals between two places, in order.
    pub(crate) fn literals(&self, from: Position, to: Position) -> Vec<(Literal, Position)> {
        let between = spot(from)..spot(to);
        let tokens = self.0.iter();
        let tokens = tokens.filter(|(_, position)| between.contains(&spot(*position)));
        tokens
            .filter_map(|(token, position)| Some((Literal::of(token)?, *position)))
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use rhai::Engine;

    use super::{Literal, Tokens, note, start_file};

    fn tokens(text: &str) -> Tokens {
        let mut engine = Engine::new();
        #[expect(deprecated, reason = "as the sandbox does")]
        engine.on_parse_token(|token, position, _| {
            note(&token, position);
            token
        });
        start_file();
        engine.compile(text).unwrap();
        Tokens::take()
    }

    #[test]
    fn headers_are_told_apart_by_their_parameters() {
        let text = "// fn b() {}\nfn a() {}\nprivate fn b(\n  x,\n  y) { fnord(x) }\nfn b(x) {}";
        let headers = tokens(text).headers();
        let told = headers.iter().map(|h| (h.name.as_str(), h.arity, h.line));
        assert_eq!(
            told.collect::<Vec<_>>(),
            [("a", 0, 2), ("b", 2, 3), ("b", 1, 6)]
        );
    }

    #[test]
    fn literals_are_written_as_they_were_read() {
        for literal in ["\"J-1\"", "\"a \\\"b\\\" \\\\ c\"", "1", "1.0", "true"] {
            let all = tokens(literal);
            let found: Vec<String> = all
                .0
                .iter()
                .filter_map(|(token, _)| Literal::of(token))
                .map(|l| l.written())
                .collect();
            assert_eq!(found, [literal]);
        }
    }
}
