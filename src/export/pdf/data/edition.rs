//! Whose numbers a document prints, of when, and by what it is traced.

use serde::Serialize;

use crate::calendar::Day;
use crate::export::traced;
use crate::locale::Locale;
use crate::page;
use crate::report::Edition;
use crate::workspace::Workspace;

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
    /// The days of the plan's life, where it has any.
    plan_first_day: Option<String>,
    plan_last_day: Option<String>,
    /// The day until which the data speak, as a person reads it, and as programs do.
    data_date: String,
    data_day: String,
    /// By what paper is traced: digits of the snapshot, a hyphen, digits of the definitions.
    code: String,
    snapshot: String,
    synthetic: bool,
    /// What every page says of made-up data.
    mark: Option<&'static str>,
    /// The filters in force, and what the reader may see: in words, one each.
    filters: Vec<String>,
    scope: Vec<String>,
    /// Files of which no row could be read.
    unread: Vec<String>,
}

impl EditionData {
    pub(super) fn of(locale: &Locale, edition: &Edition, workspace: &Workspace) -> Self {
        let in_words = |all: &[(String, Vec<String>)]| {
            all.iter().map(|(title, members)| format!("{title}: {}", members.join(", "))).collect()
        };
        let period = &edition.period;
        let life = workspace.calendars.plan();
        Self {
            plan: edition.plan.clone(),
            period: page::period_name(locale, period),
            period_name: period.name(),
            calendar: period.calendar().title.clone(),
            first_day: locale.date(period.first_day()),
            last_day: locale.date(period.last_day()),
            provisional: edition.is_provisional(),
            plan_first_day: life.map(|life| locale.date(life.first_day)),
            plan_last_day: life.map(|life| locale.date(life.last_day)),
            data_date: locale.date(edition.data_date),
            data_day: edition.data_date.to_string(),
            code: traced::code(edition, workspace),
            snapshot: edition.snapshot.clone(),
            synthetic: edition.synthetic,
            mark: edition.synthetic.then_some(locale.words().synthetic_note),
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
            plan_first_day: None,
            plan_last_day: None,
            data_date: locale.date(day),
            data_day: day.to_string(),
            code: "–".to_owned(),
            snapshot: "–".to_owned(),
            synthetic: true,
            mark: Some(locale.words().synthetic_note),
            filters: Vec::new(),
            scope: Vec::new(),
            unread: Vec::new(),
        }
    }
}
