//! A dashboard's figures for one scope, period and filters.

use futures::future::join_all;

use super::front::{FilterView, Frontmatter, filters, front};
use super::panel::{PanelView, panel_title, view};
use super::{Ask, ReportError};
use crate::dashboard::{Dashboard, Subject};
use crate::kpi::{Scope, SliceError};
use crate::workspace::Dataset;

/// A dashboard, run.
#[derive(Debug)]
pub struct Report {
    /// What stands above every page.
    pub front: Frontmatter,
    /// The dashboard's id.
    pub id: String,
    /// Its title.
    pub title: String,
    /// For whom it is.
    pub audience: Option<String>,
    /// What its reader may filter by, and has.
    pub filters: Vec<FilterView>,
    /// Its panels, in order.
    pub panels: Vec<PanelView>,
}

/// Runs a dashboard.
///
/// # Errors
/// For a period or filters that do not exist; what goes wrong with one panel stands in its place.
pub async fn run(
    dataset: &Dataset,
    scope: &Scope,
    dashboard: &Dashboard,
    ask: &Ask,
) -> Result<Report, ReportError> {
    let front = front(dataset, dashboard.period, ask)?;
    // All cubes at once, where the engine is idle while one is read; what fails says so at its panel.
    let kpis = dashboard.panels.iter().filter_map(|panel| match &panel.subject {
        Subject::Kpi(code) => dataset.kpi(code).ok(),
        Subject::Query(_) => None,
    });
    join_all(kpis.map(|kpi| dataset.cube(kpi))).await;
    let mut panels = Vec::new();
    for panel in &dashboard.panels {
        panels.push(match view(dataset, scope, dashboard, panel, ask).await {
            Ok(view) => view,
            Err(error @ (ReportError::Ask(_) | ReportError::Slice(SliceError::Filter(_)))) => {
                return Err(error);
            }
            Err(error) => PanelView::Broken { title: panel_title(dataset, panel), error },
        });
    }
    Ok(Report {
        front,
        id: dashboard.id.clone(),
        title: dashboard.title.clone(),
        audience: dashboard.audience.clone(),
        filters: filters(dataset, &dashboard.filters, ask),
        panels,
    })
}
