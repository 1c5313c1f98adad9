//! Which conditions leave out rows for want of a value, where nobody says that this is meant.

use super::*;

/// Tables that may lack a shop and an amount; the id and the day are always there.
fn optional(table: &str, column: &str) -> bool {
    table == "orders" && matches!(column, "shop" | "amount")
}

/// What is told, each as `column what`, of a query over orders `o`, in which `b` is a model of theirs.
fn left_out(sql: &str) -> Vec<String> {
    let engine = engine(limits());
    let models = [
        model("b", "SELECT r.id AS id, r.shop AS shop, lower(r.shop) AS low, r.day AS day FROM orders AS r"),
        model("filled", "SELECT r.id AS id, r.shop AS shop FROM orders AS r WHERE r.shop IS NOT NULL"),
        model("loses", "SELECT r.id AS id, r.day AS day FROM orders AS r WHERE r.shop <> 'a'"),
    ];
    let session = session(&engine, vec![], &models);
    let mut problems = Diagnostics::default();
    let file = SourceFile::new("a.sql", sql);
    let select = Select::parse(&mut problems, &file).unwrap();
    let planned = session.plan(&mut problems, &select, &Values::default());
    let planned = planned.unwrap_or_else(|| panic!("{sql}: {:?}", told(problems)));
    let found = planned.left_out(&select, &optional).into_iter().map(|found| {
        let by = match found.by {
            LeavesOut::Comparison(Negation::Unequal) => "unequal",
            LeavesOut::Comparison(Negation::Other) => "negated",
            LeavesOut::Join => "join",
            LeavesOut::NotIn => "not in",
        };
        let line = short(&crate::diagnostic::Diagnostic::warning("x", found.place, ""));
        let place = line.trim_start_matches("a.sql:").split(": ").next().unwrap().to_owned();
        format!("{} {by} {place}", found.column)
    });
    found.collect()
}

fn check(rest: &str, expected: &[&str]) {
    let sql = format!("SELECT o.id AS id FROM orders AS o {rest}");
    let found = left_out(&sql);
    let found: Vec<&str> = found.iter().map(|line| line.rsplit_once(' ').unwrap().0).collect();
    assert_eq!(found, expected, "{rest}");
}

#[test]
fn a_comparison_that_all_values_meet_but_some_is_told() {
    for (condition, expected) in [
        ("o.shop <> 'a'", "o.shop unequal"),
        ("'a' <> o.shop", "o.shop unequal"),
        ("NOT (o.shop = 'a')", "o.shop unequal"),
        ("NOT (o.id = 3 OR o.shop = 'a')", "o.shop unequal"),
        ("o.id = 3 OR o.shop <> 'a'", "o.shop unequal"),
        ("o.shop NOT IN ('a', 'b')", "o.shop negated"),
        ("NOT (o.shop IN ('a', 'b'))", "o.shop negated"),
        ("o.shop NOT LIKE 'a%'", "o.shop negated"),
        ("NOT (o.shop LIKE 'a%')", "o.shop negated"),
        ("NOT starts_with(o.shop, 'a')", "o.shop negated"),
        ("o.amount NOT BETWEEN 1 AND 2", "o.amount negated"),
        ("NOT (o.amount < 5)", "o.amount negated"),
        ("o.amount + 1 <> 2", "o.amount unequal"),
        ("lower(o.shop) <> 'a'", "o.shop unequal"),
        ("nullif(o.shop, 'b') <> 'a'", "o.shop unequal"),
        ("CAST(o.amount AS BIGINT) <> 2", "o.amount unequal"),
        ("o.shop <> 'a' AND (o.shop = 'b' OR o.id = 3)", "o.shop unequal"),
        ("o.shop NOT IN (SELECT p.shop FROM orders AS p WHERE p.shop IS NOT NULL)", "o.shop negated"),
        ("o.id NOT IN (SELECT p.amount FROM orders AS p)", "p.amount not in"),
    ] {
        check(&format!("WHERE {condition}"), &[expected]);
    }
}

