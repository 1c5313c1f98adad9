//! Which slots a value column reads for a period.

use std::ops::Range;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::calendars::Calendars;
use super::day::{Day, DayRange, day_before};
use super::period::Period;
use super::slot::{Slot, slots_between, slots_of};

/// How a value column makes a period out of slots.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Over {
    /// Events: all slots of the period.
    Sum,
    /// A state: the period's last slot that has begun.
    Last,
    /// The state before: the slot that ends the day before the period.
    Opening,
    /// Everything since the plan began, up to the period's end.
    Running,
    /// Everything since the year of the period's calendar began, up to the period's end.
    YearToDate,
}

impl Over {
    /// Every rule.
    pub const ALL: [Self; 5] = [Self::Sum, Self::Last, Self::Opening, Self::Running, Self::YearToDate];

    /// The word that files use for it.
    pub fn word(self) -> &'static str {
        match self {
            Self::Sum => "sum",
            Self::Last => "last",
            Self::Opening => "opening",
            Self::Running => "running",
            Self::YearToDate => "year_to_date",
        }
    }
}

/// Why a value column has no value for a period.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NoWindow {
    /// The period begins after the data date.
    #[error("the period begins on {first_day}, after the data date")]
    NotBegun {
        /// The period's first day.
        first_day: Day,
    },
    /// Days are needed for which there are no data.
    #[error("days from {needed} on are needed, but the data begin on {first_day}")]
    BeforeData {
        /// The first day that would be needed.
        needed: Day,
        /// The first day of the data.
        first_day: Day,
    },
    /// The workspace gives its plan no life.
    #[error("the workspace has no plan with a first and a last day")]
    NoPlan,
    /// The period ends, or the data do, before the plan began.
    #[error("the plan began only on {plan_first_day}")]
    BeforePlan {
        /// The plan's first day.
        plan_first_day: Day,
    },
    /// The period lies inside no single year of its calendar.
    #[error("the period lies inside no single year of its calendar")]
    NoSingleYear,
}

/// The slots that a column reads for a period, as a range of the list, never empty.
///
/// The list holds the slots begun by the data date ([`Calendars::slots`]), oldest first. Cut with
/// [`super::slots_until`] it answers as on an earlier data date, which is how a base is read.
pub fn window(
    calendars: &Calendars,
    period: &Period,
    over: Over,
    slots: &[Slot],
) -> Result<Range<usize>, NoWindow> {
    let not_begun = NoWindow::NotBegun { first_day: period.first_day() };
    let Some(data_date) = slots.last().map(|slot| slot.last_day) else { return Err(not_begun) };
    if !period.has_begun(data_date) {
        return Err(not_begun);
    }
    match over {
        Over::Sum => since_data_began(calendars, period.days(), slots),
        Over::Last => {
            let own = slots_of(period, slots);
            if own.is_empty() {
                return Err(before_data(calendars, period.first_day()));
            }
            Ok(own.end - 1..own.end)
        }
        Over::Opening => {
            let eve = day_before(period.first_day());
            if eve < calendars.first_day() {
                return Err(before_data(calendars, eve));
            }
            let end = slots.partition_point(|slot| slot.first_day <= eve);
            Ok(end - 1..end)
        }
        Over::Running => {
            let plan_first_day = calendars.plan().ok_or(NoWindow::NoPlan)?.first_day;
            if plan_first_day > data_date.min(period.last_day()) {
                return Err(NoWindow::BeforePlan { plan_first_day });
            }
            let days = DayRange { first_day: plan_first_day, last_day: period.last_day() };
            since_data_began(calendars, days, slots)
        }
        Over::YearToDate => {
            let days = period.year_to_date().ok_or(NoWindow::NoSingleYear)?;
            since_data_began(calendars, days, slots)
        }
    }
}

/// The slots of a stretch all of which the data cover.
fn since_data_began(calendars: &Calendars, days: DayRange, slots: &[Slot]) -> Result<Range<usize>, NoWindow> {
    if days.first_day < calendars.first_day() {
        return Err(before_data(calendars, days.first_day));
    }
    Ok(slots_between(days, slots))
}

fn before_data(calendars: &Calendars, needed: Day) -> NoWindow {
    NoWindow::BeforeData { needed, first_day: calendars.first_day() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_read_and_write_the_word_of_a_rule() {
        for over in Over::ALL {
            assert_eq!(serde_json::to_string(&over).unwrap(), format!("\"{}\"", over.word()));
        }
    }
}
