//! Whether anything has changed on disk, at the price of looking at names, sizes and times.

use std::collections::BTreeMap;
use std::path::Path;

use super::files::definition;
use super::{ACCESS_FILE, SETTINGS_FILE};
use crate::diagnostic::causes;
use crate::table::{Kind, Location, Name, Wish, data_name};

/// The folders of a workspace that hold definitions.
const FOLDERS: [&str; 2] = ["queries", "dashboards"];

/// The files of a workspace and of its data as they stand: what is at each path, its version, and what cannot be
/// looked at. Two that are equal mean that nothing was written between them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct FolderState {
    definitions: BTreeMap<String, Kind>,
    data: BTreeMap<String, Kind>,
}

impl FolderState {
    /// Looks at a workspace's folder and, as whoever loads them does, at its data.
    pub fn of(root: &Path, data: &Location) -> Self {
        Self::of_definitions(root).with_data(data)
    }

    /// The paths of data that are there now and were not, or were otherwise.
    pub fn arrived_since<'a>(&'a self, before: &'a Self) -> impl Iterator<Item = &'a String> {
        self.data.iter().filter(|(path, kind)| before.data.get(*path) != Some(kind)).map(|(path, _)| path)
    }

    /// Looks at a workspace's folder alone: before its definitions are read nobody knows where its data are.
    pub fn of_definitions(root: &Path) -> Self {
        let mut definitions = BTreeMap::new();
        for name in [SETTINGS_FILE, ACCESS_FILE] {
            if let Ok(version) = Location::folder(root).version(name) {
                definitions.insert(name.to_owned(), Kind::File(version));
            }
        }
        for folder in FOLDERS {
            let below = look(&Location::folder(&root.join(folder)), &definition);
            definitions.extend(below.into_iter().map(|(path, kind)| (format!("{folder}/{path}"), kind)));
        }
        Self { definitions, data: BTreeMap::new() }
    }

    /// With what stands where the data are.
    #[must_use]
    pub fn with_data(self, data: &Location) -> Self {
        // What is passed over changes nothing, however often it does.
        let data = look(data, &|name| match data_name(name) {
            Name::Passed => Name::Over,
            other => other,
        });
        Self { data, ..self }
    }
}

fn look(location: &Location, name: &dyn Fn(&str) -> Name) -> BTreeMap<String, Kind> {
    match location.list(Wish { name, first: &|_| true }) {
        Ok(entries) => entries.into_iter().map(|entry| (entry.path, entry.kind)).collect(),
        Err(error) => {
            BTreeMap::from([(String::new(), Kind::Unreachable { cause: causes(&error), target: None })])
        }
    }
}
