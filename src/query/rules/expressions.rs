//! Expressions that engines compute differently, or differently tomorrow.

use datafusion::sql::sqlparser::ast::{BinaryOperator, DataType, Expr, Spanned};
use datafusion::sql::sqlparser::tokenizer::Token;

use crate::diagnostic::{Diagnostic, Diagnostics, Span};
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
        problems.push(not_repeatable(select.place(function.name.span()), &name));
    }
}

/// What is said of a function that is not repeatable.
pub(crate) fn not_repeatable(place: Span, name: &str) -> Diagnostic {
    Diagnostic::error("volatile-function", place, format!("`{name}` gives another answer another day"))
        .help("join `slots` and use its `last_day`: the last one is the data date")
}

/// Whether a function is one that queries may not call.
pub(crate) fn is_volatile(name: &str) -> bool {
    VOLATILE.contains(&name)
}

/// What an expression casts to a date or compares: there a day and a moment at its beginning are one.
pub(super) fn taken_as_days(expr: &Expr) -> Vec<&Expr> {
    use BinaryOperator::{Eq, Gt, GtEq, Lt, LtEq, NotEq};
    match expr {
        Expr::Cast { expr, data_type: DataType::Date, .. } => vec![expr],
        Expr::BinaryOp { left, op: Eq | NotEq | Lt | LtEq | Gt | GtEq, right } => vec![left, right],
        Expr::Between { expr, low, high, .. } => vec![expr, low, high],
        _ => Vec::new(),
    }
}

/// A sum and the sums that it begins with: `d + a - b` and `d + a`.
pub(super) fn sums(expr: &Expr) -> impl Iterator<Item = &Expr> {
    std::iter::successors(Some(bare(expr)), |sum| match sum {
        Expr::BinaryOp { left, op: BinaryOperator::Plus | BinaryOperator::Minus, .. } => Some(bare(left)),
        _ => None,
    })
}

/// Whether an expression makes a moment of a day: it adds an interval, or takes one away, or cuts the
/// day to the beginning of its month.
pub(super) fn makes_time(expr: &Expr) -> bool {
    match expr {
        Expr::Function(function) => function.name.to_string().eq_ignore_ascii_case("date_trunc"),
        _ => adds_interval(expr),
    }
}

fn adds_interval(expr: &Expr) -> bool {
    match expr {
        Expr::BinaryOp { left, op: BinaryOperator::Plus | BinaryOperator::Minus, right } => {
            is_interval(left) || is_interval(right) || adds_interval(bare(left))
        }
        _ => false,
    }
}

/// Refuses a date with an interval that is neither compared nor made a date again.
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
