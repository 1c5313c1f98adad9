//! One KPI asked with filters: its figure, its course, its parts.

use std::sync::Arc;

use rust_decimal::Decimal;

use super::panel::{TileView, TrendView};
use super::{Ask, AskError, Compare, ReportError};
use crate::calendar::{Break, Day, Over, Period, PeriodKind};
use crate::dashboard::Course;
use crate::kpi::{
    Better, Breakdown, Crossing, Cube, Figure, Filters, Kpi, NotCompared, Pace, Role, Scope, Selection,
    Status, Target, TargetSource, breakdown, compared, crossing, of_members, total, with_last_year,
};
use crate::workspace::Dataset;

/// How many periods a tile's small course shows.
const SPARK_PERIODS: usize = 8;

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

/// One KPI asked with filters.
pub(super) struct Asked<'a> {
    pub(super) dataset: &'a Dataset,
    pub(super) scope: &'a Scope,
    pub(super) kpi: &'a Kpi,
    pub(super) cube: Arc<Cube>,
    pub(super) filters: Filters,
    /// Dimensions asked for that the KPI lacks.
    unfiltered: Vec<String>,
    pub(super) view: Option<String>,
    pub(super) compare: &'a Compare,
}

impl<'a> Asked<'a> {
    /// A KPI asked what a reader asks, as far as it has the dimensions.
    pub(super) fn new(
        dataset: &'a Dataset,
        scope: &'a Scope,
        kpi: &'a Kpi,
        cube: Arc<Cube>,
        ask: &'a Ask,
    ) -> Self {
        let (filters, unfiltered) = ask.filters.split(kpi);
        let view = ask.view.clone();
        Self { dataset, scope, kpi, cube, filters, unfiltered, view, compare: &ask.compare }
    }

    /// What a reader must know of the KPI, under a title of its own or another.
    pub(super) fn head(&self, title: Option<&String>) -> Head {
        let Self { dataset, kpi, .. } = self;
        Head {
            title: title.cloned().unwrap_or_else(|| kpi.title.clone()),
            target: dataset.workspace().plan.target(&kpi.code).cloned(),
            unfiltered: self.unfiltered.iter().map(|name| dataset.dimension_title(name)).collect(),
            filters: self.filters.clone(),
            kpi: (*kpi).clone(),
        }
    }

    pub(super) fn selection(&self, period: Period) -> Selection {
        Selection { period, filters: self.filters.clone(), view: self.view.clone() }
    }

    pub(super) fn total(&self, period: Period) -> Result<Figure, ReportError> {
        Ok(total(self.dataset.frame(), self.kpi, &self.cube, self.scope, &self.selection(period))?)
    }

    pub(super) fn breakdown(&self, period: Period, by: &str) -> Result<Breakdown, ReportError> {
        Ok(breakdown(self.dataset.frame(), self.kpi, &self.cube, self.scope, &self.selection(period), by)?)
    }

    pub(super) fn of_members(
        &self,
        period: Period,
        by: &str,
        members: &[Option<String>],
    ) -> Result<Vec<Figure>, ReportError> {
        let (frame, selection) = (self.dataset.frame(), self.selection(period));
        Ok(of_members(frame, self.kpi, &self.cube, self.scope, &selection, by, members)?)
    }

    pub(super) fn crossing(&self, period: Period, by: [&str; 2]) -> Result<Crossing, ReportError> {
        Ok(crossing(self.dataset.frame(), self.kpi, &self.cube, self.scope, &self.selection(period), by)?)
    }

    pub(super) fn status(&self, figure: &Figure) -> Option<Status> {
        self.dataset.workspace().plan.judge(self.kpi, figure, &self.filters, self.dataset.data_date())
    }

    /// Where the figure would stand at a period's end if it grew evenly: through its calendar's year where the KPI
    /// says so, else towards the plan's target.
    pub(super) fn pace(&self, head: &Head, period: &Period) -> Option<Decimal> {
        match self.kpi.pace {
            Some(Pace::Year) => self.year_gone(period),
            None => self.towards_target(head, period),
        }
    }

    /// How much of a period's year is over at its end, or at the data date, in percent.
    fn year_gone(&self, period: &Period) -> Option<Decimal> {
        let year =
            self.dataset.calendars().period_of(PeriodKind::Year, period.calendar(), period.last_day())?;
        let days = |until: Day| until.signed_duration_since(year.first_day()).num_days() + 1;
        let gone = days(period.last_day().min(self.dataset.data_date()));
        let share = Decimal::from(gone * 100) / Decimal::from(days(year.last_day()));
        let known = period.has_begun(self.dataset.data_date()) && period.year_to_date().is_some();
        known.then_some(share)
    }

