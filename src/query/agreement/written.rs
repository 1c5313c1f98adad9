//! Before types are made to fit: what the words of an expression mean by themselves.

use datafusion::arrow::datatypes::DataType;
use datafusion::common::tree_node::Transformed;
use datafusion::common::{DFSchema, DataFusionError, Result, ScalarValue};
use datafusion::functions::{string, unicode};
use datafusion::logical_expr::expr::{AggregateFunction, InList, ScalarFunction};
use datafusion::logical_expr::{
    Between, BinaryExpr, Case, Expr, ExprSchemable, Like, Operator, Union, cast, lit, when,
};

use super::refused;

pub(super) fn rewrite(expr: Expr, schema: &DFSchema) -> Result<Transformed<Expr>> {
    match expr {
        Expr::BinaryExpr(BinaryExpr { left, op: Operator::Divide, right })
            if is_number(&left, schema) && is_number(&right, schema) =>
        {
            let (left, right) = (double(*left), double(*right));
            Ok(Transformed::yes(left / right))
        }
        // What counts rows before OVER has no sign; a difference of two such has one.
        Expr::BinaryExpr(BinaryExpr {
            left,
            op: op @ (Operator::Plus | Operator::Minus | Operator::Multiply),
            right,
        }) => {
            if is_day(&left, schema) && is_long(&right, schema) && !matches!(*right, Expr::Literal(..)) {
                return Err(refused(
                    &right,
                    "one engine adds only short whole numbers to a day",
                    "write `CAST(… AS INTEGER)` around the number",
                ));
            }
            let [left, right] = [*left, *right].map(|side| Box::new(signed(side, schema)));
            Ok(Transformed::yes(Expr::BinaryExpr(BinaryExpr { left, op, right })))
        }
        Expr::BinaryExpr(BinaryExpr { left, op, right }) if compares(op) => {
            let [left, right] = compared([*left, *right], schema);
            let (left, right) = (Box::new(left), Box::new(right));
            Ok(Transformed::yes(Expr::BinaryExpr(BinaryExpr { left, op, right })))
        }
        Expr::Between(Between { expr, negated, low, high }) => {
            let [expr, low, high] = compared([*expr, *low, *high], schema).map(Box::new);
            Ok(Transformed::yes(Expr::Between(Between { expr, negated, low, high })))
        }
        Expr::InList(InList { expr, list, negated }) => {
            let mut all = compared(std::iter::once(*expr).chain(list).collect::<Vec<_>>(), schema);
            let expr = Box::new(all.remove(0));
            Ok(Transformed::yes(Expr::InList(InList { expr, list: all, negated })))
        }
        Expr::Case(case) => Ok(Transformed::yes(Expr::Case(chosen(case, schema)))),
        Expr::InSubquery(within) => {
            let given = within.subquery.subquery.schema().fields().first().map(|field| field.data_type());
            let asked = kind(&within.expr, schema);
            match (&asked, given) {
                (Some(asked), Some(given)) if mix(&[asked, given]) => Err(mixed(&within.expr)),
                _ => Ok(Transformed::no(Expr::InSubquery(within))),
            }
        }
        Expr::Like(like) => escaped(like),
        Expr::ScalarFunction(function) => scalar(function, schema),
        Expr::AggregateFunction(function) => aggregate(function, schema),
        other => Ok(Transformed::no(other)),
    }
}

/// Division gives a double on the second engine, whatever is divided; here it would give a whole
/// number, or a decimal of a few digits.
fn double(expr: Expr) -> Expr {
    cast(expr, DataType::Float64)
}

fn kind(expr: &Expr, schema: &DFSchema) -> Option<DataType> {
    expr.get_type(schema).ok()
}

fn signed(expr: Expr, schema: &DFSchema) -> Expr {
    match kind(&expr, schema) {
        Some(DataType::UInt64) => cast(expr, DataType::Int64),
        _ => expr,
    }
}

