//! What stands on panels of several KPIs.

/// What is said of several KPIs together in one language.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SeveralWords {
    /// How many numbers the plan sets: `{0}` in all, `{1}` met, `{2}` missed.
    pub targets: &'static str,
    /// After it, where some are not due: `{0}` how many.
    pub not_due: &'static str,
    /// After it, where some cannot be judged: `{0}` how many.
    pub unjudged: &'static str,
    /// Who set all of them, and by when.
    pub promised: &'static str,
    /// The period that decides: `{0}` its days, of a state the last one.
    pub decided_over: &'static str,
    /// Name of a panel of targets.
    pub of_targets: &'static str,
    /// Name of a panel of figures.
    pub of_figures: &'static str,
    /// Column: what is measured.
    pub indicator: &'static str,
    /// Column: the course inside the period.
    pub course: &'static str,
}
