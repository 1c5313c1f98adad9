//! How far the values of a column may travel: as those of the columns of tables that it is made of, whatever it is called.

use std::collections::BTreeMap;

use minhbach::kpi::records::{Only, Page};
use minhbach::report::{Ask, Reading, RecordsAsk, records, records_report};
use minhbach::table::Sensitivity;

use super::support::{TestData, TestProject};

/// Visits of people, whose name is personal and whose illness is sensitive, to wards.
fn project() -> TestProject {
    let project = TestProject::new();
    project
        .file(
            "queries/tables/visits.toml",
            "title = \"Visits\"\nkey = [\"visit\"]\n\
             [columns.visit]\ntype = \"text\"\n[columns.on_day]\ntype = \"date\"\nsensitivity = \"public\"\n\
             [columns.ward]\ntype = \"text\"\ntitle = \"Ward\"\nsensitivity = \"public\"\n\
             [columns.person]\ntype = \"text\"\ntitle = \"Person\"\nsensitivity = \"personal\"\n\
             [columns.illness]\ntype = \"text\"\ntitle = \"Illness\"\nsensitivity = \"sensitive\"\n",
        )
        .file(
            "queries/tables/wards.toml",
            "title = \"Wards\"\nkey = [\"ward\"]\n[columns.ward]\ntype = \"text\"\ntitle = \"Code\"\nsensitivity = \"public\"\n\
             [columns.person]\ntype = \"text\"\ntitle = \"Head\"\nsensitivity = \"public\"\n",
        )
        .table("visits", "visit* | on_day:date | ward | person | illness\na | 2024-01-03 | w1 | An | flu\nb | 2024-01-04 | w1 | Bình |")
        .table("wards", "ward* | person\nw1 | Chi")
        .file(
            "queries/models/seen.sql",
            "SELECT v.visit AS nr, v.on_day AS seen_on, v.ward AS ward, v.person AS who, v.illness AS person FROM visits AS v",
        );
    project
}

/// The marked columns of the record list of a KPI, each with its mark.
fn marked(data: &TestData, code: &str) -> BTreeMap<String, Sensitivity> {
    let reader = data.reader();
    let kpi = reader.kpi(code).unwrap();
    let page = Page { only: Only::ALL, sort: None, offset: 0, limit: 10 };
    let asked = RecordsAsk { ask: Ask { period: Some("2024".to_owned()), ..Ask::default() }, page };
    let kind = reader.workspace().opening_period();
    let report = data.wait(records_report(&reader, kind, code, asked)).unwrap();
    let question = data.wait(reader.question(kpi, Default::default(), None)).unwrap();
    let period = report.records.period.clone();
    let page = report.records.page.clone();
    let listed = data.wait(records(&reader, &question.at(&period), page, Reading::Codes)).unwrap();
    assert_eq!(
        listed.table.columns, report.records.table.columns,
        "the command line has the columns of the page"
    );
    let open = |level: &Sensitivity| matches!(level, Sensitivity::Public | Sensitivity::Internal);
    let columns = report.records.table.columns.into_iter().map(|column| (column.name, column.sensitivity));
    columns.filter(|(_, level)| !open(level)).collect()
}

#[test]
fn a_column_of_records_is_as_sensitive_as_what_it_is_made_of() {
    use Sensitivity::{Personal, Sensitive};
    let project = project();
    project.kpi(
        "V",
        "key = \"visit\"\nvalue = { visits = \"sum\" }",
        "SELECT v.on_day AS day, v.visit AS visit, 1 AS visits, v.person AS p, upper(v.person) AS loud, v.ward AS w,
                CASE WHEN v.illness = 'flu' THEN 1 END AS has_flu, coalesce(v.ward, v.person) AS called, w.person AS person,
                row_number() OVER (PARTITION BY v.illness ORDER BY v.visit) AS nr, 'x' AS fixed,
                (SELECT max(s.who) FROM seen AS s) AS last
         FROM visits AS v LEFT JOIN wards AS w ON w.ward = v.ward",
    );
    project.kpi(
        "F",
        "key = \"nr\"\nvalue = { ill = \"sum\" }",
        "SELECT s.seen_on AS day, s.nr AS nr, CASE WHEN s.person = 'flu' THEN 1 ELSE 2 END AS ill, s.who AS ward, s.ward AS who FROM seen AS s",
    );
    project.kpi(
        "U",
        "key = \"key\"\nvalue = { one = \"sum\" }",
        "SELECT s.seen_on AS day, s.nr AS key, 1 AS one, s.ward AS mixed, s.ward AS plain FROM seen AS s
         UNION ALL SELECT v.on_day, concat(v.visit, '+'), 1, v.person, v.ward FROM visits AS v",
    );
    let data = project.dataset("2024-12-31");
    for (code, expected) in [
        (
            "V",
            &[
                ("called", Personal),
                ("has_flu", Sensitive),
                ("last", Personal),
                ("loud", Personal),
                ("nr", Sensitive),
                ("p", Personal),
            ][..],
        ),
        // In which columns a record counts tells of what is in them.
        ("F", &[("counted_in", Sensitive), ("ill", Sensitive), ("ward", Personal)]),
        ("U", &[("mixed", Personal)]),
    ] {
        let expected = expected.iter().map(|(name, level)| ((*name).to_owned(), *level)).collect();
        assert_eq!(marked(&data, code), expected, "{code}");
    }
}

#[test]
fn a_column_passed_on_by_another_name_keeps_its_title() {
    let project = project();
    project.kpi(
        "V",
        "key = \"visit\"\nvalue = { visits = \"sum\" }",
        "SELECT s.seen_on AS day, s.nr AS visit, 1 AS visits, s.who AS p, s.person AS person, w.person AS head, upper(s.who) AS ward
         FROM seen AS s LEFT JOIN wards AS w ON w.ward = s.ward",
    );
    let data = project.dataset("2024-12-31");
    let reader = data.reader();
    let kpi = reader.kpi("V").unwrap();
    for (name, title) in
        [("p", "Person"), ("person", "Illness"), ("head", "Head"), ("ward", "Ward"), ("none", "none")]
    {
        assert_eq!(reader.column_title(kpi, name), title, "{name}");
    }
}

#[test]
fn a_column_of_a_named_query_is_as_sensitive_as_what_it_is_made_of() {
    let project = project();
    project.file(
        "queries/reports/ill.sql",
        "/*\ntitle = \"Ill\"\n*/\nSELECT s.ward AS ward, count(*) AS all_of, count(s.person) AS ill, max(s.who) AS last, min(s.seen_on) AS first
         FROM seen AS s GROUP BY s.ward ORDER BY s.ward\n",
    );
    project.file("queries/reports/found.sql", "/*\ntitle = \"Found\"\n*/\nSELECT r.rule AS rule, r.value AS v FROM rejected_rows AS r ORDER BY r.rule, r.value\n");
    let data = project.dataset("2024-12-31");
    let reader = data.reader();
    for (query, column, expected) in [
        ("ill", "ward", Sensitivity::Public),
        ("ill", "all_of", Sensitivity::Internal),
        ("ill", "ill", Sensitivity::Sensitive),
        ("ill", "last", Sensitivity::Personal),
        ("ill", "first", Sensitivity::Public),
        ("found", "rule", Sensitivity::Internal),
        // It may be of any column of any table.
        ("found", "v", Sensitivity::Sensitive),
    ] {
        assert_eq!(reader.query_sensitivity(query, column), expected, "{query}.{column}");
    }
}
