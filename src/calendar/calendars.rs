//! A workspace's time: its calendars, the plan's life, the breaks and the working days.

use std::collections::BTreeSet;
use std::sync::Arc;

use chrono::Datelike;

use super::day::{Day, DayRange, MonthDay, day_after};
use super::definition::Calendar;
use super::working_days::WorkingDays;

/// A day on which what is measured changed shape, such as a reorganisation.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Break {
    /// The first day of the new shape.
    pub on: Day,
    /// What happened, in the workspace's language.
    pub label: String,
    /// Whether what is measured stayed the same thing, so that figures of before and after compare.
    pub comparable: bool,
}

/// Everything that cuts time in a workspace, checked.
#[derive(Debug, Clone)]
pub struct Calendars {
    first_day: Day,
    calendars: Vec<Arc<Calendar>>,
    plan: Option<DayRange>,
    breaks: Vec<Break>,
    working_days: WorkingDays,
    /// Days of every year on which a slot begins, besides the calendars' months.
    yearly_cuts: BTreeSet<MonthDay>,
}

/// What is wrong with the calendars of a workspace.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CalendarsError {
    /// The list of calendars is empty.
    #[error("a workspace needs at least one calendar")]
    NoCalendar,
    /// A name that a period's prefix could not hold.
    #[error("`{name}` cannot name a calendar, expected a word without spaces and colons")]
    Name {
        /// The name as written.
        name: String,
    },
    /// Two calendars of one name.
    #[error("calendar `{name}` is defined twice")]
    Twice {
        /// Their name.
        name: String,
    },
    /// A first day of the month that some month lacks.
    #[error("months of calendar `{calendar}` start on day {day}, expected 1 to 28")]
    MonthStart {
        /// The calendar's name.
        calendar: String,
        /// The day as written.
        day: u32,
    },
    /// A due date that is more than a year away.
    #[error("reports of calendar `{calendar}` are due after {days} working days, expected at most 250")]
    Due {
        /// The calendar's name.
        calendar: String,
        /// The number as written.
        days: u32,
    },
    /// A plan that ends before it begins.
    #[error("the plan ends on {} before it begins on {}", .plan.last_day, .plan.first_day)]
    PlanReversed {
        /// Its days as written.
        plan: DayRange,
    },
    /// Two breaks on one day.
    #[error("two breaks on {on}, expected one with both in its label")]
    BreakTwice {
        /// The day.
        on: Day,
    },
    /// A year that a period's name cannot hold.
    #[error("{day} is too far away, expected a year of four digits")]
    Far {
        /// The day as written.
        day: Day,
    },
}

/// About the working days of a year: a report due later than that is a slip of the pen.
const MOST_DUE_WORKING_DAYS: u32 = 250;

impl Calendars {
    /// Checks and joins them: the data's first day, the calendars in the file's order (the first is
    /// the default), the plan's life, the breaks and the working days. Every mistake is returned.
    pub fn new(
        first_day: Day,
        calendars: Vec<Calendar>,
        plan: Option<DayRange>,
        mut breaks: Vec<Break>,
        working_days: WorkingDays,
    ) -> Result<Self, Vec<CalendarsError>> {
        breaks.sort();
        let mut errors = Vec::new();
        check_calendars(&calendars, &mut errors);
        if let Some(plan) = plan.filter(|plan| plan.last_day < plan.first_day) {
            errors.push(CalendarsError::PlanReversed { plan });
        }
        for pair in breaks.windows(2).filter(|pair| pair[0].on == pair[1].on) {
            errors.push(CalendarsError::BreakTwice { on: pair[0].on });
        }
        let cuts: Vec<Day> = std::iter::once(first_day)
            .chain(plan.into_iter().flat_map(|plan| [plan.first_day, day_after(plan.last_day)]))
            .chain(breaks.iter().map(|each| each.on))
            .collect();
        for &day in cuts.iter().filter(|day| !(1..=9999).contains(&day.year())) {
            errors.push(CalendarsError::Far { day });
        }
        if !errors.is_empty() {
            return Err(errors);
        }
        Ok(Self {
            first_day,
            calendars: calendars.into_iter().map(Arc::new).collect(),
            plan,
            breaks,
            working_days,
            yearly_cuts: cuts.into_iter().map(MonthDay::of).collect(),
        })
    }

    /// The first day that the data speak for.
    pub fn first_day(&self) -> Day {
        self.first_day
    }

    /// The calendars in the file's order; never empty.
    pub fn all(&self) -> &[Arc<Calendar>] {
        &self.calendars
    }

    /// The first calendar, which is meant where none is named.
    pub fn default_calendar(&self) -> &Arc<Calendar> {
        &self.calendars[0]
    }

    /// A calendar by its name.
    pub fn get(&self, name: &str) -> Option<&Arc<Calendar>> {
        self.calendars.iter().find(|calendar| calendar.name == name)
    }

    /// The plan's life.
    pub fn plan(&self) -> Option<DayRange> {
        self.plan
    }

    /// The breaks, earliest first.
    pub fn breaks(&self) -> &[Break] {
        &self.breaks
    }

    /// The working days.
    pub fn working_days(&self) -> &WorkingDays {
        &self.working_days
    }

    /// Days of every year on which a slot begins, besides the calendars' months.
    pub(super) fn yearly_cuts(&self) -> &BTreeSet<MonthDay> {
        &self.yearly_cuts
    }
}

fn check_calendars(calendars: &[Calendar], errors: &mut Vec<CalendarsError>) {
    if calendars.is_empty() {
        errors.push(CalendarsError::NoCalendar);
    }
    let mut names = BTreeSet::new();
    for Calendar { name, title: _, month_starts_on_day, due_working_days, settlement_until: _ } in calendars {
        if name.is_empty() || name.contains(|letter: char| letter == ':' || letter.is_whitespace()) {
            errors.push(CalendarsError::Name { name: name.clone() });
        }
        if !names.insert(name) {
            errors.push(CalendarsError::Twice { name: name.clone() });
        }
        if !(1..=28).contains(month_starts_on_day) {
            let (calendar, day) = (name.clone(), *month_starts_on_day);
            errors.push(CalendarsError::MonthStart { calendar, day });
        }
        if let Some(days) = due_working_days.filter(|days| *days > MOST_DUE_WORKING_DAYS) {
            errors.push(CalendarsError::Due { calendar: name.clone(), days });
        }
    }
}
