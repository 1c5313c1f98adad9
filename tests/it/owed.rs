//! What bodies owe, and which reports a number counts: a small workspace whose bodies end in each way, worked by hand.

use std::fs;

use minhbach::dashboard::BriefKind;
use minhbach::export;
use minhbach::kpi::{Filters, Scope};
use minhbach::page;
use minhbach::report::{self, Ask, OwedBody, OwedList, OwedPage, Pairs, ReportList, ReportState};

use super::support::{TestData, TestProject};

/// Offices: `new` and `other` live; `old` has one successor, through `middle`; `split` two; `lost` none.
/// All that is owed: reports as of 10 March, when the newest came, jobs as of the data date, 29 February:
///
/// | who owed it | what | due | who answers |
/// |---|---|---|---|
/// | old    | report of January | 2 February | new |
/// | new    | report of February | 4 March | new |
/// | other  | report of January | 2 February | other |
/// | split  | report of January | 2 February | nobody |
/// | middle | job j2 | 20 January | new |
/// | lost   | job j3 | 1 February | nobody |
/// | other  | job j1 | 28 February | other |
///
/// Job j4 was due on 5 March: the data, which end in February, cannot tell whether it was done.
fn project() -> TestProject {
    let project = TestProject::new();
    let settings = "[reporting]\nbodies = \"office\"\nreports = \"form\"\nquery = \"duties\"\n[units.thing]";
    project.change("minhbach.toml", "[units.thing]", settings);
    project.change("minhbach.toml", "language = ", "dashboards = [\"jobs\"]\nlanguage = ");
    project
        .file(
            "queries/tables/offices.toml",
            "title = \"Offices\"\nkey = [\"code\", \"first_day\"]\n[columns.code]\ntype = \"text\"\n\
             [columns.name]\ntype = \"text\"\n[columns.first_day]\ntype = \"date\"\n\
             [columns.last_day]\ntype = \"date\"\noptional = true\n\
             [columns.heir]\ntype = \"text\"\noptional = true\n",
        )
        .table(
            "offices",
            "code* | first_day:date* | last_day:date | name   | heir
             old   | 2020-01-01      | 2024-01-10    | Old    | middle
             middle| 2024-01-11      | 2024-01-31    | Middle | new
             split | 2020-01-01      | 2024-01-31    | Split  | new other
             lost  | 2020-01-01      | 2024-01-31    | Lost   |
             new   | 2024-02-01      |               | New    |
             other | 2020-01-01      |               | Other  |",
        )
        .file(
            "queries/dimensions.toml",
            "[office]\ntitle = \"Office\"\ntable = \"offices\"\nkey = \"code\"\nlabel = \"name\"\n\
             successor = \"heir\"\nvalid = [\"first_day\", \"last_day\"]\n\
             [form]\ntitle = \"Report\"\nvalues = { sales = \"Sales report\" }\n",
        )
        .file(
            "queries/models/duties.sql",
            "SELECT d.office AS office, d.report AS report, d.first_day AS first_day, d.last_day AS last_day, \
             d.due_on AS due_on, d.received_on AS received_on, 'A law' AS basis FROM owing AS d",
        )
        .table(
            "owing",
            "id* | office | report | first_day:date | last_day:date | due_on:date | received_on:date
             1   | old    | sales  | 2024-01-01     | 2024-01-31    | 2024-02-02  |
             2   | new    | sales  | 2024-02-01     | 2024-02-29    | 2024-03-04  |
             3   | other  | sales  | 2024-01-01     | 2024-01-31    | 2024-02-02  |
             4   | other  | sales  | 2024-02-01     | 2024-02-29    | 2024-03-04  | 2024-03-10
             5   | split  | sales  | 2024-01-01     | 2024-01-31    | 2024-02-02  |
             6   | other  | sales  | 2024-03-01     | 2024-03-31    | 2024-04-02  |
             7   | other  | sales  | 2023-12-01     | 2023-12-31    | 2024-01-03  | 2024-01-02",
        )
        .table(
            "jobs",
            "job* | office | due_on:date | done_on:date
             j1   | other  | 2024-02-28  |
             j2   | middle | 2024-01-20  |
             j3   | lost   | 2024-02-01  |
             j4   | new    | 2024-03-05  |
             j5   | new    | 2024-02-05  | 2024-02-06",
        )
        .file(
            "queries/reports/owed_jobs.sql",
            "/*\ntitle = \"Jobs\"\nowed = { body = \"office\", what = \"job\", since = \"due_on\", id = \"job\", kpi = \"J\" }\n*/\n\
             SELECT j.job AS job, j.office AS office, j.due_on AS due_on FROM jobs AS j WHERE j.done_on IS NULL\n\
             ORDER BY j.due_on, j.job",
        )
        .kpi(
            "J",
            "value = { due = \"sum\" }\nkey = \"job\"\nreports = [\"sales\"]",
            "SELECT j.due_on AS day, 1 AS due, j.job AS job, j.office AS office FROM jobs AS j",
        )
        .file(
            "dashboards/jobs.toml",
            "title = \"Jobs\"\nperiod = \"year\"\nfilters = [\"office\"]\n[[panel]]\nkpi = \"J\"\nshow = \"tile\"\n\
             [[panel]]\nshow = \"owed\"\n",
        );
    project
}

