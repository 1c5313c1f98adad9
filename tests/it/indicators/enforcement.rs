//! Cases from inspection to decision, payment, transfer and prosecution. Trap of all: a case may have many behaviours,
//! subjects, bodies.

use super::{SENT, check, checks::reported, data};

const CASES: &str = "case_id | organization | channel        | inspection_kind | inspected_on:date | record_on:date
                     c1      | o1           | social_network | joint           | 2024-03-14        | 2024-03-15
                     c2      | o1           | website        | periodic        | 2024-03-01        | 2024-03-01
                     c3      | o2           | social_network | periodic        | 2024-04-01        |
                     shop    | o1           | traditional    | periodic        | 2024-03-01        | 2024-03-01";

const VIOLATIONS: &str = "case_id | line:integer | decision_id | violation | violation_group | sanction_form | fine:money
                          c1      | 1            | d1          | HL01      | G1              | fine          | 10
                          c1      | 2            | d1          | HL01      | G1              | confiscation  |
                          c1      | 3            | d1          | SH01      | G3              | fine          | 20
                          c2      | 1            | d2          | NG01      | G2              | fine          | 5";

const DECISIONS: &str = "decision_id | case_id | organization | decided_on:date | fine:money | pay_by:date | annulled_on:date
                         d1          | c1      | o2           | 2024-03-20      | 30         | 2024-03-30  |
                         d2          | c2      | o1           | 2024-03-11      | 5          | 2024-03-21  | 2024-04-10
                         d2-2        | c2      | o1           | 2024-04-20      | 4          | 2024-04-30  |";

#[test]
fn vp01_a_case_on_two_networks_is_inspected_once_and_shops_are_not_e_commerce() {
    let channels = "case_id | line:integer | network\nc1 | 1 | facebook\nc1 | 2 | zalo";
    check(
        "VP01",
        &[("cases", CASES), ("case_channels", channels)],
        "2024-12-31",
        &[("2024", "3"), ("2024-Q1 by network", "2, ~: 1, facebook: 1, zalo: 1"), ("2024-Q2", "1")],
    );
}

#[test]
fn vp02_a_case_of_two_behaviours_and_two_goods_is_one_case() {
    let lots = "lot_id | case_id | goods_group | value:money\nl1 | c1 | food | 1\nl2 | c1 | fashion | 1";
    check(
        "VP02",
        &[("cases", CASES), ("violations", VIOLATIONS), ("goods_lots", lots)],
        "2024-12-31",
        &[
            ("2024", "2"),
            ("2024 by violation_group", "2, G1: 1, G2: 1, G3: 1"),
            ("2024 by goods_group", "2, ~: 1, fashion: 1, food: 1"),
        ],
    );
}

#[test]
fn vp03_a_short_period_may_find_more_than_it_inspects_and_is_not_cut_at_one_hundred() {
    check(
        "VP03",
        &[("cases", CASES)],
        "2024-12-31",
        // c1 was inspected on the last day of Q1 and recorded on the first of Q2
        &[("2024-Q1", "1/2"), ("2024-Q2", "1/1"), ("2024-04", "1/1"), ("2024", "2/3")],
    );
}

#[test]
fn vp04_a_case_decided_twice_with_two_forms_of_sanction_is_decided_once() {
    check(
        "VP04.decided",
        &[("cases", CASES), ("violations", VIOLATIONS), ("decisions", DECISIONS)],
        "2024-12-31",
        &[
            ("2024", "2"),
            ("2024-Q1", "1"),
            ("2024-Q2", "1"),
            ("2024 by sanction_form", "2, confiscation: 1, fine: 2"),
            // the body that led the case, else the identity with VP05 breaks when a body ends
            ("2024 by organization", "2, o1: 2"),
        ],
    );
}

