//! A table as a Parquet file.

use std::io;
use std::sync::Arc;

use arrow::array::{
    ArrayRef, BooleanArray, Date32Array, Decimal128Array, Int64Array, RecordBatch, StringArray,
};
use arrow::datatypes::{Date32Type, Field, Schema};
use parquet::arrow::ArrowWriter;
use rust_decimal::Decimal;

use super::Failure;
use crate::query::Rows;
use crate::report::{Column, Kind, RowCell, Table};

/// Writes it to the standard output, in the engine's types where it comes from the engine.
pub(super) fn write(table: &Table) -> Result<(), Failure> {
    let rows = match table.engine_rows() {
        Some(rows) => Arc::clone(rows),
        None => Arc::new(typed(table)?),
    };
    let failed = |error: parquet::errors::ParquetError| Failure::Rows(error.into());
    let mut writer = ArrowWriter::try_new(io::stdout(), Arc::clone(&rows.schema), None).map_err(failed)?;
    for batch in &rows.batches {
        writer.write(batch).map_err(failed)?;
    }
    writer.close().map_err(failed)?;
    Ok(())
}

fn typed(table: &Table) -> Result<Rows, Failure> {
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
    let batch = batch.map_err(|error| Failure::Rows(error.into()))?;
    Ok(Rows { schema: batch.schema(), batches: vec![batch], truncated: false })
}

fn array(column: &Column, cells: Vec<RowCell>) -> Result<ArrayRef, Failure> {
    let cells = cells.into_iter();
    Ok(match column.kind {
        Kind::Decimal { scale } => {
            let steps = cells.map(|cell| match cell {
                RowCell::Number(digits) => steps(&column.name, digits.as_str(), scale).map(Some),
                _ => Ok(None),
            });
            let steps = steps.collect::<Result<Decimal128Array, _>>()?;
            let array = steps.with_precision_and_scale(38, i8::try_from(scale).unwrap_or(i8::MAX));
            Arc::new(array.map_err(|error| Failure::Rows(error.into()))?)
        }
        Kind::Whole => Arc::new(cells.map(|cell| cell.plain().parse().ok()).collect::<Int64Array>()),
        Kind::Day => {
            let day = |cell| match cell {
                RowCell::Day(day) => Some(Date32Type::from_naive_date(day)),
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
fn steps(column: &str, digits: &str, scale: u32) -> Result<i128, Failure> {
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
    let message = format!("a number of the column `{column}` is too large for this format");
    Err(Failure::Typed {
        message,
        hint: Some("`--format csv` and `--format json` write it whole".to_owned()),
    })
}
