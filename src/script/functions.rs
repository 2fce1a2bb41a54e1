//! A rule file as its functions: what each says, and its text, so that versions can be compared.

use std::collections::{BTreeMap, BTreeSet};

use crate::dataset::{Mark, Marking};
use crate::place::SourceText;

use super::parse::{parse, unmarked};
use super::pieces::pieces;
use super::tokens::Word;
use super::{Documentation, Host};

/// One function of a rule file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FunctionText {
    /// Its name; none for what stands before the first function.
    pub name: Option<String>,
    /// Whether it is a helper of its file.
    pub private: bool,
    /// The mark of its words without its name, comments and layout, and of the stages in which it
    /// counts. What it calls is not in it.
    pub says: Mark,
    /// The words and texts that stand in it.
    pub words: BTreeSet<String>,
    /// Its lines with the comments around them.
    pub text: String,
}

/// The functions of a file that can be read, in its order; what stands before the first one comes
/// first.
#[must_use]
pub fn functions(host: &Host, source: &SourceText) -> Vec<FunctionText> {
    let source = unmarked(source);
    let parsed = parse(host.engine(), &source);
    let words: BTreeMap<&str, Vec<Word>> = parsed.tokens.functions().collect();
    let told = pieces(&source).into_iter().map(|piece| {
        let name = piece.name.as_deref();
        let own = name.and_then(|name| words.get(name));
        let own = own.map(Vec::as_slice).unwrap_or_default();
        let mut functions = parsed.functions.iter();
        let function = functions.find(|function| Some(function.name.as_str()) == name);
        let comments = function.into_iter().flat_map(|one| &one.comments);
        let stages = Documentation::parse(comments.map(String::as_str)).stages;
        FunctionText {
            says: says(own, &stages),
            private: function.is_some_and(|function| function.private),
            words: own.iter().map(|word| word.text.to_string()).collect(),
            text: piece.text(&source),
            name: piece.name,
        }
    });
    told.collect()
}

fn says(words: &[Word], stages: &[String]) -> Mark {
    let mut marking = Marking::default();
    // The first two are `fn` and the name.
    for word in words.iter().skip(2) {
        marking.text(word.kind);
        marking.text(&word.text);
    }
    marking.value(&stages);
    marking.finish()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(text: &str) -> Vec<FunctionText> {
        let host = Host::new(&[], BTreeMap::new()).unwrap();
        functions(&host, &SourceText::new("a.rhai", text))
    }

    #[test]
    fn names_and_comments_say_nothing_and_words_do() {
        let one = of("//! Top.\n\n/// A.\nfn a(applicant) {\n    flag(\"x\")\n}\n");
        let two = of("/// Other.\nfn b(applicant) { // why\n    flag(\"x\") }\n");
        let three = of("/// A.\n/// stage: applying\nfn a(applicant) { flag(\"x\") }\n");
        let four = of("/// A.\nfn a(applicant) { flag(\"y\") }\n");
        let says = |all: &[FunctionText]| all.last().unwrap().says;
        assert_eq!(says(&one), says(&two));
        assert_ne!(says(&one), says(&three));
        assert_ne!(says(&one), says(&four));
        assert!(one.last().unwrap().text.starts_with("/// A.\nfn a("));
        assert!(one.last().unwrap().words.contains("flag"));
    }
}
