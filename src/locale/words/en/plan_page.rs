//! The words of the plan's page in English.

use crate::locale::words::plan_page::PlanWords;

impl PlanWords {
    /// English.
    pub const EN: Self = Self {
        progress: "Progress of {0}",
        intro: "The plan's own words in their order, each with its figures for {0}.",
        owners: "Responsible",
        any_owner: "All bodies",
        any_standing: "All",
        standings: "State",
        shown: "Showing {0} of {1} {1|promise|promises}",
        missed: "Target missed",
        not_due: "Not due",
        met: "Target met",
        unjudged: "Cannot be judged",
        followed: "Followed by figures; the plan sets no number",
        unmeasured: "Not measured",
        why_unmeasured: "Why",
        place: "Clause {0}",
        item: "Clause {0}, point {1}",
        before: "told at {0}",
        no_plan: "This workspace names no plan",
    };
}
