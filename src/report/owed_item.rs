//! A thing that a body owes.

use crate::calendar::{Day, DayRange, Period};

/// A body with what it owes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OwedBody {
    /// Its code; nothing where the data name none.
    pub code: Option<String>,
    /// What it is called; nothing where the data name none.
    pub name: Option<String>,
    /// What it owes, the oldest first.
    pub items: Vec<OwedItem>,
}

/// A thing that is owed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OwedItem {
    /// The place of its kind.
    pub kind: usize,
    /// What it is.
    pub what: OwedWhat,
    /// The day on which it was due.
    pub since: Day,
    /// The day as of which it is overdue: until which its kind is known.
    pub as_of: Day,
    /// By what it is owed.
    pub basis: Option<OwedBasis>,
    /// By what it is found again.
    pub id: Option<String>,
    /// The table of which that is the key of a row, where it is one.
    pub table: Option<String>,
    /// The code of the body that owed it.
    pub body: Option<String>,
    /// What that body was called, where it is another than the one that answers for it.
    pub from: Option<String>,
    /// The KPI among whose records it is, and the period in which it counts.
    pub records: Option<(String, Period)>,
}

/// What is owed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum OwedWhat {
    /// A report.
    Report {
        /// Its code.
        code: String,
        /// What it is called.
        title: String,
        /// For which days.
        days: DayRange,
        /// The period that has these very days.
        period: Option<Period>,
        /// The period in whose list of reports it stands: that one, one of its days, or the month that holds the last of them.
        listed: Option<Period>,
    },
    /// What a query says.
    Text(String),
}

/// By what something is owed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum OwedBasis {
    /// A clause of the plan, by its id.
    Clause(String),
    /// A law, or whatever a query says.
    Text(String),
}

/// As of which days things are overdue: each as of the day until which its kind is known.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct AsOf {
    /// What queries list; nothing where none of it is there.
    pub work: Option<Day>,
    /// Reports; nothing where there are none.
    pub reports: Option<Day>,
}

impl AsOf {
    /// Of some things.
    pub fn of<'a>(items: impl IntoIterator<Item = &'a OwedItem>) -> Self {
        let mut own = Self::default();
        for item in items {
            match &item.what {
                OwedWhat::Report { .. } => own.reports = own.reports.max(Some(item.as_of)),
                OwedWhat::Text(_) => own.work = own.work.max(Some(item.as_of)),
            }
        }
        own
    }
}

impl OwedItem {
    /// For how many days it is overdue.
    pub fn days(&self) -> i64 {
        (self.as_of - self.since).num_days()
    }
}

impl OwedBody {
    /// How many of them it inherited.
    pub fn inherited(&self) -> usize {
        self.items.iter().filter(|item| item.from.is_some()).count()
    }

    /// Since when the oldest is owed.
    pub fn oldest(&self) -> Option<Day> {
        self.items.first().map(|item| item.since)
    }
}
