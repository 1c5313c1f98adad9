//! One panel of a dashboard, run.

use super::asked::Head;
use super::funnel::{FunnelView, StageView, funnel};
use super::grid::{GridView, MOST_MEMBERS, MOST_ROWS};
use super::owed::{OwedView, owed};
use super::parts::{BarsView, BulletView, GroupView, MapView};
use super::query_rows::{RowsView, rows};
use super::ranking::PartsView;
use super::several::{SeveralView, several};
use super::tile::{TileView, TrendView};
use super::whole::{Shortfall, Whole};
use super::{Answer, Ask, ReportError, Table, tidy};
use crate::calendar::PeriodKind;
use crate::dashboard::{Panel, Show, ShowRows, ShowSeveral, Subject};
use crate::kpi::{Breakdown, Figure};
use crate::workspace::Reader;

/// One panel.
#[derive(Debug)]
pub enum PanelView {
    /// A figure.
    Tile(Box<TileView>),
    /// Its course.
    Trend(TrendView),
    /// Its parts as bars.
    Bars(BarsView),
    /// Its parts against their target.
    Bullet(BulletView),
    /// Several KPIs of which each is a part of the one before.
    Funnel(FunnelView),
    /// Several KPIs, a line each.
    Several(SeveralView),
    /// Its parts by periods.
    Heatmap(GridView),
    /// Its parts where they lie.
    Map(MapView),
    /// The courses of its largest parts.
    Multiples(GridView),
    /// Its parts as a table.
    Table(PartsView),
    /// A query's rows.
    Rows(RowsView),
    /// A query's rows as cells of members by periods.
    Cells(RowsView),
    /// The bodies that owe most.
    Owed(Box<OwedView>),
    /// A panel that could not be made; the rest of the page stands.
    Broken {
        /// What it would have shown.
        title: String,
        /// Why not.
        error: ReportError,
    },
}

impl PanelView {
    /// What it is called.
    pub fn title(&self) -> &str {
        match self {
            Self::Tile(view) => &view.head.title,
            Self::Trend(view) => &view.head.title,
            Self::Bars(view) => &view.parts.head.title,
            Self::Bullet(view) => &view.parts.head.title,
            Self::Map(view) => &view.parts.head.title,
            Self::Table(view) => &view.head.title,
            Self::Heatmap(view) | Self::Multiples(view) => &view.head.title,
            Self::Funnel(view) => &view.title,
            Self::Several(view) => &view.title,
            Self::Rows(view) | Self::Cells(view) => &view.title,
            Self::Owed(view) => &view.title,
            Self::Broken { title, .. } => title,
        }
    }
}

