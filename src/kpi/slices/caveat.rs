//! What a reader must know of what a figure stands on before believing it.

use rust_decimal::Decimal;
use schemars::JsonSchema;
use serde::Serialize;

use crate::calendar::{Day, DayRange};
use crate::diagnostic::{agreeing, counted, visible_ends};
use crate::kpi::cube::grid::Outside;

/// A table or a column by its name and by what readers call it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Named {
    /// Its name.
    pub name: String,
    /// What readers call it.
    pub title: String,
}

/// A doubt about a figure that has a value: told wherever the figure stands, and never a reason to leave
/// it out. Why a figure has no value is a [`Reason`](crate::kpi::Reason).
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Caveat {
    /// Something of its tables is missing, and what that is concerns others.
    Incomplete,
    /// Others' rows, which the reader does not see, may change it.
    Excused {
        /// Why it is shown all the same, as the roles' file says.
        reason: String,
    },
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
        /// Those that lack it, relative to the data location.
        files: Vec<String>,
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
    /// Rows of a table that are copies of others and do not count again: nothing is missing without them.
    Copies {
        /// The table.
        table: Named,
        /// How many.
        rows: u64,
    },
    /// Rows of a table that failed its contract and do not count.
    SetAside {
        /// The table.
        table: Named,
        /// How many.
        rows: u64,
        /// What they hold in money columns; 0 where the table has none.
        money: Decimal,
        /// How many of them have an amount that cannot be read.
        unstated: u64,
    },
    /// Rows of a table that failed its contract and count all the same, as it says.
    Kept {
        /// The table.
        table: Named,
        /// The columns that failed, in words.
        column: String,
        /// How many rows.
        rows: u64,
    },
    /// Files of a table that are still being written.
    Arriving {
        /// The table.
        table: Named,
        /// Relative to the data location.
        files: Vec<String>,
    },
    /// Records that no period has.
    Undated {
        /// The table of which they are rows; nothing where they are the KPI's own.
        table: Option<Named>,
        /// How many, and why.
        outside: Outside,
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
    /// Texts of a column that have blanks at an end: what is the same may count as different.
    BlankEnds {
        /// The table.
        table: Named,
        /// The column.
        column: Named,
        /// Rows that have such a text.
        rows: u64,
    },
    /// Records whose code is no member of a dimension.
    UnknownCodes {
        /// The dimension's title.
        dimension: String,
        /// How many records.
        records: u64,
        /// Some of the codes, as they are written, the most frequent first.
        codes: Vec<String>,
        /// How many other codes there are.
        others: u64,
    },
    /// Records in the figure's days that fill none of its columns: they are not in the number.
    Unfilled {
        /// The columns that they leave empty, in words.
        column: String,
        /// How many records.
        records: u64,
    },
    /// Keys that its query lists more than once on a day under the same members: they count each time.
    Again {
        /// How many, over all days.
        keys: u64,
    },
    /// Keys that its query lists under several members of a dimension on a day: in the whole they count each time.
    Spread {
        /// The dimension's title.
        dimension: String,
        /// How many, over all days.
        keys: u64,
    },
    /// Whether any key is listed more than once could not be found out.
    Unchecked,
    /// Its tables speak for a part of its days only.
    Partial {
        /// From which day on, where that is later than the figure's first.
        from: Option<Day>,
        /// Until which day, where that is earlier than the figure's last.
        until: Option<Day>,
    },
    /// A part of its days lies in a gap that the contract of one of its tables declares.
    Gap(Gap),
    /// In a part of its days a table has no row, although it otherwise has rows all the time: nobody says whether
    /// nothing happened, or nothing was delivered.
    Silent {
        /// The table.
        table: Named,
        /// The days without a row, as far as they go.
        days: DayRange,
        /// Whether a column of the figure reads no other days.
        wholly: bool,
    },
}

/// Days for which a table has no data, as its contract says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Gap {
    /// The days.
    pub days: DayRange,
    /// Why, in the workspace's language.
    pub label: String,
    /// Rows that are of these days all the same.
    pub rows: u64,
}

