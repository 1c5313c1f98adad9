//! One walk through a folder: what is there, through links too, and what cannot be looked at.
//!
//! Whoever looks at a folder of data walks here: who loads it and who looks whether it has changed. Nothing
//! is opened, so that a pipe holds up nobody, and nothing is left out because looking at it fails.

use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use super::entry::{Entry, Kind, Name, Wish};
use super::location::Version;
use crate::store::Stamp;

/// Everything below a folder, by path.
///
/// # Errors
/// Where the folder itself cannot be listed; whatever fails below it is an entry.
pub(super) fn walk(root: &Path, wish: Wish<'_>) -> io::Result<Vec<Entry>> {
    walk_on(&Machine, root, wish)
}

fn walk_on(disk: &dyn Disk, root: &Path, wish: Wish<'_>) -> io::Result<Vec<Entry>> {
    let mut walk =
        Walk { disk, wish, entries: Vec::new(), places: BTreeMap::new(), waiting: BTreeMap::new() };
    let real = disk.real(root)?;
    walk.places.insert(real.clone(), String::new());
    walk.folder(root, &real, "", false)?;
    // What is no link has its own path; links come after it, so that a second way is always the link.
    while let Some(((late, path), full)) = walk.waiting.pop_first() {
        match disk.real(&full) {
            Ok(real) => walk.look(&full, &real, path, late),
            Err(error) => walk.unreachable(&full, path, &error),
        }
    }
    walk.entries.sort_by(|a, b| a.path.cmp(&b.path));
    Ok(walk.entries)
}

struct Walk<'a> {
    disk: &'a dyn Disk,
    wish: Wish<'a>,
    entries: Vec<Entry>,
    /// Every folder and file by where it really lies, and the path by which it was found.
    places: BTreeMap<PathBuf, String>,
    /// What is looked at when all before it is known, by whether it is not wanted and by path.
    waiting: BTreeMap<(bool, String), PathBuf>,
}

impl Walk<'_> {
    fn folder(&mut self, folder: &Path, real: &Path, path: &str, late: bool) -> io::Result<()> {
        let names = self.disk.names(folder)?;
        for name in names {
            let full = folder.join(&name);
            let text = name.to_string_lossy().into_owned();
            let inner = if path.is_empty() { text.clone() } else { format!("{path}/{text}") };
            match (self.wish.name)(&text) {
                Name::Taken => {}
                Name::Marker => {
                    self.push(inner, Kind::Marker);
                    continue;
                }
                Name::Passed => {
                    self.passed(&full, inner);
                    continue;
                }
                Name::Over => continue,
            }
            let unwanted = path.is_empty() && !(self.wish.first)(&text);
            match self.disk.is_link(&full) {
                Ok(link) if link || unwanted => {
                    self.waiting.insert((late || unwanted, inner), full);
                }
                Ok(_) => self.look(&full, &real.join(&name), inner, late),
                Err(error) => self.unreachable(&full, inner, &error),
            }
        }
        Ok(())
    }

    /// Lists what is not looked at: links are not followed, and what cannot be listed is no loss.
    fn passed(&mut self, full: &Path, path: String) {
        if !self.disk.is_link(full).is_ok_and(|link| !link) {
            return;
        }
        match self.disk.look(full) {
            Ok(Seen::File(_)) => self.push(path, Kind::Passed),
            Ok(Seen::Folder) => {
                for name in self.disk.names(full).unwrap_or_default() {
                    let text = name.to_string_lossy();
                    if (self.wish.name)(&text) != Name::Over {
                        self.passed(&full.join(&name), format!("{path}/{text}"));
                    }
                }
            }
            Ok(Seen::Special(_)) | Err(_) => {}
        }
    }

    fn look(&mut self, full: &Path, real: &Path, path: String, late: bool) {
        let seen = match self.disk.look(full) {
            Ok(seen) => seen,
            Err(error) => return self.unreachable(full, path, &error),
        };
        if let Seen::Special(what) = seen {
            return self.push(path, Kind::Special(what));
        }
        if let Some(other) = self.places.get(real) {
            let kind = Kind::Again { other: other.clone() };
            return self.push(path, kind);
        }
        // Known before what is in it, so that a link to a folder above ends.
        self.places.insert(real.to_owned(), path.clone());
        match seen {
            Seen::File(stamp) => self.push(path, Kind::File(Version::of_stamp(stamp))),
            Seen::Folder => match self.folder(full, real, &path, late) {
                Ok(()) => self.push(path, Kind::Folder),
                Err(error) => self.unreachable(full, path, &error),
            },
            Seen::Special(_) => {}
        }
    }

    fn unreachable(&mut self, full: &Path, path: String, error: &io::Error) {
        // What vanishes between two looks is simply not there; the next walk will say the same.
        let vanished = |error: &io::Error| error.kind() == io::ErrorKind::NotFound;
        if self.disk.is_link(full).is_err_and(|error| vanished(&error)) {
            return;
        }
        let target = self.disk.target(full).map(|target| target.to_string_lossy().into_owned());
        let kind = Kind::Unreachable { cause: error.to_string(), target };
        self.push(path, kind);
    }

    fn push(&mut self, path: String, kind: Kind) {
        self.entries.push(Entry { path, kind });
    }
}

