use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::dataset::Files;
use crate::model::Policy;
use crate::place::{Problems, SourceText};
use crate::script::{Host, Names, Role, RuleFile};

use super::read::Read;
use super::{ComparedTopic, Manifest, Passage, Position, Rule, positions, rule_check};

/// A guide: manifest, parameters, passages and rules, read and checked whole.
#[derive(Debug, Clone)]
pub struct Guide {
    /// The name of its folder.
    pub id: String,
    /// What it says of itself.
    pub manifest: Manifest,
    /// The parameters in force.
    pub policy: Arc<Policy>,
    /// Its passages by inventory id.
    pub passages: BTreeMap<String, Passage>,
    /// Its rules, in the order of the files and of each file; those of its companions after them.
    pub rules: Vec<Rule>,
    /// The packs whose rules go along.
    pub companions: Vec<Arc<Self>>,
    /// Where it stands on the topics by which guides are compared.
    pub positions: Vec<Position>,
    files: Vec<RuleFile>,
    /// What the rules could name when they were compiled.
    names: Names,
    /// The ids of rules that could not be read; of a whole file, its topic with a slash.
    lost: BTreeSet<String>,
    is_sound: bool,
}

impl Guide {
    /// Reads and checks the folder `id`. `topics` are those that guides are compared by; none when
    /// they could not be read.
    ///
    /// # Errors
    /// Everything that is wrong in the folder.
    pub fn load(
        files: &Files,
        id: &str,
        host: &Host,
        topics: Option<&[ComparedTopic]>,
    ) -> Result<Self, Problems> {
        Self::load_after(None, files, id, host, topics)
    }

    /// The same, using again what an earlier reading by the same host compiled from the same text.
    pub(crate) fn load_after(
        before: Option<&Self>,
        files: &Files,
        id: &str,
        host: &Host,
        topics: Option<&[ComparedTopic]>,
    ) -> Result<Self, Problems> {
        match Self::gather(before, files, id, host, topics) {
            (Some(guide), problems) => problems.or(guide),
            (None, problems) => Err(problems),
        }
    }

    /// The same with as much of the guide as can be read, for further checks; none of it without
    /// its manifest.
    #[must_use]
    pub fn gather(
        before: Option<&Self>,
        files: &Files,
        id: &str,
        host: &Host,
        topics: Option<&[ComparedTopic]>,
    ) -> (Option<Self>, Problems) {
        let mut problems = Problems::new();
        let read = Read::of(files, id, &mut problems);
        let names = read.as_ref().map(Read::names);
        let mut rule_files = Vec::new();
        let mut lost = BTreeSet::new();
        let paths = files
            .list(id, "rhai")
            .map_err(|problem| problems.push(problem));
        for path in paths.unwrap_or_default() {
            let topic = topic(id, &path);
            match files.read(&path) {
                Ok(source) => {
                    let known = before.zip(names.as_ref());
                    let known = known.and_then(|(guide, names)| guide.compiled(&source, names));
                    let (file, found) = known.map_or_else(
                        || host.compile(&topic, &source, names.as_ref()),
                        |file| (file, Problems::new()),
                    );
                    problems.extend(found);
                    lost.extend(file.broken.iter().map(|name| format!("{topic}/{name}")));
                    rule_files.push(file);
                }
                Err(problem) => {
                    problems.push(problem);
                    lost.insert(format!("{topic}/"));
                }
            }
        }
        let Some(read) = read else {
            return (None, problems);
        };
        let policy = Arc::new(read.policy);
        let known = positions::Known {
            topics,
            parameters: read.parameters.iter().map(String::as_str).collect(),
            all_rules: lost.is_empty(),
        };
        let mut guide = Self {
            id: id.to_owned(),
            rules: Rule::all_of(&rule_files, read.manifest.kind, &policy),
            manifest: read.manifest,
            policy,
            passages: read.passages,
            companions: Vec::new(),
            positions: Vec::new(),
            files: rule_files,
            names: names.unwrap_or_default(),
            lost,
            is_sound: true,
        };
        rule_check::check(&guide, read.all_passages, &mut problems);
        match positions::load(files, &guide, &known) {
            Ok(positions) => guide.positions = positions,
            Err(found) => problems.extend(found),
        }
        guide.is_sound = !problems.has_errors();
        (Some(guide), problems)
    }

