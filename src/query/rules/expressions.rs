//! Expressions that engines compute differently, or differently tomorrow.

use datafusion::sql::sqlparser::ast::{BinaryOperator, DataType, Expr, Spanned};
use datafusion::sql::sqlparser::tokenizer::Token;

use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::query::select::{Select, folded};

/// Functions whose answer depends on when, where or how often they are asked.
const VOLATILE: &[&str] = &[
    "clock_timestamp",
    "currval",
    "current_catalog",
    "current_database",
    "current_date",
    "current_role",
    "current_schema",
    "current_setting",
    "current_time",
    "current_timestamp",
    "current_user",
    "file_row_index",
    "gen_random_uuid",
    "get_current_time",
    "get_current_timestamp",
    "getdate",
    "getenv",
    "input_file_name",
    "localtime",
    "localtimestamp",
    "nextval",
    "now",
    "rand",
    "random",
    "session_user",
    "setseed",
    "statement_timestamp",
    "sysdate",
    "today",
    "transaction_timestamp",
    "txid_current",
    "user",
    "uuid",
    "uuidv4",
    "uuidv7",
    "version",
];

/// Refuses `/`: engines disagree on what it makes of two integers, and of a decimal.
pub(super) fn division(problems: &mut Diagnostics, select: &Select) {
    let mut after_division = false;
    for token in &select.tokens {
        let divides = matches!(token.token, Token::Div | Token::DuckIntDiv);
        // `//` is one mistake, not two.
        if divides && !after_division {
            problems.push(
                Diagnostic::error("division", select.place(token.span), "a query does not divide")
                    .label("engines round this differently")
                    .help("list the records in two value columns, `numerator` and `denominator`: the program divides their sums"),
            );
        }
        after_division = divides;
    }
}

/// Refuses functions that are not repeatable.
pub(super) fn volatile(problems: &mut Diagnostics, select: &Select, expr: &Expr) {
    let Expr::Function(function) = expr else { return };
    let Some(name) = function.name.0.last().and_then(|part| part.as_ident()).map(folded) else { return };
    if is_volatile(&name) {
        let message = format!("`{name}` gives another answer another day");
        problems.push(
            Diagnostic::error("volatile-function", select.place(function.name.span()), message)
                .help("join `slots` and use its `last_day`: the last one is the data date"),
        );
    }
}

/// Whether a function is one that queries may not call.
pub(super) fn is_volatile(name: &str) -> bool {
    VOLATILE.contains(&name)
}

/// What is cast to a date, where an expression does that.
pub(super) fn cast_to_date(expr: &Expr) -> Option<&Expr> {
    match expr {
        Expr::Cast { expr, data_type: DataType::Date, .. } => Some(expr),
        _ => None,
    }
}

/// A sum and the sums that it begins with: `d + a - b` and `d + a`.
pub(super) fn sums(expr: &Expr) -> impl Iterator<Item = &Expr> {
    std::iter::successors(Some(bare(expr)), |sum| match sum {
        Expr::BinaryOp { left, op: BinaryOperator::Plus | BinaryOperator::Minus, .. } => Some(bare(left)),
        _ => None,
    })
}

/// Whether an expression adds an interval to something, or takes one from it.
pub(super) fn adds_interval(expr: &Expr) -> bool {
    match expr {
        Expr::BinaryOp { left, op: BinaryOperator::Plus | BinaryOperator::Minus, right } => {
            is_interval(left) || is_interval(right) || adds_interval(bare(left))
        }
        _ => false,
    }
}

/// Refuses a date with an interval that is not made a date again.
pub(super) fn interval_without_cast(problems: &mut Diagnostics, select: &Select, expr: &Expr) {
    let message = "a date and an interval make a date in one engine and a time in another";
    problems.push(
        Diagnostic::error("interval-without-cast", select.place(expr.span()), message)
            .help("write `CAST(… AS DATE)` around it"),
    );
}

fn is_interval(expr: &Expr) -> bool {
    match bare(expr) {
        Expr::Interval(_) => true,
        Expr::Cast { data_type: DataType::Interval { .. }, .. } => true,
        Expr::BinaryOp { left, op: BinaryOperator::Multiply, right } => {
            is_interval(left) || is_interval(right)
        }
        _ => false,
    }
}

fn bare(expr: &Expr) -> &Expr {
    match expr {
        Expr::Nested(inner) => bare(inner),
        other => other,
    }
}
