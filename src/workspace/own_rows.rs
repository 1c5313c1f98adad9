//! By which columns it is known whose the rows of a table are.

use std::collections::BTreeSet;

use super::Workspace;
use crate::kpi::Scope;
use crate::table::{LOADED_FILES, REJECTED_ROWS};

impl Workspace {
    /// For each dimension by which records are hidden the columns of a table that hold its codes: none where all rows are
    /// everybody's. Nothing where no column says whose they are.
    pub(super) fn owners(&self, scope: &Scope, table: &str) -> Option<Vec<(String, BTreeSet<String>)>> {
        let is_common = self.access.as_ref().is_some_and(|access| access.common.contains(table));
        let Some(contract) = self.contracts.get(table).filter(|_| !is_common) else {
            // What the engine makes of time is everybody's; its lists of files and of rows that failed are not.
            return (![LOADED_FILES, REJECTED_ROWS].contains(&table)).then(Vec::new);
        };
        let own = |(dimension, _): (&str, _)| {
            let holds =
                contract.columns.values().filter(|column| column.code_list.as_deref() == Some(dimension));
            let columns: BTreeSet<String> = holds.map(|column| column.name.clone()).collect();
            (!columns.is_empty()).then(|| (dimension.to_owned(), columns))
        };
        scope.filters().iter().map(own).collect()
    }

    /// The first table of a named query of which nobody knows whose its rows are; nothing where all of it can be asked of
    /// the rows that are seen.
    pub(super) fn unowned_table(&self, scope: &Scope, query: &str) -> Option<&str> {
        if scope.is_everything() {
            return None;
        }
        let tables = self.query_uses.get(query).into_iter().flat_map(|uses| uses.tables.keys());
        tables.map(String::as_str).find(|table| self.owners(scope, table).is_none())
    }
}
