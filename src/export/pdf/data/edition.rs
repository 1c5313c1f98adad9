//! Whose numbers a document prints, of when, and by what it is traced.

use serde::Serialize;

use crate::calendar::Day;
use crate::locale::Locale;
use crate::page;
use crate::report::Edition;

/// So many digits of a snapshot are printed, as pages show them.
const SNAPSHOT_DIGITS: usize = 12;

/// So many digits of what the definitions are known by.
const WORKSPACE_DIGITS: usize = 8;

/// What stands on every page.
#[derive(Serialize)]
pub(super) struct EditionData {
    /// The workspace's title.
    plan: String,
    /// The period in words.
    period: String,
    /// As addresses name it.
    period_name: String,
    calendar: String,
    first_day: String,
    last_day: String,
    provisional: bool,
    /// The day until which the data speak, as a person reads it, and as programs do.
    data_date: String,
    data_day: String,
    /// By what paper is traced: digits of the snapshot, a hyphen, digits of the definitions.
    code: String,
    snapshot: String,
    synthetic: bool,
    /// The filters in force, and what the reader may see: in words, one each.
    filters: Vec<String>,
    scope: Vec<String>,
    /// Files of which no row could be read.
    unread: Vec<String>,
}

impl EditionData {
    pub(super) fn of(locale: &Locale, edition: &Edition, workspace: &str) -> Self {
        let in_words = |all: &[(String, Vec<String>)]| {
            all.iter().map(|(title, members)| format!("{title}: {}", members.join(", "))).collect()
        };
        let digits = |hash: &str, count: usize| hash.get(..count).unwrap_or(hash).to_owned();
        let (period, snapshot) = (&edition.period, &edition.snapshot);
        Self {
            plan: edition.plan.clone(),
            period: page::period_name(locale, period),
            period_name: period.name(),
            calendar: period.calendar().title.clone(),
            first_day: locale.date(period.first_day()),
            last_day: locale.date(period.last_day()),
            provisional: edition.is_provisional(),
            data_date: locale.date(edition.data_date),
            data_day: edition.data_date.to_string(),
            code: format!("{}-{}", digits(snapshot, SNAPSHOT_DIGITS), digits(workspace, WORKSPACE_DIGITS)),
            snapshot: snapshot.clone(),
            synthetic: edition.synthetic,
            filters: in_words(&edition.chosen),
            scope: in_words(&edition.scope),
            unread: edition.unread.clone(),
        }
    }

    /// Of no data.
    pub(super) fn sample(locale: &Locale, plan: &str, day: Day) -> Self {
        Self {
            plan: plan.to_owned(),
            period: "–".to_owned(),
            period_name: "–".to_owned(),
            calendar: "–".to_owned(),
            first_day: locale.date(day),
            last_day: locale.date(day),
            provisional: false,
            data_date: locale.date(day),
            data_day: day.to_string(),
            code: "–".to_owned(),
            snapshot: "–".to_owned(),
            synthetic: true,
            filters: Vec::new(),
            scope: Vec::new(),
            unread: Vec::new(),
        }
    }
}
