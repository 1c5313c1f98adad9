//! One figure's proof, taken away and run where this program is not: DuckDB, the arrived files, and what lies
//! beside the statement.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use arrow::array::{
    ArrayRef, Date32Array, Date64Array, Decimal128Array, Decimal256Array, DictionaryArray, Float32Array,
    Float64Array, Int16Array, Int32Array, Int64Array, NullArray, RecordBatch, StringArray,
    TimestampMicrosecondArray, TimestampMillisecondArray, TimestampNanosecondArray, TimestampSecondArray,
    UInt64Array,
};
use arrow::datatypes::{Int8Type, i256};
use minhbach::workspace::Unsayable;

use crate::support::outside::{proven, run_python};
use crate::support::{TestProject, age};

mod nothing;
mod taken_away;

/// What every table below is held against: a day, a place, an amount, a count.
const EVENTS: &str = r#"
title = "Events"
[columns.day]
type = "date"
[columns.place]
type = "text"
optional = true
[columns.amount]
type = "decimal(18,2)"
optional = true
[columns.count]
type = "integer"
optional = true
min = 0
"#;

/// Events by day, with the amounts, the counts and how many lie in a place whose letters can be composed.
fn events() -> TestProject {
    let project = TestProject::new();
    project.file("queries/tables/events.toml", EVENTS).kpi(
        "K",
        "value = { amount = \"sum\" }\nbeside = { count = \"sum\", here = \"sum\" }\nkey = \"count\"",
        "SELECT e.day AS day, e.amount AS amount, e.count AS count, CASE WHEN e.place = 'Hà Nội' THEN 1 ELSE 0 END AS here FROM events AS e",
    );
    project
}

/// Days since 1970, and moments of that day by the clocks of UTC.
const LAST_OF_MARCH: i64 = 19_813;
const HOUR: i64 = 3_600;

/// The three columns of a figure by name.
type Row = BTreeMap<String, String>;

/// The folder of a proof, made by the program as somebody types it.
fn prove(project: &TestProject, code: &str, period: &str) -> PathBuf {
    let folder = project.aside(&format!("proof of {code} {period}"));
    let out = folder.to_string_lossy().into_owned();
    let said =
        project.run(&["kpi", code, "--period", period, "--as-of", "2024-12-31", "--proof", "--out", &out]);
    assert_eq!((said.code, said.stderr.as_str()), (0, ""), "{}", said.stdout);
    assert!(said.stdout.contains("proof.sql"), "{}", said.stdout);
    folder
}

fn sql(folder: &Path) -> String {
    fs::read_to_string(folder.join("proof.sql")).unwrap()
}

/// What a figure is here and by its proof, which must be the same.
fn both(project: &TestProject, period: &str, expected: [&str; 3]) {
    let data = project.dataset("2024-12-31");
    let proven: Row = proven(&prove(project, "K", period));
    for (column, expected) in ["amount", "count", "here"].into_iter().zip(expected) {
        let here = data.part("K", period, &[], column).unwrap();
        let there: rust_decimal::Decimal = proven[column].parse().unwrap();
        assert_eq!((here.as_str(), there.normalize().to_string().as_str()), (expected, expected), "{column}");
    }
}

fn write<const N: usize>(project: &TestProject, file: &str, columns: [(&str, ArrayRef); N]) {
    let columns = columns.into_iter().map(|(name, array)| (name, array, true));
    project.parquet(file, &RecordBatch::try_from_iter_with_nullable(columns).unwrap());
}

fn plain(project: &TestProject, file: &str, amounts: &[i128], counts: &[i64]) {
    let rows = amounts.len();
    write(
        project,
        file,
        [
            ("day", Arc::new(Date32Array::from(vec![LAST_OF_MARCH as i32; rows]))),
            ("place", Arc::new(StringArray::from(vec!["Hà Nội"; rows]))),
            ("amount", money(amounts, 18, 2)),
            ("count", Arc::new(Int64Array::from(counts.to_vec()))),
        ],
    );
}

fn money(amounts: &[i128], precision: u8, scale: i8) -> ArrayRef {
    let amounts = Decimal128Array::from(amounts.to_vec());
    Arc::new(amounts.with_precision_and_scale(precision, scale).unwrap())
}

