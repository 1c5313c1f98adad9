//! What a dashboard's brief is made from, gathered.

use std::collections::BTreeSet;

use super::bodies::Bodies;
use super::counted::{self, codes, is_of_reports};
use super::owed_watch::{OwedFacts, owed_facts};
use super::panel::PanelView;
use super::parts::adds;
use super::said::{BriefFacts, BrokenCheck, KpiFacts, OverdueReport, UncheckedCheck};
use super::tile::TileView;
use super::{Ask, AskError, CheckView, ReportError};
use crate::calendar::{Break, Period};
use crate::dashboard::{Dashboard, Panel, ShowSeveral, Subject};
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
    let period = ask.period(reader, dashboard.period).map_err(AskError::from)?;
    let owed = counted::of_dashboard(reader, dashboard, &period, ask).await;
    let bodies = Bodies::new(reader, ask);
    let overdue = owed.overdue(bodies.known()).map(|(owed, _, days)| OverdueReport {
        report: reader.report_label(&owed.report, bodies.known()),
        body: bodies.name(&owed.body, owed.days.1),
        days,
    });
    let Watched { broken, unchecked, elsewhere } = watched(reader, dashboard, &period).await;
    let newest = calendars.newest_ended(period.kind(), period.calendar(), reader.data_date());
    let is_later = newest.is_some_and(|newest| period.last_day() < newest.last_day());
    let ended = |body: &str| reader.bodies().is_some_and(|bodies| reader.gone(bodies, body).is_some());
    let of_ended = owed.overdue(bodies.known()).any(|(owed, ..)| ended(&owed.body));
    Ok(BriefFacts {
        missing: counted::missing(&owed, reader, &bodies),
        overdue: overdue.collect(),
        of_ended,
        all_reports: is_of_reports(reader, dashboard),
        owed: OwedFacts { is_later, ..owed_facts(reader, ask, &dashboard.owed).await },
        broken,
        unchecked,
        elsewhere,
        set_aside: rows(reader, &kpis, |file| file.set_aside),
        copies: rows(reader, &kpis, |file| file.copies),
        period,
        data_date: reader.data_date(),
        plan: calendars.plan(),
        breaks: calendars.breaks().iter().filter(|each: &&Break| !each.comparable).cloned().collect(),
        first: dashboard.brief.clone(),
        promised: promised(dashboard),
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

/// The codes of the KPIs in panels of targets.
fn promised(dashboard: &Dashboard) -> Vec<String> {
    let of = |panel: &Panel| match &panel.subject {
        Subject::Several { codes, show: ShowSeveral::Targets } => codes.clone(),
        Subject::Several { .. }
        | Subject::Kpi { .. }
        | Subject::Stages(_)
        | Subject::Query { .. }
        | Subject::Owed => Vec::new(),
    };
    dashboard.panels.iter().flat_map(of).collect()
}

fn tile_of<'a>(panel: &'a PanelView, code: &str) -> Option<&'a TileView> {
    match panel {
        PanelView::Tile(tile) if tile.head.kpi.code == code => Some(tile),
        PanelView::Several(view) => view.tiles.iter().find(|tile| tile.head.kpi.code == code),
        _ => None,
    }
}

/// What is said of the checks that a dashboard watches.
#[derive(Default)]
struct Watched {
    /// Those that do not hold in the period, in the dashboard's order.
    broken: Vec<BrokenCheck>,
    /// Those of which nothing can be said.
    unchecked: Vec<UncheckedCheck>,
    /// Those that rows of other periods break.
    elsewhere: Vec<BrokenCheck>,
}

async fn watched(reader: &Reader<'_>, dashboard: &Dashboard, period: &Period) -> Watched {
    let mut watched = Watched::default();
    for check in dashboard.checks.iter().filter_map(|name| reader.workspace().queries.get(name)) {
        let view = CheckView::of(reader, check, reader.broken(check).await, Some(period));
        watched.unchecked.extend(view.unchecked());
        watched.broken.extend(view.broken_here());
        watched.elsewhere.extend(view.broken_elsewhere());
    }
    watched
}

/// So many rows of all files that any of the KPIs reads.
fn rows(reader: &Reader<'_>, kpis: &[KpiFacts], of: fn(&UsedFile) -> u64) -> u64 {
    let files = kpis.iter().flat_map(|kpi| reader.files_of(&kpi.tile.head.kpi));
    let files: BTreeSet<(String, u64)> = files.map(|file| (file.path.clone(), of(&file))).collect();
    files.into_iter().map(|(_, rows)| rows).sum()
}
