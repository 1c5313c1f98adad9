//! What stands on panels of several KPIs in English.

use crate::locale::words::several::SeveralWords;

impl SeveralWords {
    /// English.
    pub const EN: Self = Self {
        targets: "{0} {0|target|targets} set by the plan: {1}\u{a0}met, {2}\u{a0}missed",
        not_due: "{0} not due yet",
        unjudged: "{0} not judged",
        promised: "Targets {0}",
        decided_over: "Over the plan's whole life ({0})",
        of_targets: "Targets set by the plan",
        of_figures: "Other figures",
        indicator: "Indicator",
        course: "Within the period",
    };
}
