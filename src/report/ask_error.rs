//! Why a question cannot be answered.

use crate::calendar::PeriodError;
use crate::kpi::FilterError;

/// Why a question cannot be answered.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum AskError {
    /// No such period.
    #[error(transparent)]
    Period(#[from] PeriodError),
    /// No such dimension or member.
    #[error(transparent)]
    Filter(#[from] FilterError),
    /// A name that is neither a parameter nor a dimension.
    #[error("`{name}` is no parameter and no dimension")]
    UnknownParameter {
        /// The name.
        name: String,
        /// What there is.
        known: Vec<String>,
    },
    /// No dimension of the workspace is called so.
    #[error("there is no dimension `{name}`")]
    UnknownDimension {
        /// The name.
        name: String,
        /// What there is.
        known: Vec<String>,
    },
    /// No dimension has such a view.
    #[error("there is no view `{view}`")]
    UnknownView {
        /// What was asked for.
        view: String,
        /// What there is.
        known: Vec<String>,
    },
    /// A record list has no such column.
    #[error("there is no column `{name}` to sort by")]
    UnknownColumn {
        /// The column.
        name: String,
        /// What there is.
        known: Vec<String>,
    },
    /// A parameter that is given twice and can only be meant once.
    #[error("`{name}` is given twice")]
    Twice {
        /// The parameter.
        name: String,
    },
    /// More figures than are given at once.
    #[error("these are {figures} figures, and {most} are given at once")]
    TooMany {
        /// How many there would be, at most.
        figures: usize,
        /// How many there may be.
        most: usize,
    },
    /// A parameter that cannot be read.
    #[error("`{name}` cannot be `{value}`")]
    Value {
        /// The parameter.
        name: String,
        /// What it was given.
        value: String,
    },
}

impl AskError {
    /// What to do instead.
    pub fn help(&self) -> Option<String> {
        match self {
            Self::Period(error) => error.hint(),
            Self::Filter(error) => error.help(),
            Self::UnknownParameter { name, known }
            | Self::UnknownDimension { name, known }
            | Self::UnknownColumn { name, known }
            | Self::UnknownView { view: name, known } => {
                crate::diagnostic::suggestion(name, known.iter().map(String::as_str))
            }
            Self::TooMany { .. } => {
                Some("ask for fewer KPIs, fewer periods with `trend`, or without `by`".to_owned())
            }
            Self::Twice { .. } | Self::Value { .. } => None,
        }
    }
}