fn is_day(expr: &Expr, schema: &DFSchema) -> bool {
    kind(expr, schema) == Some(DataType::Date32)
}

fn is_long(expr: &Expr, schema: &DFSchema) -> bool {
    matches!(kind(expr, schema), Some(DataType::Int64 | DataType::UInt64))
}

fn is_number(expr: &Expr, schema: &DFSchema) -> bool {
    kind(expr, schema).is_some_and(|kind| kind.is_numeric() || kind.is_null())
}

fn compares(op: Operator) -> bool {
    matches!(
        op,
        Operator::Eq
            | Operator::NotEq
            | Operator::Lt
            | Operator::LtEq
            | Operator::Gt
            | Operator::GtEq
            | Operator::IsDistinctFrom
            | Operator::IsNotDistinctFrom
    )
}

/// A double and a decimal are compared as doubles; the engine would make decimals of both.
fn compared<T>(sides: T, schema: &DFSchema) -> T
where
    T: AsMut<[Expr]>,
{
    let mut sides = sides;
    let all = sides.as_mut();
    let kinds: Vec<Option<DataType>> = all.iter().map(|side| kind(side, schema)).collect();
    if mix(&kinds.iter().flatten().collect::<Vec<_>>()) {
        for (side, kind) in all.iter_mut().zip(kinds) {
            if kind.is_some_and(|kind| kind.is_decimal()) {
                *side = double(std::mem::take(side));
            }
        }
    }
    sides
}

fn mix(kinds: &[&DataType]) -> bool {
    kinds.iter().any(|kind| kind.is_floating()) && kinds.iter().any(|kind| kind.is_decimal())
}

/// What is said where they cannot be brought together.
pub(super) fn mixed(expr: &Expr) -> DataFusionError {
    refused(
        expr,
        "a decimal and a number with a floating point become one type, which engines choose differently",
        "write `CAST(… AS DOUBLE)` around the decimal",
    )
}

/// Whether the branches of a UNION mix them in some column.
pub(super) fn mixes_branches(union: &Union) -> bool {
    let columns = union.schema.fields().len();
    (0..columns).any(|column| {
        let branches = union.inputs.iter().filter_map(|input| input.schema().fields().get(column));
        mix(&branches.map(|field| field.data_type()).collect::<Vec<_>>())
    })
}

/// The branches of a CASE become one type, and so do what it compares.
fn chosen(case: Case, schema: &DFSchema) -> Case {
    let Case { expr, when_then_expr, else_expr } = case;
    let (whens, thens): (Vec<Expr>, Vec<Expr>) =
        when_then_expr.into_iter().map(|(when, then)| (*when, *then)).unzip();
    let has_operand = expr.is_some();
    let mut whens: Vec<Expr> = expr.map(|expr| *expr).into_iter().chain(whens).collect();
    if has_operand {
        whens = compared(whens, schema);
    }
    let count = thens.len();
    let mut thens =
        compared(thens.into_iter().chain(else_expr.map(|expr| *expr)).collect::<Vec<_>>(), schema);
    let else_expr = thens.split_off(count).pop().map(Box::new);
    let expr = has_operand.then(|| Box::new(whens.remove(0)));
    let pairs = whens.into_iter().zip(thens);
    let when_then_expr = pairs.map(|(when, then)| (Box::new(when), Box::new(then))).collect();
    Case { expr, when_then_expr, else_expr }
}

/// A backslash in a pattern is a letter like others, unless ESCAPE says so.
fn escaped(like: Like) -> Result<Transformed<Expr>> {
    let pattern = match (like.escape_char, literal(&like.pattern)) {
        (Some('\\'), _) => return Ok(Transformed::no(Expr::Like(like))),
        (escape, Some(text)) => lit(with_backslashes(text, escape)),
        (None, None) => string::expr_fn::replace(*like.pattern.clone(), lit("\\"), lit("\\\\")),
        (Some(_), None) => {
            return Err(refused(
                &like.pattern,
                "ESCAPE stands beside a pattern that is not written out",
                "write the pattern as a text in quotes, or leave ESCAPE out",
            ));
        }
    };
    let pattern = Box::new(pattern);
    Ok(Transformed::yes(Expr::Like(Like { pattern, escape_char: Some('\\'), ..like })))
}

