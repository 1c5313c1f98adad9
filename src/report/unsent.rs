//! Which bodies have not sent what they owe for a period.

use super::Ask;
use super::bodies::Bodies;
use super::counted;
use crate::calendar::{Day, Period};
use crate::kpi::{Obligation, Owed};
use crate::workspace::Reader;

/// What has been sent for a period, and what has not.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Sent {
    /// How many bodies owe a report of the period whose days are over.
    pub owing: usize,
    /// Those that have not sent all of theirs, in the order of their names.
    pub unsent: Vec<UnsentBody>,
}

/// A body with what it has not sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnsentBody {
    /// What it is called.
    pub body: String,
    /// Its reports, in the order of their names.
    pub reports: Vec<UnsentReport>,
    /// For how many days the oldest is late; nothing where none is, or no deadline is known.
    pub days: Option<i64>,
}

/// A report that has not been sent, once or more often.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnsentReport {
    /// What it is called.
    pub report: String,
    /// How many times it is missing.
    pub count: usize,
    /// The first day for which it is missing.
    pub first_day: Day,
    /// The last one.
    pub last_day: Day,
}

/// What the bodies that are asked for have sent for a period, of the reports that are due: a document blames nobody for one
/// whose day has not come. One without a deadline is due when its days are over.
pub fn sent(reader: &Reader<'_>, ask: &Ask, period: &Period) -> Sent {
    let bodies = Bodies::new(reader, ask);
    let known = bodies.known();
    let all = counted::of_period(reader, &bodies, period.days());
    let is_due = |owed: &Obligation| owed.due_on.unwrap_or(owed.days.1) < known;
    let owed = Owed::new(all.all().iter().copied().filter(|(owed, _)| is_due(owed)));
    let (names, completeness) = (bodies.names(&owed), owed.completeness(known, None));
    let own = |code: &String| {
        let missing = owed.all().iter().filter(|(_, body)| body == code).map(|(owed, _)| *owed);
        let missing = missing.filter(|owed| owed.received_on.is_none());
        unsent(reader, names.get(code).unwrap_or(code).clone(), missing, known)
    };
    let mut unsent: Vec<UnsentBody> = completeness.missing.iter().map(own).collect();
    unsent.sort_by(|a, b| reader.locale().compare(&a.body, &b.body));
    Sent { owing: completeness.expected, unsent }
}

/// A body with its reports that are missing.
fn unsent<'o>(
    reader: &Reader<'_>,
    body: String,
    missing: impl Iterator<Item = &'o Obligation>,
    known: Day,
) -> UnsentBody {
    let mut own = UnsentBody { body, reports: Vec::new(), days: None };
    for owed in missing {
        let late = owed.due_on.map(|due| (known - due).num_days()).filter(|days| *days > 0);
        own.days = own.days.max(late);
        let report = reader.report_label(&owed.report, known);
        match own.reports.iter_mut().find(|each| each.report == report) {
            Some(known) => {
                known.count += 1;
                known.first_day = known.first_day.min(owed.days.0);
                known.last_day = known.last_day.max(owed.days.1);
            }
            None => own.reports.push(UnsentReport {
                report,
                count: 1,
                first_day: owed.days.0,
                last_day: owed.days.1,
            }),
        }
    }
    own.reports.sort_by(|a, b| reader.locale().compare(&a.report, &b.report));
    own
}
