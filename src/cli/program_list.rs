use std::io::{self, Write};

use comfy_table::{CellAlignment, ColumnConstraint, ContentArrangement, Table, Width, presets};

use crate::model::{Program, Reading, Track};
use crate::report::inert;

use super::output::PAGE;

/// How a list shows what is known: `?` for unstated, `≠` where sources disagree.
fn shown(reading: &Reading) -> String {
    match reading {
        Reading::Stated(stated) => inert(&stated.value.to_string()),
        Reading::Unstated => "?".to_owned(),
        Reading::Conflicting(_) => "≠".to_owned(),
    }
}

/// Writes programs as a table with a line each, and how many of all they are.
pub(super) fn write(
    programs: &[&Program],
    all: usize,
    width: u16,
    out: &mut dyn Write,
) -> io::Result<()> {
    if !programs.is_empty() {
        writeln!(out, "{}\n", table(programs, width).trim_fmt())?;
    }
    let noun = if all == 1 { "program" } else { "programs" };
    writeln!(out, "{} of {all} {noun}", programs.len())?;
    if !programs.is_empty() {
        writeln!(out, "{LEGEND}")?;
    }
    Ok(())
}

/// The columns of the list.
const COLUMNS: [&str; 7] = ["id", "name", "city", "tracks", "J-1", "H-1B", "IMG%"];
/// How wide a column is, the gap after it included. What does not fit goes on in the next line; the
/// city takes what is left.
const WIDTHS: [(&str, ColumnConstraint); 6] = [
    ("id", ColumnConstraint::Absolute(Width::Fixed(17))),
    ("name", ColumnConstraint::LowerBoundary(Width::Fixed(37))),
    ("tracks", ColumnConstraint::Absolute(Width::Fixed(7))),
    ("J-1", ColumnConstraint::ContentWidth),
    ("H-1B", ColumnConstraint::ContentWidth),
    ("IMG%", ColumnConstraint::ContentWidth),
];

fn table(programs: &[&Program], width: u16) -> Table {
    let mut table = Table::new();
    table
        .load_style(presets::NOTHING)
        .set_content_arrangement(ContentArrangement::Dynamic)
        .set_width(width)
        .set_header(COLUMNS);
    for program in programs {
        table.add_row(row(program));
    }
    for (column, title) in table.column_iter_mut().zip(COLUMNS) {
        column.set_padding((0, 1));
        if title == "IMG%" {
            column.set_padding((0, 0));
            column.set_cell_alignment(CellAlignment::Right);
        }
        // A page too narrow for these widths is shared out evenly.
        let own = WIDTHS.iter().find(|(name, _)| *name == title);
        if let Some((_, own)) = own.filter(|_| usize::from(width) >= PAGE) {
            column.set_constraint(*own);
        }
    }
    table
}

fn row(program: &Program) -> [String; 7] {
    let tracks = program.tracks.iter();
    let tracks: Vec<&str> = tracks.map(|offered| abbreviated(offered.track)).collect();
    let visa = |field: &str| shown(program.known.get(field)).replace("conditional", "cond");
    [
        program.id.to_string(),
        inert(&program.name),
        inert(&format!("{}, {}", program.city, program.state)),
        tracks.join(" "),
        visa("visas.j1"),
        visa("visas.h1b"),
        shown(program.known.get("img_percent")),
    ]
}

/// A track in a list; [`LEGEND`] says what it stands for.
fn abbreviated(track: Track) -> &'static str {
    match track {
        Track::Categorical => "cat",
        Track::Preliminary => "prelim",
        Track::Advanced => "adv",
        Track::PrimaryCare => "p-care",
        Track::Physician => "phys",
    }
}

/// What the signs and short words of a list stand for.
const LEGEND: &str = "\
?  unstated: nobody has said; never a no   ≠  sources disagree   cond  under conditions
cat categorical, prelim preliminary, adv advanced, p-care primary care, phys physician
IMG%  share of international medical graduates among the residents";
