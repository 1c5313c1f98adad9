//! A dashboard, or one KPI, run for one scope and one state: plain data.
//!
//! This is the boundary: before it things can fail, after it is rendering. No field here is SQL of
//! the engine, HTML or a path that a reader should not see.

mod answer;
mod ask;
mod asked;
mod bodies;
mod brief;
mod brief_facts;
mod brief_kpi;
mod catalogue;
mod cell;
mod checks;
mod dashboard;
mod data;
mod digits;
mod figures;
mod front;
mod funnel;
mod grid;
mod held;
mod oddities;
mod panel;
mod parts;
mod passport;
mod plan;
mod problems;
mod proof;
mod records;
mod whole;

pub use answer::{Answer, answers, one};
pub use ask::{Ask, AskError, Compare};
pub use asked::Head;
pub use brief::{
    About, BriefFacts, BrokenCheck, Doubted, KpiFacts, OverdueReport, Said, Sentence, UncheckedCheck,
    sentences,
};
pub use catalogue::{Catalogue, CatalogueEntry, catalogue, indicator};
pub use cell::{RowCell, beyond_calendars, cell};
pub use checks::CheckView;
pub use dashboard::{Report, panel, run};
pub use data::{
    Arrival, CodeView, DataView, FailedView, OutsideView, RejectedRow, RejectedValue, RejectedView,
    ReportView, TableState, data,
};
pub use digits::{Digits, json, write_json};
pub use figures::{AskedFigures, Cut, MOST_FIGURES, MOST_PERIODS, figures};
pub use front::{CalendarChoices, FilterOption, FilterView, Frontmatter, PeriodView, filters, front};
pub use funnel::{FunnelView, StageView};
pub use grid::{GridRow, GridView};
pub use held::Held;
pub use oddities::OddTable;
pub use panel::{PanelView, RowsView, TableView, TileView, TrendView};
pub use parts::{BarsView, BulletView, GroupView, MapView};
pub use passport::{Passport, passport};
pub use plan::{ClauseView, LiveFigure, Owner, PlanView, SectionView, Standing, Wanted, plan};
pub use problems::{ProblemsView, problems};
pub use proof::proof;
pub use records::{
    MOST_RECORDS_A_PAGE, RECORDS_A_PAGE, Reading, RecordColumn, RecordsAsk, RecordsReport, RecordsView,
    records, records_report, sort,
};
pub use whole::{Shortfall, Whole};

use std::sync::Arc;

use crate::kpi::SliceError;

use crate::query::{ParameterError, QueryError};
use crate::workspace::{ProofError, UnknownKpi};

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

impl ReportError {
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
            Self::Parameter(_) | Self::Query(_) | Self::Proof(_) | Self::Slice(SliceError::Split(_)) => None,
        }
    }
}
