use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::Deserialize;

use super::reads::Reads;
use crate::dataset::{Files, yaml};
use crate::place::{Problem, Problems};

/// The file of the datasets that says how columns are called.
const FILE: &str = "columns.yaml";
/// How like another a header is when it is worth asking whether it was meant.
const LIKE: f64 = 0.92;

/// The file as it is written.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "Columns")]
pub(in crate::dataset) struct RawColumns {
    /// The headers of columns, by what such a column is read as.
    headers: BTreeMap<String, Vec<String>>,
    /// How lists write the words of a field: by field, then by word.
    #[serde(default)]
    words: BTreeMap<String, BTreeMap<String, Vec<String>>>,
}

/// How lists of programs write what a record of the catalogue holds.
#[derive(Debug, Clone, Default)]
pub struct Columns {
    headers: BTreeMap<String, Reads>,
    /// The word, by field and by how a list writes it.
    words: BTreeMap<String, BTreeMap<String, String>>,
}

impl Columns {
    /// Reads them from the datasets; those that are built in where a folder has none.
    ///
    /// # Errors
    /// Everything that is wrong with the file.
    pub fn load(files: &Files) -> Result<Self, Problems> {
        let shipped = Files::shipped("datasets");
        let files = if files.contains(FILE) {
            files
        } else {
            &shipped
        };
        let text = files.read(FILE)?;
        let raw: RawColumns = yaml::parse(&text)?;
        let tree = yaml::Tree::parse(&text)?;
        let (mut columns, mut problems) = (Self::default(), Problems::new());
        for (word, headers) in &raw.headers {
            let Some(reads) = Reads::parse(word) else {
                let place = tree.key_problem(&["headers", word], "");
                let (place, line) = (place.place, place.line);
                problems.push(Problem {
                    place,
                    line,
                    ..unknown(word)
                });
                continue;
            };
            for (number, header) in headers.iter().enumerate() {
                let before = columns.headers.insert(folded(header), reads);
                if before.is_some_and(|before| before != reads) {
                    let message = format!("the header `{header}` stands here twice");
                    let problem = tree.problem(&["headers", word, &number.to_string()], &message);
                    problems.push(problem.help("keep it in one of the lists"));
                }
            }
        }
        for (field, words) in raw.words {
            let known = columns.words.entry(field).or_default();
            for (word, written) in words {
                known.extend(written.iter().map(|text| (folded(text), word.clone())));
            }
        }
        problems.or(columns)
    }

    /// The word of that field that a list writes so.
    pub(super) fn word(&self, field: &str, written: &str) -> Option<&str> {
        self.words
            .get(field)?
            .get(&folded(written))
            .map(String::as_str)
    }

    /// What a column with that header is read as.
    pub(super) fn find(&self, header: &str) -> Option<Reads> {
        self.headers.get(&folded(header)).copied()
    }

    /// What a column with a header like that one is read as: worth asking, not more.
    pub(super) fn like(&self, header: &str) -> Option<Reads> {
        let header = folded(header);
        let likeness = |known: &String| strsim::jaro_winkler(&header, known);
        let all = self
            .headers
            .iter()
            .filter(|(_, reads)| **reads != Reads::Nothing);
        let all = all.map(|(known, reads)| (likeness(known), reads));
        let best = all.filter(|(likeness, _)| *likeness > LIKE);
        let best = best.max_by(|(one, _), (other, _)| one.total_cmp(other));
        best.map(|(_, reads)| *reads)
    }
}

/// A header's letters and digits in lower case.
pub(super) fn folded(header: &str) -> String {
    let words = header.replace('%', " percent ").replace('#', " number ");
    let words = words.replace('&', " and ").to_lowercase();
    words
        .chars()
        .filter(|sign| sign.is_alphanumeric())
        .collect()
}

/// What is wrong with a word that no column can be read as.
pub(super) fn unknown(word: &str) -> Problem {
    let problem = Problem::error(format!("no column can be read as `{word}`"));
    problem.near(word, Reads::words()).or_help(
        "use a field of a program, e.g. `img_percent`, or `nothing` to leave the column out",
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_shipped_headers_are_known() {
        let columns = Columns::load(&Files::shipped("datasets")).unwrap();
        let read = |header: &str| columns.find(header).map(|reads| reads.to_string());
        for (header, word) in [
            ("pct_img", "img_percent"),
            ("IMG %", "img_percent"),
            ("Visa type(s) supported", "visas"),
            ("visa_statuses_accepted", "visas.accepted"),
            ("Number & origin of IMGs", "notes.with_header"),
            ("J-1", "visas.j1"),
            ("Program Name and Location", "name_and_place"),
        ] {
            assert_eq!(read(header).as_deref(), Some(word), "{header}");
        }
        assert_eq!(read("favourite colour"), None);
        assert_eq!(columns.like("pct_imgs").unwrap().to_string(), "img_percent");
        assert_eq!(columns.like("hours on duty"), None);
        let setting = columns.word("setting", "Community-based university affiliated");
        assert_eq!(setting, Some("community-university-affiliated"));
    }
}
