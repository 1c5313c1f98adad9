//! Addressed files: their names say what is in them, and once in a process that is looked at.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::PoisonError;
use std::time::SystemTime;

use super::address::sha256_file;
use super::sweep::touch;
use super::{Stamp, State};

/// The addressed files that this process has looked at, by path, as they stood then.
pub(super) type Seen = BTreeMap<PathBuf, Stamp>;

impl State {
    /// Whether an addressed file is there and holds the bytes that its name tells. It is read when it is first
    /// asked for and when it is not as it stood then; one that is damaged is removed, to be made again.
    #[must_use]
    pub fn is_whole(&self, path: &Path) -> bool {
        touch(path, SystemTime::now());
        let Ok(stamp) = Stamp::of(path) else { return false };
        if self.seen().get(path) == Some(&stamp) {
            return true;
        }
        let whole = sha256_file(path).is_ok_and(|(_, found)| Some(found.as_str()) == address(path));
        if !whole {
            remove_damaged(path);
        } else if Stamp::of(path).is_ok_and(|after| after == stamp) {
            self.seen().insert(path.to_owned(), stamp);
        }
        whole
    }

    /// Notes that an addressed file holds what it should: who wrote it knows.
    pub(super) fn is_written(&self, path: &Path) {
        if let Ok(stamp) = Stamp::of(path) {
            self.seen().insert(path.to_owned(), stamp);
        }
    }

    fn seen(&self) -> std::sync::MutexGuard<'_, Seen> {
        self.seen.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Takes away what is not as it was written. It can be made again, so only the log hears of it.
pub(super) fn remove_damaged(path: &Path) {
    tracing::warn!(file = %path.display(), "a file of the state folder is damaged; it is made again");
    // Where it cannot be removed, what is made takes its place.
    let _ = std::fs::remove_file(path);
}

/// What a name says of the bytes: further names for one file have a number after the address.
fn address(path: &Path) -> Option<&str> {
    path.file_stem()?.to_str()?.split('-').next()
}
