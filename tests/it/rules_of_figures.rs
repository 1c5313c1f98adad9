//! What stands beside a number: who reported, what it may be compared with, whether a promise is kept.

use minhbach::kpi::{NotCompared, Status};

use super::support::{TestData, TestProject};

const ORGANIZATION: &str = "[organization]\ntitle = \"Body\"\nvalues = { a = \"A\", b = \"B\", c = \"C\" }\n";

const OBLIGATIONS: &str =
    "SELECT d.organization AS organization, d.report AS report, d.first_day AS first_day,
       d.last_day AS last_day, d.due_on AS due_on, d.received_on AS received_on
FROM duties AS d";

const EVENTS_OF_BODIES: &str = "SELECT e.happened_on AS day, 1 AS events, e.organization AS organization, e.event AS event FROM events AS e";

/// Three bodies that owe a monthly report: b is late for January and silent since, c ended in January.
fn reporting() -> TestProject {
    let project = TestProject::new();
    project
        .change(
            "minhbach.toml",
            "[units.thing]",
            "[reporting]\nbodies = \"organization\"\nquery = \"obligations\"\n[units.thing]",
        )
        .file("queries/dimensions.toml", ORGANIZATION)
        .file("queries/models/obligations.sql", OBLIGATIONS)
        .table(
            "duties",
            "organization* | report* | first_day*:date | last_day:date | due_on:date | received_on:date
             a             | monthly | 2024-01-01      | 2024-01-31    | 2024-02-02  | 2024-02-01
             b             | monthly | 2024-01-01      | 2024-01-31    | 2024-02-02  | 2024-03-20
             c             | monthly | 2024-01-01      | 2024-01-31    | 2024-02-02  | 2024-02-02
             a             | monthly | 2024-02-01      | 2024-02-29    | 2024-03-04  | 2024-03-04
             b             | monthly | 2024-02-01      | 2024-02-29    | 2024-03-04  |
             a             | monthly | 2024-03-01      | 2024-03-31    | 2024-04-02  | 2024-04-02
             b             | monthly | 2024-03-01      | 2024-03-31    | 2024-04-02  |
             a             | monthly | 2024-04-01      | 2024-04-30    | 2024-05-03  |
             b             | monthly | 2024-04-01      | 2024-04-30    | 2024-05-03  |
             a             | other   | 2024-02-01      | 2024-02-29    | 2024-03-04  |",
        )
        .table(
            "events",
            "event* | happened_on:date | organization
             e1     | 2024-01-05       | a
             e2     | 2024-03-06       | a",
        )
        .kpi(
            "reported",
            "key = \"event\"\nreports = [\"monthly\"]\nvalue = { events = \"sum\" }",
            EVENTS_OF_BODIES,
        )
        .kpi(
            "state",
            "key = \"event\"\nreports = [\"monthly\"]\nvalue = { events = \"last\" }",
            EVENTS_OF_BODIES,
        )
        .kpi("free", "key = \"event\"\nvalue = { events = \"sum\" }", EVENTS_OF_BODIES);
    project
}

fn share(data: &TestData, code: &str, period: &str, filters: &[&str]) -> String {
    let completeness = data.figure(code, period, filters).completeness;
    format!("{}/{} {}", completeness.reported, completeness.expected, completeness.missing.join(" "))
        .trim()
        .to_owned()
}

#[test]
fn a_figure_says_how_many_of_the_bodies_that_owed_a_report_have_sent_it() {
    let data = reporting().dataset("2024-05-31");
    for (code, period, filters, expected) in [
        ("reported", "2024-01", &[][..], "3/3"),
        ("reported", "2024-02", &[], "1/2 b"),
        ("reported", "2024-Q1", &[], "2/3 b"),
        ("reported", "2024-04", &[], "0/2 a b"),
        ("reported", "2024-Q1", &["organization=b"], "0/1 b"),
        ("reported", "2024-01", &["organization=b", "organization=c"], "2/2"),
        ("reported", "2024-06", &[], "0/0"),
        // A state needs the reports of the days that it is read from, not of the whole period.
        ("state", "2024-Q1", &[], "1/2 b"),
        ("free", "2024-Q1", &[], "0/0"),
    ] {
        assert_eq!(share(&data, code, period, filters), expected, "{code} {period} {filters:?}");
    }
}

#[test]
fn a_report_whose_days_are_not_over_is_not_owed_yet() {
    let project = reporting();
    assert_eq!(share(&project.dataset("2024-03-30"), "reported", "2024-03", &[]), "0/0");
    assert_eq!(share(&project.dataset("2024-03-31"), "reported", "2024-03", &[]), "1/2 b");
}

