//! Running a query on the engine's own threads, within its limits.

use std::sync::Arc;

use datafusion::arrow::error::ArrowError;
use datafusion::arrow::record_batch::RecordBatch;
use datafusion::execution::SendableRecordBatchStream;
use datafusion::execution::session_state::SessionState;
use datafusion::physical_plan::execute_stream;
use futures::StreamExt;
use tokio::sync::{OwnedSemaphorePermit, mpsc};

use super::bounds;
use super::engine::{Lane, QueryError, Refusal};
use super::failure::Failure;
use super::long::Joins;
use super::parameter::Values;
use super::portion::Portion;
use super::request::{Overflow, Request, Rows};
use super::running::{Running, finished};
use super::search::Texts;
use super::session::{Inner, Session};

impl Session {
    /// Runs a query: waits for its turn, then computes it on the engine's threads. Dropping the
    /// future stops the query. To be called inside a Tokio runtime that keeps time.
    pub async fn run(&self, request: Request) -> Result<Rows, QueryError> {
        match self.run_with(Joins::Hashed, request.clone()).await {
            // What is kept or leaves as a file is worth a second, slower try, with joins that spill.
            Err(QueryError::Memory { .. }) if matches!(request.lane, Lane::Long | Lane::Exports) => {
                self.run_with(Joins::Merged, request).await
            }
            done => done,
        }
    }

    async fn run_with(&self, joins: Joins, request: Request) -> Result<Rows, QueryError> {
        let limits = self.inner.shared.limits;
        let turn = self.turn(&request).await?;
        let Request { label, sql, values, overflow, texts, lane } = request;
        let (inner, spill) = (Arc::clone(&self.inner), self.spill.clone());
        let task = self.inner.shared.handle.spawn(async move {
            // Held until the work has really stopped, which may be after nobody waits for it.
            let _turn = turn;
            let own = match lane {
                Lane::Pages | Lane::Records => None,
                Lane::Long | Lane::Exports => Some(inner.long(lane, joins, spill.as_deref())?),
            };
            let state = own.as_ref().unwrap_or(&inner.state);
            inner.compute(state, &sql, &values, &texts, limits.rows, overflow).await
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

    /// Runs a query, or a portion of it, in the lane of long ones and hands on its rows as they come, none of them twice. What takes them
    /// says how much it holds, which is limited ([`LongLimits::rows`](super::LongLimits)), and not how many rows pass.
    ///
    /// # Errors
    /// Where it fails, where what takes the rows cannot read them, and where that holds too much. Some may have been
    /// handed on by then.
    pub async fn each(
        &self,
        joins: Joins,
        request: Request,
        portion: Option<Portion>,
        mut take: impl FnMut(&RecordBatch) -> Result<usize, ArrowError>,
    ) -> Result<(), QueryError> {
        let request = request.lane(Lane::Long);
        let limits = self.inner.shared.limits;
        let turn = self.turn(&request).await?;
        let Request { label, sql, values, texts, lane, overflow: _ } = request;
        let (inner, spill) = (Arc::clone(&self.inner), self.spill.clone());
        let (sender, mut rows) = mpsc::channel::<RecordBatch>(2);
        let mut running = Running(self.inner.shared.handle.spawn(async move {
            // Held until the work has really stopped, which may be after nobody waits for it.
            let _turn = turn;
            let state = inner.long(lane, joins, spill.as_deref())?;
            let mut stream = inner.begun(&state, &sql, &values, &texts, portion.as_ref()).await?;
            while let Some(batch) = stream.next().await {
                if sender.send(batch?).await.is_err() {
                    break;
                }
            }
            Ok(())
        }));
        let taken = async {
            while let Some(batch) = rows.recv().await {
                let held = take(&batch).map_err(|error| QueryError::unreadable(&label, error))?;
                if held > limits.long.rows {
                    return Err(QueryError::TooLarge { label: label.clone(), limit: limits.long.rows });
                }
            }
            let ended = running.ended().await;
            ended.map_err(|failure| failure.named(label.clone(), lane, limits.long.rows, &limits))
        };
        match tokio::time::timeout(limits.long.timeout, taken).await {
            Ok(done) => done,
            Err(_) => Err(QueryError::Timeout { label, limit: limits.long.timeout }),
        }
    }

    /// How many queries its engine runs now.
    pub fn running(&self) -> usize {
        self.inner.shared.turns.taken(&self.inner.shared.limits)
    }
}

impl Inner {
    /// Plans a query and begins it.
    pub(super) async fn begun(
        &self,
        state: &SessionState,
        sql: &str,
        values: &Values,
        texts: &Texts,
        portion: Option<&Portion>,
    ) -> Result<SendableRecordBatchStream, Failure> {
        let plan = self.physical(state, sql, values, texts, portion).await?;
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
        texts: &Texts,
        limit: usize,
        overflow: Overflow,
    ) -> Result<Rows, Failure> {
        let mut stream = self.begun(state, sql, values, texts, None).await?;
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
