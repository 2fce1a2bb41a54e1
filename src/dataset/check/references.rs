use std::collections::{BTreeMap, BTreeSet};

use super::check::Sources;
use super::{Check, Checked};
use crate::dataset::raw::{
    RawFreshness, RawGlossary, RawPlaces, RawRegion, RawRegionMap, RawSourceMap,
};
use crate::dataset::{Freshness, Glossary, LISTED, Source, Word};
use crate::model::{PROGRAM, Provenance, Region, Text};
use crate::place::Problem;

/// The sources by their ids.
pub(in crate::dataset) fn sources(check: &mut Check<'_>, raw: &RawSourceMap) -> Sources {
    let mut sources = Sources::new();
    for (id, raw) in raw {
        let as_of = check.as_of(&format!("{id}.as_of"), &raw.as_of);
        let Some(as_of) = as_of else { continue };
        let id = Text::from(id.as_str());
        let source = Source {
            id: id.clone(),
            title: raw.title.as_str().into(),
            as_of,
            address: raw.address.as_deref().map(Text::from),
            note: raw.note.as_deref().map(Text::from),
        };
        sources.insert(id, source);
    }
    sources
}

/// The regions in the order of their ids.
pub(in crate::dataset) fn regions(check: &mut Check<'_>, raw: &RawRegionMap) -> Vec<Region> {
    raw.iter().map(|(id, raw)| region(check, id, raw)).collect()
}

fn region(check: &mut Check<'_>, id: &str, raw: &RawRegion) -> Region {
    let source = raw.source.as_ref();
    let source = source.and_then(|source| check.source(&format!("{id}.source"), source));
    let mut states = BTreeSet::new();
    for (number, code) in raw.states.iter().enumerate() {
        states.extend(check.state(&format!("{id}.states.{number}"), code));
    }
    let mut counties = BTreeMap::new();
    for (code, names) in &raw.counties {
        let at = format!("{id}.counties.{code}");
        let Some(state) = check.state(&at, code) else {
            continue;
        };
        counties.insert(
            state,
            names.iter().map(|name| name.as_str().into()).collect(),
        );
    }
    if states.is_empty() && counties.is_empty() {
        check.error(
            id,
            "a region has `states` or `counties`",
            "name what lies in it, e.g. `states: [CA]`",
        );
    }
    Region {
        id: id.into(),
        title: raw.title.as_str().into(),
        kind: raw.kind,
        states,
        counties,
        source,
    }
}

/// Counties by state and city.
pub(in crate::dataset) type Places = BTreeMap<Text, BTreeMap<Text, Text>>;

/// Counties by state and city, and where that comes from.
pub(in crate::dataset) fn places(
    check: &mut Check<'_>,
    raw: &RawPlaces,
) -> Checked<(Places, Provenance)> {
    let provenance = check.provenance("", &raw.source, &raw.as_of, None);
    let mut places = Places::new();
    for (code, counties) in &raw.states {
        let Some(state) = check.state(&format!("states.{code}"), code) else {
            continue;
        };
        let cities = places.entry(state).or_default();
        for (county, names) in counties {
            for (number, name) in names.iter().enumerate() {
                if cities
                    .insert(name.as_str().into(), county.as_str().into())
                    .is_some()
                {
                    let at = format!("states.{code}.{county}.{number}");
                    check.error(
                        &at,
                        format!("`{name}` lies in two counties of {code}"),
                        "keep it in one of them",
                    );
                }
            }
        }
    }
    Some((places, provenance?))
}

/// The words that reports explain.
pub(in crate::dataset) fn glossary(check: &mut Check<'_>, raw: &RawGlossary) -> Glossary {
    let mut words: Vec<Word> = Vec::new();
    for (number, raw) in raw.iter().enumerate() {
        let texts = [
            ("word", Some(&raw.word)),
            ("stands_for", raw.stands_for.as_ref()),
            ("means", raw.means.as_ref()),
            ("seen", Some(&raw.seen)),
        ];
        for (key, text) in texts {
            if text.is_some_and(|text| text.trim().is_empty()) {
                check.error(
                    &format!("{number}.{key}"),
                    format!("`{key}` says nothing"),
                    "write it, or remove the word",
                );
            }
        }
        if raw.stands_for.is_none() && raw.means.is_none() {
            check.error(
                &format!("{number}.word"),
                format!("nothing says what `{}` means", raw.word),
                "write `stands_for`, `means` or both",
            );
        }
        if words.iter().any(|known| *known.word == *raw.word) {
            let twice = format!("`{}` is explained twice", raw.word);
            check.error(&format!("{number}.word"), twice, "keep one of them");
        }
        words.push(Word {
            word: raw.word.as_str().into(),
            stands_for: raw.stands_for.as_deref().map(Into::into),
            means: raw.means.as_deref().map(Into::into),
            seen: raw.seen.as_str().into(),
        });
    }
    Glossary::new(words)
}

/// The most months that a limit of age may have: a hundred years.
const MONTHS: (i64, i64) = (1, 1200);

/// How old a value may be before it is stale.
pub(in crate::dataset) fn freshness(
    check: &mut Check<'_>,
    raw: &RawFreshness,
) -> Checked<Freshness> {
    let months = check.within("months", raw.months, MONTHS);
    if raw.basis.trim().is_empty() {
        let help = "name the passage of a guide, or say why the number is yours";
        check.error("basis", "`basis` says nothing", help);
    }
    let mut fields = BTreeMap::new();
    for (path, limit) in &raw.fields {
        let known = PROGRAM.fields.iter().map(|field| field.path);
        // NOTE: a path has dots of its own, so the place is that of all fields.
        let at = if path.contains('.') {
            "fields"
        } else {
            &format!("fields.{path}")
        };
        if path != LISTED && PROGRAM.position(path).is_none() {
            let problem = Problem::error(format!("a program has no field `{path}`"));
            let problem = problem.near(path, known.chain([LISTED]));
            check.wrong(
                at,
                problem.or_help("`preceptor docs` lists what rules can read"),
            );
        }
        let limit = match limit.0.parse() {
            Ok(months) => check.within(at, months, MONTHS).map(Some),
            Err(_) if limit.0 == "never" => Some(None),
            Err(_) => {
                let message = format!("`{}` is no age", limit.0);
                let help = "write a whole number of months, or `never` for what does not change";
                check.error(at, message, help);
                None
            }
        };
        fields.extend(limit.map(|limit| (Text::from(path.as_str()), limit)));
    }
    let basis = raw.basis.as_str().into();
    let months = months?;
    Some(Freshness {
        months,
        basis,
        fields,
    })
}
