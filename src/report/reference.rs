use crate::guide::Guide;

/// Where a line comes from: the rule and the passages it acts on, with ‡ when a number of ours is
/// in it.
#[must_use]
pub(crate) fn reference(guide: &Guide, rule: usize) -> String {
    let Some(rule) = guide.rules.get(rule) else {
        return String::new();
    };
    let cites = rule.function.documentation.cites.join(" ");
    let mark = if rule.readings.is_empty() { "" } else { " ‡" };
    format!("[{cites} {}{mark}]", rule.id)
}
