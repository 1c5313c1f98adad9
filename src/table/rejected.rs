//! Rows that failed a check, as Parquet in the cache: there may be as many as rows that count, and memory holds
//! no more of them than somebody looks at.

use std::fs::File;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use arrow::array::{Array, ArrayRef, AsArray, BooleanArray, RecordBatch, new_null_array};
use arrow::datatypes::Int64Type;
use arrow::error::ArrowError;
use parquet::arrow::ProjectionMask;
use parquet::arrow::arrow_reader::{
    ParquetRecordBatchReader, ParquetRecordBatchReaderBuilder, RowSelection, RowSelector,
};
use parquet::arrow::arrow_writer::ArrowWriter;

use super::engine_tables::{FATE, bytes_of, numbers, rejected_rows_schema, texts, told_rows_schema, writer};
use super::finding::{Fate, Finding, Rule};
use super::load::LoadError;
use super::snapshot::Snapshot;
use super::twin::{self, EXTENSION, KIND, TwinError};
use crate::store::{Scratch, State, StoreError};

/// A failed check of a row, with where it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rejected {
    /// The table.
    pub table: String,
    /// Its file, relative to the location.
    pub file: String,
    /// What is wrong.
    pub finding: Finding,
}

/// All failed checks of the rows of a snapshot's files, by table, path and row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RejectedRows {
    path: PathBuf,
}

/// Rows at a time.
const BATCH: usize = 8_192;

impl RejectedRows {
    /// Those of a snapshot.
    ///
    /// # Errors
    /// [`StoreError::Name`] where the snapshot is none of this program's.
    pub fn of(snapshot: &Snapshot, state: &State) -> Result<Self, StoreError> {
        Self::at(state, &snapshot.rejected)
    }

    pub(super) fn at(state: &State, sha256: &str) -> Result<Self, StoreError> {
        Ok(Self { path: twin::path(state, sha256)? })
    }

    /// The file: the columns of [`rejected_rows_schema`], and what becomes of the row.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// All of them, one after another.
    ///
    /// # Errors
    /// Where the file is not there any more.
    pub fn all(&self) -> Result<impl Iterator<Item = Result<Rejected, LoadError>>, LoadError> {
        let batches = self.batches(None, None).map_err(|_| self.gone())?;
        Ok(batches.flat_map(|batch| {
            let (rows, failed) = match batch.map_err(|_| self.gone()) {
                Ok(batch) => ((0..batch.num_rows()).map(|row| rejected(&batch, row)).collect(), None),
                Err(error) => (Vec::new(), Some(Err(error))),
            };
            rows.into_iter().map(Ok).chain(failed)
        }))
    }

    /// Some of those that are wanted by the body that answers for the row and by what becomes of it: `limit`
    /// from the place `offset` on, counted from 0; and how many there are in all.
    ///
    /// # Errors
    /// Where the file is not there any more.
    pub fn page(
        &self,
        mut wanted: impl FnMut(Option<&str>, Fate) -> bool,
        offset: usize,
        limit: usize,
    ) -> Result<(Vec<Rejected>, usize), LoadError> {
        let mut find = || -> Result<_, ArrowError> {
            let (mut before, mut count, mut places) = (0, 0, Vec::new());
            for batch in self.batches(Some(&["organization", FATE]), None)? {
                let batch = batch?;
                for row in 0..batch.num_rows() {
                    if !wanted(text(&batch, 0, row), fate(&batch, 1, row)) {
                        continue;
                    }
                    if count >= offset && places.len() < limit {
                        places.push(before + row);
                    }
                    count += 1;
                }
                before += batch.num_rows();
            }
            let mut rows = Vec::new();
            for batch in self.batches(None, Some(selection(&places)))? {
                let batch = batch?;
                rows.extend((0..batch.num_rows()).map(|row| rejected(&batch, row)));
            }
            Ok((rows, count))
        };
        find().map_err(|_| self.gone())
    }

    /// The rows that do not count of the files given, each by the place of its file among them and by its number
    /// in the file, from 1; sorted.
    ///
    /// # Errors
    /// Where the file is not there any more.
    pub(super) fn excluded(&self, files: &[&str]) -> Result<Vec<(usize, u64)>, LoadError> {
        let find = || -> Result<_, ArrowError> {
            let mut found = Vec::new();
            for batch in self.batches(Some(&["file", "row", FATE]), None)? {
                let batch = batch?;
                // Rows of one file stand together.
                let mut last: Option<(&str, Option<usize>)> = None;
                for row in 0..batch.num_rows() {
                    let Some(name) = text(&batch, 0, row) else { continue };
                    let place = match last {
                        Some((known, place)) if known == name => place,
                        _ => files.iter().position(|file| *file == name),
                    };
                    last = Some((name, place));
                    if let Some(place) = place.filter(|_| fate(&batch, 2, row) != Fate::Served) {
                        found.push((place, number(&batch, 1, row)));
                    }
                }
            }
            found.sort_unstable();
            found.dedup();
            Ok(found)
        };
        find().map_err(|_| self.gone())
    }

    /// The table [`rejected_rows_schema`] as the bytes of a file, without what stands in rows that do not count:
    /// that may be personal.
    ///
    /// # Errors
    /// Where the file is not there any more.
    pub fn without_values(&self) -> Result<Vec<u8>, LoadError> {
        let schema = rejected_rows_schema();
        let rest = self.batches(None, None).map_err(|_| self.gone())?.map(|batch| {
            let batch = batch.map_err(|_| self.gone())?;
            let columns = schema.fields().iter().zip(batch.columns()).enumerate();
            let columns = columns.map(|(at, (field, column))| match at {
                VALUE => Ok(new_null_array(field.data_type(), batch.num_rows())),
                _ => arrow::compute::cast(column, field.data_type()),
            });
            let columns = columns.collect::<Result<Vec<ArrayRef>, ArrowError>>();
            let whole = columns.and_then(|columns| RecordBatch::try_new(schema.clone(), columns));
            whole.map_err(|_| self.gone())
        });
        bytes_of(super::REJECTED_ROWS, rejected_rows_schema(), rest)
    }