fn toy() -> TestData {
    project().dataset("2024-02-29")
}

fn listed(data: &TestData, address: &[(&str, &str)]) -> OwedPage {
    data.wait(report::owed_page(&data.reader(), Pairs::new(address.iter().copied()))).unwrap()
}

/// `New: Sales report… since 2024-01-20 (from Middle); …`
fn told(data: &TestData, bodies: &[OwedBody]) -> Vec<String> {
    let item = |item: &report::OwedItem| {
        let from = item.from.as_ref().map_or_else(String::new, |from| format!(" from {from}"));
        format!("{} since {}, {} days{from}", page::owed_what(data.0.locale(), item), item.since, item.days())
    };
    let body = |body: &OwedBody| {
        let items: Vec<String> = body.items.iter().map(item).collect();
        format!("{}: {}", body.name.as_deref().unwrap_or("?"), items.join("; "))
    };
    bodies.iter().map(body).collect()
}

#[test]
fn a_living_body_owes_what_it_inherited_and_nobody_what_has_no_one_successor() {
    let data = toy();
    let OwedPage { list, choices, .. } = listed(&data, &[]);
    assert_eq!(list.known.to_string(), "2024-03-10");
    assert_eq!(
        told(&data, &list.bodies),
        [
            "New: j2 since 2024-01-20, 40 days from Middle; \
             Sales report, January 2024 since 2024-02-02, 37 days from Old; \
             Sales report, February 2024 since 2024-03-04, 6 days",
            "Other: Sales report, January 2024 since 2024-02-02, 37 days; j1 since 2024-02-28, 1 days",
        ]
    );
    assert_eq!(
        told(&data, &list.left),
        ["Lost: j3 since 2024-02-01, 28 days", "Split: Sales report, January 2024 since 2024-02-02, 37 days",]
    );
    assert_eq!((list.count(), list.count_left()), (5, 2));
    let names: Vec<&str> = choices.iter().map(|(_, name)| name.as_str()).collect();
    assert_eq!(names, ["New", "Other", "Lost", "Split"]);
}

