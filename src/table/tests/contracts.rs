use super::place::problems;
use super::{BODIES, CASES};
use crate::table::{ColumnType, OnFail, Replace, Sensitivity};

#[test]
fn a_contract_says_what_it_says() {
    let written = r#"
title = "Phiếu"
description = "Mỗi dòng một phiếu"
replace = { latest = "changed_on" }
key = ["id"]
[columns.id]
type = "text"
title = "Mã"
sensitivity = "personal"
[columns.changed_on]
type = "date"
max = 2030-12-31
[columns.amount]
type = "decimal(12,2)"
min = -0.5
on_fail = "fatal"
"#;
    let (read, found) = problems(&[("slips", written)]);
    assert_eq!(found, Vec::<String>::new());
    let contract = &read["slips"];
    assert_eq!(contract.title, "Phiếu");
    assert_eq!(contract.replace, Replace::Latest("changed_on".to_owned()));
    assert_eq!(contract.columns.keys().collect::<Vec<_>>(), ["id", "changed_on", "amount"]);
    assert_eq!(contract.columns["id"].sensitivity, Sensitivity::Personal);
    assert_eq!(contract.columns["changed_on"].sensitivity, Sensitivity::Internal);
    assert_eq!(contract.columns["changed_on"].title, "changed_on");
    let amount = &contract.columns["amount"];
    assert_eq!(amount.kind, ColumnType::Decimal { precision: 12, scale: 2 });
    assert_eq!((amount.min, amount.on_fail), (Some(-50), Some(OnFail::Fatal)));
    let types: Vec<String> = contract.schema().fields().iter().map(|f| f.data_type().to_string()).collect();
    assert_eq!(types, ["Utf8View", "Date32", "Decimal128(12, 2)"]);
}

#[test]
fn mistakes_in_contracts_are_located() {
    for (written, expected) in [
        (
            "key = [\"cod\"]\n[columns.code]\ntype = \"text\"\n",
            "x.toml:1:8: error[unknown-column]: there is no column `cod` (did you mean `code`? there are `code`)",
        ),
        (
            "organization = \"body\"\n[columns.code]\ntype = \"text\"\n",
            "x.toml:1:16: error[unknown-column]: there is no column `body` (there are `code`)",
        ),
        (
            "[columns.code]\ntype = \"txt\"\n",
            "x.toml:2:8: error[unknown-type]: `txt` is no type of a column (did you mean `text`? there are \
             `text`, `date`, `integer`, `boolean`, `money`, `decimal(p,s)`)",
        ),
        (
            "[columns.code]\ntype = \"decimal(3,4)\"\n",
            "x.toml:2:8: error[unknown-type]: `decimal(3,4)` is no type of a column (write \
             `decimal(precision,scale)` with 1 ≤ precision ≤ 38 and scale ≤ precision)",
        ),
        (
            "[columns.code]\ntype = \"text\"\nmin = 1\n",
            "x.toml:3:7: error[bad-bound]: `min` and `max` are for numbers and dates, and this column is text",
        ),
        (
            "[columns.n]\ntype = \"integer\"\nmin = 5\nmax = 3\n",
            "x.toml:4:7: error[bad-bound]: `max` is less than `min`",
        ),
        (
            "[columns.n]\ntype = \"integer\"\nvalues = [\"a\"]\n",
            "x.toml:3:10: error[misplaced-check]: `values` is for text, and `n` is integer (use `min` and `max`)",
        ),
        (
            "[columns.n]\ntype = \"text\"\nwhere = { list = \"a\" }\n",
            "x.toml:3:9: error[misplaced-check]: `where` is for a column with `references`",
        ),
        (
            "[columns.n]\ntype = \"text\"\nreferences = \"n\"\n",
            "x.toml:3:14: error[bad-reference]: `n` names no column of a table (write `\"table.column\"`)",
        ),
        (
            "[columns.n]\ntype = \"text\"\nreferences = \"y.n\"\n",
            "x.toml:3:14: error[unknown-table]: there is no table `y` (there are `x`)",
        ),
        (
            "[columns.n]\ntype = \"text\"\n[columns.m]\ntype = \"integer\"\nreferences = \"x.n\"\n",
            "x.toml:5:14: error[bad-reference]: `m` is integer and cannot refer to `x.n`, which is text",
        ),
        (
            "[columns.n]\ntype = \"text\"\nreferences = \"x.n\"\nwhere = { lst = \"a\" }\n",
            "x.toml:4:9: error[unknown-column]: table `x` has no column `lst` (there are `n`)",
        ),
        (
            "replace = { latest = \"n\" }\nkey = [\"n\"]\n[columns.n]\ntype = \"text\"\n",
            "x.toml:1:11: error[bad-replace]: `n` has no greatest value that could win (name a column of \
             dates or numbers)",
        ),
        (
            "replace = \"rows\"\n[columns.n]\ntype = \"text\"\n",
            "x.toml:1:11: error[bad-replace]: this is no way to replace rows (write `replace = \"file\"` or \
             `replace = { latest = \"COLUMN\" }`)",
        ),
        (
            "[columns.n]\ntype = \"text\"\nsensitvity = \"public\"\n",
            "x.toml:3:1: error[unknown-key]: unknown key `sensitvity` (did you mean `sensitivity`? there are \
             `type`, `title`, `optional`, `sensitivity`, `references`, `where`, `values`, `min`, `max`, `on_fail`, `aliases`, `trim`, \
             `naive`, `round`, `nan`)",
        ),
        (
            "[columns.n]\ntype = \"date\"\ntrim = true\n",
            "x.toml:3:8: error[misplaced-reading]: `trim` is for text, and `n` is date",
        ),
        (
            "[columns.n]\ntype = \"text\"\nnaive = \"utc\"\n",
            "x.toml:3:9: error[misplaced-reading]: `naive` is for dates, and `n` is text",
        ),
        (
            "[columns.n]\ntype = \"date\"\nnaive = \"gmt\"\n",
            "x.toml:3:9: error[unknown-word]: `gmt` cannot stand here (there are `local`, `utc`)",
        ),
        (
            "[columns.n]\ntype = \"boolean\"\nround = true\n",
            "x.toml:3:9: error[misplaced-reading]: `round` is for numbers, and `n` is boolean",
        ),
        (
            "[columns.n]\ntype = \"text\"\naliases = [\"M\"]\n[columns.m]\ntype = \"text\"\n",
            "x.toml:3:12: error[bad-alias]: `M` already stands for column `m`",
        ),
        (
            "[columns.n]\ntype = \"text\"\n[columns.N]\ntype = \"text\"\n",
            "x.toml:3:10: error[bad-column-name]: column `N` differs from another only in case",
        ),
    ] {
        let (_, found) = problems(&[("x", written)]);
        assert_eq!(found, [format!("queries/tables/{expected}")], "{written}");
    }
    let (_, found) = problems(&[("slots", BODIES)]);
    assert_eq!(
        found,
        [
            "queries/tables/slots.toml:1:1: error[bad-table-name]: table name `slots` is a table of the engine \
          (rename the file)"
        ]
    );
    assert_eq!(problems(&[("cases", CASES), ("bodies", BODIES)]).1, Vec::<String>::new());
}

#[test]
fn a_fingerprint_changes_with_what_rows_are_held_against() {
    let of = |written: &str| problems(&[("x", written)]).0["x"].fingerprint();
    let plain = of("[columns.n]\ntype = \"integer\"\n");
    assert_eq!(plain, of("# a remark\n[columns.n]\ntype = \"integer\"\n"));
    assert_ne!(plain, of("[columns.n]\ntype = \"integer\"\nmax = 3\n"));
}
