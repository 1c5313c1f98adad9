//! From a location to a snapshot.

use std::borrow::Cow;
use std::path::PathBuf;

use indexmap::IndexMap;
use parquet::errors::ParquetError;

use super::contract::Contract;
use super::convert::Zone;
use super::cross::{self, Materials};
use super::demand::{Demands, Material};
use super::finding::Fate;
use super::listing::{Fault, Listed, Listing};
use super::location::{Location, LocationError};
use super::memory::{self, Keys, Known, Memory};
use super::parallel::in_parallel;
use super::snapshot::{FatalFile, Snapshot, SnapshotFile};
use super::standing::Standing;
use super::twin::{self, Twin, TwinError};
use super::verdict::{Disturbed, Verdict, judge};
use crate::store::{State, StoreError};

/// Why there is no snapshot. A snapshot loaded before stays as good as it was.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum LoadError {
    /// The location cannot be listed.
    #[error(transparent)]
    Location(#[from] LocationError),
    /// There is nothing to read.
    #[error(
        "folder `{}`{} holds no data; expected `TABLE.parquet` or `TABLE/….parquet` for one of the tables {}",
        folder.display(),
        in_words(seen),
        expected.join(", ")
    )]
    NoData {
        /// The location's folder.
        folder: PathBuf,
        /// The tables that have a contract.
        expected: Vec<String>,
        /// What is there instead, by path.
        seen: Vec<String>,
    },
    /// A file went away or changed while it was read, twice.
    #[error("file `{path}` went away or changed while it was read; it will be read when it has arrived")]
    Moved {
        /// Relative to the location.
        path: String,
    },
    /// The state folder.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// A cleaned twin cannot be written.
    #[error("the cleaned twin of `{path}` cannot be written")]
    Twin {
        /// The file that it comes from, relative to the location.
        path: String,
        /// What the writer said.
        #[source]
        source: ParquetError,
    },
}

/// Lists a location, holds every file against its contract and against the others, and writes the
/// twins of those that cannot be served as they are. What was found about a file is kept in the state
/// folder, so that nothing is read twice; a location that has not changed is not read at all.
///
/// `zone` is where zoned timestamps become days. Blocks: on reading, and up to two seconds for files
/// that are being written. The contracts must have passed [`super::resolve()`].
pub fn load(
    contracts: &IndexMap<String, Contract>,
    location: &Location,
    state: &State,
    zone: &Zone,
) -> Result<Snapshot, LoadError> {
    let work = Load { contracts, location, state, zone, demands: Demands::of(contracts) };
    match work.attempt() {
        // Exporters replace files by renaming: a second listing sees the new one.
        Err(LoadError::Moved { .. }) => work.attempt(),
        done => done,
    }
}

/// What one load works with.
struct Load<'a> {
    contracts: &'a IndexMap<String, Contract>,
    location: &'a Location,
    state: &'a State,
    zone: &'a Zone,
    demands: Demands,
}

