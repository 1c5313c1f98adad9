//! Everything that is wrong with the workspace's files and with the data's.

use super::front::front;
use super::{Ask, Frontmatter, ReportError};
use crate::diagnostic::Diagnostic;
use crate::table::Fatal;
use crate::workspace::Dataset;

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
pub fn problems(dataset: &Dataset, ask: &Ask) -> Result<ProblemsView, ReportError> {
    let fatal = dataset.snapshot().fatal_files.iter();
    Ok(ProblemsView {
        front: front(dataset, dataset.workspace().opening_period(), ask)?,
        mistakes: dataset.workspace().problems.clone(),
        owners: dataset.unknown_owners(),
        fatal: fatal.map(|file| (file.path.clone(), file.fatal.clone())).collect(),
    })
}
