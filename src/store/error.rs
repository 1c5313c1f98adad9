//! What can go wrong with the state folder.

use std::io;
use std::path::PathBuf;

/// A failure of the disk under the state folder, or a name that cannot be a file's.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum StoreError {
    /// The folder cannot be made or written to.
    #[error("state folder `{}` cannot be made or written to", path.display())]
    Unusable {
        /// The folder as it was asked for.
        path: PathBuf,
        /// What the system said.
        #[source]
        source: io::Error,
    },
    /// A file that is there cannot be read.
    #[error("file `{}` cannot be read", path.display())]
    Read {
        /// The file.
        path: PathBuf,
        /// What the system said.
        #[source]
        source: io::Error,
    },
    /// A file cannot be written, or not moved to its name.
    #[error("file `{}` cannot be written", path.display())]
    Write {
        /// The file.
        path: PathBuf,
        /// What the system said.
        #[source]
        source: io::Error,
    },
    /// A lock cannot be taken for another reason than that somebody holds it.
    #[error("lock `{}` cannot be taken", path.display())]
    Lock {
        /// The lock's file.
        path: PathBuf,
        /// What the system said.
        #[source]
        source: io::Error,
    },
    /// A name that would not stay one file in its folder.
    #[error("`{name}` cannot name a file of the state folder; use letters, digits, `-`, `_` and `.`")]
    Name {
        /// The name.
        name: String,
    },
}
