//! The workspace's folder as it stands on disk: every file that the loader reads, once.

use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::access::ACCESS_FILE;
use crate::dashboard::outline;
use crate::diagnostic::{Diagnostic, Diagnostics, SourceFile};
use crate::store::sha256_hex;
use crate::table::{Kind, Location, LocationError, Name, Wish};

/// The file that makes a folder a workspace.
pub const SETTINGS_FILE: &str = "minhbach.toml";

/// Larger than any file that a person writes.
const LARGEST_FILE: u64 = 1 << 20;

/// Outlines are drawn by programs: a province with all its bends is a few megabytes.
const LARGEST_SHAPES: u64 = 32 << 20;

/// How a file of outlines ends.
const SHAPES_ENDING: &str = ".geojson";

/// How the files of a workspace end.
const ENDINGS: [&str; 4] = [".toml", ".sql", ".typ", SHAPES_ENDING];

/// Editors leave hidden files and copies behind; they are nobody's declaration.
pub(super) fn definition(name: &str) -> Name {
    if name.starts_with('.') || name.ends_with('~') { Name::Over } else { Name::Taken }
}

/// Why a folder cannot be read as a workspace.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// There is no such folder, or it has no settings.
    #[error("`{}` is not a workspace: it has no {SETTINGS_FILE}", .folder.display())]
    NotAWorkspace {
        /// The folder.
        folder: PathBuf,
    },
    /// The settings cannot be used, so nothing else can be judged.
    #[error("{SETTINGS_FILE} cannot be used")]
    Settings {
        /// What is wrong with them.
        problems: Vec<Diagnostic>,
    },
    /// A folder could not be listed.
    #[error("`{}` could not be listed", .path.display())]
    List {
        /// The folder.
        path: PathBuf,
        /// What the location says.
        #[source]
        source: Box<LocationError>,
    },
    /// A file could not be read.
    #[error("`{}` could not be read", .path.display())]
    Read {
        /// The file.
        path: PathBuf,
        /// What the system says.
        #[source]
        source: io::Error,
    },
}

/// Files by their path relative to the workspace.
#[derive(Debug, Clone, Default)]
pub(super) struct Files(BTreeMap<String, Arc<SourceFile>>);

/// Who may see what, where the workspace says it: no definition, since no figure changes with it and no pack takes it
/// along. Nothing where there is no such file, and no text where there is one that cannot be used: that grants nothing.
pub(super) fn access_file(
    problems: &mut Diagnostics,
    root: &Path,
) -> Result<Option<Option<Arc<SourceFile>>>, OpenError> {
    let path = root.join(ACCESS_FILE);
    // A link that leads nowhere is a file that cannot be used, not one that is absent.
    match fs::symlink_metadata(&path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        Err(source) => return Err(OpenError::Read { path, source }),
        Ok(_) => {}
    }
    let mut own = Files::default();
    own.take(problems, root, ACCESS_FILE)?;
    Ok(Some(own.0.into_values().next()))
}

impl Files {
    /// Reads the settings and everything below `queries/` and `dashboards/`.
    pub(super) fn read(problems: &mut Diagnostics, root: &Path) -> Result<Self, OpenError> {
        if !root.join(SETTINGS_FILE).is_file() {
            return Err(OpenError::NotAWorkspace { folder: root.to_owned() });
        }
        let mut files = Self::default();
        files.take(problems, root, SETTINGS_FILE)?;
        for folder in ["queries", "dashboards"] {
            files.below(problems, root, folder)?;
        }
        Ok(files)
    }

