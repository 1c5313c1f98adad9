//! A portion of a query's rows: those that some files of one table go into.
//!
//! Where each row of a plan is made of one row of a table, or of none, the rows that come of two files are those that come of
//! the one and those that come of the other. Whether it is so is decided on the plan; what is not understood is not.

use std::fmt;
use std::path::PathBuf;
use std::sync::Arc;

use datafusion::catalog::default_table_source::provider_as_source;
use datafusion::common::Result;
use datafusion::common::tree_node::{Transformed, TreeNode, TreeNodeRecursion};
use datafusion::execution::runtime_env::RuntimeEnv;
use datafusion::logical_expr::{EmptyRelation, JoinType, LogicalPlan};

use super::lineage::subquery;
use super::source::Source;

/// Some files of a table, or none, for a query whose rows depend on those of the table one by one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Portion {
    /// The table.
    pub table: String,
    /// As the session has them.
    pub files: Vec<PathBuf>,
}

/// How a query's rows depend on those of a table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Dependence {
    /// Not at all.
    Nothing,
    /// Each is made of one of them.
    OneByOne,
    /// Each is made of one of them, or of none: those come from another part of a union.
    OrNone,
    /// A row may depend on several of them.
    Several(Why),
}

/// What makes a row depend on several rows of a table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Why {
    /// They are gathered into groups.
    Grouped,
    /// A window looks from one to another.
    Window,
    /// Only different ones stay.
    Distinct,
    /// The table is on the side of a join that may be missing, or is left out.
    Optional,
    /// It is joined with itself.
    Itself,
    /// A condition or a value asks a query over it.
    Subquery,
    /// Only so many of them are taken.
    Limit,
    /// Something that is not understood.
    Other,
}

impl fmt::Display for Why {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(match self {
            Self::Grouped => "is grouped",
            Self::Window => "is read by a window",
            Self::Distinct => "is made distinct",
            Self::Optional => "is the optional side of a join",
            Self::Itself => "is joined with itself",
            Self::Subquery => "is asked by a subquery",
            Self::Limit => "is limited",
            Self::Other => "is read in a way that is not understood",
        })
    }
}

impl Dependence {
    /// Whether no row depends on several of the table, and some on one.
    pub fn is_one_by_one(self) -> bool {
        matches!(self, Self::OneByOne | Self::OrNone)
    }

    /// Of rows that come from one part of a union or from another.
    fn or(self, other: Self) -> Self {
        match (self, other) {
            (own @ Self::Several(_), _) | (_, own @ Self::Several(_)) => own,
            (own, other) if own == other => own,
            _ => Self::OrNone,
        }
    }

    fn unless(self, why: Why) -> Self {
        match self {
            own if own.is_one_by_one() => Self::Several(why),
            own => own,
        }
    }
}

/// How a plan's rows depend on those of a table.
pub(super) fn dependence(plan: &LogicalPlan, table: &str) -> Dependence {
    let of = |input: &LogicalPlan| dependence(input, table);
    if asks(plan, table) {
        return Dependence::Several(Why::Subquery);
    }
    match plan {
        LogicalPlan::TableScan(scan) if scan.table_name.table() == table => match scan.fetch {
            None => Dependence::OneByOne,
            Some(_) => Dependence::Several(Why::Limit),
        },
        LogicalPlan::Projection(own) => of(&own.input),
        LogicalPlan::Filter(own) => of(&own.input),
        LogicalPlan::SubqueryAlias(own) => of(&own.input),
        LogicalPlan::Repartition(own) => of(&own.input),
        LogicalPlan::Sort(own) if own.fetch.is_none() => of(&own.input),
        LogicalPlan::Union(own) => {
            own.inputs.iter().map(|input| of(input)).reduce(Dependence::or).unwrap_or(Dependence::Nothing)
        }
        LogicalPlan::Join(own) => joined(own.join_type, of(&own.left), of(&own.right)),
        LogicalPlan::Aggregate(own) => of(&own.input).unless(Why::Grouped),
        LogicalPlan::Window(own) => of(&own.input).unless(Why::Window),
        LogicalPlan::Distinct(own) => of(own.input()).unless(Why::Distinct),
        LogicalPlan::Limit(own) => of(&own.input).unless(Why::Limit),
        LogicalPlan::Sort(own) => of(&own.input).unless(Why::Limit),
        other => {
            let inputs = other.inputs().into_iter().map(of);
            inputs.reduce(Dependence::or).unwrap_or(Dependence::Nothing).unless(Why::Other)
        }
    }
}

/// Each row of a side that is kept is joined with what there is on the other, which is always the same.
fn joined(kind: JoinType, left: Dependence, right: Dependence) -> Dependence {
    use JoinType::{Inner, Left, LeftAnti, LeftMark, LeftSemi, Right, RightAnti, RightMark, RightSemi};
    let keeps_left = matches!(kind, Inner | Left | LeftSemi | LeftAnti | LeftMark);
    let keeps_right = matches!(kind, Inner | Right | RightSemi | RightAnti | RightMark);
    match (left, right) {
        (own @ Dependence::Several(_), _) | (_, own @ Dependence::Several(_)) => own,
        (own, Dependence::Nothing) if keeps_left => own,
        (Dependence::Nothing, own) if keeps_right => own,
        (Dependence::Nothing, Dependence::Nothing) => Dependence::Nothing,
        (own, Dependence::Nothing) | (Dependence::Nothing, own) => own.unless(Why::Optional),
        _ => Dependence::Several(Why::Itself),
    }
}

/// Whether a node's expressions hold a query over a table.
fn asks(plan: &LogicalPlan, table: &str) -> bool {
    let mut found = false;
    let walked = plan.apply_expressions(|own| {
        own.apply(|part| {
            found |= subquery(part).is_some_and(|own| reads(&own.subquery, table));
            Ok(TreeNodeRecursion::Continue)
        })
    });
    found || walked.is_err()
}

fn reads(plan: &LogicalPlan, table: &str) -> bool {
    let mut found = false;
    let walked = plan.apply_with_subqueries(|node| {
        found |= matches!(node, LogicalPlan::TableScan(scan) if scan.table_name.table() == table);
        Ok(TreeNodeRecursion::Continue)
    });
    found || walked.is_err()
}

/// A plan over some files of a table: the rows that they go into; without files the rows that none goes into.
pub(super) fn restricted(
    plan: LogicalPlan,
    portion: &Portion,
    environment: &RuntimeEnv,
) -> Result<LogicalPlan> {
    let Portion { table, files } = portion;
    let replaced = plan.transform_down(|node| match node {
        LogicalPlan::TableScan(mut scan) if scan.table_name.table() == table => {
            let source = Source { name: table.clone(), schema: scan.source.schema(), files: files.clone() };
            scan.source = provider_as_source(source.provider(environment)?);
            Ok(Transformed::yes(LogicalPlan::TableScan(scan)))
        }
        LogicalPlan::Union(mut own) if !files.is_empty() => {
            if dependence(&LogicalPlan::Union(own.clone()), table) == Dependence::Nothing {
                return Ok(Transformed::no(LogicalPlan::Union(own)));
            }
            for input in &mut own.inputs {
                if dependence(input, table) == Dependence::Nothing {
                    let schema = Arc::clone(input.schema());
                    *input =
                        LogicalPlan::EmptyRelation(EmptyRelation { produce_one_row: false, schema }).into();
                }
            }
            Ok(Transformed::yes(LogicalPlan::Union(own)))
        }
        other => Ok(Transformed::no(other)),
    })?;
    Ok(replaced.data)
}
