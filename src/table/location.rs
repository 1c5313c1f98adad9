//! Where the data are: which files lie there, how each of them stands, and a local file to read it from.
//!
//! What is above knows a file by its key, the path below the location with forward slashes, and by its
//! version. Only a location knows what these are to the system on which the files lie.

use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;
#[cfg(feature = "s3")]
use std::time::UNIX_EPOCH;
use std::time::{Duration, SystemTime};

use url::Url;

use super::entry::{Entry, Wish};
use super::files::{Files, NOWHERE, Nowhere, Unfetched};
use super::folder::Folder;
use super::given::MemoryTables;
use super::listing::Listed;
use super::load::LoadError;
#[cfg(feature = "s3")]
use super::objects::Objects;
use super::store_access::StoreAccess;
use crate::store::{Stamp, State};

/// A place of Parquet files, `<table>.parquet` or `<table>/**/*.parquet`, and tables from memory beside them.
#[derive(Debug, Clone)]
pub struct Location {
    files: Arc<dyn Files>,
    memory: MemoryTables,
    /// Where what comes from elsewhere is read.
    state: Option<State>,
}

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

    /// The version of an object of a store: its size, a word of the store's, and since when.
    #[cfg(feature = "s3")]
    pub(super) fn of_object(size: u64, word: &str, modified: SystemTime) -> Self {
        Self { size, token: format!("{size} {word}"), modified: Some(modified) }
    }

    /// Whether it is of that time, in whole seconds.
    #[cfg(feature = "s3")]
    pub(super) fn is_of_second(&self, time: SystemTime) -> bool {
        let second = |time: SystemTime| time.duration_since(UNIX_EPOCH).ok().map(|time| time.as_secs());
        self.modified.and_then(second) == second(time)
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

/// Why data cannot be found.
#[derive(Debug, thiserror::Error)]
pub enum LocationError {
    /// The address is of a kind that cannot be read.
    #[error(
        "data location `{address}` is a `{scheme}` address; possible are a folder, a `file://` and an `s3://` address"
    )]
    Scheme {
        /// What was given.
        address: String,
        /// Its scheme.
        scheme: String,
    },
    /// An object store's, in a program that knows none.
    #[error(
        "data location `{address}` is an object store, and this program was built without the feature `s3`"
    )]
    Feature {
        /// What was given.
        address: String,
    },
    /// An object store's, without a bucket.
    #[error("data location `{address}` names no bucket; write `s3://BUCKET` or `s3://BUCKET/PREFIX`")]
    Bucket {
        /// What was given, without what may be a secret.
        address: String,
    },
    /// An object store cannot be asked as things are said.
    #[error("object store `{address}` cannot be asked: {because}")]
    Access {
        /// Where.
        address: String,
        /// Why.
        because: String,
    },
    /// An object store does not give what is asked for.
    #[error("object store `{address}` cannot be read")]
    Store {
        /// Where.
        address: String,
        /// What it said.
        #[source]
        source: io::Error,
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

impl LocationError {
    #[cfg(any(test, not(feature = "s3")))]
    fn without_stores(address: &str) -> Self {
        // What stands before an `@` may be a secret.
        let (scheme, rest) = address.split_once("://").unwrap_or(("s3", address));
        Self::Feature { address: format!("{scheme}://{}", rest.rsplit('@').next().unwrap_or_default()) }
    }

    /// What to do about it.
    pub fn help(&self) -> Option<&'static str> {
        match self {
            Self::Access { .. } => Some(
                "give `AWS_ACCESS_KEY_ID` and `AWS_SECRET_ACCESS_KEY`, or `AWS_PROFILE`, and `AWS_ENDPOINT_URL` where \
                 the store is not Amazon's; docs/operate.md tells more",
            ),
            Self::Feature { .. } => Some("build it with `--features s3`"),
            Self::Scheme { .. }
            | Self::Bucket { .. }
            | Self::Store { .. }
            | Self::Address { .. }
            | Self::Missing { .. }
            | Self::Unreadable { .. } => None,
        }
    }
}

