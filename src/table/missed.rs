//! Files that a table served before and that are not there any more.
//!
//! An unmounted share is an empty folder, and an exporter's mistake a folder with a file less: neither is
//! seen in what is there. So the state folder remembers what was served. It is a cache: after its loss
//! nothing is missed, and nothing is claimed.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use super::finding::Fatal;
use super::listing::{Fault, Listing, above};

/// A file that was served before and is gone.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MissedFile {
    /// The table.
    pub table: String,
    /// Relative to the location, with forward slashes.
    pub path: String,
    /// Whether other files came where it stood: who writes a folder anew under new names loses none.
    pub replaced: bool,
}

/// What is remembered of one table.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Before {
    /// What was there when it was looked at last.
    present: BTreeSet<String>,
    /// What was gone already, and nothing came in its place.
    lost: BTreeSet<String>,
    /// What was gone after the last change, when others had come in its place.
    replaced: BTreeSet<String>,
}

/// What a look at one table says besides what is there.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Missed {
    /// Gone, by path.
    pub files: Vec<MissedFile>,
    /// Folders that held files and hold none.
    pub faults: Vec<Fault>,
}

impl Before {
    /// Compares with what is there now; `served` are the files of which rows are served. Afterwards it
    /// remembers the present state; looking again at the same says the same.
    pub(super) fn look(&mut self, table: &str, listing: &Listing, served: BTreeSet<String>) -> Missed {
        let arriving = listing.arriving.iter().filter(|path| is_of(path, table));
        let listed = listing.files.iter().filter(|file| file.table == table).map(|file| &file.path);
        let now: BTreeSet<&str> = listed.chain(arriving).map(String::as_str).collect();
        let expected: BTreeSet<String> = self.present.union(&self.lost).cloned().collect();
        let there = |path: &String| now.contains(path.as_str()) || listing.is_closed(path);
        let (kept, gone): (BTreeSet<String>, BTreeSet<String>) = expected.iter().cloned().partition(there);

        let mut emptied: BTreeMap<String, usize> = BTreeMap::new();
        let (mut lost, mut replaced, mut away) = (BTreeSet::new(), BTreeSet::new(), BTreeSet::new());
        for path in gone {
            let folder = above(&path).filter(|folder| listing.folders.contains(*folder)).last().unwrap_or("");
            if let Some(empty) = empty_place(table, &path, folder, &now) {
                *emptied.entry(empty).or_default() += 1;
                away.insert(path);
            } else if is_replaced(folder, &expected, &now) {
                replaced.insert(path);
            } else {
                lost.insert(path);
            }
        }
        let changed = lost.iter().any(|path| !self.lost.contains(path))
            || served.iter().any(|path| !expected.contains(path));
        let replaced = if replaced.is_empty() && !changed { self.replaced.clone() } else { replaced };
        let present = served.into_iter().chain(kept).chain(away).collect();
        *self = Self { present, lost, replaced };
        let missed = |paths: &BTreeSet<String>, replaced| -> Vec<MissedFile> {
            let of = |path: &String| MissedFile { table: table.to_owned(), path: path.clone(), replaced };
            paths.iter().map(of).collect()
        };
        let fault = |(path, files)| Fault { table: table.to_owned(), path, fatal: Fatal::Emptied { files } };
        Missed {
            files: [missed(&self.lost, false), missed(&self.replaced, true)].concat(),
            faults: emptied.into_iter().map(fault).collect(),
        }
    }
}

fn is_of(path: &str, table: &str) -> bool {
    let top = path.split('/').next().unwrap_or(path);
    top == table || top.rsplit_once('.').is_some_and(|(stem, _)| stem == table)
}

/// The outermost place of a table above a lost file in which no file is left; `folder` is the innermost
/// that is still there. A table without any file is such a place as a whole.
fn empty_place(table: &str, path: &str, folder: &str, now: &BTreeSet<&str>) -> Option<String> {
    if now.is_empty() {
        return Some(if path.contains('/') { table.to_owned() } else { path.to_owned() });
    }
    let is_empty = |place: &&str| !now.iter().any(|file| below(place, file).is_some());
    let places = above(folder).chain([folder]).filter(|place| !place.is_empty());
    places.into_iter().find(is_empty).map(str::to_owned)
}

/// Whether something stands in a folder that was not there before.
fn is_replaced(folder: &str, expected: &BTreeSet<String>, now: &BTreeSet<&str>) -> bool {
    let child =
        |file: &str| below(folder, file).map(|rest| rest.split('/').next().unwrap_or(rest).to_owned());
    let before: BTreeSet<String> = expected.iter().filter_map(|file| child(file)).collect();
    now.iter().filter_map(|file| child(file)).any(|name| !before.contains(&name))
}

/// The rest of a path below a folder; the empty one holds everything.
fn below<'a>(folder: &str, path: &'a str) -> Option<&'a str> {
    if folder.is_empty() { Some(path) } else { path.strip_prefix(folder)?.strip_prefix('/') }
}

#[cfg(test)]
mod tests {
    use std::time::SystemTime;

