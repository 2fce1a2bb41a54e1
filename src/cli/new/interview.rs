//! The questions of `new applicant`: plain, one at a time, each answer checked at once as the
//! whole profile would be.

use std::io::{self, BufRead, Write};

use jiff::civil::Date;
use serde_json::{Value, json};

use crate::dataset::{References, applicant_from_json, change};
use crate::model::{Citizenship, Track, TypeOfGraduate, Visa};

/// What a question's answer is.
#[derive(Debug, Clone, Copy)]
enum Kind {
    /// A word, a name or a date.
    Text,
    /// A whole number.
    Number,
    /// Words with commas between them.
    Words,
}

/// One question.
#[derive(Debug, Clone, Copy)]
struct Question {
    /// The key of the profile.
    path: &'static str,
    asks: &'static str,
    /// What can be answered.
    choices: &'static [&'static str],
    kind: Kind,
    /// Whether a profile cannot be without it.
    needed: bool,
    /// Whether it is asked at all, by what is answered so far.
    asked: fn(&Value) -> bool,
}

const fn question(path: &'static str, asks: &'static str) -> Question {
    Question {
        path,
        asks,
        choices: &[],
        kind: Kind::Text,
        needed: false,
        asked: |_| true,
    }
}

const fn number(path: &'static str, asks: &'static str) -> Question {
    Question {
        kind: Kind::Number,
        ..question(path, asks)
    }
}

const fn choice(
    path: &'static str,
    asks: &'static str,
    choices: &'static [&'static str],
) -> Question {
    Question {
        choices,
        ..question(path, asks)
    }
}

const fn needed(question: Question) -> Question {
    Question {
        needed: true,
        ..question
    }
}

const fn only(asked: fn(&Value) -> bool, question: Question) -> Question {
    Question { asked, ..question }
}

fn is_foreign(profile: &Value) -> bool {
    let citizenship = profile.get("citizenship").and_then(Value::as_str);
    citizenship == Some(Citizenship::ForeignNational.as_str())
}

fn has(profile: &Value, exam: &str, key: &str) -> bool {
    profile
        .get(exam)
        .is_some_and(|exam| exam.get(key).is_some())
}

const RESULTS: &[&str] = &["pass", "fail"];

const QUESTIONS: [Question; 20] = [
    question("name", "What to call the applicant, any name"),
    needed(choice(
        "type_of_graduate",
        "Kind of graduate",
        TypeOfGraduate::WORDS,
    )),
    needed(choice("citizenship", "Citizenship", Citizenship::WORDS)),
    only(
        is_foreign,
        choice("visa", "Visa that is needed", Visa::WORDS),
    ),
    question("medical_school.country", "Country of the medical school"),
    number("yog", "Year of graduation, on the diploma"),
    needed(question(
        "targets.0.specialty",
        "Specialty to apply for, e.g. internal-medicine",
    )),
    needed(choice("targets.0.track", "Track", Track::WORDS)),
    question(
        "step1.taken",
        "Step 1: when was it last taken, e.g. 2023-09",
    ),
    only(
        |told| has(told, "step1", "taken"),
        choice("step1.result", "Step 1: the result", RESULTS),
    ),
    only(
        |told| has(told, "step1", "taken"),
        number("step1.attempts", "Step 1: how often taken"),
    ),
    question(
        "step2_ck.taken",
        "Step 2 CK: when was it last taken, e.g. 2026-03",
    ),
    only(
        |told| has(told, "step2_ck", "taken"),
        number("step2_ck.score", "Step 2 CK: the score"),
    ),
    only(
        |told| has(told, "step2_ck", "taken"),
        number("step2_ck.attempts", "Step 2 CK: how often taken"),
    ),
    only(
        |told| !has(told, "step2_ck", "taken"),
        question(
            "step2_ck.planned",
            "Step 2 CK: when is it planned, e.g. 2027-05",
        ),
    ),
    question("step3.taken", "Step 3: when was it last taken"),
    only(
        |told| has(told, "step3", "taken"),
        choice("step3.result", "Step 3: the result", RESULTS),
    ),
    only(
        |told| !has(told, "step3", "taken"),
        question(
            "step3.planned",
            "Step 3: when is it planned; `false` when it is not",
        ),
    ),
    Question {
        kind: Kind::Words,
        ..question(
            "regions.preferred",
            "Regions preferred, e.g. california, midwest",
        )
    },
    number("budget", "What the applications may cost, in US dollars"),
];

/// The least that a profile states; where questions begin.
pub(crate) fn template() -> Value {
    json!({
        "type_of_graduate": TypeOfGraduate::Img.as_str(),
        "citizenship": Citizenship::ForeignNational.as_str(),
        "targets": [{ "specialty": "internal-medicine", "track": Track::Categorical.as_str() }],
    })
}

