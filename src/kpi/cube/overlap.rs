//! Whether the parts of a breakdown add up to more than the whole.

use super::grid::{Cube, Grouped, Values};
use crate::calendar::Over;
use crate::kpi::definition::header::Aggregate;
use crate::kpi::definition::kpi::{Kpi, Role, ValueColumn};

impl Cube {
    /// Whether the parts by a dimension, seen as its members were or in one of its views, add up to more than the
    /// whole or do not add at all.
    pub(in crate::kpi) fn overlaps(&self, axis: usize, lens: Option<usize>) -> bool {
        let axis = &self.dimensions[axis];
        axis.overlaps
            .get(lens.map_or(0, |view| view + 1))
            .or(axis.overlaps.first())
            .copied()
            .unwrap_or_default()
    }

    /// Finds that out once, for each dimension as its members were and in so many views.
    pub(in crate::kpi) fn mark_overlaps(&mut self, kpi: &Kpi, views: &[usize]) {
        for (axis, views) in views.iter().enumerate() {
            let lenses = std::iter::once(None).chain((0..*views).map(Some));
            self.dimensions[axis].overlaps = lenses.map(|lens| self.parts_overlap(kpi, axis, lens)).collect();
        }
    }

    /// Whether some key stands under several members of a dimension where a column of the formula counts it, or a
    /// column's numbers do not add at all. What is shown beside makes no part of a whole, so it is not minded.
    fn parts_overlap(&self, kpi: &Kpi, axis: usize, lens: Option<usize>) -> bool {
        let dimension = &kpi.dimensions[axis];
        let members: Vec<_> = self.dimensions[axis].places.iter().map(|place| place.seen(lens)).collect();
        let columns = kpi.columns.iter().zip(&self.columns);
        let mut counted = columns.filter(|(c, _)| c.role != Role::Beside && !c.ignores.contains(dimension));
        counted.any(|(column, values)| match (column.aggregate, values) {
            (Aggregate::Median | Aggregate::P90, _) => true,
            (Aggregate::Distinct, Values::Set(keys)) => self.key_repeats(column, keys, axis, &members),
            (Aggregate::Sum | Aggregate::Distinct, _) => false,
        })
    }

    fn key_repeats(
        &self,
        column: &ValueColumn,
        keys: &Grouped<u32>,
        axis: usize,
        members: &[Option<Option<&str>>],
    ) -> bool {
        let rows = &self.dimensions[axis].rows;
        // A state is read in one slot, so only there can its keys meet.
        let alone = match column.over {
            Over::Last | Over::Opening => true,
            Over::Sum | Over::Running | Over::YearToDate => false,
        };
        let mut seen: Vec<(u32, u32)> = vec![(u32::MAX, u32::MAX); self.keys];
        for slot in 0..self.slots() {
            let rows_of_slot = self.rows(&(slot..slot + 1));
            for row in rows_of_slot.filter(|&row| members[rows[row] as usize].is_some()) {
                let here = (if alone { u32::try_from(slot).unwrap_or(0) } else { 0 }, rows[row]);
                for &key in keys.of(row) {
                    let before = seen[key as usize];
                    if before.0 == here.0
                        && before.1 != here.1
                        && members[before.1 as usize] != members[here.1 as usize]
                    {
                        return true;
                    }
                    seen[key as usize] = here;
                }
            }
        }
        false
    }
}
