//! What the asking reader may see.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::caveat::Caveat;
use super::filter::Filters;
use crate::kpi::cube::grid::Cube;
use crate::kpi::cube::repeats::Repeats;
use crate::kpi::cube::within::Passing;
use crate::kpi::definition::kpi::{Kpi, Role};
use crate::planted::{Leak, is_planted};
use crate::store::sha256_hex;

/// The part of all records that a reader sees: by dimension the members below which they lie. Every slice, record
/// list and filter list is made for one.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Scope {
    members: Filters,
    /// KPIs that are shown though other members' rows may change them, by code, each with the reason.
    excused: BTreeMap<String, String>,
}

impl Scope {
    /// All rows and all columns.
    pub fn everything() -> Self {
        Self::default()
    }

    /// What lies below members of some dimensions; records of which a dimension is not known only where that is named.
    pub fn below(members: Filters) -> Self {
        Self { members, excused: BTreeMap::new() }
    }

    /// The same with KPIs that are shown though other members' rows may change them, by code, each with the reason, which
    /// stands at their figures.
    #[must_use]
    pub fn excusing(self, excused: BTreeMap<String, String>) -> Self {
        Self { excused, ..self }
    }

    /// Why a KPI is shown though other members' rows may change it.
    pub(in crate::kpi) fn excuse(&self, kpi: &Kpi) -> Option<Caveat> {
        let reason = self.excused.get(&kpi.code).filter(|_| !self.is_everything())?;
        Some(Caveat::Excused { reason: reason.clone() })
    }

    /// Whether nothing is hidden.
    pub fn is_everything(&self) -> bool {
        self.members.is_empty()
    }

    /// A stable name, part of what an answer's identity is made of.
    pub fn name(&self) -> String {
        match self.is_everything() {
            true => "everything".to_owned(),
            false => sha256_hex(format!("{self:?}").as_bytes()),
        }
    }

    /// The members below which records lie that are seen, by dimension.
    pub fn filters(&self) -> &Filters {
        &self.members
    }

    /// The members below which a dimension's records are seen; nothing where all are.
    pub fn members(&self, dimension: &str) -> Option<&BTreeSet<Option<String>>> {
        self.members.get(dimension)
    }

    /// Whether a code is seen that lies below others.
    pub fn sees(&self, dimension: &str, code: Option<&str>, above: &[String]) -> bool {
        let Some(members) = self.members(dimension) else { return true };
        let seen = |code: Option<&str>| members.iter().any(|member| member.as_deref() == code);
        seen(code) || above.iter().any(|code| seen(Some(code)))
    }

    /// Whether a KPI has every dimension by which records are hidden: of another nobody knows which are seen.
    pub fn has(&self, kpi: &Kpi) -> bool {
        self.members.iter().all(|(dimension, _)| kpi.has(dimension))
    }

    /// A KPI's cube of the records that are seen, and nothing that was counted over others. `may_repeat` says whether a
    /// query like the KPI's may list a record twice: over what is seen alone nobody has counted that.
    pub fn cube(&self, kpi: &Kpi, cube: Arc<Cube>, may_repeat: bool) -> Arc<Cube> {
        if self.is_everything() {
            return cube;
        }
        let axes = kpi.dimensions.iter().zip(&cube.dimensions).enumerate();
        let hidden = axes.filter(|(_, (dimension, _))| self.members(dimension).is_some());
        let seen = hidden.map(|(axis, (dimension, own))| {
            let places = own.places.iter();
            (axis, places.map(|place| self.sees(dimension, place.code.as_deref(), &place.above)).collect())
        });
        let seen: Vec<Passing> = seen.collect();
        let repeats = (!may_repeat).then(Repeats::default);
        Arc::new(cube.within(kpi, &seen, repeats))
    }

    /// Whether a value column would tell of hidden records, because it ignores a dimension by which they are hidden.
    pub(in crate::kpi) fn hides(&self, ignored: &[String]) -> bool {
        !is_planted(Leak::Total)
            && self.members.iter().any(|(dimension, _)| ignored.iter().any(|own| own == dimension))
    }

    /// Whether a KPI's formula has such a column.
    pub(in crate::kpi) fn hides_formula(&self, kpi: &Kpi) -> bool {
        kpi.columns.iter().any(|column| column.role != Role::Beside && self.hides(&column.ignores))
    }
}
