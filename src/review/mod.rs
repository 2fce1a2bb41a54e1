//! What a change of policy does, and whether the tests would notice.

pub mod mutants;
