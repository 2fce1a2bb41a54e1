use std::fmt;

use crate::dataset::draft::storable;
use crate::model::{PROGRAM, Track};

/// What a column of a list is read as.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reads {
    /// Nothing: it is left out on purpose.
    Nothing,
    /// The id of the record.
    Id,
    /// The ACGME's id of the program.
    AcgmeId,
    /// An NRMP code, or several.
    NrmpCodes,
    /// The name.
    Name,
    /// Name, city and state, divided by commas.
    NameAndPlace,
    /// The institution.
    Institution,
    /// The specialty.
    Specialty,
    /// The city.
    City,
    /// City and state, divided by a comma.
    Place,
    /// The county.
    County,
    /// The state.
    State,
    /// The tracks.
    Tracks,
    /// Specialty and track, divided by a comma.
    Target,
    /// Other records that may be the same program.
    SameAs,
    /// The day on which the row was true.
    AsOf,
    /// A note. With its header before it where it is not the column for notes.
    Notes {
        /// Whether the header stands before it.
        with_header: bool,
        /// Whether only a "no" is worth a note.
        only_no: bool,
    },
    /// Positions of a track.
    Quota(Track),
    /// Whether it has that track.
    Offers(Track),
    /// Visas it sponsors. `whole`: a list of all it accepts, so one that it leaves out is a no.
    Visas {
        /// Whether the list is whole.
        whole: bool,
    },
    /// A kind of hospital in words: county, safety net, community …
    Hospital,
    /// The field with that number in the table of programs.
    Field(usize),
}

/// The words for what is no field of the table of programs.
const WORDS: [(&str, Reads); 26] = [
    ("nothing", Reads::Nothing),
    ("id", Reads::Id),
    ("acgme_id", Reads::AcgmeId),
    ("nrmp_codes", Reads::NrmpCodes),
    ("name", Reads::Name),
    ("name_and_place", Reads::NameAndPlace),
    ("institution", Reads::Institution),
    ("specialty", Reads::Specialty),
    ("city", Reads::City),
    ("place", Reads::Place),
    ("county", Reads::County),
    ("state", Reads::State),
    ("tracks", Reads::Tracks),
    ("target", Reads::Target),
    ("possibly_same_as", Reads::SameAs),
    ("as_of", Reads::AsOf),
    (
        "notes",
        Reads::Notes {
            with_header: false,
            only_no: false,
        },
    ),
    (
        "notes.with_header",
        Reads::Notes {
            with_header: true,
            only_no: false,
        },
    ),
    (
        "notes.if_no",
        Reads::Notes {
            with_header: true,
            only_no: true,
        },
    ),
    ("quota.categorical", Reads::Quota(Track::Categorical)),
    ("quota.preliminary", Reads::Quota(Track::Preliminary)),
    ("quota.advanced", Reads::Quota(Track::Advanced)),
    ("tracks.categorical", Reads::Offers(Track::Categorical)),
    ("visas", Reads::Visas { whole: false }),
    ("visas.accepted", Reads::Visas { whole: true }),
    ("hospital", Reads::Hospital),
];

impl Reads {
    /// What that word of a mapping stands for.
    #[must_use]
    pub fn parse(word: &str) -> Option<Self> {
        let own = WORDS.iter().find(|(known, _)| *known == word);
        let field = || {
            storable(word)?;
            PROGRAM.position(word).map(Self::Field)
        };
        own.map(|(_, reads)| *reads).or_else(field)
    }

    /// Every word that a mapping may use.
    pub fn words() -> impl Iterator<Item = &'static str> {
        let fields = PROGRAM.fields.iter().map(|field| field.path);
        let fields = fields.filter(|path| storable(path).is_some());
        WORDS.iter().map(|(word, _)| *word).chain(fields)
    }

    /// What it says, for people.
    #[must_use]
    pub fn about(self) -> &'static str {
        match self {
            Self::Nothing => "left out",
            Self::Id => "id",
            Self::AcgmeId => "ACGME id",
            Self::NrmpCodes => "NRMP codes",
            Self::Name => "name",
            Self::NameAndPlace => "name, city and state",
            Self::Institution => "institution",
            Self::Specialty => "specialty",
            Self::City => "city",
            Self::Place => "city and state",
            Self::County => "county",
            Self::State => "state",
            Self::Tracks => "tracks",
            Self::Target => "specialty and track",
            Self::SameAs => "may be the same as",
            Self::AsOf => "the day the row was true",
            Self::Notes { only_no: true, .. } => "a note where it says no",
            Self::Notes { .. } => "a note",
            Self::Quota(Track::Preliminary) => "preliminary positions",
            Self::Quota(Track::Advanced) => "advanced positions",
            Self::Quota(_) => "categorical positions",
            Self::Offers(_) => "whether it has a categorical track",
            Self::Visas { whole: true } => "visas it accepts (others: no)",
            Self::Visas { whole: false } => "visas it sponsors",
            Self::Hospital => "kind of hospital",
            Self::Field(at) => PROGRAM.fields.get(at).map_or("", |field| field.label),
        }
    }
}

/// The word that a mapping uses.
impl fmt::Display for Reads {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let own = WORDS.iter().find(|(_, reads)| reads == self);
        let word = match (own, self) {
            (Some((word, _)), _) => *word,
            (None, Self::Field(at)) => PROGRAM.fields.get(*at).map_or("", |field| field.path),
            (None, _) => "",
        };
        f.write_str(word)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_word_is_read_as_it_is_written() {
        for word in Reads::words() {
            assert_eq!(Reads::parse(word).unwrap().to_string(), word);
        }
        for word in [
            "imgs_a_year",
            "region",
            "track.quota",
            "step2_ck.has_minimum",
            "img_prcent",
        ] {
            assert_eq!(Reads::parse(word), None, "{word}");
        }
    }
}
