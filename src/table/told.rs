//! What is wrong with rows, all things considered: written down for a snapshot, and counted for each file.

use std::collections::BTreeMap;

use indexmap::IndexMap;

use super::contract::{ColumnType, Contract};
use super::engine_tables::{REJECTED_ROWS, unwritten};
use super::finding::{Fate, Finding, Rule};
use super::load::LoadError;
use super::oddities::KeptRows;
use super::rejected::{Rejected, RejectedWriter};
use super::standing::Standing;
use crate::store::State;

/// What is counted of the findings of one file.
#[derive(Debug, Default)]
pub(super) struct Told {
    /// Columns that fail a check in rows that count all the same.
    kept: IndexMap<String, KeptRows>,
    /// Rows set aside that have an amount that is missing or cannot be read, by the body that answers for them.
    pub unstated: BTreeMap<Option<String>, u64>,
}

/// Writes down what is wrong with the rows of all files that are served, by table, path and row: its address,
/// and what is counted by file.
pub(super) fn write(
    state: &State,
    contracts: &IndexMap<String, Contract>,
    standings: &[Standing],
) -> Result<(String, Vec<Told>), LoadError> {
    let mut writer = RejectedWriter::new(state);
    let mut told: Vec<Told> = standings.iter().map(|_| Told::default()).collect();
    for (table, contract) in contracts {
        let served = |standing: &Standing| standing.fatal.is_none() && standing.listed.table == *table;
        for (standing, told) in standings.iter().zip(&mut told).filter(|(standing, _)| served(standing)) {
            standing.findings(state, |row| {
                told.see(&row, contract);
                for finding in row {
                    let (table, file) = (table.clone(), standing.listed.path.clone());
                    writer.push(Rejected { table, file, finding });
                }
            })?;
        }
    }
    let sha256 = writer.finish().map_err(|error| unwritten(error, REJECTED_ROWS))?;
    Ok((sha256, told))
}

impl Told {
    /// Sees all that is wrong with one row.
    fn see(&mut self, row: &[Finding], contract: &Contract) {
        let is_unstated = |finding: &&Finding| {
            let lost = matches!(finding.rule, Rule::Type | Rule::Filled) && finding.fate.is_set_aside();
            let column = contract.columns.get(&finding.column);
            lost && column.is_some_and(|column| column.kind == ColumnType::Money)
        };
        if let Some(finding) = row.iter().find(is_unstated) {
            *self.unstated.entry(finding.organization.clone()).or_default() += 1;
        }
        for (at, finding) in row.iter().enumerate().filter(|(_, finding)| finding.fate == Fate::Served) {
            let same = |other: &&Finding| other.column == finding.column;
            // What fails two checks of a column is one row.
            if row[..at].iter().any(|other| same(&other)) {
                continue;
            }
            let own = self.kept.entry(finding.column.clone()).or_default();
            own.rows += 1;
            let otherwise = row.iter().filter(same).any(|other| other.rule != Rule::References);
            if let Some(value) = finding.value.as_ref().filter(|_| !otherwise) {
                *own.astray.entry(value.clone()).or_default() += 1;
            }
        }
    }

    pub(super) fn kept(&self) -> Vec<(String, KeptRows)> {
        self.kept.iter().map(|(column, rows)| (column.clone(), rows.clone())).collect()
    }
}
