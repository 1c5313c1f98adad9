//! The audit as a running process has it: one thread writes, all others hand it events.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, RecvTimeoutError, SyncSender, TrySendError, sync_channel};
use std::thread::JoinHandle;
use std::time::Duration;

use futures::channel::oneshot;

use super::files::{FOLDER, TURN, kept_head, numbers};
use super::writer::{LARGEST, Writer};
use super::{Event, personal};
use crate::access::{AccessError, Private};
use crate::calendar::Day;
use crate::diagnostic::causes;

/// So many events may wait to be written.
const WAITING: usize = 4_096;

/// How long it takes until events for which nobody waits are on the disk, and until what failed is tried again.
const PAUSE: Duration = Duration::from_secs(1);

/// Events for which nobody waits are written together: for so long more of them are awaited. Each alone would cost the
/// lock, the look at the files and a wake-up of the thread, many times what its line costs.
const TOGETHER: Duration = Duration::from_millis(5);

/// Whether an event is on the disk.
type Done = oneshot::Sender<Result<(), Arc<AccessError>>>;

/// What the thread is handed: an event, somebody who waits until all so far is on the disk, or both.
struct Work {
    event: Option<Event>,
    done: Option<Done>,
}

/// The audit of a private folder. Cheap to clone; when the last clone goes, all that was appended has been written.
#[derive(Clone)]
pub struct AuditLog {
    inner: Arc<Inner>,
}

struct Inner {
    folder: Private,
    /// Whether what was handed over last could not be written.
    failing: Arc<AtomicBool>,
    /// Nothing once it ends.
    sender: Option<SyncSender<Work>>,
    thread: Option<JoinHandle<()>>,
}

impl Drop for Inner {
    fn drop(&mut self) {
        self.sender = None;
        if let Some(thread) = self.thread.take() {
            // It only ends because the sender is gone.
            let _ = thread.join();
        }
    }
}

impl AuditLog {
    /// The audit of a private folder, which goes on after whatever stands there. Several processes may have it open.
    ///
    /// # Errors
    /// Where its folder cannot be made or is open to others, or the system gives no thread.
    pub fn open(private: &Private) -> Result<Self, AccessError> {
        Self::with_files_of(private, LARGEST)
    }

    /// The same with files of so many bytes.
    pub(super) fn with_files_of(private: &Private, largest: u64) -> Result<Self, AccessError> {
        let folder = private.inside(FOLDER)?;
        let (sender, receiver) = sync_channel(WAITING);
        let writer = Writer::new(folder.clone(), largest);
        let failing = Arc::new(AtomicBool::new(false));
        let told = Arc::clone(&failing);
        let thread = std::thread::Builder::new().name("audit".to_owned());
        let thread = thread.spawn(move || run(writer, &receiver, &told));
        let thread = thread.map_err(|source| AccessError::Write {
            path: folder.folder().to_owned(),
            source: source.into(),
        })?;
        let inner = Inner { folder, failing, sender: Some(sender), thread: Some(thread) };
        Ok(Self { inner: Arc::new(inner) })
    }

    /// Whether anything was ever written: a line, or where the last one stood.
    ///
    /// # Errors
    /// Where its folder cannot be read.
    pub fn is_begun(&self) -> Result<bool, AccessError> {
        Ok(!numbers(&self.inner.folder)?.is_empty() || kept_head(&self.inner.folder)?.is_some())
    }

    /// Hands over an event, which is written after all before it and is on the disk about a second later. Does not wait.
    ///
    /// # Errors
    /// [`AccessError::Behind`] where what came before could not be written, as on a full disk, or too many wait already: it
    /// will not be written.
    pub fn append(&self, event: Event) -> Result<(), AccessError> {
        if self.inner.failing.load(Ordering::Relaxed) {
            return Err(AccessError::Behind);
        }
        self.hand_over(Work { event: Some(event), done: None })
    }

    /// Hands over an event; the future is done once it is on the disk, with all before it. Those who wait at once share
    /// one write. It is handed over at once, also where nobody waits for the future.
    ///
    /// # Errors
    /// [`AccessError::Behind`], or why it could not be written.
    pub fn append_synced(
        &self,
        event: Event,
    ) -> impl Future<Output = Result<(), AccessError>> + Send + use<> {
        self.waiting(Some(event))
    }