    use super::*;
    use crate::store::Stamp;
    use crate::table::listing::Listed;

    /// A listing of these files of the table `t`; what ends in `/` is a folder without any.
    fn listing(paths: &[&str]) -> Listing {
        let mut listing = Listing::default();
        for path in paths {
            listing.folders.extend(above(path).map(str::to_owned));
            if !path.ends_with('/') {
                let stamp = Stamp { size: 1, modified: SystemTime::UNIX_EPOCH, changed: None, inode: 0 };
                let (table, path) = ("t".to_owned(), (*path).to_owned());
                listing.files.push(Listed { table, full: (&path).into(), path, stamp });
            }
        }
        listing
    }

    fn look(before: &mut Before, paths: &[&str]) -> Vec<String> {
        let files = paths.iter().filter(|path| !path.ends_with('/'));
        let missed = before.look("t", &listing(paths), files.map(|path| (*path).to_owned()).collect());
        let files = missed
            .files
            .iter()
            .map(|file| format!("{} {}", if file.replaced { "replaced" } else { "lost" }, file.path));
        let faults = missed.faults.iter().map(|fault| match fault.fatal {
            Fatal::Emptied { files } => format!("emptied {} {files}", fault.path),
            ref other => panic!("{other}"),
        });
        files.chain(faults).collect()
    }

    /// States one after another, each with what is said of it, once and again.
    fn check(states: &[(&[&str], &[&str])]) {
        let mut before = Before::default();
        for (place, (paths, expected)) in states.iter().enumerate() {
            assert_eq!(look(&mut before, paths), *expected, "state {place}");
            assert_eq!(look(&mut before, paths), *expected, "state {place} again");
        }
    }

    #[test]
    fn what_was_never_seen_is_not_missed() {
        check(&[(&[], &[]), (&["t/"], &[]), (&["t/a"], &[]), (&["t/a", "t/b"], &[])]);
    }

    #[test]
    fn a_file_that_is_gone_is_lost_until_it_is_back() {
        check(&[
            (&["t/a", "t/b", "t/c"], &[]),
            (&["t/a", "t/c"], &["lost t/b"]),
            (&["t/a"], &["lost t/b", "lost t/c"]),
            (&["t/a", "t/b"], &["lost t/c"]),
            (&["t/a", "t/b", "t/c"], &[]),
        ]);
    }

    #[test]
    fn a_folder_that_is_written_anew_loses_nothing() {
        check(&[
            (&["t/x/1", "t/x/2", "t/x/3"], &[]),
            // Half removed when it is looked at; then written under other names.
            (&["t/x/1"], &["lost t/x/2", "lost t/x/3"]),
            (&["t/x/4"], &["replaced t/x/1", "replaced t/x/2", "replaced t/x/3"]),
            (&["t/x/4", "t/x/5"], &[]),
        ]);
        // A folder for each day.
        check(&[
            (&["t/2024-01-01/1", "t/2024-01-01/2"], &[]),
            (&["t/2024-01-02/1"], &["replaced t/2024-01-01/1", "replaced t/2024-01-01/2"]),
            (&["t/2024-01-03/1"], &["replaced t/2024-01-02/1"]),
        ]);
        check(&[(&["t.parquet"], &[]), (&["t/a"], &["replaced t.parquet"])]);
    }

    #[test]
    fn what_comes_elsewhere_replaces_nothing() {
        check(&[
            (&["t/a/1", "t/b/1"], &[]),
            (&["t/b/1"], &["lost t/a/1"]),
            (&["t/b/1", "t/b/2"], &["lost t/a/1"]),
            (&["t/a/1", "t/b/1", "t/b/2"], &[]),
        ]);
    }

    #[test]
    fn a_folder_without_files_is_unreachable_until_they_are_back() {
        check(&[
            (&["t/a/x/1", "t/a/y/1", "t/b/1"], &[]),
            (&["t/a/", "t/b/1"], &["emptied t/a 2"]),
            (&["t/a/x/", "t/a/y/", "t/b/1"], &["emptied t/a 2"]),
            (&["t/a/x/1", "t/a/y/", "t/b/1"], &["emptied t/a/y 1"]),
            (&["t/"], &["emptied t 3"]),
            (&[], &["emptied t 3"]),
            (&["t/a/x/1", "t/a/y/1", "t/b/1"], &[]),
        ]);
        check(&[(&["t.parquet"], &[]), (&[], &["emptied t.parquet 1"])]);
    }

    #[test]
    fn what_cannot_be_reached_or_read_is_not_lost() {
        let mut before = Before::default();
        look(&mut before, &["t/a/1", "t/b"]);
        let mut shut = listing(&["t/b"]);
        shut.closed.insert("t/a".to_owned());
        assert_eq!(before.look("t", &shut, BTreeSet::from(["t/b".to_owned()])), Missed::default());
        // There, and of no use for now.
        let broken = listing(&["t/a/1", "t/b"]);
        assert_eq!(before.look("t", &broken, BTreeSet::from(["t/b".to_owned()])), Missed::default());
        assert_eq!(look(&mut before, &["t/b"]), ["lost t/a/1"]);
    }
}
