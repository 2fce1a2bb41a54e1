//! Says which files have changed, as soon as they have and never before they have.
//!
//! File events are hints only: what counts is what a reader would now find in the files. This room
//! knows folders, files and when to look; what the files mean is for others.

mod fingerprint;
mod signals;
mod watched;
mod watcher;

pub use fingerprint::Fingerprint;
pub use watched::{Watched, absolute};
pub use watcher::Watcher;