    /// From 0 on the plan's first day; only before the target's day, and only of a state, which can be approached.
    fn towards_target(&self, head: &Head, period: &Period) -> Option<Decimal> {
        let target = head.target.as_ref().filter(|target| target.source == TargetSource::Plan)?;
        let approached = self.kpi.better == Better::Higher
            && head.filters.is_empty()
            && self.kpi.role(Role::Numerator).all(|column| matches!(column.over, Over::Last | Over::Running));
        let life = self.dataset.calendars().plan_period(period.calendar()).filter(|_| approached)?;
        let by = target.by.filter(|by| life.first_day() < *by)?;
        let on = period.last_day().min(self.dataset.data_date());
        if on < life.first_day() || on >= by {
            return None;
        }
        let days = |until: Day| Decimal::from(until.signed_duration_since(life.first_day()).num_days());
        Some(target.value * days(on) / days(by))
    }

    pub(super) fn tile(&self, head: Head, period: &Period) -> Result<TileView, ReportError> {
        let figure = self.total(period.clone())?;
        let selection = self.selection(period.clone());
        let frame = self.dataset.frame();
        let against = self.compare.against(self.dataset, period.calendar()).map_err(AskError::from)?;
        let change = match &against {
            Some(against) => compared(frame, self.kpi, &self.cube, self.scope, &selection, &figure, against)?,
            None => Err(NotCompared::NotWanted),
        };
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
        let year_gone = self.kpi.pace.and_then(|Pace::Year| self.year_gone(period));
        Ok(TileView { status: self.status(&figure), plan, change, against, course, year_gone, head, figure })
    }

    pub(super) fn trend(
        &self,
        head: Head,
        period: &Period,
        course: Course,
    ) -> Result<TrendView, ReportError> {
        let calendars = self.dataset.calendars();
        let periods = self.periods(period, course);
        let mut figures = Vec::new();
        let mut last_year = Vec::new();
        for each in periods {
            let selection = self.selection(each);
            let figure = total(self.dataset.frame(), self.kpi, &self.cube, self.scope, &selection)?;
            // Only what compares is drawn beside.
            let change =
                with_last_year(self.dataset.frame(), self.kpi, &self.cube, self.scope, &selection, &figure)?;
            last_year.push(change.ok().map(|change| change.base));
            figures.push(figure);
        }
        let shown = figures.first().zip(figures.last());
        let breaks = shown.map_or_else(Vec::new, |(first, last)| {
            let inside =
                |each: &&Break| first.period.first_day() < each.on && each.on <= last.period.last_day();
            calendars.breaks().iter().filter(inside).cloned().collect()
        });
        let pace = figures.iter().map(|figure| self.pace(&head, &figure.period)).collect();
        Ok(TrendView { head, figures, last_year, pace, breaks })
    }

    /// The periods of a course that ends with a period: of the kind that the panel names, else of its own where that is short, else the months that
    /// make it up (quarters of the plan's whole life), and only such in which the data speak.
    pub(super) fn periods(&self, period: &Period, course: Course) -> Vec<Period> {
        use PeriodKind::{Days, Half, Month, NineMonths, Plan, Quarter, Year};
        let calendars = self.dataset.calendars();
        let wanted = match period.kind() {
            Month => [Month, Quarter, Half, Year],
            Quarter => [Quarter, Month, Half, Year],
            Half | NineMonths | Year | Days => [Month, Quarter, Half, Year],
            Plan => [Quarter, Half, Year, Month],
        };
        let speaks = |kind: &PeriodKind| self.kpi.periods.is_empty() || self.kpi.periods.contains(kind);
        let on = period.last_day().min(self.dataset.data_date());
        let kind = course.step.or_else(|| wanted.into_iter().find(speaks));
        let last = kind.and_then(|kind| match kind == period.kind() {
            true => Some(period.clone()),
            // In the last quarter no nine months run; the newest are those that have ended.
            false => calendars
                .period_of(kind, period.calendar(), on)
                .or_else(|| calendars.newest_ended(kind, period.calendar(), on)),
        });
        let all = last.map_or_else(Vec::new, |last| last.trend(course.periods));
        all.into_iter().filter(|each| each.first_day() >= calendars.first_day()).collect()
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
