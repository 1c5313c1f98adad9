//! Whether anything has changed on disk, at the price of looking at names, sizes and times.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use super::SETTINGS_FILE;
use crate::store::Stamp;
use crate::table::{Kind, Name, Wish, data_name, walk};

/// The folders of a workspace that hold definitions.
const FOLDERS: [&str; 2] = ["queries", "dashboards"];

/// The files of a workspace and of its data as they stand: what is at each path, bytes and time of the last
/// change, and what cannot be looked at. Two that are equal mean that nothing was written between them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Stand(BTreeMap<PathBuf, Kind>);

impl Stand {
    /// Looks at a workspace's folder and, as whoever loads them does, at its data's.
    pub fn of(root: &Path, data: &Path) -> Self {
        Self::of_definitions(root).with_data(data)
    }

    /// What is there now and was not, or was otherwise.
    pub fn changed_since<'a>(&'a self, before: &'a Self) -> impl Iterator<Item = &'a PathBuf> {
        self.0.iter().filter(|(path, kind)| before.0.get(*path) != Some(kind)).map(|(path, _)| path)
    }

    /// Looks at a workspace's folder alone: before its definitions are read nobody knows where its data are.
    pub fn of_definitions(root: &Path) -> Self {
        let mut stand = Self::default();
        let settings = root.join(SETTINGS_FILE);
        if let Ok(stamp) = Stamp::of(&settings) {
            stand.0.insert(settings, Kind::File(stamp));
        }
        for folder in FOLDERS {
            stand.look(&root.join(folder), &definition);
        }
        stand
    }

    /// With what stands in the folder of the data.
    #[must_use]
    pub fn with_data(mut self, data: &Path) -> Self {
        // What is passed over changes nothing, however often it does.
        self.look(data, &|name| match data_name(name) {
            Name::Passed => Name::Over,
            other => other,
        });
        self
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
