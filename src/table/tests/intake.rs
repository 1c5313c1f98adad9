//! How values are taken from files, and what is told of it.

use std::sync::Arc;

use arrow::array::{
    ArrayRef, BooleanArray, Date32Array, Float64Array, Int64Array, NullArray, StringArray,
    TimestampMicrosecondArray,
};
use parquet::data_type::{ByteArray, ByteArrayType, Int96, Int96Type};
use parquet::file::writer::SerializedFileWriter;
use parquet::schema::parser::parse_message_type;

use super::Place;
use super::place::text;
use crate::table::{Count, Oddities, Stored};

/// A table of one text, one date and one number, with more said of them.
fn slips(of_id: &str, of_day: &str, of_rate: &str) -> Place {
    keyed("", of_id, of_day, of_rate)
}

fn keyed(key: &str, of_id: &str, of_day: &str, of_rate: &str) -> Place {
    let contract = format!(
        "{key}\n[columns.id]\ntype = \"text\"\noptional = true\n{of_id}\n[columns.day]\ntype = \"date\"\n\
         optional = true\n{of_day}\n[columns.rate]\ntype = \"decimal(9,4)\"\noptional = true\n{of_rate}\n"
    );
    Place::new(&[("slips", &contract)])
}

fn odd(place: &Place) -> Oddities {
    place.load().unwrap().oddities(place.contract("slips"))
}

/// Times of the year 2024 written without a zone, in hours since its beginning.
fn naive(hours: &[i64]) -> ArrayRef {
    let first = 1_704_067_200;
    let times = hours.iter().map(|hour| Some((first + hour * 3_600) * 1_000_000));
    Arc::new(times.collect::<TimestampMicrosecondArray>())
}

/// A file of texts and INT96, each a day since 1970 and the hour of it.
fn int96(ids: &[&str], moments: &[(i32, u64)]) -> Vec<u8> {
    let schema = "message m { optional binary id (UTF8); optional int96 day; }";
    let schema = Arc::new(parse_message_type(schema).unwrap());
    let mut bytes = Vec::new();
    let mut writer = SerializedFileWriter::new(&mut bytes, schema, Arc::default()).unwrap();
    let mut group = writer.next_row_group().unwrap();
    let levels = vec![1; ids.len()];
    let mut column = group.next_column().unwrap().unwrap();
    let ids: Vec<ByteArray> = ids.iter().map(|id| ByteArray::from(*id)).collect();
    column.typed::<ByteArrayType>().write_batch(&ids, Some(&levels), None).unwrap();
    column.close().unwrap();
    let mut column = group.next_column().unwrap().unwrap();
    let moments = moments.iter().map(|(day, hour)| {
        let nanoseconds = hour * 3_600_000_000_000;
        let mut moment = Int96::new();
        let low = (nanoseconds & u64::from(u32::MAX)) as u32;
        moment.set_data(low, (nanoseconds >> 32) as u32, (day + 2_440_588) as u32);
        moment
    });
    let moments: Vec<Int96> = moments.collect();
    column.typed::<Int96Type>().write_batch(&moments, Some(&levels), None).unwrap();
    column.close().unwrap();
    group.close().unwrap();
    writer.close().unwrap();
    bytes
}

#[test]
fn an_alias_is_the_column() {
    let place = slips("aliases = [\"Mã số\", \"ID\"]", "", "");
    place.put("slips/a.parquet", &[("ID", text(&["a"]))]);
    // However the letters are composed.
    place.put("slips/b.parquet", &[("Ma\u{303} số", text(&["b"]))]);
    place.put("slips/c.parquet", &[("id", text(&["c"]))]);
    assert_eq!(place.served("slips", &["id"]), ["a", "b", "c"]);
    let snapshot = place.load().unwrap();
    let [a, b, _] = &snapshot.tables["slips"][..] else { panic!() };
    assert_eq!(a.arrived[0].name.as_deref(), Some("ID"));
    assert_eq!(b.arrived[0].name.as_deref(), Some("Ma\u{303} số"));
    assert_eq!((a.arrived[0].stored, a.arrived[1].stored), (Stored::Same, Stored::Lacking));
    assert_eq!(a.unknown_columns, Vec::<String>::new());
    place.put("slips/d.parquet", &[("id", text(&["d"])), ("Mã số", text(&["e"]))]);
    assert_eq!(place.fatal(), ["slips/d.parquet: columns `id` and `Mã số` cannot be told apart"]);
    place.put("slips/d.parquet", &[("Id", text(&["d"]))]);
    assert!(place.fatal()[0].contains("did you mean `Id`?"), "an alias is taken letter for letter");
}

