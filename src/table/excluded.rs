//! The rows of arrived files that do not count, for an engine that reads the files themselves.

use arrow::array::RecordBatch;
use arrow::datatypes::DataType;

use super::engine_tables::{numbers, schema, texts};
use super::load::LoadError;
use super::rejected::RejectedRows;
use super::snapshot::SnapshotFile;

/// The name of the table.
pub const EXCLUDED: &str = "excluded";

/// One row a row that does not count: `file` (below the data location), `file_number` (the file's place among
/// those given, from 0), `row` (its number in the file, from 1). Set aside or superseded makes no difference
/// here.
///
/// # Errors
/// Where they cannot be read any more.
pub fn excluded_rows(files: &[&SnapshotFile], rejected: &RejectedRows) -> Result<RecordBatch, LoadError> {
    let paths: Vec<&str> = files.iter().map(|file| file.path.as_str()).collect();
    let excluded = rejected.excluded(&paths)?;
    let rows = || excluded.iter().map(|(number, row)| (*number as u64, paths[*number], *row));
    let schema =
        schema(&[("file", DataType::Utf8View), ("file_number", DataType::Int64), ("row", DataType::Int64)]);
    let columns = vec![
        texts(rows().map(|(_, path, _)| Some(path))),
        numbers(rows().map(|(number, _, _)| Some(number))),
        numbers(rows().map(|(_, _, row)| Some(row))),
    ];
    Ok(RecordBatch::try_new(schema, columns).expect("the columns are built to the schema"))
}
