//! An applicant and a catalogue of programs in, a standing, a list and a plan out.

pub mod advise;
pub mod cli;
pub mod dataset;
pub mod evaluate;
pub mod guide;
pub mod model;
pub mod place;
pub mod report;
pub mod script;
pub mod watch;

pub use cli::{Cli, Exit};
pub use script::Metered;
