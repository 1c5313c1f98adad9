//! What a dashboard's brief is made from, gathered.

use std::collections::BTreeSet;

use super::bodies::Bodies;
use super::counted::{Counted, codes, is_of_reports};
use super::panel::PanelView;
use super::parts::adds;
use super::said::{BriefFacts, BrokenCheck, KpiFacts, OverdueReport, UncheckedCheck};
use super::tile::TileView;
use super::{Ask, AskError, ReportError};
use crate::calendar::Break;
use crate::dashboard::Dashboard;
use crate::kpi::SliceError;
use crate::workspace::{Reader, UsedFile};

/// Gathers what can be said; `panels` are the dashboard's, whose tiles are not made twice. A KPI of which no
/// figure can be made has said so at its panel, and is passed over here.
pub(super) async fn facts(
    reader: &Reader<'_>,
    dashboard: &Dashboard,
    panels: &[PanelView],
    ask: &Ask,
) -> Result<BriefFacts, ReportError> {
    let calendars = reader.calendars();
    let mut kpis = Vec::new();
    for code in codes(dashboard) {
        kpis.extend(kpi(reader, dashboard, panels, ask, code).await.ok());
    }
    let period =
        ask.period_in(reader, calendars.default_calendar(), dashboard.period).map_err(AskError::from)?;
    let counted = Counted::of_dashboard(reader, dashboard, &period, ask).await;
    let bodies = Bodies::new(reader, ask);
    let owed = counted.owed();
    let overdue = owed.overdue(bodies.known()).map(|(owed, _, days)| OverdueReport {
        report: reader.report_label(&owed.report, bodies.known()),
        body: bodies.name(&owed.body, owed.days.1),
        days,
    });
    let (broken, unchecked) = watched(reader, dashboard).await;
    Ok(BriefFacts {
        missing: counted.missing(reader, &bodies),
        overdue: overdue.collect(),
        all_reports: is_of_reports(reader, dashboard),
        broken,
        unchecked,
        set_aside: rows(reader, &kpis, |file| file.set_aside),
        copies: rows(reader, &kpis, |file| file.copies),
        period,
        data_date: reader.data_date(),
        plan: calendars.plan(),
        breaks: calendars.breaks().iter().filter(|each: &&Break| !each.comparable).cloned().collect(),
        first: dashboard.brief.clone(),
        kpis,
    })
}

async fn kpi(
    reader: &Reader<'_>,
    dashboard: &Dashboard,
    panels: &[PanelView],
    ask: &Ask,
    code: &str,
) -> Result<KpiFacts, ReportError> {
    let kpi = reader.kpi(code)?;
    let (question, period) = reader.asked(kpi, dashboard.period, ask).await?;
    let tile = match panels.iter().find_map(|panel| tile_of(panel, code)) {
        Some(tile) => tile.clone(),
        None => reader.tile(&question, ask, reader.head(&question, ask, None), &period)?,
    };
    let mut parts = Vec::new();
    if !adds(kpi) {
        return Ok(KpiFacts { tile, parts });
    }
    // A part is told by a dimension that the reader can choose from, and has not chosen from yet.
    for dimension in
        dashboard.filters.iter().filter(|each| kpi.has(each) && question.filters().get(each).is_none())
    {
        let breakdown = question.at(&period).breakdown(dimension).map_err(SliceError::from)?;
        let (breakdown, labels) = reader.by_label(breakdown);
        parts.push((reader.dimension_title(dimension), breakdown, labels));
    }
    Ok(KpiFacts { tile, parts })
}

fn tile_of<'a>(panel: &'a PanelView, code: &str) -> Option<&'a TileView> {
    match panel {
        PanelView::Tile(tile) if tile.head.kpi.code == code => Some(tile),
        _ => None,
    }
}

/// The dashboard's checks that do not hold, and those of which nothing can be said, in its order.
async fn watched(reader: &Reader<'_>, dashboard: &Dashboard) -> (Vec<BrokenCheck>, Vec<UncheckedCheck>) {
    let (mut broken, mut unchecked) = (Vec::new(), Vec::new());
    for check in dashboard.checks.iter().filter_map(|name| reader.workspace().queries.get(name)) {
        let (name, title) = (check.name.clone(), check.title.clone());
        match reader.broken(check).await {
            Ok(found) if found.count == 0 => {}
            Ok(found) => broken.push(BrokenCheck { name, title, rows: found.count, more: found.more }),
            Err(error) => unchecked.push(UncheckedCheck { name, title, failed: error.is_failure() }),
        }
    }
    (broken, unchecked)
}

/// So many rows of all files that any of the KPIs reads.
fn rows(reader: &Reader<'_>, kpis: &[KpiFacts], of: fn(&UsedFile) -> u64) -> u64 {
    let files = kpis.iter().flat_map(|kpi| reader.files_of(&kpi.tile.head.kpi));
    let files: BTreeSet<(String, u64)> = files.map(|file| (file.path.clone(), of(&file))).collect();
    files.into_iter().map(|(_, rows)| rows).sum()
}
