//! The words of what a figure stands on: views, tables without data, files that could not be read.

/// What is said of a figure's foundations in one language; `{0}`, `{1}` stand for values.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NumberWords {
    /// No dimension has such a view: `{0}` is what was asked for.
    pub unknown_view: &'static str,
    /// A view that gives one code two units: `{0}` is the view, `{1}` the dimension, `{2}` the code.
    pub split_view: &'static str,
    /// Before a number that is estimated: `{0}`.
    pub about: &'static str,
    /// In a view, what is left out because it belongs to none of its units: `{0}` are the amounts.
    pub left_out: &'static str,
    /// Why there is no value: `{0}` is the table of which no file could be read or is there.
    pub no_data: &'static str,
    /// A value without some files that cannot be read: `{0}` are the files.
    pub without_files: &'static str,
    /// Something of a figure's tables is missing.
    pub incomplete: &'static str,
    /// Why a figure is shown that others' rows may change: `{0}`.
    pub excused: &'static str,
    /// Files that were there before: `{0}` is the table, `{1}` are the files.
    pub lost: &'static str,
    /// A dimension whose table has no data: `{0}` is the table.
    pub unlisted: &'static str,
    /// Files without a column: `{0}` of `{1}` files of the table `{2}` lack the column `{3}`: `{4}`.
    pub lacking: &'static str,
    /// Files that are the same: `{0}` is the table, `{1}` are the files.
    pub repeated: &'static str,
    /// Rows that are copies of others: `{0}` rows of the table `{1}`.
    pub copies: &'static str,
    /// Rows set aside: `{0}` rows of the table `{1}`.
    pub set_aside: &'static str,
    /// Rows set aside that hold money: `{0}` rows of the table `{1}`, `{2}` of money.
    pub set_aside_money: &'static str,
    /// Rows set aside of an amount that cannot be read: `{0}` rows of the table `{1}`.
    pub set_aside_unstated: &'static str,
    /// The same beside others: `{0}` rows of the table `{1}`, `{2}` of money, and `{3}` of those rows.
    pub set_aside_both: &'static str,
    /// Rows that count although they failed a check: `{0}` rows of the table `{1}`, the columns `{2}`.
    pub kept: &'static str,
    /// Files that are still being written: `{0}` is the table, `{1}` are the files.
    pub still_arriving: &'static str,
    /// Records that no period has: `{0}` says how many and why.
    pub undated: &'static str,
    /// The same of rows of the table `{0}`: `{1}` says how many and why.
    pub undated_rows: &'static str,
    /// Rounded values: `{0}` values of the column `{1}` of the table `{2}`, by `{3}` at most.
    pub rounded: &'static str,
    /// Times without a zone: `{0}` of `{1}` rows of the table `{2}`, in the column `{3}`.
    pub zoneless: &'static str,
    /// Texts with blanks at an end: `{0}` rows of the table `{1}`, in the column `{2}`.
    pub blank_ends: &'static str,
    /// Codes that no dimension knows: `{0}` records, the dimension `{1}`, the codes `{2}`.
    pub unknown_codes: &'static str,
    /// After the codes that are named: one more.
    pub one_other_code: &'static str,
    /// After the codes that are named: so many more.
    pub other_codes: &'static str,
    /// Records that fill no column: `{0}` records, the columns `{1}`.
    pub unfilled: &'static str,
    /// Records left empty over several periods: `{0}` is the column, `{1}` how many in which periods.
    pub unfilled_course: &'static str,
    /// Codes that are not known over several periods: `{0}` is the dimension, `{1}` how many in which periods.
    pub unknown_course: &'static str,
    /// The same beside a figure of a table: `{0}` records.
    pub unfilled_mark: &'static str,
    /// Above a list of records: `{0}` of them fill no column.
    pub blank_records: &'static str,
    /// Beside a figure whose tables speak for a part of its days only.
    pub partial_mark: &'static str,
    /// Why there is no comparison: one of the two is such a figure.
    pub base_partial: &'static str,
    /// A day from which records are whole because the plan declares it: `{0}` is the day.
    pub since_of_plan: &'static str,
    /// Data for a part of the days: from `{0}` to `{1}`.
    pub partial: &'static str,
    /// The same without an end.
    pub partial_from: &'static str,
    /// The same without a beginning.
    pub partial_until: &'static str,
    /// Days without data: from `{0}` to `{1}`, `{2}` says why.
    pub gap: &'static str,
    /// The same where `{3}` rows are of these days.
    pub gap_rows: &'static str,
    /// So many keys `{0}` count more than once on a day.
    pub again: &'static str,
    /// So many keys `{0}` count under several members of the dimension `{1}` on a day.
    pub spread: &'static str,
    /// Nobody knows whether any do.
    pub unchecked_keys: &'static str,
    /// Days without a row of the table `{0}`: from `{1}` to `{2}`.
    pub silent: &'static str,
    /// Why there is no value: all `{0}` rows of the table `{1}` are set aside.
    pub nothing_served: &'static str,
    /// Why there is no value: no file of the table `{0}` has the column `{1}`.
    pub no_column: &'static str,
    /// Why there is no value: no period has any record, `{0}` says how many and why.
    pub nothing_dated: &'static str,
    /// Why there is no value: `{0}` records, and all leave the columns `{1}` empty.
    pub nothing_filled: &'static str,
    /// Why there is no value: nothing is counted, and data are missing.
    pub why_incomplete: &'static str,
    /// Why there is no value: the data speak from `{0}` to `{1}`.
    pub outside_span: &'static str,
    /// Why there is no value: the table `{0}` begins on `{1}`, after the table `{2}` has ended on `{3}`.
    pub no_common_day: &'static str,
    /// Why there is no value, or no comparison: 28 digits do not hold it.
    pub too_large: &'static str,
    /// Why there is no value: a part of it would tell of records that its reader does not see.
    pub out_of_scope: &'static str,
    /// Why there is no value: its records take more memory than they may.
    pub hindered_memory: &'static str,
    /// Why there is no value: there are too many different records.
    pub hindered_rows: &'static str,
    /// Why there is no value: it takes too long.
    pub hindered_time: &'static str,
    /// Why there is no value: its query fails over the data.
    pub hindered_engine: &'static str,
    /// Why there is no value: the machine failed, and it is tried again.
    pub hindered_machine: &'static str,
    /// Why there is no value yet: it is being gathered.
    pub unfinished: &'static str,
    /// More figures than are given at once: `{0}`, and `{1}` may be.
    pub too_many: &'static str,
}
