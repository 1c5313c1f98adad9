//! The checks between rows and between files: keys that come again, references that lead nowhere.

use std::borrow::Cow;
use std::collections::{BTreeSet, HashMap, HashSet};

use indexmap::IndexMap;

use super::contract::{Contract, OnFail, Replace};
use super::demand::{Demands, Material};
use super::finding::{Fatal, Fate, Rule};
use super::standing::Standing;

/// Gives the material of a file: from memory, from the cache, or from the file once more.
pub(super) trait Materials {
    /// Why it cannot.
    type Error;

    /// The material of a file that is not fatal.
    fn of(&self, standing: &Standing) -> Result<Cow<'_, Material>, Self::Error>;
}

/// Decides about every row that only other rows can speak against. Files must stand by path: of two
/// rows with one key the earlier path's stays.
pub(super) fn settle<M: Materials>(
    contracts: &IndexMap<String, Contract>,
    demands: &Demands,
    standings: &mut [Standing],
    materials: &M,
) -> Result<(), M::Error> {
    for contract in contracts.values() {
        if !contract.key.is_empty() {
            settle_keys(contract, standings, materials)?;
        }
    }
    // A row set aside for what it refers to may be what others refer to.
    let mut told = BTreeSet::new();
    loop {
        let targets = gather_targets(demands, standings, materials)?;
        if !settle_references(contracts, demands, standings, materials, &targets, &mut told)? {
            return Ok(());
        }
    }
}

fn settle_keys<M: Materials>(
    contract: &Contract,
    standings: &mut [Standing],
    materials: &M,
) -> Result<(), M::Error> {
    match contract.replace {
        Replace::File => keep_first(contract, standings, materials),
        Replace::Latest(_) => keep_latest(contract, standings, materials),
    }
}

fn keep_first<M: Materials>(
    contract: &Contract,
    standings: &mut [Standing],
    materials: &M,
) -> Result<(), M::Error> {
    let column = contract.key.join(", ");
    let mut seen: HashSet<u128> = HashSet::new();
    // A key that comes again in its own file is told apart from one that an earlier file has.
    for file in files_of(standings, &contract.name) {
        let material = materials.of(&standings[file])?;
        seen.reserve(material.keys.len());
        let mut again = Vec::new();
        for (row, key) in material.keys.iter().enumerate() {
            if standings[file].is_served(row) && !seen.insert(*key) {
                again.push((row, *key));
            }
        }
        if again.is_empty() {
            continue;
        }
        let wanted: HashSet<u128> = again.iter().map(|(_, key)| *key).collect();
        let lost: HashSet<usize> = again.iter().map(|(row, _)| *row).collect();
        let served = |row: &usize| standings[file].is_served(*row) && !lost.contains(row);
        // Keys that come again here and whose first row, which counts, is here too.
        let own: HashSet<u128> = (material.keys.iter().enumerate())
            .filter(|(row, key)| wanted.contains(key) && served(row))
            .map(|(_, key)| *key)
            .collect();
        for (row, key) in again {
            let fate = if own.contains(&key) { Fate::SetAside } else { Fate::Repeated };
            standings[file].cross(row, Rule::Key, &column, fate);
        }
    }
    Ok(())
}

fn keep_latest<M: Materials>(
    contract: &Contract,
    standings: &mut [Standing],
    materials: &M,
) -> Result<(), M::Error> {
    let column = contract.key.join(", ");
    // The winner so far of each key: its place, and what it won by.
    let mut winners: HashMap<u128, (i128, usize, usize)> = HashMap::new();
    for file in files_of(standings, &contract.name) {
        let material = materials.of(&standings[file])?;
        for (row, (key, latest)) in material.keys.iter().zip(&material.latest).enumerate() {
            if !standings[file].is_served(row) {
                continue;
            }
            let Some(winner) = winners.get_mut(key) else {
                winners.insert(*key, (*latest, file, row));
                continue;
            };
            if *latest > winner.0 {
                standings[winner.1].cross(winner.2, Rule::Superseded, &column, Fate::Superseded);
                *winner = (*latest, file, row);
            } else if *latest < winner.0 {
                standings[file].cross(row, Rule::Superseded, &column, Fate::Superseded);
            } else {
                let fate = if winner.1 == file { Fate::SetAside } else { Fate::Repeated };
                standings[file].cross(row, Rule::Key, &column, fate);
            }
        }
    }
    Ok(())
}

/// The values that can be referred to, by number of the target: those of rows that are served.
fn gather_targets<M: Materials>(
    demands: &Demands,
    standings: &[Standing],
    materials: &M,
) -> Result<Vec<HashSet<u64>>, M::Error> {
    let mut found = vec![HashSet::new(); demands.targets.len()];
    for standing in standings.iter().filter(|standing| standing.fatal.is_none()) {
        let Some(demand) = demands.tables.get(&standing.listed.table).filter(|d| !d.targets.is_empty())
        else {
            continue;
        };
        let material = materials.of(standing)?;
        for (number, hashes) in demand.targets.iter().zip(&material.targets) {
            let served =
                hashes.iter().enumerate().filter(|(row, hash)| **hash != 0 && standing.is_served(*row));
            found[*number].extend(served.map(|(_, hash)| *hash));
        }
    }
    Ok(found)
}

/// Whether a row or file went that was served before, so that others have to be looked at again.
fn settle_references<M: Materials>(
    contracts: &IndexMap<String, Contract>,
    demands: &Demands,
    standings: &mut [Standing],
    materials: &M,
    targets: &[HashSet<u64>],
    told: &mut BTreeSet<(usize, usize, usize)>,
) -> Result<bool, M::Error> {
    let mut went = false;
    for (file, standing) in standings.iter_mut().enumerate() {
        let table = &standing.listed.table;
        let Some((contract, demand)) = contracts.get(table).zip(demands.tables.get(table)) else {
            continue;
        };
        if standing.fatal.is_some() || demand.references.is_empty() {
            continue;
        }
        let material = materials.of(standing)?;
        for ((position, number), hashes) in demand.references.iter().zip(&material.references) {
            let column = &contract.columns[*position];
            for (row, hash) in hashes.iter().enumerate() {
                let dangling = *hash != 0 && !targets[*number].contains(hash) && standing.is_served(row);
                if !dangling || !told.insert((file, row, *position)) {
                    continue;
                }
                let on_fail = column.on_fail(true);
                let fate = if on_fail == OnFail::Keep { Fate::Served } else { Fate::SetAside };
                standing.cross(row, Rule::References, &column.name, fate);
                went |= on_fail != OnFail::Keep;
                if on_fail == OnFail::Fatal && standing.fatal.is_none() {
                    standing.fatal = Some(Fatal::Row {
                        rule: Rule::References,
                        column: column.name.clone(),
                        row: row as u64 + 1,
                        value: None,
                    });
                }
            }
        }
    }
    Ok(went)
}

/// The places of a table's files that have rows to compare, by path.
fn files_of(standings: &[Standing], table: &str) -> Vec<usize> {
    let ours = |standing: &Standing| standing.fatal.is_none() && standing.listed.table == table;
    standings.iter().enumerate().filter(|(_, standing)| ours(standing)).map(|(file, _)| file).collect()
}