impl Load<'_> {
    fn attempt(&self) -> Result<Snapshot, LoadError> {
        let listing = self.location.settled(self.contracts)?;
        let nothing = listing.files.is_empty();
        let keys = Keys::new(self.contracts, &self.demands, self.zone, &listing.files);
        let read = match memory::snapshot(self.state, &keys) {
            Some(known) => known,
            // What is known of the files that were there stays so: a share that is away comes back.
            None if nothing => self.snapshot(&[], &[]),
            None => self.read(&listing, &keys)?,
        };
        let missed = memory::missed(self.state, self.location, self.contracts, &listing, &read)?;
        if nothing && listing.arriving.is_empty() && listing.faults.is_empty() && missed.faults.is_empty() {
            let expected = self.contracts.keys().map(|table| format!("`{table}`")).collect();
            let Listing { unknown, passed, others, .. } = listing;
            let seen = [unknown, passed, others].concat();
            return Err(LoadError::NoData { folder: self.location.folder().to_owned(), expected, seen });
        }
        let mut fatal_files = read.fatal_files;
        fatal_files.extend(listing.faults.into_iter().chain(missed.faults).map(useless));
        fatal_files.sort_by(|a, b| a.path.cmp(&b.path));
        Ok(Snapshot {
            fatal_files,
            unknown_files: listing.unknown,
            passed_files: listing.passed,
            arriving_files: listing.arriving,
            missed_files: missed.files,
            ..read
        })
    }

    /// The snapshot of the files listed, without what the listing itself tells.
    fn read(&self, listing: &Listing, keys: &Keys) -> Result<Snapshot, LoadError> {
        let mut memory = Memory::of(self.state, self.location);
        self.judge_new(&listing.files, keys, &mut memory)?;
        let mut standings = Vec::with_capacity(listing.files.len());
        for (listed, key) in listing.files.iter().zip(&keys.files) {
            let verdict = memory.verdicts.get(key).map(|known| known.verdict.clone());
            let verdict = verdict.ok_or_else(|| LoadError::Moved { path: listed.path.clone() })?;
            standings.push(Standing::new(listed.clone(), key.clone(), verdict));
        }
        cross::settle(self.contracts, &self.demands, &mut standings, &Shelf { load: self, memory: &memory })?;
        for standing in standings.iter_mut().filter(|standing| !standing.crossed.is_empty()) {
            let contract = &self.contracts[&standing.listed.table];
            standing.fill(contract, self.zone).map_err(|_| moved(&standing.listed))?;
        }
        let twins = self.twins(&standings, &memory)?;
        let snapshot = self.snapshot(&standings, &twins);
        memory.keep(self.state, self.location, keys, twins)?;
        memory::keep_snapshot(self.state, keys, &snapshot)?;
        Ok(snapshot)
    }

    /// Reads the files of which nothing is remembered.
    fn judge_new(&self, files: &[Listed], keys: &Keys, memory: &mut Memory) -> Result<(), LoadError> {
        let known = |key: &String| memory.verdicts.contains_key(key);
        let new: Vec<(&Listed, &String)> =
            files.iter().zip(&keys.files).filter(|(_, key)| !known(key)).collect();
        let judged = in_parallel(&new, |(listed, key)| {
            let (verdict, material) = self.judge(listed)?;
            Ok(Known::new(self.state, key, verdict, material)?)
        });
        for ((_, key), known) in new.into_iter().zip(judged) {
            memory.verdicts.insert(key.clone(), known.map_err(|error: LoadError| error)?);
        }
        Ok(())
    }

    fn judge(&self, listed: &Listed) -> Result<(Verdict, Material), LoadError> {
        let contract = &self.contracts[&listed.table];
        judge(listed, contract, &self.demands, self.zone).map_err(|disturbed| match disturbed {
            Disturbed::Moved => moved(listed),
            Disturbed::Store(error) => error.into(),
        })
    }

    /// The twin of each file that needs one, by the file's place.
    fn twins(
        &self,
        standings: &[Standing],
        memory: &Memory,
    ) -> Result<Vec<Option<(String, Twin)>>, LoadError> {
        let made = in_parallel(standings, |standing| {
            let whole = standing.fates.iter().all(|fate| *fate == Fate::Served);
            if standing.fatal.is_some() || (whole && !standing.verdict.rewritten) {
                return Ok(None);
            }
            let contract = &self.contracts[&standing.listed.table];
            let key = memory::twin_key(standing);
            if let Some(known) = memory.twins.get(&key).filter(|twin| twin.is_there()) {
                return Ok(Some((key, known.clone())));
            }
            let twin = twin::write(self.state, standing, contract, self.zone);
            twin.map(|twin| Some((key, twin))).map_err(|error| match error {
                TwinError::Moved => moved(&standing.listed),
                TwinError::Store(error) => error.into(),
                TwinError::Write(source) => LoadError::Twin { path: standing.listed.path.clone(), source },
            })
        });
        made.into_iter().collect()
    }

    fn snapshot(&self, standings: &[Standing], twins: &[Option<(String, Twin)>]) -> Snapshot {
        let mut tables: IndexMap<String, Vec<SnapshotFile>> =
            self.contracts.keys().map(|table| (table.clone(), Vec::new())).collect();
        let mut fatal_files = Vec::new();
        for (standing, twin) in standings.iter().zip(twins) {
            match &standing.fatal {
                Some(fatal) => fatal_files.push(standing.as_fatal(fatal)),
                None => {
                    let files = tables.entry(standing.listed.table.clone()).or_default();
                    files.push(standing.as_served(twin.as_ref().map(|(_, twin)| twin)));
                }
            }
        }
        let served = || tables.values().flatten();
        Snapshot {
            id: Snapshot::id_of(served()),
            synthetic: served().any(|file| file.metadata.get("synthetic").is_some_and(|is| is == "true")),
            fatal_files,
            unknown_files: Vec::new(),
            passed_files: Vec::new(),
            arriving_files: Vec::new(),
            missed_files: Vec::new(),
            tables,
        }
    }
}

/// What is there and could not even be listed as a file.
fn useless(fault: Fault) -> FatalFile {
    let Fault { table, path, fatal } = fault;
    FatalFile { table, path, size: 0, sha256: String::new(), rows: None, fatal }
}

/// So many names are enough to see what somebody put into a folder.
const NAMES: usize = 5;

fn in_words(seen: &[String]) -> String {
    let names: Vec<String> = seen.iter().take(NAMES).map(|name| format!("`{name}`")).collect();
    match seen.len().checked_sub(NAMES) {
        _ if seen.is_empty() => String::new(),
        None | Some(0) => format!(", where there is only {},", names.join(", ")),
        Some(more) => format!(", where there is only {} and {more} more,", names.join(", ")),
    }
}

fn moved(listed: &Listed) -> LoadError {
    LoadError::Moved { path: listed.path.clone() }
}

/// Where the checks across files find what each file's rows hold.
struct Shelf<'a> {
    load: &'a Load<'a>,
    memory: &'a Memory,
}

impl Materials for Shelf<'_> {
    type Error = LoadError;

    fn of(&self, standing: &Standing) -> Result<Cow<'_, Material>, LoadError> {
        let known = self.memory.verdicts.get(&standing.key);
        if let Some(material) = known.and_then(|known| known.material.as_ref()) {
            return Ok(Cow::Borrowed(material));
        }
        match memory::material(self.load.state, &standing.key) {
            Some(material) => Ok(Cow::Owned(material)),
            // Somebody emptied the cache meanwhile.
            None => Ok(Cow::Owned(self.load.judge(&standing.listed)?.1)),
        }
    }
}
