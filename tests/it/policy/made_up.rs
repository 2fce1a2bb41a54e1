use preceptor::guide::{Override, set_number};
use preceptor::model::Number;
use preceptor::place::SourceText;

/// A row of numbers that looks random and is the same each time.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: u64) -> u64 {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % sides
    }

    fn one<'a>(&mut self, of: &[&'a str]) -> &'a str {
        of[usize::try_from(self.roll(of.len() as u64)).unwrap()]
    }
}

/// A made-up office policy, with the bytes of every number in it.
struct Made {
    text: String,
    numbers: Vec<(String, String, std::ops::Range<usize>)>,
}

fn quoted(dice: &mut Dice, key: &str) -> String {
    match dice.roll(4) {
        0 => format!("\"{key}\""),
        1 => format!("'{key}'"),
        _ => key.to_owned(),
    }
}

const NOISE: &[&str] = &[
    "",
    "",
    "# a: 1",
    "  # so it is: {",
    "\t# tab",
    "    # é 🎓",
    "#",
];

impl Made {
    fn line(&mut self, text: &str, end: &str) {
        self.text.push_str(text);
        self.text.push_str(end);
    }

    fn noise(&mut self, dice: &mut Dice, end: &str) {
        while dice.roll(3) == 0 {
            self.line(dice.one(NOISE), end);
        }
    }

    fn entry(&mut self, dice: &mut Dice, guide: &str, name: &str, (indent, end): (&str, &str)) {
        let key = format!("{indent}{}:", quoted(dice, name));
        let space = dice.one(&[" ", "  ", " "]);
        match dice.roll(5) {
            0 => self.line(&format!("{key}{space}{{ from: 1, to: 2 }}"), end),
            1 => {
                self.line(&key, end);
                self.line(&format!("{indent}  from: 1"), end);
                self.line(&format!("{indent}  to: 2"), end);
            }
            _ => {
                let values = ["35", "-2", "35.5", "0", "\"40\"", "'x'", "1e3", "some"];
                let value = dice.one(&values);
                self.line(&key, space);
                let bytes = self.text.len()..self.text.len() + value.len();
                let (guide, name) = (guide.to_owned(), name.to_owned());
                self.numbers.push((guide, name, bytes));
                self.line(value, dice.one(&["", " ", "  # why, really", " #"]));
                self.line("", end);
            }
        }
    }
}

fn make(dice: &mut Dice) -> Made {
    let end = dice.one(&["\n", "\r\n"]);
    let mut made = Made {
        text: dice.one(&["", "\u{feff}"]).to_owned(),
        numbers: Vec::new(),
    };
    if dice.roll(2) == 0 {
        made.line("# yaml-language-server: $schema=schemas/policy.json", end);
    }
    for guide in ["alpha", "beta-two", "gamma"] {
        if dice.roll(4) == 0 {
            continue;
        }
        let comment = dice.one(&["", " ", "   # ours", " # x: 3"]);
        made.line(&format!("{}:{comment}", quoted(dice, guide)), end);
        let indent = dice.one(&["  ", "    ", " "]);
        let mut any = false;
        for name in ["one", "two", "three"] {
            if dice.roll(3) == 0 && (any || name != "three") {
                continue;
            }
            any = true;
            made.noise(dice, end);
            made.entry(dice, guide, name, (indent, end));
        }
        made.noise(dice, end);
    }
    if dice.roll(3) == 0 {
        let whole = made.text.trim_end_matches(['\r', '\n']).len();
        made.text.truncate(whole);
    }
    made
}

#[test]
fn of_many_policies_nothing_but_the_number_changes() {
    let mut dice = Dice(7);
    let mut replaced = 0;
    for _ in 0..3_000 {
        let made = make(&mut dice);
        let source = SourceText::new("office.yaml", &made.text);
        for (guide, name, bytes) in &made.numbers {
            let new = set_number(&source, guide, name, Number::Int(77));
            let new = new.unwrap_or_else(|problem| panic!("{problem}\n{}", made.text));
            let mut wanted = made.text.clone();
            wanted.replace_range(bytes.clone(), "77");
            assert_eq!(new.text(), wanted);
            replaced += 1;
        }
    }
    assert!(replaced > 5_000, "{replaced}");
}

#[test]
fn of_many_policies_a_line_is_added_and_nothing_else_changes() {
    let mut dice = Dice(11);
    for round in 0..2_000 {
        let made = make(&mut dice);
        let source = SourceText::new("office.yaml", &made.text);
        for guide in ["alpha", "beta-two", "delta"] {
            let new = set_number(&source, guide, "fresh", Number::Float(7.5));
            let new = new.unwrap_or_else(|problem| panic!("{round}: {problem}\n{:?}", made.text));
            let (before, after) = (made.text.as_bytes(), new.text().as_bytes());
            let same = before.iter().zip(after).take_while(|(a, b)| a == b).count();
            let rest = &before[same..];
            assert!(after.ends_with(rest), "{:?}\n{:?}", made.text, new.text());
            let office = Override::read(&new).unwrap();
            let line = office.place(guide, "fresh").unwrap().line;
            assert!(
                new.line(line).unwrap().ends_with("fresh: 7.5"),
                "{:?}",
                new.text()
            );
            assert_eq!(
                made.text.ends_with('\n') || rest.is_empty() && made.text.len() < 4,
                new.text().ends_with('\n'),
                "{:?}",
                new.text()
            );
            let bare = new.text().replace("\r\n", "");
            assert!(
                !(made.text.contains("\r\n") && bare.contains('\n')),
                "{:?}",
                new.text()
            );
        }
    }
}
