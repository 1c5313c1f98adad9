//! `[export]`: which packs are written when the reports of their periods are due, and where.

use std::sync::Arc;

use schemars::JsonSchema;
use serde::Deserialize;

use crate::calendar::{Calendar, Calendars, Day, DayRange, Period, PeriodKind};
use crate::diagnostic::{Date, Diagnostic, Diagnostics, SourceFile, Span, Spanned};

/// Which packs are written by themselves.
#[derive(Debug, Clone, Default)]
pub struct Packing {
    /// The folder of packs, below the workspace or anywhere; nothing where none is named.
    pub folder: Option<String>,
    /// Their dashboards, by id; all where none is named.
    pub dashboards: Vec<Spanned<String>>,
    /// The kinds of period: of a calendar by name, or of the default one.
    pub periods: Vec<(Option<String>, PeriodKind)>,
    /// Their formats, by name and where the file says so; all where none is named.
    pub formats: Vec<(String, Span)>,
    /// Periods that end before it have none.
    pub since: Option<Day>,
}

#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct Form {
    /// The folder in which packs lie: below the workspace, or anywhere.
    folder: Option<String>,
    /// The dashboards of a pack; all if not given.
    #[serde(default)]
    dashboards: Vec<Spanned<String>>,
    /// The kinds of period of which each gets a pack once it is due: `quarter`, or of another calendar `budget:year`.
    #[serde(default)]
    periods: Vec<Spanned<String>>,
    /// The formats of a pack; all if not given.
    #[serde(default)]
    formats: Vec<Spanned<String>>,
    /// Periods that end before this day get none.
    since: Option<Spanned<Date>>,
}

impl Form {
    pub(super) fn read(
        self,
        problems: &mut Diagnostics,
        file: &Arc<SourceFile>,
        calendars: &[Calendar],
    ) -> Packing {
        let Self { folder, dashboards, periods, formats, since } = self;
        let kinds = periods.iter().filter_map(|text| kind(problems, file, calendars, text)).collect();
        Packing {
            folder,
            dashboards,
            periods: kinds,
            since: since.as_ref().and_then(|given| super::settings::day(problems, file, given)),
            formats: formats
                .into_iter()
                .map(|name| (name.get_ref().clone(), file.span(name.span())))
                .collect(),
        }
    }
}

fn kind(
    problems: &mut Diagnostics,
    file: &Arc<SourceFile>,
    calendars: &[Calendar],
    text: &Spanned<String>,
) -> Option<(Option<String>, PeriodKind)> {
    let (calendar, word) = match text.get_ref().split_once(':') {
        Some((calendar, word)) => (Some(calendar), word),
        None => (None, text.get_ref().as_str()),
    };
    if let Some(name) = calendar.filter(|name| calendars.iter().all(|each| each.name != *name)) {
        let message = format!("there is no calendar `{name}`");
        let known = calendars.iter().map(|each| each.name.as_str());
        problems.push(
            Diagnostic::error("unknown-calendar", file.span(text.span()), message).suggest(name, known),
        );
        return None;
    }
    // Days have no due date of their own.
    let known = || PeriodKind::ALL.into_iter().filter(|kind| *kind != PeriodKind::Days);
    let found = known().find(|kind| kind.word() == word);
    if found.is_none() {
        let message = format!("there is no kind of period `{word}`");
        let problem = Diagnostic::error("unknown-period", file.span(text.span()), message);
        problems.push(problem.suggest(word, known().map(PeriodKind::word)));
    }
    Some((calendar.map(str::to_owned), found?))
}

impl Packing {
    /// The periods whose reports were due before a day, each with the day on which it was, the oldest first. One without
    /// a due date is due on its last day.
    pub fn due(&self, calendars: &Calendars, today: Day) -> Vec<(Period, Day)> {
        let stretch = DayRange { first_day: self.since.unwrap_or(calendars.first_day()), last_day: today };
        let of_kind = |(name, kind): &(Option<String>, PeriodKind)| {
            let named = name.as_ref().and_then(|name| calendars.get(name));
            calendars.periods_between(*kind, named.unwrap_or(calendars.default_calendar()), stretch)
        };
        let due = |period: &Period| calendars.due_on(period).unwrap_or(period.last_day());
        let all = self.periods.iter().flat_map(of_kind).map(|period| (due(&period), period));
        let mut passed: Vec<(Day, Period)> = all.filter(|(on, _)| *on < today).collect();
        passed.sort();
        passed.into_iter().map(|(on, period)| (period, on)).collect()
    }
}
