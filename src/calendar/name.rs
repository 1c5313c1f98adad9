//! The names of periods, read.

use std::sync::Arc;

use super::calendars::Calendars;
use super::day::{Day, DayRange, day_after, day_before, digits};
use super::definition::Calendar;
use super::kind::PeriodKind;
use super::period::Period;
use super::slot::Slot;

/// One example of every form that a period's name can have.
pub const PERIOD_FORMS: [&str; 7] =
    ["2024-05", "2024-Q2", "2024-H1", "2024-9M", "2024", "plan", "2024-01-01..2024-03-31"];

/// Why a text names no period.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PeriodError {
    /// The prefix is no calendar of the workspace.
    #[error("unknown calendar `{name}`")]
    UnknownCalendar {
        /// The prefix as written.
        name: String,
        /// The calendars there are, in the file's order.
        known: Vec<String>,
    },
    /// The text has none of the forms of a name.
    #[error("`{text}` is not a period")]
    Malformed {
        /// The text without its prefix.
        text: String,
    },
    /// A year has fewer of the kind.
    #[error("`{text}` is not a period, a year has only {count} of that kind")]
    NoSuchNumber {
        /// The text without its prefix.
        text: String,
        /// How many months, quarters or halves a year has.
        count: u32,
    },
    /// One end of a range is no date.
    #[error("`{text}` is not a date, expected year, month and day as in `2024-03-31`")]
    NotADate {
        /// The end as written.
        text: String,
    },
    /// Both ends of a range are periods.
    #[error("`{text}` gives periods where days are expected")]
    OfPeriods {
        /// The range as written.
        text: String,
        /// The days from the first of the one to the last of the other.
        days: DayRange,
    },
    /// The workspace gives its plan no life.
    #[error("the workspace has no plan with a first and a last day")]
    NoPlan,
    /// A range that ends before it begins.
    #[error("the period ends on {} before it begins on {}", .days.last_day, .days.first_day)]
    Reversed {
        /// The range as written.
        days: DayRange,
    },
    /// A range whose first day begins no slot.
    #[error("a period cannot begin on {day}, which lies inside a slot")]
    BeginsInsideSlot {
        /// The day as written.
        day: Day,
        /// The slot around it.
        slot: Slot,
    },
    /// A range whose last day ends no slot.
    #[error("a period cannot end on {day}, which lies inside a slot")]
    EndsInsideSlot {
        /// The day as written.
        day: Day,
        /// The slot around it.
        slot: Slot,
    },
}

impl PeriodError {
    /// What to do instead, as one sentence in lower case.
    pub fn hint(&self) -> Option<String> {
        match self {
            Self::UnknownCalendar { known, .. } => Some(format!("the calendars are {}", listed(known))),
            Self::Malformed { .. } => Some(format!("periods are written as in {}", listed(&PERIOD_FORMS))),
            Self::OfPeriods { days, .. } => Some(format!("write `{}..{}`", days.first_day, days.last_day)),
            Self::Reversed { days } => Some(format!("did you mean `{}..{}`?", days.last_day, days.first_day)),
            Self::BeginsInsideSlot { slot, .. } => Some(format!(
                "the nearest days on which one can begin are {} and {}",
                slot.first_day,
                day_after(slot.last_day)
            )),
            Self::EndsInsideSlot { slot, .. } => Some(format!(
                "the nearest days on which one can end are {} and {}",
                day_before(slot.first_day),
                slot.last_day
            )),
            Self::NoPlan => Some("give it `first_day` and `last_day` in `[plan]`".to_owned()),
            Self::NoSuchNumber { .. } | Self::NotADate { .. } => None,
        }
    }
}

fn listed(names: &[impl AsRef<str>]) -> String {
    names.iter().map(|name| format!("`{}`", name.as_ref())).collect::<Vec<_>>().join(", ")
}

