//! What of a report could not be made: decides whether its page may be kept and sent again.

use crate::diagnostic::causes;
use crate::kpi::{Figure, Hindrance};

/// Something of a report that could not be made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shortfall {
    /// A KPI, a panel or a check.
    pub what: String,
    /// Why, with all causes, where nobody has told the log.
    pub untold: Option<String>,
}

/// A report that says what of it could not be made this time. Another time all of it may be: so only one
/// without shortfalls may be kept.
pub trait Whole {
    /// What could not be made.
    fn shortfalls(&self) -> Vec<Shortfall>;
}

impl Shortfall {
    /// Of what failed while the report was made.
    pub(super) fn failed(what: &str, error: &dyn std::error::Error) -> Self {
        Self { what: what.to_owned(), untold: Some(causes(error)) }
    }

    /// Of a KPI whose records could not be gathered: where that was tried the log was told.
    pub(super) fn hindered(code: &str, hindrance: Option<Hindrance>) -> Option<Self> {
        hindrance.map(|_| Self { what: code.to_owned(), untold: None })
    }

    pub(super) fn of_figure(code: &str, figure: &Figure) -> Option<Self> {
        Self::hindered(code, figure.hindrance())
    }
}
