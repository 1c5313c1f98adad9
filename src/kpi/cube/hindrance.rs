//! Why a KPI's records could not be gathered.

use crate::query::QueryError;

/// What kept a KPI's records from being gathered: no property of the data, and never a 0.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Hindrance {
    /// They take more memory than they may, also where what does not fit goes to disk.
    Memory,
    /// There are more different ones than a KPI may have.
    Rows,
    /// It takes longer than it may.
    Time,
    /// The query cannot be run, or fails over these data.
    Engine,
    /// The machine failed, or others were in the way.
    Machine,
    /// It is not done yet.
    Unfinished,
}

impl Hindrance {
    /// What an error stands for.
    pub fn of(error: &QueryError) -> Self {
        match error {
            QueryError::Memory { .. } => Self::Memory,
            QueryError::TooLarge { .. } => Self::Rows,
            QueryError::Timeout { .. } => Self::Time,
            QueryError::Unfinished { .. } => Self::Unfinished,
            other if other.lasts() => Self::Engine,
            _ => Self::Machine,
        }
    }

    /// A stable English sentence for JSON and the command line.
    pub fn sentence(self) -> &'static str {
        match self {
            Self::Memory => "its records take more memory than gathering may",
            Self::Rows => "its records are more than gathering may tell apart",
            Self::Time => "gathering its records takes longer than it may",
            Self::Engine => "its query fails over these data; the log says why",
            Self::Machine => "its records could not be gathered just now; it is tried again",
            Self::Unfinished => "its records are still being gathered",
        }
    }
}
