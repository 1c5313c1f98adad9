use std::collections::BTreeSet;
use std::fs;
use std::sync::Arc;

use arrow::array::{ArrayRef, Int64Array, StringArray};
use parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder;

use super::Place;
use super::place::text;
use crate::table::{Fate, LoadError, Rejected, RejectedRows, Rule, excluded_rows};

const COUNTS: &str = r#"
key = ["id"]
organization = "body"
[columns.id]
type = "integer"
[columns.body]
type = "text"
[columns.n]
type = "integer"
max = 9
[columns.fine]
type = "money"
min = 0
on_fail = "keep"
"#;

/// Two files of more rows than are read at a time: every third row fails once, every sixth twice.
fn place() -> Place {
    let place = Place::new(&[("counts", COUNTS)]);
    for (file, first) in [("counts/a.parquet", 0), ("counts/b.parquet", 30_000)] {
        let rows = first..first + 30_000;
        let ids: ArrayRef = Arc::new(Int64Array::from_iter_values(rows.clone()));
        let bodies: ArrayRef =
            Arc::new(StringArray::from_iter_values(rows.clone().map(|n| format!("b{}", n % 2))));
        let numbers: ArrayRef =
            Arc::new(Int64Array::from_iter_values(rows.clone().map(|n| if n % 3 == 0 { 10 } else { 1 })));
        let fines: ArrayRef =
            Arc::new(Int64Array::from_iter_values(rows.map(|n| if n % 6 == 0 { -1 } else { 1 })));
        place.put(file, &[("id", ids), ("body", bodies), ("n", numbers), ("fine", fines)]);
    }
    place
}

#[test]
fn as_many_rows_as_fail_are_listed_once_each_in_their_order_and_in_pages() {
    let place = place();
    let (snapshot, state) = (place.load().unwrap(), place.state());
    let rejected = RejectedRows::of(&snapshot, &state).unwrap();
    let all: Vec<Rejected> = rejected.all().unwrap().map(Result::unwrap).collect();
    let place_of = |row: &Rejected| (row.file.clone(), row.finding.row, row.finding.rule);
    let places: Vec<_> = all.iter().map(place_of).collect();
    let sorted: BTreeSet<_> = places.iter().cloned().collect();
    assert_eq!((places.len(), sorted.into_iter().collect::<Vec<_>>()), (30_000, places));
    assert!(all.iter().all(|row| row.finding.fate == Fate::SetAside), "a row has one fate");
    assert!(
        all.iter().any(|row| row.finding.rule == Rule::Min && row.finding.value.as_deref() == Some("-1"))
    );

    let of_one = |body: Option<&str>, _| body == Some("b1");
    let own: Vec<&Rejected> =
        all.iter().filter(|row| row.finding.organization.as_deref() == Some("b1")).collect();
    for (offset, limit) in [(0, 50), (8_190, 7), (own.len() - 3, 50), (own.len(), 50), (0, 0)] {
        let (page, count) = rejected.page(of_one, offset, limit).unwrap();
        let expected: Vec<&Rejected> = own.iter().skip(offset).take(limit).copied().collect();
        assert_eq!((page.iter().collect::<Vec<_>>(), count), (expected, own.len()), "{offset} {limit}");
    }
    let files: Vec<_> = snapshot.files().collect();
    assert!(files.iter().all(|file| (file.set_aside, file.lacks_rows()) == (10_000, true)));
    // The later file is named first.
    let excluded = excluded_rows(&[files[1], files[0]], &rejected).unwrap();
    assert_eq!(excluded.num_rows(), 20_000);
    let first = arrow::util::pretty::pretty_format_batches(&[excluded.slice(0, 2)]).unwrap().to_string();
    assert!(first.contains("| counts/b.parquet | 0           | 1   |"), "{first}");
}

#[test]
fn what_is_taken_away_has_every_row_and_no_value() {
    let place = place();
    let rejected = RejectedRows::of(&place.load().unwrap(), &place.state()).unwrap();
    let file = tempfile::NamedTempFile::new().unwrap();
    fs::write(file.path(), rejected.without_values().unwrap()).unwrap();
    let file = fs::File::open(file.path()).unwrap();
    let reader = ParquetRecordBatchReaderBuilder::try_new(file).unwrap().build().unwrap();
    let (mut rows, mut values) = (0, 0);
    for batch in reader.map(Result::unwrap) {
        let column = batch.column_by_name("value").unwrap();
        rows += batch.num_rows();
        values += batch.num_rows() - column.null_count();
        assert_eq!((batch.num_columns(), batch.column_by_name("fate")), (8, None));
    }
    assert_eq!((rows, values), (30_000, 0));
}

#[test]
fn rows_that_failed_are_known_as_long_as_they_lie_in_the_cache_and_are_found_again_then() {
    let place = place();
    let state = place.state();
    let before = place.load().unwrap();
    let rejected = RejectedRows::of(&before, &state).unwrap();
    fs::remove_file(rejected.path()).unwrap();
    assert!(matches!(rejected.page(|_, _| true, 0, 1), Err(LoadError::Moved { .. })));
    assert!(rejected.all().is_err() && rejected.without_values().is_err());
    assert_eq!(place.load().unwrap(), before);
    assert_eq!(rejected.page(|_, _| true, 0, 1).unwrap().1, 30_000);
    // What one file alone says is read anew too.
    fs::remove_dir_all(state.root().join("cache/parquet")).unwrap();
    assert_eq!(place.load().unwrap(), before);
    place.put(
        "counts/c.parquet",
        &[
            ("id", Arc::new(Int64Array::from(vec![0])) as ArrayRef),
            ("body", text(&["b0"])),
            ("n", Arc::new(Int64Array::from(vec![1]))),
            ("fine", Arc::new(Int64Array::from(vec![1]))),
        ],
    );
    let rejected = RejectedRows::of(&place.load().unwrap(), &state).unwrap();
    // Row 1 of the first file does not count, so that nobody has its key.
    assert_eq!(rejected.page(|_, _| true, 0, 0).unwrap().1, 30_000);
}
