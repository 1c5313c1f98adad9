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
use super::contract::Contract;
use super::convert::Zone;
use super::ends::{EndCounter, EndCounts};
use super::finding::Fate;
use super::input::{Footer, Input};
use super::location::Location;
use super::note::{Note, Notes};
use super::partition::Partitions;
use super::spelling::{CodeCounter, CodeCounts};
use super::standing::Standing;
use super::tally::{BodyRows, Tallies};
use crate::store::{State, StoreError};

/// A twin in the cache.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Twin {
    /// Bytes.
    pub size: u64,
    /// The address of its bytes.
    pub sha256: String,
    /// What each body sent in the file and what became of that.
    pub bodies: Vec<BodyRows>,
    /// How many of its rows have each code.
    pub codes: CodeCounts,
    /// How many of its rows have a text with blanks at an end, by column.
    pub ends: EndCounts,
    /// What became of served values on their way, by column; those of which there is nothing to tell
    /// are left out.
    pub notes: Vec<Note>,
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

/// Where the Parquet file of an address lies in the cache, there or not.
pub(super) fn path(state: &State, sha256: &str) -> Result<PathBuf, StoreError> {
    state.content(KIND, EXTENSION, sha256)
}

/// Writes the twin of a file: its served rows in their order.
pub(super) fn write(
    state: &State,
    location: &Location,
    standing: &Standing,
    contract: &Contract,
    zone: &Zone,
) -> Result<Twin, TwinError> {
    let all: Vec<usize> = (0..contract.columns.len()).collect();
    let file =
        location.fetch(&standing.listed.path, &standing.listed.version).map_err(|_| TwinError::Moved)?;
    let footer = Footer::read(&file).map_err(|_| TwinError::Moved)?;
    let partitions = Partitions::of(contract, &standing.listed.path).map_err(|_| TwinError::Moved)?;
    let mut input = Input::new(footer, contract, &all, zone, partitions).map_err(|_| TwinError::Moved)?;
    let schema = contract.schema();
    let notes = standing.verdict.metadata.iter();
    let notes = notes.map(|(key, value)| KeyValue::new(key.clone(), value.clone())).collect();
    // Without Arrow's own schema in the footer every engine sees plain Parquet types.
    let options =
        ArrowWriterOptions::new().with_properties(properties(Some(notes))?).with_skip_arrow_metadata(true);
    let mut writer = ArrowWriter::try_new_with_options(state.scratch(KIND)?, schema.clone(), options)?;
    let mut tallies = Tallies::new(contract);
    let (mut codes, mut ends) = (CodeCounter::new(contract), EndCounter::new(contract));
    let mut notes = Notes::new(contract, &input);
    while let Some(rows) = input.next().map_err(|_| TwinError::Moved)? {
        let first = usize::try_from(rows.first).map_err(|_| TwinError::Moved)?;
        let count = rows.columns.first().map_or(0, |column| column.len());
        let fates = standing.fates.get(first..first + count).ok_or(TwinError::Moved)?;
        let columns = contract.columns.values().zip(&rows.columns);
        let cells: Vec<Cells<'_>> = columns.map(|(column, array)| Cells::new(column.kind, array)).collect();
        tallies.see(&cells, Some(fates));
        codes.see(&cells, Some(fates));
        ends.see(&cells, Some(fates));
        notes.add(&rows, fates);
        let served: BooleanArray = fates.iter().map(|fate| Some(*fate == Fate::Served)).collect();
        let batch = RecordBatch::try_new(schema.clone(), rows.columns)?;
        writer.write(&filter_record_batch(&batch, &served)?)?;
    }
    let written = writer.into_inner()?;
    // The fates are those of the bytes that were judged.
    if !location.holds_still(&standing.listed) {
        return Err(TwinError::Moved);
    }
    let (_, size, sha256) = state.keep(written, EXTENSION)?;
    let (bodies, codes, ends) = (tallies.finish(), codes.finish(), ends.finish());
    Ok(Twin { size, sha256, bodies, codes, ends, notes: notes.finish() })
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
