//! The words of the page on what data arrived.

/// What the page on what data arrived says in one language.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DataWords {
    /// Until when the data speak, and the newest report: `{0}` and `{1}` are days.
    pub summary_dates: &'static str,
    /// The same where no report has come.
    pub summary_no_report: &'static str,
    /// The data date comes from row `{0}` of the file `{1}`.
    pub deciding_row: &'static str,
    /// No other row comes near it; `{0}` is the day of the one before.
    pub lonely_day: &'static str,
    /// `{0}` of `{1}` bodies; `{2}` is the period.
    pub summary_reported: &'static str,
    /// Where nothing was owed: `{0}` is the period.
    pub summary_none_owed: &'static str,
    /// `{0}` rows.
    pub summary_set_aside: &'static str,
    /// `{0}` rows, with `{1}` in their money columns.
    pub summary_set_aside_money: &'static str,
    /// `{0}` rows are copies of others.
    pub summary_copies: &'static str,
    /// After the rows set aside: `{0}` of them have an amount that cannot be read.
    pub summary_unstated: &'static str,
    /// In place of the amount of such rows.
    pub unstated: &'static str,
    /// After the amount of other rows: `{0}` rows.
    pub also_unstated: &'static str,
    /// No row was set aside.
    pub summary_nothing_aside: &'static str,
    /// `{0}` files of which no row is used.
    pub summary_fatal: &'static str,
    /// Heading of who sent what.
    pub reports: &'static str,
    /// Heading of the bodies' names.
    pub body: &'static str,
    /// What the signs of the table mean.
    pub legend: &'static str,
    /// How many reports came how: on time, late, missing, not due; `{0}` is their number.
    pub counts: [&'static str; 4],
    /// Which reports are of a period: `{0}` is its name; they are late as of the day `{1}`.
    pub belong: &'static str,
    /// Where no report was owed.
    pub no_reports: &'static str,
    /// Heading of the identities.
    pub checks: &'static str,
    /// How many of how many identities hold.
    pub checks_hold: &'static str,
    /// That filters do not apply to identities, and that rows of other periods stand apart.
    pub checks_of_all: &'static str,
    /// Of an identity of which nothing can be said.
    pub unchecked: &'static str,
    /// How many rows break an identity.
    pub broken_rows: &'static str,
    /// Behind an identity: that these rows are of other periods.
    pub other_periods: &'static str,
    /// How many rows of other periods break it.
    pub broken_elsewhere: &'static str,
    /// How many bodies owe a report besides those that are shown.
    pub more_owing: &'static str,
    /// How many bodies have sent a report, and sent it late at least once.
    pub late_bodies: &'static str,
    /// How many bodies are not late with a report.
    pub punctual: &'static str,
    /// Heading of the tables.
    pub tables: &'static str,
    /// Column: how many files.
    pub files: &'static str,
    /// Column: how many rows arrived.
    pub arrived: &'static str,
    /// Column: how many rows were set aside.
    pub set_aside: &'static str,
    /// Column: rows that are copies of others.
    pub copies: &'static str,
    /// Column: rows in whose place a later one counts.
    pub superseded: &'static str,
    /// Column: amounts of the rows set aside; the currency follows.
    pub money: &'static str,
    /// In place of a number of files.
    pub no_file: &'static str,
    /// Below the tables: replaced rows are no failure.
    pub superseded_note: &'static str,
    /// Heading of the rows that failed a check.
    pub rejected: &'static str,
    /// Said where there are none.
    pub rejected_none: &'static str,
    /// `{0}` to `{1}` of `{2}`.
    pub rejected_shown: &'static str,
    /// Column: the row in its file.
    pub row: &'static str,
    /// Column: the column that failed.
    pub column: &'static str,
    /// Column: what became of the row.
    pub fate: &'static str,
    /// What became of a row.
    pub aside: &'static str,
    /// What became of a row.
    pub kept: &'static str,
    /// In place of a value that is not there.
    pub empty: &'static str,
    /// In place of a value that must not be shown.
    pub hidden: &'static str,
    /// A check: the value is none of the column's type.
    pub type_lost: &'static str,
    /// A check.
    pub filled: &'static str,
    /// A check.
    pub values: &'static str,
    /// A check.
    pub min: &'static str,
    /// A check.
    pub max: &'static str,
    /// A check.
    pub key: &'static str,
    /// A check.
    pub replaced: &'static str,
    /// A check.
    pub references: &'static str,
    /// Heading of the files of which no row is used.
    pub fatal: &'static str,
    /// What to do about them.
    pub fatal_note: &'static str,
    /// Why a file cannot be used.
    pub fatal_empty: &'static str,
    /// Why a file cannot be used: `{0}` is what the system said.
    pub fatal_unreadable: &'static str,
    /// Why a file cannot be used.
    pub fatal_broken: &'static str,
    /// Why a file cannot be used: `{0}` is the column.
    pub fatal_missing_column: &'static str,
    /// Why a file cannot be used: column, found, expected.
    pub fatal_wrong_type: &'static str,
    /// Why a file cannot be used: `{0}` is what it is.
    pub fatal_foreign: &'static str,
    /// Why a file cannot be used: `{0}` is the column, `{1}` the name in the file.
    pub fatal_misnamed: &'static str,
    /// Why a file cannot be used: two names.
    pub fatal_alike: &'static str,
    /// What a file is: in the place of a large file.
    pub is_pointer: &'static str,
    /// What a file is.
    pub is_markup: &'static str,
    /// What a file is.
    pub is_json: &'static str,
    /// What a file is.
    pub is_csv: &'static str,
    /// What a file is.
    pub is_text: &'static str,
    /// What a file is.
    pub is_workbook: &'static str,
    /// What a file is.
    pub is_archive: &'static str,
    /// What a file is.
    pub is_pdf: &'static str,
    /// What a file is.
    pub is_arrow: &'static str,
    /// What a file is.
    pub is_encrypted: &'static str,
    /// What a file is.
    pub is_cut: &'static str,
    /// Why a file cannot be used: row, column, check.
    pub fatal_row: &'static str,
    /// Why a file or folder cannot be used: `{0}` is what the system said.
    pub fatal_unreachable: &'static str,
    /// Why a file or folder cannot be used: `{0}` is the other path.
    pub fatal_again: &'static str,
    /// Why something cannot be used.
    pub fatal_special: &'static str,
    /// Why a folder cannot be used: `{0}` is whose table it is.
    pub fatal_layout: &'static str,
    /// Why a folder cannot be used: so many folders, the column.
    pub fatal_partition: &'static str,
    /// Why a file cannot be used: the outer folder, the inner one, the column.
    pub fatal_partition_twice: &'static str,
    /// Why a file cannot be used: folder, column, expected.
    pub fatal_partition_value: &'static str,
    /// Why a file cannot be used: row, column, folder.
    pub fatal_disagreement: &'static str,
    /// Why a folder cannot be used: so many files were there.
    pub fatal_emptied: &'static str,
    /// Heading of files still being written.
    pub arriving: &'static str,
    /// Heading of files of no table.
    pub unknown: &'static str,
    /// Heading of data files that are not read because of their names.
    pub passed: &'static str,
    /// So many files of a folder.
    pub number_of_files: &'static str,
    /// A row that stands alone: its day `{0}`, the row `{1}`, the file `{2}`, the table `{3}`.
    pub lone_row: &'static str,
    /// After a sentence `{0}` on days without a row: the line `{1}` that says of a contract that there are no data.
    pub declare_gap: &'static str,
    /// In such a line, in place of why.
    pub gap_label: &'static str,
    /// Heading of files that are gone.
    pub lost: &'static str,
    /// What that means.
    pub lost_note: &'static str,
    /// Heading of files in whose place others have come.
    pub replaced_files: &'static str,
    /// Heading of what is odd about files that are used.
    pub odd: &'static str,
    /// Columns that no contract knows: `{0}` is the table, `{1}` are the columns.
    pub unknown_columns: &'static str,
    /// Files with the same content that count once: `{0}` is the table, `{1}` are the files.
    pub repeated_once: &'static str,
    /// Files whose rows all stand in other files too: the table, the files.
    pub sent_again: &'static str,
    /// Columns of codes of which not all are compared: `{0}` is the table, `{1}` are the columns, `{2}` is how many are.
    pub uncounted: &'static str,
    /// Heading of codes that no member of their dimension bears.
    pub codes: &'static str,
    /// Such a code: `{0}` is the code, `{1}` the dimension's title, `{2}` perhaps [`Self::code_nearest`], `{3}` the number of
    /// records, `{4}` says where they are.
    pub code: &'static str,
    /// The member that is probably meant: `{0}`.
    pub code_nearest: &'static str,
    /// Heading of KPIs whose records count nowhere.
    pub outside: &'static str,
    /// Heading of mistakes in the workspace's files.
    pub mistakes: &'static str,
    /// Heading of bodies that the plan names and the data do not know.
    pub unknown_owners: &'static str,
    /// Where there is no problem at all.
    pub all_good: &'static str,
    /// Who sees some data only is told of no data files.
    pub files_untold: &'static str,
    /// Heading of KPIs that could not be computed.
    pub failed: &'static str,
    /// Heading of the warning that nothing is kept.
    pub unkept: &'static str,
    /// What that means; the reason follows.
    pub unkept_note: &'static str,
}
