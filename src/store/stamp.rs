//! What the system says of a file without its being read.

use std::fs::{self, Metadata};
use std::io;
use std::path::Path;
use std::time::{SystemTime, UNIX_EPOCH};

/// What tells one state of a file from the next without reading it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stamp {
    /// Bytes.
    pub size: u64,
    /// When its bytes were last changed, as far as nobody set that time by hand.
    pub modified: SystemTime,
    /// When anything of it was last changed, that time too, in seconds and nanoseconds; nobody can set it.
    /// Nothing where the system does not tell.
    pub changed: Option<(i64, i64)>,
    /// Which of the files of its disk it is: another one after it was replaced. 0 where the system does not tell.
    pub inode: u64,
}

impl Stamp {
    /// The stamp of the file at a path, links followed.
    ///
    /// # Errors
    /// Where the system does not let it be looked at.
    pub fn of(path: &Path) -> io::Result<Self> {
        Self::in_metadata(&fs::metadata(path)?)
    }

    /// The stamp in what the system said.
    ///
    /// # Errors
    /// Where it keeps no times.
    pub fn in_metadata(found: &Metadata) -> io::Result<Self> {
        let (changed, inode) = beyond(found);
        Ok(Self { size: found.len(), modified: found.modified()?, changed, inode })
    }

    /// All of it in one word, as part of a key.
    #[must_use]
    pub fn in_words(&self) -> String {
        let Self { size, modified, changed, inode } = self;
        let modified = match modified.duration_since(UNIX_EPOCH) {
            Ok(after) => format!("{}", after.as_nanos()),
            Err(before) => format!("-{}", before.duration().as_nanos()),
        };
        let (seconds, nanoseconds) = changed.unwrap_or_default();
        format!("{size} {modified} {seconds}.{nanoseconds} {inode}")
    }
}

#[cfg(unix)]
fn beyond(found: &Metadata) -> (Option<(i64, i64)>, u64) {
    use std::os::unix::fs::MetadataExt;

    (Some((found.ctime(), found.ctime_nsec())), found.ino())
}

#[cfg(not(unix))]
fn beyond(_found: &Metadata) -> (Option<(i64, i64)>, u64) {
    (None, 0)
}

#[cfg(test)]
mod tests {
    use std::fs::File;

    use super::*;

    #[cfg(unix)]
    #[test]
    fn other_bytes_under_the_same_size_and_time_are_another_state() {
        let place = tempfile::tempdir().unwrap();
        let path = place.path().join("file");
        fs::write(&path, "one").unwrap();
        let before = Stamp::of(&path).unwrap();
        std::thread::sleep(std::time::Duration::from_millis(20));
        fs::write(&path, "two").unwrap();
        let file = File::options().write(true).open(&path).unwrap();
        file.set_modified(before.modified).unwrap();
        let after = Stamp::of(&path).unwrap();
        assert_eq!((before.size, before.modified, before.inode), (after.size, after.modified, after.inode));
        assert_ne!(before, after);
        assert_ne!(before.in_words(), after.in_words());

        let other = place.path().join("other");
        fs::write(&other, "two").unwrap();
        fs::rename(&other, &path).unwrap();
        assert_ne!(Stamp::of(&path).unwrap().inode, after.inode);
    }
}
