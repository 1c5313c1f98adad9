//! A filter and a merge over a cube: every tile, chart, table and answer is one.

use std::collections::BTreeSet;
use std::ops::Range;

use indexmap::IndexMap;
use rust_decimal::Decimal;

use super::Aggregate;
use super::cell::{Cell, Gathered, Overflow};
use super::completeness::{Completeness, Obligations, REPORTING_DIMENSION, passes};
use super::cube::{Cube, Values};
use super::definition::{Kpi, Role, ValueColumn};
use super::figure::{Figure, Part, Reason, State};
use super::filter::{FilterError, Filters};
use super::member::Members;
use super::scope::Scope;
use crate::calendar::{Calendars, DayRange, NoWindow, Period, Slot, window};

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
}

/// What is asked of a KPI.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Selection {
    /// The period.
    pub period: Period,
    /// The filters; all on dimensions that the KPI has. In a view they name units.
    pub filters: Filters,
    /// The view in which dimensions speak of units that compare across reorganisations; nothing = as
    /// bodies and areas were when a record counted.
    pub view: Option<String>,
}

/// A KPI by the members of one dimension.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Breakdown {
    /// The whole.
    pub total: Figure,
    /// Its parts, by code; "not known" first.
    pub parts: Vec<Figure>,
    /// Whether the parts add up to more than the whole, or do not add at all.
    pub overlaps: bool,
}

/// Why a slice cannot be made.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SliceError {
    /// A filter that does not fit.
    #[error(transparent)]
    Filter(#[from] FilterError),
    /// A number too large to be exact.
    #[error(transparent)]
    Overflow(#[from] Overflow),
}

impl Frame<'_> {
    /// The day until which the data speak; the data's first day where no slot has begun.
    pub fn data_date(&self) -> crate::calendar::Day {
        self.slots.last().map_or_else(|| self.calendars.first_day(), |slot| slot.last_day)
    }

    fn days(&self, slots: &Range<usize>) -> Option<DayRange> {
        let own = self.slots.get(slots.clone())?;
        Some(DayRange { first_day: own.first()?.first_day, last_day: own.last()?.last_day })
    }
}

/// The whole of a selection.
///
/// # Errors
/// For filters that do not fit the KPI, and numbers beyond 28 digits.
pub fn total(
    frame: Frame<'_>,
    kpi: &Kpi,
    cube: &Cube,
    scope: &Scope,
    selection: &Selection,
) -> Result<Figure, SliceError> {
    Ok(Slice::new(frame, kpi, cube, scope, selection)?.run(None)?.0)
}

/// A selection by the members of a dimension: those under which a column that does not ignore it is
/// filled, and for the bodies that report also those that owed a report.
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
    let Some(axis) = kpi.dimensions.iter().position(|own| own == by) else {
        let (kpi, dimension, known) = (kpi.code.clone(), by.to_owned(), kpi.dimensions.clone());
        return Err(FilterError::UnknownDimension { kpi, dimension, known }.into());
    };
    let (total, parts) = Slice::new(frame, kpi, cube, scope, selection)?.run(Some(axis))?;
    Ok(Breakdown { total, parts, overlaps: cube.overlaps(kpi, axis) })
}

/// Why a KPI's data do not speak in a period, where they do not.
pub fn limit(kpi: &Kpi, period: &Period) -> Option<Reason> {
    let (calendars, kinds) = (&kpi.calendars, &kpi.periods);
    if !calendars.is_empty() && !calendars.contains(&period.calendar().name) {
        return Some(Reason::OtherCalendar { calendars: calendars.clone() });
    }
    (!kinds.is_empty() && !kinds.contains(&period.kind()))
        .then(|| Reason::OtherPeriod { kinds: kinds.clone() })
}

