//! The types of Parquet columns that `docs/files.md` promises to read, and what becomes of each.

use std::fs::{self, File};
use std::sync::Arc;

use arrow::array::{
    ArrayRef, BooleanArray, Date32Array, Date64Array, Decimal128Array, Decimal256Array, DictionaryArray,
    Float32Array, Float64Array, Int8Array, Int16Array, Int32Array, Int64Array, LargeStringArray, RecordBatch,
    StringArray, StringViewArray, TimestampMicrosecondArray, TimestampMillisecondArray,
    TimestampNanosecondArray, TimestampSecondArray, UInt8Array, UInt16Array, UInt32Array, UInt64Array,
};
use arrow::datatypes::{Int32Type, i256};
use arrow::util::display::array_value_to_string;
use parquet::data_type::{Int96, Int96Type};
use parquet::file::writer::SerializedFileWriter;
use parquet::schema::parser::parse_message_type;

use crate::support::{TestProject, repository};

/// What the documents say, letter for letter, with the types that it speaks of: `true` where they are read.
fn promised() -> Vec<(&'static str, Vec<(ArrayRef, bool)>)> {
    let dictionary: DictionaryArray<Int32Type> = ["7"].into_iter().collect();
    let decimal =
        |value, scale| Decimal128Array::from(vec![value]).with_precision_and_scale(18, scale).unwrap();
    let wide = Decimal256Array::from(vec![i256::from_i128(7)]).with_precision_and_scale(50, 0).unwrap();
    let whole: Vec<ArrayRef> = vec![
        Arc::new(Int8Array::from(vec![7])),
        Arc::new(Int16Array::from(vec![7])),
        Arc::new(Int32Array::from(vec![7])),
        Arc::new(Int64Array::from(vec![7])),
        Arc::new(UInt8Array::from(vec![7])),
        Arc::new(UInt16Array::from(vec![7])),
        Arc::new(UInt32Array::from(vec![7])),
        Arc::new(UInt64Array::from(vec![7])),
        Arc::new(decimal(700, 2)),
        Arc::new(wide),
        Arc::new(Float32Array::from(vec![7.0])),
        Arc::new(Float64Array::from(vec![7.0])),
    ];
    let day = 19_800;
    let second = i64::from(day) * 86_400;
    let read = |arrays: Vec<ArrayRef>| arrays.into_iter().map(|array| (array, true));
    let refused = |arrays: Vec<ArrayRef>| arrays.into_iter().map(|array| (array, false));
    let texts = || -> ArrayRef { Arc::new(StringArray::from(vec!["7"])) };
    vec![
        (
            "| `text` | a text (`string`, dictionaries of it too); a number is none, for `1` may have been `001` |",
            read(vec![
                texts(),
                Arc::new(LargeStringArray::from(vec!["7"])),
                Arc::new(StringViewArray::from(vec!["7"])),
                Arc::new(dictionary),
            ])
            .chain(refused(whole.clone()))
            .collect(),
        ),
        (
            "| `date` | `date32`, `date64`, `timestamp` with or without a zone, INT96; a text is none |",
            read(vec![
                Arc::new(Date32Array::from(vec![day])),
                Arc::new(Date64Array::from(vec![second * 1000])),
                Arc::new(TimestampSecondArray::from(vec![second])),
                Arc::new(TimestampMillisecondArray::from(vec![second * 1000])),
                Arc::new(TimestampMicrosecondArray::from(vec![second * 1_000_000])),
                Arc::new(TimestampNanosecondArray::from(vec![second * 1_000_000_000])),
                Arc::new(TimestampMicrosecondArray::from(vec![second * 1_000_000]).with_timezone("UTC")),
            ])
            .chain(refused(vec![Arc::new(StringArray::from(vec!["2024-03-18"])), whole[3].clone()]))
            .collect(),
        ),
        (
            "| `integer` | whole numbers of 8 to 64 bits, with or without a sign; decimals and floating point where nothing is lost |",
            read(whole.clone()).chain(refused(vec![texts()])).collect(),
        ),
        (
            "| `boolean` | `bool` |",
            read(vec![Arc::new(BooleanArray::from(vec![true]))])
                .chain(refused(vec![texts(), whole[3].clone()]))
                .collect(),
        ),
        (
            "| `money`, `decimal(p,s)` | whole numbers, decimals, floating point, where nothing is lost or `round` allows it; `money` is a decimal(18,0) |",
            read(whole).chain(refused(vec![texts()])).collect(),
        ),
    ]
}

