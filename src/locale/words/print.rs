//! The words of printed reports: what the built-in templates say.

use serde::Serialize;

/// What printed reports say in one language.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct PrintWords {
    /// Head of a column: what a row is.
    pub content: &'static str,
    /// The row of a whole above its parts.
    pub whole: &'static str,
    /// The period, as a label and as a head.
    pub period: &'static str,
    /// Head of a column: the figure.
    pub value: &'static str,
    /// Head of a column: what is to be reached.
    pub target: &'static str,
    /// Head of a column: the figure of the period.
    pub in_period: &'static str,
    /// Head of a column: the figure over the plan's life.
    pub over_plan: &'static str,
    /// Head of a column: where a figure stands against its target.
    pub standing: &'static str,
    /// Head of a column: against the base.
    pub change: &'static str,
    /// Head of a column: what is doubtful.
    pub note: &'static str,
    /// Before the data date.
    pub data_until: &'static str,
    /// Before the filters in force.
    pub filters: &'static str,
    /// Where none is in force.
    pub no_filters: &'static str,
    /// Before what the reader may see.
    pub scope: &'static str,
    /// Before the code by which paper is traced to its source.
    pub code: &'static str,
    /// How that code is matched.
    pub code_note: &'static str,
    /// Before the number of a page.
    pub page: &'static str,
    /// What the data date is not.
    pub data_date_note: &'static str,
    /// Beside the name of a period that is not over.
    pub provisional: &'static str,
    /// Heading of the leader's page.
    pub summary: &'static str,
    /// Heading of the targets.
    pub targets: &'static str,
    /// Where none is set.
    pub no_targets: &'static str,
    /// Heading of what leaders must look at.
    pub decisions: &'static str,
    /// Where there is none.
    pub no_decisions: &'static str,
    /// Where a list is cut: {0} is how many are left.
    pub more: &'static str,
    /// Heading of the state of reports.
    pub reports: &'static str,
    /// Who has not sent all: `{0}` is how many, `{1}` their names, `{2}` how many owe any.
    pub unreported: &'static str,
    /// Who is late the longest: `{0}` are the reports, `{1}` is the body, `{2}` the days.
    pub overdue: &'static str,
    /// Where all have sent theirs: `{0}` is how many.
    pub all_reported: &'static str,
    /// Where nobody owes one.
    pub none_owed: &'static str,
    /// In a dashboard's brief: how many have not sent what its figures need, and their names.
    pub sheet_unreported: &'static str,
    /// The same of what is past due: how many, and whose they are besides.
    pub sheet_overdue: &'static str,
    /// The same of one: the report, its body, the days.
    pub sheet_overdue_one: &'static str,
    /// The same of rows set aside.
    pub sheet_set_aside: &'static str,
    /// Heading of what is said of the period.
    pub span_period: &'static str,
    /// Heading of what is said of the plan's whole life: its first day and its last.
    pub span_plan: &'static str,
    /// Heading of what is said of all data.
    pub span_data: &'static str,
    /// Members without a value: why, how many, their names.
    pub blank: &'static str,
    /// Heading of all dashboards.
    pub appendix: &'static str,
    /// Heading of a dashboard's brief.
    pub remarks: &'static str,
    /// Where a table has no row.
    pub nothing: &'static str,
    /// Under a table that is cut: {0} is how many rows are printed, {1} how many there are.
    pub cut: &'static str,
    /// Before files that could not be read.
    pub unread: &'static str,
    /// Before the notes of a table.
    pub note_head: &'static str,
}
