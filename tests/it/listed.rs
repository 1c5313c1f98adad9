//! What lacks in the tables behind a figure's query: those that list members, map them to units, and say who owed which
//! report.

use super::support::{TestData, TestProject};

/// Cases in two districts of a province; bodies that report them.
fn cases() -> TestProject {
    let project = TestProject::new();
    project
        .change("minhbach.toml", "[units.thing]", "[reporting]\nbodies = \"organization\"\nquery = \"obligations\"\n[units.thing]")
        .file(
            "queries/dimensions.toml",
            "[area]\ntitle = \"Area\"\ntable = \"areas\"\nkey = \"code\"\nlabel = \"name\"\nparent = \"parent\"\n\
             [area.views.merged]\nmapping = \"units\"\n\
             [organization]\ntitle = \"Body\"\nvalues = { a = \"A\" }\n",
        )
        .file(
            "queries/models/obligations.sql",
            "SELECT d.body AS organization, 'monthly' AS report, d.first_day AS first_day, d.last_day AS last_day,
                    d.last_day AS due_on, d.received_on AS received_on FROM duties AS d",
        )
        .file("queries/models/units.sql", "SELECT m.code AS code, m.unit AS unit FROM mergers AS m")
        .table(
            "duties",
            "body* | first_day*:date | last_day:date | received_on:date
             a     | 2024-01-01      | 2024-01-31    | 2024-02-01",
        )
        .table("areas", "code* | name | parent\nd1 | First | p\nd2 | Second | p\np | Province |")
        .table("mergers", "code* | unit\nd1 | one\nd2 | one")
        .table(
            "cases",
            "case* | found_on:date | area | body
             k1    | 2024-01-02    | d1   | a
             k2    | 2024-01-03    | d2   | a",
        )
        .kpi("free", "key = \"case\"\nvalue = { cases = \"sum\" }", SQL)
        .kpi("owed", "key = \"case\"\nreports = [\"monthly\"]\nvalue = { cases = \"sum\" }", SQL);
    project
}

const SQL: &str = "SELECT c.found_on AS day, 1 AS cases, c.area AS area, c.body AS organization, c.case AS case FROM cases AS c";

/// The kinds of doubts about a figure, and why it has no value.
fn doubts(data: &TestData, code: &str, filters: &[&str]) -> String {
    let figure = data.figure(code, "2024-01", filters);
    let kinds = figure.caveats.iter().map(|caveat| caveat.told().sentence);
    let reason = figure.reason.iter().map(|reason| format!("none: {}", reason.sentence()));
    reason.chain(kinds).collect::<Vec<_>>().join(" | ")
}

fn doubts_by(data: &TestData, code: &str, filters: &[&str], by: &str) -> Vec<String> {
    let breakdown = data.breakdown(code, "2024-01", filters, by);
    let told = std::iter::once(&breakdown.total).chain(&breakdown.parts);
    told.map(|figure| {
        let kinds = figure.caveats.iter().map(|caveat| caveat.told().sentence);
        let value = figure.value.map(|value| value.to_string());
        value.into_iter().chain(kinds).collect::<Vec<_>>().join(" | ")
    })
    .collect()
}

const TWICE: &str = "rows of table `areas` that are set aside: 1";

#[test]
fn where_members_are_told_apart_what_their_table_lacks_is_told() {
    let project = cases();
    project.table(
        "areas",
        "code* | name | parent\nd1 | First | p\nd2 | Second | p\nd2 | Again |\np | Province |",
    );
    let data = project.dataset("2024-01-31");
    assert_eq!(doubts(&data, "free", &[]), "", "the whole asks for no member");
    assert_eq!(doubts(&data, "free", &["area=p"]), TWICE);
    assert_eq!(doubts(&data, "free", &["organization=a"]), "");
    assert_eq!(doubts_by(&data, "free", &[], "area"), [2, 1, 1].map(|value| format!("{value} | {TWICE}")));
    assert_eq!(doubts_by(&data, "free", &[], "organization"), ["2", "2"]);
    assert_eq!(
        doubts_by(&data, "free", &["area=d1"], "organization"),
        [1, 1].map(|value| format!("{value} | {TWICE}"))
    );
}

#[test]
fn a_figure_in_a_view_says_what_the_table_of_its_units_lacks() {
    let project = cases();
    project.table("mergers", "code* | unit\nd1 | one\nd2 | one\nd2 | two");
    let data = project.dataset("2024-01-31");
    let twice = "rows of table `mergers` that are set aside: 1";
    assert_eq!(doubts(&data, "free", &[]), "");
    assert_eq!(doubts(&data, "free", &["view=merged"]), twice);
    assert_eq!(
        doubts_by(&data, "free", &["view=merged"], "area"),
        [2, 2].map(|value| format!("{value} | {twice}"))
    );
}

#[test]
fn a_figure_that_goes_by_reports_says_what_the_tables_of_the_reports_lack() {
    let project = cases();
    project.table(
        "duties",
        "body* | first_day*:date | last_day:date | received_on:date
         a     | 2024-01-01      | 2024-01-31    | 2024-02-01
         a     | 2024-01-01      | 2024-01-31    |",
    );
    let data = project.dataset("2024-01-31");
    assert_eq!(doubts(&data, "owed", &[]), "rows of table `duties` that are set aside: 1");
    assert_eq!(doubts(&data, "free", &[]), "");
}

#[test]
fn a_table_without_data_behind_a_figure_is_told_or_leaves_no_number() {
    let without = |table: &str| {
        let project = cases();
        std::fs::remove_file(project.root().join(format!("data/{table}.parquet"))).unwrap();
        project.dataset("2024-01-31")
    };
    let none = |table: &str| format!("none: table `{table}` has no data, or no file that can be read");
    let data = without("mergers");
    assert_eq!(
        (doubts(&data, "free", &[]), doubts(&data, "free", &["view=merged"])),
        (String::new(), none("mergers"))
    );
    let data = without("duties");
    assert_eq!((doubts(&data, "free", &[]), doubts(&data, "owed", &[])), (String::new(), none("duties")));
    let data = without("areas");
    let unlisted = "table `areas` has no data: members are known by their codes alone";
    assert_eq!(doubts(&data, "free", &[]), "");
    assert_eq!(doubts_by(&data, "free", &[], "area"), [2, 1, 1].map(|value| format!("{value} | {unlisted}")));
}