    /// Walks as whoever looks whether anything has changed does: links are followed, and lead nowhere twice.
    fn below(&mut self, problems: &mut Diagnostics, root: &Path, folder: &str) -> Result<(), OpenError> {
        let path = root.join(folder);
        if !path.is_dir() {
            return Ok(());
        }
        let listed = Location::folder(&path).list(Wish { name: &definition, first: &|_| true });
        let unlisted = |source| OpenError::List { path: path.clone(), source: Box::new(source) };
        for entry in listed.map_err(unlisted)? {
            let name = format!("{folder}/{}", entry.path);
            if !ENDINGS.iter().any(|ending| name.ends_with(ending)) {
                continue;
            }
            match entry.kind {
                Kind::File(_) => self.take(problems, root, &name)?,
                Kind::Unreachable { cause, .. } => {
                    let message = format!("`{name}` cannot be looked at: {cause}");
                    problems.push(Diagnostic::without_place("unreachable", message));
                }
                Kind::Folder | Kind::Marker | Kind::Passed | Kind::Special(_) | Kind::Again { .. } => {}
            }
        }
        Ok(())
    }

    fn take(&mut self, problems: &mut Diagnostics, root: &Path, name: &str) -> Result<(), OpenError> {
        let path = root.join(name);
        let failed = |source| OpenError::Read { path: path.clone(), source };
        let (largest, in_words) = match name.ends_with(SHAPES_ENDING) {
            true => (LARGEST_SHAPES, "32 megabytes"),
            false => (LARGEST_FILE, "a megabyte"),
        };
        if fs::metadata(&path).map_err(failed)?.len() > largest {
            let message = format!("`{name}` is larger than {in_words} and is not read");
            problems.push(Diagnostic::without_place("too-large", message));
            return Ok(());
        }
        let bytes = fs::read(&path).map_err(failed)?;
        match String::from_utf8(bytes) {
            Ok(text) => {
                let file = SourceFile::new(name, text);
                self.0.insert(file.path.clone(), file);
            }
            Err(error) => {
                let line = error.as_bytes()[..error.utf8_error().valid_up_to()]
                    .iter()
                    .filter(|b| **b == b'\n')
                    .count();
                let message = format!("`{name}` is not UTF-8 text (line {})", line + 1);
                problems.push(Diagnostic::without_place("not-text", message).help("save it as UTF-8"));
            }
        }
        Ok(())
    }

    /// One file.
    pub(super) fn get(&self, path: &str) -> Option<&Arc<SourceFile>> {
        self.0.get(path)
    }

    /// The files of one kind: below a folder, with an ending; names (stems) must be unique there.
    pub(super) fn kind(
        &self,
        problems: &mut Diagnostics,
        folder: &str,
        ending: &str,
    ) -> Vec<Arc<SourceFile>> {
        self.kinds(problems, &[folder], ending)
    }

    /// The same of several folders that share their names.
    pub(super) fn kinds(
        &self,
        problems: &mut Diagnostics,
        folders: &[&str],
        ending: &str,
    ) -> Vec<Arc<SourceFile>> {
        let mut found: Vec<Arc<SourceFile>> = Vec::new();
        // Outlines lie below the dashboards and are none.
        let outlines = folders.contains(&outline::FOLDER);
        for (path, file) in &self.0 {
            if path.starts_with(outline::FOLDER) && !outlines {
                continue;
            }
            if !folders.iter().any(|folder| path.starts_with(folder)) || !path.ends_with(ending) {
                continue;
            }
            match found.iter().find(|known| known.stem() == file.stem()) {
                Some(known) => problems.push(
                    Diagnostic::error(
                        "twice",
                        file.whole(),
                        format!("there are two files called `{}`", file.stem()),
                    )
                    .related(known.whole(), "the other one")
                    .help("a file's name is the name of what it declares: rename one"),
                ),
                None => found.push(Arc::clone(file)),
            }
        }
        found.sort_by(|a, b| a.stem().cmp(b.stem()));
        found
    }

    /// All of them, by path.
    pub(super) fn into_map(self) -> BTreeMap<String, Arc<SourceFile>> {
        self.0
    }

    /// Which state of the files this is: a hash of their sorted paths and bytes.
    pub(super) fn identity(&self) -> String {
        let mut all = Vec::new();
        for (path, file) in &self.0 {
            all.extend_from_slice(path.as_bytes());
            all.push(0);
            all.extend_from_slice(sha256_hex(file.text.as_bytes()).as_bytes());
            all.push(b'\n');
        }
        sha256_hex(&all)
    }
}
