use super::check::agree;
use super::{Check, Checked};
use crate::dataset::raw::{NumberOrNone, RawProgram, RawStated};
use crate::model::{
    CostOfLiving, EligibleCitizenship, Facts, Kind, Ownership, PROGRAM, Reading, Setting,
    Sponsorship, Stated, UsceRequirement, Value,
};

/// The fields of a record, checked one by one on its way to being a program.
pub(super) struct ProgramFields<'p, 'a> {
    check: &'p mut Check<'a>,
    known: Facts,
}

/// What a record states of a field.
pub(super) type Raw<'r, T> = Option<&'r RawStated<T>>;

impl<'p, 'a> ProgramFields<'p, 'a> {
    /// The facts that the record states; what is wrong with them is noted.
    pub(super) fn of(check: &'p mut Check<'a>, raw: &RawProgram) -> Facts {
        let known = Facts::new(&PROGRAM);
        let mut fields = Self { check, known };
        fields.hospital(raw);
        fields.residents(raw);
        fields.requirements(raw);
        fields.character(raw);
        fields.known
    }

    fn word<T: Copy>(&mut self, path: &str, raw: Raw<'_, T>, word: fn(T) -> &'static str) {
        let reading = self
            .check
            .reading(path, raw, |_, _, value| Some(Value::text(word(*value))));
        self.known.set(path, reading);
    }

    fn yes(&mut self, path: &str, raw: Raw<'_, bool>) {
        let reading = self
            .check
            .reading(path, raw, |_, _, yes| Some(Value::Bool(*yes)));
        self.known.set(path, reading);
    }

    fn int(&mut self, path: &str, raw: Raw<'_, i64>) {
        let ends = ends(path);
        let reading = self.check.reading(path, raw, |check, at, number| {
            in_range(check, path, at, *number, ends).map(Value::Int)
        });
        self.known.set(path, reading);
    }

    fn percent(&mut self, path: &str, raw: Raw<'_, f64>) {
        let reading = self.check.reading(path, raw, |check, at, percent| {
            if (0.0..=100.0).contains(percent) {
                return Some(Value::Float(*percent));
            }
            check.error(
                at,
                format!("a percentage lies between 0 and 100, not at {percent}"),
                "write 35 for 35%",
            );
            None
        });
        self.known.set(path, reading);
    }

    fn texts(&mut self, path: &str, raw: Raw<'_, Vec<String>>) {
        let reading = self.check.reading(path, raw, |_, _, texts| {
            Some(Value::texts(texts.iter().map(String::as_str)))
        });
        self.known.set(path, reading);
    }

    /// A limit and whether there is one: `none` says that there is not.
    fn limit(&mut self, path: &str, has: &str, raw: Raw<'_, NumberOrNone>) {
        let Some(raw) = raw else { return };
        let ends = ends(path);
        let (mut exists, mut limits) = (Vec::new(), Vec::new());
        for claim in self.check.claims(path, raw) {
            let Some(limit) = number_or_none(self.check, &claim.at, claim.value) else {
                continue;
            };
            let provenance = Some(claim.provenance);
            let value = Value::Bool(limit.is_some());
            exists.push(Stated {
                value,
                provenance: provenance.clone(),
            });
            let limit =
                limit.and_then(|number| in_range(self.check, path, &claim.at, number, ends));
            limits.extend(limit.map(|number| Stated {
                value: Value::Int(number),
                provenance,
            }));
        }
        let disputed = exists.len() > limits.len() && !limits.is_empty();
        self.known.set(has, agree(exists));
        // INVARIANT: where one source says that there is no limit, no number stands alone.
        self.known.set(
            path,
            if disputed {
                Reading::Conflicting(limits)
            } else {
                agree(limits)
            },
        );
    }

    fn hospital(&mut self, raw: &RawProgram) {
        self.word("setting", raw.setting.as_ref(), Setting::as_str);
        self.word("ownership", raw.ownership.as_ref(), Ownership::as_str);
        self.yes(
            "teaching_health_center",
            raw.teaching_health_center.as_ref(),
        );
        self.yes("safety_net", raw.safety_net.as_ref());
        self.int("positions", raw.positions.as_ref());
        self.int("interviews", raw.interviews.as_ref());
        self.int("first_accredited", raw.first_accredited.as_ref());
    }

