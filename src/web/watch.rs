//! Whoever looks at the files is looked after: where that thread stops or hangs, another takes its place.

use std::sync::mpsc::{self, Receiver, RecvTimeoutError, Sender};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant, SystemTime};

/// Without a sign for so long, nobody is looking as far as `/readyz` can tell.
const SILENT: Duration = Duration::from_secs(300);

/// After so many threads that hang no further one is begun until one of them comes back.
const MOST_HANGING: usize = 3;

/// Between two beginnings at most.
const LONGEST_PAUSE: Duration = Duration::from_secs(300);

/// When somebody last gave a sign.
#[derive(Debug, Default)]
pub(super) struct Watch(Mutex<Option<(Instant, SystemTime)>>);

impl Watch {
    /// Gives a sign.
    pub(super) fn beat(&self) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = Some((Instant::now(), SystemTime::now()));
    }

    /// Nobody will give any from now on.
    pub(super) fn end(&self) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = None;
    }

    /// Nothing where somebody is looking; else since when nobody is, as far as anybody ever has.
    pub(super) fn silent(&self) -> Option<Option<SystemTime>> {
        match *self.0.lock().unwrap_or_else(PoisonError::into_inner) {
            None => Some(None),
            Some((beat, at)) => (beat.elapsed() > SILENT).then_some(Some(at)),
        }
    }

    /// Whether no sign has come for so long.
    fn is_silent_for(&self, time: Duration) -> bool {
        let beat = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        beat.is_some_and(|(beat, _)| beat.elapsed() > time)
    }
}

/// What became of a thread.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Lost {
    /// It stopped in the middle.
    Panicked,
    /// It gave no sign any more, and was left to itself.
    Hung,
}

/// The thread that looks now, by number: one that was left to itself and comes back changes nothing.
#[derive(Debug, Clone, Default)]
struct Numbers(Arc<Mutex<u64>>);

/// What a thread that looks is told.
pub(super) struct Post {
    ended: Receiver<()>,
    number: u64,
    numbers: Numbers,
}

impl Post {
    /// One that nobody takes away.
    pub(super) fn own() -> Self {
        Self { ended: mpsc::channel().1, number: 0, numbers: Numbers::default() }
    }

    /// Waits; false where the thread is to end.
    pub(super) fn pause(&self, time: Duration) -> bool {
        self.ended.recv_timeout(time) == Err(RecvTimeoutError::Timeout)
    }

    /// The right to change what is served, until it is dropped; nothing where another thread has it.
    pub(super) fn right(&self) -> Option<MutexGuard<'_, u64>> {
        let number = self.numbers.0.lock().unwrap_or_else(PoisonError::into_inner);
        (*number == self.number).then_some(number)
    }
}

/// A thread that looks.
struct Worker {
    _told: Sender<()>,
    thread: JoinHandle<()>,
    begun: Instant,
}

/// How a thread is looked after.
#[derive(Debug, Clone, Copy)]
pub(super) struct Care {
    /// How often.
    pub(super) pace: Duration,
    /// Without a sign for so long it hangs.
    pub(super) hanging: Duration,
}

/// Begins a thread and, where it is lost, another, until told to end or until one ends by itself.
pub(super) fn look_after(
    watch: &Watch,
    care: Care,
    ended: &Receiver<()>,
    begin: &(impl Fn(Post) + Clone + Send + 'static),
    lost: impl Fn(Lost),
) {
    let numbers = Numbers::default();
    let start = || -> Option<Worker> {
        watch.beat();
        let (told, ended) = mpsc::channel();
        let number = *numbers.0.lock().unwrap_or_else(PoisonError::into_inner);
        let (begin, post) = (begin.clone(), Post { ended, number, numbers: numbers.clone() });
        let thread = thread::Builder::new().name("look".to_owned()).spawn(move || begin(post));
        Some(Worker { _told: told, thread: thread.ok()?, begun: Instant::now() })
    };
    let mut worker = start();
    let mut hanging: Vec<JoinHandle<()>> = Vec::new();
    let mut pause = care.pace;
    while ended.recv_timeout(care.pace) == Err(RecvTimeoutError::Timeout) {
        hanging.retain(|thread| !thread.is_finished());
        let what = match &worker {
            Some(Worker { thread, .. }) if thread.is_finished() => Some(Lost::Panicked),
            Some(_) if watch.is_silent_for(care.hanging) => Some(Lost::Hung),
            Some(_) => continue,
            None => None,
        };
        if let Some(Worker { thread, begun, .. }) = worker.take() {
            // What has worked for long did not stop for what is there from the start.
            pause = if begun.elapsed() > LONGEST_PAUSE { care.pace } else { (pause * 2).min(LONGEST_PAUSE) };
            *numbers.0.lock().unwrap_or_else(PoisonError::into_inner) += 1;
            match what {
                Some(Lost::Hung) => hanging.push(thread),
                // It came to its end as it should.
                _ if thread.join().is_ok() => return,
                _ => {}
            }
        }
        what.into_iter().for_each(&lost);
        if hanging.len() < MOST_HANGING {
            if ended.recv_timeout(pause) != Err(RecvTimeoutError::Timeout) {
                return;
            }
            worker = start();
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicU32, Ordering};

    use super::*;

    const CARE: Care = Care { pace: Duration::from_millis(5), hanging: Duration::from_millis(100) };

    /// What is lost where the first thread does this, until the second one has looked.
    fn lost(first: impl Fn(&Post) + Clone + Send + Sync + 'static) -> Vec<Lost> {
        let (watch, begun) = (Arc::new(Watch::default()), Arc::new(AtomicU32::new(0)));
        let (told, ended) = mpsc::channel();
        let told = Arc::new(Mutex::new(Some(told)));
        let begin = {
            let (watch, told) = (Arc::clone(&watch), Arc::clone(&told));
            move |post: Post| match begun.fetch_add(1, Ordering::SeqCst) {
                0 => first(&post),
                _ => {
                    watch.beat();
                    assert!(post.right().is_some());
                    // What is looked after ends with whoever wants it.
                    drop(told.lock().unwrap().take());
                    post.pause(Duration::from_secs(60));
                }
            }
        };
        let all = Mutex::new(Vec::new());
        look_after(&watch, CARE, &ended, &begin, |lost| all.lock().unwrap().push(lost));
        all.into_inner().unwrap()
    }

    #[test]
    fn a_thread_that_stops_or_hangs_is_noticed_and_another_one_begun() {
        assert_eq!(lost(|_| panic!("in the middle")), [Lost::Panicked]);
        let (back, came) = mpsc::channel();
        let hanging = move |_: &Post| thread::sleep(Duration::from_millis(400));
        assert_eq!(lost(hanging), [Lost::Hung]);
        let late = move |post: &Post| {
            thread::sleep(Duration::from_millis(400));
            back.send(post.right().is_none()).unwrap();
        };
        assert_eq!(lost(late), [Lost::Hung]);
        assert_eq!(came.recv(), Ok(true), "what comes back changes nothing");
    }

    #[test]
    fn a_thread_that_ends_by_itself_is_not_begun_again() {
        let (_told, ended) = mpsc::channel();
        let begin = |_: Post| {};
        look_after(&Watch::default(), CARE, &ended, &begin, |lost| panic!("{lost:?}"));
    }
}
