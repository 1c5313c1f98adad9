//! What a period is compared with.

use super::calendars::Calendars;
use super::day::{Day, day_after, day_before, year_later};
use super::period::Period;
use super::slot::Slot;

/// The same period of the year before, as far as the period itself has got.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Base {
    /// The same period of the year before.
    pub period: Period,
    /// The last day of it that compares: its own last day, or for a provisional period the end of the
    /// slot that stands where the data date stands this year. Read with [`super::slots_until`].
    pub until: Day,
}

/// Why a period has no base. Whether the data reach back that far is another matter: the base's own
/// windows say so.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NoBase {
    /// The plan comes once.
    #[error("the period has no counterpart in the year before")]
    NoCounterpart,
    /// The period begins after the data date.
    #[error("the period begins on {first_day}, after the data date")]
    NotBegun {
        /// The period's first day.
        first_day: Day,
    },
    /// A provisional period whose data stop inside a slot, which last year cannot be cut at.
    #[error("the data date {data_date} lies inside a slot")]
    InsideSlot {
        /// The data date.
        data_date: Day,
        /// The whole slot around it.
        slot: Slot,
    },
}

impl Calendars {
    /// What the period is compared with on a data date. A provisional period is compared with the same
    /// slots of its base, and only if the data date ends a slot.
    pub fn comparable_base(&self, period: &Period, data_date: Day) -> Result<Base, NoBase> {
        let base = period.same_period_last_year().ok_or(NoBase::NoCounterpart)?;
        if !period.has_begun(data_date) {
            return Err(NoBase::NotBegun { first_day: period.first_day() });
        }
        if !period.is_provisional(data_date) {
            let until = base.last_day();
            return Ok(Base { period: base, until });
        }
        if !self.ends_slot(data_date) {
            return Err(NoBase::InsideSlot { data_date, slot: self.slot_of(data_date) });
        }
        // Slots begin on the same days of every year, so the day after is a boundary last year too.
        let until = day_before(year_later(day_after(data_date), -1));
        Ok(Base { period: base, until })
    }
}
