//! What a number needs besides its cube, and what keeps one from being asked for.

use std::ops::Range;

use indexmap::IndexMap;

use super::completeness::{Obligations, Reading};
use super::filter::FilterError;
use super::supply::{Listing, Supply};
use crate::calendar::{Calendars, Day, DayRange, NoWindow, Over, Slot};
use crate::kpi::cube::member::Members;
use crate::kpi::cube::view::{Split, Units};
use crate::kpi::definition::kpi::ValueColumn;

/// The slots that a value column reads in a period.
pub(in crate::kpi) type Window = Result<Range<usize>, NoWindow>;

/// What a number needs besides its cube: time, members and reports.
#[derive(Debug, Clone, Copy)]
pub struct Frame<'a> {
    /// The workspace's time.
    pub calendars: &'a Calendars,
    /// The slots begun by the data date; the last one's last day is the data date.
    pub slots: &'a [Slot],
    /// The members of each dimension.
    pub members: &'a IndexMap<String, Members>,
    /// Who owed which report.
    pub obligations: &'a Obligations,
    /// What the tables of each KPI lack; a KPI that is not named lacks nothing.
    pub supplies: &'a IndexMap<String, Supply>,
    /// What the tables lack that list each dimension's members and units.
    pub listings: &'a IndexMap<String, Listing>,
}

/// Why a question cannot be asked.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SliceError {
    /// A filter that does not fit.
    #[error(transparent)]
    Filter(#[from] FilterError),
    /// A view whose units are not one for each code.
    #[error(transparent)]
    Split(#[from] Split),
}

impl<'a> Frame<'a> {
    /// The day until which the data speak; the data's first day where no slot has begun.
    pub fn data_date(&self) -> Day {
        self.slots.last().map_or_else(|| self.calendars.first_day(), |slot| slot.last_day)
    }

    pub(in crate::kpi) fn days(&self, slots: &Range<usize>) -> Option<DayRange> {
        let own = self.slots.get(slots.clone())?;
        Some(DayRange { first_day: own.first()?.first_day, last_day: own.last()?.last_day })
    }

    /// The days that a column reads; nothing where it has no window.
    pub(in crate::kpi) fn reading(&self, column: &ValueColumn, window: &Window) -> Option<Reading> {
        let is_state = match column.over {
            Over::Last | Over::Opening => true,
            Over::Sum | Over::Running | Over::YearToDate => false,
        };
        Some(Reading { days: self.days(window.as_ref().ok()?)?, is_state })
    }

    /// The units in which a dimension is seen; nothing = as its members were, because no view is asked
    /// for or the dimension has none of that name.
    ///
    /// # Errors
    /// For a view that gives one code two units.
    pub fn units(&self, dimension: &str, view: Option<&str>) -> Result<Option<&'a Units>, Split> {
        let members = self.members.get(dimension);
        let found = members.zip(view).and_then(|(members, view)| members.view(view));
        found.map(|units| units.map_err(Split::clone)).transpose()
    }
}
