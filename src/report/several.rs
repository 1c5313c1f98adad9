//! Several KPIs, a line each: how far they are from their targets, or what has become of them.

use rust_decimal::Decimal;

use super::{Ask, ReportError, TileView};
use crate::calendar::{Period, PeriodKind};
use crate::dashboard::ShowSeveral;
use crate::kpi::{Better, Figure, Status, Target};
use crate::workspace::Reader;

/// Several KPIs, a line each.
#[derive(Debug)]
pub struct SeveralView {
    /// The panel's title.
    pub title: String,
    /// What is told of each.
    pub show: ShowSeveral,
    /// In the file's order; targets the furthest from being met first.
    pub tiles: Vec<TileView>,
}

/// Asks for each KPI.
pub(super) async fn several(
    reader: &Reader<'_>,
    kind: PeriodKind,
    ask: &Ask,
    title: String,
    codes: &[String],
    show: ShowSeveral,
) -> Result<SeveralView, ReportError> {
    let mut tiles = Vec::new();
    for code in codes {
        let (question, period) = reader.asked(reader.kpi(code)?, kind, ask).await?;
        let head = reader.head(&question, ask, None);
        let course = inside(reader, &head.kpi.periods, &period);
        tiles.push(reader.tile_with(&question, ask, head, &period, &course)?);
    }
    if show == ShowSeveral::Targets {
        // Sorting keeps the file's order among equals.
        tiles.sort_by_key(|tile| std::cmp::Reverse(tile.shortfall()));
    }
    Ok(SeveralView { title, show, tiles })
}

/// The months inside a period, or the quarters of one that is longer than a year, as far as the data speak; of a KPI that
/// knows no months the longer parts that it knows.
fn inside(reader: &Reader<'_>, known: &[PeriodKind], period: &Period) -> Vec<Period> {
    use PeriodKind::{Half, Month, Quarter, Year};
    let kinds = match period.year() {
        Some(_) => [Month, Quarter, Half, Year],
        None => [Quarter, Half, Year, Month],
    };
    let kind = kinds.into_iter().find(|kind| known.is_empty() || known.contains(kind));
    let date = reader.data_date();
    let parts = kind.map(|kind| reader.calendars().periods_between(kind, period.calendar(), period.days()));
    let mut parts = parts.unwrap_or_default();
    parts.retain(|part| part.has_begun(date) && period.contains(part.first_day()));
    parts
}

impl TileView {
    /// The figure that decides over the target, and where it stands: the plan's whole life, where that is another period.
    pub fn deciding(&self) -> (&Figure, Option<Status>) {
        self.plan.as_ref().map_or((&self.figure, self.status), |(figure, status)| (figure, *status))
    }

    /// How much is missing to the target, in the KPI's unit; below zero where it is exceeded, nothing without a value or a
    /// target.
    pub fn shortfall(&self) -> Option<Decimal> {
        let Target { value: target, .. } = self.head.target.as_ref()?;
        let value = self.deciding().0.value?;
        match self.head.kpi.better {
            Better::Higher | Better::Neither => target.checked_sub(value),
            Better::Lower => value.checked_sub(*target),
        }
    }
}

impl SeveralView {
    /// How many of its targets stand so.
    pub fn count(&self, status: Option<Status>) -> usize {
        self.tiles.iter().filter(|tile| tile.deciding().1 == status).count()
    }
}
