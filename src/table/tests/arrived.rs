//! What stands in a location besides plain files.

use std::fs;
use std::os::unix::fs::symlink;
use std::process::Command;
use std::sync::Arc;

use arrow::array::{ArrayRef, Int64Array};

use super::place::{problems, text};
use super::{BODIES, CASES, Place};
use crate::table::{Fatal, Layout};

const SLIPS: &str = "partitions = [\"area\", \"n\"]\n[columns.id]\ntype = \"text\"\n\
                     [columns.area]\ntype = \"text\"\noptional = true\n[columns.n]\ntype = \"integer\"\noptional = true\n";

fn place() -> Place {
    let place = Place::new(&[("bodies", BODIES), ("cases", CASES)]);
    place.put("bodies.parquet", &[("code", text(&["x"]))]);
    case(&place, "cases/good.parquet", "g");
    place
}

fn case(place: &Place, file: &str, id: &str) {
    place.put(file, &[("case_id", text(&[id])), ("organization", text(&["x"]))]);
}

#[test]
fn what_cannot_be_reached_is_named_and_never_passed_over() {
    let place = place();
    fs::create_dir(place.path("cases/shut")).unwrap();
    symlink("/nowhere/2024.parquet", place.path("cases/2024.parquet")).unwrap();
    symlink("/nowhere/at/all", place.path("cases/mounted")).unwrap();
    symlink("circle", place.path("cases/circle")).unwrap();
    // Of no table, and no business of any.
    symlink("/nowhere", place.path("other")).unwrap();
    // What a file system keeps for itself, and what a share's bin holds.
    symlink("/nowhere", place.path("cases/lost+found")).unwrap();
    case(&place, "cases/#recycle/deleted.parquet", "d");
    assert_eq!(
        place.fatal(),
        [
            "cases/2024.parquet: it cannot be reached, a link to `/nowhere/2024.parquet`: No such file or directory (os error 2)",
            "cases/circle: it cannot be reached, a link to `circle`: Too many levels of symbolic links (os error 40)",
            "cases/mounted: it cannot be reached, a link to `/nowhere/at/all`: No such file or directory (os error 2)",
        ]
    );
    assert_eq!(place.served("cases", &["case_id"]), ["g"]);
    // Nothing else is there: no reason to say that there are no data.
    let place = Place::new(&[("bodies", BODIES), ("cases", CASES)]);
    for table in ["bodies", "cases"] {
        symlink("/nowhere", place.path(table)).unwrap();
    }
    assert_eq!(place.fatal().len(), 2, "{:?}", place.fatal());
}

#[test]
fn two_ways_to_one_place_are_told_with_both() {
    let place = place();
    let outside = tempfile::tempdir().unwrap();
    case(&place, "archive/old.parquet", "o");
    fs::rename(place.path("archive"), outside.path().join("archive")).unwrap();
    for name in ["a", "b"] {
        symlink(outside.path().join("archive"), place.path(&format!("cases/{name}"))).unwrap();
    }
    symlink("good.parquet", place.path("cases/latest.parquet")).unwrap();
    symlink("..", place.path("cases/up")).unwrap();
    let twice = |path: &str, other: &str| {
        format!("{path}: it leads to the same place as `{other}`, whose rows would count twice")
    };
    assert_eq!(
        place.fatal(),
        [
            twice("cases/b", "cases/a"),
            twice("cases/latest.parquet", "cases/good.parquet"),
            twice("cases/up", "."),
        ]
    );
    assert_eq!(place.served("cases", &["case_id"]), ["o", "g"]);
}

#[test]
fn a_link_into_a_folder_of_no_table_is_the_way_to_its_files() {
    let place = place();
    case(&place, "all/2023/old.parquet", "o");
    symlink("../all/2023", place.path("cases/2023")).unwrap();
    let snapshot = place.load().unwrap();
    assert_eq!((snapshot.fatal_files, snapshot.unknown_files), (vec![], vec![]));
    assert_eq!(place.served("cases", &["case_id"]), ["o", "g"]);
}

