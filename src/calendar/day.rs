//! Days, stretches of days, and days that return every year.

use std::fmt;
use std::str::FromStr;

use chrono::{Datelike, NaiveDate, TimeDelta};

/// A local date of the workspace's time zone.
pub type Day = NaiveDate;

/// A stretch of days, both ends included.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct DayRange {
    /// Its first day.
    pub first_day: Day,
    /// Its last day, not before the first.
    pub last_day: Day,
}

impl DayRange {
    /// Whether the day lies in the stretch.
    pub fn contains(&self, day: Day) -> bool {
        self.first_day <= day && day <= self.last_day
    }
}

/// A day of every year, such as 31 January.
///
/// 29 February is 1 March in a common year, so that it cuts or ends something in each year.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct MonthDay {
    month: u32,
    day: u32,
}

/// Why a text is no [`MonthDay`].
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{text}` is not a day of the year, expected month and day as in `01-31`")]
pub struct MonthDayError {
    /// What was written.
    pub text: String,
}

/// A leap year, in which every month and day that exists at all exists.
const LEAP_YEAR: i32 = 2000;

impl MonthDay {
    /// Month 1–12 and day 1–31; nothing where no year has such a day.
    pub fn new(month: u32, day: u32) -> Option<Self> {
        Day::from_ymd_opt(LEAP_YEAR, month, day).map(|_| Self { month, day })
    }

    /// The month and day of a date.
    pub fn of(day: Day) -> Self {
        Self { month: day.month(), day: day.day() }
    }

    /// That day in a year.
    pub fn in_year(self, year: i32) -> Day {
        Day::from_ymd_opt(year, self.month, self.day).unwrap_or_else(|| day_of(year, 3, 1))
    }

    /// Its first occurrence later than the given day.
    pub fn next_after(self, day: Day) -> Day {
        let this_year = self.in_year(day.year());
        if this_year > day { this_year } else { self.in_year(day.year() + 1) }
    }

    /// Whether the date is this day of its year.
    pub fn falls_on(self, day: Day) -> bool {
        self.in_year(day.year()) == day
    }
}

impl fmt::Display for MonthDay {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:02}-{:02}", self.month, self.day)
    }
}

impl FromStr for MonthDay {
    type Err = MonthDayError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let number = |part: &str| (part.len() == 2).then(|| digits(part)).flatten();
        text.split_once('-')
            .and_then(|(month, day)| Self::new(number(month)?, number(day)?))
            .ok_or_else(|| MonthDayError { text: text.to_owned() })
    }
}

/// The same day `years` later (earlier when negative); 29 February becomes 1 March in a common year.
pub fn year_later(day: Day, years: i32) -> Day {
    MonthDay::of(day).in_year(day.year().saturating_add(years))
}

/// How many days a day comes after the first of January 1970, as columns of days count.
pub fn days_since_1970(day: Day) -> i32 {
    // A year of a day has six digits at the most.
    i32::try_from(day.signed_duration_since(Day::default()).num_days()).unwrap_or(i32::MAX)
}

/// The day of such a count; nothing for one that no calendar reaches.
pub fn day_since_1970(count: i32) -> Option<Day> {
    Day::default().checked_add_signed(TimeDelta::days(i64::from(count)))
}

/// A date of a TOML file; nothing where it is no day of the calendar.
pub(super) fn toml_day(given: &toml::value::Datetime) -> Option<Day> {
    let date = given.date?;
    Day::from_ymd_opt(i32::from(date.year), u32::from(date.month), u32::from(date.day))
}

/// The day before; the first day that can be written has none and stays.
pub(super) fn day_before(day: Day) -> Day {
    day.pred_opt().unwrap_or(day)
}

/// The day after; the last day that can be written has none and stays.
pub(super) fn day_after(day: Day) -> Day {
    day.succ_opt().unwrap_or(day)
}

/// A date from its parts, which the caller knows to exist in every year; years beyond what a date
/// can hold end at the nearest date that it can.
pub(super) fn day_of(year: i32, month: u32, day: u32) -> Day {
    Day::from_ymd_opt(year, month, day).unwrap_or(if year < 0 { Day::MIN } else { Day::MAX })
}

/// A number written in decimal digits only (no sign, no spaces).
pub(super) fn digits(text: &str) -> Option<u32> {
    text.bytes().all(|byte| byte.is_ascii_digit()).then(|| text.parse().ok()).flatten()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Day {
        text.parse().unwrap()
    }

    #[test]
    fn the_29th_of_february_is_the_1st_of_march_in_a_common_year() {
        let leap_day = MonthDay::new(2, 29).unwrap();
        assert_eq!(leap_day.in_year(2024), day("2024-02-29"));
        assert_eq!(leap_day.in_year(2023), day("2023-03-01"));
        assert!(leap_day.falls_on(day("2023-03-01")));
        assert!(!leap_day.falls_on(day("2024-03-01")));
        assert_eq!(year_later(day("2024-02-29"), -1), day("2023-03-01"));
        assert_eq!(year_later(day("2023-03-01"), 1), day("2024-03-01"));
    }

    #[test]
    fn a_day_of_the_year_is_written_as_month_and_day() {
        assert_eq!("01-31".parse(), Ok(MonthDay::new(1, 31).unwrap()));
        assert_eq!(MonthDay::new(1, 31).unwrap().to_string(), "01-31");
        for wrong in ["", "1-31", "02-30", "13-01", "01-31-01", "0131", "+1-31"] {
            assert!(wrong.parse::<MonthDay>().is_err(), "{wrong}");
        }
    }

    #[test]
    fn the_next_occurrence_is_strictly_later() {
        let end_of_january = MonthDay::new(1, 31).unwrap();
        assert_eq!(end_of_january.next_after(day("2024-12-31")), day("2025-01-31"));
        assert_eq!(end_of_january.next_after(day("2025-01-31")), day("2026-01-31"));
    }
}
