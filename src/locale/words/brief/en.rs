//! The words of the brief of a dashboard in English.

use super::BriefWords;

impl BriefWords {
    /// English.
    pub const EN: Self = Self {
        heading: "In brief",
        same_period: "the same period of {0}",
        not_reported: "{0} bodies have not sent all reports for this period: {1}.",
        not_reported_one: "One body has not sent all reports for this period: {0}.",
        and_others: "{0} others",
        overdue: "{0} reports are overdue; the oldest is {1} of {2} ({3} days).",
        overdue_one: "One report is overdue: {0} of {1}, for {2} days.",
        at_least: "at least {0}",
        broken: "A check does not hold: {0} – rows that break it: {1} (of all data).",
        provisional: "The period ends on {0}, after the data date of {1}; its figures are provisional.",
        missed_plan: "{0} is {1} and misses the plan's target of {2} ({3}).",
        missed_law: "{0} is {1} and misses the {2} that the law requires ({3}).",
        met_plan: "{0} is {1} and meets the plan's target of {2}.",
        met_law: "{0} is {1} and meets the {2} that the law requires.",
        over_plan: "Over the whole plan,",
        below: "{0} below",
        above: "{0} above",
        not_due: "{0} is {1}; the target of {2} is due on {3}.",
        pace: "An even pace would be at {1} by {0} (for orientation; it is no target).",
        above_all: "{0} is {1}, more than {2}.",
        backlog: "{0}: {3} {4} at the end, more than {1} {2} at the beginning.",
        parted: "From {0} on something else is counted ({1}), so figures before and after are not compared.",
        change: "Compared with {1}, {0} is {2}.",
        from_none: "Compared with {1}, {0} rose from 0 to {2}.",
        amounts_to: "that is",
        unchanged: "{0} has not changed since {1} ({2}).",
        largest: "By {1}, {0} is largest for {2}: {3} of {4}.",
        largest_share: "By {1}, {0} is largest for {2}: {3} of {4} ({5}).",
        highest: "{0} is {1}, the highest of {2} periods from {3} to {4}.",
        lowest: "{0} is {1}, the lowest of {2} periods from {3} to {4}.",
        no_value: "There is no figure for this period: {0}.",
        unsettled: "The budget year is not settled, so these may change: {0}.",
        set_aside: "{0} rows of data were set aside and are not counted in the figures of this page.",
        see_data: "See the data",
        unchecked: "A check could not be made: {0}.",
    };
}
