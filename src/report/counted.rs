//! Which reports a number counts: those of a period, those that a KPI needs, or those of a dashboard. Whatever tells of
//! reports (a page, a brief, a document, a list) takes them from here, so that it leads to a list that it is one of.

use super::bodies::Bodies;
use super::{Ask, AskError, ReportError};
use crate::calendar::{DayRange, Period, PeriodKind};
use crate::dashboard::{Dashboard, Subject};
use crate::kpi::Owed;
use crate::workspace::Reader;

/// Of what the reports are.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ReportsOf {
    /// A period: all whose own days end in it.
    Period,
    /// A KPI's figure: those that it needs.
    Kpi {
        /// Its code.
        code: String,
        /// Its title.
        title: String,
    },
    /// The figures of a dashboard together.
    Dashboard {
        /// Its id.
        id: String,
        /// Its title.
        title: String,
    },
}

/// All reports of a period by the bodies that are asked for.
pub(super) fn of_period<'a>(reader: &'a Reader<'a>, bodies: &Bodies<'a>, days: DayRange) -> Owed<'a> {
    let asked = reader.obligations().filter(|owed| bodies.pass(&owed.body, owed.days.1));
    Owed::of_days(asked.map(|owed| (owed, bodies.code(owed))), days)
}

/// Those that some KPIs need for their figures of the period that is asked for. Of one whose figure cannot be made
/// nothing is needed.
async fn needed<'a>(reader: &'a Reader<'a>, kind: PeriodKind, codes: &[&str], ask: &Ask) -> Owed<'a> {
    let mut all = Vec::new();
    for code in codes {
        let Ok(kpi) = reader.kpi(code) else { continue };
        let Ok((question, period)) = reader.asked(kpi, kind, ask).await else { continue };
        all.push(question.needs(&period));
    }
    Owed::together(all)
}

/// Those of a dashboard: what its KPIs need. One that shows a KPI of `[reporting]` is about the reports themselves:
/// there it is all of the period.
pub(super) async fn of_dashboard<'a>(
    reader: &'a Reader<'a>,
    dashboard: &Dashboard,
    period: &Period,
    ask: &'a Ask,
) -> Owed<'a> {
    if is_of_reports(reader, dashboard) {
        return of_period(reader, &Bodies::new(reader, ask), period.days());
    }
    needed(reader, dashboard.period, &codes(dashboard), ask).await
}

/// Those of whatever is asked for, in the calendar of its page.
///
/// # Errors
/// For a period that does not exist.
pub(super) async fn of<'a>(
    reader: &'a Reader<'a>,
    of: &ReportsOf,
    ask: &'a Ask,
) -> Result<(Owed<'a>, Period), ReportError> {
    let opening = reader.workspace().opening_period();
    let period = |kind| ask.period(reader, kind).map_err(AskError::from);
    Ok(match of {
        ReportsOf::Period => {
            let period = period(opening)?;
            (of_period(reader, &Bodies::new(reader, ask), period.days()), period)
        }
        ReportsOf::Kpi { code, .. } => {
            let period = ask.period_of(reader, reader.kpi(code)?, opening).map_err(AskError::from)?;
            (needed(reader, opening, &[code.as_str()], ask).await, period)
        }
        ReportsOf::Dashboard { id, .. } => {
            let Some(dashboard) = reader.dashboard(id) else {
                return Ok((Owed::default(), period(opening)?));
            };
            let period = ask.period(reader, dashboard.period).map_err(AskError::from)?;
            (of_dashboard(reader, dashboard, &period, ask).await, period)
        }
    })
}

/// The bodies that have not sent all of some reports, in the order of their names.
pub(super) fn missing(owed: &Owed<'_>, reader: &Reader<'_>, bodies: &Bodies<'_>) -> Vec<String> {
    let names = bodies.names(owed);
    let missing = owed.completeness(reader.data_date(), None).missing;
    let mut named: Vec<String> = missing.iter().map(|code| names.get(code).unwrap_or(code).clone()).collect();
    named.sort_by(|a, b| reader.locale().compare(a, b));
    named
}

/// The KPIs of a dashboard in the order of its panels, each once.
pub(super) fn codes(dashboard: &Dashboard) -> Vec<&str> {
    let mut codes: Vec<&str> = Vec::new();
    for panel in &dashboard.panels {
        let own: Vec<&str> = match &panel.subject {
            Subject::Kpi { code, .. } => vec![code],
            Subject::Several { codes, .. } => codes.iter().map(String::as_str).collect(),
            // A funnel's stages are told by their own panels; rows and what is owed have no figure.
            Subject::Stages(_) | Subject::Query { .. } | Subject::Owed => Vec::new(),
        };
        let new: Vec<&str> = own.into_iter().filter(|code| !codes.contains(code)).collect();
        codes.extend(new);
    }
    codes
}

/// Whether a dashboard is about the reports themselves: then every one matters to its readers.
pub(super) fn is_of_reports(reader: &Reader<'_>, dashboard: &Dashboard) -> bool {
    let own = &reader.workspace().settings.reporting.kpis;
    codes(dashboard).iter().any(|code| own.iter().any(|each| each.get_ref() == code))
}
