//! Why a query gave no rows.

use std::path::PathBuf;

use datafusion::common::DataFusionError;

use super::engine::{Lane, Limits, QueryError, Refusal};

/// Why a query gave no rows, before anybody has named it.
pub(crate) enum Failure {
    Refused(Refusal),
    TooLarge,
    Vanished(PathBuf),
    Engine(Box<DataFusionError>),
}

impl From<DataFusionError> for Failure {
    fn from(error: DataFusionError) -> Self {
        Self::Engine(Box::new(error))
    }
}

impl Failure {
    /// The error of a query of a name and a lane that may give so many rows.
    pub(super) fn named(self, label: String, lane: Lane, rows: usize, limits: &Limits) -> QueryError {
        match self {
            Self::Refused(reason) => QueryError::Refused { label, reason },
            Self::TooLarge => QueryError::TooLarge { label, limit: rows },
            Self::Vanished(file) => QueryError::Vanished { label, file },
            Self::Engine(source) => match source.find_root() {
                DataFusionError::ResourcesExhausted(_) => {
                    QueryError::Memory { label, limit: limits.memory(lane), source }
                }
                _ => QueryError::Engine { label, source },
            },
        }
    }
}
