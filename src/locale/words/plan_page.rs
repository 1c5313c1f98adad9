//! The words of the plan's page.

/// What the page of the plan says in one language.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PlanWords {
    /// The page's heading: `{0}` is what the plan is called.
    pub progress: &'static str,
    /// Under the heading: `{0}` is the period.
    pub intro: &'static str,
    /// Before the bodies that answer for a promise.
    pub owners: &'static str,
    /// The choice of all bodies.
    pub any_owner: &'static str,
    /// The link to promises in every state.
    pub any_standing: &'static str,
    /// Label of the choice of a state.
    pub standings: &'static str,
    /// How many promises are shown: `{0}` of `{1}`.
    pub shown: &'static str,
    /// A standing.
    pub missed: &'static str,
    /// A standing.
    pub not_due: &'static str,
    /// A standing.
    pub met: &'static str,
    /// A standing.
    pub unjudged: &'static str,
    /// A standing.
    pub followed: &'static str,
    /// A standing.
    pub unmeasured: &'static str,
    /// Before the note of a promise that nothing measures.
    pub why_unmeasured: &'static str,
    /// Label of a promise's place in the plan: `{0}` is the place.
    pub place: &'static str,
    /// A point of a clause: `{0}` is the clause, `{1}` the number of the point.
    pub item: &'static str,
    /// Where a figure has been told beside another promise: `{0}` is its place.
    pub before: &'static str,
    /// Where a workspace has no plan.
    pub no_plan: &'static str,
}
