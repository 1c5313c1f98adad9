use std::fs;
use std::sync::Arc;

use arrow::array::{
    Array, ArrayRef, BinaryArray, Decimal128Array, Float32Array, Float64Array, Int64Array, RecordBatch,
    StringArray, UInt64Array,
};
use arrow::datatypes::{DataType, Field, Schema};
use parquet::arrow::ArrowWriter;
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
fn a_value_that_would_lose_something_sets_its_row_aside_and_no_other() {
    let decimal = Decimal128Array::from(vec![125, 120]).with_precision_and_scale(9, 1).unwrap();
    let exact = 1_i64 << 53;
    for (name, column, lost, served) in [
        ("fine", Arc::new(decimal) as ArrayRef, "12.5", "12"),
        ("fine", Arc::new(Float64Array::from(vec![0.5, 1.0])), "0.5", "1"),
        ("fine", Arc::new(Float64Array::from(vec![f64::NAN, 2.0])), "NaN", "2"),
        ("fine", Arc::new(Float64Array::from(vec![f64::INFINITY, 3.0])), "inf", "3"),
        (
            "fine",
            Arc::new(Float64Array::from(vec![exact as f64, (exact - 1) as f64])),
            "9007199254740992.0",
            "9007199254740991",
        ),
        ("fine", Arc::new(Float32Array::from(vec![16_777_216.0, 16_777_215.0])), "16777216.0", "16777215"),
        ("weight", Arc::new(Int64Array::from(vec![10_000_000, 7])), "10000000", "7.00"),
        ("weight", Arc::new(Float64Array::from(vec![0.1 + 0.2, 0.29])), "0.30000000000000004", "0.29"),
        ("parts", Arc::new(UInt64Array::from(vec![u64::MAX, 3])), "18446744073709551615", "3"),
    ] {
        let place = place();
        let columns = [("case_id", text(&["c", "d"])), ("organization", text(&["x", "x"])), (name, column)];
        place.put("cases/bad.parquet", &columns);
        let told = format!("cases/bad.parquet:1 type {name}={lost} (x) set aside");
        assert_eq!(place.findings(), [told]);
        assert_eq!(place.served("cases", &["case_id", name])[0], format!("d {served}"));
        assert_eq!(place.fatal(), Vec::<String>::new());
    }
}

#[test]
fn a_row_without_its_value_is_never_kept_and_may_be_fatal() {
    for (word, served, fatal) in [
        ("keep", &["1"][..], &[][..]),
        (
            "fatal",
            &[],
            &["slips.parquet: row 1, column `n` fails the check `type`, which the contract calls fatal"],
        ),
    ] {
        let contract = format!("[columns.n]\ntype = \"integer\"\non_fail = \"{word}\"\n");
        let place = Place::new(&[("slips", &contract)]);
        place.put("slips.parquet", &[("n", Arc::new(Float64Array::from(vec![0.5, 1.0])))]);
        assert_eq!(place.served("slips", &["n"]), served, "{word}");
        assert_eq!(place.fatal(), fatal, "{word}");
    }
}

#[test]
fn a_wrong_type_is_told_with_what_to_do() {
    for (column, found, expected, told) in [
        ("code", "Int64", "text", "export it as text, with the zeros that lead a code"),
        ("day", "Utf8", "date", "export it as date and not as text"),
        ("done", "Binary", "boolean", "export it as boolean, or write the type that it has"),
    ] {
        let (column, found, expected) = (column.to_owned(), found.to_owned(), expected.to_owned());
        let help = crate::table::Fatal::WrongType { column, found, expected }.help().unwrap();
        assert!(help.starts_with(told), "{help}");
    }
}

#[test]
fn a_file_of_another_type_is_set_aside_whole() {
    for (name, column, expected) in [
        (
            "case_id",
            Arc::new(Int64Array::from(vec![7])) as ArrayRef,
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
    assert_eq!(
        place.fatal(),
        ["cases/bad.parquet: column `case_id` is missing (did you mean `CASE_ID`? then write `aliases = \
          [\"CASE_ID\"]` below `[columns.case_id]` of its contract)"]
    );
    place.put("cases/bad.parquet", &[("id", text(&["c"])), ("organization", text(&["x"]))]);
    assert_eq!(place.fatal(), ["cases/bad.parquet: column `case_id` is missing"]);
}

#[test]
fn a_column_of_nearly_the_name_of_an_optional_one_is_a_mistake() {
    for name in ["Fine", "fine ", "fi ne", "fíne", "\u{feff}fine", "FINE\u{a0}", "fi_ne"] {
        let place = place();
        let columns = [("case_id", text(&["c"])), ("organization", text(&["x"])), (name, text(&["5"]))];
        place.put("cases/bad.parquet", &columns);
        let [told] = &place.fatal()[..] else { panic!("{name}") };
        let expected = format!("column `fine` is missing (did you mean `{name}`?");
        assert!(told.contains(&expected), "{told}");
    }
}

#[test]
fn a_column_that_only_looks_like_another_is_told_by_the_letter_that_does() {
    let place = place();
    let columns = [("case_id", text(&["c"])), ("organization", text(&["x"])), ("f\u{456}ne", text(&["5"]))];
    place.put("cases/bad.parquet", &columns);
    let expected = "(did you mean `f\u{456}ne`, in which U+0456 only looks like another letter?";
    assert!(place.fatal()[0].contains(expected), "{:?}", place.fatal());
}

#[test]
fn columns_that_differ_in_case_alone_are_fatal_and_both_are_named() {
    for (first, second) in [("fine", "fine"), ("fine", "Fine"), ("more", "MORE")] {
        let place = place();
        let fields =
            ["case_id", "organization", first, second].map(|name| Field::new(name, DataType::Utf8, true));
        let columns = [text(&["c"]), text(&["x"]), text(&["1"]), text(&["2"])];
        let batch = RecordBatch::try_new(Arc::new(Schema::new(fields.to_vec())), columns.to_vec()).unwrap();
        let mut bytes = Vec::new();
        let mut writer = ArrowWriter::try_new(&mut bytes, batch.schema(), None).unwrap();
        writer.write(&batch).unwrap();
        writer.close().unwrap();
        place.put_bytes("cases/bad.parquet", &bytes);
        let expected = format!("cases/bad.parquet: columns `{first}` and `{second}` cannot be told apart");
        assert_eq!(place.fatal(), [expected]);
    }
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
    assert_eq!(
        fatal[1..],
        [
            "cases/b.parquet: the file is no Parquet file to be read but a CSV file",
            "cases/c.parquet: the file is no Parquet file to be read but the beginning of a Parquet file, \
             whose end is missing",
        ]
    );
    place.put_bytes("cases/d.parquet", b"PAR1\0\0\0\0PAR1");
    let told = place.fatal().pop().unwrap();
    assert!(told.starts_with("cases/d.parquet: the file is no whole Parquet file"), "{told}");
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
