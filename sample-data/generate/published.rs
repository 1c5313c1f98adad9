//! Totals as the province's reports printed them, some with a slip that nobody mended.

use std::collections::BTreeMap;
use std::path::Path;

use crate::day::{Day, END, START, Window, day, windows, working_days_after};
use crate::sheet::{Cell, Failure, Kind, Sheet, Stamp, Table};

const PUBLISHED_TOTALS: Table = Table {
    name: "published_totals",
    columns: &[
        ("total_id", Kind::Text),
        ("organization", Kind::Text),
        ("indicator", Kind::Text),
        ("first_day", Kind::Date),
        ("last_day", Kind::Date),
        ("published_on", Kind::Date),
        ("document", Kind::Text),
        ("amount", Kind::Decimal(18, 0)),
    ],
    sorted_by: &["first_day", "indicator"],
};

/// Slips: the quarter's first day, the indicator, by how much the printed number is off.
const SLIPS: &[(Day, &str, i64)] = &[
    (day(2023, 12, 15), "detected", -1),
    (day(2024, 9, 15), "inspected", 3),
    (day(2025, 3, 15), "detected", 2),
];

/// What happened in electronic commerce, by day.
#[derive(Default)]
pub(crate) struct Tally {
    counts: BTreeMap<(&'static str, Day), i64>,
}

impl Tally {
    /// Counts one event of that day.
    pub(crate) fn count(&mut self, indicator: &'static str, on: Day) {
        *self.counts.entry((indicator, on)).or_default() += 1;
    }

    fn within(&self, indicator: &'static str, days: Window) -> i64 {
        self.counts.range((indicator, days.first)..=(indicator, days.last)).map(|(_, count)| count).sum()
    }

    /// Writes the totals of each quarter as they were printed.
    pub(crate) fn write(&self, out: &Path, stamp: Stamp) -> Result<(), Failure> {
        let mut sheet = Sheet::create(out, &PUBLISHED_TOTALS, "", stamp)?;
        let quarters = windows(day(2022, 10, 1), END, 3, 15).into_iter().filter(|one| one.first >= START);
        for (number, quarter) in (1..).zip(quarters) {
            for indicator in ["detected", "inspected"] {
                let slip = SLIPS.iter().find(|slip| (slip.0, slip.1) == (quarter.first, indicator));
                let amount = self.within(indicator, quarter) + slip.map_or(0, |slip| slip.2);
                let published_on = working_days_after(quarter.last, 6);
                let body = if quarter.last < crate::day::PROVINCES_MERGED { "KT-SCT" } else { "QN-SCT" };
                sheet.push(&[
                    (&format!("B{number:02}-{indicator}")).into(),
                    body.into(),
                    indicator.into(),
                    quarter.first.into(),
                    quarter.last.into(),
                    published_on.into(),
                    (&format!("Báo cáo quý mẫu số {number}")).into(),
                    Cell::Digits(amount),
                ])?;
            }
        }
        sheet.close()
    }
}
