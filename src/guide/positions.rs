use crate::dataset::{Files, Tree, yaml};
use crate::place::{Place, Problem, Problems};
use crate::script::Role;

use super::raw_positions::{RawAnswer, RawPosition, RawPositions};
use super::{ComparedTopic, Guide, GuideKind, Says};

/// Where a guide stands on one topic.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Position {
    /// The topic's id.
    pub topic: String,
    /// What the guide says.
    pub says: Says,
    /// The passages that say so.
    pub cites: Vec<String>,
    /// The rules that answer for an applicant, in order.
    pub for_you: Vec<Answering>,
    /// The answer when none of them fires.
    pub otherwise: Option<String>,
}

/// A rule that answers for an applicant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answering {
    /// The rule's number in its guide.
    pub rule: usize,
    /// The answer when it fires; none when what it found is the answer.
    pub answer: Option<String>,
}

/// What positions may name.
pub(crate) struct Known<'a> {
    /// The topics; none when they could not be read, so that no topic is called unknown.
    pub(crate) topics: Option<&'a [ComparedTopic]>,
    /// The names of all parameters, broken ones too.
    pub(crate) parameters: Vec<&'a str>,
    /// Whether all rules could be read, so that a rule which is not there is an error.
    pub(crate) all_rules: bool,
}

/// The positions of a guide, in the order of the topics; none when it has no file of them.
pub(crate) fn load(
    files: &Files,
    guide: &Guide,
    known: &Known<'_>,
) -> Result<Vec<Position>, Problems> {
    let path = format!("{}/positions.yaml", guide.id);
    if !files.contains(&path) {
        return Ok(Vec::new());
    }
    let whole = |message: &str| Problem::error(message).at(Place::file(&files.shown(&path)));
    if guide.manifest.kind != GuideKind::Guide {
        let problem = whole("only a guide takes positions");
        return Err(problem.help("remove the file").into());
    }
    if known.topics.is_some_and(<[_]>::is_empty) {
        let problem = whole("there are no topics to take a position on");
        return Err(problem
            .help("topics stand in topics.yaml, beside the folders of the guides")
            .into());
    }
    let source = files.read(&path)?;
    let raw: RawPositions = yaml::parse(&source)?;
    let tree = Tree::parse(&source)?;
    let mut reader = Reader {
        guide,
        known,
        tree,
        problems: Problems::new(),
    };
    let mut positions: Vec<Position> = raw
        .into_iter()
        .filter_map(|(topic, raw)| reader.position(topic, raw))
        .collect();
    let order = |topic: &str| {
        let mut topics = known.topics.unwrap_or_default().iter();
        topics.position(|one| one.id == topic)
    };
    positions.sort_by_key(|position| order(&position.topic));
    reader.problems.or(positions)
}

/// Turns what the file says into positions, and notes what is wrong.
struct Reader<'a> {
    guide: &'a Guide,
    known: &'a Known<'a>,
    tree: Tree,
    problems: Problems,
}

impl<'a> Reader<'a> {
    fn position(&mut self, topic: String, raw: RawPosition) -> Option<Position> {
        let answers = self.topic(&topic);
        self.cites(&topic, &raw.cites.0);
        if let Some(otherwise) = &raw.otherwise {
            self.answer(&[&topic, "otherwise"], otherwise, answers);
        }
        let says = self.says(&topic, &raw.says);
        let mut for_you = Vec::new();
        for (index, answering) in raw.for_you.into_iter().enumerate() {
            for_you.extend(self.answering(&topic, index, answering, answers));
        }
        Some(Position {
            topic,
            says: says?,
            cites: raw.cites.0,
            for_you,
            otherwise: raw.otherwise,
        })
    }

