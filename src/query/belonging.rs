//! Whose rows go into each row that a plan gives: decided on the plan, for one dimension.
//!
//! A column is a *holder* where every row of a table that went into a row has the holder's value in one of its own columns of
//! the dimension: a row whose holder names a member is made of that member's rows alone, and what others' rows hold cannot
//! change it. Tables without a column of the dimension are nobody's: what is told holds only where they are common. What is
//! not understood holds nothing.

use std::collections::{BTreeMap, BTreeSet};

use datafusion::common::tree_node::{TreeNode, TreeNodeRecursion};
use datafusion::logical_expr::utils::split_conjunction;
use datafusion::logical_expr::{
    Aggregate, BinaryExpr, Distinct, Expr, Join, JoinType, LogicalPlan, Operator, TableScan, Window,
};

use super::lineage::subquery;
use super::uniqueness::unnamed;

/// The columns that hold codes of a dimension, by the dimension and a table.
pub type HoldersOf<'a> = dyn Fn(&str, &str) -> BTreeSet<String> + Sync + 'a;

/// By dimension, each a column of a plan, the tables that must be common for each row to be made of the rows of one member
/// alone, whom the column names; no dimension of which that cannot be told.
pub(super) fn belonging(
    plan: &LogicalPlan,
    holders: &HoldersOf<'_>,
    dimensions: &[String],
) -> BTreeMap<String, BTreeSet<String>> {
    let of = |dimension: &String| {
        let mut reading = Reading { holders, dimension, common: BTreeSet::new() };
        let rows = reading.read(plan);
        let place = plan.schema().fields().iter().position(|field| field.name() == dimension)?;
        rows.is_held_by(place).then(|| (dimension.clone(), reading.common))
    };
    dimensions.iter().filter_map(of).collect()
}

/// Whose the rows of a node are.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Rows {
    /// Nobody's.
    Common,
    /// Of the members that these columns name, each by itself; of anybody where there is none.
    Of(BTreeSet<usize>),
}

impl Rows {
    fn of_anybody() -> Self {
        Self::Of(BTreeSet::new())
    }

    fn is_held_by(&self, place: usize) -> bool {
        match self {
            Self::Common => true,
            Self::Of(places) => places.contains(&place),
        }
    }

    /// The same where they were nobody's.
    fn only_common(self) -> Self {
        if self == Self::Common { self } else { Self::of_anybody() }
    }

    fn shifted(self, by: usize) -> Self {
        match self {
            Self::Common => Self::Common,
            Self::Of(places) => Self::Of(places.into_iter().map(|place| place + by).collect()),
        }
    }
}

struct Reading<'a> {
    holders: &'a HoldersOf<'a>,
    dimension: &'a str,
    common: BTreeSet<String>,
}

