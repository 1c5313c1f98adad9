//! Which bodies have not sent what they owe for a period.

use std::collections::BTreeSet;

use super::Ask;
use super::bodies::Bodies;
use crate::calendar::{Day, Period};
use crate::workspace::Reader;

/// What has been sent for a period, and what has not.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Sent {
    /// How many bodies owe a report whose days fall into the period and which is due.
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
    /// For how many days the oldest is late; nothing where no deadline is known.
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

/// What the bodies that are asked for have sent for a period. A report that is not due yet is not missing; one without a
/// deadline is due when its days are over.
pub fn sent(reader: &Reader<'_>, ask: &Ask, period: &Period) -> Sent {
    let (bodies, days) = (Bodies::new(reader, ask), period.days());
    let known = bodies.known();
    let (mut owing, mut unsent) = (BTreeSet::new(), Vec::<UnsentBody>::new());
    let owed = reader.obligations().filter(|owed| {
        owed.days.0 <= days.last_day
            && days.first_day <= owed.days.1
            && owed.due_on.unwrap_or(owed.days.1) < known
            && bodies.pass(&owed.body, owed.days.1)
    });
    for owed in owed {
        let body = bodies.name(&owed.body, owed.days.1);
        owing.insert(body.clone());
        if owed.received_on.is_some() {
            continue;
        }
        let late = owed.due_on.map(|due| (known - due).num_days());
        let report = reader.report_label(&owed.report, known);
        let at = unsent.iter().position(|each| each.body == body).unwrap_or_else(|| {
            unsent.push(UnsentBody { body, reports: Vec::new(), days: None });
            unsent.len() - 1
        });
        let own = &mut unsent[at];
        own.days = own.days.max(late);
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
    let locale = reader.locale();
    unsent.sort_by(|a, b| locale.compare(&a.body, &b.body));
    for body in &mut unsent {
        body.reports.sort_by(|a, b| locale.compare(&a.report, &b.report));
    }
    Sent { owing: owing.len(), unsent }
}
