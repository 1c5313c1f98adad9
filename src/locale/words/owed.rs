//! The words of the lists of what is owed: reports, and everything else.

/// What the lists of what is owed say in one language.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct OwedWords {
    /// Heading of the list of reports.
    pub reports: &'static str,
    /// `{0}` reports of `{1}` bodies.
    pub reports_count: &'static str,
    /// `{0}` reports of one body.
    pub reports_of_body: &'static str,
    /// The reports that a KPI needs: `{0}` is its title.
    pub reports_of_kpi: &'static str,
    /// The reports of a dashboard: `{0}` is its title.
    pub reports_of_dashboard: &'static str,
    /// All reports of a period.
    pub reports_of_period: &'static str,
    /// Which are listed, by the words of their states: on time, late, missing, not due, not sent.
    pub states: [&'static str; 5],
    /// All of them.
    pub all_states: &'static str,
    /// Late as of the day `{0}`.
    pub as_of: &'static str,
    /// What a report is.
    pub report: &'static str,
    /// For which days it is.
    pub days: &'static str,
    /// When it was due.
    pub due: &'static str,
    /// When it came.
    pub received: &'static str,
    /// What became of it.
    pub state: &'static str,
    /// Came on time.
    pub on_time: &'static str,
    /// Came `{0}` days late.
    pub late: &'static str,
    /// Has not come for `{0}` days.
    pub missing: &'static str,
    /// Is not due yet.
    pub not_due: &'static str,
    /// The lists `{0}` stand without files: `{1}`.
    pub partial: &'static str,
    /// Nothing is listed.
    pub none: &'static str,
    /// Lines `{0}` to `{1}` of `{2}`.
    pub shown: &'static str,

    /// Heading of what living bodies owe.
    pub title: &'static str,
    /// What the list is, for its reader.
    pub about: &'static str,
    /// Where nothing is owed.
    pub nothing: &'static str,
    /// `{0}` things of `{1}` bodies that live.
    pub count: &'static str,
    /// And `{0}` more that bodies left of which no successor is known.
    pub count_left: &'static str,
    /// Heading of the kinds.
    pub kinds: &'static str,
    /// What kind a thing is.
    pub kind: &'static str,
    /// How many.
    pub number: &'static str,
    /// The one owed the longest, by a body that lives.
    pub oldest: &'static str,
    /// The bodies that owe the most.
    pub most: &'static str,
    /// It owes `{0}`, the first since `{1}`.
    pub most_one: &'static str,
    /// Heading of the bodies.
    pub bodies: &'static str,
    /// A body.
    pub body: &'static str,
    /// A body's code.
    pub body_code: &'static str,
    /// From whom it is inherited.
    pub inherited_from: &'static str,
    /// How many of them are inherited.
    pub inherited: &'static str,
    /// Inherited from `{0}`.
    pub from: &'static str,
    /// `{0}` of them.
    pub of_them: &'static str,
    /// Since when the oldest is owed.
    pub oldest_since: &'static str,
    /// Since when.
    pub since: &'static str,
    /// For how many days.
    pub late_days: &'static str,
    /// Since the day `{0}`, for `{1}` days.
    pub since_for: &'static str,
    /// As of which day.
    pub late_as_of: &'static str,
    /// As of the day `{0}`, but reports as of `{1}`.
    pub but_reports: &'static str,
    /// Beside the data date: the day of the newest arrival, as of which reports are overdue.
    pub known: &'static str,
    /// By what clause or law.
    pub basis: &'static str,
    /// Where nothing says by what it is owed.
    pub no_basis: &'static str,
    /// What is owed.
    pub what: &'static str,
    /// The number of a line.
    pub line: &'static str,
    /// By what it is found again.
    pub id: &'static str,
    /// Heading of what no living body answers for.
    pub undetermined: &'static str,
    /// What that means.
    pub undetermined_note: &'static str,
    /// Above a body's lines: `{0}` things as of `{1}`.
    pub letter: &'static str,
    /// The choice of a kind.
    pub choose_kind: &'static str,
    /// The choice of everything.
    pub all: &'static str,
    /// A list of the workspace that could not be made: `{0}` is its title.
    pub failed: &'static str,
    /// The list of everything.
    pub see_all: &'static str,
    /// What a report is for: `{0}` is the report, `{1}` its days.
    pub report_of: &'static str,
    /// A heading that names no body.
    pub unknown_body: &'static str,
}