impl Location {
    /// A location from a folder, relative to `base` or absolute, a `file://` address, an `s3://` address, which is
    /// reached as `access` says, or `memory:` for no files.
    pub fn parse(address: &str, base: &Path, access: &StoreAccess) -> Result<Self, LocationError> {
        if address == NOWHERE {
            return Ok(Self::of(Nowhere));
        }
        let root = match address.split_once(':') {
            // One letter before a colon is a drive, not a scheme.
            Some((scheme, _))
                if scheme.len() > 1 && scheme.bytes().all(|byte| byte.is_ascii_alphanumeric()) =>
            {
                let address = address.to_owned();
                match scheme.to_ascii_lowercase().as_str() {
                    "file" => {
                        let folder = Url::parse(&address).ok().and_then(|url| url.to_file_path().ok());
                        folder.ok_or(LocationError::Address { address })?
                    }
                    "s3" => return Self::objects(&address, access),
                    _ => return Err(LocationError::Scheme { scheme: scheme.to_owned(), address }),
                }
            }
            _ => base.join(address),
        };
        Ok(Self::folder(&root))
    }

    /// A folder of this machine.
    pub fn folder(folder: &Path) -> Self {
        Self::of(Folder::new(folder))
    }

    #[cfg(feature = "s3")]
    fn objects(address: &str, access: &StoreAccess) -> Result<Self, LocationError> {
        Ok(Self::of(Objects::open(address, access)?))
    }

    #[cfg(not(feature = "s3"))]
    fn objects(address: &str, _access: &StoreAccess) -> Result<Self, LocationError> {
        Err(LocationError::without_stores(address))
    }

    fn of(files: impl Files + 'static) -> Self {
        Self { files: Arc::new(files), memory: MemoryTables::default(), state: None }
    }

    /// With the state folder, in which what is fetched lies, and tables from memory as long as they are read.
    #[must_use]
    pub fn with(self, tables: MemoryTables, state: &State) -> Self {
        Self { memory: tables, state: Some(state.clone()), ..self }
    }

    /// The tables from memory, as files that are there.
    pub(super) fn given(&self) -> Result<Vec<Listed>, LoadError> {
        self.state.as_ref().map_or_else(|| Ok(Vec::new()), |state| self.memory.listed(state))
    }

    /// One of them, where a path is one's.
    fn table_at(&self, path: &str) -> Option<io::Result<(Version, PathBuf)>> {
        Some(self.memory.file(path, self.state.as_ref()?)?.map_err(io::Error::other))
    }

    /// Everything that lies there as files, by path.
    pub(crate) fn list(&self, wish: Wish<'_>) -> Result<Vec<Entry>, LocationError> {
        self.files.list(wish)
    }

    /// How a file stands now.
    pub(crate) fn version(&self, path: &str) -> io::Result<Version> {
        match self.table_at(path) {
            Some(given) => given.map(|(version, _)| version),
            None => self.files.version(path),
        }
    }

    /// A local file that holds the bytes of a version. What was read is what was listed where
    /// [`Self::holds_still`] says so afterwards.
    pub(super) fn fetch(&self, path: &str, version: &Version) -> Result<PathBuf, Unfetched> {
        match self.table_at(path) {
            Some(given) => given.map(|(_, file)| file).map_err(Unfetched::Unreadable),
            None => self.files.fetch(path, version, self.state.as_ref()),
        }
    }

    /// A local file that holds what is there now, to be looked at once.
    ///
    /// # Errors
    /// Where it cannot be had.
    pub fn local(&self, path: &str) -> io::Result<PathBuf> {
        if self.is_near() {
            return Ok(self.shown(path).into());
        }
        self.fetch(path, &self.version(path)?).map_err(|unfetched| match unfetched {
            Unfetched::Moved => io::ErrorKind::NotFound.into(),
            Unfetched::Unreadable(error) => error,
            Unfetched::State(error) => io::Error::other(error),
        })
    }