#[test]
fn a_body_that_reported_nothing_is_zero_and_one_that_did_not_report_is_missing() {
    let data = reporting().dataset("2024-05-31");
    let silent = "not_reported: no body that owed a report has sent it";
    assert_eq!(data.tell_by("reported", "2024-01", &[], "organization"), ["1", "a: 1", "b: 0", "c: 0"]);
    let february = data.tell_by("reported", "2024-02", &[], "organization");
    assert_eq!(february, ["0".to_owned(), "a: 0".to_owned(), format!("b: {silent}")]);
    assert_eq!(data.tell("reported", "2024-04"), silent);
    assert_eq!(data.tell("free", "2024-04"), "0", "a KPI without reports needs nobody to say 0");
    let nothing_owed = "no_value: no body owed a report for these days, and there is no record";
    assert_eq!(data.tell("reported", "2022-05"), nothing_owed);
}

#[test]
fn the_data_date_is_the_latest_day_that_the_reports_received_speak_for() {
    let project = reporting();
    let date = |project: &TestProject| project.try_dataset(None).unwrap().data_date().to_string();
    assert_eq!(date(&project), "2024-03-31");
    // A report that came before its days were over speaks only until it came.
    project.rows(
        "duties",
        "duties.parquet",
        "organization* | report* | first_day*:date | last_day:date | due_on:date | received_on:date
         a             | monthly | 2024-04-01      | 2024-04-30    | 2024-05-03  | 2024-04-17
         a             | monthly | 2024-01-01      | 2024-01-31    | 2024-02-02  | 2024-02-01
         b             | monthly | 2024-05-01      | 2024-05-31    | 2024-06-03  |",
    );
    assert_eq!(date(&project), "2024-04-17");
}

/// One event in January 2022, two in January 2023, three in 2024; and one late in June of each.
fn years() -> TestProject {
    let project = TestProject::new();
    project
        .table(
            "events",
            "event* | happened_on:date | organization
             a      | 2022-01-10       | a
             b      | 2023-01-10       | a
             c      | 2023-01-11       | a
             d      | 2024-01-10       | a
             e      | 2024-01-11       | b
             f      | 2024-01-12       | a
             g      | 2022-06-20       | a
             h      | 2023-06-20       | a
             i      | 2023-06-10       | a
             k      | 2024-06-10       | a",
        )
        .kpi("events", "key = \"event\"\nsince = 2022-02-01\nvalue = { events = \"sum\" }", EVENTS_OF_BODIES);
    project.file("queries/dimensions.toml", ORGANIZATION);
    project
}

fn change(data: &TestData, period: &str) -> String {
    match data.compared("events", period) {
        Ok(compared) => format!("{:+} of {}", compared.change, compared.base.value.unwrap()),
        Err(NotCompared::NoBase(reason)) => reason.to_string(),
        Err(NotCompared::NoValue) => "no value".to_owned(),
        Err(NotCompared::BeforeSince) => "before since".to_owned(),
        Err(NotCompared::Partial) => "partial".to_owned(),
        Err(NotCompared::TooLarge) => "too large".to_owned(),
        Err(NotCompared::Reports(_)) => "reports".to_owned(),
        Err(NotCompared::Break(parted)) => parted.label,
        Err(NotCompared::Running) => "running".to_owned(),
        Err(NotCompared::OtherKind) => "other kind".to_owned(),
        Err(NotCompared::NotWanted) => "not wanted".to_owned(),
    }
}

#[test]
fn a_figure_is_compared_only_with_a_whole_base_of_the_same_slots() {
    let project = years();
    let data = project.dataset("2024-12-31");
    for (period, expected) in [
        ("2024-01", "+1 of 2"),
        ("2023-01", "before since"),
        ("2023-Q2", "+1 of 1"),
        ("2024", "+0 of 4"),
        ("plan", "the period has no counterpart in the year before"),
        ("2025-01", "the period begins on 2025-01-01, after the data date"),
    ] {
        assert_eq!(change(&data, period), expected, "{period}");
    }
    // The data date ends a slot: the base is read up to the same day. Of June's first half one event stands
    // against one, though the whole of June 2023 had two.
    assert_eq!(change(&project.dataset("2024-06-14"), "2024-06"), "+0 of 1");
    assert_eq!(
        change(&project.dataset("2024-06-13"), "2024-06"),
        "the data date 2024-06-13 lies inside a slot"
    );
}

#[test]
fn a_figure_is_not_compared_across_a_break_unless_it_changed_nothing_that_is_measured() {
    let project = years();
    project.change(
        "minhbach.toml",
        "[data]",
        "breaks = [{ on = 2024-01-15, label = \"merged\", comparable = false }]\n[data]",
    );
    let data = project.dataset("2024-12-31");
    for (period, expected) in [
        ("2024", "merged"),
        ("2024-06", "merged"),
        ("2024-01", "merged"),
        // It ends the day before the break.
        ("2024-01-01..2024-01-14", "+1 of 2"),
        ("2023-Q2", "+1 of 1"),
    ] {
        assert_eq!(change(&data, period), expected, "{period}");
    }
    project.change("minhbach.toml", ", comparable = false", "");
    assert_eq!(change(&project.dataset("2024-12-31"), "2024-01"), "+1 of 2");
}

