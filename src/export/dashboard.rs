//! A dashboard as data: the same figures as on its page.

use indexmap::IndexMap;
use rust_decimal::Decimal;
use schemars::JsonSchema;
use serde::Serialize;

use super::Refused;
use super::comparison::ComparisonAnswer;
use super::owed::OwedPanelAnswer;
use crate::calendar::Period;
use crate::dashboard::BRIEF_KINDS;
use crate::kpi::{Breakdown, Caveat, Figure, Reason, State, ToldCaveat};
use crate::page;
use crate::report::{
    Answer, Ask, ColumnTotal, GridRow, GridView, Head, PanelView, Report, RowCell, RowsView, Sentence,
    StageView, TileView, one,
};
use crate::workspace::Reader;

/// A dashboard.
#[derive(Debug, Serialize, JsonSchema)]
pub struct DashboardAnswer {
    /// Its name in addresses.
    id: String,
    /// What it is called.
    title: String,
    /// For whom it is.
    audience: Option<String>,
    /// The period in the dashboard's calendar; each figure names its own.
    period: String,
    /// The dashboard's calendar.
    calendar: String,
    /// The day until which the data speak.
    #[schemars(extend("format" = "date"))]
    data_date: String,
    /// Whether the data are made up.
    synthetic: bool,
    /// The files that it was computed from.
    snapshot: String,
    /// What its figures say, in the workspace's language.
    brief: Vec<SentenceAnswer>,
    /// Its panels, in their order.
    panels: Vec<PanelAnswer>,
}

/// A sentence of the brief.
#[derive(Debug, Serialize, JsonSchema)]
struct SentenceAnswer {
    /// Its kind, as dashboard files name it.
    kind: &'static str,
    /// The sentence.
    text: String,
    /// The KPI that it speaks of; nothing where it speaks of the data as a whole.
    code: Option<String>,
}

/// A panel.
#[derive(Debug, Serialize, JsonSchema)]
#[serde(tag = "show", rename_all = "snake_case")]
enum PanelAnswer {
    /// A figure.
    Tile(Box<TileAnswer>),
    /// Several figures, a line each.
    Several(SeveralAnswer),
    /// Its course.
    Trend(CourseAnswer),
    /// Its parts, the largest first.
    Bars(BarsAnswer),
    /// Its parts, each against the target, the largest first.
    Bullet(PartsAnswer),
    /// Its parts where they lie, the largest first.
    Map(PartsAnswer),
    /// Its parts in the order of their labels.
    Table(PartsAnswer),
    /// Its parts by periods.
    Heatmap(GridAnswer),
    /// The courses of its largest parts.
    Multiples(GridAnswer),
    /// Several KPIs of which each is a part of the one before.
    Funnel(FunnelAnswer),
    /// A query's rows.
    Rows(RowsAnswer),
    /// A query's rows as cells of members by periods.
    Cells(RowsAnswer),
    /// The bodies that owe most.
    Owed(OwedPanelAnswer),
    /// A panel that could not be made; the others stand.
    Broken(BrokenAnswer),
}

/// A figure with its change and its course in small.
#[derive(Debug, Serialize, JsonSchema)]
struct TileAnswer {
    /// The panel's title.
    title: String,
    /// The figure.
    figure: Answer,
    /// Of the plan's whole life, which decides over a target.
    plan: Option<Answer>,
    /// The figure of the base that it is compared with; nothing where the two do not compare as a whole.
    base: Option<Answer>,
    /// The change against the base.
    comparison: ComparisonAnswer,
    /// The periods before, oldest first, this one last.
    course: Vec<Answer>,
}

/// Several figures, a line each.
#[derive(Debug, Serialize, JsonSchema)]
struct SeveralAnswer {
    /// The panel's title.
    title: String,
    /// Each as a tile; its course lies inside the period.
    figures: Vec<TileAnswer>,
}

/// A figure over periods.
#[derive(Debug, Serialize, JsonSchema)]
struct CourseAnswer {
    /// The panel's title.
    title: String,
    /// Oldest first.
    figures: Vec<Answer>,
    /// The same periods a year before; nothing where the two do not compare as a whole. Empty where the course holds
    /// such periods itself.
    last_year: Vec<Option<Answer>>,
}

