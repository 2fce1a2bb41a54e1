//! A file of functions, taken apart: for rules and for the helpers that guides share.

use rhai::{AST, Engine, FnAccess, ParseError, ParseErrorType, Position, Stmt};

use crate::place::{Problem, Problems, SourceText};

use super::tokens::{self, Header, Tokens, spot};
use super::{comment, wording};

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

/// A parsed file.
pub(crate) struct Parsed {
    pub(crate) ast: AST,
    /// Its functions, by name and line.
    pub(crate) functions: Vec<Function>,
    pub(crate) tokens: Tokens,
}

/// The same text without a byte order mark, so that columns are right.
pub(crate) fn unmarked(source: &SourceText) -> SourceText {
    match source.text().strip_prefix(BYTE_ORDER_MARK) {
        Some(text) => SourceText::new(source.path(), text),
        None => source.clone(),
    }
}

/// Parses a file and takes it apart into functions.
pub(crate) fn parse(engine: &Engine, source: &SourceText) -> Result<Parsed, Problems> {
    if let Some(problem) = comment::unclosed(source) {
        return Err(problem.into());
    }
    tokens::start_file();
    let compiled = engine.compile(source.text());
    let tokens = Tokens::take();
    let headers = tokens.headers();
    let mut ast = compiled.map_err(|error| parse_problem(source, &error, &headers))?;
    ast.set_source(source.path());
    let mut problems = Problems::new();
    for statement in ast.statements() {
        let message = "only functions can stand in a rule file";
        let help = "put this inside a rule: `fn name(applicant) { … }`";
        problems.push(at(source, statement.position(), message).help(help));
    }
    let functions = take_apart(&ast, &headers);
    for pair in functions.windows(2) {
        if let [a, b] = pair
            && a.name == b.name
        {
            problems.push(twice(source, &b.name, a.line, b.line));
        }
    }
    problems.or(Parsed {
        ast,
        functions,
        tokens,
    })
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

fn twice(source: &SourceText, name: &str, first: u32, second: u32) -> Problem {
    let message = format!("a second function `{name}` in this file");
    let help = format!("the first stands in line {first}; rename one of them");
    source.problem(second, 1, 0, &message).help(help)
}

fn parse_problem(source: &SourceText, error: &ParseError, headers: &[Header]) -> Problem {
    if let ParseErrorType::FnDuplicatedDefinition(name, arity) = error.err_type() {
        let same = |header: &&Header| header.name == *name && header.arity == *arity;
        let mut same = headers.iter().filter(same).map(|header| header.line);
        if let (Some(first), Some(second)) = (same.next(), same.next()) {
            return twice(source, name, first, second);
        }
    }
    let (message, help) = wording::of_parse_error(error.err_type());
    let problem = at(source, error.position(), &message);
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
