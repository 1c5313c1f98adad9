//! The rows of the table `calendar` that queries join.

use chrono::Datelike;

use super::calendars::Calendars;
use super::day::{Day, day_of};

/// One day as queries see it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CalendarRow {
    /// The day.
    pub day: Day,
    /// The first day of its slot; nothing after the data date.
    pub slot: Option<Day>,
    /// Whether the plan lives on it.
    pub in_plan: bool,
    /// Whether it is a working day.
    pub working_day: bool,
    /// How many working days there are from the data's first day up to and with this one, so that
    /// "n working days later" is an equality.
    pub working_number: u32,
}

impl Calendars {
    /// The last day of the table: the end of the year after the data date.
    pub fn last_day(data_date: Day) -> Day {
        day_of(data_date.year().saturating_add(1), 12, 31)
    }

    /// Every day from the data's first day to the end of the year after the data date, in order.
    pub fn calendar_rows(&self, data_date: Day) -> Vec<CalendarRow> {
        let last_day = Self::last_day(data_date);
        let (mut slot, mut working_number) = (self.first_day(), 0);
        let days = self.first_day().iter_days().take_while(|day| *day <= last_day);
        days.map(|day| {
            if self.slot_boundary(day) {
                slot = day;
            }
            let working_day = self.working_days().is_working(day);
            working_number += u32::from(working_day);
            CalendarRow {
                day,
                slot: (day <= data_date).then_some(slot),
                in_plan: self.plan().is_some_and(|plan| plan.contains(day)),
                working_day,
                working_number,
            }
        })
        .collect()
    }
}
