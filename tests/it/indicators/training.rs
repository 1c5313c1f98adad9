//! Classes, learners, tests.

use super::{SENT, check};

const CLASSES: &str = "class_id | topic         | level    | began_on:date | ended_on:date
                       k1       | ecommerce_law | basic    | 2024-03-13    | 2024-03-15
                       k2       | ecommerce_law | advanced | 2024-03-20    | 2024-03-20
                       k3       | inspection    | basic    | 2024-06-10    | 2024-06-14";

const ATTENDANCE: &str =
    "class_id | person_id | organization | attended_on:date | tested:boolean | passed:boolean
                          k2       | p1        | o1           | 2024-03-20       | true           | true
                          k2       | p2        | o1           | 2024-03-20       | true           | false
                          k3       | p1        | o1           | 2024-06-14       | false          |
                          k3       | p3        | o2           | 2024-06-14       | true           | true";

#[test]
fn kt02_a_class_of_several_days_is_one_class_of_its_last_day() {
    check(
        "KT02",
        &[("classes", CLASSES), SENT],
        "2024-12-31",
        &[("2024-Q2", "3"), ("2024-Q2 by topic", "3, ecommerce_law: 2, inspection: 1"), ("2024-03", "0")],
    );
}

#[test]
fn kt03_attendances_are_counted_and_persons_stand_beside() {
    let tables = [("classes", CLASSES), ("attendance", ATTENDANCE)];
    check("KT03", &tables, "2024-12-31", &[("2024-Q2", "4"), ("2024-Q2 by organization", "4, o1: 3, o2: 1")]);
    let data = super::data("KT03", &tables, "2024-12-31");
    assert_eq!(data.part("KT03", "2024-Q2", &[], "persons").unwrap(), "3", "p1 came twice and is one person");
}

#[test]
fn kt04_who_was_not_tested_is_neither_above_nor_below_the_line() {
    check(
        "KT04",
        &[("classes", CLASSES), ("attendance", ATTENDANCE)],
        "2024-12-31",
        &[("2024-Q2", "2/3"), ("2024-Q2 by organization", "2/3, o1: 1/2, o2: 1/1")],
    );
}

#[test]
fn kt05_a_document_for_two_audiences_in_two_languages_and_two_prints_is_one() {
    let outreach = "item_id | line:integer | kind     | type     | audience  | language | published_on:date
                    d1      | 1            | document | leaflet  | consumers | vi       | 2024-01-10
                    d1      | 2            | document | leaflet  | sellers   | vi       | 2024-01-10
                    d1      | 3            | document | leaflet  | consumers | sed      | 2024-01-10
                    d1      | 4            | document | leaflet  | consumers | vi       | 2024-09-20
                    d2      | 1            | document | handbook | sellers   | vi       | 2024-02-10
                    m1      | 1            | media    | news     | sellers   | vi       | 2024-02-10";
    check(
        "KT05",
        &[("outreach", outreach), SENT],
        "2024-12-31",
        &[
            ("2024-Q1", "2"),
            ("2024-Q1 by audience", "2, consumers: 1, sellers: 2"),
            ("2024", "2"),
            ("2024-Q4", "0"),
        ],
    );
}

#[test]
fn kt01_is_told_by_force_and_a_new_life_of_a_code_multiplies_nobody() {
    let organizations = "code | valid_from:date | valid_to:date | force
                         o1   | 2022-01-01      | 2025-02-28    | science
                         o1   | 2025-03-01      |               | science";
    let roster = "person_id | organization | valid_from:date | valid_to:date
                  p1        | o1           | 2023-01-01      |
                  p2        | o1           | 2023-01-01      |";
    let attendance = "class_id | person_id | attended_on:date\nk1 | p1 | 2024-05-01";
    check(
        "KT01",
        &[("organizations", organizations), ("duty_roster", roster), ("attendance", attendance)],
        "2025-12-31",
        &[("2025-Q3 by force", "1/2, science: 1/2")],
    );
}
