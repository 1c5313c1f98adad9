//! A KPI as the program uses it.

use std::sync::Arc;

use indexmap::IndexMap;
use rust_decimal::Decimal;

use super::header::{Aggregate, Better, Empty, Pace};
use crate::calendar::{Calendar, Calendars, Day, Over, PeriodKind};
use crate::diagnostic::SourceFile;
use crate::kpi::sql;
use crate::locale::Unit;

/// What a record list's extra columns are called: the value columns in which a record counted.
pub const COUNTED_IN: &str = "counted_in";

/// Names that addresses use for themselves, so no dimension may bear them.
pub const RESERVED: [&str; 15] = [
    "period",
    "view",
    "by",
    "compare",
    "trend",
    "offset",
    "sort",
    "limit",
    "q",
    "owner",
    "state",
    "kpi",
    "dashboard",
    "list",
    COUNTED_IN,
];

/// A KPI: the list of records that count, and how they make a number.
#[derive(Debug, Clone)]
pub struct Kpi {
    /// The file's name.
    pub code: String,
    /// What it is called.
    pub title: String,
    /// What is counted.
    pub definition: String,
    /// The unit of its value.
    pub unit: Unit,
    /// Which way is good.
    pub better: Better,
    /// Reports that must have arrived for it to be whole; none = it needs none.
    pub reports: Vec<String>,
    /// The columns that say what a record is.
    pub key: Vec<String>,
    /// Value columns: numerators (or values), denominators, then those shown beside.
    pub columns: Vec<ValueColumn>,
    /// Its dimensions, in the order of the query's columns.
    pub dimensions: Vec<String>,
    /// What else a reader sees of a record: the query's other columns.
    pub details: Vec<String>,
    /// What its header calls these; a column that is missing here has its contract's title.
    pub titles: IndexMap<String, String>,
    /// The calendars in whose periods its data speak; empty = all.
    pub calendars: Vec<Arc<Calendar>>,
    /// The kinds of period in which its data speak; empty = all.
    pub periods: Vec<PeriodKind>,
    /// From when its records are whole, where somebody says so.
    pub since: Option<Since>,
    /// What it is where all its records leave the formula's columns empty; nothing = as its unit has it.
    pub empty: Option<Empty>,
    /// The number that the plan sets for it: what misses it is never rounded to it.
    pub target: Option<Decimal>,
    /// What an even pace is measured by; a help to the eye, no target.
    pub pace: Option<Pace>,
    /// The file, header included: its text is what runs.
    pub file: Arc<SourceFile>,
}

/// From when a KPI's records are whole.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Since {
    /// The day.
    pub day: Day,
    /// Whether the plan declares it for all its KPIs, or this one for itself.
    pub of_plan: bool,
}

/// Where a value column stands in the formula.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    /// Above the line, or the value itself where nothing is divided.
    Numerator,
    /// Below the line.
    Denominator,
    /// Shown, never added.
    Beside,
}

/// A column of the query that makes numbers.
#[derive(Debug, Clone)]
pub struct ValueColumn {
    /// The column's name in the query.
    pub name: String,
    /// Where it stands in the formula.
    pub role: Role,
    /// How slots make a period.
    pub over: Over,
    /// What its cells hold.
    pub aggregate: Aggregate,
    /// Dimensions whose filters and breakdowns do not apply to it.
    pub ignores: Vec<String>,
    /// The column in words.
    pub label: String,
    /// Its unit.
    pub unit: Unit,
    /// Digits after the decimal mark in the data; 0 for keys.
    pub scale: u32,
    /// Whether a record that fills this column beside the figure lacks nothing of the formula.
    pub alone: bool,
}

impl ValueColumn {
    /// Whether a record that fills it is all there: one that fills no such column lacks what counts.
    pub fn suffices(&self) -> bool {
        self.alone || self.role != Role::Beside
    }
}

impl Kpi {
    /// The statement that gives a record's day and numbers and nothing else.
    pub fn numbers(&self) -> String {
        let columns: Vec<String> =
            self.columns.iter().map(|column| format!(", k.{}", sql::name(&column.name))).collect();
        format!("SELECT k.day{} FROM (\n{}\n) AS k", columns.concat(), self.file.text.trim_end())
    }

    /// The statement that gives the codes of one of its dimensions and nothing else.
    pub fn codes_of(&self, dimension: &str) -> String {
        format!("SELECT k.{} FROM (\n{}\n) AS k", sql::name(dimension), self.file.text.trim_end())
    }

    /// Whether a dimension is one of its own.
    pub fn has(&self, dimension: &str) -> bool {
        self.dimensions.iter().any(|own| own == dimension)
    }

    /// Its columns of one role.
    pub fn role(&self, role: Role) -> impl Iterator<Item = &ValueColumn> {
        self.columns.iter().filter(move |column| column.role == role)
    }

    /// The columns that make its number.
    pub fn formula(&self) -> impl Iterator<Item = &ValueColumn> {
        self.columns.iter().filter(|column| column.role != Role::Beside)
    }

    /// Whether it has no value where all its records leave the formula's columns empty: an amount that
    /// nobody states is not 0, a count of nothing is.
    pub fn is_unknown_if_empty(&self) -> bool {
        let amount = |column: &ValueColumn| column.unit.money && column.aggregate == Aggregate::Sum;
        self.empty == Some(Empty::Unknown) || self.formula().any(amount)
    }

    /// Whether something is divided.
    pub fn is_ratio(&self) -> bool {
        self.role(Role::Denominator).next().is_some()
    }

    /// The calendar in which its periods are read where none is named.
    pub fn calendar<'a>(&'a self, calendars: &'a Calendars) -> &'a Arc<Calendar> {
        self.calendars.first().unwrap_or_else(|| calendars.default_calendar())
    }

    /// The condition under which a record of `k` fills no column that would make it count.
    pub(crate) fn unfilled(&self) -> String {
        let columns = self.columns.iter().filter(|column| column.suffices());
        columns
            .map(|column| format!("k.{} IS NULL", sql::name(&column.name)))
            .collect::<Vec<_>>()
            .join(" AND ")
    }
}