#[test]
fn a_pipe_or_a_device_is_refused_and_never_waited_for() {
    let place = place();
    let made = Command::new("mkfifo").arg(place.path("cases/pipe.parquet")).status().unwrap();
    assert!(made.success());
    symlink("/dev/zero", place.path("cases/zero.parquet")).unwrap();
    assert_eq!(
        place.fatal(),
        [
            "cases/pipe.parquet: it is a pipe and no file, and is not opened",
            "cases/zero.parquet: it is a device and no file, and is not opened",
        ]
    );
}

#[test]
fn layouts_of_other_programs_are_refused_as_such() {
    for (mark, layout, path) in [
        ("cases/_delta_log/0.json", Layout::Delta, "cases"),
        ("cases/.hoodie/hoodie.properties", Layout::Hudi, "cases"),
        ("cases/2024/.hoodie_partition_metadata", Layout::Hudi, "cases/2024"),
        ("cases/metadata/v1.metadata.json", Layout::Iceberg, "cases"),
    ] {
        let place = place();
        case(&place, "cases/2024/a.parquet", "a");
        place.put_bytes(mark, b"{}");
        let snapshot = place.load().unwrap();
        let [fatal] = snapshot.fatal_files.as_slice() else { panic!("{:?}", snapshot.fatal_files) };
        assert_eq!((fatal.path.as_str(), &fatal.fatal), (path, &Fatal::Layout { layout }), "{mark}");
        let help = fatal.fatal.help().unwrap();
        assert!(help.contains("plain Parquet"), "{help}");
        let left: &[&str] = if path == "cases" { &[] } else { &["g"] };
        assert_eq!(place.served("cases", &["case_id"]), left, "{mark}");
    }
}

#[test]
fn folders_that_name_a_column_give_it_where_the_contract_says_so() {
    let place = Place::new(&[("slips", SLIPS)]);
    for (file, id) in [
        ("area=B%E1%BA%AFc%20Ninh/n=01/x.parquet", "a"),
        ("area=__HIVE_DEFAULT_PARTITION__/n=2/x.parquet", "b"),
        ("area=a/x.parquet", "c"),
        // Hidden by its beginning, were it not for its value.
        ("n=7/area=_b.tmp/x.parquet", "d"),
    ] {
        place.put(&format!("slips/{file}"), &[("id", text(&[id]))]);
    }
    assert_eq!(place.fatal(), Vec::<String>::new());
    let mut served = place.served("slips", &["id", "area", "n"]);
    served.sort();
    assert_eq!(served, ["a Bắc Ninh 1", "b  2", "c a ", "d _b.tmp 7"]);
}

#[test]
fn a_folder_that_contradicts_its_files_or_its_column_is_fatal() {
    let place = Place::new(&[("slips", SLIPS)]);
    let two: ArrayRef = Arc::new(Int64Array::from(vec![1, 2]));
    place.put("slips/n=1/a.parquet", &[("id", text(&["a", "b"])), ("n", two)]);
    let one: ArrayRef = Arc::new(Int64Array::from(vec![1, 1]));
    place.put("slips/n=1/b.parquet", &[("id", text(&["c", "d"])), ("n", one)]);
    place.put("slips/n=one/c.parquet", &[("id", text(&["e"]))]);
    assert_eq!(
        place.fatal(),
        [
            "slips/n=1/a.parquet: row 2, column `n`: 2 is not what the name of its folder `n=1` says",
            "slips/n=one/c.parquet: the name of its folder `n=one` gives column `n` no integer",
        ]
    );
    assert_eq!(place.served("slips", &["id", "n"]), ["c 1", "d 1"]);
}

/// Whatever a contract says of a column's values it says of those in the names of folders too.
#[test]
fn what_a_folder_gives_is_taken_in_as_what_a_file_holds() {
    let trimmed = SLIPS.replace("[columns.area]\n", "[columns.area]\ntrim = true\n");
    let place = Place::new(&[("slips", &trimmed)]);
    let put = |folder: &str, id: &str, area: &str| {
        place.put(&format!("slips/{folder}/{id}.parquet"), &[("id", text(&[id])), ("area", text(&[area]))]);
    };
    put("area=a", "1", "a\u{feff}");
    put("area=a%20", "2", "a");
    put("area=%C2%A0a", "3", " a");
    place.put("slips/area=%20/4.parquet", &[("id", text(&["4"]))]);
    put("area=a ", "5", "b");
    assert_eq!(
        place.fatal(),
        [
            "slips/area=a /5.parquet: row 1, column `area`: b is not what the name of its folder `area=a ` says"
        ]
    );
    let mut served = place.served("slips", &["id", "area"]);
    served.sort();
    assert_eq!(served, ["1 a", "2 a", "3 a", "4 "]);
}

