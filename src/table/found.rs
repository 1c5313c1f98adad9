//! The rows of a file of which comparing makes something, with what is told of them.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use super::cells::{Cells, hash};
use super::crossing::Doubt;
use super::load::LoadError;
use super::reread::{Reader, columns_of, target_value};
use super::standing::Standing;

/// The rows that other rows may speak against.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Found {
    /// By row.
    pub rows: Vec<FoundRow>,
    /// For each target of the demand what these rows offer it, and all rows of the file that offer the same.
    pub offers: Vec<BTreeMap<u128, Vec<usize>>>,
}

/// One of them: nothing is wrong with it by itself.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct FoundRow {
    /// Its number in the file, from 0.
    pub row: usize,
    /// Its key, if another row has it too.
    pub key: Option<Recurring>,
    /// Its references whose values are missed: places in the demand, each with the value as text.
    pub dangling: Vec<(usize, Option<String>)>,
    /// The body answering for it.
    pub organization: Option<String>,
}

/// The key of a row that comes again somewhere.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Recurring {
    /// Its hash.
    pub hash: u128,
    /// As text.
    pub text: String,
    /// The steps of the column whose greatest value wins.
    pub latest: i128,
    /// The hash of all that the row holds.
    pub content: u128,
}

impl Found {
    /// Finds them in their file.
    pub(super) fn read(reader: &Reader<'_>, standing: &Standing, doubt: &Doubt) -> Result<Self, LoadError> {
        let (contract, demand) = (reader.contract(standing), reader.demand(standing));
        let organization =
            contract.organization.as_ref().and_then(|name| contract.columns.get_index_of(name));
        let targets: Vec<_> = demand.targets.iter().map(|number| &reader.demands.targets[*number]).collect();
        let doubtful: Vec<(usize, usize)> = (demand.references.iter().enumerate())
            .filter(|(place, _)| !doubt.missing[*place].is_empty())
            .map(|(place, (position, _))| (place, *position))
            .collect();
        let mut positions: BTreeSet<usize> = doubtful.iter().map(|(_, position)| *position).collect();
        positions.extend(organization);
        positions.extend(demand.latest);
        positions.extend(&demand.key);
        positions.extend(targets.iter().flat_map(|target| columns_of(target)));
        if !doubt.recurring.is_empty() {
            positions.extend(0..contract.columns.len());
        }
        let positions: Vec<usize> = positions.into_iter().collect();

        let mut found = Self { rows: Vec::new(), offers: vec![BTreeMap::new(); targets.len()] };
        // What every row offers each target, 0 for nothing: which of it is told is known at the end.
        let mut offered: Vec<Vec<u128>> = vec![Vec::new(); targets.len()];
        let mut bytes = Vec::new();
        reader.rows(standing, &positions, |first, cells| {
            let cell = |position: usize| &cells[positions.binary_search(&position).expect("it is asked for")];
            let key: Vec<&Cells<'_>> = demand.key.iter().map(|position| cell(*position)).collect();
            let all: Vec<&Cells<'_>> = cells.iter().collect();
            for row in 0..cells.first().map_or(0, Cells::len) {
                let number = first + row;
                let sound = standing.is_sound(number);
                for (target, offered) in targets.iter().zip(&mut offered) {
                    let mut value = || target_value(target, &positions, cells, row, &mut bytes);
                    offered.push(if sound { value().unwrap_or(0) } else { 0 });
                }
                if !sound {
                    continue;
                }
                let known = if doubt.recurring.is_empty() { None } else { Some(hash(&key, row, &mut bytes)) };
                let known = known.filter(|hash| doubt.recurring.binary_search(hash).is_ok());
                let recurring = known.map(|hash| {
                    let texts: Vec<String> =
                        key.iter().map(|cell| cell.text(row).unwrap_or_default()).collect();
                    let latest = demand.latest.and_then(|position| cell(position).steps(row));
                    let content = self::hash(&all, row, &mut bytes);
                    Recurring { hash, text: texts.join(", "), latest: latest.unwrap_or(i128::MIN), content }
                });
                let mut dangling = Vec::new();
                for (place, position) in &doubtful {
                    let cell = cell(*position);
                    let missing = &doubt.missing[*place];
                    if !cell.is_null(row) && missing.binary_search(&hash(&[cell], row, &mut bytes)).is_ok() {
                        dangling.push((*place, cell.text(row)));
                    }
                }
                if recurring.is_some() || !dangling.is_empty() {
                    let organization = organization.and_then(|position| cell(position).text(row));
                    found.rows.push(FoundRow { row: number, key: recurring, dangling, organization });
                }
            }
        })?;
        for (offers, offered) in found.offers.iter_mut().zip(offered) {
            let told = found.rows.iter().filter_map(|found| offered.get(found.row).copied());
            offers.extend(told.filter(|value| *value > 0).map(|value| (value, Vec::new())));
            if offers.is_empty() {
                continue;
            }
            for (row, value) in offered.into_iter().enumerate() {
                if let Some(rows) = offers.get_mut(&value) {
                    rows.push(row);
                }
            }
        }
        Ok(found)
    }
}
