//! Codes that no member of their dimension bears: the records that have one, told at each figure that
//! they may concern, and counted over all days.

use std::collections::BTreeMap;

use super::caveat::Caveat;
use super::cell::Cell;
use super::cube::{Axis, Cube};
use super::definition::{Kpi, ValueColumn};
use super::selection::limit;
use super::slice::{Group, Slice};

/// So many codes are told apart in a figure; what comes after them is counted together.
const MOST_APART: usize = 20;

/// So many codes are named.
const NAMED: usize = 3;

impl Cube {
    /// Marks the codes of each dimension that no member bears.
    pub(super) fn mark_strays(&mut self, is_stray: impl Fn(usize, &str) -> bool) {
        for (index, axis) in self.dimensions.iter_mut().enumerate() {
            let stray = |code: &Option<String>| code.as_ref().is_some_and(|code| is_stray(index, code));
            let places = axis.places.iter().enumerate().filter(|(_, place)| stray(&place.code));
            axis.strays = places.filter_map(|(place, _)| u32::try_from(place).ok()).collect();
        }
    }

    /// For each of the KPI's dimensions its stray codes, and how many records of all days have them.
    pub fn strays<'a>(&'a self, kpi: &'a Kpi) -> impl Iterator<Item = (&'a str, BTreeMap<&'a str, u64>)> {
        let found = kpi.dimensions.iter().zip(&self.dimensions).filter(|(_, axis)| !axis.strays.is_empty());
        found.map(|(name, axis)| {
            let mut counts: BTreeMap<&str, u64> = BTreeMap::new();
            for (row, place) in axis.rows.iter().enumerate().filter(|(_, place)| axis.is_stray(**place)) {
                let records = self.columns.iter().map(|column| column.records(row)).max().unwrap_or(0);
                if let Some(code) = &axis.places[*place as usize].code {
                    *counts.entry(code).or_default() += records;
                }
            }
            (name.as_str(), counts)
        })
    }
}

impl Axis {
    fn is_stray(&self, place: u32) -> bool {
        self.strays.binary_search(&place).is_ok()
    }

    /// Its stray codes, in order, each once.
    fn stray_codes(&self) -> Vec<&str> {
        let places = self.strays.iter().filter_map(|place| self.places.get(*place as usize));
        let mut codes: Vec<&str> = places.filter_map(|place| place.code.as_deref()).collect();
        codes.sort_unstable();
        codes.dedup();
        codes
    }
}

/// The records with stray codes of one dimension, told apart as the figures of a breakdown are.
pub(super) struct Strays {
    axis: usize,
    /// Which of the breakdown's groups tell them apart: not that of the dimension itself, because a code
    /// that nobody knows may be meant for any member.
    kept: Vec<usize>,
    groups: Vec<Group>,
    /// By value column.
    whole: Vec<Vec<Cell>>,
    /// The same with the codes as a last group.
    by_code: Vec<Vec<Cell>>,
}

impl Slice<'_> {
    /// The records with stray codes that the figures of these groups may concern: those that pass all
    /// filters but the one on the dimension itself. Mostly there are none, which costs nothing.
    pub(super) fn strays(&self, groups: &[Group]) -> Vec<Strays> {
        if limit(self.kpi, &self.selection.period).is_some() {
            return Vec::new();
        }
        let axes = self.cube.dimensions.iter().enumerate();
        let axes = axes.filter(|(_, axis)| !axis.strays.is_empty());
        axes.map(|(index, axis)| self.strays_of(index, axis, groups)).collect()
    }

    fn strays_of(&self, index: usize, axis: &Axis, groups: &[Group]) -> Strays {
        let kept: Vec<usize> = (0..groups.len()).filter(|group| groups[*group].axis != index).collect();
        let mut own: Vec<Group> = kept.iter().map(|group| groups[*group].clone()).collect();
        let keep = |column: &ValueColumn, row: usize| {
            let passes = |(axis, passes): &(usize, Vec<bool>)| {
                !self.minds(column, *axis) || passes[self.cube.dimensions[*axis].rows[row] as usize]
            };
            self.minds(column, index)
                && axis.is_stray(axis.rows[row])
                && self.wanted.iter().filter(|(other, _)| *other != index).all(passes)
                && self.inside.iter().all(passes)
        };
        let whole = self.merged(&own, keep);
        let codes = axis.stray_codes();
        let number = |code: Option<&String>| {
            let place = code.and_then(|code| codes.binary_search(&code.as_str()).ok())?;
            Some(place.min(MOST_APART))
        };
        own.push(Group {
            axis: index,
            of_place: axis.places.iter().map(|place| number(place.code.as_ref())).collect(),
            codes: codes.iter().take(MOST_APART + 1).map(|code| Some((*code).to_owned())).collect(),
        });
        let by_code = self.merged(&own, keep);
        Strays { axis: index, kept, groups: own, whole, by_code }
    }

    /// What is doubtful about the figure of some members, one for each of the groups.
    pub(super) fn stray_caveats(&self, all: &[Strays], members: &[usize]) -> Vec<Caveat> {
        let told = all.iter().filter_map(|strays| {
            let members: Vec<usize> = strays.kept.iter().map(|group| members[*group]).collect();
            let records = self.most(&strays.whole, &strays.groups, &members);
            if records == 0 {
                return None;
            }
            let codes = &strays.groups.last()?.codes;
            let mut counted: Vec<(u64, &String)> = Vec::new();
            for (number, code) in codes.iter().enumerate() {
                let own: Vec<usize> = members.iter().copied().chain([number]).collect();
                counted.extend(
                    code.as_ref().map(|code| (self.most(&strays.by_code, &strays.groups, &own), code)),
                );
            }
            counted.retain(|(records, _)| *records > 0);
            // Sorting keeps the order of the codes.
            counted.sort_by_key(|(records, _)| std::cmp::Reverse(*records));
            let name = &self.kpi.dimensions[strays.axis];
            let title = self.frame.members.get(name).map(|members| members.title());
            Some(Caveat::UnknownCodes {
                dimension: title.filter(|title| !title.is_empty()).unwrap_or(name).to_owned(),
                records,
                codes: counted.into_iter().take(NAMED).map(|(_, code)| code.clone()).collect(),
            })
        });
        told.collect()
    }

    /// The most records that any column has of some members.
    fn most(&self, cells: &[Vec<Cell>], groups: &[Group], members: &[usize]) -> u64 {
        let records = self.kpi.columns.iter().zip(cells).map(|(column, cells)| {
            let own = groups.iter().zip(members).filter(|(group, _)| self.minds(column, group.axis));
            let place = own.fold(0, |place, (group, number)| place * group.codes.len() + number);
            cells.get(place).map_or(0, |cell| cell.records)
        });
        records.max().unwrap_or(0)
    }
}
