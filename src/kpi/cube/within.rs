//! A cube as it would be if only some of its records were there.

use std::collections::{BTreeMap, BTreeSet};

use super::grid::{Axis, Cube, Outside};
use super::repeats::Repeats;
use crate::kpi::definition::kpi::Kpi;

/// A dimension by its place among the KPI's, and for each of its places whether it passes.
pub(in crate::kpi) type Passing = (usize, Vec<bool>);

impl Cube {
    /// The same of the rows that lie at places that are seen, by dimensions. What was counted over all records is not
    /// there: of records in no slot nobody knows whose they are, and `repeats` is what is known of all of them whatever
    /// they are.
    pub(in crate::kpi) fn within(&self, kpi: &Kpi, seen: &[Passing], repeats: Option<Repeats>) -> Self {
        let is_seen = |row: &usize| {
            seen.iter().all(|(axis, places)| places[self.dimensions[*axis].rows[*row] as usize])
        };
        let mut starts = Vec::with_capacity(self.slots() + 1);
        let mut rows = Vec::new();
        starts.push(0);
        for slot in 0..self.slots() {
            rows.extend(self.rows(&(slot..slot + 1)).filter(is_seen));
            starts.push(rows.len());
        }
        let mut cube = Self {
            starts,
            dimensions: self.dimensions.iter().map(|axis| axis.within(&rows)).collect(),
            columns: self.columns.iter().map(|column| column.only(&rows)).collect(),
            unfilled: rows.iter().map(|&row| self.unfilled[row]).collect(),
            outside: Outside::default(),
            keys: self.keys,
            repeats,
            hindrance: self.hindrance,
        };
        let views: Vec<usize> =
            self.dimensions.iter().map(|axis| axis.overlaps.len().saturating_sub(1)).collect();
        cube.mark_overlaps(kpi, &views);
        cube
    }
}

impl Axis {
    /// With the places of some rows alone, in the same order.
    fn within(&self, rows: &[usize]) -> Self {
        let used: BTreeSet<u32> = rows.iter().map(|&row| self.rows[row]).collect();
        let used: Vec<u32> = used.into_iter().collect();
        let place = |old: &u32| used.binary_search(old).ok().and_then(|new| u32::try_from(new).ok());
        let places: Vec<_> = used.iter().map(|&old| self.places[old as usize].clone()).collect();
        Self {
            rows: rows.iter().map(|&row| place(&self.rows[row]).unwrap_or_default()).collect(),
            strays: self.strays.iter().filter_map(place).collect(),
            listed: BTreeMap::new(),
            overlaps: Vec::new(),
            places,
        }
    }
}