    /// Waits until all that was handed over is on the disk.
    ///
    /// # Errors
    /// Why it could not be written.
    pub fn settled(&self) -> impl Future<Output = Result<(), AccessError>> + Send + use<> {
        self.waiting(None)
    }

    /// Destroys what is personal in all events of the months before that of a day, never of the month that runs; which
    /// months. `event`, of the kind
    /// [`Forgot`](super::Kind::Forgot), is on the disk before. What backups and the disk itself may keep is not reached.
    ///
    /// # Errors
    /// Where the audit cannot be written, or a file not be removed.
    pub fn forget_before(&self, day: Day, event: Event) -> Result<Vec<String>, AccessError> {
        // Of a bound to come nobody could tell any more what was forgotten and what was taken away.
        let bound = personal::month_of(day).min(personal::month_of(event.at.date_naive()));
        futures::executor::block_on(self.append_synced(event.code("before", bound.clone())))?;
        let _turn = self.inner.folder.turn(TURN)?;
        let months = personal::months(&self.inner.folder)?;
        let months: Vec<String> = months.into_iter().filter(|month| *month < bound).collect();
        for month in &months {
            self.inner.folder.remove(&personal::name_of(month))?;
        }
        Ok(months)
    }

    fn waiting(&self, event: Option<Event>) -> impl Future<Output = Result<(), AccessError>> + Send + use<> {
        let (done, told) = oneshot::channel();
        let handed_over = self.hand_over(Work { event, done: Some(done) });
        async move {
            handed_over?;
            told.await.map_err(|_| AccessError::Ended)?.map_err(AccessError::Audit)
        }
    }

    fn hand_over(&self, work: Work) -> Result<(), AccessError> {
        let sender = self.inner.sender.as_ref().ok_or(AccessError::Ended)?;
        sender.try_send(work).map_err(|error| match error {
            TrySendError::Full(_) => AccessError::Behind,
            TrySendError::Disconnected(_) => AccessError::Ended,
        })
    }
}

/// Writes until nobody can hand over anything any more.
fn run(mut writer: Writer, receiver: &Receiver<Work>, failing: &AtomicBool) {
    // Events that could not be written and for which nobody waits: they are tried again, before all others.
    let mut again: Vec<Event> = Vec::new();
    loop {
        // While nothing can be written nobody hands over what nobody waits for: the end of that is found out here.
        let is_calm = !writer.is_unsettled() && !failing.load(Ordering::Relaxed);
        let (first, ended) = if again.is_empty() && is_calm {
            let work = receiver.recv().ok();
            let ended = work.is_none();
            (work, ended)
        } else {
            match receiver.recv_timeout(PAUSE) {
                Ok(work) => (Some(work), false),
                Err(RecvTimeoutError::Timeout) => (None, false),
                Err(RecvTimeoutError::Disconnected) => (None, true),
            }
        };
        let idle = first.is_none();
        if first.as_ref().is_some_and(|work| work.done.is_none()) {
            std::thread::sleep(TOGETHER);
        }
        // Where the disk is full, those who come are told to wait once the queue is, too.
        let room = WAITING.saturating_sub(again.len());
        let (mut events, mut patient) = (std::mem::take(&mut again), Vec::<Done>::new());
        let mut is_awaited = vec![false; events.len()];
        for work in first.into_iter().chain(receiver.try_iter().take(room)) {
            if let Some(event) = work.event {
                events.push(event);
                is_awaited.push(work.done.is_some());
            }
            patient.extend(work.done);
        }
        let added = writer.add(&events);
        let is_added = added.is_ok();
        let done = added.and_then(|()| if idle || !patient.is_empty() { writer.settle() } else { Ok(()) });
        let done = done.map_err(Arc::new);
        failing.store(done.is_err(), Ordering::Relaxed);
        if let Err(error) = &done {
            tracing::error!(because = causes(&**error), events = events.len(), "the audit is not written");
            if !is_added {
                let kept = events.into_iter().zip(is_awaited).filter(|(_, awaited)| !awaited);
                again = kept.map(|(event, _)| event).collect();
            }
        }
        for waiting in patient {
            // Who does not wait any more need not be told.
            let _ = waiting.send(done.clone());
        }
        if done.is_err() && !ended {
            std::thread::sleep(PAUSE);
        }
        if ended {
            if !again.is_empty() {
                tracing::error!(lost = again.len(), "events of the audit are lost");
            }
            return;
        }
    }
}
