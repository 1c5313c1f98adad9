//! Parquet: codes and full precision, in the engine's types where rows come from the engine.

use std::sync::Arc;

use arrow::array::{
    ArrayRef, BooleanArray, Date32Array, Decimal128Array, Int64Array, RecordBatch, StringArray,
};
use arrow::datatypes::{Field, Schema};
use parquet::arrow::ArrowWriter;
use parquet::basic::{Compression, ZstdLevel};
use parquet::file::properties::WriterProperties;
use rust_decimal::Decimal;

use super::ExportError;
use super::book::{Content, Flow};
use super::format::{Format, Sink};
use crate::calendar::days_since_1970;
use crate::query::Rows;
use crate::report::{Column, Kind, RowCell, Table, tidy};
use crate::workspace::Reader;

/// The format.
pub(super) const FORMAT: Format = Format {
    name: "parquet",
    media: "application/vnd.apache.parquet",
    single: true,
    // There is one table.
    write: |reader, book, sink| book.contents().try_for_each(|content| write(reader, content, sink)),
};

/// Rows that are packed together.
const GROUP: usize = 131_072;

/// Writes a table.
///
/// # Errors
/// Where a row cannot be had or written, and for a number that has no place.
pub fn write(reader: &Reader<'_>, content: Content<'_>, sink: &mut Sink<'_>) -> Result<(), ExportError> {
    match content {
        Content::Figures(answers) => flow(Flow::of(tidy(reader, &answers)), sink),
        Content::Rows(rows) => flow(rows, sink),
        Content::Nothing => Ok(()),
    }
}

fn flow(flow: Flow<'_>, sink: &mut Sink<'_>) -> Result<(), ExportError> {
    let failed = |error| ExportError::format(FORMAT.name, "a table", error);
    let level = ZstdLevel::try_new(3).map_err(failed)?;
    let properties = WriterProperties::builder()
        .set_compression(Compression::ZSTD(level))
        .set_max_row_group_row_count(Some(GROUP))
        .set_created_by(concat!("minhbach ", env!("CARGO_PKG_VERSION")).to_owned())
        .build();
    let mut pieces = flow.pieces;
    let first = match pieces.next() {
        Some(piece) => piece?,
        None => Table::of_values(flow.columns, Vec::new()),
    };
    let rows = in_types(&first)?;
    let mut writer =
        ArrowWriter::try_new(sink, Arc::clone(&rows.schema), Some(properties)).map_err(failed)?;
    let mut put = |rows: &Rows| rows.batches.iter().try_for_each(|batch| writer.write(batch));
    put(&rows).map_err(failed)?;
    for piece in pieces {
        put(in_types(&piece?)?.as_ref()).map_err(failed)?;
    }
    writer.close().map_err(failed)?;
    Ok(())
}

fn in_types(table: &Table) -> Result<Arc<Rows>, ExportError> {
    Ok(match table.engine_rows() {
        Some(rows) => Arc::clone(rows),
        None => Arc::new(typed(table)?),
    })
}

fn typed(table: &Table) -> Result<Rows, ExportError> {
    let mut cells: Vec<Vec<RowCell>> = vec![Vec::new(); table.columns.len()];
    for row in table.rows() {
        cells.iter_mut().zip(row).for_each(|(column, cell)| column.push(cell));
    }
    let mut fields = Vec::new();
    let mut arrays = Vec::new();
    for (column, cells) in table.columns.iter().zip(cells) {
        let array = array(column, cells)?;
        fields.push(Field::new(&column.name, array.data_type().clone(), true));
        arrays.push(array);
    }
    let batch = RecordBatch::try_new(Arc::new(Schema::new(fields)), arrays);
    let batch = batch.map_err(|error| ExportError::format(FORMAT.name, "a table", error))?;
    Ok(Rows { schema: batch.schema(), batches: vec![batch], truncated: false })
}

fn array(column: &Column, cells: Vec<RowCell>) -> Result<ArrayRef, ExportError> {
    let cells = cells.into_iter();
    Ok(match column.kind {
        Kind::Decimal { scale } => {
            let steps = cells.map(|cell| match cell {
                RowCell::Number(digits) => steps(&column.name, digits.as_str(), scale).map(Some),
                _ => Ok(None),
            });
            let steps = steps.collect::<Result<Decimal128Array, _>>()?;
            let array = steps.with_precision_and_scale(38, i8::try_from(scale).unwrap_or(i8::MAX));
            Arc::new(array.map_err(|error| ExportError::format(FORMAT.name, "a table", error))?)
        }
        Kind::Whole => Arc::new(cells.map(|cell| cell.plain().parse().ok()).collect::<Int64Array>()),
        Kind::Day => {
            let day = |cell| match cell {
                RowCell::Day(day) => Some(days_since_1970(day)),
                _ => None,
            };
            Arc::new(cells.map(day).collect::<Date32Array>())
        }
        Kind::Answer => {
            let answer = |cell| match cell {
                RowCell::Answer(answer) => Some(answer),
                _ => None,
            };
            Arc::new(cells.map(answer).collect::<BooleanArray>())
        }
        Kind::Text | Kind::Long | Kind::Double | Kind::Moment | Kind::Other => {
            let text = |cell: RowCell| (cell != RowCell::Nothing).then(|| cell.plain());
            Arc::new(cells.map(text).collect::<StringArray>())
        }
    })
}

/// A number in steps of a scale.
fn steps(column: &str, digits: &str, scale: u32) -> Result<i128, ExportError> {
    let value = digits.parse::<Decimal>().ok();
    let steps = value.and_then(|mut value| {
        if value.scale() > scale {
            value.rescale(scale);
        }
        // Wider than the number itself: what 28 digits hold before the mark has ten more behind it.
        value.mantissa().checked_mul(10_i128.pow(scale.saturating_sub(value.scale())))
    });
    if let Some(steps) = steps.filter(|steps| steps.unsigned_abs() < 10_u128.pow(38)) {
        return Ok(steps);
    }
    Err(ExportError::TooLarge { format: FORMAT.name, column: column.to_owned() })
}
