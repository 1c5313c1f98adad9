//! Emptying the cache of what nobody needs any more.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::PoisonError;
use std::time::{Duration, SystemTime};

use super::atomic::is_unfinished;
use super::{CACHE, Lock, State, StoreError};
use crate::store::Access;

/// Held shared by whoever uses the folder, exclusively by whoever sweeps it.
const IN_USE: &str = "cache";
/// Held by the one who wants to sweep, so that no two wait for each other.
const SWEEP: &str = "sweep";

/// Whatever the disk calls one block: small files take as much.
const BLOCK: u64 = 4_096;

/// How much may stay although nothing uses it now: it may be asked for again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Leftovers {
    /// How long after its last use.
    pub age: Duration,
    /// How many bytes; what is used does not count.
    pub bytes: u64,
    /// How long a state that somebody opened is taken to be in use, with all that it is made of.
    pub held: Duration,
}

impl Default for Leftovers {
    /// Three days, a gibibyte; thirty days for what states are made of.
    fn default() -> Self {
        Self { age: 3 * DAY, bytes: 1 << 30, held: 30 * DAY }
    }
}

const DAY: Duration = Duration::from_secs(24 * 3_600);

/// What a sweep did.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Swept {
    /// Files that were removed.
    pub removed: u64,
    /// Bytes that are left.
    pub left: u64,
}

struct Entry {
    path: PathBuf,
    bytes: u64,
    used_at: SystemTime,
}

impl State {
    /// Removes what has not been used for long, and the oldest of the rest beyond the bytes; never a file of
    /// `used`, which this process's states are made of, nor what [`Self::hold`] names. `None` where another
    /// process uses the folder: nobody knows what it reads.
    ///
    /// # Errors
    /// [`StoreError::Lock`] where the file system knows no locks.
    pub fn sweep(
        &self,
        used: &BTreeSet<PathBuf>,
        leftovers: Leftovers,
        now: SystemTime,
    ) -> Result<Option<Swept>, StoreError> {
        // Whoever sweeps lets go of its own use for a moment; another that did so too would remove
        // what this one reads.
        let Some(_alone) = self.try_lock(SWEEP, Access::Exclusive)? else { return Ok(None) };
        let mut own = self.in_use.lock().unwrap_or_else(PoisonError::into_inner);
        *own = None;
        let swept = match self.try_lock(IN_USE, Access::Exclusive) {
            Ok(Some(_nobody_else)) => {
                let mut held =
                    self.held_since(now.checked_sub(leftovers.held).unwrap_or(SystemTime::UNIX_EPOCH));
                held.extend(used.iter().cloned());
                Ok(Some(remove(&self.root.join(CACHE), &held, leftovers, now)))
            }
            Ok(None) => Ok(None),
            Err(error) => Err(error),
        };
        *own = self.used().ok();
        swept
    }

    /// Says to those who sweep that this process uses the folder.
    pub(super) fn used(&self) -> Result<Lock, StoreError> {
        self.lock(IN_USE, Access::Shared)
    }
}

fn remove(cache: &Path, used: &BTreeSet<PathBuf>, leftovers: Leftovers, now: SystemTime) -> Swept {
    let mut entries = Vec::new();
    list(cache, &mut entries);
    let all: u64 = entries.iter().map(|entry| entry.bytes).sum();
    entries.retain(|entry| !used.contains(&entry.path));
    entries.sort_by(|a, b| a.used_at.cmp(&b.used_at).then_with(|| a.path.cmp(&b.path)));
    let mut unused: u64 = entries.iter().map(|entry| entry.bytes).sum();
    let mut swept = Swept { removed: 0, left: all };
    for entry in entries {
        let old = now.duration_since(entry.used_at).is_ok_and(|age| age > leftovers.age);
        // What is still being written is in use, and what a killed process left is old one day.
        let beyond = unused > leftovers.bytes && !is_unfinished(&entry.path);
        if (old || beyond) && fs::remove_file(&entry.path).is_ok() {
            swept.removed += 1;
            swept.left -= entry.bytes;
            unused -= entry.bytes;
        }
    }
    swept
}

/// Every file below a folder; what cannot be looked at stays.
fn list(folder: &Path, entries: &mut Vec<Entry>) {
    for found in fs::read_dir(folder).into_iter().flatten().flatten() {
        let Ok(metadata) = found.metadata() else { continue };
        if metadata.is_dir() {
            list(&found.path(), entries);
        } else if let Ok(used_at) = metadata.modified() {
            let bytes = metadata.len().next_multiple_of(BLOCK);
            entries.push(Entry { path: found.path(), bytes, used_at });
        }
    }
}

