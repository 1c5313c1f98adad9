//! By what paper and files are traced to their source: one code, under one name, wherever figures stand.

use crate::report::Edition;
use crate::workspace::Workspace;

/// So many digits of a snapshot are written, as pages show them.
const SNAPSHOT_DIGITS: usize = 12;

/// So many digits of what the definitions are known by.
const WORKSPACE_DIGITS: usize = 8;

/// Of which data and by which definitions an edition is: digits of the snapshot, a hyphen, digits of the definitions.
pub(super) fn code(edition: &Edition, workspace: &Workspace) -> String {
    let digits = |hash: &str, count: usize| hash.get(..count).unwrap_or(hash).to_owned();
    let snapshot = digits(&edition.snapshot, SNAPSHOT_DIGITS);
    format!("{snapshot}-{}", digits(&workspace.identity, WORKSPACE_DIGITS))
}
