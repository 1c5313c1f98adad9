//! What two periods have in common: where not the same bodies have reported for both, those that have are compared.

use minhbach::export::{dashboard_answer, official_table as official};
use minhbach::kpi::{Against, NotCompared};
use minhbach::page;
use minhbach::report::{self, Ask};

use super::support::{TestData, TestProject};

const ORGANIZATION: &str = "[organization]
title = \"Body\"
table = \"bodies\"
key = \"code\"
label = \"code\"
parent = \"parent\"
views = { merged = { mapping = \"merged\" } }
";

/// The events of a body, or of nobody, counted by what stands beside their day.
const EVENTS: &str = "SELECT e.happened_on AS day, e.size AS size, 1 AS one, e.organization AS organization, e.event AS event FROM events AS e";

const DASHBOARD: &str = "title = \"Both\"\nperiod = \"month\"
[[panel]]\nkpi = \"size\"\nshow = \"tile\"
[[panel]]\nkpi = \"whole\"\nshow = \"tile\"
[[panel]]\nkpi = \"size\"\nshow = \"trend\"\nperiods = 3
";

/// Of January of both years: a reports for both, b for 2023 alone, c for 2024 alone, d for both, and e, which lies below
/// d, for both as well. f lies below a and owes nothing. Of March all report for both.
///
/// | body | 2023-01 | 2024-01 |
/// |---|---|---|
/// | a | 10 | 12 |
/// | b | 20 | 21, not reported |
/// | c | 5, not reported | 40 |
/// | d | 3 | 4 |
/// | e, below d | 1 | 2 |
/// | f, below a, owes nothing | 100 | 200 |
/// | nobody | 1000 | 1000 |
fn january() -> TestProject {
    reported("")
}

/// The same, but f owes a report of January 2024 itself, and has not sent it.
fn unanswered() -> TestProject {
    reported("f             | monthly | 2024-01-01      | 2024-01-31    | 2024-02-02  |")
}

fn reported(more: &str) -> TestProject {
    let project = TestProject::new();
    project
        .change(
            "minhbach.toml",
            "[units.thing]",
            "[reporting]\nbodies = \"organization\"\nquery = \"obligations\"\n[units.thing]",
        )
        .file("queries/dimensions.toml", ORGANIZATION)
        .file(
            "queries/models/obligations.sql",
            "SELECT d.organization AS organization, d.report AS report, d.first_day AS first_day,
               d.last_day AS last_day, d.due_on AS due_on, d.received_on AS received_on
             FROM duties AS d",
        )
        .table(
            "bodies",
            "code* | parent
             a     |
             b     |
             c     |
             d     |
             e     | d
             f     | a",
        )
        .table(
            "merged",
            "code* | unit
             a     | x
             b     | x
             c     | y
             d     | z
             e     | z
             f     | x",
        )
        .table(
            "duties",
            &format!("organization* | report* | first_day*:date | last_day:date | due_on:date | received_on:date
             a             | monthly | 2023-01-01      | 2023-01-31    | 2023-02-02  | 2023-02-01
             b             | monthly | 2023-01-01      | 2023-01-31    | 2023-02-02  | 2023-02-01
             c             | monthly | 2023-01-01      | 2023-01-31    | 2023-02-02  |
             d             | monthly | 2023-01-01      | 2023-01-31    | 2023-02-02  | 2023-02-01
             e             | monthly | 2023-01-01      | 2023-01-31    | 2023-02-02  | 2023-02-01
             a             | monthly | 2024-01-01      | 2024-01-31    | 2024-02-02  | 2024-02-01
             b             | monthly | 2024-01-01      | 2024-01-31    | 2024-02-02  |
             c             | monthly | 2024-01-01      | 2024-01-31    | 2024-02-02  | 2024-02-01
             d             | monthly | 2024-01-01      | 2024-01-31    | 2024-02-02  | 2024-02-01
             e             | monthly | 2024-01-01      | 2024-01-31    | 2024-02-02  | 2024-02-01
             a             | monthly | 2023-03-01      | 2023-03-31    | 2023-04-02  | 2023-04-01
             b             | monthly | 2023-03-01      | 2023-03-31    | 2023-04-02  | 2023-04-01
             a             | monthly | 2024-03-01      | 2024-03-31    | 2024-04-02  | 2024-04-01
             b             | monthly | 2024-03-01      | 2024-03-31    | 2024-04-02  | 2024-04-01
             c             | monthly | 2024-03-01      | 2024-03-31    | 2024-04-02  | 2024-04-01
             {more}"),
        )
        .table(
            "events",
            "event* | happened_on:date | organization | size:integer
             a3     | 2023-01-10       | a            | 10
             a4     | 2024-01-10       | a            | 12
             b3     | 2023-01-11       | b            | 20
             b4     | 2024-01-11       | b            | 21
             c3     | 2023-01-12       | c            | 5
             c4     | 2024-01-12       | c            | 40
             d3     | 2023-01-13       | d            | 3
             d4     | 2024-01-13       | d            | 4
             e3     | 2023-01-14       | e            | 1
             e4     | 2024-01-14       | e            | 2
             f3     | 2023-01-15       | f            | 100
             f4     | 2024-01-15       | f            | 200
             n3     | 2023-01-16       |              | 1000
             n4     | 2024-01-16       |              | 1000
             m3     | 2023-03-16       | a            | 7
             m4     | 2024-03-16       | c            | 9",
        )
        .kpi("size", &header("value = { size = \"sum\" }"), EVENTS)
        .kpi("mean", &header("numerator = { size = \"sum\" }\ndenominator = { one = \"sum\" }"), EVENTS)
        .kpi("middle", &header("value = { size = { over = \"sum\", as = \"median\" } }"), EVENTS)
        .kpi("state", &header("value = { size = \"last\" }"), EVENTS)
        .kpi("grown", &header("value = { size = \"year_to_date\" }"), EVENTS)
        .kpi(
            "share",
            &header(
                "numerator = { size = \"sum\" }\ndenominator = { one = { over = \"sum\", ignores = [\"organization\"] } }",
            ),
            EVENTS,
        )
        .kpi(
            "whole",
            &header("value = { size = \"sum\" }"),
            "SELECT e.happened_on AS day, e.size AS size, e.event AS event FROM events AS e",
        );
    project
}

fn header(columns: &str) -> String {
    format!("key = \"event\"\nreports = [\"monthly\"]\n{columns}")
}

/// `then → now of so many bodies`, or why not with the base that is told.
fn compared(data: &TestData, code: &str, period: &str, filters: &[&str], against: &Against) -> String {
    let text =
        |value: Option<rust_decimal::Decimal>| value.map_or("-".to_owned(), |v| v.normalize().to_string());
    match data.compared_with(code, period, filters, against) {
        Ok(comparison) => {
            let figure = data.figure(code, period, filters);
            let (then, now) = (comparison.then().value, comparison.now(&figure).value);
            assert_eq!(now.unwrap() - then.unwrap(), comparison.change);
            let bodies = comparison.bodies().map_or(String::new(), |bodies| format!(" of {bodies}"));
            format!("{} → {}{bodies}", text(then), text(now))
        }
        Err(NotCompared::Reports(base)) => format!("reports: base {}", text(base.value)),
        Err(why) => why.word().to_owned(),
    }
}

fn year_before(data: &TestData, code: &str, period: &str, filters: &[&str]) -> String {
    compared(data, code, period, filters, &Against::LastYear)
}

#[test]
fn only_what_is_of_bodies_that_reported_for_both_is_compared() {
    let data = january().dataset("2024-12-31");
    // a with f, for which nobody else answers, and d and e, which report themselves: 10 + 100 + 3 + 1, 12 + 200 + 4 + 2.
    assert_eq!(year_before(&data, "size", "2024-01", &[]), "114 → 218 of 3");
    assert_eq!(data.figure("size", "2024-01", &[]).value, Some(1279.into()), "the figure stays the whole");
    let base = data.compared("size", "2024-01").unwrap().base;
    assert_eq!(base.value, Some(1139.into()), "and so does its base");
    // Four records each.
    assert_eq!(year_before(&data, "mean", "2024-01", &[]), "28.5 → 54.5 of 3");
    // Of 1, 3, 10, 100 and of 2, 4, 12, 200.
    assert_eq!(year_before(&data, "middle", "2024-01", &[]), "6.5 → 8 of 3");
    // The last slot, from the 15th on, holds f alone of those.
    assert_eq!(year_before(&data, "state", "2024-01", &[]), "100 → 200 of 3");
    // Wherever all have sent, the whole is compared, whoever they are.
    assert_eq!(year_before(&data, "size", "2024-03", &[]), "7 → 9");
}

#[test]
fn a_column_that_reaches_back_needs_the_reports_of_all_its_days() {
    let data = january().dataset("2024-12-31");
    // By the end of March: a sent both, b and c did not. Of a with f and d with e: 10 + 7 + 100 + 3 + 1, 12 + 200 + 4 + 2.
    assert_eq!(year_before(&data, "grown", "2024-03", &[]), "121 → 218 of 3");
    assert_eq!(year_before(&data, "size", "2024-Q1", &[]), "121 → 218 of 3");
}

#[test]
fn what_has_no_part_of_some_bodies_gives_both_values_and_no_change() {
    let data = january().dataset("2024-12-31");
    assert_eq!(
        year_before(&data, "whole", "2024-01", &[]),
        "1139 → 1279",
        "the share is the same, four of five"
    );
    assert_eq!(
        year_before(&data, "share", "2024-01", &[]),
        "162.71428571428571428571428571 → 182.71428571428571428571428571"
    );
    let data = unanswered().dataset("2024-12-31");
    for code in ["whole", "share"] {
        let base = data.figure(code, "2023-01", &[]).value.unwrap().normalize();
        assert_eq!(year_before(&data, code, "2024-01", &[]), format!("reports: base {base}"), "{code}");
    }
    // f answers for itself now, and has sent nothing.
    assert_eq!(year_before(&data, "size", "2024-01", &[]), "14 → 18 of 3");
}

#[test]
fn filters_choose_among_the_bodies() {
    let data = january().dataset("2024-12-31");
    for (filters, expected) in [
        (&["organization=d"][..], "4 → 6"),
        (&["organization=a", "organization=b"], "110 → 212 of 1"),
        (&["organization=b", "organization=c"], "reports: base 25"),
        (&["organization=b"], "reports: base 20"),
    ] {
        assert_eq!(year_before(&data, "size", "2024-01", filters), expected, "{filters:?}");
    }
}

#[test]
fn in_a_view_the_units_are_compared_all_of_whose_bodies_reported() {
    let data = january().dataset("2024-12-31");
    let view = "view=merged";
    // x is a, b and f, and b did not send; y is c; z is d and e: 3 + 1, 4 + 2.
    assert_eq!(year_before(&data, "size", "2024-01", &[view]), "4 → 6 of 1");
    assert_eq!(year_before(&data, "size", "2024-01", &[view, "organization=x"]), "reports: base 130");
    assert_eq!(year_before(&data, "size", "2024-01", &[view, "organization=z"]), "4 → 6");
}

#[test]
fn any_base_is_compared_alike() {
    let data = january().dataset("2024-12-31");
    let calendars = data.0.calendars();
    let other = calendars.parse(calendars.default_calendar(), "2023-03").unwrap();
    // Of March 2023 a and b sent all, of January 2024 a did: 7, and 12 + 200.
    assert_eq!(compared(&data, "size", "2024-01", &[], &Against::Period(other)), "7 → 212 of 1");
    // What nobody owed is compared with nothing that was.
    assert_eq!(compared(&data, "size", "2024-03", &[], &Against::Previous), "no_value");
}

#[test]
fn pages_lines_of_reports_and_json_say_of_which_bodies_a_change_is() {
    let project = unanswered();
    project
        .change("minhbach.toml", "[data]", "dashboards = [\"both\"]\n[data]")
        .file("dashboards/both.toml", DASHBOARD);
    let data = project.dataset("2024-12-31");
    let reader = data.reader();
    let ask = Ask::read(&reader, [("period", "2024-01")]).unwrap();
    let report =
        data.wait(report::run(&reader, data.0.workspace().first_dashboard().unwrap(), &ask)).unwrap();
    let html = page::dashboard(&report, data.0.locale()).into_string();
    let change = "Up 4 things compared with the same period last year (from 14 to 18), of the 3 bodies that reported for both.";
    let none = "The same period last year: 1,139 things (4 of 5 bodies reported in full); no change is given, as not the same share of the bodies has reported in both.";
    for said in [change, none] {
        assert!(html.contains(said), "{said}: {html}");
    }
    let json = serde_json::to_value(dashboard_answer(&reader, &report)).unwrap();
    let told = |panel: usize| json["panels"][panel]["comparison"].to_string();
    assert_eq!(told(0), r#"{"base":14,"bodies":3,"change":4,"now":18,"period":"2023-01","reason":null}"#);
    assert_eq!(
        told(1),
        r#"{"base":1139,"bodies":null,"change":null,"now":1279,"period":"2023-01","reason":"unequal_reports"}"#
    );
    assert!(json["panels"][0]["base"].is_null(), "the whole base is not what it is compared with");
    // Beside a course only what compares as a whole is drawn.
    assert_eq!(json["panels"][2]["last_year"][2], serde_json::Value::Null);

    let lines = data.wait(report::lines(&reader, &ask, &["size".to_owned(), "whole".to_owned()])).unwrap();
    let table = official(data.0.locale(), &lines, lines[0].figure.period.days());
    let cells = |row: usize| {
        table.rows[row].cells[..3]
            .iter()
            .map(|cell| format!("{} {:?}", cell.text, cell.notes))
            .collect::<Vec<_>>()
    };
    assert_eq!(cells(0), ["1,279 []", "1,139 []", "+4 [1]"]);
    assert_eq!(cells(1), ["1,279 []", "1,139 [2]", "– [2]"]);
    assert_eq!(table.notes[0], "Of the 3 bodies that reported for both: from 14 to 18");
}
