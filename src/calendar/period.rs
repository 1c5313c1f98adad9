//! A period: a named stretch of days of one calendar.

use std::fmt;
use std::sync::Arc;

use super::calendars::{Break, Calendars};
use super::day::{Day, DayRange, day_after, day_before, year_later};
use super::definition::Calendar;
use super::kind::PeriodKind;

/// A period of one calendar; always a union of slots, never clipped to the data date.
///
/// Made by [`Calendars::parse`] and its neighbours. It carries its calendar, so that a period of a
/// workspace that was reloaded meanwhile still means what it meant.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Period {
    calendar: Arc<Calendar>,
    kind: PeriodKind,
    /// The calendar's year and which one of its kind in it, from 1; (0, 0) for the plan and for days.
    place: (i32, u32),
    days: DayRange,
}

impl Period {
    /// The `number`th period of a kind in a year; nothing for kinds without one, numbers that a year
    /// does not have, and years that the four digits of a name cannot hold.
    pub(super) fn of_year(
        calendar: &Arc<Calendar>,
        kind: PeriodKind,
        year: i32,
        number: u32,
    ) -> Option<Self> {
        let (count, months) = (kind.in_a_year()?, kind.months()?);
        if !(1..=count).contains(&number) || !(1..=9999).contains(&year) {
            return None;
        }
        let first = (number - 1) * months + 1;
        let days = calendar.months(year, first, first + months - 1);
        Some(Self { calendar: Arc::clone(calendar), kind, place: (year, number), days })
    }

    /// The plan's whole life, read in a calendar.
    pub(super) fn of_plan(calendar: &Arc<Calendar>, life: DayRange) -> Self {
        Self { calendar: Arc::clone(calendar), kind: PeriodKind::Plan, place: (0, 0), days: life }
    }

    /// Any days; the caller has checked that they begin and end with slots.
    pub(super) fn of_days(calendar: &Arc<Calendar>, days: DayRange) -> Self {
        Self { calendar: Arc::clone(calendar), kind: PeriodKind::Days, place: (0, 0), days }
    }

    /// The calendar it is read in.
    pub fn calendar(&self) -> &Arc<Calendar> {
        &self.calendar
    }

    /// Its kind.
    pub fn kind(&self) -> PeriodKind {
        self.kind
    }

    /// Its first day.
    pub fn first_day(&self) -> Day {
        self.days.first_day
    }

    /// Its last day.
    pub fn last_day(&self) -> Day {
        self.days.last_day
    }

    /// Its days.
    pub fn days(&self) -> DayRange {
        self.days
    }

    /// The year of its calendar; nothing for the plan and for days.
    pub fn year(&self) -> Option<i32> {
        self.kind.in_a_year().map(|_| self.place.0)
    }

    /// Which month, quarter or half of its year it is, from 1 (1 for nine months and years); nothing
    /// for the plan and for days.
    pub fn number(&self) -> Option<u32> {
        self.kind.in_a_year().map(|_| self.place.1)
    }

    /// The canonical name without its calendar: `2024-05`, `2024-Q2`, `2024-H1`, `2024-9M`, `2024`,
    /// `plan`, `2024-01-01..2024-03-31`.
    pub fn name(&self) -> String {
        self.to_string()
    }

    /// The name with its calendar before it, which means the same whatever the default calendar is.
    pub fn qualified(&self) -> String {
        format!("{}:{self}", self.calendar.name)
    }

    /// The day on which the data are closed: its last day. It never moves for a day off.
    pub fn cut_off(&self) -> Day {
        self.days.last_day
    }

    /// Whether the day lies in the period.
    pub fn contains(&self, day: Day) -> bool {
        self.days.contains(day)
    }

    /// Whether it has begun by the data date.
    pub fn has_begun(&self, data_date: Day) -> bool {
        self.days.first_day <= data_date
    }

    /// Whether it ends after the data date, so that its figures may still grow.
    pub fn is_provisional(&self, data_date: Day) -> bool {
        self.days.last_day > data_date
    }

