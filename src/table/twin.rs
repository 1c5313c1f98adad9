//! The cleaned twin of a file: what is served of it, in the contract's types, under its own address.

use std::path::PathBuf;

use arrow::array::{Array, BooleanArray, RecordBatch};
use arrow::compute::filter_record_batch;
use arrow::error::ArrowError;
use parquet::arrow::arrow_writer::{ArrowWriter, ArrowWriterOptions};
use parquet::basic::{Compression, ZstdLevel};
use parquet::errors::ParquetError;
use parquet::file::metadata::KeyValue;
use parquet::file::properties::{EnabledStatistics, WriterProperties};
use serde::{Deserialize, Serialize};

use super::cells::Cells;
use super::contract::{Column, ColumnType, Contract};
use super::convert::Zone;
use super::finding::Fate;
use super::input::{Footer, Input, Rows};
use super::intake::Stored;
use super::partition::Partitions;
use super::standing::Standing;
use crate::store::{State, StoreError};

/// A twin in the cache.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Twin {
    /// Absolute.
    pub path: PathBuf,
    /// Bytes.
    pub size: u64,
    /// The address of its bytes.
    pub sha256: String,
    /// What the rows set aside hold in the money columns.
    pub money_set_aside: i128,
    /// What became of served values on their way, by column; those of which there is nothing to tell
    /// are left out.
    pub notes: Vec<Note>,
}

/// What became of the values of one column that are served.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Note {
    /// The column.
    pub column: String,
    /// Values that were rounded.
    pub rounded: u64,
    /// The largest difference that this made, in steps of the digits that differences have.
    pub largest: i128,
    /// Times without a zone of which nobody says how they are to be read.
    pub naive: u64,
    /// Those of them whose day depends on it.
    pub zoneless: u64,
}

impl Twin {
    /// Whether the cache still holds it.
    pub(super) fn is_there(&self) -> bool {
        std::fs::metadata(&self.path).is_ok_and(|found| found.len() == self.size)
    }
}

/// Why a file of the cache could not be written.
#[derive(Debug)]
pub(super) enum TwinError {
    /// The file that it comes from is not as it was.
    Moved,
    /// The state folder.
    Store(StoreError),
    /// The Parquet writer.
    Write(ParquetError),
}

impl From<StoreError> for TwinError {
    fn from(error: StoreError) -> Self {
        Self::Store(error)
    }
}

impl From<ParquetError> for TwinError {
    fn from(error: ParquetError) -> Self {
        Self::Write(error)
    }
}

impl From<ArrowError> for TwinError {
    fn from(error: ArrowError) -> Self {
        Self::Write(error.into())
    }
}

/// The kind of entry under which Parquet files lie in the cache.
pub(super) const KIND: &str = "parquet";
pub(super) const EXTENSION: &str = "parquet";

