//! What a plan does with the columns of its tables, through views, aliases and subqueries.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::ControlFlow;

use datafusion::common::tree_node::{TreeNode, TreeNodeRecursion};
use datafusion::common::{Column, Result};
use datafusion::logical_expr::expr::{Case, InList};
use datafusion::logical_expr::utils::split_conjunction;
use datafusion::logical_expr::{BinaryExpr, Expr, LogicalPlan, Operator, Subquery};
use datafusion::sql::sqlparser::ast::{self, BinaryOperator, ValueWithSpan, visit_expressions};

use super::origin::{Made, Origin, Scope};
use super::select::Select;
use crate::diagnostic::Span;

/// A text that stands beside a column in a comparison.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Compared {
    /// The table that the column comes from.
    pub table: String,
    /// The column.
    pub column: String,
    /// The text.
    pub text: String,
}

/// What a plan does with the columns of its tables.
#[derive(Debug, Default)]
pub(super) struct Lineage {
    /// The texts that it compares them with. What is made of a column by a function is another value.
    pub(super) compared: BTreeSet<Compared>,
    /// By table those on which something else depends: other values, or which rows there are. A column that is only passed
    /// on, or by which rows are gathered, is none of them.
    pub(super) used: BTreeMap<String, BTreeSet<String>>,
    /// The texts by which rows are left out, and no others.
    pub(super) excluded: BTreeSet<Compared>,
}

impl Lineage {
    /// Reads a plan that is not optimized yet; `outer` is where a subquery stands.
    pub(super) fn read(&mut self, plan: &LogicalPlan, outer: Option<&Scope<'_>>) -> Result<Made> {
        let mut scope = Scope { inputs: Vec::new(), outer };
        let mut chosen_by = Origin::default();
        for input in plan.inputs() {
            // What stands to the right of LATERAL sees what stands to its left.
            let made = self.read(input, Some(&scope))?;
            scope.inputs.push((input, made.columns));
            chosen_by.mix(&made.chosen_by);
        }
        plan.apply_expressions(|own| {
            if chooses(plan, own) {
                chosen_by.mix(&scope.of(own)?);
            }
            self.see(plan, own, &scope)?;
            Ok(TreeNodeRecursion::Continue)
        })?;
        let columns = scope.outputs(plan)?;
        if matches!(plan, LogicalPlan::Distinct(_)) {
            columns.iter().for_each(|column| chosen_by.mix(column));
        }
        Ok(Made { columns, chosen_by })
    }

    fn see(&mut self, node: &LogicalPlan, own: &Expr, scope: &Scope<'_>) -> Result<()> {
        let filters = matches!(node, LogicalPlan::Filter(_));
        // The conditions of a filter leave out rows one by one.
        for part in if filters { split_conjunction(own) } else { vec![own] } {
            match excluding(part).filter(|_| filters) {
                Some((column, texts)) => self.exclude(scope, column, &texts),
                None if passes_on(node, part) => {}
                None => part.column_refs().into_iter().for_each(|own| self.use_column(scope, own)),
            }
        }
        own.apply(|expr| {
            self.compare(scope, expr);
            if let Some(inner) = subquery(expr) {
                // What a subquery takes from outside is no part of the expression itself.
                for outer in &inner.outer_ref_columns {
                    if let Expr::OuterReferenceColumn(_, column) = outer {
                        self.use_column(scope, column);
                    }
                }
                self.read(&inner.subquery, Some(scope))?;
            }
            Ok(TreeNodeRecursion::Continue)
        })?;
        Ok(())
    }

    fn use_column(&mut self, scope: &Scope<'_>, column: &Column) {
        for (table, column) in scope.column(column).passed_on {
            self.used.entry(table).or_default().insert(column);
        }
    }

    fn exclude(&mut self, scope: &Scope<'_>, column: &Expr, texts: &[&str]) {
        for (table, column) in scope.passed_on(column) {
            let named = |text: &&str| Compared {
                table: table.clone(),
                column: column.clone(),
                text: (*text).to_owned(),
            };
            self.excluded.extend(texts.iter().map(named));
        }
    }

    fn compare(&mut self, scope: &Scope<'_>, expr: &Expr) {
        for (one, other) in pairs(expr) {
            for (column, text) in [(one, text(other)), (other, text(one))] {
                let Some(text) = text else { continue };
                let named = |(table, column)| Compared { table, column, text: text.to_owned() };
                self.compared.extend(scope.passed_on(column).into_iter().map(named));
            }
        }
    }
}

