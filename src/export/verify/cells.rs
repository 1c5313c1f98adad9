//! The figures of a pack, read back from each file that holds them.

use std::fs::{self, File};
use std::path::Path;

use arrow::array::{Array, AsArray, RecordBatch};
use arrow::datatypes::{DataType, Decimal128Type};
use indexmap::IndexMap;
use parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder;
use rust_decimal::Decimal;

use super::claims::FigureClaim;
use super::json::Json;

/// Reads the figures of a file.
type Reads = fn(&Path) -> Option<Vec<FigureClaim>>;

/// The files that hold all figures, below `data/`, each with the digits behind the mark that it keeps, where it
/// does not keep all.
pub(super) const FILES: &[(&str, Option<u32>, Reads)] =
    &[("figures.json", None, json), ("figures.csv", None, csv), ("figures.parquet", Some(10), parquet)];

/// A row by the names of its columns; nothing is no entry.
type Row = IndexMap<String, String>;

fn json(path: &Path) -> Option<Vec<FigureClaim>> {
    let read = Json::read(&fs::read_to_string(path).ok()?)?;
    let tables = read.get("tables").list().iter();
    Some(tables.flat_map(|table| table.get("figures").list()).map(FigureClaim::of).collect())
}

fn csv(path: &Path) -> Option<Vec<FigureClaim>> {
    let text = fs::read_to_string(path).ok()?;
    let text = text.strip_prefix('\u{feff}').unwrap_or(&text);
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    let names: Vec<String> = reader.headers().ok()?.iter().map(str::to_owned).collect();
    let mut all = Vec::new();
    for row in reader.records() {
        let row = row.ok()?;
        let cells = names.iter().cloned().zip(row.iter().map(|cell| meant(cell).to_owned()));
        all.push(figure(&cells.filter(|(_, cell)| !cell.is_empty()).collect())?);
    }
    Some(all)
}

/// A text that programs of tables would take for a formula stands behind an apostrophe.
fn meant(cell: &str) -> &str {
    match cell.strip_prefix('\'') {
        Some(rest) if rest.starts_with(['=', '+', '-', '@', '\t', '\r', '＝', '＋', '－', '＠']) => rest,
        Some(_) | None => cell,
    }
}

fn parquet(path: &Path) -> Option<Vec<FigureClaim>> {
    let reader = ParquetRecordBatchReaderBuilder::try_new(File::open(path).ok()?).ok()?.build().ok()?;
    let mut all = Vec::new();
    for batch in reader {
        let batch = batch.ok()?;
        for row in 0..batch.num_rows() {
            all.push(figure(&cells(&batch, row))?);
        }
    }
    Some(all)
}

fn cells(batch: &RecordBatch, row: usize) -> Row {
    let schema = batch.schema();
    let columns = schema.fields().iter().zip(batch.columns()).filter(|(_, column)| !column.is_null(row));
    let text = |column: &dyn Array| match column.data_type() {
        DataType::Decimal128(_, _) => column.as_primitive::<Decimal128Type>().value_as_string(row),
        DataType::Utf8 => column.as_string::<i32>().value(row).to_owned(),
        _ => arrow::util::display::array_value_to_string(column, row).unwrap_or_default(),
    };
    columns.map(|(field, column)| (field.name().clone(), text(column.as_ref()))).collect()
}

fn figure(row: &Row) -> Option<FigureClaim> {
    let text = |name: &str| row.get(name).cloned();
    let number = |name: &str| match row.get(name) {
        Some(digits) => digits.parse::<Decimal>().ok().map(Some),
        None => Some(None),
    };
    let part = |dimension: &str, member: &str| Some((text(dimension)?, text(member)));
    let by = [("dimension", "member"), ("second_dimension", "second_member")];
    Some(FigureClaim {
        code: text("code")?,
        calendar: text("calendar")?,
        period: text("period")?,
        last_day: text("last_day")?.parse().ok(),
        by: by.into_iter().filter_map(|(dimension, member)| part(dimension, member)).collect(),
        numerator: number("numerator")?,
        denominator: number("denominator")?,
        value: number("value")?,
        target: number("target")?,
        status: text("status"),
        state: text("state")?,
    })
}
