//! The engine: its own threads, one memory pool, and limits that every query keeps.

use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use datafusion::arrow::error::ArrowError;
use datafusion::common::DataFusionError;
use datafusion::execution::memory_pool::FairSpillPool;
use datafusion::execution::runtime_env::{RuntimeEnv, RuntimeEnvBuilder};
use datafusion::prelude::SessionConfig;
use tokio::runtime::{Builder, Handle, Runtime};
use tokio::sync::Semaphore;

use super::bounds::MANY_ROWS;
use super::plans::Plans;

/// What a query may take.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Memory of all running queries together, in bytes; beyond it they spill to disk or fail.
    pub memory_bytes: usize,
    /// How long a query may wait for its turn, and how long it may then run.
    pub timeout: Duration,
    /// How many rows a query may give.
    pub rows: usize,
    /// How many queries run at once; at least one does.
    pub concurrency: usize,
    /// What a query may take whose answer is kept.
    pub long: LongLimits,
}

/// What a query may take that is run once for a state of the data, and whose answer is kept: the records of
/// a KPI gathered, a check. No page waits for it to the end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LongLimits {
    /// Memory of each one by itself, in bytes; beyond it they spill to disk or fail.
    pub memory_bytes: usize,
    /// How long it may wait for its turn, and how long it may then run.
    pub timeout: Duration,
    /// How many rows it may give where they are taken one after another; how many cells, keys and values may be gathered of
    /// them.
    pub rows: usize,
    /// How many run at once; at least one does.
    pub concurrency: usize,
    /// Of how many rows of a table what is gathered is worth being kept by itself: where its other files change, it stays.
    pub piece_rows: u64,
}

impl Default for LongLimits {
    /// A gibibyte, ten minutes, twenty million rows, two at once, pieces of fifty thousand rows.
    fn default() -> Self {
        let timeout = Duration::from_secs(600);
        Self { memory_bytes: 1 << 30, timeout, rows: 20_000_000, concurrency: 2, piece_rows: 50_000 }
    }
}

/// Queries that wait for the same turns, so that what is slow holds up only its like.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Lane {
    /// What a page shows.
    Pages,
    /// Pages of records: each asks anew, and sorts.
    Records,
    /// What is kept: see [`LongLimits`].
    Long,
    /// What leaves as a file, row after row: as long as what is kept may take, and half of its memory.
    Exports,
}

/// All of them.
const LANES: [Lane; 4] = [Lane::Pages, Lane::Records, Lane::Long, Lane::Exports];

/// How many exports run at once: they are taken as fast as a disk writes.
const EXPORTS: usize = 2;

impl Default for Limits {
    /// 512 MiB, thirty seconds, a million rows, three at once.
    fn default() -> Self {
        Self {
            memory_bytes: 512 << 20,
            timeout: Duration::from_secs(30),
            rows: 1_000_000,
            concurrency: 3,
            long: LongLimits::default(),
        }
    }
}

