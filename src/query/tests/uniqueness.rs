//! Which columns a plan proves to tell its rows apart.

use super::*;

const KEYS: [(&str, &[&str]); 2] = [("orders", &["id"]), ("slots", &["slot", "last_day"])];

fn keys(table: &str) -> Vec<Key> {
    let own = KEYS.iter().filter(|(name, _)| *name == table);
    own.flat_map(|(_, keys)| keys.iter().map(|key| Key::Once(vec![(*key).to_owned()]))).collect()
}

/// The slots as rows with lives, of which one is alive on a day under a slot's first day, taken as a code.
fn lives(table: &str) -> Vec<Key> {
    let [code, first, last] = ["slot", "first_day", "last_day"].map(str::to_owned);
    match table {
        "slots" => vec![Key::Alive { columns: vec![code], first, last }],
        other => keys(other),
    }
}

/// Whether `a` and `day` tell the rows apart in which `n` is not NULL.
fn told_apart(sql: &str, keys: &KeysOf<'_>) -> bool {
    let engine = engine(limits());
    let models = [
        model(
            "twice",
            "SELECT o.id AS id, o.day AS day FROM orders AS o UNION ALL SELECT o.id, o.day FROM orders AS o",
        ),
        model("first", "SELECT o.shop AS shop, min(o.day) AS day FROM orders AS o GROUP BY o.shop"),
    ];
    let session = session(&engine, vec![], &models);
    let mut problems = Diagnostics::default();
    let file = SourceFile::new("a.sql", sql);
    let select = Select::parse(&mut problems, &file).unwrap();
    let planned = session.plan(&mut problems, &select, &Values::default());
    let planned = planned.unwrap_or_else(|| panic!("{sql}: {:?}", told(problems)));
    planned.tells_apart(keys, &["a".to_owned(), "day".to_owned()], "n")
}

#[test]
fn a_plan_proves_that_no_join_multiplies_its_rows_or_nothing() {
    for (expected, rest) in [
        (true, "o.id AS a, o.day AS day FROM orders AS o"),
        (false, "o.shop AS a, o.day AS day FROM orders AS o"),
        (true, "o.shop AS a, o.day AS day FROM orders AS o WHERE o.id = 5"),
        // Of what is made of a key nobody knows whether it still is one.
        (false, "CAST(o.id AS VARCHAR) AS a, o.day AS day FROM orders AS o"),
        // Joins on a key, on a group, on what is grouped by, on something else.
        (true, "o.id AS a, o.day AS day FROM orders AS o JOIN orders AS p ON p.id = o.id"),
        (true, "o.id AS a, o.day AS day FROM orders AS o LEFT JOIN orders AS p ON p.id = o.id"),
        (true, "o.id AS a, o.day AS day FROM orders AS o LEFT JOIN first AS f ON f.shop = o.shop"),
        (
            true,
            "o.id AS a, o.day AS day FROM orders AS o LEFT JOIN (SELECT DISTINCT q.shop AS shop FROM orders AS q) AS f ON f.shop = o.shop",
        ),
        (false, "o.id AS a, o.day AS day FROM orders AS o LEFT JOIN orders AS p ON p.shop = o.shop"),
        (
            false,
            "o.id AS a, o.day AS day FROM orders AS o JOIN orders AS p ON p.shop = o.shop AND p.amount > 5",
        ),
        (false, "o.id AS a, o.day AS day FROM orders AS o JOIN twice AS p ON p.id = o.id"),
        (true, "p.id AS a, o.day AS day FROM orders AS o RIGHT JOIN orders AS p ON p.id = o.id"),
        // What an outer join leaves empty is the same in many rows.
        (false, "p.id AS a, o.day AS day FROM orders AS o LEFT JOIN orders AS p ON p.id = o.id"),
        (false, "p.id AS a, p.day AS day FROM orders AS o LEFT JOIN orders AS p ON p.id = o.id"),
        (false, "o.id AS a, p.day AS day FROM orders AS o FULL JOIN orders AS p ON p.id = o.id"),
        // A constant that an outer join leaves empty in some rows says nothing of the others.
        (
            false,
            "p.id AS a, p.day AS day FROM orders AS p JOIN (SELECT q.id AS id, f.one AS one FROM orders AS q LEFT JOIN \
             (SELECT z.shop AS shop, 1 AS one FROM orders AS z) AS f ON f.shop = q.shop) AS g ON g.one = p.id",
        ),
        // The state at the end of each slot.
        (true, "o.id AS a, s.last_day AS day FROM orders AS o JOIN slots AS s ON o.day <= s.last_day"),
        (false, "o.id AS a, o.day AS day FROM orders AS o JOIN slots AS s ON o.day <= s.last_day"),
        // The first of each shop.
        (
            true,
            "w.shop AS a, w.day AS day FROM (SELECT o.shop AS shop, o.day AS day, row_number() OVER (PARTITION BY o.shop \
             ORDER BY o.id) AS place FROM orders AS o) AS w WHERE w.place = 1",
        ),
        (
            false,
            "w.shop AS a, w.day AS day FROM (SELECT o.shop AS shop, o.day AS day, row_number() OVER (PARTITION BY o.shop \
             ORDER BY o.id) AS place FROM orders AS o) AS w WHERE w.place <= 2",
        ),
        // What another type holds may be the same in many rows.
        (
            false,
            "o.id AS a, o.day AS day FROM orders AS o JOIN first AS f ON CAST(f.day AS VARCHAR) = o.shop",
        ),
        (
            true,
            "t.id AS a, t.day AS day FROM (SELECT DISTINCT u.id AS id, u.day AS day FROM twice AS u) AS t",
        ),
        (false, "t.id AS a, t.day AS day FROM twice AS t"),
    ] {
        assert_eq!(told_apart(&format!("SELECT 1 AS n, {rest}"), &keys), expected, "{rest}");
    }
}

