//! `preceptor programs import` and `merge`: a list, or a second catalogue, becomes records.

mod folder;
mod import;
mod merge;
mod merged;
mod on_the_fly;
mod options;
mod understood;

pub(crate) use import::Import;
pub(crate) use merge::MergePrograms;
pub(crate) use on_the_fly::on_the_fly;
