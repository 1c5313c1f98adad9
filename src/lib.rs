//! Minh Bạch: every number explains itself.
//!
//! A folder of SQL and TOML files, a [`Workspace`], joined with a folder of Parquet files is a [`Dataset`]. A [`Reader`] of it
//! answers: figures as data, dashboards, a KPI with all that explains it. An [`App`] serves the same as pages and an API, alone or
//! nested in another axum application.
//!
//! ```no_run
//! use std::path::Path;
//! use std::sync::Arc;
//!
//! use minhbach::{App, Ask, Facets, Dataset, Engine, Limits, Opening, Scope, Site, State, Workspace, figures, router};
//!
//! # async fn example() -> Result<axum::Router, Box<dyn std::error::Error>> {
//! let engine = Engine::new(Limits::default())?;
//! let workspace = Arc::new(Workspace::load(Path::new("kpi"), &engine)?);
//! let state = Arc::new(State::open(Path::new("kpi/state"))?);
//! let dataset = Dataset::open(workspace, &engine, Opening::of(state)).await?;
//!
//! // One figure, with its parts, its state and its reason, and the doubts about it.
//! let reader = dataset.for_reader(Scope::everything());
//! let asked = figures(&reader, &["EV01".to_owned()], &Ask::default(), &Facets::default()).await?;
//! for figure in asked.into_iter().flat_map(|code| code.answers).flatten() {
//!     println!("{} {}: {:?}", figure.code, figure.period, figure.value);
//! }
//!
//! // All pages below a path of one's own.
//! drop(reader);
//! let app = App::new(Arc::new(dataset)).reached_at(Site::below("/kpi")?);
//! Ok(axum::Router::new().nest("/kpi", router(app)))
//! # }
//! ```
//!
//! Tables may come from memory, beside the files or instead of them. They are held against the same contracts, and the same
//! batches give a snapshot the same name:
//!
//! ```no_run
//! use std::path::Path;
//! use std::sync::Arc;
//!
//! use arrow::array::{Date32Array, Int64Array, RecordBatch};
//! use minhbach::{Dataset, Engine, Limits, MemoryTables, Opening, State, Workspace};
//!
//! # async fn example() -> Result<Dataset, Box<dyn std::error::Error>> {
//! let events = RecordBatch::try_from_iter([
//!     ("event", Arc::new(Int64Array::from(vec![1, 2])) as _),
//!     ("happened_on", Arc::new(Date32Array::from(vec![19_783, 19_784])) as _),
//! ])?;
//! let engine = Engine::new(Limits::default())?;
//! let workspace = Arc::new(Workspace::load(Path::new("kpi"), &engine)?);
//! let state = Arc::new(State::open(Path::new("kpi/state"))?);
//! let tables = MemoryTables::default().with("events", vec![events]);
//! // `memory:` says that there are no files besides.
//! let opening = Opening { location: Some("memory:".to_owned()), tables, ..Opening::of(state) };
//! Ok(Dataset::open(workspace, &engine, opening).await?)
//! # }
//! ```
//!
//! The modules stand in the order in which data flows, and a module uses only those above it.

// Leaks that tests plant; none in any build that is used.
#[doc(hidden)]
pub mod planted;

// What is told to the person whose file is wrong.
pub mod diagnostic;

// Numbers, money, dates, words and collation of the workspace's language.
pub mod locale;

// Calendars, periods, slots, working days.
pub mod calendar;

// The state folder: atomic writes, locks, content addresses.
pub mod store;

// Contracts, the data location, conformance, the snapshot, rows set aside.
pub mod table;

// SQL files: read-only planning, rules, limits, running.
pub mod query;

// Definition, plan, cube, slice, scope, status, records, proof.
pub mod kpi;

// Rows and an encoding become SVG.
pub mod chart;

// Dashboard files: panels bound to KPIs or queries.
pub mod dashboard;

// The folder, loaded: all definitions and all diagnostics; joined with one snapshot of the data.
pub mod workspace;

// Who may come in: accounts, sessions, tokens, and a record of what was done.
pub mod access;

// A dashboard run for one scope and one state: plain data.
pub mod report;

// A report becomes HTML.
pub mod page;

// The forms in which figures leave the program.
pub mod export;

// HTTP: extract, run, render.
pub mod web;

// The command line.
pub mod cli;

pub use kpi::Scope;
pub use query::{Engine, Limits};
pub use report::{Answer, Ask, AskedFigures, Facets, ReportError, figures};
pub use store::State;
pub use table::MemoryTables;
pub use web::{App, Reloader, Site, router};
pub use workspace::{Dataset, Opening, Reader, Workspace};
