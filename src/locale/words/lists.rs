//! Heads and headings of lists that readers take away.

/// What such lists say in one language.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ListWords {
    /// Head: the place of a promise, as files name it.
    pub clause: &'static str,
    /// Head: the same in words.
    pub place: &'static str,
    /// Head: the part of the plan.
    pub section: &'static str,
    /// Heading of exact figures.
    pub figures: &'static str,
    /// Head: a report that is owed.
    pub report: &'static str,
    /// Head.
    pub first_day: &'static str,
    /// Head.
    pub last_day: &'static str,
    /// Head: how many days a report is late, sent or not.
    pub days_late: &'static str,
    /// A report came in time.
    pub on_time: &'static str,
    /// A report came, and late.
    pub late: &'static str,
    /// A report has not come, and its day is over.
    pub missing: &'static str,
    /// Head: rows set aside whose amount is not known.
    pub unstated: &'static str,
    /// Heading of files that do not count.
    pub unused: &'static str,
    /// An identity holds.
    pub holds: &'static str,
    /// Rows break an identity.
    pub broken: &'static str,
    /// Head: how many rows.
    pub broken_rows: &'static str,
    /// Head: whether there are more.
    pub at_least: &'static str,
    /// Only the first so many of all rows are listed.
    pub first_of: &'static str,
    /// Head: the list in which a code should be.
    pub dimension: &'static str,
    /// Head: the code that is probably meant.
    pub nearest: &'static str,
    /// Head: where a code stands.
    pub places: &'static str,
    /// Heading of KPIs of which something is wrong.
    pub doubtful_kpis: &'static str,
}