#[test]
fn each_kind_is_overdue_as_of_the_day_until_which_it_is_known_and_both_days_are_told() {
    let data = toy();
    let days = |address: &[(&str, &str)]| {
        let list = listed(&data, address).list;
        page::as_of_days(data.0.locale(), list.as_of())
    };
    assert_eq!(days(&[]), "29 February 2024, reports as of 10 March 2024");
    assert_eq!(days(&[("list", "report")]), "10 March 2024");
    assert_eq!(days(&[("list", "owed_jobs")]), "29 February 2024");
    let list = listed(&data, &[]).list;
    let known: Vec<String> = list.kinds.iter().map(|kind| kind.known.to_string()).collect();
    assert_eq!(known, ["2024-03-10", "2024-02-29"]);
    let (_, oldest) = list.oldest().unwrap();
    assert_eq!((oldest.since.to_string(), oldest.days()), ("2024-01-20".to_owned(), 40));
    // In a file each line says so, and what is above it says both.
    let answer =
        serde_json::to_string(&export::OwedAnswer::of(data.0.locale(), &list, data.0.data_date())).unwrap();
    assert!(answer.contains(r#""name":"owed_jobs","title":"Jobs","as_of":"2024-02-29""#), "{answer}");
    let html = page::owed(&listed(&data, &[]), data.0.locale()).into_string();
    for part in ["Late as of 29 February 2024, reports as of 10 March 2024.", "Owed the longest: <b>New</b>"]
    {
        assert!(html.contains(part), "{part} is not in {html}");
    }
}

#[test]
fn each_kind_names_all_who_owe_most_and_the_oldest() {
    let data = toy();
    let list = listed(&data, &[]).list;
    let of = |kind: &report::OwedKind| {
        let most: Vec<String> =
            kind.most.iter().map(|by| format!("{} {} {}", by.name, by.count, by.since)).collect();
        let oldest = kind.oldest.as_ref().map(|(by, item)| format!("{} {}", by.name, item.since));
        format!(
            "{}: {} and {}; most {}; oldest {}",
            kind.name,
            kind.count,
            kind.left,
            most.join(", "),
            oldest.unwrap()
        )
    };
    let told: Vec<String> = list.kinds.iter().map(of).collect();
    assert_eq!(
        told,
        [
            "report: 3 and 1; most New 2 2024-02-02; oldest New 2024-02-02",
            "owed_jobs: 2 and 1; most New 1 2024-01-20, Other 1 2024-02-28; oldest New 2024-01-20",
        ]
    );
    // Who owes as many as the last of those shown is shown too.
    assert_eq!(list.foremost(1).len(), 1);
    let jobs = listed(&data, &[("list", "owed_jobs")]).list;
    assert_eq!((jobs.count(), jobs.foremost(1).len()), (2, 2));
}

#[test]
fn a_body_is_asked_for_by_its_own_name_or_by_that_of_whom_it_follows() {
    let data = toy();
    let of = |address: &[(&str, &str)]| {
        let OwedList { bodies, left, .. } = listed(&data, address).list;
        let count = |bodies: &[OwedBody]| bodies.iter().map(|body| body.items.len()).sum::<usize>();
        (count(&bodies), count(&left))
    };
    for (address, expected) in [
        (&[("office", "new")][..], (3, 0)),
        (&[("office", "old")], (1, 0)),
        (&[("office", "split")], (0, 1)),
        (&[("office", "new"), ("list", "report")], (2, 0)),
        (&[("office", "other"), ("office", "lost")], (2, 1)),
    ] {
        assert_eq!(of(address), expected, "{address:?}");
    }
    let refused = data.wait(report::owed_page(&data.reader(), Pairs::new([("list", "nothing")])));
    assert!(refused.is_err());
}

#[test]
fn the_page_holds_a_letter_for_each_body_and_leads_on() {
    let data = toy();
    let html = page::owed(&listed(&data, &[]), data.0.locale()).into_string();
    for part in [
        "id=\"body-new\"",
        "3 items overdue as of 29 February 2024, reports as of 10 March 2024; 2 of them inherited.",
        "Successor not known",
        "/kpis/J/records?period=calendar%3A2024-01&amp;office=middle",
        "/data/reports?period=calendar%3A2024-01&amp;form=sales&amp;office=old&amp;state=missing",
        "A law",
    ] {
        assert!(html.contains(part), "{part} is not in {html}");
    }
    assert_eq!(html.matches("class=\"line\"").count(), 4 + 7);
}

#[test]
fn a_report_of_any_days_stands_in_the_list_to_which_it_leads() {
    let data = TestProject::sample().dataset("2026-01-31");
    let OwedPage { list, .. } = listed(&data, &[]);
    let form = list.reports_dimension.as_deref().unwrap();
    let all = list.bodies.iter().chain(&list.left).flat_map(|body| &body.items);
    let mut odd = 0;
    for item in all {
        let report::OwedWhat::Report { code, days, period: None, listed: own, .. } = &item.what else {
            continue;
        };
        let (body, own) = (item.body.as_deref().unwrap(), own.as_ref().unwrap().qualified());
        let address = [("period", &*own), (&*list.dimension, body), (form, code), ("state", "missing")];
        let found = reports(&data, &address);
        let rows = found.rows.iter().flat_map(|body| &body.reports);
        assert!(rows.map(|row| row.days).any(|each| each == *days), "{code} of {body}, {days:?}, in {own}");
        odd += 1;
    }
    assert!(odd > 0);
    let html = page::owed(&listed(&data, &[]), data.0.locale()).into_string();
    assert!(html.contains("period=reporting%3A2025-07-01..2025-09-14"), "{html}");
}

#[test]
fn a_reader_of_one_body_sees_what_that_body_owes() {
    let data = toy();
    let mut members = Filters::default();
    members.allow("office", "other");
    let scope = Scope::below(members);
    let reader = data.0.for_reader(scope);
    let list = data.wait(report::owed(&reader, &Ask::default(), None)).unwrap();
    assert_eq!(
        told(&data, &list.bodies),
        ["Other: Sales report, January 2024 since 2024-02-02, 37 days; j1 since 2024-02-28, 1 days"]
    );
    // What a query lists is of the body's rows alone.
    assert!(list.failed.is_empty());
}

fn reports(data: &TestData, address: &[(&str, &str)]) -> ReportList {
    data.wait(report::report_list(&data.reader(), Pairs::new(address.iter().copied()))).unwrap()
}

#[test]
fn every_number_of_reports_leads_to_a_list_of_as_many() {
    let data = toy();
    let ask = Ask::read(&data.reader(), [("period", "2024")]).unwrap();
    let view = data.wait(report::data(&data.reader(), &ask, 0)).unwrap();
    // The page on the data: by body, and by state.
    let all = reports(&data, &[("period", "2024")]);
    let unsent = reports(&data, &[("period", "2024"), ("state", "unsent")]);
    assert_eq!((view.expected, view.reported), (4, 0));
    assert_eq!((all.count, all.bodies, unsent.bodies), (6, 4, view.expected - view.reported));
    for (state, count) in &view.reports[0].counts {
        let list = reports(&data, &[("period", "2024"), ("form", "sales"), ("state", state.word())]);
        let rows: usize = list.rows.iter().map(|body| body.reports.len()).sum();
        assert_eq!((list.count, rows), (*count, *count), "{state:?}");
    }
    // A tile: the reports that its figure needs, of which March has not ended.
    let kpi = reports(&data, &[("period", "calendar:2024"), ("kpi", "J")]);
    let figure = data.figure("J", "2024", &[]);
    assert_eq!(kpi.bodies, figure.completeness.expected);
    let missing = reports(&data, &[("period", "calendar:2024"), ("kpi", "J"), ("state", "unsent")]);
    assert_eq!(missing.bodies, figure.completeness.missing.len());
    // The brief of a dashboard.
    let reader = data.reader();
    let dashboard = report::dashboard(&reader, "jobs").unwrap();
    let page = data.wait(report::run(&reader, dashboard, &ask)).unwrap();
    let brief = page.brief.iter().find_map(|sentence| match &sentence.said {
        report::Said::Overdue { count, all: false, .. } => Some(*count),
        _ => None,
    });
    let overdue = reports(&data, &[("period", "2024"), ("dashboard", "jobs"), ("state", "missing")]);
    assert_eq!(brief, Some(overdue.count));
    assert_eq!(overdue.count, 4);
}

#[test]
fn a_brief_tells_what_else_is_owed_of_the_kinds_that_it_watches_the_oldest_first_and_leads_to_the_list() {
    let project = project();
    let told = |project: &TestProject, filter: &[(&str, &str)]| -> (Vec<String>, String) {
        let data = project.dataset("2024-02-29");
        let asked = filter.iter().copied().chain([("period", "2024")]);
        let ask = Ask::read(&data.reader(), asked).unwrap();
        let reader = data.reader();
        let dashboard = report::dashboard(&reader, "jobs").unwrap();
        let page = data.wait(report::run(&reader, dashboard, &ask)).unwrap();
        let overdue = page.brief.iter().filter(|each| each.kind() == BriefKind::Overdue);
        let texts = overdue.map(|each| page::sentence(data.0.locale(), each)).collect();
        (texts, page::dashboard(&page, data.0.locale()).into_string())
    };
    assert_eq!(told(&project, &[]).0.len(), 1, "only reports, where the dashboard watches nothing else");
    project.change("dashboards/jobs.toml", "period = ", "owed = [\"owed_jobs\"]\nperiod = ");
    let (texts, html) = told(&project, &[]);
    let jobs = "Jobs: 2 overdue of 2 bodies; the oldest is j2 of New (inherited from Middle), overdue since 20 January 2024 \
                (40 days); 1 more of bodies that no longer exist, whose successor is not known.";
    assert_eq!(texts[0], jobs, "{texts:#?}");
    assert_eq!(texts.len(), 2, "a job is older than the oldest report");
    assert!(html.contains("href=\"/owed?period=2024&amp;list=owed_jobs\""), "{html}");
    let list = listed(&project.dataset("2024-02-29"), &[("list", "owed_jobs")]).list;
    assert_eq!((list.count(), list.count_left()), (2, 1));
    // Of one body as the reader asks; its list keeps the question.
    let (texts, html) = told(&project, &[("office", "other")]);
    let own = "Jobs: 1 overdue of 1 body; the oldest is j1 of Other, overdue since 28 February 2024 (1 day).";
    assert!(texts.contains(&own.to_owned()), "{texts:#?}");
    assert!(html.contains("href=\"/owed?period=2024&amp;office=other&amp;list=owed_jobs\""), "{html}");
    // Everything together says what the page of what is owed says, then each other kind in a line.
    project.change("dashboards/jobs.toml", "owed = [\"owed_jobs\"]", "owed = [\"*\"]");
    let (texts, html) = told(&project, &[]);
    let list = listed(&project.dataset("2024-02-29"), &[]).list;
    assert_eq!((list.count(), list.bodies.len(), list.count_left()), (5, 2, 2));
    assert_eq!(
        texts,
        [
            "All periods: 5 items overdue of 2 bodies; the oldest is j2 of New (inherited from Middle), overdue since 20 January 2024 \
             (40 days); 2 more of bodies that no longer exist, whose successor is not known.",
            "Jobs: 2, and 1 whose successor is not known; the oldest since 20 January 2024 (40 days).",
            "Report: 3, and 1 whose successor is not known; the oldest since 2 February 2024 (37 days).",
            "Overdue among the reports that this page needs: 4, those of bodies that no longer exist among them.",
        ]
    );
    for link in [
        "/owed?period=2024\"",
        "/owed?period=2024&amp;list=owed_jobs\"",
        "/owed?period=2024&amp;list=report\"",
    ] {
        assert!(html.contains(&format!("href=\"{link}")), "{link} is not in {html}");
    }
    // A kind that is named besides is told in full, before those in lines, however old these are.
    project.change("dashboards/jobs.toml", "owed = [\"*\"]", "owed = [\"*\", \"report\"]");
    let (texts, _) = told(&project, &[]);
    let reports = "Report: 3 overdue of 2 bodies; the oldest is sales report, January 2024 of New (inherited from Old), overdue since \
                   2 February 2024 (37 days); 1 more of bodies that no longer exist, whose successor is not known.";
    assert_eq!((texts.len(), texts[1].as_str()), (4, reports), "{texts:#?}");
    project.change("dashboards/jobs.toml", "owed = [\"*\", \"report\"]", "owed = [\"owed_jobs\"]");
    // A list that cannot be made is no empty list.
    project.change("queries/reports/owed_jobs.sql", "j.due_on AS due_on", "CAST(j.job AS DATE) AS due_on");
    project.change("queries/reports/owed_jobs.sql", "ORDER BY j.due_on, j.job", "ORDER BY j.job");
    let (texts, _) = told(&project, &[]);
    assert!(texts.iter().any(|text| text.contains("Jobs") && !text.contains("overdue since")), "{texts:#?}");
}

#[test]
fn a_report_is_of_one_period_and_the_months_add_up_to_the_year() {
    let data = toy();
    let count = |period: &str| reports(&data, &[("period", period)]).count;
    let months: usize = (1..=12).map(|month| count(&format!("2024-{month:02}"))).sum();
    assert_eq!((months, count("2024"), count("2023")), (6, 6, 1));
    // The report of December ends in January by a calendar whose months begin on the 15th.
    assert_eq!(count("reporting:2024"), 7);
    assert_eq!(ReportState::COUNTED.len() + 1, ReportState::ALL.len());
}

#[test]
fn a_list_whose_table_has_no_data_is_told_and_never_taken_for_nothing_owed() {
    let project = project();
    project.change("dashboards/jobs.toml", "period = ", "owed = [\"owed_jobs\"]\nperiod = ");
    fs::remove_file(project.root().join("data/jobs.parquet")).unwrap();
    let data = project.doubtful_dataset("2024-02-29");
    let html = page::owed(&listed(&data, &[]), data.0.locale()).into_string();
    assert!(html.contains("The list “Jobs” could not be made"), "{html}");
    let reader = data.reader();
    let ask = Ask::read(&reader, [("period", "2024")]).unwrap();
    let report = data.wait(report::run(&reader, report::dashboard(&reader, "jobs").unwrap(), &ask)).unwrap();
    let brief: Vec<String> = report.brief.iter().map(|each| page::sentence(data.0.locale(), each)).collect();
    assert!(brief.contains(&"The list “Jobs” could not be made.".to_owned()), "{brief:#?}");
}

#[test]
fn a_query_that_compares_with_a_table_without_data_invents_no_rows() {
    let project = project();
    project.file(
        "queries/reports/idle.sql",
        "/*\ntitle = \"Idle\"\n*/\nSELECT o.code AS code FROM offices AS o LEFT JOIN jobs AS j ON j.office = o.code \
         WHERE j.job IS NULL ORDER BY o.code",
    );
    let idle = |data: &TestData| data.wait(report::query_rows(&data.reader(), "idle", &Ask::default()));
    let rows = idle(&project.dataset("2024-02-29")).unwrap().table.rows().count();
    assert_eq!(rows, 2, "`old` and `split` had no job");
    fs::remove_file(project.root().join("data/jobs.parquet")).unwrap();
    let data = project.doubtful_dataset("2024-02-29");
    let refused = idle(&data).unwrap_err();
    let told = page::refusal(&refused, data.0.locale()).sentence;
    assert!(matches!(refused, report::ReportError::Lacking(_)), "{refused:?}");
    assert!(told.contains("jobs"), "{told}");
}

#[test]
fn a_list_that_stands_without_a_file_says_so() {
    let project = project();
    fs::create_dir(project.root().join("data/jobs")).unwrap();
    fs::rename(project.root().join("data/jobs.parquet"), project.root().join("data/jobs/a.parquet")).unwrap();
    fs::write(project.root().join("data/jobs/b.parquet"), "no Parquet").unwrap();
    let data = project.doubtful_dataset("2024-02-29");
    let list = listed(&data, &[]).list;
    assert_eq!(list.count(), 5, "what can be read is listed");
    let html = page::owed(&listed(&data, &[]), data.0.locale()).into_string();
    assert!(html.contains("Incomplete lists (Jobs): "), "{html}");
    assert!(html.contains("jobs/b.parquet"), "{html}");
}
