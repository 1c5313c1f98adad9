//! Heads and headings of lists that readers take away in English.

use crate::locale::words::lists::ListWords;

impl ListWords {
    /// English.
    pub const EN: Self = Self {
        clause: "Number",
        place: "Place in the plan",
        section: "Part of the plan",
        figures: "Figures of the indicators",
        report: "Report",
        first_day: "First day",
        last_day: "Last day",
        days_late: "Days late",
        on_time: "on time",
        late: "late",
        missing: "missing",
        unstated: "Rows without an amount",
        unused: "Files that do not count",
        holds: "holds",
        broken: "broken",
        broken_rows: "Rows that break it",
        at_least: "There are more",
        first_of: "The first {0} of {1} are listed",
        dimension: "Dimension",
        nearest: "Nearest code",
        places: "Where it stands",
        doubtful_kpis: "Indicators to be looked at",
    };
}