#[test]
fn a_file_that_is_as_its_contract_says_is_read_by_plain_columns() {
    let project = events();
    plain(&project, "events.parquet", &[150, 250], &[1, 2]);
    both(&project, "2024-03", ["4", "3", "2"]);
    let sql = sql(&prove(&project, "K", "2024-03"));
    let table = sql.split("\"events\" AS (").nth(1).unwrap().split("\n)").next().unwrap();
    assert_eq!(
        table,
        "\n  -- Events\n  SELECT \"day\", \"place\", \"amount\", \"count\"\n  FROM read_parquet([\n    getvariable('files') || 'events.parquet'\n  ], hive_partitioning = false)"
    );
}

#[test]
fn every_way_in_which_a_column_can_arrive_is_said_in_sql() {
    let project = events();
    // In UTC the last of March until 23:59; in the workspace's zone from 17:00 on the first of April.
    let (evening, noon) = (LAST_OF_MARCH * 24 * HOUR + 20 * HOUR, LAST_OF_MARCH * 24 * HOUR + 12 * HOUR);
    let decomposed: ArrayRef = Arc::new(StringArray::from(vec!["Ha\u{300} No\u{323}\u{302}i", "Huế"]));
    let zoned: ArrayRef = Arc::new(
        TimestampMicrosecondArray::from(vec![evening * 1_000_000, noon * 1_000_000]).with_timezone("UTC"),
    );
    write(
        &project,
        "events/zoned.parquet",
        [
            ("day", zoned),
            ("place", decomposed),
            ("amount", Arc::new(Float64Array::from(vec![5.0, 9_007_199_254_740_991.0]))),
            ("count", Arc::new(Int16Array::from(vec![3, 4]))),
        ],
    );
    let naive: ArrayRef = Arc::new(TimestampMillisecondArray::from(vec![evening * 1_000, noon * 1_000]));
    let packed: DictionaryArray<Int8Type> = vec![Some("Hà Nội"), None].into_iter().collect();
    write(
        &project,
        "events/naive.parquet",
        [
            ("day", naive),
            ("place", Arc::new(packed)),
            ("amount", Arc::new(Int32Array::from(vec![1, 2]))),
            ("count", Arc::new(UInt64Array::from(vec![10, 20]))),
        ],
    );
    // Bare numbers that are moments by the exporter's notes only.
    let bare: ArrayRef =
        Arc::new(TimestampSecondArray::from(vec![evening, noon]).with_timezone("Asia/Ho_Chi_Minh"));
    let wide = Decimal256Array::from(vec![i256::from_i128(1_000), i256::from_i128(2_000)]);
    write(
        &project,
        "events/bare.parquet",
        [
            ("day", bare),
            ("place", Arc::new(NullArray::new(2))),
            ("amount", Arc::new(wide.with_precision_and_scale(38, 3).unwrap())),
            ("count", Arc::new(Float32Array::from(vec![7.0, 16_777_215.0]))),
        ],
    );
    let fine: ArrayRef = Arc::new(
        TimestampNanosecondArray::from(vec![evening * 1_000_000_000, noon * 1_000_000_000])
            .with_timezone("+02:00"),
    );
    write(
        &project,
        "events/fine.parquet",
        [
            ("day", fine),
            ("place", Arc::new(StringArray::from(vec!["Hà Nội"; 2]))),
            ("amount", money(&[30, 40], 9, 1)),
            ("count", money(&[300, 400], 9, 1)),
        ],
    );
    let days: ArrayRef = Arc::new(Date64Array::from(vec![LAST_OF_MARCH * 86_400_000; 2]));
    write(
        &project,
        "events/days.parquet",
        [
            ("day", days),
            ("place", Arc::new(StringArray::from(vec!["Hà Nội"; 2]))),
            ("amount", Arc::new(NullArray::new(2))),
            ("count", Arc::new(Int64Array::from(vec![1, 1]))),
        ],
    );
    // And one without the columns that may be lacking.
    let lone = [("day", Arc::new(Date32Array::from(vec![LAST_OF_MARCH as i32])) as ArrayRef, true)];
    project.parquet("events/lone.parquet", &RecordBatch::try_from_iter_with_nullable(lone).unwrap());
    // March: noon of each moment, both of the naive ones, the days.
    both(&project, "2024-03", ["9007199254741000", "16777291", "4"]);
    // April: the evenings of moments that are of UTC.
    both(&project, "2024-04", ["9", "40", "2"]);
    let sql = sql(&prove(&project, "K", "2024-03"));
    for said in [
        "nfc_normalize(\"place\") AS \"place\"",
        "CAST(\"day\" AT TIME ZONE 'Asia/Ho_Chi_Minh' AS DATE) AS \"day\"",
        "CAST(\"day\" AS DATE) AS \"day\"",
        "CAST((make_timestamp(\"day\" * 1000000) AT TIME ZONE 'UTC') AT TIME ZONE 'Asia/Ho_Chi_Minh' AS DATE)",
        "CAST(make_timestamp(\"day\" * 1000) AS DATE) AS \"day\"",
        "CAST(CAST(\"amount\" AS VARCHAR) AS DECIMAL(18,2)) AS \"amount\"",
        "CAST(NULL AS VARCHAR) AS \"place\"",
        "CAST(\"count\" AS BIGINT) AS \"count\"",
    ] {
        assert!(sql.contains(said), "{said} in\n{sql}");
    }
}

