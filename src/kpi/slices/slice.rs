//! A filter and a merge over a cube: every tile, chart, table and answer is one.

use std::collections::BTreeSet;

use super::caveat::Caveat;
use super::completeness::{Completeness, Owed};
use super::figure::Figure;
use super::filter::FilterError;
use super::frame::{Frame, Window};
use super::question::Question;
use crate::calendar::Period;
use crate::kpi::cube::cell::{Cell, Gathered};
use crate::kpi::cube::grid::Cube;
use crate::kpi::definition::kpi::{Kpi, Role, ValueColumn};

/// A KPI by the members of one dimension.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Breakdown {
    /// The whole.
    pub total: Figure,
    /// Its parts, by code (in a view by unit); "not known" first.
    pub parts: Vec<Figure>,
    /// Whether the parts add up to more than the whole, or do not add at all.
    pub overlaps: bool,
}

/// A KPI by the members of two dimensions at once.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Crossing {
    /// By the first dimension.
    pub rows: Breakdown,
    /// By the second one.
    pub columns: Breakdown,
    /// For each row its figure for each column, in the order of their parts; `by` names the row.
    pub cells: Vec<Vec<Figure>>,
}

/// A question at one period.
#[derive(Debug)]
pub struct Slice<'q> {
    pub(in crate::kpi) question: &'q Question<'q>,
    /// The question's, or one that ends before the data do.
    pub(in crate::kpi) frame: Frame<'q>,
    pub(in crate::kpi) period: &'q Period,
    /// For each value column the slots that it reads.
    pub(in crate::kpi) windows: Vec<Window>,
    /// The reports that the figure needs, each with the body or unit that owes it.
    owed: Owed<'q>,
}

/// Rows told apart by the members of a dimension.
#[derive(Clone)]
pub(in crate::kpi) struct Group {
    pub(in crate::kpi) axis: usize,
    /// For each place of the axis the member's number; nothing = of none.
    pub(in crate::kpi) of_place: Vec<Option<usize>>,
    pub(in crate::kpi) codes: Vec<Option<String>>,
}

/// Adds what has not been told yet.
pub(in crate::kpi) fn tell<'c>(told: &mut Vec<Caveat>, more: impl Iterator<Item = &'c Caveat>) {
    for caveat in more {
        if !told.contains(caveat) {
            told.push(caveat.clone());
        }
    }
}

impl Question<'_> {
    /// The question at a period.
    pub fn at<'q>(&'q self, period: &'q Period) -> Slice<'q> {
        Slice::new(self, self.frame, period)
    }
}

impl<'q> Slice<'q> {
    pub(in crate::kpi) fn new(question: &'q Question<'q>, frame: Frame<'q>, period: &'q Period) -> Self {
        let windows = question.windows(frame, period);
        let owed = question.owed(frame, &windows);
        Self { question, frame, period, windows, owed }
    }

