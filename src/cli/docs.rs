use std::fmt::Write as _;
use std::io::Write;
use std::path::PathBuf;

use clap::Args;

use crate::report::markdown;

use super::options::WorldOptions;
use super::world::{Guidance, guidance};
use super::{Exit, Failure, docs_guide, docs_vocabulary, writing};

/// Write a reference of every guide, number and rule, and of what rules can say, as Markdown.
#[derive(Debug, Args)]
pub(crate) struct Docs {
    /// The folder to write to, one file a guide; files of these names are replaced. Without it, to
    /// the terminal.
    #[arg(value_name = "FOLDER")]
    folder: Option<PathBuf>,
    /// Only this guide.
    #[arg(long, value_name = "ID")]
    guide: Option<String>,
    #[command(flatten)]
    world: WorldOptions,
}

impl Docs {
    pub(crate) fn run(self, out: &mut dyn Write) -> Result<Exit, Failure> {
        let guidance = guidance(&self.world)?;
        let pages = match &self.guide {
            Some(id) => {
                let guide = guidance.guides.find(id)?;
                vec![(format!("{id}.md"), docs_guide::page(guide))]
            }
            None => pages(&guidance),
        };
        let Some(folder) = &self.folder else {
            for (_, text) in &pages {
                writeln!(out, "{text}")?;
            }
            return Ok(Exit::Done);
        };
        for (name, text) in &pages {
            let path = folder.join(name);
            if path.exists() {
                writing::replace(&path, text)?;
            } else {
                writing::create(&path, text)?;
            }
        }
        writeln!(out, "{}: {} pages", folder.display(), pages.len())?;
        Ok(Exit::Done)
    }
}

fn pages(guidance: &Guidance) -> Vec<(String, String)> {
    let mut index = String::from(
        "# Reference\n\nMade by `preceptor docs` from the rules themselves. ‡ marks what is ours because the \
         guide gives no\nnumber.\n\n* [What rules can read, ask and find](vocabulary.md)\n",
    );
    let mut pages = vec![("vocabulary.md".to_owned(), docs_vocabulary::page())];
    for guide in &guidance.guides.guides {
        let file = format!("{}.md", guide.id);
        let title = markdown(&guide.manifest.title);
        let _ = writeln!(
            index,
            "* [{title}]({file}): {} rules, {} numbers and sets, {} passages",
            guide.rules.len(),
            guide.policy.len(),
            guide.passages.len()
        );
        pages.push((file, docs_guide::page(guide)));
    }
    pages.insert(0, ("README.md".to_owned(), index));
    pages
}
