//! The list of the reports that a number counts: a line each, by the body that owes it.

use std::collections::BTreeMap;

use super::bodies::Bodies;
use super::counted::{self, ReportsOf};
use super::front::{filters as filter_views, front};
use super::report_state::ReportState;
use super::{Ask, AskError, FilterView, Frontmatter, Pairs, ReportError};
use crate::calendar::{Day, DayRange, Period};
use crate::kpi::{Arrival, Obligation};
use crate::workspace::Reader;

/// So many lines stand on a page.
const LINES: usize = 500;

/// A page of the list.
#[derive(Debug)]
pub struct ReportList {
    /// What stands above every page.
    pub front: Frontmatter,
    /// The bodies, and the reports where they are a dimension.
    pub filters: Vec<FilterView>,
    /// Of what the reports are.
    pub of: ReportsOf,
    /// Which are listed; nothing = all.
    pub state: Option<ReportState>,
    /// The day as of which they are late.
    pub known: Day,
    /// How many there are in all.
    pub count: usize,
    /// How many bodies owe them.
    pub bodies: usize,
    /// Those of this page, by the bodies in the order of their names.
    pub rows: Vec<BodyReports>,
    /// The place of the first one, from 0.
    pub offset: usize,
    /// How many a page has.
    pub limit: usize,
}

/// A body with its reports.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BodyReports {
    /// The code by which it is counted.
    pub code: String,
    /// What it is called.
    pub name: String,
    /// How many it owes in all: sent on time, sent late, overdue, not due.
    pub counts: [usize; 4],
    /// How many of them stand on the pages before.
    pub before: usize,
    /// Its reports of this page, the one due first first.
    pub reports: Vec<ReportRow>,
}

/// A report of the list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReportRow {
    /// What it is called.
    pub report: String,
    /// For which days it is.
    pub days: DayRange,
    /// The period that has these very days.
    pub period: Option<Period>,
    /// When it was due.
    pub due_on: Option<Day>,
    /// When it came.
    pub received_on: Option<Day>,
    /// What became of it.
    pub arrival: Arrival,
}

/// The list. Besides the question: `kpi` or `dashboard` (whose reports; else all of the period), `state`, `offset`.
///
/// # Errors
/// For what does not exist.
pub async fn report_list(reader: &Reader<'_>, mut pairs: Pairs<'_>) -> Result<ReportList, ReportError> {
    let offset = pairs.number("offset", 0..=u32::MAX as usize)?.unwrap_or(0);
    let state = match pairs.one("state")? {
        Some(word) => Some(state(word)?),
        None => None,
    };
    let (of, calendar) = match (pairs.one("kpi")?, pairs.one("dashboard")?) {
        (Some(code), _) => {
            let kpi = reader.kpi(code)?;
            (ReportsOf::Kpi { code: kpi.code.clone(), title: kpi.title.clone() }, None)
        }
        (None, Some(id)) => {
            let dashboard = super::dashboard(reader, id)?;
            let of = ReportsOf::Dashboard { id: dashboard.id.clone(), title: dashboard.title.clone() };
            (of, dashboard.calendar.as_ref())
        }
        (None, None) => (ReportsOf::Period, None),
    };
    let ask = Ask::read(reader, pairs)?;
    let mut front = front(reader, reader.workspace().opening_period(), &ask)?;
    let own = ask.within(calendar);
    let (owed, period) = counted::of(reader, &of, &own).await?;
    front.edition.period = period;
    let bodies = Bodies::new(reader, &ask);
    let known = bodies.known();
    let names = bodies.names(&owed);
    let reports = reader.workspace().settings.reporting.reports.as_ref().map(|name| name.get_ref().as_str());
    let wanted = reports.and_then(|name| ask.filters.get(name));
    let mut by_body: BTreeMap<&str, Vec<&Obligation>> = BTreeMap::new();
    let own = owed.all().iter().filter(|(owed, _)| {
        state.is_none_or(|state| state.holds(owed, known, reader.data_date()))
            && wanted.is_none_or(|wanted| wanted.contains(&Some(owed.report.clone())))
    });
    for (owed, body) in own {
        by_body.entry(body).or_default().push(owed);
    }
    let (count, body_count) = (by_body.values().map(Vec::len).sum(), by_body.len());
    let mut all: Vec<(String, &str, Vec<&Obligation>)> = by_body
        .into_iter()
        .map(|(code, own)| (names.get(code).cloned().unwrap_or_else(|| code.to_owned()), code, own))
        .collect();
    all.sort_by(|(a, x, _), (b, y, _)| reader.locale().compare(a, b).then_with(|| x.cmp(y)));
    let (mut skip, mut left, mut rows) = (offset, LINES, Vec::new());
    for (name, code, mut own) in all {
        own.sort_by_key(|owed| (owed.due_on.unwrap_or(owed.days.1), owed.days, &owed.report));
        let passed = skip.min(own.len());
        skip -= passed;
        let shown: Vec<ReportRow> =
            own[passed..].iter().take(left).map(|owed| row(reader, owed, known)).collect();
        left -= shown.len();
        if !shown.is_empty() {
            let counts = counts(&own, known);
            rows.push(BodyReports { code: code.to_owned(), name, counts, before: passed, reports: shown });
        }
    }
    let dimensions: Vec<String> =
        [reader.bodies(), reports].into_iter().flatten().map(str::to_owned).collect();
    let filters = filter_views(reader, &dimensions, &ask);
    Ok(ReportList { front, filters, of, state, known, count, bodies: body_count, rows, offset, limit: LINES })
}

fn state(word: &str) -> Result<ReportState, AskError> {
    let found = ReportState::ALL.into_iter().find(|state| state.word() == word);
    found.ok_or_else(|| AskError::Value { name: "state".to_owned(), value: word.to_owned() })
}

/// What became of the reports of a body.
fn counts(own: &[&Obligation], known: Day) -> [usize; 4] {
    let mut counts = [0; 4];
    for owed in own {
        let place = match owed.arrival(known) {
            Arrival::OnTime => 0,
            Arrival::Late { .. } => 1,
            Arrival::Missing { .. } => 2,
            Arrival::NotDue => 3,
        };
        counts[place] += 1;
    }
    counts
}

fn row(reader: &Reader<'_>, owed: &Obligation, known: Day) -> ReportRow {
    let days = DayRange { first_day: owed.days.0, last_day: owed.days.1 };
    ReportRow {
        report: reader.report_label(&owed.report, known),
        days,
        period: reader.calendars().period_with(days),
        due_on: owed.due_on,
        received_on: owed.received_on,
        arrival: owed.arrival(known),
    }
}
