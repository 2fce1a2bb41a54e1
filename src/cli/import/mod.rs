//! `preceptor programs import` and `merge`: a list, or a second catalogue, becomes records.

mod folder;
mod import;
mod merge;
mod merged;
mod on_the_fly;
mod options;
mod understood;

use super::output::width;

pub(crate) use import::Import;
pub(crate) use merge::MergePrograms;
pub(crate) use on_the_fly::on_the_fly;

/// A text in lines as wide as the terminal, the first behind `indent`, the others two signs further
/// in.
fn wrapped(text: &str, indent: &str) -> String {
    let inner = format!("{indent}  ");
    let options = textwrap::Options::new(width())
        .initial_indent(indent)
        .subsequent_indent(&inner);
    textwrap::fill(text, options)
}
