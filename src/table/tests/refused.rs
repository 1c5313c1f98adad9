use std::fs;
use std::sync::Arc;

use arrow::array::{Array, ArrayRef, BinaryArray, Decimal128Array, Float64Array, Int64Array, StringArray};
use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;

use super::place::text;
use super::{BODIES, CASES, Place};
use crate::table::LoadError;

fn place() -> Place {
    let place = Place::new(&[("bodies", BODIES), ("cases", CASES)]);
    place.put("bodies.parquet", &[("code", text(&["x"]))]);
    place.put("cases/good.parquet", &[("case_id", text(&["g"])), ("organization", text(&["x"]))]);
    place
}

fn check(name: &str, column: ArrayRef, expected: &str) {
    let place = place();
    let mut columns = vec![("case_id", text(&["c"])), ("organization", text(&["x"]))];
    columns.retain(|(other, _)| *other != name);
    columns.push((name, column));
    place.put("cases/bad.parquet", &columns);
    assert_eq!(place.fatal(), [format!("cases/bad.parquet: {expected}")]);
    assert_eq!(place.served("cases", &["case_id"]), ["g"], "the table goes on");
    assert_eq!(place.load().unwrap().fatal_files[0].rows, Some(1));
}

#[test]
fn a_file_that_would_lose_something_is_set_aside_whole() {
    let decimal = Decimal128Array::from(vec![125]).with_precision_and_scale(9, 1).unwrap();
    for (name, column, expected) in [
        (
            "fine",
            Arc::new(decimal) as ArrayRef,
            "row 1, column `fine`: 12.5 cannot be money without losing something",
        ),
        (
            "fine",
            Arc::new(Float64Array::from(vec![0.5])),
            "row 1, column `fine`: 0.5 cannot be money without losing something",
        ),
        (
            "weight",
            Arc::new(Int64Array::from(vec![10_000_000])),
            "row 1, column `weight`: 10000000 cannot be decimal(9,2) without losing something",
        ),
        (
            "case_id",
            Arc::new(Int64Array::from(vec![7])),
            "column `case_id` is of type Int64 and must be text",
        ),
        (
            "kind",
            Arc::new(BinaryArray::from(vec![&b"a"[..]])),
            "column `kind` is of type Binary and must be text",
        ),
        (
            "closed",
            Arc::new(Int64Array::from(vec![1])),
            "column `closed` is of type Int64 and must be boolean",
        ),
        ("opened_on", text(&["2024-01-01"]), "column `opened_on` is of type Utf8 and must be date"),
    ] {
        check(name, column, expected);
    }
}

#[test]
fn a_missing_column_is_named() {
    let place = place();
    place.put("cases/bad.parquet", &[("CASE_ID", text(&["c"])), ("organization", text(&["x"]))]);
    assert_eq!(place.fatal(), ["cases/bad.parquet: column `case_id` is missing"]);
}

#[test]
fn empty_and_broken_files_are_set_aside() {
    let place = place();
    let whole = fs::read(place.path("cases/good.parquet")).unwrap();
    place.put_bytes("cases/a.parquet", b"");
    place.put_bytes("cases/b.parquet", b"case_id,organization\n");
    place.put_bytes("cases/c.parquet", &whole[..whole.len() / 2]);
    let fatal = place.fatal();
    assert_eq!(fatal[0], "cases/a.parquet: the file is empty");
    for (file, reason) in ["b", "c"].iter().zip(&fatal[1..]) {
        assert!(reason.starts_with(&format!("cases/{file}.parquet: the file is no whole Parquet file")));
    }
    assert_eq!(place.served("cases", &["case_id"]), ["g"]);
}

#[test]
fn no_flipped_byte_brings_the_loader_down() {
    let place = place();
    let whole = fs::read(place.path("cases/good.parquet")).unwrap();
    let mut random = ChaCha8Rng::seed_from_u64(1);
    for round in 0..300 {
        let mut bytes = whole.clone();
        for _ in 0..=round % 3 {
            let place = random.random_range(0..bytes.len());
            bytes[place] ^= 1 << random.random_range(0..8);
        }
        place.put_bytes("cases/flipped.parquet", &bytes);
        let _ = place.load().unwrap();
    }
}

