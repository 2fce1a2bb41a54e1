//! Files to nouns.
