//! One panel of a dashboard, run.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::asked::{Asked, Head, head};
use super::dashboard::Cubes;
use super::{Ask, AskError, ReportError};
use crate::calendar::Break;
use crate::dashboard::{Dashboard, Panel, Show, Subject};
use crate::kpi::{Against, Breakdown, Comparison, Figure, NotCompared, Scope, Status};
use crate::query::Rows;
use crate::workspace::Dataset;

/// One panel.
#[derive(Debug)]
pub enum PanelView {
    /// A figure.
    Tile(Box<TileView>),
    /// Its course.
    Trend(TrendView),
    /// Its parts as bars.
    Bars(BarsView),
    /// Its parts as a table.
    Table(TableView),
    /// A query's rows.
    Rows(RowsView),
    /// A panel that could not be made; the rest of the page stands.
    Broken {
        /// What it would have shown.
        title: String,
        /// Why not.
        error: ReportError,
    },
}

/// A figure with its change and its course in small.
#[derive(Debug, Clone)]
pub struct TileView {
    /// The KPI.
    pub head: Head,
    /// The figure.
    pub figure: Figure,
    /// Where it stands against its target.
    pub status: Option<Status>,
    /// The plan's own period, which decides over a target.
    pub plan: Option<(Figure, Option<Status>)>,
    /// Against its base.
    pub change: Result<Comparison, NotCompared>,
    /// The base that was asked for.
    pub against: Option<Against>,
    /// The periods before, oldest first, this one last.
    pub course: Vec<Figure>,
}

/// A figure over periods.
#[derive(Debug)]
pub struct TrendView {
    /// The KPI.
    pub head: Head,
    /// Oldest first.
    pub figures: Vec<Figure>,
    /// The same periods a year before.
    pub last_year: Vec<Option<Figure>>,
    /// Breaks that lie in the shown days.
    pub breaks: Vec<Break>,
}

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

/// A figure's parts as a table, in the order of their labels.
#[derive(Debug)]
pub struct TableView {
    /// The KPI.
    pub head: Head,
    /// The dimension's title.
    pub dimension: String,
    /// The whole and its parts.
    pub breakdown: Breakdown,
    /// The parts' labels, in their order.
    pub labels: Vec<String>,
}

/// A query's rows.
#[derive(Debug)]
pub struct RowsView {
    /// The panel's title.
    pub title: String,
    /// The columns' titles.
    pub titles: Vec<String>,
    /// What the query gave.
    pub rows: Rows,
}

pub(super) fn panel_title(dataset: &Dataset, panel: &Panel) -> String {
    let subject = match &panel.subject {
        Subject::Kpi(code) => {
            dataset.workspace().kpis.get(code).map_or(code.clone(), |kpi| kpi.title.clone())
        }
        Subject::Query(name) => {
            dataset.workspace().queries.get(name).map_or(name.clone(), |query| query.title.clone())
        }
    };
    panel.title.clone().unwrap_or(subject)
}

/// Runs a panel.
pub(super) async fn view(
    dataset: &Dataset,
    scope: &Scope,
    dashboard: &Dashboard,
    panel: &Panel,
    cubes: &Cubes,
    ask: &Ask,
) -> Result<PanelView, ReportError> {
    let code = match &panel.subject {
        Subject::Query(name) => {
            let query = dataset.workspace().queries.get(name).ok_or_else(|| ReportError::Unknown {
                what: "query",
                name: name.clone(),
                known: dataset.workspace().queries.keys().cloned().collect(),
            })?;
            let values = query.parameters.bind(&BTreeMap::new())?;
            let rows = dataset.named(query, values).await?;
            let title = |name: &String| query.labels.get(name).unwrap_or(name).clone();
            let titles = rows.schema.fields().iter().map(|field| title(field.name())).collect();
            return Ok(PanelView::Rows(RowsView { title: panel_title(dataset, panel), titles, rows }));
        }
        Subject::Kpi(code) => code,
    };
    let kpi = dataset.kpi(code)?;
    let cube = match cubes.get(code) {
        Some(made) => Arc::clone(made.as_ref().map_err(|error| ReportError::Query(Arc::clone(error)))?),
        None => dataset.cube(kpi).await?,
    };
    let (filters, unfiltered) = ask.filters.split(kpi);
    let period = ask.period_of(dataset, kpi, dashboard.period).map_err(AskError::from)?;
    let head = head(dataset, kpi, panel.title.as_ref(), &filters, &unfiltered);
    let asked =
        Asked { dataset, scope, kpi, cube: &cube, filters, view: ask.view.clone(), compare: &ask.compare };
    Ok(match &panel.show {
        Show::Tile => PanelView::Tile(Box::new(asked.tile(head, &period)?)),
        Show::Trend { periods } => PanelView::Trend(asked.trend(head, &period, *periods)?),
        Show::Bars { by } => {
            let mut breakdown = asked.breakdown(period, by)?;
            breakdown.parts.sort_by(|a, b| b.value.cmp(&a.value).then_with(|| a.by.cmp(&b.by)));
            let labels = asked.labels(&breakdown);
            PanelView::Bars(BarsView { head, dimension: dataset.dimension_title(by), breakdown, labels })
        }
        Show::Table { by } => {
            let by = by.as_ref().ok_or_else(|| ReportError::Unknown {
                what: "dimension",
                name: String::new(),
                known: kpi.dimensions.clone(),
            })?;
            let breakdown = asked.breakdown(period, by)?;
            let (breakdown, labels) = asked.by_label(breakdown);
            PanelView::Table(TableView { head, dimension: dataset.dimension_title(by), breakdown, labels })
        }
    })
}