#[test]
fn moments_as_older_programs_write_them_are_the_days_that_they_are_here() {
    let project = events();
    plain(&project, "events/plain.parquet", &[100], &[1]);
    let file = project.root().join("data/events/old.parquet");
    run_python(
        "import sys, datetime, decimal, pyarrow as pa, pyarrow.parquet as pq\n\
         moments = [datetime.datetime(2024, 3, 31, 20), datetime.datetime(2024, 3, 31, 12)]\n\
         table = pa.table({'day': pa.array(moments, pa.timestamp('us', 'UTC')), 'amount': [2, 3], 'count': [1, 1],\n\
                           'place': ['Ha\\u0300 N\\u1ed9i', None]})\n\
         pq.write_table(table, sys.argv[1], use_deprecated_int96_timestamps=True)\n\
         bare = table.replace_schema_metadata(None)\n\
         pq.write_table(bare.set_column(0, 'day', bare['day'].cast(pa.timestamp('us'))), sys.argv[2],\n\
                        use_deprecated_int96_timestamps=True, store_schema=False)",
        &[&file, &project.root().join("data/events/older.parquet")],
    );
    for name in ["old", "older"] {
        age(&project.root().join(format!("data/events/{name}.parquet")));
    }
    // The notes of one file call its moments zoned; the other's are taken as they stand.
    both(&project, "2024-03", ["9", "4", "2"]);
    both(&project, "2024-04", ["2", "1", "1"]);
}

#[test]
fn rows_that_do_not_count_are_left_out_by_file_and_number() {
    let project = events();
    plain(&project, "events/a.parquet", &[100, 200, 400], &[1, -1, 2]);
    plain(&project, "events/b[1].parquet", &[800, 1_600], &[-5, 3]);
    // Of this kind stands another list; its first file has the next number.
    let days: ArrayRef = Arc::new(Date32Array::from(vec![LAST_OF_MARCH as i32; 3]));
    write(
        &project,
        "events/c.parquet",
        [
            ("day", days),
            ("place", Arc::new(StringArray::from(vec!["Hà Nội"; 3]))),
            ("amount", Arc::new(Int64Array::from(vec![32, 64, 128]))),
            ("count", Arc::new(Int64Array::from(vec![1, 1, -1]))),
        ],
    );
    both(&project, "2024-03", ["117", "8", "5"]);
    let folder = prove(&project, "K", "2024-03");
    assert!(folder.join("excluded.parquet").is_file());
    assert_eq!(sql(&folder).matches("ANTI JOIN").count(), 2, "{}", sql(&folder));
}

