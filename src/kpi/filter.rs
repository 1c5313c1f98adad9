//! Filters: dimensions and the members that they let pass.

use std::collections::{BTreeMap, BTreeSet};

use super::cube::{Cube, Place};
use super::definition::Kpi;
use super::frame::Frame;
use super::member::Members;
use super::scope::Scope;

/// How "not known" is written in an address and on the command line.
pub const UNKNOWN: &str = "~";

/// For each dimension the members let through (nothing = not known); the same dimension again
/// means "or", another one means "and". A member lets pass all that lies below it.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Filters(BTreeMap<String, BTreeSet<Option<String>>>);

/// Why filters cannot be applied.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum FilterError {
    /// The KPI lacks the dimension.
    #[error("`{kpi}` has no dimension `{dimension}`")]
    UnknownDimension {
        /// The KPI.
        kpi: String,
        /// What was asked for.
        dimension: String,
        /// What it has.
        known: Vec<String>,
    },
    /// No member of the dimension bears the code.
    #[error("`{dimension}` has no member `{value}`")]
    UnknownMember {
        /// The dimension.
        dimension: String,
        /// What was asked for.
        value: String,
        /// What there is.
        known: Vec<String>,
    },
}

impl FilterError {
    /// What exists, with the nearest name first.
    pub fn help(&self) -> Option<String> {
        let (found, known) = match self {
            Self::UnknownDimension { dimension, known, .. } => (dimension, known),
            Self::UnknownMember { value, known, .. } => (value, known),
        };
        crate::diagnostic::suggestion(found, known.iter().map(String::as_str))
    }
}

impl Filters {
    /// Lets a member pass; [`UNKNOWN`] stands for records whose dimension is not known.
    pub fn allow(&mut self, dimension: impl Into<String>, member: &str) {
        let member = (member != UNKNOWN).then(|| member.to_owned());
        self.0.entry(dimension.into()).or_default().insert(member);
    }

    /// The members that a dimension's filter lets pass.
    pub fn get(&self, dimension: &str) -> Option<&BTreeSet<Option<String>>> {
        self.0.get(dimension)
    }

    /// By dimension, in order.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &BTreeSet<Option<String>>)> {
        self.0.iter().map(|(dimension, members)| (dimension.as_str(), members))
    }

    /// Whether everything passes.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The part that a KPI's own dimensions can apply, and the dimensions that it lacks.
    pub fn split(&self, kpi: &Kpi) -> (Self, Vec<String>) {
        let (own, lacking): (BTreeMap<_, _>, BTreeMap<_, _>) =
            self.0.clone().into_iter().partition(|(dimension, _)| kpi.has(dimension));
        (Self(own), lacking.into_keys().collect())
    }

    /// Holds every filter against what exists.
    ///
    /// # Errors
    /// For a dimension that the KPI lacks, or a member that is in neither the dimension nor the data; in a
    /// view for what is none of its units.
    pub(super) fn check(
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
                let met = |place: &Place| {
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
