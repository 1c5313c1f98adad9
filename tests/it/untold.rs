//! What is wrong with a figure's tables, told at the figure although its own records do not show it.

use std::fs;
use std::os::unix::fs::symlink;

use super::support::{TestData, TestProject, words};

const DIMENSIONS: &str = "[kind]\ntitle = \"Kind\"\nvalues = { open = \"Open\", closed = \"Closed\" }\n";

/// What is doubtful about a figure, after the figure itself.
fn told(data: &TestData, code: &str, period: &str) -> String {
    let figure = data.figure(code, period, &[]);
    let number = words(&data.0.workspace().kpis[code], &figure);
    let doubts = figure.caveats.iter().map(|caveat| caveat.told().sentence);
    std::iter::once(number).chain(doubts).collect::<Vec<_>>().join(" | ")
}

/// Events of these kinds, a number of each.
fn of_kinds(contract: &str, kinds: &[(&str, usize)]) -> TestProject {
    let project = TestProject::new();
    let each = kinds.iter().flat_map(|(kind, number)| (0..*number).map(move |event| (kind, event)));
    let rows: Vec<String> =
        each.map(|(kind, event)| format!("{kind}{event} | 2024-01-05 | {kind}")).collect();
    project
        .file(
            "queries/tables/events.toml",
            &format!(
                "title = \"Events\"\nkey = [\"event\"]\n[columns.event]\ntype = \"text\"\n\
                 [columns.happened_on]\ntype = \"date\"\n[columns.kind]\ntype = \"text\"\n{contract}\n"
            ),
        )
        .table("events", &format!("event* | happened_on:date | kind\n{}", rows.join("\n")));
    project
}

const FIRST: &str = "SELECT e.happened_on AS day, CASE WHEN e.kind = 'a' THEN 1 END AS events, e.event AS event FROM events AS e \
                     WHERE e.kind = 'a' OR e.kind = 'b'";
const HEADER: &str = "value = { events = \"sum\" }\nkey = \"event\"";
const KEPT: &str = "rows of table `events` that fail a check of “kind” and count";

#[test]
fn rows_that_fail_a_check_and_count_are_told_beside_codes_that_nobody_knows() {
    let values = "values = [\"a\", \"b\"]\non_fail = \"keep\"";
    for (members, kinds, expected) in [
        // Nothing of the column is like a member, so no code of it is told.
        ("open = \"Open\", closed = \"Closed\"", vec![("a", 30), ("b", 5), ("old", 5)], 5),
        // One code that nobody knows stands beside four rows that fail the check with one that is known.
        ("a = \"A\", b = \"B\", old = \"Old\"", vec![("a", 30), ("b", 5), ("old", 4), ("zz", 1)], 5),
    ] {
        let project = of_kinds(values, &kinds);
        let dimension = format!("[kind]\ntitle = \"Kind\"\nvalues = {{ {members} }}\n");
        project.file("queries/dimensions.toml", &dimension).kpi("E", HEADER, FIRST);
        let told = told(&project.dataset("2024-12-31"), "E", "2024");
        assert!(told.starts_with("30 | ") && told.contains(&format!("{KEPT}: {expected}")), "{told}");
    }
}

/// A reference that leads nowhere is the same as a code that nobody knows: told once, as that, where it is told.
#[test]
fn a_reference_that_leads_nowhere_is_told_once() {
    let dimension = "[kind]\ntitle = \"Kind\"\ntable = \"kinds\"\nkey = \"code\"\nlabel = \"code\"\n";
    let project = of_kinds("references = \"kinds.code\"", &[("a", 3), ("b", 2), ("zz", 1)]);
    project.table("kinds", "code*\na\nb").file("queries/dimensions.toml", dimension);
    let sql = |more: &str| {
        format!("SELECT e.happened_on AS day, 1 AS events, e.event AS event{more} FROM events AS e")
    };
    project
        .kpi("read", HEADER, FIRST)
        .kpi("given", HEADER, &sql(", e.kind AS kind"))
        .kpi(
            "shown",
            &format!("{HEADER}\nlabels = {{ events = \"events\", what = \"what\" }}"),
            &sql(", e.kind AS what"),
        )
        // The dimension is given, and comes from elsewhere.
        .kpi(
            "other",
            &format!("{HEADER}\nlabels = {{ events = \"events\", what = \"what\" }}"),
            &sql(", 'a' AS kind, e.kind AS what"),
        )
        .kpi("none", HEADER, &sql(""));
    let data = project.dataset("2024-12-31");
    let stray = "records whose code is none of “Kind”: 1 (zz)";
    assert_eq!(told(&data, "read", "2024"), format!("3 | records that leave “events” empty: 2 | {stray}"));
    assert_eq!(told(&data, "given", "2024"), format!("6 | {stray}"));
    assert_eq!(told(&data, "shown", "2024"), format!("6 | {stray}"));
    assert_eq!(told(&data, "other", "2024"), format!("6 | {KEPT}: 1"));
    assert_eq!(told(&data, "none", "2024"), "6");
}

