//! Where the members of a panel lead: a mark to the page filtered by its member, a row to the figure's own page.

use super::address;
use crate::kpi::{Figure, Filters, Kpi, UNKNOWN};
use crate::report::{Ask, FilterView};

/// The page that a panel stands on, as far as it says where its members lead.
pub(super) struct Leads<'a> {
    /// The page's question and what its reader may filter by; nothing where nothing leads anywhere.
    page: Option<(&'a Ask, &'a [FilterView])>,
}

impl<'a> Leads<'a> {
    /// Of a drawing that stands alone.
    pub(super) const NONE: Leads<'static> = Leads { page: None };

    /// Of a panel on a page.
    pub(super) fn of(ask: &'a Ask, filters: &'a [FilterView]) -> Self {
        Self { page: Some((ask, filters)) }
    }

    /// Where a mark leads: to the same page filtered by its member, where that page filters by it, else where its row
    /// does.
    pub(super) fn mark(&self, kpi: &Kpi, part: &Figure, nested: bool) -> Option<String> {
        let (ask, filters) = self.page?;
        match &part.by {
            // A filter on a member lets pass what lies below it too, which is more than its own part.
            Some((dimension, member))
                if !nested && filters.iter().any(|filter| filter.dimension == *dimension) =>
            {
                Some(address::here(&only(ask, dimension, member.as_deref())))
            }
            Some(_) | None => self.row(kpi, part, nested),
        }
    }

    /// Where a row leads: to the page of its very figure. A filter lets pass what lies below a member too, so that a
    /// member with others below it leads to the whole, where it stands among the parts.
    pub(super) fn row(&self, kpi: &Kpi, part: &Figure, nested: bool) -> Option<String> {
        let (ask, _) = self.page?;
        Some(match &part.by {
            Some((dimension, member)) if !nested => {
                address::kpi(&kpi.code, &only(ask, dimension, member.as_deref()), &part.period)
            }
            Some(_) | None => address::kpi(&kpi.code, ask, &part.period),
        })
    }

    /// Where a dot of a course leads: to the same page of its own period.
    pub(super) fn dot(&self, figure: &Figure) -> Option<String> {
        let (ask, _) = self.page?;
        Some(address::with_period("", ask, Some(&address::period_name(ask, &figure.period))))
    }
}

/// The question with one member in place of what it says of a dimension.
fn only(ask: &Ask, dimension: &str, member: Option<&str>) -> Ask {
    let mut filters = Filters::default();
    for (own, members) in ask.filters.iter().filter(|(own, _)| *own != dimension) {
        members.iter().for_each(|member| filters.allow(own, member.as_deref().unwrap_or(UNKNOWN)));
    }
    filters.allow(dimension, member.unwrap_or(UNKNOWN));
    Ask { filters, ..ask.clone() }
}
