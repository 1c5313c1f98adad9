//! A folder of files that tells by itself whether it is whole: a BagIt bag (RFC 8493).
//!
//! It is written aside, flushed to the disk and renamed, so that it is there whole or not at all. What it was named by
//! its last file, the tag manifest, is its identity: who keeps those 64 digits elsewhere notices any other bag.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use sha2::{Digest, Sha256};
use tempfile::TempDir;

use super::ExportError;
use super::format::Sink;
use crate::store::{hex, sha256_hex, sync_folder};

/// The folder of all that a bag carries.
pub(super) const PAYLOAD: &str = "data";
/// The list of what is carried, in the form that `sha256sum -c` reads.
pub(super) const MANIFEST: &str = "manifest-sha256.txt";
/// The list of the files beside it.
pub(super) const TAG_MANIFEST: &str = "tagmanifest-sha256.txt";
/// The declaration.
pub(super) const DECLARATION: &str = "bagit.txt";
/// What the bag says of itself.
pub(super) const INFO: &str = "bag-info.txt";

/// Begins the name of a folder that is still being written.
const UNFINISHED: &str = ".unfinished-";

/// A file of a bag.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BagFile {
    /// Bytes.
    pub size: u64,
    /// Their hash, 64 hexadecimal digits.
    pub sha256: String,
}

/// A bag that is being written.
pub struct Bag {
    aside: TempDir,
    place: PathBuf,
    files: BTreeMap<String, BagFile>,
}

impl Bag {
    /// Begins a bag that will be `place`.
    ///
    /// # Errors
    /// Where something is there already, and where nothing can be written beside it.
    pub fn begin(place: &Path) -> Result<Self, ExportError> {
        if place.symlink_metadata().is_ok() {
            return Err(ExportError::Exists { path: place.to_owned() });
        }
        let folder = parent(place);
        let failed = |source| ExportError::File { path: folder.to_owned(), source };
        fs::create_dir_all(folder).map_err(failed)?;
        let aside = tempfile::Builder::new().prefix(UNFINISHED).tempdir_in(folder).map_err(failed)?;
        Ok(Self { aside, place: place.to_owned(), files: BTreeMap::new() })
    }

    /// Adds a file below `data/`, by its path with forward slashes.
    ///
    /// # Errors
    /// Those of who writes it, and of the disk.
    pub fn file(
        &mut self,
        path: &str,
        write: impl FnOnce(&mut Sink<'_>) -> Result<(), ExportError>,
    ) -> Result<(), ExportError> {
        let file = self.put(&format!("{PAYLOAD}/{path}"), write)?;
        self.files.insert(path.to_owned(), file);
        Ok(())
    }

    /// What has been added, by path below `data/`.
    pub fn files(&self) -> &BTreeMap<String, BagFile> {
        &self.files
    }

    /// Ends the bag, and gives its identity. `info` is what it says of itself, by label.
    ///
    /// # Errors
    /// Those of the disk, and where somebody else was faster.
    pub fn end(self, info: &[(&str, String)]) -> Result<String, ExportError> {
        let size: u64 = self.files.values().map(|file| file.size).sum();
        let oxum = ("Payload-Oxum", format!("{size}.{}", self.files.len()));
        let line = |(label, text): &(&str, String)| format!("{label}: {}\n", text.replace(['\r', '\n'], " "));
        let info: String = info.iter().chain([&oxum]).map(line).collect();
        let list = |files: &BTreeMap<String, BagFile>, below: &str| {
            files
                .iter()
                .map(|(path, file)| format!("{}  {below}{}\n", file.sha256, encoded(path)))
                .collect::<String>()
        };
        let mut tags = BTreeMap::new();
        for (name, text) in [
            (DECLARATION, "BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n".to_owned()),
            (INFO, info),
            (MANIFEST, list(&self.files, &format!("{PAYLOAD}/"))),
        ] {
            tags.insert(name.to_owned(), self.put(name, |sink| Ok(sink.write_all(text.as_bytes())?))?);
        }
        let tags = list(&tags, "");
        self.put(TAG_MANIFEST, |sink| Ok(sink.write_all(tags.as_bytes())?))?;
        let Self { aside, place, .. } = self;
        let failed = |source| ExportError::File { path: place.clone(), source };
        sync_below(aside.path()).map_err(failed)?;
        // A folder that is not empty is never replaced by a rename; an empty one is looked for here.
        if place.symlink_metadata().is_ok() {
            return Err(ExportError::Exists { path: place });
        }
        match fs::rename(aside.path(), &place) {
            Ok(()) => {
                let _ = aside.keep();
            }
            Err(_) if place.symlink_metadata().is_ok() => return Err(ExportError::Exists { path: place }),
            Err(source) => return Err(failed(source)),
        }
        sync_folder(parent(&place)).map_err(failed)?;
        Ok(sha256_hex(tags.as_bytes()))
    }

    fn put(
        &self,
        path: &str,
        write: impl FnOnce(&mut Sink<'_>) -> Result<(), ExportError>,
    ) -> Result<BagFile, ExportError> {
        let place = self.aside.path().join(path);
        let failed = |source| ExportError::File { path: place.clone(), source };
        fs::create_dir_all(parent(&place)).map_err(failed)?;
        let file = File::create_new(&place).map_err(failed)?;
        let mut hashed = Hashed { file: BufWriter::new(file), hash: Sha256::new(), size: 0 };
        write(&mut hashed)?;
        let file = hashed.file.into_inner().map_err(|error| failed(error.into_error()))?;
        file.sync_all().map_err(failed)?;
        Ok(BagFile { size: hashed.size, sha256: hex(&hashed.hash.finalize()) })
    }
}

/// A file whose bytes are hashed on their way.
struct Hashed {
    file: BufWriter<File>,
    hash: Sha256,
    size: u64,
}

impl Write for Hashed {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let count = self.file.write(bytes)?;
        self.hash.update(&bytes[..count]);
        self.size += count as u64;
        Ok(count)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.file.flush()
    }
}

/// Whether a path is one of a bag that is being written, or was when its writer was killed.
pub fn is_unfinished(path: &Path) -> bool {
    path.file_name().is_some_and(|name| name.to_string_lossy().starts_with(UNFINISHED))
}

/// As RFC 8493 writes names that hold the letters of its lists.
fn encoded(path: &str) -> String {
    path.replace('%', "%25").replace('\n', "%0A").replace('\r', "%0D")
}

fn parent(path: &Path) -> &Path {
    path.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."))
}

/// Names reach the disk too.
fn sync_below(folder: &Path) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        if entry.file_type()?.is_dir() {
            sync_below(&entry.path())?;
        }
    }
    sync_folder(folder)
}
