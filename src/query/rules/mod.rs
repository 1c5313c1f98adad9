//! What SQL may not say here, though the engine would take it.
//!
//! A KPI's text must give the same numbers on another engine and again tomorrow. Each rule refuses
//! one thing that would not, at its place and with the way out; what the tables hold is not looked at.

mod clauses;
mod expressions;
mod forms;
mod joins;
mod outputs;
mod zeros;

use std::ops::ControlFlow;

use datafusion::sql::sqlparser::ast::{
    self, Expr, LimitClause, Query, SetExpr, Spanned, TableFactor, Visit, Visitor,
};

use super::select::Select;
use crate::diagnostic::{Diagnostic, Diagnostics};

pub(crate) use expressions::{is_volatile, not_repeatable};
pub(crate) use outputs::untyped;
pub use zeros::zeros;

/// What a SQL file is for; some rules hold only where its numbers are added up.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Purpose {
    /// Lists the records of a KPI.
    Kpi,
    /// A view that others read.
    Model,
    /// A table to be shown, or the rows that break an identity: nothing is computed from it.
    Listing,
}

/// Holds a query against the rules.
pub fn check(problems: &mut Diagnostics, select: &Select, purpose: Purpose) {
    if purpose != Purpose::Listing {
        expressions::division(problems, select);
    }
    outputs::check(problems, select);
    let slot_tables = joins::slot_tables(&select.query);
    let mut walk = Walk { problems, select, dated: Vec::new(), asked: Vec::new(), slot_tables };
    let _: ControlFlow<()> = select.query.visit(&mut walk);
}

/// Sees every query, table and expression of a file once, those in subqueries too.
struct Walk<'a> {
    problems: &'a mut Diagnostics,
    select: &'a Select,
    /// The sums and functions whose result is cast to a date or compared, by where they stand in
    /// memory: equal ones may stand elsewhere without that.
    dated: Vec<*const Expr>,
    /// The queries of which EXISTS only asks whether there is a row, likewise.
    asked: Vec<*const ast::Select>,
    /// The tables of WITH that are made of `slots` alone, and `slots`.
    slot_tables: Vec<String>,
}

impl Visitor for Walk<'_> {
    type Break = ();

    fn pre_visit_query(&mut self, query: &Query) -> ControlFlow<()> {
        outputs::untyped_branches(self.problems, self.select, &query.body);
        clauses::of_query(self.problems, self.select, query);
        let limited = query.fetch.is_some()
            || matches!(&query.limit_clause, Some(LimitClause::LimitOffset { limit, offset, .. }) if limit.is_some() || offset.is_some());
        if limited && query.order_by.is_none() {
            let place = query.limit_clause.as_ref().map_or_else(|| query.span(), Spanned::span);
            self.problems.push(
                Diagnostic::error(
                    "limit-without-order",
                    self.select.place(place),
                    "which rows are kept is left to chance",
                )
                .help("add an ORDER BY that no two rows share"),
            );
        }
        ControlFlow::Continue(())
    }

    fn pre_visit_select(&mut self, select: &ast::Select) -> ControlFlow<()> {
        if !self.asked.contains(&std::ptr::from_ref(select)) {
            outputs::stars(self.problems, self.select, select);
        }
        clauses::of_select(self.problems, self.select, select);
        clauses::of_joins(self.problems, self.select, &select.from);
        forms::windows(self.problems, self.select, select);
        let conditions = select.selection.as_ref();
        joins::check(self.problems, self.select, &self.slot_tables, &select.from, conditions);
        ControlFlow::Continue(())
    }

    fn pre_visit_table_factor(&mut self, factor: &TableFactor) -> ControlFlow<()> {
        clauses::of_table(self.problems, self.select, factor);
        if let TableFactor::NestedJoin { table_with_joins, .. } = factor {
            let joined = std::slice::from_ref(table_with_joins.as_ref());
            clauses::of_joins(self.problems, self.select, joined);
            joins::check(self.problems, self.select, &self.slot_tables, joined, None);
        }
        ControlFlow::Continue(())
    }

    fn pre_visit_expr(&mut self, expr: &Expr) -> ControlFlow<()> {
        expressions::volatile(self.problems, self.select, expr);
        forms::check(self.problems, self.select, expr);
        for inner in expressions::taken_as_days(expr) {
            self.dated.extend(expressions::sums(inner).map(std::ptr::from_ref));
        }
        if let Expr::Exists { subquery, .. } = expr
            && let SetExpr::Select(select) = subquery.body.as_ref()
        {
            self.asked.push(std::ptr::from_ref(select.as_ref()));
        }
        if expressions::makes_time(expr) && !self.dated.contains(&std::ptr::from_ref(expr)) {
            self.dated.extend(expressions::sums(expr).map(std::ptr::from_ref));
            expressions::interval_without_cast(self.problems, self.select, expr);
        }
        ControlFlow::Continue(())
    }
}

#[cfg(test)]
mod tests;
