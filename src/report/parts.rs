//! A figure's parts by the members of a dimension: as bars, against their target, on a map.

use rust_decimal::Decimal;

use super::ReportError;
use super::asked::{Asked, Head};
use crate::calendar::Period;
use crate::chart::Polygon;
use crate::kpi::{Breakdown, Place, Status};

/// A figure's parts as bars: the largest first.
#[derive(Debug)]
pub struct BarsView {
    /// The KPI.
    pub head: Head,
    /// The dimension's title.
    pub dimension: String,
    /// The whole and its parts.
    pub breakdown: Breakdown,
    /// The parts' labels, in their order.
    pub labels: Vec<String>,
}

/// A figure and its parts, each against the target: the largest first.
#[derive(Debug)]
pub struct BulletView {
    /// The KPI.
    pub head: Head,
    /// The dimension's title.
    pub dimension: String,
    /// The whole and its parts.
    pub breakdown: Breakdown,
    /// The parts' labels, in their order.
    pub labels: Vec<String>,
    /// Where the whole and then each part stand.
    pub statuses: Vec<Option<Status>>,
    /// Whether the target holds for each part by itself, not only for the whole.
    pub each: bool,
    /// An even pace towards a target that is not yet due; no target itself.
    pub pace: Option<Decimal>,
}

/// A figure's parts where they lie: the largest first.
#[derive(Debug)]
pub struct MapView {
    /// The KPI.
    pub head: Head,
    /// The dimension's title.
    pub dimension: String,
    /// The whole and its parts.
    pub breakdown: Breakdown,
    /// The parts' labels, in their order.
    pub labels: Vec<String>,
    /// Where each part lies.
    pub places: Vec<Option<Place>>,
    /// The outline of each part, where there is one.
    pub shapes: Vec<Vec<Polygon>>,
}

impl Asked<'_> {
    /// The parts by their value, the largest first, those without one last.
    pub(super) fn largest_first(&self, period: Period, by: &str) -> Result<Breakdown, ReportError> {
        let mut breakdown = self.breakdown(period, by)?;
        breakdown.parts.sort_by(|a, b| b.value.cmp(&a.value).then_with(|| a.by.cmp(&b.by)));
        Ok(breakdown)
    }

    pub(super) fn bars(&self, head: Head, period: Period, by: &str) -> Result<BarsView, ReportError> {
        let breakdown = self.largest_first(period, by)?;
        let labels = self.labels(&breakdown);
        Ok(BarsView { head, dimension: self.dataset.dimension_title(by), breakdown, labels })
    }

    pub(super) fn bullet(&self, head: Head, period: Period, by: &str) -> Result<BulletView, ReportError> {
        let pace = self.pace(&head, &period);
        let breakdown = self.largest_first(period, by)?;
        let labels = self.labels(&breakdown);
        let all = std::iter::once(&breakdown.total).chain(&breakdown.parts);
        let statuses = all.map(|figure| self.status(figure)).collect();
        let each = head.target.as_ref().is_some_and(|target| target.each.iter().any(|each| each == by));
        let dimension = self.dataset.dimension_title(by);
        Ok(BulletView { head, dimension, breakdown, labels, statuses, each, pace })
    }

    pub(super) fn map(&self, head: Head, period: Period, by: &str) -> Result<MapView, ReportError> {
        let breakdown = self.largest_first(period, by)?;
        let labels = self.labels(&breakdown);
        let codes: Vec<Option<&str>> = breakdown
            .parts
            .iter()
            .map(|part| part.by.as_ref().and_then(|(_, code)| code.as_deref()))
            .collect();
        let places = codes.iter().map(|code| self.dataset.place(by, (*code)?)).collect();
        let shapes = codes
            .iter()
            .map(|code| code.map_or_else(Vec::new, |code| self.dataset.workspace().shape(by, code).to_vec()))
            .collect();
        let dimension = self.dataset.dimension_title(by);
        Ok(MapView { head, dimension, breakdown, labels, places, shapes })
    }
}
