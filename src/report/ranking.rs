//! The order in which a figure's parts are told: what needs a look first, what no longer exists last.

use std::cmp::{Ordering, Reverse};
use std::collections::BTreeSet;

use super::asked::Head;
use super::heir::Gone;
use crate::kpi::{Better, Breakdown, Figure, Status};
use crate::planted::{Leak, number_if};
use crate::workspace::Reader;

/// The order of parts that nothing is held against.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Otherwise {
    /// By value, those without one last.
    Largest,
    /// By what they are called, "not known" last.
    Label,
}

/// A figure and its parts by the members of a dimension, in the order in which they are told.
#[derive(Debug)]
pub struct PartsView {
    /// The KPI.
    pub head: Head,
    /// The dimension's title.
    pub dimension: String,
    /// The whole and its parts.
    pub breakdown: Breakdown,
    /// The parts' labels, in their order.
    pub labels: Vec<String>,
    /// Which of the parts no longer exist; these stand after the others.
    pub gone: Vec<Option<Gone>>,
    /// For each part whether other members lie below it, which a filter on it lets pass too.
    pub nested: Vec<bool>,
    /// Where the whole and then each part stand.
    pub statuses: Vec<Option<Status>>,
}

impl Reader<'_> {
    /// Brings parts into their order: money spent against nothing; those that live before those that have ended; where
    /// there is a target the worst first, those without a value after them; then as `otherwise` says. With them the place
    /// that each part had before.
    pub(super) fn ranked(
        &self,
        head: Head,
        by: &str,
        breakdown: Breakdown,
        otherwise: Otherwise,
    ) -> (PartsView, Vec<usize>) {
        let Breakdown { total, parts, overlaps } = breakdown;
        let mut all: Vec<(usize, Figure, String, Option<Gone>)> = parts
            .into_iter()
            .enumerate()
            .map(|(place, part)| {
                let (label, gone) = (self.label(&part), self.gone_part(&part));
                (place, part, label, gone)
            })
            .collect();
        let unknown = |figure: &Figure| figure.by.as_ref().is_some_and(|(_, member)| member.is_none());
        all.sort_by(|(_, a, x, gone), (_, b, y, other)| {
            b.overspent(&head.kpi)
                .cmp(&a.overspent(&head.kpi))
                .then_with(|| gone.is_some().cmp(&other.is_some()))
                .then_with(|| worse(&head, a, b))
                .then_with(|| match otherwise {
                    Otherwise::Largest => b.value.cmp(&a.value),
                    Otherwise::Label => unknown(a).cmp(&unknown(b)).then_with(|| self.locale().compare(x, y)),
                })
                .then_with(|| a.by.cmp(&b.by))
        });
        if number_if(Leak::Order) % 2 == 1 {
            all.reverse();
        }
        let status =
            |figure: &Figure| self.workspace().plan.judge(&head.kpi, figure, &head.filters, self.data_date());
        let statuses =
            std::iter::once(&total).chain(all.iter().map(|(_, part, ..)| part)).map(status).collect();
        let mut view = PartsView {
            dimension: self.dimension_title(by),
            breakdown: Breakdown { total, parts: Vec::new(), overlaps },
            labels: Vec::new(),
            gone: Vec::new(),
            nested: Vec::new(),
            statuses,
            head,
        };
        let nesting = self.nesting(by, &view.breakdown.total);
        let codes: Vec<&str> = all.iter().filter_map(|(_, part, ..)| code(part)).collect();
        let above = self.above(by, &view.breakdown.total, &codes);
        let mut places = Vec::new();
        for (place, part, label, gone) in all {
            view.nested.push(is_of(&part, &nesting));
            let label = if is_of(&part, &above) { self.unplaced(&label) } else { label };
            view.breakdown.parts.push(part);
            view.labels.push(label);
            view.gone.push(gone);
            places.push(place);
        }
        (view, places)
    }
}

impl Reader<'_> {
    /// Of a dimension those members below which others lie on the first or the last day of a figure.
    pub(super) fn nesting(&self, dimension: &str, figure: &Figure) -> BTreeSet<String> {
        let codes: Vec<&str> = self.members(dimension).map(|own| own.codes().collect()).unwrap_or_default();
        self.above(dimension, figure, &codes)
    }

    /// The members above some others on the first or the last day of a figure; none in a view, whose units stand side by
    /// side.
    pub(super) fn above(&self, dimension: &str, figure: &Figure, codes: &[&str]) -> BTreeSet<String> {
        let in_view = self.units(dimension, figure.view.as_deref()).is_ok_and(|units| units.is_some());
        let Some(members) = self.members(dimension).filter(|_| !in_view) else { return BTreeSet::new() };
        let days = [figure.period.first_day(), figure.period.last_day()];
        let above = |code: &&str| days.map(|day| members.ancestors(code, day)).into_iter().flatten();
        codes.iter().flat_map(above).collect()
    }

    /// What the part of a member is called that stands beside parts of members below it: it has only the records that name
    /// none of them.
    pub(super) fn unplaced(&self, label: &str) -> String {
        self.locale().words().panels.unplaced_below.replace("{0}", label)
    }
}

/// The member of a part, where it is known.
pub(super) fn code(part: &Figure) -> Option<&str> {
    part.by.as_ref().and_then(|(_, code)| code.as_deref())
}

/// Whether a part is of one of these members.
pub(super) fn is_of(part: &Figure, members: &BTreeSet<String>) -> bool {
    code(part).is_some_and(|code| members.contains(code))
}

/// By the distance to the target, the worst first; alike where there is none or no direction.
fn worse(head: &Head, a: &Figure, b: &Figure) -> Ordering {
    let missing = |figure: &Figure| figure.value.is_none();
    let order = match head.kpi.better {
        _ if head.target.is_none() => return Ordering::Equal,
        Better::Higher => a.value.cmp(&b.value),
        Better::Lower => Reverse(a.value).cmp(&Reverse(b.value)),
        Better::Neither => return Ordering::Equal,
    };
    missing(a).cmp(&missing(b)).then(order)
}
