//! How many rows a plan's parts can give at most, and the joins that this refuses.
//!
//! The engine's own estimates guess how much a filter lets through; here nothing is guessed. What a
//! scan holds is known from its files, what stands above can only be bounded, and what cannot be
//! bounded is unknown.

use std::sync::Arc;

use datafusion::common::{JoinType, Result};
use datafusion::physical_plan::ExecutionPlan;
use datafusion::physical_plan::aggregates::AggregateExec;
use datafusion::physical_plan::joins::{
    CrossJoinExec, HashJoinExec, NestedLoopJoinExec, SortMergeJoinExec, SymmetricHashJoinExec,
};
use datafusion::physical_plan::statistics::{StatisticsArgs, StatisticsContext};
use datafusion::physical_plan::union::{InterleaveExec, UnionExec};
use datafusion::physical_plan::unnest::UnnestExec;
use datafusion::physical_plan::{placeholder_row::PlaceholderRowExec, recursive_query::RecursiveQueryExec};

/// With more rows than this on both sides, comparing each with each is refused: once begun, such a
/// join cannot be stopped.
pub(crate) const MANY_ROWS: usize = 100_000;

/// Whether a plan compares each of many rows with each of many others.
pub(crate) fn joins_endlessly(plan: &Arc<dyn ExecutionPlan>) -> Result<bool> {
    if let Some((_, left, right)) = sides_compared(plan)
        && is_many(at_most(left)?)
        && is_many(at_most(right)?)
    {
        return Ok(true);
    }
    for child in plan.children() {
        if joins_endlessly(child)? {
            return Ok(true);
        }
    }
    Ok(false)
}

/// The sides of a join that compares each row with each.
fn sides_compared(plan: &Arc<dyn ExecutionPlan>) -> Option<Sides<'_>> {
    let compares = plan.is::<NestedLoopJoinExec>() || plan.is::<CrossJoinExec>();
    join_sides(plan).filter(|_| compares)
}

fn is_many(rows: Option<usize>) -> bool {
    rows.is_none_or(|rows| rows > MANY_ROWS)
}

/// The greatest number of rows that a plan can give; `None` where it cannot be known.
fn at_most(plan: &Arc<dyn ExecutionPlan>) -> Result<Option<usize>> {
    let rows = without_fetch(plan)?;
    // A limit holds in each partition.
    let fetched = plan.fetch().filter(|_| !plan.children().is_empty());
    let fetched = fetched.map(|fetch| fetch.saturating_mul(plan.properties().partitioning.partition_count()));
    Ok(match (rows, fetched) {
        (Some(rows), Some(fetched)) => Some(rows.min(fetched)),
        (rows, fetched) => rows.or(fetched),
    })
}

fn without_fetch(plan: &Arc<dyn ExecutionPlan>) -> Result<Option<usize>> {
    if let Some((kind, left, right)) = join_sides(plan) {
        return Ok(joined(kind, at_most(left)?, at_most(right)?));
    }
    if plan.is::<UnionExec>() || plan.is::<InterleaveExec>() {
        let mut sum = Some(0_usize);
        for child in plan.children() {
            sum = sum.zip(at_most(child)?).map(|(sum, rows)| sum.saturating_add(rows));
        }
        return Ok(sum);
    }
    if plan.is::<UnnestExec>() || plan.is::<RecursiveQueryExec>() {
        return Ok(None);
    }
    if plan.is::<PlaceholderRowExec>() {
        return Ok(Some(1));
    }
    match plan.children().as_slice() {
        [] => {
            let statistics = StatisticsContext::new().compute(plan.as_ref(), &StatisticsArgs::new())?;
            Ok(statistics.num_rows.get_value().copied())
        }
        [input] => match plan.downcast_ref::<AggregateExec>() {
            Some(aggregate) if aggregate.group_expr().expr().is_empty() => {
                Ok(Some(plan.properties().partitioning.partition_count()))
            }
            Some(aggregate) => {
                let sets = aggregate.group_expr().groups().len().max(1);
                Ok(at_most(input)?.map(|rows| rows.saturating_mul(sets)))
            }
            // What else has one input passes on its rows, or some of them.
            None => at_most(input),
        },
        // Scalar subqueries stand behind the input whose rows are passed on.
        [input, ..] => {
            match plan.downcast_ref::<datafusion::physical_plan::scalar_subquery::ScalarSubqueryExec>() {
                Some(_) => at_most(input),
                None => Ok(None),
            }
        }
    }
}

type Sides<'a> = (JoinType, &'a Arc<dyn ExecutionPlan>, &'a Arc<dyn ExecutionPlan>);

fn join_sides(plan: &Arc<dyn ExecutionPlan>) -> Option<Sides<'_>> {
    if let Some(join) = plan.downcast_ref::<HashJoinExec>() {
        Some((*join.join_type(), join.left(), join.right()))
    } else if let Some(join) = plan.downcast_ref::<NestedLoopJoinExec>() {
        Some((*join.join_type(), join.left(), join.right()))
    } else if let Some(join) = plan.downcast_ref::<SortMergeJoinExec>() {
        Some((join.join_type(), join.left(), join.right()))
    } else if let Some(join) = plan.downcast_ref::<SymmetricHashJoinExec>() {
        Some((*join.join_type(), join.left(), join.right()))
    } else {
        let join = plan.downcast_ref::<CrossJoinExec>()?;
        Some((JoinType::Inner, join.left(), join.right()))
    }
}

fn joined(kind: JoinType, left: Option<usize>, right: Option<usize>) -> Option<usize> {
    match kind {
        JoinType::LeftSemi | JoinType::LeftAnti | JoinType::LeftMark => left,
        JoinType::RightSemi | JoinType::RightAnti | JoinType::RightMark => right,
        JoinType::Inner | JoinType::Left | JoinType::Right | JoinType::Full => {
            let (left, right) = left.zip(right)?;
            let matched = left.saturating_mul(right);
            let alone = match kind {
                JoinType::Left => left,
                JoinType::Right => right,
                JoinType::Full => left.saturating_add(right),
                _ => 0,
            };
            Some(matched.saturating_add(alone))
        }
    }
}
