//! Texts of another revision, asked of `git` itself.

use std::collections::BTreeMap;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::thread;

use crate::dataset::Files;
use crate::place::{Place, Problem, Problems, SourceText};

/// A revision of the repository in which the command is run.
pub(super) struct Repository {
    revision: String,
    /// The tree of the revision.
    tree: String,
    /// The repository's folder.
    top: PathBuf,
}

impl Repository {
    /// Finds the revision of that name.
    pub(super) fn find(revision: &str) -> Result<Self, Problem> {
        let help = "OLD and NEW are folders, office policies, or git revisions such as HEAD~1";
        if revision.starts_with('-') {
            let message = format!("`{revision}` is no folder, file or git revision");
            return Err(Problem::error(message).help(help));
        }
        let top = git(Path::new("."), &["rev-parse", "--show-toplevel"])?;
        if !top.status.success() {
            let message =
                format!("there is no folder or file `{revision}`, and no git repository here");
            return Err(Problem::error(message).help(help));
        }
        let top = PathBuf::from(line(&top.stdout));
        let name = format!("{revision}^{{tree}}");
        let tree = git(&top, &["rev-parse", "--verify", "--quiet", &name])?;
        if !tree.status.success() {
            let message = format!("there is no folder, file or git revision `{revision}`");
            return Err(Problem::error(message).help(help));
        }
        Ok(Self {
            revision: revision.to_owned(),
            tree: line(&tree.stdout),
            top,
        })
    }

    /// The texts of a folder in that revision, by their paths inside: of the one that lies there on
    /// disk now, or else of that name where the command is run. None when the revision lacks it.
    pub(super) fn folder(
        &self,
        now: Option<&Path>,
        name: &str,
    ) -> Result<BTreeMap<String, SourceText>, Problems> {
        let folder = match now {
            Some(now) => absolute(now)?,
            None => absolute(Path::new("."))?.join(name),
        };
        let top = absolute(&self.top)?;
        let Ok(inside) = folder.strip_prefix(&top) else {
            return Ok(BTreeMap::new());
        };
        let prefix = inside.to_string_lossy().replace('\\', "/");
        let prefix = if prefix.is_empty() {
            String::new()
        } else {
            format!("{prefix}/")
        };
        let mut arguments = vec!["ls-tree", "-r", "-z", "--full-tree", &self.tree];
        if !prefix.is_empty() {
            arguments.extend(["--", &prefix]);
        }
        let listed = git(&self.top, &arguments)?;
        if !listed.status.success() {
            return Err(self.refused(&listed).into());
        }
        let mut wanted: Vec<(String, String)> = Vec::new();
        for entry in listed.stdout.split(|byte| *byte == 0) {
            let entry = String::from_utf8_lossy(entry);
            let Some((about, path)) = entry.split_once('\t') else {
                continue;
            };
            let mut about = about.split(' ').skip(1);
            let (Some("blob"), Some(id)) = (about.next(), about.next()) else {
                continue;
            };
            let is_text = [".yaml", ".rhai"]
                .iter()
                .any(|ending| path.ends_with(ending));
            let own = path.strip_prefix(&prefix).filter(|_| is_text);
            let hidden = |path: &str| path.split('/').any(|name| name.starts_with('.'));
            if let Some(own) = own.filter(|own| !hidden(own)) {
                wanted.push((own.to_owned(), id.to_owned()));
            }
        }
        self.texts(&prefix, wanted)
    }

    fn texts(
        &self,
        prefix: &str,
        wanted: Vec<(String, String)>,
    ) -> Result<BTreeMap<String, SourceText>, Problems> {
        let ids: Vec<&str> = wanted.iter().map(|(_, id)| id.as_str()).collect();
        let blobs = self.blobs(&ids)?;
        let mut problems = Problems::new();
        let mut texts = BTreeMap::new();
        for ((path, _), bytes) in wanted.into_iter().zip(blobs) {
            let shown = format!("{}:{prefix}{path}", self.revision);
            match Files::decoded(&shown, bytes) {
                Ok(text) => drop(texts.insert(path, text)),
                Err(problem) => problems.push(problem),
            }
        }
        problems.or(texts)
    }

    /// The contents of these objects, in their order.
    fn blobs(&self, ids: &[&str]) -> Result<Vec<Vec<u8>>, Problem> {
        let asked = ids.join("\n") + "\n";
        let mut child = command(&self.top, &["cat-file", "--batch"])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .map_err(|error| missing(&error))?;
        let pipe = child.stdin.take();
        // Written beside the reading: a pipe holds only so much.
        let asking = thread::spawn(move || pipe.map(|mut pipe| pipe.write_all(asked.as_bytes())));
        let output = child.wait_with_output().map_err(|error| missing(&error))?;
        // What was not asked is missed below.
        let _ = asking.join();
        let mut rest = output.stdout.as_slice();
        let mut blobs = Vec::new();
        for _ in ids {
            let blob = blob(&mut rest).ok_or_else(|| self.refused(&output))?;
            blobs.push(blob);
        }
        Ok(blobs)
    }

    fn refused(&self, output: &Output) -> Problem {
        let why = line(&output.stderr);
        let problem = Problem::error("git could not read this revision");
        let problem = problem.at(Place::file(&self.revision));
        if why.is_empty() {
            problem
        } else {
            problem.help(why)
        }
    }
}

/// The next object of what `git cat-file --batch` writes: `ID blob SIZE`, its bytes, a line break.
fn blob(rest: &mut &[u8]) -> Option<Vec<u8>> {
    let end = rest.iter().position(|byte| *byte == b'\n')?;
    let header = std::str::from_utf8(rest.get(..end)?).ok()?;
    let size: usize = header.rsplit_once(' ')?.1.parse().ok()?;
    let body = rest.get(end + 1..)?;
    let blob = body.get(..size)?.to_vec();
    *rest = body.get(size + 1..).unwrap_or_default();
    Some(blob)
}

fn command(folder: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new("git");
    command.arg("-C").arg(folder).args(arguments);
    command
}

fn git(folder: &Path, arguments: &[&str]) -> Result<Output, Problem> {
    let output = command(folder, arguments).stdin(Stdio::null()).output();
    output.map_err(|error| missing(&error))
}

fn missing(error: &io::Error) -> Problem {
    let problem = Problem::error(format!("`git` could not be run: {error}"));
    problem.help("revisions are read with git; install it, or name a folder or an office policy")
}

fn line(bytes: &[u8]) -> String {
    let text = String::from_utf8_lossy(bytes);
    text.lines().next().unwrap_or_default().to_owned()
}

fn absolute(path: &Path) -> Result<PathBuf, Problem> {
    let shown = path.display().to_string();
    let here = std::path::absolute(path).map_err(|error| {
        Problem::error(format!("this cannot be read: {error}")).at(Place::file(&shown))
    })?;
    // A folder that is not there any more has no canonical path of its own, but its parent has.
    let known = here.ancestors().find_map(|part| {
        let canonical = part.canonicalize().ok()?;
        Some(canonical.join(here.strip_prefix(part).ok()?))
    });
    Ok(known.unwrap_or(here))
}
