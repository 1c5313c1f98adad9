//! How data are opened, and why they cannot be.

use std::fmt;
use std::sync::Arc;

use arrow::error::ArrowError;

use crate::calendar::Day;
use crate::query::QueryError;
use crate::store::{State, StoreError};
use crate::table::{Fatal, LoadError, LocationError, MemoryTables, NewestRow, Snapshot, StoreAccess};
use crate::workspace::{AsOf, Workspace};

/// Where the data are, where the state is, and as of when.
#[derive(Debug, Clone)]
pub struct Opening {
    /// A folder or an address; the workspace's own where nothing is given.
    pub location: Option<String>,
    /// How it is reached where it is an object store.
    pub access: StoreAccess,
    /// Tables from memory, beside the files or, at the location `memory:`, instead of them.
    pub tables: MemoryTables,
    /// The state folder.
    pub state: Arc<State>,
    /// The data date; the settings' or the reports' where nothing is given.
    pub as_of: Option<Day>,
}

impl Opening {
    /// The workspace's own data, as of the day that they say.
    pub fn of(state: Arc<State>) -> Self {
        Self {
            location: None,
            access: StoreAccess::default(),
            tables: MemoryTables::default(),
            state,
            as_of: None,
        }
    }
}

/// Where a data date comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Dated {
    /// It was given, or stands in the settings.
    Written,
    /// From the newest row of a column.
    Row {
        /// The file, relative to the location.
        file: String,
        /// The row in it, from 1.
        row: u64,
        /// The column.
        column: String,
    },
    /// From the reports received.
    Reports {
        /// The query that lists them.
        model: String,
    },
}

impl Dated {
    /// Of what was given (`as_of`), of the row that decides, or as the settings say.
    pub(super) fn of(workspace: &Workspace, as_of: Option<Day>, row: Option<&NewestRow>) -> Self {
        let settings = &workspace.settings;
        match (as_of, &settings.as_of, row, &settings.reporting.query) {
            (None, Some(AsOf::Newest { column, .. }), Some(row), _) => {
                Self::Row { file: row.file.clone(), row: row.row, column: column.clone() }
            }
            (None, None, _, Some(model)) => Self::Reports { model: model.get_ref().clone() },
            _ => Self::Written,
        }
    }
}

impl fmt::Display for Dated {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Written => Ok(()),
            Self::Row { file, row, column } => {
                write!(out, ", that of `{file}` row {row}, column `{column}`,")
            }
            Self::Reports { model } => {
                write!(out, ", that of the last report received, as model `{model}` says,")
            }
        }
    }
}

/// Why the data cannot be opened.
#[derive(Debug, thiserror::Error)]
pub enum DataError {
    /// The location is wrong.
    #[error(transparent)]
    Location(#[from] LocationError),
    /// A table was given that the workspace does not know.
    #[error("table `{table}` was given from memory, and no contract below `queries/tables` is called so")]
    NoContract {
        /// The table.
        table: String,
    },
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
    /// The query that says who owed which report has a mistake.
    #[error("model `{model}` of `[reporting]` has mistakes, so nothing says until when the data speak")]
    NoReporting {
        /// The model.
        model: String,
    },
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
        "the data date {data_date}{from} lies more than 100 years after the first day of the data, {first_day}"
    )]
    TooFar {
        /// The data date.
        data_date: Day,
        /// Where it comes from.
        from: Dated,
        /// The workspace's first day.
        first_day: Day,
    },
    /// The data date lies before everything.
    #[error("the data date {data_date}{from} lies before the first day of the data, {first_day}")]
    BeforeFirstDay {
        /// The data date.
        data_date: Day,
        /// Where it comes from.
        from: Dated,
        /// The workspace's first day.
        first_day: Day,
    },
}

impl DataError {
    /// Whether nothing can be written to the state folder: with another one it may go well.
    pub fn is_of_state(&self) -> bool {
        match self {
            Self::Store(error) | Self::Load(LoadError::Store(error)) => {
                !matches!(error, StoreError::Name { .. })
            }
            Self::Load(LoadError::Twin { .. }) => true,
            _ => false,
        }
    }

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
            Self::NoDataDate | Self::NoReporting { .. } | Self::NoNewest { .. } => {
                Some("give `--as-of DATE`, or `as_of` in `[data]` of minhbach.toml")
            }
            Self::BeforeFirstDay { from: Dated::Row { .. }, .. }
            | Self::TooFar { from: Dated::Row { .. }, .. } => Some(
                "mend the row; until then give `--as-of DATE`, or `as_of` a date in `[data]` of minhbach.toml",
            ),
            Self::BeforeFirstDay { .. } | Self::TooFar { .. } => {
                Some("`first_day` and `as_of` stand in `[data]` of minhbach.toml")
            }
            Self::Useless { unknown, .. } => unknown.help(),
            Self::Location(error) | Self::Load(LoadError::Location(error)) => error.help(),
            Self::NoContract { .. } | Self::Load(_) | Self::Store(_) | Self::Query(_) | Self::Time(_) => None,
        }
    }
}
