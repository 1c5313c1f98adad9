//! SQL that two engines read as the same: what queries may call and write, computed on both.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Arc;

use arrow::array::{
    ArrayRef, BooleanArray, Date32Array, Decimal128Array, Float64Array, Int64Array, RecordBatch, StringArray,
};
use arrow::datatypes::DataType;
use arrow::util::display::array_value_to_string;
use minhbach::calendar::Day;
use minhbach::diagnostic::{Diagnostics, SourceFile, short};
use minhbach::query::{Request, Rows, Select, Session, Source, Values, agreed_functions};
use parquet::arrow::ArrowWriter;
use serde_json::{Value, json};

use crate::support::outside::python;
use crate::support::{engine, repository};

fn calls() -> Vec<(String, bool)> {
    let path = repository().join("tests/engines/calls.txt");
    let text = fs::read_to_string(path).unwrap();
    let lines = text.lines().filter(|line| !line.is_empty() && !line.starts_with('#'));
    lines
        .map(|line| {
            let (fails, text) = line.strip_prefix("! ").map_or((false, line), |text| (true, text));
            let sql = match text.starts_with("SELECT") {
                true => text.to_owned(),
                false => format!("SELECT {text} AS x FROM v ORDER BY id"),
            };
            (sql, fails)
        })
        .collect()
}

/// A row of `v`: a whole number, thousandths, a double, a text, a day, an answer.
type Line =
    (Option<i64>, Option<i128>, Option<f64>, Option<&'static str>, Option<&'static str>, Option<bool>);

const LINES: &[Line] = &[
    (None, None, None, None, None, None),
    (Some(0), Some(0), Some(0.0), Some(""), Some("1970-01-01"), Some(true)),
    (Some(1), Some(500), Some(0.5), Some("a"), Some("2024-02-29"), Some(false)),
    (Some(2), Some(1500), Some(1.5), Some("Đồng Tháp"), Some("2024-12-31"), Some(true)),
    (Some(3), Some(2500), Some(2.5), Some("ăâêôơư ẶẴ"), Some("1899-12-31"), Some(false)),
    (Some(-1), Some(-500), Some(-0.5), Some("xã Tân Phú"), Some("2023-01-01"), Some(true)),
    (Some(-7), Some(-1500), Some(-1.5), Some("  a b "), Some("2021-01-03"), Some(false)),
    (Some(10), Some(1_234_567), Some(1234.567), Some("a_b%c\\d"), Some("2020-12-31"), Some(true)),
    (Some(255), Some(-1_234_567), Some(-1234.567), Some("ABC abc"), Some("1582-10-10"), None),
    (Some(1_000_000), Some(1), Some(0.001), Some("2024-05-31"), Some("2016-01-31"), None),
    (Some(9_007_199_254_740_993), Some(99_995), Some(1e15), Some("12.5"), Some("2024-03-31"), None),
    (Some(5), Some(-1), Some(1e-7), Some("ß İ 𝔸x"), Some("2023-10-15"), Some(true)),
    (Some(6), Some(123_456_789_012_345_678), Some(0.1), Some("trưa 5"), Some("9999-12-31"), Some(false)),
    (Some(4), Some(-2500), Some(-2.5), Some("a.b.c"), Some("2000-02-29"), Some(true)),
];

fn write_lines(folder: &Path) -> PathBuf {
    let ids: Int64Array = (0..LINES.len()).map(|id| Some(id as i64)).collect();
    let decimals: Decimal128Array = LINES.iter().map(|line| line.1).collect();
    let day = |text: &str| (text.parse::<Day>().unwrap() - Day::default()).num_days() as i32;
    let columns: Vec<(&str, ArrayRef)> = vec![
        ("id", Arc::new(ids)),
        ("i", Arc::new(LINES.iter().map(|line| line.0).collect::<Int64Array>())),
        ("d", Arc::new(decimals.with_precision_and_scale(18, 3).unwrap())),
        ("f", Arc::new(LINES.iter().map(|line| line.2).collect::<Float64Array>())),
        ("t", Arc::new(LINES.iter().map(|line| line.3).collect::<StringArray>())),
        ("day", Arc::new(LINES.iter().map(|line| line.4.map(day)).collect::<Date32Array>())),
        ("b", Arc::new(LINES.iter().map(|line| line.5).collect::<BooleanArray>())),
    ];
    let batch = RecordBatch::try_from_iter(columns).unwrap();
    let path = folder.join("v.parquet");
    let mut writer = ArrowWriter::try_new(fs::File::create(&path).unwrap(), batch.schema(), None).unwrap();
    writer.write(&batch).unwrap();
    writer.close().unwrap();
    path
}

