use crate::advise::Said;
use crate::report::Report;
use crate::report::remark::Remark;
use crate::report::text::program::aged;

use crate::guide::Guide;

/// A sentence with the passages and the rule behind it.
#[derive(Debug)]
pub(super) struct Line {
    /// What stands before it: a sign, or points.
    pub(super) mark: String,
    pub(super) text: String,
    /// The guide's id: its passages are listed once.
    pub(super) guide: String,
    pub(super) cites: Vec<String>,
    pub(super) rule: String,
    /// Whether a number of ours is in it.
    pub(super) ours: bool,
}

impl Line {
    /// A sentence of a rule.
    pub(super) fn new(guide: &Guide, text: impl Into<String>, rule: Option<usize>) -> Self {
        let rule = rule.and_then(|rule| guide.rules.get(rule));
        let cites = rule.map(|rule| rule.function.documentation.cites.clone());
        Self {
            mark: String::new(),
            text: text.into(),
            guide: guide.id.clone(),
            cites: cites.unwrap_or_default(),
            rule: rule.map_or_else(String::new, |rule| rule.id.clone()),
            ours: rule.is_some_and(|rule| !rule.readings.is_empty()),
        }
    }

    /// What a rule said, with the age of a value that is old.
    pub(super) fn said(report: &Report<'_>, said: &Said) -> Self {
        Self::new(report.guide, aged(report, said), Some(said.rule))
    }

    pub(super) fn remark(guide: &Guide, remark: &Remark) -> Self {
        let line = Self::new(guide, remark.text.clone(), remark.rule);
        line.marked(remark.mark.to_string().trim())
    }

    pub(super) fn marked(self, mark: &str) -> Self {
        let mark = mark.to_owned();
        Self { mark, ..self }
    }

    /// Whether there is anything to refer to.
    pub(super) fn has_source(&self) -> bool {
        !self.rule.is_empty() || !self.cites.is_empty()
    }

    /// What the mark means, for those who do not see it.
    pub(super) fn spoken(&self) -> &'static str {
        match self.mark.as_str() {
            "!" => "Concern: ",
            "?" => "Open: ",
            _ => "",
        }
    }
}
