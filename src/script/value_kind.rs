use rhai::{Array, Dynamic, Map};

use crate::model::{Band, Cutoff, Effect};

use super::node::{EntryList, Node, PolicyNode, WordList};

/// What people call a value of that kind.
pub(crate) fn kind_of(value: &Dynamic) -> &'static str {
    if value.is_unit() {
        "nothing"
    } else if value.is_int() || value.is_float() {
        "a number"
    } else if value.is_string() || value.is_char() {
        "a text"
    } else if value.is_bool() {
        "yes or no"
    } else if value.is::<Array>() || value.is::<WordList>() {
        "a list"
    } else if value.is::<EntryList>() {
        "a list of entries"
    } else if value.is::<Map>() {
        "a map"
    } else if value.is::<Band>() {
        "a band"
    } else if value.is::<Cutoff>() {
        "a cutoff"
    } else if value.is::<Effect>() {
        "a finding"
    } else if value.is::<Node>() {
        "a group of fields"
    } else if value.is::<PolicyNode>() {
        "the policy"
    } else {
        "a value"
    }
}
