//! What a plan means is made what it means on the second engine.
//!
//! Where the two read the same words differently, and the plan can be written so that both agree, it is
//! written so here: first before the engine has made the types of each expression fit, then after.
//! What cannot be written so is refused, with what to write instead.

mod fitted;
mod look;
mod natures;
mod subqueries;
mod written;

use std::cell::OnceCell;
use std::fmt;
use std::sync::Arc;

use datafusion::arrow::datatypes::{DataType, SchemaRef};
use datafusion::common::config::ConfigOptions;
use datafusion::common::tree_node::{Transformed, TreeNode, TreeNodeRecursion};
use datafusion::common::{DFSchema, DFSchemaRef, DataFusionError, Result, Spans, TableReference};
use datafusion::logical_expr::expr_rewriter::NamePreserver;
use datafusion::logical_expr::{Expr, ExprSchemable, LogicalPlan};
use datafusion::optimizer::analyzer::{Analyzer, AnalyzerRule};

/// The engine's rules of what a plan means, and ours around them.
pub(super) fn rules() -> Vec<Arc<dyn AnalyzerRule + Send + Sync>> {
    let mut rules = Analyzer::new().rules;
    rules.insert(0, Arc::new(AsWritten));
    rules.push(Arc::new(Fitted));
    rules
}

/// Something that engines read differently and that no plan makes the same.
#[derive(Debug)]
pub(super) struct Disagreement {
    /// What engines do.
    pub(super) message: String,
    /// What to write instead.
    pub(super) help: &'static str,
    /// Where a column stands that is part of it.
    pub(super) spans: Spans,
}

impl fmt::Display for Disagreement {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}; {}", self.message, self.help)
    }
}

impl std::error::Error for Disagreement {}

/// An error that says so, at the first column that the expression reads.
fn refused(expr: &Expr, message: &str, help: &'static str) -> DataFusionError {
    let mut spans = Spans::new();
    mark(expr, &mut spans);
    DataFusionError::External(Box::new(Disagreement { message: message.to_owned(), help, spans }))
}

/// Adds the places of the columns that an expression reads, in a subquery too. An expression without a column
/// has no place.
fn mark(expr: &Expr, spans: &mut Spans) {
    let _ = expr.apply(|part| {
        match part {
            Expr::Column(column) | Expr::OuterReferenceColumn(_, column) => {
                column.spans.iter().for_each(|span| spans.add_span(*span));
            }
            Expr::Exists(own) => mark_all(&own.subquery.subquery, spans),
            Expr::ScalarSubquery(own) => mark_all(&own.subquery, spans),
            _ => {}
        }
        Ok(TreeNodeRecursion::Continue)
    });
}

fn mark_all(plan: &LogicalPlan, spans: &mut Spans) {
    let _ = plan.apply(|node| {
        node.apply_expressions(|expr| {
            mark(expr, spans);
            Ok(TreeNodeRecursion::Continue)
        })
    });
}

/// Before types are made to fit.
#[derive(Debug)]
struct AsWritten;

/// After types have been made to fit.
#[derive(Debug)]
struct Fitted;

impl AnalyzerRule for AsWritten {
    fn name(&self) -> &str {
        "as_written"
    }

    fn analyze(&self, plan: LogicalPlan, _: &ConfigOptions) -> Result<LogicalPlan> {
        plan.apply_with_subqueries(|node| match node {
            LogicalPlan::Union(union) if written::mixes_branches(union) => {
                Err(written::mixed(&Expr::default()))
            }
            _ => {
                natures::check_node(node)?;
                subqueries::check(node).map(|()| TreeNodeRecursion::Continue)
            }
        })?;
        rewritten(plan, written::rewrite)
    }
}

impl AnalyzerRule for Fitted {
    fn name(&self) -> &str {
        "fitted"
    }

    fn analyze(&self, plan: LogicalPlan, _: &ConfigOptions) -> Result<LogicalPlan> {
        rewritten(plan, fitted::rewrite)
    }
}

type Rewrite = fn(Expr, &Types) -> Result<Transformed<Expr>>;

/// Every expression of a plan, those of subqueries too, rewritten from its parts upwards; what an
/// output column is called stays.
fn rewritten(plan: LogicalPlan, rewrite: Rewrite) -> Result<LogicalPlan> {
    // A node's columns can only have changed where some expression has, at it or below.
    let mut changed = false;
    let done = plan.transform_up_with_subqueries(|node| {
        let types = Types::at(&node);
        let names = NamePreserver::new(&node);
        let done = node.map_expressions(|expr| {
            // Most columns are only passed on, and names are long to write.
            if is_bare(&expr) {
                return Ok(Transformed::no(expr));
            }
            let name = names.save(&expr);
            let done = expr.transform_up(|part| rewrite(part, &types))?;
            Ok(if done.transformed { done.update_data(|expr| name.restore(expr)) } else { done })
        })?;
        changed |= done.transformed;
        if changed { done.map_data(LogicalPlan::recompute_schema) } else { Ok(done) }
    })?;
    Ok(done.data)
}

fn is_bare(expr: &Expr) -> bool {
    match expr {
        Expr::Alias(alias) => is_bare(&alias.expr),
        other => matches!(other, Expr::Column(_) | Expr::Literal(..) | Expr::OuterReferenceColumn(..)),
    }
}

/// The types of a node's expressions, found out when asked.
struct Types {
    inputs: Vec<DFSchemaRef>,
    /// The table of a scan, which has no input.
    scanned: Option<(TableReference, SchemaRef)>,
    schema: OnceCell<DFSchema>,
}

impl Types {
    fn at(node: &LogicalPlan) -> Self {
        let scanned = match node {
            LogicalPlan::TableScan(scan) => Some((scan.table_name.clone(), scan.source.schema())),
            _ => None,
        };
        let inputs = node.inputs().into_iter().map(|input| Arc::clone(input.schema())).collect();
        Self { inputs, scanned, schema: OnceCell::new() }
    }

    fn of(&self, expr: &Expr) -> Result<DataType> {
        let schema = match (self.schema.get(), self.inputs.as_slice(), &self.scanned) {
            (Some(schema), ..) => schema,
            (None, [only], None) => only,
            (None, inputs, scanned) => {
                let mut all = DFSchema::empty();
                inputs.iter().for_each(|input| all.merge(input));
                if let Some((table, columns)) = scanned {
                    all.merge(&DFSchema::try_from_qualified_schema(table.clone(), columns)?);
                }
                self.schema.get_or_init(|| all)
            }
        };
        expr.get_type(schema)
    }
}
