//! Everything that is wrong with the workspace's files and with the data's.

use super::front::front;
use super::{Ask, Frontmatter, ReportError};
use crate::diagnostic::Diagnostic;
use crate::table::Fatal;
use crate::workspace::Reader;

/// What somebody must mend.
#[derive(Debug)]
pub struct ProblemsView {
    /// What stands above every page; it says whether a newer state is held back.
    pub front: Frontmatter,
    /// Mistakes in the files of the workspace, by file and place.
    pub mistakes: Vec<Diagnostic>,
    /// Bodies that the plan names and the data do not know.
    pub owners: Vec<Diagnostic>,
    /// Data files of which no row is used, by path.
    pub fatal: Vec<(String, Fatal)>,
}

/// The problems of what is served.
///
/// # Errors
/// For a period that does not exist.
pub fn problems(reader: &Reader<'_>, ask: &Ask) -> Result<ProblemsView, ReportError> {
    let fatal = reader.snapshot().into_iter().flat_map(|snapshot| &snapshot.fatal_files);
    Ok(ProblemsView {
        front: front(reader, reader.workspace().opening_period(), ask)?,
        mistakes: reader.workspace().problems.clone(),
        owners: reader.files().map(|files| files.unknown_owners()).unwrap_or_default(),
        fatal: fatal.map(|file| (file.path.clone(), file.fatal.clone())).collect(),
    })
}
