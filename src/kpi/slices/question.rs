//! One KPI asked by one reader: made ready once, then asked at one period after another.

use std::collections::HashSet;
use std::sync::Arc;

use super::completeness::{Obligation, Owed, Reading, owed};
use super::filter::Filters;
use super::frame::{Frame, SliceError, Window};
use super::scope::Scope;
use super::supply::Supply;
use crate::calendar::{Day, Period, window};
use crate::kpi::cube::grid::Cube;
use crate::kpi::cube::view::Units;
use crate::kpi::cube::within::Passing;
use crate::kpi::definition::kpi::{Kpi, ValueColumn};

/// A KPI with all that is asked of it but the period: filters, a view, what of its cube passes them, and who owes
/// the reports that it needs.
#[derive(Debug, Clone)]
pub struct Question<'a> {
    pub(in crate::kpi) frame: Frame<'a>,
    pub(in crate::kpi) kpi: &'a Kpi,
    pub(in crate::kpi) cube: Arc<Cube>,
    pub(in crate::kpi) scope: Scope,
    pub(in crate::kpi) filters: Filters,
    pub(in crate::kpi) view: Option<String>,
    /// For each dimension its units and their place in a [`Coordinate`](crate::kpi::cube::grid::Coordinate), where it is seen in a view.
    pub(in crate::kpi) lenses: Vec<Option<(usize, &'a Units)>>,
    /// For each dimension by which records are hidden which of its places are seen.
    pub(in crate::kpi) seen: Vec<Passing>,
    /// For each filtered dimension which of its places pass.
    pub(in crate::kpi) wanted: Vec<Passing>,
    /// For each other dimension in a view which of its places lie in it, where some do not.
    pub(in crate::kpi) inside: Vec<Passing>,
    /// The reports that the KPI needs, each with the body or unit that owes it; nothing where filters or the view
    /// leave it out.
    pub(in crate::kpi) reports: Vec<(&'a Obligation, Option<&'a str>)>,
}

impl<'a> Question<'a> {
    /// Asks a KPI, all of whose filters are on dimensions of its own; in a view they name units.
    ///
    /// # Errors
    /// For a dimension that the KPI lacks, a member or unit that does not exist, and a view of one of its
    /// dimensions that cannot be used.
    pub fn new(
        frame: Frame<'a>,
        kpi: &'a Kpi,
        cube: Arc<Cube>,
        scope: &Scope,
        filters: Filters,
        view: Option<String>,
    ) -> Result<Self, SliceError> {
        let mut lenses = Vec::new();
        for dimension in &kpi.dimensions {
            let units = frame.units(dimension, view.as_deref())?;
            let members = frame.members.get(dimension);
            let place = members.zip(view.as_deref()).and_then(|(members, view)| members.view_place(view));
            lenses.push(place.zip(units));
        }
        filters.check(kpi, &cube, frame, scope, view.as_deref())?;
        let mut question = Self {
            frame,
            kpi,
            cube,
            scope: scope.clone(),
            filters,
            view,
            lenses,
            seen: Vec::new(),
            wanted: Vec::new(),
            inside: Vec::new(),
            reports: Vec::new(),
        };
        for axis in 0..kpi.dimensions.len() {
            question.pass(axis);
        }
        let needed = frame.obligations.all().iter().filter(|owed| kpi.reports.contains(&owed.report));
        question.reports = needed.map(|owed| (owed, question.body(&owed.body, owed.days.1))).collect();
        Ok(question)
    }

