//! Files that readers take away: made beside the pages, few at once, each once however many ask, kept within a bound.

use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use axum::http::HeaderMap;
use axum::response::Response;
use moka::future::Cache;
use tokio::runtime::Handle;
use tokio::sync::Semaphore;

use super::current::Served;
use super::identity::Identity;
use super::pages::Origin;
use super::respond::{marked, pairs_of, told};
use super::taken::{self, Left, Scratch, TakenFile};
use super::{App, Error};
use crate::export::Sink;
use crate::workspace::Reader;

/// How many bytes of finished files stay on the disk.
const BYTES: u64 = 512 << 20;

/// How long a pack waits for another to be done: who asks then is told, and comes again.
const LONGEST_TURN: Duration = Duration::from_secs(20);

/// How many may wait for their turn; who comes after them is asked to come again.
const WAITING: usize = 32;

/// Finished files, and the turns of those that are made.
pub(super) struct Exports {
    kept: Cache<String, Arc<TakenFile>>,
    tables: Arc<Semaphore>,
    records: Arc<Semaphore>,
    packs: Arc<Semaphore>,
    /// How long a pack waits for another.
    patience: Duration,
    queue: Semaphore,
}

/// Which turns a file waits for: what is slow holds up only its like.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Lane {
    /// Of figures.
    Tables,
    /// Of records.
    Records,
    /// Of packs.
    Packs,
}

/// What a maker works with, on a thread of its own.
pub(super) struct Work<'a> {
    pub(super) reader: &'a Reader<'a>,
    /// What stands behind `?`.
    pub(super) pairs: &'a [(String, String)],
    /// A folder for what is made on the way.
    pub(super) folder: &'a Path,
    pub(super) left: Left,
    handle: Handle,
}

/// What a file is, once it is written.
pub(super) struct Made {
    /// Its media type.
    pub(super) kind: &'static str,
    /// What it is called.
    pub(super) name: String,
    /// How many rows it holds, where that is known.
    pub(super) rows: Option<u64>,
    /// Whether it may be sent again: not where a part of it failed.
    pub(super) kept: bool,
}

/// Why a file is not kept; told to all who asked for it at the same time.
#[derive(Debug)]
enum Unkept {
    Fleeting(Arc<TakenFile>),
    Failed(Error),
}

impl Work<'_> {
    /// Waits, as long as anybody waits for the file.
    ///
    /// # Errors
    /// Where all have left.
    pub(super) fn wait<T>(&self, work: impl Future<Output = T>) -> Result<T, Error> {
        let mut left = self.left.clone();
        self.handle.block_on(async {
            tokio::select! {
                done = work => Ok(done),
                () = left.wait() => Err(Error::Left),
            }
        })
    }
}

impl Default for Exports {
    fn default() -> Self {
        let weigh = |_: &String, file: &Arc<TakenFile>| u32::try_from(file.size()).unwrap_or(u32::MAX);
        Self {
            kept: Cache::builder().weigher(weigh).max_capacity(BYTES).build(),
            tables: Arc::new(Semaphore::new(2)),
            records: Arc::new(Semaphore::new(2)),
            packs: Arc::new(Semaphore::new(1)),
            patience: LONGEST_TURN,
            queue: Semaphore::new(WAITING),
        }
    }
}

/// Answers with a file that is there, or makes it. `path` is part of its identity, and what the log calls it.
pub(super) async fn taken(
    app: &App,
    served: Served,
    lane: Lane,
    headers: &HeaderMap,
    path: &str,
    query: Option<&str>,
    make: impl FnOnce(&Work<'_>, &mut Sink<'_>) -> Result<Made, Error> + Send + 'static,
) -> Response {
    let pairs = pairs_of(query);
    // Decided once, for what the file is known by and for what it is made from.
    let sight = app.sight().clone();
    let identity = Identity::new(app.build(), &served.state, &sight, app.site(), path, &pairs).hash();
    // What it is made from tells of others' rows: such a file is known by what it says, once it is made.
    let sees_all = !sight.is_restricted();
    if let Some(response) = taken::held(&identity, headers).filter(|_| sees_all) {
        return marked(response, Origin::Kept);
    }
    let exports = app.exports();
    if let Some(file) = exports.kept.get(&identity).await {
        return marked(taken::answer(&file, &identity, headers), Origin::Kept);
    }
    let dataset = served.dataset;
    let work = move |handle: Handle, left: Left| {
        let folder = dataset.scratch_folder();
        let failed = |source| Error::Scratch(folder.clone(), source);
        std::fs::create_dir_all(&folder).map_err(failed)?;
        let mut scratch = Scratch::new(tempfile::tempfile_in(&folder).map_err(failed)?, left.clone());
        let reader = dataset.for_reader(sight).unhurried();
        let work = Work { reader: &reader, pairs: &pairs, folder: &folder, left: left.clone(), handle };
        let made = make(&work, &mut scratch);
        // Whatever a writer says of a file that nobody waits for.
        let Made { kind, name, rows, kept } = if left.is_so() { Err(Error::Left) } else { made }?;
        let file = scratch.end().map_err(failed)?;
        let taken = TakenFile::new(file, kind, name, rows, kept).map_err(failed)?;
        Ok(Arc::new(if sees_all { taken } else { taken.known_by_itself().map_err(failed)? }))
    };
    let made = exports.kept.try_get_with(identity.clone(), exports.make(lane, work)).await;
    match made {
        Ok(file) => marked(taken::answer(&file, &identity, headers), Origin::Made),
        Err(unkept) => match &*unkept {
            Unkept::Fleeting(file) => marked(taken::answer(file, &identity, headers), Origin::Made),
            Unkept::Failed(error) => told(app, path, error, headers),
        },
    }
}