/// Asks everything; none when the answers end before the questions do.
pub(crate) fn ask(
    input: &mut dyn BufRead,
    out: &mut dyn Write,
    references: &References,
    today: Date,
) -> io::Result<Option<Value>> {
    writeln!(
        out,
        "An empty answer leaves a thing unstated. Ctrl-C stops, and writes nothing.\n"
    )?;
    let mut profile = template();
    for question in QUESTIONS {
        if !(question.asked)(&profile) {
            continue;
        }
        loop {
            prompt(&question, out)?;
            let mut line = String::new();
            if input.read_line(&mut line)? == 0 {
                writeln!(out)?;
                return Ok(None);
            }
            match answer(&question, line.trim(), &profile, references, today) {
                Ok(told) => {
                    profile = told;
                    break;
                }
                Err(message) => writeln!(out, "  {}", message.trim_end().replace('\n', "\n  "))?,
            }
        }
    }
    Ok(Some(profile))
}

fn prompt(question: &Question, out: &mut dyn Write) -> io::Result<()> {
    let choices = match question.choices {
        [] => String::new(),
        words => format!(" ({})", words.join(", ")),
    };
    let needed = if question.needed { " *" } else { "" };
    write!(out, "{}{choices}{needed}: ", question.asks)?;
    out.flush()
}

/// The profile with the answer, or what is wrong with it.
fn answer(
    question: &Question,
    text: &str,
    profile: &Value,
    references: &References,
    today: Date,
) -> Result<Value, String> {
    if text.is_empty() {
        return if question.needed {
            Err("this one is needed".to_owned())
        } else {
            Ok(profile.clone())
        };
    }
    let value = match question.kind {
        Kind::Text => text.into(),
        Kind::Number => text
            .parse::<i64>()
            .map_or_else(|_| text.into(), Value::from),
        Kind::Words => text
            .split(',')
            .map(str::trim)
            .filter(|word| !word.is_empty())
            .collect(),
    };
    let mut told = profile.clone();
    change(&mut told, question.path, Some(value)).map_err(|problem| problem.to_string())?;
    applicant_from_json(&told, references, today).map_err(|problems| problems.to_string())?;
    Ok(told)
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;
    use crate::cli::new::profile_text::profile;
    use crate::dataset::{Files, Profile};
    use crate::place::SourceText;

    fn asked(answers: &str) -> (Option<Value>, String) {
        let references = References::load(&Files::shipped("datasets")).unwrap();
        let mut out = Vec::new();
        let told = ask(
            &mut answers.as_bytes(),
            &mut out,
            &references,
            date(2026, 11, 22),
        );
        (told.unwrap(), String::from_utf8(out).unwrap())
    }

    const ANSWERS: &str = "Amal \"A\" #1\nimg\nforeign-national\nJ-1\nPakistan\n2023\n\
        internal-medicine\ncategorical\n2023-09\npass\n1\n2026-03\n228\n1\n\nfalse\ncalifornia, midwest\n2500\n";

    #[test]
    fn the_answers_are_a_profile() {
        let (told, _) = asked(ANSWERS);
        let text = profile(&told.unwrap(), None);
        let references = References::load(&Files::shipped("datasets")).unwrap();
        let source = SourceText::new("me.yaml", &text);
        let applicant = Profile::read(&source, &references, date(2026, 11, 22));
        let applicant = applicant
            .map_err(|problems| format!("{problems}{text}"))
            .unwrap();
        assert_eq!(applicant.name.as_deref(), Some("Amal \"A\" #1"));
        assert_eq!(applicant.step2_ck.and_then(|exam| exam.score), Some(228));
        assert!(
            text.contains("regions: { preferred: [california, midwest] }"),
            "{text}"
        );
    }

    #[test]
    fn a_wrong_answer_is_said_at_once_and_asked_again() {
        let wrong = ANSWERS
            .replace("\nJ-1\n", "\nJ1\nJ-1\n")
            .replace("\n228\n", "\n999\nhigh\n228\n")
            .replace("\ncategorical\n", "\n\ncategorical\n");
        let (told, said) = asked(&wrong);
        assert_eq!(told, asked(ANSWERS).0);
        for part in [
            "it can be `none`, `J-1`",
            "between 1 and 300",
            "this one is needed",
        ] {
            assert!(said.contains(part), "{part}: {said}");
        }
    }

    #[test]
    fn answers_that_end_early_are_no_profile() {
        assert_eq!(asked("Amal\nimg\n").0, None);
        assert_eq!(asked("").0, None);
    }

    #[test]
    fn empty_answers_state_nothing() {
        let (told, _) =
            asked("\nimg\nus-citizen\n\n\ninternal-medicine\ncategorical\n\n\n\n\n\n\n\n");
        let wanted = json!({
            "type_of_graduate": "img", "citizenship": "us-citizen",
            "targets": [{ "specialty": "internal-medicine", "track": "categorical" }],
        });
        assert_eq!(told.unwrap(), wanted);
    }
}
