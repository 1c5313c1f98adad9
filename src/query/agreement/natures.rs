//! Texts, numbers, days and answers that would become one type: each engine chooses it in its own way, or none, and what is read
//! then depends on the rows. What stands written out and can be read as the other is left to the conversions.

use datafusion::arrow::datatypes::DataType;
use datafusion::common::Result;
use datafusion::logical_expr::expr::{InList, InSubquery, ScalarFunction, WindowFunction};
use datafusion::logical_expr::{
    Between, BinaryExpr, Case, Expr, Join, LogicalPlan, Union, WindowFunctionDefinition,
};

use super::look::{compares, kind, literal};
use super::{Types, refused};

/// What kind of value a column holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Nature {
    Text,
    Number,
    Day,
    Answer,
}

impl Nature {
    /// None of what is always NULL, nor of what no cell holds.
    fn of(kind: &DataType) -> Option<Self> {
        match kind {
            DataType::Date32 | DataType::Date64 | DataType::Timestamp(..) => Some(Self::Day),
            DataType::Boolean => Some(Self::Answer),
            kind if kind.is_string() => Some(Self::Text),
            kind if kind.is_numeric() => Some(Self::Number),
            _ => None,
        }
    }

    fn word(self) -> &'static str {
        match self {
            Self::Text => "a text",
            Self::Number => "a number",
            Self::Day => "a day",
            Self::Answer => "an answer",
        }
    }
}

/// Refuses an expression in which values of several natures meet.
pub(super) fn check(expr: &Expr, types: &Types) -> Result<()> {
    match expr {
        Expr::BinaryExpr(BinaryExpr { left, op, right }) if compares(*op) => compare(left, right, types),
        Expr::Between(Between { expr, low, high, .. }) => {
            [low, high].into_iter().try_for_each(|end| compare(expr, end, types))
        }
        Expr::InList(InList { expr, list, .. }) => {
            list.iter().try_for_each(|item| compare(expr, item, types))
        }
        Expr::InSubquery(InSubquery { expr, subquery, .. }) => {
            let given = subquery.subquery.schema().fields().first().map(|field| field.data_type());
            let pair = given.and_then(Nature::of).zip(nature(expr, types));
            match pair.filter(|(given, own)| given != own) {
                Some((given, own)) => Err(unlike(expr, own, given)),
                None => Ok(()),
            }
        }
        Expr::Case(Case { expr, when_then_expr, else_expr }) => {
            for (when, _) in when_then_expr {
                expr.iter().try_for_each(|operand| compare(operand, when, types))?;
            }
            let thens = when_then_expr.iter().map(|(_, then)| then.as_ref());
            one_of(&thens.chain(else_expr.as_deref()).collect::<Vec<_>>(), types, true)
        }
        Expr::ScalarFunction(function) => called(function, types),
        Expr::WindowFunction(own) => {
            let WindowFunction { fun, params } = own.as_ref();
            match (fun, params.args.as_slice()) {
                (WindowFunctionDefinition::WindowUDF(own), [value, _, otherwise])
                    if matches!(own.name(), "lag" | "lead") =>
                {
                    one_of(&[value, otherwise], types, true)
                }
                _ => Ok(()),
            }
        }
        _ => Ok(()),
    }
}

/// Refuses branches of a UNION, and what a join equates, likewise.
pub(super) fn check_node(node: &LogicalPlan) -> Result<()> {
    match node {
        LogicalPlan::Union(union) => branches(union),
        LogicalPlan::Join(join) => equated(join),
        _ => Ok(()),
    }
}

fn branches(union: &Union) -> Result<()> {
    for column in 0..union.schema.fields().len() {
        let mut known: Option<Nature> = None;
        for input in &union.inputs {
            let Some(own) = input.schema().fields().get(column).and_then(|own| Nature::of(own.data_type()))
            else {
                continue;
            };
            match known {
                Some(first) if first != own => {
                    let expr = match input.as_ref() {
                        LogicalPlan::Projection(own) => own.expr.get(column).cloned(),
                        _ => None,
                    };
                    return Err(become_one(&expr.unwrap_or_default(), first, own));
                }
                _ => known = Some(own),
            }
        }
    }
    Ok(())
}

fn equated(join: &Join) -> Result<()> {
    let types = Types::at(&LogicalPlan::Join(join.clone()));
    join.on.iter().try_for_each(|(one, other)| compare(one, other, &types))
}

fn nature(expr: &Expr, types: &Types) -> Option<Nature> {
    kind(expr, types).as_ref().and_then(Nature::of)
}

/// Values that are compared. A text that is written out beside a number or a day is read as such by both engines.
fn compare(one: &Expr, other: &Expr, types: &Types) -> Result<()> {
    let Some((first, second)) = nature(one, types).zip(nature(other, types)) else { return Ok(()) };
    let (text, value) = match (first, second) {
        (Nature::Text, Nature::Number | Nature::Day) => (one, other),
        (Nature::Number | Nature::Day, Nature::Text) => (other, one),
        // What else differs the engine refuses itself, or its conversions are refused.
        _ => return Ok(()),
    };
    let reads = match (literal(text), kind(value, types)) {
        (Some(text), Some(kind)) if kind.is_integer() => text.trim().parse::<i64>().is_ok(),
        (Some(text), Some(kind)) if kind.is_numeric() => text.trim().parse::<f64>().is_ok(),
        (Some(_), _) => true,
        // A parameter that is not given.
        (None, _) => matches!(text, Expr::Literal(..)),
    };
    if reads { Ok(()) } else { Err(unlike(written(one, other), first, second)) }
}