#[test]
fn where_another_share_of_the_bodies_reported_those_are_compared_that_did_on_both_sides() {
    let project = years();
    project
        .change(
            "minhbach.toml",
            "[units.thing]",
            "[reporting]\nbodies = \"organization\"\nquery = \"obligations\"\n[units.thing]",
        )
        .change("queries/kpis/events.sql", "key =", "reports = [\"monthly\"]\nkey =")
        .file("queries/models/obligations.sql", OBLIGATIONS)
        .table(
            "duties",
            "organization* | report* | first_day*:date | last_day:date | due_on:date | received_on:date
             a             | monthly | 2023-01-01      | 2023-01-31    | 2023-02-02  | 2023-02-01
             a             | monthly | 2024-01-01      | 2024-01-31    | 2024-02-02  | 2024-02-01
             b             | monthly | 2024-01-01      | 2024-01-31    | 2024-02-02  |
             a             | monthly | 2023-06-01      | 2023-06-30    | 2023-07-02  | 2023-07-01
             b             | monthly | 2023-06-01      | 2023-06-30    | 2023-07-02  | 2023-07-01
             a             | monthly | 2024-06-01      | 2024-06-30    | 2024-07-02  | 2024-07-01",
        );
    let data = project.dataset("2024-12-31");
    assert_eq!(change(&data, "2024-01"), "+0 of 2", "of a alone: one of one last year, one of two now");
    assert_eq!(change(&data, "2024-06"), "-1 of 2", "all that owed have sent, on both sides");
}

/// Coverage of two bodies, promised to be whole by the end of 2024, for each body too.
fn promised(better: &str, target: &str) -> TestProject {
    let project = TestProject::new();
    project
        .file("queries/dimensions.toml", ORGANIZATION)
        .file(
            "queries/plan.toml",
            &format!(
                "[[clause]]\nid = \"1\"\ntext = \"All.\"\n[[clause.kpi]]\ncode = \"done\"\ntarget = {target}\n\
                 by = 2024-12-31\nsource = \"plan\"\neach = [\"organization\"]\n"
            ),
        )
        .table(
            "tasks",
            "task* | due_on:date | organization | done
             t1    | 2024-03-01  | a            | yes
             t2    | 2024-03-01  | b            |
             t3    | 2024-12-31  | a            | yes
             t4    | 2023-01-05  | a            | yes",
        )
        .kpi(
            "done",
            &format!(
                "unit = \"percent\"
                 better = \"{better}\"
                 since = 2023-05-08
                 key = \"task\"
                 numerator = {{ done = \"running\" }}
                 denominator = {{ due = \"running\" }}"
            ),
            "SELECT t.due_on AS day, CASE WHEN t.done = 'yes' THEN 1 ELSE 0 END AS done, 1 AS due,
                    t.organization AS organization, t.task AS task FROM tasks AS t",
        );
    project
}

#[test]
fn a_promise_is_judged_on_the_periods_last_day_and_only_for_what_it_was_made_for() {
    use Status::{Met, Missed, NotDue};
    let project = promised("higher", "100");
    let data = project.dataset("2024-12-31");
    assert_eq!(data.tell("done", "2024"), "2/3");
    for (period, filters, by, expected) in [
        ("2024", &[][..], None, Some(Missed)),
        // The day has come and has decided.
        ("2024-11", &[], None, None),
        ("2024-11", &[], Some(("organization", "a")), None),
        ("plan", &[], None, Some(Missed)),
        // A filtered slice is nobody's promise; `each` makes it one for every member.
        ("2024", &["organization=a"], None, None),
        ("2024", &[], Some(("organization", "a")), Some(Met)),
        ("2024", &[], Some(("organization", "b")), Some(Missed)),
        // Begins before the records are whole.
        ("2023", &[], None, None),
    ] {
        assert_eq!(data.status("done", period, filters, by), expected, "{period} {filters:?} {by:?}");
    }
    let earlier = project.dataset("2024-12-30");
    assert_eq!(
        earlier.status("done", "2024", &[], None),
        Some(NotDue),
        "the data date comes before the period's end"
    );
    assert_eq!(earlier.status("done", "plan", &[], None), Some(NotDue));
    assert_eq!(earlier.status("done", "2024-11", &[], None), Some(NotDue));
}

#[test]
fn where_less_is_better_a_number_at_or_below_the_target_is_met() {
    for (target, expected) in [("60", Status::Missed), ("66.5", Status::Missed), ("67", Status::Met)] {
        let data = promised("lower", target).dataset("2024-12-31");
        assert_eq!(data.status("done", "2024", &[], None), Some(expected), "{target}");
    }
}

#[test]
fn without_a_target_or_a_direction_there_is_no_traffic_light() {
    let project = promised("neither", "100");
    assert_eq!(project.dataset("2024-12-31").status("done", "2024", &[], None), None);
    project.file(
        "queries/plan.toml",
        "[[clause]]\nid = \"1\"\ntext = \"All.\"\n[[clause.kpi]]\ncode = \"done\"\n",
    );
    assert_eq!(project.dataset("2024-12-31").status("done", "2024", &[], None), None);
}
