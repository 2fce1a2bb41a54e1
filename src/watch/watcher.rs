use std::sync::mpsc::{Receiver, Sender, channel};
use std::time::{Duration, Instant};

use super::signals::Signals;
use super::{Fingerprint, Watched};

/// How long nothing may happen before a change counts as whole.
const QUIET: Duration = Duration::from_millis(100);
/// How long a change may go on before it is looked at all the same.
const LONGEST: Duration = Duration::from_millis(500);
/// How often to look without having been told: a folder replaced by renaming falls silent for ever,
/// and some file systems never tell.
const PATROL: Duration = Duration::from_secs(2);

/// Waits for changes of watched files.
#[derive(Debug)]
pub struct Watcher {
    watched: Watched,
    seen: Fingerprint,
    signals: Option<Signals>,
    sender: Sender<()>,
    receiver: Receiver<()>,
}

impl Watcher {
    /// Starts to watch.
    #[must_use]
    pub fn new(watched: Watched) -> Self {
        let (sender, receiver) = channel();
        let seen = Fingerprint::default();
        let mut new = Self {
            watched,
            seen,
            signals: None,
            sender,
            receiver,
        };
        new.look();
        new
    }

    /// What the files held when they were last looked at.
    #[must_use]
    pub fn seen(&self) -> &Fingerprint {
        &self.seen
    }

    /// Waits until the files hold something else.
    pub fn wait(&mut self) {
        while !self.round() {}
    }

    /// Waits until told, or for one patrol, and says whether the files hold something else now.
    pub fn round(&mut self) -> bool {
        let told = self.receiver.recv_timeout(PATROL).is_ok();
        if told {
            self.settle();
        } else if self.seen.is_current(&self.watched) {
            return false;
        }
        let before = std::mem::take(&mut self.seen);
        self.look();
        !before.changes(&self.seen).is_empty()
    }

    /// Waits until it has been quiet for a while, but not for ever.
    fn settle(&self) {
        let start = Instant::now();
        loop {
            let left = LONGEST.saturating_sub(start.elapsed()).min(QUIET);
            if self.receiver.recv_timeout(left).is_err() {
                return;
            }
        }
    }

    /// Takes the fingerprint.
    ///
    /// The signals are set up anew each time, since any change may have replaced a folder, and
    /// before anything is read, so that nothing happens unseen in between.
    fn look(&mut self) {
        self.signals = Signals::on(&self.watched, self.sender.clone()).ok();
        self.seen = Fingerprint::of(&self.watched);
    }
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::path::Path;

    use super::*;

    /// How many rounds a change may take on a busy machine.
    const PATIENCE: usize = 5;

    fn notices(watcher: &mut Watcher) -> bool {
        (0..PATIENCE).any(|_| watcher.round())
    }

    fn watcher(path: &Path) -> Watcher {
        Watcher::new(Watched::new([path]))
    }

    #[test]
    fn a_save_by_rename_is_noticed_again_and_again() {
        let folder = tempfile::tempdir().unwrap();
        let (file, draft) = (
            folder.path().join("me.yaml"),
            folder.path().join("me.draft"),
        );
        fs::write(&file, "0").unwrap();
        let mut watcher = watcher(&file);
        for save in ["1", "2", "3"] {
            fs::write(&draft, save).unwrap();
            fs::rename(&draft, &file).unwrap();
            assert!(notices(&mut watcher), "save {save}");
        }
    }

    #[test]
    fn a_replaced_folder_is_watched_further() {
        let home = tempfile::tempdir().unwrap();
        let [rules, new, old] = ["rules", "new", "old"].map(|name| home.path().join(name));
        for (folder, text) in [(&rules, "1"), (&new, "2")] {
            fs::create_dir(folder).unwrap();
            fs::write(folder.join("a.rhai"), text).unwrap();
        }
        let mut watcher = watcher(&rules);
        fs::rename(&rules, &old).unwrap();
        fs::rename(&new, &rules).unwrap();
        assert!(notices(&mut watcher));
        fs::write(rules.join("a.rhai"), "3").unwrap();
        assert!(notices(&mut watcher));
        fs::create_dir(rules.join("inner")).unwrap();
        fs::write(rules.join("inner/b.rhai"), "4").unwrap();
        assert!(notices(&mut watcher));
    }

    #[test]
    fn reading_is_no_change() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("a.rhai");
        fs::write(&file, "1").unwrap();
        let mut watcher = watcher(folder.path());
        let _ = crate::dataset::Files::file(&file).unwrap();
        assert!(!watcher.round());
    }
}
