//! Operators and forms of calls that only one engine knows, or that each reads in its own way.
//!
//! What depends on the types of what is compared or converted is seen by the plan, not here.

use datafusion::sql::sqlparser::ast::{
    BinaryOperator, Expr, Function, FunctionArg, FunctionArgExpr, FunctionArgumentClause, FunctionArguments,
    Spanned, UnaryOperator, Value,
};

use crate::diagnostic::{Diagnostic, Diagnostics, Span};
use crate::query::select::{Select, folded};

/// Refuses what two engines do not read as the same.
pub(super) fn check(problems: &mut Diagnostics, select: &Select, expr: &Expr) {
    let found = match expr {
        Expr::BinaryOp { op, .. } => operator(op),
        Expr::UnaryOp { op: UnaryOperator::Plus | UnaryOperator::Minus | UnaryOperator::Not, .. } => None,
        Expr::UnaryOp { op, .. } => Some((format!("`{op}` is an operator of some engines only"), FUNCTION)),
        Expr::SimilarTo { .. } | Expr::RLike { .. } => {
            Some(("engines search by different patterns".to_owned(), PATTERN))
        }
        Expr::AnyOp { .. } | Expr::AllOp { .. } => Some((
            "engines compare with ANY and ALL in different ways".to_owned(),
            "write `IN (SELECT …)`, `NOT IN`, or compare with `(SELECT max(…) …)`",
        )),
        Expr::AtTimeZone { .. } => Some((
            "engines move times between zones in different ways".to_owned(),
            "keep days: a contract turns moments into days of the workspace's zone",
        )),
        Expr::Array(_) | Expr::Struct { .. } | Expr::Dictionary(_) | Expr::Map(_) | Expr::Lambda(_) => {
            Some((
                "a list or a record is no value that a table can hold".to_owned(),
                "give each value a column of its own",
            ))
        }
        Expr::Function(function) => called(function),
        _ => None,
    };
    if let Some((message, help)) = found {
        problems.push(differs(select.place(expr.span()), message, help));
    }
}

fn differs(place: Span, message: String, help: &str) -> Diagnostic {
    Diagnostic::error("engines-differ", place, message).help(help)
}

type Found = Option<(String, &'static str)>;

const FUNCTION: &str = "write a function in its place: `power`, `abs`, `sqrt`";
const PATTERN: &str = "write `LIKE`, `starts_with`, `ends_with` or `contains`";

fn operator(operator: &BinaryOperator) -> Found {
    use BinaryOperator as Op;
    let (what, help) = match operator {
        Op::Plus
        | Op::Minus
        | Op::Multiply
        | Op::Modulo
        | Op::StringConcat
        | Op::Gt
        | Op::Lt
        | Op::GtEq
        | Op::LtEq
        | Op::Eq
        | Op::NotEq
        | Op::And
        | Op::Or
        // Division is a rule of its own.
        | Op::Divide
        | Op::DuckIntegerDivide => return None,
        Op::BitwiseXor | Op::PGExp => ("a power to one engine and bits to another", "write `power(…, …)`"),
        Op::Regexp
        | Op::PGRegexMatch
        | Op::PGRegexIMatch
        | Op::PGRegexNotMatch
        | Op::PGRegexNotIMatch
        | Op::PGLikeMatch
        | Op::PGILikeMatch
        | Op::PGNotLikeMatch
        | Op::PGNotILikeMatch
        | Op::Match => ("a search for a pattern that engines read differently", PATTERN),
        Op::Spaceship => ("an operator of some engines only", "write `IS NOT DISTINCT FROM`"),
        Op::Xor => ("an operator of some engines only", "write `a <> b`"),
        Op::MyIntegerDivide => ("an operator of some engines only", "write `trunc(a / b)`"),
        _ => ("an operator of some engines only", "write it with arithmetic, comparisons, AND and OR"),
    };
    Some((format!("`{operator}` is {what}"), help))
}

/// Functions that mean something before OVER only.
const BEFORE_OVER: &[&str] = &["first_value", "last_value"];

fn called(function: &Function) -> Found {
    let name = function.name.0.last().and_then(|part| part.as_ident()).map(folded)?;
    let FunctionArguments::List(arguments) = &function.args else { return None };
    let ordered = arguments.clauses.iter().any(|clause| matches!(clause, FunctionArgumentClause::OrderBy(_)));
    let treats_nulls = function.null_treatment.is_some()
        || arguments
            .clauses
            .iter()
            .any(|clause| matches!(clause, FunctionArgumentClause::IgnoreOrRespectNulls(_)));
    let is_null = |argument: &FunctionArg| match argument {
        FunctionArg::Unnamed(FunctionArgExpr::Expr(Expr::Value(value))) => value.value == Value::Null,
        _ => false,
    };
    if treats_nulls {
        let message = "engines write IGNORE NULLS at different places".to_owned();
        return Some((message, "leave the rows without a value out before: `WHERE … IS NOT NULL`"));
    }
    if BEFORE_OVER.contains(&name.as_str()) && function.over.is_none() {
        let message = format!("`{name}` takes whichever row comes first");
        return Some((message, "write `min(…)` or `max(…)`, or an OVER with an ORDER BY"));
    }
    if matches!(name.as_str(), "lag" | "lead" | "string_agg") && arguments.args.iter().skip(1).any(is_null) {
        let message = format!("engines read the NULL in `{name}` differently");
        return Some((message, "write the number of rows, or the text between the parts"));
    }
    if name == "string_agg" && !ordered {
        let message = "the order of the parts is left to chance".to_owned();
        return Some((message, "write `string_agg(…, ', ' ORDER BY …)`"));
    }
    if name == "count" && arguments.args.len() > 1 {
        let message = "one engine counts a single column only".to_owned();
        return Some((message, "write `count(*) FILTER (WHERE … IS NOT NULL AND … IS NOT NULL)`"));
    }
    None
}
