//! What stands on panels of several KPIs in English.

use crate::locale::words::several::SeveralWords;

impl SeveralWords {
    /// English.
    pub const EN: Self = Self {
        targets: "{0} {0|number|numbers} set by the plan: {1} met, {2} missed",
        not_due: "{0} not due yet",
        unjudged: "{0} not judged",
        promised: "Targets {0}",
        decided_over: "Over the plan's whole life ({0}–{1})",
        of_targets: "Numbers set by the plan",
        of_figures: "Other figures",
        indicator: "Indicator",
        course: "Within the period",
    };
}
