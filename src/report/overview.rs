//! A dashboard's figures for one scope, period and filters.

use std::collections::BTreeMap;

use futures::future::join_all;

use super::{Ask, ReportError};
use crate::calendar::{Break, Day, Period};
use crate::dashboard::{Dashboard, Panel, Show, Subject};
use crate::kpi::{
    Breakdown, Comparison, Cube, Figure, Filters, Kpi, NotCompared, Scope, Selection, SliceError, Status,
    Target, breakdown, total, with_last_year,
};
use crate::query::Rows;
use crate::workspace::Dataset;

/// How many periods a tile's small course shows.
const SPARK_PERIODS: usize = 8;

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

/// What stands above every page: whose numbers these are, of when, for which period.
#[derive(Debug, Clone)]
pub struct Frontmatter {
    /// The workspace's title.
    pub workspace: String,
    /// The dashboards: id and title.
    pub dashboards: Vec<(String, String)>,
    /// The day until which the data speak.
    pub data_date: Day,
    /// The snapshot's id, 64 hexadecimal digits.
    pub snapshot: String,
    /// Whether the data are made up.
    pub synthetic: bool,
    /// Files that are there and of which no row is used, by path.
    pub unread: Vec<String>,
    /// The period in the workspace's default calendar.
    pub period: PeriodView,
    /// The question, to be carried from page to page.
    pub ask: Ask,
}

/// A period with its neighbours.
#[derive(Debug, Clone)]
pub struct PeriodView {
    /// The period.
    pub period: Period,
    /// The one before, where there is one since the data began.
    pub previous: Option<Period>,
    /// The one after, where it has begun.
    pub next: Option<Period>,
    /// The running one of its kind, where it is another.
    pub running: Option<Period>,
    /// Names that a picker offers, newest first.
    pub choices: Vec<Period>,
}

/// One filter of a dashboard.
#[derive(Debug, Clone)]
pub struct FilterView {
    /// The dimension.
    pub dimension: String,
    /// Its title.
    pub title: String,
    /// What can be chosen.
    pub options: Vec<FilterOption>,
}

/// One member to choose.
#[derive(Debug, Clone)]
pub struct FilterOption {
    /// Its code.
    pub code: String,
    /// What a reader sees.
    pub label: String,
    /// Whether it is chosen.
    pub chosen: bool,
}

