//! The functions that a query may call: those that have been seen to agree on two engines.
//!
//! The engine knows more. What the second one lacks, or answers differently, is not registered at all,
//! so that no way to it is left. The list is held by `tests/it/engines.rs`, which calls each function
//! with usual, absent, negative and Vietnamese arguments on both.

use std::ops::ControlFlow;
use std::sync::Arc;

use datafusion::execution::session_state::SessionStateBuilder;
use datafusion::logical_expr::{AggregateUDF, ScalarUDF, WindowUDF};
use datafusion::sql::sqlparser::ast::{Expr, Function, Spanned, visit_expressions};

use super::exact::Exact;
use super::letters::Letters;
use super::percentile::Percentile;
use super::rules;
use super::select::{Select, folded};
use crate::diagnostic::{Diagnostic, Diagnostics, Span, suggestion};

/// Functions of one row.
const SCALAR: &[&str] = &[
    "abs",
    "acos",
    "ascii",
    "asin",
    "atan",
    "atan2",
    "cbrt",
    "ceil",
    "char_length",
    "character_length",
    "coalesce",
    "concat",
    "concat_ws",
    "contains",
    "cos",
    "date_part",
    "date_trunc",
    "degrees",
    "ends_with",
    "exp",
    "floor",
    "greatest",
    "ifnull",
    "isnan",
    "least",
    "left",
    "length",
    "ln",
    "log",
    "log10",
    "log2",
    "lower",
    "lpad",
    "ltrim",
    "make_date",
    "nullif",
    "pi",
    "pow",
    "power",
    "radians",
    "repeat",
    "replace",
    "right",
    "round",
    "rpad",
    "rtrim",
    "sin",
    "split_part",
    "sqrt",
    "starts_with",
    "strpos",
    "substr",
    "substring",
    "tan",
    "translate",
    "trim",
    "trunc",
    "upper",
];

/// Functions of many rows; each may stand before OVER too.
const AGGREGATE: &[&str] = &[
    "avg",
    "bool_and",
    "bool_or",
    "count",
    "grouping",
    "max",
    "mean",
    "median",
    "min",
    "percentile_cont",
    "stddev",
    "stddev_pop",
    "stddev_samp",
    "string_agg",
    "sum",
    "var_pop",
    "var_samp",
];

/// Functions that stand before OVER only.
const WINDOW: &[&str] = &[
    "cume_dist",
    "dense_rank",
    "first_value",
    "lag",
    "last_value",
    "lead",
    "ntile",
    "percent_rank",
    "rank",
    "row_number",
];

/// Functions of many rows that a text may not call, and that the engine makes of other words: of
/// DISTINCT ON.
const BEHIND: &[&str] = &["first_value"];

/// What to write in place of functions that one of the engines has.
const INSTEAD: &[(&str, &str)] = &[
    ("any_value", "write `min(…)`: which row is taken is left to chance"),
    ("arbitrary", "write `min(…)`: which row is taken is left to chance"),
    ("approx_distinct", "write `count(DISTINCT …)`"),
    ("approx_median", "write `median(…)`"),
    ("array_agg", "write `string_agg(…, ', ' ORDER BY …)`"),
    ("bit_length", "write `length(…)`, which counts letters"),
    ("btrim", "write `trim(…)`"),
    ("corr", "list the two columns, one row each"),
    ("date_add", "write `CAST(… + INTERVAL '1' DAY AS DATE)`"),
    ("date_diff", "write `later - earlier`, which counts days"),
    ("date_format", "put it together: `CAST(extract(YEAR FROM …) AS VARCHAR) || '-' || …`"),
    ("datediff", "write `later - earlier`, which counts days"),
    ("datepart", "write `extract(… FROM …)`"),
    ("datetrunc", "write `date_trunc(…)`"),
    ("day", "write `extract(DAY FROM …)`"),
    ("if", "write `CASE WHEN … THEN … ELSE … END`"),
    ("iff", "write `CASE WHEN … THEN … ELSE … END`"),
    ("initcap", "write `upper(left(…, 1)) || lower(substr(…, 2))`"),
    ("instr", "write `strpos(…, …)`"),
    ("last_day", "write `CAST(date_trunc('month', …) + INTERVAL '1' MONTH - INTERVAL '1' DAY AS DATE)`"),
    ("len", "write `length(…)`"),
    ("list", "write `string_agg(…, ', ' ORDER BY …)`"),
    ("month", "write `extract(MONTH FROM …)`"),
    ("nvl", "write `coalesce(…, …)`"),
    ("nvl2", "write `CASE WHEN … IS NOT NULL THEN … ELSE … END`"),
    ("octet_length", "write `length(…)`, which counts letters"),
    ("overlay", "put it together of `left`, `right` and `||`"),
    ("position", "write `strpos(…, …)`"),
    ("quantile_cont", "write `percentile_cont(…) WITHIN GROUP (ORDER BY …)`"),
    ("quarter", "write `extract(QUARTER FROM …)`"),
    ("regexp_like", "write `LIKE`, `starts_with`, `ends_with` or `contains`"),
    ("regexp_match", "write `LIKE`, `split_part` or `substr`"),
    ("regexp_matches", "write `LIKE`, `starts_with`, `ends_with` or `contains`"),
    ("regexp_replace", "write `replace` or `translate`"),
    ("sign", "write `CASE WHEN … > 0 THEN 1 WHEN … < 0 THEN -1 ELSE 0 END`"),
    ("signum", "write `CASE WHEN … > 0 THEN 1 WHEN … < 0 THEN -1 ELSE 0 END`"),
    ("strftime", "put it together: `CAST(extract(YEAR FROM …) AS VARCHAR) || '-' || …`"),
    ("string_split", "write `split_part(…, …, n)`"),
    ("strptime", "write `CAST(… AS DATE)` of a text like `2024-05-31`, or `make_date(…, …, …)`"),
    ("substring_index", "write `split_part(…, …, n)`"),
    ("to_char", "put it together: `CAST(extract(YEAR FROM …) AS VARCHAR) || '-' || …`"),
    ("to_date", "write `CAST(… AS DATE)` of a text like `2024-05-31`, or `make_date(…, …, …)`"),
    ("week", "write `extract(WEEK FROM …)`"),
    ("weekofyear", "write `extract(WEEK FROM …)`"),
    ("year", "write `extract(YEAR FROM …)`"),
];