    /// The words that an answer on the topic may be; none when it is free.
    fn topic(&mut self, id: &str) -> &'a [String] {
        let Some(topics) = self.known.topics else {
            return &[];
        };
        if let Some(topic) = topics.iter().find(|topic| topic.id == id) {
            return &topic.answers;
        }
        let message = format!("there is no topic `{id}`");
        let known = topics.iter().map(|topic| topic.id.as_str());
        let problem = self.tree.key_problem(&[id], &message).near(id, known);
        self.problems.push(match problem.help {
            Some(_) => problem,
            None => problem.help("topics stand in topics.yaml, beside the folders of the guides"),
        });
        &[]
    }

    fn cites(&mut self, topic: &str, cites: &[String]) {
        if cites.is_empty() {
            let problem = self.tree.problem(&[topic, "cites"], "no passage is cited");
            self.problems
                .push(problem.help("name the ids of passages.yaml that say so"));
        }
        for (index, id) in cites.iter().enumerate() {
            // Without any, the file of the passages is what is wrong.
            if !self.guide.passages.is_empty() && !self.guide.passages.contains_key(id) {
                let message = format!("the guide has no passage `{id}`");
                let path = [topic, "cites", &index.to_string()];
                let known = self.guide.passages.keys().map(String::as_str);
                let problem = self.tree.problem(&path, &message);
                self.problems.push(problem.near(id, known));
            }
        }
    }

    fn says(&mut self, topic: &str, text: &str) -> Option<Says> {
        let path = [topic, "says"];
        let Some(says) = Says::parse(text) else {
            let problem = self
                .tree
                .problem(&path, "a brace is without its other half");
            let help = "what stands in braces is a parameter's name, e.g. `below {low_score}`";
            self.problems.push(problem.help(help));
            return None;
        };
        for name in says.parameters() {
            if !self.known.parameters.contains(&name) {
                let message = format!("the guide has no parameter `{name}`");
                let problem = at_name(self.tree.problem(&path, &message), name);
                let known = self.known.parameters.iter().copied();
                self.problems.push(problem.near(name, known));
            }
        }
        Some(says)
    }

    fn answering(
        &mut self,
        topic: &str,
        index: usize,
        raw: RawAnswer,
        answers: &[String],
    ) -> Option<Answering> {
        let index = index.to_string();
        let path = |key| [topic, "for_you", &index, key];
        if let Some(answer) = &raw.answer {
            self.answer(&path("answer"), answer, answers);
        }
        let mut rules = self.guide.rules.iter();
        let rule = rules.position(|rule| rule.id == raw.rule);
        let judges = |rule: &usize| {
            let rule = self.guide.rules.get(*rule);
            rule.is_some_and(|rule| rule.function.subject() == Role::Program)
        };
        if rule.as_ref().is_some_and(judges) {
            let message = format!("`{}` judges programs", raw.rule);
            let problem = self.tree.problem(&path("rule"), &message);
            let help = "name a rule about the applicant or the list: it has one answer for you";
            self.problems.push(problem.help(help));
            return None;
        }
        if rule.is_none() && self.known.all_rules {
            let message = format!("there is no rule `{}`", raw.rule);
            let known = self.guide.rules.iter().map(|rule| rule.id.as_str());
            let problem = self.tree.problem(&path("rule"), &message);
            self.problems.push(problem.near(&raw.rule, known));
        }
        let answer = raw.answer;
        rule.map(|rule| Answering { rule, answer })
    }

    fn answer(&mut self, path: &[&str], answer: &str, answers: &[String]) {
        if !answers.is_empty() && !answers.iter().any(|known| known == answer) {
            let message = format!("`{answer}` is no answer to this topic");
            let known = answers.iter().map(String::as_str);
            let problem = self.tree.problem(path, &message).near(answer, known);
            self.problems.push(problem);
        }
    }
}

/// The problem at the name in braces, when that stands in the line which is shown.
fn at_name(mut problem: Problem, name: &str) -> Problem {
    let found = problem.line.as_deref().and_then(|line| {
        let before = line.get(..line.find(&format!("{{{name}}}"))?)?;
        u32::try_from(before.chars().count()).ok()
    });
    if let (Some(before), Some(place)) = (found, &mut problem.place) {
        place.column = before + 2;
        place.length = u32::try_from(name.chars().count()).unwrap_or(0);
    }
    problem
}
