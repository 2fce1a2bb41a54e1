use preceptor::model::{APPLICANT, Field, Kind, PROGRAM, Table, Words};
use preceptor::script::Role;

use super::Random;
use super::facts::OPEN;

/// A file with one rule, about a program or about the applicant alone, and the helpers it calls.
pub(crate) fn rule_file(random: &mut Random, about: Role) -> String {
    let mut writer = Writer {
        random,
        about,
        helpers: Vec::new(),
    };
    let body = writer.body(3);
    let (subjects, helpers) = (writer.subjects(), writer.helpers.join("\n"));
    format!(
        "{helpers}\n/// It finds something.\n/// cites: A-01\nfn found({subjects}) {{\n{body}\n}}\n"
    )
}

struct Writer<'a> {
    random: &'a mut Random,
    about: Role,
    helpers: Vec<String>,
}

impl Writer<'_> {
    fn subjects(&self) -> &'static str {
        if self.is_about_programs() {
            "applicant, program, policy"
        } else {
            "applicant, policy"
        }
    }

    fn is_about_programs(&self) -> bool {
        self.about == Role::Program
    }

    /// What the rule is about.
    fn table(&self) -> &'static Table {
        if self.is_about_programs() {
            &PROGRAM
        } else {
            &APPLICANT
        }
    }

    fn body(&mut self, depth: usize) -> String {
        let condition = self.truth(depth);
        let effects = self.effects();
        match self.random.below(8) {
            0 => {
                let (word, other) = (self.effects(), self.effects());
                let (a, b) = (self.truth(1), self.truth(1));
                format!(
                    "if {condition} {{ {effects} }} else if {a} {{ {word} }} else if {b} {{ {other} }}"
                )
            }
            1 => {
                let early = self.effects();
                let when = self.truth(1);
                format!("if {when} {{ return {early}; }}\nif {condition} {{ {effects} }}")
            }
            2 => {
                let (text, a, b) = (self.text(1), self.literal(), self.literal());
                let (one, other) = (self.effects(), self.effects());
                let guard = self.truth(1);
                let value = format!("if {condition} {{ {a} }} else {{ {text} }}");
                format!(
                    "let v = {value};\nswitch v {{ {a} if {guard} => {one}, {b} => {other}, _ => {effects} }}"
                )
            }
            3 => {
                let kept = self.number(1);
                let more = self.number(0);
                format!("let v = {kept};\nif v >= {more} && {condition} {{ {effects} }}")
            }
            4 => {
                let table = self.table();
                let field = self.field(table, |kind| matches!(kind, Kind::Text(Words::Of(_))));
                let Some((path, Kind::Text(Words::Of(words)))) = field else {
                    return effects;
                };
                let (a, b) = (*self.random.of(words), *self.random.of(words));
                if a == b {
                    return format!("if {condition} {{ {effects} }}");
                }
                let other = self.effects();
                format!(
                    "switch {path} {{ \"{a}\" | \"{b}\" => {effects}, _ => if {condition} {{ {other} }} }}"
                )
            }
            _ => format!("if {condition} {{ {effects} }}"),
        }
    }

    fn effects(&mut self) -> String {
        if !self.is_about_programs() {
            return self.about_the_applicant();
        }
        let reason = self.message();
        let id = ["\"1\"", "\"2\""][self.random.below(2)];
        match self.random.below(8) {
            0 => format!("exclude({reason})"),
            1 => format!("tier({id}, {reason})"),
            2 => format!("verify(\"visas.j1\", {reason})"),
            3 => {
                let amount = self.number(1);
                format!("[points({amount}, {reason}), flag({reason})]")
            }
            4 => format!("flag({reason})"),
            _ => format!("points(policy.points, {reason})"),
        }
    }

    fn about_the_applicant(&mut self) -> String {
        let text = self.message();
        match self.random.below(7) {
            0 => format!("band(\"t\", \"a\", {text})"),
            1 => {
                let id = self.text(1);
                format!("band(\"t\", {id}, {text})")
            }
            2 => format!("[strength(\"p\", {text}), flag({text})]"),
            3 => "apply_to(policy.band)".to_owned(),
            4 => format!("apply_to({})", self.number(1)),
            5 => format!("[advise(\"t\", {text}), band(\"t\", \"b\", {text})]"),
            _ => format!("flag({text})"),
        }
    }

    fn message(&mut self) -> String {
        match self.random.below(3) {
            0 => self.literal(),
            1 => self.text(1),
            _ => {
                let a = match self.random.below(4) {
                    0 => self.number(1),
                    1 => self.text(1),
                    2 => self.any(|kind| matches!(kind, Kind::Float { .. } | Kind::Bool)),
                    _ => self.any(|kind| matches!(kind, Kind::Texts(_))),
                };
                let b = [
                    "policy.band",
                    "policy.cutoff",
                    "policy.set",
                    "policy.decimal",
                    "policy.whole",
                ][self.random.below(5)];
                format!("`has ${{{a}}} and ${{{b}}}`")
            }
        }
    }

    fn literal(&mut self) -> String {
        format!("\"{}\"", self.random.of(&OPEN))
    }

    fn truth(&mut self, depth: usize) -> String {
        if depth == 0 {
            return self.fact();
        }
        let less = depth - 1;
        match self.random.below(12) {
            0 => format!("!({})", self.truth(less)),
            1..=3 => format!("({} && {})", self.truth(less), self.truth(less)),
            4 | 5 => format!("({} || {})", self.truth(less), self.truth(less)),
            6 => {
                let (a, b, c) = (self.truth(less), self.truth(less), self.truth(less));
                format!("if {a} {{ {b} }} else {{ {c} }}")
            }
            7 | 8 => self.helper(less),
            _ => self.fact(),
        }
    }

    fn helper(&mut self, depth: usize) -> String {
        let body = self.truth(depth);
        let (kind, of) = match self.random.below(3) {
            0 => ("number", self.number(1)),
            1 => ("text", self.text(1)),
            _ => (
                "bare",
                ["policy.whole", "policy.decimal"][self.random.below(2)].to_owned(),
            ),
        };
        let own = match kind {
            "text" => format!("extra == {}", self.literal()),
            _ => format!("extra {} {}", self.sign(), self.number(0)),
        };
        let name = format!("helper_{}", self.helpers.len());
        let body = match self.random.below(3) {
            0 => format!("if {own} {{ return true; }} {body}"),
            1 => format!("let near = {own}; near && {body}"),
            _ => format!("{own} || {body}"),
        };
        self.helpers.push(format!(
            "private fn {name}({}, extra) {{ {body} }}",
            self.subjects()
        ));
        format!("{name}({}, {of})", self.subjects())
    }

    fn sign(&mut self) -> &'static str {
        ["==", "!=", "<", "<=", ">", ">="][self.random.below(6)]
    }

    fn fact(&mut self) -> String {
        match self.random.below(11) {
            0 => self.any(|kind| matches!(kind, Kind::Bool)),
            1 => {
                let any = self.any(|_| true);
                let (root, path) = any.split_once('.').unwrap();
                format!("{root}.known.{path}")
            }
            2..=4 => {
                let (a, sign, b) = (self.number(1), self.sign(), self.number(1));
                format!("{a} {sign} {b}")
            }
            5 => self.word_is(),
            6 => {
                let (item, list) = (self.text(0), self.list());
                format!("{item} in {list}")
            }
            7 => {
                let a = self.any(|kind| matches!(kind, Kind::Texts(_)));
                format!("overlap({a}, {})", self.list())
            }
            8 => {
                let of = ["policy.band", "policy.cutoff"][self.random.below(2)];
                let sign = ["==", "!="][self.random.below(2)];
                format!("place({}, {of}) {sign} \"below\"", self.number(1))
            }
            9 => self.question("has"),
            _ => {
                let (a, b) = (self.text(1), self.text(0));
                let sign = ["==", "!="][self.random.below(2)];
                format!("{a} {sign} {b}")
            }
        }
    }

    fn word_is(&mut self) -> String {
        let table = [&APPLICANT, self.table()][self.random.below(2)];
        let field = self.field(table, |kind| matches!(kind, Kind::Text(Words::Of(_))));
        let Some((path, Kind::Text(Words::Of(words)))) = field else {
            return "true".to_owned();
        };
        let sign = ["==", "!="][self.random.below(2)];
        format!("{path} {sign} \"{}\"", self.random.of(words))
    }

    fn list(&mut self) -> String {
        match self.random.below(3) {
            0 => "policy.set".to_owned(),
            1 => self.any(|kind| matches!(kind, Kind::Texts(Words::Open))),
            _ => format!("[{}, {}]", self.literal(), self.literal()),
        }
    }

    fn question(&mut self, word: &str) -> String {
        let (path, kind) = self
            .field(&APPLICANT, |kind| matches!(kind, Kind::Entries(_)))
            .unwrap();
        let Kind::Entries(fields) = kind else {
            return "true".to_owned();
        };
        let mut filter = Vec::new();
        for _ in 0..self.random.below(3) {
            let field = self.random.of(fields);
            if filter.iter().any(|(name, _)| *name == field.path) {
                continue;
            }
            let value = match field.kind {
                Kind::Bool => "true".to_owned(),
                Kind::Text(Words::Of(words)) | Kind::Texts(Words::Of(words)) => {
                    let (a, b) = (self.random.of(words), self.random.of(words));
                    let both = format!("[\"{a}\", \"{b}\"]");
                    [format!("\"{a}\""), both][self.random.below(2)].clone()
                }
                Kind::Text(Words::Open) | Kind::Texts(Words::Open) => match self.random.below(4) {
                    0 => self.literal(),
                    1 => "policy.set".to_owned(),
                    2 => self.any(|kind| matches!(kind, Kind::Text(Words::Open))),
                    _ => self.any(|kind| matches!(kind, Kind::Texts(Words::Open))),
                },
                _ => continue,
            };
            filter.push((field.path, value));
        }
        let filter: Vec<String> = filter
            .into_iter()
            .map(|(name, value)| format!("{name}: {value}"))
            .collect();
        let filter = filter.join(", ");
        if word == "total" {
            let numbers = fields.iter().filter(|f| matches!(f.kind, Kind::Int { .. }));
            let numbers: Vec<&str> = numbers.map(|field| field.path).collect();
            if numbers.is_empty() {
                return format!("count({path}, #{{ {filter} }})");
            }
            let key = self.random.of(&numbers);
            return format!("total({path}, \"{key}\", #{{ {filter} }})");
        }
        format!("{word}({path}, #{{ {filter} }})")
    }

    fn number(&mut self, depth: usize) -> String {
        if depth == 0 || self.random.percent(60) {
            return match self.random.below(8) {
                0 => "policy.whole".to_owned(),
                1 => "policy.decimal".to_owned(),
                2 => ["0", "1"][self.random.below(2)].to_owned(),
                3 => self.question("count"),
                4 => self.question("total"),
                _ => self.any(|kind| matches!(kind, Kind::Int { .. } | Kind::Float { .. })),
            };
        }
        let (a, b) = (self.number(depth - 1), self.number(depth - 1));
        match self.random.below(8) {
            0 => format!("(-{a})"),
            // These two are outside the typed form.
            1 => format!("abs({a})"),
            2 => format!("max({a}, {b})"),
            3 => format!("({a} / {b})"),
            4 => format!("({a} % {b})"),
            5 => format!("({a} * {b})"),
            6 => format!("({a} - {b})"),
            _ => format!("({a} + {b})"),
        }
    }

    fn text(&mut self, depth: usize) -> String {
        if depth == 0 {
            return match self.random.below(3) {
                0 => self.literal(),
                _ => self.any(|kind| matches!(kind, Kind::Text(Words::Open))),
            };
        }
        match self.random.below(5) {
            0 => format!("words({})", self.text(0)),
            1 => {
                let (condition, a, b) = (self.truth(0), self.text(0), self.literal());
                format!("if {condition} {{ {a} }} else {{ {b} }}")
            }
            2 => format!(
                "plural({}, \"one\", {})",
                self.question("count"),
                self.literal()
            ),
            _ => self.text(0),
        }
    }

    /// The path of some field of that kind, of the applicant or of what the rule is about.
    fn any(&mut self, kind: impl Fn(Kind) -> bool) -> String {
        let own = self.table();
        let table = [&APPLICANT, own, own][self.random.below(3)];
        let field = self.field(table, &kind);
        let field = field.or_else(|| self.field(own, &kind));
        let field = field.or_else(|| self.field(own, |kind| matches!(kind, Kind::Text(_))));
        field.unwrap().0
    }

    fn field(&mut self, table: &Table, kind: impl Fn(Kind) -> bool) -> Option<(String, Kind)> {
        let fields: Vec<&Field> = table.fields.iter().filter(|f| kind(f.kind)).collect();
        if fields.is_empty() {
            return None;
        }
        let field = self.random.of(&fields);
        Some((format!("{}.{}", table.subject, field.path), field.kind))
    }
}
