//! What rules can find. An effect is a value that the rule returns.

use std::cell::Cell;

use rhai::{Engine, EvalAltResult, ImmutableString};

use crate::model::{Band, Effect, Text};

use super::Role;

/// An effect that a rule may return: its word, how many arguments it takes and in which rules it
/// may stand.
#[derive(Debug, Clone, Copy)]
pub(crate) struct EffectWord {
    pub(crate) name: &'static str,
    pub(crate) arguments: usize,
    /// What a rule that may return it judges.
    subjects: &'static [Role],
}

impl EffectWord {
    pub(crate) fn allowed_in(&self, subject: Role) -> bool {
        self.subjects.contains(&subject)
    }
}

const fn word(name: &'static str, arguments: usize, subjects: &'static [Role]) -> EffectWord {
    EffectWord {
        name,
        arguments,
        subjects,
    }
}

const PROGRAM: &[Role] = &[Role::Program];
const APPLICANT: &[Role] = &[Role::Applicant];
const STANDING: &[Role] = &[Role::Applicant, Role::Standing];
const NO_PROGRAM: &[Role] = &[Role::Applicant, Role::Standing, Role::List];
const LIST: &[Role] = &[Role::List];
const ANY: &[Role] = &[Role::Applicant, Role::Program, Role::Standing, Role::List];

/// Every effect there is.
pub(crate) const EFFECTS: [EffectWord; 11] = [
    word("exclude", 1, PROGRAM),
    word("points", 2, PROGRAM),
    word("tier", 2, PROGRAM),
    word("group", 2, PROGRAM),
    word("verify", 2, PROGRAM),
    word("band", 3, STANDING),
    word("strength", 2, APPLICANT),
    word("flag", 1, ANY),
    word("advise", 2, ANY),
    word("apply_to", 1, NO_PROGRAM),
    word("share", 2, LIST),
];

thread_local! {
    static BUILT: Cell<usize> = const { Cell::new(0) };
    static SAID: Cell<usize> = const { Cell::new(0) };
}

type Answer = Result<Effect, Box<EvalAltResult>>;

/// Starts counting what one call finds: Rhai's size limits do not see effects.
pub(crate) fn start_call() {
    BUILT.set(0);
    SAID.set(0);
}

/// Counts an effect that a rule builds.
fn built(effect: Effect) -> Answer {
    BUILT.set(BUILT.get() + 1);
    SAID.set(SAID.get().saturating_add(effect.text_len()));
    within(BUILT.get(), SAID.get())?;
    Ok(effect)
}

/// Whether a call may return all these: one effect can stand in a list many times.
pub(crate) fn fit(effects: &[Effect]) -> Result<(), String> {
    within(effects.len(), effects.iter().map(Effect::text_len).sum())
}

fn within(count: usize, bytes: usize) -> Result<(), String> {
    if count > Effect::A_CALL {
        let most = Effect::A_CALL;
        return Err(format!("stopped: it finds more than {most} things at once"));
    }
    if bytes > Effect::TEXT_A_CALL {
        let most = Effect::TEXT_A_CALL >> 10;
        return Err(format!(
            "stopped: what it finds has more than {most} KB of text"
        ));
    }
    Ok(())
}

fn text(text: &ImmutableString) -> Text {
    text.as_str().into()
}

pub(crate) fn register(engine: &mut Engine) {
    engine.register_type_with_name::<Effect>("effect");
    on_programs(engine);
    on_the_applicant(engine);
    on_lists(engine);
}

fn on_programs(engine: &mut Engine) {
    engine
        .register_fn("exclude", |reason: ImmutableString| {
            let reason = text(&reason);
            built(Effect::Exclude { reason })
        })
        .register_fn("points", |points: i64, reason: ImmutableString| {
            let reason = text(&reason);
            built(Effect::Points { points, reason })
        })
        .register_fn("tier", |id: ImmutableString, reason: ImmutableString| {
            let (id, reason) = (text(&id), text(&reason));
            built(Effect::Tier { id, reason })
        })
        .register_fn("group", |id: ImmutableString, reason: ImmutableString| {
            let (id, reason) = (text(&id), text(&reason));
            built(Effect::Group { id, reason })
        })
        .register_fn("verify", |field: ImmutableString, why: ImmutableString| {
            let (field, why) = (text(&field), text(&why));
            built(Effect::Verify { field, why })
        });
}

fn on_the_applicant(engine: &mut Engine) {
    engine
        .register_fn(
            "band",
            |topic: ImmutableString, id: ImmutableString, says: ImmutableString| {
                let (topic, id, text) = (text(&topic), text(&id), text(&says));
                built(Effect::Band { topic, id, text })
            },
        )
        .register_fn(
            "strength",
            |pillar: ImmutableString, says: ImmutableString| {
                let (pillar, text) = (text(&pillar), text(&says));
                built(Effect::Strength { pillar, text })
            },
        )
        .register_fn("flag", |says: ImmutableString| {
            built(Effect::Flag { text: text(&says) })
        })
        .register_fn("advise", |topic: ImmutableString, says: ImmutableString| {
            let (topic, text) = (text(&topic), text(&says));
            built(Effect::Advise { topic, text })
        });
}

fn on_lists(engine: &mut Engine) {
    engine
        .register_fn("apply_to", |programs: Band| {
            built(Effect::ApplyTo { programs })
        })
        .register_fn("apply_to", |programs: i64| {
            built(Effect::ApplyTo {
                programs: Band::exactly(programs),
            })
        })
        .register_fn("share", |of: ImmutableString, percent: Band| {
            built(Effect::Share {
                of: text(&of),
                percent,
            })
        });
}

#[cfg(test)]
mod tests {
    use super::{Effect, fit};

    fn flag(bytes: usize) -> Effect {
        let text = "x".repeat(bytes).into();
        Effect::Flag { text }
    }

    #[test]
    fn a_call_finds_no_more_than_anyone_reads() {
        assert!(fit(&vec![flag(9); Effect::A_CALL]).is_ok());
        assert!(fit(&vec![flag(9); Effect::A_CALL + 1]).is_err());
        assert!(fit(&[flag(Effect::TEXT_A_CALL)]).is_ok());
        assert!(fit(&[flag(Effect::TEXT_A_CALL), flag(1)]).is_err());
    }
}
