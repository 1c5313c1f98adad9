use std::fs;
use std::sync::Arc;

use arrow::array::{ArrayRef, Date32Array, Int64Array, StringArray};

use super::place::text;
use super::{BODIES, CASES, Place};
use crate::store::State;
use crate::table::{LOADED_FILES, loaded_files, write_engine_table};

fn cases(place: &Place, file: &str, ids: &[&str], body: &str) {
    place.put(file, &[("case_id", text(ids)), ("organization", text(&vec![body; ids.len()]))]);
}

fn place() -> Place {
    let place = Place::new(&[("cases", CASES), ("bodies", BODIES)]);
    place.put("bodies.parquet", &[("code", text(&["x", "y"]))]);
    place
}

#[test]
fn a_key_counts_once_and_the_earlier_path_keeps_it() {
    let place = place();
    cases(&place, "cases/2024.parquet", &["c2", "c1", "c3"], "y");
    cases(&place, "cases/2023.parquet", &["c1", "c1"], "x");
    assert_eq!(
        place.findings(),
        [
            "cases/2023.parquet:2 key case_id=c1 (x) copy",
            "cases/2024.parquet:2 key case_id=c1 (y) set aside, as another file has it",
        ]
    );
    assert_eq!(place.served("cases", &["case_id", "organization"]), ["c1 x", "c2 y", "c3 y"]);
}

#[test]
fn a_row_that_holds_all_that_another_holds_is_its_copy_and_no_other_row_is() {
    let place = place();
    let put = |file: &str, ids: &[&str], bodies: &[&str], more: Option<&[&str]>| {
        let mut columns = vec![("case_id", text(ids)), ("organization", text(bodies))];
        columns.extend(more.map(|more| ("more", text(more))));
        place.put(file, &columns);
    };
    put("cases/a.parquet", &["c1", "c2", "c2"], &["x", "y", "x"], None);
    put("cases/b.parquet", &["c2", "c1"], &["y", "x"], None);
    put("cases/c.parquet", &["c2"], &["x"], None);
    // What the contract does not know may tell the rows apart, but for a file that is the same.
    put("cases/d.parquet", &["c1", "c4"], &["x", "x"], Some(&["1", "2"]));
    put("cases/e.parquet", &["c1", "c4"], &["x", "x"], Some(&["1", "2"]));
    assert_eq!(
        place.findings(),
        [
            "cases/a.parquet:3 key case_id=c2 (x) set aside",
            "cases/b.parquet:1 key case_id=c2 (y) copy",
            "cases/b.parquet:2 key case_id=c1 (x) copy",
            "cases/c.parquet:1 key case_id=c2 (x) set aside, as another file has it",
            "cases/d.parquet:1 key case_id=c1 (x) set aside, as another file has it",
            "cases/e.parquet:1 key case_id=c1 (x) set aside, as another file has it",
            "cases/e.parquet:2 key case_id=c4 (x) copy",
        ]
    );
    let snapshot = place.load().unwrap();
    let counts = |file: &crate::table::SnapshotFile| (file.set_aside, file.copies, file.served_rows());
    let counts: Vec<_> = snapshot.tables["cases"].iter().map(counts).collect();
    assert_eq!(counts, [(1, 0, 2), (0, 2, 0), (1, 0, 0), (1, 0, 1), (1, 1, 0)]);
    assert_eq!(snapshot.oddities(place.contract("cases")).resent, ["cases/b.parquet"]);
}

#[test]
fn the_latest_row_of_a_key_counts() {
    let contract = "key = [\"id\"]\nreplace = { latest = \"on\" }\n[columns.id]\ntype = \"text\"\n\
                    [columns.on]\ntype = \"date\"\noptional = true\n[columns.n]\ntype = \"integer\"\n";
    let place = Place::new(&[("slips", contract)]);
    let put = |file: &str, ids: &[&str], on: Vec<Option<i32>>, n: Vec<i64>| {
        let (on, n): (ArrayRef, ArrayRef) = (Arc::new(Date32Array::from(on)), Arc::new(Int64Array::from(n)));
        place.put(file, &[("id", text(ids)), ("on", on), ("n", n)]);
    };
    put("slips/a.parquet", &["p", "q", "r"], vec![Some(5), Some(9), None], vec![1, 2, 3]);
    put("slips/b.parquet", &["p", "q", "r", "p"], vec![Some(7), Some(8), Some(1), Some(7)], vec![4, 5, 6, 7]);
    assert_eq!(
        place.findings(),
        [
            "slips/a.parquet:1 superseded id=p (-) superseded",
            "slips/a.parquet:3 superseded id=r (-) superseded",
            "slips/b.parquet:2 superseded id=q (-) superseded",
            "slips/b.parquet:4 key id=p (-) set aside",
        ]
    );
    assert_eq!(place.served("slips", &["id", "n"]), ["q 2", "p 4", "r 6"]);
    let files = &place.load().unwrap().tables["slips"];
    assert_eq!((files[1].set_aside, files[1].superseded, files[1].served_rows()), (1, 1, 2));
}

