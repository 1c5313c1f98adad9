//! The order in which a figure's parts are told: what needs a look first, what no longer exists last.

use std::cmp::{Ordering, Reverse};

use super::asked::Head;
use super::heir::Gone;
use crate::kpi::{Better, Breakdown, Figure, Status};
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
        let status =
            |figure: &Figure| self.workspace().plan.judge(&head.kpi, figure, &head.filters, self.data_date());
        let statuses =
            std::iter::once(&total).chain(all.iter().map(|(_, part, ..)| part)).map(status).collect();
        let mut view = PartsView {
            dimension: self.dimension_title(by),
            breakdown: Breakdown { total, parts: Vec::new(), overlaps },
            labels: Vec::new(),
            gone: Vec::new(),
            statuses,
            head,
        };
        let mut places = Vec::new();
        for (place, part, label, gone) in all {
            view.breakdown.parts.push(part);
            view.labels.push(label);
            view.gone.push(gone);
            places.push(place);
        }
        (view, places)
    }
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
