//! Finished pages by their identity: each made once however many ask for it at once, kept within a
//! bound, and made beside the threads that answer.

use std::sync::Arc;

use moka::future::Cache;
use tokio::sync::{Semaphore, oneshot};

use super::Error;
use super::answer::Page;

/// How many bytes of finished pages are kept.
const BYTES: u64 = 48 << 20;

/// How many pages are made at once: making one is work for a processor between its queries.
const AT_ONCE: usize = 4;

/// How many pages may wait for being made; who comes after them is asked to come again.
const WAITING: usize = 256;

/// Finished pages.
pub(super) struct Pages {
    kept: Cache<String, Page>,
    turns: Arc<Semaphore>,
    queue: Semaphore,
}

/// Where an answer came from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Origin {
    /// It was there.
    Kept,
    /// It was made for this request, or for another that asked for the same at the same time.
    Made,
}

/// Why a page is not kept; told to all who asked for it at the same time.
#[derive(Debug)]
pub(super) enum Unkept {
    /// It is shown once: a part of it failed, or it tells of this moment.
    Fleeting(Page),
    /// It could not be made.
    Failed(Error),
}

impl Default for Pages {
    fn default() -> Self {
        let weigh = |key: &String, page: &Page| u32::try_from(key.len() + page.weight()).unwrap_or(u32::MAX);
        Self {
            kept: Cache::builder().weigher(weigh).max_capacity(BYTES).build(),
            turns: Arc::new(Semaphore::new(AT_ONCE)),
            queue: Semaphore::new(WAITING),
        }
    }
}

impl Pages {
    /// The page of an identity, made on a thread of its own if it is not there. `make` may take its
    /// time; where nobody waits any more it is stopped at its next pause.
    pub(super) async fn get(
        &self,
        identity: &str,
        make: impl AsyncFnOnce() -> Result<Page, Error> + Send + 'static,
    ) -> Result<(Page, Origin), Arc<Unkept>> {
        if let Some(page) = self.kept.get(identity).await {
            return Ok((page, Origin::Kept));
        }
        let made = self.kept.try_get_with(identity.to_owned(), self.make(make)).await?;
        Ok((made, Origin::Made))
    }

    async fn make(
        &self,
        make: impl AsyncFnOnce() -> Result<Page, Error> + Send + 'static,
    ) -> Result<Page, Unkept> {
        let Ok(_place) = self.queue.try_acquire() else { return Err(Unkept::Failed(Error::Busy)) };
        let turn = Arc::clone(&self.turns).acquire_owned().await;
        let handle = tokio::runtime::Handle::current();
        // Dropped with this future, when the last of those who asked has left.
        let (_asked, left) = oneshot::channel::<()>();
        let work = tokio::task::spawn_blocking(move || {
            let _turn = turn;
            handle.block_on(async {
                tokio::select! {
                    made = make() => made,
                    _ = left => Err(Error::Left),
                }
            })
        });
        match work.await {
            Ok(Ok(page)) if page.kept => Ok(page),
            Ok(Ok(page)) => Err(Unkept::Fleeting(page)),
            Ok(Err(error)) => Err(Unkept::Failed(error)),
            Err(panic) => Err(Unkept::Failed(Error::Panic(panic.to_string()))),
        }
    }
}
