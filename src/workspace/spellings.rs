//! Texts in queries and conditions that stand for nothing: other spellings of a code, which are put right as files are read.

use indexmap::IndexMap;

use crate::diagnostic::{Diagnostic, Diagnostics, Span, in_toml};
use crate::kpi::{Dimension, MemberSource};
use crate::query::{Compared, Planned, Select};
use crate::table::Contract;

/// Warns of texts that a query compares with a column in which they never stand, because the dimension's
/// aliases make them a member's code.
pub(super) fn check(
    problems: &mut Diagnostics,
    contracts: &IndexMap<String, Contract>,
    select: &Select,
    planned: &Planned,
) {
    for Compared { table, column, text } in &planned.compared {
        let Some(code) = meant(contracts, table, column, text) else { continue };
        for place in select.compared(text) {
            let written = code.replace('\'', "''");
            problems.push(never(place, table, column, text, code).help(format!("write `'{written}'`")));
        }
    }
}

/// The same of what contracts and dimensions pick rows by.
pub(super) fn check_conditions(
    problems: &mut Diagnostics,
    contracts: &IndexMap<String, Contract>,
    dimensions: &IndexMap<String, Dimension>,
) {
    let columns = contracts.values().flat_map(|contract| contract.columns.values());
    let references = columns.filter_map(|column| column.reference.as_ref());
    let references = references.map(|own| (&own.table, &own.only, &own.only_span));
    let lists = dimensions.values().filter_map(|dimension| match &dimension.members {
        MemberSource::Table(table) => Some((&table.table, &table.only, &dimension.place)),
        MemberSource::Values(_) => None,
    });
    for (table, only, place) in references.chain(lists) {
        for (column, text) in only {
            if let Some(code) = meant(contracts, table, column, text) {
                let problem = never(place.clone(), table, column, text, code);
                problems.push(problem.help(format!("write {}", in_toml(code))));
            }
        }
    }
}

/// The code that a text of a column becomes as files are read.
fn meant<'a>(
    contracts: &'a IndexMap<String, Contract>,
    table: &str,
    column: &str,
    text: &str,
) -> Option<&'a String> {
    contracts.get(table)?.columns.get(column)?.spellings.get(text)
}

fn never(place: Span, table: &str, column: &str, text: &str, code: &str) -> Diagnostic {
    let message =
        format!("`{text}` never stands in `{table}.{column}`: an alias makes it `{code}` as files are read");
    Diagnostic::warning("other-spelling", place, message)
}
