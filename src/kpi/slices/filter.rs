//! Filters: dimensions and the members that they let pass.

use std::collections::{BTreeMap, BTreeSet};

use crate::kpi::definition::dimension::UNKNOWN;
use crate::kpi::definition::kpi::Kpi;

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

    /// Lets no member of a dimension pass but those that are allowed.
    pub fn allow_none(&mut self, dimension: impl Into<String>) {
        self.0.entry(dimension.into()).or_default();
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
}
