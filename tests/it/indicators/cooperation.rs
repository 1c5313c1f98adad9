//! Joint inspections, questions, deliveries, payment blocks, tasks, complaints, reports, rows that fail.

use super::{check, data, project};

#[test]
fn ph01_a_joint_case_is_counted_once_whoever_took_part() {
    let cases = "case_id | organization | channel | inspected_on:date
                 c1      | o1           | website | 2024-01-05
                 c2      | o1           | website | 2024-01-06";
    let partners = "case_id | partner\nc1 | o2\nc1 | o3";
    check(
        "PH01",
        &[("cases", cases), ("case_partners", partners)],
        "2024-12-31",
        &[
            ("2024-Q1", "1/2"),
            ("2024-Q1 by partner", "1/2, o2: 1/2, o3: 1/2"),
            ("2024-Q1 by organization", "1/2, o1: 1/2"),
        ],
    );
}

const REQUESTS: &str = "request_id | kind          | organization | from_organization | dataset | opened_on:date | due_on:date | first_due_on:date | done_on:date | amount:money | updated_on:date
                        i1         | information   | o1           | o2                |         | 2024-01-02     | 2024-01-16  | 2024-01-16        | 2024-01-16   |              | 2024-12-31
                        i2         | information   | o1           | o3                |         | 2024-01-02     | 2024-01-16  | 2024-01-16        | 2024-03-10   |              | 2024-12-31
                        i3         | information   | o2           | o1                |         | 2024-03-10     | 2024-03-25  | 2024-03-25        |              |              | 2024-12-31
                        d1         | delivery      | o1           | o2                | x       | 2024-01-02     | 2024-01-16  | 2024-01-16        | 2024-01-10   |              | 2024-12-31
                        d2         | delivery      | o1           | o2                | y       | 2024-01-02     | 2024-01-16  | 2024-01-16        |              |              | 2024-12-31
                        b1         | payment_block | o4           | o5                |         | 2023-12-10     | 2023-12-16  | 2023-12-16        | 2023-12-15   | 700          | 2024-12-31
                        b2         | payment_block | o4           | o5                |         | 2024-01-10     | 2024-01-16  | 2024-01-16        | 2024-01-20   | 900          | 2024-12-31
                        t1         | task          | o1           |                   |         | 2024-01-02     | 2024-02-28  | 2024-01-31        | 2024-02-20   |              | 2024-12-31
                        t2         | task          | o1           |                   |         | 2024-01-02     | 2024-01-31  | 2024-01-31        | 2024-01-31   |              | 2024-12-31";

#[test]
fn ph02_a_question_is_judged_on_the_day_it_was_due_and_belongs_to_who_owes_the_answer() {
    let tables = [("requests", REQUESTS)];
    check(
        "PH02",
        &tables,
        "2024-12-31",
        &[
            ("2024-Q1", "1/2"),
            ("2024-Q1 by organization", "1/2, o1: 1/2"),
            ("2024-Q1 by from_organization", "1/2, o2: 1/1, o3: 0/1"),
            ("2024-Q2", "0/1"),
        ],
    );
    let told = data("PH02", &tables, "2024-12-31").tell_where("PH02", "2024-Q1", &["organization=o2"]);
    assert!(told.starts_with("no_value") || told == "0/0", "a filter on bodies means who owes: {told}");
}

#[test]
fn ph03_what_was_never_delivered_stays_below_the_line() {
    check(
        "PH03",
        &[("requests", REQUESTS)],
        "2024-12-31",
        &[("2024-Q1", "1/2"), ("2024-Q1 by dataset", "1/2, x: 1/1, y: 0/1")],
    );
}

#[test]
fn nh01_amounts_and_requests_received_stand_beside() {
    let tables = [("requests", REQUESTS)];
    check("NH01", &tables, "2024-12-31", &[("2024-Q1", "1/2")]);
    let data = data("NH01", &tables, "2024-12-31");
    assert_eq!(data.part("NH01", "2024-Q1", &[], "amount").unwrap(), "700");
    assert_eq!(data.part("NH01", "2024-Q1", &[], "received").unwrap(), "1", "b1 came in the quarter before");
}

#[test]
fn nv01_a_longer_time_does_not_hide_that_the_first_day_was_missed() {
    let tables = [("requests", REQUESTS)];
    check("NV01", &tables, "2024-12-31", &[("2024-02", "1/2")]);
    assert_eq!(data("NV01", &tables, "2024-12-31").part("NV01", "2024-02", &[], "extended").unwrap(), "1");
}

#[test]
fn kn01_complaints_received_are_not_the_ones_that_fall_due() {
    let requests = "request_id | kind      | channel     | opened_on:date | due_on:date | done_on:date | updated_on:date
                    y1         | complaint | website     | 2023-12-01     | 2024-01-10  | 2024-01-09   | 2024-12-31
                    y2         | complaint | website     | 2024-01-10     | 2024-02-10  |              | 2024-12-31
                    y3         | complaint |             | 2024-03-10     | 2024-03-20  | 2024-03-15   | 2024-12-31
                    y4         | complaint | traditional | 2024-01-10     | 2024-02-10  | 2024-02-01   | 2024-12-31";
    let tables = [("requests", requests)];
    check("KN01", &tables, "2024-12-31", &[("2024-Q1", "1/2"), ("2024-Q2", "1/1")]);
    assert_eq!(data("KN01", &tables, "2024-12-31").part("KN01", "2024-Q1", &[], "received").unwrap(), "2");
}

const REPORTS: &str = "report      | organization | first_day:date | last_day:date | due_on:date | received_on:date | period_kind | file
                       case_report | o1           | 2023-12-15     | 2024-01-14    | 2024-01-16  | 2024-01-16       | month       | cases/2024.parquet
                       case_report | o2           | 2023-12-15     | 2024-01-14    | 2024-01-16  | 2024-01-20       | month       | cases/2024.parquet
                       case_report | o1           | 2024-01-15     | 2024-02-14    | 2024-02-16  |                  | month       |";

#[test]
fn bc01_reports_are_counted_and_not_bodies() {
    check(
        "BC01",
        &[("reports", REPORTS)],
        "2024-12-31",
        &[("2024-Q1", "1/3"), ("2024-Q1 by organization", "1/3, o1: 1/2, o2: 0/1")],
    );
}

#[test]
fn bc02_a_row_that_fails_twice_is_one_row_and_the_whole_is_not_divided_by_rule() {
    let codes = "list | code | valid_from:date | parent
                 report_table | cases | 2022-01-01 | case_report
                 channel | website | 2022-01-01 |";
    let project = project(&["BC02"], &[("reports", REPORTS), ("codes", codes)]);
    std::fs::remove_file(project.root().join("data/cases.parquet")).unwrap();
    project.rows(
        "cases",
        "cases/2024.parquet",
        "case_id | organization | channel | inspected_on:date
         c1      | o1           | website | 2024-01-02
         c2      | o1           | website | 2024-01-02
         c2      | nobody       | shops   | 2024-01-02
         c3      | nobody       | website | 2024-01-02",
    );
    let data = project.dataset("2024-12-31");
    // every body is unknown here, so each row fails; the second row of one key is not looked at any further
    let told = data.tell_by("BC02", "2024-Q1", &[], "rule");
    assert_eq!(told[0], "4/4");
    assert!(told.contains(&"key: 1/4".to_owned()), "{told:?}");
    assert!(told.contains(&"references: 3/4".to_owned()), "{told:?}");
    assert_eq!(
        data.tell("BC02", "2024-Q2"),
        "no_value: the denominator is 0",
        "the file came with the last report that names it"
    );
}
