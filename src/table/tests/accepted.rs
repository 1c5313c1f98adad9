use std::sync::Arc;

use arrow::array::types::{Int8Type, UInt32Type};
use arrow::array::{
    ArrayRef, BooleanArray, Date32Array, Decimal128Array, DictionaryArray, Float64Array, Int32Array,
    Int64Array, LargeStringArray, StringArray, StringViewArray, TimestampMicrosecondArray,
    TimestampNanosecondArray, UInt64Array,
};

use super::place::text;
use super::{BODIES, CASES, Place};

fn place() -> Place {
    let place = Place::new(&[("bodies", BODIES), ("cases", CASES)]);
    place.put("bodies.parquet", &[("code", text(&["x"])), ("list", text(&["l"]))]);
    place
}

/// Two cases with one more column, and whether they are served as they are.
fn check(name: &str, column: ArrayRef, expected: &[&str], as_they_are: bool) {
    let place = place();
    let count = column.len();
    let ids: Vec<String> = (0..count).map(|row| format!("c{row}")).collect();
    let ids = text(&ids.iter().map(String::as_str).collect::<Vec<_>>());
    let mut columns = vec![("case_id", ids), ("organization", text(&vec!["x"; count]))];
    // Without the optional columns a file is always written anew, so all of them are there.
    let others: [(&str, ArrayRef); 6] = [
        ("opened_on", Arc::new(Date32Array::from(vec![None; count]))),
        ("kind", Arc::new(StringArray::from(vec![None::<&str>; count]))),
        ("fine", Arc::new(money(vec![None; count]))),
        ("weight", Arc::new(decimal(vec![None; count], 9, 2))),
        ("parts", Arc::new(Int64Array::from(vec![None; count]))),
        ("closed", Arc::new(BooleanArray::from(vec![None; count]))),
    ];
    columns.extend(others.into_iter().filter(|(other, _)| *other != name && name != "case_id"));
    columns.retain(|(other, _)| *other != name);
    columns.push((name, column));
    place.put("cases/a.parquet", &columns);
    assert_eq!(place.fatal(), Vec::<String>::new(), "{name}");
    assert_eq!(place.served("cases", &[name]), expected);
    let served = &place.load().unwrap().tables["cases"][0];
    assert_eq!(!served.is_twin(), as_they_are, "{name} {expected:?}");
}

fn decimal(values: Vec<Option<i128>>, precision: u8, scale: i8) -> Decimal128Array {
    Decimal128Array::from(values).with_precision_and_scale(precision, scale).unwrap()
}

fn money(values: Vec<Option<i128>>) -> Decimal128Array {
    decimal(values, 18, 0)
}

#[test]
fn types_of_the_contract_are_served_as_they_are() {
    check("opened_on", Arc::new(Date32Array::from(vec![19_723])), &["2024-01-01"], true);
    check("kind", text(&["a", "b"]), &["a", "b"], true);
    check("fine", Arc::new(money(vec![Some(12), None])), &["12", ""], true);
    check("weight", Arc::new(decimal(vec![Some(1_25)], 9, 2)), &["1.25"], true);
    check("parts", Arc::new(Int64Array::from(vec![3])), &["3"], true);
    check("closed", Arc::new(BooleanArray::from(vec![true])), &["true"], true);
}

#[test]
fn text_of_every_kind_is_text() {
    let words = ["a", "b", "a"];
    check("kind", Arc::new(LargeStringArray::from(words.to_vec())), &words, true);
    check("kind", Arc::new(StringViewArray::from(words.to_vec())), &words, true);
    check("kind", Arc::new(words.into_iter().collect::<DictionaryArray<Int8Type>>()), &words, true);
    check("kind", Arc::new(words.into_iter().collect::<DictionaryArray<UInt32Type>>()), &words, true);
}

#[test]
fn text_is_composed() {
    check("case_id", text(&["Đội xe", "Ca\u{301}"]), &["Đội xe", "Cá"], false);
}

#[test]
fn numbers_of_other_widths_are_exact() {
    check("parts", Arc::new(Int32Array::from(vec![3, -4])), &["3", "-4"], true);
    check("parts", Arc::new(UInt64Array::from(vec![3])), &["3"], false);
    check("parts", Arc::new(Float64Array::from(vec![3.0])), &["3"], false);
    check("parts", Arc::new(decimal(vec![Some(300)], 38, 2)), &["3"], false);
    check("fine", Arc::new(Int64Array::from(vec![5_000_000])), &["5000000"], false);
    check("fine", Arc::new(Float64Array::from(vec![Some(7e15), None])), &["7000000000000000", ""], false);
    check("fine", Arc::new(decimal(vec![Some(12_00)], 18, 2)), &["12"], false);
    check("weight", Arc::new(decimal(vec![Some(12_500)], 18, 4)), &["1.25"], false);
    check("weight", Arc::new(decimal(vec![Some(7)], 4, 1)), &["0.70"], false);
    check("weight", Arc::new(Int64Array::from(vec![7])), &["7.00"], false);
}

#[test]
fn instants_become_days_of_the_zone() {
    // 2023-12-31 17:30 UTC is half past midnight of the new year, seven hours further east.
    let instant = 1_704_043_800_000_000;
    let zoned = |zone: &str| Arc::new(TimestampMicrosecondArray::from(vec![instant]).with_timezone(zone));
    check("opened_on", zoned("UTC"), &["2024-01-01"], false);
    check("opened_on", zoned("America/New_York"), &["2024-01-01"], false);
    let naive = TimestampNanosecondArray::from(vec![Some(instant * 1_000), None]);
    check("opened_on", Arc::new(naive), &["2023-12-31", ""], false);
}

#[test]
fn an_absent_optional_column_is_empty() {
    let place = place();
    place.put("cases.parquet", &[("organization", text(&["x"])), ("case_id", text(&["c"]))]);
    assert_eq!(place.served("cases", &["case_id", "fine", "closed"]), ["c  "]);
}

#[test]
fn what_exporters_note_is_kept_and_synthetic_data_say_so() {
    let place = place();
    assert!(!place.load().unwrap().synthetic);
    let columns = [("case_id", text(&["c"])), ("organization", text(&["x"])), ("more", text(&["m"]))];
    place.put_noted("cases.parquet", &columns, &[("synthetic", "true"), ("pandas", "{}")]);
    let snapshot = place.load().unwrap();
    assert!(snapshot.synthetic);
    let file = &snapshot.tables["cases"][0];
    assert_eq!(file.metadata.iter().collect::<Vec<_>>(), [(&"synthetic".to_owned(), &"true".to_owned())]);
    assert_eq!(file.unknown_columns, ["more"]);
    assert_eq!(file.organization.as_deref(), Some("x"));
}