/// Why a query gave no rows.
#[derive(Debug, thiserror::Error)]
pub enum QueryError {
    /// The engine's threads could not be started.
    #[error("the query engine could not be started")]
    Threads(#[source] std::io::Error),
    /// The engine itself could not be set up.
    #[error("the query engine could not be set up")]
    Setup(#[source] Box<DataFusionError>),
    /// Too many queries ran before it.
    #[error("query `{label}` did not get its turn within {limit:?}")]
    Busy {
        /// The query's name.
        label: String,
        /// How long it waited.
        limit: Duration,
    },
    /// It ran too long.
    #[error("query `{label}` took longer than {limit:?}")]
    Timeout {
        /// The query's name.
        label: String,
        /// How long it ran.
        limit: Duration,
    },
    /// It gave too many rows.
    #[error("query `{label}` gives more than {limit} rows")]
    TooLarge {
        /// The query's name.
        label: String,
        /// How many rows it may give.
        limit: usize,
    },
    /// It needed too much memory.
    #[error("query `{label}` needs more memory than the {} MiB that it may take", limit >> 20)]
    Memory {
        /// The query's name.
        label: String,
        /// How much memory it may take, with others of its lane where that is one of pages, in bytes.
        limit: usize,
        /// What the engine said.
        #[source]
        source: Box<DataFusionError>,
    },
    /// It is not run at all.
    #[error("query `{label}` is not run: {reason}")]
    Refused {
        /// The query's name.
        label: String,
        /// Why.
        reason: Refusal,
    },
    /// A file of a table that it reads is gone.
    #[error("query `{label}` is not run: file `{}` is not there any more", file.display())]
    Vanished {
        /// The query's name.
        label: String,
        /// The file.
        file: PathBuf,
    },
    /// It runs on, and is not waited for any longer.
    #[error("query `{label}` is still running")]
    Unfinished {
        /// The query's name.
        label: String,
    },
    /// The engine failed.
    #[error("query `{label}` could not be run")]
    Engine {
        /// The query's name.
        label: String,
        /// What the engine said.
        #[source]
        source: Box<DataFusionError>,
    },
}

impl QueryError {
    /// What a query gave has not the types that it was planned with.
    pub fn unreadable(label: &str, error: ArrowError) -> Self {
        let source = Box::new(DataFusionError::ArrowError(Box::new(error), None));
        Self::Engine { label: label.to_owned(), source }
    }

    /// What works on a query's rows came to an unexpected end.
    pub fn stopped(label: &str) -> Self {
        let source = DataFusionError::Internal("the work came to an unexpected end".to_owned());
        Self::Engine { label: label.to_owned(), source: Box::new(source) }
    }

    /// Whether it fails again over the same data: nothing is gained by trying.
    pub fn lasts(&self) -> bool {
        match self {
            Self::TooLarge { .. } | Self::Memory { .. } | Self::Refused { .. } | Self::Timeout { .. } => true,
            Self::Engine { source, .. } => !is_of_machine(source.find_root()),
            Self::Threads(_)
            | Self::Setup(_)
            | Self::Busy { .. }
            | Self::Vanished { .. }
            | Self::Unfinished { .. } => false,
        }
    }
}

/// Whether a disk, and not the query, is at fault.
fn is_of_machine(error: &DataFusionError) -> bool {
    match error {
        DataFusionError::IoError(_)
        | DataFusionError::ObjectStore(_)
        | DataFusionError::ParquetError(_)
        | DataFusionError::External(_) => true,
        DataFusionError::ArrowError(error, _) => matches!(**error, ArrowError::IoError(..)),
        _ => false,
    }
}

/// Why a query is not run.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// It would do something else than read.
    #[error("it is not one SELECT")]
    NotAQuery,
    /// It speaks of rows that its reader does not see.
    #[error("it speaks of rows outside what may be seen")]
    OutOfScope,
    /// It would compare each of many rows with each of many others, and could not be stopped.
    #[error(
        "it joins two tables of more than {MANY_ROWS} rows each, or of an unknown number, without an equality"
    )]
    EndlessJoin,
}

/// The turns that queries wait for, by lane.
pub(crate) struct Turns([Arc<Semaphore>; 4]);

impl Turns {
    fn new(limits: &Limits) -> Self {
        let lane = |lane| Arc::new(Semaphore::new(limits.at_once(lane)));
        Self(LANES.map(lane))
    }

    pub(crate) fn of(&self, lane: Lane) -> &Arc<Semaphore> {
        &self.0[lane as usize]
    }

    /// How many are taken.
    pub(crate) fn taken(&self, limits: &Limits) -> usize {
        let lanes = LANES.into_iter();
        lanes.map(|lane| limits.at_once(lane).saturating_sub(self.of(lane).available_permits())).sum()
    }
}

impl Limits {
    /// How many queries of a lane run at once. Records have as many turns as pages, but their own.
    pub(crate) fn at_once(&self, lane: Lane) -> usize {
        match lane {
            Lane::Pages | Lane::Records => self.concurrency.max(1),
            Lane::Long => self.long.concurrency.max(1),
            Lane::Exports => EXPORTS,
        }
    }

