//! Rhai's errors in plain words.

use rhai::{EvalAltResult, LexError, ParseErrorType};

use crate::place::Problem;

use super::sandbox;

/// How long a message or its help may be, in characters. They quote what a file says, and a file
/// may say a lot.
const LONGEST: usize = 200;

const NO_LOOPS: &str = "rules have no loops, closures, imports or output; use `if`, `switch`, `let` and the words of the rule vocabulary";
const NO_CLOSURES: &str = "rules have no loops and no closures; ask about a list with `has(list, #{…})`, `count(list, #{…})` or `total(list, \"…\", #{…})`";

/// What is wrong, and what to do about it.
type Worded = (String, Option<&'static str>);

/// A syntax error in words.
pub(crate) fn of_parse_error(kind: &ParseErrorType) -> Worded {
    if let Some(word) = forbidden(kind) {
        return (format!("`{word}` is switched off in rules"), Some(NO_LOOPS));
    }
    match kind {
        ParseErrorType::VariableUndefined(name) => (
            format!("there is no `{name}` here"),
            Some(
                "rules read their parameters: applicant, program, list, policy; a text stands in quotes",
            ),
        ),
        ParseErrorType::Reserved(word) => (format!("`{word}` is switched off in rules"), None),
        ParseErrorType::BadInput(error) => of_bad_input(error),
        ParseErrorType::MissingToken(sign, _) => of_missing(sign),
        ParseErrorType::UnexpectedEOF => (
            "the file ends in the middle of a rule".to_owned(),
            Some("every `{` needs its `}`, and every `(` its `)`"),
        ),
        ParseErrorType::ExprExpected(_) => (
            "a value is missing here".to_owned(),
            Some("a field, a parameter, a number or a text belongs here"),
        ),
        ParseErrorType::PropertyExpected => (
            "the name of a field is missing after the dot".to_owned(),
            Some("e.g. `applicant.visa`"),
        ),
        ParseErrorType::FnMissingName => (
            "the rule has no name".to_owned(),
            Some("e.g. `fn no_j1(applicant, program) { … }`"),
        ),
        ParseErrorType::FnMissingParams(name) => (
            format!("`{name}` does not say what it looks at"),
            Some("e.g. `fn no_j1(applicant, program) { … }`"),
        ),
        ParseErrorType::FnMissingBody(name) => (
            format!("`{name}` has no content"),
            Some("what it does stands in braces: `fn name(applicant) { … }`"),
        ),
        ParseErrorType::WrongFnDefinition => (
            "a function stands inside another one".to_owned(),
            Some("end the one before it with `}`"),
        ),
        ParseErrorType::WrongDocComment => (
            "this `///` line belongs to no rule".to_owned(),
            Some("a `///` block stands right above its `fn`; elsewhere write `//`"),
        ),
        ParseErrorType::UnknownOperator(sign) => (
            format!("`{sign}` is no sign of the rule language"),
            Some("compare with ==, !=, <, <=, >, >=; join with && (and) and || (or)"),
        ),
        other => (sentence(&other.to_string()), None),
    }
}

fn of_bad_input(error: &LexError) -> Worded {
    match error {
        LexError::UnexpectedInput(sign) if is_closure(sign) => (
            "closures are switched off in rules".to_owned(),
            Some(NO_CLOSURES),
        ),
        LexError::UnexpectedInput(sign) => (
            format!("`{sign}` cannot stand here"),
            Some(if sign.chars().all(|sign| "“”„‘’«»".contains(sign)) {
                "texts stand in straight quotes: \"…\" or `…`"
            } else {
                "there is one too many, or something is missing before it"
            }),
        ),
        LexError::ImproperSymbol(sign, _) if sign == "=" => (
            "`=` stands where something is compared".to_owned(),
            Some("use `==` to compare"),
        ),
        LexError::UnterminatedString => (
            "a text begins here and never ends".to_owned(),
            Some("end it with the same quote sign that it began with"),
        ),
        LexError::MalformedEscapeSequence(_) => (
            "this backslash is no part of a text".to_owned(),
            Some("write `\\\\` for a backslash and `\\\"` for a quote sign"),
        ),
        LexError::ImproperSymbol(sign, _) if !sign.is_empty() => (
            format!("`{sign}` is no sign of the rule language"),
            Some("compare with ==, !=, <, <=, >, >=; join with && (and) and || (or)"),
        ),
        other => (sentence(&other.to_string()), None),
    }
}

fn of_missing(sign: &str) -> Worded {
    let help = match sign {
        ")" => "every `(` needs its `)`",
        "]" => "every `[` needs its `]`",
        "}" => "every `{` needs its `}`",
        "," => {
            return (
                "a `,` or a closing bracket is missing here".to_owned(),
                Some("what stands in brackets is set apart with commas; every `(` needs its `)`"),
            );
        }
        ";" => "a statement ends with `;` when another one follows",
        "{" => "write `if … { … }`; conditions are joined with && (and) and || (or)",
        "=>" => "a case of a `switch` is written `\"word\" => what it finds,`",
        _ => return (format!("a `{sign}` is missing here"), None),
    };
    (format!("a `{sign}` is missing here"), Some(help))
}

/// The word that the rule may not say.
fn forbidden(kind: &ParseErrorType) -> Option<&str> {
    let (ParseErrorType::Reserved(word)
    | ParseErrorType::BadInput(LexError::ImproperSymbol(word, _))) = kind
    else {
        return None;
    };
    sandbox::FORBIDDEN
        .contains(&word.as_str())
        .then_some(word.as_str())
}

fn is_closure(sign: &str) -> bool {
    matches!(sign, "|" | "||")
}

fn sentence(text: &str) -> String {
    let text = text.trim().trim_end_matches('.');
    let mut signs = text.chars();
    match signs.next() {
        Some(first) => first.to_lowercase().chain(signs).collect(),
        None => String::new(),
    }
}

/// Why a rule failed.
pub(crate) fn of_failure(error: &EvalAltResult) -> String {
    match error {
        EvalAltResult::ErrorTerminated(reason, _) => format!("stopped: {reason}"),
        EvalAltResult::ErrorTooManyOperations(_) => "stopped: it takes too many steps".to_owned(),
        EvalAltResult::ErrorTooManyVariables(_) => "stopped: it has too many variables".to_owned(),
        EvalAltResult::ErrorStackOverflow(_) => "stopped: it calls itself too deeply".to_owned(),
        EvalAltResult::ErrorDataTooLarge(what, _) => {
            format!("stopped: {} grows too large", grown(what))
        }
        EvalAltResult::ErrorRuntime(value, _) => value.to_string(),
        EvalAltResult::ErrorFunctionNotFound(call, _) => {
            format!("cannot work out `{}`", without_types(call))
        }
        other => {
            let text = other.to_string();
            text.split(" (line ").next().unwrap_or(&text).to_owned()
        }
    }
}

fn grown(what: &str) -> &'static str {
    match what {
        "Length of string" => "a text",
        "Size of array/BLOB" => "a list",
        "Size of object map" => "a map",
        _ => "a value",
    }
}

