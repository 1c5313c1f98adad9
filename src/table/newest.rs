//! The row that bears the newest day of a column, in what a snapshot serves.

use std::collections::BTreeMap;
use std::fs::File;
use std::path::Path;

use arrow::array::{Array, ArrayRef, AsArray};
use arrow::compute::cast;
use arrow::datatypes::{DataType, Date32Type};
use arrow::error::ArrowError;
use arrow::util::display::array_value_to_string;
use chrono::NaiveDate;
use parquet::arrow::ProjectionMask;
use parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder;

use super::contract::Contract;
use super::load::LoadError;
use super::pinned::Pinned;
use super::rejected::RejectedRows;
use super::snapshot::{Snapshot, SnapshotFile};
use crate::calendar::day_since_1970;

/// A row that bears the newest day of its table, the first such by file and row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewestRow {
    /// The day.
    pub day: NaiveDate,
    /// The file, relative to the location.
    pub file: String,
    /// The row in the file as it arrived, from 1.
    pub row: u64,
    /// Its key, a column and a value each; nothing where the contract has no key.
    pub key: Vec<(String, String)>,
    /// The day of the row next to it in time, which is the same where it does not stand alone.
    pub next: Option<NaiveDate>,
}

impl NewestRow {
    /// Whether no other row comes near it: a date that was typed wrong moves everything.
    pub fn stands_alone(&self) -> bool {
        self.next.is_some_and(|next| self.day.signed_duration_since(next).num_days() > LONGEST_PAUSE)
    }
}

/// The most days between two rows of a table that goes on: a month.
pub const LONGEST_PAUSE: i64 = 31;

/// A row before or after all others of its table that no other row comes near.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LoneRow {
    /// The table.
    pub table: String,
    /// Its day.
    pub day: NaiveDate,
    /// The file, relative to the location.
    pub file: String,
    /// The row in the file as it arrived, from 1.
    pub row: u64,
    /// Its key, a column and a value each; nothing where the contract has no key.
    pub key: Vec<(String, String)>,
    /// The day of the row next to it in time.
    pub next: NaiveDate,
}

/// Where the rows are that bear such days, each given with the day next to it. Reads the column of the
/// contract's `day`, and keys of what is found.
///
/// # Errors
/// [`LoadError::Moved`] where a file cannot be read any more.
pub fn lone_rows(
    contract: &Contract,
    days: &BTreeMap<NaiveDate, NaiveDate>,
    snapshot: &Snapshot,
    (pinned, rejected): (&Pinned, &RejectedRows),
) -> Result<Vec<LoneRow>, LoadError> {
    let mut found = Vec::new();
    let Some(column) = &contract.day else { return Ok(found) };
    for file in snapshot.tables.get(&contract.name).into_iter().flatten() {
        let moved = |_| LoadError::Moved { path: file.path.clone() };
        for (row, day) in rows_of(pinned.of(file), column, days).map_err(moved)? {
            found.push(LoneRow {
                table: contract.name.clone(),
                day,
                file: file.path.clone(),
                row: arrived(file, rejected, row)?,
                key: key(contract, pinned.of(file), row).map_err(moved)?,
                next: days[&day],
            });
        }
    }
    found.sort_by_key(|row| row.day);
    Ok(found)
}

fn rows_of(
    path: &Path,
    column: &str,
    days: &BTreeMap<NaiveDate, NaiveDate>,
) -> Result<Vec<(u64, NaiveDate)>, ArrowError> {
    let (mut found, mut before) = (Vec::new(), 0_u64);
    for batch in batches(path, column)? {
        let own = cast(&batch?, &DataType::Date32)?;
        let own = own.as_primitive::<Date32Type>();
        for (row, day) in (before..).zip(own.iter()) {
            let day = day.and_then(day_since_1970);
            found.extend(day.filter(|day| days.contains_key(day)).map(|day| (row, day)));
        }
        before += own.len() as u64;
    }
    Ok(found)
}

