//! Rows that a query leaves out because a column is empty in them, without saying so.
//!
//! `x <> 'a'` is not met where `x` is NULL, and an inner join finds no partner for NULL: figures are lower by rows of
//! which nobody thought. A plan is read from its tables up, as [`uniqueness`](super::uniqueness) does; every column has
//! a number, and it is known which of them may be empty: those that a contract calls optional, and what an outer join
//! adds. Who compares a column with what is chosen (`x = 'a'`), or asks in the same SELECT whether it is empty, means it.

mod conditions;
mod part;
mod rows;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use datafusion::common::tree_node::{TreeNode, TreeNodeRecursion};
use datafusion::common::{Column, Result};
use datafusion::logical_expr::expr::{AggregateFunction, Case, InSubquery, WindowFunction};
use datafusion::logical_expr::{
    BinaryExpr, Distinct, Expr, Filter, Join, JoinType, LogicalPlan, Operator, SubqueryAlias, TableScan,
};
use datafusion::sql::sqlparser::tokenizer::Token;

use self::conditions::needed;
use self::part::{Found, Part, all_required, ask, choose, equate, negatives, positive, substitutes};
use self::rows::{Empty, Rows, Thing};
use super::lineage::subquery;
use super::mistake::place;
use super::select::Select;
use crate::diagnostic::Span;

pub use self::conditions::Negation;

/// Whether a row of a table may lack a column: table, column.
pub type OptionalColumns<'a> = dyn Fn(&str, &str) -> bool + Sync + 'a;

/// A condition that rows without a value do not meet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LeftOut {
    /// The column as the query may call it.
    pub column: String,
    /// The table that may lack it, and what it calls it; nothing where only an outer join leaves it empty.
    pub optional: Option<(String, String)>,
    /// What leaves the rows out.
    pub by: LeavesOut,
    /// Where it stands.
    pub place: Span,
}

/// What leaves out rows in which a column is empty.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LeavesOut {
    /// A comparison that all values meet but some.
    Comparison(Negation),
    /// The equality of an inner join.
    Join,
    /// NOT IN, of whose subquery it is the column: one empty row of it leaves out every row.
    NotIn,
}

/// Those of a plan that is not optimized yet; what its models do is theirs.
pub(super) fn left_out(
    plan: &LogicalPlan,
    select: &Select,
    models: &BTreeSet<String>,
    optional: &OptionalColumns<'_>,
) -> Result<Vec<LeftOut>> {
    let mut reading = Reading { optional, models, next: 0, inside: 0, found: Vec::new() };
    reading.part(plan)?;
    let mut told: Vec<LeftOut> = Vec::new();
    for Found { column, empty, by, .. } in reading.found {
        let place = column
            .spans
            .first()
            .map_or_else(|| named(select, &column.name), |span| place(select, Some(span)));
        let one = LeftOut { column: column.flat_name(), optional: empty.optional, by, place };
        // A table of WITH is planned each time that it is read.
        if !told.contains(&one) {
            told.push(one);
        }
    }
    Ok(told)
}

/// The last place of a name, for conditions come after what is given: what USING and HAVING compare does not know where it
/// stands.
fn named(select: &Select, name: &str) -> Span {
    let is_name = |token: &Token| matches!(token, Token::Word(word) if word.value.eq_ignore_ascii_case(name));
    let token = select.tokens.iter().rfind(|token| is_name(&token.token));
    token.map_or_else(|| select.beginning(), |token| select.place(token.span))
}

struct Reading<'a> {
    optional: &'a OptionalColumns<'a>,
    models: &'a BTreeSet<String>,
    next: usize,
    /// How many models are around what is read.
    inside: usize,
    found: Vec<Found>,
}

