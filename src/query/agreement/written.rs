//! Before types are made to fit: what the words of an expression mean by themselves.

use datafusion::arrow::datatypes::DataType;
use datafusion::common::tree_node::Transformed;
use datafusion::common::{DataFusionError, Result, ScalarValue};
use datafusion::functions::{string, unicode};
use datafusion::logical_expr::expr::{AggregateFunction, InList, ScalarFunction};
use datafusion::logical_expr::type_coercion::other::get_coerce_type_for_case_expression;
use datafusion::logical_expr::{Between, BinaryExpr, Case, Expr, Like, Operator, Union, cast, lit, when};

use super::look::{compares, kind, literal};
use super::{Types, natures, refused};

pub(super) fn rewrite(expr: Expr, types: &Types) -> Result<Transformed<Expr>> {
    natures::check(&expr, types)?;
    match expr {
        Expr::BinaryExpr(BinaryExpr { left, op: Operator::Divide, right })
            if is_number(&left, types) && is_number(&right, types) =>
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
            if is_day(&left, types) && is_long(&right, types) && !matches!(*right, Expr::Literal(..)) {
                return Err(refused(
                    &right,
                    "one engine adds only short whole numbers to a day",
                    "write `CAST(… AS INTEGER)` around the number",
                ));
            }
            let unsigned = [&left, &right].map(|side| kind(side, types) == Some(DataType::UInt64));
            let [left, right] = [(left, unsigned[0]), (right, unsigned[1])].map(signed);
            let sum = Expr::BinaryExpr(BinaryExpr { left, op, right });
            Ok(Transformed::new_transformed(sum, unsigned.contains(&true)))
        }
        Expr::BinaryExpr(BinaryExpr { left, op, right }) if compares(op) => compared([*left, *right], types)
            .map_data(|sides| {
                let [left, right] = sides.map(Box::new);
                Ok(Expr::BinaryExpr(BinaryExpr { left, op, right }))
            }),
        Expr::Between(Between { expr, negated, low, high }) => compared([*expr, *low, *high], types)
            .map_data(|sides| {
                let [expr, low, high] = sides.map(Box::new);
                Ok(Expr::Between(Between { expr, negated, low, high }))
            }),
        Expr::InList(InList { expr, mut list, negated }) => {
            list.insert(0, *expr);
            compared(list, types).map_data(|mut list| {
                let expr = Box::new(list.remove(0));
                Ok(Expr::InList(InList { expr, list, negated }))
            })
        }
        Expr::Case(case) => chosen(case, types),
        Expr::InSubquery(within) => {
            let given = within.subquery.subquery.schema().fields().first().map(|field| field.data_type());
            let asked = kind(&within.expr, types);
            match (&asked, given) {
                (Some(asked), Some(given)) if mix(&[asked, given]) => Err(mixed(&within.expr)),
                _ => Ok(Transformed::no(Expr::InSubquery(within))),
            }
        }
        Expr::Like(like) => escaped(like),
        Expr::ScalarFunction(function) => scalar(function, types),
        Expr::AggregateFunction(function) => aggregate(function, types),
        other => Ok(Transformed::no(other)),
    }
}

/// Division gives a double on the second engine, whatever is divided; here it would give a whole
/// number, or a decimal of a few digits.
fn double(expr: Expr) -> Expr {
    cast(expr, DataType::Float64)
}

fn signed((expr, is_unsigned): (Box<Expr>, bool)) -> Box<Expr> {
    if is_unsigned { Box::new(cast(*expr, DataType::Int64)) } else { expr }
}

fn is_day(expr: &Expr, types: &Types) -> bool {
    kind(expr, types) == Some(DataType::Date32)
}

fn is_long(expr: &Expr, types: &Types) -> bool {
    matches!(kind(expr, types), Some(DataType::Int64 | DataType::UInt64))
}

fn is_number(expr: &Expr, types: &Types) -> bool {
    kind(expr, types).is_some_and(|kind| kind.is_numeric() || kind.is_null())
}