/// What a reader must know of a KPI wherever its figure stands.
#[derive(Debug, Clone)]
pub struct Head {
    /// The KPI.
    pub kpi: Kpi,
    /// The panel's own title, or the KPI's.
    pub title: String,
    /// What the plan promises.
    pub target: Option<Target>,
    /// Titles of the filters asked for that the KPI lacks.
    pub unfiltered: Vec<String>,
    /// The filters that were applied.
    pub filters: Filters,
}

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
#[derive(Debug)]
pub struct TileView {
    /// The KPI.
    pub head: Head,
    /// The figure.
    pub figure: Figure,
    /// Where it stands against its target.
    pub status: Option<Status>,
    /// The plan's own period, which decides over a target.
    pub plan: Option<(Figure, Option<Status>)>,
    /// Against the same period last year.
    pub change: Result<Comparison, NotCompared>,
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
    let front = front(dataset, dashboard, ask)?;
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

/// What stands above a page about a dashboard's period.
///
/// # Errors
/// For a text that is no period.
pub fn front(dataset: &Dataset, dashboard: &Dashboard, ask: &Ask) -> Result<Frontmatter, ReportError> {
    let calendars = dataset.calendars();
    let period = ask
        .period_in(dataset, calendars.default_calendar(), dashboard.period)
        .map_err(super::AskError::from)?;
    let workspace = dataset.workspace();
    Ok(Frontmatter {
        workspace: workspace.settings.title.clone(),
        dashboards: workspace.dashboards.values().map(|each| (each.id.clone(), each.title.clone())).collect(),
        data_date: dataset.data_date(),
        snapshot: dataset.snapshot_id().to_owned(),
        synthetic: dataset.is_synthetic(),
        unread: dataset.snapshot().fatal_files.iter().map(|file| file.path.clone()).collect(),
        period: period_view(dataset, period),
        ask: ask.clone(),
    })
}

pub(super) fn period_view(dataset: &Dataset, period: Period) -> PeriodView {
    let calendars = dataset.calendars();
    let date = dataset.data_date();
    let began = |each: &Period| each.last_day() >= calendars.first_day();
    let whole = crate::calendar::DayRange { first_day: calendars.first_day(), last_day: date };
    let mut choices: Vec<Period> = calendars.plan_period(period.calendar()).into_iter().collect();
    use crate::calendar::PeriodKind::{Half, Month, NineMonths, Quarter, Year};
    for kind in [Year, NineMonths, Half, Quarter, Month] {
        let mut all = calendars.periods_between(kind, period.calendar(), whole);
        all.retain(|each| each.first_day() >= calendars.first_day());
        choices.extend(all.into_iter().rev());
    }
    PeriodView {
        previous: period.predecessor().filter(began),
        next: calendars
            .periods_between(period.kind(), period.calendar(), whole)
            .into_iter()
            .find(|each| each.first_day() > period.last_day()),
        running: calendars.running(period.kind(), period.calendar(), date).filter(|each| *each != period),
        choices,
        period,
    }
}

/// What a reader may filter by, the members in the order of their labels.
pub fn filters(dataset: &Dataset, dimensions: &[String], ask: &Ask) -> Vec<FilterView> {
    let of = |dimension: &String| {
        let chosen = ask.filters.get(dimension);
        let mut options: Vec<FilterOption> = dataset
            .choices(dimension)
            .into_iter()
            .map(|(code, label)| {
                let chosen = chosen.is_some_and(|chosen| chosen.contains(&Some(code.clone())));
                FilterOption { code, label, chosen }
            })
            .collect();
        options
            .sort_by(|a, b| dataset.locale().compare(&a.label, &b.label).then_with(|| a.code.cmp(&b.code)));
        FilterView { dimension: dimension.clone(), title: dataset.dimension_title(dimension), options }
    };
    dimensions.iter().map(of).collect()
}

fn panel_title(dataset: &Dataset, panel: &Panel) -> String {
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

async fn view(
    dataset: &Dataset,
    scope: &Scope,
    dashboard: &Dashboard,
    panel: &Panel,
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
    let cube = dataset.cube(kpi).await?;
    let (filters, unfiltered) = ask.filters.split(kpi);
    let period = ask.period_of(dataset, kpi, dashboard.period).map_err(super::AskError::from)?;
    let head = head(dataset, kpi, panel.title.as_ref(), &filters, &unfiltered);
    let asked = Asked { dataset, scope, kpi, cube: &cube, filters };
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

/// What a reader must know of a KPI.
pub(super) fn head(
    dataset: &Dataset,
    kpi: &Kpi,
    title: Option<&String>,
    filters: &Filters,
    unfiltered: &[String],
) -> Head {
    Head {
        title: title.cloned().unwrap_or_else(|| kpi.title.clone()),
        target: dataset.workspace().plan.target(&kpi.code).cloned(),
        unfiltered: unfiltered.iter().map(|name| dataset.dimension_title(name)).collect(),
        filters: filters.clone(),
        kpi: kpi.clone(),
    }
}

/// One KPI asked with filters.
pub(super) struct Asked<'a> {
    pub(super) dataset: &'a Dataset,
    pub(super) scope: &'a Scope,
    pub(super) kpi: &'a Kpi,
    pub(super) cube: &'a Cube,
    pub(super) filters: Filters,
}

impl Asked<'_> {
    fn selection(&self, period: Period) -> Selection {
        Selection { period, filters: self.filters.clone() }
    }

    pub(super) fn total(&self, period: Period) -> Result<Figure, ReportError> {
        Ok(total(self.dataset.frame(), self.kpi, self.cube, self.scope, &self.selection(period))?)
    }

    pub(super) fn breakdown(&self, period: Period, by: &str) -> Result<Breakdown, ReportError> {
        Ok(breakdown(self.dataset.frame(), self.kpi, self.cube, self.scope, &self.selection(period), by)?)
    }

    pub(super) fn status(&self, figure: &Figure) -> Option<Status> {
        self.dataset.workspace().plan.judge(self.kpi, figure, &self.filters, self.dataset.data_date())
    }

    pub(super) fn tile(&self, head: Head, period: &Period) -> Result<TileView, ReportError> {
        let figure = self.total(period.clone())?;
        let selection = self.selection(period.clone());
        let frame = self.dataset.frame();
        let change = with_last_year(frame, self.kpi, self.cube, self.scope, &selection, &figure)?;
        let mut course = Vec::new();
        for each in period.trend(SPARK_PERIODS) {
            if each.first_day() >= self.dataset.calendars().first_day() {
                course.push(self.total(each)?);
            }
        }
        let plan = match self.dataset.calendars().plan_period(period.calendar()) {
            Some(whole) if head.target.is_some() && whole != *period => {
                let figure = self.total(whole)?;
                let status = self.status(&figure);
                Some((figure, status))
            }
            Some(_) | None => None,
        };
        Ok(TileView { status: self.status(&figure), plan, change, course, head, figure })
    }

    pub(super) fn trend(&self, head: Head, period: &Period, count: usize) -> Result<TrendView, ReportError> {
        let calendars = self.dataset.calendars();
        // A course of a year's or the plan's length is shown by the months that end with it.
        let periods = match period.kind() {
            crate::calendar::PeriodKind::Month | crate::calendar::PeriodKind::Quarter => period.trend(count),
            crate::calendar::PeriodKind::Half
            | crate::calendar::PeriodKind::NineMonths
            | crate::calendar::PeriodKind::Year
            | crate::calendar::PeriodKind::Plan
            | crate::calendar::PeriodKind::Days => {
                let on = period.last_day().min(self.dataset.data_date());
                let month = calendars.period_of(crate::calendar::PeriodKind::Month, period.calendar(), on);
                month.map_or_else(Vec::new, |month| month.trend(count))
            }
        };
        let mut figures = Vec::new();
        let mut last_year = Vec::new();
        for each in periods.into_iter().filter(|each| each.first_day() >= calendars.first_day()) {
            let selection = self.selection(each);
            let figure = total(self.dataset.frame(), self.kpi, self.cube, self.scope, &selection)?;
            // Only what compares is drawn beside.
            let change =
                with_last_year(self.dataset.frame(), self.kpi, self.cube, self.scope, &selection, &figure)?;
            last_year.push(change.ok().map(|change| change.base));
            figures.push(figure);
        }
        let shown = figures.first().zip(figures.last());
        let breaks = shown.map_or_else(Vec::new, |(first, last)| {
            let inside =
                |each: &&Break| first.period.first_day() < each.on && each.on <= last.period.last_day();
            calendars.breaks().iter().filter(inside).cloned().collect()
        });
        Ok(TrendView { head, figures, last_year, breaks })
    }

    pub(super) fn labels(&self, breakdown: &Breakdown) -> Vec<String> {
        breakdown.parts.iter().map(|part| self.dataset.label(part)).collect()
    }

    /// The parts in the order of their labels, "not known" last.
    pub(super) fn by_label(&self, breakdown: Breakdown) -> (Breakdown, Vec<String>) {
        let labels = self.labels(&breakdown);
        let Breakdown { total, parts, overlaps } = breakdown;
        let mut both: Vec<(Figure, String)> = parts.into_iter().zip(labels).collect();
        let unknown = |figure: &Figure| figure.by.as_ref().is_some_and(|(_, member)| member.is_none());
        both.sort_by(|(a, x), (b, y)| {
            unknown(a)
                .cmp(&unknown(b))
                .then_with(|| self.dataset.locale().compare(x, y))
                .then_with(|| a.by.cmp(&b.by))
        });
        let (parts, labels) = both.into_iter().unzip();
        (Breakdown { total, parts, overlaps }, labels)
    }
}
