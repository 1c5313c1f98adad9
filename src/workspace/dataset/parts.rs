//! The files of the cache that a dataset is made of: not swept while somebody asks for it.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use super::Dataset;
use crate::calendar::Day;
use crate::store::sha256_hex;
use crate::table::{Fatal, Location};

/// All of them, and the name of the state that they make: the last one of a name is held.
#[derive(Debug, Default)]
pub(super) struct Parts {
    name: String,
    files: BTreeSet<PathBuf>,
}

impl Parts {
    /// None yet. A state is named by its workspace, its data and the day that was given.
    pub(super) fn new(root: &Path, data: &Location, as_of: Option<Day>) -> Self {
        let root = root.canonicalize().unwrap_or_else(|_| root.to_owned());
        let day = as_of.map(|day| day.to_string()).unwrap_or_default();
        let name = [&*root.to_string_lossy(), &data.address(), &day].join("\0");
        Self { name: sha256_hex(name.as_bytes()), files: BTreeSet::new() }
    }
}

impl Dataset {
    /// The files of the cache that it is made of: those that it reads by their paths, and the entries that need
    /// not be found out again, cubes that nobody has asked for yet among them.
    pub fn cache_files(&self) -> impl Iterator<Item = &Path> {
        self.parts.files.iter().map(PathBuf::as_path)
    }

    /// Says to those who sweep that it is still asked for.
    pub fn still_asked_for(&self) {
        self.cubes.state().still_hold(&self.parts.name);
    }

    /// Finds them, and tells those who sweep of them.
    pub(super) fn hold_parts(&mut self) {
        let read = self.pinned.paths().chain(self.portable.own().map(|(_, path)| path.as_path()));
        let mut files: BTreeSet<PathBuf> = read.map(Path::to_owned).collect();
        let entries = self.snapshot.entries.iter();
        files.extend(entries.filter_map(|(kind, key)| self.cubes.state().entry(kind, key).ok()));
        let cubes = self.workspace.kpis.values().flat_map(|kpi| self.cubes.entries(kpi));
        files.extend(cubes.filter_map(|(kind, key)| self.cubes.state().entry(kind, &key).ok()));
        let away = |fatal: &Fatal| matches!(fatal, Fatal::Unreachable { .. } | Fatal::Emptied { .. });
        if self.snapshot.fatal_files.iter().any(|file| away(&file.fatal)) {
            // What is known of a share that is away is wanted when it is back.
            self.still_asked_for();
        } else if let Err(error) = self.cubes.state().hold(&self.parts.name, &files) {
            // It is in use all the same; only others do not know.
            tracing::warn!(%error, "what the data are made of could not be written down");
        }
        self.parts.files = files;
    }
}
