use super::raw::RawPassage;

/// What kind of rule a passage is, in the inventory's words, e.g. `score_band`, `visa`.
pub type PassageKind = String;

/// One passage of the guide that rules act on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Passage {
    /// The heading it stands under.
    pub section: String,
    /// Its lines in the document.
    pub lines: String,
    /// What kind of rule it is.
    pub kind: PassageKind,
    /// What it says, in our own words.
    pub summary: String,
}

impl From<RawPassage> for Passage {
    fn from(raw: RawPassage) -> Self {
        Self {
            section: raw.section,
            lines: raw.lines,
            kind: raw.kind,
            summary: raw.summary,
        }
    }
}
