//! What was found about files before, in the state folder: read anew only what is new.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Mutex, PoisonError};

use indexmap::IndexMap;
use serde::Serialize;
use serde::de::DeserializeOwned;

use super::contract::Contract;
use super::convert::Zone;
use super::crossing::{Crossing, Doubt};
use super::demand::Demands;
use super::finding::{Fatal, Fate};
use super::found::Found;
use super::listing::{Listed, Listing};
use super::load::LoadError;
use super::location::Location;
use super::missed::{Before, Missed};
use super::parallel::in_parallel;
use super::snapshot::{Snapshot, SnapshotFile};
use super::standing::Standing;
use super::twin::{self, Twin};
use super::verdict::Verdict;
use crate::store::{State, StoreError, sha256_hex};

/// Part of every key: what an older program kept in another form is not found.
const FORM: &str = concat!("table 11 ", env!("CARGO_PKG_VERSION"));
/// Which bytes a file of a stamp has.
const BYTES: &str = "bytes";
/// What a file of such bytes is worth by itself.
const VERDICTS: &str = "verdicts";
/// What comparing said of a location's files, and of the rows of one.
const CROSSINGS: &str = "crossings";
const ROWS: &str = "rows";
/// What is known of a cleaned twin.
const TWINS: &str = "twins";
/// All of it together.
const SNAPSHOTS: &str = "snapshots";
/// What was served before.
const SERVED: &str = "served";
/// Its form, in which no version of the program stands: after an upgrade it cannot be found out again.
const SERVED_FORM: &str = "served 1";

/// The keys of one load: they change with whatever its outcome depends on.
#[derive(Debug)]
pub(super) struct Keys<'a> {
    /// What the files of each table are held against.
    tables: IndexMap<&'a str, String>,
    /// One for each file, in the order of the listing: it changes with the file's stamp.
    pub files: Vec<String>,
    whole: String,
    location: String,
    /// Under which what was served there before is remembered.
    served: Vec<String>,
}

impl<'a> Keys<'a> {
    pub(super) fn new(
        contracts: &'a IndexMap<String, Contract>,
        demands: &Demands,
        zone: &Zone,
        location: &Location,
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
        let [_, address] = location.names();
        let file_key = |listed: &Listed| {
            let table = tables.get(listed.table.as_str()).map(String::as_str).unwrap_or_default();
            key(&[table, &address, &listed.path, listed.version.in_words()])
        };
        let files: Vec<String> = files.iter().map(file_key).collect();
        let parts = tables.values().map(String::as_str);
        let whole = key(&parts.chain(files.iter().map(String::as_str)).collect::<Vec<_>>());
        let location_key = key(&[FORM, &location.names()[0]]);
        Self { tables, files, whole, location: location_key, served: served_keys(location) }
    }

    /// What a file holds and what that is held against: the same for the same bytes at another time.
    pub(super) fn id(&self, listed: &Listed, sha256: &str) -> String {
        let table = self.tables.get(listed.table.as_str()).map(String::as_str).unwrap_or_default();
        key(&[table, &listed.path, sha256])
    }
}

fn key(parts: &[&str]) -> String {
    sha256_hex(parts.join("\0").as_bytes())
}

/// An entry of the state folder: its kind and its key.
type Name = (String, String);

/// What is remembered in the state folder, and which of it one load used.
#[derive(Debug)]
pub(super) struct Memory<'a> {
    state: &'a State,
    used: Mutex<BTreeSet<Name>>,
}

impl<'a> Memory<'a> {
    pub(super) fn new(state: &'a State) -> Self {
        Self { state, used: Mutex::default() }
    }

    /// The address of the bytes of a file with such a stamp.
    pub(super) fn bytes(&self, file: &str) -> Option<String> {
        self.get(BYTES, file)
    }

    /// The verdict on bytes, held against what they were held against: also of a file that has come once more.
    pub(super) fn verdict(&self, id: &str) -> Option<Verdict> {
        let known: Verdict = self.get(VERDICTS, id)?;
        self.note_rejected(&known);
        known.rejected.as_ref().is_none_or(|sha256| self.is_whole(sha256)).then_some(known)
    }

    /// What is wrong with a file's rows is part of what is known of it.
    fn note_rejected(&self, verdict: &Verdict) {
        if let Some(sha256) = &verdict.rejected {
            self.note(twin::KIND, &format!("{sha256}.{}", twin::EXTENSION));
        }
    }

    /// A copy of what lies elsewhere is read again when other files come.
    pub(super) fn note_copy(&self, entry: Option<Name>, sha256: &str) {
        if let Some((kind, key)) = entry {
            self.note(&kind, &key);
            self.note(twin::KIND, &format!("{sha256}.{}", twin::EXTENSION));
        }
    }

    /// Keeps a verdict as soon as it is there: if another file moves meanwhile, this one is not read again.
    pub(super) fn keep_verdict(&self, file: &str, id: &str, verdict: &Verdict) -> Result<(), StoreError> {
        self.note_rejected(verdict);
        // Files are no longer unreadable once somebody changes a right, which no stamp may tell.
        if is_passing(verdict.fatal.as_ref()) {
            return Ok(());
        }
        if self.verdict(id).is_none() {
            self.put(VERDICTS, id, verdict)?;
        }
        self.put(BYTES, file, &verdict.sha256)
    }

    pub(super) fn crossing(&self, keys: &Keys<'_>) -> Crossing {
        self.get(CROSSINGS, &keys.location).unwrap_or_default()
    }

    pub(super) fn keep_crossing(&self, keys: &Keys<'_>, crossing: &Crossing) -> Result<(), StoreError> {
        self.put(CROSSINGS, &keys.location, crossing)
    }