#[test]
fn what_is_meant_is_not_told() {
    for condition in [
        // What is always there.
        "o.id <> 3",
        "NOT (o.id = 3)",
        "o.id NOT IN (1, 2)",
        // Choosing is meant.
        "o.shop = 'a'",
        "o.shop IN ('a', 'b')",
        "o.shop LIKE 'a%'",
        "o.amount >= 5",
        "o.amount BETWEEN 1 AND 2",
        "NOT (o.shop <> 'a')",
        "o.amount > 5 AND o.amount <> 7",
        "(o.shop = 'a' OR o.shop = 'b') AND o.shop <> 'b'",
        "o.shop IN (SELECT p.shop FROM orders AS p WHERE p.id = 3)",
        // It is said.
        "o.shop <> 'a' AND o.shop IS NOT NULL",
        "o.shop IS NULL OR o.shop <> 'a'",
        "coalesce(o.shop, '') <> 'a'",
        "coalesce(o.shop, '') <> 'a' AND o.shop <> 'b'",
        "o.shop IS DISTINCT FROM 'a'",
        "(o.shop = 'a') IS NOT TRUE",
        "concat(o.shop, 'x') <> 'ax'",
        "coalesce(o.shop, CAST(o.id AS VARCHAR)) <> 'a'",
        "greatest(o.amount, 5) <> 5",
        "NOT EXISTS (SELECT p.id FROM orders AS p WHERE p.shop = o.shop)",
        "o.id NOT IN (SELECT p.amount FROM orders AS p WHERE p.amount IS NOT NULL)",
        "o.id NOT IN (SELECT p.amount FROM orders AS p WHERE p.amount > 3)",
    ] {
        check(&format!("WHERE {condition}"), &[]);
    }
}

#[test]
fn an_inner_join_on_what_may_be_empty_is_told() {
    for (rest, expected) in [
        ("JOIN filled AS f ON f.shop = o.shop", &["o.shop join"][..]),
        ("JOIN filled AS f ON o.shop = f.shop AND f.id > o.id", &["o.shop join"]),
        ("JOIN filled AS f ON f.shop = lower(o.shop)", &["o.shop join"]),
        ("JOIN filled AS f USING (shop)", &["o.shop join"]),
        ("JOIN orders AS p ON p.amount = o.id", &["p.amount join"]),
        ("JOIN orders AS p ON p.shop = o.shop", &["p.shop join", "o.shop join"]),
        (", filled AS f WHERE f.shop = o.shop", &["o.shop join"]),
        // Where one expects it to be empty, a join loses it all the same.
        ("JOIN filled AS f ON f.shop = o.shop WHERE coalesce(o.shop, '') <> 'a'", &["o.shop join"]),
        // An order has its shop from a join that may find none.
        ("LEFT JOIN filled AS f ON f.id = o.id JOIN filled AS g ON g.id = f.id", &["f.id join"]),
        // Meant: it is said, or rows are chosen by what the join finds.
        ("JOIN filled AS f ON f.shop = o.shop AND o.shop IS NOT NULL", &[]),
        ("JOIN filled AS f ON f.shop = o.shop WHERE o.shop IS NOT NULL", &[]),
        ("JOIN filled AS f ON f.shop = o.shop WHERE f.id = 3", &[]),
        ("JOIN filled AS f ON f.shop = o.shop AND f.id IN (1, 2)", &[]),
        ("LEFT JOIN filled AS f ON f.shop = o.shop", &[]),
        ("JOIN orders AS p ON p.id = o.id", &[]),
        ("JOIN filled AS f ON f.shop = coalesce(o.shop, 'a')", &[]),
        ("JOIN slots AS s ON o.day <= s.last_day AND s.slot = o.day", &[]),
        ("WHERE EXISTS (SELECT f.id FROM filled AS f WHERE f.shop = o.shop)", &[]),
    ] {
        check(rest, expected);
    }
}

