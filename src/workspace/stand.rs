//! Whether anything has changed on disk, at the price of looking at names, sizes and times.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use super::SETTINGS_FILE;

/// The folders of a workspace that hold definitions.
const FOLDERS: [&str; 2] = ["queries", "dashboards"];

/// The files of a workspace and of its data as they stand: path, bytes, time of the last change.
/// Two that are equal mean that nothing was written between them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Stand(BTreeMap<PathBuf, (u64, SystemTime)>);

impl Stand {
    /// Looks at a workspace's folder and at its data's. What cannot be looked at is not there.
    pub fn of(root: &Path, data: &Path) -> Self {
        let mut look = Look { found: BTreeMap::new(), seen: BTreeSet::new() };
        look.file(&root.join(SETTINGS_FILE));
        for folder in FOLDERS {
            look.folder(&root.join(folder));
        }
        look.folder(data);
        Self(look.found)
    }
}

struct Look {
    found: BTreeMap<PathBuf, (u64, SystemTime)>,
    /// Folders on the way, so that a link to a folder above ends.
    seen: BTreeSet<PathBuf>,
}

impl Look {
    fn folder(&mut self, folder: &Path) {
        let Ok(whole) = folder.canonicalize() else { return };
        if !self.seen.insert(whole) {
            return;
        }
        for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
            // Copies of editors and half-finished downloads are hidden or end so.
            let name = entry.file_name();
            let name = name.to_string_lossy();
            if !name.starts_with('.') && !name.ends_with('~') {
                self.file(&entry.path());
            }
        }
    }

    fn file(&mut self, path: &Path) {
        let Ok(metadata) = fs::metadata(path) else { return };
        if metadata.is_dir() {
            self.folder(path);
        } else if let Ok(modified) = metadata.modified() {
            self.found.insert(path.to_owned(), (metadata.len(), modified));
        }
    }
}
