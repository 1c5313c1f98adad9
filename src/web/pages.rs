//! Finished pages by their identity: each made once however many ask for it at once, kept within a
//! bound, and made beside the threads that answer.

use std::sync::Arc;
use std::time::Duration;

use moka::future::Cache;
use tokio::sync::{Semaphore, oneshot};

use super::Error;
use super::answer::Page;

/// How many bytes of finished pages are kept.
const BYTES: u64 = 48 << 20;

/// How many pages are made at once: making one is work for a processor between its queries.
const AT_ONCE: usize = 4;

/// How many pages of records: each runs queries of its own that sort.
const RECORDS_AT_ONCE: usize = 2;

/// After so long a page is slow: it waits for a query, and holds up no other any more.
const SLOW_AFTER: Duration = Duration::from_secs(1);

/// How many slow pages are made besides.
const SLOW_AT_ONCE: usize = 16;

/// How many pages may wait for being made; who comes after them is asked to come again.
const WAITING: usize = 256;

/// Finished pages.
pub(super) struct Pages {
    kept: Cache<String, Page>,
    turns: Arc<Semaphore>,
    records: Arc<Semaphore>,
    slow: Arc<Semaphore>,
    queue: Semaphore,
}

/// Which turns a page waits for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Turn {
    /// Of what is made from figures.
    Page,
    /// Of records.
    Records,
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
            records: Arc::new(Semaphore::new(RECORDS_AT_ONCE)),
            slow: Arc::new(Semaphore::new(SLOW_AT_ONCE)),
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
        turn: Turn,
        make: impl AsyncFnOnce() -> Result<Page, Error> + Send + 'static,
    ) -> Result<(Page, Origin), Arc<Unkept>> {
        if let Some(page) = self.kept.get(identity).await {
            return Ok((page, Origin::Kept));
        }
        let made = self.kept.try_get_with(identity.to_owned(), self.make(turn, make)).await?;
        Ok((made, Origin::Made))
    }

    async fn make(
        &self,
        turn: Turn,
        make: impl AsyncFnOnce() -> Result<Page, Error> + Send + 'static,
    ) -> Result<Page, Unkept> {
        let Ok(_place) = self.queue.try_acquire() else { return Err(Unkept::Failed(Error::Busy)) };
        let turns = match turn {
            Turn::Page => &self.turns,
            Turn::Records => &self.records,
        };
        let turn = Arc::clone(turns).acquire_owned().await;
        let slow = Arc::clone(&self.slow);
        let handle = tokio::runtime::Handle::current();
        // Dropped with this future, when the last of those who asked has left.
        let (_asked, left) = oneshot::channel::<()>();
        let work = tokio::task::spawn_blocking(move || {
            let mut turn = turn;
            handle.block_on(async {
                let mut making = std::pin::pin!(make());
                let mut left = std::pin::pin!(left);
                let mut slowed = std::pin::pin!(async {
                    tokio::time::sleep(SLOW_AFTER).await;
                    slow.acquire_owned().await
                });
                let mut is_slow = false;
                let made = loop {
                    tokio::select! {
                        made = &mut making => break made,
                        _ = &mut left => break Err(Error::Left),
                        other = &mut slowed, if !is_slow => {
                            // The turn that it had is free from here on.
                            turn = other;
                            is_slow = true;
                        }
                    }
                };
                drop(turn);
                made
            })
        });
        match work.await {
            Ok(Ok(page)) if page.kept => Ok(page),
            Ok(Ok(page)) => Err(Unkept::Fleeting(page)),
            Ok(Err(error)) => Err(Unkept::Failed(error)),
            Err(panic) => Err(Unkept::Failed(Error::Panic(panic.to_string()))),
        }
    }

    /// How many pages are kept, and their bytes.
    pub(super) fn size(&self) -> (u64, u64) {
        (self.kept.entry_count(), self.kept.weighted_size())
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicUsize, Ordering};

    use super::*;

    fn page(text: &str) -> Page {
        Page::of("text/html; charset=utf-8", text.to_owned())
    }

    /// So many ask at once, each with a maker of its own; how often one was used, and what all got.
    async fn crowd(pages: &Arc<Pages>, size: usize, kept: bool) -> (usize, Vec<bool>) {
        let made = Arc::new(AtomicUsize::new(0));
        let asked = Arc::new(AtomicUsize::new(0));
        let asking = (0..size).map(|_| {
            let (pages, made, asked) = (Arc::clone(pages), Arc::clone(&made), Arc::clone(&asked));
            tokio::spawn(async move {
                let all = Arc::clone(&asked);
                let make = async move || {
                    made.fetch_add(1, Ordering::SeqCst);
                    while all.load(Ordering::SeqCst) < size {
                        tokio::task::yield_now().await;
                    }
                    // The last of them stands between saying so and asking.
                    tokio::time::sleep(std::time::Duration::from_millis(50)).await;
                    if kept { Ok(page("a page")) } else { Err(Error::Nowhere { path: String::new() }) }
                };
                asked.fetch_add(1, Ordering::SeqCst);
                pages.get("one", Turn::Page, make).await.is_ok()
            })
        });
        let all: Vec<_> = asking.collect();
        let mut got = Vec::new();
        for each in all {
            got.push(each.await.unwrap());
        }
        (made.load(Ordering::SeqCst), got)
    }

    #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
    async fn a_hundred_who_ask_for_a_cold_page_have_it_made_once() {
        let pages = Arc::new(Pages::default());
        assert_eq!(crowd(&pages, 100, true).await, (1, vec![true; 100]));
        assert_eq!(crowd(&pages, 100, true).await.0, 0, "it is kept");
        pages.kept.run_pending_tasks().await;
        assert_eq!(pages.size().0, 1);
    }

    #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
    async fn a_page_that_failed_is_told_to_all_and_not_kept() {
        let pages = Arc::new(Pages::default());
        assert_eq!(crowd(&pages, 100, false).await, (1, vec![false; 100]));
        assert_eq!(crowd(&pages, 3, true).await, (1, vec![true; 3]));
    }

    #[tokio::test]
    async fn who_comes_after_a_long_queue_is_asked_to_come_again() {
        let pages = Arc::new(Pages { queue: Semaphore::new(0), ..Pages::default() });
        let refused = pages.get("one", Turn::Page, async || Ok(page("a page"))).await.unwrap_err();
        assert!(matches!(&*refused, Unkept::Failed(Error::Busy)), "{refused:?}");
    }

    #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
    async fn a_maker_that_stops_in_the_middle_is_an_error_and_the_next_one_works() {
        let pages = Pages::default();
        let stopped = pages.get("one", Turn::Page, async || panic!("in the middle")).await.unwrap_err();
        assert!(matches!(&*stopped, Unkept::Failed(Error::Panic(_))), "{stopped:?}");
        assert!(pages.get("one", Turn::Page, async || Ok(page("a page"))).await.is_ok());
    }

    #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
    async fn a_slow_page_holds_up_no_other_and_records_have_turns_of_their_own() {
        let pages = Arc::new(Pages { turns: Arc::new(Semaphore::new(1)), ..Pages::default() });
        let slow = Arc::clone(&pages);
        let slow = tokio::spawn(async move {
            let never = async || std::future::pending::<Result<Page, Error>>().await;
            let _ = slow.get("slow", Turn::Page, never).await;
        });
        // It has the only turn.
        while pages.turns.available_permits() > 0 {
            tokio::task::yield_now().await;
        }
        assert!(pages.get("records", Turn::Records, async || Ok(page("a list"))).await.is_ok());
        assert_eq!(pages.turns.available_permits(), 0, "records came before");
        assert!(pages.get("two", Turn::Page, async || Ok(page("a page"))).await.is_ok());
        slow.abort();
    }

    #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
    async fn what_nobody_waits_for_any_more_is_stopped() {
        let pages = Arc::new(Pages { turns: Arc::new(Semaphore::new(1)), ..Pages::default() });
        let asked = pages.get("one", Turn::Page, async || {
            std::future::pending::<()>().await;
            Ok(page("never"))
        });
        let left = tokio::time::timeout(std::time::Duration::from_millis(20), asked).await;
        assert!(left.is_err());
        // The only turn is free again.
        assert!(pages.get("two", Turn::Page, async || Ok(page("a page"))).await.is_ok());
    }
}
