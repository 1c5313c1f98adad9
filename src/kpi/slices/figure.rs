//! One number with all that explains it: plain data.

use std::sync::Arc;

use rust_decimal::Decimal;
use schemars::JsonSchema;
use serde::Serialize;

use super::caveat::{Caveat, Gap, Named};
use super::completeness::Completeness;
use crate::calendar::{Calendar, Day, DayRange, NoWindow, Over, Period, PeriodKind};
use crate::diagnostic::{agreeing, counted};
use crate::kpi::cube::cell::Cell;
use crate::kpi::cube::grid::Outside;
use crate::kpi::cube::hindrance::Hindrance;
use crate::kpi::definition::kpi::{Kpi, Role, ValueColumn};

/// A KPI's number for one period, filters and member.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Figure {
    /// The period asked for.
    pub period: Period,
    /// The view that it is in, where the KPI has a dimension that has it: members are its units.
    pub view: Option<String>,
    /// In a view: what belongs to none of its units and is left out, by value column.
    pub left_out: Vec<(String, Cell)>,
    /// What is doubtful about it.
    pub caveats: Vec<Caveat>,
    /// Dimension and member, in a breakdown (member nothing = not known); nothing for the whole.
    pub by: Option<(String, Option<String>)>,
    /// Each value column, in the order of the KPI's.
    pub parts: Vec<Part>,
    /// The sum of the columns above the line (of all where nothing is divided).
    pub numerator: Option<Decimal>,
    /// The sum of the columns below the line.
    pub denominator: Option<Decimal>,
    /// The number, unrounded, in the KPI's unit (a percentage as 0–100).
    pub value: Option<Decimal>,
    /// Whether there is one.
    pub state: State,
    /// Why there is none.
    pub reason: Option<Reason>,
    /// Whether the period ends after the data date.
    pub provisional: bool,
    /// Whether the period's budget year is not settled yet.
    pub unsettled: bool,
    /// Whether the period begins before the KPI's records are whole.
    pub before_since: bool,
    /// How many of the bodies that owed reports have sent them.
    pub completeness: Completeness,
}

/// One value column of a figure.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Part {
    /// The column.
    pub column: String,
    /// Its number, and what stands behind it.
    pub cell: Cell,
    /// The days that it was read from.
    pub days: Option<DayRange>,
    /// Why there are none.
    pub no_window: Option<NoWindow>,
}

/// Whether a figure has a number. Missing is not zero.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum State {
    /// It has.
    Value,
    /// It has none, for a reason.
    NoValue,
    /// Its period begins after the data date.
    NotBegun,
    /// No record, and no body has reported.
    NotReported,
    /// Too few contribute to show it.
    Suppressed,
}

impl State {
    /// The word that JSON uses for it.
    pub fn word(self) -> &'static str {
        match self {
            Self::Value => "value",
            Self::NoValue => "no_value",
            Self::NotBegun => "not_begun",
            Self::NotReported => "not_reported",
            Self::Suppressed => "suppressed",
        }
    }
}

/// Why a figure has no number.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Reason {
    /// The period begins after the data date.
    NotBegun,
    /// Nobody who owed a report has sent it, and there is no record.
    NotReported,
    /// No body owed a report for these days, and there is no record.
    NothingOwed,
    /// A table that it reads has no file, none that can be read, or no day on which anything happened.
    NoData(Named),
    /// A table that it reads has rows, and all of them failed its contract.
    NothingServed {
        /// The table.
        table: Named,
        /// How many rows are set aside.
        rows: u64,
    },
    /// No file of a table has a column that it reads.
    NoColumn {
        /// The table.
        table: Named,
        /// The column.
        column: Named,
    },
    /// Its records are there, and no period has any of them.
    NothingDated(Outside),
    /// Its records are there, and all of them leave the formula's columns empty.
    NothingFilled {
        /// The columns, in words.
        column: String,
        /// How many records.
        records: u64,
    },
    /// Nothing is counted, and something of its tables is missing: it may be there.
    Incomplete,
    /// Its tables speak for other days only.
    OutsideSpan(DayRange),
    /// Of two tables that it reads, one begins only after the other has ended.
    NoCommonDay {
        /// The table that begins, and its first day.
        begins: (Named, Day),
        /// The table that has ended, and its last day.
        ends: (Named, Day),
    },
    /// All of its days lie in a gap of its tables.
    InGap(Gap),
    /// A column needs days for which there are none.
    NoWindow(NoWindow),
    /// Nothing stands below the line: 0 of 0 is neither 0 nor 100 percent.
    NothingBelow,
    /// A median of nothing.
    NothingToMeasure,
    /// It is larger than 28 digits can hold exactly.
    TooLarge,
    /// Its records could not be gathered.
    NotGathered(Hindrance),
    /// A part of it would tell of records that its reader does not see.
    OutOfScope,
    /// The data speak only in periods of other calendars.
    OtherCalendar {
        /// Those calendars.
        calendars: Vec<Arc<Calendar>>,
    },
    /// The data speak only in other kinds of period.
    OtherPeriod {
        /// Those kinds.
        kinds: Vec<PeriodKind>,
    },
}

