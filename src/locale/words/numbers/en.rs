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
        lacking: "{0} of {1} files of “{2}” lack the column “{3}”",
        repeated: "“{0}” has files with the same content, whose records count each time: {1}",
        set_aside: "without {0} faulty rows of “{1}”",
        set_aside_money: "without {0} faulty rows of “{1}” ({2})",
        set_aside_unstated: "without {0} faulty rows of “{1}”, whose amount is unknown",
        set_aside_both: "without {0} faulty rows of “{1}” ({2}, and {3} rows of an unknown amount)",
        kept: "with {0} rows of “{1}” that fail a check of “{2}” and are counted all the same",
        still_arriving: "without files of “{0}” that are still arriving: {1}",
        undated: "records that belong to no period are not counted ({0})",
        undated_rows: "rows of “{0}” that belong to no period are not counted ({1})",
        rounded: "{0} values of “{1}” in “{2}” were rounded, by {3} at most",
        zoneless: "the day of {0} of {1} rows of “{2}” is uncertain: “{3}” states no time zone",
        blank_ends: "{0} rows of the table “{1}” have blanks or characters that nobody sees at an end of the column “{2}”: what is the same may count as different",
        unknown_codes: "{0} records have a code that is none of “{1}”: {2}",
        one_other_code: "and 1 other code",
        other_codes: "and {0} other codes",
        unfilled: "{0} records leave “{1}” empty and are not counted",
        unfilled_mark: "{0} records left empty",
        blank_records: "{0} more leave the columns of the formula empty and do not count",
        partial_mark: "part of the period only",
        base_partial: "for one of the two periods there are data of a part only",
        since_of_plan: "{0} (as the plan declares)",
        partial: "there are data from {0} to {1} only",
        partial_from: "there are data from {0} on only",
        partial_until: "there are data until {0} only",
        gap: "there are no data from {0} to {1} ({2})",
        gap_rows: "there are no data from {0} to {1} ({2}), and yet {3} rows of these days",
        nothing_served: "all {0} rows of “{1}” are faulty and set aside",
        no_column: "no file of “{0}” has the column “{1}”",
        nothing_dated: "there are records, and none belongs to a period ({0})",
        nothing_filled: "there are {0} records, and all of them leave “{1}” empty",
        outside_span: "there are data from {0} to {1} only",
        no_common_day: "the data of “{0}” begin on {1}, when those of “{2}” have ended ({3})",
    };
}
