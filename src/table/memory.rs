//! What was found about files before, in the state folder: read anew only what is new.

use std::collections::BTreeMap;

use indexmap::IndexMap;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use super::contract::Contract;
use super::convert::Zone;
use super::demand::{Demands, Material};
use super::finding::{Fatal, Fate};
use super::listing::{Listed, Listing};
use super::location::Location;
use super::missed::{Before, Missed};
use super::snapshot::Snapshot;
use super::standing::Standing;
use super::twin::Twin;
use super::verdict::Verdict;
use crate::store::{State, StoreError, sha256_hex};

/// Part of every key: what an older program kept in another form is not found.
const FORM: &str = concat!("table 6 ", env!("CARGO_PKG_VERSION"));
/// The kinds of entry: what is known of a location's files, of a large file's rows, of a whole, and of what
/// was served before.
const VERDICTS: &str = "verdicts";
const MATERIAL: &str = "material";
const SNAPSHOTS: &str = "snapshots";
const SERVED: &str = "served";
/// From so many rows on the material of a file is an entry of its own, not held between its uses.
const LARGE: usize = 100_000;

/// The keys of one load: they change with whatever its outcome depends on.
#[derive(Debug)]
pub(super) struct Keys {
    /// One for each file, in the order of the listing.
    pub files: Vec<String>,
    whole: String,
}

impl Keys {
    pub(super) fn new(
        contracts: &IndexMap<String, Contract>,
        demands: &Demands,
        zone: &Zone,
        files: &[Listed],
    ) -> Self {
        let mut tables: IndexMap<&str, String> = IndexMap::new();
        for contract in contracts.values() {
            let demand = demands.tables.get(&contract.name);
            let numbers = demand.map(|demand| demand.targets.as_slice()).unwrap_or_default();
            let targets: Vec<_> = numbers.iter().map(|number| &demands.targets[*number]).collect();
            let asked = serde_json::to_string(&targets).expect("targets are numbers and texts");
            tables.insert(&contract.name, key(&[FORM, &contract.fingerprint(), &asked, zone.name()]));
        }
        let file_key = |listed: &Listed| {
            let age = listed.stamp.modified.duration_since(std::time::UNIX_EPOCH);
            let stamp = format!("{} {}", listed.stamp.size, age.map_or(0, |age| age.as_nanos()));
            let table = tables.get(listed.table.as_str()).map(String::as_str).unwrap_or_default();
            key(&[table, &listed.full.to_string_lossy(), &listed.path, &stamp])
        };
        let files: Vec<String> = files.iter().map(file_key).collect();
        let tables = tables.values().map(String::as_str);
        let whole = key(&tables.chain(files.iter().map(String::as_str)).collect::<Vec<_>>());
        Self { files, whole }
    }
}

/// The key of a twin: the file's bytes, what it is held against, and the fate of every row.
pub(super) fn twin_key(standing: &Standing) -> String {
    let code = |fate: &Fate| match fate {
        Fate::Served => 0,
        Fate::Superseded => 1,
        Fate::Repeated => 2,
        Fate::SetAside => 3,
    };
    let fates: Vec<u8> = standing.fates.iter().map(code).collect();
    key(&[&standing.key, &standing.verdict.sha256, &sha256_hex(&fates)])
}

fn key(parts: &[&str]) -> String {
    sha256_hex(parts.join("\0").as_bytes())
}

/// What is known of one file.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Known {
    /// Its worth by itself.
    pub verdict: Verdict,
    /// What comparing asks of its rows; nothing where that is an entry of its own.
    pub material: Option<Material>,
}

impl Known {
    pub(super) fn new(
        state: &State,
        key: &str,
        verdict: Verdict,
        material: Material,
    ) -> Result<Self, StoreError> {
        let rows = [&material.references, &material.targets].into_iter().flatten().map(Vec::len);
        if rows.chain([material.keys.len()]).max().unwrap_or(0) < LARGE {
            return Ok(Self { verdict, material: Some(material) });
        }
        put(state, MATERIAL, key, &material)?;
        Ok(Self { verdict, material: None })
    }
}

