//! A filter and a merge over a cube: every tile, chart, table and answer is one.

use std::collections::BTreeSet;
use std::ops::Range;

use super::cell::{Cell, Gathered, Overflow};
use super::completeness::{Completeness, Obligation, REPORTING_DIMENSION, Reading};
use super::cube::{Cube, Place};
use super::definition::{Kpi, Role, ValueColumn};
use super::figure::Figure;
use super::filter::FilterError;
use super::scope::Scope;
use super::selection::{Frame, Selection, SliceError, limit};
use super::view::Units;
use crate::calendar::{Day, NoWindow, Over, window};

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

/// The whole of a selection.
///
/// # Errors
/// For filters that do not fit the KPI, a view that cannot be used, and numbers beyond 28 digits.
pub fn total(
    frame: Frame<'_>,
    kpi: &Kpi,
    cube: &Cube,
    scope: &Scope,
    selection: &Selection,
) -> Result<Figure, SliceError> {
    Ok(Slice::new(frame, kpi, cube, scope, selection)?.total()?)
}

/// A selection by the members of a dimension: those under which a column that does not ignore it is
/// filled or a record fills none, and for the bodies that report also those that owed a report.
///
/// # Errors
/// As for [`total`], and for a dimension that the KPI lacks.
pub fn breakdown(
    frame: Frame<'_>,
    kpi: &Kpi,
    cube: &Cube,
    scope: &Scope,
    selection: &Selection,
    by: &str,
) -> Result<Breakdown, SliceError> {
    let slice = Slice::new(frame, kpi, cube, scope, selection)?;
    Ok(slice.breakdown(slice.axis(by)?)?)
}

/// A selection by the members of two dimensions: those of each one's breakdown, every one with every
/// other.
///
/// # Errors
/// As for [`breakdown`].
pub fn crossing(
    frame: Frame<'_>,
    kpi: &Kpi,
    cube: &Cube,
    scope: &Scope,
    selection: &Selection,
    by: [&str; 2],
) -> Result<Crossing, SliceError> {
    let slice = Slice::new(frame, kpi, cube, scope, selection)?;
    let axes = [slice.axis(by[0])?, slice.axis(by[1])?];
    let (rows, columns) = (slice.breakdown(axes[0])?, slice.breakdown(axes[1])?);
    let codes = |breakdown: &Breakdown| -> Vec<Option<String>> {
        breakdown.parts.iter().filter_map(|part| part.by.clone()).map(|(_, member)| member).collect()
    };
    let groups = [slice.group(axes[0], codes(&rows)), slice.group(axes[1], codes(&columns))];
    Ok(Crossing { cells: slice.crossed(&groups)?, rows, columns })
}

/// One question to one cube.
pub(super) struct Slice<'a> {
    pub(super) frame: Frame<'a>,
    pub(super) kpi: &'a Kpi,
    pub(super) selection: &'a Selection,
    /// For each value column the slots that it reads.
    pub(super) windows: Vec<Result<Range<usize>, NoWindow>>,
    /// The reports that the figure needs, each with the body or unit that owes it.
    owed: Vec<(&'a Obligation, String)>,
    pub(super) cube: &'a Cube,
    /// For each dimension its units and their place in a [`Place`], where it is seen in a view.
    lenses: Vec<Option<(usize, &'a Units)>>,
    /// For each filtered dimension which of its places pass.
    pub(super) wanted: Vec<(usize, Vec<bool>)>,
    /// For each other dimension in a view which of its places lie in it, where some do not.
    pub(super) inside: Vec<(usize, Vec<bool>)>,
}

/// Rows told apart by the members of a dimension.
#[derive(Clone)]
pub(super) struct Group {
    pub(super) axis: usize,
    /// For each place of the axis the member's number; nothing = of none.
    pub(super) of_place: Vec<Option<usize>>,
    pub(super) codes: Vec<Option<String>>,
}

/// A place's member: nothing outside a view, nothing inside where it is not known.
fn seen<'p>(lens: Option<&(usize, &Units)>, place: &'p Place) -> Option<Option<&'p str>> {
    match (lens, &place.code) {
        (_, None) => Some(None),
        (None, Some(code)) => Some(Some(code)),
        (Some((view, _)), Some(_)) => place.units.get(*view).and_then(Option::as_deref).map(Some),
    }
}

