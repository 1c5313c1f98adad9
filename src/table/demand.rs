//! What the checks across files need to know of each table's rows.

use indexmap::{IndexMap, IndexSet};
use serde::Serialize;

use super::contract::{Contract, Replace};

/// A set of values that some column must find: those of one column, of the rows with these texts.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize)]
pub(super) struct Target {
    /// The table.
    pub table: String,
    /// The position of its column.
    pub column: usize,
    /// Positions and texts that a row must have to count.
    pub only: Vec<(usize, String)>,
}

/// What one table's files are asked for.
#[derive(Debug, Clone, Default, Serialize)]
pub(super) struct Demand {
    /// Positions of the key's columns.
    pub key: Vec<usize>,
    /// The column whose greatest value wins.
    pub latest: Option<usize>,
    /// The columns that refer to something, with the number of their target.
    pub references: Vec<(usize, usize)>,
    /// The targets that the table answers, by number.
    pub targets: Vec<usize>,
}

/// The demands of all contracts on one another.
#[derive(Debug)]
pub(super) struct Demands {
    /// Every target once; numbers are places here.
    pub targets: Vec<Target>,
    /// By table.
    pub tables: IndexMap<String, Demand>,
}

impl Demands {
    /// From contracts that [`super::resolve()`] had nothing to say against; what does not exist is passed over.
    pub(super) fn of(contracts: &IndexMap<String, Contract>) -> Self {
        let mut targets: IndexSet<Target> = IndexSet::new();
        let mut tables: IndexMap<String, Demand> = IndexMap::new();
        for contract in contracts.values() {
            let latest = match &contract.replace {
                Replace::File => None,
                Replace::Latest(column) => contract.columns.get_index_of(column),
            };
            let mut demand = Demand { key: contract.positions(&contract.key), latest, ..Demand::default() };
            for (position, column) in contract.columns.values().enumerate() {
                let target = column.reference.as_ref().and_then(|reference| {
                    let table = contracts.get(&reference.table)?;
                    let only = reference.only.iter().filter_map(|(name, text)| {
                        table.columns.get_index_of(name).map(|position| (position, text.clone()))
                    });
                    Some(Target {
                        table: table.name.clone(),
                        column: table.columns.get_index_of(&reference.column)?,
                        only: only.collect(),
                    })
                });
                if let Some(target) = target {
                    demand.references.push((position, targets.insert_full(target).0));
                }
            }
            tables.insert(contract.name.clone(), demand);
        }
        let targets: Vec<Target> = targets.into_iter().collect();
        for (number, target) in targets.iter().enumerate() {
            if let Some(demand) = tables.get_mut(&target.table) {
                demand.targets.push(number);
            }
        }
        Self { targets, tables }
    }
}
