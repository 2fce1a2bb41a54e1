//! The only room that names Rhai: the sandbox, what rules may say, and how a rule is called.
//!
//! Rule files are untrusted input. Nothing in here touches disk, clock settings or environment.

mod budget;
mod call;
mod comment;
mod compile;
mod documentation;
mod effects;
mod entries;
mod host;
mod inspect;
mod node;
mod sandbox;
mod suppose;
mod vocabulary;

pub use budget::Metered;
pub use call::{Answer, Read, Subjects, UnknownRead};
pub use compile::{EffectShape, Names, Role, RuleFile, RuleFunction};
pub use documentation::Documentation;
pub use host::Host;
pub use suppose::{Chance, Condition, Need};