#[test]
fn white_space_goes_before_keys_are_compared() {
    let ids = text(&["a", "a  ", "\u{a0}b\u{202f}", "\t", " c c ", "e\u{301} "]);
    let plain = slips("", "", "");
    plain.put("slips.parquet", &[("id", Arc::clone(&ids))]);
    assert!(plain.load().unwrap().tables["slips"][0].served_rows() == 6);
    let place = keyed("key = [\"id\"]", "trim = true", "", "");
    place.put("slips.parquet", &[("id", ids)]);
    assert_eq!(place.served("slips", &["id"]), ["a", "b", "", "c c", "é"]);
    assert_eq!(place.findings(), ["slips.parquet:2 key id=a (-) copy"]);
    // What is empty then is missing.
    let place = slips("trim = true\nvalues = [\"x\"]", "", "");
    place.put("slips.parquet", &[("id", text(&["x ", "   "]))]);
    assert_eq!(place.findings(), Vec::<String>::new());
}

/// They look the same as without it, to everybody who reads them.
#[test]
fn what_nobody_sees_goes_like_white_space_and_is_counted_where_it_stays() {
    let ids = text(&["a", "\u{feff}a", "a\u{200b}", "a\u{ad} \u{2060}", "\u{200e}", "b\u{200b}c"]);
    let plain = keyed("key = [\"id\"]", "", "", "");
    plain.put("slips.parquet", &[("id", Arc::clone(&ids))]);
    let file = &plain.load().unwrap().tables["slips"][0];
    assert_eq!((file.served_rows(), file.ends.get("id")), (6, Some(&4)));
    let place = keyed("key = [\"id\"]", "trim = true", "", "");
    place.put("slips.parquet", &[("id", ids)]);
    assert_eq!(place.served("slips", &["id"]), ["a", "", "b\u{200b}c"]);
    let file = &place.load().unwrap().tables["slips"][0];
    assert_eq!((file.copies, file.ends.get("id")), (3, None));
}

#[test]
fn a_time_without_a_zone_is_what_the_contract_says_and_told_where_that_matters() {
    // Midnight, half past five in the afternoon, an hour before midnight and nothing.
    let hours = [0, 17, 23 - 24];
    let local = ["2024-01-01", "2024-01-01", "2023-12-31"];
    for (said, days, doubt) in [
        ("", local, Some(Count { rows: 2, of: 3 })),
        ("naive = \"local\"", local, None),
        ("naive = \"utc\"", ["2024-01-01", "2024-01-02", "2024-01-01"], None),
    ] {
        let place = slips("", said, "");
        place.put("slips.parquet", &[("day", naive(&hours))]);
        assert_eq!(place.served("slips", &["day"]), days, "{said}");
        let doubts: Vec<Count> = odd(&place).zoneless.into_iter().map(|(_, count)| count).collect();
        assert_eq!(doubts, Vec::from_iter(doubt), "{said}");
    }
    // A day that is written as its midnight is the same day in Greenwich.
    let place = slips("", "", "");
    place.put("slips.parquet", &[("day", naive(&[0, 24, 48]))]);
    assert_eq!(odd(&place).zoneless, []);
}

#[test]
fn int96_is_exact_beyond_what_nanoseconds_reach() {
    // 9999-12-31, 0001-01-01, and a midnight of Vietnam as Spark writes it: at 17:00 of the day before.
    let moments = [(2_932_896, 0), (-719_162, 0), (19_722, 17)];
    for (said, last) in [("", "2023-12-31"), ("naive = \"utc\"", "2024-01-01")] {
        let place = slips("", said, "");
        place.put_bytes("slips.parquet", &int96(&["a", "b", "c"], &moments));
        assert_eq!(
            place.served("slips", &["id", "day"]),
            ["a 9999-12-31", "b 0001-01-01", &format!("c {last}")]
        );
        let told = odd(&place).zoneless;
        assert_eq!(told.is_empty(), said == "naive = \"utc\"", "{told:?}");
    }
    // What no calendar holds is told of its row.
    let place = slips("", "naive = \"utc\"", "");
    place.put_bytes("slips.parquet", &int96(&["a", "b"], &[(2_000_000_000, 0), (0, 0)]));
    assert_eq!(place.served("slips", &["id", "day"]), ["b 1970-01-01"]);
    assert_eq!(place.findings().len(), 1);
}

