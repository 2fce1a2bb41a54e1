use std::fs;

use jiff::civil::date;

use super::*;
use crate::dataset::tests::said_in_place;
use crate::model::{Reading, Track};

const RECORD: &str = "id: a-1
name: Valley
specialty: internal-medicine
city: Fresno
state: CA
listed: { source: freida-2025, as_of: 2025-03-28 }
tracks:
  - track: categorical
    quota: { value: 5, source: freida-2025, as_of: 2025-03-28 }
    matched: { value: 3, source: freida-2025, as_of: 2025-03-28 }
img_percent: { value: 92.2, source: freida-2025, as_of: 2025-03-28 }
step2_ck:
  minimum: { value: none, source: freida-2025, as_of: before 2022 }
years_since_graduation:
  maximum: { conflict: [{ value: 3, source: freida-2025, as_of: 2024 }, { value: 5, source: freida-survey-2024, as_of: undated }] }
";

fn references() -> References {
    References::load(&Files::shipped("datasets")).unwrap()
}

/// The catalogue of these files: name and text.
fn load(files: &[(&str, &str)]) -> Result<Catalogue, String> {
    let folder = tempfile::tempdir().unwrap();
    for (name, text) in files {
        fs::write(folder.path().join(name), text).unwrap();
    }
    let loaded = Catalogue::load(&Files::folder(folder.path()), &references());
    let root = format!("{}/", folder.path().display());
    loaded.map_err(|problems| problems.to_string().replace(&root, ""))
}

/// What is wrong with the record after that replacement.
fn said(from: &str, to: &str) -> String {
    assert!(RECORD.contains(from), "{from}");
    load(&[("a-1.yaml", &RECORD.replace(from, to))])
        .unwrap_err()
        .trim_end()
        .to_owned()
}

#[test]
fn the_shipped_catalogue_loads() {
    let references = references();
    let catalogue = Catalogue::load(&Files::shipped("datasets"), &references);
    let catalogue = catalogue.map_err(|problems| problems.to_string()).unwrap();
    assert!(catalogue.programs().len() > 100);
    assert!(catalogue.programs().is_sorted_by_key(|program| &program.id));
}

#[test]
fn facts_carry_their_source() {
    let catalogue = load(&[("a-1.yaml", RECORD)]).unwrap();
    let facts = catalogue.find("a-1").unwrap().facts(Track::Categorical);
    let said = |path: &str| facts.get(path).value().map(ToString::to_string);
    assert_eq!(said("track.unfilled").as_deref(), Some("2"));
    assert_eq!(said("county").as_deref(), Some("Fresno"));
    assert_eq!(said("step2_ck.has_minimum").as_deref(), Some("no"));
    assert_eq!(said("step2_ck.minimum"), None);
    assert_eq!(
        said("years_since_graduation.has_maximum").as_deref(),
        Some("yes")
    );
    let Reading::Conflicting(limits) = facts.get("years_since_graduation.maximum") else {
        panic!("both limits are kept")
    };
    assert_eq!(limits.len(), 2);
    let Reading::Stated(share) = facts.get("img_percent") else {
        panic!("it is stated")
    };
    let provenance = share.provenance.as_ref().unwrap();
    assert_eq!(provenance.source.as_ref(), "freida-2025");
    assert!(provenance.as_of.is_within(24, date(2026, 11, 1)));
}

