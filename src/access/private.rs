//! The private part of the state folder: what cannot be computed again and concerns nobody else.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use super::AccessError;
use crate::store::{State, sync_folder, write_atomic};

/// The subfolder of the state folder. Its sweep looks at the cache alone.
const FOLDER: &str = "private";

/// A folder that only this user may enter. Cheap to clone.
#[derive(Debug, Clone)]
pub struct Private {
    folder: PathBuf,
}

/// Held until it is dropped, between processes and between threads. A killed process holds none.
#[derive(Debug)]
#[must_use = "the lock is released when this is dropped"]
pub(super) struct Turn {
    _file: File,
}

impl Private {
    /// Opens the private part of a state folder, making it if need be.
    ///
    /// # Errors
    /// Where it cannot be made, is open to others ([`AccessError::OpenToOthers`]) or belongs to another user
    /// ([`AccessError::Foreign`]).
    pub fn open(state: &State) -> Result<Self, AccessError> {
        Self::at(state.root().join(FOLDER))
    }

    /// A folder inside this one.
    pub(super) fn inside(&self, name: &str) -> Result<Self, AccessError> {
        Self::at(self.folder.join(name))
    }

    fn at(folder: PathBuf) -> Result<Self, AccessError> {
        make(&folder).map_err(|source| not_written(&folder, source))?;
        let found =
            fs::metadata(&folder).map_err(|source| AccessError::Read { path: folder.clone(), source })?;
        is_closed(&folder, &found)?;
        let own = tempfile::tempfile_in(&folder).and_then(|file| file.metadata());
        let own = own.map_err(|source| not_written(&folder, source))?;
        belongs_to(&folder, &found, &own)?;
        Ok(Self { folder })
    }

    /// Where it lies.
    #[must_use]
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// The path of a file in it.
    pub(super) fn path(&self, name: &str) -> PathBuf {
        self.folder.join(name)
    }

    /// All bytes of a file; nothing where it is not there. One that others may read is refused.
    pub(super) fn read(&self, name: &str) -> Result<Option<Vec<u8>>, AccessError> {
        let path = self.path(name);
        let failed = |source| AccessError::Read { path: path.clone(), source };
        let mut file = match File::open(&path) {
            Ok(file) => file,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
            Err(error) => return Err(failed(error)),
        };
        is_closed(&path, &file.metadata().map_err(failed)?)?;
        let mut bytes = Vec::new();
        file.read_to_end(&mut bytes).map_err(failed)?;
        Ok(Some(bytes))
    }

    /// Writes a file that appears whole, on the disk, and for this user alone.
    pub(super) fn write(&self, name: &str, bytes: &[u8]) -> Result<(), AccessError> {
        let path = self.path(name);
        // What appears whole is a temporary file first, and those are nobody else's.
        write_atomic(&path, bytes).map_err(|error| AccessError::Write { path, source: error.into() })
    }

    /// Opens a file to be added to, making it if need be.
    pub(super) fn adding_to(&self, name: &str) -> Result<File, AccessError> {
        let path = self.path(name);
        let opened = closed(OpenOptions::new().append(true).read(true).create(true)).open(&path);
        let file = opened.map_err(|source| not_written(&path, source))?;
        let found = file.metadata().map_err(|source| AccessError::Read { path: path.clone(), source })?;
        is_closed(&path, &found)?;
        Ok(file)
    }

    /// Removes a file, for good; that it is not there is as well.
    pub(super) fn remove(&self, name: &str) -> Result<(), AccessError> {
        let path = self.path(name);
        match fs::remove_file(&path) {
            Ok(()) => self.settle(),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
            Err(error) => Err(not_written(&path, error)),
        }
    }

    /// Makes what was created and removed outlast a power cut.
    pub(super) fn settle(&self) -> Result<(), AccessError> {
        sync_folder(&self.folder).map_err(|source| not_written(&self.folder, source))
    }

    /// The names of the files in it, sorted; those of unfinished files and locks too.
    pub(super) fn names(&self) -> Result<Vec<String>, AccessError> {
        let failed = |source| AccessError::Read { path: self.folder.clone(), source };
        let mut names = Vec::new();
        for found in fs::read_dir(&self.folder).map_err(failed)? {
            names.extend(found.map_err(failed)?.file_name().into_string());
        }
        names.sort();
        Ok(names)
    }

    /// Waits for one's turn. The lock's file is never removed: two could then hold two files of one name.
    pub(super) fn turn(&self, name: &str) -> Result<Turn, AccessError> {
        let path = self.path(&format!("{name}.lock"));
        let opened = closed(OpenOptions::new().create(true).truncate(false).write(true)).open(&path);
        let taken = opened.and_then(|file| file.lock().map(|()| file));
        taken.map(|file| Turn { _file: file }).map_err(|source| AccessError::Lock { path, source })
    }
}

pub(super) fn not_written(path: &Path, source: io::Error) -> AccessError {
    AccessError::Write { path: path.to_owned(), source: source.into() }
}

