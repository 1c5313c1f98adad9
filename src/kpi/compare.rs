//! The same period last year, or why it is not compared.

use rust_decimal::Decimal;

use super::cube::Cube;
use super::definition::{Kpi, Role};
use super::figure::Figure;
use super::scope::Scope;
use super::selection::{Frame, Selection, SliceError};
use super::slice::total;
use crate::calendar::{Base, Break, NoBase, Period, slots_until};

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
    /// The tables speak for a part of the days of one of the two only.
    Partial,
    /// The change is larger than 28 digits can hold exactly.
    TooLarge,
    /// Not the same share of the bodies has reported on both sides.
    Reports,
    /// What is measured became another thing in between.
    Break(Break),
    /// One of the two has not ended, and the other is not the same period of another year.
    Running,
    /// The two are not of one kind.
    OtherKind,
    /// The reader wants none.
    NotWanted,
}

/// What a figure is compared with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Against {
    /// The same period of the year before.
    LastYear,
    /// The period just before, of the same kind.
    Previous,
    /// Any other period of the same kind.
    Period(Period),
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
    compared(frame, kpi, cube, scope, selection, now, &Against::LastYear)
}

/// Compares a figure with another period's.
///
/// # Errors
/// As for a slice.
pub fn compared(
    frame: Frame<'_>,
    kpi: &Kpi,
    cube: &Cube,
    scope: &Scope,
    selection: &Selection,
    now: &Figure,
    against: &Against,
) -> Result<Result<Comparison, NotCompared>, SliceError> {
    let base = match base(frame, &selection.period, against) {
        Ok(base) => base,
        Err(why) => return Ok(Err(why)),
    };
    let until = selection.period.last_day().min(frame.data_date());
    // A base may also lie after what is compared with it.
    let from = base.period.first_day().min(selection.period.first_day());
    let until = until.max(base.until);
    let parted = |each: &&Break| !each.comparable && from < each.on && each.on <= until;
    let parted = |each: &&Break| parted(each) && !spans(frame, kpi, selection, each);
    if let Some(parted) = frame.calendars.breaks().iter().find(parted) {
        return Ok(Err(NotCompared::Break(parted.clone())));
    }
    // A period that has ended is compared with the whole of its base, as it is known today; one that
    // has not with the same slots, as if the data had ended with them.
    let then =
        if now.provisional { Frame { slots: slots_until(base.until, frame.slots), ..frame } } else { frame };
    let selection = Selection { period: base.period, ..selection.clone() };
    let base = total(then, kpi, cube, scope, &selection)?;
    if base.before_since {
        return Ok(Err(NotCompared::BeforeSince));
    }
    let (Some(new), Some(old)) = (now.value, base.value) else { return Ok(Err(NotCompared::NoValue)) };
    if now.is_partial() || base.is_partial() {
        return Ok(Err(NotCompared::Partial));
    }
    if !now.completeness.same_share(&base.completeness) {
        return Ok(Err(NotCompared::Reports));
    }
    let Some(change) = new.checked_sub(old) else { return Ok(Err(NotCompared::TooLarge)) };
    Ok(Ok(Comparison { change, base }))
}

/// The other period, and how far it is read.
fn base(frame: Frame<'_>, period: &Period, against: &Against) -> Result<Base, NotCompared> {
    let other = match against {
        Against::LastYear => {
            return frame.calendars.comparable_base(period, frame.data_date()).map_err(NotCompared::NoBase);
        }
        Against::Previous => period.predecessor().ok_or(NotCompared::NoBase(NoBase::NoCounterpart))?,
        Against::Period(other) if other.kind() != period.kind() => return Err(NotCompared::OtherKind),
        Against::Period(other) => other.clone(),
    };
    // Only the year before is cut where this year stands: the slots of two months do not match.
    if period.is_provisional(frame.data_date()) || other.is_provisional(frame.data_date()) {
        return Err(NotCompared::Running);
    }
    Ok(Base { until: other.last_day(), period: other })
}

/// Whether a view makes a figure the same thing before and after a break: every dimension of the KPI
/// that is seen in it has the same units on both days, and one of them says what is measured.
fn spans(frame: Frame<'_>, kpi: &Kpi, selection: &Selection, parted: &Break) -> bool {
    let mut settled = false;
    for dimension in &kpi.dimensions {
        let Ok(Some(units)) = frame.units(dimension, selection.view.as_deref()) else { continue };
        let Some(members) = frame.members.get(dimension) else { continue };
        let asked = selection.filters.get(dimension);
        let living = |day| {
            let mut living = units.living(members, day);
            living.retain(|unit| {
                asked.is_none_or(|asked| asked.iter().any(|member| member.as_deref() == Some(unit)))
            });
            living
        };
        let before = parted.on.pred_opt().map(living).unwrap_or_default();
        if before.is_empty() || before != living(parted.on) {
            return false;
        }
        let ignored = kpi
            .columns
            .iter()
            .any(|column| column.role != Role::Beside && column.ignores.contains(dimension));
        settled |= units.across_breaks && !ignored;
    }
    settled
}
