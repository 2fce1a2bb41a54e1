//! What a change of policy does, before it is accepted, and whether the tests would notice.

pub mod diff;
pub mod mutants;
pub mod pinned;
