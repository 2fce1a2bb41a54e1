use std::io::{self, Write};

use jiff::civil;
use rust_xlsxwriter::{DocProperties, ExcelDateTime, Format, Workbook, XlsxError};

use super::cell::Cell;

/// How wide a column is at least and at most, in characters.
const WIDTHS: (usize, usize) = (8, 48);

/// Writes a workbook of one sheet. The same rows and day give the same bytes.
pub(super) fn write<W: Write + ?Sized>(
    title: &str,
    columns: &[&str],
    rows: impl Iterator<Item = Vec<Cell>>,
    day: civil::Date,
    out: &mut W,
) -> io::Result<()> {
    let bytes = workbook(title, columns, rows, day).map_err(io::Error::other)?;
    out.write_all(&bytes)
}

fn workbook(
    title: &str,
    columns: &[&str],
    rows: impl Iterator<Item = Vec<Cell>>,
    day: civil::Date,
) -> Result<Vec<u8>, XlsxError> {
    let mut book = Workbook::new();
    let part = |part: i8| u8::try_from(part).unwrap_or(1);
    let year = u16::try_from(day.year()).unwrap_or(1900);
    // NOTE: without it the workbook takes the clock's time.
    let made = ExcelDateTime::from_ymd(year, part(day.month()), part(day.day()))?;
    book.set_properties(&DocProperties::new().set_creation_datetime(&made));
    let bold = Format::new().set_bold();
    let sheet = book.add_worksheet();
    sheet.set_name(title)?.set_freeze_panes(1, 0)?;
    let mut widths: Vec<usize> = Vec::new();
    for (column, header) in (0..).zip(columns) {
        sheet.write_string_with_format(0, column, *header, &bold)?;
        widths.push(header.chars().count());
    }
    let mut last = 0;
    for (line, row) in (1..).zip(rows) {
        for (column, cell) in (0..).zip(&row) {
            // A text is written as one, so it is never a formula and needs no apostrophe.
            match cell {
                Cell::Empty => continue,
                Cell::Words(text) => sheet.write_string(line, column, text)?,
                Cell::Number(digits) => match digits.parse::<f64>() {
                    Ok(number) => sheet.write_number(line, column, number)?,
                    Err(_) => sheet.write_string(line, column, digits)?,
                },
            };
            if let (Some(width), Cell::Words(text)) = (widths.get_mut(usize::from(column)), cell) {
                *width = (*width).max(text.chars().count());
            }
        }
        last = line;
    }
    for (column, width) in (0..).zip(widths) {
        let width = width.clamp(WIDTHS.0, WIDTHS.1);
        sheet.set_column_width(column, u8::try_from(width).unwrap_or(u8::MAX))?;
    }
    let columns = u16::try_from(columns.len()).unwrap_or(1);
    sheet.autofilter(0, 0, last, columns.saturating_sub(1))?;
    book.save_to_buffer()
}
