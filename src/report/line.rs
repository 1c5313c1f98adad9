//! A figure as a line of an official table: beside its base, what it has come to since the year began, and its target.

use rust_decimal::Decimal;

use super::asked::Head;
use super::{Ask, AskError, ReportError};
use crate::calendar::Period;
use crate::kpi::{Comparison, Figure, NotCompared, Question, Role, SliceError, Status};
use crate::workspace::Reader;

/// A line of an official table.
#[derive(Debug, Clone)]
pub struct Line {
    /// The KPI.
    pub head: Head,
    /// The figure of the period.
    pub figure: Figure,
    /// Where it stands against its target.
    pub status: Option<Status>,
    /// Against the base that was asked for, or why not.
    pub change: Result<Comparison, NotCompared>,
    /// From the year's first day on; nothing where the period lies in no single year.
    pub so_far: Option<Figure>,
    /// Where the whole is 100% because it is divided by itself: its parts, which alone say something, by name.
    pub shares: Vec<(String, Option<Decimal>)>,
    /// The plan's own period, which decides over a target, where it is another.
    pub plan: Option<(Figure, Option<Status>)>,
}

impl Line {
    /// How far the figure has grown against its base, in percent; none of what is a percentage itself.
    pub fn growth(&self) -> Option<Decimal> {
        let counted = !self.head.kpi.unit.is_percent();
        self.change.as_ref().ok().filter(|_| counted).and_then(Comparison::growth)
    }

    /// The figure as a part of its base, in percent: growth and a hundred.
    pub fn level(&self) -> Option<Decimal> {
        let counted = !self.head.kpi.unit.is_percent();
        self.change.as_ref().ok().filter(|_| counted).and_then(Comparison::level)
    }

    /// What has come since the year began as a part of the target, in percent, where more is better.
    pub fn share_of_target(&self) -> Option<Decimal> {
        let target = self.head.target.as_ref()?.value;
        let better = self.head.kpi.better == crate::kpi::Better::Higher && target > Decimal::ZERO;
        let value = self.so_far.as_ref().unwrap_or(&self.figure).value.filter(|_| better)?;
        value.checked_mul(Decimal::ONE_HUNDRED)?.checked_div(target)
    }
}

/// The parts of a figure of which all columns below the line ignore one dimension, and which is therefore the whole of itself.
fn shares(
    reader: &Reader<'_>,
    question: &Question<'_>,
    period: &Period,
    figure: &Figure,
) -> Result<Vec<(String, Option<Decimal>)>, ReportError> {
    let kpi = question.kpi();
    let mut below = kpi.role(Role::Denominator).map(|column| &column.ignores);
    let whole = figure.value.is_some() && figure.numerator == figure.denominator;
    let Some(dimension) = below.next().filter(|_| whole).and_then(|ignored| ignored.first()) else {
        return Ok(Vec::new());
    };
    if !below.all(|ignored| ignored.contains(dimension)) || question.filters().get(dimension).is_some() {
        return Ok(Vec::new());
    }
    let breakdown = question.at(period).breakdown(dimension).map_err(SliceError::from)?;
    // Parts that do not add up to it share nothing out.
    let added: Decimal = breakdown.parts.iter().filter_map(|part| part.numerator).sum();
    if breakdown.overlaps || figure.numerator != Some(added) {
        return Ok(Vec::new());
    }
    let (breakdown, labels) = reader.by_label(breakdown);
    Ok(labels.into_iter().zip(breakdown.parts.iter().map(|part| part.value)).collect())
}

/// Lines of KPIs, in the order of their codes as given.
///
/// # Errors
/// For an unknown KPI, a period or a member that does not exist.
pub async fn lines(reader: &Reader<'_>, ask: &Ask, codes: &[String]) -> Result<Vec<Line>, ReportError> {
    let kind = reader.workspace().opening_period();
    let mut lines = Vec::new();
    for code in codes {
        let (question, period) = reader.asked(reader.kpi(code)?, kind, ask).await?;
        let head = reader.head(&question, ask, None);
        let figure = question.at(&period).total();
        let against = ask.compare.against(reader, period.calendar()).map_err(AskError::from)?;
        lines.push(Line {
            status: reader.status(&question, &figure),
            change: match against {
                Some(against) => question.compared(&figure, &against),
                None => Err(NotCompared::NotWanted),
            },
            shares: shares(reader, &question, &period, &figure)?,
            so_far: period.year_so_far().map(|period| question.at(&period).total()),
            plan: reader.deciding(&question, &head, &period),
            head,
            figure,
        });
    }
    Ok(lines)
}