#[test]
fn each_column_is_looked_at_in_the_branches_that_fill_it() {
    let union = |second: &str, n: &str| {
        format!(
            "SELECT o.id AS a, o.day AS day, 1 AS n FROM orders AS o UNION ALL SELECT o.{second}, o.day, {n} FROM orders AS o"
        )
    };
    assert!(told_apart(&union("id", "NULL"), &keys));
    assert!(told_apart(&union("amount", "NULL"), &keys));
    assert!(!told_apart(&union("id", "2"), &keys));
}

#[test]
fn of_rows_with_lives_one_is_met_on_a_day() {
    let joined = |join: &str, on: &str| {
        format!(
            "SELECT 1 AS n, o.id AS a, o.day AS day FROM orders AS o {join} slots AS s ON s.slot = o.day AND {on}"
        )
    };
    let open = "s.first_day <= o.day AND (s.last_day IS NULL OR s.last_day >= o.day)";
    for (expected, on) in [
        (true, open),
        (true, "(o.day <= s.last_day OR s.last_day IS NULL) AND o.day > s.first_day"),
        (true, "o.day BETWEEN s.first_day AND s.last_day"),
        (true, "o.day + 1 >= s.first_day AND o.day + 1 <= s.last_day"),
        // Begun is not alive, and of two days none is known.
        (false, "s.first_day <= o.day"),
        (false, "s.last_day >= o.day"),
        (false, "s.first_day <= o.day AND s.last_day >= o.day + 1"),
        (false, "s.first_day <= o.day AND (s.first_day IS NULL OR s.last_day >= o.day)"),
        (false, "s.first_day >= o.day AND s.last_day <= o.day"),
        (false, "o.day NOT BETWEEN s.first_day AND s.last_day"),
        (false, "(s.first_day <= o.day OR o.id = 1) AND s.last_day >= o.day"),
    ] {
        for join in ["JOIN", "LEFT JOIN"] {
            assert_eq!(told_apart(&joined(join, on), &lives), expected, "{join} {on}");
        }
        assert!(
            !told_apart(&joined("JOIN", on), &|table| if table == "slots" { vec![] } else { keys(table) }),
            "{on}"
        );
    }
    // Without the code many are alive.
    let any = format!("SELECT 1 AS n, o.id AS a, o.day AS day FROM orders AS o JOIN slots AS s ON {open}");
    assert!(!told_apart(&any, &lives));
    // A kept row without another is not alive on its day.
    let kept = "SELECT 1 AS n, s.slot AS a, s.slot AS day FROM slots AS s LEFT JOIN orders AS o ON o.id = 1 AND s.first_day <= o.day AND s.last_day >= o.day";
    assert!(!told_apart(kept, &lives));
    let met = kept.replace("LEFT JOIN", "JOIN");
    assert!(told_apart(&met, &lives));
}