struct Slice<'a> {
    frame: Frame<'a>,
    kpi: &'a Kpi,
    cube: &'a Cube,
    selection: &'a Selection,
    /// For each filtered dimension which of its places pass.
    masks: Vec<(usize, Vec<bool>)>,
    windows: Vec<Result<Range<usize>, NoWindow>>,
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
        selection.filters.check(kpi, cube, |dimension| frame.members.get(dimension))?;
        let mut masks = Vec::new();
        for (dimension, wanted) in selection.filters.iter() {
            let Some(axis) = kpi.dimensions.iter().position(|own| own == dimension) else { continue };
            let places = &cube.dimensions[axis].places;
            let passes = places.iter().map(|place| {
                wanted.contains(&place.code)
                    || place.above.iter().any(|above| wanted.contains(&Some(above.clone())))
            });
            masks.push((axis, passes.collect()));
        }
        let windows = kpi
            .columns
            .iter()
            .map(|column| window(frame.calendars, &selection.period, column.over, frame.slots))
            .collect();
        Ok(Self { frame, kpi, cube, selection, masks, windows })
    }

    fn run(&self, by: Option<usize>) -> Result<(Figure, Vec<Figure>), SliceError> {
        let stretches: Vec<DayRange> =
            self.windows.iter().flatten().filter_map(|window| self.frame.days(window)).collect();
        let wholes = self.cells(None)?;
        let total = self.figure(None, &wholes, self.completeness(&stretches, None))?;
        let Some(axis) = by.filter(|_| limit(self.kpi, &self.selection.period).is_none()) else {
            return Ok((total, Vec::new()));
        };
        let dimension = &self.kpi.dimensions[axis];
        let places = &self.cube.dimensions[axis].places;
        let mut codes: BTreeSet<Option<String>> = places.iter().map(|place| place.code.clone()).collect();
        let mut owing = BTreeSet::new();
        if dimension == REPORTING_DIMENSION {
            let members = self.frame.members.get(dimension);
            for owed in self.frame.obligations.all() {
                let on = owed.days.1;
                if self.needs(&owed.report)
                    && on <= self.frame.data_date()
                    && stretches.iter().any(|s| owed.days.0 <= s.last_day && s.first_day <= on)
                    && passes(&self.selection.filters, members, &owed.organization, on)
                {
                    owing.insert(Some(owed.organization.clone()));
                }
            }
            codes.extend(owing.iter().cloned());
        }
        let codes: Vec<Option<String>> = codes.into_iter().collect();
        let group_of: Vec<usize> =
            places.iter().map(|place| codes.binary_search(&place.code).unwrap_or_default()).collect();
        let cells = self.cells(Some((axis, &group_of, codes.len())))?;
        let mut parts = Vec::new();
        for (group, code) in codes.iter().enumerate() {
            let own: Vec<Cell> = cells.iter().map(|column| column[group.min(column.len() - 1)]).collect();
            let applies = |column: &ValueColumn| !column.ignores.contains(dimension);
            let filled = self.kpi.columns.iter().zip(&own).any(|(c, cell)| applies(c) && cell.records > 0);
            if filled || owing.contains(code) {
                let completeness =
                    self.completeness(&stretches, (dimension == REPORTING_DIMENSION).then_some(code));
                let mut cells: Vec<Vec<Cell>> = own.iter().map(|cell| vec![*cell]).collect();
                if !filled {
                    // What ignores the dimension is the whole's, and says nothing of this member.
                    for (column, cell) in self.kpi.columns.iter().zip(&mut cells) {
                        if !applies(column) {
                            cell[0].records = 0;
                        }
                    }
                }
                parts.push(self.figure(Some((dimension.clone(), code.clone())), &cells, completeness)?);
            }
        }
        Ok((total, parts))
    }

    fn needs(&self, report: &str) -> bool {
        self.kpi.reports.iter().any(|own| own == report)
    }

    /// For each column one cell a group; a column that ignores the dimension has one for all.
    fn cells(&self, by: Option<(usize, &[usize], usize)>) -> Result<Vec<Vec<Cell>>, Overflow> {
        let mut all = Vec::new();
        for (index, column) in self.kpi.columns.iter().enumerate() {
            let by = by.filter(|(axis, ..)| !column.ignores.contains(&self.kpi.dimensions[*axis]));
            let mut gathered = vec![Gathered::empty(column.aggregate); by.map_or(1, |(.., groups)| groups)];
            if let Ok(slots) = &self.windows[index] {
                self.merge(index, column, slots, by, &mut gathered);
            }
            let cells: Result<Vec<Cell>, Overflow> =
                gathered.into_iter().map(|cell| cell.read(column.aggregate, column.scale)).collect();
            all.push(cells?);
        }
        Ok(all)
    }

    fn merge(
        &self,
        index: usize,
        column: &ValueColumn,
        slots: &Range<usize>,
        by: Option<(usize, &[usize], usize)>,
        into: &mut [Gathered],
    ) {
        let masks: Vec<(&[u32], &[bool])> = self
            .masks
            .iter()
            .filter(|(axis, _)| !column.ignores.contains(&self.kpi.dimensions[*axis]))
            .map(|(axis, passes)| (self.cube.dimensions[*axis].rows.as_slice(), passes.as_slice()))
            .collect();
        for row in self.cube.rows(slots) {
            if !masks.iter().all(|(places, passes)| passes[places[row] as usize]) {
                continue;
            }
            let group =
                by.map_or(0, |(axis, group_of, _)| group_of[self.cube.dimensions[axis].rows[row] as usize]);
            match (&mut into[group], &self.cube.columns[index]) {
                (
                    Gathered::Sum { sum, records, largest },
                    Values::Sum { sums, records: counts, largest: ones },
                ) => {
                    if counts[row] > 0 {
                        *sum += sums[row];
                        *records += counts[row];
                        *largest = Some(largest.map_or(ones[row], |known| known.max(ones[row])));
                    }
                }
                (Gathered::Set(set), Values::Set(keys)) => {
                    if keys[row] > 0 {
                        set.push(keys[row]);
                    }
                }
                (Gathered::Bag(bag), Values::Bag { values, records }) => {
                    if records[row] > 0 {
                        bag.push((values[row], records[row]));
                    }
                }
                (Gathered::Sum { .. } | Gathered::Set(_) | Gathered::Bag(_), _) => {
                    unreachable!("cells and columns are made from the same list of value columns")
                }
            }
        }
    }

    fn completeness(&self, stretches: &[DayRange], body: Option<&Option<String>>) -> Completeness {
        let members = self.frame.members.get(REPORTING_DIMENSION);
        self.frame.obligations.judge(&self.kpi.reports, stretches, self.frame.data_date(), |code, day| {
            body.is_none_or(|body| body.as_deref() == Some(code))
                && passes(&self.selection.filters, members, code, day)
        })
    }

    fn figure(
        &self,
        by: Option<(String, Option<String>)>,
        cells: &[Vec<Cell>],
        completeness: Completeness,
    ) -> Result<Figure, Overflow> {
        let period = &self.selection.period;
        let silent = !self.recorded(cells) && !self.kpi.reports.is_empty() && completeness.reported == 0;
        // Without all columns of the formula there is no number, whoever has reported.
        let blind = self.kpi.columns.iter().zip(&self.windows).find_map(|(column, window)| {
            window.as_ref().err().filter(|_| column.role != Role::Beside).cloned()
        });
        let state = if !period.has_begun(self.frame.data_date()) {
            Some((State::NotBegun, Reason::NotBegun))
        } else if let Some(reason) = limit(self.kpi, period) {
            Some((State::NoValue, reason))
        } else if !silent {
            None
        } else if let Some(no_window) = blind {
            Some((State::NoValue, Reason::NoWindow(no_window)))
        } else if completeness.expected > 0 {
            Some((State::NotReported, Reason::NotReported))
        } else {
            Some((State::NoValue, Reason::NothingOwed))
        };
        let parts: Vec<Part> = self
            .kpi
            .columns
            .iter()
            .zip(cells)
            .zip(&self.windows)
            .map(|((column, cell), window)| Part {
                column: column.name.clone(),
                cell: if state.is_none() && window.is_ok() { cell[0] } else { Cell::default() },
                days: window.as_ref().ok().and_then(|slots| self.frame.days(slots)),
                no_window: window.as_ref().err().cloned(),
            })
            .collect();
        let numerator = self.sum(&parts, Role::Numerator)?;
        let denominator = if self.kpi.is_ratio() { self.sum(&parts, Role::Denominator)? } else { None };
        let value = match numerator.zip(denominator).filter(|_| self.kpi.is_ratio()) {
            Some((_, below)) if below.is_zero() => None,
            Some((above, below)) => {
                let times = Decimal::from(self.kpi.unit.times.unwrap_or(1));
                let times = above.checked_mul(times).ok_or(Overflow)?;
                Some(times.checked_div(below).ok_or(Overflow)?)
            }
            None if self.kpi.is_ratio() => None,
            None => numerator,
        };
        let (state, reason) = match state {
            Some((state, reason)) => (state, Some(reason)),
            None if value.is_some() => (State::Value, None),
            None => (State::NoValue, Some(self.why_no_value(&parts, denominator))),
        };
        Ok(Figure {
            before_since: self.before_since(&parts),
            period: period.clone(),
            by,
            parts,
            numerator,
            denominator,
            value,
            state,
            reason,
            provisional: period.is_provisional(self.frame.data_date()),
            unsettled: period.is_unsettled(self.frame.data_date()),
            completeness,
        })
    }

    /// Whether any record is in a column that speaks of the bodies asked for: one that ignores them
    /// speaks of all, and says nothing of whether these have reported.
    fn recorded(&self, cells: &[Vec<Cell>]) -> bool {
        let restricted = self.selection.filters.get(REPORTING_DIMENSION).is_some();
        let others = |column: &ValueColumn| {
            restricted && column.ignores.iter().any(|ignored| ignored == REPORTING_DIMENSION)
        };
        self.kpi.columns.iter().zip(cells).any(|(column, cell)| !others(column) && cell[0].records > 0)
    }

    /// The columns of one role together; nothing where one of them has no number.
    fn sum(&self, parts: &[Part], role: Role) -> Result<Option<Decimal>, Overflow> {
        let mut sum = Decimal::ZERO;
        for (_, part) in self.kpi.columns.iter().zip(parts).filter(|(column, _)| column.role == role) {
            let Some(number) = part.cell.number else { return Ok(None) };
            sum = sum.checked_add(number).ok_or(Overflow)?;
        }
        Ok(Some(sum))
    }

    /// Whether the formula reads days before the KPI's records are whole.
    fn before_since(&self, parts: &[Part]) -> bool {
        let Some(since) = self.kpi.since else { return false };
        let formula = self.kpi.columns.iter().zip(parts).filter(|(column, _)| column.role != Role::Beside);
        let mut first_days = formula.filter_map(|(_, part)| part.days).map(|days| days.first_day);
        self.selection.period.first_day() < since || first_days.any(|first| first < since)
    }

    fn why_no_value(&self, parts: &[Part], denominator: Option<Decimal>) -> Reason {
        let adding = self.kpi.columns.iter().zip(parts).filter(|(column, _)| column.role != Role::Beside);
        if let Some(no_window) = adding.clone().find_map(|(_, part)| part.no_window.clone()) {
            return Reason::NoWindow(no_window);
        }
        if self.kpi.is_ratio() && denominator == Some(Decimal::ZERO) {
            return Reason::NothingBelow;
        }
        Reason::NothingToMeasure
    }
}

