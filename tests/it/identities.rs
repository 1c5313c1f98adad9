//! What things are known by: names that outlast what does not concern them.

use std::collections::BTreeSet;
use std::fs;
use std::path::PathBuf;

use super::support::{TestData, TestProject, age};

const AS_OF: &str = "2024-12-31";

/// Sales by place, and those on working days, which read the calendar.
fn project() -> TestProject {
    let project = TestProject::new();
    project.table("places", "code* | name\nnorth | North\nsouth | South");
    project.table("sales", "sale* | sold_on:date | place | amount:integer\na | 2024-01-03 | north | 5\nb | 2024-01-06 | south | 7");
    project.file(
        "queries/dimensions.toml",
        "[place]\ntitle = \"Place\"\ntable = \"places\"\nkey = \"code\"\nlabel = \"name\"\n",
    );
    project.kpi(
        "ALL",
        "key = \"sale\"\nvalue = { amount = \"sum\" }",
        "SELECT sold_on AS day, place, amount, sale FROM sales",
    );
    project.kpi(
        "WORK",
        "key = \"sale\"\nvalue = { amount = \"sum\" }",
        "SELECT s.sold_on AS day, s.place, s.amount, s.sale FROM sales AS s JOIN calendar AS c ON c.day = s.sold_on WHERE c.working_day",
    );
    project
}

/// The cubes that are kept, once all have been asked for.
fn cubes(project: &TestProject, data: &TestData) -> BTreeSet<PathBuf> {
    for code in ["ALL", "WORK"] {
        data.tell(code, "2024");
    }
    let kept = fs::read_dir(project.aside("state/cache/cubes")).unwrap();
    kept.map(|entry| entry.unwrap().path()).collect()
}

#[test]
fn a_body_that_is_renamed_gathers_nothing_again() {
    let project = project();
    let before = cubes(&project, &project.dataset(AS_OF));
    project.table("places", "code* | name\nnorth | The far North\nsouth | South");
    let data = project.dataset(AS_OF);
    assert_eq!(cubes(&project, &data), before);
    assert_eq!(data.reader().member_label("place", "north", data.0.data_date()), "The far North");
    assert_eq!(data.tell_by("ALL", "2024", &[], "place"), ["12", "north: 5", "south: 7"]);
}

#[test]
fn a_body_that_lies_elsewhere_is_gathered_again() {
    let project = project();
    project.change("queries/dimensions.toml", "label = \"name\"\n", "label = \"name\"\nparent = \"above\"\n");
    fs::remove_file(project.root().join("queries/tables/places.toml")).unwrap();
    project.table("places", "code* | name | above\nnorth | North | \nsouth | South | ");
    let before = cubes(&project, &project.dataset(AS_OF));
    project.table("places", "code* | name | above\nnorth | North | \nsouth | South | north");
    let data = project.dataset(AS_OF);
    assert_eq!(cubes(&project, &data).len(), before.len() + 2);
    assert_eq!(data.tell_where("ALL", "2024", &["place=north"]), "12");
}

#[test]
fn another_working_day_concerns_only_what_reads_the_calendar() {
    let project = project();
    let data = project.dataset(AS_OF);
    let before = cubes(&project, &data);
    assert_eq!((data.tell("ALL", "2024"), data.tell("WORK", "2024")), ("12".to_owned(), "5".to_owned()));
    // The sixth of January 2024 is a Saturday.
    project.file("queries/working_days.toml", "off = []\nworking = [2024-01-06]\n");
    let data = project.dataset(AS_OF);
    assert_eq!(cubes(&project, &data).len(), before.len() + 1);
    assert_eq!((data.tell("ALL", "2024"), data.tell("WORK", "2024")), ("12".to_owned(), "12".to_owned()));
}

#[test]
fn a_snapshot_is_known_by_what_arrived_and_by_what_that_is_held_against() {
    let project = project();
    let id = |project: &TestProject| project.dataset(AS_OF).0.snapshot_id().to_owned();
    let first = id(&project);
    let sales = project.root().join("data/sales.parquet");
    let bytes = fs::read(&sales).unwrap();

    // Another time, another place.
    fs::write(&sales, &bytes).unwrap();
    age(&sales);
    assert_eq!(id(&project), first);
    fs::rename(project.root().join("data"), project.root().join("exports")).unwrap();
    project.change("minhbach.toml", "\"data\"", "\"exports\"");
    assert_eq!(id(&project), first);
    fs::rename(project.root().join("exports"), project.root().join("data")).unwrap();
    project.change("minhbach.toml", "\"exports\"", "\"data\"");

    // Another contract, another time zone, other bytes, another name.
    project.change("queries/tables/sales.toml", "type = \"integer\"", "type = \"integer\"\nmin = 6");
    let stricter = id(&project);
    assert_ne!(stricter, first);
    project.change("queries/tables/sales.toml", "\nmin = 6", "");
    assert_eq!(id(&project), first);
    project.change("minhbach.toml", "Asia/Ho_Chi_Minh", "Europe/Paris");
    assert_ne!(id(&project), first);
    project.change("minhbach.toml", "Europe/Paris", "Asia/Ho_Chi_Minh");
    fs::create_dir(project.root().join("data/sales")).unwrap();
    fs::rename(&sales, project.root().join("data/sales/1.parquet")).unwrap();
    assert_ne!(id(&project), first);
}
