//! An applicant and a catalogue of programs in, a standing, a list and a plan out.

pub mod cli;
pub mod dataset;
pub mod model;
pub mod place;
