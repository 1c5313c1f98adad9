//! The identities in `queries/checks`: each finds the rows that break it, and nothing else.

use std::fs;

use super::project;
use crate::support::{TestProject, repository};

/// A workspace with one check.
fn with_check(check: &str, tables: &[(&str, &str)]) -> TestProject {
    with_query("checks", check, tables)
}

/// A workspace with one named query of that folder.
fn with_query(folder: &str, name: &str, tables: &[(&str, &str)]) -> TestProject {
    let project = project(&[], tables);
    let path = format!("queries/{folder}/{name}.sql");
    project.file(&path, &fs::read_to_string(repository().join(&path)).unwrap());
    project
}

/// The lines of a named query over these tables as readers see them: without their head, and without the columns at the end
/// that say where a row leads; each parameter is `NAME=VALUE`.
fn lines(project: &TestProject, name: &str, as_of: &str, parameters: &[&str]) -> Vec<String> {
    let mut line = vec!["query", name, "--format", "csv", "--as-of", as_of];
    line.extend(parameters.iter().flat_map(|parameter| ["--param", *parameter]));
    let said = project.run(&line);
    assert_eq!(said.code, 0, "{}", said.stderr);
    let mut all = said.stdout.lines();
    let head: Vec<&str> = all.next().unwrap_or_default().split(',').collect();
    let links = head.iter().position(|name| *name == "kpi").map_or(0, |first| head.len() - first);
    let shown = |line: &str| line.rsplitn(links + 1, ',').last().unwrap().to_owned();
    all.map(shown).collect()
}

/// The lines that a check lists over these tables.
pub(super) fn broken(check: &str, tables: &[(&str, &str)]) -> Vec<String> {
    lines(&with_check(check, tables), check, "2025-12-31", &[])
}

/// The lines of a report over these tables.
pub(super) fn reported(report: &str, tables: &[(&str, &str)], as_of: &str) -> Vec<String> {
    lines(&with_query("reports", report, tables), report, as_of, &[])
}

/// The lines of a report over these tables as of the end of 2024, of a stretch of days.
pub(super) fn reported_of(
    report: &str,
    tables: &[(&str, &str)],
    first_day: &str,
    last_day: &str,
) -> Vec<String> {
    let days = [format!("first_day={first_day}"), format!("last_day={last_day}")];
    let days: Vec<&str> = days.iter().map(String::as_str).collect();
    lines(&with_query("reports", report, tables), report, "2024-12-31", &days)
}

const LIVES: &str = "case_id | organization | channel | inspected_on:date | record_on:date | transferred_on:date | prosecuted_on:date
                     c1      | o1           | website | 2024-01-05        | 2024-01-05     |                     |
                     c2      | o1           | website | 2024-01-20        | 2024-01-20     |                     |";

#[test]
fn a_case_closed_before_it_was_opened_breaks_the_sum_of_cases() {
    let sound = "decision_id | case_id | decided_on:date\nd1 | c1 | 2024-02-10";
    assert_eq!(broken("cases_add_up", &[("cases", LIVES), ("decisions", sound)]), [""; 0]);
    let wrong = "decision_id | case_id | decided_on:date\nd1 | c2 | 2024-01-10";
    let told = broken("cases_add_up", &[("cases", LIVES), ("decisions", wrong)]);
    assert_eq!(told, ["o1,2024-01-01,2024-01-14,0,1,1,1", "o1,2024-01-15,2024-01-31,1,1,0,1"]);
    assert_eq!(broken("order_of_days", &[("cases", LIVES), ("decisions", wrong)]).len(), 1);
    assert_eq!(broken("order_of_days", &[("cases", LIVES), ("decisions", sound)]), [""; 0]);
}

#[test]
fn what_one_period_leaves_open_the_next_one_begins_with() {
    let decisions = "decision_id | case_id | decided_on:date\nd1 | c1 | 2024-02-10";
    assert_eq!(broken("opening_is_closing", &[("cases", LIVES), ("decisions", decisions)]), [""; 0]);
}

#[test]
fn a_case_without_any_behaviour_is_listed() {
    let violations = "case_id | line:integer | violation\nc1 | 1 | HL01";
    let told = broken("cases_without_behaviour", &[("cases", LIVES), ("violations", violations)]);
    assert_eq!(told, ["c2,o1,2024-01-20"]);
}

#[test]
fn more_paid_than_fined_is_listed_and_late_interest_is_no_fine() {
    let decisions = "decision_id | case_id | organization | decided_on:date | fine:money\nd1 | c1 | o1 | 2024-01-10 | 100\nd2 | c2 | o1 | 2024-01-10 | 100";
    let payments = "payment_id | decision_id | kind | paid_on:date | amount:money
                    p1 | d1 | fine          | 2024-01-20 | 60
                    p2 | d1 | fine          | 2024-02-20 | 60
                    p3 | d2 | fine          | 2024-02-20 | 100
                    p4 | d2 | late_interest | 2024-02-20 | 5";
    let told =
        broken("paid_within_fine", &[("cases", LIVES), ("decisions", decisions), ("payments", payments)]);
    assert_eq!(told, ["d1,o1,2024-01-10,100,120"]);
}

