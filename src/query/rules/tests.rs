//! Each rule: a text, and what is said of it where.

use super::*;
use crate::diagnostic::{SourceFile, short};

/// `expected`: `line:column code`, each problem in the order of the file.
fn check(purpose: Purpose, sql: &str, expected: &[&str]) {
    let file = SourceFile::new("a.sql", sql);
    let mut problems = Diagnostics::default();
    if let Some(select) = Select::parse(&mut problems, &file) {
        super::check(&mut problems, &select, purpose);
    }
    let told: Vec<String> = problems.sorted().iter().map(short).collect();
    let brief: Vec<String> = told
        .iter()
        .filter_map(|line| {
            let (place, rest) = line.strip_prefix("a.sql:")?.split_once(": ")?;
            let code = rest.split_once('[')?.1.split_once(']')?.0;
            Some(format!("{place} {code}"))
        })
        .collect();
    assert_eq!(brief, expected, "{sql}\n{told:#?}");
}

#[test]
fn what_two_engines_agree_on_passes() {
    for sql in [
        "SELECT o.day AS day, 1 AS sold, CAST(NULL AS BIGINT) AS open FROM orders AS o\n\
         UNION ALL SELECT s.last_day, NULL, 1 FROM orders AS o JOIN slots AS s ON o.day <= s.last_day",
        "SELECT o.id FROM orders AS o JOIN shops AS p ON p.id = o.shop AND p.since <= o.day",
        "SELECT o.id FROM orders AS o LEFT JOIN shops AS p ON (o.day > p.since AND (p.id = o.shop + 1))",
        "SELECT o.id FROM orders AS o JOIN shops AS p USING (shop)",
        "SELECT o.id FROM orders AS o JOIN shops AS p ON o.shop IS NOT DISTINCT FROM p.id",
        "SELECT s.slot FROM slots AS s JOIN orders AS o ON o.day <= s.last_day JOIN shops AS p ON p.id = o.shop",
        "SELECT s.slot FROM orders AS o CROSS JOIN slots AS s",
        "SELECT s.slot FROM orders AS o, slots AS s",
        "WITH lasts AS (SELECT max(s.last_day) AS day FROM slots AS s) SELECT o.id FROM orders AS o JOIN lasts AS l ON o.day <= l.day",
        "SELECT CAST(o.day + INTERVAL '1' MONTH - INTERVAL '1' DAY AS DATE) AS due FROM orders AS o",
        "SELECT CAST((o.day + INTERVAL '1' MONTH) AS DATE) AS due FROM orders AS o",
        "SELECT o.day - p.since AS days FROM orders AS o JOIN shops AS p ON p.id = o.shop",
        "/* a / b */ SELECT '/' AS slash -- 1 / 2; now()\nFROM orders AS o ORDER BY o.id LIMIT 3",
        "SELECT count(*) AS n FROM orders AS o",
        "SELECT 1 AS a FROM o WHERE o.day > o.x - INTERVAL '1 day' AND o.day BETWEEN o.x AND o.x + INTERVAL '1' YEAR",
        "SELECT o.id FROM o WHERE date_trunc('month', o.day) = o.x",
        "SELECT CAST(date_trunc('month', o.day) + INTERVAL '1' MONTH - INTERVAL '1' DAY AS DATE) AS last FROM o",
        "SELECT string_agg(o.x, ', ' ORDER BY o.x) AS a, last_value(o.y) OVER (ORDER BY o.x) AS b FROM o",
        "SELECT a.x FROM a, b WHERE a.k = b.k",
        "SELECT a.x FROM a, b AS c, d WHERE a.k = c.k AND x > 2 AND (d.k = c.k AND d.j < 5)",
        "SELECT x FROM a, b WHERE k = j",
        "SELECT a.x FROM a, b WHERE (a.k = b.k AND a.x = 1) OR (a.x = 2 AND a.k = b.k)",
        "SELECT o.id FROM orders AS o WHERE EXISTS (SELECT * FROM shops AS p WHERE p.id = o.shop)",
        "SELECT o.id FROM orders AS o WHERE EXISTS (SELECT 1 AS one FROM shops AS p WHERE p.id = o.shop)",
    ] {
        check(Purpose::Kpi, sql, &[]);
    }
}

