//! The state folder: what the program keeps between runs, and may lose, but for what is private.
//!
//! Files appear whole or not at all, so that any number of processes can work on one folder at once: `serve`
//! all day, `kpi` and `export` beside it. Nothing is believed unseen: an entry is sealed, or lies under the
//! address of its bytes; what is damaged is removed and made again. What no state is made of any more is
//! swept away while one process alone uses the folder. What a file means is not known here; a caller names a
//! kind of entry and gives bytes.
//!
//! ```text
//! state/
//!   cache/<kind>/<key>             sealed: what can be computed again
//!   cache/<kind>/<sha256>.<ext>    the same, for readers that take a path
//!   cache/states/<key>             sealed: which of these files a state is made of
//!   locks/<name>.lock              empty files that processes lock
//!   spill/                         what does not fit into memory just now
//!   private/                       no part of this module: what cannot be made again, and no sweep looks at
//! ```

mod address;
mod atomic;
mod cache;
mod error;
mod held;
mod lock;
mod seal;
mod spill;
mod stamp;
mod sweep;
mod whole;

pub(crate) use address::hex;
pub use address::{sha256_file, sha256_hex};
pub(crate) use atomic::sync_folder;
pub use atomic::write_atomic;
pub use cache::Scratch;
pub use error::StoreError;
pub use lock::{Access, Lock};
pub use stamp::Stamp;
pub use sweep::{Leftovers, Swept};

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

/// The subfolder of everything that can be computed again.
const CACHE: &str = "cache";
/// The subfolder of the files that processes lock.
const LOCKS: &str = "locks";

/// An opened state folder. Cheap to clone; as long as one of the clones lives, no other process
/// sweeps the folder.
#[derive(Debug, Clone)]
pub struct State {
    root: PathBuf,
    /// Nothing where the file system knows no locks: nobody sweeps there.
    in_use: Arc<Mutex<Option<Lock>>>,
    /// The addressed files that need not be read again.
    seen: Arc<Mutex<whole::Seen>>,
}

impl State {
    /// Opens the folder, making it if need be.
    ///
    /// # Errors
    /// [`StoreError::Unusable`] if it cannot be made or written to: tried here by writing a file,
    /// so that it is said at the start and not in the middle of the work.
    pub fn open(folder: &Path) -> Result<Self, StoreError> {
        let unusable = |source| StoreError::Unusable { path: folder.to_owned(), source };
        for part in [CACHE, LOCKS] {
            fs::create_dir_all(folder.join(part)).map_err(unusable)?;
        }
        // Absolute, so that a later change of the working directory moves nothing.
        let root = std::path::absolute(folder).map_err(unusable)?;
        atomic::probe(&root).map_err(unusable)?;
        let state = Self { root, in_use: Arc::default(), seen: Arc::default() };
        *state.in_use.lock().unwrap_or_else(PoisonError::into_inner) = state.used().ok();
        Ok(state)
    }

    /// The folder itself, as an absolute path.
    #[must_use]
    pub fn root(&self) -> &Path {
        &self.root
    }
}

/// Names of kinds, keys and locks become parts of paths: letters, digits, `-`, `_` and inner dots.
fn checked(name: &str) -> Result<&str, StoreError> {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.');
    if name.is_empty() || name.starts_with('.') || !name.bytes().all(plain) {
        return Err(StoreError::Name { name: name.to_owned() });
    }
    Ok(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_missing_folder_is_made_and_opened_again() {
        let place = tempfile::tempdir().unwrap();
        let folder = place.path().join("a/state");
        assert!(State::open(&folder).unwrap().root().is_absolute());
        State::open(&folder).unwrap();
        let mut left: Vec<_> =
            fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().file_name()).collect();
        left.sort();
        assert_eq!(left, [CACHE, LOCKS], "the trial leaves nothing behind");
    }

    #[test]
    fn a_folder_that_cannot_be_used_is_an_error_at_once() {
        let place = tempfile::tempdir().unwrap();
        let file = place.path().join("file");
        fs::write(&file, "").unwrap();
        for folder in [file.clone(), file.join("state")] {
            let error = State::open(&folder).unwrap_err();
            assert!(matches!(&error, StoreError::Unusable { path, .. } if *path == folder));
            assert!(std::error::Error::source(&error).is_some());
        }
    }

    #[cfg(unix)]
    #[test]
    fn a_read_only_folder_is_an_error_at_once() {
        use std::os::unix::fs::PermissionsExt;

        let place = tempfile::tempdir().unwrap();
        let folder = place.path().join("state");
        State::open(&folder).unwrap();
        fs::set_permissions(&folder, fs::Permissions::from_mode(0o555)).unwrap();
        // An administrator may write in spite of the mode; then there is nothing to refuse.
        let writable = fs::write(folder.join("trial"), "").is_ok();
        assert_eq!(State::open(&folder).is_ok(), writable);
        fs::set_permissions(&folder, fs::Permissions::from_mode(0o755)).unwrap();
    }

    #[test]
    fn names_cannot_leave_their_folder() {
        for name in ["", ".", "..", ".hidden", "a/b", "a\\b", "../a", "a b", "đ"] {
            assert!(matches!(checked(name), Err(StoreError::Name { .. })), "{name}");
        }
        for name in ["cubes", "rows-set_aside", "0a9f.parquet"] {
            assert_eq!(checked(name).unwrap(), name);
        }
    }
}