/// A figure and its parts.
#[derive(Debug, Serialize, JsonSchema)]
struct PartsAnswer {
    /// The panel's title.
    title: String,
    /// What the dimension is called.
    dimension: String,
    /// The whole.
    total: Answer,
    /// Its parts.
    parts: Vec<PartAnswer>,
    /// Whether the parts add up to more than the whole, or do not add at all.
    overlaps: bool,
}

/// A figure and its parts, perhaps each by a second dimension.
#[derive(Debug, Serialize, JsonSchema)]
struct BarsAnswer {
    #[serde(flatten)]
    parts: PartsAnswer,
    /// What the parts are made of.
    group: Option<GroupAnswer>,
}

/// Parts by the members of a second dimension, the largest of these first.
#[derive(Debug, Serialize, JsonSchema)]
struct GroupAnswer {
    /// What the second dimension is called.
    dimension: String,
    /// Its members.
    labels: Vec<String>,
    /// For each part one for each of the members.
    cells: Vec<Vec<GridCellAnswer>>,
    /// Whether the cells of a part add up to it.
    adds: bool,
}

/// A part.
#[derive(Debug, Serialize, JsonSchema)]
struct PartAnswer {
    /// What the member is called.
    label: String,
    /// Its figure.
    figure: Answer,
}

/// A figure's parts over periods.
#[derive(Debug, Serialize, JsonSchema)]
struct GridAnswer {
    /// The panel's title.
    title: String,
    /// What the dimension is called.
    dimension: String,
    /// The figure over the period asked for, of which the rows are parts.
    total: Answer,
    /// Names of the periods, oldest first.
    periods: Vec<String>,
    /// A member each, the largest first.
    rows: Vec<GridRowAnswer>,
    /// How many smaller members are left out.
    left_out: usize,
    /// Whether the parts add up to more than the whole, or do not add at all.
    overlaps: bool,
}

/// A member over periods.
#[derive(Debug, Serialize, JsonSchema)]
struct GridRowAnswer {
    /// What the member is called.
    label: String,
    /// One for each period.
    cells: Vec<GridCellAnswer>,
}

/// A member in a period.
#[derive(Debug, Serialize, JsonSchema)]
struct GridCellAnswer {
    /// The number in the KPI's unit.
    #[serde(serialize_with = "one")]
    #[schemars(with = "Option<f64>")]
    value: Option<Decimal>,
    /// Whether there is a value.
    state: State,
    /// Why there is none.
    reason: Option<String>,
    /// What is doubtful about it.
    caveats: Vec<ToldCaveat>,
}

/// Several KPIs of which each is a part of the one before.
#[derive(Debug, Serialize, JsonSchema)]
struct FunnelAnswer {
    /// The panel's title.
    title: String,
    /// From the top.
    stages: Vec<StageAnswer>,
}

/// A stage of a funnel, or what leaves after it.
#[derive(Debug, Serialize, JsonSchema)]
struct StageAnswer {
    /// What is counted.
    label: String,
    /// How many.
    #[serde(serialize_with = "one")]
    #[schemars(with = "Option<f64>")]
    count: Option<Decimal>,
    /// The share of the stage before, in percent.
    #[serde(serialize_with = "one")]
    #[schemars(with = "Option<f64>")]
    share: Option<Decimal>,
    /// The figure that it is taken from.
    figure: Answer,
    /// What leaves after it.
    branches: Vec<StageAnswer>,
}

/// A query's rows.
#[derive(Debug, Serialize, JsonSchema)]
struct RowsAnswer {
    /// The panel's title.
    title: String,
    /// What the rows are, in a sentence or two.
    description: Option<String>,
    /// What each column is called, by its name.
    columns: IndexMap<String, String>,
    /// Each row by its columns' names: numbers, truth values, texts, dates as texts, or nothing.
    rows: Vec<IndexMap<String, RowCell>>,
    /// Whether there are more.
    truncated: bool,
    /// What is doubtful about them.
    caveats: Vec<ToldCaveat>,
    /// How many rows concern other periods and are left out.
    elsewhere: usize,
    /// Totals of columns, by their names.
    totals: IndexMap<String, TotalAnswer>,
    /// The period whose days the query takes, or which its rows concern, where they do.
    period: Option<String>,
    /// Titles of the filters asked for that it does not take.
    unfiltered: Vec<String>,
}