/// A call's signature with plain words for the types of the script language.
fn without_types(call: &str) -> String {
    let words = [
        ("&str | ImmutableString | String", "text"),
        ("i64", "number"),
        ("f64", "number"),
        ("bool", "yes or no"),
        ("array", "list"),
    ];
    words
        .iter()
        .fold(call.to_owned(), |call, (from, to)| call.replace(from, to))
}

/// The problem with its message and help cut to a length that people read.
pub(crate) fn short(problem: Problem) -> Problem {
    let message = cut(&problem.message);
    let help = problem.help.as_deref().map(cut);
    Problem {
        message,
        help,
        ..problem
    }
}

fn cut(text: &str) -> String {
    if text.chars().count() <= LONGEST {
        return text.to_owned();
    }
    let start: String = text.chars().take(LONGEST - 1).collect();
    format!("{start}…")
}

#[cfg(test)]
mod tests {
    use super::{LONGEST, cut, without_types};

    #[test]
    fn what_is_long_is_cut() {
        assert_eq!(cut("short"), "short");
        let long = cut(&"é".repeat(2_000));
        assert_eq!(long.chars().count(), LONGEST);
        assert!(long.ends_with('…'));
    }

    #[test]
    fn a_call_is_told_without_the_types_of_the_language() {
        assert_eq!(without_types("+ (i64, array)"), "+ (number, list)");
    }
}
