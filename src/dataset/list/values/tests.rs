use super::*;
use crate::dataset::Files;
use crate::dataset::draft::storable;

fn read(path: &str, text: &str, decimal_comma: bool) -> String {
    let columns = Columns::load(&Files::shipped("datasets")).unwrap();
    let columns = &columns;
    let reader = Reader {
        columns,
        decimal_comma,
    };
    match reader.values(&Cell::of_text(text), storable(path).unwrap()) {
        Ok(values) => values
            .iter()
            .map(ToString::to_string)
            .collect::<Vec<_>>()
            .join(" | "),
        Err(refusal) => format!("refused: {}", refusal.why),
    }
}

#[test]
fn a_cell_says_what_it_says_and_nothing_is_guessed() {
    for (path, text, said) in [
        ("img_percent", "92.2", "92.2"),
        ("img_percent", "92.2 %", "92.2"),
        ("img_percent", "92,2", "refused: this is no number"),
        ("img_percent", "", ""),
        ("img_percent", "n/a", ""),
        ("img_percent", "30-40", "refused: this is no number"),
        (
            "img_percent",
            "192",
            "refused: this lies outside of what can be: 0 to 100",
        ),
        ("positions", "15.0", "15"),
        ("positions", "15.5", "refused: this is no whole number"),
        (
            "positions",
            "=1+1",
            "refused: this is a formula, and what it comes to is not read",
        ),
        ("interviews", "1,200", "1200"),
        ("visas.j1", "", ""),
        ("visas.j1", "True", "yes"),
        ("visas.j1", "conditional", "conditional"),
        (
            "visas.j1",
            "maybe",
            "refused: these words are not among those that are known here",
        ),
        ("setting", "University-based", "university"),
        ("step2_ck.minimum", "none", "none"),
        (
            "step2_ck.minimum",
            "sources disagree: none or 220",
            "none | 220",
        ),
        ("step2_ck.minimum", "220+", "refused: this is no number"),
        ("first_accredited", "2018 - 2019", "2018"),
        ("mission", "rural; underserved", "rural, underserved"),
        ("safety_net", "x", "refused: this says neither yes nor no"),
    ] {
        assert_eq!(read(path, text, false), said, "{path}: {text}");
    }
    assert_eq!(read("img_percent", "92,2", true), "92.2");
    assert_eq!(
        parts("['J-1 through ECFMG', 'H-1B']"),
        ["J-1 through ECFMG", "H-1B"]
    );
    assert!(parts("[]").is_empty());
}
