//! The files of a snapshot where nobody changes them.
//!
//! An exporter may write over a file of the location while figures of the snapshot that names it are
//! still asked for. So what is read lies in the cache under the address of its bytes: the twin, or a
//! copy of the file as it arrived.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use super::load::LoadError;
use super::location::Location;
use super::parallel::in_parallel;
use super::snapshot::{Snapshot, SnapshotFile};
use super::twin;
use crate::store::State;

/// Where each file of a snapshot is read, by its path below the location.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Pinned(BTreeMap<String, PathBuf>);

impl Pinned {
    /// Copies what is not in the cache yet. Blocks on reading.
    ///
    /// # Errors
    /// [`LoadError::Moved`] where a file is not as the snapshot says any more, [`LoadError::Store`].
    pub fn new(snapshot: &Snapshot, location: &Location, state: &State) -> Result<Self, LoadError> {
        let files: Vec<&SnapshotFile> = snapshot.files().collect();
        let copies = in_parallel(&files, |file| {
            let kept = twin::path(state, &file.served_sha256)?;
            if state.is_whole(&kept) {
                return Ok(kept);
            }
            // A twin that is gone is written by who loads.
            let from = (!file.is_twin()).then(|| location.local(&file.path).ok()).flatten();
            let copy = from.map(|from| state.put_copy(twin::KIND, twin::EXTENSION, &from, &file.sha256));
            copy.transpose()?.flatten().ok_or_else(|| LoadError::Moved { path: file.path.clone() })
        });
        let mut pinned = BTreeMap::new();
        let mut times: BTreeMap<(&str, PathBuf), usize> = BTreeMap::new();
        for (file, copy) in files.into_iter().zip(copies) {
            let copy = copy?;
            let before = times.entry((&file.table, copy.clone())).or_default();
            *before += 1;
            // The engine reads a path once, and files that hold the same count each.
            let own = if *before == 1 { copy } else { state.put_again(&copy, *before)? };
            pinned.insert(file.path.clone(), own);
        }
        Ok(Self(pinned))
    }

    /// The file to read.
    pub fn of(&self, file: &SnapshotFile) -> &Path {
        self.0.get(&file.path).expect("the file is one of the snapshot's")
    }

    /// All files to read.
    pub fn paths(&self) -> impl Iterator<Item = &Path> {
        self.0.values().map(PathBuf::as_path)
    }

    /// Whether all of them are there and as they were written: somebody may have emptied the cache, and a disk
    /// may fail. Those that were looked at and have not been written to since are not read again.
    pub fn is_whole(&self, state: &State) -> bool {
        self.0.values().all(|copy| state.is_whole(copy))
    }
}
