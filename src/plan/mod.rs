//! The typed form of a rule, and how it is run: for one pair, and over columns of programs.
//!
//! This room knows no rule language. Where it is not sure that its answer would be that of the
//! rule's own text (an overflow, values of kinds that do not go together, very long texts), it
//! says so, and the rule's text is interpreted for that pair.

mod atoms;
pub mod columns;
mod effects;
mod explore;
mod expression;
mod held;
mod marks;
mod mutate;
mod named;
pub mod questions;
mod reader;
mod rule;
mod rule_builder;
mod run;
mod subjects;
mod trace;
mod values;

pub use atoms::passed_over;
pub use effects::EffectKind;
pub use explore::{Atom, Given, Joint, Leaf, Space, explore, together};
pub use expression::{Arm, Expression, Node, Question, Step};
pub use held::{Comparison, EntryList, Held, Operator};
pub use mutate::{Mutation, mutations};
pub use rule::{Rule, Titles};
pub use rule_builder::RuleBuilder;
pub use run::{Answer, run, traced};
pub use subjects::{Read, Subjects, UnknownRead};
pub use trace::{Branch, Compared, Trace, Way};
