//! Contracts held against one another: references lead to columns that exist and compare.

use indexmap::IndexMap;

use super::contract::{ColumnType, Contract, Reference};
use crate::diagnostic::{Diagnostic, Diagnostics, Span};

/// Checks every reference of every contract: its table, column and condition exist, and text refers
/// to text, numbers to numbers of the same kind.
pub fn resolve(problems: &mut Diagnostics, contracts: &IndexMap<String, Contract>) {
    for contract in contracts.values() {
        for column in contract.columns.values() {
            let Some(reference) = &column.reference else {
                continue;
            };
            let Some(found) = kind_of_target(problems, contracts, reference) else {
                continue;
            };
            if found != column.kind {
                let message = format!(
                    "`{}` is {} and cannot refer to `{}.{}`, which is {}",
                    column.name,
                    column.kind.name(),
                    reference.table,
                    reference.column,
                    found.name()
                );
                problems.push(Diagnostic::error("bad-reference", reference.span.clone(), message));
            }
        }
    }
}

/// The type of the column that a reference names; nothing once it was said what is missing.
fn kind_of_target(
    problems: &mut Diagnostics,
    contracts: &IndexMap<String, Contract>,
    reference: &Reference,
) -> Option<ColumnType> {
    let Some(target) = contracts.get(&reference.table) else {
        let message = format!("there is no table `{}`", reference.table);
        let diagnostic = Diagnostic::error("unknown-table", reference.span.clone(), message);
        problems.push(diagnostic.suggest(&reference.table, contracts.keys().map(String::as_str)));
        return None;
    };
    for name in reference.only.keys() {
        let found = column_kind(problems, target, name, &reference.only_span);
        if found.is_some_and(|kind| kind != ColumnType::Text) {
            let message = format!("`{}.{name}` is no text, so `where` cannot compare it", target.name);
            problems.push(Diagnostic::error("bad-reference", reference.only_span.clone(), message));
        }
    }
    column_kind(problems, target, &reference.column, &reference.span)
}

fn column_kind(
    problems: &mut Diagnostics,
    contract: &Contract,
    name: &str,
    place: &Span,
) -> Option<ColumnType> {
    let found = contract.columns.get(name);
    if found.is_none() {
        let message = format!("table `{}` has no column `{name}`", contract.name);
        let diagnostic = Diagnostic::error("unknown-column", place.clone(), message);
        problems.push(diagnostic.suggest(name, contract.columns.keys().map(String::as_str)));
    }
    found.map(|column| column.kind)
}
