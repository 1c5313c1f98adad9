//! Joint inspections, questions, deliveries, payment blocks, tasks, complaints, reports, rows that fail.

use super::{check, checks::reported, data, project};

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
        "4/4",
        "what stands in a file that has come stays so until it is mended"
    );
    assert_eq!(
        data.tell("BC02", "2023-Q4"),
        "no_value: the denominator is 0",
        "the file came with the first report that names it"
    );
}

#[test]
fn bc02_a_file_of_rows_of_one_report_is_there_whichever_list_names_its_table() {
    // the report names a file of a table that no list puts below it
    let reports = "report      | organization | first_day:date | last_day:date | due_on:date | received_on:date | file
                   task_report | o1           | 2023-12-15     | 2024-03-14    | 2024-03-18  | 2024-03-14       | requests/task.parquet";
    let project = project(&["BC02"], &[("reports", reports)]);
    std::fs::remove_file(project.root().join("data/requests.parquet")).unwrap();
    project.rows(
        "requests",
        "requests/task.parquet",
        "request_id | kind | organization | updated_on:date
         t1         | task | nobody       | 2024-01-01
         t2         | task | nobody       | 2024-01-01",
    );
    assert_eq!(project.dataset("2024-12-31").tell("BC02", "2024-Q1"), "2/2");
}

#[test]
fn tasks_are_due_done_late_or_overdue_by_the_first_day_that_was_set_and_who_is_late_comes_first() {
    let tasks = "request_id | kind | organization | clause | opened_on:date | due_on:date | first_due_on:date | done_on:date | updated_on:date
                 t1         | task | o1           | V.1    | 2024-01-02     | 2024-02-28  | 2024-01-31        | 2024-02-20   | 2024-12-31
                 t2         | task | o1           | V.1    | 2024-01-02     | 2024-01-31  | 2024-01-31        | 2024-01-31   | 2024-12-31
                 t3         | task | o2           | V.1    | 2024-01-02     | 2024-01-31  | 2024-01-31        |              | 2024-12-31
                 t4         | task | o2           | V.2    | 2024-01-02     | 2024-03-14  | 2024-03-14        | 2024-03-15   | 2024-12-31
                 t5         | task | o1           | V.2    | 2024-01-02     | 2024-03-15  | 2024-03-15        |              | 2024-12-31";
    let organizations = "code | valid_from:date | name\no1 | 2022-01-01 | Một\no2 | 2022-01-01 | Hai";
    let told =
        reported("task_states", &[("requests", tasks), ("organizations", organizations)], "2024-03-14");
    assert_eq!(
        told,
        ["Hai,V.1,1,0,0,1,2024-01-31", "Hai,V.2,1,0,0,1,2024-03-14", "Một,V.1,2,1,1,0,",],
        "body, clause, due, in time, late, overdue, since; t5 is due tomorrow"
    );
}

#[test]
fn milestones_deliveries_and_complaints_that_are_late_are_listed_as_of_the_data_date() {
    let requests = "request_id | kind      | organization | from_organization | system   | dataset | topic | channel     | opened_on:date | due_on:date | done_on:date | updated_on:date
                    m1         | milestone | o1           |                   | database |         | A     |             | 2024-01-02     | 2024-02-01  | 2024-01-20   | 2024-12-31
                    m2         | milestone | o1           |                   | database |         | B     |             | 2024-01-02     | 2024-03-01  | 2024-03-10   | 2024-12-31
                    m3         | milestone | o1           |                   | database |         | C     |             | 2024-01-02     | 2024-03-14  |              | 2024-12-31
                    m4         | milestone | o1           |                   | database |         | D     |             | 2024-01-02     | 2024-03-15  |              | 2024-12-31
                    d1         | delivery  | o1           | o2                |          | x       |       |             | 2024-01-02     | 2024-02-01  | 2024-02-01   | 2024-12-31
                    d2         | delivery  | o1           | o2                |          | x       |       |             | 2024-01-02     | 2024-02-02  | 2024-02-05   | 2024-12-31
                    d3         | delivery  | o1           | o2                |          | x       |       |             | 2024-01-02     | 2024-03-01  |              | 2024-12-31
                    y1         | complaint | o1           |                   |          |         |       | website     | 2024-01-02     | 2024-02-01  |              | 2024-12-31
                    y2         | complaint | o1           |                   |          |         |       | website     | 2024-01-02     | 2024-02-01  | 2024-03-14   | 2024-12-31
                    y3         | complaint | o1           |                   |          |         |       | traditional | 2024-01-02     | 2024-02-01  |              | 2024-12-31";
    let codes = "list    | code     | valid_from:date | name\nsystem | database | 2022-01-01 | Hệ thống\ndataset | x | 2022-01-01 | Bộ";
    let tables = [("requests", requests), ("codes", codes)];
    assert_eq!(
        reported("milestones", &tables, "2024-03-14"),
        [
            "Hệ thống,C,m3,,2024-03-14,,Quá hạn",
            "Hệ thống,A,m1,,2024-02-01,2024-01-20,Đúng hạn",
            "Hệ thống,B,m2,,2024-03-01,2024-03-10,Chậm",
            "Hệ thống,D,m4,,2024-03-15,,Chưa đến hạn",
        ]
    );
    assert_eq!(
        reported("late_deliveries", &tables, "2024-03-14"),
        ["Bộ,,,2024-03-01,,d3", "Bộ,,,2024-02-02,2024-02-05,d2"]
    );
    assert_eq!(reported("overdue_complaints", &tables, "2024-03-14"), ["y1,,,2024-01-02,2024-02-01,42"]);
}