fn session(file: &Path) -> Session {
    let batches =
        parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder::try_new(fs::File::open(file).unwrap());
    let schema = Arc::clone(batches.unwrap().schema());
    let source = Source { name: "v".to_owned(), schema, files: vec![file.to_owned()] };
    engine().session(&mut Diagnostics::default(), &[source], &[], &[]).unwrap()
}

/// What is said of a text before it runs; nothing where it would.
fn refused(session: &Session, sql: &str) -> Vec<String> {
    let mut problems = Diagnostics::default();
    if let Some(select) = Select::parse(&mut problems, &SourceFile::new("a.sql", sql)) {
        minhbach::query::rules::check(&mut problems, &select, minhbach::query::rules::Purpose::Listing);
        session.plan(&mut problems, &select, &Values::default());
    }
    let told = problems.sorted();
    told.iter().map(short).filter(|line| line.contains(": error[")).collect()
}

/// An answer for the second engine to be held against.
pub(crate) fn answer(of: &str, sql: &str, rows: &Rows) -> Value {
    let kinds = rows.schema.fields().iter().map(|field| match field.data_type() {
        DataType::Float32 | DataType::Float64 => "double",
        kind if kind.is_numeric() => "exact",
        _ => "text",
    });
    let mut lines = Vec::new();
    for batch in &rows.batches {
        for row in 0..batch.num_rows() {
            let cell = |column: &ArrayRef| match column.is_null(row) {
                true => Value::Null,
                false => array_value_to_string(column, row).unwrap().into(),
            };
            lines.push(batch.columns().iter().map(cell).collect::<Vec<_>>());
        }
    }
    json!({ "of": of, "sql": sql, "kinds": kinds.collect::<Vec<_>>(), "rows": lines })
}

/// Lets DuckDB answer the same texts over the same files; fails with what differs.
pub(crate) fn hold_against_duckdb(folder: &Path, files: &[(String, PathBuf)], answers: &[Value]) {
    let path = folder.join("answers.jsonl");
    let lines: Vec<String> = answers.iter().map(Value::to_string).collect();
    fs::write(&path, lines.join("\n")).unwrap();
    let mut command = Command::new(python());
    command.arg(repository().join("tests/engines/agree.py"));
    command.arg("--answers").arg(&path);
    for (name, file) in files {
        command.arg("--table").arg(name).arg(file);
    }
    let output = command.output().unwrap();
    let told =
        format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    assert!(output.status.success() && told.contains("checked"), "{told}");
}