/// What a row is decides how many there are, whatever is read of them.
#[test]
fn blanks_at_the_ends_of_a_key_concern_whoever_reads_the_table() {
    let project = of_kinds("", &[("a", 3)]);
    project.file("queries/dimensions.toml", DIMENSIONS).kpi(
        "E",
        "value = { events = \"sum\" }\nkey = \"day\"",
        "SELECT e.happened_on AS day, count(*) AS events FROM events AS e GROUP BY e.happened_on",
    );
    assert_eq!(told(&project.dataset("2024-12-31"), "E", "2024"), "3");
    let rows = "event* | happened_on:date | kind\n";
    project.table("events", &format!("{rows}a | 2024-01-05 | a\na\u{200b} | 2024-01-05 | a"));
    let blank = "rows of table `events` with blanks at an end of `event`, which may count apart from the same without: 1";
    assert_eq!(told(&project.dataset("2024-12-31"), "E", "2024"), format!("2 | {blank}"));
    let said = project.run(&["check", "--with-data", "--as-of", "2024-12-31", "--format", "short"]);
    assert!(said.stdout.contains("warning[blank-ends]"), "{}", said.stdout);
}

#[test]
fn a_check_and_a_report_of_one_name_are_an_error() {
    let project = TestProject::new();
    let query = "/*\ntitle = \"One\"\n*/\nSELECT 1 AS one";
    project.file("queries/reports/one.sql", query).file("queries/checks/deep/one.sql", query);
    assert_eq!(
        project.check(),
        [
            "queries/reports/one.sql:1:1: error[twice]: there are two files called `one` (a file's name is the name of what it declares: rename one)"
        ]
    );
}

/// A spelling, a link: the same folder all the same; a link that is turned to another delivery: the same spelling.
#[test]
fn what_was_served_is_remembered_however_the_data_folder_is_spelled() {
    let project = TestProject::new();
    let rows = |event: &str| format!("event* | happened_on:date | kind\n{event} | 2024-01-05 | a");
    project
        .file("queries/dimensions.toml", DIMENSIONS)
        .rows("events", "events/one.parquet", &rows("a"))
        .rows("events", "events/two.parquet", &rows("b"))
        .kpi("E", HEADER, "SELECT e.happened_on AS day, 1 AS events, e.event AS event FROM events AS e");
    let data = project.root().join("data");
    let link = project.aside("link");
    symlink(&data, &link).unwrap();
    let figure = |folder: &str| {
        let arguments =
            ["kpi", "E", "--period", "2024", "--format", "csv", "--as-of", "2024-12-31", "--data", folder];
        project.run(&arguments).stdout
    };
    let lost = "table `events` has lost files: events/two.parquet";
    assert!(!figure(data.to_str().unwrap()).contains(lost));
    fs::rename(data.join("events/two.parquet"), project.aside("two.parquet")).unwrap();
    for folder in
        ["workspace/data", "workspace/data/../data/", "workspace/../workspace/data", "link", "link/."]
    {
        let told = figure(folder);
        assert!(told.contains(lost), "{folder}: {told}");
    }
    fs::rename(project.aside("two.parquet"), data.join("events/two.parquet")).unwrap();
    assert!(!figure("link").contains(lost));
    // The newest delivery is elsewhere, and lacks a file.
    fs::create_dir_all(project.aside("newest/events")).unwrap();
    fs::copy(data.join("events/one.parquet"), project.aside("newest/events/one.parquet")).unwrap();
    fs::remove_file(&link).unwrap();
    symlink(project.aside("newest"), &link).unwrap();
    let told = figure("link");
    assert!(told.contains(lost), "{told}");
}
