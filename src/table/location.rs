//! Where the data are: which files lie there, how each of them stands, and a local file to read it from.
//!
//! What is above knows a file by its key, the path below the location with forward slashes, and by its
//! version. Only a location knows what these are to the system on which the files lie.

use std::io;
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use url::Url;

use super::folder::Folder;
use super::given::MemoryTables;
use super::listing::Listed;
use super::load::LoadError;
use crate::store::{Stamp, State};

/// A place of Parquet files, `<table>.parquet` or `<table>/**/*.parquet`, and tables from memory beside them.
#[derive(Debug, Clone)]
pub struct Location {
    files: Files,
    memory: Option<(MemoryTables, State)>,
}

/// The kinds of places. A further one lists, tells versions, fetches and gives names as a folder does.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Files {
    Folder(Folder),
    /// None at all: an application gives every table from memory.
    None,
}

/// The address of a place without files.
const NOWHERE: &str = "memory:";

/// What tells one state of a file from the next without its being read. Two looks that give the same agree.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Version {
    size: u64,
    /// All that the system says, which only the location understands.
    token: String,
    modified: Option<SystemTime>,
}

/// What has not changed for so long needs no waiting to be believed.
const SETTLED: Duration = Duration::from_secs(2);

impl Version {
    /// The version of a file of this machine.
    pub(super) fn of_stamp(stamp: Stamp) -> Self {
        Self { size: stamp.size, token: stamp.in_words(), modified: Some(stamp.modified) }
    }

    /// The version of what is known by the address of its bytes.
    pub(super) fn of_content(size: u64, sha256: &str) -> Self {
        Self { size, token: sha256.to_owned(), modified: None }
    }

    /// Bytes.
    pub fn size(&self) -> u64 {
        self.size
    }

    /// All of it in one word, as part of a key.
    pub(super) fn in_words(&self) -> &str {
        &self.token
    }

    /// Whether somebody may still be writing.
    pub(super) fn is_young(&self) -> bool {
        let age = self.modified.map(|modified| SystemTime::now().duration_since(modified));
        age.is_some_and(|age| age.is_ok_and(|age| age < SETTLED))
    }
}

/// What stands at one path.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Entry {
    /// Its key: relative to the location, with forward slashes.
    pub path: String,
    /// What it is.
    pub kind: Kind,
}

/// What stands at a path.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Kind {
    /// A folder; what is in it has entries of its own.
    Folder,
    /// A file, not opened.
    File(Version),
    /// A name that is not followed and says what its folder is.
    Marker,
    /// A file that is passed over because of its name or that of a folder above it.
    Passed,
    /// Neither a file nor a folder: reading it might never end.
    Special(&'static str),
    /// It is there and cannot be looked at, or is a folder that cannot be listed.
    Unreachable {
        /// What the system said.
        cause: String,
        /// Where it leads, if it is a link.
        target: Option<String>,
    },
    /// A link to what stands at another path already.
    Again {
        /// That path; empty for the location itself.
        other: String,
    },
}

/// What a name alone says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Name {
    /// It is looked at.
    Taken,
    /// It is told of and not looked at.
    Marker,
    /// It is not looked at, and what files stand there is told: a name may hide data by mistake.
    Passed,
    /// It is nobody's business.
    Over,
}

/// What is asked for in a location.
#[derive(Clone, Copy)]
pub(crate) struct Wish<'a> {
    /// What a name says.
    pub name: &'a dyn Fn(&str) -> Name,
    /// Whether what stands at the top of the location by this name is wanted before the others: where two
    /// links lead to one place, the wanted one is followed.
    pub first: &'a dyn Fn(&str) -> bool,
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
    #[error("data location `{folder}` is not there or is no folder")]
    Missing {
        /// The folder.
        folder: String,
    },
    /// A folder that is there cannot be listed.
    #[error("folder `{folder}` cannot be listed")]
    Unreadable {
        /// The folder.
        folder: String,
        /// What the system said.
        #[source]
        source: io::Error,
    },
}