#[test]
fn vp04_a_case_is_paid_once_its_last_valid_decision_is_paid_in_whole() {
    let cases = "case_id | organization | channel     | record_on:date
                 c1      | o1           | website     | 2024-01-02
                 c2      | o1           | website     | 2024-01-02
                 c3      | o1           | website     | 2024-01-02
                 c4      | o1           | website     | 2024-01-02
                 c5      | o1           | website     | 2024-01-02
                 c6      | o1           | website     | 2024-01-02
                 shop    | o1           | traditional | 2024-01-02";
    let decisions = "decision_id | case_id | organization | decided_on:date | fine:money | annulled_on:date
                     d1          | c1      | o2           | 2024-01-10      | 100        |
                     d2          | c2      | o1           | 2024-01-10      | 30         |
                     d2-2        | c2      | o1           | 2024-01-11      | 20         |
                     d3          | c3      | o1           | 2024-01-10      | 30         |
                     d3-2        | c3      | o1           | 2024-01-11      | 20         |
                     d4          | c4      | o1           | 2024-01-10      | 50         | 2024-03-01
                     d4-2        | c4      | o1           | 2024-03-20      | 40         |
                     d5          | c5      | o1           | 2024-01-10      | 10         |
                     d6          | c6      | o1           | 2024-01-10      | 0          |
                     s1          | shop    | o1           | 2024-01-10      | 10         |";
    let payments = "payment_id | decision_id | kind          | paid_on:date | amount:money
                    p1         | d1          | fine          | 2024-02-01   | 60
                    p2         | d1          | fine          | 2024-03-20   | 40
                    p3         | d2          | fine          | 2024-02-01   | 30
                    p4         | d2-2        | fine          | 2024-02-10   | 20
                    p5         | d3          | fine          | 2024-02-01   | 30
                    p6         | d4-2        | fine          | 2024-04-01   | 40
                    p7         | d5          | late_interest | 2024-02-01   | 10
                    p8         | s1          | fine          | 2024-02-01   | 10";
    check(
        "VP04.paid",
        &[("cases", cases), ("decisions", decisions), ("payments", payments)],
        "2024-12-31",
        &[
            // c2, on the day of its second decision's payment
            ("2024-02", "1"),
            ("2024-Q1", "1"),
            // c1 with its second half; c4 with the decision that took the annulled one's place
            ("2024-Q2", "2"),
            // never: c3 paid one decision of two, c5 only interest, c6 had nothing to pay
            ("2024", "3"),
            ("2024 by organization", "3, o1: 3"),
        ],
    );
}

#[test]
fn vp07_what_waits_is_a_stock_and_its_age_is_that_of_the_periods_last_day() {
    let cases = "case_id | channel | record_on:date | transferred_on:date
                 a       | website | 2024-02-13     |
                 b       | website | 2024-02-12     |
                 c       | website | 2023-12-15     |
                 d       | website | 2023-12-14     |
                 e       | website | 2023-09-16     |
                 f       | website | 2023-09-15     |
                 g       | website | 2024-02-13     | 2024-03-14
                 h       | website | 2024-02-13     | 2024-03-15
                 i       | website | 2024-03-15     |";
    // on 14/3 a has waited 30 days, b 31, c 90, d 91, e 180, f 181; g has just left, h leaves tomorrow, i comes tomorrow
    check(
        "VP07.open",
        &[
            ("cases", cases),
            ("decisions", "decision_id | case_id | decided_on:date\nd1 | f | 2024-06-01"),
            SENT,
        ],
        "2024-12-31",
        &[
            ("2024-Q1", "7"),
            ("2024-Q1 by age", "7, d180: 2, d30: 2, d90: 2, older: 1"),
            ("2024-Q2", "6"),
            ("2024", "6"),
        ],
    );
}

#[test]
fn the_oldest_open_cases_are_those_of_the_data_date() {
    let cases = "case_id | channel     | record_on:date | transferred_on:date
                 a       | website     | 2024-02-13     |
                 b       | website     | 2024-01-12     | 2024-03-14
                 c       | website     | 2024-01-15     | 2024-03-15
                 d       | website     | 2024-03-15     |
                 shop    | traditional | 2024-01-01     |";
    let told = reported("oldest_open_cases", &[("cases", cases)], "2024-03-14");
    assert_eq!(told, ["c,,,2024-01-15,59", "a,,,2024-02-13,30"]);
}

