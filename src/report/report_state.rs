//! What became of a report, as a list of reports is asked for.

use crate::calendar::Day;
use crate::kpi::{Arrival, Obligation};

/// Which of the reports are listed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum ReportState {
    /// Those that came by their due day.
    OnTime,
    /// Those that came after it.
    Late,
    /// Those that have not come though they were due.
    Missing,
    /// Those that have not come and are not due yet, or have no due day.
    NotDue,
    /// Those that have not come though their days are over: what makes a body one that has not reported.
    Unsent,
}

impl ReportState {
    /// Of which each report has one.
    pub const COUNTED: [Self; 4] = [Self::OnTime, Self::Late, Self::Missing, Self::NotDue];

    /// All of them.
    pub const ALL: [Self; 5] = [Self::OnTime, Self::Late, Self::Missing, Self::NotDue, Self::Unsent];

    /// How addresses write it.
    pub fn word(self) -> &'static str {
        match self {
            Self::OnTime => "on_time",
            Self::Late => "late",
            Self::Missing => "missing",
            Self::NotDue => "not_due",
            Self::Unsent => "unsent",
        }
    }

    /// Whether a report has it.
    pub(super) fn holds(self, owed: &Obligation, known: Day, data_date: Day) -> bool {
        let arrival = owed.arrival(known);
        match self {
            Self::OnTime => arrival == Arrival::OnTime,
            Self::Late => matches!(arrival, Arrival::Late { .. }),
            Self::Missing => matches!(arrival, Arrival::Missing { .. }),
            Self::NotDue => arrival == Arrival::NotDue,
            Self::Unsent => owed.received_on.is_none() && owed.days.1 <= data_date,
        }
    }
}
