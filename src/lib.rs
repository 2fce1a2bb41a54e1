//! An applicant and a catalogue of programs in, a standing, a list and a plan out.
//!
//! ```text
//! datasets/ ──▶ dataset ──▶ applicant, catalogue ──────────┐
//!                                                          ├─▶ evaluate ─▶ advise ─▶ report
//! rules/<guide>/ ──▶ script (sandbox, checks) ──▶ guide ───┘
//! ```
//!
//! A guide is a folder of rules, written as pure Rhai functions that advisors edit. Evaluating an
//! applicant calls every rule for every program of each target; what the rules find becomes a
//! standing, a list in tiers and a plan, each line with its rule and the passage of the guide.
//!
//! ```
//! use preceptor::{Catalogue, Files, Guides, Profile, References, advise};
//!
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! let datasets = Files::shipped("datasets");
//! let references = References::load(&datasets)?;
//! let catalogue = Catalogue::load(&datasets, &references)?;
//! let guides = Guides::load(&Files::shipped("rules"), references.titles())?;
//! let guide = guides.find("central-valley").map_err(|problem| problem.to_string())?;
//!
//! let profile = datasets.read("applicants/j1-internal-medicine.yaml");
//! let profile = profile.map_err(|problem| problem.to_string())?;
//! let today = jiff::civil::date(2026, 11, 22);
//! let applicant = Profile::read(&profile, &references, today)?;
//!
//! let stage = applicant.stage();
//! let advice = advise(guide, &guides.host, &applicant, stage, &catalogue, &references);
//! let best = advice.targets[0].list.in_tier(0).next().expect("a program in the first tier");
//! assert_eq!(best.score, best.points.iter().map(|points| points.points).sum::<i64>());
//! # Ok(())
//! # }
//! ```

pub mod advise;
pub mod cli;
pub mod dataset;
pub mod evaluate;
pub mod guide;
pub mod model;
pub mod place;
pub mod plan;
pub mod report;
pub mod review;
pub mod script;
pub mod watch;

pub use advise::advise;
pub use cli::{Cli, Exit};
pub use dataset::{Catalogue, Files, Profile, References};
pub use evaluate::evaluate;
pub use guide::Guides;
pub use script::Metered;
