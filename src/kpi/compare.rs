//! The same period last year, or why it is not compared.

use rust_decimal::Decimal;

use super::cube::Cube;
use super::definition::Kpi;
use super::figure::Figure;
use super::scope::Scope;
use super::slice::{Frame, Selection, SliceError, total};
use crate::calendar::{NoBase, slots_until};

/// What a figure is held against.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Comparison {
    /// The same slots of the year before.
    pub base: Figure,
    /// Now less then, in the KPI's unit (percentage points for a percentage).
    pub change: Decimal,
}

/// Why a figure is not compared.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NotCompared {
    /// There is no base, or its slots do not match.
    NoBase(NoBase),
    /// One of the two has no value.
    NoValue,
    /// The base begins before the KPI's records are whole.
    BeforeSince,
    /// Not the same share of the bodies has reported on both sides.
    Reports,
}

/// Compares a figure with the same period last year.
///
/// # Errors
/// As for a slice.
pub fn with_last_year(
    frame: Frame<'_>,
    kpi: &Kpi,
    cube: &Cube,
    scope: &Scope,
    selection: &Selection,
    now: &Figure,
) -> Result<Result<Comparison, NotCompared>, SliceError> {
    let base = match frame.calendars.comparable_base(&selection.period, frame.data_date()) {
        Ok(base) => base,
        Err(reason) => return Ok(Err(NotCompared::NoBase(reason))),
    };
    let then = Frame { slots: slots_until(base.until, frame.slots), ..frame };
    let selection = Selection { period: base.period, filters: selection.filters.clone() };
    let base = total(then, kpi, cube, scope, &selection)?;
    if base.before_since {
        return Ok(Err(NotCompared::BeforeSince));
    }
    let (Some(new), Some(old)) = (now.value, base.value) else { return Ok(Err(NotCompared::NoValue)) };
    if !now.completeness.same_share(&base.completeness) {
        return Ok(Err(NotCompared::Reports));
    }
    Ok(Ok(Comparison { change: new - old, base }))
}
