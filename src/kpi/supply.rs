//! Whether the tables that a KPI reads hold anything that could be read.

/// What a KPI's tables lack, apart from who has reported.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Supply {
    /// Tables of which there is no file, or none that can be read: without them there is no number.
    pub missing: Vec<MissingTable>,
    /// Files of the other tables of which no row can be read, by path: a number stands without them.
    pub unread: Vec<String>,
}

/// A table without data.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MissingTable {
    /// Its name.
    pub name: String,
    /// What readers call it.
    pub title: String,
}
