use std::io::Write as _;
use std::path::Path;

use crate::dataset::{
    Catalogue, Columns, Fate, Files, Imported, Mapping, Record, References, Sheet,
};
use crate::place::Problems;
use crate::report::{inert, plural};

/// The programs of a list, read as an import would. What was refused is said beside the report.
pub(crate) fn on_the_fly(
    path: &Path,
    datasets: &Files,
    references: &References,
    record: &Record,
) -> Result<(Catalogue, Option<References>), Problems> {
    let sheet = Sheet::noted_in(record, "programs", path)?;
    let columns = Columns::load(datasets)?;
    let imported = Imported::of(&sheet, &columns, &Mapping::default(), references)?;
    imported.on_the_fly()?;
    let references = references.with_sources([imported.source.clone()]);
    let catalogue = Catalogue::of_drafts(imported.programs.values(), &references)?;
    let (cells, rows) = (
        imported.count(Fate::Refused),
        imported.count(Fate::RowRefused),
    );
    let path = inert(&imported.path);
    let tracks = imported.assumed_tracks();
    let tracks = tracks.map_or_else(String::new, |why| format!(" Note: {why}."));
    let text = format!(
        "{path}: {} read from {}; refused: {}, {}.{tracks} `preceptor programs import` with it says more.",
        plural(imported.programs.len(), "program"),
        plural(imported.rows, "row"),
        plural(cells, "cell"),
        plural(rows, "row"),
    );
    // The report stands whatever becomes of this line.
    let _ = writeln!(
        anstream::stderr().lock(),
        "{}\n",
        textwrap::fill(&text, crate::cli::output::width())
    );
    Ok((catalogue, Some(references)))
}