#[test]
fn what_queries_may_call_and_write_is_the_same_on_both() {
    let folder = tempfile::tempdir().unwrap();
    let file = write_lines(folder.path());
    let session = session(&file);
    let mut answers = Vec::new();
    let mut wrong = Vec::new();
    let waiting = tokio::runtime::Builder::new_current_thread().enable_time().build().unwrap();
    for (sql, fails) in calls() {
        let told = refused(&session, &sql);
        let ran = waiting.block_on(session.run(Request::new("call", &sql)));
        match (ran, fails) {
            (Ok(rows), false) if told.is_empty() => answers.push(answer(&sql, &sql, &rows)),
            (Err(_), true) => {}
            (_, true) if !told.is_empty() => {}
            (Ok(_), true) => wrong.push(format!("{sql}: is answered")),
            (Ok(_), false) => wrong.push(format!("{sql}: {told:?}")),
            (Err(error), false) => wrong.push(format!("{sql}: {error:?} {told:?}")),
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
    assert!(answers.len() > 200, "{}", answers.len());
    hold_against_duckdb(folder.path(), &[("v".to_owned(), file)], &answers);
}

#[test]
fn each_function_that_queries_may_call_is_held_against_the_second_engine() {
    let words: Vec<String> = calls()
        .into_iter()
        .filter(|(_, fails)| !fails)
        .flat_map(|(sql, _)| {
            sql.split(|letter: char| !letter.is_alphanumeric() && letter != '_')
                .map(str::to_lowercase)
                .collect::<Vec<_>>()
        })
        .collect();
    let missing: Vec<&str> = agreed_functions()
        .concat()
        .into_iter()
        .filter(|name| !words.iter().any(|word| word == name))
        .collect();
    assert!(missing.is_empty(), "no line of calls.txt calls {missing:?}");
}

#[test]
fn the_documents_list_each_function_that_queries_may_call() {
    let text = fs::read_to_string(repository().join("docs/files.md")).unwrap();
    let missing: Vec<&str> =
        agreed_functions().concat().into_iter().filter(|name| !text.contains(&format!("`{name}`"))).collect();
    assert!(missing.is_empty(), "docs/files.md does not name {missing:?}");
}

#[test]
fn what_is_refused_says_what_to_write_instead_where_it_stands() {
    let folder = tempfile::tempdir().unwrap();
    let session = session(&write_lines(folder.path()));
    for (sql, expected) in [
        (
            "SELECT regexp_like(v.t, 'a') AS x FROM v",
            "a.sql:1:8: error[engines-differ]: `regexp_like` is not a function that two engines agree on \
             (write `LIKE`, `starts_with`, `ends_with` or `contains`)",
        ),
        (
            "SELECT octet_length(v.t) AS x FROM v",
            "a.sql:1:8: error[engines-differ]: `octet_length` is not a function that two engines agree on \
             (write `length(…)`, which counts letters)",
        ),
        (
            "SELECT v.id AS id,\n       CAST(v.f AS BIGINT) AS x FROM v",
            "a.sql:2:13: error[engines-differ]: a number with a floating point becomes a whole one by rounding in \
             one engine and by cutting in another (write `CAST(round(…) AS BIGINT)`, or `trunc`, `floor`, `ceil` in \
             place of `round`)",
        ),
        (
            "SELECT v.i ^ 2 AS x FROM v",
            "a.sql:1:8: error[engines-differ]: `^` is a power to one engine and bits to another (write `power(…, …)`)",
        ),
        (
            "SELECT v.day + v.i AS x FROM v",
            "a.sql:1:16: error[engines-differ]: one engine adds only short whole numbers to a day (write `CAST(… AS \
             INTEGER)` around the number)",
        ),
        (
            "SELECT v.id AS id FROM v WHERE v.b OR v.i NOT IN (SELECT w.i FROM v AS w)",
            "a.sql:1:39: error[engines-differ]: where a value is absent, IN over a subquery is unknown to one engine \
             and false to another (write it as a condition of its own after WHERE or AND, or `NOT EXISTS (SELECT … \
             WHERE …)`)",
        ),
        (
            "SELECT v.id AS id FROM v WHERE EXISTS (SELECT count(*) FROM v AS w WHERE w.i = v.id)",
            "a.sql:1:74: error[engines-differ]: for each row there is one total, of no rows too, which one engine \
             passes over (compare `(SELECT count(*) FROM … WHERE …)`, or `max` or `sum`, with a value)",
        ),
        (
            "SELECT v.id AS id FROM v WHERE v.day = '2024-02-01T02:30:00+07:00'",
            "a.sql:1:40: error[sql-refused]: '2024-02-01T02:30:00+07:00' is no day like `2024-05-31`, without hours \
             after it",
        ),
        (
            "SELECT CASE WHEN v.b THEN v.t ELSE v.i END AS x FROM v",
            "a.sql:1:27: error[engines-differ]: a text and a number become one column, which engines do in different \
             ways (write `CAST(… AS VARCHAR)` around what is no text, or a number without quotes)",
        ),
        (
            "SELECT v.t AS x FROM v UNION ALL SELECT v.i FROM v",
            "a.sql:1:41: error[engines-differ]: a text and a number become one column, which engines do in different \
             ways (write `CAST(… AS VARCHAR)` around what is no text, or a number without quotes)",
        ),
        (
            "SELECT v.id AS id FROM v WHERE v.t = 5",
            "a.sql:1:32: error[engines-differ]: a text is compared with a number, which engines do in different ways \
             (compare texts, `code = '1'`, or numbers: `CAST(… AS BIGINT)` around the text, `CAST(… AS VARCHAR)` around \
             the number)",
        ),
        (
            "SELECT lpad(v.i, 3, '0') AS x FROM v",
            "a.sql:1:13: error[engines-differ]: a number stands where a text is meant, which one engine does not read \
             (write `CAST(… AS VARCHAR)` around it)",
        ),
        (
            "SELECT round(v.d, v.i) AS x FROM v",
            "a.sql:1:19: error[engines-differ]: how many digits stay depends on the row, which one engine does not \
             take (write the number of digits, in a CASE where there are several)",
        ),
        (
            "SELECT coalesce(v.b, 0) AS x FROM v",
            "a.sql:1:8: error[sql-refused]: `coalesce` is given values of several kinds (make them alike: `CAST(… AS \
             VARCHAR)`, `DATE '2024-05-31'`, `CASE WHEN … THEN 1 ELSE 0 END`)",
        ),
        (
            "SELECT TRY_CAST(v.t AS DATE) AS x FROM v",
            "a.sql:1:17: error[engines-differ]: engines do not agree on which texts TRY_CAST can read (write `CAST`, \
             which fails where a text cannot be read)",
        ),
    ] {
        assert_eq!(refused(&session, sql), [expected], "{sql}");
    }
}