#[test]
fn rows_that_fail_by_themselves_are_listed() {
    let place = place();
    let columns: [(&str, ArrayRef); 5] = [
        ("case_id", Arc::new(StringArray::from(vec![Some("c1"), None, Some("c3"), Some(" ")]))),
        ("organization", text(&["x", "x", "x", "x"])),
        ("kind", Arc::new(StringArray::from(vec![Some("c"), None, None, Some("a")]))),
        ("fine", Arc::new(Int64Array::from(vec![Some(100), Some(20), Some(-3), None]))),
        ("parts", Arc::new(Int64Array::from(vec![Some(10), None, None, None]))),
    ];
    place.put("cases/z.parquet", &columns);
    assert_eq!(
        place.findings(),
        [
            "cases/z.parquet:1 values kind=c (x) set aside",
            "cases/z.parquet:1 max parts=10 (x) set aside",
            "cases/z.parquet:2 filled case_id=NULL (x) set aside",
            "cases/z.parquet:3 min fine=-3 (x) set aside",
            "cases/z.parquet:4 filled case_id=  (x) set aside",
        ]
    );
    let file = &place.load().unwrap().tables["cases"][1];
    assert_eq!((file.rows, file.set_aside, file.served_rows(), file.money_set_aside), (4, 4, 0, 117));
}

#[test]
fn on_fail_says_what_becomes_of_a_row() {
    for (word, served, fatal) in [
        ("keep", &["b", "c"][..], &[][..]),
        ("set_aside", &["c"], &[]),
        (
            "fatal",
            &[],
            &["slips.parquet: row 1, column `n` fails the check `min`, which the contract calls fatal"],
        ),
    ] {
        let contract = format!(
            "[columns.n]\ntype = \"integer\"\nmin = 0\non_fail = \"{word}\"\n[columns.t]\ntype = \"text\"\n"
        );
        let place = Place::new(&[("slips", &contract)]);
        let numbers: ArrayRef = Arc::new(Int64Array::from(vec![-1, 1]));
        assert_eq!(numbers.len(), 2);
        place.put("slips.parquet", &[("n", numbers), ("t", text(&["b", "c"]))]);
        assert_eq!(place.served("slips", &["t"]), served, "{word}");
        assert_eq!(place.fatal(), fatal, "{word}");
    }
}

#[test]
fn nothing_at_all_is_an_error_that_says_what_was_expected() {
    let place = Place::new(&[("bodies", BODIES)]);
    place.put_bytes("readme.txt", b"x");
    place.put_bytes("Bodies.parquet", b"x");
    let error = place.load().unwrap_err();
    assert!(matches!(error, LoadError::NoData { .. }));
    let message = error.to_string();
    assert!(message.ends_with(
        ", where there is only `Bodies.parquet`, `readme.txt`, holds no data; expected `TABLE.parquet` or `TABLE/….parquet` for one of the tables `bodies`"
    ));
    fs::remove_dir_all(place.path("")).unwrap();
    assert!(matches!(place.load().unwrap_err(), LoadError::Location(_)));
}

#[test]
fn files_of_no_table_are_told() {
    let place = place();
    place.put_bytes("other/2024.parquet", b"x");
    place.put_bytes("cases/2024.xlsx", b"x");
    for passed_over in
        [".hidden.parquet", "_delta/x.parquet", "cases/~$x.parquet", "cases/y.parquet.tmp", "notes.md"]
    {
        place.put_bytes(passed_over, b"x");
    }
    let snapshot = place.load().unwrap();
    assert_eq!(snapshot.unknown_files, ["cases/2024.xlsx", "other/2024.parquet"]);
    assert_eq!(snapshot.fatal_files, []);
}