#[test]
fn dangling_references_are_kept_and_marked() {
    let place = place();
    cases(&place, "cases.parquet", &["c1", "c2"], "z");
    assert_eq!(
        place.findings(),
        [
            "cases.parquet:1 references organization=z (z) kept",
            "cases.parquet:2 references organization=z (z) kept",
        ]
    );
    assert_eq!(place.served("cases", &["case_id"]), ["c1", "c2"]);
}

#[test]
fn a_reference_finds_only_rows_that_meet_its_condition() {
    let contract =
        "[columns.code]\ntype = \"text\"\nreferences = \"bodies.code\"\nwhere = { list = \"l\" }\n";
    let place = Place::new(&[("slips", contract), ("bodies", BODIES)]);
    let list: ArrayRef = Arc::new(StringArray::from(vec![Some("l"), Some("m"), None]));
    place.put("bodies.parquet", &[("code", text(&["x", "y", "z"])), ("list", list)]);
    place.put("slips.parquet", &[("code", text(&["x", "y", "z"]))]);
    assert_eq!(
        place.findings(),
        ["slips.parquet:2 references code=y (-) kept", "slips.parquet:3 references code=z (-) kept",]
    );
}

#[test]
fn what_is_set_aside_can_no_longer_be_referred_to() {
    let link = |to: &str, on_fail: &str| {
        format!(
            "key = [\"id\"]\n[columns.id]\ntype = \"text\"\n[columns.of]\ntype = \"text\"\noptional = true\n\
                 references = \"{to}.id\"\non_fail = \"{on_fail}\"\n"
        )
    };
    for (on_fail, left) in [("set_aside", &["c2"][..]), ("fatal", &[])] {
        let (a, b, c) = (link("c", on_fail), link("a", on_fail), link("b", on_fail));
        let place = Place::new(&[("a", &a), ("b", &b), ("c", &c)]);
        let put = |table: &str, ids: &[&str], of: &[Option<&str>]| {
            let of: ArrayRef = Arc::new(StringArray::from(of.to_vec()));
            place.put(&format!("{table}.parquet"), &[("id", text(ids)), ("of", of)]);
        };
        put("a", &["a1"], &[Some("nothing")]);
        put("b", &["b1"], &[Some("a1")]);
        put("c", &["c1", "c2"], &[Some("b1"), None]);
        assert_eq!(place.served("c", &["id"]), left, "{on_fail}");
        assert_eq!(place.served("b", &["id"]), Vec::<String>::new(), "{on_fail}");
    }
}

#[test]
fn the_order_of_files_and_the_cache_change_nothing() {
    let write = |order: &[usize]| {
        let place = place();
        for file in order {
            match file {
                0 => cases(&place, "cases/a.parquet", &["c1", "c2"], "x"),
                1 => cases(&place, "cases/b/a.parquet", &["c2", "c3"], "y"),
                _ => cases(&place, "cases/b/c.parquet", &["c4", "c1"], "z"),
            }
        }
        place
    };
    let one = write(&[0, 1, 2]);
    let other = write(&[2, 0, 1]);
    assert_eq!(one.load().unwrap().id, other.load().unwrap().id);
    assert_eq!(one.findings(), other.findings());

    let first = one.load().unwrap();
    assert_eq!(one.load().unwrap(), first, "from the cache");
    fs::remove_dir_all(one.state().root().join("cache/parquet")).unwrap();
    assert_eq!(one.load().unwrap(), first, "twins are made again");
    fs::remove_dir_all(one.state().root().join("cache")).unwrap();
    assert_eq!(one.load().unwrap(), first, "everything is made again");
}

#[test]
fn a_corrected_file_changes_the_id_and_only_its_rows() {
    let place = place();
    cases(&place, "cases/a.parquet", &["c1"], "x");
    cases(&place, "cases/b.parquet", &["c2"], "x");
    let before = place.load().unwrap();
    cases(&place, "cases/b.parquet", &["c3", "c1"], "x");
    let after = place.load().unwrap();
    assert_ne!(before.id, after.id);
    assert_eq!(before.tables["cases"][0], after.tables["cases"][0]);
    assert_eq!(place.served("cases", &["case_id"]), ["c1", "c3"]);
    fs::remove_file(place.path("cases/a.parquet")).unwrap();
    assert_eq!(place.served("cases", &["case_id"]), ["c3", "c1"]);
}

#[test]
fn what_the_loader_knows_is_a_table() {
    let place = place();
    cases(&place, "cases/a.parquet", &["c1", "c1"], "z");
    place.put_bytes("cases/b.parquet", b"");
    let snapshot = place.load().unwrap();
    let files = loaded_files(&snapshot);
    assert_eq!((files.num_rows(), place.findings().len()), (3, 2));
    let shown =
        arrow::util::pretty::pretty_format_batches(&[files.project(&[0, 2, 3, 4, 5, 6]).unwrap()]).unwrap();
    assert_eq!(
        shown.to_string().lines().skip(3).take(3).collect::<Vec<_>>(),
        [
            "| bodies.parquet  |              | 2    | 0         | 0      | 0          |",
            "| cases/a.parquet | z            | 2    | 0         | 1      | 0          |",
            "| cases/b.parquet |              |      |           |        |            |",
        ]
    );
    let path = write_engine_table(&place.state(), LOADED_FILES, &files).unwrap();
    assert_eq!(write_engine_table(&place.state(), LOADED_FILES, &files).unwrap(), path);
}

