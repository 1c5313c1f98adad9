//! What the columns of a plan are made of: the columns of tables that go into each, through models, aliases,
//! functions and subqueries.
//!
//! All that an expression names goes into what it gives: the condition of a CASE, the order of a window, what a
//! subquery in it looks up by. What rows are left out by otherwise, or gathered by, goes into no other column.

use std::collections::BTreeSet;

use datafusion::common::tree_node::{TreeNode, TreeNodeRecursion};
use datafusion::common::{Column, Result};
use datafusion::logical_expr::utils::grouping_set_to_exprlist;
use datafusion::logical_expr::{Aggregate, Distinct, Expr, Join, JoinType, LogicalPlan};

use super::lineage::{Lineage, bare, subquery};

/// Where a column comes from: columns of tables, each with its table's name before it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Origin {
    /// Those that it is as they are, perhaps by another name or of another type; a union may be several.
    pub passed_on: BTreeSet<(String, String)>,
    /// All that go into it.
    pub columns: BTreeSet<(String, String)>,
    /// Whether more may go into it than can be told.
    lost: bool,
}

impl Origin {
    fn lost() -> Self {
        Self { lost: true, ..Self::default() }
    }

    fn of_table(table: &str, column: &str) -> Self {
        let own = BTreeSet::from([(table.to_owned(), column.to_owned())]);
        Self { passed_on: own.clone(), columns: own, lost: false }
    }

    /// What another column has gone into.
    pub(super) fn mix(&mut self, other: &Self) {
        self.columns.extend(other.columns.iter().cloned());
        self.lost |= other.lost;
    }

    /// Of rows that are this column in one branch and another in the other.
    fn or(mut self, other: &Self) -> Self {
        self.passed_on.extend(other.passed_on.iter().cloned());
        self.mix(other);
        self
    }

    /// Of a column whose origin cannot be followed all that the query reads goes into it.
    pub(super) fn of_all_where_lost(mut self, all: &BTreeSet<(String, String)>) -> Self {
        if self.lost {
            self.columns.extend(all.iter().cloned());
        }
        self
    }
}

/// The rows of a node.
pub(super) struct Made {
    /// Where its columns come from.
    pub(super) columns: Vec<Origin>,
    /// All that decides which rows there are.
    pub(super) chosen_by: Origin,
}

/// What the expressions of a node may name: the columns of its inputs, and in a subquery those of the rows outside.
pub(super) struct Scope<'a> {
    pub(super) inputs: Vec<(&'a LogicalPlan, Vec<Origin>)>,
    pub(super) outer: Option<&'a Scope<'a>>,
}

