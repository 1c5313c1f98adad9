//! A Parquet file as its contract wants to see it: batches of columns in the contract's types.

use std::collections::BTreeMap;
use std::fs::File;
use std::io;
use std::path::Path;
use std::sync::Arc;

use arrow::array::{Array, ArrayRef, RecordBatch, new_null_array};
use arrow::datatypes::{DataType, Schema, TimeUnit};
use parquet::arrow::ProjectionMask;
use parquet::arrow::arrow_reader::{
    ArrowReaderMetadata, ArrowReaderOptions, ParquetRecordBatchReader, ParquetRecordBatchReaderBuilder,
};
use parquet::basic::Type as PhysicalType;
use parquet::errors::ParquetError;
use parquet::file::metadata::{ParquetMetaData, RowGroupMetaData};
use parquet::file::reader::{FileReader, SerializedFileReader};

use super::contract::{Column, Contract};
use super::convert::{Converted, Marks, Zone, convert};
use super::finding::Fatal;
use super::intake::{Arrived, Stored};
use super::nature::nature;
use super::partition::Partitions;
use super::placing::{Placed, Placing};
use super::reading::Reading;
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
        let broken = |error: ParquetError| {
            let cause = error.to_string();
            Refused::Fatal(match nature(path, &cause) {
                Some(nature) => Fatal::Foreign { nature },
                None => Fatal::Broken { cause },
            })
        };
        let metadata = ArrowReaderMetadata::load(&file, ArrowReaderOptions::new()).map_err(broken)?;
        let metadata = in_seconds(metadata).map_err(broken)?;
        truthful(metadata.metadata(), path).map_err(|cause| Refused::Fatal(Fatal::Broken { cause }))?;
        let builder = ParquetRecordBatchReaderBuilder::new_with_metadata(file, metadata);
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

/// The footer with every INT96 read in whole seconds: they span all days that a writer can have meant, and
/// the nanoseconds in which Arrow reads them wrap round before 1678 and after 2262.
fn in_seconds(metadata: ArrowReaderMetadata) -> Result<ArrowReaderMetadata, ParquetError> {
    let roots = metadata.parquet_schema().root_schema().get_fields();
    let is_int96 = |root: usize| {
        roots
            .get(root)
            .is_some_and(|root| root.is_primitive() && root.get_physical_type() == PhysicalType::INT96)
    };
    let schema = metadata.schema();
    if !(0..schema.fields().len()).any(is_int96) {
        return Ok(metadata);
    }
    let fields = schema.fields().iter().enumerate().map(|(root, field)| match field.data_type() {
        DataType::Timestamp(_, zone) if is_int96(root) => {
            let kind = DataType::Timestamp(TimeUnit::Second, zone.clone());
            Arc::new(field.as_ref().clone().with_data_type(kind))
        }
        _ => Arc::clone(field),
    });
    let seconds = Schema::new_with_metadata(fields.collect::<Vec<_>>(), schema.metadata().clone());
    let options = ArrowReaderOptions::new().with_schema(Arc::new(seconds));
    ArrowReaderMetadata::try_new(Arc::clone(metadata.metadata()), options)
}

/// A column of the contract, and where it stands in the batches that are read.
#[derive(Debug)]
struct Wanted<'a> {
    column: &'a Column,
    position: Option<usize>,
    stored: Stored,
    wrong: Option<Fatal>,
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
    /// Columns that the file does not hold just as the contract names and types them: other engines
    /// would not read the contract's values from it.
    pub arrived: Vec<Arrived>,
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
    /// What is to be told of single values of each.
    pub marks: Vec<Marks>,
    /// Whether a text had to be composed, trimmed or put right.
    pub changed: bool,
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
        let mut placing = Placing::new(contract, footer.builder.schema(), &partitions)?;
        let arrived = placing.arrived(contract, &partitions);
        let placed: Vec<Option<Placed>> = positions.iter().map(|&at| placing.columns[at].take()).collect();
        let own = footer.builder.parquet_schema().root_schema().get_fields();
        let readings = positions.iter().zip(&placed).map(|(&position, placed)| {
            let column = &contract.columns[position];
            match (partitions.text(column), placed) {
                // Where the file has such a column too, it says the same.
                (Some(value), _) => Reading::folder(value),
                (None, Some(placed)) => {
                    let read = footer.builder.schema().field(placed.root).data_type();
                    Reading::new(column, placed, &own[placed.root], read)
                }
                (None, None) => Reading::LACKING,
            }
        });
        let readings: Vec<Reading> = readings.collect();
        let mut roots: Vec<usize> = placed.iter().flatten().map(|placed| placed.root).collect();
        roots.sort_unstable();
        let mask = ProjectionMask::roots(footer.builder.parquet_schema(), roots.iter().copied());
        let reader = footer.builder.with_projection(mask).with_batch_size(BATCH).build();
        let reader = reader.map_err(|error| Fatal::Broken { cause: error.to_string() })?;
        let wanted = positions.iter().zip(placed).map(|(&position, placed)| {
            let column = &contract.columns[position];
            match placed {
                Some(Placed { root, stored, wrong, .. }) => {
                    Wanted { column, position: roots.binary_search(&root).ok(), stored, wrong }
                }
                None => Wanted { column, position: None, stored: partitions.stored(column), wrong: None },
            }
        });
        Ok(Self {
            wanted: wanted.collect(),
            reader,
            zone,
            partitions,
            row: 0,
            arrived,
            unknown: placing.unknown,
            readings,
        })
    }

    /// What the file holds in a wanted column.
    pub(super) fn stored(&self, wanted: usize) -> Stored {
        self.wanted[wanted].stored
    }

    /// The next rows, or nothing at the end.
    pub(super) fn next(&mut self) -> Result<Option<Rows>, Fatal> {
        let batch = match self.reader.next() {
            Some(Ok(batch)) => batch,
            Some(Err(error)) => return Err(Fatal::Broken { cause: error.to_string() }),
            None => return Ok(None),
        };
        let first = self.row;
        let mut rows = Rows { first, columns: Vec::new(), marks: Vec::new(), changed: false };
        self.row += batch.num_rows() as u64;
        for at in 0..self.wanted.len() {
            let wanted = &self.wanted[at];
            let Converted { array, changed, marks } = self.column(wanted, &batch)?;
            let (array, respelled) = spelled(wanted.column, array);
            if wanted.position.is_some() {
                self.partitions.agree(wanted.column, &array, first)?;
            }
            rows.columns.push(array);
            rows.marks.push(marks);
            rows.changed |= changed || respelled;
            let reading = &mut self.readings[at];
            (reading.rewritten, reading.respelled) =
                (reading.rewritten || changed, reading.respelled || respelled);
        }
        Ok(Some(rows))
    }

    fn column(&self, wanted: &Wanted<'_>, batch: &RecordBatch) -> Result<Converted, Fatal> {
        let column = wanted.column;
        let Some(position) = wanted.position else {
            let rows = batch.num_rows();
            let nothing = || new_null_array(&column.kind.data_type(), rows);
            let array = self.partitions.rows(column, rows).unwrap_or_else(nothing);
            return Ok(Converted { array, changed: false, marks: Marks::default() });
        };
        let array = batch.column(position);
        // A type that nothing can be made of says nothing where there is no value.
        match &wanted.wrong {
            Some(wrong) if array.logical_null_count() < array.len() => return Err(wrong.clone()),
            Some(_) | None => {}
        }
        Ok(convert(array, column, self.zone))
    }
}
