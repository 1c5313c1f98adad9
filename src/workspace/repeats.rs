//! Whether a KPI may list a record more than once on a day: mostly its plan proves that it does not.

use indexmap::IndexMap;

use crate::kpi::Kpi;
use crate::query::Planned;
use crate::table::{Contract, OnFail};

/// Whether it may, in a column whose numbers are added up or put in order.
pub(super) fn may(kpi: &Kpi, planned: &Planned, contracts: &IndexMap<String, Contract>) -> bool {
    let keys = |table: &str| keys(table, contracts);
    let mut columns = vec!["day".to_owned()];
    columns.extend(kpi.key.iter().cloned());
    kpi.repeating().any(|column| !planned.tells_apart(&keys, &columns, &column.name))
}

/// What tells the rows of a table apart, as far as no row may lack it: the contract's key, since rows with one that
/// was there before are set aside; of the engine's own tables that of time.
fn keys(table: &str, contracts: &IndexMap<String, Contract>) -> Vec<Vec<String>> {
    let own = |names: &[&str]| names.iter().map(|name| vec![(*name).to_owned()]).collect();
    let Some(contract) = contracts.get(table) else {
        return match table {
            "slots" => own(&["slot", "first_day", "last_day"]),
            "calendar" => own(&["day"]),
            _ => Vec::new(),
        };
    };
    let filled = |name: &String| {
        let column = contract.columns.get(name);
        column.is_some_and(|column| !column.optional && column.on_fail != Some(OnFail::Keep))
    };
    let whole = !contract.key.is_empty() && contract.key.iter().all(filled);
    if whole { vec![contract.key.clone()] } else { Vec::new() }
}
