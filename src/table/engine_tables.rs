//! What the loader knows, as tables like any other: `loaded_files` and `rejected_rows`.

use std::io::Write;
use std::path::PathBuf;
use std::sync::Arc;

use arrow::array::{ArrayRef, BooleanArray, Int64Array, RecordBatch, StringViewArray, new_null_array};
use arrow::datatypes::{DataType, Field, Schema, SchemaRef};
use parquet::arrow::arrow_writer::{ArrowWriter, ArrowWriterOptions};

use super::load::LoadError;
use super::snapshot::Snapshot;
use super::twin::{self, TwinError};
use crate::store::State;

/// The name of the table of files.
pub const LOADED_FILES: &str = "loaded_files";
/// The name of the table of failed checks.
pub const REJECTED_ROWS: &str = "rejected_rows";

/// One row a file that is served or fatal: `file, table_name, organization` (NULL unless one body
/// answers for every row), `rows` (NULL where they cannot be counted), `set_aside` (all of a fatal
/// file), `size` in bytes, `sha256`.
pub fn loaded_files_schema() -> SchemaRef {
    schema(&[
        ("file", DataType::Utf8View),
        ("table_name", DataType::Utf8View),
        ("organization", DataType::Utf8View),
        ("rows", DataType::Int64),
        ("set_aside", DataType::Int64),
        ("size", DataType::Int64),
        ("sha256", DataType::Utf8View),
    ])
}

/// One row a failed check of a row: `file, table_name, row` (from 1), `rule` (a [`super::Rule`]'s name),
/// `column_name, value, organization, kept` (whether the row is served all the same).
pub fn rejected_rows_schema() -> SchemaRef {
    schema(&[
        ("file", DataType::Utf8View),
        ("table_name", DataType::Utf8View),
        ("row", DataType::Int64),
        ("rule", DataType::Utf8View),
        ("column_name", DataType::Utf8View),
        ("value", DataType::Utf8View),
        ("organization", DataType::Utf8View),
        ("kept", DataType::Boolean),
    ])
}

pub(super) fn schema(columns: &[(&str, DataType)]) -> SchemaRef {
    let field = |(name, kind): &(&str, DataType)| Field::new(*name, kind.clone(), true);
    Arc::new(Schema::new(columns.iter().map(field).collect::<Vec<_>>()))
}

/// The table of files, by path.
pub fn loaded_files(snapshot: &Snapshot) -> RecordBatch {
    let served = snapshot.files().map(|file| FileRow {
        file: &file.path,
        table: &file.table,
        organization: file.organization.as_deref(),
        rows: Some(file.rows),
        set_aside: Some(file.set_aside + file.copies),
        size: file.size,
        sha256: &file.sha256,
    });
    let fatal = snapshot.fatal_files.iter().map(|file| FileRow {
        file: &file.path,
        table: &file.table,
        organization: None,
        rows: file.rows,
        set_aside: file.rows,
        size: file.size,
        sha256: &file.sha256,
    });
    let mut rows: Vec<FileRow<'_>> = served.chain(fatal).collect();
    rows.sort_by_key(|row| row.file);
    let columns: Vec<ArrayRef> = vec![
        texts(rows.iter().map(|row| Some(row.file))),
        texts(rows.iter().map(|row| Some(row.table))),
        texts(rows.iter().map(|row| row.organization)),
        numbers(rows.iter().map(|row| row.rows)),
        numbers(rows.iter().map(|row| row.set_aside)),
        numbers(rows.iter().map(|row| Some(row.size))),
        texts(rows.iter().map(|row| Some(row.sha256))),
    ];
    RecordBatch::try_new(loaded_files_schema(), columns).expect("the columns are built to the schema")
}

struct FileRow<'a> {
    file: &'a str,
    table: &'a str,
    organization: Option<&'a str>,
    rows: Option<u64>,
    set_aside: Option<u64>,
    size: u64,
    sha256: &'a str,
}

/// The table of failed checks, by table, path and row.
pub fn rejected_rows(snapshot: &Snapshot) -> RecordBatch {
    let kept: BooleanArray = snapshot.rejected().map(|row| Some(row.is_kept())).collect();
    let columns: Vec<ArrayRef> = vec![
        texts(snapshot.rejected().map(|row| Some(row.file))),
        texts(snapshot.rejected().map(|row| Some(row.table))),
        numbers(snapshot.rejected().map(|row| Some(row.row))),
        texts(snapshot.rejected().map(|row| Some(row.rule.name()))),
        texts(snapshot.rejected().map(|row| Some(row.column))),
        texts(snapshot.rejected().map(|row| row.value)),
        texts(snapshot.rejected().map(|row| row.organization)),
        Arc::new(kept),
    ];
    RecordBatch::try_new(rejected_rows_schema(), columns).expect("the columns are built to the schema")
}

/// The column of the table of failed checks that holds what stands in rows that do not count.
pub const REJECTED_VALUE: &str = "value";

/// The same without these values, which may be personal.
pub fn without_values(rejected: &RecordBatch) -> RecordBatch {
    let schema = rejected.schema();
    let columns = schema.fields().iter().zip(rejected.columns()).map(|(field, column)| {
        match field.name() == REJECTED_VALUE {
            true => new_null_array(field.data_type(), rejected.num_rows()),
            false => Arc::clone(column),
        }
    });
    RecordBatch::try_new(Arc::clone(&schema), columns.collect()).expect("all its columns may be NULL")
}

pub(super) fn texts<'a>(values: impl Iterator<Item = Option<&'a str>>) -> ArrayRef {
    Arc::new(values.collect::<StringViewArray>())
}

pub(super) fn numbers(values: impl Iterator<Item = Option<u64>>) -> ArrayRef {
    let number = |value: Option<u64>| value.and_then(|value| i64::try_from(value).ok());
    Arc::new(values.map(number).collect::<Int64Array>())
}

/// Writes a table of the engine into the cache, under its own address, so that other engines can read
/// it; returns the path. `name` is for the message if it cannot be written.
pub fn write_engine_table(state: &State, name: &str, batch: &RecordBatch) -> Result<PathBuf, LoadError> {
    Ok(state.put_content(twin::KIND, twin::EXTENSION, &parquet_bytes(name, batch)?)?)
}

/// The same as the bytes of a file that lies elsewhere.
pub fn parquet_bytes(name: &str, batch: &RecordBatch) -> Result<Vec<u8>, LoadError> {
    write(Vec::new(), batch).map_err(|error| unwritten(error, name))
}

fn write<W: Write + Send>(sink: W, batch: &RecordBatch) -> Result<W, TwinError> {
    let properties = twin::properties(None)?;
    let options = ArrowWriterOptions::new().with_properties(properties).with_skip_arrow_metadata(true);
    let mut writer = ArrowWriter::try_new_with_options(sink, batch.schema(), options)?;
    writer.write(batch)?;
    Ok(writer.into_inner()?)
}

fn unwritten(error: TwinError, name: &str) -> LoadError {
    match error {
        TwinError::Store(error) => error.into(),
        TwinError::Write(source) => LoadError::Twin { path: name.to_owned(), source },
        TwinError::Moved => LoadError::Moved { path: name.to_owned() },
    }
}
