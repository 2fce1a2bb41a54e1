use std::collections::BTreeMap;
use std::fmt::{self, Debug, Write as _};
use std::io;

use serde_json::Value;
use sha2::{Digest as _, Sha256};

/// How many digits of a mark people are shown: two different versions share them about once in
/// 10^14 pairs.
const SHOWN: usize = 12;

/// A SHA-256 over something that was read: equal marks, equal contents.
#[derive(Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Mark([u8; 32]);

/// What a result was made from: rules, numbers, programs, official tables and profile.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Version {
    /// Of exactly the bytes that were read, with the path of each file.
    pub files: Mark,
    /// Of what they mean: without comments, order and layout.
    pub meaning: Mark,
}

impl Mark {
    /// The mark of these bytes.
    #[must_use]
    pub fn of(bytes: &[u8]) -> Self {
        Self(Sha256::digest(bytes).into())
    }

    /// The mark of everything that can be read there.
    ///
    /// # Errors
    /// When it cannot be read.
    pub fn of_reader(mut reader: impl io::BufRead) -> io::Result<Self> {
        let mut hash = Sha256::new();
        loop {
            let bytes = reader.fill_buf()?;
            if bytes.is_empty() {
                return Ok(Self(hash.finalize().into()));
            }
            hash.update(bytes);
            let length = bytes.len();
            reader.consume(length);
        }
    }

    /// As a cache keeps it.
    pub(super) fn bytes(self) -> [u8; 32] {
        self.0
    }

    pub(super) fn from_bytes(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }

    /// The first digits, for people.
    #[must_use]
    pub fn short(&self) -> String {
        self.to_string().chars().take(SHOWN).collect()
    }
}

/// All 64 hexadecimal digits.
impl fmt::Display for Mark {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

impl fmt::Debug for Mark {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// Builds a mark piece by piece; a piece cannot run into the next one. The pieces are gathered and
/// hashed at once: they are many and small.
#[derive(Clone, Default)]
pub struct Marking(Vec<u8>);

impl fmt::Debug for Marking {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Marking").finish_non_exhaustive()
    }
}

impl Marking {
    /// Takes a text.
    pub fn text(&mut self, text: &str) {
        self.0.extend_from_slice(text.as_bytes());
        self.end();
    }

    /// Takes what another mark stands for.
    pub fn mark(&mut self, mark: Mark) {
        self.0.extend_from_slice(&mark.0);
    }

    /// Takes a value by its debug form: that names every field, and one that is added to a type
    /// later is in it by itself. What is taken must hold no places and no unordered maps.
    pub fn value(&mut self, value: &impl Debug) {
        // A vector takes everything that is written to it.
        let _ = write!(self, "{value:?}");
        self.end();
    }

    /// Takes what a YAML file states: the order of keys does not count.
    pub fn yaml(&mut self, value: &Value) {
        match value {
            Value::Object(pairs) => {
                self.text("{");
                let sorted: BTreeMap<&String, &Value> = pairs.iter().collect();
                for (key, value) in sorted {
                    self.text(key);
                    self.yaml(value);
                }
                self.text("}");
            }
            Value::Array(items) => {
                self.text("[");
                for item in items {
                    self.yaml(item);
                }
                self.text("]");
            }
            scalar => self.text(&scalar.to_string()),
        }
    }

    /// The mark of all that was taken.
    #[must_use]
    pub fn finish(self) -> Mark {
        Mark::of(&self.0)
    }

    /// A byte that stands in no text.
    fn end(&mut self) {
        self.0.push(0xff);
    }
}

impl fmt::Write for Marking {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        self.0.extend_from_slice(text.as_bytes());
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mark_is_sha_256() {
        assert_eq!(
            Mark::of(b"abc").to_string(),
            "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
        );
        assert_eq!(Mark::of(b"abc").short(), "ba7816bf8f01");
        assert_eq!(Mark::of_reader(&b"abc"[..]).unwrap(), Mark::of(b"abc"));
    }

    #[test]
    fn the_order_of_keys_does_not_count_and_that_of_items_does() {
        let mark = |text: &str| {
            let mut marking = Marking::default();
            marking.yaml(&serde_json::from_str(text).unwrap());
            marking.finish()
        };
        assert_eq!(mark(r#"{"a": 1, "b": [2]}"#), mark(r#"{"b": [2], "a": 1}"#));
        assert_ne!(mark("[1, 2]"), mark("[2, 1]"));
        assert_ne!(mark(r#"["ab", "c"]"#), mark(r#"["a", "bc"]"#));
    }
}
