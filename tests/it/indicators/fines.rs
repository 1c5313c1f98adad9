//! Fines by decision, fines paid, goods: flows and stocks that are never added up freely.

use super::checks::{broken, reported, reported_of};
use super::{SENT, check, data};

const CASES: &str = "case_id | channel     | record_on:date
                     c1      | website     | 2024-01-02
                     c2      | website     | 2024-01-02
                     shop    | traditional | 2024-01-02";

const DECISIONS: &str = "decision_id | case_id | organization | decided_on:date | fine:money | pay_by:date | annulled_on:date
                         d0          | c2      | o1           | 2023-04-20      | 70         | 2023-04-30  |
                         d1          | c1      | o1           | 2024-01-10      | 100        | 2024-01-20  |
                         d2          | c2      | o1           | 2024-02-10      | 50         | 2024-02-20  | 2024-04-01
                         s1          | shop    | o1           | 2024-01-10      | 999        | 2024-01-20  |";

#[test]
fn tp01_an_annulled_fine_is_taken_back_on_its_day_and_what_is_not_itemised_has_no_violation() {
    let violations = "case_id | line:integer | decision_id | violation | sanction_form | fine:money
                      c1      | 1            | d1          | HL01      | fine          | 60
                      c1      | 2            | d1          | HL01      | confiscation  |
                      c2      | 1            | d2          | NG01      | fine          | 50";
    let tables = [("cases", CASES), ("decisions", DECISIONS), ("violations", violations)];
    check(
        "TP01",
        &tables,
        "2024-12-31",
        &[
            ("2024-Q1", "150"),
            ("2024-Q1 by violation", "150, ~: 40, HL01: 60, NG01: 50"),
            ("2024-Q2", "-50"),
            ("2024", "100"),
        ],
    );
    let data = data("TP01", &tables, "2024-12-31");
    assert_eq!(data.part("TP01", "2024", &[], "fined").unwrap(), "150");
    assert_eq!(data.part("TP01", "2024", &[], "annulled").unwrap(), "-50");
}

const PAYMENTS: &str = "payment_id | decision_id | kind             | paid_on:date | amount:money
                        p0         | d0          | fine             | 2024-01-05   | 70
                        p1         | d1          | fine             | 2024-01-15   | 40
                        p2         | d1          | late_interest    | 2024-03-01   | 3
                        p3         | d1          | fine             | 2024-05-01   | 60
                        p4         | d1          | confiscated_sale | 2024-03-01   | 8
                        p5         | d1          | illegal_gain     | 2024-03-01   | 2";

#[test]
fn tp02_late_interest_sales_and_gains_stand_beside_the_fines_each_by_itself() {
    let tables = [("cases", CASES), ("decisions", DECISIONS), ("payments", PAYMENTS)];
    check("TP02", &tables, "2024-12-31", &[("2024-Q1", "110"), ("2024", "170")]);
    let data = data("TP02", &tables, "2024-12-31");
    for (column, amount) in [("late_interest", "3"), ("confiscated_sale", "8"), ("illegal_gain", "2")] {
        assert_eq!(data.part("TP02", "2024", &[], column).unwrap(), amount, "{column}");
    }
}

#[test]
fn tp03_both_columns_speak_of_the_same_decisions() {
    let tables = [("cases", CASES), ("decisions", DECISIONS), ("payments", PAYMENTS)];
    check(
        "TP03",
        &tables,
        "2024-12-31",
        // d0 was due before the plan, d2 was annulled; p1 was paid before its decision was due
        &[("2024-02", "40/100"), ("2024-Q1", "40/100"), ("2024", "100/100")],
    );
}

const LOTS: &str = "lot_id | case_id | goods_group | value:money | confiscated_on:date | destroyed_on:date | disposed_on:date
                    l1     | c1      | food        | 10          | 2024-01-10          | 2024-04-01        |
                    l2     | c1      | food        | 20          | 2024-01-10          |                   |
                    l3     | c2      | fashion     | 40          | 2024-02-10          |                   | 2024-03-14
                    l4     | c2      | fashion     | 80          |                     | 2024-02-20        |
                    l5     | shop    | food        | 500         | 2024-01-10          |                   |";

#[test]
fn tp04_confiscated_and_destroyed_are_flows_and_pending_is_a_stock() {
    let tables = [("cases", CASES), ("goods_lots", LOTS), SENT];
    check(
        "TP04.confiscated",
        &tables,
        "2024-12-31",
        &[("2024-Q1", "70"), ("2024-Q2", "0"), ("2024 by goods_group", "70, fashion: 40, food: 30")],
    );
    check("TP04.destroyed", &tables, "2024-12-31", &[("2024-Q1", "80"), ("2024-Q2", "10"), ("2024", "90")]);
    check(
        "TP04.pending",
        &tables,
        "2024-12-31",
        // on 14/3 l3 was sold; quarters of a stock do not add up
        &[("2024-02", "70"), ("2024-Q1", "30"), ("2024-Q2", "20"), ("2024", "20")],
    );
}

