//! Joins: every one has an equality, but for those to the small table `slots` and to periods made of `calendar`.
//!
//! A join by ranges alone compares each row with each row; the engine cannot stop such a join once
//! it runs, and it is almost always a condition that was forgotten.

use std::collections::BTreeSet;
use std::ops::ControlFlow;

use datafusion::sql::sqlparser::ast::{
    BinaryOperator, Expr, GroupByExpr, JoinConstraint, JoinOperator, Query, SetExpr, Spanned, TableAlias,
    TableFactor, TableWithJoins, visit_expressions,
};

use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::query::select::{Select, folded, relation_name};

/// The one table that any other may be joined to by a range.
const SLOTS: &str = "slots";

/// Its days are many; grouped into months or years they are few.
const CALENDAR: &str = "calendar";

/// `slots`, `calendar` where that is what it says, and the tables of a query's WITH that are made of them alone.
pub(super) fn slot_tables(query: &Query) -> Vec<String> {
    let mut found = vec![SLOTS.to_owned(), CALENDAR.to_owned()];
    for table in query.with.iter().flat_map(|with| &with.cte_tables) {
        let name = folded(&table.alias.name);
        found.retain(|known| *known != name);
        if made_of_slots(&table.query, &found) {
            found.push(name);
        }
    }
    found
}

/// Looks at the tables of one FROM in the order in which they are joined.
pub(super) fn check(
    problems: &mut Diagnostics,
    select: &Select,
    slot_tables: &[String],
    from: &[TableWithJoins],
    conditions: Option<&Expr>,
) {
    let mut left_is_small = true;
    for (index, item) in from.iter().enumerate() {
        let small = is_small(&item.relation, slot_tables);
        let joined = || item.joins.iter().map(|join| &join.relation).chain([&item.relation]).flat_map(names);
        let is_equated = || conditions.is_some_and(|conditions| equates(conditions, &joined().collect()));
        if index > 0 && !small && !left_is_small && !is_equated() {
            let message = "tables are listed with a comma, which joins each row to each row";
            problems.push(refused(select, &item.relation, message));
        }
        left_is_small &= small;
        for join in &item.joins {
            let small = is_small(&join.relation, slot_tables);
            if !small && !left_is_small && !has_equality(&join.join_operator, &join.relation) {
                problems.push(refused(select, &join.relation, "the join has no equality"));
            }
            left_is_small &= small;
        }
    }
}

fn refused(select: &Select, relation: &TableFactor, message: &str) -> Diagnostic {
    Diagnostic::error("join-without-equality", select.place(relation.span()), message)
        .help("write `JOIN … ON a.column = b.column`, and further conditions after AND; only `slots`, and periods that this file groups from `calendar`, are joined by a range or with CROSS JOIN")
}

fn is_small(relation: &TableFactor, slot_tables: &[String]) -> bool {
    match relation {
        TableFactor::Table { name, args: None, .. } => {
            relation_name(name).is_some_and(|name| name != CALENDAR && slot_tables.contains(&name))
        }
        TableFactor::Derived { subquery, .. } => made_of_slots(subquery, slot_tables),
        TableFactor::NestedJoin { table_with_joins, .. } => of_slots(table_with_joins, slot_tables),
        _ => false,
    }
}

fn made_of_slots(query: &Query, slot_tables: &[String]) -> bool {
    match query.body.as_ref() {
        SetExpr::Select(select) => {
            query.with.is_none()
                && !select.from.is_empty()
                && (select.from.iter().all(|item| of_slots(item, slot_tables))
                    || groups_calendar(select, slot_tables))
        }
        SetExpr::Query(inner) => made_of_slots(inner, slot_tables),
        SetExpr::SetOperation { .. }
        | SetExpr::Values(_)
        | SetExpr::Insert(_)
        | SetExpr::Update(_)
        | SetExpr::Delete(_)
        | SetExpr::Merge(_)
        | SetExpr::Table(_) => false,
    }
}

/// Whether a SELECT makes fewer rows of `calendar` alone.
fn groups_calendar(select: &datafusion::sql::sqlparser::ast::Select, slot_tables: &[String]) -> bool {
    let grouped = match &select.group_by {
        GroupByExpr::All(_) => true,
        GroupByExpr::Expressions(by, _) => !by.is_empty(),
    };
    let [only] = select.from.as_slice() else { return false };
    let is_calendar = match &only.relation {
        TableFactor::Table { name, args: None, .. } => relation_name(name).as_deref() == Some(CALENDAR),
        _ => false,
    };
    let known = slot_tables.iter().any(|name| name == CALENDAR);
    is_calendar && known && only.joins.is_empty() && (grouped || select.distinct.is_some())
}

