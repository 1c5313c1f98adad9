//! A folder of this machine as a location of files.

use std::io;
use std::path::{Path, PathBuf};

use super::entry::{Entry, Wish};
use super::files::{Files, Unfetched};
use super::location::{LocationError, Version};
use super::walk::walk;
use crate::store::{Stamp, State};

/// The folder, absolute.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Folder {
    root: PathBuf,
}

impl Folder {
    pub(super) fn new(root: &Path) -> Self {
        Self { root: absolute(root) }
    }

    /// The file of a path, itself.
    fn file(&self, path: &str) -> PathBuf {
        let mut file = self.root.clone();
        for name in path.split('/').filter(|name| !name.is_empty()) {
            // A name that is no text is known as far as it is one.
            let found = || {
                let names = file.read_dir().ok()?.filter_map(|entry| Some(entry.ok()?.file_name()));
                let mut alike: Vec<_> = names.filter(|own| own.to_string_lossy() == name).collect();
                alike.sort();
                alike.into_iter().next()
            };
            let own = if name.contains(char::REPLACEMENT_CHARACTER) { found() } else { None };
            file.push(own.unwrap_or_else(|| name.into()));
        }
        file
    }
}

impl Files for Folder {
    fn list(&self, wish: Wish<'_>) -> Result<Vec<Entry>, LocationError> {
        let folder = || self.root.to_string_lossy().into_owned();
        if !self.root.is_dir() {
            return Err(LocationError::Missing { folder: folder() });
        }
        walk(&self.root, wish).map_err(|source| LocationError::Unreadable { folder: folder(), source })
    }

    fn version(&self, path: &str) -> io::Result<Version> {
        Stamp::of(&self.file(path)).map(Version::of_stamp)
    }

    fn fetch(&self, path: &str, _version: &Version, _state: Option<&State>) -> Result<PathBuf, Unfetched> {
        Ok(self.file(path))
    }

    fn shown(&self, path: &str) -> String {
        self.file(path).to_string_lossy().into_owned()
    }

    fn in_words(&self) -> String {
        format!("folder `{}`", self.shown(""))
    }

    fn name(&self) -> Option<String> {
        Some(self.root.file_name()?.to_string_lossy().into_owned())
    }

    fn names(&self) -> [String; 2] {
        let place = self.root.canonicalize().unwrap_or_else(|_| self.root.clone());
        [place, self.root.clone()].map(|path| path.to_string_lossy().into_owned())
    }

    fn holds(&self, path: &Path) -> bool {
        real(path).starts_with(real(&self.root))
    }
}

fn absolute(path: &Path) -> PathBuf {
    std::path::absolute(path).unwrap_or_else(|_| path.to_owned())
}

/// A folder without links on the way, as far as it is there.
fn real(folder: &Path) -> PathBuf {
    let folder = absolute(folder);
    let there = folder.ancestors().find_map(|above| Some((above, above.canonicalize().ok()?)));
    let Some((above, real)) = there else { return folder };
    folder.strip_prefix(above).map_or(folder.clone(), |rest| real.join(rest))
}

#[cfg(test)]
#[cfg(unix)]
mod tests {
    use std::ffi::OsStr;
    use std::fs;
    use std::os::unix::ffi::OsStrExt;

    use super::*;
    use crate::table::entry::{Kind, Name};

    #[test]
    fn every_file_listed_is_found_again_by_its_path_and_has_the_same_version() {
        let place = tempfile::tempdir().unwrap();
        let odd = place.path().join(OsStr::from_bytes(b"a\xffb"));
        fs::create_dir_all(odd.join("c")).unwrap();
        fs::write(odd.join("c").join(OsStr::from_bytes(b"\xfe.parquet")), "1").unwrap();
        fs::write(place.path().join("plain"), "22").unwrap();
        let folder = Folder::new(place.path());
        let wish = Wish { name: &|_| Name::Taken, first: &|_| true };
        let mut sizes = Vec::new();
        for entry in folder.list(wish).unwrap() {
            if let Kind::File(version) = entry.kind {
                assert_eq!(folder.version(&entry.path).unwrap(), version, "{}", entry.path);
                sizes.push(version.size());
            }
        }
        assert_eq!(sizes, [1, 2]);
    }
}
