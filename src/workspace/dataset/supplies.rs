//! What the tables that a query reads hold, and what they lack.

use indexmap::IndexMap;
use rust_decimal::Decimal;

use super::served;
use super::strays::{self, StrayColumn};
use crate::kpi::{Caveat, Named, Reason, Supply};
use crate::table::{Contract, Snapshot};
use crate::workspace::{Uses, Workspace};

/// What the tables of each KPI or named query hold; `uses` says which they are, `gives` whether one gives a
/// dimension's codes in its rows.
pub(super) fn supplies(
    workspace: &Workspace,
    snapshot: &Snapshot,
    strays: &[StrayColumn],
    uses: &IndexMap<String, Uses>,
    gives: impl Fn(&str, &str) -> bool,
) -> IndexMap<String, Supply> {
    let of = |name: &str, uses: &Uses| {
        let mut supply = Supply::default();
        let mut unread = Vec::new();
        for (contract, columns) in
            uses.tables.iter().filter_map(|(table, columns)| Some((workspace.contracts.get(table)?, columns)))
        {
            if served(snapshot, &contract.name).next().is_none() {
                supply.reason.get_or_insert(Reason::NoData(named(contract)));
            } else {
                let fatal = snapshot.fatal_files.iter().filter(|file| file.table == contract.name);
                unread.extend(fatal.map(|file| file.path.clone()));
            }
            supply.caveats.extend(set_aside(snapshot, contract));
            let gives = |dimension: &str| gives(name, dimension);
            supply.caveats.extend(strays::caveats(strays, &contract.name, columns, gives));
        }
        if !unread.is_empty() {
            supply.caveats.insert(0, Caveat::Unread { files: unread });
        }
        supply
    };
    uses.iter().map(|(name, uses)| (name.clone(), of(name, uses))).collect()
}

fn named(contract: &Contract) -> Named {
    Named { name: contract.name.clone(), title: contract.title.clone() }
}

/// Rows of a table that are set aside, and what they hold.
fn set_aside(snapshot: &Snapshot, contract: &Contract) -> Option<Caveat> {
    let files = || served(snapshot, &contract.name);
    let rows = files().map(|file| file.set_aside).sum();
    let money = files().map(|file| file.money_set_aside).sum();
    let money = Decimal::try_from_i128_with_scale(money, 0).unwrap_or_default();
    (rows > 0).then(|| Caveat::SetAside { table: named(contract), rows, money })
}