    /// The KPI.
    pub fn kpi(&self) -> &'a Kpi {
        self.kpi
    }

    /// Its filters.
    pub fn filters(&self) -> &Filters {
        &self.filters
    }

    /// Its cube.
    pub fn cube(&self) -> &Cube {
        &self.cube
    }

    /// Whether what stands above and below the line by a dimension's members adds up to the whole's: nothing counts
    /// under several of them, and no column of the formula ignores the dimension.
    pub fn adds_up(&self, dimension: &str) -> bool {
        let axis = self.kpi.dimensions.iter().position(|own| own == dimension);
        axis.is_some_and(|axis| {
            let minded = self.kpi.formula().all(|column| self.minds(column, axis));
            minded && !self.cube.overlaps(axis, self.lens(axis))
        })
    }

    /// The reports that its figure of a period needs, each with the body or unit that owes it.
    pub fn needs(&self, period: &Period) -> Owed<'a> {
        self.owed(self.frame, &self.windows(self.frame, period))
    }

    /// For each value column the slots that it reads in a period.
    pub(in crate::kpi) fn windows(&self, frame: Frame<'_>, period: &Period) -> Vec<Window> {
        let reads = |column: &ValueColumn| window(frame.calendars, period, column.over, frame.slots);
        self.kpi.columns.iter().map(reads).collect()
    }

    /// The reports that a figure of such windows needs.
    pub(in crate::kpi) fn owed(&self, frame: Frame<'_>, windows: &[Window]) -> Owed<'a> {
        let columns = self.kpi.columns.iter().zip(windows);
        let readings: Vec<Reading> =
            columns.filter_map(|(column, window)| frame.reading(column, window)).collect();
        owed(&self.reports, &self.kpi.reports, &readings, frame.data_date())
    }

    /// Which places of a dimension pass its filter, or lie in the view.
    fn pass(&mut self, axis: usize) {
        let places = &self.cube.dimensions[axis].places;
        let lens = self.lens(axis);
        let dimension = &self.kpi.dimensions[axis];
        if self.scope.members(dimension).is_some() {
            let seen =
                places.iter().map(|place| self.scope.sees(dimension, place.code.as_deref(), &place.above));
            self.seen.push((axis, seen.collect()));
        }
        match (self.filters.get(&self.kpi.dimensions[axis]), lens) {
            (Some(members), _) => {
                let members: HashSet<Option<&str>> = members.iter().map(Option::as_deref).collect();
                let passes = places.iter().map(|place| {
                    let mut above = place.above.iter().filter(|_| lens.is_none());
                    place.seen(lens).is_some_and(|code| members.contains(&code))
                        || above.any(|code| members.contains(&Some(code.as_str())))
                });
                self.wanted.push((axis, passes.collect()));
            }
            (None, Some(_)) => {
                let passes: Vec<bool> = places.iter().map(|place| place.seen(lens).is_some()).collect();
                if passes.contains(&false) {
                    self.inside.push((axis, passes));
                }
            }
            (None, None) => {}
        }
    }

    /// The place of a dimension's units, where it is seen in a view.
    pub(in crate::kpi) fn lens(&self, axis: usize) -> Option<usize> {
        self.lenses[axis].map(|(place, _)| place)
    }

    /// Whether any dimension of the KPI is seen in the view that was asked for.
    pub(in crate::kpi) fn in_view(&self) -> bool {
        self.lenses.iter().any(Option::is_some)
    }

    /// Whether a value column heeds a dimension.
    pub(in crate::kpi) fn minds(&self, column: &ValueColumn, axis: usize) -> bool {
        !column.ignores.contains(&self.kpi.dimensions[axis])
    }

    /// Whether a row is seen and passes on some dimensions, as far as a column minds them.
    pub(in crate::kpi) fn passes<'p>(
        &self,
        column: &ValueColumn,
        row: usize,
        mut all: impl Iterator<Item = &'p Passing>,
    ) -> bool {
        let at = |axis: usize, passes: &[bool]| passes[self.cube.dimensions[axis].rows[row] as usize];
        self.seen.iter().all(|(axis, seen)| at(*axis, seen))
            && all.all(|(axis, passes)| !self.minds(column, *axis) || at(*axis, passes))
    }

    /// What the tables lack that say which records are a figure's: those that list the members by which it is
    /// filtered or broken down, and those of the view in which it is seen.
    pub(in crate::kpi) fn listed(&self, by: Option<&str>) -> Vec<&'a Supply> {
        let own = self.kpi.dimensions.iter().zip(&self.lenses).filter_map(|(dimension, lens)| {
            let listing = self.frame.listings.get(dimension)?;
            match self.view.as_deref().filter(|_| lens.is_some()) {
                Some(view) => listing.views.get(view),
                None => {
                    let told = by == Some(dimension) || self.filters.get(dimension).is_some();
                    told.then_some(&listing.members)
                }
            }
        });
        own.collect()
    }

    /// Whether a dimension is that of the bodies that owe reports.
    pub(in crate::kpi) fn is_of_bodies(&self, dimension: &str) -> bool {
        self.frame.obligations.bodies() == Some(dimension)
    }

    /// The body itself, or its unit; nothing where filters or the view leave it out.
    fn body(&self, code: &'a str, day: Day) -> Option<&'a str> {
        let bodies = self.frame.obligations.bodies()?;
        let axis = self.kpi.dimensions.iter().position(|own| own == bodies);
        let lens = axis.and_then(|axis| self.lenses[axis]);
        let own = match lens {
            Some((_, units)) => units.on(code, day)?,
            None => code,
        };
        let wanted = self.filters.get(bodies);
        if wanted.is_none() && self.scope.members(bodies).is_none() {
            return Some(own);
        }
        let members = self.frame.members.get(bodies);
        let above = members.map(|members| members.ancestors(code, day)).unwrap_or_default();
        if !self.scope.sees(bodies, Some(code), &above) {
            return None;
        }
        let Some(wanted) = wanted else { return Some(own) };
        let above = if lens.is_none() { above } else { Vec::new() };
        let passes = wanted.iter().flatten().any(|wanted| wanted == own || above.contains(wanted));
        passes.then_some(own)
    }
}
