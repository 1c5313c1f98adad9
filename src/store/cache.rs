//! Entries that can be computed again: under a key of the caller's, or under their own content.

use std::fs;
use std::io::{self, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use tempfile::NamedTempFile;

use super::address::{sha256_hex, sha256_reader};
use super::atomic::{name, unfinished, write_atomic};
use super::seal::{sealed, unsealed};
use super::sweep::touch;
use super::whole::remove_damaged;
use super::{CACHE, State, StoreError, checked};

/// An entry that is still being written, for what is too large to hold in memory. Deleted when
/// dropped, unless [`State::keep`] gives it its name.
#[derive(Debug)]
pub struct Scratch {
    file: NamedTempFile,
    folder: PathBuf,
}

impl Scratch {
    /// Where the file is until it is kept.
    #[must_use]
    pub fn path(&self) -> &Path {
        self.file.path()
    }
}

impl Write for Scratch {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.file.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.file.flush()
    }
}

impl State {
    /// Where the entry of a key is kept, there or not.
    ///
    /// # Errors
    /// [`StoreError::Name`].
    pub fn entry(&self, kind: &str, key_hex: &str) -> Result<PathBuf, StoreError> {
        Ok(self.kind_folder(kind)?.join(checked(key_hex)?))
    }

    /// Where what has an address is kept, there or not.
    ///
    /// # Errors
    /// [`StoreError::Name`].
    pub fn content(&self, kind: &str, extension: &str, address: &str) -> Result<PathBuf, StoreError> {
        Ok(self.kind_folder(kind)?.join(format!("{}.{}", checked(address)?, checked(extension)?)))
    }

    /// The bytes kept under a key, exactly as they were put, or `None`: what is damaged or cannot be read is
    /// as good as not there.
    ///
    /// # Errors
    /// [`StoreError::Name`].
    pub fn cached(&self, kind: &str, key_hex: &str) -> Result<Option<Vec<u8>>, StoreError> {
        let found = self.peeked(kind, key_hex)?;
        if found.is_some() {
            touch(&self.entry(kind, key_hex)?, SystemTime::now());
        }
        Ok(found)
    }

    /// The same without its being a use.
    pub(super) fn peeked(&self, kind: &str, key_hex: &str) -> Result<Option<Vec<u8>>, StoreError> {
        let path = self.entry(kind, key_hex)?;
        match fs::read(&path) {
            Ok(whole) => {
                let bytes = unsealed(kind, key_hex, &whole);
                if bytes.is_none() {
                    remove_damaged(&path);
                }
                Ok(bytes)
            }
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(error) => {
                tracing::warn!(%error, file = %path.display(), "a file of the state folder cannot be read");
                Ok(None)
            }
        }
    }

    /// Keeps bytes under a key, in place of any before. Who computes them again after a power cut need not
    /// wait for the disk.
    ///
    /// # Errors
    /// [`StoreError::Write`], [`StoreError::Name`].
    pub fn put(&self, kind: &str, key_hex: &str, bytes: &[u8]) -> Result<(), StoreError> {
        let path = self.entry(kind, key_hex)?;
        let write = || {
            let mut file = unfinished(&self.root.join(CACHE).join(kind))?;
            file.write_all(&sealed(kind, key_hex, bytes)?)?;
            name(file, &path)
        };
        write().map_err(|source| StoreError::Write { path: path.clone(), source })
    }

    /// The same for what cannot be computed again: it outlasts a power cut, and is kept twice.
    ///
    /// # Errors
    /// [`StoreError::Write`], [`StoreError::Name`].
    pub fn put_safely(&self, kind: &str, key_hex: &str, bytes: &[u8]) -> Result<(), StoreError> {
        for key in Self::copies(key_hex) {
            let path = self.entry(kind, &key)?;
            let whole = sealed(kind, &key, bytes);
            let whole = whole.map_err(|source| StoreError::Write { path: path.clone(), source })?;
            write_atomic(&path, &whole)?;
        }
        Ok(())
    }

