//! A figure's parts over periods: one line a member, one cell a period.

use indexmap::IndexMap;

use super::ReportError;
use super::asked::Head;
use super::cut::{Cut, cuts};
use super::ranking::is_of;
use crate::calendar::Period;
use crate::dashboard::Course;
use crate::kpi::{Figure, Question, SliceError};
use crate::workspace::Reader;

/// Beyond it a heatmap is a list; the table of the dimension has the rest.
pub(super) const MOST_ROWS: usize = 32;

/// Small multiples: more courses cannot be taken in at once.
pub(super) const MOST_MEMBERS: usize = 12;

/// A figure's parts over periods: the largest in the period asked for first.
#[derive(Debug)]
pub struct GridView {
    /// The KPI.
    pub head: Head,
    /// The dimension's title.
    pub dimension: String,
    /// The figure over the period asked for, of which the rows are parts.
    pub total: Figure,
    /// The same over each period, oldest first.
    pub wholes: Vec<Figure>,
    /// One for each member shown.
    pub rows: Vec<GridRow>,
    /// Where every row is cut.
    pub cuts: Vec<Cut>,
    /// How many members are left out, being smaller.
    pub left_out: usize,
    /// Whether the parts add up to more than the whole, or do not add at all.
    pub overlaps: bool,
}

/// A member over periods.
#[derive(Debug)]
pub struct GridRow {
    /// What the member is called.
    pub label: String,
    /// Whether other members lie below it, which a filter on it lets pass too.
    pub nested: bool,
    /// One for each period, with or without a value.
    pub cells: Vec<Figure>,
}

impl GridView {
    /// Its periods, oldest first.
    pub fn periods(&self) -> impl Iterator<Item = &Period> {
        self.wholes.iter().map(|whole| &whole.period)
    }
}

impl Reader<'_> {
    pub(super) fn grid(
        &self,
        question: &Question<'_>,
        head: Head,
        period: &Period,
        by: &str,
        course: Course,
        most: usize,
    ) -> Result<GridView, ReportError> {
        let periods = self.periods(question.kpi(), period, course);
        // Who is shown, and in which order, is said by the period asked for; who only stands in an earlier
        // one comes after.
        let whole = self.largest_first(&question.at(period), by)?;
        let (mut wholes, mut overlaps, mut parts) = (Vec::new(), whole.overlaps, whole.parts);
        for each in &periods {
            let breakdown = question.at(each).breakdown(by).map_err(SliceError::from)?;
            overlaps |= breakdown.overlaps;
            parts.extend(breakdown.parts);
            wholes.push(breakdown.total);
        }
        let mut members: IndexMap<Option<String>, String> = IndexMap::new();
        for part in &parts {
            let code = part.by.as_ref().and_then(|(_, code)| code.clone());
            members.entry(code).or_insert_with(|| self.label(part));
        }
        let left_out = members.len().saturating_sub(most);
        members.truncate(most);
        let (codes, labels): (Vec<_>, Vec<_>) = members.into_iter().unzip();
        let mut rows: Vec<GridRow> =
            labels.into_iter().map(|label| GridRow { label, nested: false, cells: Vec::new() }).collect();
        let cuts = cuts(question, periods.iter());
        for each in periods {
            let figures = question.at(&each).of_members(by, &codes).map_err(SliceError::from)?;
            rows.iter_mut().zip(figures).for_each(|(row, figure)| row.cells.push(figure));
        }
        let nesting = self.nesting(by, &whole.total);
        let known: Vec<&str> = codes.iter().flatten().map(String::as_str).collect();
        let above = self.above(by, &whole.total, &known);
        for row in &mut rows {
            row.nested = row.cells.last().is_some_and(|figure| is_of(figure, &nesting));
            if row.cells.last().is_some_and(|figure| is_of(figure, &above)) {
                row.label = self.unplaced(&row.label);
            }
        }
        let dimension = self.dimension_title(by);
        Ok(GridView { head, dimension, total: whole.total, wholes, rows, cuts, left_out, overlaps })
    }
}
