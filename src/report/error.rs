//! Why a report cannot be made, and who can do something about it.

use std::sync::Arc;

use super::AskError;
use crate::kpi::SliceError;
use crate::query::{ParameterError, QueryError, Refusal};
use crate::table::LoadError;
use crate::workspace::{CheckError, ProofError, UnknownKpi};

/// Why a report cannot be made.
#[derive(Debug, thiserror::Error)]
pub enum ReportError {
    /// The question is wrong.
    #[error(transparent)]
    Ask(#[from] AskError),
    /// A query failed.
    #[error(transparent)]
    Query(Arc<QueryError>),
    /// A slice failed.
    #[error(transparent)]
    Slice(#[from] SliceError),
    /// A named query cannot run without values that a page does not give.
    #[error(transparent)]
    Parameter(#[from] ParameterError),
    /// No such KPI.
    #[error(transparent)]
    UnknownKpi(#[from] UnknownKpi),
    /// A named query whose file has mistakes, or reads what has.
    #[error("query `{name}` has mistakes and cannot be used")]
    RefusedQuery {
        /// Its name.
        name: String,
    },
    /// No proof of the figure runs elsewhere.
    #[error(transparent)]
    Proof(#[from] ProofError),
    /// What is known of the data cannot be read any more.
    #[error(transparent)]
    Data(#[from] LoadError),
    /// A table without which nothing can be listed has no data.
    #[error(transparent)]
    Lacking(CheckError),
    /// Nothing is called so.
    #[error("there is no {what} `{name}`")]
    Unknown {
        /// What was looked for.
        what: &'static str,
        /// Under which name.
        name: String,
        /// What there is.
        known: Vec<String>,
    },
}

impl From<Arc<QueryError>> for ReportError {
    fn from(error: Arc<QueryError>) -> Self {
        Self::Query(error)
    }
}

impl From<QueryError> for ReportError {
    fn from(error: QueryError) -> Self {
        Self::Query(Arc::new(error))
    }
}

/// Who can do something about an error.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Blame {
    /// Whoever looks for something that is not there.
    Lookup,
    /// Whoever asks what cannot be understood.
    Question,
    /// Nobody: it passes.
    Moment,
    /// The program, or its administrator: a reader is not told what it was.
    Program,
}

impl ReportError {
    /// Whether it would tell of rows that its reader may not see: for good, and no failure.
    pub fn is_out_of_scope(&self) -> bool {
        matches!(
            self,
            Self::Query(error) if matches!(**error, QueryError::Refused { reason: Refusal::OutOfScope, .. })
        )
    }

    /// Whether it stays so until other data come or another reader asks: no failure.
    pub fn is_for_good(&self) -> bool {
        self.is_out_of_scope() || matches!(self, Self::Lacking(_))
    }

    /// Who can do something about it.
    pub fn blame(&self) -> Blame {
        match self {
            Self::Unknown { .. }
            | Self::UnknownKpi(_)
            | Self::RefusedQuery { .. }
            | Self::Lacking(_)
            | Self::Proof(ProofError::Unsayable(_)) => Blame::Lookup,
            Self::Ask(_) | Self::Slice(SliceError::Filter(_)) => Blame::Question,
            Self::Query(error)
                if matches!(**error, QueryError::Busy { .. } | QueryError::Unfinished { .. }) =>
            {
                Blame::Moment
            }
            Self::Parameter(_)
            | Self::Proof(ProofError::Write(_))
            | Self::Query(_)
            | Self::Data(_)
            | Self::Slice(SliceError::Split(_)) => Blame::Program,
        }
    }

    /// What to do instead.
    pub fn help(&self) -> Option<String> {
        match self {
            Self::Ask(error) => error.help(),
            Self::Slice(SliceError::Filter(error)) => error.help(),
            Self::Unknown { name, known, .. } => {
                crate::diagnostic::suggestion(name, known.iter().map(String::as_str))
            }
            Self::UnknownKpi(UnknownKpi { refused: true, .. }) | Self::RefusedQuery { .. } => {
                Some("`minhbach check` says what to mend, and so does the page /problems".to_owned())
            }
            Self::UnknownKpi(UnknownKpi { code, known, .. }) => {
                crate::diagnostic::suggestion(code, known.iter().map(String::as_str))
            }
            Self::Parameter(_)
            | Self::Query(_)
            | Self::Lacking(_)
            | Self::Proof(_)
            | Self::Data(_)
            | Self::Slice(SliceError::Split(_)) => None,
        }
    }
}
