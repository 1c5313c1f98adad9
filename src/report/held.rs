//! A newer state of the files that is not served.

use crate::diagnostic::Diagnostic;
use crate::table::FatalFile;

/// Why the last good state of the files is served and not the present one.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Held {
    /// All mistakes in the workspace's present files.
    pub problems: Vec<Diagnostic>,
    /// Data files of which no row could be used, and were not served so before.
    pub files: Vec<FatalFile>,
    /// What else kept them from being served: one sentence with its causes, as the log has it.
    pub failure: Option<String>,
}
