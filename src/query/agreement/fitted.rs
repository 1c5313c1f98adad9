//! After types have been made to fit: arithmetic that does not wrap or lose a rest, and conversions.

use datafusion::arrow::datatypes::DataType;
use datafusion::common::tree_node::Transformed;
use datafusion::common::{DataFusionError, Result, ScalarValue};
use datafusion::functions::math;
use datafusion::logical_expr::expr::{Cast, InSubquery, TryCast};
use datafusion::logical_expr::{BinaryExpr, Expr, Operator, cast};

use super::{Types, refused};
use crate::query::days;
use crate::query::kept::{kept, kept_beside};

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
        // A day has no hours to add to.
        Expr::BinaryExpr(BinaryExpr { left, op: op @ (Operator::Plus | Operator::Minus), right })
            if [&left, &right].iter().any(|side| has_hours(side)) =>
        {
            if types.of(&left)? == DataType::Date32 || types.of(&right)? == DataType::Date32 {
                return Err(refused(
                    &Expr::BinaryExpr(BinaryExpr { left, op, right }),
                    "a day and hours make a day in one engine and a time in another",
                    "write whole days, `INTERVAL '1' DAY`",
                ));
            }
            Ok(Transformed::no(Expr::BinaryExpr(BinaryExpr { left, op, right })))
        }
        // The engine takes the rest of a division by 1 for 0, which it is of whole numbers only.
        Expr::BinaryExpr(BinaryExpr { left, op: Operator::Modulo, right })
            if types.of(&left)?.is_decimal() && !right.any_column_refs() =>
        {
            let left = Box::new(kept(*left));
            Ok(Transformed::yes(Expr::BinaryExpr(BinaryExpr { left, op: Operator::Modulo, right })))
        }
        Expr::InSubquery(own) if !is_column(&own.expr) => {
            let column = own.expr.column_refs().into_iter().min().cloned();
            let Some(column) = column else { return Ok(Transformed::no(Expr::InSubquery(own))) };
            let expr = Box::new(kept_beside(*own.expr, column));
            Ok(Transformed::yes(Expr::InSubquery(InSubquery { expr, ..own })))
        }
        Expr::Cast(Cast { expr, field }) => {
            let from = types.of(&expr)?;
            let to = field.data_type();
            if !from.is_null() {
                refuse(&expr, &from, to)?;
            }
            if from.is_string() && *to == DataType::Date32 {
                return Ok(Transformed::yes(match literal(&expr) {
                    Some(text) => Expr::Literal(ScalarValue::Date32(Some(written_day(text)?)), None),
                    None => days::day(*expr),
                }));
            }
            // Beside a comparison the engine would take the cast away, though it rounds.
            if scale(&from).zip(scale(to)).is_some_and(|(from, to)| to < from) {
                return Ok(Transformed::yes(kept(Expr::Cast(Cast { expr, field }))));
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
                return Ok(Transformed::yes(kept(Expr::TryCast(TryCast { expr, field }))));
            }
            // Likewise, though it may give nothing.
            Ok(Transformed::yes(kept(Expr::TryCast(TryCast { expr, field }))))
        }
        other => Ok(Transformed::no(other)),
    }
}

/// Whether an expression is a column, perhaps of another type.
fn is_column(expr: &Expr) -> bool {
    match expr {
        Expr::Cast(own) => is_column(&own.expr),
        other => matches!(other, Expr::Column(_)),
    }
}

fn is_integer(expr: &Expr, types: &Types) -> Result<bool> {
    Ok(types.of(expr)?.is_integer())
}

/// How many digits a decimal has after its mark.
fn scale(kind: &DataType) -> Option<i8> {
    match kind {
        DataType::Decimal128(_, scale) => Some(*scale),
        _ => None,
    }
}

fn literal(expr: &Expr) -> Option<&str> {
    match expr {
        Expr::Literal(value, _) => value.try_as_str().flatten(),
        _ => None,
    }
}

/// A day that is written out.
fn written_day(text: &str) -> Result<i32> {
    let wrong =
        || DataFusionError::Plan(format!("'{text}' is no day like `2024-05-31`, without hours after it"));
    days::read(text).ok_or_else(wrong)
}

/// Whether an expression is an interval with less than whole days in it.
fn has_hours(expr: &Expr) -> bool {
    match expr {
        Expr::Literal(ScalarValue::IntervalMonthDayNano(Some(own)), _) => own.nanoseconds != 0,
        Expr::Literal(ScalarValue::IntervalDayTime(Some(own)), _) => own.milliseconds != 0,
        Expr::Cast(Cast { expr, field }) => match expr.as_ref() {
            Expr::Literal(text, _) if literal(expr).is_some() => {
                text.cast_to(field.data_type()).is_ok_and(|own| has_hours(&Expr::Literal(own, None)))
            }
            _ => false,
        },
        Expr::Negative(inner) => has_hours(inner),
        _ => false,
    }
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
    if from.is_string() {
        text_into(expr, to)?;
    }
    if from.is_numeric() && *to == DataType::Date32 {
        return Err(refused(
            expr,
            "a number is no day to one of the engines",
            "write a day, `DATE '2024-05-31'`, or compare `later - earlier` with the number",
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

/// Refuses what engines read differently in a text.
fn text_into(expr: &Expr, to: &DataType) -> Result<()> {
    let written = literal(expr);
    match to {
        // A moment with an offset is moved to another zone by one engine, and its day with it.
        DataType::Timestamp(..) if !written.is_some_and(is_plain_moment) => Err(refused(
            expr,
            "engines read a moment in a text in different ways",
            "write `CAST(left(…, 10) AS DATE)`, or `TIMESTAMP '2024-05-31 12:00:00'`",
        )),
        DataType::Boolean
            if !written.is_some_and(|text| {
                ["true", "false", "t", "f", "1", "0"].contains(&text.to_lowercase().as_str())
            }) =>
        {
            Err(refused(expr, "engines take different words for yes and no", "write `… = 'true'`"))
        }
        DataType::Time32(_) | DataType::Time64(_) => Err(refused(
            expr,
            "engines read a time in a text in different ways",
            "keep it a text, or take days",
        )),
        DataType::Interval(_) if written.is_none_or(|text| text.contains('.')) => Err(refused(
            expr,
            "engines read an interval in a text in different ways",
            "write it out: `INTERVAL '1' DAY`",
        )),
        _ => Ok(()),
    }
}

/// Whether a text is a day, perhaps with hours, minutes and seconds after it, and without a zone.
fn is_plain_moment(text: &str) -> bool {
    let (day, time) = text.split_once([' ', 'T']).unwrap_or((text, "00:00:00"));
    let parts: Vec<&str> = time.split(':').collect();
    let is_pair = |part: &&str| part.len() == 2 && part.bytes().all(|digit| digit.is_ascii_digit());
    day.len() == 10 && days::read(day).is_some() && parts.len() == 3 && parts.iter().all(is_pair)
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
