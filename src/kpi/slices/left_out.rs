//! What belongs to no unit of a view: left out of its figures, and counted.

use super::slice::{Group, Slice};
use crate::kpi::cube::cell::Cell;
use crate::kpi::cube::within::Passing;
use crate::kpi::definition::kpi::ValueColumn;

/// What figures of some groups leave out, told apart as they are.
pub(in crate::kpi) struct LeftOut<'a> {
    groups: &'a [Group],
    /// By value column; none where nothing can be left out.
    cells: Vec<Vec<Cell>>,
}

impl Slice<'_> {
    /// What belongs to no unit of the view, told apart by the members of these groups. Of a dimension that is
    /// filtered or told apart itself a unit was asked for: what lies in none of them was not.
    pub(in crate::kpi) fn left_out<'a>(&self, groups: &'a [Group]) -> LeftOut<'a> {
        let grouped = |axis: usize| groups.iter().any(|group| group.axis == axis);
        let question = self.question;
        let inside: Vec<&Passing> = question.inside.iter().filter(|(axis, _)| !grouped(*axis)).collect();
        if inside.is_empty() || question.kpi.unspoken(self.period).is_some() {
            return LeftOut { groups, cells: Vec::new() };
        }
        let cells = self.merged(groups, |column, row| {
            question.passes(column, row, question.wanted.iter())
                && !question.passes(column, row, inside.iter().copied())
        });
        LeftOut { groups, cells }
    }

    /// What the figure of some members leaves out, one for each of the groups.
    pub(in crate::kpi) fn left_out_of(&self, all: &LeftOut<'_>, members: &[usize]) -> Vec<(String, Cell)> {
        let cell = |(column, cells): (&ValueColumn, &Vec<Cell>)| {
            let cell = cells.get(self.place_of(column, all.groups, members))?;
            (cell.records > 0).then(|| (column.name.clone(), *cell))
        };
        self.question.kpi.columns.iter().zip(&all.cells).filter_map(cell).collect()
    }
}