/// Writes the twin of a file: its served rows in their order.
pub(super) fn write(
    state: &State,
    standing: &Standing,
    contract: &Contract,
    zone: &Zone,
) -> Result<Twin, TwinError> {
    let all: Vec<usize> = (0..contract.columns.len()).collect();
    let footer = Footer::read(&standing.listed.full).map_err(|_| TwinError::Moved)?;
    let partitions = Partitions::of(contract, &standing.listed.path).map_err(|_| TwinError::Moved)?;
    let mut input = Input::new(footer, contract, &all, zone, partitions).map_err(|_| TwinError::Moved)?;
    let schema = contract.schema();
    let notes = standing.verdict.metadata.iter();
    let notes = notes.map(|(key, value)| KeyValue::new(key.clone(), value.clone())).collect();
    // Without Arrow's own schema in the footer every engine sees plain Parquet types.
    let options =
        ArrowWriterOptions::new().with_properties(properties(Some(notes))?).with_skip_arrow_metadata(true);
    let mut writer = ArrowWriter::try_new_with_options(state.scratch(KIND)?, schema.clone(), options)?;
    let mut money_set_aside = 0_i128;
    let mut tally = Tally::new(contract, &input);
    while let Some(rows) = input.next().map_err(|_| TwinError::Moved)? {
        let first = usize::try_from(rows.first).map_err(|_| TwinError::Moved)?;
        let count = rows.columns.first().map_or(0, |column| column.len());
        let fates = standing.fates.get(first..first + count).ok_or(TwinError::Moved)?;
        for (column, array) in contract.columns.values().zip(&rows.columns) {
            if column.kind == ColumnType::Money {
                let cells = Cells::new(column.kind, array);
                let aside = fates.iter().enumerate().filter(|(_, fate)| **fate == Fate::SetAside);
                money_set_aside += aside.filter_map(|(row, _)| cells.steps(row)).sum::<i128>();
            }
        }
        tally.add(&rows, fates);
        let served: BooleanArray = fates.iter().map(|fate| Some(*fate == Fate::Served)).collect();
        let batch = RecordBatch::try_new(schema.clone(), rows.columns)?;
        writer.write(&filter_record_batch(&batch, &served)?)?;
    }
    let (path, size, sha256) = state.keep(writer.into_inner()?, EXTENSION)?;
    Ok(Twin { path, size, sha256, money_set_aside, notes: tally.notes() })
}

/// Counts what became of served values.
struct Tally<'a>(Vec<Counted<'a>>);

struct Counted<'a> {
    column: &'a Column,
    /// Whether times stand there that nobody says how to read.
    naive: bool,
    times: u64,
    zoneless: u64,
    rounded: u64,
    largest: i128,
}

impl<'a> Tally<'a> {
    /// The input must read all columns of the contract.
    fn new(contract: &'a Contract, input: &Input<'_>) -> Self {
        let counted = contract.columns.values().enumerate().map(|(position, column)| Counted {
            column,
            naive: input.stored(position) == Stored::Naive && column.intake.naive.is_none(),
            times: 0,
            zoneless: 0,
            rounded: 0,
            largest: 0,
        });
        Self(counted.collect())
    }

    fn add(&mut self, rows: &Rows, fates: &[Fate]) {
        let is_served = |row: usize| fates.get(row) == Some(&Fate::Served);
        let count = |rows: usize| u64::try_from(rows).unwrap_or(u64::MAX);
        for ((counted, array), marks) in self.0.iter_mut().zip(&rows.columns).zip(&rows.marks) {
            if counted.naive {
                let timed = (0..array.len()).filter(|row| is_served(*row) && array.is_valid(*row));
                counted.times += count(timed.count());
                counted.zoneless += count(marks.zoneless.iter().filter(|row| is_served(**row)).count());
            }
            for (_, difference) in marks.rounded.iter().filter(|(row, _)| is_served(*row)) {
                counted.rounded += 1;
                counted.largest = counted.largest.max(*difference);
            }
        }
    }

    fn notes(self) -> Vec<Note> {
        let told = self.0.into_iter().filter(|counted| counted.rounded + counted.times > 0);
        let note = |counted: Counted<'_>| Note {
            column: counted.column.name.clone(),
            rounded: counted.rounded,
            largest: counted.largest,
            naive: counted.times,
            zoneless: counted.zoneless,
        };
        told.map(note).collect()
    }
}

/// How Parquet files of the cache are written: small, with the statistics that let queries skip.
pub(super) fn properties(notes: Option<Vec<KeyValue>>) -> Result<WriterProperties, ParquetError> {
    Ok(WriterProperties::builder()
        .set_compression(Compression::ZSTD(ZstdLevel::try_new(3)?))
        .set_statistics_enabled(EnabledStatistics::Page)
        .set_max_row_group_row_count(Some(131_072))
        .set_data_page_row_count_limit(20_000)
        .set_key_value_metadata(notes.filter(|notes| !notes.is_empty()))
        .build())
}
