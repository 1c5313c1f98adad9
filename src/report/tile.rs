//! A figure with what stands around it: its change, its course, the pace towards its target.

use rust_decimal::Decimal;

use super::asked::Head;
use super::cut::{Cut, cuts};
use super::{Ask, AskError, ReportError};
use crate::calendar::{Break, Day, Over, Period, PeriodKind};
use crate::dashboard::Course;
use crate::kpi::{
    Against, Better, Comparison, Figure, NotCompared, Pace, Question, Role, Status, TargetSource,
};
use crate::workspace::Reader;

/// How many periods a tile's small course shows.
const SPARK_PERIODS: usize = 8;

/// A figure with its change and its course in small.
#[derive(Debug, Clone)]
pub struct TileView {
    /// The KPI.
    pub head: Head,
    /// The figure.
    pub figure: Figure,
    /// Where it stands against its target.
    pub status: Option<Status>,
    /// The plan's own period, which decides over a target.
    pub plan: Option<(Figure, Option<Status>)>,
    /// Against its base.
    pub change: Result<Comparison, NotCompared>,
    /// The base that was asked for.
    pub against: Option<Against>,
    /// The periods before, oldest first, this one last.
    pub course: Vec<Figure>,
    /// Where the course is cut.
    pub cuts: Vec<Cut>,
    /// How much of the period's year is over, in percent, where the KPI is held against it.
    pub year_gone: Option<Decimal>,
}

/// A figure over periods.
#[derive(Debug)]
pub struct TrendView {
    /// The KPI.
    pub head: Head,
    /// Oldest first.
    pub figures: Vec<Figure>,
    /// The same periods a year before, as far as they compare with all of them; none where the course holds some of
    /// these itself, as a course of years does.
    pub last_year: Vec<Option<Figure>>,
    /// An even pace towards a target that is not yet due, one a figure; no target itself.
    pub pace: Vec<Option<Decimal>>,
    /// Breaks that lie in the shown days.
    pub breaks: Vec<Break>,
    /// Where the course is cut.
    pub cuts: Vec<Cut>,
}

impl Reader<'_> {
    /// A figure of the plan's own period with where it stands, where that decides over a target and is another.
    pub(super) fn deciding(
        &self,
        question: &Question<'_>,
        head: &Head,
        period: &Period,
    ) -> Option<(Figure, Option<Status>)> {
        let whole = self.calendars().plan_period(period.calendar())?;
        (head.target.is_some() && whole != *period).then(|| {
            let figure = question.at(&whole).total();
            let status = self.status(question, &figure);
            (figure, status)
        })
    }

    /// Where the figure would stand at a period's end if it grew evenly: through its calendar's year where the KPI
    /// says so, else towards the plan's target.
    pub(super) fn pace(&self, head: &Head, period: &Period) -> Option<Decimal> {
        match head.kpi.pace {
            Some(Pace::Year) => self.year_gone(period),
            None => self.towards_target(head, period),
        }
    }

    /// How much of a period's year is over at its end, or at the data date, in percent.
    fn year_gone(&self, period: &Period) -> Option<Decimal> {
        let year = self.calendars().period_of(PeriodKind::Year, period.calendar(), period.last_day())?;
        let days = |until: Day| until.signed_duration_since(year.first_day()).num_days() + 1;
        let gone = days(period.last_day().min(self.data_date()));
        let share = Decimal::from(gone * 100) / Decimal::from(days(year.last_day()));
        let known = period.has_begun(self.data_date()) && period.year_to_date().is_some();
        known.then_some(share)
    }

    /// From 0 on the plan's first day; only before the target's day, and only of a state, which can be approached.
    fn towards_target(&self, head: &Head, period: &Period) -> Option<Decimal> {
        let target = head.target.as_ref().filter(|target| target.source == TargetSource::Plan)?;
        let approached = head.kpi.better == Better::Higher
            && head.filters.is_empty()
            && head.kpi.role(Role::Numerator).all(|column| matches!(column.over, Over::Last | Over::Running));
        let life = self.calendars().plan_period(period.calendar()).filter(|_| approached)?;
        let by = target.by.filter(|by| life.first_day() < *by)?;
        let on = period.last_day().min(self.data_date());
        if on < life.first_day() || on >= by {
            return None;
        }
        let days = |until: Day| Decimal::from(until.signed_duration_since(life.first_day()).num_days());
        Some(target.value * days(on) / days(by))
    }

    pub(super) fn tile(
        &self,
        question: &Question<'_>,
        ask: &Ask,
        head: Head,
        period: &Period,
    ) -> Result<TileView, ReportError> {
        let first_day = self.calendars().first_day();
        let course = period.trend(SPARK_PERIODS).into_iter().filter(|each| each.first_day() >= first_day);
        let course: Vec<Period> = course.collect();
        self.tile_with(question, ask, head, period, &course)
    }

    /// A tile with a course of its own.
    pub(super) fn tile_with(
        &self,
        question: &Question<'_>,
        ask: &Ask,
        head: Head,
        period: &Period,
        course: &[Period],
    ) -> Result<TileView, ReportError> {
        let figure = question.at(period).total();
        let against = ask.compare.against(self, period.calendar()).map_err(AskError::from)?;
        let change = match &against {
            Some(against) => question.compared(&figure, against),
            None => Err(NotCompared::NotWanted),
        };
        let course: Vec<Figure> = course.iter().map(|each| question.at(each).total()).collect();
        let cuts = cuts(question, course.iter().map(|figure| &figure.period));
        let plan = self.deciding(question, &head, period);
        let year_gone = head.kpi.pace.and_then(|Pace::Year| self.year_gone(period));
        let status = self.status(question, &figure);
        Ok(TileView { status, plan, change, against, course, cuts, year_gone, head, figure })
    }

    pub(super) fn trend(
        &self,
        question: &Question<'_>,
        head: Head,
        period: &Period,
        course: Course,
    ) -> TrendView {
        let periods = self.periods(question.kpi(), period, course);
        let figures: Vec<Figure> = periods.iter().map(|each| question.at(each).total()).collect();
        let last_year = last_year(question, &figures);
        let cuts = cuts(question, periods.iter());
        let shown = figures.first().zip(figures.last());
        let breaks = shown.map_or_else(Vec::new, |(first, last)| {
            let inside =
                |each: &&Break| first.period.first_day() < each.on && each.on <= last.period.last_day();
            self.calendars().breaks().iter().filter(inside).cloned().collect()
        });
        let pace = figures.iter().map(|figure| self.pace(&head, &figure.period)).collect();
        TrendView { head, figures, last_year, pace, breaks, cuts }
    }
}

/// The figures of a year before, to be drawn beside a course: only what compares with all of it. A course that is
/// longer than a year would be drawn twice.
fn last_year(question: &Question<'_>, figures: &[Figure]) -> Vec<Option<Figure>> {
    let newest = figures.last().and_then(|figure| figure.period.same_period_last_year());
    if newest.is_some_and(|base| figures.iter().any(|figure| figure.period == base)) {
        return Vec::new();
    }
    let whole = |comparison: Comparison| comparison.bodies().is_none().then_some(comparison.base);
    let base = |figure| question.compared(figure, &Against::LastYear).ok().and_then(whole);
    figures.iter().map(base).collect()
}
