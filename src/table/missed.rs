//! Files that a table served before and that are not there any more.
//!
//! An unmounted share is an empty folder, and an exporter's mistake a folder with a file less: neither is
//! seen in what is there. So the state folder remembers what was served. It is a cache: after its loss
//! nothing is missed, and nothing is claimed.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use super::finding::Fatal;
use super::listing::{Fault, Listing, above};
use crate::locale::nfc;

/// A file that was served before and is gone.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MissedFile {
    /// The table.
    pub table: String,
    /// Relative to the location, with forward slashes.
    pub path: String,
    /// Whether its whole folder was exchanged for other files: who writes one anew loses none.
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
    /// Compares with what is there now; `served` are the files of which rows are served, `withdrawn` what
    /// nobody is to miss. Afterwards it remembers the present state; looking again at the same says the same.
    pub(super) fn look(
        &mut self,
        table: &str,
        listing: &Listing,
        served: BTreeSet<String>,
        withdrawn: &[String],
    ) -> Missed {
        let arriving = listing.arriving.iter().filter(|path| is_of(path, table));
        let listed = listing.files.iter().filter(|file| file.table == table).map(|file| &file.path);
        let now: BTreeSet<&str> = listed.chain(arriving).map(String::as_str).collect();
        let expected: BTreeSet<String> = self.present.union(&self.lost).cloned().collect();
        let there = |path: &String| now.contains(path.as_str()) || listing.is_closed(path);
        let (kept, gone): (BTreeSet<String>, BTreeSet<String>) = expected.iter().cloned().partition(there);

        let left = Left { now: folders(now.iter().copied()), kept: folders(kept.iter().map(String::as_str)) };
        let mut emptied: BTreeMap<String, usize> = BTreeMap::new();
        let (mut lost, mut replaced, mut away) = (BTreeSet::new(), BTreeSet::new(), BTreeSet::new());
        for path in gone.into_iter().filter(|path| !is_withdrawn(withdrawn, path)) {
            let folder = above(&path).filter(|folder| listing.folders.contains(*folder)).last().unwrap_or("");
            if let Some(empty) = left.empty_place(table, &path, folder) {
                *emptied.entry(empty).or_default() += 1;
                away.insert(path);
            } else if left.is_exchanged(folder) {
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

/// Whether a path is one of these files or lies in one of these folders.
fn is_withdrawn(withdrawn: &[String], path: &str) -> bool {
    let path = nfc(path);
    withdrawn.iter().any(|own| {
        path.strip_prefix(own.as_str()).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
    })
}

/// Whether a path below the location is that of a file of the table or of its folder.
pub(super) fn is_of(path: &str, table: &str) -> bool {
    let top = path.split('/').next().unwrap_or(path);
    top == table || top.rsplit_once('.').is_some_and(|(stem, _)| stem == table)
}

/// The folders in which something is left.
struct Left<'a> {
    /// Those that hold a file now.
    now: BTreeSet<&'a str>,
    /// Those that hold a file which was there before, or of which nobody knows.
    kept: BTreeSet<&'a str>,
}

impl Left<'_> {
    /// The outermost place of a table above a lost file in which no file is left; `folder` is the innermost
    /// that is still there. A table without any file is such a place as a whole.
    fn empty_place(&self, table: &str, path: &str, folder: &str) -> Option<String> {
        if self.now.is_empty() {
            return Some(if path.contains('/') { table.to_owned() } else { path.to_owned() });
        }
        let places = above(folder).chain([folder]).filter(|place| !place.is_empty());
        places.into_iter().find(|place| !self.now.contains(place)).map(str::to_owned)
    }

    /// Whether a folder holds files and none that it held before: it was written anew. Where one of those
    /// is still there, nothing says that a new one holds the rows of a lost one.
    fn is_exchanged(&self, folder: &str) -> bool {
        self.now.contains(folder) && !self.kept.contains(folder)
    }
}

/// Every folder in which a file lies, however deep; the empty one holds everything.
fn folders<'a>(files: impl IntoIterator<Item = &'a str>) -> BTreeSet<&'a str> {
    let mut found = BTreeSet::new();
    for file in files {
        found.extend(std::iter::once("").chain(above(file)));
    }
    found
}

