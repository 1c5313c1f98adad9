//! What a kind of place of files does.

use std::fmt;
use std::io;
use std::path::{Path, PathBuf};

use super::entry::{Entry, Wish};
use super::listing::Listed;
use super::location::{LocationError, Version};
use crate::store::{State, StoreError};

/// A kind of place. A further one lists, tells versions, fetches and gives names as a folder does.
pub(super) trait Files: fmt::Debug + Send + Sync {
    /// Everything that lies there, by path.
    fn list(&self, wish: Wish<'_>) -> Result<Vec<Entry>, LocationError>;

    /// How a file stands now.
    fn version(&self, path: &str) -> io::Result<Version>;

    /// A local file that holds the bytes.
    fn fetch(&self, path: &str, version: &Version, state: Option<&State>) -> Result<PathBuf, Unfetched>;

    /// Fetches several that will be asked for.
    fn bring(&self, _files: &[&Listed], _state: Option<&State>) -> Result<(), Unfetched> {
        Ok(())
    }

    /// Whether what is fetched is a copy of one version, which nobody changes.
    fn is_copied(&self) -> bool {
        false
    }

    /// The entry of the state folder that tells which bytes such a copy has: its kind and its key.
    fn entry(&self, _path: &str, _version: &Version) -> Option<(String, String)> {
        None
    }

    /// Whether a file that could not be read is not there as it was listed any more.
    fn is_gone(&self, listed: &Listed) -> bool {
        self.version(&listed.path).is_err()
    }

    /// A file as a person finds it from anywhere; the whole place where no file is named.
    fn shown(&self, path: &str) -> String;

    /// The place in a sentence.
    fn in_words(&self) -> String;

    /// What it is called, without what lies above it.
    fn name(&self) -> Option<String>;

    /// By what it is known: first where it is in the end, however it is spelled; then its spelling.
    fn names(&self) -> [String; 2];

    /// Whether a path of this machine, there or not, is one of the place.
    fn holds(&self, path: &Path) -> bool;
}

/// Why there is no local file.
#[derive(Debug)]
pub(super) enum Unfetched {
    /// It is not there as it was listed any more.
    #[cfg_attr(not(feature = "s3"), expect(dead_code, reason = "a folder's files are where they are"))]
    Moved,
    /// It is there and cannot be had.
    Unreadable(io::Error),
    /// The state folder.
    State(StoreError),
}

impl From<StoreError> for Unfetched {
    fn from(error: StoreError) -> Self {
        Self::State(error)
    }
}

/// No files at all: an application gives every table from memory.
#[derive(Debug)]
pub(super) struct Nowhere;

/// The address of a place without files.
pub(super) const NOWHERE: &str = "memory:";

impl Files for Nowhere {
    fn list(&self, _wish: Wish<'_>) -> Result<Vec<Entry>, LocationError> {
        Ok(Vec::new())
    }

    fn version(&self, _path: &str) -> io::Result<Version> {
        Err(io::ErrorKind::NotFound.into())
    }

    fn fetch(&self, _path: &str, _version: &Version, _state: Option<&State>) -> Result<PathBuf, Unfetched> {
        Err(Unfetched::Unreadable(io::ErrorKind::NotFound.into()))
    }

    fn shown(&self, _path: &str) -> String {
        NOWHERE.to_owned()
    }

    fn in_words(&self) -> String {
        format!("location `{NOWHERE}`")
    }

    fn name(&self) -> Option<String> {
        None
    }

    fn names(&self) -> [String; 2] {
        [NOWHERE, NOWHERE].map(str::to_owned)
    }

    fn holds(&self, _path: &Path) -> bool {
        false
    }
}
