//! Running a query on the engine's own threads, within its limits.

use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use datafusion::arrow::datatypes::SchemaRef;
use datafusion::arrow::record_batch::RecordBatch;
use datafusion::common::DataFusionError;
use datafusion::execution::SendableRecordBatchStream;
use datafusion::execution::session_state::SessionState;
use datafusion::physical_plan::execute_stream;
use futures::StreamExt;
use tokio::sync::OwnedSemaphorePermit;
use tokio::task::JoinHandle;

use super::bounds;
use super::engine::{Lane, Limits, QueryError, Refusal};
use super::long::Joins;
use super::order::TextOrder;
use super::parameter::Values;
use super::session::{Inner, Session};

/// What to do with more rows than a query may give.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Overflow {
    /// Give the first of them and say so: for what is looked at.
    Truncate,
    /// Give none: for what is computed from.
    Refuse,
}

/// A query to be run.
#[derive(Debug, Clone)]
pub struct Request {
    /// What errors call it.
    pub label: String,
    /// One `SELECT`.
    pub sql: String,
    /// The values of its parameters.
    pub values: Values,
    /// What to do with too many rows.
    pub overflow: Overflow,
    /// The order of texts, where the statement asks for one.
    pub order: Option<TextOrder>,
    /// Which turns it waits for.
    pub lane: Lane,
}

impl Request {
    /// A query without parameters that is computed from: all its rows, or an error.
    pub fn new(label: impl Into<String>, sql: impl Into<String>) -> Self {
        let (label, sql) = (label.into(), sql.into());
        let (values, overflow, lane) = (Values::default(), Overflow::Refuse, Lane::Pages);
        Self { label, sql, values, overflow, order: None, lane }
    }

    /// With values for its parameters.
    #[must_use]
    pub fn values(mut self, values: Values) -> Self {
        self.values = values;
        self
    }

    /// With an order of texts, which the statement calls [`PLACE_OF_TEXT`](super::PLACE_OF_TEXT).
    #[must_use]
    pub fn order(mut self, order: TextOrder) -> Self {
        self.order = Some(order);
        self
    }

    /// Waiting for other turns.
    #[must_use]
    pub fn lane(mut self, lane: Lane) -> Self {
        self.lane = lane;
        self
    }

    /// With another answer to too many rows.
    #[must_use]
    pub fn overflow(mut self, overflow: Overflow) -> Self {
        self.overflow = overflow;
        self
    }
}

/// What a query gave.
#[derive(Debug, Clone, PartialEq)]
pub struct Rows {
    /// Its columns.
    pub schema: SchemaRef,
    /// Its rows, in as many parts as they came.
    pub batches: Vec<RecordBatch>,
    /// Whether there were more than are given.
    pub truncated: bool,
}

impl Rows {
    /// No columns and no rows.
    pub fn none() -> Self {
        Self {
            schema: SchemaRef::new(datafusion::arrow::datatypes::Schema::empty()),
            batches: Vec::new(),
            truncated: false,
        }
    }

    /// How many rows there are.
    pub fn len(&self) -> usize {
        self.batches.iter().map(RecordBatch::num_rows).sum()
    }

    /// The first of them; that there are more is said.
    #[must_use]
    pub fn first(&self, count: usize) -> Self {
        let mut left = count;
        let cut = |batch: &RecordBatch| {
            let kept = batch.slice(0, batch.num_rows().min(left));
            left -= kept.num_rows();
            kept
        };
        let batches = self.batches.iter().map(cut).collect();
        Self {
            schema: SchemaRef::clone(&self.schema),
            batches,
            truncated: self.truncated || self.len() > count,
        }
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }
}

impl Session {
    /// Runs a query: waits for its turn, then computes it on the engine's threads. Dropping the
    /// future stops the query. To be called inside a Tokio runtime that keeps time.
    pub async fn run(&self, request: Request) -> Result<Rows, QueryError> {
        match self.run_with(Joins::Hashed, request.clone()).await {
            // What is kept is worth a second, slower try, with joins that spill.
            Err(QueryError::Memory { .. }) if request.lane == Lane::Long => {
                self.run_with(Joins::Merged, request).await
            }
            done => done,
        }
    }

