//! One calendar: how days make months, and months make years.

use chrono::Datelike;

use super::day::{Day, DayRange, MonthDay, day_before, day_of};

/// A way to cut time into months; quarters, halves, nine months and years are built from its months.
///
/// A month that starts in the middle is named after the month in which it ends: with
/// `month_starts_on_day = 15`, January is 15 December to 14 January, and the year rolls on 15 December.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Calendar {
    /// What files and period names call it.
    pub name: String,
    /// What a reader calls it.
    pub title: String,
    /// 1 for calendar months, up to 28, so that the day exists in every month.
    pub month_starts_on_day: u32,
    /// How many working days after the cut-off a report is due; nothing where nothing is due.
    pub due_working_days: Option<u32>,
    /// From this day of the following year on, a year's figures are settled.
    pub settlement_until: Option<MonthDay>,
}

impl Calendar {
    /// The days of the months `first` to `last` (1–12) of a year of this calendar.
    pub(super) fn months(&self, year: i32, first: u32, last: u32) -> DayRange {
        DayRange {
            first_day: self.month_start(month_count(year, first)),
            last_day: day_before(self.month_start(month_count(year, last) + 1)),
        }
    }

    /// All days of a year of this calendar.
    pub fn year(&self, year: i32) -> DayRange {
        self.months(year, 1, 12)
    }

    /// The year and month (1–12) of this calendar that a day belongs to.
    pub fn month_of(&self, day: Day) -> (i32, u32) {
        let named_later = self.month_starts_on_day > 1 && day.day() >= self.month_starts_on_day;
        let count = month_count(day.year(), day.month()) + i64::from(named_later);
        year_and_month(count)
    }

    /// Whether one of its months starts on the day.
    pub(super) fn starts_month(&self, day: Day) -> bool {
        day.day() == self.month_starts_on_day
    }

    fn month_start(&self, count: i64) -> Day {
        let (year, month) = year_and_month(if self.month_starts_on_day > 1 { count - 1 } else { count });
        day_of(year, month, self.month_starts_on_day)
    }
}

/// Months since the year 0, so that a month can be added across a year's end.
fn month_count(year: i32, month: u32) -> i64 {
    i64::from(year) * 12 + i64::from(month) - 1
}

/// Years beyond an i32 end at its last, which [`day_of`] turns into the last day there is.
fn year_and_month(count: i64) -> (i32, u32) {
    let year = i32::try_from(count.div_euclid(12)).unwrap_or(i32::MAX);
    let month = u32::try_from(count.rem_euclid(12)).expect("a remainder of 12 is small") + 1;
    (year, month)
}
