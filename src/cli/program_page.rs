use std::io::{self, Write};

use jiff::civil;

use crate::dataset::{Catalogue, LISTED, References};
use crate::model::{IDENTITY, PROGRAM, Program, ProgramTrack, Provenance, Reading, Stated, Value};
use crate::report::inert;

/// Everything that is known of one program.
pub(super) struct ProgramPage<'a> {
    pub(super) program: &'a Program,
    pub(super) catalogue: &'a Catalogue,
    pub(super) references: &'a References,
    pub(super) today: civil::Date,
}

impl ProgramPage<'_> {
    /// Writes the page.
    pub(super) fn write(&self, out: &mut dyn Write) -> io::Result<()> {
        self.head(out)?;
        for track in &self.program.tracks {
            self.track(track, out)?;
        }
        writeln!(out)?;
        let mut unstated = Vec::new();
        for field in PROGRAM.fields {
            let group = field.path.split('.').next().unwrap_or(field.path);
            let known = self.program.known.get(field.path);
            // That a limit exists shows in the limit itself; only its absence needs a line.
            let implied =
                field.path.contains(".has_") && known.value() != Some(&Value::Bool(false));
            if implied || IDENTITY.contains(&group) || group == "track" {
                continue;
            }
            match known {
                Reading::Unstated => unstated.push(field.label),
                reading => self.reading((field.path, field.label), reading, out)?,
            }
        }
        if !unstated.is_empty() {
            let text = format!("unstated (never a no): {}", unstated.join(", "));
            writeln!(out, "\n{}", textwrap::fill(&text, 96))?;
        }
        for note in &self.program.notes {
            let text = format!("note: {}", inert(&note.text));
            writeln!(out, "\n{}", textwrap::fill(&text, 96))?;
            writeln!(out, "  {}", self.origin("notes", &note.provenance))?;
        }
        writeln!(out, "\n{}", textwrap::fill(&self.stale(), 96))
    }

    /// What the mark of a stale value means.
    fn stale(&self) -> String {
        let freshness = &self.references.freshness;
        let others = freshness.fields.iter().map(|(path, limit)| {
            let label = PROGRAM.label(path);
            limit.map_or_else(
                || format!("{label} never is"),
                |months| format!("{label} {months} months"),
            )
        });
        let others: Vec<String> = others.collect();
        let others = if others.is_empty() {
            String::new()
        } else {
            format!("; {}", others.join(", "))
        };
        let (months, today) = (freshness.months, self.today);
        format!("! stale: not a known date within {months} months of {today}{others}")
    }

    fn head(&self, out: &mut dyn Write) -> io::Result<()> {
        let program = self.program;
        writeln!(out, "{}", inert(&program.name))?;
        writeln!(out, "{}, {}", program.specialty.title, program.id)?;
        if program.invented {
            writeln!(out, "invented: not a real program")?;
        }
        if let Some(institution) = program.known.get("institution").value() {
            writeln!(out, "{}", inert(&institution.to_string()))?;
        }
        let county = program.known.get("county").value();
        let county = county.map_or_else(String::new, |county| format!(" ({county} County)"));
        let place = format!("{}, {}{county}", program.city, program.state);
        writeln!(out, "{}", inert(&place))?;
        if let Some(Value::Texts(areas)) = program.known.get("areas").value() {
            let title = |id: &std::sync::Arc<str>| {
                self.references
                    .region(id)
                    .map_or_else(|| id.to_string(), |r| r.title.to_string())
            };
            let titles: Vec<String> = areas.iter().map(title).collect();
            writeln!(out, "{}", inert(&titles.join(", ")))?;
        }
        writeln!(out, "listed by {}", self.origin(LISTED, &program.listed))?;
        self.same_as(out)
    }

    fn same_as(&self, out: &mut dyn Write) -> io::Result<()> {
        let group = self.catalogue.group_of(&self.program.id);
        for other in self.catalogue.programs() {
            if other.id != self.program.id && self.catalogue.group_of(&other.id) == group {
                let name = inert(&other.name);
                writeln!(out, "possibly the same as {name} ({})", other.id)?;
            }
        }
        Ok(())
    }

    fn track(&self, track: &ProgramTrack, out: &mut dyn Write) -> io::Result<()> {
        writeln!(out, "\ntrack {}", track.track)?;
        if !track.nrmp_codes.is_empty() {
            writeln!(out, "  NRMP code: {}", track.nrmp_codes.join(", "))?;
        }
        self.reading(("track.quota", "quota"), &track.quota, out)?;
        self.reading(("track.matched", "matched"), &track.matched, out)?;
        self.reading(("track.unfilled", "unfilled"), &track.unfilled, out)
    }

    /// What is known of a field, which has a path and a label.
    fn reading(
        &self,
        (path, label): (&str, &str),
        reading: &Reading,
        out: &mut dyn Write,
    ) -> io::Result<()> {
        match reading {
            Reading::Unstated => Ok(()),
            Reading::Stated(stated) => self.stated(path, &format!("  {label}: "), stated, out),
            Reading::Conflicting(all) => {
                writeln!(out, "  {label}: sources disagree")?;
                all.iter()
                    .try_for_each(|stated| self.stated(path, "    ", stated, out))
            }
        }
    }

    fn stated(
        &self,
        path: &str,
        before: &str,
        stated: &Stated,
        out: &mut dyn Write,
    ) -> io::Result<()> {
        write!(out, "{before}{}", inert(&stated.value.to_string()))?;
        if let Some(provenance) = &stated.provenance {
            write!(out, "  [{}]", self.origin(path, provenance))?;
            if let Some(note) = &provenance.note {
                write!(out, "\n      \u{201c}{}\u{201d}", inert(note))?;
            }
        }
        writeln!(out)
    }

    /// Title of the source, date, and `!` when the date is stale.
    fn origin(&self, path: &str, provenance: &Provenance) -> String {
        let title = self.references.sources.get(&provenance.source);
        let title = title.map_or(&provenance.source, |source| &source.title);
        let stale = if self.references.is_stale(path, provenance, self.today) {
            " !"
        } else {
            ""
        };
        let place = provenance.place.as_ref();
        let place = place.map_or_else(String::new, |place| format!(", {place}"));
        inert(&format!("{title}, {}{stale}{place}", provenance.as_of))
    }
}
