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
    /// By what it is owed: a clause of the plan, or a law. The reporting query may say so in a column `basis`.
    pub basis: Option<String>,
}

/// Whether a report came: the worse, the greater.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Arrival {
    /// Not yet, and it is not due, or no due day is known.
    NotDue,
    /// By its due day, or at all where none is known.
    OnTime,
    /// After it.
    Late {
        /// So many days after.
        days: i64,
    },
    /// Not yet, and its due day is over.
    Missing {
        /// For so many days, as of the newest day that is known of.
        days: i64,
    },
}

impl Obligation {
    /// What became of it, as far as is known by a day: the later of the data date and the newest arrival.
    pub fn arrival(&self, known: Day) -> Arrival {
        match (self.received_on, self.due_on) {
            (Some(came), Some(due)) if came > due => Arrival::Late { days: (came - due).num_days() },
            (Some(_), _) => Arrival::OnTime,
            (None, Some(due)) if due < known => Arrival::Missing { days: (known - due).num_days() },
            (None, _) => Arrival::NotDue,
        }
    }

    /// Whether it is a report of a period with such days: of the period in which its own days end. So each is of one
    /// month, one quarter and one year of a calendar, and those of the months are those of the year.
    pub fn is_of(&self, days: DayRange) -> bool {
        days.contains(self.days.1)
    }
}

/// The reports that a number counts, each with the body (in a view with the unit) that owes it. Whatever says how many
/// are owed, sent, late or missing, and by whom, counts one of these; there are two ways to choose them: those
/// [of some days](Self::of_days), and those that a figure needs ([`Slice::owed`](super::slice::Slice::owed)).
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Owed<'q>(Vec<(&'q Obligation, &'q str)>);

impl<'q> Owed<'q> {
    /// All reports of some days ([`Obligation::is_of`]).
    pub fn of_days(all: impl IntoIterator<Item = (&'q Obligation, &'q str)>, days: DayRange) -> Self {
        Self::new(all.into_iter().filter(|(owed, _)| owed.is_of(days)))
    }

    /// Those that are given.
    pub fn new(all: impl IntoIterator<Item = (&'q Obligation, &'q str)>) -> Self {
        Self(all.into_iter().collect())
    }

    /// Those of all of these, each once, in the order of the list that they lie in.
    pub fn together(each: impl IntoIterator<Item = Self>) -> Self {
        let mut all: Vec<_> = each.into_iter().flat_map(|owed| owed.0).collect();
        // All lie in one list ([`Obligations::all`]): where they lie says which they are, without reading them.
        all.sort_by_key(|(owed, body)| (std::ptr::from_ref(*owed), *body));
        all.dedup_by_key(|(owed, body)| (std::ptr::from_ref(*owed), *body));
        Self(all)
    }

    /// Every one.
    pub fn all(&self) -> &[(&'q Obligation, &'q str)] {
        &self.0
    }

    /// Those whose days are over.
    pub fn over(&self, data_date: Day) -> impl Iterator<Item = (&'q Obligation, &'q str)> {
        self.0.iter().filter(move |(owed, _)| owed.days.1 <= data_date).copied()
    }

    /// How many bodies owe a report whose days are over, and which of them have not sent all of theirs; of one body alone
    /// where one is named.
    pub fn completeness(&self, data_date: Day, only: Option<&str>) -> Completeness {
        let of = self.over(data_date).filter(|(_, body)| only.is_none_or(|only| only == *body));
        Completeness::of(of.map(|(owed, body)| (body, owed.received_on.is_some())), only.is_some())
    }

    /// Those that have not come though they were due, each with the days that it is late.
    pub fn overdue(&self, known: Day) -> impl Iterator<Item = (&'q Obligation, &'q str, i64)> {
        self.0.iter().filter_map(move |(owed, body)| match owed.arrival(known) {
            Arrival::Missing { days } => Some((*owed, *body, days)),
            Arrival::NotDue | Arrival::OnTime | Arrival::Late { .. } => None,
        })
    }
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
    fn of<'a>(owed: impl Iterator<Item = (&'a str, bool)>, of_one: bool) -> Self {
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
                    basis: text("basis", row),
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
) -> Owed<'q> {
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
    Owed(ended.filter_map(|(owed, body)| Some((*owed, body.filter(|_| concerns(owed))?))).collect())
}

#[cfg(test)]
mod tests {
    use chrono::Months;

    use super::*;

    fn day(text: &str) -> Day {
        text.parse().unwrap()
    }

    fn owed(days: [&str; 2], due: Option<&str>, came: Option<&str>) -> Obligation {
        Obligation {
            body: "a".to_owned(),
            report: "r".to_owned(),
            days: (day(days[0]), day(days[1])),
            due_on: due.map(day),
            received_on: came.map(day),
            basis: None,
        }
    }

    #[test]
    fn a_report_is_on_time_late_missing_or_not_due() {
        let days = ["2024-01-15", "2024-02-14"];
        let (due, known) = (Some("2024-02-16"), day("2024-02-20"));
        for (due, came, expected) in [
            (due, Some("2024-02-16"), Arrival::OnTime),
            (due, Some("2024-02-19"), Arrival::Late { days: 3 }),
            (due, None, Arrival::Missing { days: 4 }),
            (Some("2024-02-20"), None, Arrival::NotDue),
            (None, None, Arrival::NotDue),
            (None, Some("2024-02-19"), Arrival::OnTime),
        ] {
            assert_eq!(owed(days, due, came).arrival(known), expected, "{due:?} {came:?}");
        }
    }

    #[test]
    fn thirteen_months_touch_a_year_of_another_calendar_and_twelve_are_of_it() {
        let first = |month: u32| Day::from_ymd_opt(2024, 12, 1).unwrap() + Months::new(month);
        let months: Vec<Obligation> = (0..13)
            .map(|month| {
                let days = (first(month), first(month + 1).pred_opt().unwrap());
                Obligation { days, ..owed(["2024-12-01", "2024-12-31"], None, None) }
            })
            .collect();
        let all = || months.iter().map(|owed| (owed, "a"));
        let year = DayRange { first_day: day("2024-12-15"), last_day: day("2025-12-14") };
        assert_eq!(Owed::of_days(all(), year).all().len(), 12);
        let next = DayRange { first_day: day("2025-12-15"), last_day: day("2026-12-14") };
        assert_eq!(Owed::of_days(all(), next).all().len(), 1);
    }
}
