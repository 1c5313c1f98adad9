//! A stretch without a row of a table that otherwise has rows all the time: told at the figure, never compared or
//! judged, and never taken for a gap that nobody declared.

use minhbach::calendar::Day;
use minhbach::kpi::{NotCompared, Scope};
use minhbach::page;
use minhbach::report::{self, Ask};

use super::support::{TestData, TestProject, words};

const SILENT: &str = "no row of table `permits` from 2023-08-01 to 2023-08-31";
const WARNING: &str =
    "warning[silent-days]: no row of table `permits` is of the days from 2023-08-01 to 2023-08-31";

/// Three permits a day of 2022 to 2024, but in August 2023.
fn project(contract: &str) -> TestProject {
    let project = TestProject::new();
    let first: Day = "2022-01-01".parse().unwrap();
    let days = first.iter_days().take(1_096).map(|day| day.to_string());
    let days = days.filter(|day| !day.starts_with("2023-08"));
    let rows: Vec<String> =
        days.flat_map(|day| (0..3).map(move |number| format!("{day}/{number} | {day} | {number}"))).collect();
    project
        .file(
            "queries/tables/permits.toml",
            &format!(
                "title = \"Permits\"\nkey = [\"permit\"]\nday = \"submitted_on\"\n{contract}\n[columns.permit]\ntype = \"text\"\n\
                 [columns.submitted_on]\ntype = \"date\"\n[columns.number]\ntype = \"integer\"\n"
            ),
        )
        .table("permits", &format!("permit* | submitted_on:date | number:integer\n{}", rows.join("\n")))
        .kpi("P", "value = { permits = \"sum\" }\nkey = \"permit\"", &of("1 AS permits"))
        .kpi(
            "S",
            "unit = \"percent\"\nkey = \"permit\"\nnumerator = { first = \"sum\" }\ndenominator = { permits = \"sum\" }",
            &of("CASE WHEN p.number = 0 THEN 1 END AS first, 1 AS permits"),
        )
        .kpi("O", "value = { state = { over = \"running\" } }\nkey = \"permit\"", &of("1 AS state"))
        .file(
            "queries/plan.toml",
            "[[section]]\nid = \"I\"\ntitle = \"First\"\n[[clause]]\nid = \"I.1\"\ntext = \"All.\"\n\
             [[clause.kpi]]\ncode = \"P\"\ntarget = 1\nby = 2023-05-08\nsource = \"plan\"\n",
        )
        .file("dashboards/first.toml", "title = \"First\"\nperiod = \"month\"\n[[panel]]\nkpi = \"P\"\nshow = \"tile\"\n")
        .change("minhbach.toml", "[data]", "dashboards = [\"first\"]\n[data]");
    project
}

fn of(columns: &str) -> String {
    format!("SELECT p.submitted_on AS day, {columns}, p.permit AS permit FROM permits AS p")
}

fn told(data: &TestData, code: &str, period: &str) -> String {
    let figure = data.figure(code, period, &[]);
    let number = words(&data.0.workspace().kpis[code], &figure);
    let doubts = figure.caveats.iter().map(|caveat| caveat.told().sentence);
    std::iter::once(number).chain(doubts).collect::<Vec<_>>().join(" | ")
}

fn tile(data: &TestData, period: &str) -> String {
    let reader = data.0.for_reader(Scope::everything());
    let ask = Ask::read(&reader, [("period", period)]).unwrap();
    let dashboard = &data.0.workspace().dashboards["first"];
    let run = report::run(&reader, dashboard, &ask);
    page::dashboard(&data.wait(run).unwrap(), data.0.locale()).into_string()
}

#[test]
fn a_month_without_a_row_is_told_and_is_neither_compared_nor_judged() {
    let data = project("").dataset("2024-12-31");
    assert_eq!(told(&data, "P", "2023-07"), "93");
    assert_eq!(told(&data, "P", "2023-08"), format!("0 | {SILENT}"));
    assert_eq!(told(&data, "S", "2023-08"), "no_value: the denominator is 0");
    assert_eq!(told(&data, "P", "2023-Q3"), format!("183 | {SILENT}"));
    assert_eq!(told(&data, "P", "2023"), format!("1002 | {SILENT}"));
    assert_eq!(told(&data, "P", "2024"), "1098");
    // It reads everything since the plan began.
    assert_eq!(told(&data, "O", "2023-09"), format!("345 | {SILENT}"));
    let judged = |period| data.status("P", period, &[], None).is_some();
    assert!(judged("2023-07") && !judged("2023-08") && judged("2023-Q3"));
    for period in ["2023-08", "2024-08"] {
        assert!(matches!(data.compared("P", period), Err(NotCompared::Partial)), "{period}");
    }
    // A quarter that lacks a month is compared, and it is said of the quarter that is compared with it.
    assert!(data.compared("P", "2023-Q3").is_ok() && data.compared("P", "2024-Q3").is_ok());
    let told = "o row of “Permits” from 1 August 2023 to 31 August 2023";
    assert!(
        tile(&data, "2024-Q3").contains(&format!("The same period last year: n{told}")),
        "{}",
        tile(&data, "2024-Q3")
    );
    assert!(tile(&data, "2023-Q3").contains(&format!("N{told}")));
    // What only a silence makes more is no news.
    let news = "Compared with the same period of";
    assert!(
        !tile(&data, "2024-Q3").contains(news)
            && tile(&data, "2024-Q2").contains("things")
            && !tile(&data, "2023-Q3").contains(news)
    );
}

#[test]
fn check_and_the_page_of_the_data_propose_the_line_that_declares_it() {
    let project = project("");
    let line = "gaps = [{ first_day = 2023-08-01, last_day = 2023-08-31, label = ";
    let check = |project: &TestProject| {
        project.run(&["check", "--with-data", "--format", "short", "--as-of", "2024-12-31"]).stdout
    };
    let said = check(&project);
    assert!(said.contains(WARNING) && said.contains(line), "{said}");
    let data = project.dataset("2024-12-31");
    let reader = data.0.for_reader(Scope::everything());
    let ask = Ask::read(&reader, [("period", "2024")]).unwrap();
    let view = data.wait(report::data(&reader, &ask, 0)).unwrap();
    let html = page::data(&view, data.0.locale()).into_string();
    assert!(
        html.contains("No row of “Permits” from 1 August 2023 to 31 August 2023") && html.contains(line),
        "{html}"
    );

    let declared = self::project(&format!("{line}\"not delivered\" }}]"));
    assert!(!check(&declared).contains("silent-days"));
    let none = "no_value: there are no data from 2023-08-01 to 2023-08-31: not delivered";
    assert_eq!(told(&declared.dataset("2024-12-31"), "P", "2023-08"), none);
}
