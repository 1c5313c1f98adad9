//! Where a figure has no value its proof gives none either, and where digits are many it gives them all.

use minhbach::kpi::State;

use super::*;

/// A row in which a column holds nothing.
fn nothing(row: &Row) -> bool {
    row.values().all(String::is_empty)
}

#[test]
fn where_a_figure_has_no_value_its_proof_gives_null_and_says_why() {
    let project = events();
    project.file(
        "queries/tables/events.toml",
        &EVENTS.replace(
            "title = \"Events\"",
            "title = \"Events\"\nday = \"day\"\n\
             gaps = [{ first_day = 2024-02-01, last_day = 2024-02-29, label = \"Register\\nclosed; SELECT 1\" }]",
        ),
    );
    for (code, taken) in [("M", "median"), ("P", "p90")] {
        project.kpi(
            code,
            &format!("value = {{ amount = {{ over = \"sum\", as = \"{taken}\" }} }}\nkey = \"count\""),
            "SELECT e.day AS day, e.amount AS amount, e.count AS count FROM events AS e",
        );
    }
    project.kpi(
        "T",
        "value = { total = \"sum\" }\nempty = \"unknown\"\nkey = \"count\"",
        "SELECT e.day AS day, e.amount AS total, e.count AS count FROM events AS e",
    );
    // The last of January and the last of April; in March nobody states an amount.
    let days = [LAST_OF_MARCH as i32 - 60, LAST_OF_MARCH as i32, LAST_OF_MARCH as i32 + 30];
    write(
        &project,
        "events.parquet",
        [
            ("day", Arc::new(Date32Array::from(days.to_vec()))),
            ("place", Arc::new(NullArray::new(3))),
            (
                "amount",
                Arc::new(
                    Decimal128Array::from(vec![Some(100), None, Some(300)])
                        .with_precision_and_scale(18, 2)
                        .unwrap(),
                ),
            ),
            ("count", Arc::new(Int64Array::from(vec![1, 2, 3]))),
        ],
    );
    let data = project.dataset("2024-12-31");
    for (period, said) in [
        ("2023-12", "-- the data speak from 2024-01-31 to 2024-04-30 only"),
        ("2024-02", "-- there are no data from 2024-02-01 to 2024-02-29: Register closed; SELECT 1"),
        ("2024-06", "-- the data speak from 2024-01-31 to 2024-04-30 only"),
        ("2025-06", "-- the period begins after the data date"),
        ("2024-03", ""),
        ("2024-04", ""),
    ] {
        for code in ["K", "M", "P", "T"] {
            let figure = data.figure(code, period, &[]);
            let folder = prove(&project, code, period);
            let row = proven(&folder);
            let place = format!("{code} {period}: {row:?}");
            assert_eq!(figure.value.is_none(), row["value"].is_empty(), "{place}");
            assert!(figure.state == State::Value || code == "K" || nothing(&row), "{place}");
            assert!(sql(&folder).contains(said), "{place}\n{}", sql(&folder));
            // As it is printed, too.
            assert_eq!(
                data.proof(code, period, &[]).last().unwrap().is_empty(),
                figure.value.is_none(),
                "{place}"
            );
        }
    }
    let why = "-- there is 1 record, and it leaves “total” empty";
    assert!(sql(&prove(&project, "T", "2024-03")).contains(why));
}

#[test]
fn a_table_that_cannot_be_read_gives_no_proof_of_0() {
    let project = events();
    project.parquet_text("events.parquet", "<html>");
    let data = project.doubtful_dataset("2024-12-31");
    let row = data.proof("K", "2024-03", &[]);
    assert!(row.iter().all(String::is_empty), "{row:?}");
}

#[test]
fn the_last_moment_of_a_day_is_of_that_day_whatever_it_is_written_in() {
    let project = events();
    let day = 24 * HOUR * 1_000_000_000;
    // By the clocks of UTC and of the workspace; before 1970 too.
    let ends: Vec<i64> = [LAST_OF_MARCH + 1, 1, 0, -364]
        .iter()
        .flat_map(|days| [0, 7].map(|hours| days * day - hours * HOUR * 1_000_000_000))
        .flat_map(|end| [end - 1, end - 500, end - 501, end])
        .collect();
    let table = |name: &str, at: ArrayRef| {
        let counts: Vec<i64> = (0..ends.len() as i64).map(|place| 1 << place).collect();
        let columns: [(&str, ArrayRef); 2] = [("at", at), ("weight", Arc::new(Int64Array::from(counts)))];
        write(&project, &format!("{name}.parquet"), columns);
        project
            .file(
                &format!("queries/tables/{name}.toml"),
                "[columns.at]\ntype = \"date\"\n[columns.weight]\ntype = \"integer\"\n",
            )
            .kpi(
                &name.to_uppercase(),
                "value = { days = \"sum\" }\nkey = \"weight\"",
                &format!(
                    "SELECT DATE '2024-03-31' AS day, (m.at - DATE '1970-01-01') * m.weight AS days, m.weight AS weight
                     FROM {name} AS m"
                ),
            );
    };
    let at = || TimestampNanosecondArray::from(ends.clone());
    table("naive", Arc::new(at()));
    table("zoned", Arc::new(at().with_timezone("UTC")));
    let data = project.dataset("2024-12-31");
    for code in ["NAIVE", "ZONED"] {
        let here = data.part(code, "2024-03", &[], "days").unwrap();
        assert_eq!(here, proven(&prove(&project, code, "2024-03"))["days"], "{code}");
    }
}

#[test]
fn a_median_keeps_all_its_digits() {
    let project = events();
    project.kpi(
        "M",
        "value = { middle = { over = \"sum\", as = \"median\" } }\nkey = \"place\"",
        "SELECT e.day AS day, e.count AS middle, e.place AS place FROM events AS e",
    );
    let most = i64::MAX;
    for (counts, expected) in [
        (vec![most], "9223372036854775807"),
        (vec![most, most - 1], "9223372036854775806.5"),
        (vec![1, most, 3, most], "4611686018427387905"),
        (vec![1, most, 3], "3"),
    ] {
        plain(&project, "events.parquet", &vec![100; counts.len()], &counts);
        let data = project.dataset("2024-12-31");
        assert_eq!(data.part("M", "2024-03", &[], "middle").as_deref(), Some(expected));
        let exact = |text: &str| text.parse::<rust_decimal::Decimal>().unwrap().normalize().to_string();
        assert_eq!(exact(&data.proof("M", "2024-03", &[])[0]), expected);
        assert_eq!(exact(&proven(&prove(&project, "M", "2024-03"))["middle"]), expected);
        let said =
            project.run(&["kpi", "M", "--period", "2024-03", "--as-of", "2024-12-31", "--format", "json"]);
        assert!(said.stdout.contains(&format!("\"value\":{expected},")), "{}", said.stdout);
    }
}

#[test]
fn what_stands_in_rows_that_do_not_count_is_not_given_away() {
    let project = events();
    project.kpi(
        "R",
        "value = { rows = \"sum\" }\nkey = \"row\"",
        "SELECT DATE '2024-03-31' AS day, 1 AS rows, r.row AS row FROM rejected_rows AS r",
    );
    plain(&project, "events.parquet", &[100, 200], &[1, -123_456_789]);
    let folder = prove(&project, "R", "2024-03");
    assert_eq!(proven(&folder)["rows"], "1");
    let bytes = fs::read(folder.join("rejected_rows.parquet")).unwrap();
    assert!(!bytes.windows(9).any(|window| window == b"123456789"), "the value stands in the proof");
}