impl Cube {
    /// Whether some key stands under several members of a dimension where a column counts it, or a
    /// column's numbers do not add at all.
    pub(super) fn overlaps(&self, kpi: &Kpi, axis: usize) -> bool {
        let dimension = &kpi.dimensions[axis];
        let columns = kpi.columns.iter().zip(&self.columns);
        let mut counted = columns.filter(|(c, _)| c.role != Role::Beside && !c.ignores.contains(dimension));
        counted.any(|(column, values)| match (column.aggregate, values) {
            (Aggregate::Median | Aggregate::P90, _) => true,
            (Aggregate::Distinct, Values::Set(keys)) => self.key_repeats(column, keys, axis),
            (Aggregate::Sum | Aggregate::Distinct, _) => false,
        })
    }

    fn key_repeats(&self, column: &ValueColumn, keys: &[u32], axis: usize) -> bool {
        use crate::calendar::Over;
        let axis = &self.dimensions[axis];
        // A state is read in one slot, so only there can its keys meet.
        let alone = matches!(column.over, Over::Last | Over::Opening);
        let mut seen: Vec<(u32, u32)> = vec![(u32::MAX, u32::MAX); self.keys + 1];
        for slot in 0..self.slots() {
            for row in self.rows(&(slot..slot + 1)) {
                let key = keys[row] as usize;
                let here = (if alone { u32::try_from(slot).unwrap_or(0) } else { 0 }, axis.rows[row]);
                if key == 0 {
                    continue;
                }
                let before = seen[key];
                let same_code = || axis.places[before.1 as usize].code == axis.places[here.1 as usize].code;
                if before.0 == here.0 && before.1 != here.1 && !same_code() {
                    return true;
                }
                seen[key] = here;
            }
        }
        false
    }
}
