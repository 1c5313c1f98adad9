//! Where slots begin and end.

use super::calendars::Calendars;
use super::day::{Day, day_after, day_before};
use super::slot::Slot;

impl Calendars {
    /// Whether a slot begins on the day: a calendar's month does, or the plan, its aftermath, a break
    /// or the data began on that day of some year. They cut every year, so that years compare.
    pub fn slot_boundary(&self, day: Day) -> bool {
        self.all().iter().any(|calendar| calendar.starts_month(day))
            || self.yearly_cuts().iter().any(|cut| cut.falls_on(day))
    }

    /// Whether a slot ends on the day, whatever the data date.
    pub fn ends_slot(&self, day: Day) -> bool {
        self.slot_boundary(day_after(day))
    }

    /// The slot that holds the day, whole whatever the data date.
    pub fn slot_of(&self, day: Day) -> Slot {
        // A month starts in every month, so neither walk is longer than one.
        let mut slot = Slot { first_day: day, last_day: day };
        while !self.slot_boundary(slot.first_day) && slot.first_day > Day::MIN {
            slot.first_day = day_before(slot.first_day);
        }
        while !self.ends_slot(slot.last_day) && slot.last_day < Day::MAX {
            slot.last_day = day_after(slot.last_day);
        }
        slot
    }

    /// Every slot begun by the data date, from the data's first day on, oldest first; the last one
    /// ends with the data date. None where the data begin after it.
    pub fn slots(&self, data_date: Day) -> Vec<Slot> {
        let next = |slot: &Slot| (slot.last_day < data_date).then(|| self.slot_of(day_after(slot.last_day)));
        let first = (self.first_day() <= data_date).then(|| self.slot_of(self.first_day()));
        let mut slots: Vec<Slot> = std::iter::successors(first, next).collect();
        if let Some(last) = slots.last_mut() {
            last.last_day = data_date;
        }
        slots
    }
}