    /// Fetches what will be read, where that is of use, many at once.
    pub(super) fn bring(&self, files: &[&Listed]) -> Result<(), LoadError> {
        let files: Vec<&Listed> =
            files.iter().copied().filter(|file| self.table_at(&file.path).is_none()).collect();
        self.files.bring(&files, self.state.as_ref()).map_err(|unfetched| match unfetched {
            Unfetched::Moved => LoadError::Moved { path: String::new() },
            Unfetched::Unreadable(source) => LocationError::Store { address: self.address(), source }.into(),
            Unfetched::State(error) => error.into(),
        })
    }

    /// Whether a file stands as it was listed; what was fetched of a listed version does.
    pub(super) fn holds_still(&self, listed: &Listed) -> bool {
        self.files.is_copied() || self.version(&listed.path).is_ok_and(|version| version == listed.version)
    }

    /// Whether a file that could not be read is not there as it was listed any more.
    pub(super) fn is_gone(&self, listed: &Listed) -> bool {
        match self.table_at(&listed.path) {
            Some(given) => given.is_err(),
            None => self.files.is_gone(listed),
        }
    }

    /// The entry of the state folder that tells which bytes a listed file has, where the place has one.
    pub(super) fn entry(&self, listed: &Listed) -> Option<(String, String)> {
        self.table_at(&listed.path)
            .is_none()
            .then(|| self.files.entry(&listed.path, &listed.version))
            .flatten()
    }

    /// Whether other programs of this machine find the files where they lie.
    pub(crate) fn is_near(&self) -> bool {
        !self.files.is_copied()
    }

    /// A file as a person finds it from anywhere.
    pub fn shown(&self, path: &str) -> String {
        match self.table_at(path) {
            Some(Ok((_, file))) => file.to_string_lossy().into_owned(),
            Some(Err(_)) | None => self.files.shown(path),
        }
    }

    /// The whole location, likewise.
    pub fn address(&self) -> String {
        self.shown("")
    }

    /// The same in a sentence.
    pub(super) fn in_words(&self) -> String {
        self.files.in_words()
    }

    /// What the location itself is called, without what lies above it.
    pub fn name(&self) -> Option<String> {
        self.files.name()
    }

    /// By what it is known: first where it is in the end, however it is spelled and whichever links lead to it;
    /// then its spelling.
    pub(super) fn names(&self) -> [String; 2] {
        self.files.names()
    }

    /// Whether a path of this machine, there or not, is one of the location.
    pub fn holds(&self, path: &Path) -> bool {
        self.files.holds(path)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_program_without_stores_names_the_feature_and_no_secret() {
        let refused = LocationError::without_stores("s3://who:hidden@bucket/x");
        assert_eq!(
            refused.to_string(),
            "data location `s3://bucket/x` is an object store, and this program was built without the feature `s3`"
        );
        assert_eq!(refused.help(), Some("build it with `--features s3`"));
    }

    #[test]
    fn a_folder_and_a_file_address_are_locations_and_nothing_else() {
        let base = Path::new("/somewhere");
        for (address, expected) in [
            ("data", Ok("/somewhere/data")),
            ("/data", Ok("/data")),
            ("memory:", Ok("memory:")),
            ("file:///data/x%20y", Ok("/data/x y")),
            (
                "https://bucket/x",
                Err(
                    "data location `https://bucket/x` is a `https` address; possible are a folder, a `file://` and an \
                     `s3://` address",
                ),
            ),
            (
                "file://elsewhere/x",
                Err(
                    "data location `file://elsewhere/x` names no folder of this machine; write `file:///` and an absolute path",
                ),
            ),
        ] {
            let found =
                Location::parse(address, base, &StoreAccess::default()).map_err(|error| error.to_string());
            assert_eq!(
                found.map(|location| location.address()),
                expected.map(str::to_owned).map_err(str::to_owned)
            );
        }
    }
}