impl<'a> Slice<'a> {
    fn new(
        frame: Frame<'a>,
        kpi: &'a Kpi,
        cube: &'a Cube,
        scope: &Scope,
        selection: &'a Selection,
    ) -> Result<Self, SliceError> {
        match scope {
            Scope::Everything => {}
        }
        selection.check(kpi, cube, frame)?;
        let view = selection.view.as_deref();
        let mut lenses = Vec::new();
        for dimension in &kpi.dimensions {
            let members = frame.members.get(dimension);
            let place = members.zip(view).and_then(|(members, view)| members.view_place(view));
            lenses.push(place.zip(frame.units(dimension, view)?));
        }
        let (mut wanted, mut inside) = (Vec::new(), Vec::new());
        for (axis, dimension) in kpi.dimensions.iter().enumerate() {
            let (places, lens) = (&cube.dimensions[axis].places, lenses[axis].as_ref());
            match (selection.filters.get(dimension), lens) {
                (Some(members), _) => {
                    let passes = places.iter().map(|place| {
                        let above =
                            place.above.iter().filter(|_| lens.is_none()).map(|code| Some(code.as_str()));
                        seen(lens, place)
                            .into_iter()
                            .chain(above)
                            .any(|code| members.iter().any(|member| member.as_deref() == code))
                    });
                    wanted.push((axis, passes.collect()));
                }
                (None, Some(_)) => {
                    let passes: Vec<bool> = places.iter().map(|place| seen(lens, place).is_some()).collect();
                    if passes.contains(&false) {
                        inside.push((axis, passes));
                    }
                }
                (None, None) => {}
            }
        }
        let windows: Vec<Result<Range<usize>, NoWindow>> = kpi
            .columns
            .iter()
            .map(|column| window(frame.calendars, &selection.period, column.over, frame.slots))
            .collect();
        let mut slice =
            Self { frame, kpi, cube, selection, lenses, wanted, inside, windows, owed: Vec::new() };
        slice.owed = slice.reports_owed();
        Ok(slice)
    }

    fn axis(&self, by: &str) -> Result<usize, FilterError> {
        self.kpi.dimensions.iter().position(|own| own == by).ok_or_else(|| {
            let (kpi, known) = (self.kpi.code.clone(), self.kpi.dimensions.clone());
            FilterError::UnknownDimension { kpi, dimension: by.to_owned(), known }
        })
    }

    /// Whether any dimension of the KPI is seen in the view that was asked for.
    pub(super) fn in_view(&self) -> bool {
        self.lenses.iter().any(Option::is_some)
    }

    fn total(&self) -> Result<Figure, Overflow> {
        let cells = self.cells(&[])?;
        let wholes: Vec<Cell> = cells.iter().map(|column| column[0]).collect();
        let mut figure = self.figure(None, &wholes, self.completeness(None))?;
        figure.left_out = self.left_out_of(&self.left_out(&[])?, &[]);
        figure.caveats.extend(self.stray_caveats(&self.strays(&[])?, &[]));
        Ok(figure)
    }

    fn breakdown(&self, axis: usize) -> Result<Breakdown, Overflow> {
        let total = self.total()?;
        let lens = self.lenses[axis].as_ref();
        let overlaps = self.cube.overlaps(self.kpi, axis, |place| seen(lens, place));
        if limit(self.kpi, &self.selection.period).is_some() {
            return Ok(Breakdown { total, parts: Vec::new(), overlaps });
        }
        let dimension = &self.kpi.dimensions[axis];
        let reporting = dimension == REPORTING_DIMENSION;
        let places = &self.cube.dimensions[axis].places;
        let mut codes: BTreeSet<Option<String>> =
            places.iter().filter_map(|place| seen(lens, place)).map(|code| code.map(str::to_owned)).collect();
        let owing: BTreeSet<Option<String>> =
            self.owed.iter().filter(|_| reporting).map(|(_, body)| Some(body.clone())).collect();
        codes.extend(owing.iter().cloned());
        let groups = [self.group(axis, codes.into_iter().collect())];
        let cells = self.cells(&groups)?;
        let (strays, left_out) = (self.strays(&groups)?, self.left_out(&groups)?);
        let mut parts = Vec::new();
        for (number, code) in groups[0].codes.iter().enumerate() {
            let (own, filled) = self.of_members(&cells, &groups, &[number]);
            if filled || owing.contains(code) {
                let completeness = self.completeness(code.as_deref().filter(|_| reporting));
                let mut part = self.figure(Some((dimension.clone(), code.clone())), &own, completeness)?;
                part.left_out = self.left_out_of(&left_out, &[number]);
                part.caveats.extend(self.stray_caveats(&strays, &[number]));
                parts.push(part);
            }
        }
        Ok(Breakdown { total, parts, overlaps })
    }

