use std::collections::BTreeSet;
use std::io::{self, Write};
use std::path::PathBuf;
use std::sync::Arc;
use std::thread;
use std::time::Duration;

use arc_swap::ArcSwap;

use crate::guide::Guide;
use crate::place::Problems;
use crate::report::plural;
use crate::watch::Fingerprint;

use super::changes::changes;
use super::diff::gate::{Gate, Weighed, confirmed, not_weighed};
use super::evaluate::Evaluate;
use super::evaluated::Evaluated;
use super::on_disk::{Kind, OnDisk};
use super::proof::Proof;
use super::screen::Screen;
use super::world::World;
use super::{Failure, diagnostic};

/// How long to wait before files that could not be used are read once more: they may have been
/// read in the middle of a save.
pub(crate) const SECOND_LOOK: Duration = Duration::from_millis(150);

/// Every applicant evaluated with the same rules and data.
pub(crate) type All = Vec<Evaluated>;

/// What is in force now, and what it was made from.
pub(crate) struct Live {
    /// One for each applicant.
    evaluates: Vec<Evaluate>,
    disk: OnDisk,
    /// The last good evaluations. Whoever works with them keeps them, also when the next ones are
    /// there.
    current: Arc<ArcSwap<All>>,
    /// The files of the last good evaluations.
    good: Fingerprint,
    /// What was wrong with the files when they were last read and not good.
    broken: Option<Problems>,
    proof: Proof,
    /// What a save may change before somebody confirms it.
    gate: Option<Gate>,
}

/// What came of files that were saved.
#[derive(Debug)]
pub(crate) enum Offered {
    /// They are in force.
    Taken {
        before: Arc<All>,
        after: Arc<All>,
        files: BTreeSet<PathBuf>,
    },
    /// They can be used, and change more than they may.
    Held(Box<Held>),
    /// They cannot be used, for these reasons.
    Refused(Problems),
    /// None of them is read.
    Unread,
    /// They changed again while they were read: what was read may be half of one version and half
    /// of the next.
    Moving,
}

/// A version that changes more than it may, ready to be put in force.
#[derive(Debug)]
pub(crate) struct Held {
    after: Arc<All>,
    files: BTreeSet<PathBuf>,
    weighed: Result<Weighed, Problems>,
}

/// Evaluates every applicant, taking over from before what these files have not changed.
pub(crate) fn build(
    evaluates: &[Evaluate],
    before: Option<(&All, &OnDisk, &BTreeSet<PathBuf>)>,
) -> Result<All, Problems> {
    let Some(first) = evaluates.first() else {
        return Ok(All::new());
    };
    let world = match before.and_then(|(all, disk, files)| Some((all.first()?, disk.stale(files))))
    {
        Some((before, stale)) => World::load_after(Some((&before.world, &stale)), &first.world),
        None => World::load(&first.world),
    };
    let world = Arc::new(world?);
    let mut problems = Problems::new();
    let mut all = All::new();
    for (number, evaluate) in evaluates.iter().enumerate() {
        let before = before.and_then(|(all, ..)| all.get(number));
        match evaluate.evaluate_in(world.clone(), before) {
            Ok(one) => all.push(one),
            Err(found) => problems.extend(found),
        }
    }
    problems.or(all)
}

impl Live {
    pub(crate) fn new(
        evaluates: Vec<Evaluate>,
        disk: OnDisk,
        first: All,
        good: Fingerprint,
    ) -> Self {
        Self {
            evaluates,
            disk,
            current: Arc::new(ArcSwap::from_pointee(first)),
            good,
            broken: None,
            proof: Proof::default(),
            gate: None,
        }
    }

    /// The same, keeping changes over a budget out of force until somebody confirms them.
    pub(crate) fn with_gate(self, gate: Option<Gate>) -> Self {
        Self { gate, ..self }
    }

    /// What is in force, for others to look at while it is exchanged.
    #[cfg(test)]
    pub(crate) fn current(&self) -> Arc<ArcSwap<All>> {
        self.current.clone()
    }

    /// Says what is watched, and which cases disagree already.
    pub(crate) fn announce(&mut self, err: &mut dyn Write) -> Result<(), Failure> {
        let names = self.disk.names();
        let rules = if self.disk.has_rules() {
            ""
        } else {
            "; the rules are built in: to edit them, copy Preceptor's `rules` folder and pass it with --rules"
        };
        writeln!(err, "\nwatching {names}{rules} (Ctrl-C ends)")?;
        let current = self.current.load_full();
        if let Some(one) = current.first().filter(|_| self.disk.has_rules()) {
            self.proof.renew(&one.world, &one.guides());
            self.say_proof(None, " already", err)?;
        }
        Ok(())
    }

    /// Shows what the saved files change, or what is wrong with them. False when they were still
    /// being written: then it is to be asked again.
    pub(crate) fn take(
        &mut self,
        seen: &Fingerprint,
        out: &mut dyn Write,
        err: &mut dyn Write,
    ) -> Result<bool, Failure> {
        let was_broken = self.broken.is_some();
        let mut offered = self.offer(seen);
        if matches!(offered, Offered::Refused(_)) {
            thread::sleep(SECOND_LOOK);
            offered = self.offer(seen);
        }
        match offered {
            Offered::Unread => {}
            Offered::Moving => return Ok(false),
            Offered::Refused(problems) => self.refuse(problems, out, err)?,
            Offered::Held(held) => self.hold(*held, seen, (out, err))?,
            Offered::Taken {
                before,
                after,
                files,
            } => self.show(&before, &after, &files, was_broken, out, err)?,
        }
        Ok(true)
    }