/// A double and a decimal are compared as doubles; the engine would make decimals of both.
fn compared<T: AsMut<[Expr]>>(mut sides: T, types: &Types) -> Transformed<T> {
    let all = sides.as_mut();
    let kinds: Vec<Option<DataType>> = all.iter().map(|side| kind(side, types)).collect();
    let mixed = mix(&kinds.iter().flatten().collect::<Vec<_>>());
    let decimals =
        all.iter_mut().zip(&kinds).filter(|(_, kind)| kind.as_ref().is_some_and(DataType::is_decimal));
    for (side, _) in decimals.filter(|_| mixed) {
        *side = double(std::mem::take(side));
    }
    Transformed::new_transformed(sides, mixed)
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

/// The branches of a CASE become one type, and so does what it compares.
fn chosen(case: Case, types: &Types) -> Result<Transformed<Expr>> {
    let Case { expr, when_then_expr, else_expr } = case;
    let (whens, mut thens): (Vec<Expr>, Vec<Expr>) =
        when_then_expr.into_iter().map(|(when, then)| (*when, *then)).unzip();
    let whens = match expr {
        Some(operand) => compared(std::iter::once(*operand).chain(whens).collect(), types)
            .update_data(|mut all: Vec<Expr>| (Some(Box::new(all.remove(0))), all)),
        None => Transformed::no((None, whens)),
    };
    let branches = thens.len();
    thens.extend(else_expr.map(|expr| *expr));
    let thens = compared(thens, types).transform_data(|thens| Ok(alike(thens, types)))?;
    let changed = whens.transformed || thens.transformed;
    let ((expr, whens), mut thens) = (whens.data, thens.data);
    let else_expr = thens.split_off(branches).pop().map(Box::new);
    let pairs = whens.into_iter().zip(thens);
    let when_then_expr = pairs.map(|(when, then)| (Box::new(when), Box::new(then))).collect();
    Ok(Transformed::new_transformed(Expr::Case(Case { expr, when_then_expr, else_expr }), changed))
}

/// Numbers of several types as those of the one that the engine would choose later: by then it is asked
/// for the type of what they are part of, and would say that of the first.
fn alike(values: Vec<Expr>, types: &Types) -> Transformed<Vec<Expr>> {
    let kinds: Vec<DataType> = values.iter().filter_map(|value| kind(value, types)).collect();
    let are_numbers =
        kinds.len() == values.len() && kinds.iter().all(|kind| kind.is_numeric() || kind.is_null());
    let differ = kinds.iter().any(|kind| Some(kind) != kinds.first());
    match get_coerce_type_for_case_expression(&kinds, None) {
        Some(common) if are_numbers && differ => {
            let all = values.into_iter().zip(&kinds);
            let made =
                all.map(|(value, kind)| if *kind == common { value } else { cast(value, common.clone()) });
            Transformed::yes(made.collect())
        }
        Some(_) | None => Transformed::no(values),
    }
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

fn scalar(mut function: ScalarFunction, types: &Types) -> Result<Transformed<Expr>> {
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
        // All blanks are taken off, not one of them only.
        ("btrim" | "ltrim" | "rtrim", [_]) => {
            function.args.push(lit(BLANKS));
            Ok(Transformed::yes(Expr::ScalarFunction(function)))
        }
        // Of what type the result is depends on the number, which must not become a cast.
        ("round", [_, places]) => {
            let written = written_whole(places).and_then(|places| i32::try_from(places).ok());
            if let Some(own) = written {
                *places = lit(own);
            }
            Ok(Transformed::new_transformed(Expr::ScalarFunction(function), written.is_some()))
        }
        // The engine would make a double of a whole number.
        ("trunc", [number]) if kind(number, types).is_some_and(|kind| kind.is_integer()) => {
            Ok(Transformed::yes(std::mem::take(number)))
        }
        ("trunc", [number, _]) if kind(number, types).is_some_and(|kind| kind.is_integer()) => {
            *number = cast(std::mem::take(number), DataType::Decimal128(20, 0));
            Ok(Transformed::yes(Expr::ScalarFunction(function)))
        }
        ("coalesce" | "greatest" | "least" | "nullif" | "nvl", _) => compared(function.args, types)
            .map_data(|args| Ok(Expr::ScalarFunction(ScalarFunction { args, ..function }))),
        ("split_part", [_, delimiter, ..]) if literal(delimiter) == Some("") => Err(refused(
            &Expr::ScalarFunction(function.clone()),
            "`split_part` splits at nothing",
            "write `left` or `substr`, or the text to split at",
        )),
        _ => Ok(Transformed::no(Expr::ScalarFunction(function))),
    }
}

/// What `trim` takes off: the letters that are spaces and nothing else (Unicode's category Zs).
const BLANKS: &str = "\u{20}\u{a0}\u{1680}\u{2000}\u{2001}\u{2002}\u{2003}\u{2004}\u{2005}\u{2006}\u{2007}\u{2008}\u{2009}\u{200a}\u{202f}\u{205f}\u{3000}";

/// Whether an expression is a number written out that is not negative.
fn is_natural(expr: &Expr) -> bool {
    written_whole(expr).is_some_and(|number| number >= 0)
}

/// A whole number that is written out.
fn written_whole(expr: &Expr) -> Option<i64> {
    match expr {
        Expr::Literal(ScalarValue::Int64(number), _) => *number,
        Expr::Negative(inner) => written_whole(inner)?.checked_neg(),
        _ => None,
    }
}

fn aggregate(function: AggregateFunction, types: &Types) -> Result<Transformed<Expr>> {
    let expr = Expr::AggregateFunction(function.clone());
    if function.func.name() == "percentile_cont" {
        let params = function.params;
        let ordered = params.order_by.iter().map(|order| &order.expr);
        if ordered
            .chain(params.args.first())
            .any(|expr| kind(expr, types).is_some_and(|kind| kind.is_decimal()))
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