#[test]
fn what_an_outer_join_adds_may_be_empty_as_well() {
    let join = "LEFT JOIN filled AS f ON f.id = o.id";
    for (rest, expected) in [
        ("WHERE f.shop <> 'a'", &["f.shop unequal"][..]),
        ("WHERE f.id NOT IN (1, 2)", &["f.id negated"]),
        // All that it adds is there where one column is.
        ("WHERE f.shop <> 'a' AND f.id IS NOT NULL", &[]),
        ("WHERE f.shop <> 'a' AND f.id > 3", &[]),
        ("WHERE f.id IS NULL OR f.shop <> 'a'", &[]),
        ("WHERE f.shop = 'a'", &[]),
    ] {
        check(&format!("{join} {rest}"), expected);
    }
    check("RIGHT JOIN filled AS f ON f.id = o.id WHERE o.id <> 3", &["o.id unequal"]);
    check("RIGHT JOIN filled AS f ON f.id = o.id WHERE f.id <> 3", &[]);
    check("FULL JOIN filled AS f ON f.id = o.id WHERE f.id <> o.id", &["f.id unequal", "o.id unequal"]);
    // What a contract calls optional is so where the join has found its row.
    let own = "LEFT JOIN orders AS p ON p.id = o.id WHERE p.id IS NOT NULL AND p.shop <> 'a'";
    check(own, &["p.shop unequal"]);
}

#[test]
fn what_counts_by_a_case_or_a_filter_is_told_too() {
    for (sql, expected) in [
        ("SELECT CASE WHEN o.shop <> 'a' THEN 1 END AS n FROM orders AS o", &["o.shop unequal 1:18"][..]),
        (
            "SELECT CASE WHEN o.shop <> 'a' THEN 'x' ELSE 'a' END AS n FROM orders AS o",
            &["o.shop unequal 1:18"],
        ),
        ("SELECT sum(CASE WHEN NOT o.shop = 'a' THEN 1 END) AS n FROM orders AS o", &["o.shop unequal 1:26"]),
        ("SELECT count(*) FILTER (WHERE o.shop <> 'a') AS n FROM orders AS o", &["o.shop unequal 1:31"]),
        (
            "SELECT o.shop AS shop, count(*) AS n FROM orders AS o GROUP BY o.shop HAVING o.shop <> 'a'",
            &["o.shop unequal 1:80"],
        ),
        ("SELECT CASE WHEN o.shop IS NULL THEN 0 WHEN o.shop <> 'a' THEN 1 END AS n FROM orders AS o", &[]),
        ("SELECT CASE WHEN o.shop = 'a' THEN 0 WHEN o.shop <> 'a' THEN 1 END AS n FROM orders AS o", &[]),
        ("SELECT CASE o.shop WHEN 'a' THEN 0 END AS n FROM orders AS o", &[]),
        ("SELECT o.shop <> 'a' AS differs FROM orders AS o", &[]),
        (
            "SELECT coalesce(o.shop, '?') AS shop FROM orders AS o WHERE o.shop <> 'a'",
            &["o.shop unequal 1:61"],
        ),
    ] {
        assert_eq!(left_out(sql), expected, "{sql}");
    }
}

#[test]
fn each_select_says_what_it_means_and_each_file_what_is_its_own() {
    for (sql, expected) in [
        ("SELECT b.id AS id FROM b WHERE b.shop <> 'a'", &["b.shop unequal 1:32"][..]),
        ("SELECT m.id AS id FROM b AS m\nWHERE m.low NOT IN ('a')", &["m.low negated 2:7"]),
        ("SELECT f.id AS id FROM filled AS f WHERE f.shop <> 'a'", &[]),
        ("SELECT m.id AS id FROM loses AS m", &[]),
        ("SELECT m.id AS id FROM loses AS m JOIN b ON b.shop = 'x' AND b.id = m.id", &[]),
        (
            "WITH w AS (SELECT o.id AS id, o.shop AS shop FROM orders AS o WHERE o.shop <> 'a') SELECT w.id AS id \
             FROM w JOIN w AS v ON v.shop = w.shop",
            &["o.shop unequal 1:69"],
        ),
        (
            "SELECT u.id AS id FROM (SELECT o.id AS id, o.shop AS shop, o.shop IS NULL AS none FROM orders AS o) AS u \
             WHERE u.shop <> 'a'",
            &["u.shop unequal 1:112"],
        ),
        (
            "SELECT u.id AS id FROM (SELECT 1 AS id, 'a' AS shop UNION ALL SELECT o.id, o.shop FROM orders AS o) AS u \
             WHERE u.shop <> 'a'",
            &["u.shop unequal 1:112"],
        ),
        ("SELECT o.id AS id FROM orders AS o EXCEPT SELECT p.id FROM orders AS p", &[]),
    ] {
        assert_eq!(left_out(sql), expected, "{sql}");
    }
}
