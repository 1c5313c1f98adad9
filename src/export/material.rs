//! What a pack is written from: dashboards run for one period, their figures, the plan, what they stand on.

use std::collections::HashSet;

use indexmap::IndexMap;

use super::{Bom, ExportError};
use crate::dashboard::Outline;
use crate::kpi::Question;
use crate::report::{
    self, Answer, Ask, AskError, CheckView, Edition, Facets, Line, PlanView, Report, ReportError, RowsView,
    Shortfall, Wanted, Whole,
};
use crate::workspace::Reader;

/// What a pack is asked to hold.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PackOrder {
    /// The period and the filters.
    pub ask: Ask,
    /// The dashboards by id; all where none is named.
    pub dashboards: Vec<String>,
    /// The formats by name; all where none is named.
    pub formats: Vec<String>,
    /// How its CSV begins.
    pub bom: Bom,
}

impl PackOrder {
    /// What a pack is called: its period, with the calendar's name where that is not the workspace's own.
    ///
    /// # Errors
    /// For a text that is no period.
    pub fn name(&self, reader: &Reader<'_>) -> Result<String, ExportError> {
        let own = reader.calendars().default_calendar();
        let period = self.ask.period(reader, reader.workspace().opening_period());
        let period = period.map_err(|error| ReportError::from(AskError::from(error)))?;
        Ok(if period.calendar() == own { period.name() } else { period.qualified().replace(':', "-") })
    }
}

/// All that a pack is written from.
pub struct Material<'a> {
    /// Who reads.
    pub reader: &'a Reader<'a>,
    /// The period and the filters.
    pub ask: Ask,
    /// How its CSV begins.
    pub bom: Bom,
    /// Whose numbers these are, of when: in the workspace's default calendar.
    pub edition: Edition,
    /// The dashboards, in their order.
    pub reports: Vec<Report>,
    /// Every figure of them: each KPI as a whole and by each of its dimensions, and what their panels show besides.
    pub figures: Vec<Answer>,
    /// The KPIs of the figures, asked what the pack asks, by code in the order of their figures.
    pub questions: IndexMap<String, Question<'a>>,
    /// The plan with its figures.
    pub plan: PlanView,
    /// Every identity that the data should hold, those of which something is wrong first.
    pub checks: Vec<CheckView>,
    /// The rows that templates print, by the query's name.
    pub tables: IndexMap<String, Result<RowsView, ReportError>>,
    /// Every KPI of the plan, of the dashboards and of the outlines of reports as a line of an official table, or why there is none.
    pub lines: IndexMap<String, Result<Line, ReportError>>,
}

impl<'a> Material<'a> {
    /// Asks for all of it.
    ///
    /// # Errors
    /// For a period, a member or a dashboard that does not exist, and where a figure of a panel cannot be made.
    pub async fn gather(reader: &'a Reader<'a>, order: &PackOrder) -> Result<Self, ExportError> {
        let wanted: Vec<_> = match order.dashboards.as_slice() {
            [] => reader.dashboards().collect(),
            names => names.iter().map(|name| report::dashboard(reader, name)).collect::<Result<_, _>>()?,
        };
        let mut reports = Vec::new();
        for dashboard in wanted {
            reports.push(report::run(reader, dashboard, &order.ask).await?);
        }
        // What is sent lacks nothing that could be had another time.
        let checks = report::checks(reader, None).await;
        let lacking: Vec<Shortfall> = reports
            .iter()
            .flat_map(Whole::shortfalls)
            .chain(checks.iter().flat_map(Whole::shortfalls))
            .collect();
        if !lacking.is_empty() {
            return Err(ExportError::Lacking { what: lacking });
        }
        let plan = report::plan(reader, &order.ask, Wanted::default()).await?;
        let figures = figures(reader, &order.ask, &reports).await?;
        let mut tables = IndexMap::new();
        for name in reader.workspace().templates.values().flat_map(|template| &template.queries) {
            if !tables.contains_key(name) {
                tables.insert(name.clone(), report::query_rows(reader, name, &order.ask).await);
            }
        }
        let edition = plan.front.edition.clone();
        let mut lines = IndexMap::new();
        let outlines = reader.workspace().outlines.iter().flat_map(Outline::kpis);
        let codes = plan.figures.keys().chain(figures.iter().map(|figure| &figure.code)).chain(outlines);
        for code in codes {
            if !lines.contains_key(code) {
                let line = report::lines(reader, &order.ask, std::slice::from_ref(code)).await;
                lines.insert(code.clone(), line.map(|mut lines| lines.remove(0)));
            }
        }
        let mut questions = IndexMap::new();
        for figure in &figures {
            if !questions.contains_key(&figure.code) {
                let kpi = reader.kpi(&figure.code).map_err(ReportError::from)?;
                let (own, _) = order.ask.filters.split(kpi);
                let question = reader.question(kpi, own, order.ask.view.clone()).await;
                questions.insert(figure.code.clone(), question.map_err(ReportError::from)?);
            }
        }
        let (ask, bom) = (order.ask.clone(), order.bom);
        Ok(Self { reader, ask, bom, edition, reports, figures, questions, plan, checks, lines, tables })
    }
}

impl Material<'_> {
    /// A line for each KPI of the dashboards, in their order.
    pub(super) fn own_lines(&self) -> impl Iterator<Item = &Line> {
        codes(&self.figures).into_iter().filter_map(|code| self.lines.get(&code)?.as_ref().ok())
    }
}

/// Every figure once, in the order of the dashboards.
async fn figures(reader: &Reader<'_>, ask: &Ask, reports: &[Report]) -> Result<Vec<Answer>, ExportError> {
    let shown = reports.iter().flat_map(|report| &report.panels).flat_map(|panel| panel.answers(reader, ask));
    let shown: Vec<Answer> = shown.collect();
    let mut all = Vec::new();
    for code in codes(&shown) {
        let kpi = reader.kpi(&code).map_err(ReportError::from)?;
        // A KPI is asked what it can be asked; what it lacks is told at its figures.
        let (own, unfiltered) = ask.filters.split(kpi);
        let ask = &Ask { filters: own, ..ask.clone() };
        let dimensions = kpi.dimensions.clone();
        let cuts = std::iter::once(None).chain(dimensions.into_iter().map(Some));
        for by in cuts {
            let facets = Facets { by, ..Facets::default() };
            for asked in report::figures(reader, std::slice::from_ref(&code), ask, &facets).await? {
                let told = |answer| Answer { unfiltered: unfiltered.clone(), ..answer };
                all.extend(asked.answers?.into_iter().map(told));
            }
        }
    }
    all.extend(shown);
    let mut seen = HashSet::new();
    all.retain(|answer| seen.insert(key(answer)));
    Ok(all)
}

/// The KPIs of figures, each once, in their order.
pub(super) fn codes(answers: &[Answer]) -> Vec<String> {
    let mut codes: Vec<String> = Vec::new();
    for answer in answers {
        if !codes.contains(&answer.code) {
            codes.push(answer.code.clone());
        }
    }
    codes
}

/// What tells a figure from all others of a pack.
fn key(answer: &Answer) -> String {
    format!("{:?}", (&answer.code, &answer.calendar, &answer.period, &answer.by))
}
