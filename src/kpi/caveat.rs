//! What a reader must know of what a figure stands on before believing it.

use rust_decimal::Decimal;
use schemars::JsonSchema;
use serde::Serialize;

use super::supply::Named;
use crate::calendar::{Day, DayRange};

/// A doubt about a figure that has a value: told wherever the figure stands, and never a reason to leave
/// it out. Why a figure has no value is a [`super::Reason`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Caveat {
    /// Files of its tables of which no row can be read, by path.
    Unread {
        /// Relative to the data location.
        files: Vec<String>,
    },
    /// Files of a table that were served before and are gone.
    Lost {
        /// The table.
        table: Named,
        /// Relative to the data location.
        files: Vec<String>,
    },
    /// The table of a dimension's members has no file that can be read: they are known by their codes alone.
    Unlisted {
        /// The table.
        table: Named,
    },
    /// Some files of a table lack an optional column that it reads: NULL stands there.
    Lacking {
        /// The table.
        table: Named,
        /// The column.
        column: Named,
        /// How many files lack it.
        files: usize,
        /// How many files there are.
        of: usize,
    },
    /// Files of a table without a key that hold the same: their rows count each time.
    Repeated {
        /// The table.
        table: Named,
        /// Relative to the data location.
        files: Vec<String>,
    },
    /// Rows of a table that failed its contract and do not count.
    SetAside {
        /// The table.
        table: Named,
        /// How many.
        rows: u64,
        /// What they hold in money columns; 0 where the table has none.
        money: Decimal,
    },
    /// Values of a column that were rounded, as its contract allows.
    Rounded {
        /// The table.
        table: Named,
        /// The column.
        column: Named,
        /// How many values.
        values: u64,
        /// The largest difference that this made.
        largest: Decimal,
    },
    /// Times without a zone whose day depends on how they are read.
    Zoneless {
        /// The table.
        table: Named,
        /// The column.
        column: Named,
        /// Rows whose day depends on it.
        rows: u64,
        /// Rows that have a time.
        of: u64,
    },
    /// Records whose code is no member of a dimension.
    UnknownCodes {
        /// The dimension's title.
        dimension: String,
        /// How many records.
        records: u64,
        /// Some of the codes, as they are written.
        codes: Vec<String>,
    },
    /// Records in the figure's days that fill none of its columns: they are not in the number.
    Unfilled {
        /// The columns that they leave empty, in words.
        column: String,
        /// How many records.
        records: u64,
    },
    /// Its tables speak for a part of its days only.
    Partial {
        /// From which day on, where that is later than the figure's first.
        from: Option<Day>,
        /// Until which day, where that is earlier than the figure's last.
        until: Option<Day>,
    },
    /// A part of its days lies in a gap that the contract of one of its tables declares.
    Gap(Gap),
}

/// Days for which a table has no data, as its contract says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Gap {
    /// The days.
    pub days: DayRange,
    /// Why, in the workspace's language.
    pub label: String,
}

/// A caveat as JSON tells it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct ToldCaveat {
    /// Which kind: a stable word.
    pub kind: &'static str,
    /// The caveat in an English sentence.
    pub sentence: String,
}

impl Caveat {
    /// The caveat as JSON tells it.
    pub fn told(&self) -> ToldCaveat {
        let (kind, sentence) = match self {
            Self::Unread { files } => {
                ("unread", format!("without files that cannot be read: {}", files.join(", ")))
            }
            Self::Lost { table, files } => {
                ("lost", format!("table `{}` has lost files: {}", table.name, files.join(", ")))
            }
            Self::Unlisted { table } => (
                "unlisted",
                format!("table `{}` has no data: members are known by their codes alone", table.name),
            ),
            Self::Lacking { table, column, files, of } => (
                "lacking",
                format!("{files} of {of} files of table `{}` lack column `{}`", table.name, column.name),
            ),
            Self::Repeated { table, files } => (
                "repeated",
                format!(
                    "table `{}` has no key, and files with the same content count each: {}",
                    table.name,
                    files.join(", ")
                ),
            ),
            Self::SetAside { table, rows, money } if money.is_zero() => {
                ("set_aside", format!("rows of table `{}` that are set aside: {rows}", table.name))
            }
            Self::SetAside { table, rows, money } => (
                "set_aside",
                format!("rows of table `{}` that are set aside: {rows}, with {money} of money", table.name),
            ),
            Self::Rounded { table, column, values, largest } => (
                "rounded",
                format!(
                    "values of `{}.{}` that were rounded: {values}, by {largest} at most",
                    table.name, column.name
                ),
            ),
            Self::Zoneless { table, column, rows, of } => (
                "zoneless",
                format!(
                    "the day of {rows} of {of} rows of `{}.{}` depends on a zone that nobody states",
                    table.name, column.name
                ),
            ),
            Self::UnknownCodes { dimension, records, codes } => (
                "unknown_codes",
                format!("records whose code is none of “{dimension}”: {records} ({})", codes.join(", ")),
            ),
            Self::Unfilled { column, records } => {
                ("unfilled", format!("records that leave “{column}” empty: {records}"))
            }
            Self::Partial { from, until } => ("partial", partial(*from, *until)),
            Self::Gap(Gap { days, label }) => {
                ("gap", format!("no data from {} to {}: {label}", days.first_day, days.last_day))
            }
        };
        ToldCaveat { kind, sentence }
    }
}

fn partial(from: Option<Day>, until: Option<Day>) -> String {
    match (from, until) {
        (Some(from), Some(until)) => format!("the data speak from {from} to {until} only"),
        (Some(from), None) => format!("the data speak from {from} on only"),
        (None, Some(until)) => format!("the data speak until {until} only"),
        (None, None) => "the data speak for a part of the days only".to_owned(),
    }
}