#[test]
fn what_is_sold_elsewhere_has_no_platform_and_is_not_unknown() {
    let channels = "case_id | line:integer | platform | network
                    c1      | 1            |          | facebook
                    c2      | 1            |          |
                    c3      | 1            | shopee   |
                    c4      | 1            |          |";
    let cases = "case_id | channel        | inspected_on:date | record_on:date
                 c1      | social_network | 2024-03-01        | 2024-03-01
                 c2      | large_platform | 2024-03-01        | 2024-03-01
                 c3      | large_platform | 2024-03-01        | 2024-03-01
                 c4      | website        | 2024-03-01        | 2024-03-01";
    for code in ["VP01", "VP02"] {
        check(
            code,
            &[("cases", cases), ("case_channels", channels)],
            "2024-12-31",
            &[("2024 by platform", "4, ~: 1, none: 2, shopee: 1")],
        );
    }
}

#[test]
fn vp05_a_case_decided_twice_is_handled_once() {
    check(
        "VP05",
        &[("cases", CASES), ("decisions", DECISIONS), SENT],
        "2024-12-31",
        &[("2024-Q1", "1/1"), ("2024-Q2", "1/1"), ("2024-Q3", "no_value: the denominator is 0")],
    );
}

const SPANS: &str = "case_id | channel | clock | record_on:date
                     a       | website | wd7   | 2024-03-01
                     b       | website | wd7   | 2024-03-01
                     c       | website | m1    | 2024-03-01
                     d       | website | m2    | 2024-03-01";
const SPAN_ENDS: &str = "decision_id | case_id | decided_on:date\nx1 | a | 2024-03-03\nx2 | b | 2024-03-05\n\
                         x3 | c | 2024-03-11\nx4 | d | 2024-03-14";

#[test]
fn vp07_the_median_lies_between_the_two_in_the_middle() {
    let tables = [("cases", SPANS), ("decisions", SPAN_ENDS)];
    // 2, 4, 10, 13 days
    check(
        "VP07.median",
        &tables,
        "2024-12-31",
        &[("2024-Q1", "7"), ("2024-Q1 by clock", "7, m1: 10, m2: 13, wd7: 3")],
    );
}

#[test]
fn vp07_nine_tenths_of_a_few_cases_are_all_of_them() {
    // 2, 4, 10, 13 days: of four, three are 75%
    check("VP07.p90", &[("cases", SPANS), ("decisions", SPAN_ENDS)], "2024-12-31", &[("2024-Q1", "13")]);
}

const CRIMES: &str = "case_id | channel     | record_on:date | transferred_on:date | prosecuted_on:date | accused:integer | article_group
                      c1      | website     | 2024-01-05     | 2024-02-01          | 2024-03-20         | 3               | 192
                      c2      | website     | 2024-01-05     | 2024-02-01          |                    |                 | 190
                      c3      | website     | 2024-01-05     | 2024-02-01          |                    |                 |
                      c4      | traditional | 2024-01-05     | 2024-02-01          | 2024-02-20         | 9               | 192";

#[test]
fn vp08_cases_transferred_prosecuted_and_persons_accused_are_three_figures() {
    let cases = [("cases", CRIMES), SENT];
    check(
        "VP08.transferred",
        &cases,
        "2024-12-31",
        &[("2024-Q1", "2"), ("2024-Q1 by article_group", "2, 190: 1, 192: 1")],
    );
    check("VP08.prosecuted", &cases, "2024-12-31", &[("2024-Q1", "0"), ("2024-Q2", "1"), ("2024", "1")]);
    check("VP08.accused", &cases, "2024-12-31", &[("2024-Q2", "3"), ("2024", "3")]);
}

#[test]
fn vp09_a_behaviour_under_two_forms_of_sanction_is_one_behaviour() {
    check(
        "VP09",
        &[("cases", CASES), ("violations", VIOLATIONS)],
        "2024-12-31",
        &[("2024", "3"), ("2024 by violation", "3, HL01: 1, NG01: 1, SH01: 1")],
    );
}

