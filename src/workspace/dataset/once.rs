//! What is computed once for a state of the data: by whoever asks first, to its end even where nobody waits
//! any more, and kept, also where it failed for a reason that lasts.

use std::panic::AssertUnwindSafe;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use futures::FutureExt;
use futures::future::Shared;
use tokio::runtime::Handle;
use tokio::sync::oneshot;
use tokio::task::JoinSet;

use crate::diagnostic::causes;
use crate::query::QueryError;

/// What became of it.
pub type Outcome<T> = Result<Arc<T>, Arc<QueryError>>;

/// Something that is computed once.
pub(in crate::workspace) struct Once<T>(Arc<Mutex<Progress<T>>>);

enum Progress<T> {
    /// Nobody has asked, or it failed in passing: it is tried when it is asked for.
    Idle,
    /// It is being computed.
    Running { since: Instant, outcome: Shared<oneshot::Receiver<Outcome<T>>> },
    /// It is there, or never will be.
    Done(Outcome<T>),
}

/// Work that goes on by itself; what is not done ends with this.
pub(in crate::workspace) struct Tasks {
    threads: Handle,
    running: Mutex<JoinSet<()>>,
}

impl Tasks {
    pub(in crate::workspace) fn on(threads: &Handle) -> Self {
        Self { threads: threads.clone(), running: Mutex::new(JoinSet::new()) }
    }

    fn begin(&self, work: impl Future<Output = ()> + Send + 'static) {
        let mut running = self.running.lock().unwrap_or_else(PoisonError::into_inner);
        while running.try_join_next().is_some() {}
        running.spawn_on(work, &self.threads);
    }
}

impl<T> Default for Once<T> {
    fn default() -> Self {
        Self(Arc::new(Mutex::new(Progress::Idle)))
    }
}

impl<T: Send + Sync + 'static> Once<T> {
    /// Whether it is there.
    pub(in crate::workspace) fn is_there(&self) -> bool {
        let progress = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        matches!(&*progress, Progress::Done(Ok(_)))
    }

    /// Whether it was tried and never will be there.
    pub(in crate::workspace) fn has_failed(&self) -> bool {
        let progress = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        matches!(&*progress, Progress::Done(Err(_)))
    }

    /// The result: waited for to the end, or until it has been computed for so long.
    pub(in crate::workspace) async fn get<F>(
        &self,
        label: &str,
        tasks: &Tasks,
        patience: Option<Duration>,
        work: impl FnOnce() -> F,
    ) -> Outcome<T>
    where
        F: Future<Output = Result<T, QueryError>> + Send + 'static,
    {
        let (since, outcome) = {
            let mut progress = self.0.lock().unwrap_or_else(PoisonError::into_inner);
            match &*progress {
                Progress::Done(outcome) => return outcome.clone(),
                Progress::Running { since, outcome } => (*since, outcome.clone()),
                Progress::Idle => {
                    let (since, outcome) = (Instant::now(), self.begun(label, tasks, work()));
                    *progress = Progress::Running { since, outcome: outcome.clone() };
                    (since, outcome)
                }
            }
        };
        let unfinished = || Err(Arc::new(QueryError::Unfinished { label: label.to_owned() }));
        let waited = match patience {
            None => outcome.await.ok(),
            Some(patience) => {
                let left = patience.saturating_sub(since.elapsed());
                tokio::time::timeout(left, outcome).await.ok().and_then(Result::ok)
            }
        };
        waited.unwrap_or_else(unfinished)
    }

    fn begun(
        &self,
        label: &str,
        tasks: &Tasks,
        work: impl Future<Output = Result<T, QueryError>> + Send + 'static,
    ) -> Shared<oneshot::Receiver<Outcome<T>>> {
        let (sender, outcome) = oneshot::channel();
        let (progress, label) = (Arc::clone(&self.0), label.to_owned());
        tasks.begin(async move {
            let done = AssertUnwindSafe(work).catch_unwind().await;
            let outcome = done.unwrap_or_else(|_| Err(QueryError::stopped(&label)));
            let outcome = outcome.map(Arc::new).map_err(Arc::new);
            if let Err(error) = &outcome {
                tracing::warn!(what = label, because = causes(&**error), "it could not be computed");
            }
            let lasts = outcome.as_ref().err().is_none_or(|error| error.lasts());
            let next = if lasts { Progress::Done(outcome.clone()) } else { Progress::Idle };
            *progress.lock().unwrap_or_else(PoisonError::into_inner) = next;
            // Nobody may be waiting.
            let _ = sender.send(outcome);
        });
        outcome.shared()
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicUsize, Ordering};

    use super::*;

    fn too_large() -> QueryError {
        QueryError::TooLarge { label: "a".to_owned(), limit: 1 }
    }

    fn busy() -> QueryError {
        QueryError::Busy { label: "a".to_owned(), limit: Duration::ZERO }
    }

    #[tokio::test]
    async fn what_failed_for_a_lasting_reason_is_not_tried_again_and_what_failed_in_passing_is() {
        let tasks = Tasks::on(&Handle::current());
        for (error, tries) in [(too_large as fn() -> QueryError, 1), (busy, 3)] {
            let (once, tried) = (Once::<u8>::default(), Arc::new(AtomicUsize::new(0)));
            for _ in 0..3 {
                let tried = Arc::clone(&tried);
                let work = || async move {
                    tried.fetch_add(1, Ordering::SeqCst);
                    Err(error())
                };
                assert!(once.get("a", &tasks, None, work).await.is_err());
            }
            assert_eq!(tried.load(Ordering::SeqCst), tries, "{}", error());
        }
    }

    #[tokio::test]
    async fn what_nobody_waits_for_any_more_goes_on_and_is_there_later() {
        let tasks = Tasks::on(&Handle::current());
        let once = Once::<u8>::default();
        let (go, gone) = oneshot::channel::<()>();
        let first = once.get("a", &tasks, Some(Duration::from_millis(5)), || async move {
            let _ = gone.await;
            Ok(7)
        });
        assert!(matches!(&*first.await.unwrap_err(), QueryError::Unfinished { .. }));
        // Whoever comes later waits no second time.
        let second = once.get("a", &tasks, Some(Duration::from_millis(5)), || async { Ok(8) });
        assert!(second.await.is_err());
        go.send(()).unwrap();
        let third = once.get("a", &tasks, None, || async { Ok(9) }).await;
        assert_eq!(*third.unwrap(), 7);
        assert!(once.is_there());
    }

    #[tokio::test]
    async fn work_that_stops_in_the_middle_is_an_error() {
        let tasks = Tasks::on(&Handle::current());
        let once = Once::<u8>::default();
        let stopped = once.get("a", &tasks, None, || async { panic!("in the middle") }).await;
        assert!(matches!(&*stopped.unwrap_err(), QueryError::Engine { .. }));
    }
}