    fn crossed(&self, groups: &[Group; 2]) -> Result<Vec<Vec<Figure>>, Overflow> {
        let cells = self.cells(groups)?;
        let (strays, left_out) = (self.strays(groups)?, self.left_out(groups)?);
        let [rows, columns] = groups;
        let body = |group: &Group, code: &Option<String>| {
            code.clone().filter(|_| self.kpi.dimensions[group.axis] == REPORTING_DIMENSION)
        };
        let mut all = Vec::new();
        for (row, code) in rows.codes.iter().enumerate() {
            let mut figures = Vec::new();
            for (column, other) in columns.codes.iter().enumerate() {
                let (own, _) = self.of_members(&cells, groups, &[row, column]);
                let completeness =
                    self.completeness(body(rows, code).or_else(|| body(columns, other)).as_deref());
                let by = (self.kpi.dimensions[rows.axis].clone(), code.clone());
                let mut figure = self.figure(Some(by), &own, completeness)?;
                figure.left_out = self.left_out_of(&left_out, &[row, column]);
                figure.caveats.extend(self.stray_caveats(&strays, &[row, column]));
                figures.push(figure);
            }
            all.push(figures);
        }
        Ok(all)
    }

    /// Tells an axis's rows apart by these members, in their own order.
    fn group(&self, axis: usize, codes: Vec<Option<String>>) -> Group {
        let places = self.cube.dimensions[axis].places.iter();
        let of_place = places
            .map(|place| {
                let code = seen(self.lenses[axis].as_ref(), place)?;
                codes.binary_search_by(|known| known.as_deref().cmp(&code)).ok()
            })
            .collect();
        Group { axis, of_place, codes }
    }

    /// Each column's cell for some members, and whether any record is there of a column that does not ignore
    /// their dimensions. What ignores a dimension is the whole's, and says nothing of a member without others.
    fn of_members(&self, cells: &[Vec<Cell>], groups: &[Group], members: &[usize]) -> (Vec<Cell>, bool) {
        let columns = self.kpi.columns.iter();
        let mut own: Vec<Cell> = columns
            .clone()
            .zip(cells)
            .map(|(column, cells)| cells[self.place_of(column, groups, members)])
            .collect();
        let ignores = |column: &ValueColumn| groups.iter().any(|group| !self.minds(column, group.axis));
        let met = |cell: &Cell| cell.records + cell.unfilled > 0;
        let filled = columns.clone().zip(&own).any(|(column, cell)| !ignores(column) && met(cell));
        if !filled {
            for (_, cell) in columns.zip(&mut own).filter(|(column, _)| ignores(column)) {
                (cell.records, cell.unfilled) = (0, 0);
            }
        }
        (own, filled)
    }

    pub(super) fn minds(&self, column: &ValueColumn, axis: usize) -> bool {
        !column.ignores.contains(&self.kpi.dimensions[axis])
    }

    /// For each column a cell for every combination of the groups' members that it minds.
    fn cells(&self, groups: &[Group]) -> Result<Vec<Vec<Cell>>, Overflow> {
        self.merged(groups, |column, row| {
            let passes = |(axis, passes): &(usize, Vec<bool>)| {
                !self.minds(column, *axis) || passes[self.cube.dimensions[*axis].rows[row] as usize]
            };
            self.wanted.iter().all(passes) && self.inside.iter().all(passes)
        })
    }

