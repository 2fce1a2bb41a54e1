use serde_yaml::{MergeKeyPolicy, Options, budget, options};

/// How every file is read: no aliases, no merge keys, `yes` and `no` are words, and a file that is
/// made to exhaust memory or time is refused.
pub(super) fn options() -> Options {
    options! {
        budget: budget! {
            max_events: 600_000,
            max_nodes: 200_000,
            max_depth: 32,
            max_aliases: 0,
            max_anchors: 0,
            max_documents: 1,
        },
        merge_keys: MergeKeyPolicy::Error,
        strict_booleans: true,
        leading_zero_numbers_as_strings: true,
        underscored_numbers_as_strings: true,
        with_snippet: false,
    }
}
