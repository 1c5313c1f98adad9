//! What a condition asks of columns that may be empty: a comparison with NULL is neither met nor failed.

use datafusion::common::Column;
use datafusion::logical_expr::expr::{Between, InList, InSubquery, Like, ScalarFunction};
use datafusion::logical_expr::{BinaryExpr, Expr, Operator};

/// How a comparison is written that is met by all values but some.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Negation {
    /// `<>`, or `=` under NOT.
    Unequal,
    /// All others: NOT IN, NOT LIKE, NOT BETWEEN, NOT before an answer.
    Other,
}

/// The columns without any of which an expression is NULL.
pub(super) fn needed(expr: &Expr) -> Vec<&Column> {
    match expr {
        Expr::Column(column) => vec![column],
        Expr::Alias(own) => needed(&own.expr),
        Expr::Cast(own) => needed(&own.expr),
        Expr::TryCast(own) => needed(&own.expr),
        Expr::Negative(inner) | Expr::Not(inner) => needed(inner),
        Expr::BinaryExpr(BinaryExpr { left, op, right }) => match op {
            Operator::And | Operator::Or | Operator::IsDistinctFrom | Operator::IsNotDistinctFrom => {
                Vec::new()
            }
            _ => [needed(left), needed(right)].concat(),
        },
        Expr::Like(Like { expr, pattern, .. }) | Expr::SimilarTo(Like { expr, pattern, .. }) => {
            [needed(expr), needed(pattern)].concat()
        }
        Expr::Between(Between { expr, low, high, .. }) => [needed(expr), needed(low), needed(high)].concat(),
        Expr::InList(InList { expr, .. }) | Expr::InSubquery(InSubquery { expr, .. }) => needed(expr),
        Expr::ScalarFunction(function) => needed_by(function),
        _ => Vec::new(),
    }
}

fn needed_by(function: &ScalarFunction) -> Vec<&Column> {
    match function.name() {
        // One that is given is enough.
        name if is_substitute(name) => Vec::new(),
        "greatest" | "least" | "concat" | "concat_ws" => Vec::new(),
        "nullif" => function.args.first().map(needed).unwrap_or_default(),
        _ => function.args.iter().flat_map(needed).collect(),
    }
}

/// Whether a function puts something in the place of what is empty.
pub(super) fn is_substitute(name: &str) -> bool {
    matches!(name, "coalesce" | "nvl" | "ifnull" | "nvl2")
}

/// A comparison that is no AND, OR or NOT of others, and whether it is met by what is chosen or by all the rest;
/// nothing where NULL meets it too, or is what it asks for.
fn comparison(expr: &Expr, negated: bool) -> Option<Option<Negation>> {
    use Operator::{Eq, Gt, GtEq, Lt, LtEq, NotEq};
    let chooses = |all_but: bool, how| Some(all_but.then_some(how));
    match expr {
        Expr::BinaryExpr(BinaryExpr { op: NotEq, .. }) => chooses(!negated, Negation::Unequal),
        Expr::BinaryExpr(BinaryExpr { op: Eq, .. }) => chooses(negated, Negation::Unequal),
        Expr::BinaryExpr(BinaryExpr { op: Lt | LtEq | Gt | GtEq, .. }) => chooses(negated, Negation::Other),
        Expr::InList(InList { negated: own, .. })
        | Expr::InSubquery(InSubquery { negated: own, .. })
        | Expr::Between(Between { negated: own, .. })
        | Expr::Like(Like { negated: own, .. })
        | Expr::SimilarTo(Like { negated: own, .. }) => chooses(*own != negated, Negation::Other),
        Expr::Column(_) | Expr::ScalarFunction(_) | Expr::Cast(_) => chooses(negated, Negation::Other),
        _ => None,
    }
}

/// The columns of comparisons in a condition that are met by all values but some, and not by NULL.
pub(super) fn negative(condition: &Expr, negated: bool) -> Vec<(&Column, Negation)> {
    match condition {
        Expr::Alias(own) => negative(&own.expr, negated),
        Expr::Not(inner) => negative(inner, !negated),
        Expr::BinaryExpr(BinaryExpr { left, op: Operator::And | Operator::Or, right }) => {
            [negative(left, negated), negative(right, negated)].concat()
        }
        leaf => match comparison(leaf, negated) {
            Some(Some(how)) => needed(leaf).into_iter().map(|column| (column, how)).collect(),
            Some(None) | None => Vec::new(),
        },
    }
}

/// Which comparisons are looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Which {
    /// Any, and IS NOT NULL.
    All,
    /// Those that are met by what is chosen.
    Positive,
}

/// Comparisons each of which a row must meet (or fail, where the condition is negated) to meet a condition, as their columns.
pub(super) fn required(condition: &Expr, negated: bool, which: Which) -> Vec<Vec<&Column>> {
    match condition {
        Expr::Alias(own) => required(&own.expr, negated, which),
        Expr::Not(inner) => required(inner, !negated, which),
        Expr::BinaryExpr(BinaryExpr { left, op: op @ (Operator::And | Operator::Or), right }) => {
            let (left, right) = (required(left, negated, which), required(right, negated, which));
            if (*op == Operator::And) != negated {
                return [left, right].concat();
            }
            // What both ask for, whichever is met.
            let stands = |column: &&Column| right.iter().flatten().any(|own| own == column);
            let both: Vec<&Column> = left.into_iter().flatten().filter(stands).collect();
            if both.is_empty() { Vec::new() } else { vec![both] }
        }
        Expr::IsNotNull(inner) if !negated && which == Which::All => vec![needed(inner)],
        Expr::IsNull(inner) if negated && which == Which::All => vec![needed(inner)],
        Expr::IsTrue(inner) if !negated => required(inner, false, which),
        Expr::IsFalse(inner) if !negated => required(inner, true, which),
        leaf => match (comparison(leaf, negated), which) {
            (Some(_), Which::All) | (Some(None), Which::Positive) => vec![needed(leaf)],
            (Some(Some(_)), Which::Positive) | (None, _) => Vec::new(),
        },
    }
}