fn of_slots(item: &TableWithJoins, slot_tables: &[String]) -> bool {
    is_small(&item.relation, slot_tables)
        && item.joins.iter().all(|join| is_small(&join.relation, slot_tables))
}

fn has_equality(operator: &JoinOperator, relation: &TableFactor) -> bool {
    match operator {
        JoinOperator::Join(constraint)
        | JoinOperator::Inner(constraint)
        | JoinOperator::Left(constraint)
        | JoinOperator::LeftOuter(constraint)
        | JoinOperator::Right(constraint)
        | JoinOperator::RightOuter(constraint)
        | JoinOperator::FullOuter(constraint)
        | JoinOperator::Semi(constraint)
        | JoinOperator::LeftSemi(constraint)
        | JoinOperator::RightSemi(constraint)
        | JoinOperator::Anti(constraint)
        | JoinOperator::LeftAnti(constraint)
        | JoinOperator::RightAnti(constraint)
        | JoinOperator::StraightJoin(constraint)
        | JoinOperator::CrossJoin(constraint)
        | JoinOperator::AsOf { constraint, .. } => match constraint {
            JoinConstraint::On(condition) => equates(condition, &names(relation)),
            JoinConstraint::Using(columns) => !columns.is_empty(),
            // What a natural join compares changes when a column is added; with no column in
            // common it compares nothing.
            JoinConstraint::Natural | JoinConstraint::None => false,
        },
        JoinOperator::CrossApply
        | JoinOperator::OuterApply
        | JoinOperator::ArrayJoin
        | JoinOperator::LeftArrayJoin
        | JoinOperator::InnerArrayJoin => false,
    }
}

/// Whether one of the conditions that all must hold equates the joined table with what is left of it.
fn equates(condition: &Expr, joined: &BTreeSet<String>) -> bool {
    !equalities(condition, joined).is_empty()
}

/// The equalities that hold wherever the condition does, as they are written: of alternatives those
/// that each of them has.
fn equalities(condition: &Expr, joined: &BTreeSet<String>) -> BTreeSet<String> {
    match condition {
        Expr::Nested(inner) => equalities(inner, joined),
        Expr::BinaryOp { left, op: BinaryOperator::And, right } => {
            &equalities(left, joined) | &equalities(right, joined)
        }
        Expr::BinaryOp { left, op: BinaryOperator::Or, right } => {
            &equalities(left, joined) & &equalities(right, joined)
        }
        Expr::BinaryOp { left, op: BinaryOperator::Eq, right } | Expr::IsNotDistinctFrom(left, right) => {
            let (sides, others) = (Sides::of(left, joined), Sides::of(right, joined));
            let is_between =
                sides.only_joined() && others.only_others() || sides.only_others() && others.only_joined();
            is_between.then(|| condition.to_string()).into_iter().collect()
        }
        _ => BTreeSet::new(),
    }
}

/// Which tables an expression's columns are of; a column without a table may be of either.
struct Sides {
    joined: bool,
    others: bool,
    unknown: bool,
}

impl Sides {
    fn of(expr: &Expr, names: &BTreeSet<String>) -> Self {
        let mut sides = Self { joined: false, others: false, unknown: false };
        let _: ControlFlow<()> = visit_expressions(expr, |part| {
            match part {
                Expr::Identifier(_) => sides.unknown = true,
                Expr::CompoundIdentifier(path) => {
                    let table = path.len().checked_sub(2).and_then(|at| path.get(at)).map(folded);
                    match table.is_some_and(|table| names.contains(&table)) {
                        true => sides.joined = true,
                        false => sides.others = true,
                    }
                }
                _ => {}
            }
            ControlFlow::Continue(())
        });
        sides
    }

    fn only_joined(&self) -> bool {
        !self.others && (self.joined || self.unknown)
    }

    fn only_others(&self) -> bool {
        !self.joined && (self.others || self.unknown)
    }
}

/// What the columns of a joined table are called by.
fn names(relation: &TableFactor) -> BTreeSet<String> {
    let alias = |alias: &Option<TableAlias>| alias.as_ref().map(|alias| folded(&alias.name));
    match relation {
        TableFactor::Table { name, alias: given, .. } => {
            alias(given).or_else(|| relation_name(name)).into_iter().collect()
        }
        TableFactor::Derived { alias: given, .. } => alias(given).into_iter().collect(),
        TableFactor::NestedJoin { table_with_joins, alias: given } => match alias(given) {
            Some(name) => BTreeSet::from([name]),
            None => {
                let joined = table_with_joins.joins.iter().map(|join| &join.relation);
                std::iter::once(&table_with_joins.relation).chain(joined).flat_map(names).collect()
            }
        },
        _ => BTreeSet::new(),
    }
}
