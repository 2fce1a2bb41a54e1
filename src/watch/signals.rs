use std::fmt;
use std::sync::mpsc::Sender;
use std::time::Duration;

use notify_debouncer_full::notify::event::ModifyKind;
use notify_debouncer_full::notify::{self, EventKind, RecommendedWatcher};
use notify_debouncer_full::{
    DebounceEventResult, DebouncedEvent, Debouncer, RecommendedCache, new_debouncer,
};

use super::Watched;

/// How long events of one file are gathered before they are passed on.
const GATHER: Duration = Duration::from_millis(40);

/// The operating system's events about the watched folders, as long as this is kept.
pub(super) struct Signals {
    _debouncer: Debouncer<RecommendedWatcher, RecommendedCache>,
}

impl Signals {
    /// Sends a signal whenever something may have changed.
    ///
    /// What cannot be watched is left out: looking now and then finds it as well.
    pub(super) fn on(watched: &Watched, signals: Sender<()>) -> notify::Result<Self> {
        let concerned = watched.clone();
        let tell = move |result: DebounceEventResult| {
            if result.is_ok_and(|events| !events.iter().any(|event| counts(event, &concerned))) {
                return;
            }
            // The watcher that would have listened is gone; then nobody needs to know.
            let _ = signals.send(());
        };
        let mut debouncer = new_debouncer(GATHER, None, tell)?;
        for (folder, mode) in watched.folders() {
            let _ = debouncer.watch(folder, mode);
        }
        Ok(Self {
            _debouncer: debouncer,
        })
    }
}

impl fmt::Debug for Signals {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Signals").finish_non_exhaustive()
    }
}

/// Whether an event can mean that a watched file holds something else now. Reading a file is an
/// event too, and so is a change of its permissions.
fn counts(event: &DebouncedEvent, watched: &Watched) -> bool {
    match event.kind {
        EventKind::Access(_) | EventKind::Modify(ModifyKind::Metadata(_)) => false,
        _ => event.need_rescan() || event.paths.iter().any(|path| watched.concerns(path)),
    }
}
