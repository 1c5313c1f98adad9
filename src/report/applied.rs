//! A question as one KPI takes it.

use super::{Ask, AskError, Edition, ReportError};
use crate::calendar::PeriodKind;
use crate::kpi::Kpi;
use crate::workspace::Reader;

/// A question as far as a KPI has the dimensions that it filters by.
#[derive(Debug, Clone)]
pub struct Applied {
    /// The question with the filters that hold.
    pub ask: Ask,
    /// What the figures say of themselves, in the period as the KPI reads it.
    pub edition: Edition,
    /// Titles of the filters asked for that the KPI lacks.
    pub unfiltered: Vec<String>,
}

impl Applied {
    /// # Errors
    /// For a text that is no period.
    pub fn to(reader: &Reader<'_>, kpi: &Kpi, kind: PeriodKind, ask: &Ask) -> Result<Self, ReportError> {
        let period = ask.period_of(reader, kpi, kind).map_err(AskError::from)?;
        let (filters, unfiltered) = ask.filters.split(kpi);
        let ask = Ask { filters, ..ask.clone() };
        let edition = Edition::of(reader, period, &ask);
        let unfiltered = unfiltered.iter().map(|name| reader.dimension_title(name)).collect();
        Ok(Self { ask, edition, unfiltered })
    }
}
