//! Codes that no member of their dimension bears, in a cube: marked, and counted over all days.

use std::collections::BTreeMap;

use super::grid::{Axis, Cube};
use crate::kpi::definition::kpi::Kpi;

impl Cube {
    /// Marks the places of each dimension whose code is one of those that no member bears.
    pub(in crate::kpi) fn mark_strays(&mut self, listed: Vec<BTreeMap<String, u64>>) {
        for (axis, listed) in self.dimensions.iter_mut().zip(listed) {
            let stray = |code: &Option<String>| code.as_ref().is_some_and(|code| listed.contains_key(code));
            let places = axis.places.iter().enumerate().filter(|(_, place)| stray(&place.code));
            axis.strays = places.filter_map(|(place, _)| u32::try_from(place).ok()).collect();
            axis.listed = listed;
        }
    }

    /// For each of the KPI's dimensions its stray codes, and how many records have them, whatever their day.
    pub fn strays<'a>(&'a self, kpi: &'a Kpi) -> impl Iterator<Item = (&'a str, &'a BTreeMap<String, u64>)> {
        let found = kpi.dimensions.iter().zip(&self.dimensions).filter(|(_, axis)| !axis.listed.is_empty());
        found.map(|(name, axis)| (name.as_str(), &axis.listed))
    }
}

impl Axis {
    pub(in crate::kpi) fn is_stray(&self, place: u32) -> bool {
        self.strays.binary_search(&place).is_ok()
    }
}
