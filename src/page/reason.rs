//! Why there is no value, or no comparison, in the reader's language.

use super::caveat::{self, count};
use super::period;
use super::sentence::{fill, inside};
use crate::calendar::{NoBase, NoWindow};
use crate::kpi::{Hindrance, Kpi, NotCompared, Reason, Since};
use crate::locale::Locale;

/// Why a figure has no value.
pub fn missing(locale: &Locale, reason: &Reason) -> String {
    let words = &locale.words().pages;
    match reason {
        Reason::NotBegun => words.why_not_begun.to_owned(),
        Reason::NotReported => words.why_not_reported.to_owned(),
        Reason::NoData(table) => fill(locale.words().numbers.no_data, &[&table.title]),
        Reason::NothingServed { table, rows } => {
            fill(locale.words().numbers.nothing_served, &[&count(locale, *rows), &table.title])
        }
        Reason::NoColumn { table, column } => {
            fill(locale.words().numbers.no_column, &[&table.title, &column.title])
        }
        Reason::NothingDated(outside) => {
            fill(locale.words().numbers.nothing_dated, &[&caveat::outside(locale, *outside)])
        }
        Reason::NothingFilled { column, records } => {
            fill(locale.words().numbers.nothing_filled, &[&count(locale, *records), column])
        }
        Reason::Incomplete => locale.words().numbers.why_incomplete.to_owned(),
        Reason::OutsideSpan(span) => fill(
            locale.words().numbers.outside_span,
            &[&locale.date(span.first_day), &locale.date(span.last_day)],
        ),
        Reason::NoCommonDay { begins: (later, first), ends: (earlier, last) } => fill(
            locale.words().numbers.no_common_day,
            &[&later.title, &locale.date(*first), &earlier.title, &locale.date(*last)],
        ),
        Reason::InGap(gap) => caveat::gap(locale, gap),
        Reason::NothingOwed => words.why_nothing_owed.to_owned(),
        Reason::NoWindow(no_window) => window(locale, no_window),
        Reason::NothingBelow => words.why_nothing_below.to_owned(),
        Reason::NothingToMeasure => words.why_nothing_to_measure.to_owned(),
        Reason::TooLarge => locale.words().numbers.too_large.to_owned(),
        Reason::NotGathered(hindrance) => hindered(locale, *hindrance).to_owned(),
        Reason::OutOfScope => locale.words().numbers.out_of_scope.to_owned(),
        Reason::OtherCalendar { calendars } => {
            let titles: Vec<String> = calendars.iter().map(|each| inside(&each.title)).collect();
            fill(words.why_other_calendar, &[&titles.join(", ")])
        }
        Reason::OtherPeriod { kinds } => {
            let kinds: Vec<&str> = kinds.iter().map(|kind| period::kind(locale, *kind)).collect();
            fill(words.why_other_period, &[&kinds.join(", ")])
        }
    }
}

/// What kept a KPI's records from being gathered.
pub fn hindered(locale: &Locale, hindrance: Hindrance) -> &'static str {
    let words = &locale.words().numbers;
    match hindrance {
        Hindrance::Memory => words.hindered_memory,
        Hindrance::Rows => words.hindered_rows,
        Hindrance::Time => words.hindered_time,
        Hindrance::Engine => words.hindered_engine,
        Hindrance::Machine => words.hindered_machine,
        Hindrance::Unfinished => words.unfinished,
    }
}

/// Why a value column has no days to read.
pub(super) fn window(locale: &Locale, no_window: &NoWindow) -> String {
    let words = &locale.words().pages;
    match no_window {
        NoWindow::NotBegun { .. } => words.why_not_begun.to_owned(),
        NoWindow::BeforeData { needed, first_day } => {
            fill(words.why_before_data, &[&locale.date(*needed), &locale.date(*first_day)])
        }
        NoWindow::NoPlan => words.why_no_plan.to_owned(),
        NoWindow::BeforePlan { plan_first_day } => {
            fill(words.why_before_plan, &[&locale.date(*plan_first_day)])
        }
        NoWindow::NoSingleYear => words.why_no_single_year.to_owned(),
    }
}

/// From when records are whole, and who says so where it is not the KPI itself.
pub(super) fn since(locale: &Locale, since: Since) -> String {
    let day = locale.date(since.day);
    if since.of_plan { fill(locale.words().numbers.since_of_plan, &[&day]) } else { day }
}

/// Why a figure is not compared.
pub fn not_compared(locale: &Locale, kpi: &Kpi, why: &NotCompared) -> String {
    let words = &locale.words().pages;
    match why {
        NotCompared::NoBase(NoBase::NoCounterpart) => words.no_counterpart.to_owned(),
        NotCompared::NoBase(NoBase::NotBegun { .. }) => words.why_not_begun.to_owned(),
        NotCompared::NoBase(NoBase::InsideSlot { data_date, slot }) => {
            let days = [*data_date, slot.first_day, slot.last_day].map(|day| locale.date(day));
            fill(words.inside_slot, &[&days[0], &days[1], &days[2]])
        }
        NotCompared::NoValue => words.base_no_value.to_owned(),
        NotCompared::BeforeSince => {
            let since = kpi.since.map_or_else(|| "—".to_owned(), |own| since(locale, own));
            fill(words.base_before_since, &[&since])
        }
        NotCompared::TooLarge => locale.words().numbers.too_large.to_owned(),
        NotCompared::Partial => locale.words().numbers.base_partial.to_owned(),
        NotCompared::Reports(_) => words.base_reports.to_owned(),
        NotCompared::Break(parted) => {
            fill(words.base_break, &[&locale.date(parted.on), &inside(&parted.label)])
        }
        NotCompared::Running => locale.words().controls.base_running.to_owned(),
        NotCompared::OtherKind => locale.words().controls.base_other_kind.to_owned(),
        NotCompared::NotWanted => locale.words().controls.compare_nothing.to_lowercase(),
    }
}

/// The same in few words.
pub(super) fn not_compared_in_few(locale: &Locale, kpi: &Kpi, why: &NotCompared) -> String {
    let words = &locale.words().controls;
    match why {
        NotCompared::NoBase(NoBase::InsideSlot { .. }) => words.slot_in_few.to_owned(),
        NotCompared::BeforeSince => words.since_in_few.to_owned(),
        NotCompared::Break(parted) => fill(words.break_in_few, &[&locale.date(parted.on)]),
        NotCompared::NoBase(NoBase::NoCounterpart | NoBase::NotBegun { .. })
        | NotCompared::NoValue
        | NotCompared::TooLarge
        | NotCompared::Partial
        | NotCompared::Reports(_)
        | NotCompared::Running
        | NotCompared::OtherKind
        | NotCompared::NotWanted => not_compared(locale, kpi, why),
    }
}
