//! Media items, views, commitments, publication of violators, activities of the Front, coverage of sellers and consumers.

use super::{SENT, check, data};

#[test]
fn tt03_a_translation_is_no_item_of_its_own() {
    let outreach = "item_id | line:integer | kind     | type | medium    | language | published_on:date
                    m1      | 1            | media    | news | broadcast | vi       | 2024-03-14
                    m1      | 2            | media    | news | broadcast | sed      | 2024-03-18
                    m2      | 1            | media    | clip | portal    | vi       | 2024-03-01
                    d1      | 1            | document |      |           | vi       | 2024-03-01";
    check(
        "TT03",
        &[("outreach", outreach), SENT],
        "2024-12-31",
        &[("2024-Q1", "2"), ("2024", "2"), ("2024-Q1 by language", "2, sed: 1, vi: 2"), ("2024-Q2", "0")],
    );
}

#[test]
fn tt04_views_of_calendar_months_answer_no_window_from_the_15th_to_the_14th() {
    let outreach =
        "item_id | line:integer | kind  | medium | published_on:date\nm1 | 1 | media | portal | 2024-01-05";
    let reach = "item_id | first_day:date | last_day:date | impressions:integer
                 m1      | 2024-01-01     | 2024-01-31    | 300
                 m1      | 2024-02-01     | 2024-02-29    | 50";
    let tables = [("outreach", outreach), ("outreach_reach", reach)];
    check(
        "TT04",
        &tables,
        "2024-12-31",
        &[("2024-01", "300"), ("2024-Q1", "350"), ("2024-Q1 by medium", "350, portal: 350")],
    );
    let told = data("TT04", &tables, "2024-12-31").tell("TT04", "reporting:2024-Q1");
    assert!(told.starts_with("no_value"), "{told}");
}

const SIGNED: &str = "status_id | business_id | status            | goods_group | area | valid_from:date | valid_to:date
                      1         | b1          | commitment_scope  | food        | a1   | 2024-01-01      |
                      2         | b1          | commitment_scope  | fashion     | a1   | 2024-01-01      |
                      3         | b2          | commitment_scope  | food        | a1   | 2024-01-01      |
                      4         | b1          | commitment_signed | food        | a1   | 2024-02-01      | 2025-06-30
                      5         | b1          | commitment_signed | food        | a9   | 2025-07-01      |
                      6         | b3          | commitment_signed | food        | a2   | 2024-02-10      |";

#[test]
fn tt05_who_signed_outside_the_list_stands_beside_and_not_above_the_line() {
    let tables = [("business_statuses", SIGNED)];
    check(
        "TT05.coverage",
        &tables,
        "2025-12-31",
        &[("2024-Q1", "1/2"), ("2024-Q1 by goods_group", "1/2, fashion: 1/1, food: 1/2"), ("2025-Q4", "1/2")],
    );
    let data = data("TT05.coverage", &tables, "2025-12-31");
    assert_eq!(data.part("TT05.coverage", "2024-Q1", &[], "signed_anywhere").unwrap(), "2");
}

#[test]
fn tt05_a_commitment_that_goes_on_under_a_new_area_is_not_signed_again() {
    check(
        "TT05.signed",
        &[("business_statuses", SIGNED)],
        "2025-12-31",
        &[("2024-Q1", "2"), ("2024-Q1 by area", "2, a1: 1, a2: 1"), ("plan", "2")],
    );
}

#[test]
fn tt06_two_channels_are_one_publication_and_the_whole_is_not_divided_by_channel() {
    let cases = "case_id | channel | record_on:date\nc1 | website | 2024-01-02\nc2 | website | 2024-01-02\n\
                 c3 | website | 2024-01-02\nc4 | website | 2024-01-02\nc5 | traditional | 2024-01-02";
    let decisions = "decision_id | case_id | decided_on:date | publish_by:date | annulled_on:date
                     d1          | c1      | 2024-01-10      | 2024-01-15      |
                     d2          | c2      | 2024-01-10      | 2024-01-15      |
                     d3          | c3      | 2024-01-10      | 2024-01-15      | 2024-01-12
                     d4          | c4      | 2024-01-10      |                 |
                     d5          | c5      | 2024-01-10      | 2024-01-15      |";
    let outreach = "item_id | line:integer | kind        | medium    | published_on:date | decision_id
                    n1      | 1            | publication | portal    | 2024-01-14        | d1
                    n1      | 2            | publication | newspaper | 2024-01-15        | d1
                    n2      | 1            | publication | portal    | 2024-02-01        | d2";
    check(
        "TT06",
        &[("cases", cases), ("decisions", decisions), ("outreach", outreach)],
        "2024-12-31",
        &[("2024-Q1", "1/2"), ("2024-Q1 by medium", "1/2, newspaper: 1/2, portal: 1/2")],
    );
}

#[test]
fn tt07_an_activity_of_two_member_bodies_is_one_activity() {
    let outreach = "item_id | line:integer | kind     | type        | member  | published_on:date
                    a1      | 1            | activity | supervision | women   | 2024-01-10
                    a1      | 2            | activity | supervision | farmers | 2024-01-10
                    a2      | 1            | activity | review      | front   | 2024-02-10";
    check(
        "TT07",
        &[("outreach", outreach)],
        "2024-12-31",
        &[("2024-Q1", "2"), ("2024-Q1 by member", "2, farmers: 1, front: 1, women: 1")],
    );
}

#[test]
fn tt01_a_seller_on_two_platforms_is_one_seller() {
    let codes = "list           | code | valid_from:date
                 large_platform | p1   | 2022-01-01
                 large_platform | p2   | 2022-01-01";
    let statuses = "status_id | business_id | status  | platform | valid_from:date
                    1         | b1          | selling | p1       | 2023-01-01
                    2         | b1          | selling | p2       | 2023-01-01
                    3         | b2          | selling | p2       | 2023-01-01
                    4         | b1          | reached |          | 2023-06-01";
    check(
        "TT01",
        &[("codes", codes), ("business_statuses", statuses)],
        "2024-12-31",
        &[("2024-Q1", "1/2"), ("2024-Q1 by platform", "1/2, p1: 1/1, p2: 1/2")],
    );
}

#[test]
fn tt02_no_answer_is_not_no_and_a_wave_holds_until_the_next_one() {
    let answers = "wave | respondent_id | fielded_to:date | weight:decimal(9,4) | aware:boolean
                   w1   | r1            | 2024-01-10      | 10                  | true
                   w1   | r2            | 2024-01-10      | 30                  | false
                   w1   | r3            | 2024-01-10      | 60                  |
                   w2   | r4            | 2024-07-01      | 50                  | true
                   w2   | r5            | 2024-07-01      | 50                  | false";
    let tables = [("survey_answers", answers)];
    check("TT02", &tables, "2024-12-31", &[("2024-Q2", "10/40"), ("2024-Q3", "50/100")]);
    let data = data("TT02", &tables, "2024-12-31");
    assert_eq!(data.part("TT02", "2024-Q2", &[], "asked").unwrap(), "2", "persons, not weights");
}
