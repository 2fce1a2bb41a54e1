use std::io::Write;

use clap::Args;

use crate::guide::LIB;
use crate::place::Problem;

use super::{base_case, named, rules_folder};
use crate::cli::options::WorldOptions;
use crate::cli::{Exit, Failure, writing};

/// Begin a guide: a folder with its manifest, a passage, one rule and the rule's cases.
#[derive(Debug, Args)]
pub(crate) struct NewGuide {
    /// The guide's id, which names its folder, e.g. `rural-programs`.
    name: String,
}

impl NewGuide {
    pub(crate) fn run(self, world: &WorldOptions, out: &mut dyn Write) -> Result<Exit, Failure> {
        named("guide", &self.name, '-')?;
        if self.name == LIB {
            let problem = Problem::error("`lib` holds the helpers that guides share");
            return Err(problem.help("choose another name").into());
        }
        let rules = rules_folder(world)?;
        let folder = rules.join(&self.name);
        if folder.exists() {
            let help = "choose another name; to add a rule to this guide: `preceptor new rule`";
            return Err(writing::refused(
                &folder,
                "there is such a guide already",
                help,
            ));
        }
        let schema = |name: &str, deep: usize| {
            let path = folder.join(if deep == 1 {
                "cases/example.yaml"
            } else {
                name
            });
            writing::schema_beside(&path, name)
                .unwrap_or_else(|| format!("{}../schemas/{name}", "../".repeat(deep + 1)))
        };
        let text = |template: &str, name: &str, deep: usize| {
            let body = template.replace("NAME", &self.name);
            format!(
                "# yaml-language-server: $schema={}\n{body}",
                schema(name, deep)
            )
        };
        let files = [
            ("guide.yaml", text(GUIDE, "guide.json", 0)),
            ("passages.yaml", text(PASSAGES, "passages.json", 0)),
            ("example.rhai", RULES.to_owned()),
            ("cases/example.yaml", text(&cases(), "cases.json", 1)),
        ];
        let files = files.map(|(name, text)| (name.to_owned(), text));
        writing::folder(&folder, &files)?;
        let (shown, name) = (folder.display(), &self.name);
        writeln!(
            out,
            "{shown}: guide.yaml, passages.yaml, example.rhai, cases/example.yaml\n"
        )?;
        writeln!(
            out,
            "Next: say in guide.yaml what the guide is and whom it is for, list its passages, then"
        )?;
        writeln!(out, "  preceptor new rule {name}/TOPIC/NAME --passage ID")?;
        writeln!(out, "  preceptor check")?;
        writeln!(out, "  preceptor test --guide {name}")?;
        Ok(Exit::Done)
    }
}

/// The cases of the example.
fn cases() -> String {
    let base = [base_case::APPLICANT, base_case::PROGRAM].join("\n");
    let about = "about: Which programs are open to IMGs\nas_of: 2026-11-01";
    format!("{about}\n\n{base}\n{CASES}")
}

const GUIDE: &str = r#"title: NAME, the published guide's own title
short: NAME
kind: guide
source:
  document: the published document
  # address: https://example.org/guide
for: Whom the guide is for, in one sentence

# An applicant must be all of this; leave it out when the guide is for everyone.
applies_to:
  - field: type_of_graduate
    any_of: [img]
    otherwise: this guide is for graduates of medical schools outside the US and Canada

tiers: # best first
  - { id: "1", title: Open, meaning: "makes a point of taking IMGs" }
  - { id: "2", title: Possible, meaning: "everything else that is an option" }

topics: # of bands and advice, in the order of the plan
  - { id: list, title: Program list }

# The numbers that an advisor may tune. Rules read them as `policy.name`.
parameters:
  many_imgs_percent:
    meaning: from this share of IMGs among the residents on, a program is open to them
    number: 40
    range: [0, 100]
    basis: { reading: "an example; say `guide: ID` where the guide gives the number" }
"#;

const PASSAGES: &str = r#"# Every passage of the guide that rules act on, in your own words.
EX-01: { section: "The heading it stands under", lines: "1", kind: tier, summary: "Programs in which IMGs make up a good part of the residents come first." }
"#;

const RULES: &str = r#"//! What this topic is about.

/// IMGs make up a good part of the residents.
///
/// Say here why that matters and what to do about it.
/// cites: EX-01
fn open_to_imgs(applicant, program, policy) {
    if program.img_percent >= policy.many_imgs_percent {
        tier("1", `${program.img_percent}% of its residents are IMGs`)
    }
}
"#;

const CASES: &str = "rules:
  example/open_to_imgs:
    fires:
      - { finds: 60% of its residents }
      - { program.img_percent.value: 40 }
    quiet:
      - { program.img_percent.value: 39 }
    unknown:
      - { program.img_percent: null }
";
