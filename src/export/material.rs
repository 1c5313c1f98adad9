//! What a pack is written from: dashboards run for one period, their figures, the plan, what they stand on.

use std::collections::HashSet;

use indexmap::IndexMap;

use super::ExportError;
use crate::kpi::Question;
use crate::report::{self, Answer, Ask, Edition, Facets, PlanView, Report, ReportError, Wanted};
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
}

/// All that a pack is written from.
pub struct Material<'a> {
    /// Who reads.
    pub reader: &'a Reader<'a>,
    /// The period and the filters.
    pub ask: Ask,
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
}

impl<'a> Material<'a> {
    /// Asks for all of it.
    ///
    /// # Errors
    /// For a period, a member or a dashboard that does not exist, and where a figure of a panel cannot be made.
    pub async fn gather(reader: &'a Reader<'a>, order: &PackOrder) -> Result<Self, ExportError> {
        let all = &reader.workspace().dashboards;
        let unknown = |name: &String| ReportError::Unknown {
            what: "dashboard",
            name: name.clone(),
            known: all.keys().cloned().collect(),
        };
        let wanted: Vec<_> = match order.dashboards.as_slice() {
            [] => all.values().collect(),
            names => {
                let named = names.iter().map(|name| all.get(name).ok_or_else(|| unknown(name)));
                named.collect::<Result<_, _>>()?
            }
        };
        let mut reports = Vec::new();
        for dashboard in wanted {
            reports.push(report::run(reader, dashboard, &order.ask).await?);
        }
        let plan = report::plan(reader, &order.ask, Wanted::default()).await?;
        let figures = figures(reader, &order.ask, &reports).await?;
        let edition = plan.front.edition.clone();
        let mut questions = IndexMap::new();
        for figure in &figures {
            if !questions.contains_key(&figure.code) {
                let kpi = reader.kpi(&figure.code).map_err(ReportError::from)?;
                let (own, _) = order.ask.filters.split(kpi);
                let question = reader.question(kpi, own, order.ask.view.clone()).await;
                questions.insert(figure.code.clone(), question.map_err(ReportError::from)?);
            }
        }
        Ok(Self { reader, ask: order.ask.clone(), edition, reports, figures, questions, plan })
    }
}

/// Every figure once, in the order of the dashboards.
async fn figures(reader: &Reader<'_>, ask: &Ask, reports: &[Report]) -> Result<Vec<Answer>, ExportError> {
    let shown = reports.iter().flat_map(|report| &report.panels).flat_map(|panel| panel.answers(reader, ask));
    let shown: Vec<Answer> = shown.collect();
    let mut codes: Vec<String> = Vec::new();
    for answer in &shown {
        if !codes.contains(&answer.code) {
            codes.push(answer.code.clone());
        }
    }
    let mut all = Vec::new();
    for code in codes {
        let dimensions = reader.kpi(&code).map_err(ReportError::from)?.dimensions.clone();
        let cuts = std::iter::once(None).chain(dimensions.into_iter().map(Some));
        for by in cuts {
            let facets = Facets { by, ..Facets::default() };
            for asked in report::figures(reader, std::slice::from_ref(&code), ask, &facets).await? {
                all.extend(asked.answers?);
            }
        }
    }
    all.extend(shown);
    let mut seen = HashSet::new();
    all.retain(|answer| seen.insert(format!("{:?}", key(answer))));
    Ok(all)
}

/// What tells a figure from all others of a pack.
pub(super) fn key(answer: &Answer) -> (&str, &str, &str, Vec<(&String, &Option<String>)>) {
    (&answer.code, &answer.calendar, &answer.period, answer.by.iter().collect())
}