    /// How long a query of a lane may wait, and run.
    pub(crate) fn time(&self, lane: Lane) -> Duration {
        match lane {
            Lane::Pages | Lane::Records => self.timeout,
            Lane::Long | Lane::Exports => self.long.timeout,
        }
    }

    /// Memory of the queries of a lane, in bytes.
    pub(crate) fn memory(&self, lane: Lane) -> usize {
        match lane {
            Lane::Pages | Lane::Records => self.memory_bytes,
            Lane::Long => self.long.memory_bytes,
            Lane::Exports => self.long.memory_bytes / 2,
        }
    }
}

/// Plans and runs queries; cheap to clone, and all clones share threads, memory and limits.
#[derive(Clone)]
pub struct Engine {
    pub(crate) shared: Arc<Shared>,
}

/// What sessions of an engine share.
pub(crate) struct Shared {
    runtime: Option<Runtime>,
    pub(crate) handle: Handle,
    pub(crate) environment: Arc<RuntimeEnv>,
    pub(crate) config: SessionConfig,
    pub(crate) turns: Turns,
    pub(crate) limits: Limits,
    pub(super) plans: Plans,
}

impl Engine {
    /// Starts the engine's threads: one more than there are processors, since a join that cannot
    /// be stopped holds its thread to the end.
    pub fn new(limits: Limits) -> Result<Self, QueryError> {
        let cores = std::thread::available_parallelism().map_or(1, usize::from);
        let runtime = Builder::new_multi_thread()
            .worker_threads(cores + 1)
            .thread_name("query")
            .thread_stack_size(STACK_BYTES)
            .enable_all()
            .build()
            .map_err(QueryError::Threads)?;
        let environment = RuntimeEnvBuilder::new()
            .with_memory_pool(Arc::new(FairSpillPool::new(limits.memory_bytes)))
            // The list of a table's files would otherwise be kept for ever.
            .with_object_list_cache_limit(0)
            .build_arc()
            .map_err(|error| QueryError::Setup(Box::new(error)))?;
        let mut config = SessionConfig::new()
            // Queries run beside each other; cutting each of them up as well only costs them time.
            .with_target_partitions(1)
            .with_information_schema(false)
            .with_collect_statistics(true);
        let options = config.options_mut();
        options.sql_parser.parse_float_as_decimal = true;
        options.sql_parser.collect_spans = true;
        // As on the second engine, whichever way an order runs.
        options.sql_parser.default_null_ordering = "nulls_last".to_owned();
        // A sort reserves this much for merging before it begins; a small pool has less to give.
        let reserve = options.execution.sort_spill_reservation_bytes;
        options.execution.sort_spill_reservation_bytes = reserve.min(limits.memory_bytes / (8 * cores));
        let shared = Shared {
            handle: runtime.handle().clone(),
            runtime: Some(runtime),
            environment,
            config,
            turns: Turns::new(&limits),
            limits,
            plans: Plans::default(),
        };
        Ok(Self { shared: Arc::new(shared) })
    }

    /// The limits that its queries keep.
    pub fn limits(&self) -> &Limits {
        &self.shared.limits
    }

    /// The name of what this program and its engine find out about plans; others may find something else.
    pub fn plans_name() -> String {
        Plans::name()
    }

    /// Takes in what was found out about plans before, as [`Self::plans`] gives it; anything else is passed over.
    pub fn recall(&self, plans: &[u8]) {
        self.shared.plans.recall(plans);
    }

    /// What is known of the plans that were asked for; nothing where all of it, and no more, was known before.
    pub fn plans(&self) -> Option<Vec<u8>> {
        self.shared.plans.told()
    }
}

/// Planning goes down into a query as deep as it is nested; the usual 2 MiB are few for that.
pub(crate) const STACK_BYTES: usize = 8 << 20;

impl Drop for Shared {
    fn drop(&mut self) {
        // Waiting for a query that cannot be stopped is waiting for ever; and whoever drops the
        // engine may be a task that must not wait at all.
        if let Some(runtime) = self.runtime.take() {
            runtime.shutdown_background();
        }
    }
}