impl Reading<'_> {
    fn read(&mut self, plan: &LogicalPlan) -> Rows {
        let asks_nobody = self.asks_nobody(plan);
        let rows = match plan {
            LogicalPlan::TableScan(scan) => self.table(scan),
            LogicalPlan::Filter(own) => self.read(&own.input),
            LogicalPlan::SubqueryAlias(own) => self.read(&own.input),
            LogicalPlan::Subquery(own) => self.read(&own.subquery),
            LogicalPlan::Repartition(own) => self.read(&own.input),
            LogicalPlan::Sort(own) if own.fetch.is_none() => self.read(&own.input),
            LogicalPlan::Projection(own) => {
                let inner = self.read(&own.input);
                taken_over(&own.expr, &own.input, inner)
            }
            LogicalPlan::Aggregate(own) => self.aggregate(own),
            LogicalPlan::Window(own) => self.window(own),
            // Whether there is a row depends on rows with the same values alone.
            LogicalPlan::Distinct(Distinct::All(input)) => self.read(input),
            LogicalPlan::Union(own) => {
                let all = own.inputs.iter().map(|input| self.read(input)).collect::<Vec<_>>();
                all.into_iter().reduce(either).unwrap_or(Rows::Common)
            }
            LogicalPlan::Join(own) => self.join(own),
            other => {
                let all = other.inputs().into_iter().map(|input| self.read(input)).collect::<Vec<_>>();
                all.into_iter().reduce(either).unwrap_or(Rows::Common).only_common()
            }
        };
        if asks_nobody { rows } else { Rows::of_anybody() }
    }

    /// Whether the subqueries of a node's expressions read what is nobody's.
    fn asks_nobody(&mut self, plan: &LogicalPlan) -> bool {
        let mut inner = Vec::new();
        let walked = plan.apply_expressions(|own| {
            own.apply(|part| {
                inner.extend(subquery(part).cloned());
                Ok(TreeNodeRecursion::Continue)
            })
        });
        walked.is_ok() && inner.iter().all(|own| self.read(&own.subquery) == Rows::Common)
    }

    fn table(&mut self, scan: &TableScan) -> Rows {
        let table = scan.table_name.table();
        let holders = (self.holders)(self.dimension, table);
        if holders.is_empty() {
            self.common.insert(table.to_owned());
            return Rows::Common;
        }
        let fields = scan.projected_schema.fields().iter().enumerate();
        Rows::Of(fields.filter(|(_, field)| holders.contains(field.name())).map(|(place, _)| place).collect())
    }

    fn aggregate(&mut self, own: &Aggregate) -> Rows {
        let inner = self.read(&own.input);
        if own.group_expr.iter().any(|expr| matches!(expr, Expr::GroupingSet(_))) {
            return inner.only_common();
        }
        taken_over(&own.group_expr, &own.input, inner)
    }

    /// A value over the rows of a part is made of rows with the same holder where the part is of one.
    fn window(&mut self, own: &Window) -> Rows {
        let Rows::Of(mut places) = self.read(&own.input) else { return Rows::Common };
        for expr in &own.window_expr {
            let Expr::WindowFunction(function) = unnamed(expr) else { return Rows::of_anybody() };
            let parts = &function.params.partition_by;
            let parts: BTreeSet<usize> = parts.iter().filter_map(|part| place(part, &own.input)).collect();
            places.retain(|place| parts.contains(place));
        }
        Rows::Of(places)
    }

    /// Two rows that were joined are of one member where their holders are equal; or where one of them is nobody's, unless
    /// it is there because the other found none.
    fn join(&mut self, own: &Join) -> Rows {
        use JoinType::{
            Full, Inner, Left, LeftAnti, LeftMark, LeftSemi, Right, RightAnti, RightMark, RightSemi,
        };
        let width = own.left.schema().fields().len();
        let (left, right) = (self.read(&own.left), self.read(&own.right));
        if left == Rows::Common && right == Rows::Common {
            return Rows::Common;
        }
        let written = own.filter.iter().flat_map(split_conjunction).filter_map(|part| match part {
            Expr::BinaryExpr(BinaryExpr { left, op: Operator::Eq, right }) => {
                Some((left.as_ref(), right.as_ref()))
            }
            _ => None,
        });
        let mut places = BTreeSet::new();
        for (one, other) in own.on.iter().map(|(one, other)| (one, other)).chain(written) {
            for (here, there) in [(one, other), (other, one)] {
                let pair = place(here, &own.left).zip(place(there, &own.right));
                let held = pair.filter(|(here, there)| left.is_held_by(*here) && right.is_held_by(*there));
                places.extend(held.into_iter().flat_map(|(here, there)| [here, there + width]));
            }
        }
        let keeps_left = matches!(own.join_type, Inner | Left | LeftSemi | LeftAnti | LeftMark);
        let keeps_right = matches!(own.join_type, Inner | Right | RightSemi | RightAnti | RightMark);
        match (left, right) {
            (Rows::Of(own), Rows::Common) if keeps_left => places.extend(own),
            (Rows::Common, own @ Rows::Of(_)) if keeps_right => {
                if let Rows::Of(own) = own.shifted(width) {
                    places.extend(own);
                }
            }
            _ => {}
        }
        match own.join_type {
            Inner | Left | Right | Full => Rows::Of(places),
            LeftSemi | LeftAnti | LeftMark => Rows::Of(places.into_iter().filter(|at| *at < width).collect()),
            RightSemi | RightAnti | RightMark => {
                Rows::Of(places.into_iter().filter_map(|at| at.checked_sub(width)).collect())
            }
        }
    }
}

/// Of rows that come from one branch or another.
fn either(one: Rows, other: Rows) -> Rows {
    match (one, other) {
        (Rows::Common, other) | (other, Rows::Common) => other,
        (Rows::Of(one), Rows::Of(other)) => Rows::Of(one.intersection(&other).copied().collect()),
    }
}

/// Whose rows they are by expressions that take columns over.
fn taken_over(exprs: &[Expr], input: &LogicalPlan, inner: Rows) -> Rows {
    let Rows::Of(places) = inner else { return Rows::Common };
    let held = |(_, expr): &(usize, &Expr)| place(expr, input).is_some_and(|place| places.contains(&place));
    Rows::Of(exprs.iter().enumerate().filter(held).map(|(place, _)| place).collect())
}

/// The place of the column that an expression is as it stands: a cast may make one code of two.
fn place(expr: &Expr, input: &LogicalPlan) -> Option<usize> {
    match unnamed(expr) {
        Expr::Column(column) => input.schema().maybe_index_of_column(column),
        _ => None,
    }
}
