//! What stands on lists of records, and on a record, in English.

use crate::locale::words::records_page::RecordsPageWords;

impl RecordsPageWords {
    /// English.
    pub const EN: Self = Self {
        search: "Search in the list",
        column: "Column",
        way: "{0} ({1} {1|row|rows})",
        listed: "{0} of {1} {1|row|rows}",
        total: "Total of {0} {0|row|rows}",
        distinct: "(each once)",
        uncounted: "Values in brackets do not count in this period.",
        repeated: "{0} in {1} {1|row|rows}",
        once: "one {0} can stand in several rows and counts once",
        spread: "one {0} that has more than one {1} stands in several rows and counts once",
        one: "item",
        sides: "These rows add up to numerator {0}, denominator {1}",
        without: "Without {0}",
    };
}
