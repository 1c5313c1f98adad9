//! Parameters: declared, checked, bound.

use std::collections::BTreeMap;

use super::*;

const HEADER: &str = "/*\ntitle = \"Orders\"\n[parameters.least]\ntype = \"integer\"\n[parameters.shop]\ntype = \"text\"\n\
                      optional = true\n[parameters.from]\ntype = \"date\"\ndefault = 2024-01-01\n*/\n";

fn parse(text: &str) -> (Option<NamedQuery>, Vec<String>) {
    let mut problems = Diagnostics::default();
    let query = NamedQuery::parse(&mut problems, &SourceFile::new("queries/reports/big.sql", text));
    (query, told(problems))
}

fn given(values: &[(&str, &str)]) -> BTreeMap<String, String> {
    values.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
}

#[test]
fn values_are_bound_and_never_become_text_of_the_query() {
    let sql = "SELECT o.id AS id FROM orders AS o WHERE o.id >= $least AND ($shop IS NULL OR o.shop = $shop) \
               AND o.day >= CAST($from AS DATE) ORDER BY o.id";
    let (query, told) = parse(&format!("{HEADER}{sql}"));
    assert_eq!(told, Vec::<String>::new());
    let query = query.unwrap();
    assert_eq!((query.name.as_str(), query.title.as_str()), ("big", "Orders"));
    let folder = tempfile::tempdir().unwrap();
    let engine = engine(limits());
    let session = session(&engine, vec![write_orders(folder.path(), "a.parquet", 10)], &[]);
    let mut problems = Diagnostics::default();
    assert!(session.plan(&mut problems, &query.select, &query.parameters.blank()).is_some(), "{problems:?}");
    for (values, expected) in [
        (given(&[("least", "7")]), &[7, 8, 9][..]),
        (given(&[("least", "6"), ("shop", "b")]), &[7, 9]),
        (given(&[("least", "6"), ("shop", "b' OR '1' = '1")]), &[]),
        (given(&[("least", "6"), ("from", "2024-01-09")]), &[8, 9]),
    ] {
        let values = query.parameters.bind(&values).unwrap();
        let rows = session.run_blocking(Request::new("big", sql).values(values)).unwrap();
        assert_eq!(integers(&rows), expected);
    }
}

#[test]
fn values_that_do_not_fit_are_refused() {
    let (query, _) = parse(&format!("{HEADER}SELECT $least AS a, $shop AS b, $from AS c"));
    let parameters = query.unwrap().parameters;
    for (values, expected) in [
        (given(&[]), "parameter `least` is missing; expected a whole number like `12`"),
        (given(&[("least", "x")]), "parameter `least` is a whole number like `12`, not `x`"),
        (
            given(&[("least", "1"), ("from", "2024-1-1")]),
            "parameter `from` is a date like `2024-05-31`, not `2024-1-1`",
        ),
        (
            given(&[("lest", "1")]),
            "there is no parameter `lest`; did you mean `least`? there are `least`, `shop`, `from`",
        ),
    ] {
        assert_eq!(parameters.bind(&values).unwrap_err().to_string(), expected);
    }
}

#[test]
fn decimals_keep_their_digits() {
    use datafusion::common::ScalarValue;
    for (text, expected) in [
        ("12.50", Some((1250, 4, 2))),
        ("-3", Some((-3, 1, 0))),
        ("+0.5", Some((5, 2, 1))),
        ("1e3", None),
        ("--1", None),
        (".5", None),
        ("", None),
    ] {
        let bound = Values::default().with("d", Kind::Decimal, text).ok();
        let expected = expected.map(|(value, precision, scale)| {
            let scalar = ScalarValue::Decimal128(Some(value), precision, scale);
            Values(BTreeMap::from([("d".to_owned(), scalar)]))
        });
        assert_eq!(bound, expected, "{text}");
    }
}

#[test]
fn mistakes_of_the_header_are_located() {
    for (text, expected) in [
        ("SELECT 1 AS a", "queries/reports/big.sql:1:1: error[missing-header]"),
        (
            "/*\ntitel = \"x\"\ntitle = \"y\"\n*/ SELECT 1 AS a",
            "queries/reports/big.sql:2:1: error[unknown-key]",
        ),
        (
            "/*\ntitle = \"x\"\n[parameters.a]\ntype = \"int\"\n*/ SELECT $a AS a",
            "queries/reports/big.sql:4:8: error[unknown-word]: `int` cannot stand here",
        ),
        (
            "/*\ntitle = \"x\"\n[parameters.a]\ntype = \"date\"\ndefault = 3\n*/ SELECT $a AS a",
            "queries/reports/big.sql:5:11: error[wrong-value]",
        ),
        (
            "/*\ntitle = \"x\"\n[parameters.\"Đ\"]\ntype = \"date\"\n*/ SELECT 1 AS a",
            "queries/reports/big.sql:3:13: error[parameter-name]",
        ),
        (
            "/*\ntitle = \"x\"\n[parameters.a]\ntype = \"date\"\n*/ SELECT 1 AS a",
            "queries/reports/big.sql:1:1: warning[unused-parameter]",
        ),
    ] {
        let (_, told) = parse(text);
        assert!(told.len() == 1 && told[0].starts_with(expected), "{told:#?}");
    }
}
