//! Whether anything has changed on disk, at the price of looking at names, sizes and times.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use super::SETTINGS_FILE;
use crate::table::{Kind, Name, Stamp, Wish, data_name, walk};

/// The folders of a workspace that hold definitions.
const FOLDERS: [&str; 2] = ["queries", "dashboards"];

/// The files of a workspace and of its data as they stand: what is at each path, bytes and time of the last
/// change, and what cannot be looked at. Two that are equal mean that nothing was written between them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Stand(BTreeMap<PathBuf, Kind>);

impl Stand {
    /// Looks at a workspace's folder and, as whoever loads them does, at its data's.
    pub fn of(root: &Path, data: &Path) -> Self {
        let mut stand = Self::default();
        let settings = root.join(SETTINGS_FILE);
        if let Ok(stamp) = Stamp::of(&settings) {
            stand.0.insert(settings, Kind::File(stamp));
        }
        for folder in FOLDERS {
            stand.look(&root.join(folder), &definition);
        }
        // What is passed over changes nothing, however often it does.
        stand.look(data, &|name| match data_name(name) {
            Name::Passed => Name::Over,
            other => other,
        });
        stand
    }

    fn look(&mut self, folder: &Path, name: &dyn Fn(&str) -> Name) {
        match walk(folder, Wish { name, first: &|_| true }) {
            Ok(entries) => self.0.extend(entries.into_iter().map(|entry| (entry.full, entry.kind))),
            Err(error) => {
                let kind = Kind::Unreachable { cause: error.to_string(), target: fs::read_link(folder).ok() };
                self.0.insert(folder.to_owned(), kind);
            }
        }
    }
}

/// Copies of editors and half-finished downloads are hidden or end so.
fn definition(name: &str) -> Name {
    if name.starts_with('.') || name.ends_with('~') { Name::Over } else { Name::Taken }
}
