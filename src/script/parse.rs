//! A file of functions, taken apart: for rules and for the helpers that guides share.

use std::collections::BTreeSet;

use rhai::{AST, Engine, FnAccess, ParseError, ParseErrorType, Position, Stmt};

use crate::place::{Problem, Problems, SourceText};

use super::comment::Comments;
use super::pieces::{Piece, names_from, pieces, without};
use super::tokens::{self, Header, Tokens, spot};
use super::{sandbox, wording};

/// How often the rest of a file is tried again without what cannot be read.
const ROUNDS: usize = 50;
/// How many functions a file may have for each of them to be tried alone.
const PIECES: usize = 500;

/// What editors of some systems put before the first sign of a file.
const BYTE_ORDER_MARK: char = '\u{feff}';

/// A function as the parser left it.
pub(crate) struct Function {
    pub(crate) name: String,
    pub(crate) parameters: Vec<String>,
    pub(crate) private: bool,
    pub(crate) comments: Vec<String>,
    pub(crate) body: Vec<Stmt>,
    pub(crate) line: u32,
}

/// A parsed file: as much of it as can be read.
pub(crate) struct Parsed {
    pub(crate) ast: AST,
    /// Its functions, by name and line.
    pub(crate) functions: Vec<Function>,
    pub(crate) tokens: Tokens,
    /// The names of the functions that cannot be read, so that nobody calls them unknown.
    pub(crate) broken: BTreeSet<String>,
    pub(crate) problems: Problems,
}

/// The same text without a byte order mark, so that columns are right.
pub(crate) fn unmarked(source: &SourceText) -> SourceText {
    match source.text().strip_prefix(BYTE_ORDER_MARK) {
        Some(text) => SourceText::new(source.path(), text),
        None => source.clone(),
    }
}

/// Parses a file and takes it apart into functions. Functions that cannot be read are left out, and
/// each is one problem.
pub(crate) fn parse(engine: &Engine, source: &SourceText) -> Parsed {
    let mut parsed = Parsed::empty();
    let mut text = source.clone();
    let comments = Comments::of(source);
    if let Some(problem) = comments.problem(source) {
        parsed.problems.push(problem);
        let row = comments.unclosed.map_or(1, |(row, _)| row);
        let mut around = pieces(source).into_iter();
        if let Some(mut lost) = around.find(|piece| (piece.first..piece.end).contains(&row)) {
            lost.end = u32::MAX;
            parsed.broken = names_from(source, lost.first);
            text = without(source, &lost);
        }
    }
    for _ in 0..ROUNDS {
        tokens::start_file();
        let compiled = engine.compile(text.text());
        parsed.tokens = Tokens::take();
        match compiled {
            Ok(ast) => {
                parsed.fill(ast, source);
                return parsed;
            }
            Err(error) => match parsed.leave_out(engine, &text, &error) {
                Some(rest) => text = rest,
                None => break,
            },
        }
    }
    // Nothing of the file is left to look at, so none of its functions is known to be missing.
    parsed.broken = names_from(source, 1);
    parsed
}

impl Parsed {
    fn empty() -> Self {
        Self {
            ast: AST::empty(),
            functions: Vec::new(),
            tokens: Tokens::take(),
            broken: BTreeSet::new(),
            problems: Problems::new(),
        }
    }

    fn fill(&mut self, mut ast: AST, source: &SourceText) {
        ast.set_source(source.path());
        for statement in ast.statements() {
            let message = "only functions can stand in a rule file";
            let help = "put this inside a rule: `fn name(applicant) { … }`";
            self.problems
                .push(at(source, statement.position(), message).help(help));
        }
        self.functions = take_apart(&ast, &self.tokens.headers());
        for pair in self.functions.windows(2) {
            if let [a, b] = pair
                && a.name == b.name
            {
                self.problems.push(twice(source, &b.name, a.line, b.line));
            }
        }
        self.ast = ast;
    }

    /// Notes what is wrong with each function that cannot be read, and gives the rest of the file;
    /// nothing when it cannot be told which functions those are.
    fn leave_out(
        &mut self,
        engine: &Engine,
        text: &SourceText,
        error: &ParseError,
    ) -> Option<SourceText> {
        let whole =
            |tokens: &Tokens| parse_problem(text, error, error.position(), &tokens.headers());
        let all = pieces(text);
        if sandbox::is_too_long(error) || all.len() > PIECES {
            self.problems.push(whole(&self.tokens));
            return None;
        }
        let mut rest = text.clone();
        for piece in &all {
            if let Some(problem) = alone(engine, text, piece) {
                self.problems.push(problem);
                self.broken.extend(piece.name.clone());
                rest = without(&rest, piece);
            }
        }
        if rest.text() == text.text() || self.broken.is_empty() {
            let problem = whole(&self.tokens);
            let row = problem.place.as_ref().map_or(0, |place| place.line);
            self.problems.push(problem);
            let piece = all.iter().find(|one| (one.first..one.end).contains(&row))?;
            self.broken.extend(piece.name.clone());
            rest = without(&rest, piece);
        }
        Some(rest)
    }
}

