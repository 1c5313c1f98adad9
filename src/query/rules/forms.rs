//! Operators and forms of calls that only one engine knows, or that each reads in its own way.
//!
//! What depends on the types of what is compared or converted is seen by the plan, not here.

use datafusion::sql::sqlparser::ast::{
    self, BinaryOperator, Expr, Function, FunctionArg, FunctionArgExpr, FunctionArgumentClause,
    FunctionArguments, NamedWindowDefinition, NamedWindowExpr, Spanned, UnaryOperator, Value, WindowSpec,
    WindowType,
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
        Expr::Value(value) if matches!(value.value, Value::HexStringLiteral(_)) => Some((
            "engines read digits to the base of sixteen in different ways".to_owned(),
            "write the number, or the text, as it is",
        )),
        Expr::Value(value) if matches!(value.value, Value::EscapedStringLiteral(_)) => Some((
            "engines read what a backslash stands for in different ways".to_owned(),
            "write the text as it is, without E before it",
        )),
        Expr::Interval(own) if own.value.to_string().contains('.') => Some((
            "engines take a part of a month or a day for something else".to_owned(),
            "write whole numbers: `INTERVAL '45' DAY`",
        )),
        Expr::Cast { array, format, .. } if *array || format.is_some() => {
            Some(("engines cast to a form in different ways".to_owned(), "write `CAST(… AS …)` alone"))
        }
        Expr::Function(function) => called(function).or_else(|| window(function.over.as_ref()?)),
        _ => None,
    };
    if let Some((message, help)) = found {
        problems.push(differs(select.place(expr.span()), message, help));
    }
}

/// Refuses windows of a SELECT that are made of other ones.
pub(super) fn windows(problems: &mut Diagnostics, select: &Select, part: &ast::Select) {
    for NamedWindowDefinition(name, own) in &part.named_window {
        let found = match own {
            NamedWindowExpr::NamedWindow(_) => Some((BUILT_UPON.to_owned(), WRITE_WINDOW)),
            NamedWindowExpr::WindowSpec(spec) => built_upon(spec),
        };
        if let Some((message, help)) = found {
            problems.push(differs(select.place(name.span), message, help));
        }
    }
}

const BUILT_UPON: &str = "a window that is made of a named one loses what that one says";
const WRITE_WINDOW: &str =
    "write PARTITION BY, ORDER BY and the rows in one place; `OVER name` alone takes a named window as it is";

fn window(over: &WindowType) -> Found {
    match over {
        WindowType::NamedWindow(_) => None,
        WindowType::WindowSpec(spec) => built_upon(spec),
    }
}

fn built_upon(spec: &WindowSpec) -> Found {
    spec.window_name.as_ref().map(|_| (BUILT_UPON.to_owned(), WRITE_WINDOW))
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
    if function.uses_odbc_syntax || !matches!(function.parameters, FunctionArguments::None) {
        let message = format!("`{name}` is called in a form of some engines only");
        return Some((message, "write the name and its arguments in one pair of brackets"));
    }
    let FunctionArguments::List(arguments) = &function.args else { return None };
    if arguments.args.iter().any(|own| !matches!(own, FunctionArg::Unnamed(_))) {
        let message = format!("the arguments of `{name}` have names");
        return Some((message, "write them in their order, without names"));
    }
    if name == "percentile_cont" && function.within_group.is_empty() {
        let message = "one engine knows `percentile_cont` with WITHIN GROUP only".to_owned();
        return Some((message, "write `percentile_cont(0.9) WITHIN GROUP (ORDER BY …)`"));
    }
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
