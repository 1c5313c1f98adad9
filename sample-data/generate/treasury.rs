//! What the state treasury says was paid, by body and month: the figure that the vouchers are held against.

use std::collections::BTreeMap;
use std::path::Path;

use crate::day::{Day, END, day, plus};
use crate::sheet::{Cell, Failure, Kind, Sheet, Stamp, Table};
use crate::voucher::Entry;

const TREASURY_STATEMENTS: Table = Table {
    name: "treasury_statements",
    columns: &[
        ("organization", Kind::Text),
        ("budget_year", Kind::Integer),
        ("as_of", Kind::Date),
        ("paid", Kind::Money),
    ],
    sorted_by: &["budget_year", "as_of", "organization"],
};

/// Statements that do not agree: body, day, by how many đồng; a transposed digit, a voucher not yet booked.
const DISAGREE: &[(&str, Day, i64)] = &[
    ("KT-SNN", day(2024, 9, 30), -900_000),
    ("KT-SKHCN", day(2025, 4, 30), 1_250_000),
    ("QN-SCT", day(2025, 11, 30), -6_400_000),
];

/// Writes the state money paid since the budget year began, at each end of a month and of January's settlement.
pub(crate) fn write(out: &Path, entries: &[Entry], stamp: Stamp) -> Result<(), Failure> {
    let mut sheet = Sheet::create(out, &TREASURY_STATEMENTS, "", stamp)?;
    for year in 2023..=2026 {
        let paid: Vec<&Entry> = entries
            .iter()
            .filter(|one| (one.year, one.kind, one.source) == (year, "payment", "state"))
            .collect();
        for as_of in ends_of_months(year) {
            let mut sums = BTreeMap::<&str, i64>::new();
            for one in paid.iter().filter(|one| one.posted_on <= as_of) {
                *sums.entry(&one.organization).or_default() += one.amount;
            }
            for (organization, sum) in sums {
                let off = DISAGREE.iter().find(|off| (off.0, off.1) == (organization, as_of));
                sheet.push(&[
                    organization.into(),
                    i64::from(year).into(),
                    as_of.into(),
                    Cell::Digits(sum + off.map_or(0, |off| off.2)),
                ])?;
            }
        }
    }
    sheet.close()
}

/// The last days of a budget year's months and of the January after it, as far as the sample goes.
fn ends_of_months(year: i32) -> Vec<Day> {
    let firsts = (2..=12).map(|month| day(year, month, 1));
    let firsts = firsts.chain([day(year + 1, 1, 1), day(year + 1, 2, 1)]);
    firsts.map(|first| plus(first, -1)).filter(|last| *last <= END).collect()
}
