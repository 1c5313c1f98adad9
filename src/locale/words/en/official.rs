//! What official tables say in English.

use crate::locale::words::official::OfficialWords;

impl OfficialWords {
    /// English.
    pub const EN: Self = Self {
        heads: [
            "No.",
            "Item",
            "Unit",
            "This period",
            "Same period last year",
            "Change",
            "Since the year began",
            "Target",
            "Share (%)",
        ],
        unit: "Unit: {0}",
        no_value: "No value: {0}",
        no_base: "Not compared with the year before: {0}",
        of_bodies: "{0}: from {1} to {2}",
        other_days: "This period is from {0} to {1}",
        other_state: "As at the end of {1}",
        provisional: "Provisional, the period has not ended",
        shares: "of which: {0}",
        growth: "up by {0}",
        fall: "down by {0}",
        level: "at {0}",
    };
}