fn key(contract: &Contract, path: &Path, row: u64) -> Result<Vec<(String, String)>, ArrowError> {
    contract.key.iter().map(|name| Ok((name.clone(), value(path, name, row)?))).collect()
}

/// Finds it; nothing where no row has a day. Reads the column and the key of every file served.
///
/// # Errors
/// [`LoadError::Moved`] where a file cannot be read any more.
pub fn newest_row(
    contract: &Contract,
    column: &str,
    snapshot: &Snapshot,
    (pinned, rejected): (&Pinned, &RejectedRows),
) -> Result<Option<NewestRow>, LoadError> {
    let mut days: Vec<(i32, usize, u64)> = Vec::new();
    let files: Vec<&SnapshotFile> = snapshot.tables.get(&contract.name).into_iter().flatten().collect();
    for (index, file) in files.iter().enumerate() {
        let moved = |_| LoadError::Moved { path: file.path.clone() };
        for (row, day) in two_newest(pinned.of(file), column).map_err(moved)? {
            days.push((day, index, row));
        }
    }
    days.sort_by(|a, b| b.0.cmp(&a.0).then_with(|| (a.1, a.2).cmp(&(b.1, b.2))));
    let Some(&(day, index, row)) = days.first() else { return Ok(None) };
    let file = files[index];
    let moved = |_| LoadError::Moved { path: file.path.clone() };
    let key = key(contract, pinned.of(file), row).map_err(moved)?;
    let row = arrived(file, rejected, row)?;
    Ok(day_since_1970(day).map(|day| NewestRow {
        day,
        file: file.path.clone(),
        row,
        key,
        next: days.get(1).and_then(|(day, ..)| day_since_1970(*day)),
    }))
}

/// The rows of the two newest days, the first of each day; twice the newest where two rows bear it.
fn two_newest(path: &Path, column: &str) -> Result<Vec<(u64, i32)>, ArrowError> {
    let mut newest: Vec<(u64, i32)> = Vec::new();
    let mut before = 0_u64;
    for batch in batches(path, column)? {
        let days = cast(&batch?, &DataType::Date32)?;
        let days = days.as_primitive::<Date32Type>();
        for (row, day) in (before..).zip(days.iter()) {
            let Some(day) = day else { continue };
            if newest.len() == 2 && newest[1].1 >= day {
                continue;
            }
            newest.push((row, day));
            newest.sort_by_key(|(row, day)| (std::cmp::Reverse(*day), *row));
            newest.truncate(2);
        }
        before += days.len() as u64;
    }
    Ok(newest)
}

fn value(path: &Path, column: &str, row: u64) -> Result<String, ArrowError> {
    let mut before = 0_u64;
    for batch in batches(path, column)? {
        let values = batch?;
        if let Ok(inside) = usize::try_from(row - before)
            && inside < values.len()
        {
            return array_value_to_string(&values, inside);
        }
        before += values.len() as u64;
    }
    Ok(String::new())
}

/// One column of a file in parts; none where the file lacks it.
fn batches(
    path: &Path,
    column: &str,
) -> Result<Box<dyn Iterator<Item = Result<ArrayRef, ArrowError>>>, ArrowError> {
    let builder = ParquetRecordBatchReaderBuilder::try_new(File::open(path)?)?;
    let Some((root, _)) = builder.schema().fields().find(column) else {
        return Ok(Box::new(std::iter::empty()));
    };
    let mask = ProjectionMask::roots(builder.parquet_schema(), [root]);
    let reader = builder.with_projection(mask).build()?;
    Ok(Box::new(reader.map(|batch| Ok(ArrayRef::clone(batch?.column(0))))))
}

/// The number of a served row in the file as it arrived, from 1: a twin lacks the rows set aside.
fn arrived(file: &SnapshotFile, rejected: &RejectedRows, served: u64) -> Result<u64, LoadError> {
    let mut row = served + 1;
    if file.lacks_rows() {
        for (_, gone) in rejected.excluded(&[&file.path])? {
            if gone > row {
                break;
            }
            row += 1;
        }
    }
    Ok(row)
}
