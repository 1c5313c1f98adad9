//! After types have been made to fit: arithmetic that does not wrap, and conversions.

use datafusion::arrow::datatypes::DataType;
use datafusion::common::Result;
use datafusion::common::tree_node::Transformed;
use datafusion::functions::math;
use datafusion::logical_expr::expr::{Cast, TryCast};
use datafusion::logical_expr::{BinaryExpr, Expr, Operator, cast};

use super::{Types, refused};

/// A whole number of 64 bits, with a sign or without, in decimal digits.
const WHOLE: DataType = DataType::Decimal128(20, 0);

pub(super) fn rewrite(expr: Expr, types: &Types) -> Result<Transformed<Expr>> {
    match expr {
        Expr::BinaryExpr(BinaryExpr {
            left,
            op: op @ (Operator::Plus | Operator::Minus | Operator::Multiply),
            right,
        }) if is_integer(&left, types)? && is_integer(&right, types)? => {
            let kind = types.of(&left)?;
            let (left, right) = (Box::new(cast(*left, WHOLE)), Box::new(cast(*right, WHOLE)));
            let wide = Expr::BinaryExpr(BinaryExpr { left, op, right });
            Ok(Transformed::yes(cast(wide, kind)))
        }
        Expr::Cast(Cast { expr, field }) => {
            let from = types.of(&expr)?;
            let to = field.data_type();
            if !from.is_null() {
                refuse(&expr, &from, to)?;
            }
            // Half a whole number is rounded away from zero.
            if matches!(from, DataType::Decimal128(_, scale) if scale > 0) && to.is_integer() {
                let expr = Box::new(math::expr_fn::round(vec![*expr]));
                return Ok(Transformed::yes(Expr::Cast(Cast { expr, field })));
            }
            Ok(Transformed::no(Expr::Cast(Cast { expr, field })))
        }
        Expr::TryCast(TryCast { expr, field }) => {
            let from = types.of(&expr)?;
            refuse(&expr, &from, field.data_type())?;
            if from.is_string() {
                return Err(refused(
                    &expr,
                    "engines do not agree on which texts TRY_CAST can read",
                    "write `CAST`, which fails where a text cannot be read",
                ));
            }
            if matches!(from, DataType::Decimal128(_, scale) if scale > 0) && field.data_type().is_integer() {
                let expr = Box::new(math::expr_fn::round(vec![*expr]));
                return Ok(Transformed::yes(Expr::TryCast(TryCast { expr, field })));
            }
            Ok(Transformed::no(Expr::TryCast(TryCast { expr, field })))
        }
        other => Ok(Transformed::no(other)),
    }
}

fn is_integer(expr: &Expr, types: &Types) -> Result<bool> {
    Ok(types.of(expr)?.is_integer())
}

/// Refuses conversions whose result is another one on another engine.
fn refuse(expr: &Expr, from: &DataType, to: &DataType) -> Result<()> {
    if from.is_floating() && to.is_integer() && !is_rounded(expr) {
        return Err(refused(
            expr,
            "a number with a floating point becomes a whole one by rounding in one engine and by cutting in another",
            "write `CAST(round(…) AS BIGINT)`, or `trunc`, `floor`, `ceil` in place of `round`",
        ));
    }
    if from.is_floating() && to.is_string() {
        return Err(refused(
            expr,
            "engines write a number with a floating point in different ways",
            "write `CAST(… AS DECIMAL(38, 6))` around it first",
        ));
    }
    if from.is_temporal() && *from != DataType::Date32 && to.is_string() {
        return Err(refused(
            expr,
            "engines write a time in different ways",
            "write `CAST(… AS DATE)` around it first",
        ));
    }
    if *from == DataType::Date32 && to.is_numeric() {
        return Err(refused(
            expr,
            "a date is no number to one of the engines",
            "take a date from it: `later - earlier` counts days",
        ));
    }
    Ok(())
}

/// Whether an expression says how it becomes a whole number.
fn is_rounded(expr: &Expr) -> bool {
    match expr {
        Expr::ScalarFunction(function) => {
            matches!(function.func.name(), "round" | "trunc" | "floor" | "ceil") && function.args.len() == 1
        }
        Expr::Cast(Cast { expr, .. }) => is_rounded(expr),
        Expr::Alias(alias) => is_rounded(&alias.expr),
        _ => false,
    }
}