#[test]
fn a_file_is_one_query() {
    for (sql, expected) in [
        ("/* only */ -- words", "1:1 empty-query"),
        ("/*\n*/\nSELECT 1 AS a;", "3:14 semicolon"),
        ("SELECT 1 AS a;\n SELECT 2 AS a", "2:2 several-statements"),
        ("SELECT 1 AS a; -- end\n;", "1:14 semicolon"),
        ("/* đ\n*/ SELECT 'đ' AS a,, 2 AS b", "2:20 sql-syntax"),
        ("SELECT 'abc", "1:8 sql-syntax"),
        ("SELECT 1 AS a FROM", "1:1 sql-syntax"),
        (" CREATE TABLE a (b INT)", "1:2 not-a-query"),
        ("CREATE VIEW a AS SELECT 1", "1:1 not-a-query"),
        ("CREATE EXTERNAL TABLE a STORED AS PARQUET LOCATION 'x'", "1:1 not-a-query"),
        ("DROP TABLE a", "1:1 not-a-query"),
        ("INSERT INTO a VALUES (1)", "1:1 not-a-query"),
        ("UPDATE a SET b = 1", "1:1 not-a-query"),
        ("DELETE FROM a", "1:1 not-a-query"),
        ("COPY a TO 'x.parquet'", "1:1 not-a-query"),
        ("SET a = 1", "1:1 not-a-query"),
        ("RESET a", "1:1 not-a-query"),
        ("PREPARE p AS SELECT 1", "1:1 not-a-query"),
        ("EXECUTE p", "1:1 not-a-query"),
        ("BEGIN", "1:1 not-a-query"),
        ("SHOW TABLES", "1:1 not-a-query"),
        ("EXPLAIN SELECT 1", "1:1 not-a-query"),
        ("EXPLAIN ANALYZE SELECT 1", "1:1 not-a-query"),
        ("DESCRIBE a", "1:1 not-a-query"),
        ("SELECT 1 AS a INTO b FROM c", "1:1 not-a-query"),
    ] {
        check(Purpose::Listing, sql, &[expected]);
    }
}

#[test]
fn what_engines_compute_differently_is_refused() {
    for (sql, expected) in [
        ("SELECT a.x / a.y AS r\nFROM a", &["1:12 division"][..]),
        ("SELECT 1 // 2 AS r, a.x\n/ 2 AS s FROM a", &["1:10 division", "2:1 division"]),
        ("SELECT o.day + INTERVAL '1' MONTH AS due FROM orders AS o", &["1:8 interval-without-cast"]),
        ("SELECT date_trunc('month', o.day) AS month FROM orders AS o", &["1:8 interval-without-cast"]),
        ("SELECT 2 ^ o.x AS a FROM o", &["1:8 engines-differ"]),
        (
            "SELECT o.x FROM o WHERE o.x SIMILAR TO 'a.*' OR o.x ~ 'a'",
            &["1:25 engines-differ", "1:49 engines-differ"],
        ),
        ("SELECT o.x FROM o WHERE o.x = ANY (SELECT p.x FROM p)", &["1:25 engines-differ"]),
        ("SELECT string_agg(o.x, ', ') AS a FROM o", &["1:8 engines-differ"]),
        ("SELECT first_value(o.x) AS a FROM o", &["1:8 engines-differ"]),
        ("SELECT lag(o.x) IGNORE NULLS OVER (ORDER BY o.day) AS a FROM o", &["1:8 engines-differ"]),
        ("SELECT lag(o.x, NULL) OVER (ORDER BY o.day) AS a FROM o", &["1:8 engines-differ"]),
        ("SELECT count(o.x, o.y) AS a FROM o", &["1:8 engines-differ"]),
        (
            "SELECT CAST(o.day AS DATE) + INTERVAL '1' DAY AS due FROM orders AS o",
            &["1:13 interval-without-cast"],
        ),
        ("SELECT NULL AS a, 1 AS b UNION ALL SELECT 1, 2", &["1:8 untyped-null"]),
        (
            "WITH u AS (SELECT 1 AS a, (NULL) AS b\nUNION SELECT 2, 3 UNION ALL SELECT 4, NULL) SELECT u.a FROM u",
            &["1:28 untyped-null"],
        ),
        ("SELECT a.x, b.x FROM a JOIN b ON a.k = b.k", &["1:13 duplicate-column"]),
        ("SELECT 1 AS a, 2 AS \"A\"", &["1:16 column-case"]),
        ("SELECT a.x + 1, max(a.y) FROM a", &["1:8 unnamed-column", "1:17 unnamed-column"]),
        ("SELECT *, b.* FROM a JOIN b ON a.k = b.k", &["1:8 select-star", "1:11 select-star"]),
    ] {
        check(Purpose::Kpi, sql, expected);
    }
    check(Purpose::Listing, "SELECT a.x / a.y AS r FROM a", &[]);
}