impl Location {
    /// A location from a folder, relative to `base` or absolute, a `file://` address, or `memory:` for no files.
    pub fn parse(address: &str, base: &Path) -> Result<Self, LocationError> {
        if address == NOWHERE {
            return Ok(Self { files: Files::None, memory: None });
        }
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
        Ok(Self::folder(&root))
    }

    /// A folder of this machine.
    pub fn folder(folder: &Path) -> Self {
        Self { files: Files::Folder(Folder::new(folder)), memory: None }
    }

    /// With tables from memory, which lie in the state folder as long as they are read.
    #[must_use]
    pub fn with(self, tables: MemoryTables, state: &State) -> Self {
        Self { memory: Some((tables, state.clone())), ..self }
    }

    /// The tables from memory, as files that are there.
    pub(super) fn given(&self) -> Result<Vec<Listed>, LoadError> {
        self.memory.as_ref().map_or_else(|| Ok(Vec::new()), |(tables, state)| tables.listed(state))
    }

    /// One of them, where a path is one's.
    fn table_at(&self, path: &str) -> Option<io::Result<(Version, PathBuf)>> {
        let (tables, state) = self.memory.as_ref()?;
        Some(tables.file(path, state)?.map_err(io::Error::other))
    }

    /// Everything that lies there as files, by path.
    pub(crate) fn list(&self, wish: Wish<'_>) -> Result<Vec<Entry>, LocationError> {
        match &self.files {
            Files::Folder(folder) => folder.list(wish),
            Files::None => Ok(Vec::new()),
        }
    }

    /// How a file stands now.
    pub(crate) fn version(&self, path: &str) -> io::Result<Version> {
        match (self.table_at(path), &self.files) {
            (Some(given), _) => given.map(|(version, _)| version),
            (None, Files::Folder(folder)) => folder.version(path),
            (None, Files::None) => Err(io::ErrorKind::NotFound.into()),
        }
    }

    /// A local file that holds the bytes. What was read is what was listed only where the version is the same
    /// afterwards.
    pub(super) fn fetch(&self, path: &str) -> io::Result<PathBuf> {
        match (self.table_at(path), &self.files) {
            (Some(given), _) => given.map(|(_, file)| file),
            (None, Files::Folder(folder)) => Ok(folder.file(path)),
            (None, Files::None) => Err(io::ErrorKind::NotFound.into()),
        }
    }

    /// A file as a person finds it from anywhere.
    pub fn shown(&self, path: &str) -> String {
        match (self.table_at(path), &self.files) {
            (Some(Ok((_, file))), _) => file.to_string_lossy().into_owned(),
            (Some(Err(_)) | None, Files::Folder(folder)) => folder.file(path).to_string_lossy().into_owned(),
            (Some(Err(_)) | None, Files::None) => NOWHERE.to_owned(),
        }
    }

    /// The whole location, likewise.
    pub fn address(&self) -> String {
        self.shown("")
    }

    /// The same in a sentence.
    pub(super) fn in_words(&self) -> String {
        match &self.files {
            Files::Folder(_) => format!("folder `{}`", self.address()),
            Files::None => format!("location `{NOWHERE}`"),
        }
    }

    /// What the location itself is called, without what lies above it.
    pub fn name(&self) -> Option<String> {
        match &self.files {
            Files::Folder(_) => Some(Path::new(&self.address()).file_name()?.to_string_lossy().into_owned()),
            Files::None => None,
        }
    }

    /// By what it is known: first where it is in the end, however it is spelled and whichever links lead to it;
    /// then its spelling.
    pub(super) fn names(&self) -> [String; 2] {
        match &self.files {
            Files::Folder(folder) => folder.names(),
            Files::None => [NOWHERE, NOWHERE].map(str::to_owned),
        }
    }

    /// Whether a path of this machine, there or not, is one of the location.
    pub fn holds(&self, path: &Path) -> bool {
        match &self.files {
            Files::Folder(folder) => folder.holds(path),
            Files::None => false,
        }
    }
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
            ("memory:", Ok("memory:")),
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
                found.map(|location| location.address()),
                expected.map(str::to_owned).map_err(str::to_owned)
            );
        }
    }
}
