//! A Parquet file as its contract wants to see it: batches of columns in the contract's types.

use std::collections::BTreeMap;
use std::fs::File;
use std::io;
use std::path::Path;

use arrow::array::{ArrayRef, RecordBatch, new_null_array};
use parquet::arrow::ProjectionMask;
use parquet::arrow::arrow_reader::{ParquetRecordBatchReader, ParquetRecordBatchReaderBuilder};

use super::contract::{Column, Contract};
use super::convert::{Fit, Zone, convert, fit};
use super::finding::Fatal;
use super::spelling::spelled;

/// A Parquet file that is whole as far as its footer tells.
#[derive(Debug)]
pub(super) struct Footer {
    builder: ParquetRecordBatchReaderBuilder<File>,
    /// Rows in the file.
    pub rows: u64,
    /// What the exporter noted, without what only Arrow or pandas reads.
    pub metadata: BTreeMap<String, String>,
}

/// Why a file cannot be used.
#[derive(Debug)]
pub(super) enum Refused {
    /// It went away since it was listed.
    Vanished,
    /// It is there, and useless.
    Fatal(Fatal),
}

impl Footer {
    pub(super) fn read(path: &Path) -> Result<Self, Refused> {
        let file = File::open(path).map_err(|error| refused(&error))?;
        if file.metadata().map_err(|error| refused(&error))?.len() == 0 {
            return Err(Refused::Fatal(Fatal::Empty));
        }
        let builder = ParquetRecordBatchReaderBuilder::try_new(file)
            .map_err(|error| Refused::Fatal(Fatal::Broken { cause: error.to_string() }))?;
        let footer = builder.metadata().file_metadata();
        let metadata = footer.key_value_metadata().into_iter().flatten().filter_map(|entry| {
            let wanted = !matches!(entry.key.as_str(), "ARROW:schema" | "pandas" | "geo");
            let short = entry.value.as_ref().is_some_and(|value| value.len() <= LONGEST_NOTE);
            (wanted && short).then(|| (entry.key.clone(), entry.value.clone().unwrap_or_default()))
        });
        Ok(Self {
            rows: u64::try_from(footer.num_rows()).unwrap_or(0),
            metadata: metadata.collect(),
            builder,
        })
    }
}

/// Notes are kept and shown; a longer one is some program's own bookkeeping.
const LONGEST_NOTE: usize = 1_024;
/// Rows at a time: enough to work in columns, little enough to forget.
const BATCH: usize = 8_192;

fn refused(error: &io::Error) -> Refused {
    match error.kind() {
        io::ErrorKind::NotFound => Refused::Vanished,
        _ => Refused::Fatal(Fatal::Unreadable { cause: error.to_string() }),
    }
}

/// A column of the contract, and where it stands in the batches that are read.
#[derive(Debug)]
struct Wanted<'a> {
    column: &'a Column,
    position: Option<usize>,
}

/// The batches of a file.
#[derive(Debug)]
pub(super) struct Input<'a> {
    reader: ParquetRecordBatchReader,
    wanted: Vec<Wanted<'a>>,
    zone: &'a Zone,
    row: u64,
    /// Whether the types differ so that other engines would not read the contract's values.
    pub rewritten: bool,
    /// Columns that the contract does not know.
    pub unknown: Vec<String>,
}

/// Some rows of a file, in the contract's types.
#[derive(Debug)]
pub(super) struct Rows {
    /// The number of the first of them in the file, from 0.
    pub first: u64,
    /// The wanted columns, in the order in which they were wanted.
    pub columns: Vec<ArrayRef>,
    /// Whether a text had to be composed or put right.
    pub composed: bool,
}

impl<'a> Input<'a> {
    /// Reads the columns at these positions of the contract.
    pub(super) fn new(
        footer: Footer,
        contract: &'a Contract,
        positions: &[usize],
        zone: &'a Zone,
    ) -> Result<Self, Fatal> {
        let schema = footer.builder.schema();
        let known = |name: &str| contract.columns.contains_key(name);
        let mut unknown: Vec<String> =
            schema.fields().iter().map(|field| field.name().clone()).filter(|name| !known(name)).collect();
        unknown.sort();
        let mut rewritten = false;
        let mut roots = Vec::new();
        for &position in positions {
            let column = &contract.columns[position];
            match schema.fields().find(&column.name) {
                Some((root, field)) => {
                    let found = fit(column.kind, field.data_type()).ok_or_else(|| Fatal::WrongType {
                        column: column.name.clone(),
                        found: field.data_type().to_string(),
                        expected: column.kind.name(),
                    })?;
                    rewritten |= found == Fit::Rewritten;
                    roots.push(root);
                }
                None if column.optional => rewritten = true,
                None => return Err(Fatal::MissingColumn { column: column.name.clone() }),
            }
        }
        let mask = ProjectionMask::roots(footer.builder.parquet_schema(), roots);
        let reader = footer.builder.with_projection(mask).with_batch_size(BATCH).build();
        let reader = reader.map_err(|error| Fatal::Broken { cause: error.to_string() })?;
        let read = arrow::array::RecordBatchReader::schema(&reader);
        let wanted = positions.iter().map(|&position| {
            let column = &contract.columns[position];
            Wanted { column, position: read.fields().find(&column.name).map(|(position, _)| position) }
        });
        Ok(Self { wanted: wanted.collect(), reader, zone, row: 0, rewritten, unknown })
    }

    /// The next rows, or nothing at the end.
    pub(super) fn next(&mut self) -> Result<Option<Rows>, Fatal> {
        let batch = match self.reader.next() {
            Some(Ok(batch)) => batch,
            Some(Err(error)) => return Err(Fatal::Broken { cause: error.to_string() }),
            None => return Ok(None),
        };
        let first = self.row;
        self.row += batch.num_rows() as u64;
        let mut composed = false;
        let columns = self.wanted.iter().map(|wanted| {
            let (column, changed) = self.column(wanted, &batch, first)?;
            let (column, respelled) = spelled(wanted.column, column);
            composed |= changed || respelled;
            Ok(column)
        });
        let columns = columns.collect::<Result<Vec<_>, Fatal>>()?;
        Ok(Some(Rows { first, columns, composed }))
    }

    fn column(
        &self,
        wanted: &Wanted<'_>,
        batch: &RecordBatch,
        first: u64,
    ) -> Result<(ArrayRef, bool), Fatal> {
        let column = wanted.column;
        let Some(position) = wanted.position else {
            return Ok((new_null_array(&column.kind.data_type(), batch.num_rows()), false));
        };
        convert(batch.column(position), column.kind, self.zone).map_err(|lossy| Fatal::Lossy {
            column: column.name.clone(),
            row: first + lossy.row as u64 + 1,
            value: lossy.value,
            expected: column.kind.name(),
        })
    }
}
