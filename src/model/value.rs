use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;

/// A shared piece of text.
pub type Text = Arc<str>;

/// A value as a rule sees it.
#[derive(Debug, Clone, PartialEq)]
pub enum Value {
    /// Yes or no.
    Bool(bool),
    /// A whole number.
    Int(i64),
    /// A number with decimals.
    Float(f64),
    /// An id or a name.
    Text(Text),
    /// A list of ids or names.
    Texts(Arc<[Text]>),
    /// A list of entries, e.g. the letters of recommendation.
    Entries(Arc<[Entry]>),
}

impl Value {
    /// A text value.
    #[must_use]
    pub fn text(text: &str) -> Self {
        Self::Text(text.into())
    }

    /// A list of texts.
    #[must_use]
    pub fn texts<'a>(texts: impl IntoIterator<Item = &'a str>) -> Self {
        Self::Texts(texts.into_iter().map(Text::from).collect())
    }
}

impl fmt::Display for Value {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Bool(yes) => f.write_str(if *yes { "yes" } else { "no" }),
            Self::Int(number) => write!(f, "{number}"),
            Self::Float(number) => write!(f, "{number}"),
            Self::Text(text) => f.write_str(text),
            Self::Texts(texts) if texts.is_empty() => f.write_str("none"),
            Self::Texts(texts) => f.write_str(&texts.join(", ")),
            Self::Entries(entries) if entries.is_empty() => f.write_str("none"),
            Self::Entries(entries) => {
                let noun = if entries.len() == 1 {
                    "entry"
                } else {
                    "entries"
                };
                write!(f, "{} {noun}", entries.len())
            }
        }
    }
}

/// One entry of a list in the profile. A field that is absent is unstated.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Entry(BTreeMap<&'static str, Value>);

impl Entry {
    /// An entry that states nothing yet.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// The same entry, stating `field` when there is a value for it.
    #[must_use]
    pub fn with(mut self, field: &'static str, value: Option<Value>) -> Self {
        if let Some(value) = value {
            self.0.insert(field, value);
        }
        self
    }

    /// What the entry states of `field`.
    #[must_use]
    pub fn get(&self, field: &str) -> Option<&Value> {
        self.0.get(field)
    }
}
