//! Queries: SQL files become checked plans, and plans become rows.
//!
//! This module reads, never writes: a file is one `SELECT`, and whatever else stands in it is a
//! located mistake. It knows DataFusion so that nothing after it has to, and it knows nothing of
//! KPIs, calendars or pages: a table is a schema with files, a model is a view, and the only table
//! with a special name is `slots`, the small one that any other may be joined to by a range.
//!
//! The way through: [`header`] finds the TOML in the leading comment, [`rules`] says what two
//! engines would not agree on, [`Engine::session`] binds tables and models, [`Session::plan`] checks
//! a file against them, [`Session::run`] computes it within [`Limits`], [`Session::stream`] a batch at a time.

mod agreement;
mod belonging;
mod bounds;
mod days;
mod emptiness;
mod engine;
mod exact;
mod failure;
mod functions;
mod halves;
pub mod header;
mod in_words;
mod kept;
mod letters;
mod lineage;
mod long;
mod mistake;
mod models;
mod named;
mod order;
mod parameter;
mod percentile;
mod plans;
mod portion;
mod request;
pub mod rules;
mod run;
mod running;
mod search;
mod select;
mod session;
mod shown;
mod source;
mod stream;
mod uniqueness;

pub use belonging::HoldersOf;
pub use datafusion::DATAFUSION_VERSION as ENGINE_VERSION;
pub use emptiness::{LeavesOut, LeftOut, Negation, OptionalColumns};
pub use engine::{Engine, Lane, Limits, LongLimits, QueryError, Refusal};
pub use functions::agreed as agreed_functions;
pub use in_words::type_in_words;
pub use lineage::{Compared, Origin};
pub use long::Joins;
pub use named::{NamedQuery, OwedColumns, ROWS, SUM, query_schema};
pub use order::{PLACE_OF_TEXT, TextOrder};
pub use parameter::{FIRST_DAY, Kind, LAST_DAY, Parameter, ParameterError, Parameters, Values};
pub use portion::{Dependence, Portion, Why};
pub use request::{Overflow, Request, Rows};
pub use search::{HOLDS_WORDS, TextSearch, Texts};
pub use select::Select;
pub use session::{Planned, Session};
pub use shown::ShownRows;
pub use source::{EngineTable, Model, Source};
pub use stream::RowStream;
pub use uniqueness::{Key, KeysOf};

#[cfg(test)]
mod tests;
