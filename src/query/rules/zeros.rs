//! Output columns that are 0 where a record does not count in them.

use datafusion::sql::sqlparser::ast::{
    self, Expr, Query, SelectItem, SetExpr, Spanned, TableFactor, UnaryOperator, Value,
};
use datafusion::sql::sqlparser::tokenizer::Span as TokenSpan;

use crate::diagnostic::Span;
use crate::query::select::{Select, first_branch, folded, output_name, relation_name};

/// How many tables of WITH a column is followed through.
const DEEPEST: usize = 8;

/// The output columns that are made by `CASE … ELSE 0 END`, here or in a table of the query's own that
/// they are taken from, each with the place of its 0: a miss that a list of records tells as a hit.
pub fn zeros(select: &Select) -> Vec<(String, Span)> {
    let query = select.query.as_ref();
    let names = select.outputs().iter().enumerate();
    let named = names.filter_map(|(index, item)| Some((index, output_name(item)?)));
    named.filter_map(|(index, name)| Some((name, select.place(in_query(query, query, index, 0)?)))).collect()
}

/// The 0 of the output column at an index, in any branch of a UNION; `whole` declares the tables of WITH.
fn in_query(whole: &Query, query: &Query, index: usize, depth: usize) -> Option<TokenSpan> {
    in_body(whole, &query.body, index, depth)
}

fn in_body(whole: &Query, body: &SetExpr, index: usize, depth: usize) -> Option<TokenSpan> {
    match body {
        SetExpr::Select(select) => match select.projection.get(index)? {
            SelectItem::ExprWithAlias { expr, .. } | SelectItem::UnnamedExpr(expr) => {
                in_expr(whole, select, expr, depth)
            }
            SelectItem::ExprWithAliases { .. }
            | SelectItem::QualifiedWildcard(..)
            | SelectItem::Wildcard(_) => None,
        },
        SetExpr::Query(query) => in_query(whole, query, index, depth),
        SetExpr::SetOperation { left, right, .. } => {
            in_body(whole, left, index, depth).or_else(|| in_body(whole, right, index, depth))
        }
        SetExpr::Values(_)
        | SetExpr::Insert(_)
        | SetExpr::Update(_)
        | SetExpr::Delete(_)
        | SetExpr::Merge(_)
        | SetExpr::Table(_) => None,
    }
}

fn in_expr(whole: &Query, select: &ast::Select, expr: &Expr, depth: usize) -> Option<TokenSpan> {
    match expr {
        Expr::Nested(inner) | Expr::Cast { expr: inner, .. } => in_expr(whole, select, inner, depth),
        Expr::Case { else_result: Some(otherwise), .. } if is_zero(otherwise) => Some(expr.span()),
        Expr::CompoundIdentifier(path) if depth < DEEPEST => {
            let [table, column] = path.as_slice() else { return None };
            let query = source(whole, select, &folded(table))?;
            let outputs = first_branch(&query.body);
            let index = outputs.iter().position(|item| output_name(item) == Some(folded(column)))?;
            in_query(whole, query, index, depth + 1)
        }
        _ => None,
    }
}

/// The query behind a name of FROM, where it stands in this file.
fn source<'q>(whole: &'q Query, select: &'q ast::Select, name: &str) -> Option<&'q Query> {
    let joined = select
        .from
        .iter()
        .flat_map(|from| std::iter::once(&from.relation).chain(from.joins.iter().map(|join| &join.relation)));
    joined.into_iter().find_map(|factor| match factor {
        TableFactor::Derived { subquery, alias: Some(alias), .. } if folded(&alias.name) == name => {
            Some(subquery.as_ref())
        }
        TableFactor::Table { name: table, alias, .. } => {
            let table = relation_name(table)?;
            let known = alias.as_ref().map_or_else(|| table.clone(), |alias| folded(&alias.name));
            (known == name).then(|| declared(whole, &table)).flatten()
        }
        _ => None,
    })
}

fn declared<'q>(whole: &'q Query, table: &str) -> Option<&'q Query> {
    let with = whole.with.as_ref()?;
    let own = with.cte_tables.iter().find(|own| folded(&own.alias.name) == table)?;
    Some(own.query.as_ref())
}

fn is_zero(expr: &Expr) -> bool {
    match expr {
        Expr::Nested(inner) | Expr::Cast { expr: inner, .. } => is_zero(inner),
        Expr::UnaryOp { op: UnaryOperator::Plus | UnaryOperator::Minus, expr } => is_zero(expr),
        Expr::Value(value) => match &value.value {
            Value::Number(text, _) => text.parse::<f64>().is_ok_and(|number| number == 0.0),
            _ => false,
        },
        _ => false,
    }
}
