//! What can go wrong with accounts and what they leave behind.

use std::io;
use std::path::PathBuf;
use std::sync::Arc;

use crate::diagnostic::{Diagnostic, suggestion};

/// Why something about accounts, sessions or the audit could not be done.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum AccessError {
    /// Others may read what is private.
    #[error("`{}` is open to other users of this machine (mode {mode:03o})", .path.display())]
    OpenToOthers {
        /// The folder or file.
        path: PathBuf,
        /// Its permissions, as `chmod` has them.
        mode: u32,
        /// Whether it is a folder.
        folder: bool,
    },
    /// The private folder belongs to somebody else: what is written here the service could not read.
    #[error("`{}` belongs to another user (number {owner})", .path.display())]
    Foreign {
        /// The folder.
        path: PathBuf,
        /// Whose it is, as the system counts users.
        owner: u32,
    },
    /// A file that is there cannot be read.
    #[error("file `{}` cannot be read", .path.display())]
    Read {
        /// The file.
        path: PathBuf,
        /// What the system said.
        #[source]
        source: io::Error,
    },
    /// A file or folder cannot be written.
    #[error("`{}` cannot be written", .path.display())]
    Write {
        /// Which.
        path: PathBuf,
        /// What the system or the store said.
        #[source]
        source: Box<dyn std::error::Error + Send + Sync>,
    },
    /// A lock cannot be taken for another reason than that somebody holds it.
    #[error("lock `{}` cannot be taken", .path.display())]
    Lock {
        /// The lock's file.
        path: PathBuf,
        /// What the system said.
        #[source]
        source: io::Error,
    },
    /// A file of a later version of the program.
    #[error("file `{}` has the form {found}, and this version knows {known}", .path.display())]
    Newer {
        /// The file.
        path: PathBuf,
        /// Its form.
        found: i64,
        /// The latest that is known.
        known: i64,
    },
    /// A file with mistakes: nobody is let in by what is half understood.
    #[error("file `{}` cannot be used", .path.display())]
    Mistakes {
        /// The file.
        path: PathBuf,
        /// Its mistakes, with their places.
        problems: Vec<Diagnostic>,
    },
    /// A file of the audit that is not as it was written, and without which nothing can be added.
    #[error("file `{}` is not as it was written", .path.display())]
    Damaged {
        /// The file.
        path: PathBuf,
    },
    /// The system gives no random bytes.
    #[error("the system gives no random bytes")]
    Random(#[source] getrandom::Error),
    /// A name that no account can have.
    #[error("`{name}` cannot be an account's name")]
    Name {
        /// The name.
        name: String,
    },
    /// Something else that an account cannot have.
    #[error("{what} cannot be {found}")]
    Value {
        /// What.
        what: &'static str,
        /// What it would have been, in words.
        found: String,
    },
    /// There is an account of that name.
    #[error("there is an account `{name}` already")]
    Exists {
        /// The name.
        name: String,
    },
    /// There is no account of that name.
    #[error("there is no account `{name}`")]
    NoAccount {
        /// The name.
        name: String,
        /// Those that there are.
        known: Vec<String>,
    },
    /// The account has no such token.
    #[error("account `{name}` has no token `{id}`")]
    NoToken {
        /// The account.
        name: String,
        /// The token's id.
        id: String,
        /// Those that it has.
        known: Vec<String>,
    },
    /// A new password is too short.
    #[error("a password has at least {least} characters")]
    TooShort {
        /// How many at least.
        least: usize,
    },
    /// A new password is too long.
    #[error("a password has at most {most} bytes")]
    TooLong {
        /// How many at most.
        most: usize,
    },
    /// A new password holds what nobody can type again for sure.
    #[error("a password has no control characters")]
    Unprintable,
    /// Too many wait for their passwords to be looked at.
    #[error("too many sign in at once")]
    Busy,
    /// A password could not be hashed.
    #[error("the password could not be hashed: {because}")]
    Hash {
        /// Why.
        because: String,
    },
    /// The audit is behind: what is done now could not be written down.
    #[error("the audit cannot keep up, or cannot be written")]
    Behind,
    /// The audit has ended.
    #[error("the audit has ended")]
    Ended,
    /// An event could not be written to the audit.
    #[error("the audit could not be written")]
    Audit(#[source] Arc<Self>),
}

impl AccessError {
    /// What to do about it.
    #[must_use]
    pub fn help(&self) -> Option<String> {
        match self {
            Self::OpenToOthers { path, folder, .. } => {
                Some(format!("`chmod {} {}`", if *folder { 700 } else { 600 }, path.display()))
            }
            Self::Foreign { owner, .. } => {
                Some(format!("run it as the user that the service runs as: `sudo -u '#{owner}' minhbach …`"))
            }
            Self::Read { source, .. } if source.kind() == io::ErrorKind::PermissionDenied => {
                Some("run it as the user that the service runs as".to_owned())
            }
            Self::Newer { .. } => {
                Some("use the version of the program that wrote it, or a later one".to_owned())
            }
            Self::Mistakes { .. } => {
                Some("mend it, or put back the copy of your backup; until then nobody is let in".to_owned())
            }
            Self::Damaged { .. } => Some(
                "`minhbach audit --verify` says what is known; move the file away to begin a new one"
                    .to_owned(),
            ),
            Self::Name { .. } => {
                Some("1 to 64 of: lower-case letters without accents, digits, `.`, `_`, `-`, `@`".to_owned())
            }
            Self::Exists { .. } => {
                Some("`minhbach user change` and `minhbach user passwd` change one that is there".to_owned())
            }
            Self::NoAccount { name, known } => suggestion(name, known.iter().map(String::as_str)),
            Self::NoToken { id, known, .. } => suggestion(id, known.iter().map(String::as_str)),
            Self::TooShort { .. } => {
                Some("several words that only you put together are easy to keep".to_owned())
            }
            Self::Audit(source) => source.help(),
            Self::Read { .. }
            | Self::Write { .. }
            | Self::Lock { .. }
            | Self::Random(_)
            | Self::Value { .. }
            | Self::TooLong { .. }
            | Self::Unprintable
            | Self::Busy
            | Self::Hash { .. }
            | Self::Behind
            | Self::Ended => None,
        }
    }
}
