//! What `check` says of a file, without data.

use super::*;

fn check(models: &[Model], sql: &str, expected: &[&str]) -> Option<Planned> {
    let engine = engine(limits());
    let mut problems = Diagnostics::default();
    let session = engine.session(&mut problems, &[orders(vec![])], &[slots()], models).unwrap();
    let file = SourceFile::new("a.sql", sql);
    let select = Select::parse(&mut problems, &file);
    let planned = select.and_then(|select| session.plan(&mut problems, &select, &Values::default()));
    let told = told(problems);
    assert_eq!(told.len(), expected.len(), "{told:#?}");
    for (line, start) in told.iter().zip(expected) {
        assert!(line.starts_with(start), "{line}\n{start}");
    }
    planned
}

#[test]
fn a_plan_knows_its_columns_and_what_it_reads() {
    let models = [
        model("big", "SELECT r.id AS id, r.day AS day FROM recent AS r"),
        model("recent", "SELECT o.id AS id, o.day AS day FROM orders AS o WHERE o.day >= DATE '2024-01-10'"),
    ];
    let sql = "/*\nx\n*/\nSELECT b.day AS day, 1 AS sold, CAST(NULL AS BIGINT) AS open, CAST(2.5 AS DECIMAL(5, 1)) AS d FROM big AS b\n\
               UNION ALL SELECT s.last_day, NULL, 1, NULL FROM big AS b JOIN slots AS s ON b.day <= s.last_day";
    let planned = check(&models, sql, &[]).unwrap();
    let columns: Vec<String> =
        planned.schema.fields().iter().map(|f| format!("{} {}", f.name(), f.data_type())).collect();
    assert_eq!(columns, ["day Date32", "sold Int64", "open Int64", "d Decimal128(5, 1)"]);
    assert_eq!(planned.tables.into_keys().collect::<Vec<_>>(), ["orders", "slots"]);
    assert_eq!(planned.models.into_iter().collect::<Vec<_>>(), ["big", "recent"]);
}

#[test]
fn unknown_names_are_located_with_the_nearest_that_exist() {
    for (sql, expected) in [
        (
            "/*\nđ\n*/\nSELECT o.id AS id\nFROM   order_s AS o JOIN slot AS s ON TRUE",
            &[
                "a.sql:5:8: error[unknown-table]: there is no table or model `order_s` (did you mean `orders`?",
                "a.sql:5:26: error[unknown-table]: there is no table or model `slot` (did you mean `slots`?",
            ][..],
        ),
        (
            "SELECT o.id AS id,\n       'đ' AS d, o.amont AS amount FROM orders AS o",
            &[
                "a.sql:2:18: error[unknown-column]: `o` has no column `amont` (did you mean `amount`? there are `amount`, `day`, `id`, `shop`)",
            ],
        ),
        (
            "SELECT idd AS id FROM orders AS o",
            &["a.sql:1:8: error[unknown-column]: there is no column `idd` (did you mean `id`?"],
        ),
        (
            "SELECT id AS id FROM orders AS o JOIN orders AS p ON o.id = p.id",
            &["a.sql:1:8: error[ambiguous-column]: column `id` stands in several tables"],
        ),
        (
            "SELECT date_trunk(o.day) AS d FROM orders AS o",
            &[
                "a.sql:1:8: error[unknown-function]: there is no function `date_trunk` (did you mean `date_trunc`?)",
            ],
        ),
        (
            "SELECT o.id AS id,\n date_trunc(o.day) AS d FROM orders AS o",
            &["a.sql:2:2: error[sql-refused]: function 'date_trunc' expects 2 arguments but received 1"],
        ),
        ("SELECT o.id FROM '/etc/x.parquet' AS o", &["a.sql:1:1: error[unknown-table]"]),
        ("SELECT t.table_name FROM information_schema.tables AS t", &["a.sql:1:26: error[unknown-table]"]),
        ("SELECT NULL AS a FROM orders AS o", &["a.sql:1:8: error[untyped-null]"]),
        ("SELECT o.id FROM orders AS o WHERE o.id > $least", &["a.sql:1:43: error[unknown-parameter]"]),
        (
            "SELECT o.id FROM orders AS o WHERE o.day > 'monday'",
            &["a.sql:1:44: error[sql-refused]: 'monday' is no day like `2024-05-31`"],
        ),
        ("SELECT o.id, max(o.day) AS d FROM orders AS o", &["a.sql:1:8: error[sql-refused]"]),
    ] {
        check(&[], sql, expected);
    }
}

#[test]
fn mistakes_of_models_are_told_once_and_in_their_file() {
    let models = [
        model("bad", "SELECT o.idd AS id\nFROM orders AS o"),
        model("after", "SELECT b.id AS id FROM bad AS b"),
        model("orders", "SELECT 1 AS one"),
    ];
    check(
        &models,
        "SELECT a.id AS id FROM after AS a",
        &["models/bad.sql:1:8: error[unknown-column]", "models/orders.sql:1:1: error[duplicate-table]"],
    );
}

#[test]
fn models_in_a_circle_are_told_once() {
    let models = [
        model("a", "SELECT b.id FROM b"),
        model("b", "SELECT c.id FROM c"),
        model("c", "SELECT b.id\nFROM b"),
        model("d", "SELECT a.id FROM a"),
    ];
    check(
        &models,
        "SELECT d.id FROM d",
        &["models/b.sql:1:18: error[model-circle]: models read one another in a circle: `b`, `c`, `b`"],
    );
}