impl Reason {
    /// A stable English sentence for JSON and the command line.
    pub fn sentence(&self) -> String {
        match self {
            Self::NotBegun => "the period begins after the data date".to_owned(),
            Self::NotReported => "no body that owed a report has sent it".to_owned(),
            Self::NoData(table) => {
                format!("table `{}` has no data, or no file that can be read", table.name)
            }
            Self::NothingServed { table, rows } => {
                format!(
                    "all {} of table `{}` {} set aside",
                    counted(*rows, "row"),
                    table.name,
                    agreeing(*rows, "is", "are")
                )
            }
            Self::NoColumn { table, column } => {
                format!("no file of table `{}` has column `{}`", table.name, column.name)
            }
            Self::NothingDated(outside) => format!("no period has any of its records: {}", outside.why()),
            Self::NothingFilled { column, records } => {
                format!(
                    "there {} {}, and {} “{column}” empty",
                    agreeing(*records, "is", "are"),
                    counted(*records, "record"),
                    agreeing(*records, "it leaves", "all leave")
                )
            }
            Self::Incomplete => {
                "there is no record, and some of its data are missing: it is not known to be 0".to_owned()
            }
            Self::OutsideSpan(span) => {
                format!("the data speak from {} to {} only", span.first_day, span.last_day)
            }
            Self::NoCommonDay { begins: (later, first), ends: (earlier, last) } => format!(
                "table `{}` begins on {first} only, after table `{}` has ended on {last}",
                later.name, earlier.name
            ),
            Self::InGap(gap) => {
                format!("there are {}", gap.sentence())
            }
            Self::NothingOwed => "no body owed a report for these days, and there is no record".to_owned(),
            Self::NoWindow(no_window) => no_window.to_string(),
            Self::NothingBelow => "the denominator is 0".to_owned(),
            Self::NothingToMeasure => "there is no record to measure".to_owned(),
            Self::TooLarge => "a number is larger than 28 digits can hold exactly".to_owned(),
            Self::NotGathered(hindrance) => hindrance.sentence().to_owned(),
            Self::OutOfScope => "a part of it would tell of records that its reader does not see".to_owned(),
            Self::OtherCalendar { calendars } => {
                let names: Vec<&str> = calendars.iter().map(|each| each.name.as_str()).collect();
                format!("the data speak only in periods of calendar {}", names.join(", "))
            }
            Self::OtherPeriod { kinds } => {
                let words: Vec<&str> = kinds.iter().map(|kind| kind.word()).collect();
                format!("the data speak only by {}", words.join(", "))
            }
        }
    }
}

impl Reason {
    /// What kept the records from being gathered, where that is the reason.
    pub fn hindrance(&self) -> Option<Hindrance> {
        match self {
            Self::NotGathered(hindrance) => Some(*hindrance),
            _ => None,
        }
    }
}

impl Figure {
    /// Whether its tables speak for a part of its days only, or have no row in any of them where they otherwise
    /// have many: it is neither compared nor judged.
    pub fn is_partial(&self) -> bool {
        self.caveats.iter().any(|caveat| {
            matches!(caveat, Caveat::Partial { .. } | Caveat::Gap(_) | Caveat::Silent { wholly: true, .. })
        })
    }

    /// The days that its formula adds up, where they are the same for all columns and begin before its period: what has come
    /// since the year or the plan began. Else those of its period. A state at the end goes with either; one before the
    /// beginning is of no days that are added up.
    pub fn days_told(&self, kpi: &Kpi) -> DayRange {
        let adds = |column: &ValueColumn| {
            column.role != Role::Beside && !matches!(column.over, Over::Last | Over::Opening)
        };
        let added = kpi.columns.iter().zip(&self.parts).filter(|(column, _)| adds(column));
        let mut read = added.filter_map(|(_, part)| part.days);
        let first = read.next();
        let grown = first.filter(|days| read.all(|other| other == *days));
        grown.filter(|days| days.first_day < self.period.first_day()).unwrap_or_else(|| self.period.days())
    }

    /// Money spent where nothing was allocated: a share of money of which nothing stands below the line. Of a figure that
    /// stands without files nobody knows what was.
    pub fn overspent(&self, kpi: &Kpi) -> Option<Decimal> {
        let of_money = kpi.unit.is_percent() && kpi.formula().all(|column| column.unit.money);
        // What is not known to be of a member was allocated to none.
        let of_somebody = !matches!(self.by, Some((_, None)));
        let above = self.numerator.filter(|above| above.is_sign_positive() && !above.is_zero());
        let whole = !self.caveats.iter().any(|caveat| matches!(caveat, Caveat::Unread { .. }));
        above.filter(|_| of_money && of_somebody && whole && self.reason == Some(Reason::NothingBelow))
    }

    /// Whether a table has no row in a part of its days where it otherwise has many.
    pub fn has_silence(&self) -> bool {
        self.caveats.iter().any(|caveat| matches!(caveat, Caveat::Silent { .. }))
    }

    /// Why it could not be computed, where the program and not what the data say is the reason.
    pub fn hindrance(&self) -> Option<Hindrance> {
        self.reason.as_ref().and_then(Reason::hindrance)
    }

    /// The number of one value column.
    pub fn part(&self, kpi: &Kpi, name: &str) -> Option<Decimal> {
        let index = kpi.columns.iter().position(|column| column.name == name)?;
        self.parts.get(index)?.cell.number
    }
}

impl Kpi {
    /// Whether it tells how things stand at the end of its days, and adds nothing up over them.
    pub fn is_state(&self) -> bool {
        let mut own = self.columns.iter().filter(|column| column.role != Role::Beside).peekable();
        own.peek().is_some() && own.all(|column| column.over == Over::Last)
    }

    /// Why its data do not speak in a period, where they do not.
    pub fn unspoken(&self, period: &Period) -> Option<Reason> {
        let (calendars, kinds) = (&self.calendars, &self.periods);
        if !calendars.is_empty() && !calendars.contains(period.calendar()) {
            return Some(Reason::OtherCalendar { calendars: calendars.clone() });
        }
        (!kinds.is_empty() && !kinds.contains(&period.kind()))
            .then(|| Reason::OtherPeriod { kinds: kinds.clone() })
    }
}
