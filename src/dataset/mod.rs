//! Files to nouns: references, catalogue and profile; lists to records, and catalogues put together.
//!
//! `raw` mirrors the YAML, `check` turns it into `model` and collects every problem with its place.
//! After this room nothing is checked again. Only `files` and `cache` touch the disk.

mod cache;
mod catalogue;
mod change;
mod check;
mod draft;
mod fees;
mod files;
mod freshness;
mod glossary;
mod list;
mod pass_marks;
mod profile;
mod raw;
mod record;
mod record_edit;
mod references;
mod schema;
mod signals;
mod source;
mod synthetic;
mod version;
pub mod yaml;

pub use catalogue::Catalogue;
pub use change::{applicant_from_json, change, program_from_json, program_of_text};
pub use draft::{
    Claim, Disagreement, Draft, DraftTrack, LIMITS, Likeness, Merge, Pair, Twin, Winner, storable,
    twins,
};
pub use fees::Fees;
pub use files::{Files, Texts};
pub use freshness::{Freshness, LISTED};
pub use glossary::{Glossary, Word};
pub use list::{
    Column, Columns, Fate, Imported, Known, Mapping, Reads, Remark, Sheet, TextForm, Written,
    program_files, source_text,
};
pub use pass_marks::{PassMark, PassMarks, Step};
pub use profile::Profile;
pub use record::Record;
pub use record_edit::{Answered, Recorded, add_source, record};
pub use references::{AttemptLimit, References, Season, SeasonDate};
pub use schema::{profile_keys, schema_of, schemas};
pub use signals::{Allotment, SignalKind};
pub use source::Source;
pub use synthetic::Synthetic;
pub use version::{Mark, Marking, Version};
pub use yaml::Tree;

/// What a spreadsheet takes for the beginning of a formula, in its wide forms as well.
pub const FORMULA: [char; 8] = ['=', '+', '-', '@', '＝', '＋', '－', '＠'];
/// What stands between the notes of a program in a sheet.
pub const NOTES: &str = " | ";

#[cfg(test)]
mod tests {
    /// Asserts that each mistake is said as it should be: what is replaced in a sample, by what, and
    /// what `said` then says.
    pub(super) fn said_in_place(wrong: &[(&str, &str, &str)], said: impl Fn(&str, &str) -> String) {
        let mut otherwise = Vec::new();
        for (from, to, message) in wrong {
            let said = said(from, to);
            if said != *message {
                otherwise.push(format!("{to}\n  said {said}\n  not  {message}"));
            }
        }
        assert!(otherwise.is_empty(), "{}", otherwise.join("\n"));
    }
}
