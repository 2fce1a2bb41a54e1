use std::collections::BTreeMap;

use jiff::civil;
use serde::de::DeserializeOwned;

use super::check::{self, Check, Checked, Places, Sources};
use super::{Allotment, Fees, Files, Freshness, Glossary, Mark, Marking, PassMarks, Source, yaml};
use crate::model::{Date, Provenance, Region, RegionKind, Specialty, Text};
use crate::place::Problems;

/// What all records refer to: sources, regions, places and the official tables.
#[derive(Debug, Clone)]
pub struct References {
    /// The sources by their ids.
    pub sources: BTreeMap<Text, Source>,
    /// The regions in the order of their ids.
    pub regions: Vec<Region>,
    /// What it takes to pass, by the day of the exam.
    pub pass_marks: PassMarks,
    /// What applications cost.
    pub fees: Fees,
    /// How many program signals an applicant has.
    pub signals: Vec<Allotment>,
    /// How often a Step may be sat.
    pub attempt_limit: AttemptLimit,
    /// The dates of the seasons, by Match year.
    pub seasons: Vec<Season>,
    /// How old a value may be before it is stale.
    pub freshness: Freshness,
    /// The words that reports explain.
    pub glossary: Glossary,
    pub(super) places: Places,
    pub(super) places_provenance: Provenance,
}

/// How often a Step may be sat.
#[derive(Debug, Clone)]
pub struct AttemptLimit {
    /// The limit.
    pub limit: i64,
    /// The day since which it holds.
    pub from: civil::Date,
    /// The limit before.
    pub previous: Option<i64>,
    /// Where the limit comes from.
    pub provenance: Provenance,
}

/// A date of a season and where it comes from.
pub type SeasonDate = Option<(Date, Provenance)>;

/// The dates of a season, as far as they are known.
#[derive(Debug, Clone)]
pub struct Season {
    /// The year of the Match.
    pub match_year: i64,
    /// When ERAS opens to applicants.
    pub eras_opens: SeasonDate,
    /// When programs see applications.
    pub programs_see: SeasonDate,
    /// When interviews end.
    pub interviews_end: SeasonDate,
    /// When rank order lists are due.
    pub rank_list_due: SeasonDate,
    /// Match Day.
    pub match_day: SeasonDate,
}

impl References {
    /// Reads them all.
    ///
    /// # Errors
    /// Everything that is wrong with any of the files.
    pub fn load(files: &Files) -> Result<Self, Problems> {
        let sources = table(files, "sources.yaml", &Sources::new(), |check, raw| {
            Some(check::sources(check, raw))
        })?;
        let mut problems = Problems::new();
        let mut keep = |found: Problems| problems.extend(found);
        let regions = table(files, "regions.yaml", &sources, |check, raw| {
            Some(check::regions(check, raw))
        })
        .map_err(&mut keep);
        let places = table(files, "places.yaml", &sources, check::places).map_err(&mut keep);
        let marks = table(files, "official/pass-marks.yaml", &sources, |check, raw| {
            Some(check::pass_marks(check, raw))
        });
        let marks = marks.map_err(&mut keep);
        let fees = table(files, "official/eras-fees.yaml", &sources, check::fees);
        let fees = fees.map_err(&mut keep);
        let signals = table(files, "official/signals.yaml", &sources, |check, raw| {
            Some(check::signals(check, raw))
        });
        let signals = signals.map_err(&mut keep);
        let path = "official/attempt-limits.yaml";
        let limit = table(files, path, &sources, check::attempt_limit);
        let limit = limit.map_err(&mut keep);
        let seasons = table(files, "official/season.yaml", &sources, |check, raw| {
            Some(check::seasons(check, raw))
        });
        let seasons = seasons.map_err(&mut keep);
        let freshness = freshness(files, &sources).map_err(&mut keep);
        let glossary = glossary(files, &sources).map_err(&mut keep);
        let (
            Ok(regions),
            Ok((places, places_provenance)),
            Ok(pass_marks),
            Ok(fees),
            Ok(signals),
            Ok(attempt_limit),
            Ok(seasons),
            Ok(freshness),
            Ok(glossary),
        ) = (
            regions, places, marks, fees, signals, limit, seasons, freshness, glossary,
        )
        else {
            return Err(problems);
        };
        Ok(Self {
            sources,
            regions,
            pass_marks,
            fees,
            signals,
            attempt_limit,
            seasons,
            freshness,
            glossary,
            places,
            places_provenance,
        })
    }

    /// The mark of what the files say, whatever their order and layout.
    #[must_use]
    pub fn meaning(&self) -> Mark {
        let mut marking = Marking::default();
        marking.value(self);
        marking.finish()
    }

    /// What ids are called among people: specialties and regions.
    #[must_use]
    pub fn titles(&self) -> BTreeMap<String, String> {
        let specialties = Specialty::ALL.iter();
        let specialties =
            specialties.map(|specialty| (specialty.id.to_owned(), specialty.title.to_lowercase()));
        let regions = self.regions.iter();
        let regions = regions.map(|region| (region.id.to_string(), region.title.to_string()));
        specialties.chain(regions).collect()
    }