    /// The doubtful rows of a file: remembered, or found now.
    pub(super) fn found(
        &self,
        standing: &Standing,
        doubt: &Doubt,
        find: impl FnOnce() -> Result<Found, LoadError>,
    ) -> Result<Found, LoadError> {
        let lists = [doubt.recurring.as_slice()].into_iter().chain(doubt.missing.iter().map(Vec::as_slice));
        let bytes: Vec<u8> = lists
            .flat_map(|list| [list.len() as u128].into_iter().chain(list.iter().copied()))
            .flat_map(u128::to_le_bytes)
            .collect();
        let key = key(&[&standing.id, &sha256_hex(&bytes)]);
        if let Some(known) = self.get(ROWS, &key) {
            return Ok(known);
        }
        let found = find()?;
        self.put(ROWS, &key, &found)?;
        Ok(found)
    }

    /// The twin of a file for the fates that its rows have now, if it is there: of the bytes, of what they are
    /// held against, and of every row's fate.
    pub(super) fn twin(&self, standing: &Standing) -> Option<Twin> {
        self.get(TWINS, &twin_key(standing)).filter(|twin: &Twin| self.is_whole(&twin.sha256))
    }

    pub(super) fn keep_twin(&self, standing: &Standing, twin: &Twin) -> Result<(), StoreError> {
        self.put(TWINS, &twin_key(standing), twin)
    }

    /// The snapshot of exactly these files, if its twins are still there as they were written.
    pub(super) fn snapshot(&self, keys: &Keys<'_>) -> Option<Snapshot> {
        let snapshot: Snapshot = self.get(SNAPSHOTS, &keys.whole)?;
        let twins: Vec<&SnapshotFile> = snapshot.files().filter(|file| file.is_twin()).collect();
        let whole = in_parallel(&twins, |file| self.is_whole(&file.served_sha256));
        let whole = whole.into_iter().all(|whole| whole) && self.is_whole(&snapshot.rejected);
        whole.then_some(snapshot)
    }

    pub(super) fn keep_snapshot(&self, keys: &Keys<'_>, snapshot: &mut Snapshot) -> Result<(), StoreError> {
        let copies = keys.served.iter().flat_map(|key| State::copies(key));
        copies.for_each(|copy| self.note(SERVED, &copy));
        self.note(SNAPSHOTS, &keys.whole);
        snapshot.entries = self.used().iter().cloned().collect();
        if snapshot.fatal_files.iter().any(|file| is_passing(Some(&file.fatal))) {
            return Ok(());
        }
        self.put(SNAPSHOTS, &keys.whole, snapshot)
    }

    /// Whether the Parquet file of an address is in the cache, as it was written.
    fn is_whole(&self, sha256: &str) -> bool {
        twin::path(self.state, sha256).is_ok_and(|path| self.state.is_whole(&path))
    }

    fn used(&self) -> std::sync::MutexGuard<'_, BTreeSet<Name>> {
        self.used.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn note(&self, kind: &str, key: &str) {
        self.used().insert((kind.to_owned(), key.to_owned()));
    }

    fn get<T: DeserializeOwned>(&self, kind: &str, key: &str) -> Option<T> {
        let found = get(self.state, kind, key)?;
        self.note(kind, key);
        Some(found)
    }

    fn put<T: Serialize>(&self, kind: &str, key: &str, value: &T) -> Result<(), StoreError> {
        self.note(kind, key);
        put(self.state, kind, key, value)
    }
}

fn twin_key(standing: &Standing) -> String {
    let code = |fate: &Fate| match fate {
        Fate::Served => 0,
        Fate::Superseded => 1,
        Fate::Repeated => 2,
        Fate::SetAside => 3,
        Fate::Copy => 4,
    };
    let fates: Vec<u8> = standing.fates.iter().map(code).collect();
    key(&[&standing.id, &sha256_hex(&fates)])
}

fn is_passing(fatal: Option<&Fatal>) -> bool {
    matches!(fatal, Some(Fatal::Unreadable { .. }))
}

/// The place first; then its spelling, which stays where a link to the newest delivery is turned to another folder.
fn served_keys(location: &Location) -> Vec<String> {
    let mut keys: Vec<String> = location.names().iter().map(|name| key(&[SERVED_FORM, name])).collect();
    keys.dedup();
    keys
}

/// What was served of each table before and is not there any more; the present state takes its place.
pub(super) fn missed(
    state: &State,
    location: &Location,
    contracts: &IndexMap<String, Contract>,
    listing: &Listing,
    snapshot: &Snapshot,
) -> Result<Missed, StoreError> {
    let mut known: Vec<(String, Option<BTreeMap<String, Before>>)> = Vec::new();
    for key in served_keys(location) {
        let bytes = state.cached_safely(SERVED, &key)?;
        known.push((key, bytes.and_then(|bytes| postcard::from_bytes(&bytes).ok())));
    }
    let before = known.iter().find_map(|(_, before)| before.clone()).unwrap_or_default();
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
    let Ok(bytes) = postcard::to_stdvec(&now) else { return Ok(all) };
    for (key, _) in known.iter().filter(|(_, before)| before.as_ref() != Some(&now)) {
        state.put_safely(SERVED, key, &bytes)?;
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
        // What cannot be kept is found out each time.
        Err(_) => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::table::StoreAccess;

    /// Where it stands must not depend on the program's version: after an upgrade nobody could tell what is lost.
    #[test]
    fn what_was_served_is_found_again_after_an_upgrade() {
        assert_eq!(SERVED_FORM, "served 1");
        let location =
            Location::parse("/nowhere/data", std::path::Path::new("/"), &StoreAccess::default()).unwrap();
        assert_eq!(served_keys(&location), [sha256_hex(b"served 1\0/nowhere/data")]);
    }
}
