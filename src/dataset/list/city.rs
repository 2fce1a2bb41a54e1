use super::cell::Spot;
use super::columns::folded;
use super::remarks::{Fate, Remarks};
use super::row::Context;
use crate::model::Text;

/// How like another a city is when it is worth asking whether it was meant.
const LIKE: f64 = 0.93;

/// The city as the places of the datasets spell it, where they know exactly this one written
/// otherwise; else as the list has it.
pub(super) fn known(
    city: &Text,
    state: &str,
    context: &Context<'_>,
    spot: Spot,
    remarks: &mut Remarks,
) -> Text {
    let references = context.references;
    if references.county(state, city).is_some() {
        return city.clone();
    }
    let signs = plain(city);
    let cities: Vec<&Text> = references.cities(state).collect();
    let alike: Vec<&&Text> = cities
        .iter()
        .filter(|known| plain(known) == signs)
        .collect();
    if let [known] = alike.as_slice() {
        let shown = format!("{city} -> {known}");
        remarks.add(
            Fate::Kept,
            spot,
            None,
            "the city is written as places.yaml spells it",
            "nothing to do",
            &shown,
        );
        return (**known).clone();
    }
    let likeness = |known: &&&Text| strsim::jaro_winkler(&signs, &plain(known));
    let near = cities
        .iter()
        .filter(|known| likeness(known) > LIKE)
        .max_by(|one, other| likeness(one).total_cmp(&likeness(other)));
    let (why, help, near) = match near {
        Some(near) => (
            "the city is not known in that state, but one that is written almost so: kept as it stands, and its county is not known",
            "correct the list where it is misspelt",
            format!(" (near {near})"),
        ),
        None => (
            "places.yaml does not know the city, or in which of its counties it lies: the county is not known",
            "nothing to do, unless it is misspelt; a column `county` would say it",
            String::new(),
        ),
    };
    let shown = format!("{city}, {state}{near}");
    remarks.add(Fate::Kept, spot, None, why, help, &shown);
    city.clone()
}

/// The letters of a city, with the words that are written now so and now otherwise alike.
fn plain(city: &str) -> String {
    let lower = city.to_lowercase().replace(['.', '-', '\''], " ");
    let word = |word: &str| match word {
        "saint" => "st".to_owned(),
        "sainte" => "ste".to_owned(),
        "fort" => "ft".to_owned(),
        "mount" => "mt".to_owned(),
        other => folded(other),
    };
    lower.split_whitespace().map(word).collect()
}
