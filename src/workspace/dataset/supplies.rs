//! Which tables hold nothing that could be read.

use indexmap::IndexMap;

use super::served;
use crate::kpi::{MissingTable, Supply};
use crate::table::Snapshot;
use crate::workspace::{Uses, Workspace};

/// What each KPI's tables lack.
pub(super) fn supplies(workspace: &Workspace, snapshot: &Snapshot) -> IndexMap<String, Supply> {
    let of = |uses: &Uses| {
        let mut supply = Supply::default();
        for contract in uses.tables.iter().filter_map(|table| workspace.contracts.get(table)) {
            if served(snapshot, &contract.name).next().is_none() {
                let (name, title) = (contract.name.clone(), contract.title.clone());
                supply.missing.push(MissingTable { name, title });
            } else {
                let fatal = snapshot.fatal_files.iter().filter(|file| file.table == contract.name);
                supply.unread.extend(fatal.map(|file| file.path.clone()));
            }
        }
        supply
    };
    workspace.uses.iter().map(|(code, uses)| (code.clone(), of(uses))).collect()
}
