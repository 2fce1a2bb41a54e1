/// What values a field can take.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Kind {
    /// Yes or no.
    Bool,
    /// A whole number within these ends.
    Int {
        /// The least value.
        from: i64,
        /// The greatest value.
        to: i64,
    },
    /// A number with decimals within these ends.
    Float {
        /// The least value.
        from: f64,
        /// The greatest value.
        to: f64,
    },
    /// One id or name.
    Text(Words),
    /// A list of ids or names.
    Texts(Words),
    /// A list of entries with these fields.
    Entries(&'static [Field]),
}

/// Which words a text field can hold.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Words {
    /// Any.
    Open,
    /// One of these.
    Of(&'static [&'static str]),
}

/// One thing that rules can read of an applicant, a program or a list.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Field {
    /// How a rule writes it after `applicant.`, `program.` or `list.`, e.g. `visas.j1`.
    pub path: &'static str,
    /// What people call it, e.g. `J-1 sponsorship`.
    pub label: &'static str,
    /// What values it can take.
    pub kind: Kind,
    /// What it means, with its unit and how it is derived, in one sentence.
    pub about: &'static str,
}

/// All the fields of one subject. A field's index is its number in [`Facts`](super::Facts).
#[derive(Debug, Clone, Copy)]
pub struct Table {
    /// The name of the parameter through which rules read it: `applicant`, `program`, `list`.
    pub subject: &'static str,
    /// The fields.
    pub fields: &'static [Field],
}

impl Table {
    /// What people call the field with that path; the path itself when there is no such field.
    #[must_use]
    pub fn label<'a>(&self, path: &'a str) -> &'a str {
        self.fields
            .iter()
            .find(|field| field.path == path)
            .map_or(path, |field| field.label)
    }

    /// The number of the field with that path.
    #[must_use]
    pub fn position(&self, path: &str) -> Option<usize> {
        self.fields.iter().position(|field| field.path == path)
    }
}