/// The same pattern with backslashes as what escapes.
fn with_backslashes(pattern: &str, escape: Option<char>) -> String {
    let mut written = String::with_capacity(pattern.len());
    let mut letters = pattern.chars();
    while let Some(letter) = letters.next() {
        if Some(letter) == escape {
            written.push('\\');
            written.extend(letters.next());
        } else if letter == '\\' {
            written.push_str("\\\\");
        } else {
            written.push(letter);
        }
    }
    written
}

fn literal(expr: &Expr) -> Option<&str> {
    match expr {
        Expr::Literal(
            ScalarValue::Utf8(Some(text))
            | ScalarValue::Utf8View(Some(text))
            | ScalarValue::LargeUtf8(Some(text)),
            _,
        ) => Some(text),
        _ => None,
    }
}

fn scalar(mut function: ScalarFunction, schema: &DFSchema) -> Result<Transformed<Expr>> {
    let name = function.func.name().to_owned();
    match (name.as_str(), function.args.as_mut_slice()) {
        // A start before the first letter counts from the end.
        ("substr", [text, start, ..]) if !is_natural(start) => {
            let whole = cast(std::mem::take(start), DataType::Int64);
            let length = cast(unicode::expr_fn::char_length(text.clone()), DataType::Int64);
            let from_end = length + whole.clone() + lit(1_i64);
            *start = when(whole.clone().lt(lit(0_i64)), from_end).otherwise(whole)?;
            Ok(Transformed::yes(Expr::ScalarFunction(function)))
        }
        // The engine would make a double of a whole number.
        ("trunc", [number]) if kind(number, schema).is_some_and(|kind| kind.is_integer()) => {
            Ok(Transformed::yes(std::mem::take(number)))
        }
        ("trunc", [number, _]) if kind(number, schema).is_some_and(|kind| kind.is_integer()) => {
            *number = cast(std::mem::take(number), DataType::Decimal128(20, 0));
            Ok(Transformed::yes(Expr::ScalarFunction(function)))
        }
        ("coalesce" | "greatest" | "least" | "nullif" | "nvl", _) => {
            function.args = compared(function.args, schema);
            Ok(Transformed::yes(Expr::ScalarFunction(function)))
        }
        ("split_part", [_, delimiter, ..]) if literal(delimiter) == Some("") => Err(refused(
            &Expr::ScalarFunction(function.clone()),
            "`split_part` splits at nothing",
            "write `left` or `substr`, or the text to split at",
        )),
        _ => Ok(Transformed::no(Expr::ScalarFunction(function))),
    }
}

/// Whether an expression is a number written out that is not negative.
fn is_natural(expr: &Expr) -> bool {
    matches!(expr, Expr::Literal(ScalarValue::Int64(Some(number)), _) if *number >= 0)
}

fn aggregate(function: AggregateFunction, schema: &DFSchema) -> Result<Transformed<Expr>> {
    let expr = Expr::AggregateFunction(function.clone());
    if function.func.name() == "percentile_cont" {
        let params = function.params;
        let ordered = params.order_by.iter().map(|order| &order.expr);
        if ordered
            .chain(params.args.first())
            .any(|expr| kind(expr, schema).is_some_and(|kind| kind.is_decimal()))
        {
            return Err(refused(
                &expr,
                "a percentile between two decimals is cut to their digits by one engine",
                "write `CAST(… AS DOUBLE)` around what is ordered",
            ));
        }
    }
    Ok(Transformed::no(expr))
}
