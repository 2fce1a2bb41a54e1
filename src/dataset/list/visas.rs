use super::columns::folded;
use super::refusal::{Read, Refusal};
use super::values::parts;
use crate::model::Text;

/// What a list writes where a program sponsors no visa.
const NONE: [&str; 7] = [
    "none",
    "no",
    "novisa",
    "novisas",
    "doesnotsponsor",
    "nosponsorship",
    "novisasponsorship",
];

/// What a list of visas says of one of them.
pub(super) type Said = Option<&'static str>;

/// What a cell with visas says of the J-1 and the H-1B. A visa that it leaves out is unstated, or a
/// no where the list is whole; a list that names none at all says nothing.
pub(super) fn visas(words: &str, whole: bool) -> Read<(Said, Said)> {
    let signs = folded(words);
    if NONE.contains(&signs.as_str()) {
        return Ok((Some("no"), Some("no")));
    }
    let words = words
        .replace([';', '/', '+', '&'], ",")
        .replace(" and ", ",")
        .replace(" or ", ",");
    let (mut j1, mut h1b, mut others) = (None, None, false);
    for part in parts(&words) {
        match folded(&part).as_str() {
            "j1" | "j1throughecfmg" | "j1visa" | "ecfmgj1" | "j1ecfmg" => j1 = Some("yes"),
            "h1b" | "h1" | "h1bvisa" => h1b = Some("yes"),
            "noj1" => j1 = Some("no"),
            "noh1b" | "noh1" => h1b = Some("no"),
            // Visas that no resident is employed on by sponsorship of the program.
            "f1" | "f1opt" | "opt" | "f1visa" | "ead" | "j2" | "h4" | "e3" | "o1" | "tn" => {
                others = true;
            }
            _ => {
                return Err(Refusal::new(
                    "these words name no visa that is known here",
                    "write J-1, H-1B, both with a comma, none, or leave it empty where nobody says",
                ));
            }
        }
    }
    if whole && (j1.is_some() || h1b.is_some() || others) {
        return Ok((j1.or(Some("no")), h1b.or(Some("no"))));
    }
    Ok((j1, h1b))
}

/// What words about a hospital say: field and value.
pub(super) fn hospital(words: &str) -> Read<Vec<(&'static str, Text)>> {
    let words = words.replace(['/', '+'], ",").replace(" and ", ",");
    let mut said = Vec::new();
    for part in parts(&words) {
        let signs = folded(&part);
        let signs = signs.trim_end_matches("hospital");
        said.push(match signs {
            "county" => ("ownership", Text::from("local-government")),
            "safetynet" => ("safety_net", Text::from("yes")),
            "community" | "communitybased" => ("setting", Text::from("community")),
            "university" | "universitybased" => ("setting", Text::from("university")),
            "universityaffiliated" | "communityuniversityaffiliated" => {
                ("setting", Text::from("community-university-affiliated"))
            }
            _ => {
                return Err(Refusal::new(
                    "these words name no kind of hospital that is known here",
                    "write county, safety net, community or university, with commas between; put the rest into a note",
                ));
            }
        });
    }
    Ok(said)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_left_out_is_no_refusal_unless_the_list_is_whole() {
        let j1 = (Some("yes"), None);
        for (words, whole, said) in [
            ("['J-1 through ECFMG']", true, (Some("yes"), Some("no"))),
            (
                "['J-1 through ECFMG', 'H-1B', 'F-1']",
                true,
                (Some("yes"), Some("yes")),
            ),
            ("[]", true, (None, None)),
            ("['F-1']", true, (Some("no"), Some("no"))),
            ("J-1", false, j1),
            ("J1/H1B", false, (Some("yes"), Some("yes"))),
            ("none", false, (Some("no"), Some("no"))),
        ] {
            assert_eq!(visas(words, whole), Ok(said), "{words}");
        }
        assert!(visas("call them", false).is_err());
    }

    #[test]
    fn a_hospital_can_be_several_kinds() {
        let said = hospital("County / safety net").unwrap();
        let fields: Vec<&str> = said.iter().map(|(field, _)| *field).collect();
        assert_eq!(fields, ["ownership", "safety_net"]);
        assert!(hospital("near the sea").is_err());
    }
}