/// What is known of the files of one location.
#[derive(Debug, Default, Serialize, Deserialize)]
pub(super) struct Memory {
    /// By the file's key.
    pub verdicts: BTreeMap<String, Known>,
    /// By the twin's key.
    pub twins: BTreeMap<String, Twin>,
}

impl Memory {
    pub(super) fn of(state: &State, location: &Location) -> Self {
        get(state, VERDICTS, &location_key(location)).unwrap_or_default()
    }

    /// Keeps what concerns the present files and forgets the rest.
    pub(super) fn keep(
        mut self,
        state: &State,
        location: &Location,
        keys: &Keys,
        twins: Vec<Option<(String, Twin)>>,
    ) -> Result<(), StoreError> {
        self.verdicts
            .retain(|key, known| keys.files.contains(key) && !is_passing(known.verdict.fatal.as_ref()));
        self.twins = twins.into_iter().flatten().collect();
        put(state, VERDICTS, &location_key(location), &self)
    }
}

/// Files are no longer unreadable once somebody changes a right, which no time of change tells.
fn is_passing(fatal: Option<&Fatal>) -> bool {
    matches!(fatal, Some(Fatal::Unreadable { .. }))
}

fn location_key(location: &Location) -> String {
    key(&[FORM, &location.folder().to_string_lossy()])
}

/// The material of a large file.
pub(super) fn material(state: &State, key: &str) -> Option<Material> {
    get(state, MATERIAL, key)
}

/// The snapshot of exactly these files, if its twins are still there.
pub(super) fn snapshot(state: &State, keys: &Keys) -> Option<Snapshot> {
    let snapshot: Snapshot = get(state, SNAPSHOTS, &keys.whole)?;
    let there = |path: &std::path::Path, size| std::fs::metadata(path).is_ok_and(|found| found.len() == size);
    let whole = snapshot.files().all(|file| there(&file.served, file.served_size));
    whole.then_some(snapshot)
}

pub(super) fn keep_snapshot(state: &State, keys: &Keys, snapshot: &Snapshot) -> Result<(), StoreError> {
    if snapshot.fatal_files.iter().any(|file| is_passing(Some(&file.fatal))) {
        return Ok(());
    }
    put(state, SNAPSHOTS, &keys.whole, snapshot)
}

/// What was served of each table before and is not there any more; the present state takes its place.
pub(super) fn missed(
    state: &State,
    location: &Location,
    contracts: &IndexMap<String, Contract>,
    listing: &Listing,
    snapshot: &Snapshot,
) -> Result<Missed, StoreError> {
    let key = location_key(location);
    let before: BTreeMap<String, Before> = get(state, SERVED, &key).unwrap_or_default();
    let (mut now, mut all) = (BTreeMap::new(), Missed::default());
    for contract in contracts.values() {
        // Of a table that has ended nothing is expected.
        let known = before.get(&contract.name).filter(|_| contract.ended.is_none());
        let mut table = known.cloned().unwrap_or_default();
        let served = snapshot.tables.get(&contract.name).into_iter().flatten();
        let served = served.map(|file| file.path.clone()).collect();
        let missed = table.look(&contract.name, listing, served, &contract.withdrawn);
        all.files.extend(missed.files);
        all.faults.extend(missed.faults);
        now.insert(contract.name.clone(), table);
    }
    if now != before {
        put(state, SERVED, &key, &now)?;
    }
    Ok(all)
}

/// What cannot be read or understood is found out again.
fn get<T: DeserializeOwned>(state: &State, kind: &str, key: &str) -> Option<T> {
    let bytes = state.cached(kind, key).ok().flatten()?;
    postcard::from_bytes(&bytes).ok()
}

fn put<T: Serialize>(state: &State, kind: &str, key: &str, value: &T) -> Result<(), StoreError> {
    match postcard::to_stdvec(value) {
        Ok(bytes) => state.put(kind, key, &bytes),
        // A path that is no Unicode cannot be kept; the files are then read each time.
        Err(_) => Ok(()),
    }
}