    /// The bytes that [`Self::put_safely`] kept, from the copy that is whole.
    ///
    /// # Errors
    /// [`StoreError::Write`] where the other copy cannot be made again, [`StoreError::Name`].
    pub fn cached_safely(&self, kind: &str, key_hex: &str) -> Result<Option<Vec<u8>>, StoreError> {
        let [first, second] = Self::copies(key_hex);
        match (self.cached(kind, &first)?, self.cached(kind, &second)?) {
            (Some(bytes), Some(_)) => Ok(Some(bytes)),
            (Some(bytes), None) | (None, Some(bytes)) => {
                self.put_safely(kind, key_hex, &bytes)?;
                Ok(Some(bytes))
            }
            (None, None) => Ok(None),
        }
    }

    /// The keys under which something is kept twice.
    #[must_use]
    pub fn copies(key_hex: &str) -> [String; 2] {
        [key_hex.to_owned(), format!("{key_hex}-2")]
    }

    /// Keeps bytes under their own address, `<sha256>.<extension>`, and returns the path. What is
    /// there already is not written again.
    ///
    /// # Errors
    /// [`StoreError::Write`], [`StoreError::Name`].
    pub fn put_content(&self, kind: &str, extension: &str, bytes: &[u8]) -> Result<PathBuf, StoreError> {
        let folder = self.kind_folder(kind)?;
        let path = self.content(kind, extension, &sha256_hex(bytes))?;
        if !self.is_whole(&path) {
            let write = || {
                let mut file = unfinished(&folder)?;
                file.write_all(bytes)?;
                name(file, &path)
            };
            write().map_err(|source| StoreError::Write { path: path.clone(), source })?;
            self.is_written(&path);
        }
        Ok(path)
    }

    /// Keeps a copy of a file under the address of its bytes, so that nobody changes what is read from
    /// it. `None` where the file is gone or holds other bytes by now.
    ///
    /// # Errors
    /// [`StoreError::Write`], [`StoreError::Name`].
    pub fn put_copy(
        &self,
        kind: &str,
        extension: &str,
        from: &Path,
        address: &str,
    ) -> Result<Option<PathBuf>, StoreError> {
        let path = self.content(kind, extension, address)?;
        if self.is_whole(&path) {
            return Ok(Some(path));
        }
        let Ok(mut source) = fs::File::open(from) else { return Ok(None) };
        let mut scratch = self.scratch(kind)?;
        // The system copies without reading where it can.
        io::copy(&mut source, &mut scratch.file)
            .map_err(|source| StoreError::Write { path: path.clone(), source })?;
        let (kept, _, found) = self.keep(scratch, extension)?;
        Ok((found == address).then_some(kept))
    }

    /// A further name for an addressed file, the `number`th, for a reader that takes a path to be one file.
    ///
    /// # Errors
    /// [`StoreError::Write`].
    pub fn put_again(&self, entry: &Path, number: usize) -> Result<PathBuf, StoreError> {
        let stem = entry.file_stem().unwrap_or_default().to_string_lossy();
        let extension = entry.extension().unwrap_or_default().to_string_lossy();
        let path = entry.with_file_name(format!("{stem}-{number}.{extension}"));
        if self.is_whole(&path) {
            return Ok(path);
        }
        let failed = |source| StoreError::Write { path: path.clone(), source };
        // Not every file system knows two names for one file, and another process may just have been quicker.
        if fs::hard_link(entry, &path).is_err() && !self.is_whole(&path) {
            let bytes = fs::read(entry).map_err(failed)?;
            write_atomic(&path, &bytes)?;
        }
        Ok(path)
    }

    /// Begins an entry to be kept under its own address, for a caller that writes piece by piece.
    ///
    /// # Errors
    /// [`StoreError::Write`], [`StoreError::Name`].
    pub fn scratch(&self, kind: &str) -> Result<Scratch, StoreError> {
        let folder = self.kind_folder(kind)?;
        match unfinished(&folder) {
            Ok(file) => Ok(Scratch { file, folder }),
            Err(source) => Err(StoreError::Write { path: folder, source }),
        }
    }

