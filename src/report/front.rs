//! What stands above every page, and what its reader can choose.

use std::sync::Arc;

use super::{Ask, AskError, Held, ReportError};
use crate::calendar::{Day, Period, PeriodKind};
use crate::workspace::Dataset;

/// What stands above every page: whose numbers these are, of when, for which period.
#[derive(Debug, Clone)]
pub struct Frontmatter {
    /// The workspace's title.
    pub workspace: String,
    /// The dashboards: id and title.
    pub dashboards: Vec<(String, String)>,
    /// Whether there is a plan to show.
    pub has_plan: bool,
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
    /// Why a newer state of the files is not served, on the page that tells of mistakes.
    pub held: Option<Arc<Held>>,
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

/// What stands above a page that opens with a kind of period.
///
/// # Errors
/// For a text that is no period.
pub fn front(dataset: &Dataset, kind: PeriodKind, ask: &Ask) -> Result<Frontmatter, ReportError> {
    let calendars = dataset.calendars();
    let period = ask.period_in(dataset, calendars.default_calendar(), kind).map_err(AskError::from)?;
    let workspace = dataset.workspace();
    Ok(Frontmatter {
        workspace: workspace.settings.title.clone(),
        dashboards: workspace.dashboards.values().map(|each| (each.id.clone(), each.title.clone())).collect(),
        has_plan: !workspace.plan.clauses.is_empty(),
        data_date: dataset.data_date(),
        snapshot: dataset.snapshot_id().to_owned(),
        synthetic: dataset.is_synthetic(),
        unread: dataset.snapshot().fatal_files.iter().map(|file| file.path.clone()).collect(),
        period: period_view(dataset, period),
        ask: ask.clone(),
        held: None,
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