/// What to replace in the sample, by what, and what is then wrong.
const WRONG: &[(&str, &str, &str)] = &[
    (
        "value: 92.2",
        "value: 192.2",
        "a-1.yaml:11:23: a percentage lies between 0 and 100, not at 192.2 (write 35 for 35%)",
    ),
    (
        "value: 92.2, source: freida-2025,",
        "value: 92.2,",
        "a-1.yaml:11:14: a value needs its `source` (name one of sources.yaml)",
    ),
    (
        "img_percent: { value: 92.2, source: freida-2025",
        "img_percent: { value: 92.2, source: freida-2052",
        "a-1.yaml:11:37: unknown source `freida-2052` (did you mean `freida-2025`?)",
    ),
    (
        "value: 3, source: freida-2025, as_of: 2025-03-28",
        "value: 7, source: freida-2025, as_of: 2025-03-28",
        "a-1.yaml:10:23: 7 positions cannot be filled of a quota of 5 (correct `quota` or `matched`)",
    ),
    (
        "state: CA",
        "state: CAL",
        "a-1.yaml:5:8: unknown state `CAL` (did you mean `CA`?)",
    ),
    (
        "internal-medicine",
        "internal-medecine",
        "a-1.yaml:3:12: unknown specialty `internal-medecine` (did you mean `internal-medicine`?)",
    ),
    (
        "track: categorical",
        "track: categoric",
        "a-1.yaml:8:12: unknown word `categoric` (did you mean `categorical`?)",
    ),
    (
        "img_percent",
        "img_prcent",
        "a-1.yaml:11:1: unknown key `img_prcent` (did you mean `img_percent`?)",
    ),
    (
        "value: none",
        "value: nope",
        "a-1.yaml:13:21: a whole number or `none` belongs here, not `nope` (write `none` where there is no minimum; leave the key out when nobody says)",
    ),
    (
        "value: none",
        "value: 999",
        "a-1.yaml:13:21: a Step 2 CK score lies between 1 and 300 (correct the score, or write `none` where there is no minimum)",
    ),
    (
        "before 2022",
        "someday",
        "a-1.yaml:13:55: `someday` does not say when this was true (write 2025-03-28, 2025-03, 2025, before 2022, about 2016 or undated)",
    ),
    (
        "id: a-1",
        "id: a-2",
        "a-1.yaml:1:5: the file is named `a-1`, not `a-2` (give both the same name)",
    ),
    (
        "img_percent",
        "possibly_same_as: [a-9]\nimg_percent",
        "a-1.yaml:11:19: there is no program `a-9` (did you mean `a-1`?)",
    ),
];

#[test]
fn what_is_wrong_with_a_record_is_said_in_its_place() {
    said_in_place(WRONG, said);
}

#[test]
fn all_of_it_is_told_at_once() {
    let text = RECORD
        .replace("92.2", "192")
        .replace("state: CA", "state: XX");
    let problems = load(&[("a-1.yaml", &text), ("b.yaml", "id: 1\n")]).unwrap_err();
    assert_eq!(problems.lines().count(), 3, "{problems}");
}

#[test]
fn two_files_cannot_share_an_id() {
    let folder = tempfile::tempdir().unwrap();
    for name in ["x", "y"] {
        fs::create_dir(folder.path().join(name)).unwrap();
        fs::write(folder.path().join(name).join("a-1.yaml"), RECORD).unwrap();
    }
    let loaded = Catalogue::load(&Files::folder(folder.path()), &references());
    let problems = loaded.unwrap_err().to_string();
    assert!(
        problems.contains("y/a-1.yaml:1:5: `a-1` is also the id in"),
        "{problems}"
    );
}

#[test]
fn shares_add_up_to_a_hundred() {
    let more = "img_percent: { value: 92.2, source: freida-2025, as_of: 2025-03-28 }
do_percent: { value: 10, source: freida-2025, as_of: 2025-03-28 }";
    let line = "img_percent: { value: 92.2, source: freida-2025, as_of: 2025-03-28 }";
    let message = "a-1.yaml:11:23: the shares of IMG, DO and US MD add up to 102.2 percent (correct them: together they are the residents, at most 100)";
    assert_eq!(said(line, more), message);
}

#[test]
fn records_of_the_same_program_form_a_group() {
    let other = |id: &str, same: &str| {
        RECORD
            .replace("a-1", id)
            .replace("name:", &format!("possibly_same_as: [{same}]\nname:"))
    };
    let (two, three) = (other("b-2", "c-3"), other("c-3", "a-1"));
    let files = [
        ("a-1.yaml", RECORD),
        ("b-2.yaml", &two),
        ("c-3.yaml", &three),
    ];
    let catalogue = load(&files).unwrap();
    for program in catalogue.programs() {
        assert_eq!(catalogue.group_of(&program.id).as_str(), "a-1");
    }
}

#[test]
fn a_program_is_found_by_id_or_name() {
    let other = RECORD
        .replace("a-1", "b-2")
        .replace("Valley", "Valley Medical");
    let catalogue = load(&[("a-1.yaml", RECORD), ("b-2.yaml", &other)]).unwrap();
    assert_eq!(catalogue.find("medical").unwrap().id.as_str(), "b-2");
    assert_eq!(catalogue.find("a-1").unwrap().id.as_str(), "a-1");
    let several = catalogue.find("valley").unwrap_err().to_string();
    assert_eq!(
        several,
        "2 programs have `valley` in their name (give the id: a-1 (Valley), b-2 (Valley Medical))"
    );
    let none = catalogue.find("Vally").unwrap_err().to_string();
    assert_eq!(
        none,
        "no program has the id or name `Vally` (did you mean `Valley`?)"
    );
}
