//! How data are opened, and why they cannot be.

use std::sync::Arc;

use arrow::error::ArrowError;

use crate::calendar::Day;
use crate::query::QueryError;
use crate::store::{State, StoreError};
use crate::table::{Fatal, LoadError, LocationError, Snapshot};

/// Where the data are, where the state is, and as of when.
#[derive(Debug, Clone)]
pub struct Opening {
    /// A folder or an address; the workspace's own where nothing is given.
    pub location: Option<String>,
    /// The state folder.
    pub state: Arc<State>,
    /// The data date; the settings' or the reports' where nothing is given.
    pub as_of: Option<Day>,
}

/// Why the data cannot be opened.
#[derive(Debug, thiserror::Error)]
pub enum DataError {
    /// The location is wrong.
    #[error(transparent)]
    Location(#[from] LocationError),
    /// The files cannot be used.
    #[error(transparent)]
    Load(#[from] LoadError),
    /// The state folder cannot be used.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// A query that everything stands on failed.
    #[error(transparent)]
    Query(#[from] QueryError),
    /// The engine's own tables could not be made.
    #[error("the tables of time could not be made")]
    Time(#[from] ArrowError),
    /// Nobody says until when the data speak.
    #[error("no report has been received, so nothing says until when the data speak")]
    NoDataDate,
    /// The column that is to say it holds no day.
    #[error("no row of table `{table}` has a day in `{column}`, so nothing says until when the data speak")]
    NoNewest {
        /// The table.
        table: String,
        /// Its column.
        column: String,
    },
    /// Neither is known, and files that may say it are of no use.
    #[error("no row of `{path}` is used: {fatal}")]
    Useless {
        /// The first of them.
        path: String,
        /// Why it is of no use.
        fatal: Box<Fatal>,
        /// What is not known.
        #[source]
        unknown: Box<Self>,
    },
    /// The data date lies so far ahead that it cannot be meant.
    #[error(
        "the data date {data_date} lies more than 100 years after the first day of the data, {first_day}"
    )]
    TooFar {
        /// The data date.
        data_date: Day,
        /// The workspace's first day.
        first_day: Day,
    },
    /// The data date lies before everything.
    #[error("the data date {data_date} lies before the first day of the data, {first_day}")]
    BeforeFirstDay {
        /// The data date.
        data_date: Day,
        /// The workspace's first day.
        first_day: Day,
    },
}

impl DataError {
    /// Tells first of a file that is of no use, where one is: it may be why something is not known.
    pub(super) fn blamed(self, snapshot: &Snapshot) -> Self {
        match snapshot.fatal_files.first() {
            Some(file) => Self::Useless {
                path: file.path.clone(),
                fatal: Box::new(file.fatal.clone()),
                unknown: Box::new(self),
            },
            None => self,
        }
    }

    /// What to do about it.
    pub fn help(&self) -> Option<&'static str> {
        match self {
            Self::NoDataDate | Self::NoNewest { .. } => {
                Some("give `--as-of DATE`, or `as_of` in `[data]` of minhbach.toml")
            }
            Self::BeforeFirstDay { .. } | Self::TooFar { .. } => {
                Some("`first_day` and `as_of` stand in `[data]` of minhbach.toml")
            }
            Self::Useless { unknown, .. } => unknown.help(),
            Self::Location(_) | Self::Load(_) | Self::Store(_) | Self::Query(_) | Self::Time(_) => None,
        }
    }
}
