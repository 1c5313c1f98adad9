//! Which tables hold nothing that could be read, and what is doubtful about the others.

use indexmap::IndexMap;

use super::doubts::{column, doubts};
use super::served;
use crate::kpi::{Caveat, Kpi, Named, Reason, Supply};
use crate::query::Session;
use crate::table::{Contract, Oddities, Snapshot};
use crate::workspace::{Uses, Workspace};

/// What each KPI's tables lack.
pub(super) fn supplies(
    workspace: &Workspace,
    snapshot: &Snapshot,
    session: &Session,
) -> IndexMap<String, Supply> {
    let odd: IndexMap<&str, Oddities> = workspace
        .contracts
        .values()
        .map(|contract| (contract.name.as_str(), snapshot.oddities(contract)))
        .collect();
    let of = |code: &str, uses: &Uses| {
        let mut supply = Supply::default();
        let mut unread = Vec::new();
        let mut lost = Vec::new();
        for (table, read) in &uses.tables {
            let Some((contract, odd)) = workspace.contracts.get(table).zip(odd.get(table.as_str())) else {
                continue;
            };
            if served(snapshot, table).next().is_none() {
                let (name, title) = (contract.name.clone(), contract.title.clone());
                supply.reason.get_or_insert(Reason::NoData(Named { name, title }));
                continue;
            }
            lost.extend(lost_files(contract, snapshot));
            let fatal = snapshot.fatal_files.iter().filter(|file| file.table == *table);
            unread.extend(fatal.map(|file| file.path.clone()));
            let absent: Vec<&String> = odd.absent.iter().filter(|name| read.contains(*name)).collect();
            if !absent.is_empty() && supply.reason.is_none() {
                // A column that only a dimension comes from, or that is only shown, leaves the number as it is.
                let numbers = workspace.kpis.get(code).map(Kpi::numbers).unwrap_or_default();
                let vital = |name: &&&String| needs(session, &numbers, table, name);
                supply.reason = absent.iter().find(vital).map(|name| Reason::NoColumn {
                    table: Named { name: contract.name.clone(), title: contract.title.clone() },
                    column: column(contract, name),
                });
            }
            let told = doubts(contract, odd).into_iter();
            let concerns = |column: &Option<String>| column.as_ref().is_none_or(|name| read.contains(name));
            supply.caveats.extend(told.filter(|doubt| concerns(&doubt.column)).map(|doubt| doubt.caveat));
        }
        if !unread.is_empty() {
            supply.caveats.insert(0, Caveat::Unread { files: unread });
        }
        supply.caveats.extend(lost);
        supply
    };
    workspace.uses.iter().map(|(code, uses)| (code.clone(), of(code, uses))).collect()
}

/// Whether a statement needs a column. What cannot be told is needed.
pub(super) fn needs(session: &Session, statement: &str, table: &str, column: &str) -> bool {
    let read = session.columns_read(statement);
    read.is_none_or(|read| read.get(table).is_some_and(|columns| columns.contains(column)))
}

/// Files of a table that were served before, where nothing came in their place: who writes a folder anew
/// each night must not mark every figure for ever.
fn lost_files(contract: &Contract, snapshot: &Snapshot) -> Option<Caveat> {
    let lost = snapshot.missed_files.iter().filter(|file| file.table == contract.name && !file.replaced);
    let files: Vec<String> = lost.map(|file| file.path.clone()).collect();
    let table = Named { name: contract.name.clone(), title: contract.title.clone() };
    (!files.is_empty()).then_some(Caveat::Lost { table, files })
}