/// That of two expressions which has a place: what is written out has none.
fn written<'e>(one: &'e Expr, other: &'e Expr) -> &'e Expr {
    if matches!(one, Expr::Literal(..)) { other } else { one }
}

/// Values of which one is given. `reads_days`: a text that is written out may be a day.
fn one_of(values: &[&Expr], types: &Types, reads_days: bool) -> Result<()> {
    let is_day = |text: &Expr| reads_days && literal(text).is_some();
    for (index, one) in values.iter().enumerate() {
        for other in &values[index + 1..] {
            let Some((first, second)) = nature(one, types).zip(nature(other, types)) else { continue };
            let fits = match (first, second) {
                (Nature::Text, Nature::Day) => is_day(one),
                (Nature::Day, Nature::Text) => is_day(other),
                (first, second) => first == second,
            };
            if !fits {
                return Err(become_one(written(one, other), first, second));
            }
        }
    }
    Ok(())
}

/// By function the arguments that are texts.
const TEXTS: &[(&str, &[usize])] = &[
    ("ascii", &[0]),
    ("btrim", &[0, 1]),
    ("character_length", &[0]),
    ("contains", &[0, 1]),
    ("ends_with", &[0, 1]),
    ("left", &[0]),
    ("lower", &[0]),
    ("lpad", &[0, 2]),
    ("ltrim", &[0, 1]),
    ("repeat", &[0]),
    ("replace", &[0, 1, 2]),
    ("right", &[0]),
    ("rpad", &[0, 2]),
    ("rtrim", &[0, 1]),
    ("split_part", &[0, 1]),
    ("starts_with", &[0, 1]),
    ("strpos", &[0, 1]),
    ("substr", &[0]),
    ("translate", &[0, 1, 2]),
    ("upper", &[0]),
];

fn called(function: &ScalarFunction, types: &Types) -> Result<()> {
    let (name, args) = (function.name(), function.args.as_slice());
    if let Some((_, places)) = TEXTS.iter().find(|(own, _)| *own == name) {
        let texts = places.iter().filter_map(|place| args.get(*place));
        let other = |expr: &&Expr| nature(expr, types).filter(|own| *own != Nature::Text);
        if let Some((expr, own)) = texts.into_iter().find_map(|expr| Some((expr, other(&expr)?))) {
            let message =
                format!("{} stands where a text is meant, which one engine does not read", own.word());
            return Err(refused(expr, &message, "write `CAST(… AS VARCHAR)` around it"));
        }
    }
    match (name, args) {
        ("coalesce", _) => one_of(&args.iter().collect::<Vec<_>>(), types, false),
        ("greatest" | "least" | "nullif" | "nvl", _) => one_of(&args.iter().collect::<Vec<_>>(), types, true),
        ("lpad" | "rpad", [_, length, ..])
            if matches!(kind(length, types), Some(DataType::Int64 | DataType::UInt64))
                && !matches!(length, Expr::Literal(..)) =>
        {
            let message = "one engine takes only short whole numbers for a length";
            Err(refused(length, message, "write `CAST(… AS INTEGER)` around it"))
        }
        ("round" | "trunc", [_, places]) if places.any_column_refs() => Err(refused(
            places,
            "how many digits stay depends on the row, which one engine does not take",
            "write the number of digits, in a CASE where there are several",
        )),
        _ => Ok(()),
    }
}

/// What is said of values of which each engine makes another type.
fn become_one(expr: &Expr, one: Nature, other: Nature) -> datafusion::common::DataFusionError {
    let message =
        format!("{} and {} become one column, which engines do in different ways", one.word(), other.word());
    let help = match (one, other) {
        (Nature::Text, _) | (_, Nature::Text) => {
            "write `CAST(… AS VARCHAR)` around what is no text, or a number without quotes"
        }
        (Nature::Answer, _) | (_, Nature::Answer) => "write `CASE WHEN … THEN … END` in place of the answer",
        _ => "give values of one kind",
    };
    refused(expr, &message, help)
}

/// What is said of values that are compared.
fn unlike(expr: &Expr, one: Nature, other: Nature) -> datafusion::common::DataFusionError {
    let message =
        format!("{} is compared with {}, which engines do in different ways", one.word(), other.word());
    let help = match (one, other) {
        (Nature::Text, Nature::Number) | (Nature::Number, Nature::Text) => {
            "compare texts, `code = '1'`, or numbers: `CAST(… AS BIGINT)` around the text, `CAST(… AS VARCHAR)` around the number"
        }
        (Nature::Text, Nature::Day) | (Nature::Day, Nature::Text) => {
            "write `CAST(… AS DATE)` around the text, or a day as `DATE '2024-05-31'`"
        }
        _ => "compare values of one kind",
    };
    refused(expr, &message, help)
}