    /// The KPI.
    pub fn kpi(&self) -> &'q Kpi {
        self.question.kpi
    }

    /// Its cube.
    pub fn cube(&self) -> &'q Cube {
        &self.question.cube
    }

    /// The reports that the figure needs: those whose completeness it tells.
    pub fn owed(&self) -> &Owed<'q> {
        &self.owed
    }

    /// The period.
    pub fn period(&self) -> &'q Period {
        self.period
    }

    fn axis(&self, by: &str) -> Result<usize, FilterError> {
        self.question.kpi.dimensions.iter().position(|own| own == by).ok_or_else(|| {
            let (kpi, known) = (self.question.kpi.code.clone(), self.question.kpi.dimensions.clone());
            FilterError::UnknownDimension { kpi, dimension: by.to_owned(), known }
        })
    }

    /// The whole.
    pub fn total(&self) -> Figure {
        let cells = self.cells(&[]);
        let wholes: Vec<Cell> = cells.iter().map(|column| column[0]).collect();
        let mut figure = self.figure(None, &wholes, self.completeness(None));
        figure.left_out = self.left_out_of(&self.left_out(&[]), &[]);
        figure.caveats.extend(self.stray_caveats(&self.strays(&[]), &[]));
        figure
    }

    /// By the members of a dimension: those under which a column that does not ignore it is filled or a record
    /// fills none, and for the bodies that report also those that owed a report.
    ///
    /// # Errors
    /// For a dimension that the KPI lacks.
    pub fn breakdown(&self, by: &str) -> Result<Breakdown, FilterError> {
        Ok(self.parts(self.axis(by)?))
    }

    /// The figures of these members, in their order, whether or not any record is theirs: each is what a filter
    /// by the member gives.
    ///
    /// # Errors
    /// As for [`Self::breakdown`].
    pub fn of_members(&self, by: &str, members: &[Option<String>]) -> Result<Vec<Figure>, FilterError> {
        Ok(self.of(self.axis(by)?, members))
    }

    /// By the members of two dimensions: those of each one's breakdown, every one with every other.
    ///
    /// # Errors
    /// As for [`Self::breakdown`].
    pub fn crossing(&self, by: [&str; 2]) -> Result<Crossing, FilterError> {
        let axes = [self.axis(by[0])?, self.axis(by[1])?];
        let (rows, columns) = (self.parts(axes[0]), self.parts(axes[1]));
        let codes = |breakdown: &Breakdown| -> Vec<Option<String>> {
            breakdown.parts.iter().filter_map(|part| part.by.clone()).map(|(_, member)| member).collect()
        };
        let groups = [self.group(axes[0], codes(&rows)), self.group(axes[1], codes(&columns))];
        Ok(Crossing { cells: self.crossed(&groups), rows, columns })
    }

    fn parts(&self, axis: usize) -> Breakdown {
        let mut total = self.total();
        // It stands for what is doubtful about its parts.
        let listed = self.question.listed(Some(&self.question.kpi.dimensions[axis]));
        tell(&mut total.caveats, listed.into_iter().flat_map(|supply| &supply.caveats));
        let lens = self.question.lens(axis);
        let overlaps = self.question.cube.overlaps(axis, lens);
        if self.question.kpi.unspoken(self.period).is_some() {
            return Breakdown { total, parts: Vec::new(), overlaps };
        }
        let dimension = &self.question.kpi.dimensions[axis];
        let reporting = self.question.is_of_bodies(dimension);
        let places = &self.question.cube.dimensions[axis].places;
        let mut codes: BTreeSet<Option<String>> =
            places.iter().filter_map(|place| place.seen(lens)).map(|code| code.map(str::to_owned)).collect();
        let owing: BTreeSet<Option<String>> =
            self.owed.all().iter().filter(|_| reporting).map(|(_, body)| Some((*body).to_owned())).collect();
        codes.extend(owing.iter().cloned());
        let groups = [self.group(axis, codes.into_iter().collect())];
        let cells = self.cells(&groups);
        let (strays, left_out) = (self.strays(&groups), self.left_out(&groups));
        let mut parts = Vec::new();
        for (number, code) in groups[0].codes.iter().enumerate() {
            let (own, filled) = self.cells_of(&cells, &groups, &[number]);
            if filled || owing.contains(code) {
                let completeness = self.completeness(code.as_deref().filter(|_| reporting));
                let mut part = self.figure(Some((dimension.clone(), code.clone())), &own, completeness);
                part.left_out = self.left_out_of(&left_out, &[number]);
                part.caveats.extend(self.stray_caveats(&strays, &[number]));
                parts.push(part);
            }
        }
        Breakdown { total, parts, overlaps }
    }

    fn of(&self, axis: usize, members: &[Option<String>]) -> Vec<Figure> {
        let mut codes = members.to_vec();
        codes.sort();
        codes.dedup();
        let groups = [self.group(axis, codes)];
        let cells = self.cells(&groups);
        let strays = self.strays(&groups);
        let dimension = &self.question.kpi.dimensions[axis];
        let figure = |code: &Option<String>| {
            let number = groups[0].codes.binary_search(code).unwrap_or_default();
            let (own, _) = self.cells_of(&cells, &groups, &[number]);
            let body = code.as_deref().filter(|_| self.question.is_of_bodies(dimension));
            let by = Some((dimension.clone(), code.clone()));
            let mut figure = self.figure(by, &own, self.completeness(body));
            figure.caveats.extend(self.stray_caveats(&strays, &[number]));
            figure
        };
        members.iter().map(figure).collect()
    }

    fn crossed(&self, groups: &[Group; 2]) -> Vec<Vec<Figure>> {
        let cells = self.cells(groups);
        let (strays, left_out) = (self.strays(groups), self.left_out(groups));
        let [rows, columns] = groups;
        let body = |group: &Group, code: &Option<String>| {
            code.clone().filter(|_| self.question.is_of_bodies(&self.question.kpi.dimensions[group.axis]))
        };
        let mut all = Vec::new();
        for (row, code) in rows.codes.iter().enumerate() {
            let mut figures = Vec::new();
            for (column, other) in columns.codes.iter().enumerate() {
                let (own, _) = self.cells_of(&cells, groups, &[row, column]);
                let completeness =
                    self.completeness(body(rows, code).or_else(|| body(columns, other)).as_deref());
                let by = (self.question.kpi.dimensions[rows.axis].clone(), code.clone());
                let mut figure = self.figure(Some(by), &own, completeness);
                figure.left_out = self.left_out_of(&left_out, &[row, column]);
                figure.caveats.extend(self.stray_caveats(&strays, &[row, column]));
                figures.push(figure);
            }
            all.push(figures);
        }
        all
    }

    /// Tells an axis's rows apart by these members, in their own order.
    fn group(&self, axis: usize, codes: Vec<Option<String>>) -> Group {
        let places = self.question.cube.dimensions[axis].places.iter();
        let of_place = places
            .map(|place| {
                let code = place.seen(self.question.lens(axis))?;
                codes.binary_search_by(|known| known.as_deref().cmp(&code)).ok()
            })
            .collect();
        Group { axis, of_place, codes }
    }

    /// Each column's cell for some members, and whether any record is there of a column that does not ignore
    /// their dimensions. What ignores a dimension is the whole's, and says nothing of a member without others.
    fn cells_of(&self, cells: &[Vec<Cell>], groups: &[Group], members: &[usize]) -> (Vec<Cell>, bool) {
        let columns = self.question.kpi.columns.iter();
        let mut own: Vec<Cell> = columns
            .clone()
            .zip(cells)
            .map(|(column, cells)| cells[self.place_of(column, groups, members)])
            .collect();
        let ignores =
            |column: &ValueColumn| groups.iter().any(|group| !self.question.minds(column, group.axis));
        let met = |cell: &Cell| cell.records + cell.unfilled > 0;
        let filled = columns.clone().zip(&own).any(|(column, cell)| !ignores(column) && met(cell));
        if !filled {
            for (_, cell) in columns.zip(&mut own).filter(|(column, _)| ignores(column)) {
                (cell.records, cell.unfilled) = (0, 0);
            }
        }
        (own, filled)
    }

    /// For each column a cell for every combination of the groups' members that it minds.
    fn cells(&self, groups: &[Group]) -> Vec<Vec<Cell>> {
        let all = || self.question.wanted.iter().chain(&self.question.inside);
        self.merged(groups, |column, row| self.question.passes(column, row, all()))
    }

    /// The place of a row among the cells that these groups tell apart; nothing where it is of no member.
    pub(in crate::kpi) fn place(&self, minded: &[&Group], row: usize) -> Option<usize> {
        minded.iter().try_fold(0, |place, group| {
            let member = group.of_place[self.question.cube.dimensions[group.axis].rows[row] as usize]?;
            Some(place * group.codes.len() + member)
        })
    }

    /// The place of a column's cell of some members, one for each of the groups.
    pub(in crate::kpi) fn place_of(
        &self,
        column: &ValueColumn,
        groups: &[Group],
        members: &[usize],
    ) -> usize {
        let minded = groups.iter().zip(members).filter(|(group, _)| self.question.minds(column, group.axis));
        minded.fold(0, |place, (group, number)| place * group.codes.len() + number)
    }

    /// Merges the rows in each column's window that `keep` lets pass.
    pub(in crate::kpi) fn merged(
        &self,
        groups: &[Group],
        keep: impl Fn(&ValueColumn, usize) -> bool,
    ) -> Vec<Vec<Cell>> {
        let mut all = Vec::new();
        for (index, column) in self.question.kpi.columns.iter().enumerate() {
            let minded: Vec<&Group> =
                groups.iter().filter(|group| self.question.minds(column, group.axis)).collect();
            let size = minded.iter().map(|group| group.codes.len()).product();
            let mut gathered = vec![(Gathered::empty(column.aggregate), 0); size];
            let counts = column.role != Role::Beside;
            let slots = self.windows[index].as_ref().map_or(0..0, Clone::clone);
            for row in self.question.cube.rows(&slots).filter(|row| keep(column, *row)) {
                let place = self.place(&minded, row);
                if let Some((into, unfilled)) = place.and_then(|place| gathered.get_mut(place)) {
                    self.question.cube.columns[index].merge(row, into);
                    *unfilled += if counts { self.question.cube.unfilled[row] } else { 0 };
                }
            }
            let read = gathered
                .into_iter()
                .map(|(cell, unfilled)| Cell { unfilled, ..cell.read(column.aggregate, column.scale) });
            all.push(read.collect());
        }
        all
    }

    /// The bodies that owed a report that it needs, whose days are over.
    pub(in crate::kpi) fn owing(&self) -> BTreeSet<&'q str> {
        self.owed.over(self.frame.data_date()).map(|(_, body)| body).collect()
    }

    /// Those of them that sent all they owed.
    pub(in crate::kpi) fn sent(&self) -> BTreeSet<&'q str> {
        let mut sent = self.owing();
        for (owed, body) in self.owed.over(self.frame.data_date()) {
            if owed.received_on.is_none() {
                sent.remove(body);
            }
        }
        sent
    }

    /// How whole the reports are, of all bodies or of one.
    fn completeness(&self, only: Option<&str>) -> Completeness {
        self.owed.completeness(self.frame.data_date(), only)
    }
}
