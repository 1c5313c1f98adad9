//! Working days.

use std::collections::BTreeSet;

use chrono::{Datelike, Weekday};

use super::day::{Day, day_after};

/// Which days are worked on: Monday to Friday, without the days off, with the weekend days that are
/// worked in their place. Where the lists say nothing, the weekday decides.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct WorkingDays {
    off: BTreeSet<Day>,
    working: BTreeSet<Day>,
}

/// What is wrong with a list of working days.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum WorkingDaysError {
    /// One day in both lists.
    #[error("{day} is both off and worked on")]
    OffAndWorking {
        /// The day.
        day: Day,
    },
    /// A worked weekend day that is none.
    #[error("{day} is no Saturday or Sunday, and needs no word to be worked on")]
    NotAWeekend {
        /// The day.
        day: Day,
    },
}

impl WorkingDaysError {
    /// The day in question, as it stands in the list of worked weekend days.
    pub fn day(&self) -> Day {
        match self {
            Self::OffAndWorking { day } | Self::NotAWeekend { day } => *day,
        }
    }
}

impl WorkingDays {
    /// From the days off (days of a weekend may be among them) and the weekend days that are worked on.
    pub fn new(
        off: impl IntoIterator<Item = Day>,
        working: impl IntoIterator<Item = Day>,
    ) -> Result<Self, WorkingDaysError> {
        let days = Self { off: off.into_iter().collect(), working: working.into_iter().collect() };
        if let Some(&day) = days.working.intersection(&days.off).next() {
            return Err(WorkingDaysError::OffAndWorking { day });
        }
        if let Some(&day) = days.working.iter().find(|day| !is_weekend(**day)) {
            return Err(WorkingDaysError::NotAWeekend { day });
        }
        Ok(days)
    }

    /// Whether the day is worked on.
    pub fn is_working(&self, day: Day) -> bool {
        self.working.contains(&day) || !is_weekend(day) && !self.off.contains(&day)
    }

    /// The `count`th working day after a day. With a count of 0 the day itself, or the next working
    /// day where it is off.
    pub fn nth_after(&self, day: Day, count: u32) -> Day {
        let (mut day, mut left) = (day, count);
        while (left > 0 || !self.is_working(day)) && day < Day::MAX {
            day = day_after(day);
            left = left.saturating_sub(u32::from(self.is_working(day)));
        }
        day
    }
}

fn is_weekend(day: Day) -> bool {
    matches!(day.weekday(), Weekday::Sat | Weekday::Sun)
}