    /// Whether nothing in it is wrong, so that what it does can be judged.
    #[must_use]
    pub fn is_sound(&self) -> bool {
        self.is_sound
    }

    /// Whether all its rules could be read.
    #[must_use]
    pub fn has_all_rules(&self) -> bool {
        self.lost.is_empty()
    }

    /// Whether there is such a rule but it could not be read.
    #[must_use]
    pub fn has_lost(&self, rule: &str) -> bool {
        let file = rule.rfind('/').and_then(|end| rule.get(..=end));
        self.lost.contains(rule) || file.is_some_and(|file| self.lost.contains(file))
    }

    /// The texts of its rule files.
    pub fn texts(&self) -> impl Iterator<Item = &SourceText> {
        self.files.iter().map(|file| &file.source)
    }

    /// The file with that path and text, when it was compiled with these names.
    fn compiled(&self, source: &SourceText, names: &Names) -> Option<RuleFile> {
        let same = |file: &&RuleFile| {
            file.source.path() == source.path() && file.source.text() == source.text()
        };
        let mut files = self.files.iter().filter(|_| self.names == *names);
        files.find(same).cloned()
    }

    /// The file of a rule.
    #[must_use]
    pub fn file(&self, rule: &Rule) -> Option<&RuleFile> {
        self.files.get(rule.file)
    }

    /// The rule with that id.
    #[must_use]
    pub fn rule(&self, id: &str) -> Option<&Rule> {
        self.rules.iter().find(|rule| rule.id == id)
    }

    /// The rules that judge the applicant, a program or the list.
    pub fn rules_on(&self, subject: Role) -> impl Iterator<Item = (usize, &Rule)> {
        let rules = self.rules.iter().enumerate();
        rules.filter(move |(_, rule)| rule.function.subject() == subject)
    }

    /// The same guide with other numbers.
    #[must_use]
    pub fn with_policy(&self, policy: Policy) -> Self {
        let policy = Arc::new(policy);
        let rules = Rule::all_of(&self.files, self.manifest.kind, &policy);
        Self {
            policy,
            rules,
            ..self.clone()
        }
    }

    /// The same guide with the rules of packs that go along with every guide. Their rules come
    /// after its own and carry the name of their pack in their id.
    #[must_use]
    pub fn accompanied_by(&self, companions: &[Arc<Self>]) -> Self {
        let mut whole = Self {
            companions: companions.to_vec(),
            ..self.clone()
        };
        for companion in companions {
            let first = whole.files.len();
            whole.files.extend(companion.files.iter().cloned());
            let rules = companion.rules.iter().map(|rule| Rule {
                id: format!("{}/{}", companion.id, rule.id),
                file: first + rule.file,
                ..rule.clone()
            });
            whole.rules.extend(rules);
            let passages = companion.passages.iter();
            whole
                .passages
                .extend(passages.map(|(id, passage)| (id.clone(), passage.clone())));
            whole.manifest.add_topics(&companion.manifest.topics);
        }
        whole
    }

    /// Parameters that no rule reads.
    #[must_use]
    pub fn unread_parameters(&self) -> Vec<&str> {
        let read: BTreeSet<&String> = self
            .rules
            .iter()
            .flat_map(|rule| &rule.function.parameters)
            .collect();
        self.policy
            .keys()
            .filter(|name| !read.contains(name))
            .map(String::as_str)
            .collect()
    }
}

fn topic(id: &str, path: &str) -> String {
    let path = path
        .strip_prefix(id)
        .unwrap_or(path)
        .trim_start_matches('/');
    path.strip_suffix(".rhai").unwrap_or(path).to_owned()
}
