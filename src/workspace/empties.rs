//! Conditions of queries that rows without a value do not meet, so that figures are lower by rows of which nobody thought.

use indexmap::IndexMap;

use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::query::{LeavesOut, LeftOut, Negation, Planned, Select};
use crate::table::Contract;

/// Warns of them, where a contract says that a column may be empty or a join leaves it so.
pub(super) fn check(
    problems: &mut Diagnostics,
    contracts: &IndexMap<String, Contract>,
    select: &Select,
    planned: &Planned,
) {
    let optional = |table: &str, column: &str| {
        let contract = contracts.get(table);
        let is_key = contract.is_some_and(|own| own.key.iter().any(|key| key == column));
        !is_key && contract.and_then(|own| own.columns.get(column)).is_some_and(|own| own.optional)
    };
    planned.left_out(select, &optional).into_iter().for_each(|found| problems.push(told(found)));
}

fn told(LeftOut { column, optional, by, place }: LeftOut) -> Diagnostic {
    let purpose = format!("or say with `AND {column} IS NOT NULL` that it is left out on purpose");
    let (what, help) = match by {
        LeavesOut::Comparison(Negation::Unequal) => (
            "a row without it does not meet this condition",
            format!("write `{column} IS DISTINCT FROM …` to count it in, {purpose}"),
        ),
        LeavesOut::Comparison(Negation::Other) => (
            "a row without it does not meet this condition",
            format!("write `({column} IS NULL OR …)` to count it in, {purpose}"),
        ),
        LeavesOut::Join => {
            ("a row without it is left out by this join", format!("write `LEFT JOIN` to keep it, {purpose}"))
        }
        LeavesOut::NotIn => (
            "where one row is without it, NOT IN leaves out all",
            format!("write `WHERE {column} IS NOT NULL` in the subquery"),
        ),
    };
    let label = match optional {
        Some((table, name)) => format!("`{name}` is optional in `{table}`"),
        None => "empty where an outer join finds nothing".to_owned(),
    };
    let message = format!("`{column}` may be empty, and {what}");
    Diagnostic::warning("empty-is-dropped", place, message).label(label).help(help)
}