const BUDGET: &str = "entry_id | budget_year:integer | posted_on:date | kind      | source     | organization | programme | amount:money | attributed:money
                      e1       | 2024                | 2024-01-10     | initial   | state      | o1           |           | 100          | 100
                      e2       | 2024                | 2024-03-10     | payment   | state      | o1           |           | 70           | 70
                      e3       | 2024                | 2024-03-20     | payment   | state      | o2           |           | 10           | 10
                      e4       | 2024                | 2025-01-30     | cancelled | state      | o1           |           | 15           | 15
                      e5       | 2024                | 2024-03-20     | payment   | integrated | o1           | p         | 40           | 10
                      e6       | 2024                | 2024-03-20     | payment   | integrated | o1           |           | 40           | 10
                      e7       | 2024                | 2024-03-20     | payment   | private    | o1           |           | 40           | 10";

#[test]
fn a_settled_budget_year_closes_to_the_dong() {
    let told = broken("budget_year_closes", &[("budget_entries", BUDGET)]);
    assert_eq!(told, ["2024,100,80,0,15"], "5 đồng are neither spent nor carried over nor cancelled");
}

#[test]
fn who_spends_without_money_is_listed() {
    assert_eq!(broken("within_allocation", &[("budget_entries", BUDGET)]), ["2024,o2,e3,0,10,10"]);
    // Who came back in between and went beyond again is one body, with the last voucher.
    let again = format!(
        "{BUDGET}\n                      e8       | 2024                | 2024-04-20     | payment   | state      | o2           |           | -10          | -10
                      e9       | 2024                | 2024-05-20     | payment   | state      | o2           |           | 4            | 4"
    );
    assert_eq!(broken("within_allocation", &[("budget_entries", &again)]), ["2024,o2,e9,0,4,4"]);
}

#[test]
fn a_share_of_another_programme_names_it_and_other_money_counts_whole() {
    let told = broken("attributed_share", &[("budget_entries", BUDGET)]);
    assert_eq!(told, ["e6,o1,integrated,,40,10", "e7,o1,private,,40,10"]);
}

#[test]
fn vouchers_and_the_treasury_agree_to_the_dong_or_are_listed() {
    let statements = "organization | budget_year:integer | as_of:date | paid:money
                      o1           | 2024                | 2024-03-31 | 70
                      o2           | 2024                | 2024-03-31 | 9
                      o2           | 2024                | 2024-02-29 | 0";
    let told = broken("treasury_agrees", &[("budget_entries", BUDGET), ("treasury_statements", statements)]);
    assert_eq!(told, ["o2,2024,2024-03-31,9,10,-1"]);
}

#[test]
fn fines_and_the_treasurys_revenue_agree_by_month_body_and_sub_item() {
    let payments = "payment_id | decision_id | organization | kind | sub_item | paid_on:date | amount:money
                    p1 | d1 | o1 | fine | 4281 | 2024-01-20 | 60
                    p2 | d1 | o1 | fine | 4281 | 2024-02-20 | 60";
    let entries = "entry_id | budget_year:integer | posted_on:date | kind         | source | organization | sub_item | amount:money
                   f1       | 2024                | 2024-01-31     | fine_revenue | state  | o1           | 4281     | 60
                   f2       | 2024                | 2024-03-31     | fine_revenue | state  | o1           | 4281     | 60";
    let told = broken("fines_at_treasury", &[("payments", payments), ("budget_entries", entries)]);
    assert_eq!(told, ["o1,\"4281\",2024,2,60,", "o1,\"4281\",2024,3,,60"]);
}

#[test]
fn a_published_total_that_does_not_add_up_is_kept_and_shown_beside() {
    let totals = "total_id | organization | indicator | first_day:date | last_day:date | document | amount:decimal(18,0)
                  t1       | o1           | inspected | 2023-12-15     | 2024-03-14    | B1       | 2
                  t2       | o1           | detected  | 2023-12-15     | 2024-03-14    | B1       | 5";
    let told = broken("published_totals_differ", &[("cases", LIVES), ("published_totals", totals)]);
    assert_eq!(told, ["B1,o1,detected,2023-12-15,2024-03-14,5,2,3"]);
}

#[test]
fn a_check_of_the_data_runs_every_identity_and_warns_of_those_that_are_broken() {
    let violations = "case_id | line:integer | violation\nc1 | 1 | HL01";
    let tables = [("cases", LIVES), ("violations", violations)];
    let told = |project: &TestProject| {
        let said = project.run(&["check", "--with-data", "--format", "short", "--as-of", "2025-12-31"]);
        said.stdout
            .lines()
            .filter(|line| line.contains("broken-identity"))
            .map(str::to_owned)
            .collect::<Vec<_>>()
    };
    let lines = told(&with_check("cases_without_behaviour", &tables));
    assert_eq!(lines.len(), 1);
    assert!(lines[0].starts_with("queries/checks/cases_without_behaviour.sql:"), "{lines:?}");
    assert!(lines[0].contains("1 row breaks the identity"), "{lines:?}");
    assert_eq!(told(&with_check("order_of_days", &tables)), [""; 0], "an identity that holds is not told of");
}
