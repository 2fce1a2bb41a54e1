//! Calling a rule: what it found, what it could not know, or how it failed.

use std::any::Any;
use std::panic::{AssertUnwindSafe, catch_unwind};

use rhai::{Array, CallFnOptions, Dynamic, EvalAltResult, Position, Scope};

use crate::model::Effect;
use crate::place::{Problem, SourceText};
use crate::plan;

use super::node::{Node, PolicyNode, take_reads};
use super::parse::at;
use super::value_kind::kind_of;
use super::{
    Host, Read, Role, RuleFile, RuleFunction, Subjects, UnknownRead, effects, sandbox, wording,
};

/// What came of calling a rule.
#[derive(Debug, Clone)]
pub enum Answer {
    /// It found these; nothing means it is quiet.
    Found(Vec<Effect>),
    /// It read something that nobody stated, or that sources disagree on.
    Unknown(UnknownRead),
    /// It failed.
    Faulted(Problem),
}

impl Host {
    /// Calls one rule of a file; also says which fields it read, in order. Where the rule has a
    /// typed form that is sure of its answer, that answers.
    #[must_use]
    pub fn call(
        &self,
        file: &RuleFile,
        rule: &RuleFunction,
        subjects: &Subjects,
    ) -> (Answer, Vec<Read>) {
        let planned = rule.plan.as_ref().map(|plan| plan::run(plan, subjects));
        match planned {
            Ok((plan::Answer::Found(effects), reads)) => (Answer::Found(effects), reads),
            Ok((plan::Answer::Unknown(read), reads)) => (Answer::Unknown(read), reads),
            Ok((plan::Answer::Unsure, _)) | Err(_) => self.interpret(file, rule, subjects),
        }
    }

    /// Calls one rule of a file by its text, whether or not it has a typed form: what the typed
    /// form is measured against.
    #[must_use]
    pub fn interpret(
        &self,
        file: &RuleFile,
        rule: &RuleFunction,
        subjects: &Subjects,
    ) -> (Answer, Vec<Read>) {
        let arguments: Vec<Dynamic> = rule
            .roles
            .iter()
            .map(|role| self.argument(*role, subjects))
            .collect();
        let mut scope = Scope::new();
        let options = CallFnOptions::new().eval_ast(false);
        take_reads();
        sandbox::start_call();
        let called = catch_unwind(AssertUnwindSafe(|| {
            self.engine_for(rule).call_fn_with_options::<Dynamic>(
                options, &mut scope, &file.ast, &rule.name, arguments,
            )
        }));
        sandbox::end_call();
        let answer = match called {
            Ok(Ok(value)) => found(value, file, rule),
            Ok(Err(error)) => self.failed(&error, file, rule),
            Err(panic) => Answer::Faulted(file.problem_at(rule, &panic_message(panic.as_ref()))),
        };
        (answer, take_reads())
    }

    fn argument(&self, role: Role, subjects: &Subjects) -> Dynamic {
        match (subjects.facts(role), self.branches(role)) {
            (Some(facts), Some(branches)) => {
                Dynamic::from(Node::new(role, facts.clone(), branches.clone()))
            }
            _ if role == Role::Policy => Dynamic::from(PolicyNode(subjects.policy.clone())),
            _ => Dynamic::UNIT,
        }
    }

    fn failed(&self, error: &EvalAltResult, file: &RuleFile, rule: &RuleFunction) -> Answer {
        let mut inner = error;
        let mut source: &SourceText = &file.source;
        while let EvalAltResult::ErrorInFunctionCall(_, path, next, _) = inner {
            source = self.source(path).unwrap_or(source);
            inner = next;
        }
        if let EvalAltResult::ErrorRuntime(value, _) = inner
            && let Some(read) = value.read_lock::<UnknownRead>()
        {
            return Answer::Unknown(read.clone());
        }
        let message = wording::of_failure(inner);
        let position = inner.position();
        Answer::Faulted(wording::short(if position == Position::NONE {
            file.problem_at(rule, &message)
        } else {
            at(source, position, &message)
        }))
    }
}

fn found(value: Dynamic, file: &RuleFile, rule: &RuleFunction) -> Answer {
    let mut found = Vec::new();
    let collected = collect(value, &mut found).map_err(|kind| {
        let message = format!("rule `{}` returns {kind}, not what it finds", rule.name);
        file.problem_at(rule, &message).help(
            "a rule ends with an effect such as `flag(…)` or `points(…)`, a list of them, or nothing",
        )
    });
    let fits = || effects::fit(&found).map_err(|message| file.problem_at(rule, &message));
    match collected.and_then(|()| fits()) {
        Ok(()) => Answer::Found(found),
        Err(problem) => Answer::Faulted(wording::short(problem)),
    }
}

fn collect(value: Dynamic, found: &mut Vec<Effect>) -> Result<(), &'static str> {
    if value.is_unit() {
        return Ok(());
    }
    if let Some(effect) = value.read_lock::<Effect>() {
        found.push(effect.clone());
        return Ok(());
    }
    let kind = kind_of(&value);
    let items: Array = value.into_array().map_err(|_| kind)?;
    items.into_iter().try_for_each(|item| collect(item, found))
}

fn panic_message(panic: &(dyn Any + Send)) -> String {
    let text = panic.downcast_ref::<&str>().copied();
    let text = text.or_else(|| panic.downcast_ref::<String>().map(String::as_str));
    format!(
        "the rule broke the script engine ({})",
        text.unwrap_or("no message")
    )
}
