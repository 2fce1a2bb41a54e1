//! Lines in JSON become a Parquet file, for programs that work on columns.

use std::fs::File;
use std::io::{self, BufRead as _, BufReader, Write};
use std::path::Path;
use std::sync::Arc;

use parquet::basic::{Compression, LogicalType, Repetition, Type as Physical};
use parquet::data_type::{BoolType, ByteArray, ByteArrayType, Int64Type};
use parquet::errors::ParquetError;
use parquet::file::properties::WriterProperties;
use parquet::file::writer::SerializedFileWriter;
use parquet::schema::types::Type;
use serde_json::Value;

/// How many rows are held until they are written.
const GROUP: usize = 100_000;

/// What a column holds.
enum Cells {
    /// Texts, or nothing.
    Texts(Vec<Option<ByteArray>>),
    Numbers(Vec<i64>),
    Bools(Vec<bool>),
}

/// A column, by the key that it has in JSON.
struct Column {
    key: &'static str,
    cells: Cells,
}

/// Writes the lists of `lines` to `to`: a row for each program, or for each list of a summary.
pub(super) fn convert(lines: &Path, to: &Path, is_summary: bool) -> io::Result<()> {
    let mut columns = columns(is_summary);
    let fields = columns.iter().map(field).collect::<Result<_, _>>();
    let schema = Type::group_type_builder("lists").with_fields(fields.map_err(failed)?);
    let schema = schema.build().map_err(failed)?;
    let properties = WriterProperties::builder().set_compression(Compression::SNAPPY);
    let properties = Arc::new(properties.build());
    let mut writer = SerializedFileWriter::new(File::create(to)?, Arc::new(schema), properties)
        .map_err(failed)?;
    let mut rows = 0;
    for line in BufReader::new(File::open(lines)?).lines() {
        let line: Value = serde_json::from_str(&line?)?;
        if is_summary {
            push(&mut columns, |key| summary(&line, key));
            rows += 1;
        } else {
            let best = line.get("best").and_then(Value::as_array);
            for place in best.into_iter().flatten() {
                let one = |key: &str| place.get(key).or_else(|| line.get(key)).cloned();
                push(&mut columns, |key| one(key).unwrap_or_default());
                rows += 1;
            }
        }
        if rows >= GROUP {
            group(&mut writer, &mut columns).map_err(failed)?;
            rows = 0;
        }
    }
    if rows > 0 {
        group(&mut writer, &mut columns).map_err(failed)?;
    }
    let mut file = writer.into_inner().map_err(failed)?;
    file.flush()?;
    file.sync_all()
}

fn columns(is_summary: bool) -> Vec<Column> {
    let texts = |key| Column {
        key,
        cells: Cells::Texts(Vec::new()),
    };
    let numbers = |key| Column {
        key,
        cells: Cells::Numbers(Vec::new()),
    };
    let bools = |key| Column {
        key,
        cells: Cells::Bools(Vec::new()),
    };
    let mut columns: Vec<Column> = ["applicant", "from", "guide", "specialty", "track"]
        .map(texts)
        .into();
    if is_summary {
        columns.push(numbers("programs"));
        columns.push(texts("tiers"));
        columns.extend(["no_tier", "undecided", "excluded"].map(numbers));
        columns.extend(["bands", "pillars", "apply_to"].map(texts));
        columns.extend(["concerns", "unknown", "standing_unknown"].map(numbers));
    } else {
        columns.push(numbers("rank"));
        columns.extend(["program", "tier"].map(texts));
        columns.push(numbers("score"));
        columns.extend(["excluded", "unknown"].map(bools));
    }
    columns
}

/// What a summary's column holds of a line. What JSON nests stays JSON, in a text.
fn summary(line: &Value, key: &str) -> Value {
    let of_line = |key| line.get(key).cloned().unwrap_or_default();
    let standing = of_line("standing");
    let of_standing = |key| standing.get(key).cloned().unwrap_or_default();
    match key {
        "standing_unknown" => of_standing("unknown"),
        "concerns" | "bands" | "pillars" | "apply_to" => of_standing(key),
        _ => of_line(key),
    }
}

fn push(columns: &mut [Column], value: impl Fn(&str) -> Value) {
    for Column { key, cells } in columns {
        let value = value(key);
        match cells {
            Cells::Texts(all) => all.push(match value {
                Value::Null => None,
                Value::String(text) => Some(ByteArray::from(text.into_bytes())),
                nested => Some(ByteArray::from(nested.to_string().into_bytes())),
            }),
            Cells::Numbers(all) => all.push(value.as_i64().unwrap_or(0)),
            Cells::Bools(all) => all.push(value.as_bool().unwrap_or(false)),
        }
    }
}

fn field(column: &Column) -> Result<Arc<Type>, ParquetError> {
    let (physical, logical, repetition) = match column.cells {
        Cells::Texts(_) => (
            Physical::BYTE_ARRAY,
            Some(LogicalType::String),
            Repetition::OPTIONAL,
        ),
        Cells::Numbers(_) => (Physical::INT64, None, Repetition::REQUIRED),
        Cells::Bools(_) => (Physical::BOOLEAN, None, Repetition::REQUIRED),
    };
    let field = Type::primitive_type_builder(column.key, physical)
        .with_logical_type(logical)
        .with_repetition(repetition);
    field.build().map(Arc::new)
}

/// Writes the rows that are held, and holds none.
fn group(
    writer: &mut SerializedFileWriter<File>,
    columns: &mut [Column],
) -> Result<(), ParquetError> {
    let mut group = writer.next_row_group()?;
    for Column { cells, .. } in columns {
        let Some(mut column) = group.next_column()? else {
            break;
        };
        match cells {
            Cells::Texts(all) => {
                let stated: Vec<i16> = all.iter().map(|text| i16::from(text.is_some())).collect();
                let texts: Vec<ByteArray> = all.drain(..).flatten().collect();
                let typed = column.typed::<ByteArrayType>();
                typed.write_batch(&texts, Some(&stated), None)?;
            }
            Cells::Numbers(all) => {
                column.typed::<Int64Type>().write_batch(all, None, None)?;
                all.clear();
            }
            Cells::Bools(all) => {
                column.typed::<BoolType>().write_batch(all, None, None)?;
                all.clear();
            }
        }
        column.close()?;
    }
    group.close()?;
    Ok(())
}

fn failed(error: ParquetError) -> io::Error {
    io::Error::other(error)
}
