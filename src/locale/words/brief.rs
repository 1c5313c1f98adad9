//! The words of the brief of a dashboard.

/// What the brief of a dashboard says in one language.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct BriefWords {
    /// Its heading.
    pub heading: &'static str,
    /// Heading of what needs a decision.
    pub decisions: &'static str,
    /// Heading of what limits the figures.
    pub about_data: &'static str,
    /// The base in a sentence: `{0}` is its year.
    pub same_period: &'static str,
    /// `{0}` bodies: `{1}` are their names; `{2}` says of which reports.
    pub not_reported: &'static str,
    /// One body: `{0}` is its name; `{1}` says of which reports.
    pub not_reported_one: &'static str,
    /// After a few names: `{0}` more.
    pub and_others: &'static str,
    /// `{0}` reports of the period; `{1}` says of which reports, `{2}` whose they are besides.
    pub overdue: &'static str,
    /// Of which reports: all.
    pub overdue_all: &'static str,
    /// Behind it, where bodies that no longer exist owe some of them.
    pub overdue_ended: &'static str,
    /// One report: `{0}` of `{1}`, late for `{2}` days; `{3}` says of which reports.
    pub overdue_one: &'static str,
    /// All reports of the period.
    pub of_all_reports: &'static str,
    /// Those that the page's figures need.
    pub of_needed_reports: &'static str,
    /// In place of a number that was not counted to the end.
    pub at_least: &'static str,
    /// What should hold, and how many rows break it.
    pub broken: &'static str,
    /// The period's last day and the data date.
    pub provisional: &'static str,
    /// Subject, value, target, gap.
    pub missed_plan: &'static str,
    /// Subject, value, the law's number, gap.
    pub missed_law: &'static str,
    /// Subject, value, target.
    pub met_plan: &'static str,
    /// Subject, value, the law's number.
    pub met_law: &'static str,
    /// Before a sentence on the plan's whole life.
    pub over_plan: &'static str,
    /// A gap below a target.
    pub below: &'static str,
    /// A gap above a limit.
    pub above: &'static str,
    /// Subject, value, target, the day by which.
    pub not_due: &'static str,
    /// Where an even pace would be: day, value.
    pub pace: &'static str,
    /// Subject, value, 100 percent.
    pub above_all: &'static str,
    /// Subject, opening value and label, closing value and label.
    pub backlog: &'static str,
    /// The day, what changed.
    pub parted: &'static str,
    /// The base, the subject, the change with its ends, of which bodies it is where it is not of all.
    pub change: &'static str,
    /// The base, the subject, the value, of which bodies.
    pub from_none: &'static str,
    /// Before the percentage of an amount: `1,2 tỷ đồng, tương ứng 12,5%`.
    pub amounts_to: &'static str,
    /// The subject, the base, the value, of which bodies.
    pub unchanged: &'static str,
    /// Dimension, member, part, whole; `{0}` is the subject.
    pub largest: &'static str,
    /// The same with a share.
    pub largest_share: &'static str,
    /// Subject, value, number of periods, the first and the last.
    pub highest: &'static str,
    /// Likewise.
    pub lowest: &'static str,
    /// What is owed of all kinds together: how many things, of how many living bodies.
    pub owed_together: &'static str,
    /// The same where living bodies owe nothing: how many things are left by others.
    pub owed_together_left: &'static str,
    /// A kind in a line: how many things, since when the oldest, for how many days.
    pub owed_line: &'static str,
    /// The same where there are more (`{4}`) of bodies whose successor is not known.
    pub owed_line_left: &'static str,
    /// The kind of what is owed, how many things, of how many living bodies.
    pub owed: &'static str,
    /// The kind and a day, where figures of an older period stand beside what is owed as of that day.
    pub owed_as_of: &'static str,
    /// Behind it: the oldest thing, who answers for it, since when, for how many days.
    pub owed_oldest: &'static str,
    /// Who answers for it, where that body inherited it.
    pub owed_inherited: &'static str,
    /// The kind, where living bodies owe nothing of it: how many things are left by others.
    pub owed_only_left: &'static str,
    /// Behind it: how many things are left by bodies of which no successor is known.
    pub owed_left: &'static str,
    /// `{0}` are titles.
    pub no_value: &'static str,
    /// `{0}` are titles.
    pub unsettled: &'static str,
    /// `{0}` rows.
    pub set_aside: &'static str,
    /// `{0}` rows are copies of others.
    pub copies: &'static str,
    /// After a sentence: `{0}` is what is doubtful about its figures.
    pub doubtful: &'static str,
    /// Link to the page on the data.
    pub see_data: &'static str,
    /// Link to the list of the reports.
    pub see_list: &'static str,
    /// Of an identity of which nothing can be said: `{0}` is what should hold.
    pub unchecked: &'static str,
    /// An identity that rows of the period break: what should hold, how many.
    pub broken_in_period: &'static str,
    /// `{0}` rows of other periods break an identity.
    pub elsewhere: &'static str,
}
