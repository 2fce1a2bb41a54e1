use std::io::{self, Write};

use comfy_table::{CellAlignment, ContentArrangement, Table, presets};

use crate::cli::output::width;
use crate::dataset::{Column, Fate, Imported, Known, Reads, Remark};
use crate::model::AsOf;
use crate::report::{inert, plural};

use super::wrapped;

/// The widest that an example is shown, in characters.
const EXAMPLE: usize = 28;

/// Writes what was understood of a list: its columns, what was refused, what to look at.
pub(super) fn write(list: &Imported, shown: usize, out: &mut dyn Write) -> io::Result<()> {
    head(list, out)?;
    writeln!(
        out,
        "\nHOW ITS COLUMNS ARE READ\n{}",
        table(list).trim_fmt()
    )?;
    unread(list, out)?;
    for (fate, title) in [
        (Fate::RowRefused, "ROWS THAT WERE LEFT OUT"),
        (Fate::Refused, "CELLS THAT WERE REFUSED"),
        (Fate::Kept, "KEPT, BUT LOOK AT IT"),
    ] {
        let remarks: Vec<&Remark> = list
            .remarks
            .iter()
            .filter(|remark| remark.fate == fate)
            .collect();
        if !remarks.is_empty() {
            writeln!(out, "\n{title}")?;
        }
        for remark in remarks {
            write_remark(remark, shown, out)?;
        }
    }
    writeln!(
        out,
        "\n{}, {} from {}. Refused: {}, {}. What is empty is unstated, never a \"no\".",
        plural(list.programs.len(), "program"),
        plural(list.values(), "value"),
        plural(list.rows, "row"),
        plural(list.count(Fate::Refused), "cell"),
        plural(list.count(Fate::RowRefused), "row"),
    )
}

fn head(list: &Imported, out: &mut dyn Write) -> io::Result<()> {
    let written = &list.written;
    let mut form = written.form.clone();
    if let Some(sheet) = &written.sheet {
        form = format!("{form}, sheet `{}`", inert(sheet));
        if !written.others.is_empty() {
            form = format!(
                "{form} (not read: `{}`)",
                inert(&written.others.join("`, `"))
            );
        }
    }
    let between = match written.delimiter {
        Some(',') => ", commas between the cells",
        Some(';') => ", semicolons between the cells, and a comma before decimals",
        Some('\t') => ", tabs between the cells",
        Some(_) => ", bars between the cells",
        None => "",
    };
    let columns = list
        .columns
        .iter()
        .filter(|column| !column.header.is_empty())
        .count();
    let text = format!(
        "{}: {} below the header in row {}, {}; {form}{between}",
        inert(&list.path),
        plural(list.rows, "row"),
        list.header,
        plural(columns, "column"),
    );
    writeln!(out, "{}", wrapped(&text, ""))?;
    let dated = list
        .columns
        .iter()
        .find(|column| column.reads == Some(Reads::AsOf));
    let dated = match dated {
        Some(column) => format!("each row is dated by its column {}", column.letters),
        None if list.source.as_of == AsOf::Undated => {
            "without a date, so they count as old (--dated gives one)".to_owned()
        }
        None => format!("dated {}", list.source.as_of),
    };
    let text = format!(
        "Source of its values: {} ({}), with row and column; {dated}",
        list.source.id,
        inert(&list.source.title)
    );
    writeln!(out, "{}", wrapped(&text, ""))
}

