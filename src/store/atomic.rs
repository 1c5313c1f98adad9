//! Files that appear whole or not at all.

use std::io::{self, Write};
use std::path::Path;

use tempfile::NamedTempFile;

use super::StoreError;

/// Begins the name of a file that is still being written. Readers look for exact names, so one
/// that a killed process left behind is never mistaken for an entry.
const UNFINISHED: &str = ".unfinished-";

/// Writes a file so that every reader sees the old bytes or the new ones, never a part, also after
/// a power cut: a temporary file in the same folder, flushed to the disk, then renamed. Of several
/// writers at once the last one wins whole. The folder is made if it is missing.
///
/// # Errors
/// [`StoreError::Write`]; an older file of the name is then untouched.
pub fn write_atomic(path: &Path, bytes: &[u8]) -> Result<(), StoreError> {
    let folder = folder_of(path);
    unfinished(folder)
        .and_then(|mut file| {
            file.write_all(bytes)?;
            persist(file, path)
        })
        .map_err(|source| StoreError::Write { path: path.to_owned(), source })
}

/// Whether a path is one that [`unfinished`] made.
pub(super) fn is_unfinished(path: &Path) -> bool {
    path.file_name().is_some_and(|name| name.to_string_lossy().starts_with(UNFINISHED))
}

/// A new temporary file in a folder, which is made if it is missing.
pub(super) fn unfinished(folder: &Path) -> io::Result<NamedTempFile> {
    let create = || tempfile::Builder::new().prefix(UNFINISHED).tempfile_in(folder);
    match create() {
        // Not made beforehand: somebody may empty the cache at any time.
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            std::fs::create_dir_all(folder)?;
            create()
        }
        made => made,
    }
}

/// Gives a temporary file its name, once its bytes are safe.
fn persist(file: NamedTempFile, path: &Path) -> io::Result<()> {
    file.as_file().sync_all()?;
    name(file, path)?;
    sync_folder(folder_of(path))
}

/// Gives a temporary file its name, for what tells by itself whether it is whole: nobody waits for the disk,
/// and what a power cut takes is made again.
pub(super) fn name(file: NamedTempFile, path: &Path) -> io::Result<()> {
    file.persist(path).map(drop).map_err(|failed| failed.error)
}

/// Whether files can be made in a folder; leaves none behind.
pub(super) fn probe(folder: &Path) -> io::Result<()> {
    let mut file = unfinished(folder)?;
    file.write_all(b"trial")?;
    file.close()
}

fn folder_of(path: &Path) -> &Path {
    match path.parent() {
        Some(parent) if !parent.as_os_str().is_empty() => parent,
        _ => Path::new("."),
    }
}

/// Makes a rename outlast a power cut.
#[cfg(unix)]
pub(crate) fn sync_folder(folder: &Path) -> io::Result<()> {
    std::fs::File::open(folder)?.sync_all()
}

/// Elsewhere a folder cannot be opened as a file, and a rename is written through.
#[cfg(not(unix))]
pub(crate) fn sync_folder(_folder: &Path) -> io::Result<()> {
    Ok(())
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::thread;

    use super::*;

    #[test]
    fn bytes_replace_bytes_and_folders_are_made() {
        let place = tempfile::tempdir().unwrap();
        let path = place.path().join("a/b/file");
        for bytes in ["first", "", "a longer text than the first"] {
            write_atomic(&path, bytes.as_bytes()).unwrap();
            assert_eq!(fs::read_to_string(&path).unwrap(), bytes);
        }
        let names = fs::read_dir(path.parent().unwrap()).unwrap().count();
        assert_eq!(names, 1, "no temporary file is left");
    }

    #[test]
    fn a_failure_leaves_the_older_entry() {
        let place = tempfile::tempdir().unwrap();
        let path = place.path().join("entry");
        fs::create_dir_all(path.join("inside")).unwrap();
        let error = write_atomic(&path, b"new").unwrap_err();
        assert!(matches!(&error, StoreError::Write { path: named, .. } if *named == path));
        assert!(path.join("inside").is_dir());
        assert_eq!(fs::read_dir(place.path()).unwrap().count(), 1);
    }

    #[test]
    fn readers_never_see_a_part() {
        let place = tempfile::tempdir().unwrap();
        let path = place.path().join("file");
        let versions: Vec<Vec<u8>> = (0..4).map(|byte| vec![byte; 100_000]).collect();
        write_atomic(&path, &versions[0]).unwrap();
        thread::scope(|scope| {
            for version in &versions {
                scope.spawn(|| {
                    for _ in 0..10 {
                        write_atomic(&path, version).unwrap();
                    }
                });
            }
            for _ in 0..200 {
                let seen = fs::read(&path).unwrap();
                assert!(versions.contains(&seen), "{} bytes", seen.len());
            }
        });
    }
}