#[test]
fn two_folders_that_give_one_column_are_fatal_for_what_lies_in_them() {
    let place = Place::new(&[("slips", SLIPS)]);
    place.put("slips/area=a/area=b/x.parquet", &[("id", text(&["1"]))]);
    place.put("slips/area=a/n=1/area=a/x.parquet", &[("id", text(&["2"]))]);
    place.put("slips/area=a/n=1/x.parquet", &[("id", text(&["3"]))]);
    let twice = |path: &str, inner: &str| {
        format!("slips/{path}/x.parquet: its folders `area=a` and `{inner}` both give column `area`")
    };
    assert_eq!(place.fatal(), [twice("area=a/area=b", "area=b"), twice("area=a/n=1/area=a", "area=a")]);
    assert_eq!(place.served("slips", &["id", "area"]), ["3 a"]);
}

#[test]
fn folders_that_name_a_column_of_which_the_contract_is_silent_are_told_once() {
    let place = place();
    for area in ["a", "b", "c"] {
        case(&place, &format!("cases/area={area}/x.parquet"), area);
    }
    assert_eq!(
        place.fatal(),
        [
            "cases/area=a: the names of 3 folders like this one give a column `area`, which the contract does not take from them"
        ]
    );
    assert_eq!(
        place.load().unwrap().fatal_files[0].fatal.help().unwrap(),
        "write `partitions = [\"area\"]` in the table's contract, or rename the folders"
    );
    assert_eq!(place.served("cases", &["case_id"]), ["g"]);
    let (_, told) = problems(&[("slips", &SLIPS.replace("\"area\", \"n\"", "\"aera\", \"n\", \"n\""))]);
    assert_eq!(told.len(), 2, "{told:?}");
    assert!(told[0].contains("unknown-column") && told[1].contains("repeated-column"), "{told:?}");
}

#[test]
fn what_was_served_before_is_missed_until_the_contract_says_that_the_table_has_ended() {
    let place = place();
    case(&place, "cases/a/1.parquet", "a");
    case(&place, "cases/b/1.parquet", "b");
    assert_eq!(place.fatal(), Vec::<String>::new());
    fs::remove_file(place.path("cases/a/1.parquet")).unwrap();
    let empty = "cases/a: nothing is there any more, and 1 of its files were served before";
    assert_eq!(place.fatal(), [empty]);
    fs::remove_file(place.path("cases/good.parquet")).unwrap();
    assert_eq!(place.fatal(), [empty]);
    let missed = place.load().unwrap().missed_files;
    let missed: Vec<_> = missed.iter().map(|file| (file.path.as_str(), file.replaced)).collect();
    assert_eq!(missed, [("cases/good.parquet", false)]);
    // Without the cache nothing is claimed.
    let state = place.state();
    fs::remove_dir_all(state.root().join("cache")).unwrap();
    assert_eq!((place.fatal(), place.load().unwrap().missed_files), (vec![], vec![]));

    let ended = format!("ended = 2024-06-30\n{CASES}");
    let place = Place::new(&[("bodies", BODIES), ("cases", &ended)]);
    place.put("bodies.parquet", &[("code", text(&["x"]))]);
    case(&place, "cases/a.parquet", "a");
    assert_eq!(place.served("cases", &["case_id"]), ["a"]);
    fs::remove_file(place.path("cases/a.parquet")).unwrap();
    assert_eq!((place.fatal(), place.load().unwrap().missed_files), (vec![], vec![]));
    let (_, told) = problems(&[("cases", &ended.replace("2024-06-30", "2024-06-30T10:00:00"))]);
    assert!(told[0].contains("error[date]"), "{told:?}");
}