    /// Whether it holds the last day of a year of its calendar whose settlement is not over by the
    /// data date. Settled from the day `settlement_until` itself on; a calendar without one has none.
    pub fn is_unsettled(&self, data_date: Day) -> bool {
        let Some(until) = self.calendar.settlement_until else { return false };
        // The latest year that ends in the period is the last to be settled.
        let (year, _) = self.calendar.month_of(day_after(self.days.last_day));
        let year_end = self.calendar.year(year - 1).last_day;
        self.contains(year_end) && data_date < until.next_after(year_end)
    }

    /// The period of its kind just before: for nine months those of the year before; nothing for the
    /// plan and for days.
    pub fn predecessor(&self) -> Option<Self> {
        let ((year, number), count) = (self.place, self.kind.in_a_year()?);
        let (year, number) = if number > 1 { (year, number - 1) } else { (year - 1, count) };
        Self::of_year(&self.calendar, self.kind, year, number)
    }

    /// The period of its kind just after; nothing for the plan and for days.
    pub fn successor(&self) -> Option<Self> {
        let ((year, number), count) = (self.place, self.kind.in_a_year()?);
        let (year, number) = if number < count { (year, number + 1) } else { (year + 1, 1) };
        Self::of_year(&self.calendar, self.kind, year, number)
    }

    /// The same period a year before; nothing for the plan, which comes once.
    pub fn same_period_last_year(&self) -> Option<Self> {
        match self.kind {
            PeriodKind::Month
            | PeriodKind::Quarter
            | PeriodKind::Half
            | PeriodKind::NineMonths
            | PeriodKind::Year => Self::of_year(&self.calendar, self.kind, self.place.0 - 1, self.place.1),
            PeriodKind::Days => Some(Self::of_days(
                &self.calendar,
                DayRange {
                    first_day: year_later(self.days.first_day, -1),
                    // The day after it begins a slot in every year; the last day alone may be 29 February.
                    last_day: day_before(year_later(day_after(self.days.last_day), -1)),
                },
            )),
            PeriodKind::Plan => None,
        }
    }

    /// From the first day of its calendar's year to its own last day; nothing where the period lies
    /// inside no single year of its calendar.
    pub fn year_to_date(&self) -> Option<DayRange> {
        let (year, _) = self.calendar.month_of(self.days.first_day);
        let whole = self.calendar.year(year);
        whole
            .contains(self.days.last_day)
            .then_some(DayRange { first_day: whole.first_day, last_day: self.days.last_day })
    }

    /// The same as a period, under its usual name where it has one: the half year of a second quarter.
    pub fn year_so_far(&self) -> Option<Self> {
        use PeriodKind::{Half, Month, NineMonths, Quarter, Year};
        let days = self.year_to_date()?;
        let (year, _) = self.calendar.month_of(days.first_day);
        let first = |kind| Self::of_year(&self.calendar, kind, year, 1);
        let named = [Month, Quarter, Half, NineMonths, Year].into_iter().filter_map(first);
        let named = named.into_iter().find(|each| each.days == days);
        Some(named.unwrap_or_else(|| Self::of_days(&self.calendar, days)))
    }

    /// `count` periods of its kind that end with it, oldest first; the plan and days stand alone.
    pub fn trend(&self, count: usize) -> Vec<Self> {
        let mut periods: Vec<_> =
            std::iter::successors(Some(self.clone()), Self::predecessor).take(count).collect();
        periods.reverse();
        periods
    }
}

/// The canonical name, without the calendar.
impl fmt::Display for Period {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (year, number) = self.place;
        match self.kind {
            PeriodKind::Month => write!(f, "{year:04}-{number:02}"),
            PeriodKind::Quarter => write!(f, "{year:04}-Q{number}"),
            PeriodKind::Half => write!(f, "{year:04}-H{number}"),
            PeriodKind::NineMonths => write!(f, "{year:04}-9M"),
            PeriodKind::Year => write!(f, "{year:04}"),
            PeriodKind::Plan => f.write_str("plan"),
            PeriodKind::Days => write!(f, "{}..{}", self.days.first_day, self.days.last_day),
        }
    }
}

impl Calendars {
    /// When the period's report is due: so many working days after the cut-off as its calendar says;
    /// nothing where its calendar says none.
    pub fn due_on(&self, period: &Period) -> Option<Day> {
        let days = period.calendar.due_working_days?;
        Some(self.working_days().nth_after(period.cut_off(), days))
    }