/// What queries see of a column of a contract's type in a file of one row; nothing where the file cannot be used.
fn seen(kind: &str, put: &dyn Fn(&TestProject)) -> Option<String> {
    let project = TestProject::new();
    project.file("queries/tables/things.toml", &format!("[columns.value]\ntype = \"{kind}\"\n"));
    put(&project);
    let data = project.doubtful_dataset("2024-12-31");
    if !data.0.snapshot().fatal_files.is_empty() {
        return None;
    }
    let rows = data.wait(data.reader().run("types", "SELECT t.value AS value FROM things AS t")).unwrap();
    let [batch] = &rows.batches[..] else { return Some("no row".to_owned()) };
    assert_eq!(batch.num_rows(), 1);
    Some(array_value_to_string(batch.column(0), 0).unwrap())
}

#[test]
fn each_type_that_the_documents_name_is_read_as_they_say() {
    let documents = fs::read_to_string(repository().join("docs/files.md")).unwrap();
    for (line, types) in promised() {
        assert!(documents.contains(line), "docs/files.md does not say: {line}");
        let kinds: &[(&str, &str)] = match line.split('`').nth(1).unwrap() {
            "date" => &[("date", "2024-03-18")],
            "boolean" => &[("boolean", "true")],
            "money" => &[("money", "7"), ("decimal(9,2)", "7.00")],
            other => &[(other, "7")],
        };
        for (kind, value) in kinds {
            for (array, is_read) in &types {
                let batch =
                    RecordBatch::try_from_iter_with_nullable([("value", Arc::clone(array), true)]).unwrap();
                let found = seen(kind, &|project| {
                    project.parquet("things.parquet", &batch);
                });
                let expected = is_read.then(|| (*value).to_owned());
                assert_eq!(found, expected, "{} as {kind}", array.data_type());
            }
        }
    }
    let rows = documents.split("| type | the file has |").nth(1).unwrap();
    let rows = rows.lines().skip(2).take_while(|line| line.starts_with('|')).count();
    assert_eq!(rows, promised().len(), "a row of the table in docs/files.md is held by nothing");
}

#[test]
fn the_moments_of_older_writers_are_days_too() {
    let found = seen("date", &|project| {
        let path = project.root().join("data/things.parquet");
        let schema = Arc::new(parse_message_type("message m { required int96 value; }").unwrap());
        let mut writer =
            SerializedFileWriter::new(File::create(&path).unwrap(), schema, Arc::default()).unwrap();
        let mut group = writer.next_row_group().unwrap();
        let mut column = group.next_column().unwrap().unwrap();
        let mut moment = Int96::new();
        // Noon; days of this form are counted from the year 4713 before ours.
        let noon: u64 = 12 * 3_600_000_000_000;
        moment.set_data((noon & u64::from(u32::MAX)) as u32, (noon >> 32) as u32, 19_800 + 2_440_588);
        column.typed::<Int96Type>().write_batch(&[moment], None, None).unwrap();
        column.close().unwrap();
        group.close().unwrap();
        writer.close().unwrap();
        // As old as a file that nobody is writing any more.
        let long_ago = std::time::SystemTime::now() - std::time::Duration::from_secs(3600);
        File::options().write(true).open(&path).unwrap().set_modified(long_ago).unwrap();
    });
    assert_eq!(found.as_deref(), Some("2024-03-18"));
}
