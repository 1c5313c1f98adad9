//! A dashboard's figures for one scope, period and filters.

use super::front::{FilterView, Frontmatter, filters, front, has_sides};
use super::panel::{PanelView, panel_title, view};
use super::{Ask, ReportError, Sentence, Table, UncheckedCheck, brief_facts, sentences};
use crate::dashboard::{Dashboard, Panel, Width};
use crate::kpi::{Kpi, SliceError};
use crate::workspace::Reader;

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
    /// What its figures say.
    pub brief: Vec<Sentence>,
    /// Its panels, in order.
    pub panels: Vec<PanelView>,
    /// How wide each of them is to be, where the dashboard says so.
    pub widths: Vec<Option<Width>>,
    /// The checks that it watches and of which nothing can be said.
    pub unchecked: Vec<UncheckedCheck>,
}

impl Report {
    /// How many rows of queries it shows.
    pub fn rows_of_queries(&self) -> usize {
        let rows = self.panels.iter().map(|panel| match panel {
            PanelView::Rows(view) | PanelView::Cells(view) => view.table.len(),
            _ => 0,
        });
        rows.sum()
    }
}

/// A dashboard of an id.
///
/// # Errors
/// Where there is none.
pub fn dashboard<'r>(reader: &'r Reader<'_>, id: &str) -> Result<&'r Dashboard, ReportError> {
    let known = || reader.dashboards().map(|dashboard| dashboard.id.clone()).collect();
    let unknown = || ReportError::Unknown { what: "dashboard", name: id.to_owned(), known: known() };
    reader.dashboard(id).ok_or_else(unknown)
}

/// What stands above whatever shows a dashboard or a part of it.
///
/// # Errors
/// For a text that is no period.
pub fn front_of(reader: &Reader<'_>, dashboard: &Dashboard, ask: &Ask) -> Result<Frontmatter, ReportError> {
    front(reader, dashboard.period, &ask.within(dashboard.calendar.as_ref()))
}

/// Runs a dashboard.
///
/// # Errors
/// For a period or filters that do not exist; what goes wrong with one panel stands in its place.
pub async fn run(reader: &Reader<'_>, dashboard: &Dashboard, ask: &Ask) -> Result<Report, ReportError> {
    let ask = &ask.within(dashboard.calendar.as_ref());
    let mut front = front(reader, dashboard.period, ask)?;
    let kpis: Vec<&Kpi> =
        dashboard.panels.iter().flat_map(Panel::codes).filter_map(|code| reader.kpi(code).ok()).collect();
    // Where most figures run on from the year's beginning, a side would tell of more than itself.
    if kpis.iter().filter(|kpi| has_sides(kpi)).count() * 2 < kpis.len() {
        front.periods.sides.clear();
    }
    reader.cubes(kpis).await;
    let mut panels = Vec::new();
    for panel in &dashboard.panels {
        panels.push(match view(reader, dashboard.period, panel, ask).await {
            Ok(view) => view,
            Err(error @ (ReportError::Ask(_) | ReportError::Slice(SliceError::Filter(_)))) => {
                return Err(error);
            }
            Err(error) => PanelView::Broken { title: panel_title(reader, panel), error },
        });
    }
    let said = brief_facts::facts(reader, dashboard, &panels, ask).await?;
    Ok(Report {
        brief: sentences(&said),
        unchecked: said.unchecked,
        front,
        id: dashboard.id.clone(),
        title: dashboard.title.clone(),
        audience: dashboard.audience.clone(),
        filters: filters(reader, &dashboard.filters, ask),
        widths: dashboard.panels.iter().map(|panel| panel.width).collect(),
        panels,
    })
}

/// Runs one panel of a dashboard, by its `id` or its number from 1.
///
/// # Errors
/// For a period, filters or a panel that do not exist, and where the panel cannot be made.
pub async fn panel(
    reader: &Reader<'_>,
    dashboard: &Dashboard,
    name: &str,
    ask: &Ask,
) -> Result<PanelView, ReportError> {
    let names = || {
        let number =
            |(index, panel): (usize, &Panel)| panel.id.clone().unwrap_or_else(|| (index + 1).to_string());
        dashboard.panels.iter().enumerate().map(number).collect()
    };
    let panel = dashboard.panel(name).ok_or_else(|| ReportError::Unknown {
        what: "panel",
        name: name.to_owned(),
        known: names(),
    })?;
    view(reader, dashboard.period, panel, &ask.within(dashboard.calendar.as_ref())).await
}

impl Report {
    /// The table of each panel that could be made, with the panel's title.
    pub fn tables(&self, reader: &Reader<'_>) -> Vec<(&str, Table)> {
        let of = |panel: &'_ PanelView| panel.table(reader, &self.front.ask);
        self.panels.iter().filter_map(|panel| Some((panel.title(), of(panel)?))).collect()
    }
}
