//! What the loader knows, as tables like any other: `loaded_files` and `rejected_rows`.

use std::io::Write;
use std::path::PathBuf;
use std::sync::Arc;

use arrow::array::{ArrayRef, Int64Array, RecordBatch, StringViewArray};
use arrow::datatypes::{DataType, Field, Schema, SchemaRef};
use parquet::arrow::arrow_writer::{ArrowWriter, ArrowWriterOptions};
use parquet::errors::ParquetError;

use super::load::LoadError;
use super::snapshot::Snapshot;
use super::twin::{self, TwinError};
use crate::store::State;

/// The name of the table of files.
pub const LOADED_FILES: &str = "loaded_files";
/// The name of the table of failed checks.
pub const REJECTED_ROWS: &str = "rejected_rows";

/// One row a file that is served or fatal: `file, table_name, organization` (NULL unless one body
/// answers for every row), `rows` (NULL where they cannot be counted), and of these `set_aside` (all of
/// a fatal file), `copies` and `superseded`, each row in one of them at most; `size` in bytes, `sha256`.
pub fn loaded_files_schema() -> SchemaRef {
    schema(&[
        ("file", DataType::Utf8View),
        ("table_name", DataType::Utf8View),
        ("organization", DataType::Utf8View),
        ("rows", DataType::Int64),
        ("set_aside", DataType::Int64),
        ("copies", DataType::Int64),
        ("superseded", DataType::Int64),
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

/// What becomes of the row, a [`super::Fate`]'s name, beside these columns in the state folder.
pub(super) const FATE: &str = "fate";

/// The failed checks as the state folder holds them.
pub(super) fn told_rows_schema() -> SchemaRef {
    let mut fields: Vec<_> = rejected_rows_schema().fields().iter().cloned().collect();
    fields.push(Arc::new(Field::new(FATE, DataType::Utf8View, true)));
    Arc::new(Schema::new(fields))
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
        set_aside: Some(file.set_aside),
        copies: Some(file.copies),
        superseded: Some(file.superseded),
        size: file.size,
        sha256: &file.sha256,
    });
    let fatal = snapshot.fatal_files.iter().map(|file| FileRow {
        file: &file.path,
        table: &file.table,
        organization: None,
        rows: file.rows,
        set_aside: file.rows,
        copies: file.rows.map(|_| 0),
        superseded: file.rows.map(|_| 0),
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
        numbers(rows.iter().map(|row| row.copies)),
        numbers(rows.iter().map(|row| row.superseded)),
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
    copies: Option<u64>,
    superseded: Option<u64>,
    size: u64,
    sha256: &'a str,
}

/// The column of the table of failed checks that holds what stands in rows that do not count.
pub const REJECTED_VALUE: &str = "value";

/// Whether a column of these tables tells which file something stands in, or which row of it.
pub fn names_file(table: &str, column: &str) -> bool {
    [LOADED_FILES, REJECTED_ROWS].contains(&table) && ["file", "row", "size", "sha256"].contains(&column)
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
    bytes_of(name, batch.schema(), [Ok(batch.clone())].into_iter())
}

/// The same of a table in parts.
pub(super) fn bytes_of(
    name: &str,
    schema: SchemaRef,
    parts: impl Iterator<Item = Result<RecordBatch, LoadError>>,
) -> Result<Vec<u8>, LoadError> {
    let failed = |error: ParquetError| unwritten(error.into(), name);
    let mut writer = writer(Vec::new(), schema).map_err(failed)?;
    for part in parts {
        writer.write(&part?).map_err(failed)?;
    }
    writer.into_inner().map_err(failed)
}

/// Writes a table of the engine's own.
pub(super) fn writer<W: Write + Send>(sink: W, schema: SchemaRef) -> Result<ArrowWriter<W>, ParquetError> {
    let options = ArrowWriterOptions::new().with_properties(twin::properties(None)?);
    ArrowWriter::try_new_with_options(sink, schema, options.with_skip_arrow_metadata(true))
}

/// Why a file of the cache that comes from `path` could not be written.
pub(super) fn unwritten(error: TwinError, path: &str) -> LoadError {
    match error {
        TwinError::Store(error) => error.into(),
        TwinError::Write(source) => LoadError::Twin { path: path.to_owned(), source },
        TwinError::Moved => LoadError::Moved { path: path.to_owned() },
    }
}