    /// Ends an entry: hashes what was written and gives it the name `<sha256>.<extension>`.
    /// Returns the path, the size in bytes and the address.
    ///
    /// # Errors
    /// [`StoreError::Write`], [`StoreError::Name`]; the scratch file is then gone.
    pub fn keep(&self, scratch: Scratch, extension: &str) -> Result<(PathBuf, u64, String), StoreError> {
        let extension = checked(extension)?;
        let Scratch { mut file, folder } = scratch;
        let hashed = file.seek(SeekFrom::Start(0)).and_then(|_| sha256_reader(file.as_file()));
        let (size, address) =
            hashed.map_err(|source| StoreError::Write { path: file.path().to_owned(), source })?;
        let path = folder.join(format!("{address}.{extension}"));
        if !self.is_whole(&path) {
            name(file, &path).map_err(|source| StoreError::Write { path: path.clone(), source })?;
            self.is_written(&path);
        }
        Ok((path, size, address))
    }

    fn kind_folder(&self, kind: &str) -> Result<PathBuf, StoreError> {
        Ok(self.root.join(CACHE).join(checked(kind)?))
    }
}

#[cfg(test)]
mod tests {
    use std::process::{Command, Stdio};
    use std::thread;

    use super::*;

    /// Tells the test below that it runs as one of several processes, on this folder.
    const SHARED_FOLDER: &str = "MINHBACH_TEST_SHARED_STATE";
    const KEY: &str = "00ff";

    fn state() -> (tempfile::TempDir, State) {
        let place = tempfile::tempdir().unwrap();
        let state = State::open(place.path()).unwrap();
        (place, state)
    }

    /// What every writer writes in turn: one of four bodies, told apart by their every byte.
    fn bodies() -> Vec<Vec<u8>> {
        (b'a'..=b'd').map(|byte| vec![byte; 50_000]).collect()
    }

    fn write_and_read(state: &State) {
        let bodies = bodies();
        for body in bodies.iter().cycle().take(40) {
            state.put("trial", KEY, body).unwrap();
            let read = state.cached("trial", KEY).unwrap().unwrap();
            assert!(bodies.contains(&read), "{} bytes", read.len());
            let path = state.put_content("content", "bin", body).unwrap();
            assert_eq!(fs::read(path).unwrap(), *body);
        }
    }

    #[test]
    fn an_entry_is_there_once_it_is_put() {
        let (_place, state) = state();
        assert_eq!(state.cached("trial", KEY).unwrap(), None);
        for bytes in [&b"one"[..], b"", b"another"] {
            state.put("trial", KEY, bytes).unwrap();
            assert_eq!(state.cached("trial", KEY).unwrap().unwrap(), bytes);
        }
        assert_eq!(state.cached("other", KEY).unwrap(), None);
    }

    #[test]
    fn an_emptied_cache_is_made_again() {
        let (_place, state) = state();
        state.put("trial", KEY, b"one").unwrap();
        fs::remove_dir_all(state.root().join(CACHE)).unwrap();
        assert_eq!(state.cached("trial", KEY).unwrap(), None);
        state.put("trial", KEY, b"two").unwrap();
        assert_eq!(state.cached("trial", KEY).unwrap().unwrap(), b"two");
    }

    #[test]
    fn content_is_written_once() {
        let (_place, state) = state();
        let path = state.put_content("twins", "parquet", b"abc").unwrap();
        assert!(path.ends_with(format!("cache/twins/{}.parquet", sha256_hex(b"abc"))));
        let written = fs::metadata(&path).unwrap().modified().unwrap();
        assert_eq!(state.put_content("twins", "parquet", b"abc").unwrap(), path);
        assert_eq!(fs::metadata(&path).unwrap().modified().unwrap(), written);

        for damaged in [&b"a"[..], b"abd"] {
            fs::write(&path, damaged).unwrap();
            assert!(!state.is_whole(&path) && !path.exists());
            fs::write(&path, damaged).unwrap();
            state.put_content("twins", "parquet", b"abc").unwrap();
            assert_eq!(fs::read(&path).unwrap(), b"abc", "a damaged file is mended");
            assert!(state.is_whole(&path) && State::open(state.root()).unwrap().is_whole(&path));
        }
    }

    #[test]
    fn a_further_name_is_looked_at_as_the_first_is() {
        let (_place, state) = state();
        let path = state.put_content("twins", "parquet", b"abc").unwrap();
        let again = state.put_again(&path, 2).unwrap();
        assert!(again != path && state.is_whole(&again));
        fs::write(&again, b"abd").unwrap();
        assert!(!state.is_whole(&again) && !state.is_whole(&path), "they are one file");
    }

