use std::path::PathBuf;

use clap::Args;

use crate::cli::Failure;
use crate::dataset::{Files, Mapping, Pair, Twin, Winner};
use crate::model::{AsOf, ProgramId, Specialty, Track};
use crate::place::Problem;

/// How a list is read where it does not say itself.
#[derive(Debug, Clone, Default, Args)]
#[command(next_help_heading = "How to read the list")]
pub(crate) struct ListOptions {
    /// Read the columns as this file says; --save-mapping writes one to begin with.
    #[arg(long, value_name = "FILE")]
    mapping: Option<PathBuf>,
    /// The sheet of a workbook to read; without it the first one that is shown.
    #[arg(long, value_name = "NAME")]
    pub(super) sheet: Option<String>,
    /// The id under which values name the list as their source; without it after the file's name.
    #[arg(long, value_name = "ID")]
    source: Option<String>,
    /// When the list was true, e.g. 2025-03-28, where its rows do not say; without it `undated`.
    #[arg(long, value_name = "DATE", value_parser = dated)]
    dated: Option<AsOf>,
    /// The specialty of all its programs, where no column says.
    #[arg(long, value_parser = clap::builder::PossibleValuesParser::new(Specialty::WORDS),
          hide_possible_values = true)]
    specialty: Option<String>,
    /// The track of all its programs, where no column says.
    #[arg(long, value_parser = clap::builder::PossibleValuesParser::new(Track::WORDS))]
    track: Option<String>,
}

/// How records of one program are put together.
#[derive(Debug, Clone, Default, Args)]
#[command(next_help_heading = "Putting together")]
pub(crate) struct TogetherOptions {
    /// These two ids are one program: the first one stays. Several: give it again.
    #[arg(long, value_name = "ID=ID", value_parser = twin)]
    same: Vec<Twin>,
    /// Let the newer of two values take the other's place, where both are dated; without it values
    /// that disagree are both kept, as conflicting.
    #[arg(long)]
    newer_wins: bool,
}

impl ListOptions {
    /// The mapping that is given, with what the options say over it.
    pub(super) fn mapping(&self) -> Result<Mapping, Failure> {
        let mut mapping = match &self.mapping {
            Some(path) => Mapping::read(&Files::file(path)?)?,
            None => Mapping::default(),
        };
        let track = self.track.as_deref();
        let track = track.and_then(|word| Track::ALL.iter().find(|track| track.as_str() == word));
        mapping.source = self.source.clone().or(mapping.source);
        mapping.as_of = self.dated.or(mapping.as_of);
        mapping.specialty = self
            .specialty
            .as_deref()
            .and_then(Specialty::find)
            .or(mapping.specialty);
        mapping.track = track.copied().or(mapping.track);
        Ok(mapping)
    }
}

impl TogetherOptions {
    pub(super) fn winner(&self) -> Winner {
        if self.newer_wins {
            Winner::Newer
        } else {
            Winner::Nobody
        }
    }

    /// The pairs that are told, which must be among the records.
    pub(super) fn told(
        &self,
        is_first: impl Fn(&ProgramId) -> bool,
        is_second: impl Fn(&ProgramId) -> bool,
    ) -> Result<Vec<Twin>, Problem> {
        let mut told = Vec::new();
        for (one, other) in &self.same {
            if is_first(one) && is_second(other) {
                told.push((one.clone(), other.clone()));
            } else if is_first(other) && is_second(one) {
                told.push((other.clone(), one.clone()));
            } else {
                let message = format!(
                    "--same {one}={other}: one of them has to be an id of the first programs, the other of the second"
                );
                return Err(Problem::error(message)
                    .help("`preceptor programs --programs PATH` lists the ids"));
            }
        }
        Ok(told)
    }
}

/// Asks on the terminal about pairs that go by name and place; where there is none they stay
/// proposals.
pub(super) fn confirmed(pairs: Vec<Pair>, told: &mut Vec<Twin>) -> std::io::Result<()> {
    use std::io::{BufRead as _, IsTerminal as _, Write as _};

    let mut err = anstream::stderr().lock();
    let stdin = std::io::stdin();
    if !stdin.is_terminal() || !std::io::stderr().is_terminal() {
        return Ok(());
    }
    for pair in pairs {
        if pair.by != crate::dataset::Likeness::NameAndPlace {
            continue;
        }
        write!(
            err,
            "{} and {} have the same name, place and specialty. One program? [y/N] ",
            pair.first, pair.second
        )?;
        err.flush()?;
        let mut answer = String::new();
        stdin.lock().read_line(&mut answer)?;
        if answer.trim().eq_ignore_ascii_case("y") {
            told.push((pair.first, pair.second));
        }
    }
    Ok(())
}

fn dated(text: &str) -> Result<AsOf, String> {
    AsOf::parse(text).ok_or_else(|| {
        "write 2025-03-28, 2025-03, 2025, `before 2022`, `about 2016` or `undated`".to_owned()
    })
}

fn twin(text: &str) -> Result<Twin, String> {
    let pair = text.split_once('=');
    let pair = pair.and_then(|(one, other)| {
        Some((
            ProgramId::parse(one.trim())?,
            ProgramId::parse(other.trim())?,
        ))
    });
    pair.ok_or_else(|| {
        "write two ids, e.g. acgme-1400531031=ca-kern-medical-internal-medicine".to_owned()
    })
}
