//! The only room that names Rhai: the sandbox, what rules may say, and how a rule is called.
//!
//! Rule files are untrusted input. Nothing in here touches disk, clock settings or environment.

mod budget;
mod call;
mod careful;
mod comment;
mod compile;
mod documentation;
mod effects;
mod entries;
mod functions;
mod host;
mod inspect;
mod lower;
mod meaning;
mod node;
mod parse;
mod pieces;
mod reference;
mod rule_file;
mod sandbox;
mod suppose;
mod tokens;
mod value_kind;
mod vocabulary;
mod wording;

pub use crate::model::Role;
pub use crate::plan::{Read, Subjects, UnknownRead};
pub use budget::Metered;
pub use call::Answer;
pub use documentation::Documentation;
pub use functions::{FunctionText, functions};
pub use host::Host;
pub use reference::{Callable, FINDINGS, QUESTIONS, subjects_of};
pub use rule_file::{EffectShape, Names, RuleFile, RuleFunction};
pub(crate) use sandbox::slow_time;
pub use suppose::{Chance, Condition, Need};
pub(crate) use vocabulary::plain;
