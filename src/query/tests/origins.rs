//! Which columns of tables go into a column of a query.

use super::*;

/// People, each with a name and an illness, who buy at shops.
fn people() -> Source {
    let text = |name: &str| Field::new(name, DataType::Utf8View, true);
    let fields = vec![Field::new("id", DataType::Int64, true), text("name"), text("ill"), text("shop")];
    Source { name: "people".to_owned(), schema: Arc::new(Schema::new(fields)), files: Vec::new() }
}

/// Where the column `x` comes from: what goes into it, and after `is` what it is as it stands.
fn origin(sql: &str) -> String {
    let models = [
        model(
            "patients",
            "SELECT p.id AS nr, p.name AS who, p.ill AS why FROM people AS p WHERE p.ill IS NOT NULL",
        ),
        model("called", "SELECT p.nr AS nr, upper(p.who) AS loud, p.who AS x FROM patients AS p"),
    ];
    let engine = engine(limits());
    let mut problems = Diagnostics::default();
    let sources = [orders(Vec::new()), people()];
    let session = engine.session(&mut problems, &sources, &[slots()], &models).unwrap();
    let select = Select::parse(&mut problems, &SourceFile::new("a.sql", sql)).unwrap();
    let planned = session.plan(&mut problems, &select, &Values::default());
    let planned = planned.unwrap_or_else(|| panic!("{sql}: {:?}", told(problems)));
    let origin = planned.outputs.get("x").unwrap_or_else(|| panic!("{sql}"));
    let written = |columns: &BTreeSet<(String, String)>| {
        columns.iter().map(|(table, column)| format!("{table}.{column}")).collect::<Vec<_>>().join(" ")
    };
    match written(&origin.passed_on) {
        none if none.is_empty() => written(&origin.columns),
        own => format!("{} is {own}", written(&origin.columns)),
    }
}

#[test]
fn a_column_is_made_of_all_that_its_expression_names() {
    for (sql, expected) in [
        ("SELECT name AS x FROM people", "people.name is people.name"),
        ("SELECT p.name AS x FROM people AS p WHERE p.ill = 'flu'", "people.name is people.name"),
        ("SELECT 1 AS x FROM people", ""),
        ("SELECT CAST(id AS VARCHAR) AS x FROM people", "people.id is people.id"),
        ("SELECT upper(name) || shop AS x FROM people", "people.name people.shop"),
        ("SELECT coalesce(shop, name) AS x FROM people", "people.name people.shop"),
        // A condition chooses the value.
        ("SELECT CASE WHEN ill = 'flu' THEN 1 END AS x FROM people", "people.ill"),
        ("SELECT CASE ill WHEN 'flu' THEN shop ELSE 'none' END AS x FROM people", "people.ill people.shop"),
        ("SELECT ill IS NULL AS x FROM people", "people.ill"),
        // Rows that are counted, and what is made of their values.
        ("SELECT count(*) AS x FROM people WHERE ill = 'flu'", ""),
        ("SELECT count(ill) AS x FROM people", "people.ill"),
        ("SELECT count(DISTINCT name) AS x FROM people", "people.name"),
        ("SELECT sum(id) AS x, ill AS y FROM people GROUP BY ill", "people.id"),
        ("SELECT max(name) AS x FROM people", "people.name"),
        ("SELECT count(*) FILTER (WHERE ill = 'flu') AS x FROM people", "people.ill"),
        ("SELECT string_agg(shop, ',' ORDER BY name) AS x FROM people", "people.name people.shop"),
        ("SELECT ill AS x, count(*) AS n FROM people GROUP BY ill", "people.ill is people.ill"),
        ("SELECT lower(ill) AS x, count(*) AS n FROM people GROUP BY lower(ill)", "people.ill"),
        (
            "SELECT shop AS x, count(*) AS n FROM people GROUP BY ROLLUP (ill, shop)",
            "people.shop is people.shop",
        ),
        ("SELECT count(*) AS x FROM people GROUP BY shop HAVING max(ill) > 'a'", ""),
        ("SELECT DISTINCT name AS x FROM people", "people.name is people.name"),
        // A window has a part and an order.
        (
            "SELECT row_number() OVER (PARTITION BY shop ORDER BY name) AS x FROM people",
            "people.name people.shop",
        ),
        ("SELECT lag(shop) OVER (ORDER BY id) AS x FROM people", "people.id people.shop"),
    ] {
        assert_eq!(origin(sql), expected, "{sql}");
    }
}

#[test]
fn columns_are_followed_through_models_unions_joins_and_subqueries() {
    for (sql, expected) in [
        ("SELECT why AS x FROM patients", "people.ill is people.ill"),
        ("SELECT loud AS x FROM called", "people.name"),
        ("SELECT x FROM called", "people.name is people.name"),
        ("WITH w AS (SELECT ill AS y FROM people) SELECT y AS x FROM w", "people.ill is people.ill"),
        (
            "SELECT y AS x FROM (SELECT concat(name, ill) AS y, shop FROM people) AS s",
            "people.ill people.name",
        ),
        (
            "SELECT shop AS x FROM orders UNION ALL SELECT name FROM people",
            "orders.shop people.name is orders.shop people.name",
        ),
        ("SELECT 'a' AS x FROM orders UNION SELECT name FROM people", "people.name is people.name"),
        (
            "SELECT name AS x FROM people INTERSECT SELECT shop FROM orders",
            "orders.shop people.name is people.name",
        ),
        ("SELECT x FROM (VALUES ('a'), ('b')) AS v (x)", ""),
        // The column of a USING is both; what is joined by ON is not.
        ("SELECT shop AS x FROM orders JOIN people USING (shop)", "orders.shop people.shop is orders.shop"),
        (
            "SELECT o.day AS x FROM orders AS o JOIN people AS p ON p.id = o.id AND p.ill = 'flu'",
            "orders.day is orders.day",
        ),
        (
            "SELECT p.ill AS x FROM orders AS o LEFT JOIN people AS p ON p.id = o.id",
            "people.ill is people.ill",
        ),
        // A subquery gives what it gives, by what it looks up.
        (
            "SELECT (SELECT max(p.name) FROM people AS p WHERE p.id = o.id) AS x FROM orders AS o",
            "orders.id people.id people.name",
        ),
        ("SELECT (SELECT count(*) FROM patients) AS x FROM orders", "people.ill"),
        ("SELECT (SELECT max(nr) FROM called) AS x FROM orders", "people.id people.ill"),
        // By what must be there, not what stands in it.
        (
            "SELECT (SELECT max(p.id) FROM people AS p WHERE EXISTS (SELECT s.last_day FROM slots AS s WHERE s.slot IS NOT NULL)) AS x \
             FROM orders AS o",
            "people.id slots.slot",
        ),
        (
            "SELECT (SELECT max(p.id) FROM people AS p WHERE p.shop IN (SELECT o.shop FROM orders AS o WHERE o.amount > 3)) AS x \
             FROM slots",
            "orders.amount orders.shop people.id people.shop",
        ),
        (
            "SELECT o.day AS x FROM orders AS o WHERE o.id IN (SELECT p.id FROM people AS p)",
            "orders.day is orders.day",
        ),
    ] {
        assert_eq!(origin(sql), expected, "{sql}");
    }
}

#[test]
fn into_what_cannot_be_followed_goes_all_that_is_read() {
    let sql = "WITH RECURSIVE up AS (SELECT id AS x FROM people UNION ALL SELECT up.x + 1 FROM up JOIN orders AS o ON o.id = up.x) SELECT x FROM up";
    assert_eq!(origin(sql), "orders.id people.id");
}