#[test]
fn what_is_not_repeatable_is_refused() {
    for (sql, expected) in [
        ("SELECT now() AS a", "1:8 volatile-function"),
        ("SELECT o.id FROM orders AS o\nWHERE o.day < CURRENT_DATE", "2:15 volatile-function"),
        ("SELECT o.id FROM orders AS o ORDER BY random()", "1:39 volatile-function"),
        ("SELECT o.id FROM orders AS o WHERE o.id IN (SELECT uuid() AS u)", "1:52 volatile-function"),
        ("SELECT o.id FROM orders AS o LIMIT 3", "1:36 limit-without-order"),
    ] {
        check(Purpose::Listing, sql, &[expected]);
    }
}

#[test]
fn joins_by_ranges_alone_are_refused() {
    for (sql, expected) in [
        ("SELECT a.x FROM a JOIN b ON a.x < b.x", "1:24 join-without-equality"),
        ("SELECT a.x FROM a\nLEFT JOIN b AS c ON a.x < c.x AND a.x > c.y", "2:11 join-without-equality"),
        ("SELECT a.x FROM a, b", "1:20 join-without-equality"),
        ("SELECT a.x FROM a, b WHERE a.k < b.k", "1:20 join-without-equality"),
        ("SELECT a.x FROM a, b, c WHERE a.k = b.k AND c.k = 1", "1:23 join-without-equality"),
        ("SELECT a.x FROM a, b WHERE a.k = b.k OR a.x = 1", "1:20 join-without-equality"),
        ("SELECT a.x FROM a CROSS JOIN b", "1:30 join-without-equality"),
        ("SELECT a.x FROM a NATURAL JOIN b", "1:32 join-without-equality"),
        ("SELECT a.x FROM a JOIN b ON a.k = b.k OR a.j = b.j", "1:24 join-without-equality"),
        ("SELECT a.x FROM a JOIN b ON b.k = 3 AND a.x < b.x", "1:24 join-without-equality"),
        ("SELECT a.x FROM a JOIN b ON b.k = b.j", "1:24 join-without-equality"),
        (
            "SELECT a.x FROM a JOIN slots AS s ON a.x < s.slot JOIN b ON b.x < s.slot",
            "1:56 join-without-equality",
        ),
        (
            "WITH slots AS (SELECT b.x FROM b) SELECT a.x FROM a JOIN slots AS s ON a.x < s.x",
            "1:58 join-without-equality",
        ),
        (
            "SELECT a.x FROM a WHERE a.x IN (SELECT b.x FROM b JOIN c ON b.x < c.x)",
            "1:56 join-without-equality",
        ),
        ("SELECT a.x FROM a JOIN (b JOIN c ON b.x < c.x) ON a.k = b.k", "1:32 join-without-equality"),
    ] {
        check(Purpose::Model, sql, &[expected]);
    }
}

#[test]
fn every_function_of_the_engine_that_is_not_repeatable_is_known() {
    use datafusion::logical_expr::Volatility;
    let state =
        datafusion::execution::session_state::SessionStateBuilder::new().with_default_features().build();
    let mut names: Vec<&String> = state
        .scalar_functions()
        .iter()
        .filter(|(name, function)| {
            function.signature().volatility != Volatility::Immutable && !expressions::is_volatile(name)
        })
        .map(|(name, _)| name)
        .collect();
    names.sort();
    assert!(names.is_empty(), "{names:?}");
}

