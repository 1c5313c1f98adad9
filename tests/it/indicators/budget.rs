//! Money of the plan: each budget year by itself, its January settlement inside it.

use super::{check, checks::reported, data};

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
    assert!(told.starts_with("no_value"), "a quarter would say 0%: {told}");
}

#[test]
fn ns05_each_source_is_a_share_of_all_three_and_integrated_money_counts_by_its_part() {
    check(
        "NS05.share",
        &[("budget_entries", ENTRIES)],
        AS_OF,
        &[
            ("2024", "660/660"),
            ("2024 by funding", "660/660, integrated: 200/660, private: 60/660, state: 400/660"),
        ],
    );
    let data = data("NS05.share", &[("budget_entries", ENTRIES)], AS_OF);
    assert_eq!(data.part("NS05.share", "2024", &[], "pledged").unwrap(), "90", "promised is not spent");
    assert_eq!(data.part("NS05.share", "2024", &[], "received").unwrap(), "80");
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

#[test]
fn ns05_what_was_paid_in_a_quarter_is_a_flow_and_january_settles_the_fourth() {
    check(
        "NS05.spent",
        &[("budget_entries", ENTRIES)],
        AS_OF,
        &[
            ("2024", "660"),
            ("2024 by funding", "660, integrated: 200, private: 60, state: 400"),
            ("2024 by quarter", "660, q2: 300, q3: 260, q4: 100"),
            ("2024-Q2", "300"),
            ("2024-Q3", "260"),
            ("2024-Q4", "100"),
        ],
    );
}

#[test]
fn money_is_told_by_purpose_and_what_has_none_stays_in_the_total() {
    check(
        "NS02",
        &[("budget_entries", ENTRIES)],
        AS_OF,
        &[(
            "2024 by purpose",
            "450/700, ~: 50/700, outreach: no_value: the denominator is 0, training: no_value: the denominator is 0",
        )],
    );
}

#[test]
fn a_voucher_without_a_chapter_or_with_one_that_no_list_knows_is_never_dropped() {
    let codes = "list    | code | valid_from:date | valid_to:date
                 chapter | 416  | 2016-01-01      |
                 chapter | 690  | 2016-01-01      | 2025-12-31";
    let entries = "entry_id | budget_year:integer | posted_on:date | kind    | source | organization | chapter | category | amount:money
                   e1       | 2024                | 2024-01-02     | initial | state  | o1           | 416     | 171      | 100
                   e2       | 2024                | 2024-01-02     | initial | state  | o2           | 690     | 171      | 50
                   e3       | 2024                | 2024-03-01     | payment | state  | o1           | 416     | 171      | 40
                   e4       | 2024                | 2024-03-01     | payment | state  | o1           |         | 171      | 10
                   e5       | 2024                | 2024-03-01     | payment | state  | o2           | 9999    |          | 5";
    let told = data("NS02", &[("codes", codes), ("budget_entries", entries)], AS_OF);
    assert_eq!(told.tell("NS02", "2024"), "55/150");
    assert_eq!(
        told.tell_by("NS02", "2024", &[], "chapter"),
        [
            "55/150",
            "~: no_value: the denominator is 0",
            "416: 40/100",
            "690: 0/50",
            "9999: no_value: the denominator is 0",
        ]
    );
    assert_eq!(
        told.tell_by("NS02", "2024", &[], "category"),
        ["55/150", "~: no_value: the denominator is 0", "171: 50/150"]
    );
}

#[test]
fn a_chapter_is_no_body_and_two_bodies_may_share_one() {
    let entries = "entry_id | budget_year:integer | posted_on:date | kind    | source | organization | chapter | amount:money
                   e1       | 2025                | 2025-01-02     | initial | state  | o1           | 417     | 70
                   e2       | 2025                | 2025-01-02     | initial | state  | o2           | 417     | 30
                   e3       | 2025                | 2025-08-01     | initial | state  | o1           | 418     | 5";
    check(
        "NS01",
        &[("budget_entries", entries)],
        "2025-12-31",
        &[
            ("2025 by chapter", "105 unsettled, 417: 100 unsettled, 418: 5 unsettled"),
            ("2025 by organization", "105 unsettled, o1: 75 unsettled, o2: 30 unsettled"),
        ],
    );
}

/// What was carried out names its advance, as the guide to the table asks.
fn entries_that_close() -> String {
    ENTRIES
        .replace("|            |             | contract", "| v1         |             | contract")
        // the other 50 of o2
        + "\n                       e17      | 2024                | 2025-01-30     | cancelled   | state      | o2           | 50           | 50               |          |            |             |"
}

#[test]
fn what_might_be_spent_is_what_was_paid_advanced_carried_over_cancelled_or_is_left() {
    let entries = entries_that_close();
    let tables = [("budget_entries", entries.as_str())];
    // year, initial, supplement, adjustment, carried in, available, paid, advances, carried out, cancelled, left
    assert_eq!(
        reported("budget_by_year", &tables, "2025-02-15"),
        ["2025,0,0,0,50,50,0,0,0,0,50", "2024,600,100,0,0,700,400,50,0,300,-50"],
        "50 đồng more than there were: o1 cancelled 250 of the 200 that it had left"
    );
    assert_eq!(
        reported("allocation_chain", &tables, "2025-02-15"),
        [
            "o1,2025,0,0,0,50,50,0,0,0,0,50,",
            // Who spent more than allotted stands first.
            "o1,2024,600,100,-50,0,650,400,50,0,250,-50,",
            "o2,2024,0,0,50,0,50,0,0,0,50,0,",
        ]
    );
    // at the end of the year nothing was settled yet
    assert_eq!(reported("budget_by_year", &tables, "2024-12-31"), ["2024,600,100,0,0,700,300,50,0,0,350"],);
}

#[test]
fn what_one_body_has_left_does_not_hide_in_the_sum_what_another_overspent() {
    let entries =
        "entry_id | budget_year:integer | posted_on:date | kind      | source | organization | amount:money
                   e1       | 2024                | 2024-01-02     | initial   | state  | o1           | 100
                   e2       | 2024                | 2024-03-01     | payment   | state  | o1           | 60
                   e3       | 2024                | 2025-01-30     | cancelled | state  | o1           | 30
                   e4       | 2024                | 2024-01-02     | initial   | state  | o2           | 50
                   e5       | 2024                | 2024-04-01     | payment   | state  | o2           | 60";
    let tables = [("budget_entries", entries)];
    assert_eq!(
        reported("budget_balance", &tables, "2025-01-31"),
        [
            "\"1. Dự toán được sử dụng (a + b + c + d)\",150,2024",
            "a) Giao đầu năm,150,2024",
            "b) Bổ sung trong năm,0,2024",
            "c) Điều chỉnh,0,2024",
            "d) Năm trước chuyển sang,0,2024",
            "\"2. Đã giải ngân (a + b)\",120,2024",
            "a) Đã thanh toán,120,2024",
            "b) Tạm ứng chưa thu hồi,0,2024",
            "\"3. Còn lại, chưa trừ chuyển nguồn, hủy dự toán (1 − 2)\",30,2024",
            "\"4. Chuyển nguồn, không kể tạm ứng\",0,2024",
            "\"5. Hủy dự toán\",30,2024",
            "\"6. Còn lại sau khi chuyển nguồn, hủy dự toán (3 − 4 − 5)\",0,2024",
            "a) Các đơn vị còn dự toán,10,2024",
            "b) Các đơn vị chi vượt,-10,2024",
        ]
    );
    let left = "\"Còn dự toán sau khi chuyển nguồn, hủy\",o1,10,,2024,2025-01-31,\"số còn lại chưa chuyển nguồn, chưa hủy\"";
    let beyond = "Chi vượt dự toán,o2,10,e5,2024,2024-04-01,số chi vượt";
    assert_eq!(reported("budget_flags", &tables, "2025-01-31"), [beyond, left]);
    assert_eq!(reported("budget_flags", &tables, "2025-01-30"), [beyond], "the year is not settled");
}

#[test]
fn what_a_body_has_not_reported_is_no_zero_and_it_is_not_blamed_for_not_spending() {
    let reports = "report        | organization | first_day:date | last_day:date | calendar  | period_kind | due_on:date | received_on:date
                   budget_report | o1           | 2024-06-01     | 2024-06-30    | reporting | month       | 2024-07-05  | 2024-07-02
                   budget_report | o2           | 2024-06-01     | 2024-06-30    | reporting | month       | 2024-07-05  |";
    let entries =
        "entry_id | budget_year:integer | posted_on:date | kind    | source | organization | amount:money
                   e1       | 2024                | 2024-01-02     | initial | state  | o1           | 100
                   e2       | 2024                | 2024-01-02     | initial | state  | o2           | 50";
    let tables = [("reports", reports), ("budget_entries", entries)];
    assert_eq!(
        reported("allocation_chain", &tables, "2024-12-31"),
        ["o1,2024,100,0,0,0,100,0,0,0,0,100,", "o2,2024,50,0,0,0,50,,,0,0,,1"]
    );
    assert_eq!(
        reported("budget_flags", &tables, "2024-12-31"),
        [
            "Chưa chi đến hết quý III,o1,100,,2024,2024-09-30,dự toán chưa chi",
            "Chưa có số liệu chi đến hết quý III,o2,50,,2024,2024-09-30,\"dự toán, chưa gửi đủ báo cáo chi\"",
        ]
    );
    assert!(
        reported("allocation_chain", &tables, "2024-07-01").iter().all(|line| line.ends_with(',')),
        "a report that is not due is not missing"
    );
}

#[test]
fn money_carried_over_is_told_once_whether_it_was_advanced_or_not() {
    let entries = "entry_id | budget_year:integer | posted_on:date | kind        | source | organization | amount:money | advance_id
                   e1       | 2024                | 2024-01-02     | initial     | state  | o1           | 100          |
                   e2       | 2024                | 2024-03-01     | payment     | state  | o1           | 60           |
                   e3       | 2024                | 2024-10-01     | advance     | state  | o1           | 30           | v1
                   e4       | 2024                | 2024-12-01     | recovery    | state  | o1           | 20           | v1
                   e5       | 2024                | 2024-12-01     | payment     | state  | o1           | 20           |
                   e6       | 2024                | 2025-02-14     | carried_out | state  | o1           | 10           | v1
                   e7       | 2024                | 2025-01-30     | carried_out | state  | o1           | 4            |
                   e8       | 2024                | 2025-01-30     | cancelled   | state  | o1           | 6            |
                   e9       | 2025                | 2025-02-10     | carried_in  | state  | o1           | 14           |
                   e10      | 2025                | 2025-02-12     | recovery    | state  | o1           | 10           | v1
                   e11      | 2025                | 2025-02-12     | payment     | state  | o1           | 10           |";
    let tables = [("budget_entries", entries)];
    let told = reported("budget_by_year", &tables, "2025-02-15");
    assert_eq!(told, ["2025,0,0,0,14,14,10,0,0,0,4", "2024,100,0,0,0,100,80,10,4,6,0"]);
    for (code, value) in [
        ("NS01", "100"),
        ("NS02", "90/100"),
        ("NS03", "10"),
        ("NS04.carried_out", "14/100"),
        ("NS04.cancelled", "6/100"),
        // as the balance of the year: 100 − 80 − 10 − 4 − 6
        ("NS04.left", "0"),
    ] {
        assert_eq!(data(code, &tables, "2025-02-15").tell(code, "2024"), value, "{code} says the same");
    }
}

#[test]
fn what_needs_a_look_is_listed_with_a_positive_amount_and_what_it_means() {
    let organizations = "code | valid_from:date | valid_to:date | name
                         o1   | 2022-01-01      | 2024-06-30    | Cũ
                         o2   | 2022-01-01      |               | Mới";
    let entries = "entry_id | budget_year:integer | posted_on:date | kind       | source | organization | amount:money | advance_id | due_on:date
                   e1       | 2024                | 2024-01-02     | initial    | state  | o1           | 100          |            |
                   e2       | 2024                | 2024-07-01     | adjustment | state  | o1           | -100         |            |
                   e3       | 2024                | 2024-07-01     | adjustment | state  | o2           | 100          |            |
                   e4       | 2024                | 2024-06-28     | payment    | state  | o1           | 7            |            |
                   e5       | 2024                | 2024-10-14     | supplement | state  | o2           | 30           |            |
                   e6       | 2024                | 2024-10-20     | advance    | state  | o2           | 20           | v1         | 2024-11-30
                   e7       | 2024                | 2024-12-20     | recovery   | state  | o2           | 5            | v1         |
                   e8       | 2024                | 2024-10-20     | advance    | state  | o2           | 20           | v2         | 2024-12-31";
    let statements = "organization | budget_year:integer | as_of:date | paid:money
                      o1           | 2024                | 2024-06-30 | 9
                      o2           | 2024                | 2024-06-30 | 0
                      o1           | 2024                | 2024-07-31 | 6
                      o1           | 2024                | 2025-01-31 | 99";
    let tables =
        [("organizations", organizations), ("budget_entries", entries), ("treasury_statements", statements)];
    assert_eq!(
        reported("budget_flags", &tables, "2024-12-31"),
        [
            // What was not there comes first, with the voucher that went beyond.
            "Chi vượt dự toán,Cũ,7,e4,2024,2024-06-28,số chi vượt",
            "Bổ sung dự toán sau ngày 30/9,Mới,30,e5,2024,2024-10-14,số bổ sung",
            "Chênh lệch với Kho bạc Nhà nước,Cũ,1,,2024,2024-07-31,Kho bạc ghi ít hơn đơn vị",
            "Chênh lệch với Kho bạc Nhà nước,Cũ,2,,2024,2024-06-30,Kho bạc ghi nhiều hơn đơn vị",
            "Chưa chi đến hết quý III,Mới,100,,2024,2024-09-30,dự toán chưa chi",
            "Tạm ứng quá hạn thu hồi,Mới,15,e6,2024,2024-11-30,số còn phải thu hồi",
        ],
        "a body that has ended bears its last name"
    );
    let before = reported("budget_flags", &tables, "2024-09-29");
    assert!(
        !before.iter().any(|line| line.starts_with("Chưa chi")),
        "the third quarter is not over: {before:?}"
    );
}

#[test]
fn the_two_sources_without_an_allocation_stand_apart_with_their_share_and_their_promises() {
    let entries = "entry_id | budget_year:integer | posted_on:date | kind     | source     | programme | amount:money | attributed:money
                   e1       | 2024                | 2024-03-01     | payment  | integrated | P         | 1000         | 200
                   e2       | 2024                | 2024-04-01     | payment  | integrated | P         | 500          | 150
                   e3       | 2024                | 2024-04-01     | payment  | integrated | Q         | 300          | 300
                   e4       | 2024                | 2024-03-01     | pledged  | private    |           | 90           | 90
                   e5       | 2024                | 2024-03-10     | received | private    |           | 80           | 80
                   e6       | 2024                | 2024-04-01     | payment  | private    |           | 60           | 60
                   e7       | 2024                | 2024-04-01     | payment  | state      |           | 7            | 7";
    assert_eq!(
        reported("other_sources", &[("budget_entries", entries)], "2024-12-31"),
        [
            "Lồng ghép,P,2024,,,1500,350",
            "Lồng ghép,Q,2024,,,300,300",
            "\"Xã hội hóa, hợp pháp khác\",,2024,90,80,60,60",
        ]
    );
}
