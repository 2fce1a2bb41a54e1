//! What an edit does to whom, and which part of it does that.
//!
//! Two versions of rules and data judge the same applicants. Only the rules that are not the same in
//! both are asked of everybody; the others where it matters. Every difference is traced to the parts
//! of the edit without which it would not be there, by judging by the new version without each part.

mod budget;
mod changes;
mod counts;
mod edition;
mod example;
mod found;
mod judged;
mod lengths;
mod line;
mod list;
mod measure;
mod part;
mod revert;
mod rule_changes;
mod said;
mod stand;
mod sweep;
mod table;
mod units;
mod value_changes;

pub use budget::{Budget, Filter, Limit, Verdict, schema as budget_schema};
pub use counts::{Counts, Example, ListExample, Lists, Most, Programs, TierMove};
pub use edition::{Edition, EditionTexts};
pub use example::Told;
pub use measure::Measure;
pub use part::{Changes, Part, Sort};
pub use said::{Saying, differing, saying};
pub use stand::{Kind, Stand, Where};
pub use sweep::{Cause, Person, Slice, Sweep, Tally, Worker};
pub use units::{UNITS, Unit, texts_without, units, without};
