//! What `check --with-data` finds.

use crate::diagnostic::Diagnostic;

/// What was found.
pub(super) struct Found {
    pub(super) problems: Vec<Diagnostic>,
    /// What is no mistake.
    pub(super) notes: Vec<String>,
    /// Whether everything could be looked at.
    pub(super) is_whole: bool,
}
