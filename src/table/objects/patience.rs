//! Waiting for a store: how long, how often, and when it is taken to be away.

use std::io;
use std::sync::mpsc;
use std::sync::{LazyLock, Mutex, PoisonError};
use std::time::{Duration, Instant};

use tokio::runtime::{Builder, Runtime};
use tokio::time::sleep;

use super::ANSWER;
use super::said::Said;
use crate::table::store_access::StoreAccess;

/// How long a store is waited for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Patience {
    /// For a connection.
    pub connect: Duration,
    /// For an answer, and for the next piece of a file worth the wait.
    pub answer: Duration,
    /// How often something is asked for that fails each time.
    pub tries: u32,
}

/// Pauses between two tries: 0.2 seconds, then twice as long each time, at most ten.
const PAUSE: Duration = Duration::from_millis(200);
const LONGEST_PAUSE: Duration = Duration::from_secs(10);
/// Twenty seconds of pauses in all.
const TRIES: u32 = 8;

impl Patience {
    pub(super) fn of(access: &StoreAccess) -> Self {
        let number = |name| access.get(name).and_then(|text: &str| text.trim_end_matches('s').parse().ok());
        let answer =
            number("AWS_TIMEOUT").map_or(ANSWER, |seconds: u32| Duration::from_secs(seconds.max(1).into()));
        let tries = number("AWS_MAX_ATTEMPTS").unwrap_or(TRIES).clamp(1, 100);
        Self { connect: answer.min(Duration::from_secs(5)), answer, tries }
    }

    /// Waits after so many failures.
    pub(super) async fn pause(failed: u32) {
        let doubled = PAUSE.saturating_mul(1 << failed.clamp(1, 16).saturating_sub(1));
        sleep(doubled.min(LONGEST_PAUSE)).await;
    }
}

/// Whether a store answers. Where several things in a row failed after all tries, the rest of many is not tried as
/// long each: a store that is away is told at once.
#[derive(Debug, Default)]
pub(super) struct Health(Mutex<(u32, Option<Instant>)>);

/// So many failures in a row.
const FAILURES: u32 = 3;
/// For so long nothing is asked then.
const REST: Duration = Duration::from_secs(5);
/// What is said meanwhile.
pub(super) const AWAY: &str = "the store does not answer";

impl Health {
    /// Notes how something ended.
    pub(super) fn note(&self, said: Option<&Said>) {
        let mut state = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if said.is_some_and(Said::may_pass) {
            *state = (state.0 + 1, Some(Instant::now()));
        } else {
            *state = (0, None);
        }
    }

    pub(super) fn is_away(&self) -> bool {
        let (failed, last) = *self.0.lock().unwrap_or_else(PoisonError::into_inner);
        failed >= FAILURES && last.is_some_and(|last| last.elapsed() < REST)
    }
}

/// Where all that is asked of stores runs: not on the threads that wait for it, which may be those of another
/// runtime.
static RUNTIME: LazyLock<io::Result<Runtime>> = LazyLock::new(|| {
    Builder::new_multi_thread().worker_threads(2).thread_name("objects").enable_all().build()
});

/// Runs to the end, and blocks the caller meanwhile.
pub(super) fn wait<T: Send + 'static>(work: impl Future<Output = T> + Send + 'static) -> io::Result<T> {
    let runtime = RUNTIME.as_ref().map_err(|error| io::Error::new(error.kind(), error.to_string()))?;
    let (told, answer) = mpsc::sync_channel(1);
    runtime.spawn(async move {
        // Whoever asked waits below.
        let _ = told.send(work.await);
    });
    answer.recv().map_err(|_| io::Error::other("asking the store ended in the middle"))
}
