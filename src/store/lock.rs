//! Advisory locks between processes, and between the threads of one.

use std::fs::{File, OpenOptions, TryLockError};
use std::io;
use std::path::PathBuf;

use super::{LOCKS, State, StoreError, checked};

/// Who may hold a lock together.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Access {
    /// One holder, and no shared ones.
    Exclusive,
    /// Any number of shared holders, and no exclusive one.
    Shared,
}

/// A lock that is held until this is dropped. The system releases it too when the process ends in
/// whatever way, so that a killed process blocks nobody.
#[derive(Debug)]
#[must_use = "the lock is released when this is dropped"]
pub struct Lock {
    _file: File,
}

impl State {
    /// Takes a lock, waiting as long as others hold it.
    ///
    /// # Errors
    /// [`StoreError::Lock`] if the lock's file cannot be made or the file system knows no locks;
    /// [`StoreError::Name`] if the name cannot be a file's.
    pub fn lock(&self, name: &str, access: Access) -> Result<Lock, StoreError> {
        let (path, file) = self.lock_file(name)?;
        let taken = match access {
            Access::Exclusive => file.lock(),
            Access::Shared => file.lock_shared(),
        };
        match taken {
            Ok(()) => Ok(Lock { _file: file }),
            Err(source) => Err(StoreError::Lock { path, source }),
        }
    }

    /// Takes a lock if nobody holds it against us; `None` if somebody does.
    ///
    /// # Errors
    /// Those of [`Self::lock`].
    pub fn try_lock(&self, name: &str, access: Access) -> Result<Option<Lock>, StoreError> {
        let (path, file) = self.lock_file(name)?;
        let taken = match access {
            Access::Exclusive => file.try_lock(),
            Access::Shared => file.try_lock_shared(),
        };
        match taken {
            Ok(()) => Ok(Some(Lock { _file: file })),
            Err(TryLockError::WouldBlock) => Ok(None),
            Err(TryLockError::Error(source)) => Err(StoreError::Lock { path, source }),
        }
    }

    /// Opens a lock's file. It is never deleted: two processes could then hold two files of one
    /// name.
    fn lock_file(&self, name: &str) -> Result<(PathBuf, File), StoreError> {
        let folder = self.root.join(LOCKS);
        let path = folder.join(format!("{}.lock", checked(name)?));
        let open = || OpenOptions::new().create(true).truncate(false).write(true).open(&path);
        let opened = match open() {
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                std::fs::create_dir_all(&folder).and_then(|()| open())
            }
            other => other,
        };
        match opened {
            Ok(file) => Ok((path, file)),
            Err(source) => Err(StoreError::Lock { path, source }),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::thread;

    use super::*;

    #[test]
    fn exclusive_and_shared_exclude_each_other() {
        let place = tempfile::tempdir().unwrap();
        let state = State::open(place.path()).unwrap();
        let free = |access| state.try_lock("snapshot", access).unwrap().is_some();

        let first = state.lock("snapshot", Access::Shared).unwrap();
        let second = state.lock("snapshot", Access::Shared).unwrap();
        assert!(free(Access::Shared) && !free(Access::Exclusive));
        drop(first);
        assert!(!free(Access::Exclusive));
        drop(second);

        let only = state.lock("snapshot", Access::Exclusive).unwrap();
        assert!(!free(Access::Shared) && !free(Access::Exclusive));
        assert!(state.try_lock("other", Access::Exclusive).unwrap().is_some());
        drop(only);
        assert!(free(Access::Exclusive));
    }

    #[test]
    fn holders_take_turns() {
        let place = tempfile::tempdir().unwrap();
        let state = State::open(place.path()).unwrap();
        let counter = place.path().join("counter");
        std::fs::write(&counter, "0").unwrap();
        thread::scope(|scope| {
            for _ in 0..4 {
                scope.spawn(|| {
                    for _ in 0..25 {
                        let _turn = state.lock("counter", Access::Exclusive).unwrap();
                        let count: u32 = std::fs::read_to_string(&counter).unwrap().parse().unwrap();
                        std::fs::write(&counter, (count + 1).to_string()).unwrap();
                    }
                });
            }
        });
        assert_eq!(std::fs::read_to_string(&counter).unwrap(), "100");
    }
}