#[test]
fn clauses_that_an_engine_passes_over_are_refused_where_they_stand() {
    for (sql, place) in [
        ("SELECT a.x FROM a RIGHT JOIN b USING (k)", "1:30"),
        ("SELECT a.x FROM a FULL OUTER JOIN b USING (k)", "1:35"),
        ("SELECT a.x FROM a JOIN (c RIGHT JOIN b USING (k)) ON a.k = b.k", "1:38"),
        ("SELECT s.x FROM slots AS s NATURAL FULL JOIN slots AS r", "1:46"),
        ("SELECT a.x FROM a LEFT SEMI JOIN b ON a.k = b.k", "1:34"),
        ("SELECT a.x FROM a LEFT ANTI JOIN b ON a.k = b.k", "1:34"),
        ("SELECT a.x FROM a ASOF JOIN b MATCH_CONDITION (a.x >= b.x) ON a.k = b.k", "1:29"),
        ("SELECT x FROM a EXCEPT ALL SELECT x FROM b", "1:17"),
        ("SELECT x FROM a INTERSECT ALL SELECT x FROM b", "1:17"),
        ("SELECT x FROM a UNION ALL SELECT x FROM b EXCEPT ALL SELECT x FROM c", "1:43"),
        ("SELECT x FROM a TABLESAMPLE BERNOULLI (50)", "1:15"),
        ("SELECT x FROM (SELECT x FROM a) AS b TABLESAMPLE BERNOULLI (50)", "1:16"),
        ("SELECT x FROM a ORDER BY x LIMIT 2 FOR UPDATE", "1:36"),
        ("SELECT x FROM a SETTINGS b = 1", "1:17"),
        ("SELECT x FROM a FORMAT JSON", "1:17"),
        ("SELECT x FROM a |> WHERE x = 1", "1:1"),
        ("SELECT x FROM a ORDER BY x LIMIT 1, 2", "1:28"),
        ("SELECT x FROM a ORDER BY x LIMIT 2 BY x", "1:28"),
        ("SELECT x FROM a ORDER BY x WITH FILL", "1:17"),
        ("SELECT DISTINCT ON (x) x, y FROM a", "1:8"),
        ("FROM a SELECT x", "1:1"),
        ("FROM a", "1:1"),
        ("SELECT x FROM a PREWHERE x = 1", "1:17"),
        ("SELECT x FROM a CONNECT BY x = y", "1:17"),
        ("SELECT x FROM a LATERAL VIEW explode(y) z AS w", "1:17"),
        ("SELECT x, y FROM a GROUP BY x, y WITH ROLLUP", "1:20"),
        ("SELECT x FROM a WITH ORDINALITY", "1:15"),
        ("SELECT x FROM a PARTITION (p)", "1:15"),
        ("SELECT x FROM UNNEST(y) AS z", "1:22"),
        ("SELECT x FROM a PIVOT (sum(x) FOR y IN (1, 2)) AS z", "1:15"),
        ("SELECT sum(x) OVER (w ORDER BY y) AS z FROM a WINDOW w AS (PARTITION BY k)", "1:8"),
        ("SELECT sum(x) OVER (w) AS z FROM a WINDOW w AS (PARTITION BY k)", "1:8"),
        ("SELECT sum(x) OVER v AS z FROM a WINDOW w AS (PARTITION BY k), v AS (w ORDER BY y)", "1:64"),
        ("SELECT sum(x) OVER v AS z FROM a WINDOW w AS (PARTITION BY k), v AS w", "1:64"),
        ("SELECT {fn abs(x)} AS z FROM a", "1:12"),
        ("SELECT round(x, places => 2) AS z FROM a", "1:8"),
        ("SELECT percentile_cont(x, 0.5) AS z FROM a", "1:8"),
        ("SELECT percentile_cont(0.5 ORDER BY x) AS z FROM a", "1:8"),
        ("SELECT X'41' AS z FROM a", "1:8"),
        ("SELECT 0x1F AS z FROM a", "1:8"),
        ("SELECT E'\\u0041' AS z FROM a", "1:8"),
        ("SELECT CAST(x + INTERVAL '1.5' MONTH AS DATE) AS z FROM a", "1:26"),
    ] {
        check(Purpose::Listing, sql, &[&format!("{place} engines-differ")]);
    }
    check(Purpose::Listing, "SELECT * ILIKE 'x%' FROM a", &["1:8 engines-differ", "1:8 select-star"]);
}

#[test]
fn clauses_that_engines_agree_on_pass() {
    for sql in [
        "SELECT n FROM a LEFT JOIN b USING (n)",
        "SELECT sum(x) OVER w AS z FROM a WINDOW w AS (PARTITION BY k ORDER BY y)",
        "SELECT x FROM a EXCEPT SELECT x FROM b INTERSECT SELECT x FROM c",
        "SELECT x FROM a QUALIFY row_number() OVER (PARTITION BY x ORDER BY y) = 1",
        "SELECT x FROM a GROUP BY ROLLUP (x) ORDER BY x OFFSET 2",
        "SELECT DISTINCT ON (x) x, y FROM a ORDER BY x, y",
        "WITH RECURSIVE r AS (SELECT 1 AS k UNION ALL SELECT k + 1 FROM r WHERE k < 4) SELECT k FROM r",
        "SELECT sum(x) FILTER (WHERE y > 1) OVER (ORDER BY z) AS w FROM a",
        "SELECT percentile_cont(0.3) WITHIN GROUP (ORDER BY x DESC) AS z FROM a",
    ] {
        check(Purpose::Listing, sql, &[]);
    }
}
