//! The words of a number's passport.
//!
//! `{0}`, `{1}` stand for values.

/// What a passport says in one language.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PassportWords {
    /// Where a clause stands in the plan: its id.
    pub place: &'static str,
    /// A quotient in words and its value.
    pub equals: &'static str,
    /// How a figure was computed: in words, first day, last day read.
    pub over_days: &'static str,
    /// How a state was read: in words, the day.
    pub on_day: &'static str,
    /// Heading of the comparison: the base.
    pub compared_with: &'static str,
    /// A median in a formula.
    pub median_of: &'static str,
    /// What nine tenths do not exceed, in a formula.
    pub p90_of: &'static str,
    /// The same of so few that it is the largest.
    pub largest_of: &'static str,
    /// A label whose number is the largest of few: `{0}` is the label, `{1}` how many.
    pub largest_of_few: &'static str,
}
