use serde::de::DeserializeOwned;

use super::message::translate;
use super::options::options;
use crate::place::{Problem, SourceText};

/// The value that a YAML file states.
///
/// # Errors
/// The first thing that is wrong with the file's form, with its place.
pub fn parse<T: DeserializeOwned>(text: &SourceText) -> Result<T, Problem> {
    serde_yaml::from_str_with_options(text.text(), options())
        .map_err(|error| translate(&error, text))
}
