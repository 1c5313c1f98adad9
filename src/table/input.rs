//! A Parquet file as its contract wants to see it: batches of columns in the contract's types.

use std::collections::BTreeMap;
use std::fs::File;
use std::io;
use std::path::Path;

use arrow::array::{ArrayRef, RecordBatch, new_null_array};
use parquet::arrow::ProjectionMask;
use parquet::arrow::arrow_reader::{ParquetRecordBatchReader, ParquetRecordBatchReaderBuilder};
use parquet::errors::ParquetError;
use parquet::file::metadata::{ParquetMetaData, RowGroupMetaData};
use parquet::file::reader::{FileReader, SerializedFileReader};

use super::contract::{Column, Contract};
use super::convert::{Fit, Zone, convert, fit};
use super::finding::Fatal;
use super::partition::Partitions;
use super::reading::Reading;

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
        truthful(builder.metadata(), path).map_err(|cause| Refused::Fatal(Fatal::Broken { cause }))?;
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

/// Whether a footer's counts agree with one another, and whether a file that claims no row has none: the
/// reader believes the first of them and would read nothing.
fn truthful(footer: &ParquetMetaData, path: &Path) -> Result<(), String> {
    let rows = footer.file_metadata().num_rows();
    let told = || footer.row_groups().iter().map(RowGroupMetaData::num_rows);
    // Of each count by itself, so that no sum can run over.
    if told().chain([rows]).any(|count| count < 0) || told().try_fold(0_i64, i64::checked_add) != Some(rows) {
        let parts: Vec<String> = told().map(|count| count.to_string()).collect();
        return Err(format!(
            "the footer tells of {rows} rows, and its row groups of {}",
            parts.join(" and ")
        ));
    }
    for group in footer.row_groups() {
        let flat = group.columns().iter().filter(|column| column.column_descr().max_rep_level() == 0);
        if let Some(column) = flat.into_iter().find(|column| column.num_values() != group.num_rows()) {
            let (values, rows) = (column.num_values(), group.num_rows());
            let name = column.column_path();
            return Err(format!(
                "a row group tells of {rows} rows, and its column {name} of {values} values"
            ));
        }
    }
    if rows == 0 && footer.num_row_groups() > 0 && has_values(path).unwrap_or(true) {
        return Err("the footer tells of no row, and there are values".to_owned());
    }
    Ok(())
}

/// Whether any page of a file holds a value.
fn has_values(path: &Path) -> Result<bool, ParquetError> {
    let file = File::open(path).map_err(|error| ParquetError::External(Box::new(error)))?;
    let file = SerializedFileReader::new(file)?;
    for group in 0..file.num_row_groups() {
        let group = file.get_row_group(group)?;
        for column in 0..group.num_columns() {
            let mut pages = group.get_column_page_reader(column)?;
            while let Some(page) = pages.peek_next_page()? {
                let values = page.num_levels.or(page.num_rows).unwrap_or(0);
                if !page.is_dict && values > 0 {
                    return Ok(true);
                }
                pages.skip_next_page()?;
            }
        }
    }
    Ok(false)
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
    /// What the file's folders say.
    partitions: Partitions,
    row: u64,
    /// Whether the types differ so that other engines would not read the contract's values.
    pub rewritten: bool,
    /// Columns that the contract does not know.
    pub unknown: Vec<String>,
    /// How each of the wanted columns is read, as far as rows were.
    pub readings: Vec<Reading>,
}

/// Some rows of a file, in the contract's types.
#[derive(Debug)]
pub(super) struct Rows {
    /// The number of the first of them in the file, from 0.
    pub first: u64,
    /// The wanted columns, in the order in which they were wanted.
    pub columns: Vec<ArrayRef>,
    /// Whether a text had to be composed.
    pub composed: bool,
}

impl<'a> Input<'a> {
    /// Reads the columns at these positions of the contract.
    pub(super) fn new(
        footer: Footer,
        contract: &'a Contract,
        positions: &[usize],
        zone: &'a Zone,
        partitions: Partitions,
    ) -> Result<Self, Fatal> {
        let schema = footer.builder.schema();
        let known = |name: &str| contract.columns.contains_key(name);
        let mut unknown: Vec<String> =
            schema.fields().iter().map(|field| field.name().clone()).filter(|name| !known(name)).collect();
        unknown.sort();
        let mut rewritten = false;
        let mut roots = Vec::new();
        let mut readings = Vec::with_capacity(positions.len());
        let own = footer.builder.parquet_schema().root_schema().get_fields();
        for &position in positions {
            let column = &contract.columns[position];
            match schema.fields().find(&column.name) {
                Some((root, field)) => {
                    let found = fit(column.kind, field.data_type()).ok_or_else(|| Fatal::WrongType {
                        column: column.name.clone(),
                        found: field.data_type().to_string(),
                        expected: column.kind.name(),
                    })?;
                    rewritten |= found == Fit::Rewritten || partitions.give(column);
                    readings.push(Reading::new(&own[root], field.data_type()));
                    roots.push(root);
                }
                None if column.optional || partitions.give(column) => {
                    rewritten = true;
                    readings.push(Reading::LACKING);
                }
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
        for (reading, &position) in readings.iter_mut().zip(positions) {
            // Where the file has such a column too, it says the same.
            if let Some(value) = partitions.text(&contract.columns[position]) {
                *reading = Reading::folder(value);
            }
        }
        Ok(Self { wanted: wanted.collect(), reader, zone, partitions, row: 0, rewritten, unknown, readings })
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
        let columns = self.wanted.iter().map(|wanted| self.column(wanted, &batch, first));
        let columns = columns.collect::<Result<Vec<_>, Fatal>>()?;
        let composed = columns.iter().any(|(_, changed)| *changed);
        for (reading, (_, changed)) in self.readings.iter_mut().zip(&columns) {
            reading.composed |= changed;
        }
        let columns = columns.into_iter().map(|(column, _)| column).collect();
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
            if let Some(given) = self.partitions.rows(column, batch.num_rows()) {
                return Ok((given, false));
            }
            return Ok((new_null_array(&column.kind.data_type(), batch.num_rows()), false));
        };
        let own = convert(batch.column(position), column.kind, self.zone).map_err(|lossy| Fatal::Lossy {
            column: column.name.clone(),
            row: first + lossy.row as u64 + 1,
            value: lossy.value,
            expected: column.kind.name(),
        })?;
        self.partitions.agree(column, &own.0, first)?;
        Ok(own)
    }
}
