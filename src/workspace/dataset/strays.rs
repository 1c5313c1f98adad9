//! Codes that no member of their dimension bears, in the tables and in what KPIs list.

use std::collections::BTreeMap;

use super::{Dataset, served};
use crate::kpi::{Caveat, Members};
use crate::table::{Contract, Snapshot};
use crate::workspace::Workspace;
use indexmap::IndexMap;

/// So many codes of a column are named at a figure.
const NAMED: usize = 3;

/// A code that no member of its dimension bears.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct StrayCode {
    /// The dimension.
    pub dimension: String,
    /// The code, as it is written.
    pub code: String,
    /// The KPIs that list records with it, and how many.
    pub kpis: Vec<(String, u64)>,
    /// The columns (`TABLE.COLUMN`) in which it stands, and in how many rows.
    pub columns: Vec<(String, u64)>,
}

impl Dataset {
    /// Every code that no member of its dimension bears, by dimension, the most frequent first. A KPI that
    /// fails says so where it is shown.
    pub async fn stray_codes(&self) -> Vec<StrayCode> {
        let mut found: BTreeMap<(String, String), StrayCode> = BTreeMap::new();
        let mut at = |dimension: &str, code: &str, add: &dyn Fn(&mut StrayCode)| {
            let key = (dimension.to_owned(), code.to_owned());
            add(found.entry(key).or_default());
        };
        for kpi in self.workspace.kpis.values() {
            let Ok(cube) = self.cube(kpi).await else { continue };
            for (dimension, codes) in cube.strays(kpi) {
                for (code, records) in codes {
                    at(dimension, code, &|stray| stray.kpis.push((kpi.code.clone(), records)));
                }
            }
        }
        for contract in self.workspace.contracts.values() {
            for column in contract.columns.keys() {
                let Some((dimension, codes)) = stray_rows(&self.snapshot, &self.members, contract, column)
                else {
                    continue;
                };
                let name = format!("{}.{column}", contract.name);
                for (code, rows) in codes {
                    at(dimension, code, &|stray| stray.columns.push((name.clone(), rows)));
                }
            }
        }
        let named =
            found.into_iter().map(|((dimension, code), stray)| StrayCode { dimension, code, ..stray });
        let mut all: Vec<StrayCode> = named.collect();
        all.sort_by(|a, b| {
            let place = |stray: &StrayCode| self.members.get_index_of(&stray.dimension);
            place(a).cmp(&place(b)).then_with(|| b.records().cmp(&a.records()))
        });
        all
    }

    /// The member that is probably meant by a code that none bears.
    pub fn nearest_member(&self, stray: &StrayCode) -> Option<&str> {
        self.members.get(&stray.dimension)?.nearest(&stray.code)
    }
}

impl StrayCode {
    /// The most records that any KPI, or rows that any column, has with it.
    pub fn records(&self) -> u64 {
        self.kpis.iter().chain(&self.columns).map(|(_, records)| *records).max().unwrap_or(0)
    }
}

/// The stray codes of a table's column with their rows, and the dimension that does not know them.
fn stray_rows<'a>(
    snapshot: &'a Snapshot,
    members: &IndexMap<String, Members>,
    contract: &'a Contract,
    column: &str,
) -> Option<(&'a str, BTreeMap<&'a str, u64>)> {
    let dimension = contract.columns.get(column)?.code_list.as_deref()?;
    let members = members.get(dimension)?;
    let mut codes: BTreeMap<&str, u64> = BTreeMap::new();
    for (code, rows) in served(snapshot, &contract.name).filter_map(|file| file.codes.get(column)).flatten() {
        *codes.entry(code).or_default() += rows;
    }
    if codes.keys().all(|code| !members.is_stray(code)) || !members.knows_any(codes.keys().copied()) {
        return None;
    }
    codes.retain(|code, _| members.is_stray(code));
    Some((dimension, codes))
}

/// Rows of a table whose code no dimension knows, in the columns that a query reads and does not give as
/// that dimension: what it makes of them cannot be seen in what it gives.
pub(super) fn caveats(
    workspace: &Workspace,
    snapshot: &Snapshot,
    members: &IndexMap<String, Members>,
    contract: &Contract,
    columns: impl Iterator<Item = impl AsRef<str>>,
    gives: impl Fn(&str) -> bool,
) -> Vec<Caveat> {
    let stray = |column: &str| stray_rows(snapshot, members, contract, column);
    let found = columns.filter_map(|column| stray(column.as_ref()));
    let told = found.filter(|(dimension, _)| !gives(dimension)).map(|(dimension, codes)| {
        let mut by_rows: Vec<(&str, u64)> = codes.into_iter().collect();
        by_rows.sort_by_key(|(_, rows)| std::cmp::Reverse(*rows));
        let title = workspace.dimensions.get(dimension).map_or(dimension, |own| &own.title);
        Caveat::UnknownCodes {
            dimension: title.to_owned(),
            records: by_rows.iter().map(|(_, rows)| rows).sum(),
            codes: by_rows.into_iter().take(NAMED).map(|(code, _)| code.to_owned()).collect(),
        }
    });
    told.collect()
}
