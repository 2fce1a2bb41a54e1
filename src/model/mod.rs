//! The nouns: applicant, program, and what rules can read of them.
//!
//! This room knows no file and no rule language. A value that exists here is valid; nothing after
//! `dataset` checks it again.

mod applicant;
mod applicant_table;
mod as_of;
mod date;
mod effect;
mod entry_fields;
mod entry_terms;
mod exam;
mod exam_fields;
mod facts;
mod field;
mod list_table;
mod parameter;
mod program;
mod program_id;
mod program_questions;
mod program_table;
mod provenance;
mod region;
mod role;
mod slug;
mod specialty;
mod standing_table;
mod state;
mod table;
mod target;
mod terms;
mod value;
pub(crate) mod words;

pub use applicant::Applicant;
pub use applicant_table::APPLICANT;
pub use as_of::AsOf;
pub use date::Date;
pub use effect::Effect;
pub use entry_terms::{
    ClinicalSetting, ConnectionKind, Evaluation, ExperienceKind, LanguageLevel, LetterContent,
    LetterRole, Presented, ResearchKind, ResearchTopic, TieKind, UnderservedSetting, UsceKind,
};
pub use exam::{Exam, Sitting};
pub use facts::{Facts, Reading, Stated};
pub use field::{Field, Kind, Table, Words};
pub use list_table::LIST;
pub use parameter::{Band, Basis, Cutoff, Number, Parameter, Policy, Setting as ParameterSetting};
pub use program::{Note, Program, ProgramTrack, imgs_a_year};
pub use program_id::ProgramId;
pub use program_questions::question;
pub use program_table::{IDENTITY, PROGRAM};
pub use provenance::Provenance;
pub use region::{Region, RegionKind};
pub use role::Role;
pub use slug::slug;
pub use specialty::Specialty;
pub use standing_table::STANDING;
pub use state::{STATE_CODES, STATES};
pub use target::Target;
pub use terms::{
    AcademicRecord, Citizenship, CostOfLiving, Ecfmg, EligibleCitizenship, ExamResult, Ownership,
    Readiness, Setting, Sponsorship, Stage, Track, TypeOfGraduate, UsceRequirement, Visa,
};
pub use value::{Entry, Text, Value};
