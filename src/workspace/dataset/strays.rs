//! Codes that no member of their dimension bears, in the tables and in what KPIs list.

use std::collections::{BTreeMap, BTreeSet};

use indexmap::IndexMap;

use super::{Dataset, served};
use crate::kpi::{Caveat, Members};
use crate::table::Snapshot;
use crate::workspace::Workspace;

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
        for column in &self.strays {
            let name = format!("{}.{}", column.table, column.column);
            for (code, rows) in &column.codes {
                at(&column.dimension, code, &|stray| stray.columns.push((name.clone(), *rows)));
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

/// A column of a table in which stray codes stand.
pub(super) struct StrayColumn {
    table: String,
    column: String,
    /// The dimension that does not know them.
    dimension: String,
    title: String,
    /// Each with its rows.
    codes: BTreeMap<String, u64>,
}

/// The columns of all tables in which codes stand that their dimension does not know.
pub(super) fn columns(
    workspace: &Workspace,
    snapshot: &Snapshot,
    members: &IndexMap<String, Members>,
) -> Vec<StrayColumn> {
    let mut found = Vec::new();
    for contract in workspace.contracts.values() {
        for (column, dimension) in contract
            .columns
            .iter()
            .filter_map(|(name, column)| Some((name, workspace.dimensions.get(column.code_list.as_ref()?)?)))
        {
            let Some(members) = members.get(&dimension.name) else { continue };
            let mut codes: BTreeMap<String, u64> = BTreeMap::new();
            for (code, rows) in
                served(snapshot, &contract.name).filter_map(|file| file.codes.get(column)).flatten()
            {
                match codes.get_mut(code) {
                    Some(known) => *known += rows,
                    None => drop(codes.insert(code.clone(), *rows)),
                }
            }
            let has_strays = codes.keys().any(|code| members.is_stray(code));
            if has_strays && members.knows_any(codes.keys().map(String::as_str)) {
                codes.retain(|code, _| members.is_stray(code));
                found.push(StrayColumn {
                    table: contract.name.clone(),
                    column: column.clone(),
                    dimension: dimension.name.clone(),
                    title: dimension.title.clone(),
                    codes,
                });
            }
        }
    }
    found
}

/// Whether such codes stand in a column.
pub(super) fn stand_in(strays: &[StrayColumn], table: &str, column: &str) -> bool {
    strays.iter().any(|own| own.table == table && own.column == column)
}

/// Rows whose code no dimension knows, in the columns of a table that a query reads without giving them as
/// that dimension: what it makes of them cannot be seen in what it gives.
pub(super) fn caveats<'a>(
    strays: &'a [StrayColumn],
    table: &'a str,
    columns: &'a BTreeSet<String>,
    gives: impl Fn(&str) -> bool + 'a,
) -> impl Iterator<Item = Caveat> + 'a {
    let read = strays.iter().filter(move |own| own.table == table && columns.contains(&own.column));
    read.filter(move |own| !gives(&own.dimension)).map(|own| {
        let mut by_rows: Vec<(&String, u64)> = own.codes.iter().map(|(code, rows)| (code, *rows)).collect();
        // Sorting keeps the order of the codes.
        by_rows.sort_by_key(|(_, rows)| std::cmp::Reverse(*rows));
        Caveat::UnknownCodes {
            dimension: own.title.clone(),
            records: own.codes.values().sum(),
            codes: by_rows.into_iter().take(NAMED).map(|(code, _)| code.clone()).collect(),
        }
    })
}
