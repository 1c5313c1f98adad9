//! What a dashboard's brief is made from, gathered.

use std::collections::BTreeSet;
use std::sync::Arc;

use rust_decimal::Decimal;

use super::bodies::Bodies;
use super::counted::{Counted, codes, is_of_reports};
use super::owed::owed_kinds;
use super::panel::PanelView;
use super::parts::adds;
use super::said::{BriefFacts, BrokenCheck, KpiFacts, OverdueReport, UncheckedCheck};
use super::tile::TileView;
use super::{Ask, AskError, ReportError, RowsView};
use crate::calendar::Break;
use crate::dashboard::{Dashboard, Panel, ShowSeveral, Subject};
use crate::kpi::SliceError;
use crate::query::{NamedQuery, ROWS, SUM};
use crate::workspace::{Broken, Reader, UsedFile};

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
    let (kinds, unlisted) = owed_kinds(reader, ask, &dashboard.owed).await;
    Ok(BriefFacts {
        missing: counted.missing(reader, &bodies),
        overdue: overdue.collect(),
        all_reports: is_of_reports(reader, dashboard),
        owed: kinds,
        unlisted,
        broken,
        unchecked,
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

/// The dashboard's checks that do not hold, and those of which nothing can be said, in its order.
async fn watched(reader: &Reader<'_>, dashboard: &Dashboard) -> (Vec<BrokenCheck>, Vec<UncheckedCheck>) {
    let (mut broken, mut unchecked) = (Vec::new(), Vec::new());
    for check in dashboard.checks.iter().filter_map(|name| reader.workspace().queries.get(name)) {
        let (name, title) = (check.name.clone(), check.title.clone());
        match reader.broken(check).await {
            Ok(found) if found.count == 0 => {}
            Ok(found) => {
                let told = told(reader, check, &found);
                broken.push(BrokenCheck { name, title, told, rows: found.count, more: found.more });
            }
            Err(error) => unchecked.push(UncheckedCheck { name, title, failed: error.is_failure() }),
        }
    }
    (broken, unchecked)
}

/// What a check says of the rows that break it: sums of numbers, values of all else, each once.
pub(super) fn told(reader: &Reader<'_>, check: &NamedQuery, broken: &Broken) -> Option<String> {
    let (text, _) = check.told.as_ref()?;
    if broken.more || broken.rows.len() < broken.count {
        return None;
    }
    let locale = reader.locale();
    let table = RowsView::of(reader, check, check.title.clone(), Arc::clone(&broken.rows)).table;
    let mut told = text.replace(&format!("{{{ROWS}}}"), &locale.integer(i64::try_from(broken.count).ok()?));
    for (place, column) in table.columns.iter().enumerate() {
        let cells = || table.rows().filter_map(|row| row.into_iter().nth(place));
        let (sum, values) = (format!("{{{SUM}{}}}", column.name), format!("{{{}}}", column.name));
        if told.contains(&sum) {
            let all =
                cells().try_fold(Decimal::ZERO, |all, cell| all.checked_add(cell.plain().parse().ok()?))?;
            told = told.replace(&sum, &locale.number(all, all.normalize().scale()));
        }
        if told.contains(&values) {
            let mut each: Vec<String> = cells().map(|cell| column.in_words(&cell.plain())).collect();
            each.dedup();
            told = told.replace(&values, &each.join("; "));
        }
    }
    Some(told)
}

/// So many rows of all files that any of the KPIs reads.
fn rows(reader: &Reader<'_>, kpis: &[KpiFacts], of: fn(&UsedFile) -> u64) -> u64 {
    let files = kpis.iter().flat_map(|kpi| reader.files_of(&kpi.tile.head.kpi));
    let files: BTreeSet<(String, u64)> = files.map(|file| (file.path.clone(), of(&file))).collect();
    files.into_iter().map(|(_, rows)| rows).sum()
}
