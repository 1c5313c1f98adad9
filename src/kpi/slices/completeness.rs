//! Who owed which report for which days, and whether it came.

use std::collections::BTreeMap;

use arrow::array::{Array, AsArray};
use arrow::datatypes::Date32Type;

use crate::calendar::{Day, DayRange, day_since_1970};
use crate::kpi::sql;
use crate::query::Rows;

/// The columns that a workspace's reporting query gives besides the body, which is called as its dimension: the report,
/// first and last day that it speaks for, due day, day of arrival (NULL = not yet).
pub const OBLIGATION_COLUMNS: [&str; 5] = ["report", "first_day", "last_day", "due_on", "received_on"];

/// One report that one body owed.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Obligation {
    /// The body's code.
    pub body: String,
    /// The report.
    pub report: String,
    /// The days that it speaks for.
    pub days: (Day, Day),
    /// When it was due; nothing = no deadline is known.
    pub due_on: Option<Day>,
    /// When it came; nothing = it has not.
    pub received_on: Option<Day>,
}

/// All reports owed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Obligations {
    bodies: Option<String>,
    all: Vec<Obligation>,
}

/// Days that a column reads.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Reading {
    /// The days.
    pub days: DayRange,
    /// Whether it is a state of one slot, and not what happened on all of them.
    pub is_state: bool,
}

/// How whole a figure's reports are, by body.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Completeness {
    /// Bodies that owed a report that the figure needs.
    pub expected: usize,
    /// Those of them that sent all they owed.
    pub reported: usize,
    /// The others, in the order of their codes.
    pub missing: Vec<String>,
    /// Whether they are those of one body alone, of which the figure speaks.
    pub of_one: bool,
}

impl Completeness {
    /// From every report owed: by whom, and whether it came.
    pub(in crate::kpi) fn of<'a>(owed: impl Iterator<Item = (&'a str, bool)>, of_one: bool) -> Self {
        let mut bodies: BTreeMap<&str, bool> = BTreeMap::new();
        for (body, came) in owed {
            *bodies.entry(body).or_insert(true) &= came;
        }
        let missing: Vec<String> =
            bodies.iter().filter(|(_, sent)| !**sent).map(|(code, _)| (*code).to_owned()).collect();
        Self { expected: bodies.len(), reported: bodies.len() - missing.len(), missing, of_one }
    }

    /// Whether two figures lack the reports of the same bodies: of none, or of these in each.
    pub fn same_bodies(&self, other: &Self) -> bool {
        (self.expected == 0) == (other.expected == 0)
            && self.missing == other.missing
            && (self.missing.is_empty() || self.expected == other.expected)
    }

    /// Whether two figures have the same share of reports. Where on one side alone nothing was owed, nothing says
    /// that they do.
    pub fn same_share(&self, other: &Self) -> bool {
        (self.expected == 0) == (other.expected == 0)
            && self.reported * other.expected == other.reported * self.expected
    }
}

impl Obligations {
    /// In a total order, whatever the order of the rows; `bodies` is the dimension of those who owe them.
    pub fn new(bodies: Option<String>, mut all: Vec<Obligation>) -> Self {
        all.sort();
        all.dedup();
        Self { bodies, all }
    }

    /// Reads what the reporting query lists; columns as in [`OBLIGATION_COLUMNS`], the body's as the dimension. A row
    /// without a body, a report or days says nothing that could be owed and is left out.
    pub fn read(bodies: Option<String>, rows: &Rows) -> Self {
        let own = bodies.as_deref().unwrap_or_default();
        let mut obligations = Vec::new();
        for batch in &rows.batches {
            let column = |name: &str| batch.column_by_name(name);
            let text = |name: &str, row: usize| column(name).and_then(|column| sql::text_at(column, row));
            let day = |name: &str, row: usize| {
                let days = column(name)?.as_primitive_opt::<Date32Type>()?;
                day_since_1970(days.value(row)).filter(|_| days.is_valid(row))
            };
            for row in 0..batch.num_rows() {
                let (Some(body), Some(report)) = (text(own, row), text("report", row)) else { continue };
                let (Some(first), Some(last)) = (day("first_day", row), day("last_day", row)) else {
                    continue;
                };
                obligations.push(Obligation {
                    body,
                    report,
                    days: (first, last),
                    due_on: day("due_on", row),
                    received_on: day("received_on", row),
                });
            }
        }
        Self::new(bodies, obligations)
    }

    /// The dimension of the bodies that owe reports: a filter on it restricts them too.
    pub fn bodies(&self) -> Option<&str> {
        self.bodies.as_deref()
    }

    /// All of them, by body, report and days.
    pub fn all(&self) -> &[Obligation] {
        &self.all
    }

    /// The latest day that the reports received speak for; a report's days end at the latest with
    /// its arrival.
    pub fn latest_day(&self) -> Option<Day> {
        self.all.iter().filter_map(|owed| Some(owed.days.1.min(owed.received_on?))).max()
    }
}

/// Of the reports that a KPI needs those that concern such days: those that touch them and end by the data
/// date. A state that none of a report's rounds touches (its slot begins after the newest one) speaks for the
/// newest round that ended by then. Rounds are those of all bodies; only reports that name who owes them are given.
pub(in crate::kpi) fn owed<'q>(
    needed: &[(&'q Obligation, Option<&'q str>)],
    reports: &[String],
    readings: &[Reading],
    data_date: Day,
) -> Vec<(&'q Obligation, &'q str)> {
    let touches =
        |owed: &Obligation, days: DayRange| owed.days.0 <= days.last_day && days.first_day <= owed.days.1;
    let ended = needed.iter().filter(|(owed, _)| owed.days.1 <= data_date);
    let mut rounds: Vec<(&str, Day)> = Vec::new();
    for report in reports {
        let own = ended.clone().map(|(owed, _)| owed).filter(|owed| owed.report == *report);
        for reading in readings.iter().filter(|reading| reading.is_state) {
            if !own.clone().any(|owed| touches(owed, reading.days)) {
                let ends = own.clone().map(|owed| owed.days.1).filter(|end| *end <= reading.days.last_day);
                rounds.extend(ends.max().map(|end| (report.as_str(), end)));
            }
        }
    }
    let concerns = |owed: &Obligation| {
        readings.iter().any(|reading| touches(owed, reading.days))
            || rounds.contains(&(owed.report.as_str(), owed.days.1))
    };
    ended.filter_map(|(owed, body)| Some((*owed, body.filter(|_| concerns(owed))?))).collect()
}
