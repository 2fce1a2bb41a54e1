use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::dataset::{Files, Tree, yaml};
use crate::model::{Effect, PROGRAM, Policy, Stage};
use crate::place::{Problem, Problems, SourceText};
use crate::script::{Host, Names, Role, RuleFile, RuleFunction};

use super::raw::{RawGuide, RawPassage, RawPassages};
use super::{
    ComparedTopic, GuideKind, Manifest, Passage, Position, manifest_check, parameters, positions,
};

/// One rule of a guide.
#[derive(Debug, Clone)]
pub struct Rule {
    /// Its id within the guide: `topic/name`.
    pub id: String,
    /// The number of its file.
    file: usize,
    /// What the rule file says of it.
    pub function: RuleFunction,
    /// The parameters it uses that are readings: ours, not the guide's.
    pub readings: Vec<String>,
    /// What kind of pack it comes from.
    pub kind: GuideKind,
    /// The parameters in force for it: those of its own pack.
    pub policy: Arc<Policy>,
}

impl Rule {
    /// Whether it counts in that stage of the season.
    #[must_use]
    pub fn counts_in(&self, stage: Stage) -> bool {
        let stages = &self.function.documentation.stages;
        stages.is_empty() || stages.iter().any(|name| name == stage.as_str())
    }

    /// Whether it may return that effect.
    #[must_use]
    pub fn may(&self, effect: &str) -> bool {
        self.function
            .effects
            .iter()
            .any(|shape| shape.word == effect)
    }
}

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
        let read = read_manifest(files, id, &mut problems);
        let names = read
            .as_ref()
            .map(|read| names(&read.manifest, &read.policy, &read.parameters));
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
            rules: rules(&rule_files, read.manifest.kind, &policy),
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
        guide.check(read.all_passages, &mut problems);
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
        let rules = rules(&self.files, self.manifest.kind, &policy);
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

    fn check(&self, all_passages: bool, problems: &mut Problems) {
        let stages: Vec<&str> = Stage::ALL.iter().map(|stage| stage.as_str()).collect();
        for rule in &self.rules {
            let Some(file) = self.file(rule) else {
                continue;
            };
            let at = |message: &str| file.problem_at(&rule.function, message);
            let about = |word: &str, message: &str| in_documentation(file, rule, word, message);
            for id in &rule.function.documentation.cites {
                if all_passages && !self.passages.contains_key(id) {
                    let message = format!("rule `{}` cites `{id}`, which is no passage", rule.id);
                    let known = self.passages.keys().map(String::as_str);
                    problems.push(about(id, &message).near(id, known));
                }
            }
            for stage in &rule.function.documentation.stages {
                if !stages.contains(&stage.as_str()) {
                    let message = format!("there is no stage `{stage}`");
                    problems.push(about(stage, &message).near(stage, stages.iter().copied()));
                }
            }
            let mut effects = rule
                .function
                .effects
                .iter()
                .map(|shape| shape.word.as_str());
            if let Some((among, may)) = self.manifest.kind.limits()
                && let Some(effect) = effects.find(|effect| !may.contains(effect))
            {
                let message = format!("`{effect}` cannot stand among {among}");
                let may = may.join(", ");
                problems.push(at(&message).help(format!("they may only find: {may}")));
            }
        }
    }

    /// What is wrong with an effect that names a tier, topic, pillar or field there is not. Names
    /// written out in a rule are checked when it loads; this is for names a rule works out.
    #[must_use]
    pub fn misnamed(&self, effect: &Effect) -> Option<String> {
        let manifest = &self.manifest;
        let (what, name, exists) = match effect {
            Effect::Tier { id, .. } => ("tier", id, manifest.tier_rank(id).is_some()),
            Effect::Group { id, .. } => (
                "group",
                id,
                manifest.groups.iter().any(|known| *known.id == **id),
            ),
            Effect::Share { of, .. } => (
                "tier, group or setting",
                of,
                manifest.parts().any(|known| *known == **of),
            ),
            Effect::Band { topic, .. } | Effect::Advise { topic, .. } => (
                "topic",
                topic,
                manifest.topics.iter().any(|known| *known.id == **topic),
            ),
            Effect::Strength { pillar, .. } => (
                "pillar",
                pillar,
                manifest.pillars.iter().any(|known| *known.id == **pillar),
            ),
            Effect::Verify { field, .. } => ("field", field, PROGRAM.position(field).is_some()),
            _ => return None,
        };
        (!exists).then(|| format!("there is no {what} `{name}`"))
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

/// What `guide.yaml` and `passages.yaml` say, and the names of all parameters, broken ones too.
struct Read {
    manifest: Manifest,
    policy: Policy,
    passages: BTreeMap<String, Passage>,
    /// Whether the passages could be read, so that one which is not there is an error.
    all_passages: bool,
    parameters: Vec<String>,
}

fn read_manifest(files: &Files, id: &str, problems: &mut Problems) -> Option<Read> {
    let source = files.read(&format!("{id}/guide.yaml")).map_err(|problem| {
        problem.help(format!(
            "a guide is a folder with a guide.yaml; `{id}` has none, so its rules cannot be used"
        ))
    });
    let passages_source = files.read(&format!("{id}/passages.yaml"));
    let passages = passages_source.and_then(|source| yaml::parse::<RawPassages>(&source));
    let all_passages = passages.is_ok();
    let passages: BTreeMap<String, Passage> = match passages {
        Ok(raw) => raw
            .into_iter()
            .map(|(id, raw)| (id, passage(raw)))
            .collect(),
        Err(problem) => {
            problems.push(problem);
            BTreeMap::new()
        }
    };
    let parsed = source.and_then(|source| Ok((yaml::parse(&source)?, Tree::parse(&source)?)));
    let (mut raw, tree): (RawGuide, Tree) =
        parsed.map_err(|problem| problems.push(problem)).ok()?;
    let known = |id: &str| !all_passages || passages.contains_key(id);
    let parameters = std::mem::take(&mut raw.parameters);
    let named = parameters.keys().cloned().collect();
    let policy = parameters::check(parameters, &tree, known, problems);
    let manifest = Manifest::of(raw);
    manifest_check::check(&manifest, &tree, known, problems);
    Some(Read {
        manifest,
        policy,
        passages,
        all_passages,
        parameters: named,
    })
}

fn passage(raw: RawPassage) -> Passage {
    raw.into()
}

fn topic(id: &str, path: &str) -> String {
    let path = path
        .strip_prefix(id)
        .unwrap_or(path)
        .trim_start_matches('/');
    path.strip_suffix(".rhai").unwrap_or(path).to_owned()
}

fn names(manifest: &Manifest, policy: &Policy, parameters: &[String]) -> Names {
    let kind = |name: &str| policy.get(name).map_or("unknown", |p| p.setting.kind());
    Names {
        groups: manifest
            .groups
            .iter()
            .map(|group| group.id.clone())
            .collect(),
        parameters: parameters
            .iter()
            .map(|name| (name.clone(), kind(name)))
            .collect(),
        tiers: manifest.tiers.iter().map(|tier| tier.id.clone()).collect(),
        topics: manifest
            .topics
            .iter()
            .map(|topic| topic.id.clone())
            .collect(),
        pillars: manifest
            .pillars
            .iter()
            .map(|pillar| pillar.id.clone())
            .collect(),
    }
}

fn rules(files: &[RuleFile], kind: GuideKind, policy: &Arc<Policy>) -> Vec<Rule> {
    let mut rules: Vec<Rule> = Vec::new();
    for (number, file) in files.iter().enumerate() {
        for function in &file.rules {
            let readings = function.parameters.iter().filter(|name| {
                policy
                    .get(*name)
                    .is_some_and(crate::model::Parameter::is_reading)
            });
            rules.push(Rule {
                id: format!("{}/{}", file.topic, function.name),
                file: number,
                readings: readings.cloned().collect(),
                kind,
                policy: policy.clone(),
                function: function.clone(),
            });
        }
    }
    rules
}

/// A problem with a word in the `///` block above a rule.
fn in_documentation(file: &RuleFile, rule: &Rule, word: &str, message: &str) -> Problem {
    let header = rule.function.place.line;
    let above = (1..header).rev().map_while(|row| {
        let line = file
            .source
            .line(row)
            .filter(|line| line.trim_start().starts_with("///"))?;
        Some((row, line))
    });
    let found = above.into_iter().find_map(|(row, line)| {
        let before = line.get(..line.find(word)?)?;
        Some((row, u32::try_from(before.chars().count()).ok()? + 1))
    });
    match found {
        Some((row, column)) => file.source.problem(row, column, 0, message),
        None => file.problem_at(&rule.function, message),
    }
}