/// A file whose last use is written down is not written to again for so long.
const REMEMBERED: Duration = Duration::from_secs(12 * 3_600);

/// Remembers on the file itself that it was used. Where that fails it looks older than it is.
pub(super) fn touch(path: &Path, now: SystemTime) {
    let Ok(file) = fs::File::open(path) else { return };
    let known = file.metadata().and_then(|found| found.modified());
    if known.is_ok_and(|known| now.duration_since(known).is_ok_and(|age| age > REMEMBERED)) {
        let _ = file.set_modified(now);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Four entries of a block each, used four, three, two days and one day ago.
    fn filled() -> (tempfile::TempDir, State, Vec<PathBuf>, SystemTime) {
        let place = tempfile::tempdir().unwrap();
        let state = State::open(place.path()).unwrap();
        let now = SystemTime::now();
        let paths = (1..=4_u32).rev().map(|days| {
            let path = state.put_content("twins", "bin", &days.to_be_bytes()).unwrap();
            fs::File::open(&path).unwrap().set_modified(now - days * DAY).unwrap();
            path
        });
        let paths = paths.collect();
        (place, state, paths, now)
    }

    fn left(paths: &[PathBuf]) -> Vec<bool> {
        paths.iter().map(|path| path.exists()).collect()
    }

    #[test]
    fn what_is_old_goes_and_what_is_used_stays() {
        let (_place, state, paths, now) = filled();
        let used = BTreeSet::from([paths[0].clone()]);
        let leftovers = Leftovers { age: DAY * 5 / 2, bytes: u64::MAX, held: DAY };
        let swept = state.sweep(&used, leftovers, now).unwrap();
        assert_eq!(swept, Some(Swept { removed: 1, left: 3 * BLOCK }));
        assert_eq!(left(&paths), [true, false, true, true]);
    }

    #[test]
    fn beyond_the_bytes_the_oldest_go_first() {
        let (_place, state, paths, now) = filled();
        let used = BTreeSet::from([paths[1].clone()]);
        let leftovers = Leftovers { age: DAY * 100, bytes: 2 * BLOCK, held: DAY };
        state.sweep(&used, leftovers, now).unwrap();
        assert_eq!(left(&paths), [false, true, true, true], "what is used does not count");
    }

    #[test]
    fn what_a_state_is_made_of_stays_while_somebody_asks_for_the_state() {
        let (place, state, paths, now) = filled();
        let hold = |parts: &[PathBuf]| state.hold("ab", &parts.iter().cloned().collect()).unwrap();
        hold(&paths[..1]);
        hold(&paths[1..2]);
        // Another process, which knows nothing of that state.
        drop(state);
        let other = State::open(place.path()).unwrap();
        let sweep = |later: Duration| {
            let nothing = Leftovers { age: Duration::ZERO, bytes: 0, held: 30 * DAY };
            other.sweep(&BTreeSet::new(), nothing, now + later).unwrap()
        };
        sweep(Duration::ZERO);
        assert_eq!(left(&paths), [false, true, false, false], "the last of its name");
        sweep(29 * DAY);
        assert_eq!(left(&paths), [false, true, false, false]);
        sweep(31 * DAY);
        assert_eq!(left(&paths), [false; 4]);
        assert_eq!(other.cached("states", "ab").unwrap(), None);
    }

    #[test]
    fn nothing_goes_while_another_uses_the_folder() {
        let (place, state, paths, now) = filled();
        let nothing = Leftovers { age: Duration::ZERO, bytes: 0, held: Duration::ZERO };
        let other = State::open(place.path()).unwrap();
        assert_eq!(state.sweep(&BTreeSet::new(), nothing, now).unwrap(), None);
        assert_eq!(other.sweep(&BTreeSet::new(), nothing, now).unwrap(), None);
        assert_eq!(left(&paths), [true; 4]);
        drop(other);
        assert!(state.sweep(&BTreeSet::new(), nothing, now).unwrap().is_some());
        assert_eq!(left(&paths), [false; 4]);
    }

    #[test]
    fn an_entry_that_is_asked_for_is_young_again() {
        let (_place, state, paths, now) = filled();
        assert!(state.is_whole(&paths[0]));
        state
            .sweep(&BTreeSet::new(), Leftovers { age: DAY / 2, bytes: u64::MAX, held: DAY }, now + DAY / 4)
            .unwrap();
        assert_eq!(left(&paths), [true, false, false, false]);
    }
}