#[test]
fn what_sql_cannot_say_is_refused_with_its_reason() {
    let mut told = Vec::new();
    let mut refused = |project: &TestProject, expected: Unsayable| {
        let data = project.dataset("2024-12-31");
        assert_eq!(data.reader().sayable(data.reader().kpi("K").unwrap()), Err(expected.clone()));
        let out = project.aside("refused");
        let said =
            project.run(&["kpi", "K", "--as-of", "2024-12-31", "--proof", "--out", out.to_str().unwrap()]);
        assert_eq!((said.code, said.stdout.as_str()), (2, ""));
        assert!(said.stderr.contains(&expected.to_string()), "{}", said.stderr);
        assert!(!out.join("proof.sql").exists());
        told.push(expected.name());
    };
    let project = events();
    plain(&project, "events/a\\b.parquet", &[100], &[1]);
    refused(&project, Unsayable::Name { file: "events/a\\b.parquet".to_owned() });

    let project = events();
    let wide = Decimal256Array::from(vec![i256::from_i128(100)]).with_precision_and_scale(40, 2).unwrap();
    write(
        &project,
        "events.parquet",
        [
            ("day", Arc::new(Date32Array::from(vec![LAST_OF_MARCH as i32]))),
            ("place", Arc::new(NullArray::new(1))),
            ("amount", Arc::new(wide)),
            ("count", Arc::new(Int64Array::from(vec![1]))),
        ],
    );
    refused(
        &project,
        Unsayable::Digits { file: "events.parquet".to_owned(), column: "amount".to_owned(), precision: 40 },
    );

    let project = events();
    let columns: [(&str, ArrayRef); 4] = [
        ("day", Arc::new(Date32Array::from(vec![LAST_OF_MARCH as i32; 2]))),
        ("amount", money(&[100, 200], 18, 2)),
        ("count", Arc::new(Int64Array::from(vec![1, -1]))),
        ("File_Index", Arc::new(Int64Array::from(vec![7, 7]))),
    ];
    write(&project, "events.parquet", columns);
    refused(
        &project,
        Unsayable::Numbers { file: "events.parquet".to_owned(), column: "File_Index".to_owned() },
    );
    let project = events();
    plain(&project, "events.parquet", &[100], &[1]);
    project.kpi(
        "K",
        "value = { rows = \"sum\" }\nkey = \"row\"",
        "SELECT DATE '2024-03-31' AS day, CASE WHEN r.value <> '' THEN 1 END AS rows, r.row AS row FROM rejected_rows AS r",
    );
    refused(&project, Unsayable::Values { table: "rejected_rows".to_owned(), column: "value".to_owned() });
    // A table from memory is tried where tables are given so.
    told.push("memory");
    assert_eq!(told, Unsayable::ALL, "each reason is tried here");
}

#[test]
fn what_folders_give_is_said_file_by_file() {
    let project = events();
    let contract = format!("partitions = [\"place\", \"count\"]\n{}", EVENTS.trim_start());
    project.file("queries/tables/events.toml", &contract);
    let columns = |amounts: [i128; 2]| {
        let day: ArrayRef = Arc::new(Date32Array::from(vec![LAST_OF_MARCH as i32; 2]));
        RecordBatch::try_from_iter_with_nullable([
            ("day", day, true),
            ("amount", money(&amounts, 18, 2), true),
        ])
    };
    for (folder, amounts) in [
        ("place=Ha%CC%80%20N%E1%BB%99i/count=3", [100, 200]),
        ("place=it's/count=4", [400, 800]),
        ("place=__HIVE_DEFAULT_PARTITION__/count=5", [1_600, 3_200]),
    ] {
        project.parquet(&format!("events/{folder}/part.parquet"), &columns(amounts).unwrap());
    }
    both(&project, "2024-03", ["63", "24", "2"]);
    let sql = sql(&prove(&project, "K", "2024-03"));
    let said = "CAST((['Hà Nội', NULL, 'it''s'])[CAST(file_index AS BIGINT) + 1] AS VARCHAR) AS \"place\"";
    assert!(sql.contains(said) && sql.matches("read_parquet([").count() == 1, "{sql}");
}