impl Scope<'_> {
    /// A column of an input, or else of what lies outside.
    pub(super) fn column(&self, column: &Column) -> Origin {
        let of = |(input, origins): &(&LogicalPlan, Vec<Origin>)| {
            origins.get(input.schema().maybe_index_of_column(column)?).cloned()
        };
        self.inputs.iter().find_map(of).unwrap_or_else(|| self.outside(column))
    }

    fn outside(&self, column: &Column) -> Origin {
        self.outer.map_or_else(Origin::lost, |outer| outer.column(column))
    }

    /// What an expression is made of.
    pub(super) fn of(&self, expr: &Expr) -> Result<Origin> {
        if let Expr::Column(column) = bare(expr) {
            return Ok(self.column(column));
        }
        let mut origin = Origin::default();
        expr.apply(|part| {
            match part {
                Expr::Column(column) => origin.mix(&self.column(column)),
                Expr::OuterReferenceColumn(_, column) => origin.mix(&self.outside(column)),
                _ => {}
            }
            if let Some(inner) = subquery(part) {
                let made = Lineage::default().read(&inner.subquery, Some(self))?;
                origin.mix(&made.chosen_by);
                // Whether there is a row says nothing of what is in it.
                if !matches!(part, Expr::Exists(_)) {
                    made.columns.iter().for_each(|column| origin.mix(column));
                }
            }
            Ok(TreeNodeRecursion::Continue)
        })?;
        Ok(origin)
    }

    /// The columns that an expression is as they are.
    pub(super) fn passed_on(&self, expr: &Expr) -> BTreeSet<(String, String)> {
        match bare(expr) {
            Expr::Column(column) => self.column(column).passed_on,
            _ => BTreeSet::new(),
        }
    }

    fn all<'e>(&self, exprs: impl IntoIterator<Item = &'e Expr>) -> Result<Vec<Origin>> {
        exprs.into_iter().map(|expr| self.of(expr)).collect()
    }

    fn input(&self, index: usize) -> Vec<Origin> {
        self.inputs.get(index).map(|(_, origins)| origins.clone()).unwrap_or_default()
    }

    /// The output columns of a node over these inputs. Of a node that is not understood all are lost.
    pub(super) fn outputs(&self, node: &LogicalPlan) -> Result<Vec<Origin>> {
        let origins = match node {
            LogicalPlan::TableScan(scan) => {
                let table = scan.table_name.table();
                let fields = scan.projected_schema.fields().iter();
                fields.map(|field| Origin::of_table(table, field.name())).collect()
            }
            LogicalPlan::Projection(own) => self.all(&own.expr)?,
            LogicalPlan::Aggregate(own) => self.aggregate(own)?,
            LogicalPlan::Window(own) => [self.input(0), self.all(&own.window_expr)?].concat(),
            LogicalPlan::Distinct(Distinct::On(own)) => self.all(&own.select_expr)?,
            LogicalPlan::Join(own) => self.join(own),
            LogicalPlan::Union(_) => any_of(self.inputs.iter().map(|(_, origins)| origins.clone())),
            LogicalPlan::Values(own) => {
                let rows = own.values.iter().map(|row| self.all(row)).collect::<Result<Vec<_>>>()?;
                any_of(rows)
            }
            LogicalPlan::Distinct(Distinct::All(_))
            | LogicalPlan::Filter(_)
            | LogicalPlan::Limit(_)
            | LogicalPlan::Repartition(_)
            | LogicalPlan::Sort(_)
            | LogicalPlan::Subquery(_)
            | LogicalPlan::SubqueryAlias(_) => self.input(0),
            _ => Vec::new(),
        };
        let columns = node.schema().fields().len();
        Ok(if origins.len() == columns { origins } else { vec![Origin::lost(); columns] })
    }

    fn aggregate(&self, own: &Aggregate) -> Result<Vec<Origin>> {
        let mut origins = self.all(grouping_set_to_exprlist(&own.group_expr)?)?;
        if matches!(own.group_expr.as_slice(), [Expr::GroupingSet(_)]) {
            // By which of them a row is grouped; it is no value of any.
            origins.push(Origin::default());
        }
        origins.extend(self.all(&own.aggr_expr)?);
        Ok(origins)
    }

    fn join(&self, own: &Join) -> Vec<Origin> {
        let (mut left, mut right) = (self.input(0), self.input(1));
        // The two columns of a USING, or of an INTERSECT, are one.
        for (one, other) in &own.on {
            let at = |expr: &Expr, input: &LogicalPlan| match bare(expr) {
                Expr::Column(column) => input.schema().maybe_index_of_column(column),
                _ => None,
            };
            if let (Some(one), Some(other)) = (at(one, &own.left), at(other, &own.right)) {
                let before = left[one].clone();
                left[one].mix(&right[other]);
                right[other].mix(&before);
            }
        }
        match own.join_type {
            JoinType::Inner | JoinType::Left | JoinType::Right | JoinType::Full => [left, right].concat(),
            JoinType::LeftSemi | JoinType::LeftAnti => left,
            JoinType::RightSemi | JoinType::RightAnti => right,
            JoinType::LeftMark | JoinType::RightMark => Vec::new(),
        }
    }
}

/// Of rows each of which is of one of these branches.
fn any_of(branches: impl IntoIterator<Item = Vec<Origin>>) -> Vec<Origin> {
    let both = |one: Vec<Origin>, other: Vec<Origin>| {
        one.into_iter().zip(other).map(|(one, other)| one.or(&other)).collect()
    };
    branches.into_iter().reduce(both).unwrap_or_default()
}
