//! What a reader is told when an answer cannot be given. A reader's mistake is shown; the program's
//! own is hidden from the page and put into the log.

use std::io;
use std::path::PathBuf;

use axum::http::StatusCode;

use crate::export::ExportError;
use crate::report::{Blame, ReportError};

/// Why there is no answer.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// Nothing is there.
    #[error("there is nothing at `{path}`")]
    Nowhere {
        /// The path.
        path: String,
    },
    /// The question or the answer failed.
    #[error(transparent)]
    Report(#[from] ReportError),
    /// A file could not be made.
    #[error(transparent)]
    Export(ExportError),
    /// Nothing can be put onto the disk.
    #[error("nothing can be written to `{}`", .0.display())]
    Scratch(PathBuf, #[source] io::Error),
    /// Too many others wait for pages that must be made first.
    #[error("too many pages are being made; ask again in a moment")]
    Busy,
    /// Another pack is being made, which takes a while.
    #[error("another pack is being made; ask again in a minute")]
    Packing,
    /// Whoever asked has left.
    #[error("whoever asked has left")]
    Left,
    /// Nobody is known by what was sent.
    #[error("nobody is known by what was sent")]
    Anonymous,
    /// Records that say who somebody is are shown for a purpose, and none was stated.
    #[error("state for what the records are used: `purpose=NAME`, of the purposes of access.toml")]
    NoPurpose,
    /// What is shown is written down, and that cannot be done.
    #[error("nothing is shown since it cannot be written down")]
    Unwritten,
    /// The program failed in a way that nobody foresaw.
    #[error("making the page stopped: {0}")]
    Panic(String),
}

impl From<ExportError> for Error {
    fn from(error: ExportError) -> Self {
        match error {
            ExportError::Report(error) => Self::Report(error),
            error => Self::Export(error),
        }
    }
}

impl Error {
    /// 404 for the unknown, 400 for what cannot be understood, 503 for now, 500 for what went wrong
    /// here.
    pub fn status(&self) -> StatusCode {
        match self {
            Self::Nowhere { .. } => StatusCode::NOT_FOUND,
            Self::Report(error) => match error.blame() {
                Blame::Lookup => StatusCode::NOT_FOUND,
                Blame::Question => StatusCode::BAD_REQUEST,
                Blame::Moment => StatusCode::SERVICE_UNAVAILABLE,
                Blame::Program => StatusCode::INTERNAL_SERVER_ERROR,
            },
            Self::Anonymous => StatusCode::UNAUTHORIZED,
            Self::NoPurpose => StatusCode::FORBIDDEN,
            Self::Busy | Self::Packing | Self::Left | Self::Unwritten => StatusCode::SERVICE_UNAVAILABLE,
            Self::Export(ExportError::UnknownFormat { .. }) => StatusCode::NOT_FOUND,
            Self::Export(_) | Self::Scratch(..) | Self::Panic(_) => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }

    /// What to do instead.
    pub fn help(&self) -> Option<String> {
        match self {
            Self::Report(error) => error.help(),
            Self::Export(error) => error.help(),
            Self::Nowhere { .. }
            | Self::Scratch(..)
            | Self::Busy
            | Self::Packing
            | Self::Left
            | Self::Anonymous
            | Self::NoPurpose
            | Self::Unwritten
            | Self::Panic(_) => None,
        }
    }
}
