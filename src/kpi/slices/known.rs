//! Filters held against what exists, as far as the asking reader may know of it.

use std::collections::BTreeSet;

use super::filter::{FilterError, Filters};
use super::frame::Frame;
use super::scope::Scope;
use crate::kpi::cube::grid::{Coordinate, Cube};
use crate::kpi::cube::member::Members;
use crate::kpi::definition::kpi::Kpi;

impl Filters {
    /// Holds every filter against what exists.
    ///
    /// # Errors
    /// For a dimension that the KPI lacks, or a member that is in neither the dimension nor the data; in a
    /// view for what is none of its units.
    pub(in crate::kpi) fn check(
        &self,
        kpi: &Kpi,
        cube: &Cube,
        frame: Frame<'_>,
        scope: &Scope,
        view: Option<&str>,
    ) -> Result<(), FilterError> {
        for (dimension, wanted) in self.iter() {
            let Some(index) = kpi.dimensions.iter().position(|own| own == dimension) else {
                return Err(FilterError::UnknownDimension {
                    kpi: kpi.code.clone(),
                    dimension: dimension.to_owned(),
                    known: kpi.dimensions.clone(),
                });
            };
            let members = frame.members.get(dimension);
            if let Ok(Some(units)) = frame.units(dimension, view) {
                let day = frame.data_date();
                let seen = |unit: &&str| match (scope.members(dimension), members) {
                    (None, _) => true,
                    (Some(_), None) => false,
                    (Some(_), Some(members)) => members.codes().any(|code| {
                        units.on(code, day) == Some(*unit)
                            && scope.sees(dimension, Some(code), &members.ancestors(code, day))
                    }),
                };
                let known: BTreeSet<&str> = units.all().into_iter().filter(seen).collect();
                if let Some(value) = wanted.iter().flatten().find(|value| !known.contains(value.as_str())) {
                    let known = known.into_iter().map(str::to_owned).collect();
                    let (dimension, value) = (dimension.to_owned(), value.clone());
                    return Err(FilterError::UnknownMember { dimension, value, known });
                }
                continue;
            }
            let day = frame.data_date();
            let seen = |members: &Members, code: &str| {
                scope.members(dimension).is_none()
                    || scope.sees(dimension, Some(code), &members.ancestors(code, day))
            };
            for value in wanted.iter().flatten() {
                let listed = members.is_some_and(|members| members.contains(value) && seen(members, value));
                // What only the data know is not known where they could not be gathered.
                let known = listed || cube.hindrance().is_some() && scope.members(dimension).is_none();
                let mut places = cube.dimensions[index].places.iter();
                let met = |place: &Coordinate| {
                    place.code.as_ref() == Some(value) && scope.sees(dimension, Some(value), &place.above)
                };
                if !known && !places.any(met) {
                    let all = members.into_iter().flat_map(|members| {
                        members.codes().filter(move |code| seen(members, code)).map(str::to_owned)
                    });
                    let mut known: Vec<String> = all.collect();
                    known.sort();
                    let (dimension, value) = (dimension.to_owned(), value.clone());
                    return Err(FilterError::UnknownMember { dimension, value, known });
                }
            }
        }
        Ok(())
    }
}
