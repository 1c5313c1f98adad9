//! A figure's parts over periods: one line a member, one cell a period.

use std::collections::BTreeMap;

use super::ReportError;
use super::asked::{Asked, Head};
use crate::calendar::Period;
use crate::dashboard::Course;
use crate::kpi::{Aggregate, Figure, Kpi, REPORTING_DIMENSION, Role, State};

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
    /// Oldest first.
    pub periods: Vec<Period>,
    /// One for each member shown.
    pub rows: Vec<GridRow>,
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
    /// One for each period.
    pub cells: Vec<GridCell>,
}

/// A member in a period.
#[derive(Debug)]
pub enum GridCell {
    /// A figure, with or without a value.
    Figure(Box<Figure>),
    /// No record of the member in a period whose records are there: a sum of nothing.
    Zero,
    /// Nothing was owed or recorded, and nothing can be said.
    Nothing,
}

impl Asked<'_> {
    pub(super) fn grid(
        &self,
        head: Head,
        period: &Period,
        by: &str,
        course: Course,
        most: usize,
    ) -> Result<GridView, ReportError> {
        let periods = self.periods(period, course);
        // Who is shown, and in which order, is said by the period asked for; who only stands in an earlier
        // one comes after.
        let whole = self.largest_first(period.clone(), by)?;
        let (mut members, mut labels) = (Vec::new(), BTreeMap::new());
        let mut columns = Vec::new();
        let mut overlaps = whole.overlaps;
        let mut parts = whole.parts;
        for each in &periods {
            let breakdown = self.breakdown(each.clone(), by)?;
            overlaps |= breakdown.overlaps;
            let absent = absent(self.kpi, &breakdown.total, by);
            parts.extend(breakdown.parts.iter().cloned());
            let cells: BTreeMap<Option<String>, Figure> =
                breakdown.parts.into_iter().map(|part| (code(&part), part)).collect();
            columns.push((cells, absent));
        }
        for part in &parts {
            let code = code(part);
            if !labels.contains_key(&code) {
                labels.insert(code.clone(), self.dataset.label(part));
                members.push(code);
            }
        }
        let left_out = members.len().saturating_sub(most);
        members.truncate(most);
        let row = |member: &Option<String>| GridRow {
            label: labels.get(member).cloned().unwrap_or_default(),
            cells: columns
                .iter()
                .map(|(cells, absent)| match cells.get(member) {
                    Some(figure) => GridCell::Figure(Box::new(figure.clone())),
                    None if *absent => GridCell::Zero,
                    None => GridCell::Nothing,
                })
                .collect(),
        };
        let rows = members.iter().map(row).collect();
        let dimension = self.dataset.dimension_title(by);
        Ok(GridView { head, dimension, total: whole.total, periods, rows, left_out, overlaps })
    }
}

fn code(part: &Figure) -> Option<String> {
    part.by.as_ref().and_then(|(_, code)| code.clone())
}

/// Whether a member without any record counts 0: where the whole has a value that is a sum. A body that owed
/// nothing and sent nothing is not said to have counted none.
fn absent(kpi: &Kpi, total: &Figure, by: &str) -> bool {
    let adds = kpi.role(Role::Numerator).all(|column| match column.aggregate {
        Aggregate::Sum | Aggregate::Distinct => true,
        Aggregate::Median | Aggregate::P90 => false,
    });
    total.state == State::Value && !kpi.is_ratio() && adds && by != REPORTING_DIMENSION
}