impl Caveat {
    /// What of it may be told to who sees some rows of the tables only.
    pub(in crate::kpi) fn for_some(&self) -> Option<Self> {
        match self {
            Self::Incomplete
            | Self::Unread { .. }
            | Self::Lost { .. }
            | Self::Lacking { .. }
            | Self::Arriving { .. } => Some(Self::Incomplete),
            Self::Excused { .. }
            | Self::Unlisted { .. }
            | Self::Unchecked
            | Self::Partial { .. }
            | Self::Silent { .. } => Some(self.clone()),
            Self::Gap(gap) => Some(Self::Gap(Gap { rows: 0, ..gap.clone() })),
            Self::Repeated { .. }
            | Self::Copies { .. }
            | Self::SetAside { .. }
            | Self::Kept { .. }
            | Self::Undated { .. }
            | Self::Rounded { .. }
            | Self::Zoneless { .. }
            | Self::BlankEnds { .. }
            | Self::UnknownCodes { .. }
            | Self::Unfilled { .. }
            | Self::Again { .. }
            | Self::Spread { .. } => None,
        }
    }

    /// Whether something is missing that might count.
    pub fn is_lack(&self) -> bool {
        self.for_some() == Some(Self::Incomplete)
    }

    /// Whether it is told so that nobody wonders, and nothing is doubtful about the number.
    pub fn is_information(&self) -> bool {
        matches!(self, Self::Copies { .. })
    }

    /// Whether something of the figure may be missing, or there twice, in one of its periods and not in another:
    /// what compares the two must say so.
    pub fn is_uneven(&self) -> bool {
        match self {
            Self::Incomplete
            | Self::Unread { .. }
            | Self::Lost { .. }
            | Self::Lacking { .. }
            | Self::Repeated { .. }
            | Self::Arriving { .. }
            | Self::Unfilled { .. }
            | Self::Partial { .. }
            | Self::Silent { .. }
            | Self::Gap(_) => true,
            Self::Excused { .. }
            | Self::Unlisted { .. }
            | Self::Again { .. }
            | Self::Spread { .. }
            | Self::Unchecked
            | Self::Copies { .. }
            | Self::SetAside { .. }
            | Self::Kept { .. }
            | Self::Undated { .. }
            | Self::Rounded { .. }
            | Self::Zoneless { .. }
            | Self::BlankEnds { .. }
            | Self::UnknownCodes { .. } => false,
        }
    }
}

impl Gap {
    /// The days, why, and how many rows deny it.
    pub(in crate::kpi) fn sentence(&self) -> String {
        let Self { days, label, rows } = self;
        let told = format!("no data from {} to {}: {label}", days.first_day, days.last_day);
        if *rows > 0 { format!("{told} (yet rows of these days: {rows})") } else { told }
    }
}

/// So many names are enough to see which are meant.
const NAMES: usize = 5;

/// So many are where they stand beside a sentence of their own.
const NAMED: usize = 3;

/// The first names of a list, and how many more there are.
pub fn few(names: &[String]) -> String {
    first(names, NAMES)
}

/// The same, fewer.
pub fn fewer(names: &[String]) -> String {
    first(names, NAMED)
}

