//! Which columns of the tables hold codes of a dimension.

use std::collections::{BTreeMap, BTreeSet};

use indexmap::IndexMap;

use crate::kpi::{Dimension, Kpi, MemberSource};
use crate::query::Planned;
use crate::table::{ColumnType, Contract, Reference};

/// Tells each contract which of its columns hold codes of a dimension: those of the dimension's name, and
/// those that refer to its members. There the dimension's aliases are put right as files are read, so that
/// every query, proof and record list sees the code that is meant.
pub(super) fn tell(contracts: &mut IndexMap<String, Contract>, dimensions: &IndexMap<String, Dimension>) {
    for contract in contracts.values_mut() {
        let table = contract.name.clone();
        for column in contract.columns.values_mut().filter(|column| column.kind == ColumnType::Text) {
            let named = dimensions.get(&column.name).filter(|own| !lists(own, &table, &column.name));
            let listed = || column.reference.as_ref().and_then(|reference| of_list(dimensions, reference));
            let Some(dimension) = named.or_else(listed) else { continue };
            column.code_list = Some(dimension.name.clone());
            column.spellings.clone_from(&dimension.aliases);
        }
    }
}

/// Whether a column is where a dimension's members are listed.
fn lists(dimension: &Dimension, table: &str, column: &str) -> bool {
    match &dimension.members {
        MemberSource::Values(_) => false,
        MemberSource::Table(listed) => listed.table == table && listed.key == column,
    }
}

/// The dimension whose members are those that a column refers to.
pub(super) fn of_list<'a>(
    dimensions: &'a IndexMap<String, Dimension>,
    reference: &Reference,
) -> Option<&'a Dimension> {
    dimensions.values().find(|dimension| match &dimension.members {
        MemberSource::Values(_) => false,
        MemberSource::Table(listed) => {
            listed.table == reference.table
                && listed.key == reference.column
                && listed.only.iter().eq(reference.only.iter())
        }
    })
}

/// By dimension of a KPI the tables that must be common for each record to be made of the rows of its member alone; no
/// dimension of which its plan does not show that. The list of the members is nobody's, though it names members that
/// others follow or lie below.
pub(super) fn belonging(
    kpi: &Kpi,
    planned: &Planned,
    contracts: &IndexMap<String, Contract>,
    dimensions: &IndexMap<String, Dimension>,
) -> BTreeMap<String, BTreeSet<String>> {
    let holders = |dimension: &str, table: &str| -> BTreeSet<String> {
        let lists = dimensions.get(dimension).is_some_and(|own| match &own.members {
            MemberSource::Values(_) => false,
            MemberSource::Table(listed) => listed.table == table,
        });
        let columns = contracts.get(table).filter(|_| !lists).map(|own| own.columns.values());
        let own = columns.into_iter().flatten().filter(|own| own.code_list.as_deref() == Some(dimension));
        own.map(|column| column.name.clone()).collect()
    };
    let mut belonging = planned.belonging(&holders, &kpi.dimensions);
    // What the engine makes of time is nobody's.
    belonging.values_mut().for_each(|tables| tables.retain(|table| contracts.contains_key(table)));
    belonging
}
