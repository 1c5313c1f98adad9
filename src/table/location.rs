//! Where the data are, and which files have arrived there.

use std::collections::BTreeSet;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::thread;
use std::time::{Duration, SystemTime};

use indexmap::IndexMap;
use url::Url;

use super::Contract;

/// A folder of Parquet files: `<table>.parquet` or `<table>/**/*.parquet`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Location {
    root: PathBuf,
}

/// Why data cannot be found.
#[derive(Debug, thiserror::Error)]
pub enum LocationError {
    /// The address is of a kind that cannot be read.
    #[error(
        "data location `{address}` is a `{scheme}` address; possible are a folder and a `file://` address"
    )]
    Scheme {
        /// What was given.
        address: String,
        /// Its scheme.
        scheme: String,
    },
    /// A `file:` address that names no folder of this machine.
    #[error(
        "data location `{address}` names no folder of this machine; write `file:///` and an absolute path"
    )]
    Address {
        /// What was given.
        address: String,
    },
    /// There is no such folder.
    #[error("data location `{}` is not there or is no folder", folder.display())]
    Missing {
        /// The folder.
        folder: PathBuf,
    },
    /// A folder that is there cannot be listed.
    #[error("folder `{}` cannot be listed", folder.display())]
    Unreadable {
        /// The folder.
        folder: PathBuf,
        /// What the system said.
        #[source]
        source: io::Error,
    },
}

/// A file of a table as it was listed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Listed {
    /// The table it belongs to.
    pub table: String,
    /// Relative to the location, with forward slashes.
    pub path: String,
    /// Absolute.
    pub full: PathBuf,
    /// Size and time of the last change.
    pub stamp: Stamp,
}

/// What tells one state of a file from the next without reading it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Stamp {
    /// Bytes.
    pub size: u64,
    /// When it was last changed.
    pub modified: SystemTime,
}

impl Stamp {
    pub(super) fn of(path: &Path) -> io::Result<Self> {
        let found = fs::metadata(path)?;
        Ok(Self { size: found.len(), modified: found.modified()? })
    }
}

/// What a location holds.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Listing {
    /// The files of known tables, by path.
    pub files: Vec<Listed>,
    /// Data files that belong to no known table, by path.
    pub unknown: Vec<String>,
    /// Files of known tables that were still changing, by path.
    pub arriving: Vec<String>,
}

/// A file that has not changed for so long needs no waiting to be believed.
const SETTLED: Duration = Duration::from_secs(2);
/// Between two listings of a location in which something is young.
const PAUSE: Duration = Duration::from_millis(250);
/// So many listings wait for files that go on changing, two seconds in all; then they stay out.
const LISTINGS: usize = 8;

impl Location {
    /// A location from a folder, relative to `base` or absolute, or a `file://` address.
    pub fn parse(address: &str, base: &Path) -> Result<Self, LocationError> {
        let root = match address.split_once(':') {
            // One letter before a colon is a drive, not a scheme.
            Some((scheme, _))
                if scheme.len() > 1 && scheme.bytes().all(|byte| byte.is_ascii_alphanumeric()) =>
            {
                if !scheme.eq_ignore_ascii_case("file") {
                    return Err(LocationError::Scheme {
                        address: address.to_owned(),
                        scheme: scheme.to_owned(),
                    });
                }
                let folder = Url::parse(address).ok().and_then(|url| url.to_file_path().ok());
                folder.ok_or_else(|| LocationError::Address { address: address.to_owned() })?
            }
            _ => base.join(address),
        };
        Ok(Self { root: std::path::absolute(&root).unwrap_or(root) })
    }

    /// The folder, absolute.
    pub fn folder(&self) -> &Path {
        &self.root
    }

    /// Lists until two listings agree on every file, waiting at most about two seconds for files that
    /// are being written; those that never settle are told apart.
    pub(super) fn settled(&self, contracts: &IndexMap<String, Contract>) -> Result<Listing, LocationError> {
        let mut before = self.list(contracts)?;
        for _ in 1..LISTINGS {
            let now = SystemTime::now();
            let young =
                |file: &Listed| now.duration_since(file.stamp.modified).is_ok_and(|age| age < SETTLED);
            if before.files.iter().any(young) {
                thread::sleep(PAUSE);
            }
            let after = self.list(contracts)?;
            if after == before {
                return Ok(after);
            }
            before = after;
        }
        let mut after = self.list(contracts)?;
        let (files, arriving) = after.files.into_iter().partition(|file| before.files.contains(file));
        after.files = files;
        after.arriving = arriving.into_iter().map(|file: Listed| file.path).collect();
        Ok(after)
    }

