//! Time: calendars, periods, slots and working days.
//!
//! Several calendars live side by side and never agree. What makes them add up is the [`Slot`]: a
//! stretch of days that no boundary of any calendar cuts, so that every [`Period`] of every calendar
//! is a union of slots, exactly.
//!
//! Everything here is pure. It reads no clock (the data date is always an argument), knows no file
//! and no query engine, and says nothing to a reader beyond the errors for the person whose input is
//! wrong.

mod base;
mod boundary;
mod calendars;
mod day;
mod definition;
mod kind;
mod name;
mod period;
mod slot;
mod table;
mod window;
mod working_days;
mod working_days_file;

pub use base::{Base, NoBase};
pub use calendars::{Break, Calendars, CalendarsError};
pub use day::{Day, DayRange, MonthDay, MonthDayError, day_since_1970, days_since_1970, year_later};
pub use definition::Calendar;
pub use kind::PeriodKind;
pub use name::{PERIOD_FORMS, PeriodError};
pub use period::Period;
pub use slot::{Slot, slots_of, slots_until};
pub use table::CalendarRow;
pub use window::{NoWindow, Over, window};
pub use working_days::{WorkingDays, WorkingDaysError};
pub use working_days_file::{
    WorkingDaysFile, WorkingDaysMistake, WorkingDaysMistakeKind, working_days_schema,
};
