//! Why a file cannot be written.

use std::error::Error;
use std::io;
use std::path::PathBuf;

use crate::diagnostic::{Diagnostic, short};
use crate::report::{ReportError, Shortfall};
use crate::store::StoreError;

/// Why an export cannot be made. Whatever stood there before is untouched.
#[derive(Debug, thiserror::Error)]
pub enum ExportError {
    /// What it should hold cannot be had.
    #[error(transparent)]
    Report(#[from] ReportError),
    /// The bytes cannot go where they should.
    #[error("the file cannot be written")]
    Write(#[from] io::Error),
    /// A file or folder cannot be read or written.
    #[error("`{}` cannot be written or read", .path.display())]
    File {
        /// Which.
        path: PathBuf,
        /// What the system says.
        #[source]
        source: io::Error,
    },
    /// What it holds has no place in the format.
    #[error("{what} cannot be written as {format}")]
    Format {
        /// The format.
        format: &'static str,
        /// What was to be written.
        what: String,
        /// What its writer says.
        #[source]
        source: Box<dyn Error + Send + Sync>,
    },
    /// A number has more digits than the format has room for.
    #[error("a number of the column `{column}` is too large for this format ({format})")]
    TooLarge {
        /// The format.
        format: &'static str,
        /// The column.
        column: String,
    },
    /// There is no such format here.
    #[error("there is no format `{name}`")]
    UnknownFormat {
        /// What was asked for.
        name: String,
        /// What there is.
        known: Vec<&'static str>,
    },
    /// A template of the workspace has mistakes.
    #[error("the template cannot be printed\n{}", .problems.iter().map(short).collect::<Vec<_>>().join("\n"))]
    Template {
        /// Which, each with its place.
        problems: Vec<Diagnostic>,
    },
    /// The program that writes the format gave up, and did not say why.
    #[error("the {format} could not be written")]
    Aborted {
        /// The format.
        format: &'static str,
    },
    /// The state folder, or a file to be recorded, cannot be read or written.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// Something of it could not be made, so that nothing is.
    #[error("{} could not be made, and no pack lacks a part", .what.iter().map(|each| format!("`{}`", each.what)).collect::<Vec<_>>().join(", "))]
    Lacking {
        /// What.
        what: Vec<Shortfall>,
    },
    /// There is no pack.
    #[error("`{}` is no pack", .path.display())]
    NoPack {
        /// What was taken for one.
        path: PathBuf,
    },
    /// A number was recorded already, with something else.
    #[error("number {number} is recorded already, of another file or day")]
    OtherIssue {
        /// The number.
        number: String,
    },
    /// It would tell of records that its reader does not see.
    #[error("`{part}` tells of all files and rows, and its reader does not see all of them")]
    OutOfScope {
        /// The part of a pack.
        part: &'static str,
    },
    /// A pack stands there already; it is never replaced.
    #[error("`{}` is there already, and a pack is never replaced", .path.display())]
    Exists {
        /// The pack.
        path: PathBuf,
    },
}

impl ExportError {
    /// What to do instead.
    pub fn help(&self) -> Option<String> {
        match self {
            Self::Report(error) => error.help(),
            Self::UnknownFormat { known, .. } => Some(format!("there are {}", known.join(", "))),
            Self::TooLarge { .. } => Some("`csv` and `json` write it whole".to_owned()),
            Self::Exists { .. } => {
                Some("name another folder; what changed is told by `minhbach verify`".to_owned())
            }
            Self::Template { .. } => Some("`minhbach check` looks at the templates without data".to_owned()),
            Self::Aborted { .. } => Some("the other formats are written without it".to_owned()),
            Self::Lacking { what } => what.iter().find_map(|each| each.untold.clone()),
            Self::NoPack { .. } => Some("name the folder that holds bagit.txt".to_owned()),
            Self::OtherIssue { .. } => {
                Some("what was issued is never changed; a correction has a number of its own".to_owned())
            }
            Self::OutOfScope { .. } => Some("name the other formats".to_owned()),
            Self::Write(_) | Self::File { .. } | Self::Store(_) | Self::Format { .. } => None,
        }
    }

    /// What a writer of a format says.
    pub(super) fn format(
        format: &'static str,
        what: &str,
        source: impl Error + Send + Sync + 'static,
    ) -> Self {
        Self::Format { format, what: what.to_owned(), source: Box::new(source) }
    }
}
