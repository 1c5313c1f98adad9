//! Which tables hold nothing that could be read.

use indexmap::IndexMap;

use super::served;
use crate::kpi::{Caveat, Named, Reason, Supply};
use crate::table::Snapshot;
use crate::workspace::{Uses, Workspace};

/// What each KPI's tables lack.
pub(super) fn supplies(workspace: &Workspace, snapshot: &Snapshot) -> IndexMap<String, Supply> {
    let of = |uses: &Uses| {
        let mut supply = Supply::default();
        let mut unread = Vec::new();
        for contract in uses.tables.keys().filter_map(|table| workspace.contracts.get(table)) {
            if served(snapshot, &contract.name).next().is_none() {
                let (name, title) = (contract.name.clone(), contract.title.clone());
                supply.reason.get_or_insert(Reason::NoData(Named { name, title }));
            } else {
                let fatal = snapshot.fatal_files.iter().filter(|file| file.table == contract.name);
                unread.extend(fatal.map(|file| file.path.clone()));
            }
        }
        if !unread.is_empty() {
            supply.caveats.push(Caveat::Unread { files: unread });
        }
        supply
    };
    workspace.uses.iter().map(|(code, uses)| (code.clone(), of(uses))).collect()
}
