//! Short ways to write the rows of a table.

use super::{Field, Kind, Words};

pub(super) const fn bool(path: &'static str, label: &'static str, about: &'static str) -> Field {
    Field {
        path,
        label,
        kind: Kind::Bool,
        about,
    }
}

pub(super) const fn int(
    path: &'static str,
    label: &'static str,
    (from, to): (i64, i64),
    about: &'static str,
) -> Field {
    Field {
        path,
        label,
        kind: Kind::Int { from, to },
        about,
    }
}

pub(super) const fn percent(path: &'static str, label: &'static str, about: &'static str) -> Field {
    Field {
        path,
        label,
        kind: Kind::Float {
            from: 0.0,
            to: 100.0,
        },
        about,
    }
}

pub(super) const fn open(path: &'static str, label: &'static str, about: &'static str) -> Field {
    Field {
        path,
        label,
        kind: Kind::Text(Words::Open),
        about,
    }
}

pub(super) const fn word(
    path: &'static str,
    label: &'static str,
    words: &'static [&'static str],
    about: &'static str,
) -> Field {
    Field {
        path,
        label,
        kind: Kind::Text(Words::Of(words)),
        about,
    }
}

pub(super) const fn texts(
    path: &'static str,
    label: &'static str,
    words: Words,
    about: &'static str,
) -> Field {
    Field {
        path,
        label,
        kind: Kind::Texts(words),
        about,
    }
}

pub(super) const fn entries(
    path: &'static str,
    label: &'static str,
    fields: &'static [Field],
    about: &'static str,
) -> Field {
    Field {
        path,
        label,
        kind: Kind::Entries(fields),
        about,
    }
}
