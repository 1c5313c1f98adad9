//! Barcodes, traceability, violations of quality and property, systems, taxes, electronic invoices.

use super::{check, data};

#[test]
fn cn01_a_valid_code_out_of_scope_counts_nowhere_and_a_withdrawn_one_no_longer() {
    let businesses = "business_id | kind\nb1 | enterprise\nb2 | cooperative\nb3 | enterprise";
    let statuses = "status_id | business_id | status     | goods_group | valid_from:date | valid_to:date
                    1         | b1          | code_scope | food        | 2023-01-01      |
                    2         | b1          | code_scope | cosmetics   | 2023-01-01      |
                    3         | b1          | code_valid | food        | 2024-01-10      | 2024-06-30
                    4         | b2          | code_scope | food        | 2023-01-01      |
                    5         | b3          | code_valid | food        | 2024-01-10      |";
    check(
        "CN01",
        &[("businesses", businesses), ("business_statuses", statuses)],
        "2024-12-31",
        &[
            ("2023", "0/2"),
            ("2024-Q1", "1/2"),
            ("2024-Q1 by business_kind", "1/2, cooperative: 0/1, enterprise: 1/1"),
            ("2024-Q3", "0/2"),
        ],
    );
}

#[test]
fn cn02_stars_are_those_of_the_day_and_one_product_is_never_two() {
    let products = "product_id | valid_from:date | valid_to:date | star:integer | linked_from:date | linked_to:date
                    p1         | 2022-01-01      | 2024-04-30    | 3            | 2024-02-01       |
                    p1         | 2024-05-01      |               | 4            | 2024-02-01       |
                    p2         | 2022-01-01      |               | 3            | 2023-01-01       | 2024-04-30
                    p3         | 2022-01-01      | 2024-03-31    | 3            |                  |";
    check(
        "CN02",
        &[("products", products)],
        "2024-12-31",
        &[
            ("2024-Q1", "2/3"),
            ("2024-Q1 by star", "2/3, three: 2/3"),
            ("2024-Q2", "1/2"),
            ("2024-Q2 by star", "1/2, four: 1/1, three: 0/1"),
        ],
    );
}

#[test]
fn cn03_inspected_cases_have_no_violation_and_stay_whole_under_each() {
    let codes = "list              | code | valid_from:date
                 quality_violation | NL01 | 2022-01-01
                 quality_violation | SH01 | 2022-01-01";
    let cases = "case_id | channel | inspected_on:date | record_on:date
                 c1      | website | 2024-01-05        | 2024-01-05
                 c2      | website | 2024-01-05        | 2024-01-06
                 c3      | website | 2024-01-05        |";
    let violations = "case_id | line:integer | violation\nc1 | 1 | NL01\nc1 | 2 | SH01\nc2 | 1 | GI01";
    check(
        "CN03",
        &[("codes", codes), ("cases", cases), ("violations", violations)],
        "2024-12-31",
        &[("2024-Q1", "1/3"), ("2024-Q1 by violation", "1/3, NL01: 1/3, SH01: 1/3")],
    );
}

#[test]
fn cn04_what_is_done_ahead_of_its_day_never_makes_more_than_all() {
    let requests = "request_id | kind      | system   | opened_on:date | due_on:date | done_on:date | updated_on:date
                    m1         | milestone | database | 2023-06-01     | 2024-01-10  | 2023-12-01   | 2024-12-31
                    m2         | milestone | database | 2023-06-01     | 2024-01-20  | 2024-05-01   | 2024-12-31
                    m3         | milestone | security | 2023-06-01     | 2024-06-01  |              | 2024-12-31";
    check(
        "CN04",
        &[("requests", requests)],
        "2024-12-31",
        &[
            ("2024-01", "1/1"),
            ("2024-Q1", "1/2"),
            ("2024-Q2", "2/3"),
            ("2024-Q2 by system", "2/3, database: 2/2, security: 0/1"),
        ],
    );
}

#[test]
fn th01_who_registered_without_being_known_as_a_seller_is_not_above_the_line() {
    let businesses = "business_id | kind\nb1 | household\nb2 | individual\nb3 | household";
    let statuses = "status_id | business_id | status         | platform | valid_from:date
                    1         | b1          | tax_identified | shopee   | 2024-01-01
                    2         | b1          | tax_identified | lazada   | 2024-01-01
                    3         | b1          | tax_registered | shopee   | 2024-02-01
                    4         | b2          | tax_identified | shopee   | 2024-01-01
                    5         | b3          | tax_registered |          | 2024-01-01";
    check(
        "TH01",
        &[("businesses", businesses), ("business_statuses", statuses)],
        "2024-12-31",
        &[("2024-Q1", "1/2"), ("2024-Q1 by platform", "1/2, lazada: 1/1, shopee: 1/2"), ("2024-01", "0/2")],
    );
}

#[test]
fn th02_two_months_of_invoices_are_one_seller_and_months_are_those_of_the_calendar() {
    let businesses = "business_id | kind\nb1 | enterprise\nb2 | enterprise";
    let statuses = "status_id | business_id | status           | valid_from:date | valid_to:date
                    1         | b1          | einvoice_obliged | 2024-01-01      |
                    2         | b2          | einvoice_obliged | 2024-02-10      |
                    3         | b1          | einvoice_issued  | 2024-01-01      | 2024-01-31
                    4         | b1          | einvoice_issued  | 2024-02-01      | 2024-02-29";
    let tables = [("businesses", businesses), ("business_statuses", statuses)];
    check(
        "TH02",
        &tables,
        "2024-12-31",
        &[("2024-01", "1/1"), ("2024-02", "1/2"), ("2024-03", "0/2"), ("2024-Q1", "1/2")],
    );
    let told = data("TH02", &tables, "2024-12-31").tell("TH02", "reporting:2024-01");
    assert!(told.starts_with("no_value"), "{told}");
}