/// What is wrong with one piece of a file, taken alone.
fn alone(engine: &Engine, source: &SourceText, piece: &Piece) -> Option<Problem> {
    tokens::start_file();
    let error = engine.compile(piece.text(source)).err()?;
    let position = match spot(error.position()) {
        (row, column) if row > 0 => Position::new(
            u16::try_from(row + piece.first - 1).unwrap_or(u16::MAX),
            u16::try_from(column).unwrap_or(0),
        ),
        _ => Position::NONE,
    };
    let lines = source
        .text()
        .lines()
        .take(piece.end.saturating_sub(1) as usize);
    let cut: String = lines.flat_map(|line| [line, "\n"]).collect();
    let cut = SourceText::new(source.path(), &cut);
    let problem = parse_problem(&cut, &error, position, &[]);
    Some(match (&piece.name, is_open(error.err_type())) {
        (Some(name), true) => unclosed_function(problem, name, piece.header),
        _ => problem,
    })
}

/// Whether the function ends before all its brackets are closed.
fn is_open(kind: &ParseErrorType) -> bool {
    match kind {
        ParseErrorType::UnexpectedEOF => true,
        ParseErrorType::MissingToken(token, why) => token == "}" && why.contains("terminate"),
        _ => false,
    }
}

fn unclosed_function(problem: Problem, name: &str, header: u32) -> Problem {
    let message = format!("`{name}` ends here, but a `}}` is missing");
    let help = format!("every `{{` needs its `}}`; the function begins in line {header}");
    Problem { message, ..problem }.help(help)
}

fn take_apart(ast: &AST, headers: &[Header]) -> Vec<Function> {
    let line = |name: &str, arity: usize| {
        let mut found = headers.iter();
        let found = found.find(|header| header.name == name && header.arity == arity);
        found.map_or(1, |header| header.line)
    };
    let words = |words: &[&str]| words.iter().map(|&word| word.to_owned()).collect();
    let mut functions: Vec<Function> = ast
        .iter_functions()
        .map(|function| Function {
            name: function.name.to_owned(),
            parameters: words(&function.params),
            private: function.access == FnAccess::Private,
            comments: words(&function.comments),
            body: body(ast, function.name, function.params.len()),
            line: line(function.name, function.params.len()),
        })
        .collect();
    functions.sort_by(|a, b| (&a.name, a.line).cmp(&(&b.name, b.line)));
    functions
}

/// The statements of one function. (Rhai keeps a function's body to itself; walking a tree that
/// holds only this function gives them.)
fn body(ast: &AST, name: &str, arity: usize) -> Vec<Stmt> {
    let mut one = ast.clone_functions_only();
    one.retain_functions(|_, _, other, parameters| other == name && parameters == arity);
    let mut body = Vec::new();
    one.walk(&mut |path: &[rhai::ASTNode]| {
        if let [rhai::ASTNode::Stmt(statement)] = path {
            body.push((*statement).clone());
        }
        true
    });
    body
}

/// A problem at a place of the parser's; past the end of the file, after its last line.
pub(crate) fn at(source: &SourceText, position: Position, message: &str) -> Problem {
    let (row, column) = spot(position);
    if row > 0 && source.line(row).is_none() {
        let lines = (1_u32..).zip(source.text().lines());
        let last = lines.filter(|(_, line)| !line.trim().is_empty()).last();
        if let Some((row, line)) = last {
            let end = u32::try_from(line.trim_end().chars().count()).unwrap_or(0);
            return source.problem(row, end, 1, message);
        }
    }
    source.problem(row, column, 0, message)
}

/// The end of the line before, when nothing stands before the place in its own: what is missing is
/// missing there.
fn end_before(source: &SourceText, position: Position) -> Option<(u32, u32)> {
    let (row, column) = spot(position);
    let own = source.line(row)?;
    let indent = own.chars().take_while(|sign| sign.is_whitespace()).count();
    if indent + 1 < usize::try_from(column).ok()? {
        return None;
    }
    let mut above = (1..row)
        .rev()
        .filter_map(|row| Some((row, source.line(row)?.trim_end())));
    let (row, line) = above.find(|(_, line)| !line.is_empty())?;
    Some((row, u32::try_from(line.chars().count()).ok()?))
}

fn twice(source: &SourceText, name: &str, first: u32, second: u32) -> Problem {
    let message = format!("a second function `{name}` in this file");
    let help = format!("the first stands in line {first}; rename one of them");
    source.problem(second, 1, 0, &message).help(help)
}

fn parse_problem(
    source: &SourceText,
    error: &ParseError,
    position: Position,
    headers: &[Header],
) -> Problem {
    if let ParseErrorType::FnDuplicatedDefinition(name, arity) = error.err_type() {
        let same = |header: &&Header| header.name == *name && header.arity == *arity;
        let mut same = headers.iter().filter(same).map(|header| header.line);
        if let (Some(first), Some(second)) = (same.next(), same.next()) {
            return twice(source, name, first, second);
        }
    }
    let (message, help) = wording::of_parse_error(error.err_type());
    let before = matches!(error.err_type(), ParseErrorType::MissingToken(..));
    let problem = match end_before(source, position).filter(|_| before) {
        Some((row, column)) => source.problem(row, column, 1, &message),
        None => at(source, position, &message),
    };
    match help {
        Some(help) => problem.help(help),
        None => problem,
    }
}

#[cfg(test)]
mod tests {
    use rhai::Position;

    use super::{SourceText, at, unmarked};

    #[test]
    fn what_lies_past_the_end_is_shown_at_the_end() {
        let source = SourceText::new("a.rhai", "fn a() {\n  1;\n\n");
        let place = at(&source, Position::new(4, 1), "cut off").place.unwrap();
        assert_eq!((place.line, place.column), (2, 4));
    }

    #[test]
    fn a_byte_order_mark_takes_no_column() {
        let source = SourceText::new("a.rhai", "\u{feff}fn a() {}");
        assert_eq!(unmarked(&source).line(1), Some("fn a() {}"));
    }
}