#[test]
fn the_balance_of_goods_closes_with_the_figures_of_the_same_period() {
    let tables = [("cases", CASES), ("goods_lots", LOTS), SENT];
    assert_eq!(
        reported_of("goods_balance", &tables, "2023-12-15", "2024-03-14"),
        [
            "\"1. Tồn đầu kỳ\",0,0",
            "\"2. Tịch thu trong kỳ\",3,70",
            // l4 was destroyed without having been confiscated
            "\"3. Đã xử lý, không qua tịch thu\",1,80",
            "\"4. Tiêu hủy\",1,80",
            "\"5. Bán, chuyển giao\",1,40",
            "\"6. Tồn cuối kỳ (1 + 2 + 3 − 4 − 5)\",2,30",
        ]
    );
    assert_eq!(
        reported_of("goods_balance", &tables, "2024-03-15", "2024-06-14"),
        [
            "\"1. Tồn đầu kỳ\",2,30",
            "\"2. Tịch thu trong kỳ\",0,0",
            "\"3. Đã xử lý, không qua tịch thu\",0,0",
            "\"4. Tiêu hủy\",1,10",
            "\"5. Bán, chuyển giao\",0,0",
            "\"6. Tồn cuối kỳ (1 + 2 + 3 − 4 − 5)\",1,20",
        ]
    );
    assert_eq!(broken("goods_close", &tables), [""; 0], "to destroy what was not confiscated is no mistake");
}

#[test]
fn a_lot_leaves_once_in_every_figure_and_one_that_leaves_twice_or_too_early_is_listed() {
    let lots = format!(
        "{LOTS}
                    l6     | c1      | food        | 5           | 2024-01-10          | 2024-05-02        | 2024-04-02
                    l7     | c1      | food        | 3           | 2024-04-20          | 2024-02-01        |"
    );
    let tables = [("cases", CASES), ("goods_lots", lots.as_str()), SENT];
    let balance = |first_day: &str, last_day: &str| -> Vec<String> {
        let told = reported_of("goods_balance", &tables, first_day, last_day);
        told.iter().filter_map(|line| line.rsplit(',').next()).map(str::to_owned).collect()
    };
    let (first, second) = (balance("2023-12-15", "2024-03-14"), balance("2024-03-15", "2024-06-14"));
    assert_eq!(first, ["0", "75", "83", "83", "40", "35"]);
    // l7 had left before it was confiscated: it comes in no second time
    assert_eq!(second, ["35", "3", "-3", "10", "5", "20"]);
    for (code, line) in
        [("TP04.confiscated", 1), ("TP04.destroyed", 3), ("TP04.disposed", 4), ("TP04.pending", 5)]
    {
        let data = data(code, &tables, "2024-12-31");
        assert_eq!(
            [data.tell(code, "2024-Q1"), data.tell(code, "2024-Q2")],
            [&*first[line], &*second[line]],
            "{code}"
        );
    }
    assert_eq!(
        broken("goods_close", &tables),
        [
            "l7,c1,any,3,2024-04-20,2024-02-01,,2024-02-01,Xử lý trước ngày tịch thu",
            "l6,c1,any,5,2024-01-10,2024-05-02,2024-04-02,2024-04-02,\"Vừa tiêu hủy vừa bán, chuyển giao\"",
        ]
    );
}

#[test]
fn the_six_components_of_money_stand_in_columns_of_their_own_by_reporting_year() {
    let decisions = "decision_id | case_id | decided_on:date | fine:money | annulled_on:date
                     d1          | c1      | 2023-12-20      | 100        |
                     d2          | c2      | 2024-02-10      | 50         | 2024-12-15
                     s1          | shop    | 2024-01-10      | 999        |";
    let payments = "payment_id | decision_id | kind             | paid_on:date | amount:money
                    p1         | d1          | fine             | 2023-12-14   | 40
                    p2         | d1          | fine             | 2023-12-15   | 60
                    p3         | d1          | late_interest    | 2024-03-01   | 3
                    p4         | d1          | confiscated_sale | 2024-03-01   | 8
                    p5         | d1          | illegal_gain     | 2024-03-01   | 2
                    p6         | gone        | fine             | 2024-03-01   | 7
                    p7         | s1          | fine             | 2024-03-01   | 999
                    p8         | d1          | fine             | 2025-01-20   | 5";
    let tables = [("cases", CASES), ("decisions", decisions), ("payments", payments), ("goods_lots", LOTS)];
    let told = reported("money_components", &tables, "2024-12-31");
    assert_eq!(
        told,
        [
            // the annulled fine is taken back after 14/12; the payment of 2025 is not known yet
            "2025,-50,0,0,0,0,0,20",
            "2024,150,67,8,2,3,90,20",
            "2023,0,40,0,0,0,0,0",
        ],
        "year, fined, paid, sales, gains, interest, destroyed, pending"
    );
    for (code, value) in [("TP01", "150"), ("TP02", "67"), ("TP04.destroyed", "90"), ("TP04.pending", "20")] {
        assert_eq!(data(code, &tables, "2024-12-31").tell(code, "2024"), value, "{code} says the same");
    }
}