    fn list(&self, contracts: &IndexMap<String, Contract>) -> Result<Listing, LocationError> {
        if !self.root.is_dir() {
            return Err(LocationError::Missing { folder: self.root.clone() });
        }
        let mut listing = Listing::default();
        let mut walk = Walk { contracts, listing: &mut listing, seen: BTreeSet::new() };
        walk.folder(&self.root, "", None)?;
        listing.files.sort_by(|a, b| a.path.cmp(&b.path));
        listing.unknown.sort();
        Ok(listing)
    }
}

/// One walk through a location.
struct Walk<'a> {
    contracts: &'a IndexMap<String, Contract>,
    listing: &'a mut Listing,
    /// Folders on the way, so that a link to a folder above ends.
    seen: BTreeSet<PathBuf>,
}

impl Walk<'_> {
    fn folder(&mut self, folder: &Path, path: &str, table: Option<&str>) -> Result<(), LocationError> {
        let unreadable = |source| LocationError::Unreadable { folder: folder.to_owned(), source };
        if !self.seen.insert(folder.canonicalize().map_err(unreadable)?) {
            return Ok(());
        }
        for entry in fs::read_dir(folder).map_err(unreadable)? {
            let entry = entry.map_err(unreadable)?;
            let name = entry.file_name().to_string_lossy().into_owned();
            if passed_over(&name) {
                continue;
            }
            let inner = if path.is_empty() { name.clone() } else { format!("{path}/{name}") };
            // What vanishes between two looks is simply not there; the next listing will say the same.
            let Ok(found) = fs::metadata(entry.path()) else { continue };
            if found.is_dir() {
                let table = table.unwrap_or(&name);
                self.folder(&entry.path(), &inner, Some(table))?;
            } else if let Ok(modified) = found.modified() {
                let stamp = Stamp { size: found.len(), modified };
                self.file(entry.path(), inner, &name, table, stamp);
            }
        }
        Ok(())
    }

    fn file(&mut self, full: PathBuf, path: String, name: &str, table: Option<&str>, stamp: Stamp) {
        let (stem, extension) = name.rsplit_once('.').unwrap_or((name, ""));
        let parquet = extension.eq_ignore_ascii_case("parquet");
        let table = table.unwrap_or(stem);
        let known = self.contracts.contains_key(table);
        match (parquet, known) {
            (true, true) => {
                self.listing.files.push(Listed { table: table.to_owned(), path, full, stamp });
            }
            // Somebody meant it to be data: another format in a table's place, or a table without a contract.
            (true, false) | (false, true) => self.listing.unknown.push(path),
            (false, false) => {}
        }
    }
}

/// Hidden, temporary and bookkeeping files of editors, browsers and engines.
fn passed_over(name: &str) -> bool {
    const ENDINGS: [&str; 5] = [".tmp", ".part", ".crdownload", ".crc", "~"];
    name.starts_with(['.', '_']) || name.starts_with("~$") || ENDINGS.iter().any(|end| name.ends_with(end))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_and_a_file_address_are_locations_and_nothing_else() {
        let base = Path::new("/somewhere");
        for (address, expected) in [
            ("data", Ok("/somewhere/data")),
            ("/data", Ok("/data")),
            ("file:///data/x%20y", Ok("/data/x y")),
            (
                "s3://bucket/x",
                Err(
                    "data location `s3://bucket/x` is a `s3` address; possible are a folder and a `file://` address",
                ),
            ),
            (
                "file://elsewhere/x",
                Err(
                    "data location `file://elsewhere/x` names no folder of this machine; write `file:///` and an absolute path",
                ),
            ),
        ] {
            let found = Location::parse(address, base).map_err(|error| error.to_string());
            assert_eq!(
                found.map(|location| location.root),
                expected.map(PathBuf::from).map_err(str::to_owned)
            );
        }
    }
}