/// What tells a panel from others of its KPI.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Apart<'a> {
    /// It is a course.
    Course,
    /// The title of the dimension by which it is divided.
    By(&'a str),
    /// The titles of two.
    ByTwo(&'a str, &'a str),
    /// The title of the dimension, over periods.
    ByPeriods(&'a str),
}

impl PanelView {
    /// What tells it from other panels of its KPI, where its title is only the KPI's own.
    pub fn apart(&self) -> Option<Apart<'_>> {
        let (head, apart) = match self {
            Self::Trend(view) => (&view.head, Apart::Course),
            Self::Bars(view) => match &view.group {
                Some(group) => (&view.parts.head, Apart::ByTwo(&view.parts.dimension, &group.dimension)),
                None => (&view.parts.head, Apart::By(&view.parts.dimension)),
            },
            Self::Bullet(view) => (&view.parts.head, Apart::By(&view.parts.dimension)),
            Self::Map(view) => (&view.parts.head, Apart::By(&view.parts.dimension)),
            Self::Table(view) => (&view.head, Apart::By(&view.dimension)),
            Self::Heatmap(view) | Self::Multiples(view) => (&view.head, Apart::ByPeriods(&view.dimension)),
            Self::Tile(_)
            | Self::Funnel(_)
            | Self::Several(_)
            | Self::Rows(_)
            | Self::Cells(_)
            | Self::Owed(_)
            | Self::Broken { .. } => return None,
        };
        (head.title == head.kpi.title).then_some(apart)
    }

    /// Whether it has stages of which they cannot be the same things on their way: they are not of one cohort.
    pub fn is_mixed(&self) -> bool {
        matches!(self, Self::Funnel(view) if view.is_mixed())
    }

    /// What it shows as a table: a query's rows, or its figures as [`tidy()`] gives them, the whole before its parts; nothing
    /// of a panel that could not be made. `ask` is the question that it was made for.
    pub fn table(&self, reader: &Reader<'_>, ask: &Ask) -> Option<Table> {
        match self {
            Self::Rows(view) | Self::Cells(view) => Some(view.table.clone()),
            Self::Owed(view) => Some(view.list.table(reader.locale())),
            Self::Broken { .. } => None,
            _ => Some(tidy(reader, &self.answers(reader, ask))),
        }
    }

    /// Each of its figures; none of a query's rows.
    pub fn answers(&self, reader: &Reader<'_>, ask: &Ask) -> Vec<Answer> {
        let own = |head: &Head, figures: &[&Figure]| {
            figures.iter().map(|figure| reader.answer(head, figure, ask)).collect::<Vec<Answer>>()
        };
        // The course's last figure may be the tile's own.
        let of_tile = |view: &TileView| {
            let before = view.course.iter().filter(|each| each.period != view.figure.period);
            let plan = view.plan.iter().map(|(figure, _)| figure);
            own(&view.head, &std::iter::once(&view.figure).chain(plan).chain(before).collect::<Vec<_>>())
        };
        let parts = |head: &Head, whole: &Breakdown| {
            own(head, &std::iter::once(&whole.total).chain(&whole.parts).collect::<Vec<_>>())
        };
        match self {
            Self::Tile(view) => of_tile(view),
            Self::Several(view) => view.tiles.iter().flat_map(of_tile).collect(),
            Self::Trend(view) => {
                let last_year = view.last_year.iter().flatten();
                own(&view.head, &view.figures.iter().chain(last_year).collect::<Vec<_>>())
            }
            Self::Bars(view) => {
                let mut all = parts(&view.parts.head, &view.parts.breakdown);
                all.extend(view.group.iter().flat_map(|group| crossed(reader, ask, &view.parts.head, group)));
                all
            }
            Self::Bullet(view) => parts(&view.parts.head, &view.parts.breakdown),
            Self::Map(view) => parts(&view.parts.head, &view.parts.breakdown),
            Self::Table(view) => parts(&view.head, &view.breakdown),
            Self::Heatmap(view) | Self::Multiples(view) => {
                let cells = view.rows.iter().flat_map(|row| &row.cells);
                own(&view.head, &view.wholes.iter().chain(cells).collect::<Vec<_>>())
            }
            Self::Funnel(view) => {
                let each = |stage: &StageView| reader.answer(&stage.head, &stage.figure, ask);
                let with_branches = |stage: &StageView| {
                    std::iter::once(each(stage)).chain(stage.branches.iter().map(each)).collect::<Vec<_>>()
                };
                view.stages.iter().flat_map(with_branches).collect()
            }
            Self::Rows(_) | Self::Cells(_) | Self::Owed(_) | Self::Broken { .. } => Vec::new(),
        }
    }
}

/// The cells of parts by a second dimension: each bears both members.
fn crossed(reader: &Reader<'_>, ask: &Ask, head: &Head, group: &GroupView) -> Vec<Answer> {
    let mut all: Vec<Answer> = group.totals.iter().map(|figure| reader.answer(head, figure, ask)).collect();
    for cells in &group.cells {
        for (cell, total) in cells.iter().zip(&group.totals) {
            let mut answer = reader.answer(head, cell, ask);
            answer.by.extend(total.by.clone());
            all.push(answer);
        }
    }
    all
}

/// All figures of a panel come from one cube, so that one stands for all.
impl Whole for PanelView {
    fn shortfalls(&self) -> Vec<Shortfall> {
        let one = |code: &str, figure: &Figure| Shortfall::of_figure(code, figure).into_iter().collect();
        match self {
            Self::Tile(view) => one(&view.head.kpi.code, &view.figure),
            Self::Trend(view) => {
                let all = view.figures.iter();
                all.filter_map(|figure| Shortfall::of_figure(&view.head.kpi.code, figure)).take(1).collect()
            }
            Self::Bars(view) => one(&view.parts.head.kpi.code, &view.parts.breakdown.total),
            Self::Bullet(view) => one(&view.parts.head.kpi.code, &view.parts.breakdown.total),
            Self::Map(view) => one(&view.parts.head.kpi.code, &view.parts.breakdown.total),
            Self::Table(view) => one(&view.head.kpi.code, &view.breakdown.total),
            Self::Heatmap(view) | Self::Multiples(view) => one(&view.head.kpi.code, &view.total),
            Self::Funnel(view) => view.stages.iter().flat_map(of_stage).collect(),
            Self::Several(view) => {
                view.tiles.iter().flat_map(|tile| one(&tile.head.kpi.code, &tile.figure)).collect()
            }
            Self::Rows(_) | Self::Cells(_) => Vec::new(),
            Self::Owed(view) => view.list.shortfalls(),
            Self::Broken { error, .. } if error.is_out_of_scope() => Vec::new(),
            Self::Broken { title, error } => vec![Shortfall::failed(title, error)],
        }
    }
}

