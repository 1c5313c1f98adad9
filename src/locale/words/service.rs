//! What the service says of itself.

/// What the service says in one language.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ServiceWords {
    /// Too many pages are being made at once.
    pub busy: &'static str,
    /// Heading: a newer state of the files is not served.
    pub held: &'static str,
    /// What is served meanwhile, and what happens once the files are mended.
    pub held_note: &'static str,
    /// Before the data files of which no row can be used.
    pub held_files: &'static str,
    /// Before another reason, which is the system's own words.
    pub held_failure: &'static str,
}