fn table(list: &Imported) -> Table {
    let mut table = Table::new();
    table
        .load_style(presets::NOTHING)
        .set_content_arrangement(ContentArrangement::Dynamic)
        .set_width(u16::try_from(width()).unwrap_or(u16::MAX))
        .set_header([
            "",
            "header",
            "read as",
            "read",
            "empty",
            "refused",
            "for example",
        ]);
    for column in &list.columns {
        let Some(reads) = column.reads.filter(|reads| *reads != Reads::Nothing) else {
            continue;
        };
        let mark = if column.known == Known::Mapping {
            " (mapping)"
        } else {
            ""
        };
        table.add_row([
            column.letters.clone(),
            inert(&column.header),
            format!("{}{mark}", reads.about()),
            column.read.to_string(),
            column.unstated.to_string(),
            column.refused.to_string(),
            column
                .examples
                .first()
                .map_or_else(String::new, |text| short(text)),
        ]);
    }
    for (number, column) in table.column_iter_mut().enumerate() {
        column.set_padding((0, if number == 5 { 2 } else { 1 }));
        if (3..=5).contains(&number) {
            column.set_cell_alignment(CellAlignment::Right);
        }
    }
    table
}

/// The columns that were not read, each with why.
fn unread(list: &Imported, out: &mut dyn Write) -> io::Result<()> {
    let left_out = list
        .columns
        .iter()
        .filter(|column| column.reads == Some(Reads::Nothing));
    let left_out: Vec<String> = left_out
        .map(|column| format!("{} {}", column.letters, inert(&column.header)))
        .collect();
    if !left_out.is_empty() {
        let text = format!(
            "Left out, since no field of a program holds them: {}",
            left_out.join(", ")
        );
        writeln!(out, "\n{}", wrapped(&text, ""))?;
    }
    let is_read = |column: &&Column| {
        column.reads.is_none() && !(column.header.is_empty() && column.read == 0)
    };
    let unread: Vec<&Column> = list.columns.iter().filter(is_read).collect();
    if !unread.is_empty() {
        writeln!(out, "\nCOLUMNS THAT WERE NOT READ")?;
    }
    for column in unread {
        let header = if column.header.is_empty() {
            "(no header)".to_owned()
        } else {
            inert(&column.header)
        };
        let example = column.examples.first();
        let example = example.map_or_else(String::new, |text| format!(", e.g. `{}`", short(text)));
        let why = match column.known {
            Known::Doubtful(reads) => format!(
                "its header says {}, but no number in it is above 1: nobody can tell 0.5 percent from a half. Write percent signs, or percent",
                reads.about()
            ),
            Known::Not(Some(reads)) => format!(
                "its header is not known; if it is {}, say so in a mapping: `{}: {reads}`",
                reads.about(),
                column.header
            ),
            _ => "its header is not known; a mapping can say what it is".to_owned(),
        };
        let text = format!(
            "{} {header} ({}{example}): {why}",
            column.letters,
            plural(column.read, "cell")
        );
        writeln!(out, "{}", wrapped(&inert(&text), "  "))?;
    }
    Ok(())
}

fn write_remark(remark: &Remark, shown: usize, out: &mut dyn Write) -> io::Result<()> {
    let column = remark.column.as_ref();
    let column = column.map_or_else(String::new, |header| format!("`{}`: ", inert(header)));
    let text = format!(
        "{} × {column}{} ({})",
        remark.count, remark.why, remark.help
    );
    writeln!(out, "{}", wrapped(&text, "  "))?;
    let first = remark.first.iter().take(shown);
    let cell = |(place, text): &(String, String)| {
        if text.is_empty() {
            place.clone()
        } else {
            format!("{place} `{}`", inert(text))
        }
    };
    let mut cells: Vec<String> = first.map(cell).collect();
    let more = remark.count.saturating_sub(cells.len());
    if more > 0 {
        cells.push(format!("{more} more"));
    }
    writeln!(
        out,
        "{}",
        textwrap::fill(
            &cells.join(", "),
            textwrap::Options::new(width())
                .initial_indent("      ")
                .subsequent_indent("      ")
        )
    )
}

fn short(text: &str) -> String {
    let text = inert(text);
    if text.chars().count() <= EXAMPLE {
        return text;
    }
    let kept: String = text.chars().take(EXAMPLE - 1).collect();
    format!("{}…", kept.trim_end())
}
