//! A query whose rows are taken a batch at a time, so that a million of them need no more memory than a few batches.

use std::sync::Arc;

use datafusion::arrow::record_batch::RecordBatch;
use futures::channel::mpsc;
use futures::{SinkExt, StreamExt};
use tokio::task::JoinHandle;

use super::engine::{Lane, QueryError};
use super::failure::Failure;
use super::long::Joins;
use super::request::{Request, Rows};
use super::session::Session;

/// How many batches may wait for whoever takes them.
const WAITING: usize = 2;

/// Rows as they come: an iterator of batches, of which the first is there already, if only for its columns. It waits
/// where none has come yet. Dropped early, it stops the query.
pub struct RowStream {
    label: String,
    first: Option<Rows>,
    /// Rows, then nothing where these were all; without that word the work came to an unexpected end.
    rest: mpsc::Receiver<Result<Option<Rows>, QueryError>>,
    ended: bool,
    work: JoinHandle<()>,
}

impl Session {
    /// Begins a query in the lane of exports and waits for its first rows. It may run as long and give as many rows as
    /// what is kept may ([`LongLimits`](super::LongLimits)), within memory of its own.
    ///
    /// # Errors
    /// Where it gets no turn, fails before its first row or may not be run; what goes wrong later is told in place of
    /// the rows.
    pub async fn stream(&self, request: Request) -> Result<RowStream, QueryError> {
        match self.stream_with(Joins::Hashed, request.clone()).await {
            // Nothing has been given yet: worth a second, slower try, with joins that spill.
            Err(QueryError::Memory { .. }) => self.stream_with(Joins::Merged, request).await,
            begun => begun,
        }
    }

    async fn stream_with(&self, joins: Joins, request: Request) -> Result<RowStream, QueryError> {
        let request = request.lane(Lane::Exports);
        let limits = self.inner.shared.limits;
        let turn = self.turn(&request).await?;
        let Request { label, sql, values, texts, lane, overflow: _ } = request;
        let (inner, spill) = (Arc::clone(&self.inner), self.spill.clone());
        let (mut sender, rest) = mpsc::channel::<Result<Option<Rows>, QueryError>>(WAITING);
        let own = label.clone();
        let mut told = sender.clone();
        let work = self.inner.shared.handle.spawn(async move {
            // Held until the work has really stopped, which may be after nobody waits for it.
            let _turn = turn;
            let given = async {
                let state = inner.long(lane, joins, spill.as_deref())?;
                let mut stream = inner.begun(&state, &sql, &values, &texts, None).await?;
                let schema = stream.schema();
                let rows = |batches: Vec<RecordBatch>| {
                    Ok(Some(Rows { schema: Arc::clone(&schema), batches, truncated: false }))
                };
                let mut left = limits.long.rows;
                let mut any = false;
                while let Some(batch) = stream.next().await {
                    let batch = batch?;
                    left = left.checked_sub(batch.num_rows()).ok_or(Failure::TooLarge)?;
                    any = true;
                    if sender.send(rows(vec![batch])).await.is_err() {
                        return Ok(());
                    }
                }
                if !any {
                    let _ = sender.send(rows(Vec::new())).await;
                }
                Ok(())
            };
            let time = limits.time(lane);
            let end = match tokio::time::timeout(time, given).await {
                Ok(Ok(())) => Ok(None),
                Ok(Err(failure)) => Err(Failure::named(failure, label, lane, limits.long.rows, &limits)),
                Err(_) => Err(QueryError::Timeout { label, limit: time }),
            };
            let _ = told.send(end).await;
        });
        // Dropped while it waits, it stops the query too.
        let mut stream = RowStream { label: own, first: None, rest, ended: false, work };
        let first = stream.rest.next().await;
        stream.first = stream.told(first).transpose()?;
        Ok(stream)
    }
}

impl RowStream {
    fn told(&mut self, next: Option<Result<Option<Rows>, QueryError>>) -> Option<Result<Rows, QueryError>> {
        let next = next.unwrap_or_else(|| Err(QueryError::stopped(&self.label))).transpose();
        self.ended = !matches!(next, Some(Ok(_)));
        next
    }
}

impl Iterator for RowStream {
    type Item = Result<Rows, QueryError>;

    fn next(&mut self) -> Option<Self::Item> {
        if let Some(first) = self.first.take() {
            return Some(Ok(first));
        }
        if self.ended {
            return None;
        }
        // Not Tokio's own channel: whoever waits here may stand inside one of its runtimes.
        let next = futures::executor::block_on(self.rest.next());
        self.told(next)
    }
}

impl Drop for RowStream {
    fn drop(&mut self) {
        self.work.abort();
    }
}