/// What stands at a path, links followed.
enum Seen {
    Folder,
    File(Stamp),
    Special(&'static str),
}

/// What a walk asks of the system: tests let it fail.
trait Disk {
    /// The names in a folder, sorted.
    fn names(&self, folder: &Path) -> io::Result<Vec<std::ffi::OsString>>;
    /// Whether a path is a link; links on the way to it are followed.
    fn is_link(&self, path: &Path) -> io::Result<bool>;
    /// Where a path leads in the end.
    fn real(&self, path: &Path) -> io::Result<PathBuf>;
    /// What stands at the end of it.
    fn look(&self, path: &Path) -> io::Result<Seen>;
    /// Where a link leads, if it is one.
    fn target(&self, path: &Path) -> Option<PathBuf>;
}

struct Machine;

impl Disk for Machine {
    fn names(&self, folder: &Path) -> io::Result<Vec<std::ffi::OsString>> {
        let names = fs::read_dir(folder)?.map(|entry| entry.map(|entry| entry.file_name()));
        let mut names = names.collect::<io::Result<Vec<_>>>()?;
        names.sort();
        Ok(names)
    }

    fn is_link(&self, path: &Path) -> io::Result<bool> {
        Ok(fs::symlink_metadata(path)?.file_type().is_symlink())
    }

    fn real(&self, path: &Path) -> io::Result<PathBuf> {
        path.canonicalize()
    }

    fn look(&self, path: &Path) -> io::Result<Seen> {
        let found = fs::metadata(path)?;
        Ok(match special(found.file_type()) {
            Some(what) => Seen::Special(what),
            None if found.is_dir() => Seen::Folder,
            None => Seen::File(Stamp::in_metadata(&found)?),
        })
    }

    fn target(&self, path: &Path) -> Option<PathBuf> {
        fs::read_link(path).ok()
    }
}

#[cfg(unix)]
fn special(kind: fs::FileType) -> Option<&'static str> {
    use std::os::unix::fs::FileTypeExt;

    if kind.is_file() || kind.is_dir() {
        None
    } else if kind.is_fifo() {
        Some("pipe")
    } else if kind.is_socket() {
        Some("socket")
    } else {
        Some("device")
    }
}

#[cfg(not(unix))]
fn special(kind: fs::FileType) -> Option<&'static str> {
    (!kind.is_file() && !kind.is_dir()).then_some("device")
}

#[cfg(test)]
#[cfg(unix)]
mod tests {
    use std::ffi::OsString;
    use std::os::unix::fs::symlink;

    use super::*;

