//! The days that a cube knows: in which slot each lies.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::grid::Outside;
use crate::calendar::{Calendars, Day, Slot, day_since_1970, days_since_1970};

/// The slots of the data, and the days after them that the table `calendar` has.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "Numbers", into = "Numbers")]
pub struct Timeline {
    /// Oldest first, without gaps; the last ends with the data date.
    pub slots: Arc<[Slot]>,
    /// The last day of the table `calendar`.
    pub last_day: Day,
}

impl Timeline {
    /// Of a workspace's calendars as of a data date.
    pub fn new(calendars: &Calendars, data_date: Day) -> Self {
        Self { slots: calendars.slots(data_date).into(), last_day: Calendars::last_day(data_date) }
    }

    /// Whether records of which so many lie in no slot lie the same way as of another data date: where it is a later one, and
    /// none of them lies after the earlier one.
    pub fn goes_on_as(&self, other: &Self, outside: Outside) -> bool {
        if self == other {
            return true;
        }
        let whole = self.slots.len().saturating_sub(1);
        let last = self.slots.last().zip(other.slots.get(whole));
        let same = last
            .is_some_and(|(own, other)| own.first_day == other.first_day && own.last_day <= other.last_day);
        same && self.slots[..whole] == other.slots[..whole] && outside.after + outside.beyond == 0
    }
}

/// First and last days of the slots, and the last day, since 1970.
type Numbers = (Vec<(i32, i32)>, i32);

impl From<Timeline> for Numbers {
    fn from(timeline: Timeline) -> Self {
        let days = |slot: &Slot| (days_since_1970(slot.first_day), days_since_1970(slot.last_day));
        (timeline.slots.iter().map(days).collect(), days_since_1970(timeline.last_day))
    }
}

impl TryFrom<Numbers> for Timeline {
    type Error = &'static str;

    fn try_from((slots, last_day): Numbers) -> Result<Self, Self::Error> {
        let slot = |(first, last): &(i32, i32)| {
            Some(Slot { first_day: day_since_1970(*first)?, last_day: day_since_1970(*last)? })
        };
        let slots = slots.iter().map(slot).collect::<Option<Vec<_>>>();
        let whole = slots.zip(day_since_1970(last_day));
        let (slots, last_day) = whole.ok_or("a day lies out of reach")?;
        Ok(Self { slots: slots.into(), last_day })
    }
}

/// Stretches of days within slots, on each of which all codes keep their places.
#[derive(Debug)]
pub(super) struct Moments {
    /// The slot of each, and its first day.
    pub(super) all: Vec<(u32, Day)>,
    timeline: Timeline,
}

/// Where a day lies.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Lies {
    /// In the stretch with this number.
    In(u32),
    /// Before the first slot.
    Before,
    /// After the last one, in the calendar.
    After,
    /// After the calendar.
    Beyond,
}

impl Moments {
    /// Slots cut where places change: most workspaces have no such day inside a slot.
    pub(super) fn new(timeline: &Timeline, changes: impl IntoIterator<Item = Day>) -> Self {
        let mut changes: Vec<Day> = changes.into_iter().collect();
        changes.sort_unstable();
        changes.dedup();
        let mut all = Vec::new();
        for (number, slot) in timeline.slots.iter().enumerate() {
            let number = u32::try_from(number).unwrap_or(u32::MAX);
            all.push((number, slot.first_day));
            let inside = changes.iter().filter(|day| slot.first_day < **day && **day <= slot.last_day);
            all.extend(inside.map(|day| (number, *day)));
        }
        Self { all, timeline: timeline.clone() }
    }

    /// Where a day lies.
    pub(super) fn of(&self, day: Day) -> Lies {
        let slots = &self.timeline.slots;
        if slots.first().is_some_and(|first| day < first.first_day) {
            return Lies::Before;
        }
        if slots.last().is_some_and(|last| day <= last.last_day) {
            let after = self.all.partition_point(|(_, first)| *first <= day);
            return Lies::In(u32::try_from(after).unwrap_or(u32::MAX).saturating_sub(1));
        }
        if day <= self.timeline.last_day { Lies::After } else { Lies::Beyond }
    }
}