/// The total of a column.
#[derive(Debug, Serialize, JsonSchema)]
struct TotalAnswer {
    /// The sum of the values that there are.
    #[serde(serialize_with = "one")]
    #[schemars(with = "Option<f64>")]
    sum: Option<Decimal>,
    /// How many rows have a value.
    valued: usize,
    /// How many rows there are.
    rows: usize,
}

impl TotalAnswer {
    fn of(total: &ColumnTotal) -> Self {
        Self { sum: Some(total.sum), valued: total.valued, rows: total.rows }
    }
}

/// Why a panel could not be made.
#[derive(Debug, Serialize, JsonSchema)]
struct BrokenAnswer {
    /// The panel's title.
    title: String,
    #[serde(flatten)]
    refused: Refused,
}

/// A dashboard's report as its answer.
pub fn dashboard_answer(reader: &Reader<'_>, report: &Report) -> DashboardAnswer {
    let Report { front, id, title, audience, filters: _, brief, panels, widths: _, unchecked: _ } = report;
    let of = Of { reader, ask: &front.ask };
    DashboardAnswer {
        id: id.clone(),
        title: title.clone(),
        audience: audience.clone(),
        period: front.edition.period.name(),
        calendar: front.edition.period.calendar().name.clone(),
        data_date: front.edition.data_date.to_string(),
        synthetic: front.edition.synthetic,
        snapshot: front.edition.snapshot.clone(),
        brief: brief.iter().map(|sentence| said(reader, sentence)).collect(),
        panels: panels.iter().map(|panel| of.panel(panel)).collect(),
    }
}

fn said(reader: &Reader<'_>, sentence: &Sentence) -> SentenceAnswer {
    let kind = sentence.kind();
    SentenceAnswer {
        kind: BRIEF_KINDS.iter().find(|(_, each)| *each == kind).map_or("", |(name, _)| *name),
        text: page::sentence(reader.locale(), sentence),
        code: sentence.about.as_ref().map(|about| about.code.clone()),
    }
}

/// What figures are made into answers with.
#[derive(Clone, Copy)]
struct Of<'a> {
    reader: &'a Reader<'a>,
    ask: &'a Ask,
}