impl Reading<'_> {
    fn number(&mut self) -> usize {
        self.next += 1;
        self.next
    }

    /// A SELECT of its own.
    fn part(&mut self, plan: &LogicalPlan) -> Result<Rows> {
        let mut part = Part::default();
        let rows = self.read(plan, &mut part)?;
        let found = std::mem::take(&mut part.found);
        if self.inside == 0 {
            self.found.extend(found.into_iter().filter(|found| !part.is_meant(found)));
        }
        Ok(rows)
    }

    fn read(&mut self, plan: &LogicalPlan, part: &mut Part) -> Result<Rows> {
        match plan {
            LogicalPlan::TableScan(scan) => Ok(self.table(scan)),
            LogicalPlan::SubqueryAlias(own) => self.named(own, part),
            LogicalPlan::Filter(own) => self.filter(plan, own, part),
            LogicalPlan::Join(own) => self.join(plan, own, part),
            LogicalPlan::Projection(own) => self.made(plan, &own.input, &own.expr, part),
            LogicalPlan::Aggregate(own) => {
                let all = [own.group_expr.as_slice(), own.aggr_expr.as_slice()].concat();
                self.made(plan, &own.input, &all, part)
            }
            LogicalPlan::Window(own) => {
                let mut rows = self.read(&own.input, part)?;
                own.window_expr.iter().try_for_each(|expr| self.values(&own.input, &rows, expr, part))?;
                rows.columns.extend(own.window_expr.iter().map(|_| self.number()));
                Ok(rows)
            }
            LogicalPlan::Sort(own) => self.read(&own.input, part),
            LogicalPlan::Limit(own) => self.read(&own.input, part),
            LogicalPlan::Distinct(Distinct::All(input)) => self.read(input, part),
            LogicalPlan::Union(own) => self.union(&own.inputs),
            other => {
                other.inputs().into_iter().try_for_each(|input| self.part(input).map(|_| ()))?;
                Ok(self.fresh(other))
            }
        }
    }

    /// Columns of which nothing is known but that they are there.
    fn fresh(&mut self, plan: &LogicalPlan) -> Rows {
        let columns = plan.schema().fields().iter().map(|_| self.number()).collect();
        Rows { columns, empty: BTreeMap::new() }
    }

    fn table(&mut self, scan: &TableScan) -> Rows {
        let table = scan.table_name.table();
        let mut rows = Rows::default();
        for field in scan.projected_schema.fields() {
            let thing = self.number();
            rows.columns.push(thing);
            if (self.optional)(table, field.name()) {
                let optional = Some((table.to_owned(), field.name().clone()));
                rows.empty.insert(thing, Empty { optional, added: BTreeSet::new() });
            }
        }
        rows
    }

    fn named(&mut self, own: &SubqueryAlias, part: &mut Part) -> Result<Rows> {
        if matches!(own.input.as_ref(), LogicalPlan::TableScan(_) | LogicalPlan::SubqueryAlias(_)) {
            return self.read(&own.input, part);
        }
        let is_model = self.models.contains(own.alias.table());
        self.inside += usize::from(is_model);
        let rows = self.part(&own.input);
        self.inside -= usize::from(is_model);
        rows
    }

    /// Branches are SELECTs of their own; what may be empty in one of them may be so in all.
    fn union(&mut self, inputs: &[Arc<LogicalPlan>]) -> Result<Rows> {
        let branches = inputs.iter().map(|input| self.part(input)).collect::<Result<Vec<Rows>>>()?;
        let mut rows = Rows::default();
        for place in 0..branches.first().map_or(0, |first| first.columns.len()) {
            let empty = branches.iter().find_map(|branch| branch.empty.get(branch.columns.get(place)?));
            let thing = self.number();
            rows.columns.push(thing);
            rows.empty.extend(empty.map(|empty| (thing, empty.clone())));
        }
        Ok(rows)
    }

    /// Columns that expressions make of those of an input.
    fn made(
        &mut self,
        plan: &LogicalPlan,
        input: &LogicalPlan,
        all: &[Expr],
        part: &mut Part,
    ) -> Result<Rows> {
        let rows = self.read(input, part)?;
        all.iter().try_for_each(|expr| self.values(input, &rows, expr, part))?;
        if all.len() != plan.schema().fields().len() {
            return Ok(self.fresh(plan));
        }
        let mut columns = Vec::with_capacity(all.len());
        for expr in all {
            // What needs a column that may be empty may be empty for its sake.
            let things: Vec<_> = needed(expr).into_iter().filter_map(|own| rows.at(input, own)).collect();
            let plain = matches!(expr, Expr::Column(_)).then(|| things.first()).flatten();
            let kept = things.iter().find(|(_, empty)| empty.is_some()).or(plain);
            columns.push(kept.map_or_else(|| self.number(), |(thing, _)| *thing));
        }
        Ok(Rows { columns, empty: rows.empty })
    }

    fn filter(&mut self, plan: &LogicalPlan, own: &Filter, part: &mut Part) -> Result<Rows> {
        let mut rows = self.read(&own.input, part)?;
        self.condition(plan, &rows, &own.predicate, part)?;
        choose(plan, &rows, &own.predicate, part);
        if part.crossed {
            equate(plan, &rows, &own.predicate, part);
        }
        rows.have(all_required(plan, &rows, &own.predicate));
        Ok(rows)
    }

    fn join(&mut self, plan: &LogicalPlan, own: &Join, part: &mut Part) -> Result<Rows> {
        let left = self.read(&own.left, part)?;
        let right = match own.join_type {
            JoinType::Inner | JoinType::Left | JoinType::Right | JoinType::Full => {
                self.read(&own.right, part)?
            }
            // Made of EXCEPT and INTERSECT: a SELECT of its own.
            _ => {
                self.part(&own.right)?;
                return Ok(if left.columns.len() == plan.schema().fields().len() {
                    left
                } else {
                    self.fresh(plan)
                });
            }
        };
        let (before, after) = (left.columns.clone(), right.columns.clone());
        let mut rows = left.with(right);
        let equal = |(one, other): &(Expr, Expr)| one.clone().eq(other.clone());
        let conditions: Vec<Expr> = own.on.iter().map(equal).chain(own.filter.clone()).collect();
        let inner = own.join_type == JoinType::Inner;
        part.crossed |= inner && conditions.is_empty();
        for condition in &conditions {
            self.condition(plan, &rows, condition, part)?;
            if inner {
                choose(plan, &rows, condition, part);
                equate(plan, &rows, condition, part);
            }
        }
        match own.join_type {
            JoinType::Inner => {
                let things: Vec<Thing> =
                    conditions.iter().flat_map(|own| all_required(plan, &rows, own)).collect();
                rows.have(things);
            }
            JoinType::Left => rows.add(&after, self.number()),
            JoinType::Right => rows.add(&before, self.number()),
            _ => {
                rows.add(&before, self.number());
                rows.add(&after, self.number());
            }
        }
        Ok(rows)
    }

    /// Looks at a condition that decides over rows.
    fn condition(&mut self, node: &LogicalPlan, rows: &Rows, expr: &Expr, part: &mut Part) -> Result<()> {
        substitutes(node, rows, expr, part);
        part.found.extend(negatives(node, rows, expr));
        self.values(node, rows, expr, part)
    }

    /// Looks at what an expression asks for, wherever it stands: the conditions of its CASEs and FILTERs, its subqueries.
    fn values(&mut self, node: &LogicalPlan, rows: &Rows, expr: &Expr, part: &mut Part) -> Result<()> {
        expr.apply(|inner| {
            match inner {
                Expr::IsNull(own)
                | Expr::IsNotNull(own)
                | Expr::IsUnknown(own)
                | Expr::IsNotUnknown(own)
                | Expr::IsNotTrue(own)
                | Expr::IsNotFalse(own) => ask(node, rows, own, part),
                Expr::BinaryExpr(BinaryExpr {
                    left,
                    op: Operator::IsDistinctFrom | Operator::IsNotDistinctFrom,
                    right,
                }) => [left, right].into_iter().for_each(|own| ask(node, rows, own, part)),
                Expr::Case(Case { expr: None, when_then_expr, .. }) => {
                    let whens: Vec<&Expr> = when_then_expr.iter().map(|(when, _)| when.as_ref()).collect();
                    whens.iter().for_each(|when| substitutes(node, rows, when, part));
                    // One that chooses a value and then the others has thought of each.
                    let chosen: BTreeSet<Thing> = whens
                        .iter()
                        .flat_map(|when| positive(node, rows, when))
                        .map(|(thing, _)| thing)
                        .collect();
                    let found = whens.iter().flat_map(|when| negatives(node, rows, when));
                    part.found.extend(found.filter(|found| !chosen.contains(&found.thing)));
                }
                Expr::AggregateFunction(AggregateFunction { params, .. }) => {
                    part.found.extend(params.filter.iter().flat_map(|own| negatives(node, rows, own)));
                }
                Expr::WindowFunction(own) => {
                    let WindowFunction { params, .. } = own.as_ref();
                    part.found.extend(params.filter.iter().flat_map(|own| negatives(node, rows, own)));
                }
                _ => {}
            }
            if let Some(own) = subquery(inner) {
                let listed = self.part(&own.subquery)?;
                if let Expr::InSubquery(InSubquery { negated: true, .. }) = inner {
                    self.not_in(&own.subquery, &listed, part);
                }
            }
            Ok(TreeNodeRecursion::Continue)
        })
        .map(|_| ())
    }

    fn not_in(&self, plan: &LogicalPlan, listed: &Rows, part: &mut Part) {
        let Some((thing, empty)) =
            listed.columns.first().and_then(|own| Some((*own, listed.empty.get(own)?)))
        else {
            return;
        };
        let expr = match plan {
            LogicalPlan::Projection(own) => {
                own.expr.first().and_then(|expr| needed(expr).first().copied().cloned())
            }
            _ => None,
        };
        let column = expr.unwrap_or_else(|| Column::from(plan.schema().qualified_field(0)));
        let (empty, by) = (empty.clone(), LeavesOut::NotIn);
        part.found.push(Found { column, thing, empty, by, partners: BTreeSet::new() });
    }
}
