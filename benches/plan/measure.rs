//! Time, measured so that other work on the machine disturbs it little.

use std::time::Duration;

use cpu_time::ThreadTime;

/// How often what is measured is done.
const TIMES: usize = 5;

/// The processor time of the quickest of a few runs.
pub(crate) fn least(mut work: impl FnMut()) -> Duration {
    let times = (0..TIMES).map(|_| {
        let begun = ThreadTime::now();
        work();
        begun.elapsed()
    });
    times.min().unwrap_or_default()
}

#[expect(clippy::cast_precision_loss, reason = "a rate")]
pub(crate) fn rate(pairs: usize, time: Duration) -> f64 {
    pairs as f64 / time.as_secs_f64()
}

pub(crate) fn nanoseconds(pairs: usize, time: Duration) -> f64 {
    1e9 / rate(pairs, time)
}
