//! Everything that is wrong with the workspace's files and with the data's.

use std::collections::BTreeMap;

use super::front::front;
use super::{Ask, Frontmatter, ReportError};
use crate::diagnostic::Diagnostic;
use crate::table::{Fatal, Snapshot};
use crate::workspace::Reader;

/// What somebody must mend.
#[derive(Debug)]
pub struct ProblemsView {
    /// What stands above every page; it says whether a newer state is held back.
    pub front: Frontmatter,
    /// Whether the reader is told of data files at all.
    pub sees_files: bool,
    /// Mistakes in the files of the workspace, by file and place.
    pub mistakes: Vec<Diagnostic>,
    /// Bodies that the plan names and the data do not know.
    pub owners: Vec<Diagnostic>,
    /// Data files of which no row is used, by path.
    pub fatal: Vec<(String, Fatal)>,
    /// Data files of no known table, by path.
    pub unknown: Vec<String>,
    /// The tables that are meant by their places, probably.
    pub meant: BTreeMap<String, String>,
    /// Data files that are passed over because of their names, by path.
    pub passed: Vec<String>,
}

/// The problems of what is served.
///
/// # Errors
/// For a period that does not exist.
pub fn problems(reader: &Reader<'_>, ask: &Ask) -> Result<ProblemsView, ReportError> {
    // Files are of all bodies.
    let sees_files = !reader.sight().is_restricted();
    let snapshot = reader.snapshot().filter(|_| sees_files);
    let fatal = snapshot.into_iter().flat_map(|own| &own.fatal_files);
    Ok(ProblemsView {
        sees_files,
        front: front(reader, reader.workspace().opening_period(), ask)?,
        mistakes: reader.workspace().problems.clone(),
        owners: reader.files().filter(|_| sees_files).map(|files| files.unknown_owners()).unwrap_or_default(),
        fatal: fatal.map(|file| (file.path.clone(), file.fatal.clone())).collect(),
        meant: snapshot.map(Snapshot::meant_tables).unwrap_or_default(),
        unknown: snapshot.map(|own| own.unknown_files.clone()).unwrap_or_default(),
        passed: snapshot.map(|own| own.passed_files.clone()).unwrap_or_default(),
    })
}
