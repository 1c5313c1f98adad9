//! A figure's parts by the members of a dimension: as bars, against their target, on a map, as a table.

use rust_decimal::Decimal;

use super::ReportError;
use super::asked::Head;
use super::ranking::{Otherwise, PartsView, code, is_of};
use crate::calendar::Period;
use crate::chart::Polygon;
use crate::dashboard::{Arrange, Group};
use crate::kpi::{Aggregate, Breakdown, Crossing, Figure, Kpi, Position, Question, Slice, SliceError};
use crate::workspace::Reader;

/// A figure's parts as bars, in the order of `Reader::ranked`: without a target the largest first.
#[derive(Debug)]
pub struct BarsView {
    /// The figure and its parts.
    pub parts: PartsView,
    /// What each part is made of, where a second dimension was asked for.
    pub group: Option<GroupView>,
}

/// A figure's parts by the members of a second dimension, the largest of these first.
#[derive(Debug)]
pub struct GroupView {
    /// The second dimension's title.
    pub dimension: String,
    /// Its members' labels.
    pub labels: Vec<String>,
    /// For each part of the figure one for each of these members.
    pub cells: Vec<Vec<Figure>>,
    /// How the members were to stand to each other.
    pub arrange: Arrange,
    /// The figure by each of these members.
    pub totals: Vec<Figure>,
    /// Whether they add up to the part that they divide.
    pub adds: bool,
    /// Whether they add up to more than the whole.
    pub overlaps: bool,
}

/// A figure and its parts, each against the target, in the same order.
#[derive(Debug)]
pub struct BulletView {
    /// The figure and its parts.
    pub parts: PartsView,
    /// Whether the target holds for each part by itself, not only for the whole.
    pub each: bool,
    /// An even pace towards a target that is not yet due; no target itself.
    pub pace: Option<Decimal>,
}

/// A figure's parts where they lie, in the same order.
#[derive(Debug)]
pub struct MapView {
    /// The figure and its parts.
    pub parts: PartsView,
    /// Where each part lies.
    pub places: Vec<Option<Position>>,
    /// The outline of each part, where there is one.
    pub shapes: Vec<Vec<Polygon>>,
}

impl Reader<'_> {
    /// The parts by their value, the largest first, those without one last.
    pub(super) fn largest_first(&self, slice: &Slice<'_>, by: &str) -> Result<Breakdown, ReportError> {
        let mut breakdown = slice.breakdown(by).map_err(SliceError::from)?;
        breakdown.parts.sort_by(|a, b| b.value.cmp(&a.value).then_with(|| a.by.cmp(&b.by)));
        Ok(breakdown)
    }

    pub(super) fn bars(
        &self,
        slice: &Slice<'_>,
        head: Head,
        by: &str,
        group: Option<&Group>,
    ) -> Result<BarsView, ReportError> {
        let (parts, group) = match group {
            None => {
                let breakdown = slice.breakdown(by).map_err(SliceError::from)?;
                (self.ranked(head, by, breakdown, Otherwise::Largest).0, None)
            }
            Some(group) => {
                let (parts, group) = self.grouped(slice, head, by, group)?;
                (parts, Some(group))
            }
        };
        Ok(BarsView { parts, group })
    }

    fn grouped(
        &self,
        slice: &Slice<'_>,
        head: Head,
        by: &str,
        group: &Group,
    ) -> Result<(PartsView, GroupView), ReportError> {
        let Crossing { rows, columns, cells } = slice.crossing([by, &group.by]).map_err(SliceError::from)?;
        let adds = adds(slice.kpi()) && !rows.overlaps && !columns.overlaps;
        let known: Vec<&str> = columns.parts.iter().filter_map(code).collect();
        let above = self.above(&group.by, &columns.total, &known);
        let label = |part: &Figure| match is_of(part, &above) {
            true => self.unplaced(&self.label(part)),
            false => self.label(part),
        };
        let (parts, places) = self.ranked(head, by, rows, Otherwise::Largest);
        let mut across: Vec<usize> = (0..columns.parts.len()).collect();
        let key = |at: &usize| (&columns.parts[*at].value, &columns.parts[*at].by);
        across.sort_by(|a, b| key(b).0.cmp(key(a).0).then_with(|| key(a).1.cmp(key(b).1)));
        let view = GroupView {
            dimension: self.dimension_title(&group.by),
            labels: across.iter().map(|at| label(&columns.parts[*at])).collect(),
            cells: places
                .iter()
                .map(|row| across.iter().map(|column| cells[*row][*column].clone()).collect())
                .collect(),
            totals: across.iter().map(|at| columns.parts[*at].clone()).collect(),
            arrange: group.arrange,
            adds,
            overlaps: columns.overlaps,
        };
        Ok((parts, view))
    }

    pub(super) fn bullet(
        &self,
        question: &Question<'_>,
        head: Head,
        period: &Period,
        by: &str,
    ) -> Result<BulletView, ReportError> {
        let pace = self.pace(&head, period);
        let breakdown = question.at(period).breakdown(by).map_err(SliceError::from)?;
        let each = head.target.as_ref().is_some_and(|target| target.each.iter().any(|each| each == by));
        let (parts, _) = self.ranked(head, by, breakdown, Otherwise::Largest);
        Ok(BulletView { parts, each, pace })
    }

    pub(super) fn map(&self, slice: &Slice<'_>, head: Head, by: &str) -> Result<MapView, ReportError> {
        let breakdown = slice.breakdown(by).map_err(SliceError::from)?;
        let (parts, _) = self.ranked(head, by, breakdown, Otherwise::Largest);
        let codes: Vec<Option<&str>> = parts
            .breakdown
            .parts
            .iter()
            .map(|part| part.by.as_ref().and_then(|(_, code)| code.as_deref()))
            .collect();
        let places = codes.iter().map(|code| self.place(by, (*code)?)).collect();
        let shapes = codes
            .iter()
            .map(|code| code.map_or_else(Vec::new, |code| self.workspace().shape(by, code).to_vec()))
            .collect();
        Ok(MapView { places, shapes, parts })
    }

    pub(super) fn table(&self, slice: &Slice<'_>, head: Head, by: &str) -> Result<PartsView, ReportError> {
        let breakdown = slice.breakdown(by).map_err(SliceError::from)?;
        Ok(self.ranked(head, by, breakdown, Otherwise::Label).0)
    }
}

/// Whether the parts of a KPI can add up to the whole.
pub(super) fn adds(kpi: &Kpi) -> bool {
    let adds = |aggregate| match aggregate {
        Aggregate::Sum | Aggregate::Distinct => true,
        Aggregate::Median | Aggregate::P90 => false,
    };
    !kpi.is_ratio() && kpi.columns.iter().all(|column| adds(column.aggregate))
}
