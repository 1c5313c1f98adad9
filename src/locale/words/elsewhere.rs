//! The words of a proof that runs elsewhere.
//!
//! `{0}`, `{1}`, `{2}` stand for values.

/// What such a proof, and whoever offers it, says in one language.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ElsewhereWords {
    /// The link to it.
    pub link: &'static str,
    /// What it is, beside the link.
    pub note: &'static str,
    /// Before the reason why there is none.
    pub refused: &'static str,
    /// A file whose name cannot be written: file.
    pub name: &'static str,
    /// Too many digits: column, file, their number.
    pub digits: &'static str,
    /// A column that hides the numbers of rows: column, file.
    pub numbers: &'static str,
    /// A query that reads values of rows that do not count: column, table.
    pub values: &'static str,
    /// A table that comes from memory: table.
    pub memory: &'static str,
    /// The period: its name, first day, last day.
    pub period: &'static str,
    /// The data date and the snapshot.
    pub as_of: &'static str,
    /// How it is run: the engine's version, the statement's file.
    pub run: &'static str,
    /// How the statements of a pack's KPI are run: the engine's version, their file.
    pub run_pack: &'static str,
    /// Where the data of a pack lie.
    pub data_pack: &'static str,
    /// What the statement does not know.
    pub unreported: &'static str,
    /// Which rows do not count: the file that lists them.
    pub excluded: &'static str,
    /// Where the data lie.
    pub data: &'static str,
    /// How the data are held against what they were: the file of hashes.
    pub sums: &'static str,
    /// Why letters of paths stand in brackets.
    pub patterns: &'static str,
    /// What goes off both ends of texts.
    pub blanks: &'static str,
    /// How the statement expects the engine.
    pub engine: &'static str,
}
