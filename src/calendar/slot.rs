//! Slots: the stretches of days that no boundary cuts.

use std::ops::Range;

use super::day::{Day, DayRange};
use super::period::Period;

/// A stretch of days that no boundary of any calendar cuts; named after its first day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Slot {
    /// Its first day, which is its name.
    pub first_day: Day,
    /// Its last day; the last slot of a list ends with the data date.
    pub last_day: Day,
}

/// Which slots of a list (oldest first) belong to the period: those of them that have begun.
pub fn slots_of(period: &Period, slots: &[Slot]) -> Range<usize> {
    slots_between(period.days(), slots)
}

/// The slots of a list (oldest first) that have begun by a day: the list as it stood on that day,
/// but for the last slot's end.
pub fn slots_until(day: Day, slots: &[Slot]) -> &[Slot] {
    &slots[..slots.partition_point(|slot| slot.first_day <= day)]
}

/// Which slots of a list (oldest first) begin in a stretch of days.
pub(super) fn slots_between(days: DayRange, slots: &[Slot]) -> Range<usize> {
    let start = slots.partition_point(|slot| slot.first_day < days.first_day);
    let end = slots.partition_point(|slot| slot.first_day <= days.last_day);
    start..end.max(start)
}