impl Calendars {
    /// Reads a period's name, in the default calendar unless a prefix (`budget:2024-Q2`) picks
    /// another one of the workspace.
    pub fn parse(&self, default_calendar: &Arc<Calendar>, text: &str) -> Result<Period, PeriodError> {
        let Some((name, rest)) = text.split_once(':') else { return self.parse_in(default_calendar, text) };
        let calendar = self.get(name).ok_or_else(|| PeriodError::UnknownCalendar {
            name: name.to_owned(),
            known: self.all().iter().map(|calendar| calendar.name.clone()).collect(),
        })?;
        self.parse_in(calendar, rest)
    }

    fn parse_in(&self, calendar: &Arc<Calendar>, text: &str) -> Result<Period, PeriodError> {
        if text == "plan" {
            return self.plan_period(calendar).ok_or(PeriodError::NoPlan);
        }
        if let Some((first, last)) = text.split_once("..") {
            if let (Ok(first), Ok(last)) = (self.parse_in(calendar, first), self.parse_in(calendar, last)) {
                let days = DayRange { first_day: first.first_day(), last_day: last.last_day() };
                return Err(PeriodError::OfPeriods { text: text.to_owned(), days });
            }
            let days = DayRange { first_day: date(first)?, last_day: date(last)? };
            return self.days_in(calendar, days);
        }
        let malformed = || PeriodError::Malformed { text: text.to_owned() };
        let (year, rest) = match text.split_once('-') {
            Some((year, rest)) => (year, Some(rest)),
            None => (text, None),
        };
        let year = (year.len() == 4).then(|| digits(year)).flatten().filter(|year| *year > 0);
        let year = year.and_then(|year| i32::try_from(year).ok()).ok_or_else(malformed)?;
        let (kind, number) =
            rest.map_or(Some((PeriodKind::Year, 1)), kind_and_number).ok_or_else(malformed)?;
        let count = kind.in_a_year().unwrap_or_default();
        Period::of_year(calendar, kind, year, number)
            .ok_or_else(|| PeriodError::NoSuchNumber { text: text.to_owned(), count })
    }

    /// A period of any days that it can have: in order, beginning and ending with slots.
    pub fn days_in(&self, calendar: &Arc<Calendar>, days: DayRange) -> Result<Period, PeriodError> {
        let DayRange { first_day, last_day } = days;
        if last_day < first_day {
            return Err(PeriodError::Reversed { days });
        }
        if !self.slot_boundary(first_day) {
            return Err(PeriodError::BeginsInsideSlot { day: first_day, slot: self.slot_of(first_day) });
        }
        if !self.ends_slot(last_day) {
            return Err(PeriodError::EndsInsideSlot { day: last_day, slot: self.slot_of(last_day) });
        }
        Ok(Period::of_days(calendar, days))
    }
}

/// What stands after the year: `05`, `Q2`, `H1` or `9M`.
fn kind_and_number(text: &str) -> Option<(PeriodKind, u32)> {
    if text == "9M" {
        return Some((PeriodKind::NineMonths, 1));
    }
    let one_digit = |rest: &str| (rest.len() == 1).then(|| digits(rest)).flatten();
    if let Some(quarter) = text.strip_prefix('Q') {
        return Some((PeriodKind::Quarter, one_digit(quarter)?));
    }
    if let Some(half) = text.strip_prefix('H') {
        return Some((PeriodKind::Half, one_digit(half)?));
    }
    (text.len() == 2).then(|| digits(text)).flatten().map(|month| (PeriodKind::Month, month))
}

/// A date in its one form, so that a name that was read is written the same again.
fn date(text: &str) -> Result<Day, PeriodError> {
    let parts = || {
        let (year, rest) = text.split_once('-')?;
        let (month, day) = rest.split_once('-')?;
        if (year.len(), month.len(), day.len()) != (4, 2, 2) {
            return None;
        }
        let year = i32::try_from(digits(year)?).ok().filter(|year| *year > 0)?;
        Day::from_ymd_opt(year, digits(month)?, digits(day)?)
    };
    parts().ok_or_else(|| PeriodError::NotADate { text: text.to_owned() })
}