    const ALL: Wish<'_> = Wish {
        name: &|name| match name {
            "_log" => Name::Marker,
            passed if passed.starts_with('_') => Name::Passed,
            hidden if hidden.starts_with('.') => Name::Over,
            _ => Name::Taken,
        },
        first: &|name| name != "later",
    };

    /// Each entry as `path kind`.
    fn told(entries: Vec<Entry>) -> Vec<String> {
        let kind = |kind| match kind {
            Kind::Folder => "folder".to_owned(),
            Kind::File(version) => format!("{} bytes", version.size()),
            Kind::Marker => "marker".to_owned(),
            Kind::Passed => "passed".to_owned(),
            Kind::Special(what) => what.to_owned(),
            Kind::Unreachable { cause, target } => {
                format!("{} {}", target.map_or_else(String::new, |to| format!("-> {to}:")), cause)
            }
            Kind::Again { other } => format!("again {other}"),
        };
        entries.into_iter().map(|entry| format!("{} {}", entry.path, kind(entry.kind))).collect()
    }

    fn place() -> tempfile::TempDir {
        let place = tempfile::tempdir().unwrap();
        for folder in ["a/b", "later", "_log"] {
            fs::create_dir_all(place.path().join(folder)).unwrap();
        }
        for (file, text) in [("a/b/x", "12"), ("later/y", "1"), ("_log/z", "1"), (".hidden", "1")] {
            fs::write(place.path().join(file), text).unwrap();
        }
        place
    }

    #[test]
    fn links_are_followed_and_second_ways_and_ways_to_nowhere_are_told() {
        let place = place();
        let link = |to: &str, name: &str| symlink(to, place.path().join(name)).unwrap();
        link("../later", "a/from_later");
        link("b", "a/0");
        link("..", "a/up");
        link("b/x", "a/x");
        link("/nowhere/at/all", "a/gone");
        link("circle", "a/circle");
        assert_eq!(
            told(walk(place.path(), ALL).unwrap()),
            [
                "_log marker",
                "a folder",
                "a/0 again a/b",
                "a/b folder",
                "a/b/x 2 bytes",
                "a/circle -> circle: Too many levels of symbolic links (os error 40)",
                "a/from_later folder",
                "a/from_later/y 1 bytes",
                "a/gone -> /nowhere/at/all: No such file or directory (os error 2)",
                "a/up again ",
                "a/x again a/b/x",
                // What is wanted comes first, although this is no link.
                "later again a/from_later",
            ]
        );
    }

    #[test]
    fn what_is_passed_over_is_listed_and_no_link_is_followed_there() {
        let place = place();
        for (file, text) in [("a/_x", "1"), ("_over/b/y", "1"), ("_over/.hidden", "1")] {
            fs::create_dir_all(place.path().join(file).parent().unwrap()).unwrap();
            fs::write(place.path().join(file), text).unwrap();
        }
        symlink("../later", place.path().join("_over/link")).unwrap();
        let told = told(walk(place.path(), ALL).unwrap());
        let passed: Vec<&String> =
            told.iter().filter(|line| line.contains("_over") || line.contains("_x")).collect();
        assert_eq!(passed, ["_over/b/y passed", "a/_x passed"]);
    }

    #[test]
    fn a_folder_that_is_none_is_an_error() {
        let place = place();
        assert!(walk(&place.path().join("a/b/x"), ALL).is_err());
        assert!(walk(&place.path().join("nothing"), ALL).is_err());
    }

    /// A machine on which one call fails for what ends so.
    struct Failing {
        call: &'static str,
        ending: &'static str,
        kind: io::ErrorKind,
    }

    impl Failing {
        fn at(&self, call: &str, path: &Path) -> io::Result<()> {
            match call == self.call && path.ends_with(self.ending) {
                true => Err(self.kind.into()),
                false => Ok(()),
            }
        }
    }

    impl Disk for Failing {
        fn names(&self, folder: &Path) -> io::Result<Vec<OsString>> {
            self.at("names", folder).and_then(|()| Machine.names(folder))
        }

        fn is_link(&self, path: &Path) -> io::Result<bool> {
            self.at("is_link", path).and_then(|()| Machine.is_link(path))
        }

        fn real(&self, path: &Path) -> io::Result<PathBuf> {
            self.at("real", path).and_then(|()| Machine.real(path))
        }

        fn look(&self, path: &Path) -> io::Result<Seen> {
            self.at("look", path).and_then(|()| Machine.look(path))
        }

        fn target(&self, path: &Path) -> Option<PathBuf> {
            Machine.target(path)
        }
    }

    #[test]
    fn whatever_the_system_refuses_is_told_and_what_vanished_is_not() {
        use io::ErrorKind::{NotFound, PermissionDenied, StaleNetworkFileHandle};

        let place = place();
        symlink("b", place.path().join("a/c")).unwrap();
        for (call, ending, kind, expected) in [
            ("names", "a/b", PermissionDenied, "a/b  permission denied"),
            ("look", "a/b", PermissionDenied, "a/b  permission denied"),
            ("look", "x", StaleNetworkFileHandle, "a/b/x  stale network file handle"),
            ("is_link", "x", PermissionDenied, "a/b/x  permission denied"),
            ("real", "a/c", PermissionDenied, "a/c -> b: permission denied"),
            ("is_link", "x", NotFound, ""),
        ] {
            let disk = Failing { call, ending, kind };
            let lines = told(walk_on(&disk, place.path(), ALL).unwrap());
            let refused: Vec<_> =
                lines.iter().filter(|line| line.contains("denied") || line.contains("stale")).collect();
            let expected: Vec<&str> = [expected].into_iter().filter(|line| !line.is_empty()).collect();
            assert_eq!(refused, expected, "{call} {ending}: {lines:?}");
        }
    }
}
