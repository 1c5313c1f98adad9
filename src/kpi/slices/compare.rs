//! A figure against another period's, or why the two are not compared.

use rust_decimal::Decimal;

use super::common::Common;
use super::figure::Figure;
use super::frame::Frame;
use super::question::Question;
use super::slice::Slice;
use crate::calendar::{Base, Break, Day, NoBase, Period, slots_until};
use crate::kpi::definition::kpi::Role;

/// What a figure is held against.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Comparison {
    /// The same slots of the year before, of all bodies.
    pub base: Figure,
    /// Now less then, in the KPI's unit (percentage points for a percentage).
    pub change: Decimal,
    /// The parts of both that are compared instead of them, where not the same bodies have reported on both sides.
    pub common: Option<Box<Common>>,
}

impl Comparison {
    /// What `change` is counted from: the base, or the part of it that is compared.
    pub fn then(&self) -> &Figure {
        self.common.as_ref().map_or(&self.base, |common| &common.base)
    }

    /// What `change` leads to: the figure that was compared, or the part of it that is.
    pub fn now<'f>(&'f self, figure: &'f Figure) -> &'f Figure {
        self.common.as_ref().map_or(figure, |common| &common.now)
    }

    /// How many bodies are compared, where it is not all of them.
    pub fn bodies(&self) -> Option<usize> {
        self.common.as_ref().map(|common| common.bodies)
    }

    /// What is compared as a part of its base, in percent: 106,6 where it has grown by 6,6. Nothing where the base is
    /// not above zero; what is a percentage itself differs by points, and has neither.
    pub fn level(&self) -> Option<Decimal> {
        let base = self.then().value.filter(|base| *base > Decimal::ZERO)?;
        base.checked_add(self.change)?.checked_mul(Decimal::ONE_HUNDRED)?.checked_div(base)
    }

    /// How much it has grown, in percent; less than nothing where it has fallen.
    pub fn growth(&self) -> Option<Decimal> {
        self.level().map(|level| level - Decimal::ONE_HUNDRED)
    }
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
    /// Not the same share of the bodies has reported on both sides, and no part of the two is of bodies that did. The
    /// base is told all the same.
    Reports(Box<Figure>),
    /// What is measured became another thing in between.
    Break(Break),
    /// One of the two has not ended, and the other is not the same period of another year.
    Running,
    /// The two are not of one kind.
    OtherKind,
    /// The reader wants none.
    NotWanted,
}

impl NotCompared {
    /// The word that JSON uses for it.
    pub fn word(&self) -> &'static str {
        match self {
            Self::NoBase(NoBase::NoCounterpart) => "no_counterpart",
            Self::NoBase(NoBase::NotBegun { .. }) => "not_begun",
            Self::NoBase(NoBase::InsideSlot { .. }) => "inside_slot",
            Self::NoValue => "no_value",
            Self::BeforeSince => "before_since",
            Self::Partial => "partial",
            Self::TooLarge => "too_large",
            Self::Reports(_) => "unequal_reports",
            Self::Break(_) => "break",
            Self::Running => "running",
            Self::OtherKind => "other_kind",
            Self::NotWanted => "not_wanted",
        }
    }
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

impl<'a> Question<'a> {
    /// Compares a figure of its own, of the whole, with another period's: all of both, where the same bodies have
    /// reported for them, else what is of the bodies that reported for both.
    ///
    /// # Errors
    /// Gives the reason where the two do not compare.
    pub fn compared(&self, now: &Figure, against: &Against) -> Result<Comparison, NotCompared> {
        let frame = self.frame;
        let base = base(frame, &now.period, against)?;
        let until = now.period.last_day().min(frame.data_date());
        // A base may also lie after what is compared with it.
        let from = base.period.first_day().min(now.period.first_day());
        if let Some(parted) = self.parted(from, until.max(base.until)) {
            return Err(NotCompared::Break(parted.clone()));
        }
        // A period that has ended is compared with the whole of its base, as it is known today; one that
        // has not with the same slots, as if the data had ended with them.
        let slots = if now.provisional { slots_until(base.until, frame.slots) } else { frame.slots };
        let then = Slice::new(self, Frame { slots, ..frame }, &base.period);
        let base = then.total();
        if base.before_since {
            return Err(NotCompared::BeforeSince);
        }
        if now.value.is_none() || base.value.is_none() {
            return Err(NotCompared::NoValue);
        }
        if now.is_partial() || base.is_partial() {
            return Err(NotCompared::Partial);
        }
        let (own, other) = (&now.completeness, &base.completeness);
        let alike = own.same_bodies(other) || (own.same_share(other) && !self.has_bodies());
        let common = match alike {
            true => None,
            false => self.common(&self.at(&now.period), &then),
        };
        let ends = match &common {
            None if !alike => return Err(NotCompared::Reports(Box::new(base))),
            None => now.value.zip(base.value),
            Some(common) => common.now.value.zip(common.base.value),
        };
        let Some((new, old)) = ends else { return Err(NotCompared::Reports(Box::new(base))) };
        let change = new.checked_sub(old).ok_or(NotCompared::TooLarge)?;
        Ok(Comparison { change, base, common: common.map(Box::new) })
    }

    /// The first break between two days across which nothing of it compares.
    pub fn parted(&self, from: Day, until: Day) -> Option<&'a Break> {
        let within = |each: &&Break| !each.comparable && from < each.on && each.on <= until;
        self.frame.calendars.breaks().iter().filter(within).find(|each| !self.spans(each))
    }

    /// Whether its view makes a figure the same thing before and after a break: every dimension of the KPI
    /// that is seen in it has the same units on both days, and one of them says what is measured.
    fn spans(&self, parted: &Break) -> bool {
        let mut settled = false;
        for (dimension, lens) in self.kpi.dimensions.iter().zip(&self.lenses) {
            let Some((_, units)) = lens else { continue };
            let Some(members) = self.frame.members.get(dimension) else { continue };
            let asked = self.filters.get(dimension);
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
            let ignored = self
                .kpi
                .columns
                .iter()
                .any(|column| column.role != Role::Beside && column.ignores.contains(dimension));
            settled |= units.across_breaks && !ignored;
        }
        settled
    }
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
