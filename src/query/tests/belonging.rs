//! Of whose rows a plan makes each of its own.

use std::collections::BTreeSet;

use super::*;

/// `shop` holds the members of the orders; the slots are nobody's.
fn holders(_: &str, table: &str) -> BTreeSet<String> {
    let own: &[&str] = if table == "orders" { &["shop"] } else { &[] };
    own.iter().map(|name| (*name).to_owned()).collect()
}

/// The tables that must be common for each row to be of the member in `shop` alone.
fn of_one(sql: &str) -> Option<Vec<String>> {
    let engine = engine(limits());
    let models = [model("per_shop", "SELECT o.shop AS shop, count(*) AS n FROM orders AS o GROUP BY o.shop")];
    let session = session(&engine, vec![], &models);
    let mut problems = Diagnostics::default();
    let file = SourceFile::new("a.sql", format!("SELECT {sql}"));
    let select = Select::parse(&mut problems, &file).unwrap();
    let planned = session.plan(&mut problems, &select, &Values::default());
    let planned = planned.unwrap_or_else(|| panic!("{sql}: {:?}", told(problems)));
    planned
        .belonging(&holders, &["shop".to_owned()])
        .remove("shop")
        .map(|tables| tables.into_iter().collect())
}

#[test]
fn a_plan_shows_that_its_rows_are_of_one_member_or_it_shows_nothing() {
    for one in [
        "o.shop AS shop FROM orders AS o WHERE o.amount > 5",
        "o.shop AS shop, CASE WHEN o.amount > 5 THEN 1 END AS n FROM orders AS o",
        // Groups, parts and joins of one member.
        "o.shop AS shop, sum(o.amount) AS n FROM orders AS o GROUP BY o.shop",
        "o.shop AS shop, row_number() OVER (PARTITION BY o.shop ORDER BY o.day) AS n FROM orders AS o",
        "o.shop AS shop, p.n AS n FROM orders AS o JOIN per_shop AS p ON p.shop = o.shop",
        "o.shop AS shop, p.n AS n FROM orders AS o LEFT JOIN per_shop AS p ON p.shop = o.shop AND p.n > 1",
        "o.shop AS shop FROM orders AS o UNION ALL SELECT p.shop AS shop FROM orders AS p",
        "DISTINCT o.shop AS shop FROM orders AS o",
        "o.shop AS shop FROM (SELECT q.shop AS shop FROM orders AS q ORDER BY q.day) AS o",
    ] {
        assert_eq!(of_one(one), Some(vec![]), "{one}");
    }
    for time in [
        "o.shop AS shop FROM orders AS o JOIN slots AS s ON o.day BETWEEN s.first_day AND s.last_day",
        "o.shop AS shop FROM slots AS s JOIN orders AS o ON o.day BETWEEN s.first_day AND s.last_day",
        "o.shop AS shop FROM orders AS o WHERE o.day IN (SELECT s.last_day FROM slots AS s)",
    ] {
        assert_eq!(of_one(time), Some(vec!["slots".to_owned()]), "{time}");
    }
    for many in [
        // What is found in anybody's rows.
        "o.shop AS shop FROM orders AS o JOIN orders AS p ON p.id = o.id",
        "o.shop AS shop FROM orders AS o LEFT JOIN orders AS p ON p.id = o.id WHERE p.id IS NULL",
        "o.shop AS shop, sum(o.amount) OVER () AS n FROM orders AS o",
        "o.shop AS shop, sum(o.amount) OVER (PARTITION BY o.day) AS n FROM orders AS o",
        "o.shop AS shop FROM orders AS o WHERE o.amount > (SELECT avg(p.amount) FROM orders AS p)",
        "o.shop AS shop FROM orders AS o WHERE EXISTS (SELECT 1 FROM orders AS p WHERE p.id = o.id)",
        "min(o.shop) AS shop, sum(o.amount) AS n FROM orders AS o GROUP BY o.day",
        "o.shop AS shop FROM (SELECT q.shop AS shop FROM orders AS q ORDER BY q.day LIMIT 3) AS o",
        // Who is named there is another one, or may be.
        "coalesce(o.shop, 'x') AS shop FROM orders AS o",
        "s.slot AS shop FROM slots AS s LEFT JOIN orders AS o ON o.day = s.last_day",
        "o.shop AS shop FROM orders AS o UNION ALL SELECT CAST(p.id AS VARCHAR) AS shop FROM orders AS p",
    ] {
        assert_eq!(of_one(many), None, "{many}");
    }
}