    /// Builds everything off to the side from what the files hold, and puts it in force if all of
    /// it is good and the files stood still meanwhile.
    pub(crate) fn offer(&mut self, seen: &Fingerprint) -> Offered {
        let files = self.disk.read_of(&self.good, seen);
        if files.is_empty() && self.broken.is_none() {
            self.good = seen.clone();
            return Offered::Unread;
        }
        let before = self.current.load_full();
        let built = build(&self.evaluates, Some((&before, &self.disk, &files)));
        if !seen.holds(&self.disk.watched()) {
            return Offered::Moving;
        }
        match built {
            Ok(all) => {
                let after = Arc::new(all);
                let weighed = self.gate.as_ref().map(Gate::weigh);
                if !seen.holds(&self.disk.watched()) {
                    return Offered::Moving;
                }
                match weighed {
                    Some(Ok(weighed)) if weighed.over.is_none() => {
                        self.put_in_force(after.clone(), seen, Some(weighed));
                    }
                    Some(weighed) => {
                        return Offered::Held(Box::new(Held {
                            after,
                            files,
                            weighed,
                        }));
                    }
                    None => self.put_in_force(after.clone(), seen, None),
                }
                Offered::Taken {
                    before,
                    after,
                    files,
                }
            }
            Err(problems) => {
                self.broken.get_or_insert_default();
                Offered::Refused(problems)
            }
        }
    }

    fn put_in_force(&mut self, all: Arc<All>, seen: &Fingerprint, weighed: Option<Weighed>) {
        self.current.store(all);
        self.good = seen.clone();
        self.broken = None;
        if let (Some(gate), Some(weighed)) = (&mut self.gate, weighed) {
            gate.take(weighed);
        }
    }

    /// Shows what a change over budget does, and puts it in force if somebody confirms it.
    fn hold(
        &mut self,
        held: Held,
        seen: &Fingerprint,
        (out, err): (&mut dyn Write, &mut dyn Write),
    ) -> Result<(), Failure> {
        let weighed = match held.weighed {
            Ok(weighed) => weighed,
            Err(problems) => return Ok(not_weighed(&problems, err)?),
        };
        let words = weighed.over.clone().unwrap_or_default();
        writeln!(err, "\n{words}")?;
        if !confirmed(err)? {
            return Ok(());
        }
        let before = self.current.load_full();
        let was_broken = self.broken.is_some();
        self.put_in_force(held.after.clone(), seen, Some(weighed));
        self.show(&before, &held.after, &held.files, was_broken, out, err)
    }

    fn show(
        &mut self,
        before: &All,
        after: &All,
        files: &BTreeSet<PathBuf>,
        was_broken: bool,
        out: &mut dyn Write,
        err: &mut dyn Write,
    ) -> Result<(), Failure> {
        let (Some(then), Some(now)) = (before.first(), after.first()) else {
            return Ok(());
        };
        let screen = Screen::new(&self.evaluates);
        screen.clear(out)?;
        let again = if was_broken { "all good again; " } else { "" };
        let changes = changes(&then.world, &now.world, files, &self.disk);
        writeln!(
            err,
            "\nreloaded: {again}{changes}: {}",
            screen.effect(before, after)
        )?;
        screen.show(before, after, out)?;
        out.flush()?;
        let touched = self.touched(&now.world, files);
        if !touched.is_empty() {
            let known = self.proof.sentence();
            self.proof.renew(&now.world, &touched);
            self.say_proof(known, "", err)?;
        }
        Ok(())
    }

    /// Shows what is wrong with files that cannot be used, and what stands meanwhile.
    fn refuse(
        &mut self,
        problems: Problems,
        out: &mut dyn Write,
        err: &mut dyn Write,
    ) -> Result<(), Failure> {
        let screen = Screen::new(&self.evaluates);
        let why = plural(problems.len(), "problem");
        // The same again, with other files saved, is no news on paper; a screen shows it whole.
        let is_news = self.broken.as_ref() != Some(&problems);
        screen.clear(out)?;
        writeln!(err)?;
        if is_news || screen.is_terminal() {
            diagnostic::write(&problems, err)?;
        }
        writeln!(
            err,
            "not reloaded: {why}; the last good result still stands"
        )?;
        self.broken = Some(problems);
        screen.show_again(&self.current.load(), out)
    }

    /// The guides that these files can change.
    fn touched(&self, world: &World, files: &BTreeSet<PathBuf>) -> Vec<Arc<Guide>> {
        let touches = |guide: &&Arc<Guide>| {
            files.iter().any(|path| match self.disk.kind(path) {
                Kind::Guide(id) => guide.id == id,
                Kind::Shared | Kind::Reference => true,
                Kind::Profile | Kind::Policy | Kind::Program(_) | Kind::Unread => false,
            })
        };
        let guides = world.published.guides.iter();
        guides.filter(touches).cloned().collect()
    }

    /// Says in one line which cases disagree with what is in force, or that they agree again.
    fn say_proof(
        &self,
        known: Option<String>,
        already: &str,
        err: &mut dyn Write,
    ) -> io::Result<()> {
        diagnostic::write(&self.proof.problems, err)?;
        match (self.proof.sentence(), known) {
            (Some(sentence), _) => writeln!(
                err,
                "note: {sentence}{already} with the rules and numbers in force; `preceptor test` shows which"
            ),
            (None, Some(_)) if self.proof.problems.is_empty() => {
                writeln!(err, "note: all cases agree again")
            }
            (None, _) => Ok(()),
        }
    }
}
