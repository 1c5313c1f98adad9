//! Codes that no member of their dimension bears: the records that have one, told at each figure that
//! they may concern, and counted over all days.

use std::collections::BTreeMap;

use super::caveat::Caveat;
use super::slice::{Group, Slice};
use super::supply::{TableStrays, unknown};
use crate::kpi::cube::cell::{Cell, Gathered};
use crate::kpi::cube::grid::Axis;
use crate::kpi::definition::kpi::ValueColumn;

/// What there is to tell of stray codes at the figures of a breakdown.
pub(in crate::kpi) struct Strays<'a> {
    /// Of those in the tables that the query does not list: told at every figure.
    tables: Vec<Caveat>,
    /// Of the KPI's dimensions: told where it concerns a figure.
    axes: Vec<AxisStrays<'a>>,
}

/// The records with stray codes of one dimension, told apart as the figures of a breakdown are.
struct AxisStrays<'a> {
    axis: usize,
    /// Which of the breakdown's groups tell them apart: not that of the dimension itself, because a code
    /// that nobody knows may be meant for any member.
    kept: Vec<usize>,
    groups: Vec<Group>,
    /// By value column.
    whole: Vec<Vec<Cell>>,
    /// By value column and by the place of its cell, the records of each code.
    by_code: Vec<BTreeMap<usize, BTreeMap<&'a str, u64>>>,
}

impl<'a> Slice<'a> {
    /// The records with stray codes that the figures of these groups may concern: those that pass all
    /// filters and lie in the view, as far as that does not depend on the dimension itself. Mostly there are none,
    /// which costs nothing.
    pub(in crate::kpi) fn strays(&self, groups: &[Group]) -> Strays<'a> {
        let supply = self.frame.supplies.get(&self.question.kpi.code);
        let lost = supply.into_iter().flat_map(|supply| &supply.strays).filter(|own| !self.lists(own));
        let lost: Vec<&TableStrays> = lost.collect();
        let tables = lost.iter().map(|own| own.caveat()).collect();
        if self.question.kpi.unspoken(self.period).is_some() {
            return Strays { tables, axes: Vec::new() };
        }
        let told = |index: usize| {
            lost.iter().any(|own| own.dimensions.contains(&self.question.kpi.dimensions[index]))
        };
        let axes = self.question.cube.dimensions.iter().enumerate();
        let axes = axes.filter(|(index, axis)| !axis.strays.is_empty() && !told(*index));
        let axes = axes.map(|(index, axis)| self.strays_of(index, axis, groups)).collect();
        Strays { tables, axes }
    }

    /// Whether the query lists as many records with each code as its tables have rows with it: then its figures
    /// know which of them they concern.
    fn lists(&self, strays: &TableStrays) -> bool {
        let axes = self.question.kpi.dimensions.iter().zip(&self.question.cube.dimensions);
        let own = axes.filter(|(name, _)| strays.dimensions.contains(name));
        let listed = |code: &String| own.clone().filter_map(|(_, axis)| axis.listed.get(code)).sum::<u64>();
        strays.codes.iter().all(|(code, rows)| listed(code) >= *rows)
    }

    fn strays_of(&self, index: usize, axis: &'a Axis, groups: &[Group]) -> AxisStrays<'a> {
        let question = self.question;
        let kept: Vec<usize> = (0..groups.len()).filter(|group| groups[*group].axis != index).collect();
        let own: Vec<Group> = kept.iter().map(|group| groups[*group].clone()).collect();
        let keep = |column: &ValueColumn, row: usize| {
            let others = question.wanted.iter().chain(&question.inside).filter(|(other, _)| *other != index);
            question.minds(column, index)
                && axis.is_stray(axis.rows[row])
                && question.passes(column, row, others)
        };
        let whole = self.merged(&own, keep);
        let mut by_code = Vec::new();
        for (at, column) in self.question.kpi.columns.iter().enumerate() {
            let minded: Vec<&Group> = own.iter().filter(|group| question.minds(column, group.axis)).collect();
            let mut gathered: BTreeMap<usize, BTreeMap<&str, Gathered>> = BTreeMap::new();
            let slots = self.windows[at].as_ref().map_or(0..0, Clone::clone);
            for row in self.question.cube.rows(&slots).filter(|row| keep(column, *row)) {
                let code = axis.places[axis.rows[row] as usize].code.as_deref();
                if let Some((place, code)) = self.place(&minded, row).zip(code) {
                    let codes = gathered.entry(place).or_default();
                    let into = codes.entry(code).or_insert_with(|| Gathered::empty(column.aggregate));
                    self.question.cube.columns[at].merge(row, into);
                }
            }
            let mut counted: BTreeMap<usize, BTreeMap<&str, u64>> = BTreeMap::new();
            for (place, codes) in gathered {
                for (code, records) in codes {
                    let records = records.read(column.aggregate, column.scale).records;
                    counted.entry(place).or_default().insert(code, records);
                }
            }
            by_code.push(counted);
        }
        AxisStrays { axis: index, kept, groups: own, whole, by_code }
    }

    /// What is doubtful about the figure of some members, one for each of the groups.
    pub(in crate::kpi) fn stray_caveats(&self, all: &Strays<'_>, members: &[usize]) -> Vec<Caveat> {
        let told = all.axes.iter().filter_map(|strays| {
            let members: Vec<usize> = strays.kept.iter().map(|group| members[*group]).collect();
            let place = |column: &ValueColumn| self.place_of(column, &strays.groups, &members);
            let columns = || self.question.kpi.columns.iter();
            let cells = columns().zip(&strays.whole);
            let most = cells.map(|(column, cells)| cells.get(place(column)).map_or(0, |cell| cell.records));
            let records = most.max().filter(|records| *records > 0)?;
            let mut codes: BTreeMap<&str, u64> = BTreeMap::new();
            for (column, by_place) in columns().zip(&strays.by_code) {
                for (code, records) in by_place.get(&place(column)).into_iter().flatten() {
                    let most = codes.entry(code).or_default();
                    *most = (*most).max(*records);
                }
            }
            let name = &self.question.kpi.dimensions[strays.axis];
            let title = self.frame.members.get(name).map(|members| members.title());
            let title = title.filter(|title| !title.is_empty()).unwrap_or(name);
            Some(unknown(title, records, codes.into_iter()))
        });
        all.tables.iter().cloned().chain(told).collect()
    }
}
