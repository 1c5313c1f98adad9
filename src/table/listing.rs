//! Which files of which table stand in a location, and what is there and cannot be taken for data.

use std::collections::{BTreeMap, BTreeSet};

use indexmap::IndexMap;

use super::Contract;
use super::entry::{Entry, Kind, Name, Wish};
use super::finding::{Fatal, Layout};
use super::location::Version;
use super::partition;

/// A file of a table as it was listed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Listed {
    /// The table it belongs to.
    pub table: String,
    /// Relative to the location, with forward slashes.
    pub path: String,
    /// How it stood.
    pub version: Version,
}

/// What stands in a table's place and keeps its rows from being read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Fault {
    /// The table.
    pub table: String,
    /// A file or a folder, relative to the location.
    pub path: String,
    /// Why.
    pub fatal: Fatal,
}

/// What a location holds.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Listing {
    /// The files of known tables, by path.
    pub files: Vec<Listed>,
    /// What is there for known tables and cannot be listed as a file, by path.
    pub faults: Vec<Fault>,
    /// Data files that belong to no known table, by path.
    pub unknown: Vec<String>,
    /// Data files that are not read because of their names, by path.
    pub passed: Vec<String>,
    /// Files of known tables that were still changing, by path.
    pub arriving: Vec<String>,
    /// The folders of known tables.
    pub folders: BTreeSet<String>,
    /// Files and folders of known tables into which nobody looked.
    pub closed: BTreeSet<String>,
    /// Whatever else has a name: what a person sees who looks for data here.
    pub others: Vec<String>,
}

/// What a data location's names say; tables are those that have a contract.
pub(super) fn wish<'a>(first: &'a dyn Fn(&str) -> bool) -> Wish<'a> {
    Wish { name: &name, first }
}

/// What file systems and their servers keep beside the data: what was deleted, older states, previews.
const STORAGE: [&str; 12] = [
    ".snapshot",
    ".snapshots",
    ".zfs",
    ".git",
    ".DS_Store",
    "lost+found",
    "System Volume Information",
    "$RECYCLE.BIN",
    "#recycle",
    "#snapshot",
    "~snapshot",
    "@eaDir",
];

/// How names begin of what is of no use to anybody but its own system.
const OVER: [&str; 2] = [".Trash", "._"];

/// How the names end of files that are not whole yet, or are copies.
const ENDINGS: [&str; 4] = [".tmp", ".part", ".crdownload", "~"];

/// Hidden, temporary and bookkeeping files of editors, browsers and engines are nobody's data; some of them
/// say that the folder is more than its files.
pub(crate) fn name(name: &str) -> Name {
    if Layout::of_marker(name).is_some() {
        return Name::Marker;
    }
    if STORAGE.contains(&name) || OVER.iter().any(|begin| name.starts_with(begin)) || name.ends_with(".crc") {
        return Name::Over;
    }
    // Whatever it begins or ends with, it stands for rows.
    let partition = partition::of_name(name).is_some();
    let hidden = name.starts_with('.') || name.starts_with("~$");
    let passing = name.starts_with('_') || ENDINGS.iter().any(|end| name.ends_with(end));
    if hidden || (passing && !partition) { Name::Passed } else { Name::Taken }
}

/// Whether a file that is passed over would be data under another name: `_SUCCESS` is none, `_x.parquet` is.
fn hides_data(path: &str) -> bool {
    let name = path.rsplit('/').next().unwrap_or(path).to_lowercase();
    name.contains(".parquet") || ENDINGS.iter().any(|end| *end != "~" && name.ends_with(end))
}

impl Listing {
    /// Sorts what a location holds by table.
    pub(super) fn of(entries: Vec<Entry>, contracts: &IndexMap<String, Contract>) -> Self {
        let mut sorting = Sorting {
            contracts,
            layouts: layouts(&entries),
            listing: Self::default(),
            partitions: BTreeMap::new(),
        };
        for entry in entries {
            sorting.take(entry);
        }
        let Sorting { mut listing, partitions, .. } = sorting;
        listing.faults.extend(partitions.into_iter().map(|((table, column), (path, folders))| Fault {
            table,
            path,
            fatal: Fatal::Partition { column, folders },
        }));
        listing.faults.sort_by(|a, b| a.path.cmp(&b.path));
        listing
    }

    /// Whether a path lies where nobody looked.
    pub(super) fn is_closed(&self, path: &str) -> bool {
        above(path).chain([path]).any(|folder| self.closed.contains(folder))
    }
}

