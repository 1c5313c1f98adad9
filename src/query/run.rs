//! Running a query on the engine's own threads, within its limits.

use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use datafusion::arrow::datatypes::SchemaRef;
use datafusion::arrow::record_batch::RecordBatch;
use datafusion::common::DataFusionError;
use datafusion::physical_plan::execute_stream;
use futures::StreamExt;
use tokio::task::JoinHandle;

use super::bounds;
use super::engine::{QueryError, Refusal};
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
}

impl Request {
    /// A query without parameters that is computed from: all its rows, or an error.
    pub fn new(label: impl Into<String>, sql: impl Into<String>) -> Self {
        let (label, sql) = (label.into(), sql.into());
        Self { label, sql, values: Values::default(), overflow: Overflow::Refuse, order: None }
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
        let limits = self.inner.shared.limits;
        let Request { label, sql, values, overflow, order } = request;
        let turn = tokio::time::timeout(limits.timeout, Arc::clone(&self.inner.shared.turns).acquire_owned());
        // The semaphore is never closed, so the only other outcome of waiting is no turn in time.
        let Ok(Ok(turn)) = turn.await else {
            return Err(QueryError::Busy { label, limit: limits.timeout });
        };
        let inner = Arc::clone(&self.inner);
        let task = self.inner.shared.handle.spawn(async move {
            // Held until the work has really stopped, which may be after nobody waits for it.
            let _turn = turn;
            inner.compute(&sql, &values, order.as_ref(), limits.rows, overflow).await
        });
        let mut running = Running(task);
        match finished(&mut running, limits.timeout).await {
            None => Err(QueryError::Timeout { label, limit: limits.timeout }),
            Some(Ok(rows)) => Ok(rows),
            Some(Err(Failure::Refused(reason))) => Err(QueryError::Refused { label, reason }),
            Some(Err(Failure::TooLarge)) => Err(QueryError::TooLarge { label, limit: limits.rows }),
            Some(Err(Failure::Vanished(file))) => Err(QueryError::Vanished { label, file }),
            Some(Err(Failure::Engine(source))) => Err(match source.find_root() {
                DataFusionError::ResourcesExhausted(_) => {
                    QueryError::Memory { label, limit: limits.memory_bytes, source }
                }
                _ => QueryError::Engine { label, source },
            }),
        }
    }

    /// How many queries its engine runs now.
    pub fn running(&self) -> usize {
        let shared = &self.inner.shared;
        shared.limits.concurrency.max(1).saturating_sub(shared.turns.available_permits())
    }

    /// Runs a query and waits for it. Not to be called inside a Tokio runtime.
    pub fn run_blocking(&self, request: Request) -> Result<Rows, QueryError> {
        // A runtime of its own: where the engine's threads are all held, its clock stands still.
        let waiting = tokio::runtime::Builder::new_current_thread().enable_time().build();
        waiting.map_err(QueryError::Threads)?.block_on(self.run(request))
    }
}

/// A task that ends with whoever waits for it.
struct Running(JoinHandle<Result<Rows, Failure>>);

impl Drop for Running {
    fn drop(&mut self) {
        self.0.abort();
    }
}

async fn finished(running: &mut Running, limit: Duration) -> Option<Result<Rows, Failure>> {
    let joined = tokio::time::timeout(limit, &mut running.0).await.ok()?;
    Some(joined.unwrap_or_else(|error| Err(DataFusionError::ExecutionJoin(Box::new(error)).into())))
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

impl Inner {
    async fn compute(
        &self,
        sql: &str,
        values: &Values,
        order: Option<&TextOrder>,
        limit: usize,
        overflow: Overflow,
    ) -> Result<Rows, Failure> {
        let plan = self.physical(sql, values, order).await?;
        if bounds::joins_endlessly(&plan)? {
            return Err(Failure::Refused(Refusal::EndlessJoin));
        }
        let schema = plan.schema();
        let mut stream = execute_stream(plan, self.state.task_ctx())?;
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
