//! One SELECT: where it reads columns that may be empty, and what it says of them.

use std::collections::BTreeSet;

use datafusion::common::Column;
use datafusion::common::tree_node::{TreeNode, TreeNodeRecursion};
use datafusion::logical_expr::utils::split_conjunction;
use datafusion::logical_expr::{BinaryExpr, Expr, LogicalPlan, Operator};

use super::LeavesOut;
use super::conditions::{Which, is_substitute, needed, negative, required};
use super::rows::{Added, Empty, Rows, Thing};

/// A column that may be empty where a condition reads it.
pub(super) struct Found {
    pub(super) column: Column,
    pub(super) thing: Thing,
    pub(super) empty: Empty,
    pub(super) by: LeavesOut,
    /// Of a join the tables of the other side.
    pub(super) partners: BTreeSet<String>,
}

/// One SELECT: what it says anywhere of columns that may be empty holds for all of it.
#[derive(Default)]
pub(super) struct Part {
    /// Columns of which it asks whether they are empty.
    pub(super) asked: BTreeSet<Thing>,
    /// Those in whose place it puts something where it compares, or that it compares with what is chosen.
    pub(super) compared: BTreeSet<Thing>,
    /// What outer joins add of which it does the same.
    pub(super) added: BTreeSet<Added>,
    /// Tables of which it chooses rows by their own columns.
    pub(super) chosen: BTreeSet<String>,
    /// Whether tables are joined by WHERE.
    pub(super) crossed: bool,
    pub(super) found: Vec<Found>,
}

impl Part {
    pub(super) fn is_meant(&self, found: &Found) -> bool {
        let asked = self.asked.contains(&found.thing);
        let meant = match found.by {
            // Something in the place of NULL shows that it is expected, and a join loses it all the same.
            LeavesOut::Join => asked || !found.partners.is_disjoint(&self.chosen),
            LeavesOut::Comparison(_) | LeavesOut::NotIn => asked || self.compared.contains(&found.thing),
        };
        meant || (found.empty.optional.is_none() && !found.empty.added.is_disjoint(&self.added))
    }
}

/// The columns of comparisons that all values meet but some, where they may be empty.
pub(super) fn negatives(node: &LogicalPlan, rows: &Rows, condition: &Expr) -> Vec<Found> {
    let found = negative(condition, false).into_iter().filter_map(|(column, how)| {
        let (thing, empty) = rows.at(node, column)?;
        let (column, empty, by) = (column.clone(), empty?.clone(), LeavesOut::Comparison(how));
        Some(Found { column, thing, empty, by, partners: BTreeSet::new() })
    });
    found.collect()
}

/// The columns that a condition compares with what is chosen, each with its table.
pub(super) fn positive(node: &LogicalPlan, rows: &Rows, condition: &Expr) -> Vec<(Thing, Option<String>)> {
    let mut found = Vec::new();
    for own in split_conjunction(condition).into_iter().filter(|own| sides(own).is_none()) {
        for columns in required(own, false, Which::Positive) {
            let things = columns.iter().filter_map(|column| Some(rows.at(node, column)?.0));
            let tables: BTreeSet<Option<String>> = columns.iter().map(|column| table(column)).collect();
            // A comparison between tables chooses no rows of either.
            let only = if tables.len() == 1 { tables.into_iter().next().flatten() } else { None };
            found.extend(things.map(|thing| (thing, only.clone())));
        }
    }
    found
}

pub(super) fn choose(node: &LogicalPlan, rows: &Rows, condition: &Expr, part: &mut Part) {
    for (thing, table) in positive(node, rows, condition) {
        part.compared.insert(thing);
        part.added.extend(rows.empty.get(&thing).into_iter().flat_map(|empty| empty.added.clone()));
        part.chosen.extend(table);
    }
}

pub(super) fn ask(node: &LogicalPlan, rows: &Rows, expr: &Expr, part: &mut Part) {
    for (thing, empty) in needed(expr).into_iter().filter_map(|column| rows.at(node, column)) {
        part.asked.insert(thing);
        part.added.extend(empty.into_iter().flat_map(|empty| empty.added.clone()));
    }
}

/// The columns in whose place a condition puts something where they are empty.
pub(super) fn substitutes(node: &LogicalPlan, rows: &Rows, condition: &Expr, part: &mut Part) {
    let _ = condition.apply(|inner| {
        if let Expr::ScalarFunction(function) = inner
            && is_substitute(function.name())
        {
            let columns = function.args.iter().flat_map(Expr::column_refs);
            for (thing, empty) in columns.filter_map(|column| rows.at(node, column)) {
                part.compared.insert(thing);
                part.added.extend(empty.into_iter().flat_map(|empty| empty.added.clone()));
            }
        }
        Ok(TreeNodeRecursion::Continue)
    });
}

/// The columns by which a condition joins tables, where they may be empty.
pub(super) fn equate(node: &LogicalPlan, rows: &Rows, condition: &Expr, part: &mut Part) {
    for (one, other) in split_conjunction(condition).into_iter().filter_map(sides) {
        for (here, there) in [(one, other), (other, one)] {
            let partners: BTreeSet<String> = there.column_refs().into_iter().filter_map(table).collect();
            for column in needed(here) {
                let Some((thing, Some(empty))) = rows.at(node, column) else { continue };
                let (column, empty, by) = (column.clone(), empty.clone(), LeavesOut::Join);
                part.found.push(Found { column, thing, empty, by, partners: partners.clone() });
            }
        }
    }
}

/// The sides of an equality between tables.
fn sides(condition: &Expr) -> Option<(&Expr, &Expr)> {
    let Expr::BinaryExpr(BinaryExpr { left, op: Operator::Eq, right }) = condition else { return None };
    let tables = |expr: &Expr| expr.column_refs().into_iter().filter_map(table).collect::<BTreeSet<String>>();
    let (one, other) = (tables(left), tables(right));
    (!one.is_empty() && !other.is_empty() && one.is_disjoint(&other)).then_some((left, right))
}

pub(super) fn all_required(node: &LogicalPlan, rows: &Rows, condition: &Expr) -> Vec<Thing> {
    let columns = required(condition, false, Which::All).into_iter().flatten();
    columns.filter_map(|column| Some(rows.at(node, column)?.0)).collect()
}

fn table(column: &Column) -> Option<String> {
    column.relation.as_ref().map(|table| table.table().to_owned())
}
