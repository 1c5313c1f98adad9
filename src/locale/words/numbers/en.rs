//! In English.

use super::NumberWords;

impl NumberWords {
    /// In English.
    pub const EN: Self = Self {
        unknown_view: "There is no view “{0}”",
        split_view: "The view “{0}” of “{1}” cannot be used: code “{2}” belongs to several units",
        left_out: "Left out because it belongs to no unit of this view: {0}",
        no_data: "there are no data of “{0}”, or none of its files can be read",
        without_files: "Without files that cannot be read: {0}",
        lost: "“{0}” lacks files that were there before: {1}",
        unlisted: "members are told by their codes: there are no data of “{0}”",
        lacking: "{0} of {1} files of “{2}” lack the column “{3}”",
        repeated: "“{0}” has files with the same content, whose records count each time: {1}",
        set_aside: "without {0} faulty rows of “{1}”",
        set_aside_money: "without {0} faulty rows of “{1}” ({2})",
        rounded: "{0} values of “{1}” in “{2}” were rounded, by {3} at most",
        zoneless: "the day of {0} of {1} rows of “{2}” is uncertain: “{3}” states no time zone",
        unknown_codes: "{0} records have a code that is none of “{1}”: {2}",
        unfilled: "{0} records leave “{1}” empty and are not counted",
        unfilled_course: "Records that leave “{0}” empty and are not counted: {1}",
        unknown_course: "Records with a code that is none of “{0}”: {1}",
        unfilled_mark: "{0} records left empty",
        blank_records: "{0} more leave the columns of the formula empty and do not count",
        partial_mark: "part of the period only",
        base_partial: "for one of the two periods there are data of a part only",
        since_of_plan: "{0} (as the plan declares)",
        partial: "there are data from {0} to {1} only",
        partial_from: "there are data from {0} on only",
        partial_until: "there are data until {0} only",
        gap: "there are no data from {0} to {1} ({2})",
        no_column: "no file of “{0}” has the column “{1}”",
        nothing_filled: "there are {0} records, and all of them leave “{1}” empty",
        outside_span: "there are data from {0} to {1} only",
        no_common_day: "the data of “{0}” begin on {1}, when those of “{2}” have ended ({3})",
    };
}
