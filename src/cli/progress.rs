use std::io::IsTerminal;

use indicatif::{ProgressBar, ProgressStyle};

/// How far a cohort is judged, on a terminal: `what` is said behind the number of applicants.
/// Nothing is drawn elsewhere.
pub(crate) fn progress(count: Option<usize>, what: &str) -> ProgressBar {
    if !std::io::stderr().is_terminal() {
        return ProgressBar::hidden();
    }
    let bar = match count {
        Some(count) => ProgressBar::new(count as u64),
        None => ProgressBar::new_spinner(),
    };
    let length = if count.is_some() { " of {len}" } else { "" };
    let style = format!("{{spinner}} {{pos}}{length} applicants{what}, {{elapsed}}");
    let style = ProgressStyle::with_template(&style);
    bar.with_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()))
}