#[test]
fn doubles_are_the_decimals_that_they_were() {
    let rates: ArrayRef = Arc::new(Float64Array::from(vec![0.0003, 0.1, -12345.6789, 0.0291]));
    let place = slips("", "", "");
    place.put("slips.parquet", &[("rate", rates)]);
    assert_eq!(place.served("slips", &["rate"]), ["0.0003", "0.1000", "-12345.6789", "0.0291"]);
    assert_eq!((place.findings(), odd(&place).rounded), (vec![], vec![]));
}

#[test]
fn rounding_is_wanted_counted_and_measured() {
    let rates: ArrayRef = Arc::new(Float64Array::from(vec![0.1, 0.000_05, -0.000_05, 0.123_456, f64::NAN]));
    let place = slips("", "", "round = true\nnan = \"missing\"");
    place.put("slips.parquet", &[("rate", Arc::clone(&rates))]);
    assert_eq!(place.served("slips", &["rate"]), ["0.1000", "0.0001", "-0.0001", "0.1235", ""]);
    let [(column, values, largest)] = &odd(&place).rounded[..] else { panic!() };
    assert_eq!((column.as_str(), *values, largest.to_string().as_str()), ("rate", 3, "0.00005"));
    let place = slips("", "", "nan = \"missing\"");
    place.put("slips.parquet", &[("rate", rates)]);
    assert_eq!(place.served("slips", &["rate"]), ["0.1000", ""]);
    assert_eq!(place.findings().len(), 3);
}

#[test]
fn a_column_of_another_type_without_a_value_is_no_mistake() {
    for column in [
        Arc::new(NullArray::new(2)) as ArrayRef,
        Arc::new(StringArray::from(vec![None::<&str>, None])),
        Arc::new(BooleanArray::from(vec![None, None])),
        Arc::new(Float64Array::from(vec![None, None])),
    ] {
        let place = slips("", "", "");
        place.put("slips.parquet", &[("id", text(&["a", "b"])), ("day", column)]);
        assert_eq!(place.served("slips", &["id", "day"]), ["a ", "b "]);
    }
    let place = slips("", "", "");
    place.put("slips/a.parquet", &[("id", text(&[])), ("day", text(&[]))]);
    place.put("slips/b.parquet", &[("id", text(&["b"])), ("day", text(&["2024-01-01"]))]);
    assert_eq!(place.fatal(), ["slips/b.parquet: column `day` is of type Utf8 and must be date"]);
    assert_eq!(place.load().unwrap().tables["slips"][0].rows, 0);
}

#[test]
fn columns_that_lack_and_columns_that_nobody_knows_are_counted() {
    let place = slips("", "", "");
    let day: ArrayRef = Arc::new(Date32Array::from(vec![0]));
    place.put("slips/a.parquet", &[("id", text(&["a"])), ("day", day), ("more", text(&["m"]))]);
    place.put("slips/b.parquet", &[("id", text(&["b"])), ("more", text(&["m"]))]);
    place.put("slips/c.parquet", &[("id", text(&[]))]);
    let odd = odd(&place);
    assert_eq!(odd.files, 3);
    assert_eq!(odd.unknown, [("more".to_owned(), 2)]);
    assert_eq!(
        odd.lacking,
        [
            ("day".to_owned(), vec!["slips/b.parquet".to_owned()]),
            ("rate".to_owned(), vec!["slips/a.parquet".to_owned(), "slips/b.parquet".to_owned()])
        ],
        "a file without rows lacks nothing"
    );
    assert_eq!(odd.absent, ["rate"]);
}

#[test]
fn files_that_hold_the_same_are_told() {
    for key in ["", "key = [\"id\"]"] {
        let place = keyed(key, "", "", "");
        let columns = [
            ("id", text(&["a", "b"])),
            ("day", Arc::new(Date32Array::from(vec![0, 1])) as ArrayRef),
            ("rate", Arc::new(Int64Array::from(vec![1, 2]))),
        ];
        place.put("slips/a.parquet", &columns);
        place.put("slips/b.parquet", &columns);
        place.put("slips/c.parquet", &[("id", text(&["c"]))]);
        place.put("slips/d.parquet", &[("id", text(&[]))]);
        place.put("slips/e.parquet", &[("id", text(&[]))]);
        assert_eq!(odd(&place).repeated, [["slips/a.parquet", "slips/b.parquet"]], "{key}");
        let rows = if key.is_empty() { 5 } else { 3 };
        assert_eq!(place.served("slips", &["id"]).len(), rows, "{key}");
    }
}