#[test]
fn vp10_a_share_of_networks_has_all_cases_below_the_line() {
    let channels = "case_id | line:integer | network\nc1 | 1 | facebook\nc1 | 2 | zalo";
    check(
        "VP10",
        &[("cases", CASES), ("case_channels", channels)],
        "2024-12-31",
        &[("2024", "1/2"), ("2024 by network", "1/2, facebook: 1/2, zalo: 1/2")],
    );
}

#[test]
fn vp11_which_goods_affect_health_is_a_dated_list() {
    let codes = "list         | code      | valid_from:date | valid_to:date
                 health_goods | food      | 2022-01-01      |
                 health_goods | cosmetics | 2022-01-01      | 2023-12-31";
    let lots = "lot_id | case_id | goods_group | value:money
                l1     | c1      | food        | 1
                l2     | c1      | fashion     | 1
                l3     | c2      | cosmetics   | 1";
    check(
        "VP11",
        &[("cases", CASES), ("codes", codes), ("goods_lots", lots)],
        "2024-12-31",
        &[("2024", "1/2"), ("2024 by goods_group", "1/2, food: 1/2")],
    );
}

#[test]
fn vp12_a_seller_is_counted_once_and_an_annulled_decision_not_at_all() {
    let cases = "case_id | channel | record_on:date\nc1 | website | 2023-01-01\nc2 | website | 2024-01-01\n\
                 c3 | website | 2024-01-01\nc4 | website | 2024-01-01\nc5 | website | 2024-01-01\nc6 | website | 2024-01-01";
    let decisions = "decision_id | case_id | business_id | decided_on:date | annulled_on:date
                     d1          | c1      | s1          | 2023-02-01      |
                     d2          | c2      | s1          | 2024-01-05      |
                     d3          | c3      | s1          | 2024-01-20      |
                     d4          | c4      | s2          | 2024-01-06      |
                     d4-2        | c4      | s2          | 2024-02-06      |
                     d5          | c5      | s3          | 2023-12-20      | 2023-12-30
                     d6          | c6      | s3          | 2024-02-01      |";
    // s1 again; s2 has two decisions of one case; s3's first decision was annulled
    check("VP12", &[("cases", cases), ("decisions", decisions)], "2024-12-31", &[("2024-Q1", "1/3")]);
}

#[test]
fn vp13_what_is_removed_late_leaves_the_rate_of_a_closed_month_as_it_was() {
    let requests = "request_id | kind     | platform | opened_on:date | due_on:date | done_on:date | quantity:integer | updated_on:date
                    r1         | takedown | shopee   | 2024-01-02     | 2024-01-04  | 2024-01-04   | 5                | 2024-12-31
                    r2         | takedown | shopee   | 2024-01-02     | 2024-01-04  | 2024-03-01   | 10               | 2024-12-31
                    r3         | takedown | lazada   | 2024-01-12     | 2024-01-16  |              | 2                | 2024-12-31
                    r4         | delivery |          | 2024-01-02     | 2024-01-04  |              | 99               | 2024-12-31";
    check(
        "VP13",
        &[("requests", requests)],
        "2024-12-31",
        &[
            ("2024-01", "5/15"),
            ("2024-Q1", "5/17"),
            ("2024-Q1 by platform", "5/17, lazada: 0/2, shopee: 5/15"),
        ],
    );
}

#[test]
fn cases_are_told_by_the_force_that_led_them_as_it_was_then() {
    let organizations = "code | valid_from:date | valid_to:date | force
                         o1   | 2022-01-01      | 2024-03-31    | market
                         o1   | 2024-04-01      |               | police
                         o2   | 2022-01-01      |               | tax";
    let tables = [("cases", CASES), ("organizations", organizations)];
    let told = data("VP01", &tables, "2024-12-31").tell_by("VP01", "2024", &[], "force");
    assert_eq!(told, ["3", "market: 2", "tax: 1"]);
}