/// The names of all functions that a query may call, by what they are functions of: one row, many
/// rows, a window.
pub fn agreed() -> [&'static [&'static str]; 3] {
    [SCALAR, AGGREGATE, WINDOW]
}

/// Leaves the agreed functions of those that the engine brings, and puts in place of some of them
/// ones that agree better.
pub(super) fn registered(builder: SessionStateBuilder) -> SessionStateBuilder {
    let mut builder = builder;
    let scalar = builder.scalar_functions().take().unwrap_or_default();
    let aggregate = builder.aggregate_functions().take().unwrap_or_default();
    let window = builder.window_functions().take().unwrap_or_default();
    let mut scalar = named(scalar, SCALAR, |function: &ScalarUDF| (function.name(), function.aliases()));
    scalar.extend(Letters::both().map(|own| Arc::new(ScalarUDF::from(own))));
    let aggregates = [AGGREGATE, BEHIND].concat();
    let mut aggregate =
        named(aggregate, &aggregates, |function: &AggregateUDF| (function.name(), function.aliases()));
    aggregate.extend(Exact::both().map(|own| Arc::new(AggregateUDF::from(own))));
    aggregate.push(Arc::new(AggregateUDF::from(Percentile::new())));
    let window = named(window, WINDOW, |function: &WindowUDF| (function.name(), function.aliases()));
    builder
        .with_scalar_functions(scalar)
        .with_aggregate_functions(aggregate)
        .with_window_functions(window)
        .with_table_functions(std::collections::HashMap::new())
}

/// Those of which any name is listed. Their other names are refused where a text is read.
fn named<F>(all: Vec<Arc<F>>, listed: &[&str], names: impl Fn(&F) -> (&str, &[String])) -> Vec<Arc<F>> {
    let is_listed = |function: &Arc<F>| {
        let (name, aliases) = names(function);
        std::iter::once(name).chain(aliases.iter().map(String::as_str)).any(|name| listed.contains(&name))
    };
    all.into_iter().filter(is_listed).collect()
}

fn is_agreed(name: &str) -> bool {
    agreed().iter().any(|names| names.contains(&name))
}

/// Whether all functions that a query calls are agreed; of others it is told what to write instead.
pub(super) fn all_agreed(problems: &mut Diagnostics, select: &Select) -> bool {
    let mut all = true;
    let _: ControlFlow<()> = visit_expressions(select.query.as_ref(), |expr| {
        if let Expr::Function(Function { name, .. }) = expr {
            let called = match name.0.as_slice() {
                [one] => one.as_ident().map(folded),
                _ => None,
            };
            let called = called.unwrap_or_else(|| name.to_string());
            if !is_agreed(&called) {
                all = false;
                problems.push(refused(select.place(name.span()), &called));
            }
        }
        ControlFlow::Continue(())
    });
    all
}

/// What is said of a call to a function that queries may not call.
fn refused(place: Span, name: &str) -> Diagnostic {
    if rules::is_volatile(name) {
        return rules::not_repeatable(place, name);
    }
    let instead = INSTEAD.iter().find(|(known, _)| *known == name).map(|(_, instead)| (*instead).to_owned());
    if instead.is_some() || is_of_the_engine(name) {
        let message = format!("`{name}` is not a function that two engines agree on");
        return Diagnostic::error("engines-differ", place, message)
            .help(instead.unwrap_or_else(|| nearest(name)));
    }
    let message = format!("there is no function `{name}`");
    Diagnostic::error("unknown-function", place, message).help(nearest(name))
}

/// The nearest of the functions that queries may call; all of them would bury it.
fn nearest(name: &str) -> String {
    let told = suggestion(name, agreed().concat()).unwrap_or_default();
    match told.split_once("? ") {
        Some((nearest, _)) => format!("{nearest}?"),
        None => "the documents list the functions that queries may call".to_owned(),
    }
}

/// Whether the engine would have such a function.
fn is_of_the_engine(name: &str) -> bool {
    let state = SessionStateBuilder::new().with_default_features().build();
    state.scalar_functions().contains_key(name)
        || state.aggregate_functions().contains_key(name)
        || state.window_functions().contains_key(name)
}
