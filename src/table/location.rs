//! Where the data are, and which files have arrived there.

use std::io;
use std::path::{Path, PathBuf};
use std::thread;
use std::time::{Duration, SystemTime};

use indexmap::IndexMap;
use url::Url;

use super::Contract;
use super::listing::{self, Listed, Listing};
use super::walk::walk;

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

    /// The same folder however it is spelled, and whichever links lead to it.
    pub(super) fn place(&self) -> PathBuf {
        self.root.canonicalize().unwrap_or_else(|_| self.root.clone())
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
        // Without a pause a file that grows all the time would look as if it had ended.
        thread::sleep(PAUSE);
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
        let known = |name: &str| {
            let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
            contracts.contains_key(name) || contracts.contains_key(stem)
        };
        let entries = walk(&self.root, listing::wish(&known))
            .map_err(|source| LocationError::Unreadable { folder: self.root.clone(), source })?;
        Ok(Listing::of(entries, contracts))
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