impl Of<'_> {
    fn tile(self, tile: &TileView) -> TileAnswer {
        let own = |figure: &Figure| self.figure(&tile.head, figure);
        TileAnswer {
            title: tile.head.title.clone(),
            figure: own(&tile.figure),
            plan: tile.plan.as_ref().map(|(figure, _)| own(figure)),
            base: whole_base(tile).map(own),
            comparison: ComparisonAnswer::of(&tile.figure, &tile.change),
            course: tile.course.iter().map(own).collect(),
        }
    }

    fn panel(self, panel: &PanelView) -> PanelAnswer {
        match panel {
            PanelView::Tile(tile) => PanelAnswer::Tile(Box::new(self.tile(tile))),
            PanelView::Several(view) => PanelAnswer::Several(SeveralAnswer {
                title: view.title.clone(),
                figures: view.tiles.iter().map(|tile| self.tile(tile)).collect(),
            }),
            PanelView::Trend(trend) => {
                let own = |figure: &Figure| self.figure(&trend.head, figure);
                PanelAnswer::Trend(CourseAnswer {
                    title: trend.head.title.clone(),
                    figures: trend.figures.iter().map(own).collect(),
                    last_year: trend.last_year.iter().map(|figure| figure.as_ref().map(own)).collect(),
                })
            }
            PanelView::Bars(view) => PanelAnswer::Bars(BarsAnswer {
                parts: self.parts(
                    &view.parts.head,
                    &view.parts.dimension,
                    &view.parts.breakdown,
                    &view.parts.labels,
                ),
                group: view.group.as_ref().map(|group| GroupAnswer {
                    dimension: group.dimension.clone(),
                    labels: group.labels.clone(),
                    cells: group.cells.iter().map(|cells| cells.iter().map(figure_cell).collect()).collect(),
                    adds: group.adds,
                }),
            }),
            PanelView::Table(view) => {
                PanelAnswer::Table(self.parts(&view.head, &view.dimension, &view.breakdown, &view.labels))
            }
            PanelView::Bullet(view) => PanelAnswer::Bullet(self.parts(
                &view.parts.head,
                &view.parts.dimension,
                &view.parts.breakdown,
                &view.parts.labels,
            )),
            PanelView::Map(view) => PanelAnswer::Map(self.parts(
                &view.parts.head,
                &view.parts.dimension,
                &view.parts.breakdown,
                &view.parts.labels,
            )),
            PanelView::Heatmap(view) => PanelAnswer::Heatmap(self.grid(view)),
            PanelView::Multiples(view) => PanelAnswer::Multiples(self.grid(view)),
            PanelView::Funnel(view) => PanelAnswer::Funnel(FunnelAnswer {
                title: view.title.clone(),
                stages: view.stages.iter().map(|stage| self.stage(stage)).collect(),
            }),
            PanelView::Rows(view) => PanelAnswer::Rows(rows(view)),
            PanelView::Cells(view) => PanelAnswer::Cells(rows(view)),
            PanelView::Owed(view) => PanelAnswer::Owed(OwedPanelAnswer::of(self.reader.locale(), view)),
            PanelView::Broken { title, error } => {
                PanelAnswer::Broken(BrokenAnswer { title: title.clone(), refused: error.into() })
            }
        }
    }

    fn figure(self, head: &Head, figure: &Figure) -> Answer {
        self.reader.answer(head, figure, self.ask)
    }

    fn grid(self, view: &GridView) -> GridAnswer {
        let row = |row: &GridRow| GridRowAnswer {
            label: row.label.clone(),
            cells: row.cells.iter().map(figure_cell).collect(),
        };
        GridAnswer {
            title: view.head.title.clone(),
            dimension: view.dimension.clone(),
            total: self.figure(&view.head, &view.total),
            periods: view.periods().map(Period::name).collect(),
            rows: view.rows.iter().map(row).collect(),
            left_out: view.left_out,
            overlaps: view.overlaps,
        }
    }

    fn stage(self, view: &StageView) -> StageAnswer {
        StageAnswer {
            label: view.label.clone(),
            count: view.count,
            share: view.share,
            figure: self.figure(&view.head, &view.figure),
            branches: view.branches.iter().map(|branch| self.stage(branch)).collect(),
        }
    }

    fn parts(self, head: &Head, dimension: &str, breakdown: &Breakdown, labels: &[String]) -> PartsAnswer {
        let part = |(figure, label): (&Figure, &String)| PartAnswer {
            label: label.clone(),
            figure: self.figure(head, figure),
        };
        PartsAnswer {
            title: head.title.clone(),
            dimension: dimension.to_owned(),
            total: self.figure(head, &breakdown.total),
            parts: breakdown.parts.iter().zip(labels).map(part).collect(),
            overlaps: breakdown.overlaps,
        }
    }
}

/// The base, where it is what the whole figure is compared with.
fn whole_base(tile: &TileView) -> Option<&Figure> {
    tile.change.as_ref().ok().filter(|change| change.bodies().is_none()).map(|change| &change.base)
}

fn figure_cell(figure: &Figure) -> GridCellAnswer {
    GridCellAnswer {
        value: figure.value,
        state: figure.state,
        reason: figure.reason.as_ref().filter(|_| figure.state != State::Value).map(Reason::sentence),
        caveats: figure.caveats.iter().map(Caveat::told).collect(),
    }
}

fn rows(view: &RowsView) -> RowsAnswer {
    let RowsView {
        title,
        description,
        table,
        over,
        unfiltered,
        periods: _,
        caveats,
        year: _,
        elsewhere,
        totals,
        unstated: _,
        leads: _,
    } = view;
    let names = || table.columns.iter().map(|column| column.name.clone());
    RowsAnswer {
        title: title.clone(),
        description: description.clone(),
        columns: table.columns.iter().map(|column| (column.name.clone(), column.title.clone())).collect(),
        rows: table.rows().map(|row| names().zip(row).collect()).collect(),
        truncated: table.truncated,
        elsewhere: *elsewhere,
        totals: totals.iter().map(|total| (total.column.clone(), TotalAnswer::of(total))).collect(),
        caveats: caveats.iter().map(Caveat::told).collect(),
        period: over.as_ref().map(Period::name),
        unfiltered: unfiltered.clone(),
    }
}
