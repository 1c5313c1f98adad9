//! A question as a page shows it: its figure, its course, the order of its parts.

use super::record_columns::is_seen;
use super::{Ask, AskError, ReportError};
use crate::calendar::{Period, PeriodKind};
use crate::dashboard::Course;
use crate::kpi::records::CountedIn;
use crate::kpi::{Breakdown, Figure, Filters, Kpi, Question, Status, Target};
use crate::workspace::Reader;

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
    /// Whether its reader may see the records behind it.
    pub listed: bool,
    /// By what that list can be narrowed for its reader.
    pub ways: Vec<CountedIn>,
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
            listed: reader.lists(),
            ways: CountedIn::all(kpi).into_iter().filter(|way| is_seen(reader, kpi, way)).collect(),
            kpi: kpi.clone(),
        }
    }

    pub(super) fn status(&self, question: &Question<'_>, figure: &Figure) -> Option<Status> {
        let reader = self;
        reader.workspace().plan.judge(question.kpi(), figure, question.filters(), reader.data_date())
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