    async fn run_with(&self, joins: Joins, request: Request) -> Result<Rows, QueryError> {
        let limits = self.inner.shared.limits;
        let turn = self.turn(&request).await?;
        let Request { label, sql, values, overflow, order, lane } = request;
        let (inner, spill) = (Arc::clone(&self.inner), self.spill.clone());
        let task = self.inner.shared.handle.spawn(async move {
            // Held until the work has really stopped, which may be after nobody waits for it.
            let _turn = turn;
            let own = match lane {
                Lane::Pages | Lane::Records => None,
                Lane::Long => Some(inner.long(joins, spill.as_deref())?),
            };
            let state = own.as_ref().unwrap_or(&inner.state);
            inner.compute(state, &sql, &values, order.as_ref(), limits.rows, overflow).await
        });
        let mut running = Running(task);
        let time = limits.time(lane);
        match finished(&mut running, time).await {
            None => Err(QueryError::Timeout { label, limit: time }),
            Some(done) => done.map_err(|failure| failure.named(label, lane, limits.rows, &limits)),
        }
    }

    /// Waits for the turn of a query.
    pub(super) async fn turn(&self, request: &Request) -> Result<OwnedSemaphorePermit, QueryError> {
        let shared = &self.inner.shared;
        let limit = shared.limits.time(request.lane);
        let turn = Arc::clone(shared.turns.of(request.lane)).acquire_owned();
        // The semaphore is never closed, so the only other outcome of waiting is no turn in time.
        match tokio::time::timeout(limit, turn).await {
            Ok(Ok(turn)) => Ok(turn),
            Ok(Err(_)) | Err(_) => Err(QueryError::Busy { label: request.label.clone(), limit }),
        }
    }

    /// How many queries its engine runs now.
    pub fn running(&self) -> usize {
        self.inner.shared.turns.taken(&self.inner.shared.limits)
    }

    /// Runs a query and waits for it. Not to be called inside a Tokio runtime.
    pub fn run_blocking(&self, request: Request) -> Result<Rows, QueryError> {
        // A runtime of its own: where the engine's threads are all held, its clock stands still.
        let waiting = tokio::runtime::Builder::new_current_thread().enable_time().build();
        waiting.map_err(QueryError::Threads)?.block_on(self.run(request))
    }
}

/// A task that ends with whoever waits for it.
pub(super) struct Running<T>(pub(super) JoinHandle<Result<T, Failure>>);

impl<T> Drop for Running<T> {
    fn drop(&mut self) {
        self.0.abort();
    }
}

async fn finished<T>(running: &mut Running<T>, limit: Duration) -> Option<Result<T, Failure>> {
    tokio::time::timeout(limit, running.ended()).await.ok()
}

impl<T> Running<T> {
    pub(super) async fn ended(&mut self) -> Result<T, Failure> {
        let joined = (&mut self.0).await;
        joined.unwrap_or_else(|error| Err(DataFusionError::ExecutionJoin(Box::new(error)).into()))
    }
}

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

impl Inner {
    /// Plans a query and begins it.
    pub(super) async fn begun(
        &self,
        state: &SessionState,
        sql: &str,
        values: &Values,
        order: Option<&TextOrder>,
    ) -> Result<SendableRecordBatchStream, Failure> {
        let plan = self.physical(state, sql, values, order).await?;
        if bounds::joins_endlessly(&plan)? {
            return Err(Failure::Refused(Refusal::EndlessJoin));
        }
        Ok(execute_stream(plan, state.task_ctx())?)
    }

    async fn compute(
        &self,
        state: &SessionState,
        sql: &str,
        values: &Values,
        order: Option<&TextOrder>,
        limit: usize,
        overflow: Overflow,
    ) -> Result<Rows, Failure> {
        let mut stream = self.begun(state, sql, values, order).await?;
        let schema = stream.schema();
        let mut batches = Vec::new();
        let mut left = limit;
        while let Some(batch) = stream.next().await {
            let batch = batch?;
            if batch.num_rows() > left {
                if overflow == Overflow::Refuse {
                    return Err(Failure::TooLarge);
                }
                batches.push(batch.slice(0, left));
                return Ok(Rows { schema, batches, truncated: true });
            }
            left -= batch.num_rows();
            if batch.num_rows() > 0 {
                batches.push(batch);
            }
        }
        Ok(Rows { schema, batches, truncated: false })
    }
}