impl Exports {
    /// Makes a file on a thread of its own; where nobody waits any more it is stopped at its next piece.
    async fn make(
        &self,
        lane: Lane,
        work: impl FnOnce(Handle, Left) -> Result<Arc<TakenFile>, Error> + Send + 'static,
    ) -> Result<Arc<TakenFile>, Unkept> {
        let Ok(_place) = self.queue.try_acquire() else { return Err(Unkept::Failed(Error::Busy)) };
        let (turns, patience) = match lane {
            Lane::Tables => (&self.tables, None),
            Lane::Records => (&self.records, None),
            Lane::Packs => (&self.packs, Some(self.patience)),
        };
        let turn = Arc::clone(turns).acquire_owned();
        let turn = match patience {
            None => turn.await,
            Some(patience) => match tokio::time::timeout(patience, turn).await {
                Ok(turn) => turn,
                Err(_) => return Err(Unkept::Failed(Error::Packing)),
            },
        };
        let handle = Handle::current();
        // Dropped with this future, when the last of those who asked has left.
        let (_waiting, left) = Left::new();
        let work = tokio::task::spawn_blocking(move || {
            // Held until the work has really stopped, which may be after nobody waits for it.
            let _turn = turn;
            work(handle, left)
        });
        match work.await {
            Ok(Ok(file)) if file.kept => Ok(file),
            Ok(Ok(file)) => Err(Unkept::Fleeting(file)),
            Ok(Err(error)) => Err(Unkept::Failed(error)),
            Err(panic) => Err(Unkept::Failed(Error::Panic(panic.to_string()))),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicBool, Ordering};
    use std::time::Duration;

    use super::*;

    fn file(kept: bool) -> Arc<TakenFile> {
        Arc::new(
            TakenFile::new(tempfile::tempfile().unwrap(), "text/csv", "a.csv".to_owned(), None, kept)
                .unwrap(),
        )
    }

    #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
    async fn work_that_nobody_waits_for_any_more_learns_of_it() {
        let exports = Exports::default();
        let stopped = Arc::new(AtomicBool::new(false));
        let told = Arc::clone(&stopped);
        let endless = move |_: Handle, left: Left| {
            while !left.is_so() {
                std::thread::sleep(Duration::from_millis(5));
            }
            told.store(true, Ordering::SeqCst);
            Err(Error::Left)
        };
        let asked = tokio::time::timeout(Duration::from_millis(50), exports.make(Lane::Packs, endless));
        assert!(asked.await.is_err());
        // There is one turn for packs, and it is free again.
        assert!(exports.make(Lane::Packs, |_, _| Ok(file(true))).await.is_ok());
        assert!(stopped.load(Ordering::SeqCst));
    }

    #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
    async fn who_asks_for_a_pack_while_another_is_made_is_told_and_holds_no_place() {
        let exports =
            Exports { packs: Arc::new(Semaphore::new(0)), patience: Duration::ZERO, ..Exports::default() };
        let refused = exports.make(Lane::Packs, |_, _| Ok(file(true))).await;
        assert!(matches!(refused, Err(Unkept::Failed(Error::Packing))));
        assert_eq!(exports.queue.available_permits(), WAITING);
    }

    #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
    async fn records_on_their_way_hold_up_no_table_and_too_many_are_asked_to_come_again() {
        let exports = Exports { records: Arc::new(Semaphore::new(0)), ..Exports::default() };
        let records = exports.make(Lane::Records, |_, _| Ok(file(true)));
        assert!(tokio::time::timeout(Duration::from_millis(50), records).await.is_err());
        assert!(exports.make(Lane::Tables, |_, _| Ok(file(true))).await.is_ok());
        let unkept = exports.make(Lane::Tables, |_, _| Ok(file(false))).await;
        assert!(matches!(unkept, Err(Unkept::Fleeting(_))));
        let full = Exports { queue: Semaphore::new(0), ..Exports::default() };
        let refused = full.make(Lane::Tables, |_, _| Ok(file(true))).await;
        assert!(matches!(refused, Err(Unkept::Failed(Error::Busy))));
    }
}