fn first(names: &[String], most: usize) -> String {
    let shown = names.iter().take(most).map(String::as_str).collect::<Vec<_>>().join(", ");
    match names.len().saturating_sub(most) {
        0 => shown,
        more => format!("{shown}, … (+{more})"),
    }
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
            Self::Incomplete => ("incomplete", "something of its tables is missing".to_owned()),
            Self::Excused { reason } => {
                ("excused", format!("records of others may change it; it is shown because: {reason}"))
            }
            Self::Unread { files } => {
                ("unread", format!("without files that cannot be read: {}", few(files)))
            }
            Self::Lost { table, files } => {
                ("lost", format!("table `{}` has lost files: {}", table.name, few(files)))
            }
            Self::Unlisted { table } => (
                "unlisted",
                format!("table `{}` has no data: members are known by their codes alone", table.name),
            ),
            Self::Lacking { table, column, files, of } => (
                "lacking",
                format!(
                    "{} of {} of table `{}` {} column `{}`: {}",
                    files.len(),
                    counted(*of, "file"),
                    table.name,
                    agreeing(files.len(), "lacks", "lack"),
                    column.name,
                    fewer(files)
                ),
            ),
            Self::Repeated { table, files } => (
                "repeated",
                format!(
                    "table `{}` has no key, and files with the same content count each: {}",
                    table.name,
                    few(files)
                ),
            ),
            Self::Copies { table, rows } => (
                "copies",
                format!("rows of table `{}` that are copies of others and count once: {rows}", table.name),
            ),
            Self::SetAside { table, rows, money, unstated } => {
                let mut sentence = format!("rows of table `{}` that are set aside: {rows}", table.name);
                if !money.is_zero() {
                    sentence.push_str(&format!(", with {money} of money"));
                }
                if *unstated > 0 {
                    sentence.push_str(&format!(", of an amount that cannot be read: {unstated}"));
                }
                ("set_aside", sentence)
            }
            Self::Kept { table, column, rows } => (
                "kept",
                format!("rows of table `{}` that fail a check of “{column}” and count: {rows}", table.name),
            ),
            Self::Arriving { table, files } => (
                "arriving",
                format!(
                    "without files of table `{}` that are still being written: {}",
                    table.name,
                    few(files)
                ),
            ),
            Self::Undated { table, outside } => ("undated", undated(table.as_ref(), *outside)),
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
                    "the day of {rows} of {} of `{}.{}` depends on a zone that nobody states",
                    counted(*of, "row"),
                    table.name,
                    column.name
                ),
            ),
            Self::BlankEnds { table, column, rows } => (
                "blank_ends",
                format!(
                    "rows of table `{}` with blanks at an end of `{}`, which may count apart from the same without: {rows}",
                    table.name, column.name
                ),
            ),
            Self::UnknownCodes { dimension, records, codes, others } => {
                let codes: Vec<_> = codes.iter().map(|code| visible_ends(code)).collect();
                let codes = codes.join(", ");
                let others = match others {
                    0 => String::new(),
                    1 => " and 1 other code".to_owned(),
                    others => format!(" and {others} other codes"),
                };
                let told =
                    format!("records whose code is none of “{dimension}”: {records} ({codes}{others})");
                ("unknown_codes", told)
            }
            Self::Unfilled { column, records } => {
                ("unfilled", format!("records that leave “{column}” empty: {records}"))
            }
            Self::Again { keys } => {
                ("again", format!("keys that stand more than once on one day and count each time: {keys}"))
            }
            Self::Spread { dimension, keys } => (
                "spread",
                format!(
                    "keys that stand under several members of “{dimension}” on one day and count under each: {keys}"
                ),
            ),
            Self::Unchecked => {
                ("unchecked", "whether any key stands more than once could not be found out".to_owned())
            }
            Self::Partial { from, until } => ("partial", partial(*from, *until)),
            Self::Gap(gap) => ("gap", gap.sentence()),
            Self::Silent { table, days, wholly: _ } => (
                "silent",
                format!("no row of table `{}` from {} to {}", table.name, days.first_day, days.last_day),
            ),
        };
        ToldCaveat { kind, sentence }
    }
}

fn undated(table: Option<&Named>, outside: Outside) -> String {
    match table {
        Some(table) => format!("rows of table `{}` that no period has: {}", table.name, outside.why()),
        None => format!("records that no period has: {}", outside.why()),
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
