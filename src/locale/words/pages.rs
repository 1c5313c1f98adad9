//! The words of pages alone: headings, reasons, and sentences with places for values.
//!
//! `{0}`, `{1}` stand for values, so that each language puts them where it wants them.

/// What pages say in one language.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PageWords {
    // Around a page
    /// Below parts of a median: they are not added.
    pub not_additive: &'static str,
    /// Beside a body that has sent some of the reports that it owed, not all.
    pub partly_reported: &'static str,
    /// Before the files of which no row is used: `{0}` is how many.
    pub unread: &'static str,
    /// Label of the list of pages.
    pub navigation: &'static str,
    /// Link to the page on mistakes in the workspace's files.
    pub mistakes: &'static str,
    /// For whom a dashboard is: `{0}` is who.
    pub audience: &'static str,
    /// Link to the first page.
    pub home: &'static str,
    /// Label of what tells one request from another in the log.
    pub request: &'static str,
    /// Before the filters that are in force.
    pub filtered: &'static str,
    /// Heading of the choice of a period and of filters.
    pub choose_period: &'static str,
    /// What the page on mistakes shows.
    pub mistakes_note: &'static str,
    // Kinds of period
    /// A kind of period.
    pub month: &'static str,
    /// A kind of period.
    pub quarter: &'static str,
    /// A kind of period.
    pub half: &'static str,
    /// A kind of period.
    pub nine_months: &'static str,
    /// A kind of period.
    pub year: &'static str,
    /// A kind of period.
    pub plan: &'static str,
    /// A kind of period.
    pub days: &'static str,
    // A figure
    /// Between the last two of several.
    pub and: &'static str,
    /// Before numbers that are shown and not added.
    pub beside: &'static str,
    /// Before the number of those who were asked.
    pub estimated_from: &'static str,
    /// A figure's days where they are not the page's: first, last.
    pub own_days: &'static str,
    /// Behind a title: a course of parts.
    pub by_periods: &'static str,
    /// The same of what stands so at an end: `{1}` is its last day.
    pub own_state: &'static str,
    /// In place of the days of what stands so at an end: `{0}` is the last.
    pub state_at: &'static str,
    /// A period that begins before records are whole: from when they are.
    pub before_since: &'static str,
    /// After a target: the day by which it is to be met.
    pub by_day: &'static str,
    /// From when a law's number binds: `{0}` is the day.
    pub from_day: &'static str,
    /// Who set a target.
    pub set_by_plan: &'static str,
    /// Who set a target.
    pub set_by_law: &'static str,
    /// Why a filtered figure is not judged.
    pub not_judged_filtered: &'static str,
    /// Why a figure without a status is not judged.
    pub not_judged: &'static str,
    // Why there is no value
    /// The period begins after the data date.
    pub why_not_begun: &'static str,
    /// Nobody who owed a report has sent it.
    pub why_not_reported: &'static str,
    /// Nobody owed a report, and there is no record.
    pub why_nothing_owed: &'static str,
    /// Days that the data lack: the first one needed, the first one there is.
    pub why_before_data: &'static str,
    /// The workspace gives its plan no life.
    pub why_no_plan: &'static str,
    /// The plan had not begun: its first day.
    pub why_before_plan: &'static str,
    /// The period lies in no single year.
    pub why_no_single_year: &'static str,
    /// The denominator is 0.
    pub why_nothing_below: &'static str,
    /// A median of nothing.
    pub why_nothing_to_measure: &'static str,
    /// The data speak only in another calendar: its name.
    pub why_other_calendar: &'static str,
    /// The data speak only in other kinds of period: those.
    pub why_other_period: &'static str,
    // Why there is no comparison
    /// The plan comes once.
    pub no_counterpart: &'static str,
    /// The data stop inside a slot: data date, the slot's first and last day.
    pub inside_slot: &'static str,
    /// The base has no value.
    pub base_no_value: &'static str,
    /// The base begins before records are whole: from when they are.
    pub base_before_since: &'static str,
    /// Not the same share has reported.
    pub base_reports: &'static str,
    /// Why there is no comparison: a break lies between; `{0}` is its day, `{1}` what happened.
    pub base_break: &'static str,
    // Charts and tables
    /// Legend of a line over periods.
    pub series: &'static str,
    /// Column of periods.
    pub period: &'static str,
    /// Bars that are left out: how many.
    pub more_in_table: &'static str,
    /// A table without rows.
    pub no_rows: &'static str,
    /// A table that was cut: how many rows are shown.
    pub truncated: &'static str,
    /// A cell.
    pub yes: &'static str,
    /// A cell.
    pub no: &'static str,
    // A figure's passport
    /// Heading: how the figure was computed.
    pub this_time: &'static str,
    /// Column of a formula's columns.
    pub component: &'static str,
    /// Column: how days make a period.
    pub taken: &'static str,
    /// Column: the days read.
    pub taken_days: &'static str,
    /// How days make a period: events.
    pub over_sum: &'static str,
    /// How days make a period: the state at its end.
    pub over_last: &'static str,
    /// How days make a period: the state before it.
    pub over_opening: &'static str,
    /// How days make a period: since the plan began.
    pub over_running: &'static str,
    /// How days make a period: since the year began.
    pub over_year_to_date: &'static str,
    /// How records make a number.
    pub as_sum: &'static str,
    /// How records make a number: keys counted once.
    pub as_distinct: &'static str,
    /// How records make a number.
    pub as_median: &'static str,
    /// How records make a number.
    pub as_p90: &'static str,
    /// What nine tenths do not exceed, of so few that it is the largest.
    pub as_largest: &'static str,
    /// Dimensions that a column ignores: their titles.
    pub ignores: &'static str,
    /// Nobody is missing.
    pub all_reported: &'static str,
    /// A KPI that needs no report.
    pub needs_no_report: &'static str,
    /// Heading: who has reported.
    pub reports_heading: &'static str,
    /// How many records were counted.
    pub records_counted: &'static str,
    /// Which of them are shown: first, last.
    pub records_shown: &'static str,
    /// Link to the record list.
    pub all_records: &'static str,
    /// Heading: records that fall into no period.
    pub outside_heading: &'static str,
    /// How many records have no day.
    pub outside_no_day: &'static str,
    /// How many records are too early.
    pub outside_before: &'static str,
    /// Records that no period has: after the last day of the calendar.
    pub outside_beyond: &'static str,
    /// How many records come after the data date.
    pub outside_after: &'static str,
    /// Mark of a column.
    pub personal: &'static str,
    /// Mark of a column.
    pub sensitive: &'static str,
    /// How to run the proof.
    pub run_where: &'static str,
    /// Column: a table of the data.
    pub table: &'static str,
    /// Column: a file.
    pub file: &'static str,
    /// Column: rows set aside.
    pub file_set_aside: &'static str,
    /// Column: rows of a file that are served.
    pub file_served: &'static str,
    /// Before the hash of the cleaned twin that is read in a file's place.
    pub file_twin: &'static str,
    /// What the numbers and hashes of files are.
    pub files_note: &'static str,
    // What cannot be answered
    /// The KPI `{0}` has a file that has mistakes.
    pub refused_kpi: &'static str,
    /// A named query's file has mistakes.
    pub refused_query: &'static str,
    /// Where the mistakes are listed.
    pub see_problems: &'static str,
    /// There is no such KPI: its code.
    pub unknown_kpi: &'static str,
    /// There is nothing of that name: the name.
    pub unknown_page: &'static str,
    /// A text is no period: the text.
    pub unknown_period: &'static str,
    /// How periods are written: examples.
    pub period_forms: &'static str,
    /// A name in the address means nothing: the name.
    pub unknown_parameter: &'static str,
    /// A name stands in the address twice: the name.
    pub given_twice: &'static str,
    /// A parameter cannot have a value: the parameter, the value.
    pub bad_value: &'static str,
    /// A KPI lacks a filter: the KPI, the filter.
    pub no_dimension: &'static str,
    /// A filter lacks a value: the filter, the value.
    pub no_member: &'static str,
    /// Something went wrong in the program.
    pub inside: &'static str,
}
