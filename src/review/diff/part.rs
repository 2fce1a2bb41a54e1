use std::collections::BTreeSet;

use super::revert::{Doc, Edit};

/// What sort of thing a part of an edit is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Sort {
    /// A rule.
    Rule,
    /// A helper of a file, or one that guides share.
    Helper,
    /// A number, range or set that an advisor may tune.
    Parameter,
    /// A tier of a guide.
    Tier,
    /// Something else in a guide's manifest.
    Manifest,
    /// A whole guide or pack.
    Guide,
    /// A value of a program, or a whole record.
    Program,
    /// A source, region or official table.
    Reference,
}

impl Sort {
    /// The word for it, among people.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Rule => "rule",
            Self::Helper => "helper",
            Self::Parameter => "parameter",
            Self::Tier => "tier",
            Self::Manifest => "manifest",
            Self::Guide => "guide",
            Self::Program => "program",
            Self::Reference => "official table",
        }
    }

    /// Whether it is about data and not about rules.
    pub(super) fn is_data(self) -> bool {
        matches!(self, Self::Program | Self::Reference)
    }
}

/// One part of an edit, that can be taken back by itself.
#[derive(Debug, Clone)]
pub struct Part {
    /// What it is about.
    pub sort: Sort,
    /// What it changes, in words: `central-valley: img_friendly_percent 40 → 45`.
    pub words: String,
    /// The guide or pack that it is in; none for data and for what guides share.
    pub guide: Option<String>,
    /// What it is called, to put parts of a great edit together: the file or the field.
    pub(super) kin: String,
    pub(super) edits: Vec<Edit>,
    /// The names that exist by it, then or now.
    pub(super) defines: BTreeSet<String>,
    /// The names that it uses, then or now.
    pub(super) mentions: BTreeSet<String>,
}

impl Part {
    pub(super) fn new(sort: Sort, words: String, kin: &str, edits: Vec<Edit>) -> Self {
        Self {
            sort,
            words,
            guide: None,
            kin: kin.to_owned(),
            edits,
            defines: BTreeSet::new(),
            mentions: BTreeSet::new(),
        }
    }

    pub(super) fn of(self, guide: &str) -> Self {
        let guide = Some(guide.to_owned());
        Self { guide, ..self }
    }

    pub(super) fn defining(self, names: &[&str]) -> Self {
        let defines = names.iter().map(|name| (*name).to_owned()).collect();
        Self { defines, ..self }
    }

    /// Whether one of the two uses a name that exists by the other.
    pub(super) fn is_tied_to(&self, other: &Self) -> bool {
        let uses = |one: &Self, two: &Self| !one.mentions.is_disjoint(&two.defines);
        let same = !self.defines.is_disjoint(&other.defines);
        same || uses(self, other) || uses(other, self)
    }
}

/// What differs between two versions.
#[derive(Debug, Clone, Default)]
pub struct Changes {
    /// The parts of the edit.
    pub parts: Vec<Part>,
    /// What differs and decides nothing: comments, order, layout, words about the guide.
    pub notes: Vec<String>,
    /// What every version between the two needs so that it can be read: it decides nothing.
    pub(super) between: Vec<Edit>,
}

impl Changes {
    pub(super) fn push(&mut self, part: Part) {
        self.parts.push(part);
    }

    pub(super) fn note(&mut self, note: String) {
        if !self.notes.contains(&note) {
            self.notes.push(note);
        }
    }

    pub(super) fn drop_file(&mut self, path: String) {
        self.between.push(Edit::File {
            doc: Doc::Rules(path),
            old: None,
        });
    }
}
