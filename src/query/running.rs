//! A query at work.

use std::time::Duration;

use datafusion::common::DataFusionError;
use tokio::task::JoinHandle;

use super::failure::Failure;

/// A task that ends with whoever waits for it.
pub(super) struct Running<T>(pub(super) JoinHandle<Result<T, Failure>>);

impl<T> Drop for Running<T> {
    fn drop(&mut self) {
        self.0.abort();
    }
}

pub(super) async fn finished<T>(running: &mut Running<T>, limit: Duration) -> Option<Result<T, Failure>> {
    tokio::time::timeout(limit, running.ended()).await.ok()
}

impl<T> Running<T> {
    pub(super) async fn ended(&mut self) -> Result<T, Failure> {
        let joined = (&mut self.0).await;
        joined.unwrap_or_else(|error| Err(DataFusionError::ExecutionJoin(Box::new(error)).into()))
    }
}