    fn residents(&mut self, raw: &RawProgram) {
        self.percent("img_percent", raw.img_percent.as_ref());
        self.percent("do_percent", raw.do_percent.as_ref());
        self.percent("usmd_percent", raw.usmd_percent.as_ref());
        self.percent("us_img_percent", raw.us_img_percent.as_ref());
        self.percent("non_us_img_percent", raw.non_us_img_percent.as_ref());
        let shares = ["img_percent", "do_percent", "usmd_percent"].map(|path| {
            match self.known.get(path).value() {
                Some(Value::Float(share)) => *share,
                _ => 0.0,
            }
        });
        let sum: f64 = shares.iter().sum();
        // Rounded shares may add up to a little more than 100.
        if sum > 101.0 {
            let message = format!("the shares of IMG, DO and US MD add up to {sum:.1} percent");
            self.check.error(
                "img_percent.value",
                message,
                "correct them: together they are the residents, at most 100",
            );
        }
    }

    fn requirements(&mut self, raw: &RawProgram) {
        self.word("visas.j1", raw.visas.j1.as_ref(), Sponsorship::as_str);
        self.word("visas.h1b", raw.visas.h1b.as_ref(), Sponsorship::as_str);
        self.word(
            "citizenship",
            raw.citizenship.as_ref(),
            EligibleCitizenship::as_str,
        );
        let step2 = &raw.step2_ck;
        self.limit(
            "step2_ck.minimum",
            "step2_ck.has_minimum",
            step2.minimum.as_ref(),
        );
        self.int("step2_ck.preferred", step2.preferred.as_ref());
        self.int("step2_ck.average", step2.average.as_ref());
        self.limit(
            "attempts.maximum",
            "attempts.has_maximum",
            raw.attempts.maximum.as_ref(),
        );
        self.int("attempts.preferred", raw.attempts.preferred.as_ref());
        let years = &raw.years_since_graduation;
        let (path, has) = (
            "years_since_graduation.maximum",
            "years_since_graduation.has_maximum",
        );
        self.limit(path, has, years.maximum.as_ref());
        self.int("years_since_graduation.preferred", years.preferred.as_ref());
        self.word(
            "usce.requirement",
            raw.usce.requirement.as_ref(),
            UsceRequirement::as_str,
        );
        self.int("usce.weeks", raw.usce.weeks.as_ref());
        self.yes("usce.observerships", raw.usce.observerships.as_ref());
        self.int("letters", raw.letters.as_ref());
    }

    fn character(&mut self, raw: &RawProgram) {
        self.yes("img_welcome", raw.img_welcome.as_ref());
        self.yes("low_score_history", raw.low_score_history.as_ref());
        self.yes("holistic_review", raw.holistic_review.as_ref());
        self.texts("mission", raw.mission.as_ref());
        self.texts("populations", raw.populations.as_ref());
        self.texts("languages", raw.languages.as_ref());
        self.texts("resident_countries", raw.resident_countries.as_ref());
        self.texts("linked_specialties", raw.linked_specialties.as_ref());
        self.yes("prelim_conversion", raw.prelim_conversion.as_ref());
        self.yes("outreach", raw.outreach.as_ref());
        self.yes("research_focus", raw.research_focus.as_ref());
        self.word(
            "cost_of_living",
            raw.cost_of_living.as_ref(),
            CostOfLiving::as_str,
        );
    }
}

/// The ends of a whole number, as the table of fields gives them.
fn ends(path: &str) -> (i64, i64) {
    let field = PROGRAM.position(path).and_then(|at| PROGRAM.fields.get(at));
    match field.map(|field| field.kind) {
        Some(Kind::Int { from, to }) => (from, to),
        _ => (0, i64::MAX),
    }
}

fn in_range(
    check: &mut Check<'_>,
    path: &str,
    at: &str,
    number: i64,
    ends: (i64, i64),
) -> Checked<i64> {
    if path.starts_with("step2_ck.") && !(ends.0..=ends.1).contains(&number) {
        check.error(
            at,
            format!("a Step 2 CK score lies between {} and {}", ends.0, ends.1),
            "correct the score, or write `none` where there is no minimum",
        );
        return None;
    }
    let (from, to) = ends;
    if (from..=to).contains(&number) {
        return Some(number);
    }
    check.error(
        at,
        format!("`{path}` lies between {from} and {to}, not at {number}"),
        "correct the number, or leave the key out when it is not known",
    );
    None
}

fn number_or_none(
    check: &mut Check<'_>,
    at: &str,
    NumberOrNone(text): &NumberOrNone,
) -> Checked<Option<i64>> {
    if text == "none" {
        return Some(None);
    }
    let number = text.parse().ok();
    if number.is_none() {
        let message = format!("a whole number or `none` belongs here, not `{text}`");
        check.error(
            at,
            message,
            "write `none` where there is no minimum; leave the key out when nobody says",
        );
    }
    number.map(Some)
}
