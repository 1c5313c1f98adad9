//! What pages say of files to take away.

/// What is said of files to take away in one language.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DownloadWords {
    /// Before the formats in which a reader can take something away.
    pub line: &'static str,
    /// The same of a whole dashboard.
    pub dashboard: &'static str,
    /// The same of a KPI with all its parts.
    pub kpi: &'static str,
    /// The same of all records of a list.
    pub records: &'static str,
    /// What a list of links is for, for those who do not see it: formats of what.
    pub of: &'static str,
    /// There is no format of that name.
    pub no_format: &'static str,
    /// What packs are.
    pub packs_about: &'static str,
    /// Link that makes a pack of a period.
    pub make: &'static str,
    /// What to expect of it.
    pub make_note: &'static str,
    /// Said to who asks while another is being made.
    pub packing: &'static str,
    /// Heading of the list of packs.
    pub made: &'static str,
    /// Said where there is none.
    pub none: &'static str,
    /// Said where no folder of packs is named.
    pub not_here: &'static str,
    /// Heading of the column of packs.
    pub pack: &'static str,
    /// Heading of the column of identities.
    pub identity: &'static str,
    /// Heading of the column of sizes.
    pub size: &'static str,
    /// Heading of the column of numbers of files.
    pub files: &'static str,
    /// What the identity is for.
    pub identity_note: &'static str,
}