/// Paths in their order by the first part of each: the table's folder, or the file that lies in none.
pub fn by_place(paths: &[String]) -> impl Iterator<Item = (&str, &[String])> {
    let place = |path: &str| path.split('/').next().unwrap_or(path).len();
    let same = move |a: &String, b: &String| a[..place(a)] == b[..place(b)];
    paths.chunk_by(same).filter_map(move |files| Some((&files.first()?[..place(files.first()?)], files)))
}

/// The folders in which a path lies, the outermost first.
pub(super) fn above(path: &str) -> impl Iterator<Item = &str> {
    path.match_indices('/').map(|(place, _)| &path[..place])
}

/// The folders that another program keeps together with files of its own, by path.
fn layouts(entries: &[Entry]) -> BTreeMap<String, Layout> {
    let mut found = BTreeMap::new();
    for entry in entries {
        let Some((folder, name)) = entry.path.rsplit_once('/') else { continue };
        let layout = match (&entry.kind, folder.rsplit_once('/')) {
            (Kind::Marker, _) => Layout::of_marker(name).map(|layout| (folder, layout)),
            (Kind::File(_), Some((table, "metadata"))) if name.ends_with(".metadata.json") => {
                Some((table, Layout::Iceberg))
            }
            _ => None,
        };
        if let Some((folder, layout)) = layout {
            found.entry(folder.to_owned()).or_insert(layout);
        }
    }
    found
}

struct Sorting<'a> {
    contracts: &'a IndexMap<String, Contract>,
    layouts: BTreeMap<String, Layout>,
    listing: Listing,
    /// Folders that name a column of which the contract says nothing, by table and column: the first, and
    /// how many there are.
    partitions: BTreeMap<(String, String), (String, usize)>,
}

impl Sorting<'_> {
    fn take(&mut self, entry: Entry) {
        let Entry { path, kind } = entry;
        if kind == Kind::Passed {
            self.listing.passed.extend(Some(path).filter(|path| hides_data(path)));
            return;
        }
        let name = path.rsplit('/').next().unwrap_or(&path);
        let (stem, extension) = name.rsplit_once('.').unwrap_or((name, ""));
        let parquet = extension.eq_ignore_ascii_case("parquet");
        let known = |name: &str| self.contracts.contains_key(name).then(|| name.to_owned());
        let table = match path.split_once('/') {
            Some((top, _)) => known(top),
            None => known(name).or_else(|| known(stem)),
        };
        let Some(table) = table else {
            return self.of_no_table(path, parquet, &kind);
        };
        if above(&path).any(|folder| self.listing.closed.contains(folder)) {
            return;
        }
        if let Kind::Folder = kind {
            return self.folder(table, path);
        }
        match kind {
            Kind::Folder | Kind::Marker | Kind::Passed => {}
            Kind::File(version) if parquet => self.listing.files.push(Listed { table, path, version }),
            // Somebody meant it to be data.
            Kind::File(_) => self.listing.unknown.push(path),
            Kind::Special(_) if !parquet => self.listing.unknown.push(path),
            Kind::Special(what) => self.fault(table, path, Fatal::Special { what: what.to_owned() }),
            Kind::Unreachable { cause, target } => {
                self.fault(table, path, Fatal::Unreachable { cause, target });
            }
            Kind::Again { other } => self.fault(table, path, Fatal::Again { other }),
        }
    }

    fn folder(&mut self, table: String, path: String) {
        if let Some(layout) = self.layouts.get(&path) {
            let layout = *layout;
            return self.fault(table, path, Fatal::Layout { layout });
        }
        let name = path.rsplit('/').next().unwrap_or(&path);
        let column = partition::of_name(name).map(|(column, _)| column);
        if let Some(column) = column.filter(|_| path.contains('/'))
            && !self.contracts[&table].partitions.contains(&column)
        {
            self.listing.closed.insert(path.clone());
            self.partitions.entry((table, column)).or_insert((path, 0)).1 += 1;
            return;
        }
        self.listing.folders.insert(path);
    }

    fn of_no_table(&mut self, path: String, parquet: bool, kind: &Kind) {
        match kind {
            // The same files are listed where the other path leads to.
            Kind::Folder | Kind::Again { .. } | Kind::Passed => {}
            Kind::File(_) | Kind::Special(_) | Kind::Unreachable { .. } if parquet => {
                self.listing.unknown.push(path);
            }
            Kind::File(_) | Kind::Special(_) | Kind::Unreachable { .. } | Kind::Marker => {
                self.listing.others.push(path);
            }
        }
    }

    fn fault(&mut self, table: String, path: String, fatal: Fatal) {
        self.listing.closed.insert(path.clone());
        self.listing.faults.push(Fault { table, path, fatal });
    }
}
