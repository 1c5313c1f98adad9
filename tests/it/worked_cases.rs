//! Small inputs whose answers a person can check, asked of the first workspace's own KPI files.

use minhbach::calendar::Period;

use super::support::{TestData, TestProject};

const DAYS_OF_BUDGET: &str = "
entry_id* | budget_year:integer | posted_on:date | kind        | source | amount:money | advance_id
e0        | 2024                | 2023-12-20     | initial     | state  | 600          |
e1        | 2024                | 2024-03-05     | supplement  | state  | 100          |
e2        | 2024                | 2024-04-10     | payment     | state  | 200          |
e3        | 2024                | 2024-10-10     | advance     | state  | 90           | v1
e8        | 2025                | 2024-12-22     | initial     | state  | 500          |
e9        | 2025                | 2025-01-08     | payment     | state  | 10           |
e4        | 2024                | 2025-01-10     | payment     | state  | 30           |
e6        | 2024                | 2025-01-18     | recovery    | state  | 20           | v1
e5        | 2024                | 2025-01-25     | payment     | state  | 70           |
e7        | 2024                | 2025-01-28     | recovery    | state  | 30           | v1
e7p       | 2024                | 2025-01-28     | payment     | state  | 30           |
e10       | 2025                | 2025-02-10     | carried_in  | state  | 40           |
e11       | 2025                | 2025-02-12     | recovery    | state  | 40           | v1
e12       | 2025                | 2025-02-12     | payment     | state  | 40           |
e13       | 2024                | 2025-02-14     | carried_out | state  | 40           |
x1        | 2024                | 2024-05-05     | payment     | private | 9000        |
";

