//! A guide: one folder of rules, parameters, passages and cases for one published guide.
//!
//! Read whole and checked whole: a guide that exists here has no unknown name in it.

mod case_change;
mod case_edit;
mod case_facts;
mod case_run;
mod cases;
mod compared_topics;
mod coverage;
mod guide;
mod guides;
mod manifest;
mod manifest_check;
mod meaning;
mod one_or_many;
mod parameters;
mod passages;
mod policy;
mod policy_edit;
mod policy_schema;
mod positions;
mod proofs;
mod raw;
mod raw_positions;
mod read;
mod rule;
mod rule_check;
mod says;
mod schema;
mod scope;

pub(crate) use case_change::with_change;
pub use case_edit::with_case;
pub use case_run::CaseResult;
pub(crate) use case_run::fits;
pub(crate) use cases::Change;
pub use cases::{CaseFile, Expected};
pub use compared_topics::ComparedTopic;
pub use coverage::Coverage;
pub use guide::Guide;
pub use guides::{Guides, LIB};
pub use manifest::{
    Condition as ScopeCondition, GuideKind, Manifest, OpenQuestion, ReadingChoice, Source, Tier,
    Titled,
};
pub use passages::{Passage, PassageKind};
pub use policy::{Override, typed_number};
pub use policy_edit::set_number;
pub use policy_schema::policy_schema;
pub use positions::{Answering, Position};
pub use proofs::{Proofs, prove};
pub use rule::Rule;
pub use says::{Figures, Says};
pub use schema::schemas;
pub use scope::Fit;
pub(crate) use scope::is as is_value;
