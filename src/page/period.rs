//! Periods in words.

use super::sentence::{fill, inside};
use crate::calendar::{DayRange, Period, PeriodKind};
use crate::kpi::Kpi;
use crate::locale::{Language, Locale};
use crate::report::Frontmatter;

/// `Năm 2024`, `Quý II/2024`.
pub fn name(locale: &Locale, period: &Period) -> String {
    let (year, number) = place(period);
    locale.period(period.kind().word(), year, number, period.first_day(), period.last_day())
}

/// The name inside a sentence: the names of months are proper names in English.
pub fn within(locale: &Locale, period: &Period) -> String {
    let name = name(locale, period);
    match (locale.language(), period.kind()) {
        (Language::En, PeriodKind::Month | PeriodKind::Days) => name,
        (Language::En | Language::Vi, _) => inside(&name),
    }
}

/// The name with its calendar, where that is not the one that is meant without a word: quarters of two calendars bear one
/// name.
pub(super) fn full(locale: &Locale, front: &Frontmatter, period: &Period) -> String {
    let foreign = front.periods.choices.iter().find(|group| {
        !group.usual && group.periods.first().is_some_and(|each| each.calendar() == period.calendar())
    });
    match foreign {
        Some(group) => {
            fill(locale.words().controls.period_of_calendar, &[&name(locale, period), &group.calendar])
        }
        None => name(locale, period),
    }
}

/// The same where room is short.
pub(super) fn short(locale: &Locale, period: &Period) -> String {
    let (year, number) = place(period);
    locale.period_short(period.kind().word(), year, number, period.first_day(), period.last_day())
}

/// `15/12/2023–14/12/2024`.
pub fn days(locale: &Locale, period: &Period) -> String {
    format!("{}–{}", locale.date(period.first_day()), locale.date(period.last_day()))
}

/// The days that a figure of a KPI tells of, from [`crate::kpi::Figure::days_told`]: `01/01/2025–31/12/2025`; of what stands so at
/// an end its last day.
pub fn told_days(locale: &Locale, kpi: &Kpi, days: DayRange) -> String {
    match kpi.is_state() {
        true => fill(locale.words().pages.state_at, &[&locale.date(days.last_day)]),
        false => format!("{}–{}", locale.date(days.first_day), locale.date(days.last_day)),
    }
}

/// The same as a sentence without its full stop, where they are not those of what it stands in.
pub fn other_days(locale: &Locale, kpi: &Kpi, days: DayRange, own: DayRange) -> Option<String> {
    let words = &locale.words().pages;
    let text = if kpi.is_state() { words.own_state } else { words.own_days };
    (days != own).then(|| fill(text, &[&locale.date(days.first_day), &locale.date(days.last_day)]))
}

/// A kind of period.
pub(super) fn kind(locale: &Locale, kind: PeriodKind) -> &'static str {
    let words = &locale.words().pages;
    match kind {
        PeriodKind::Month => words.month,
        PeriodKind::Quarter => words.quarter,
        PeriodKind::Half => words.half,
        PeriodKind::NineMonths => words.nine_months,
        PeriodKind::Year => words.year,
        PeriodKind::Plan => words.plan,
        PeriodKind::Days => words.days,
    }
}

/// The plan and days have no year and are not named by one.
fn place(period: &Period) -> (i32, u32) {
    (period.year().unwrap_or(0), period.number().unwrap_or(0))
}