    /// The place of a row among the cells that these groups tell apart; nothing where it is of no member.
    pub(super) fn place(&self, minded: &[&Group], row: usize) -> Option<usize> {
        minded.iter().try_fold(0, |place, group| {
            let member = group.of_place[self.cube.dimensions[group.axis].rows[row] as usize]?;
            Some(place * group.codes.len() + member)
        })
    }

    /// The place of a column's cell of some members, one for each of the groups.
    pub(super) fn place_of(&self, column: &ValueColumn, groups: &[Group], members: &[usize]) -> usize {
        let minded = groups.iter().zip(members).filter(|(group, _)| self.minds(column, group.axis));
        minded.fold(0, |place, (group, number)| place * group.codes.len() + number)
    }

    /// Merges the rows in each column's window that `keep` lets pass.
    pub(super) fn merged(
        &self,
        groups: &[Group],
        keep: impl Fn(&ValueColumn, usize) -> bool,
    ) -> Result<Vec<Vec<Cell>>, Overflow> {
        let mut all = Vec::new();
        for (index, column) in self.kpi.columns.iter().enumerate() {
            let minded: Vec<&Group> = groups.iter().filter(|group| self.minds(column, group.axis)).collect();
            let size = minded.iter().map(|group| group.codes.len()).product();
            let mut gathered = vec![(Gathered::empty(column.aggregate), 0); size];
            let counts = column.role != Role::Beside;
            let slots = self.windows[index].as_ref().map_or(0..0, Clone::clone);
            for row in self.cube.rows(&slots).filter(|row| keep(column, *row)) {
                let place = self.place(&minded, row);
                if let Some((into, unfilled)) = place.and_then(|place| gathered.get_mut(place)) {
                    self.cube.columns[index].merge(row, into);
                    *unfilled += if counts { self.cube.unfilled[row] } else { 0 };
                }
            }
            let read = gathered.into_iter().map(|(cell, unfilled)| {
                let cell = cell.read(column.aggregate, column.scale)?;
                Ok(Cell { unfilled, ..cell })
            });
            all.push(read.collect::<Result<Vec<Cell>, Overflow>>()?);
        }
        Ok(all)
    }

    /// The reports that the figure needs under its filters.
    fn reports_owed(&self) -> Vec<(&'a Obligation, String)> {
        let columns = self.kpi.columns.iter().zip(&self.windows);
        let readings: Vec<Reading> =
            columns.filter_map(|(column, window)| self.reading(column, window)).collect();
        let owed = self.frame.obligations.owed(&self.kpi.reports, &readings, self.frame.data_date());
        owed.filter_map(|owed| Some((owed, self.body(&owed.organization, owed.days.1)?))).collect()
    }

    /// The days that a column reads; nothing where it has no window.
    pub(super) fn reading(
        &self,
        column: &ValueColumn,
        window: &Result<Range<usize>, NoWindow>,
    ) -> Option<Reading> {
        let is_state = match column.over {
            Over::Last | Over::Opening => true,
            Over::Sum | Over::Running | Over::YearToDate => false,
        };
        Some(Reading { days: self.frame.days(window.as_ref().ok()?)?, is_state })
    }

    /// The body itself, or its unit; nothing where filters or the view leave it out.
    fn body(&self, code: &str, day: Day) -> Option<String> {
        let axis = self.kpi.dimensions.iter().position(|own| own == REPORTING_DIMENSION);
        let lens = axis.and_then(|axis| self.lenses[axis]);
        let own = match lens {
            Some((_, units)) => units.on(code, day)?,
            None => code,
        };
        let Some(wanted) = self.selection.filters.get(REPORTING_DIMENSION) else {
            return Some(own.to_owned());
        };
        let members = self.frame.members.get(REPORTING_DIMENSION).filter(|_| lens.is_none());
        let above = members.map(|members| members.ancestors(code, day)).unwrap_or_default();
        let passes = wanted.iter().flatten().any(|wanted| wanted == own || above.contains(wanted));
        passes.then(|| own.to_owned())
    }

    /// How whole the reports are, of all bodies or of one.
    fn completeness(&self, only: Option<&str>) -> Completeness {
        let owed = self.owed.iter().map(|(owed, body)| (body.as_str(), owed.received_on.is_some()));
        Completeness::of(owed.filter(|(body, _)| only.is_none_or(|only| only == *body)))
    }
}
