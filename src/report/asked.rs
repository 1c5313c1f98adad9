//! A question as a page shows it: its figure, its course, the order of its parts.

use rust_decimal::Decimal;

use super::panel::{TileView, TrendView};
use super::{Ask, AskError, ReportError};
use crate::calendar::{Break, Day, Over, Period, PeriodKind};
use crate::dashboard::Course;
use crate::kpi::{
    Against, Better, Breakdown, Figure, Filters, Kpi, NotCompared, Pace, Question, Role, Status, Target,
    TargetSource,
};
use crate::workspace::Reader;

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

impl<'a> Reader<'a> {
    /// A KPI asked what a reader asks, as far as it has the dimensions, and the period in which it is read.
    pub(super) async fn asked(
        &self,
        kpi: &'a Kpi,
        kind: PeriodKind,
        ask: &Ask,
    ) -> Result<(Question<'a>, Period), ReportError> {
        let period = ask.period_of(self, kpi, kind).map_err(AskError::from)?;
        let (filters, _) = ask.filters.split(kpi);
        Ok((self.question(kpi, filters, ask.view.clone()).await?, period))
    }

    /// What a reader must know of a KPI, under a title of its own or another.
    pub(super) fn head(&self, question: &Question<'_>, ask: &Ask, title: Option<&String>) -> Head {
        let (reader, kpi) = (self, question.kpi());
        let (filters, unfiltered) = ask.filters.split(kpi);
        Head {
            title: title.cloned().unwrap_or_else(|| kpi.title.clone()),
            target: reader.workspace().plan.target(&kpi.code).cloned(),
            unfiltered: unfiltered.iter().map(|name| reader.dimension_title(name)).collect(),
            filters,
            kpi: kpi.clone(),
        }
    }

    pub(super) fn status(&self, question: &Question<'_>, figure: &Figure) -> Option<Status> {
        let reader = self;
        reader.workspace().plan.judge(question.kpi(), figure, question.filters(), reader.data_date())
    }

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
        let figure = question.at(period).total();
        let against = ask.compare.against(self, period.calendar()).map_err(AskError::from)?;
        let change = match &against {
            Some(against) => question.compared(&figure, against),
            None => Err(NotCompared::NotWanted),
        };
        let first_day = self.calendars().first_day();
        let course = period.trend(SPARK_PERIODS).into_iter().filter(|each| each.first_day() >= first_day);
        let course = course.map(|each| question.at(&each).total()).collect();
        let plan = self.deciding(question, &head, period);
        let year_gone = head.kpi.pace.and_then(|Pace::Year| self.year_gone(period));
        let status = self.status(question, &figure);
        Ok(TileView { status, plan, change, against, course, year_gone, head, figure })
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
        // Only what compares is drawn beside.
        let base = |figure| question.compared(figure, &Against::LastYear).ok().map(|change| change.base);
        let last_year = figures.iter().map(base).collect();
        let shown = figures.first().zip(figures.last());
        let breaks = shown.map_or_else(Vec::new, |(first, last)| {
            let inside =
                |each: &&Break| first.period.first_day() < each.on && each.on <= last.period.last_day();
            self.calendars().breaks().iter().filter(inside).cloned().collect()
        });
        let pace = figures.iter().map(|figure| self.pace(&head, &figure.period)).collect();
        TrendView { head, figures, last_year, pace, breaks }
    }

    /// The periods of a course that ends with a period: of the kind that the panel names, else of its own where that is short, else the months that
    /// make it up (quarters of the plan's whole life), and only such in which the data speak.
    pub(super) fn periods(&self, kpi: &Kpi, period: &Period, course: Course) -> Vec<Period> {
        use PeriodKind::{Days, Half, Month, NineMonths, Plan, Quarter, Year};
        let calendars = self.calendars();
        let wanted = match period.kind() {
            Month => [Month, Quarter, Half, Year],
            Quarter => [Quarter, Month, Half, Year],
            Half | NineMonths | Year | Days => [Month, Quarter, Half, Year],
            Plan => [Quarter, Half, Year, Month],
        };
        let speaks = |kind: &PeriodKind| kpi.periods.is_empty() || kpi.periods.contains(kind);
        let on = period.last_day().min(self.data_date());
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
        breakdown.parts.iter().map(|part| self.label(part)).collect()
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
                .then_with(|| self.locale().compare(x, y))
                .then_with(|| a.by.cmp(&b.by))
        });
        let (parts, labels) = both.into_iter().unzip();
        (Breakdown { total, parts, overlaps }, labels)
    }
}
