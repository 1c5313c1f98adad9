//! What stands on lists of records, and on a record.

/// What is said on them in one language.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RecordsPageWords {
    /// Label of the search in a list.
    pub search: &'static str,
    /// Heading of what a record's columns are called.
    pub column: &'static str,
    /// A way in which records count: `{0}` in words, `{1}` records.
    pub way: &'static str,
    /// Of a list that is narrowed: `{0}` records of `{1}`.
    pub listed: &'static str,
    /// Name of the row of totals: `{0}` records.
    pub total: &'static str,
    /// After a number of different keys.
    pub distinct: &'static str,
    /// Below the headings: what brackets mean.
    pub uncounted: &'static str,
    /// Why there are more records than are counted: `{0}` what is counted, `{1}` records.
    pub repeated: &'static str,
    /// Behind it, where nothing says why: `{0}` is what one is called.
    pub once: &'static str,
    /// Behind it: `{1}` are the dimensions under several of whose members one stands.
    pub spread: &'static str,
    /// What one is called, where nothing says it.
    pub one: &'static str,
    /// What a list's records give above (`{0}`) and below (`{1}`) the line.
    pub sides: &'static str,
    /// Name of a link that takes away what narrows a page: `{0}`.
    pub without: &'static str,
}
