use super::Change;

/// One change of a case's base after another: what the further one sets, whole or in part, it sets.
#[must_use]
pub(crate) fn with_change(change: &Change, further: &Change) -> Change {
    let covered = |key: &String| {
        let inside = |outer: &String| key == outer || key.starts_with(&format!("{outer}."));
        further.keys().any(inside)
    };
    let kept = change.iter().filter(|(key, _)| !covered(key));
    let pairs = kept.chain(further.iter());
    pairs
        .map(|(key, value)| (key.clone(), value.clone()))
        .collect()
}
