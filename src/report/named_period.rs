//! Days by the name of the period that they are.

use crate::calendar::{Calendars, DayRange, Period, PeriodKind};

/// The period of any calendar that has these very days.
pub(super) fn period_with(calendars: &Calendars, days: DayRange) -> Option<Period> {
    use PeriodKind::{Half, Month, NineMonths, Quarter, Year};
    [Month, Quarter, Half, NineMonths, Year].into_iter().find_map(|kind| {
        let found = calendars.all().iter().filter_map(|each| calendars.period_of(kind, each, days.first_day));
        found.into_iter().find(|period| period.days() == days)
    })
}