    /// The file in parts: of some columns, in their order, and of some rows, where not all are wanted.
    fn batches(
        &self,
        columns: Option<&[&str]>,
        rows: Option<RowSelection>,
    ) -> Result<ParquetRecordBatchReader, ArrowError> {
        let builder = ParquetRecordBatchReaderBuilder::try_new(File::open(&self.path)?)?;
        let mask = match columns {
            Some(columns) => ProjectionMask::columns(builder.parquet_schema(), columns.iter().copied()),
            None => ProjectionMask::all(),
        };
        let mut builder = builder.with_projection(mask).with_batch_size(BATCH);
        if let Some(rows) = rows {
            builder = builder.with_row_selection(rows);
        }
        Ok(builder.build()?)
    }

    /// Somebody emptied the cache, or a disk fails.
    fn gone(&self) -> LoadError {
        LoadError::Moved { path: self.path.display().to_string() }
    }
}

/// The places of columns in the file.
const VALUE: usize = 5;

fn rejected(batch: &RecordBatch, row: usize) -> Rejected {
    let own = |column: usize| text(batch, column, row).map(str::to_owned);
    let rule = text(batch, 3, row).and_then(Rule::named);
    let finding = Finding {
        row: number(batch, 2, row),
        // What is written is one of them.
        rule: rule.unwrap_or(Rule::Type),
        column: own(4).unwrap_or_default(),
        value: own(VALUE),
        organization: own(6),
        fate: fate(batch, 8, row),
    };
    Rejected { table: own(1).unwrap_or_default(), file: own(0).unwrap_or_default(), finding }
}

fn text(batch: &RecordBatch, column: usize, row: usize) -> Option<&str> {
    let texts = batch.column(column).as_string_opt::<i32>()?;
    (!texts.is_null(row)).then(|| texts.value(row))
}

fn number(batch: &RecordBatch, column: usize, row: usize) -> u64 {
    let numbers = batch.column(column).as_primitive_opt::<Int64Type>();
    numbers.and_then(|numbers| u64::try_from(numbers.value(row)).ok()).unwrap_or_default()
}

fn fate(batch: &RecordBatch, column: usize, row: usize) -> Fate {
    text(batch, column, row).and_then(Fate::named).unwrap_or(Fate::Served)
}

/// These rows, by their places in order.
fn selection(places: &[usize]) -> RowSelection {
    let mut selectors = Vec::new();
    let mut next = 0;
    for place in places {
        selectors.extend([RowSelector::skip(place - next), RowSelector::select(1)]);
        next = place + 1;
    }
    RowSelection::from(selectors)
}

/// Writes them down as they are found.
pub(super) struct RejectedWriter<'a> {
    state: &'a State,
    /// Nothing as long as few are waiting.
    writer: Option<ArrowWriter<Scratch>>,
    waiting: Vec<Rejected>,
    failed: Option<TwinError>,
}

impl<'a> RejectedWriter<'a> {
    pub(super) fn new(state: &'a State) -> Self {
        Self { state, writer: None, waiting: Vec::new(), failed: None }
    }

    /// Takes another one; what fails is told at the end.
    pub(super) fn push(&mut self, rejected: Rejected) {
        self.waiting.push(rejected);
        if self.waiting.len() == BATCH {
            if self.failed.is_none() {
                self.failed = self.write().err();
            }
            self.waiting.clear();
        }
    }

    /// Whether there was none.
    pub(super) fn is_empty(&self) -> bool {
        self.writer.is_none() && self.waiting.is_empty()
    }

    fn write(&mut self) -> Result<(), TwinError> {
        let rows = || self.waiting.iter();
        let findings = || rows().map(|row| &row.finding);
        let kept: BooleanArray = findings().map(|finding| Some(finding.fate == Fate::Served)).collect();
        let columns: Vec<ArrayRef> = vec![
            texts(rows().map(|row| Some(row.file.as_str()))),
            texts(rows().map(|row| Some(row.table.as_str()))),
            numbers(findings().map(|finding| Some(finding.row))),
            texts(findings().map(|finding| Some(finding.rule.name()))),
            texts(findings().map(|finding| Some(finding.column.as_str()))),
            texts(findings().map(|finding| finding.value.as_deref())),
            texts(findings().map(|finding| finding.organization.as_deref())),
            Arc::new(kept),
            texts(findings().map(|finding| Some(finding.fate.name()))),
        ];
        let batch = RecordBatch::try_new(told_rows_schema(), columns)?;
        let opened = match self.writer.take() {
            Some(writer) => writer,
            None => writer(self.state.scratch(KIND)?, told_rows_schema())?,
        };
        self.writer.insert(opened).write(&batch)?;
        self.waiting.clear();
        Ok(())
    }

    /// The address of what was written.
    pub(super) fn finish(mut self) -> Result<String, TwinError> {
        if let Some(failed) = self.failed.take() {
            return Err(failed);
        }
        self.write()?;
        let written = self.writer.take().expect("a part was written").into_inner()?;
        let (_, _, sha256) = self.state.keep(written, EXTENSION)?;
        Ok(sha256)
    }
}
