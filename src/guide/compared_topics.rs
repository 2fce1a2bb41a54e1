use indexmap::IndexMap;
use schemars::JsonSchema;
use serde::Deserialize;

use crate::dataset::{Files, Tree, yaml};
use crate::place::Problems;

/// The file of the topics, beside the folders of the guides.
const FILE: &str = "topics.yaml";

/// A topic on which guides are put side by side.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ComparedTopic {
    /// Its id, as the guides' positions name it.
    pub id: String,
    /// Its title.
    pub title: String,
    /// The question that each guide answers in its own way.
    pub question: String,
    /// The words that an answer may be; none when answers are free.
    pub answers: Vec<String>,
}

/// The topics on which guides are put side by side, by id, in the order of a comparison.
pub(crate) type RawTopics = IndexMap<String, RawTopic>;

/// One topic.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "ComparedTopic")]
pub(crate) struct RawTopic {
    /// Its title.
    title: String,
    /// The question that each guide answers in its own way, as the applicant would ask it.
    question: String,
    /// The words that an answer may be, so that answers can be compared; without them the figures
    /// of the guides are compared.
    #[serde(default)]
    answers: Vec<String>,
}

impl ComparedTopic {
    /// The topics of a rules folder; none when it has no file of them.
    ///
    /// # Errors
    /// Everything in which the file is not of its shape.
    pub(crate) fn load_all(files: &Files) -> Result<Vec<Self>, Problems> {
        if !files.contains(FILE) {
            return Ok(Vec::new());
        }
        let source = files.read(FILE)?;
        let raw: RawTopics = yaml::parse(&source)?;
        let tree = Tree::parse(&source)?;
        let mut problems = Problems::new();
        let topics = raw.into_iter().map(|(id, raw)| Self {
            id,
            title: raw.title,
            question: raw.question,
            answers: raw.answers,
        });
        let topics: Vec<Self> = topics.collect();
        for topic in &topics {
            topic.check(&tree, &mut problems);
        }
        problems.or(topics)
    }

    /// Answers that cannot be told apart.
    fn check(&self, tree: &Tree, problems: &mut Problems) {
        for (index, answer) in self.answers.iter().enumerate() {
            if self.answers.iter().take(index).any(|known| known == answer) {
                let message = format!("`{answer}` stands twice in `answers`");
                let path = [self.id.as_str(), "answers", &index.to_string()];
                problems.push(tree.problem(&path, &message));
            }
        }
        if self.answers.len() == 1 {
            let problem = tree.key_problem(&[&self.id, "answers"], "there is one answer only");
            problems.push(problem.help("name at least two words, or leave `answers` out"));
        }
    }
}
