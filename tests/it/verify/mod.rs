//! What to ask which programs first.

/// What the sheet asks and foretells, held against the report and the rules.
mod foretold;
/// The sheet as people read it.
mod sheet;
