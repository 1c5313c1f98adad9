//! What a plan means is made what it means on the second engine.
//!
//! Where the two read the same words differently, and the plan can be written so that both agree, it is
//! written so here: first before the engine has made the types of each expression fit, then after.
//! What cannot be written so is refused, with what to write instead.

mod fitted;
mod written;

use std::fmt;

use datafusion::common::config::ConfigOptions;
use datafusion::common::tree_node::{Transformed, TreeNode, TreeNodeRecursion};
use datafusion::common::{DFSchema, DataFusionError, Result, Spans};
use datafusion::logical_expr::expr_rewriter::NamePreserver;
use datafusion::logical_expr::utils::merge_schema;
use datafusion::logical_expr::{Expr, LogicalPlan};
use datafusion::optimizer::analyzer::{Analyzer, AnalyzerRule};

/// The engine's rules of what a plan means, and ours around them.
pub(super) fn rules() -> Vec<std::sync::Arc<dyn AnalyzerRule + Send + Sync>> {
    let mut rules = Analyzer::new().rules;
    rules.insert(0, std::sync::Arc::new(AsWritten));
    rules.push(std::sync::Arc::new(Fitted));
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
    // An expression without a column has no place.
    let _ = expr.apply(|part| {
        if let Expr::Column(column) = part {
            column.spans.iter().for_each(|span| spans.add_span(*span));
        }
        Ok(TreeNodeRecursion::Continue)
    });
    DataFusionError::External(Box::new(Disagreement { message: message.to_owned(), help, spans }))
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
            _ => Ok(TreeNodeRecursion::Continue),
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

type Rewrite = fn(Expr, &DFSchema) -> Result<Transformed<Expr>>;

/// Every expression of a plan, those of subqueries too, rewritten from its parts upwards; what an
/// output column is called stays.
fn rewritten(plan: LogicalPlan, rewrite: Rewrite) -> Result<LogicalPlan> {
    let done = plan.transform_up_with_subqueries(|node| {
        let mut schema = merge_schema(&node.inputs());
        if let LogicalPlan::TableScan(scan) = &node {
            let own = DFSchema::try_from_qualified_schema(scan.table_name.clone(), &scan.source.schema())?;
            schema.merge(&own);
        }
        let names = NamePreserver::new(&node);
        node.map_expressions(|expr| {
            let name = names.save(&expr);
            let done = expr.transform_up(|part| rewrite(part, &schema))?;
            Ok(done.update_data(|expr| name.restore(expr)))
        })?
        .map_data(LogicalPlan::recompute_schema)
    })?;
    Ok(done.data)
}
