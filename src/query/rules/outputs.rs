//! Output columns: each has one name that no other differs from in case only, and a type.

use std::collections::BTreeMap;

use datafusion::arrow::datatypes::{DataType, Schema};
use datafusion::sql::sqlparser::ast::{self, Expr, SelectItem, SetExpr, Spanned, Value};

use crate::diagnostic::{Diagnostic, Diagnostics, Span};
use crate::query::select::{Select, first_branch, output_name};

/// Looks at the names of the output columns.
pub(super) fn check(problems: &mut Diagnostics, select: &Select) {
    let mut seen: BTreeMap<String, (String, Span)> = BTreeMap::new();
    for item in select.outputs() {
        let place = select.place(item.span());
        let Some(name) = output_name(item) else {
            if matches!(item, SelectItem::UnnamedExpr(_) | SelectItem::ExprWithAliases { .. }) {
                problems.push(
                    Diagnostic::error("unnamed-column", place, "the output column has no name")
                        .label("each engine would call it something else")
                        .help("name it with AS"),
                );
            }
            continue;
        };
        match seen.get(&name.to_lowercase()) {
            None => {
                seen.insert(name.to_lowercase(), (name, place));
            }
            Some((first, at)) => {
                let (code, message) = if *first == name {
                    ("duplicate-column", format!("two output columns are called `{name}`"))
                } else {
                    ("column-case", format!("output columns `{first}` and `{name}` differ only in case"))
                };
                problems.push(
                    Diagnostic::error(code, place, message)
                        .related(at.clone(), "the first one")
                        .help("give each a name of its own with AS"),
                );
            }
        }
    }
}

/// Warns of `SELECT *`: its columns change when a table's do.
pub(super) fn stars(problems: &mut Diagnostics, select: &Select, part: &ast::Select) {
    for item in &part.projection {
        if matches!(item, SelectItem::Wildcard(_) | SelectItem::QualifiedWildcard(..)) {
            problems.push(
                Diagnostic::warning(
                    "select-star",
                    select.place(item.span()),
                    "`*` takes whatever columns there are",
                )
                .help("name the columns that the query needs"),
            );
        }
    }
}

/// Refuses a bare NULL in the branch that gives a UNION its types.
pub(super) fn untyped_branches(problems: &mut Diagnostics, select: &Select, body: &SetExpr) {
    if !matches!(body, SetExpr::SetOperation { .. }) {
        return;
    }
    for item in first_branch(body) {
        if let SelectItem::UnnamedExpr(expr) | SelectItem::ExprWithAlias { expr, .. } = item
            && is_null(expr)
        {
            problems.push(without_type(select.place(expr.span())));
        }
    }
}

/// Reports the output columns of a planned query that have no type, or one that no cell holds.
pub(crate) fn untyped(problems: &mut Diagnostics, select: &Select, schema: &Schema) {
    for (index, field) in schema.fields().iter().enumerate() {
        let is_null = *field.data_type() == DataType::Null;
        if is_null || is_no_cell(field.data_type()) {
            let place = match select.outputs().get(index) {
                Some(SelectItem::UnnamedExpr(expr) | SelectItem::ExprWithAlias { expr, .. }) => {
                    select.place(expr.span())
                }
                _ => select.beginning(),
            };
            problems.push(if is_null { without_type(place) } else { no_cell(place) });
        }
    }
}

/// Whether values of a type are written in each engine's own way.
fn is_no_cell(kind: &DataType) -> bool {
    matches!(kind, DataType::Interval(_) | DataType::Duration(_) | DataType::Time32(_) | DataType::Time64(_))
        || kind.is_binary()
        || kind.is_nested()
}

fn no_cell(place: Span) -> Diagnostic {
    Diagnostic::error("engines-differ", place, "the column holds no text, number, day or answer")
        .help("give a number, a date or a text: `later - earlier` counts days")
}

fn without_type(place: Span) -> Diagnostic {
    Diagnostic::error("untyped-null", place, "NULL has no type here")
        .help("write `CAST(NULL AS BIGINT)`, or the type that the column has")
}

fn is_null(expr: &Expr) -> bool {
    match expr {
        Expr::Nested(inner) => is_null(inner),
        Expr::Value(value) => value.value == Value::Null,
        _ => false,
    }
}
