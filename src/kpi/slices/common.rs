//! What two periods have in common: the bodies that sent all their reports for both.

use std::collections::BTreeSet;

use super::figure::Figure;
use super::question::Question;
use super::slice::Slice;
use crate::kpi::definition::kpi::Role;

/// A figure and its base, both of the bodies that reported on both sides and of no others.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Common {
    /// How many bodies they are, or units of a view.
    pub bodies: usize,
    /// Their part of the figure.
    pub now: Figure,
    /// Their part of the base.
    pub base: Figure,
}

impl<'a> Question<'a> {
    /// The place of the dimension of the bodies that report, where every column of the formula heeds it: what
    /// ignores it speaks of all bodies, and has no part of some.
    fn bodies_axis(&self) -> Option<usize> {
        let axis = self.kpi.dimensions.iter().position(|own| self.is_of_bodies(own))?;
        let mut formula = self.kpi.columns.iter().filter(|column| column.role != Role::Beside);
        formula.all(|column| self.minds(column, axis)).then_some(axis)
    }

    /// Whether a part of it can be told for some of the bodies that report.
    pub(in crate::kpi) fn has_bodies(&self) -> bool {
        self.bodies_axis().is_some()
    }

    /// The same asked of some bodies alone: of the records of `bodies` and of those below them for whom nobody else
    /// of `owing` answers. In a view both are units. Nothing where no part of it can be told.
    fn of_bodies(&self, bodies: &BTreeSet<&str>, owing: &BTreeSet<&str>) -> Option<Self> {
        let axis = self.bodies_axis()?;
        let lens = self.lens(axis);
        let passes = self.cube.dimensions[axis].places.iter().map(|place| {
            let Some(own) = place.seen(lens).flatten() else { return false };
            // A unit has nothing above it; a code without a report of its own is spoken for by the nearest above.
            let above = place.above.iter().filter(|_| lens.is_none()).map(String::as_str);
            let answers = std::iter::once(own).chain(above).find(|code| owing.contains(code));
            answers.is_some_and(|code| bodies.contains(code))
        });
        let mut part = self.clone();
        part.wanted.push((axis, passes.collect()));
        for (_, body) in &mut part.reports {
            *body = body.filter(|body| bodies.contains(body));
        }
        Some(part)
    }

    /// A figure and its base for the bodies that sent all that both need; nothing where there is no such body, and where
    /// no part can be told for some bodies.
    pub(in crate::kpi) fn common(&self, now: &Slice<'_>, base: &Slice<'_>) -> Option<Common> {
        let bodies: BTreeSet<&str> = now.sent().intersection(&base.sent()).copied().collect();
        if bodies.is_empty() {
            return None;
        }
        let part = self.of_bodies(&bodies, &now.owing().union(&base.owing()).copied().collect())?;
        let figure = |slice: &Slice<'_>| Slice::new(&part, slice.frame, slice.period).total();
        Some(Common { bodies: bodies.len(), now: figure(now), base: figure(base) })
    }
}
