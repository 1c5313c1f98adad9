//! Days, working days and the reporting windows of the sample.
//!
//! Written apart from the program's calendar on purpose: the sample must not be right only because both share a mistake.

use chrono::{Datelike, Days, Months, NaiveDate, Weekday};

/// A calendar day.
pub(crate) type Day = NaiveDate;

/// The first day of the sample: the window of report month 08/2022 begins.
pub(crate) const START: Day = day(2022, 7, 15);
/// The last day of the sample.
pub(crate) const END: Day = day(2026, 1, 31);
/// The day on which the files were exported: nothing received later is known.
pub(crate) const EXPORTED: Day = day(2026, 2, 5);
/// The plan's first day.
pub(crate) const PLAN: Day = day(2023, 5, 8);
/// Departments were merged on this day.
pub(crate) const DEPARTMENTS_MERGED: Day = day(2025, 3, 1);
/// Market surveillance became part of the department of industry and trade on this day.
pub(crate) const MARKET_MOVED: Day = day(2025, 6, 1);
/// Provinces were merged and districts ended on this day.
pub(crate) const PROVINCES_MERGED: Day = day(2025, 7, 1);
/// From when codes and bodies that are older than the sample count: a convention, not a legal date.
pub(crate) const LONG_AGO: Day = day(2016, 1, 1);

/// A day that is known to exist.
pub(crate) const fn day(year: i32, month: u32, number: u32) -> Day {
    match NaiveDate::from_ymd_opt(year, month, number) {
        Some(day) => day,
        None => NaiveDate::MIN,
    }
}

/// Days off besides Saturdays and Sundays, first and last day of each stretch (with substitute days and swaps).
const OFF: &[(Day, Day)] = &[
    (day(2022, 9, 1), day(2022, 9, 2)),
    (day(2023, 1, 2), day(2023, 1, 2)),
    (day(2023, 1, 20), day(2023, 1, 26)),
    (day(2023, 5, 1), day(2023, 5, 3)),
    (day(2023, 9, 1), day(2023, 9, 4)),
    (day(2024, 1, 1), day(2024, 1, 1)),
    (day(2024, 2, 8), day(2024, 2, 14)),
    (day(2024, 4, 18), day(2024, 4, 18)),
    (day(2024, 4, 29), day(2024, 5, 1)),
    (day(2024, 9, 2), day(2024, 9, 3)),
    (day(2025, 1, 1), day(2025, 1, 1)),
    (day(2025, 1, 25), day(2025, 2, 2)),
    (day(2025, 4, 7), day(2025, 4, 7)),
    (day(2025, 4, 30), day(2025, 5, 2)),
    (day(2025, 9, 1), day(2025, 9, 2)),
    (day(2026, 1, 1), day(2026, 1, 2)),
    (day(2026, 2, 14), day(2026, 2, 22)),
    (day(2026, 4, 27), day(2026, 4, 27)),
    (day(2026, 4, 30), day(2026, 5, 1)),
];

/// Saturdays worked in exchange for a day off.
const WORKED: &[Day] = &[day(2024, 5, 4), day(2025, 4, 26), day(2026, 1, 10)];

/// Whether offices work on that day.
pub(crate) fn is_working(day: Day) -> bool {
    let weekend = matches!(day.weekday(), Weekday::Sat | Weekday::Sun);
    let off = OFF.iter().any(|(first, last)| (*first..=*last).contains(&day));
    WORKED.contains(&day) || (!weekend && !off)
}

/// The day that many days later (earlier where negative).
pub(crate) fn plus(day: Day, days: i64) -> Day {
    let moved = if days < 0 {
        day.checked_sub_days(Days::new(days.unsigned_abs()))
    } else {
        day.checked_add_days(Days::new(days.unsigned_abs()))
    };
    moved.unwrap_or(day)
}

/// The working day that is `count` working days after `day`.
pub(crate) fn working_days_after(day: Day, count: i64) -> Day {
    let (mut at, mut left) = (day, count);
    while left > 0 {
        at = plus(at, 1);
        if is_working(at) {
            left -= 1;
        }
    }
    at
}

/// That day, or the next working day.
pub(crate) fn working(day: Day) -> Day {
    if is_working(day) { day } else { working_days_after(day, 1) }
}

/// That day, or the working day before it.
pub(crate) fn working_by(day: Day) -> Day {
    let mut at = day;
    while !is_working(at) {
        at = plus(at, -1);
    }
    at
}

/// A stretch of days.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Window {
    /// The first day.
    pub(crate) first: Day,
    /// The last day, itself included.
    pub(crate) last: Day,
}

/// The windows of so many months each whose months begin on that day of the month, from the one that ends in the month
/// of `from` to the last that ends by `until`.
pub(crate) fn windows(from: Day, until: Day, months: u32, starts_on: u32) -> Vec<Window> {
    let mut found = Vec::new();
    // A window that starts on the 15th is named by the month in which it ends.
    let shift = u32::from(starts_on > 1);
    let mut first = day(from.year(), from.month(), starts_on);
    first = first.checked_sub_months(Months::new(shift)).unwrap_or(first);
    loop {
        let next = first.checked_add_months(Months::new(months)).unwrap_or(first);
        let last = plus(next, -1);
        if last > until {
            return found;
        }
        found.push(Window { first, last });
        first = next;
    }
}
