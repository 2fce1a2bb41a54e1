/// How to ask a program for each value of its record, in words for a phone call or an e-mail.
const QUESTIONS: [(&str, &str); 38] = [
    (
        "setting",
        "Is your program at a university hospital, a community hospital, or a community hospital affiliated with a university?",
    ),
    (
        "ownership",
        "Does a county, city, state or hospital district own your hospital, and which?",
    ),
    (
        "teaching_health_center",
        "Are you a federally funded Teaching Health Center?",
    ),
    (
        "safety_net",
        "Do you call your hospital a safety net hospital?",
    ),
    ("positions", "How many first-year positions do you have?"),
    (
        "interviews",
        "How many applicants did you interview last season?",
    ),
    (
        "img_percent",
        "What percentage of your current residents are international medical graduates?",
    ),
    (
        "do_percent",
        "What percentage of your current residents are osteopathic graduates (DO)?",
    ),
    (
        "usmd_percent",
        "What percentage of your current residents graduated from an allopathic US school (MD)?",
    ),
    (
        "us_img_percent",
        "What percentage of your current residents are international graduates with US citizenship?",
    ),
    (
        "non_us_img_percent",
        "What percentage of your current residents are international graduates without US citizenship?",
    ),
    (
        "first_accredited",
        "In which year was your program first accredited?",
    ),
    (
        "visas.j1",
        "Do you take residents on the J-1 visa this season?",
    ),
    (
        "visas.h1b",
        "Do you sponsor the H-1B visa this season, and under which conditions?",
    ),
    (
        "citizenship",
        "Do you consider applicants who are neither US citizens nor permanent residents?",
    ),
    (
        "step2_ck.minimum",
        "Do you require a minimum Step 2 CK score, and which?",
    ),
    (
        "step2_ck.preferred",
        "Which Step 2 CK score do you prefer, if you have such a preference?",
    ),
    (
        "step2_ck.average",
        "What is the average Step 2 CK score of your current residents?",
    ),
    (
        "attempts.maximum",
        "Do you limit how many times a Step may have been sat, and to how many?",
    ),
    (
        "attempts.preferred",
        "How many sittings of a Step do you prefer at most?",
    ),
    (
        "years_since_graduation.maximum",
        "Do you limit the years since medical school graduation, and to how many?",
    ),
    (
        "years_since_graduation.preferred",
        "How many years since graduation do you prefer at most?",
    ),
    (
        "usce.requirement",
        "Is US clinical experience required, preferred, or not asked for?",
    ),
    (
        "usce.weeks",
        "How many weeks of US clinical experience do you ask for?",
    ),
    (
        "usce.observerships",
        "Do observerships count as US clinical experience?",
    ),
    (
        "letters",
        "How many letters of recommendation do you ask for?",
    ),
    (
        "img_welcome",
        "Do you welcome applications from international medical graduates?",
    ),
    (
        "low_score_history",
        "Have you matched applicants with low scores or a failed attempt before?",
    ),
    (
        "holistic_review",
        "Do you review applications as a whole, or filter them by scores first?",
    ),
    (
        "mission",
        "What does your mission name, such as underserved, rural or community care?",
    ),
    ("populations", "Which patients do you mainly serve?"),
    (
        "languages",
        "Which languages do you look for in applicants?",
    ),
    (
        "resident_countries",
        "From which countries' medical schools do your current residents come?",
    ),
    (
        "linked_specialties",
        "For which advanced specialties do your preliminary residents do their first year?",
    ),
    (
        "prelim_conversion",
        "Have preliminary residents of yours moved into categorical positions?",
    ),
    (
        "outreach",
        "Does your program run outreach to its community, such as free clinics?",
    ),
    (
        "research_focus",
        "Does research come first in your program?",
    ),
    (
        "cost_of_living",
        "Is living near your hospital cheap, moderate or expensive?",
    ),
];

/// How to ask a program for the value under those keys of its record, joined by dots; a track goes
/// by its name. None where there is nothing to ask.
#[must_use]
pub fn question(key: &str) -> Option<String> {
    if let Some(("tracks", rest)) = key.split_once('.') {
        let (track, value) = rest.split_once('.')?;
        let asked = match value {
            "quota" => "did you offer",
            "matched" => "did you fill",
            "unfilled" => "stayed unfilled",
            _ => return None,
        };
        return Some(format!(
            "How many {track} positions {asked} in the last Match?"
        ));
    }
    let found = QUESTIONS.iter().find(|(known, _)| *known == key);
    found.map(|(_, question)| (*question).to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{IDENTITY, PROGRAM};

    #[test]
    fn every_value_of_a_record_can_be_asked_for() {
        let derived = ["tracks", "specialties_here", "imgs_a_year"];
        for field in PROGRAM.fields {
            let group = field.path.split('.').next().unwrap();
            if IDENTITY.contains(&group) || derived.contains(&field.path) {
                continue;
            }
            let key = match group {
                "track" | "quota" => "tracks.categorical.quota".to_owned(),
                _ => field.path.replace(".has_", "."),
            };
            let asked = question(&key).unwrap_or_else(|| panic!("{}: no question", field.path));
            assert!(asked.ends_with('?'), "{asked}");
        }
        assert_eq!(question("name"), None);
    }
}
