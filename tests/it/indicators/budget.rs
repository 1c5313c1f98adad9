//! Money of the plan: each budget year by itself, its January settlement inside it.

use super::{check, data};

const ENTRIES: &str = "entry_id | budget_year:integer | posted_on:date | kind        | source     | organization | amount:money | attributed:money | purpose  | advance_id | due_on:date | legal_ground
                       e1       | 2024                | 2023-12-20     | initial     | state      | o1           | 600          | 600              |          |            |             |
                       e2       | 2024                | 2024-03-05     | supplement  | state      | o1           | 100          | 100              |          |            |             |
                       e3       | 2024                | 2024-05-05     | adjustment  | state      | o1           | -50          | -50              |          |            |             |
                       e4       | 2024                | 2024-05-05     | adjustment  | state      | o2           | 50           | 50               |          |            |             |
                       e5       | 2024                | 2024-06-10     | payment     | state      | o1           | 300          | 300              | training |            |             |
                       e6       | 2024                | 2025-01-20     | payment     | state      | o1           | 100          | 100              | outreach |            |             |
                       e7       | 2024                | 2024-10-10     | advance     | state      | o1           | 80           | 80               |          | v1         | 2024-11-30  |
                       e8       | 2024                | 2024-12-10     | recovery    | state      | o1           | 30           | 30               |          | v1         |             |
                       e9       | 2024                | 2025-02-14     | carried_out | state      | o1           | 50           | 50               |          |            |             | contract
                       e10      | 2024                | 2025-01-30     | cancelled   | state      | o1           | 250          | 250              |          |            |             |
                       e11      | 2025                | 2025-02-10     | carried_in  | state      | o1           | 50           | 50               |          |            |             |
                       e12      | 2025                | 2025-02-12     | recovery    | state      | o1           | 50           | 50               |          | v1         |             |
                       e13      | 2024                | 2024-07-01     | payment     | integrated | o1           | 1000         | 200              |          |            |             |
                       e14      | 2024                | 2024-07-01     | pledged     | private    | o1           | 90           | 90               |          |            |             |
                       e15      | 2024                | 2024-07-10     | received    | private    | o1           | 80           | 80               |          |            |             |
                       e16      | 2024                | 2024-08-01     | payment     | private    | o1           | 60           | 60               |          |            |             |";

const AS_OF: &str = "2025-02-15";

#[test]
fn ns01_what_may_be_spent_is_told_part_by_part_and_years_do_not_add() {
    let tables = [("budget_entries", ENTRIES)];
    check(
        "NS01",
        &tables,
        AS_OF,
        &[
            ("2024-Q1", "700"),
            ("2024", "700"),
            ("2024 by organization", "700, o1: 650, o2: 50"),
            ("plan", "no_value: the period lies inside no single year of its calendar provisional unsettled"),
        ],
    );
    let data = data("NS01", &tables, AS_OF);
    for (column, amount) in
        [("initial", "600"), ("supplement", "100"), ("adjustment", "0"), ("carried_in", "0")]
    {
        assert_eq!(data.part("NS01", "2024", &[], column).unwrap(), amount, "{column}");
    }
    assert_eq!(data.part("NS01", "2025-Q1", &[], "carried_in").unwrap(), "50");
}

#[test]
fn ns03_an_advance_is_what_is_left_of_it_and_its_overdue_part_stands_beside() {
    let tables = [("budget_entries", ENTRIES)];
    check("NS03", &tables, AS_OF, &[("2024-11", "80"), ("2024-Q4", "50"), ("2024", "50"), ("2025-01", "50")]);
    let data = data("NS03", &tables, AS_OF);
    assert_eq!(
        data.part("NS03", "2024-11", &[], "overdue").unwrap(),
        "0",
        "due on the last day of the month"
    );
    assert_eq!(data.part("NS03", "2024-12", &[], "overdue").unwrap(), "50");
}

#[test]
fn ns04_speaks_of_years_only_and_what_is_booked_in_february_belongs_to_the_year_before() {
    let tables = [("budget_entries", ENTRIES)];
    check(
        "NS04.carried_out",
        &tables,
        AS_OF,
        &[("2024", "50/700"), ("2024 by legal_ground", "50/700, contract: 50/700")],
    );
    check("NS04.cancelled", &tables, AS_OF, &[("2024", "250/700")]);
    let told = data("NS04.cancelled", &tables, AS_OF).tell("NS04.cancelled", "2024-Q4");
    assert!(told.starts_with("no_value"), "a quarter would say 0 %: {told}");
}

#[test]
fn ns05_each_source_is_a_share_of_all_three_and_integrated_money_counts_by_its_part() {
    check(
        "NS05",
        &[("budget_entries", ENTRIES)],
        AS_OF,
        &[
            ("2024", "660/660"),
            ("2024 by funding", "660/660, integrated: 200/660, private: 60/660, state: 400/660"),
        ],
    );
    let data = data("NS05", &[("budget_entries", ENTRIES)], AS_OF);
    assert_eq!(data.part("NS05", "2024", &[], "pledged").unwrap(), "90", "promised is not spent");
    assert_eq!(data.part("NS05", "2024", &[], "received").unwrap(), "80");
}

#[test]
fn ns06_a_person_trained_twice_in_the_year_is_one_person() {
    let attendance = "class_id | person_id | attended_on:date
                      k1       | p1        | 2024-02-01
                      k2       | p1        | 2024-11-01
                      k2       | p2        | 2024-11-01
                      k0       | p3        | 2023-11-01";
    check(
        "NS06",
        &[("budget_entries", ENTRIES), ("attendance", attendance)],
        AS_OF,
        &[("2024", "300/2"), ("2024-Q2", "300/1")],
    );
}

#[test]
fn ns02_counts_state_money_only() {
    check("NS02", &[("budget_entries", ENTRIES)], AS_OF, &[("2024", "450/700")]);
}
