//! What controls say in English.

use crate::locale::words::controls::ControlWords;

impl ControlWords {
    /// English.
    pub const EN: Self = Self {
        period_of_calendar: "{0} – {1}",
        compare: "Compare with",
        compare_last_year: "Same period last year",
        compare_previous: "Previous period",
        compare_nothing: "No comparison",
        compare_other: "Another period",
        base_last_year: "the same period last year",
        base_previous: "the previous period ({0})",
        not_compared_with: "Not compared with {0}: {1}",
        previous_unnamed: "the previous period",
        base_running: "one of the two periods has not ended",
        base_other_kind: "the two periods are not of one kind (month, quarter, half, nine months, year)",
        chosen: "{0} chosen",
        member_until: "until {0}",
        find_member: "Find in the list",
        sort_note: "Choose a column's name to sort by it; bodies, areas and other lists are in the order of their codes.",
        sorted_up: "sorted ascending",
        sorted_down: "sorted descending",
        page_size: "Records a page",
        page_of: "Page {0} of {1}",
        first_page: "First page",
        last_page: "Last page",
        past_the_end: "The list has no such page.",
        scrolls: "Scroll sideways to see the whole table.",
        search_in: "Searches codes, names, definitions and the plan's text; accents are not needed.",
        found: "{0} of {1} {1|KPI|KPIs}",
        show_all: "Show all KPIs",
        divided_by: "Broken down by",
        parted: "This period reaches across {0}.",
        sides: "Each side by itself",
        view: "How bodies and areas are grouped",
        view_own: "As organised at the time",
        copy_address: "Copy the page's address",
        copied: "Copied",
        keys_help: "Keys: / search or choose a period; ← previous period; → next period; ? help",
    };
}
