//! Traps of the reporting windows and of the reorganisations, on real KPIs.

use minhbach::kpi::{Against, NotCompared};

use super::{check, data};

const CASES: &str = "case_id | organization | area | channel | inspected_on:date | record_on:date
                     c0      | old          | 608  | website | 2023-05-07        | 2023-05-07
                     c1      | old          | 608  | website | 2025-06-30        | 2025-06-30
                     c2      | new          | 608x | website | 2025-07-01        | 2025-07-01
                     c3      | new          | 608x | website | 2025-12-20        | 2025-12-20";

const ORGANIZATIONS: &str = "code | valid_from:date | valid_to:date | force  | successor
                             old  | 2022-01-01      | 2025-06-30    | market | new
                             new  | 2025-07-01      |               | market |";

#[test]
fn the_last_days_of_the_plan_lie_in_it_and_in_no_yearly_report() {
    // trap 1: report year 2025 ends on 14/12/2025
    check("VP02", &[("cases", CASES)], "2026-01-31", &[("2025", "2"), ("plan", "3"), ("2026-01", "1")]);
}

#[test]
fn a_month_that_straddles_the_merger_can_be_read_on_either_side_of_it() {
    // trap 2: report month 07/2025 is 15/6 to 14/7
    check(
        "VP02",
        &[("cases", CASES)],
        "2026-01-31",
        &[("2025-07", "2"), ("2025-06-15..2025-06-30", "1"), ("2025-07-01..2025-07-14", "1")],
    );
}

#[test]
fn what_was_before_the_plan_is_a_baseline_and_no_result_of_it() {
    // trap 3: report year 2023 begins on 15/12/2022
    check("VP02", &[("cases", CASES)], "2026-01-31", &[("2023", "1"), ("plan", "3")]);
}

#[test]
fn a_quarter_of_the_budget_is_not_a_quarter_of_the_reports() {
    // trap 4: four calendars side by side
    let data = data("VP02", &[("cases", CASES)], "2026-01-31");
    assert_eq!(data.tell("VP02", "reporting:2025-Q3"), "2", "15/6 to 14/9");
    assert_eq!(data.tell("VP02", "budget:2025-Q3"), "1", "1/7 to 30/9");
}

#[test]
fn facts_keep_the_body_and_the_area_that_they_had() {
    let tables = [("cases", CASES), ("organizations", ORGANIZATIONS)];
    check(
        "VP02",
        &tables,
        "2026-01-31",
        &[
            ("2025-07 by organization", "2, new: 1, old: 1"),
            ("2025-07 by area", "2, 608: 1, 608x: 1"),
            ("2025-07 by force", "2, market: 2"),
        ],
    );
}

#[test]
fn a_body_owes_reports_for_the_days_of_its_life_only() {
    let reports =
        "report      | organization | first_day:date | last_day:date | due_on:date | received_on:date
                   case_report | old          | 2025-06-15     | 2025-06-30    | 2025-06-30  | 2025-06-30
                   case_report | new          | 2025-07-01     | 2025-07-14    | 2025-07-16  | 2025-07-20";
    check(
        "BC01",
        &[("reports", reports), ("organizations", ORGANIZATIONS)],
        "2026-01-31",
        &[("2025-07 by organization", "1/1, old: 1/1"), ("2025-08 by organization", "0/1, new: 0/1")],
    );
}

#[test]
fn market_surveillance_keeps_its_own_line_when_it_moves_under_a_department() {
    let organizations = "code   | valid_from:date | valid_to:date | force    | parent
                         KT-SCT | 2022-01-01      |               | industry |
                         QLTT   | 2022-01-01      | 2025-05-31    | market   |
                         CCQLTT | 2025-06-01      |               | market   | KT-SCT";
    let cases = "case_id | organization | channel | inspected_on:date | record_on:date
                 c1      | QLTT         | website | 2025-05-20        | 2025-05-20
                 c2      | CCQLTT       | website | 2025-06-10        | 2025-06-10
                 c3      | KT-SCT       | website | 2025-06-10        | 2025-06-10";
    check(
        "VP02",
        &[("cases", cases), ("organizations", organizations)],
        "2025-12-31",
        &[
            ("2025-06 by force", "3, industry: 1, market: 2"),
            ("2025-06 by organization", "3, CCQLTT: 1, KT-SCT: 1, QLTT: 1"),
        ],
    );
}

const AREAS: &str = "code  | valid_from:date | valid_to:date | district
                     608   | 2016-01-01      | 2025-06-30    | 608
                     23293 | 2025-07-01      |               | 608
                     23302 | 2025-07-01      |               | 608
                     51    | 2025-07-01      |               |";

#[test]
fn another_province_is_not_compared_and_the_old_districts_go_on_as_their_communes() {
    let cases = "case_id | organization | area  | channel | inspected_on:date | record_on:date
                 c1      | old          | 608   | website | 2024-10-05        | 2024-10-05
                 c2      | new          | 23293 | website | 2025-10-05        | 2025-10-05
                 c3      | new          | 23302 | website | 2025-10-06        | 2025-10-06
                 c4      | new          | 51    | website | 2025-10-07        | 2025-10-07";
    // every body has sent its reports of both years
    let reports =
        "report      | organization | first_day:date | last_day:date | due_on:date | received_on:date
                   case_report | old          | 2024-09-15     | 2024-12-14    | 2024-12-16  | 2024-12-16
                   case_report | new          | 2025-09-15     | 2025-12-14    | 2025-12-16  | 2025-12-16";
    let tables = [("cases", cases), ("areas", AREAS), ("organizations", ORGANIZATIONS), ("reports", reports)];
    let data = data("VP02", &tables, "2026-01-31");
    assert_eq!(data.tell("VP02", "2025-Q4"), "3");
    let whole = data.compared_with("VP02", "2025-Q4", &[], &Against::LastYear);
    assert!(matches!(whole, Err(NotCompared::Break(_))), "{whole:?}");
    // what is known only for the new province lies in no old district
    assert_eq!(data.tell_by("VP02", "2025-Q4", &["view=comparable"], "area"), ["2", "608: 2"]);
    assert_eq!(data.tell_where("VP02", "2024-Q4", &["view=comparable", "area=608"]), "1");
    let old = data.compared_with("VP02", "2025-Q4", &["view=comparable", "area=608"], &Against::LastYear);
    assert_eq!(old.unwrap().change, 1.into());
}

#[test]
fn a_reporting_year_begins_with_its_15_december_and_the_year_to_date_too() {
    // 9T/2024 is 15/12/2023 to 14/9/2024: the first days of the year lie in the calendar year before
    let cases = "case_id | channel | inspected_on:date | record_on:date
                 c1      | website | 2023-12-14        | 2023-12-14
                 c2      | website | 2023-12-15        | 2023-12-15
                 c3      | website | 2024-09-14        | 2024-09-14
                 c4      | website | 2024-09-15        | 2024-09-15";
    check(
        "VP02",
        &[("cases", cases)],
        "2026-01-31",
        &[
            ("2024-9M", "2"),
            ("2024-H1", "1"),
            ("2024", "3"),
            ("2023", "1"),
            // the months of a period add up to it
            ("2024-01", "1"),
            ("2024-09", "1"),
            ("2024-10", "1"),
        ],
    );
}
