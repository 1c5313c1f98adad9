//! Codes that no member of their dimension bears, in the tables and in what KPIs list.

use std::collections::{BTreeMap, BTreeSet};

use indexmap::IndexMap;

use super::{Dataset, served};
use crate::kpi::{Kpi, Members, TableStrays};
use crate::query::Compared;
use crate::table::Snapshot;
use crate::workspace::{Uses, Workspace};

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
        for (kpi, cube) in self.all_cubes().await {
            for (dimension, codes) in cube.strays(kpi) {
                for (code, records) in codes {
                    at(dimension, code, &|stray| stray.kpis.push((kpi.code.clone(), *records)));
                }
            }
        }
        for column in self.strays.iter().filter(|column| !column.by_name_only) {
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
    /// Each with its rows.
    codes: BTreeMap<String, u64>,
    /// Whether it is one of the dimension by its name alone, and no value in it is anything like a member.
    by_name_only: bool,
}

/// A column that is called as a dimension is and holds nothing like its members.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnlikeColumn {
    /// The table.
    pub table: String,
    /// The column, and the dimension's name.
    pub column: String,
    /// How many different values there are.
    pub values: usize,
    /// One of them.
    pub example: String,
}

impl Dataset {
    /// Whether a value of a table's column is told as a code that its dimension does not know.
    pub fn tells_code(&self, table: &str, column: &str, code: &str) -> bool {
        self.strays.iter().any(|own| !own.by_name_only && own.holds((table, column), code))
    }

    /// Columns that bear the name of a dimension and nothing like its members, where any KPI's number needs them.
    pub fn unlike_columns(&self) -> impl Iterator<Item = UnlikeColumn> {
        let read = |kpi: &Kpi, own: &StrayColumn| {
            let read = self.workspace.uses.get(&kpi.code).and_then(|uses| uses.tables.get(&own.table));
            read.is_some_and(|columns| columns.contains(&own.column))
        };
        let needed = move |own: &&StrayColumn| {
            let mut kpis = self.workspace.kpis.values().filter(|kpi| read(kpi, own));
            kpis.any(|kpi| self.needs(&kpi.numbers(), &own.table, &own.column))
        };
        let unlike = self.strays.iter().filter(|column| column.by_name_only);
        unlike.filter(needed).map(|column| UnlikeColumn {
            table: column.table.clone(),
            column: column.column.clone(),
            values: column.codes.len(),
            example: column.codes.keys().next().cloned().unwrap_or_default(),
        })
    }
}

/// The columns of all tables in which codes stand that their dimension does not know.
pub(super) fn columns(
    workspace: &Workspace,
    snapshot: &Snapshot,
    members: &IndexMap<String, Members>,
) -> Vec<StrayColumn> {
    let mut found = Vec::new();
    for contract in workspace.contracts.values() {
        for column in contract.columns.values() {
            let own = column.code_list.as_ref().and_then(|name| members.get_key_value(name));
            let Some((dimension, members)) = own else { continue };
            let files = served(snapshot, &contract.name).filter_map(|file| file.codes.get(&column.name));
            let mut codes: BTreeMap<String, u64> = BTreeMap::new();
            for (code, rows) in files.flat_map(|codes| &codes.rows) {
                match codes.get_mut(code) {
                    Some(known) => *known += rows,
                    None => drop(codes.insert(code.clone(), *rows)),
                }
            }
            if !codes.keys().any(|code| members.is_stray(code)) {
                continue;
            }
            let like = column.reference.is_some() || members.knows_any(codes.keys().map(String::as_str));
            codes.retain(|code, _| members.is_stray(code));
            found.push(StrayColumn {
                table: contract.name.clone(),
                column: column.name.clone(),
                dimension: dimension.clone(),
                codes,
                by_name_only: !like,
            });
        }
    }
    found
}

impl StrayColumn {
    /// The dimension that does not know the codes.
    pub(super) fn dimension(&self) -> &str {
        &self.dimension
    }

    /// Whether it is this column of a table, and a code is one of those in it.
    pub(super) fn holds(&self, (table, column): (&str, &str), code: &str) -> bool {
        self.table == table && self.column == column && self.codes.contains_key(code)
    }
}

/// The columns with codes that no dimension knows on which what a query gives depends: whether it lists all
/// of them or lost some on the way can only be seen in what it gives.
pub(super) fn concerning<'a>(
    strays: &'a [StrayColumn],
    uses: &Uses,
    kpi: Option<&Kpi>,
) -> Vec<&'a StrayColumn> {
    let gives = |dimension: &str| kpi.is_some_and(|kpi| kpi.has(dimension));
    let among = |all: &BTreeMap<String, BTreeSet<String>>, own: &StrayColumn| {
        all.get(&own.table).is_some_and(|columns| columns.contains(&own.column))
    };
    let excluded = |own: &StrayColumn| {
        let here = |text: &&Compared| text.table == own.table && text.column == own.column;
        uses.excluded.iter().filter(here).any(|excluded| own.codes.contains_key(&excluded.text))
    };
    // What is only passed on arrives where the KPI gives the dimension.
    let concerns = |own: &&StrayColumn| match gives(&own.dimension) {
        true => among(&uses.used, own) || excluded(own),
        false => among(&uses.tables, own) && !own.by_name_only,
    };
    strays.iter().filter(concerns).collect()
}

/// The codes in such columns, a dimension once.
pub(super) fn by_dimension(
    workspace: &Workspace,
    strays: &[&StrayColumn],
    kpi: Option<&Kpi>,
) -> Vec<TableStrays> {
    let gives = |dimension: &str| kpi.is_some_and(|kpi| kpi.has(dimension));
    let mut found: IndexMap<&str, TableStrays> = IndexMap::new();
    for column in strays {
        let Some(dimension) = workspace.dimensions.get(&column.dimension) else { continue };
        let listed = found.entry(&dimension.name).or_insert_with(|| {
            // A second role of a dimension gives its members under another name.
            let same = |name: &&String| {
                workspace.dimensions.get(*name).is_some_and(|own| own.members == dimension.members)
            };
            let own = kpi.into_iter().flat_map(|kpi| &kpi.dimensions);
            let dimensions = match gives(&dimension.name) {
                true => vec![dimension.name.clone()],
                false => own.filter(same).cloned().collect(),
            };
            TableStrays { title: dimension.title.clone(), dimensions, codes: BTreeMap::new() }
        });
        for (code, rows) in &column.codes {
            *listed.codes.entry(code.clone()).or_default() += rows;
        }
    }
    found.into_values().collect()
}