    #[test]
    fn a_damaged_entry_is_not_there() {
        let (_place, state) = state();
        state.put("trial", KEY, b"one").unwrap();
        let path = state.entry("trial", KEY).unwrap();
        let mut bytes = fs::read(&path).unwrap();
        *bytes.last_mut().unwrap() ^= 1;
        fs::write(&path, bytes).unwrap();
        assert_eq!(state.cached("trial", KEY).unwrap(), None);
        assert!(!path.exists());
        state.put("trial", KEY, b"two").unwrap();
        assert_eq!(state.cached("trial", KEY).unwrap().unwrap(), b"two");
        // Nor is one that lies where another was.
        fs::copy(&path, state.entry("trial", "11").unwrap()).unwrap();
        assert_eq!(state.cached("trial", "11").unwrap(), None);
    }

    #[test]
    fn a_copy_is_kept_only_under_its_own_address() {
        let (place, state) = state();
        let file = place.path().join("file");
        fs::write(&file, b"abc").unwrap();
        let copied = state.put_copy("twins", "parquet", &file, &sha256_hex(b"abc")).unwrap().unwrap();
        fs::write(&file, b"xyz").unwrap();
        assert_eq!(fs::read(&copied).unwrap(), b"abc");
        assert_eq!(state.put_copy("twins", "parquet", &file, &sha256_hex(b"def")).unwrap(), None);
        fs::remove_file(&file).unwrap();
        assert_eq!(state.put_copy("twins", "parquet", &file, &sha256_hex(b"abc")).unwrap(), Some(copied));
        assert_eq!(state.put_copy("twins", "parquet", &file, &sha256_hex(b"ghi")).unwrap(), None);
    }

    #[test]
    fn what_cannot_be_computed_again_survives_in_either_copy() {
        let (_place, state) = state();
        assert_eq!(state.cached_safely("trial", KEY).unwrap(), None);
        state.put_safely("trial", KEY, b"one").unwrap();
        for key in State::copies(KEY) {
            fs::write(state.entry("trial", &key).unwrap(), b"something else").unwrap();
            for _ in 0..2 {
                assert_eq!(state.cached_safely("trial", KEY).unwrap().unwrap(), b"one");
            }
        }
    }

    #[test]
    fn a_scratch_file_is_kept_under_its_content_or_not_at_all() {
        let (_place, state) = state();
        let expected = state.put_content("twins", "parquet", b"abc").unwrap();
        for kind in ["twins", "elsewhere"] {
            let mut scratch = state.scratch(kind).unwrap();
            scratch.write_all(b"ab").unwrap();
            scratch.write_all(b"c").unwrap();
            let (path, size, address) = state.keep(scratch, "parquet").unwrap();
            assert_eq!(path.file_name(), expected.file_name());
            assert_eq!((size, address), (3, sha256_hex(b"abc")));
            drop(state.scratch(kind).unwrap());
            let folder = state.kind_folder(kind).unwrap();
            assert_eq!(fs::read_dir(folder).unwrap().count(), 1);
        }
    }

    #[test]
    fn threads_share_a_folder() {
        let (_place, state) = state();
        thread::scope(|scope| {
            for _ in 0..4 {
                scope.spawn(|| write_and_read(&state));
            }
        });
    }

    #[test]
    fn processes_share_a_folder() {
        if let Some(folder) = std::env::var_os(SHARED_FOLDER) {
            write_and_read(&State::open(Path::new(&folder)).unwrap());
            return;
        }
        let place = tempfile::tempdir().unwrap();
        // Not the thread's name, which is another when tests run one by one.
        let (_crate, module) = module_path!().split_once("::").unwrap();
        let name = format!("{module}::processes_share_a_folder");
        let children: Vec<_> = (0..3)
            .map(|_| {
                Command::new(std::env::current_exe().unwrap())
                    .args(["--exact", &name, "--test-threads=1"])
                    .env(SHARED_FOLDER, place.path())
                    .stdout(Stdio::null())
                    .spawn()
                    .unwrap()
            })
            .collect();
        for mut child in children {
            assert!(child.wait().unwrap().success());
        }
        let left = fs::read_dir(place.path().join("cache/trial")).unwrap();
        assert_eq!(left.count(), 1, "every process wrote the one entry");
    }
}