#[cfg(test)]
mod tests {
    use std::time::SystemTime;

    use super::*;
    use crate::store::Stamp;
    use crate::table::listing::Listed;
    use crate::table::location::Version;

    /// A listing of these files of the table `t`; what ends in `/` is a folder without any.
    fn listing(paths: &[&str]) -> Listing {
        let mut listing = Listing::default();
        for path in paths {
            listing.folders.extend(above(path).map(str::to_owned));
            if !path.ends_with('/') {
                let stamp = Stamp { size: 1, modified: SystemTime::UNIX_EPOCH, changed: None, inode: 0 };
                let (table, path) = ("t".to_owned(), (*path).to_owned());
                listing.files.push(Listed { table, path, version: Version::of_stamp(stamp) });
            }
        }
        listing
    }

    fn look(before: &mut Before, paths: &[&str]) -> Vec<String> {
        look_without(before, paths, &[])
    }

    fn look_without(before: &mut Before, paths: &[&str], withdrawn: &[&str]) -> Vec<String> {
        let files = paths.iter().filter(|path| !path.ends_with('/')).map(|path| (*path).to_owned());
        let withdrawn: Vec<String> = withdrawn.iter().map(|path| (*path).to_owned()).collect();
        let missed = before.look("t", &listing(paths), files.collect(), &withdrawn);
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
    fn a_new_name_beside_files_that_stayed_replaces_nothing() {
        check(&[
            (&["t/01", "t/02"], &[]),
            (&["t/02", "t/03"], &["lost t/01"]),
            (&["t/03", "t/04"], &["lost t/01", "lost t/02"]),
            (&["t/05"], &["replaced t/01", "replaced t/02", "replaced t/03", "replaced t/04"]),
        ]);
        check(&[
            (&["t/a/1", "t/b/1", "t/b/2"], &[]),
            (&["t/a/2", "t/b/2", "t/b/3"], &["lost t/b/1", "replaced t/a/1"]),
        ]);
    }

    #[test]
    fn what_was_withdrawn_is_not_missed() {
        for (there, withdrawn, expected) in [
            (vec!["t/b/1"], vec![], vec!["lost t/b/2", "lost t/b/3", "emptied t/a 1"]),
            (vec!["t/b/1"], vec!["t/a"], vec!["lost t/b/2", "lost t/b/3"]),
            (vec!["t/b/1"], vec!["t/a/1", "t/b/2"], vec!["lost t/b/3"]),
            (vec!["t/b/1"], vec!["t"], vec![]),
            (vec![], vec!["t"], vec![]),
            (vec![], vec!["t/b"], vec!["emptied t 1"]),
            (vec!["t/a/1", "t/b/1", "t/b/2", "t/b/3"], vec!["t"], vec![]),
        ] {
            let mut before = Before::default();
            look(&mut before, &["t/a/1", "t/b/1", "t/b/2", "t/b/3"]);
            let there = [there, vec!["t/a/", "t/b/"]].concat();
            for time in ["once", "again"] {
                assert_eq!(look_without(&mut before, &there, &withdrawn), expected, "{withdrawn:?} {time}");
            }
        }
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
        assert_eq!(before.look("t", &shut, BTreeSet::from(["t/b".to_owned()]), &[]), Missed::default());
        // There, and of no use for now.
        let broken = listing(&["t/a/1", "t/b"]);
        assert_eq!(before.look("t", &broken, BTreeSet::from(["t/b".to_owned()]), &[]), Missed::default());
        assert_eq!(look(&mut before, &["t/b"]), ["lost t/a/1"]);
    }
}
