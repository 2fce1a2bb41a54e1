//! Going through the groups on a terminal.

use std::io::{BufRead, Write};

use super::accept::accept;
use super::folder::Folder;
use super::outcomes::Compared;
use crate::cli::output::width;
use crate::cli::world::World;
use crate::cli::{Exit, Failure};
use crate::report::{Paper, Tested, plural, write_group};
use crate::review::pinned::Group;

/// What is asked of each group.
const ASKED: &str = "[a]ccept, [s]kip, [q]uit? ";

/// Asks of each group whether it is accepted, and once for the reason. What is accepted is written
/// at the end, all at once; `quit` keeps what was accepted until then.
pub(super) fn run(
    folder: &Folder,
    compared: &Compared,
    world: &World,
    top: usize,
    answers: &mut dyn BufRead,
    out: &mut dyn Write,
) -> Result<Exit, Failure> {
    let tested = Tested {
        groups: &compared.groups,
        catalogue: &world.catalogue,
        top,
    };
    let mut accepted: Vec<&Group> = Vec::new();
    let all = compared.groups.len();
    for (number, group) in (1..).zip(&compared.groups) {
        writeln!(out)?;
        let first = format!("{number} of {all}: ");
        write_group(&tested, &first, group, &mut Paper::new(out, width()))?;
        match asked(answers, out)? {
            Answer::Accept => accepted.push(group),
            Answer::Skip => {}
            Answer::Quit => break,
        }
    }
    if accepted.is_empty() {
        let what = match all {
            0 => "everything is as it is pinned",
            _ => "nothing was accepted, and nothing written",
        };
        writeln!(out, "{what}")?;
    } else {
        write!(out, "Why is that right? ")?;
        let reason = read(answers, out)?.unwrap_or_default();
        if reason.is_empty() {
            writeln!(
                out,
                "without a reason nothing is accepted, and nothing written"
            )?;
            return Ok(Exit::CheckFailed);
        }
        accept(folder, compared, &accepted, &reason, world, out)?;
    }
    let left = all - accepted.len();
    if left > 0 {
        writeln!(out, "{} still not as pinned", plural(left, "group"))?;
        return Ok(Exit::CheckFailed);
    }
    Ok(Exit::Done)
}

/// What is to become of a group.
enum Answer {
    Accept,
    Skip,
    Quit,
}

fn asked(answers: &mut dyn BufRead, out: &mut dyn Write) -> Result<Answer, Failure> {
    loop {
        write!(out, "{ASKED}")?;
        let Some(answer) = read(answers, out)? else {
            return Ok(Answer::Quit);
        };
        match answer.as_str() {
            "a" | "accept" | "y" => return Ok(Answer::Accept),
            "s" | "skip" | "n" | "" => return Ok(Answer::Skip),
            "q" | "quit" => return Ok(Answer::Quit),
            _ => writeln!(out, "write a, s or q")?,
        }
    }
}

/// One line of what is typed; nothing at its end.
fn read(answers: &mut dyn BufRead, out: &mut dyn Write) -> Result<Option<String>, Failure> {
    out.flush()?;
    let mut line = String::new();
    let read = answers.read_line(&mut line)?;
    Ok((read > 0).then(|| line.trim().to_owned()))
}