/// The column and the texts by which a condition leaves out rows, where it lets all others pass.
fn excluding(condition: &Expr) -> Option<(&Expr, Vec<&str>)> {
    let (column, texts): (&Expr, Vec<&str>) = match condition {
        Expr::BinaryExpr(BinaryExpr { left, op: Operator::NotEq, right }) => match text(right) {
            Some(text) => (left, vec![text]),
            None => (right, vec![text(left)?]),
        },
        Expr::InList(InList { expr, list, negated: true }) => {
            (expr, list.iter().map(text).collect::<Option<_>>()?)
        }
        Expr::IsNotNull(expr) => (expr, Vec::new()),
        _ => return None,
    };
    matches!(bare(column), Expr::Column(_)).then_some((column, texts))
}

/// Whether a node takes a column over by an expression as it is, so that rows and values stay what they are.
fn passes_on(node: &LogicalPlan, expr: &Expr) -> bool {
    let of_rows = match node {
        LogicalPlan::Projection(_) | LogicalPlan::Sort(_) => true,
        LogicalPlan::Aggregate(aggregate) => aggregate.group_expr.contains(expr),
        _ => false,
    };
    of_rows && matches!(bare(expr), Expr::Column(_))
}

/// Whether which rows a node gives depends on an expression.
fn chooses(node: &LogicalPlan, expr: &Expr) -> bool {
    match node {
        LogicalPlan::Projection(_) | LogicalPlan::Window(_) => false,
        LogicalPlan::Aggregate(own) => !own.aggr_expr.contains(expr),
        _ => true,
    }
}

pub(super) fn subquery(expr: &Expr) -> Option<&Subquery> {
    match expr {
        Expr::Exists(own) => Some(&own.subquery),
        Expr::InSubquery(own) => Some(&own.subquery),
        Expr::SetComparison(own) => Some(&own.subquery),
        Expr::ScalarSubquery(own) => Some(own),
        _ => None,
    }
}

/// What an expression compares with what.
fn pairs(expr: &Expr) -> Vec<(&Expr, &Expr)> {
    match expr {
        Expr::BinaryExpr(BinaryExpr { left, op, right }) if compares(*op) => {
            vec![(left, right)]
        }
        Expr::InList(InList { expr, list, .. }) => list.iter().map(|item| (expr.as_ref(), item)).collect(),
        Expr::Case(Case { expr: Some(expr), when_then_expr, .. }) => {
            when_then_expr.iter().map(|(when, _)| (expr.as_ref(), when.as_ref())).collect()
        }
        _ => Vec::new(),
    }
}

fn compares(operator: Operator) -> bool {
    use Operator::{Eq, Gt, GtEq, IsDistinctFrom, IsNotDistinctFrom, Lt, LtEq, NotEq};
    matches!(operator, Eq | NotEq | Lt | LtEq | Gt | GtEq | IsDistinctFrom | IsNotDistinctFrom)
}

/// An expression without what only gives it another name or type.
pub(super) fn bare(expr: &Expr) -> &Expr {
    match expr {
        Expr::Alias(alias) => bare(&alias.expr),
        Expr::Cast(cast) => bare(&cast.expr),
        Expr::TryCast(cast) => bare(&cast.expr),
        other => other,
    }
}

fn text(expr: &Expr) -> Option<&str> {
    match bare(expr) {
        Expr::Literal(value, _) => value.try_as_str().flatten(),
        _ => None,
    }
}

impl Select {
    /// Where a text stands in a comparison of the file.
    pub fn compared(&self, text: &str) -> Vec<Span> {
        let mut found = Vec::new();
        let mut see = |expr: &ast::Expr| {
            if let ast::Expr::Value(ValueWithSpan { value, span }) = unnested(expr)
                && value.clone().into_string().as_deref() == Some(text)
            {
                found.push(self.place(*span));
            }
        };
        let _: ControlFlow<()> = visit_expressions(self.query.as_ref(), |expr| {
            match expr {
                ast::Expr::BinaryOp { left, op, right } if *op != BinaryOperator::StringConcat => {
                    see(left);
                    see(right);
                }
                ast::Expr::IsDistinctFrom(left, right) | ast::Expr::IsNotDistinctFrom(left, right) => {
                    see(left);
                    see(right);
                }
                ast::Expr::InList { list, .. } => list.iter().for_each(&mut see),
                ast::Expr::Case { operand: Some(_), conditions, .. } => {
                    conditions.iter().for_each(|when| see(&when.condition));
                }
                _ => {}
            }
            ControlFlow::Continue(())
        });
        found
    }
}

fn unnested(expr: &ast::Expr) -> &ast::Expr {
    match expr {
        ast::Expr::Nested(inner) => unnested(inner),
        other => other,
    }
}