#[test]
fn what_a_contract_says_of_the_way_in_is_said_in_sql() {
    let project = events();
    let contract = EVENTS
        .replace("type = \"date\"", "type = \"date\"\nnaive = \"utc\"")
        .replace("type = \"text\"", "type = \"text\"\ntrim = true\naliases = [\"Nơi\"]")
        .replace("type = \"decimal(18,2)\"", "type = \"decimal(18,2)\"\nround = true\nnan = \"missing\"");
    project.file("queries/tables/events.toml", &contract);
    let (evening, noon) = (LAST_OF_MARCH * 24 * HOUR + 20 * HOUR, LAST_OF_MARCH * 24 * HOUR + 12 * HOUR);
    let moments = [evening, noon, noon, noon, noon, noon].map(|at| at * 1_000_000).to_vec();
    let places =
        ["\u{a0}Ha\u{300} Nội \u{feff}", "Hà Nội", "\u{3000}", "Huế", "Hà  Nội", "\tHà Nội\n"].to_vec();
    let amounts = vec![0.1 + 0.2, 2.345, -2.345, f64::NAN, 1e-7, f64::INFINITY];
    // The third row of a half is refused, the last amount is no number: both rows are set aside.
    let counts = vec![Some(1.0), Some(2.0), Some(4.0), None, Some(0.5), Some(16.0)];
    let columns: [(&str, ArrayRef); 4] = [
        ("day", Arc::new(TimestampMicrosecondArray::from(moments))),
        ("Nơi", Arc::new(StringArray::from(places))),
        ("amount", Arc::new(Float64Array::from(amounts))),
        ("count", Arc::new(Float64Array::from(counts))),
    ];
    write(&project, "events/odd.parquet", columns);
    plain(&project, "events/plain.parquet", &[100], &[32]);
    both(&project, "2024-03", ["1", "38", "2"]);
    both(&project, "2024-04", ["0.3", "1", "1"]);
    let sql = sql(&prove(&project, "K", "2024-03"));
    for said in [
        "TRY_CAST((\"day\" AT TIME ZONE 'UTC') AT TIME ZONE 'Asia/Ho_Chi_Minh' AS DATE) AS \"day\"",
        "nfc_normalize(nullif(trim(\"Nơi\", getvariable('blanks')), '')) AS \"place\"",
        "CASE WHEN NOT isnan(\"amount\") THEN TRY_CAST(CAST(\"amount\" AS VARCHAR) AS DECIMAL(18,2)) END",
        "SET VARIABLE blanks = array_to_string([chr(code) FOR code IN [9, 10, 11, 12, 13, 32, 133, 160, ",
    ] {
        assert!(sql.contains(said), "{said} in\n{sql}");
    }
}

#[test]
fn codes_that_were_put_right_are_put_right_in_sql() {
    let project = events();
    project.file(
        "queries/dimensions.toml",
        "[place]\ntitle = \"Place\"\nvalues = { \"Hà Nội\" = \"Hà Nội\", \"Huế\" = \"Huế\" }\n\
         aliases = { \"HN\" = \"Hà Nội\", \"it's\" = \"Huế\" }\n",
    );
    let columns: [(&str, ArrayRef); 4] = [
        ("day", Arc::new(Date32Array::from(vec![LAST_OF_MARCH as i32; 4]))),
        ("place", Arc::new(StringArray::from(vec!["HN", "Hà Nội", "it's", "Huế"]))),
        ("amount", money(&[100, 200, 400, 800], 18, 2)),
        ("count", Arc::new(Int64Array::from(vec![1, 2, 4, 8]))),
    ];
    write(&project, "events.parquet", columns);
    both(&project, "2024-03", ["15", "15", "2"]);
    let sql = sql(&prove(&project, "K", "2024-03"));
    let said =
        "CASE \"place\" WHEN 'HN' THEN 'Hà Nội' WHEN 'it''s' THEN 'Huế' ELSE \"place\" END AS \"place\"";
    assert!(sql.contains(said), "{sql}");
}

#[test]
fn a_name_that_hides_numbers_is_no_hindrance_where_every_row_counts() {
    let project = events();
    let columns: [(&str, ArrayRef); 5] = [
        ("place", Arc::new(StringArray::from(vec!["Hà Nội", "Huế"]))),
        ("day", Arc::new(Date32Array::from(vec![LAST_OF_MARCH as i32; 2]))),
        ("amount", money(&[100, 200], 18, 2)),
        ("count", Arc::new(Int64Array::from(vec![1, 1]))),
        ("file_row_number", Arc::new(Int64Array::from(vec![7, 7]))),
    ];
    write(&project, "events.parquet", columns);
    both(&project, "2024-03", ["3", "2", "1"]);
}
