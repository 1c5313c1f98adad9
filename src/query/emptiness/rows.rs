//! The columns of a plan's node, and which of them may be empty.

use std::collections::{BTreeMap, BTreeSet};

use datafusion::common::Column;
use datafusion::logical_expr::LogicalPlan;

/// A column of a table, wherever it is passed on.
pub(super) type Thing = usize;

/// What an outer join adds to a row, all of it or nothing.
pub(super) type Added = usize;

/// Why a column may be empty.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Empty {
    pub(super) optional: Option<(String, String)>,
    pub(super) added: BTreeSet<Added>,
}

/// The columns of a node, and which of them may be empty.
#[derive(Default)]
pub(super) struct Rows {
    pub(super) columns: Vec<Thing>,
    pub(super) empty: BTreeMap<Thing, Empty>,
}

impl Rows {
    /// The column of a node with these rows, and why it may be empty.
    pub(super) fn at(&self, node: &LogicalPlan, column: &Column) -> Option<(Thing, Option<&Empty>)> {
        let thing = *self.columns.get(node.schema().maybe_index_of_column(column)?)?;
        Some((thing, self.empty.get(&thing)))
    }

    /// Rows of which it is known that they have these.
    pub(super) fn have(&mut self, things: impl IntoIterator<Item = Thing>) {
        let had: Vec<Empty> = things.into_iter().filter_map(|thing| self.empty.remove(&thing)).collect();
        let met: BTreeSet<Added> = had.into_iter().flat_map(|empty| empty.added).collect();
        self.empty.values_mut().for_each(|empty| empty.added.retain(|added| !met.contains(added)));
        self.empty.retain(|_, empty| empty.optional.is_some() || !empty.added.is_empty());
    }

    pub(super) fn add(&mut self, things: &[Thing], added: Added) {
        for thing in things {
            self.empty.entry(*thing).or_default().added.insert(added);
        }
    }

    pub(super) fn with(mut self, other: Rows) -> Rows {
        self.columns.extend(other.columns);
        self.empty.extend(other.empty);
        self
    }
}