fn of_stage(stage: &StageView) -> Vec<Shortfall> {
    let own = Shortfall::of_figure(&stage.head.kpi.code, &stage.figure);
    own.into_iter().chain(stage.branches.iter().flat_map(of_stage)).collect()
}

/// So many of those who owe most are shown.
const FOREMOST: usize = 5;

/// What a panel is called.
pub(super) fn panel_title(reader: &Reader<'_>, panel: &Panel) -> String {
    let kpi = |code: &String| reader.workspace().kpis.get(code).map(|kpi| kpi.title.clone());
    let (name, title) = match &panel.subject {
        Subject::Owed => (reader.locale().words().owed.title.to_owned(), None),
        Subject::Kpi { code, .. } => (code.clone(), kpi(code)),
        Subject::Stages(stages) => {
            let first = stages.first().map_or_else(String::new, |stage| stage.code.clone());
            let title = kpi(&first);
            (first, title)
        }
        Subject::Several { show, .. } => {
            let words = &reader.locale().words().several;
            let title = match show {
                ShowSeveral::Targets => words.of_targets,
                ShowSeveral::Figures => words.of_figures,
            };
            (title.to_owned(), None)
        }
        Subject::Query { name, .. } => {
            (name.clone(), reader.workspace().queries.get(name).map(|query| query.title.clone()))
        }
    };
    panel.title.clone().or(title).unwrap_or(name)
}

/// Runs a panel.
pub(super) async fn view(
    reader: &Reader<'_>,
    kind: PeriodKind,
    panel: &Panel,
    ask: &Ask,
) -> Result<PanelView, ReportError> {
    let (code, show) = match &panel.subject {
        Subject::Owed => {
            let (title, list) = (panel_title(reader, panel), owed(reader, ask, None).await?);
            return Ok(PanelView::Owed(Box::new(OwedView { title, most: FOREMOST, list })));
        }
        Subject::Query { name, show } => {
            let view = rows(reader, kind, panel_title(reader, panel), name, ask).await?;
            return Ok(match show {
                ShowRows::Table => PanelView::Rows(view),
                ShowRows::Heatmap => PanelView::Cells(view),
            });
        }
        Subject::Stages(stages) => {
            let title = panel_title(reader, panel);
            return Ok(PanelView::Funnel(funnel(reader, kind, ask, title, stages).await?));
        }
        Subject::Several { codes, show } => {
            return Ok(PanelView::Several(
                several(reader, kind, ask, panel_title(reader, panel), codes, *show).await?,
            ));
        }
        Subject::Kpi { code, show } => (code, show),
    };
    let (question, period) = reader.asked(reader.kpi(code)?, kind, ask).await?;
    let head = reader.head(&question, ask, panel.title.as_ref());
    let slice = question.at(&period);
    Ok(match show {
        Show::Tile => PanelView::Tile(Box::new(reader.tile(&question, ask, head, &period)?)),
        Show::Trend { course } => PanelView::Trend(reader.trend(&question, head, &period, *course)),
        Show::Bars { by, group } => PanelView::Bars(reader.bars(&slice, head, by, group.as_ref())?),
        Show::Bullet { by } => PanelView::Bullet(reader.bullet(&question, head, &period, by)?),
        Show::Heatmap { by, course } => {
            PanelView::Heatmap(reader.grid(&question, head, &period, by, *course, MOST_ROWS)?)
        }
        Show::Map { by } => PanelView::Map(reader.map(&slice, head, by)?),
        Show::Multiples { by, course } => {
            PanelView::Multiples(reader.grid(&question, head, &period, by, *course, MOST_MEMBERS)?)
        }
        Show::Table { by } => PanelView::Table(reader.table(&slice, head, by)?),
    })
}
