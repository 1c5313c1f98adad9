//! The words of printed reports in English.

use crate::locale::words::print::PrintWords;

impl PrintWords {
    /// English.
    pub const EN: Self = Self {
        content: "Content",
        whole: "All",
        period: "Period",
        value: "Value",
        target: "Target",
        in_period: "In the period",
        over_plan: "Whole plan",
        standing: "Standing",
        change: "Change",
        note: "Note",
        data_until: "Data until",
        filters: "Filters",
        no_filters: "none",
        scope: "Limited to",
        code: "Trace code",
        code_note: "the first 12 characters of “snapshot” and 8 of “workspace” in the pack's manifest.json",
        page: "Page",
        synthetic: "SYNTHETIC DATA, NOT REAL FIGURES",
        provisional: "not over, provisional",
        summary: "Summary of results",
        targets: "Results against targets",
        no_targets: "No target is set in numbers.",
        decisions: "What needs a decision",
        no_decisions: "Nothing, by the figures of this period.",
        more: "{0} more stand in the appendix, under the remarks of each dashboard.",
        reports: "State of reports",
        unreported: "Not all reports that the dashboards need have come; still missing from ({0}): {1}.",
        overdue: "The report that is late the longest: {0} of {1}; days late: {2}.",
        all_reported: "All reports due in this period have been sent.",
        appendix: "Appendix of figures",
        remarks: "Remarks",
        nothing: "No rows.",
        cut: "Rows in all: {1}; printed here: the first {0}. The XLSX file has all of them.",
        unread: "Files that could not be read and do not count",
        note_head: "Notes",
    };
}
