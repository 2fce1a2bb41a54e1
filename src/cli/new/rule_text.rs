//! The text of a rule to begin with, and of its cases.

use clap::ValueEnum;

use super::base_case;

/// What a rule judges.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum About {
    /// A program, for the applicant.
    Program,
    /// The applicant alone.
    Applicant,
    /// Where the applicant stands after the rules about the applicant alone.
    Standing,
    /// The list of programs.
    List,
}

impl About {
    /// The rule file with the rule at its end.
    pub(super) fn code(
        self,
        old: Option<&str>,
        (topic, name): (&str, &str),
        passages: &[String],
    ) -> String {
        let (subject, condition, effect) = match self {
            Self::Program => (
                "applicant, program",
                "applicant.needs_visa && program.visas.j1 == \"no\"",
                "verify(\"visas.j1\", \"say here what to ask the program\")",
            ),
            Self::Applicant => (
                "applicant",
                "applicant.step2_ck.failed",
                "flag(\"say here what the concern is\")",
            ),
            Self::Standing => (
                "applicant, standing",
                "standing.concerns > 0",
                "flag(\"say here what the concern is\")",
            ),
            Self::List => (
                "applicant, list",
                "list.placed == 0",
                "flag(\"say here what the concern is\")",
            ),
        };
        let cites = passages.join(", ");
        let rule = format!(
            "/// Say here in one sentence what the rule finds.\n///\n/// Say here why it matters, and \
             what to do about it.\n/// cites: {cites}\nfn {name}({subject}) {{\n    if {condition} \
             {{\n        {effect}\n    }}\n}}\n"
        );
        match old {
            None => format!("//! {topic}: say here what this topic is about.\n\n{rule}"),
            Some(old) => {
                let rule = if old.contains("\r\n") {
                    rule.replace('\n', "\r\n")
                } else {
                    rule
                };
                let end = if old.contains("\r\n") { "\r\n" } else { "\n" };
                format!("{}{end}{end}{rule}", old.trim_end())
            }
        }
    }

    /// A file of cases for the rule.
    pub(super) fn cases(self, schema: &str, rule: &str) -> String {
        let (base, outcomes) = match self {
            Self::Program => (
                [base_case::PROGRAM, "\n"].concat(),
                "    fires:\n      - { finds: visas.j1 }\n    quiet:\n      - { program.visas.j1.value: yes }\n    unknown:\n      - { program.visas: null }\n",
            ),
            Self::Applicant => (
                String::new(),
                "    fires:\n      - { applicant.step2_ck: { taken: true, result: fail, attempts: 1 } }\n    quiet:\n      - { }\n    unknown:\n      - { applicant.step2_ck: null }\n",
            ),
            Self::Standing => (
                "standing: { pillars_held: 0, pillars_possible: 0, concerns: 1 }\n\n".to_owned(),
                "    fires:\n      - { }\n    quiet:\n      - { standing.concerns: 0 }\n",
            ),
            Self::List => (
                "list: { placed: 0, possible: 0, unplaced: 0, excluded: 0, total: 0, fee: 0 }\n\n"
                    .to_owned(),
                "    fires:\n      - { }\n    quiet:\n      - { list.placed: 30 }\n",
            ),
        };
        let applicant = base_case::APPLICANT;
        format!(
            "# yaml-language-server: $schema={schema}\nabout: {rule}\nas_of: 2026-11-01\n\n{applicant}\n{base}rules:\n  {rule}:\n{outcomes}"
        )
    }
}