fn budget() -> TestProject {
    let project = TestProject::of_repository(&["NS02"]);
    project
        .table("budget_entries", DAYS_OF_BUDGET)
        .kpi(
            "outstanding_advances",
            "unit = \"money\"
             key = \"advance_id\"
             value = { outstanding = \"last\" }
             calendars = [\"budget\"]",
            "SELECT b.last_day AS day, b.outstanding AS outstanding, b.organization AS organization, b.advance_id AS advance_id
             FROM advance_balances AS b WHERE b.outstanding <> 0",
        )
        .kpi(
            "carried_out",
            "unit = \"money\"
             key = \"entry_id\"
             value = { carried = \"sum\" }
             calendars = [\"budget\"]",
            "SELECT v.day AS day, v.amount AS carried, v.entry_id AS entry_id FROM vouchers AS v WHERE v.kind = 'carried_out'",
        );
    project
}

/// Each line: data date, period, what the first workspace's budget KPI says.
#[test]
fn a_budget_year_is_paid_in_its_own_year_until_its_settlement_is_over() {
    let project = budget();
    for (as_of, year_2024, first_quarter_2025) in [
        ("2024-12-31", "290/700 unsettled", "not_begun: the period begins after the data date provisional"),
        ("2025-01-20", "300/700 unsettled", "10/500 provisional"),
        ("2025-02-15", "370/700", "50/540 provisional"),
    ] {
        let data = project.dataset(as_of);
        assert_eq!(data.tell("NS02", "2024"), year_2024, "{as_of}");
        assert_eq!(data.tell("NS02", "2024-Q4"), year_2024, "{as_of}");
        assert_eq!(data.tell("NS02", "2025-Q1"), first_quarter_2025, "{as_of}");
    }
    let data = project.dataset("2025-02-15");
    let parts = |column| data.part("NS02", "2024", &[], column).unwrap();
    assert_eq!([parts("paid"), parts("advance"), parts("available")], ["330", "40", "700"]);
    assert_eq!(
        data.part("NS02", "2024-Q3", &[], "paid").unwrap(),
        "200",
        "what January settles counts in the last quarter"
    );
}

#[test]
fn what_may_be_spent_is_what_was_granted_in_the_budget_year() {
    let project = budget();
    for (as_of, in_2024, in_2025) in [("2025-01-20", "700", "500"), ("2025-02-15", "700", "540")] {
        let data = project.dataset(as_of);
        assert_eq!(data.part("NS02", "2024", &[], "available").unwrap(), in_2024);
        assert_eq!(data.part("NS02", "2025", &[], "available").unwrap(), in_2025);
    }
}

#[test]
fn the_whole_plan_has_no_budget_figure_because_it_lies_in_no_single_year() {
    let data = budget().dataset("2025-02-15");
    let why = "no_value: the period lies inside no single year of its calendar provisional unsettled";
    assert_eq!(data.tell("NS02", "plan"), why);
}

#[test]
fn an_advance_of_last_year_stands_until_it_is_recovered_and_leaves_the_new_years_january_alone() {
    let project = budget();
    for (as_of, end_of_2024) in [("2024-12-31", "90"), ("2025-01-20", "70"), ("2025-02-15", "40")] {
        let told = project.dataset(as_of).tell("outstanding_advances", "2024");
        assert_eq!(told.trim_end_matches(" unsettled"), end_of_2024, "{as_of}");
    }
    let data = project.dataset("2025-01-20");
    assert_eq!(data.part("NS02", "2025-01", &[], "advance").unwrap(), "0");
    assert_eq!(data.tell("outstanding_advances", "2025-01"), "70 provisional", "its own KPI keeps it");
}

#[test]
fn what_is_carried_out_in_february_belongs_to_the_year_before() {
    let data = budget().dataset("2025-02-15");
    assert_eq!(data.tell("carried_out", "2024"), "40");
    assert_eq!(data.tell("carried_out", "2025"), "0 provisional unsettled");
}

#[test]
fn settlement_vouchers_can_be_told_apart_and_the_budget_stays_whole() {
    let data = budget().dataset("2025-02-15");
    let told = data.tell_by("NS02", "2024", &[], "stage");
    assert_eq!(told, ["370/700", "in_year: 240/700", "settlement: 130/700"]);
}

#[test]
fn a_seller_is_counted_once_however_often_it_was_sanctioned() {
    let project = TestProject::of_repository(&[]);
    project
        .table(
            "decisions",
            "decision_id* | case_id | business_id | decided_on:date
             d1           | c1      | s1          | 2024-01-05
             d2           | c2      | s1          | 2024-01-20
             d3           | c3      | s1          | 2024-02-20
             d4           | c4      | s2          | 2024-01-06
             d5           | c5      | s3          | 2024-01-06
             d6           | c6      | s4          | 2024-02-25
             d7           | c7      | s2          | 2022-09-01",
        )
        .kpi(
            "again",
            "unit = \"percent\"
             key = \"decision_id\"
             numerator = { again = { over = \"sum\", as = \"distinct\" } }
             denominator = { sanctioned = { over = \"sum\", as = \"distinct\" } }",
            "WITH earlier AS (
               SELECT d.decision_id AS decision_id, max(e.decided_on) AS before
               FROM decisions AS d
               JOIN decisions AS e ON e.business_id = d.business_id AND e.decided_on < d.decided_on
                                  AND e.decided_on >= CAST(d.decided_on - INTERVAL '12' MONTH AS DATE)
               GROUP BY d.decision_id
             )
             SELECT d.decided_on AS day, CASE WHEN e.before IS NOT NULL THEN d.business_id END AS again,
                    d.business_id AS sanctioned, d.decision_id AS decision_id
             FROM decisions AS d LEFT JOIN earlier AS e ON e.decision_id = d.decision_id",
        );
    let data = project.dataset("2024-12-31");
    assert_eq!(data.tell("again", "2024-Q1"), "1/4", "one row a seller and slot, added up, would be 2/6");
}

/// Cases of the first workspace: two carried into 2024-Q1 (15/12/2023–14/3/2024), three found in it.
fn cases() -> TestProject {
    let project = TestProject::of_repository(&["VP05"]);
    project
        .table(
            "cases",
            "case_id* | channel   | record_on:date | transferred_on:date
             c1       | ecommerce | 2023-11-20     |
             c2       | ecommerce | 2024-01-05     |
             c3       | ecommerce | 2024-03-01     |
             c4       | ecommerce | 2023-11-25     | 2024-02-20
             c5       | ecommerce | 2024-02-10     | 2024-03-14
             c6       | ecommerce | 2024-04-01     |
             c7       | ecommerce | 2024-06-14     |
             c8       | ecommerce | 2023-12-14     |
             shop     | traditional | 2024-01-05   |",
        )
        .table(
            "decisions",
            "decision_id* | case_id | decided_on:date
             d1           | c1      | 2024-01-10
             d2           | c2      | 2024-02-01
             d8           | c8      | 2023-12-14
             d9           | c1      | 2024-03-05",
        );
    project
}

#[test]
fn handled_cases_are_held_against_those_found_and_those_carried_over() {
    let data = cases().dataset("2024-06-20");
    assert_eq!(data.tell("VP05", "2024-Q1"), "4/5");
    assert_eq!(data.proof("VP05", "2024-Q1", &[])[..3], ["4", "3", "2"]);
}

#[test]
fn each_column_of_a_record_list_has_its_own_window() {
    let data = cases().dataset("2024-06-20");
    let mut records = data.records("VP05", "2024-Q1", &[]);
    records.sort();
    assert_eq!(
        records,
        [
            "c1 carried",
            "c1 handled",
            "c2 detected",
            "c2 handled",
            "c3 detected",
            "c4 carried",
            "c4 handled",
            "c5 detected",
            "c5 handled",
        ],
        "one window for all would list what was open in between and miss what was carried over"
    );
}

#[test]
fn nothing_handled_out_of_three_is_zero_and_not_missing() {
    let data = cases().dataset("2024-06-20");
    assert_eq!(data.tell("VP05", "2024-Q2"), "0/3");
    assert_eq!(data.figure("VP05", "2024-Q2", &[]).value, Some(rust_decimal::Decimal::ZERO));
}

#[test]
fn a_month_that_has_not_begun_has_no_value() {
    let data = cases().dataset("2024-05-20");
    assert_eq!(data.tell("VP05", "2024-07"), "not_begun: the period begins after the data date provisional");
    assert_eq!(data.part("VP05", "2024-07", &[], "detected"), None);
    assert_eq!(data.records("VP05", "2024-07", &[]), [""; 0]);
}

#[test]
fn who_has_left_is_neither_above_nor_below_the_line_of_coverage() {
    let project = TestProject::of_repository(&["KT01"]);
    project
        .table(
            "duty_roster",
            "person_id* | organization* | valid_from*:date | valid_to:date
             p1         | o1            | 2023-01-01       |
             p2         | o1            | 2023-01-01       |
             p3         | o1            | 2023-01-01       | 2024-06-14
             p4         | o1            | 2023-01-01       | 2024-06-13
             p5         | o1            | 2023-01-01       | 2024-03-31
             p6         | o1            | 2023-01-01       | 2024-03-31",
        )
        .table(
            "attendance",
            "class_id* | person_id* | attended_on:date
             k1        | p1         | 2023-06-01
             k1        | p3         | 2023-06-01
             k1        | p4         | 2023-06-01
             k1        | p5         | 2023-06-01
             k2        | p6         | 2023-07-01
             k0        | p2         | 2023-05-07",
        );
    let data = project.dataset("2024-12-31");
    // 14/6/2024 is the last day of the quarter: p3 is there on it, p4 left the day before; what p2
    // learned the day before the plan began does not count.
    assert_eq!(data.tell("KT01", "2024-Q2"), "2/3", "everybody ever trained over those on duty would be 5/3");
    assert_eq!(data.tell("KT01", "2024-Q3"), "1/2");
}

#[test]
fn sellers_who_stopped_selling_leave_both_sides_of_coverage() {
    let project = TestProject::of_repository(&["TT01"]);
    project
        .table(
            "codes",
            "list*          | code* | valid_from*:date | valid_to:date
             platform       | big   | 2022-01-01       |
             large_platform | big   | 2022-01-01       |
             large_platform | late  | 2024-07-01       |",
        )
        .table(
            "business_statuses",
            "status_id* | business_id | status  | platform | valid_from:date | valid_to:date
             1          | b1          | selling | big      | 2023-01-01      |
             2          | b2          | selling | big      | 2023-01-01      |
             3          | b3          | selling | big      | 2023-01-01      |
             4          | b4          | selling | big      | 2023-01-01      | 2024-01-31
             5          | b5          | selling | big      | 2023-01-01      | 2024-01-31
             6          | b6          | selling | big      | 2023-01-01      | 2024-01-31
             7          | b7          | selling | late     | 2023-01-01      |
             8          | b1          | reached |          | 2023-06-01      |
             9          | b2          | reached |          | 2023-06-01      |
             10         | b4          | reached |          | 2023-06-01      |
             11         | b5          | reached |          | 2023-06-01      |
             12         | b6          | reached |          | 2023-06-01      |
             13         | b3          | reached |          | 2023-05-01      |",
        );
    let data = project.dataset("2024-12-31");
    assert_eq!(
        data.tell("TT01", "2024-Q2"),
        "2/3",
        "everybody ever reached over those who sell would be 5/3"
    );
    assert_eq!(
        data.tell("TT01", "2024-Q3"),
        "2/4",
        "a platform counts from the day on which it is on the list"
    );
}

fn days(data: &TestData, period: &str) -> String {
    let calendars = data.0.calendars();
    let period: Period = calendars.parse(calendars.default_calendar(), period).unwrap();
    format!("{}..{}", period.first_day(), period.last_day())
}

#[test]
fn a_case_of_20_december_belongs_to_the_next_year() {
    let project = TestProject::of_repository(&["VP05"]);
    // Without reports an empty month is 0 and needs nobody to say so.
    project.change("queries/kpis/VP05.sql", "reports     = [\"case_report\"]\n", "").table(
        "cases",
        "case_id* | channel   | record_on:date
         c1       | ecommerce | 2023-12-20
         c2       | ecommerce | 2025-12-20",
    );
    // Nothing was decided, which is not the same as that nobody has said so.
    project.table("decisions", "decision_id* | case_id | decided_on:date");
    let data = project.dataset("2025-12-31");
    let found = |period| data.part("VP05", period, &[], "detected").unwrap();
    for (period, count) in [
        ("2024-01", "1"),
        ("2024-Q1", "1"),
        ("2024", "1"),
        ("2024-H1", "1"),
        ("2024-9M", "1"),
        ("2023", "0"),
        ("2023-12", "0"),
        ("2024-02", "0"),
        // 15–31/12/2025 lies in the plan and in none of its yearly reports.
        ("2025", "0"),
        ("plan", "2"),
        ("2026-01", "1"),
    ] {
        assert_eq!(found(period), count, "{period}");
    }
    assert_eq!(days(&data, "2024-H1"), "2023-12-15..2024-06-14");
    assert_eq!(days(&data, "2025"), "2024-12-15..2025-12-14");
}
