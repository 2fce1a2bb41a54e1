//! Lists of programs as people keep them, and as databases export them: CSV and workbooks.
//!
//! Bytes become rows ([`Sheet`]), headers say what each column is read as ([`Columns`],
//! [`Mapping`]), cells become values with row and column as their source, and rows become records.
//! What cannot be read is a [`Remark`] on its cell; nothing is guessed, and nothing is run.

mod bytes;
mod cell;
mod city;
mod columns;
mod finish;
mod gathered;
mod ids;
mod import;
mod layout;
mod limits;
mod mapping;
mod read;
mod reads;
mod refusal;
mod remarks;
mod row;
mod values;
mod visas;
mod workbook;

pub use bytes::TextForm;
pub use columns::Columns;
pub(super) use columns::RawColumns;
pub use import::{Imported, files as program_files, source_text};
pub use layout::{Column, Known};
pub use mapping::Mapping;
pub(super) use mapping::RawMapping;
pub use read::{Sheet, Written};
pub use reads::Reads;
pub use remarks::{Fate, Remark};