#[cfg(unix)]
fn make(folder: &Path) -> io::Result<()> {
    use std::os::unix::fs::DirBuilderExt;

    match fs::DirBuilder::new().mode(0o700).create(folder) {
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => Ok(()),
        made => made,
    }
}

#[cfg(not(unix))]
fn make(folder: &Path) -> io::Result<()> {
    fs::create_dir_all(folder)
}

#[cfg(unix)]
fn closed(options: &mut OpenOptions) -> &mut OpenOptions {
    std::os::unix::fs::OpenOptionsExt::mode(options, 0o600)
}

#[cfg(not(unix))]
fn closed(options: &mut OpenOptions) -> &mut OpenOptions {
    options
}

#[cfg(unix)]
fn is_closed(path: &Path, found: &fs::Metadata) -> Result<(), AccessError> {
    use std::os::unix::fs::PermissionsExt;

    let mode = found.permissions().mode() & 0o777;
    if mode & 0o077 == 0 {
        return Ok(());
    }
    Err(AccessError::OpenToOthers { path: path.to_owned(), mode, folder: found.is_dir() })
}

/// Elsewhere what a user's folder holds is that user's by the system's own rules.
#[cfg(not(unix))]
fn is_closed(_path: &Path, _found: &fs::Metadata) -> Result<(), AccessError> {
    Ok(())
}

/// An administrator may write everywhere, but the service could not read what is the administrator's.
#[cfg(unix)]
fn belongs_to(folder: &Path, found: &fs::Metadata, own: &fs::Metadata) -> Result<(), AccessError> {
    use std::os::unix::fs::MetadataExt;

    if found.uid() == own.uid() {
        return Ok(());
    }
    Err(AccessError::Foreign { path: folder.to_owned(), owner: found.uid() })
}

#[cfg(not(unix))]
fn belongs_to(_folder: &Path, _found: &fs::Metadata, _own: &fs::Metadata) -> Result<(), AccessError> {
    Ok(())
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;
    use std::time::{Duration, SystemTime};

    use super::*;
    use crate::store::Leftovers;

    fn opened() -> (tempfile::TempDir, State, Private) {
        let place = tempfile::tempdir().unwrap();
        let state = State::open(place.path()).unwrap();
        let private = Private::open(&state).unwrap();
        (place, state, private)
    }

    #[cfg(unix)]
    #[test]
    fn nobody_else_may_enter_or_read() {
        use std::os::unix::fs::PermissionsExt;

        let (_place, _state, private) = opened();
        let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
        private.write("a", b"secret").unwrap();
        drop(private.adding_to("b").unwrap());
        drop(private.turn("c").unwrap());
        let inside = private.inside("d").unwrap();
        assert_eq!((mode(private.folder()), mode(inside.folder())), (0o700, 0o700));
        for name in ["a", "b", "c.lock"] {
            assert_eq!(mode(&private.path(name)), 0o600, "{name}");
        }
    }

    #[cfg(unix)]
    #[test]
    fn what_is_open_to_others_is_refused_with_the_remedy() {
        use std::os::unix::fs::PermissionsExt;

        let (_place, state, private) = opened();
        private.write("a", b"secret").unwrap();
        for mode in [0o640, 0o604, 0o620, 0o601] {
            fs::set_permissions(private.path("a"), fs::Permissions::from_mode(mode)).unwrap();
            let error = private.read("a").unwrap_err();
            assert!(matches!(error, AccessError::OpenToOthers { folder: false, .. }), "{mode:o}: {error}");
            assert!(error.help().unwrap().starts_with("`chmod 600 "));
        }
        fs::set_permissions(private.path("a"), fs::Permissions::from_mode(0o600)).unwrap();
        assert_eq!(private.read("a").unwrap().unwrap(), b"secret");
        for mode in [0o750, 0o701, 0o755] {
            fs::set_permissions(private.folder(), fs::Permissions::from_mode(mode)).unwrap();
            let error = Private::open(&state).unwrap_err();
            assert!(matches!(error, AccessError::OpenToOthers { folder: true, .. }), "{mode:o}: {error}");
            assert!(error.help().unwrap().starts_with("`chmod 700 "));
        }
    }

    #[test]
    fn a_sweep_of_everything_leaves_what_is_private() {
        let (_place, state, private) = opened();
        private.write("a", b"secret").unwrap();
        let cached = state.put_content("twins", "bin", b"again").unwrap();
        let nothing = Leftovers { age: Duration::ZERO, bytes: 0, held: Duration::ZERO };
        let later = SystemTime::now() + Duration::from_secs(365 * 24 * 3_600);
        assert!(state.sweep(&BTreeSet::new(), nothing, later).unwrap().is_some());
        state.clear_spilled(later);
        assert!(!cached.exists());
        assert_eq!(private.read("a").unwrap().unwrap(), b"secret");
    }

    #[test]
    fn what_is_not_there_is_nothing() {
        let (_place, _state, private) = opened();
        assert_eq!(private.read("a").unwrap(), None);
        private.remove("a").unwrap();
        private.write("a", b"").unwrap();
        assert_eq!(private.names().unwrap(), ["a"]);
        private.remove("a").unwrap();
        assert!(private.names().unwrap().is_empty());
    }
}
