//! The rows of arrived files that do not count, for an engine that reads the files themselves.

use arrow::array::RecordBatch;
use arrow::datatypes::DataType;

use super::engine_tables::{numbers, schema, texts};
use super::snapshot::SnapshotFile;

/// The name of the table.
pub const EXCLUDED: &str = "excluded";

/// One row a row that does not count: `file` (below the data location), `file_number` (the file's place among
/// those given, from 0), `row` (its number in the file, from 1). Set aside or superseded makes no difference
/// here.
pub fn excluded_rows(files: &[&SnapshotFile]) -> RecordBatch {
    let rows = || {
        let numbered = files.iter().enumerate();
        numbered.flat_map(|(number, file)| {
            file.excluded().map(move |row| (number as u64, file.path.as_str(), row))
        })
    };
    let schema =
        schema(&[("file", DataType::Utf8View), ("file_number", DataType::Int64), ("row", DataType::Int64)]);
    let columns = vec![
        texts(rows().map(|(_, path, _)| Some(path))),
        numbers(rows().map(|(number, _, _)| Some(number))),
        numbers(rows().map(|(_, _, row)| Some(row))),
    ];
    RecordBatch::try_new(schema, columns).expect("the columns are built to the schema")
}
