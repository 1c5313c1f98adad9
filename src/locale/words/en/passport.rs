//! What a passport says in English.

use crate::locale::words::passport::PassportWords;

impl PassportWords {
    /// English.
    pub const EN: Self = Self {
        place: "{0} of the plan",
        equals: "{0}, which is {1}",
        over_days: "{0}; from data of {1} to {2}.",
        on_day: "{0}; as of {1}.",
        compared_with: "Compared with {0}",
        median_of: "median of {0}",
        p90_of: "the value of {0} that 90% do not exceed",
        largest_of: "the largest value of {0}",
        largest_of_few: "{0} (the largest of {1})",
    };
}
