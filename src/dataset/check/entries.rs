use jiff::civil;

use super::place::{Located, RawPlace};
use super::{Check, Checked};
use crate::dataset::References;
use crate::dataset::raw::{
    RawApplicant, RawConnection, RawExperience, RawGap, RawLanguage, RawLetter, RawResearch,
    RawTie, RawUnderserved, RawUsce,
};
use crate::model::{
    ClinicalSetting, ConnectionKind, Date, Entry, Evaluation, ExperienceKind, LanguageLevel,
    LetterRole, Presented, ProgramId, ResearchKind, TieKind, UnderservedSetting, UsceKind, Value,
};

/// The lists of a profile by the paths of their fields; none where the profile has no such key.
pub(super) fn lists(
    check: &mut Check<'_>,
    raw: &RawApplicant,
    references: &References,
    today: civil::Date,
) -> [(&'static str, Option<Vec<Entry>>); 9] {
    let mut all = Entries {
        check,
        references,
        today,
    };
    [
        ("usce", all.list("usce", raw.usce.as_deref(), Entries::usce)),
        (
            "lors",
            all.list("lors", raw.lors.as_deref(), Entries::letter),
        ),
        (
            "research",
            all.list("research", raw.research.as_deref(), Entries::research),
        ),
        (
            "experience",
            all.list("experience", raw.experience.as_deref(), Entries::experience),
        ),
        ("gaps", all.list("gaps", raw.gaps.as_deref(), Entries::gap)),
        (
            "languages",
            all.list("languages", raw.languages.as_deref(), Entries::language),
        ),
        (
            "underserved",
            all.list(
                "underserved",
                raw.underserved.as_deref(),
                Entries::underserved,
            ),
        ),
        ("ties", all.list("ties", raw.ties.as_deref(), Entries::tie)),
        (
            "connections",
            all.list(
                "connections",
                raw.connections.as_deref(),
                Entries::connection,
            ),
        ),
    ]
}

struct Entries<'p, 'a> {
    check: &'p mut Check<'a>,
    references: &'p References,
    today: civil::Date,
}

fn word(word: Option<&'static str>) -> Option<Value> {
    word.map(Value::text)
}

fn text(text: Option<&String>) -> Option<Value> {
    text.map(|text| Value::text(text))
}

fn yes(yes: Option<bool>) -> Option<Value> {
    yes.map(Value::Bool)
}

impl Entries<'_, '_> {
    fn list<T>(
        &mut self,
        path: &str,
        raw: Option<&[T]>,
        entry: fn(&mut Self, &str, &T) -> Entry,
    ) -> Option<Vec<Entry>> {
        let one = |(number, raw)| entry(self, &format!("{path}.{number}"), raw);
        Some(raw?.iter().enumerate().map(one).collect())
    }

    fn int(&mut self, at: &str, key: &str, number: Option<i64>, most: i64) -> Option<Value> {
        self.check
            .within(&format!("{at}.{key}"), number?, (0, most))
            .map(Value::Int)
    }

    fn specialty(&mut self, at: &str, id: Option<&String>) -> Option<Value> {
        let known = self.check.specialty(&format!("{at}.specialty"), id?)?;
        Some(Value::text(known.id))
    }

    fn program(&mut self, at: &str, id: Option<&String>) -> Option<Value> {
        let id = id?;
        if ProgramId::parse(id).is_none() {
            self.check.error(
                &format!("{at}.program"),
                format!("`{id}` is no id of a program"),
                "take it from `preceptor programs`",
            );
        }
        Some(Value::text(id))
    }

    fn locate(
        &mut self,
        at: &str,
        abroad: Option<&String>,
        [city, county, state]: [&Option<String>; 3],
    ) -> Located {
        let place = RawPlace {
            country: abroad,
            city: city.as_ref(),
            county: county.as_ref(),
            state: state.as_ref(),
        };
        place.locate(self.check, at, self.references)
    }

    fn usce(&mut self, at: &str, raw: &RawUsce) -> Entry {
        let place = self.locate(at, None, [&raw.city, &raw.county, &raw.state]);
        Entry::new()
            .with("kind", word(raw.kind.map(UsceKind::as_str)))
            .with("hands_on", yes(raw.hands_on.or(raw.kind.map(is_hands_on))))
            .with("setting", word(raw.setting.map(ClinicalSetting::as_str)))
            .with("specialty", self.specialty(at, raw.specialty.as_ref()))
            .with("city", place.city)
            .with("state", place.state)
            .with("areas", place.areas)
            .with("weeks", self.int(at, "weeks", raw.weeks, 520))
            .with("program", self.program(at, raw.program.as_ref()))
            .with("evaluation", word(raw.evaluation.map(Evaluation::as_str)))
            .with("inpatient", yes(raw.inpatient))
    }

    fn letter(&mut self, at: &str, raw: &RawLetter) -> Entry {
        let place = self.locate(
            at,
            raw.country.as_ref(),
            [&raw.city, &raw.county, &raw.state],
        );
        let content = raw.content.as_ref();
        let content = content.map(|all| Value::texts(all.iter().map(|word| word.as_str())));
        Entry::new()
            .with("role", word(raw.role.map(LetterRole::as_str)))
            .with("specialty", self.specialty(at, raw.specialty.as_ref()))
            .with("setting", word(raw.setting.map(ClinicalSetting::as_str)))
            .with("country", place.country)
            .with("city", place.city)
            .with("state", place.state)
            .with("areas", place.areas)
            .with("content", content)
            .with("program", self.program(at, raw.program.as_ref()))
            .with("inpatient", yes(raw.inpatient))
            .with("strong", yes(raw.strong))
    }

    fn research(&mut self, at: &str, raw: &RawResearch) -> Entry {
        let place = self.locate(
            at,
            raw.country.as_ref(),
            [&raw.city, &raw.county, &raw.state],
        );
        let topics = raw.topics.as_ref();
        let topics = topics.map(|all| Value::texts(all.iter().map(|word| word.as_str())));
        Entry::new()
            .with("kind", word(raw.kind.map(ResearchKind::as_str)))
            .with("topics", topics)
            .with("country", place.country)
            .with("city", place.city)
            .with("state", place.state)
            .with("areas", place.areas)
            .with("remote", yes(raw.remote))
            .with("published", yes(raw.published))
            .with("specialty", self.specialty(at, raw.specialty.as_ref()))
            .with("first_author", yes(raw.first_author))
            .with("presented", word(raw.presented.map(Presented::as_str)))
    }

    fn experience(&mut self, at: &str, raw: &RawExperience) -> Entry {
        Entry::new()
            .with("kind", word(raw.kind.map(ExperienceKind::as_str)))
            .with("country", text(raw.country.as_ref()))
            .with("months", self.int(at, "months", raw.months, 1200))
            .with("results", yes(raw.results))
    }

    fn gap(&mut self, at: &str, raw: &RawGap) -> Entry {
        let derived = self.gap_months(at, raw);
        let stated = self.int(at, "months", raw.months, 1200);
        Entry::new()
            .with("months", stated.or(derived.map(Value::Int)))
            .with("reason", text(raw.reason.as_ref()))
            .with("explained", yes(Some(raw.reason.is_some())))
    }

    /// Months from the first to the last day; a gap without end lasts until today.
    fn gap_months(&mut self, at: &str, raw: &RawGap) -> Checked<i64> {
        let from = self.check.date(&format!("{at}.from"), raw.from.as_ref()?)?;
        let to = match &raw.to {
            Some(to) => self.check.date(&format!("{at}.to"), to)?,
            None => Date::Day(self.today),
        };
        if to.latest() < from.earliest() {
            self.check.error(
                &format!("{at}.to"),
                "the gap ends before it begins",
                "the earlier date is `from`, the later one `to`",
            );
            return None;
        }
        // A year alone leaves the length open.
        from.month_number().and(to.month_number())?;
        let days = from.earliest().until(to.latest()).ok()?.get_days();
        // A month has 30.44 days on average.
        Some((i64::from(days) * 100 + 1522) / 3044)
    }

    fn language(&mut self, at: &str, raw: &RawLanguage) -> Entry {
        if raw
            .language
            .as_ref()
            .is_some_and(|name| name.trim().is_empty())
        {
            self.check.error(
                &format!("{at}.language"),
                "a language has a name",
                "write it, e.g. `language: Spanish`",
            );
        }
        let language = raw
            .language
            .as_ref()
            .map(|name| Value::text(&name.to_lowercase()));
        Entry::new()
            .with("language", language)
            .with("level", word(raw.level.map(LanguageLevel::as_str)))
            .with("clinical", yes(raw.clinical))
    }

    fn underserved(&mut self, at: &str, raw: &RawUnderserved) -> Entry {
        let place = self.locate(
            at,
            raw.country.as_ref(),
            [&raw.city, &raw.county, &raw.state],
        );
        Entry::new()
            .with("setting", word(raw.setting.map(UnderservedSetting::as_str)))
            .with("country", place.country)
            .with("city", place.city)
            .with("state", place.state)
            .with("areas", place.areas)
            .with("months", self.int(at, "months", raw.months, 1200))
    }

    fn tie(&mut self, at: &str, raw: &RawTie) -> Entry {
        let place = self.locate(at, None, [&raw.city, &raw.county, &raw.state]);
        Entry::new()
            .with("kind", word(raw.kind.map(TieKind::as_str)))
            .with("city", place.city)
            .with("state", place.state)
            .with("areas", place.areas)
    }

    fn connection(&mut self, at: &str, raw: &RawConnection) -> Entry {
        Entry::new()
            .with("program", self.program(at, raw.program.as_ref()))
            .with("kind", word(raw.kind.map(ConnectionKind::as_str)))
    }
}

fn is_hands_on(kind: UsceKind) -> bool {
    !matches!(
        kind,
        UsceKind::Observership | UsceKind::Telerotation | UsceKind::Shadowing
    )
}