    /// Whether a value of that field is stale on `today`.
    #[must_use]
    pub fn is_stale(&self, path: &str, origin: &Provenance, today: civil::Date) -> bool {
        self.freshness.is_stale(path, &origin.as_of, today)
    }

    /// The region with that id.
    #[must_use]
    pub fn region(&self, id: &str) -> Option<&Region> {
        self.regions.iter().find(|region| region.id.as_ref() == id)
    }

    /// The county that a city lies in.
    #[must_use]
    pub fn county(&self, state: &str, city: &str) -> Option<Text> {
        self.places.get(state)?.get(city).cloned()
    }

    /// The cities of a state of which the county is known.
    pub fn cities(&self, state: &str) -> impl Iterator<Item = &Text> {
        self.places.get(state).into_iter().flat_map(BTreeMap::keys)
    }

    /// The same with more sources, which records may name.
    #[must_use]
    pub fn with_sources(&self, more: impl IntoIterator<Item = Source>) -> Self {
        let mut all = self.clone();
        let more = more.into_iter().map(|source| (source.id.clone(), source));
        all.sources.extend(more);
        all
    }

    /// The sources that a folder of programs brings along in a `sources.yaml`; none without one.
    ///
    /// # Errors
    /// Everything that is wrong with that file.
    pub fn sources_of(files: &Files) -> Result<Vec<Source>, Problems> {
        if !files.contains("sources.yaml") {
            return Ok(Vec::new());
        }
        let sources = table(files, "sources.yaml", &Sources::new(), |check, raw| {
            Some(check::sources(check, raw))
        })?;
        Ok(sources.into_values().collect())
    }

    /// The same with the sources that a folder of programs brings along; nothing when it brings none
    /// that is new.
    ///
    /// # Errors
    /// Everything that is wrong with that file.
    pub fn with_sources_of(&self, files: &Files) -> Result<Option<Self>, Problems> {
        let own = Self::sources_of(files)?;
        let is_known = |source: &Source| self.sources.get(&source.id) == Some(source);
        if own.iter().all(is_known) {
            return Ok(None);
        }
        Ok(Some(self.with_sources(own)))
    }

    /// The ids of all regions that a place lies in; nothing when that takes a county not known.
    #[must_use]
    pub fn areas(&self, state: &str, county: Option<&str>) -> Option<Vec<Text>> {
        let mut areas = Vec::new();
        for region in &self.regions {
            if region.contains(state, county)? {
                areas.push(region.id.clone());
            }
        }
        Some(areas)
    }

    /// The id of the region of that kind in which a whole state lies.
    #[must_use]
    pub fn state_region(&self, state: &str, kind: RegionKind) -> Option<Text> {
        let mut all = self.regions.iter().filter(|region| region.kind == kind);
        all.find(|region| region.states.contains(state))
            .map(|region| region.id.clone())
    }

    /// The dates of the season of that Match year.
    #[must_use]
    pub fn season(&self, match_year: i64) -> Option<&Season> {
        self.seasons
            .iter()
            .find(|season| season.match_year == match_year)
    }
}

/// How old a value may be; two years in a folder that has no such file.
fn freshness(files: &Files, sources: &Sources) -> Result<Freshness, Problems> {
    if !files.contains("freshness.yaml") {
        return Ok(Freshness::default());
    }
    table(files, "freshness.yaml", sources, check::freshness)
}

/// The words that reports explain; none in a folder that has no such file.
fn glossary(files: &Files, sources: &Sources) -> Result<Glossary, Problems> {
    if !files.contains("glossary.yaml") {
        return Ok(Glossary::default());
    }
    table(files, "glossary.yaml", sources, |check, raw| {
        Some(check::glossary(check, raw))
    })
}

/// One file, read and checked.
fn table<R: DeserializeOwned, T>(
    files: &Files,
    path: &str,
    sources: &Sources,
    checked: impl FnOnce(&mut Check<'_>, &R) -> Checked<T>,
) -> Result<T, Problems> {
    let text = files.read(path)?;
    let raw = yaml::parse(&text)?;
    let mut check = Check::new(&text, sources);
    let value = checked(&mut check, &raw);
    check.finish(value)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_lie_in_their_regions() {
        let references = References::load(&Files::shipped("datasets")).unwrap();
        let areas = |city: &str| {
            let county = references.county("CA", city);
            references.areas("CA", county.as_deref()).unwrap().join(" ")
        };
        assert_eq!(
            areas("Fresno"),
            "california central-valley pacific san-joaquin-valley west"
        );
        assert_eq!(
            areas("Sacramento"),
            "california central-valley pacific west"
        );
        assert_eq!(references.areas("CA", None), None);
        assert_eq!(
            references.areas("OH", None).unwrap().join(" "),
            "east-north-central midwest"
        );
    }

    #[test]
    fn the_shipped_fees_are_those_of_eras() {
        let fees = References::load(&Files::shipped("datasets")).unwrap().fees;
        assert_eq!(
            [40, 80, 120].map(|programs| fees.cost(programs)),
            [630, 1830, 3030]
        );
    }
}