#[test]
fn a_file_that_vanishes_is_listed_again() {
    let place = place();
    cases(&place, "cases/a.parquet", &["c1"], "x");
    cases(&place, "cases/b.parquet", &["c2"], "x");
    std::thread::scope(|scope| {
        scope.spawn(|| {
            for _ in 0..30 {
                let _ = fs::remove_file(place.path("cases/b.parquet"));
                cases(&place, "cases/b.parquet", &["c2"], "x");
            }
        });
        for _ in 0..30 {
            // Either a whole state of the location, or a clear word that it would not stand still.
            match place.load() {
                Ok(snapshot) => assert!(snapshot.tables["cases"].len() <= 2),
                Err(error) => assert!(error.to_string().contains("went away or changed"), "{error}"),
            }
        }
    });
    assert_eq!(place.load().unwrap().tables["cases"].len(), 2);
}

/// Rows of a table `t` of three files each, which come, change and go in some order: after each change what
/// is found is what is found without any memory.
#[test]
fn what_is_compared_again_is_what_would_be_found_from_nothing() {
    let plain = "[columns.id]\ntype = \"text\"\n[columns.of]\ntype = \"text\"\noptional = true\n";
    let refer = |to: &str, on_fail: &str| format!("{plain}references = \"{to}\"\non_fail = \"{on_fail}\"\n");
    let keyed = |rest: &str| format!("key = [\"id\"]\n{rest}");
    let latest = "key = [\"id\"]\nreplace = { latest = \"on\" }\n[columns.on]\ntype = \"integer\"\n";
    let contracts = [
        ("a", keyed(&refer("b.id", "set_aside"))),
        ("b", format!("{latest}{}", refer("c.of", "set_aside"))),
        // What is referred to is no key here, and only some rows count.
        ("c", keyed(&refer("a.id", "keep"))),
        ("d", format!("{}where = {{ of = \"v1\" }}\n", refer("c.id", "fatal"))),
    ];
    let contracts: Vec<(&str, &str)> = contracts.iter().map(|(name, text)| (*name, text.as_str())).collect();
    let place = Place::new(&contracts);
    let mut seed = 9_u64;
    let mut random = |below: u64| {
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (seed >> 33) % below
    };
    let mut seen = std::collections::BTreeSet::new();
    for step in 0..60 {
        let table = ["a", "b", "c", "d"][random(4) as usize];
        let file = format!("{table}/{}.parquet", random(3));
        if random(4) == 0 {
            let _ = fs::remove_file(place.path(&file));
        } else {
            let rows = 1 + random(4) as usize;
            let values = |random: &mut dyn FnMut(u64) -> u64| -> Vec<Option<String>> {
                (0..rows).map(|_| Some(random(5)).filter(|v| *v > 0).map(|v| format!("v{v}"))).collect()
            };
            let ids = values(&mut random).into_iter().map(|id| id.or(Some("v1".to_owned())));
            let ids: ArrayRef = Arc::new(ids.collect::<StringArray>());
            let of: ArrayRef = Arc::new(StringArray::from(values(&mut random)));
            let on: Vec<i64> = (0..rows).map(|_| random(3) as i64).collect();
            place.put(&file, &[("id", ids), ("of", of), ("on", Arc::new(Int64Array::from(on)))]);
        }
        let Ok(remembered) = place.load() else { continue };
        let other = tempfile::tempdir().unwrap();
        let afresh = State::open(other.path()).unwrap();
        let fresh = place.load_afresh(&afresh).unwrap();
        let told = |snapshot: &crate::table::Snapshot, state: &State| {
            let rows = place.told(snapshot, state);
            let fatal: Vec<String> =
                snapshot.fatal_files.iter().map(|file| format!("{}: {}", file.path, file.fatal)).collect();
            (rows, fatal)
        };
        let (rows, fatal) = told(&fresh, &afresh);
        for line in rows.iter().chain(&fatal) {
            let kinds = [
                " key ",
                "superseded",
                "references",
                "which the contract calls fatal",
                "another file has it",
            ];
            seen.extend(kinds.into_iter().filter(|kind| line.contains(kind)));
        }
        let emptied = |(rows, fatal): (Vec<String>, Vec<String>)| {
            // What is missed is remembered on purpose.
            (rows, fatal.into_iter().filter(|line| !line.contains("were served before")).collect::<Vec<_>>())
        };
        assert_eq!(emptied(told(&remembered, &place.state())), emptied((rows, fatal)), "step {step}: {file}");
        assert_eq!(remembered.id, fresh.id, "step {step}: {file}");
    }
    assert_eq!(seen.len(), 5, "{seen:?}");
}
