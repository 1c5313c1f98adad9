//! Files that say of themselves what is not so.

use std::fs;

use parquet::file::metadata::{ParquetMetaDataBuilder, ParquetMetaDataReader, ParquetMetaDataWriter};

use super::place::text;
use super::{BODIES, CASES, Place};

/// Two rows as Arrow for Python writes them with `write_page_checksum`, which our own writer cannot.
const CHECKSUMS: &[u8] = include_bytes!("../../../tests/files/checksums.parquet");

fn place() -> Place {
    let place = Place::new(&[("bodies", BODIES), ("cases", CASES)]);
    place.put("bodies.parquet", &[("code", text(&["x"]))]);
    place
}

/// A file of two rows whose footer tells of so many, and each of its row groups and columns of so many.
fn with_counts(rows: i64, in_group: i64, in_column: i64) -> Vec<u8> {
    let place = place();
    place.put("cases.parquet", &[("case_id", text(&["a", "b"])), ("organization", text(&["x", "x"]))]);
    let path = place.path("cases.parquet");
    let footer = ParquetMetaDataReader::new().parse_and_finish(&fs::File::open(&path).unwrap()).unwrap();
    let groups = footer.row_groups().iter().cloned().map(|group| {
        let columns = group.columns().iter().cloned();
        let columns = columns.map(|column| column.into_builder().set_num_values(in_column).build().unwrap());
        let columns = columns.collect();
        group.into_builder().set_num_rows(in_group).set_column_metadata(columns).build().unwrap()
    });
    let footer = ParquetMetaDataBuilder::new(footer.file_metadata().clone()).set_row_groups(groups.collect());
    let mut bytes = fs::read(&path).unwrap();
    let end = bytes.len() - 8;
    let length = u32::from_le_bytes(bytes[end..end + 4].try_into().unwrap()) as usize;
    bytes.truncate(end - length);
    let begin = bytes.len();
    ParquetMetaDataWriter::new(&mut bytes, &footer.build()).finish().unwrap();
    // The writer counts the rows of a file itself: a number of 64 bits before the list of row groups.
    let number = |count: i64| u8::try_from((count << 1) ^ (count >> 63)).unwrap();
    let told = [0x16, number(in_group), 0x19];
    let at = begin + bytes[begin..].windows(3).position(|three| three == told).unwrap();
    bytes[at + 1] = number(rows);
    bytes
}

#[test]
fn a_footer_whose_counts_disagree_is_told() {
    const BROKEN: &str = "cases.parquet: the file is no whole Parquet file: ";
    for (rows, in_group, in_column, expected) in [
        (0, 2, 2, "the footer tells of 0 rows, and its row groups of 2"),
        (1, 2, 2, "the footer tells of 1 rows, and its row groups of 2"),
        (-2, 2, 2, "the footer tells of -2 rows, and its row groups of 2"),
        (0, 0, 2, "a row group tells of 0 rows, and its column \"case_id\" of 2 values"),
        (0, 0, 0, "the footer tells of no row, and there are values"),
        (1, 1, 1, "the footer tells of 1 rows, and 2 are there"),
    ] {
        let place = place();
        place.put_bytes("cases.parquet", &with_counts(rows, in_group, in_column));
        assert_eq!(place.fatal(), [format!("{BROKEN}{expected}")]);
    }
    let sound = place();
    sound.put_bytes("cases.parquet", &with_counts(2, 2, 2));
    assert_eq!((sound.fatal().len(), sound.served("cases", &["case_id"]).len()), (0, 2));
}

#[test]
fn a_file_without_rows_is_no_lie() {
    let place = place();
    place.put("cases.parquet", &[("case_id", text(&[])), ("organization", text(&[]))]);
    assert_eq!(place.fatal(), Vec::<String>::new());
}

#[test]
fn a_flipped_byte_does_not_pass_where_pages_have_checksums() {
    let place = place();
    place.put_bytes("cases.parquet", CHECKSUMS);
    assert_eq!(place.served("cases", &["case_id"]), ["alpha", "beta"]);
    let at = CHECKSUMS.windows(5).position(|five| five == b"alpha").unwrap();
    let mut flipped = CHECKSUMS.to_vec();
    flipped[at] = b'e';
    place.put_bytes("cases.parquet", &flipped);
    let fatal = place.fatal();
    assert!(fatal[0].contains("checksum"), "{fatal:?}");
}