    /// The breaks that the period reaches across, in order; one on its first day parts it from what
    /// came before and is none of them.
    pub fn straddled_breaks(&self, period: &Period) -> Vec<&Break> {
        let inside = |day: Day| day > period.first_day() && period.contains(day);
        self.breaks().iter().filter(|each| inside(each.on)).collect()
    }

    /// The parts into which those of these breaks cut a period across which nothing compares, in order;
    /// the period alone where it reaches across none.
    pub fn sides(&self, period: &Period) -> Vec<Period> {
        let mut first_day = period.first_day();
        let mut sides = Vec::new();
        for each in self.straddled_breaks(period).into_iter().filter(|each| !each.comparable) {
            let last_day = day_before(each.on);
            sides.push(Period::of_days(period.calendar(), DayRange { first_day, last_day }));
            first_day = each.on;
        }
        match sides.is_empty() {
            true => sides.push(period.clone()),
            false => sides.push(Period::of_days(
                period.calendar(),
                DayRange { first_day, last_day: period.last_day() },
            )),
        }
        sides
    }

    /// The plan's period, read in a calendar; nothing in a workspace without a plan's life.
    pub fn plan_period(&self, calendar: &Arc<Calendar>) -> Option<Period> {
        self.plan().map(|life| Period::of_plan(calendar, life))
    }

    /// The period of any calendar that has these very days.
    pub fn period_with(&self, days: DayRange) -> Option<Period> {
        use PeriodKind::{Half, Month, NineMonths, Quarter, Year};
        [Month, Quarter, Half, NineMonths, Year].into_iter().find_map(|kind| {
            let found = self.all().iter().filter_map(|each| self.period_of(kind, each, days.first_day));
            found.into_iter().find(|period| period.days() == days)
        })
    }

    /// The period of a kind that holds a day; nothing where none does (nine months in the last
    /// quarter, the plan outside its life, days always).
    pub fn period_of(&self, kind: PeriodKind, calendar: &Arc<Calendar>, day: Day) -> Option<Period> {
        let period = match kind {
            PeriodKind::Plan => self.plan_period(calendar)?,
            PeriodKind::Month
            | PeriodKind::Quarter
            | PeriodKind::Half
            | PeriodKind::NineMonths
            | PeriodKind::Year
            | PeriodKind::Days => {
                let (year, month) = calendar.month_of(day);
                // Months 10–12 ask for a second nine months, which no year has.
                Period::of_year(calendar, kind, year, (month - 1) / kind.months()? + 1)?
            }
        };
        period.contains(day).then_some(period)
    }

    /// The newest period of a kind that has ended by the data date; nothing for days, and for a plan
    /// that still runs.
    pub fn newest_ended(&self, kind: PeriodKind, calendar: &Arc<Calendar>, data_date: Day) -> Option<Period> {
        if kind == PeriodKind::Plan {
            return self.plan_period(calendar).filter(|plan| !plan.is_provisional(data_date));
        }
        let (year, _) = calendar.month_of(data_date);
        let newest = Period::of_year(calendar, kind, year, kind.in_a_year()?)?;
        std::iter::successors(Some(newest), Period::predecessor)
            .find(|period| !period.is_provisional(data_date))
    }

    /// The period of a kind that has begun and not ended on the data date; nothing where none has.
    pub fn running(&self, kind: PeriodKind, calendar: &Arc<Calendar>, data_date: Day) -> Option<Period> {
        self.period_of(kind, calendar, data_date).filter(|period| period.is_provisional(data_date))
    }

    /// Every period of a kind that shares a day with the stretch, oldest first; none for days.
    pub fn periods_between(
        &self,
        kind: PeriodKind,
        calendar: &Arc<Calendar>,
        stretch: DayRange,
    ) -> Vec<Period> {
        let first = match kind {
            PeriodKind::Plan => self.plan_period(calendar),
            PeriodKind::Month
            | PeriodKind::Quarter
            | PeriodKind::Half
            | PeriodKind::NineMonths
            | PeriodKind::Year
            | PeriodKind::Days => Period::of_year(calendar, kind, calendar.month_of(stretch.first_day).0, 1),
        };
        std::iter::successors(first, Period::successor)
            .skip_while(|period| period.last_day() < stretch.first_day)
            .take_while(|period| period.first_day() <= stretch.last_day)
            .collect()
    }
}
