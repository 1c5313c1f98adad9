//! From a location to a snapshot.

use std::panic::{AssertUnwindSafe, catch_unwind};

use indexmap::IndexMap;
use parquet::errors::ParquetError;

use super::contract::Contract;
use super::convert::Zone;
use super::cross;
use super::crossing::{Crossing, Doubt};
use super::demand::Demands;
use super::engine_tables::unwritten;
use super::finding::Fate;
use super::found::Found;
use super::listing::{Fault, Listed, Listing};
use super::location::{Location, LocationError};
use super::memory::{self, Keys, Memory};
use super::parallel::in_parallel;
use super::reread::Reader;
use super::settled::settled;
use super::snapshot::{FatalFile, Snapshot, SnapshotFile};
use super::standing::Standing;
use super::told;
use super::twin::{self, Twin, TwinError};
use super::verdict::{Verdict, judge};
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
        "{location}{} holds no data; expected `TABLE.parquet` or `TABLE/….parquet` for one of the tables {}",
        in_words(seen),
        expected.join(", ")
    )]
    NoData {
        /// The location, in words.
        location: String,
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
        let listing = settled(self.location, self.contracts)?;
        let nothing = listing.files.is_empty();
        let keys = Keys::new(self.contracts, &self.demands, self.zone, self.location, &listing.files);
        let memory = Memory::new(self.state);
        let read = match memory.snapshot(&keys) {
            Some(known) => known,
            // What is known of the files that were there stays so: a share that is away comes back.
            None if nothing => self.snapshot(&[], &[])?,
            None => self.read(&listing, &keys, &memory)?,
        };
        let missed = memory::missed(self.state, self.location, self.contracts, &listing, &read)?;
        if nothing && listing.arriving.is_empty() && listing.faults.is_empty() && missed.faults.is_empty() {
            let expected = self.contracts.keys().map(|table| format!("`{table}`")).collect();
            let Listing { unknown, passed, others, .. } = listing;
            let seen = [unknown, passed, others].concat();
            return Err(LoadError::NoData { location: self.location.in_words(), expected, seen });
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
    fn read(&self, listing: &Listing, keys: &Keys<'_>, memory: &Memory<'_>) -> Result<Snapshot, LoadError> {
        let mut standings = self.standings(&listing.files, keys, memory)?;
        let before = memory.crossing(keys);
        let reader =
            Reader::new(self.contracts, &self.demands, self.zone, self.location, before.asked.clone());
        let mut crossing = Crossing::of(&before, &standings, &reader)?;
        let doubts: Vec<Doubt> = standings.iter().map(|standing| crossing.doubt(standing)).collect();
        let finder = |standing: &Standing, doubt: &Doubt| {
            memory.found(standing, doubt, || Found::read(&reader, standing, doubt))
        };
        let places: Vec<usize> = (0..standings.len()).collect();
        let found = in_parallel(&places, |file| match &doubts[*file] {
            doubt if doubt.is_empty() => Ok(Found::default()),
            doubt => finder(&standings[*file], doubt),
        });
        let found = found.into_iter().collect::<Result<Vec<_>, _>>()?;
        cross::settle(&reader, &mut standings, doubts, found, &finder)?;
        crossing.asked = reader.asked();
        if crossing != before {
            memory.keep_crossing(keys, &crossing)?;
        }
        let twins = self.twins(&standings, memory)?;
        let mut snapshot = self.snapshot(&standings, &twins)?;
        memory.keep_snapshot(keys, &mut snapshot)?;
        Ok(snapshot)
    }

    /// What each file is worth by itself: remembered, or read now. Those that can be judged are, and are
    /// remembered, also where one moves meanwhile.
    fn standings(
        &self,
        files: &[Listed],
        keys: &Keys<'_>,
        memory: &Memory<'_>,
    ) -> Result<Vec<Standing>, LoadError> {
        let places: Vec<usize> = (0..files.len()).collect();
        let known = |file: usize, sha256: &str| memory.verdict(&keys.id(&files[file], sha256));
        let mut verdicts = in_parallel(&places, |file| {
            memory.bytes(&keys.files[*file]).and_then(|sha256| known(*file, &sha256))
        });
        let unknown: Vec<usize> = places.into_iter().filter(|file| verdicts[*file].is_none()).collect();
        self.location.bring(&unknown.iter().map(|file| &files[*file]).collect::<Vec<_>>())?;
        let judged = in_parallel(&unknown, |file| {
            let (listed, key) = (&files[*file], &keys.files[*file]);
            let verdict = self.judge(listed, |sha256| known(*file, sha256))?;
            memory.keep_verdict(key, &keys.id(listed, &verdict.sha256), &verdict)?;
            Ok::<_, LoadError>(verdict)
        });
        for (file, verdict) in unknown.into_iter().zip(judged) {
            verdicts[file] = Some(verdict?);
        }
        let standing = |(listed, verdict): (&Listed, Option<Verdict>)| {
            let verdict = verdict?;
            memory.note_copy(self.location.entry(listed), &verdict.sha256);
            let id = keys.id(listed, &verdict.sha256);
            Some(Standing::new(listed.clone(), id, verdict))
        };
        Ok(files.iter().zip(verdicts).filter_map(standing).collect())
    }

    fn judge(
        &self,
        listed: &Listed,
        known: impl FnOnce(&str) -> Option<Verdict>,
    ) -> Result<Verdict, LoadError> {
        let contract = &self.contracts[&listed.table];
        let judged = judge(self.state, self.location, listed, contract, &self.demands, self.zone, known);
        judged.map_err(|error| unwritten(error, &listed.path))
    }

    /// The twin of each file that needs one, by the file's place.
    fn twins(&self, standings: &[Standing], memory: &Memory<'_>) -> Result<Vec<Option<Twin>>, LoadError> {
        let made = in_parallel(standings, |standing| {
            let whole = standing.fates.iter().all(|fate| *fate == Fate::Served);
            if standing.fatal.is_some() || (whole && !standing.verdict.rewritten) {
                return Ok(None);
            }
            if let Some(known) = memory.twin(standing) {
                return Ok(Some(known));
            }
            let contract = &self.contracts[&standing.listed.table];
            // The reader may panic on what somebody is just writing.
            let write = || twin::write(self.state, self.location, standing, contract, self.zone);
            let twin = catch_unwind(AssertUnwindSafe(write));
            let twin = twin.unwrap_or(Err(TwinError::Moved));
            let twin = twin.map_err(|error| unwritten(error, &standing.listed.path))?;
            memory.keep_twin(standing, &twin)?;
            Ok(Some(twin))
        });
        made.into_iter().collect()
    }

    fn snapshot(&self, standings: &[Standing], twins: &[Option<Twin>]) -> Result<Snapshot, LoadError> {
        let (rejected, told) = told::write(self.state, self.contracts, standings)?;
        let mut tables: IndexMap<String, Vec<SnapshotFile>> =
            self.contracts.keys().map(|table| (table.clone(), Vec::new())).collect();
        let mut fatal_files = Vec::new();
        for ((standing, twin), told) in standings.iter().zip(twins).zip(&told) {
            match &standing.fatal {
                Some(fatal) => fatal_files.push(standing.as_fatal(fatal)),
                None => {
                    let files = tables.entry(standing.listed.table.clone()).or_default();
                    files.push(standing.as_served(twin.as_ref(), told));
                }
            }
        }
        Ok(Snapshot {
            id: Snapshot::id_of(&tables, &fatal_files, self.contracts, self.zone.name()),
            synthetic: tables
                .values()
                .flatten()
                .any(|file| file.metadata.get("synthetic").is_some_and(|is| is == "true")),
            fatal_files,
            unknown_files: Vec::new(),
            passed_files: Vec::new(),
            arriving_files: Vec::new(),
            missed_files: Vec::new(),
            entries: Vec::new(),
            rejected,
            tables,
        })
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
