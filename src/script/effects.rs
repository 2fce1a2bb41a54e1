//! What rules can find. An effect is a value that the rule returns.

use rhai::{Engine, ImmutableString};

use crate::model::{Band, Effect, Number, Text};

use super::Role;

/// An effect that a rule may return: its word, how many arguments it takes and in which rules it
/// may stand (named by the subject beside the applicant).
#[derive(Debug, Clone, Copy)]
pub(crate) struct EffectWord {
    pub(crate) name: &'static str,
    pub(crate) arguments: usize,
    pub(crate) standing: bool,
    pub(crate) program: bool,
    pub(crate) list: bool,
}

impl EffectWord {
    pub(crate) fn allowed_in(&self, kind: Role) -> bool {
        match kind {
            Role::Applicant => self.standing,
            Role::Program => self.program,
            Role::List => self.list,
            Role::Policy => false,
        }
    }
}

const fn word(
    name: &'static str,
    arguments: usize,
    [standing, program, list]: [bool; 3],
) -> EffectWord {
    EffectWord {
        name,
        arguments,
        standing,
        program,
        list,
    }
}

/// Every effect there is.
pub(crate) const EFFECTS: [EffectWord; 10] = [
    word("exclude", 1, [false, true, false]),
    word("points", 2, [false, true, false]),
    word("tier", 2, [false, true, false]),
    word("verify", 2, [false, true, false]),
    word("band", 3, [true, false, false]),
    word("strength", 2, [true, false, false]),
    word("flag", 1, [true, true, true]),
    word("advise", 2, [true, true, true]),
    word("apply_to", 1, [true, false, true]),
    word("share", 2, [false, false, true]),
];

fn text(text: &ImmutableString) -> Text {
    text.as_str().into()
}

fn exactly(programs: i64) -> Band {
    let end = Number::Int(programs);
    Band {
        from: end,
        to: end,
        open: false,
        around: false,
    }
}

pub(crate) fn register(engine: &mut Engine) {
    engine
        .register_type_with_name::<Effect>("effect")
        .register_fn("exclude", |reason: ImmutableString| Effect::Exclude {
            reason: text(&reason),
        })
        .register_fn("points", |points: i64, reason: ImmutableString| {
            Effect::Points {
                points,
                reason: text(&reason),
            }
        })
        .register_fn("tier", |id: ImmutableString, reason: ImmutableString| {
            Effect::Tier {
                id: text(&id),
                reason: text(&reason),
            }
        })
        .register_fn("verify", |field: ImmutableString, why: ImmutableString| {
            Effect::Verify {
                field: text(&field),
                why: text(&why),
            }
        })
        .register_fn(
            "band",
            |topic: ImmutableString, id: ImmutableString, says: ImmutableString| Effect::Band {
                topic: text(&topic),
                id: text(&id),
                text: text(&says),
            },
        )
        .register_fn(
            "strength",
            |pillar: ImmutableString, says: ImmutableString| Effect::Strength {
                pillar: text(&pillar),
                text: text(&says),
            },
        )
        .register_fn("flag", |says: ImmutableString| Effect::Flag {
            text: text(&says),
        })
        .register_fn("advise", |topic: ImmutableString, says: ImmutableString| {
            Effect::Advise {
                topic: text(&topic),
                text: text(&says),
            }
        })
        .register_fn("apply_to", |programs: Band| Effect::ApplyTo { programs })
        .register_fn("apply_to", |programs: i64| Effect::ApplyTo {
            programs: exactly(programs),
        })
        .register_fn("share", |of: ImmutableString, percent: Band| {
            Effect::Share {
                of: text(&of),
                percent,
            }
        });
}
