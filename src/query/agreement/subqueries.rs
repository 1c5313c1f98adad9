//! Subqueries: the engine makes joins of them, and not all of them keep what they mean.

use datafusion::common::Result;
use datafusion::common::tree_node::{TreeNode, TreeNodeRecursion};
use datafusion::logical_expr::expr::InSubquery;
use datafusion::logical_expr::utils::split_conjunction;
use datafusion::logical_expr::{BinaryExpr, Distinct, Expr, LogicalPlan, Operator, Subquery};

use super::refused;

/// Refuses the subqueries of a node that another engine would answer otherwise.
pub(super) fn check(node: &LogicalPlan) -> Result<()> {
    if let LogicalPlan::Subquery(lateral) = node {
        pulled_up(lateral, Kind::Value, &Expr::ScalarSubquery(lateral.clone()))?;
    }
    let is_condition = matches!(node, LogicalPlan::Filter(_) | LogicalPlan::Join(_));
    node.apply_expressions(|expr| {
        for part in split_conjunction(expr) {
            match (is_condition, part) {
                (true, Expr::InSubquery(own)) => asks_of_rows(own, own.negated)?,
                (true, Expr::Not(inner)) if let Expr::InSubquery(own) = inner.as_ref() => {
                    asks_of_rows(own, !own.negated)?;
                }
                (true, part) => keeps_only_true(part)?,
                (false, part) => {
                    decided(part)?;
                    part.apply(|part| match part {
                        Expr::Exists(_) => Err(refused(
                            part,
                            "EXISTS stands outside of WHERE",
                            "join the distinct keys of the other table with LEFT JOIN, and ask whether its key IS NOT NULL",
                        )),
                        _ => Ok(TreeNodeRecursion::Continue),
                    })?;
                }
            }
        }
        expr.apply(|part| {
            match part {
                Expr::Exists(own) => pulled_up(&own.subquery, Kind::Condition, part)?,
                Expr::InSubquery(own) => pulled_up(&own.subquery, Kind::Condition, part)?,
                Expr::ScalarSubquery(own) => pulled_up(own, Kind::Value, part)?,
                _ => {}
            }
            Ok(TreeNodeRecursion::Continue)
        })
    })?;
    Ok(())
}

/// Refuses NOT IN of a constant, for which the engine passes over values that are absent.
fn asks_of_rows(own: &InSubquery, negated: bool) -> Result<()> {
    if negated && !own.expr.any_column_refs() {
        return Err(refused(
            &Expr::InSubquery(own.clone()),
            "where a value is absent, NOT IN of a constant is unknown to one engine and true to another",
            "write `NOT EXISTS (SELECT … WHERE …)`",
        ));
    }
    Ok(())
}

/// A condition that leaves out a row alike where it is false and where it is unknown: there IN may be either.
fn keeps_only_true(condition: &Expr) -> Result<()> {
    match condition {
        Expr::BinaryExpr(BinaryExpr { left, op: Operator::And | Operator::Or, right }) => {
            keeps_only_true(left)?;
            keeps_only_true(right)
        }
        Expr::InSubquery(own) if !own.negated => Ok(()),
        other => decided(other),
    }
}

/// Refuses IN over a subquery, which the engine takes for false where it is unknown.
fn decided(expr: &Expr) -> Result<()> {
    expr.apply(|part| match part {
        Expr::InSubquery(_) => Err(refused(
            part,
            "where a value is absent, IN over a subquery is unknown to one engine and false to another",
            "write it as a condition of its own after WHERE or AND, or `NOT EXISTS (SELECT … WHERE …)`",
        )),
        _ => Ok(TreeNodeRecursion::Continue),
    })?;
    Ok(())
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    /// Asked whether there is a row, or whether there is a value among them.
    Condition,
    /// One value, which is there for no row too.
    Value,
}

/// Refuses a subquery that takes columns from outside where the engine would take its condition out of what must
/// be computed after it.
fn pulled_up(subquery: &Subquery, kind: Kind, expr: &Expr) -> Result<()> {
    if subquery.outer_ref_columns.is_empty() {
        return Ok(());
    }
    let mut node = subquery.subquery.as_ref();
    while !node.all_out_ref_exprs().is_empty() {
        node = match node {
            LogicalPlan::Projection(own) => &own.input,
            LogicalPlan::SubqueryAlias(own) => &own.input,
            LogicalPlan::Filter(own) => &own.input,
            LogicalPlan::Distinct(Distinct::All(input)) => input,
            LogicalPlan::Aggregate(own) if kind == Kind::Value || !own.group_expr.is_empty() => &own.input,
            LogicalPlan::Aggregate(_) => {
                return Err(refused(
                    expr,
                    "for each row there is one total, of no rows too, which one engine passes over",
                    "compare `(SELECT count(*) FROM … WHERE …)`, or `max` or `sum`, with a value",
                ));
            }
            _ => {
                return Err(refused(
                    expr,
                    "a subquery that takes columns from outside is no plain SELECT … FROM … WHERE …",
                    "compute it for all rows in a table of WITH, and join that",
                ));
            }
        };
    }
    Ok(())
}
