//! The words of the brief of a dashboard in English.

use crate::locale::words::brief::BriefWords;

impl BriefWords {
    /// English.
    pub const EN: Self = Self {
        heading: "What the figures say",
        decisions: "For decision",
        about_data: "About these figures",
        same_period: "the same period of {0}",
        not_reported: "{0} {0|body has|bodies have} not sent all reports for this period: {1}.",
        not_reported_one: "One body has not sent all reports for this period: {0}.",
        and_others: "{0} {0|other|others}",
        overdue: "{0} {0|report is|reports are} overdue; the oldest is {1} of {2} ({3} {3|day|days}).",
        overdue_one: "One report is overdue: {0} of {1}, for {2} {2|day|days}.",
        at_least: "at least {0}",
        broken: "A check does not hold: {0} – rows that break it: {1} (of all data).",
        provisional: "The period ends on {0}, after the data date of {1}; its figures are provisional.",
        missed_plan: "{0}: {1}, which misses the plan's target of {2} ({3}).",
        missed_law: "{0}: {1}, which misses the {2} that the law requires ({3}).",
        met_plan: "{0}: {1}, which meets the plan's target of {2}.",
        met_law: "{0}: {1}, which meets the {2} that the law requires.",
        over_plan: "Over the whole plan,",
        below: "{0} below",
        above: "{0} above",
        not_due: "{0}: {1}; the target of {2} is due on {3}.",
        pace: "An even pace would be at {1} by {0} (for orientation; it is no target).",
        above_all: "{0}: {1}, more than {2}.",
        backlog: "{0}: {3} {4} at the end, more than {1} {2} at the beginning.",
        parted: "From {0} on something else is counted ({1}), so figures before and after are not compared.",
        change: "{0}: {2} compared with {1}.",
        from_none: "{0}: up from 0 to {2} compared with {1}.",
        amounts_to: "that is",
        unchanged: "{0}: no change since {1} ({2}).",
        largest: "{0} by {1}: the largest part is {2}, {3} of {4}.",
        largest_share: "{0} by {1}: the largest part is {2}, {3} of {4} ({5}).",
        highest: "{0}: {1}, the highest of {2} periods from {3} to {4}.",
        lowest: "{0}: {1}, the lowest of {2} periods from {3} to {4}.",
        no_value: "There is no figure for this period: {0}.",
        unsettled: "The budget year is not settled, so these may change: {0}.",
        set_aside: "{0} {0|row|rows} of data {0|was|were} set aside and {0|is|are} not counted in the figures of this page.",
        copies: "{0} {0|row of data is a copy of another and counts|rows of data are copies of others and count} once.",
        doubtful: "To be read with care: {0}.",
        see_data: "See the data",
        unchecked: "A check could not be made: {0}.",
    };
}
