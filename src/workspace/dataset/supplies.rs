//! Which tables hold nothing that could be read.

use indexmap::IndexMap;

use super::served;
use crate::kpi::{Caveat, Named, Reason, Supply};
use crate::table::{Contract, Snapshot};
use crate::workspace::{Uses, Workspace};

/// What each KPI's tables lack.
pub(super) fn supplies(workspace: &Workspace, snapshot: &Snapshot) -> IndexMap<String, Supply> {
    let of = |uses: &Uses| {
        let mut supply = Supply::default();
        let mut unread = Vec::new();
        let mut lost = Vec::new();
        for contract in uses.tables.keys().filter_map(|table| workspace.contracts.get(table)) {
            if served(snapshot, &contract.name).next().is_none() {
                let (name, title) = (contract.name.clone(), contract.title.clone());
                supply.reason.get_or_insert(Reason::NoData(Named { name, title }));
            } else {
                let fatal = snapshot.fatal_files.iter().filter(|file| file.table == contract.name);
                unread.extend(fatal.map(|file| file.path.clone()));
                lost.extend(lost_files(contract, snapshot));
            }
        }
        if !unread.is_empty() {
            supply.caveats.push(Caveat::Unread { files: unread });
        }
        supply.caveats.extend(lost);
        supply
    };
    workspace.uses.iter().map(|(code, uses)| (code.clone(), of(uses))).collect()
}

/// Files of a table that were served before, where nothing came in their place: who writes a folder anew
/// each night must not mark every figure for ever.
fn lost_files(contract: &Contract, snapshot: &Snapshot) -> Option<Caveat> {
    let lost = snapshot.missed_files.iter().filter(|file| file.table == contract.name && !file.replaced);
    let files: Vec<String> = lost.map(|file| file.path.clone()).collect();
    let table = Named { name: contract.name.clone(), title: contract.title.clone() };
    (!files.is_empty()).then_some(Caveat::Lost { table, files })
}
