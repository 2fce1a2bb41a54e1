/// The longest slug, in signs.
const LONGEST: usize = 60;

/// A name as an id: its letters a to z and digits in lower case, a hyphen for everything between.
/// Empty when the name has neither.
#[must_use]
pub fn slug(name: &str) -> String {
    let name = name.to_lowercase();
    let words = name.split(|sign: char| !sign.is_ascii_alphanumeric());
    let words: Vec<&str> = words.filter(|word| !word.is_empty()).collect();
    let slug: String = words.join("-").chars().take(LONGEST).collect();
    slug.trim_end_matches('-').to_owned()
}
