//! New data and edited files, picked up while serving.
//!
//! A look at the folder costs its names, sizes and times. Where they differ from what was loaded last
//! and two looks agree, all is loaded anew beside what is served: only what changed is read, since the
//! state folder remembers the rest. What is good is swapped in whole; what is not is held back, and the
//! last good state goes on being served.

use std::collections::BTreeSet;
use std::path::PathBuf;
use std::sync::mpsc::{self, Sender};
use std::sync::{Arc, Mutex, PoisonError, Weak};
use std::thread;
use std::time::{Duration, SystemTime};

use futures::{StreamExt, stream};

use super::metrics::Reload;
use super::respond::causes;
use super::watch::{Care, Post, look_after};
use super::{App, LONGEST_WAIT};
use crate::dashboard::Panel;
use crate::diagnostic::{Diagnostic, Severity};
use crate::query::{Engine, QueryError};
use crate::report::Held;
use crate::store::{Leftovers, Stamp};
use crate::table::{FatalFile, LoadError, MissedFile};
use crate::workspace::{
    ACCESS_FILE, CheckError, DataError, Dataset, FolderState, OpenError, Opening, Proof, Workspace,
};

/// From what a dataset is opened again.
#[derive(Clone)]
pub struct Reopening {
    /// What runs its queries.
    pub engine: Engine,
    /// The workspace's folder.
    pub root: PathBuf,
    /// Where its data and its state are.
    pub opening: Opening,
}

/// What a look at the files led to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Looked {
    /// Nothing is new.
    Same,
    /// Something is being written.
    Arriving,
    /// A new state is served.
    Swapped,
    /// A new state is held back.
    Held,
}

/// Looks at the files and renews what an [`App`] serves.
pub struct Reloader {
    app: App,
    source: Reopening,
    /// What was loaded last, whether it is served or held.
    loaded: FolderState,
    /// What the last look saw.
    before: FolderState,
    /// How many looks in a row saw another state than the one before.
    unsettled: u32,
    /// Whether what was loaded must be loaded again although nothing changes any more.
    again: bool,
    /// When what failed is tried again.
    retry: Retry,
    /// How the file of roles stood at the last look, and what was proven of them.
    access: (Option<Stamp>, Arc<Vec<Proof>>),
    /// States that were swapped out and may still answer requests.
    retired: Retired,
    /// Whether this thread is still the one to change what is served.
    post: Post,
}

/// Shared by a thread that looks and whoever takes its place.
type Retired = Arc<Mutex<Vec<Weak<Dataset>>>>;

/// What failed although nobody may have written anything: a disk that was full or away. It is tried again after
/// one look, then two, four and so on.
#[derive(Debug, Clone, Copy, Default)]
struct Retry {
    /// Looks to pass over before the next try; nothing where nothing is to be tried.
    left: Option<u32>,
    /// As many as before the last try.
    pause: u32,
}

/// The most looks between two tries: five minutes where they are two seconds apart.
const MOST_PAUSED: u32 = 150;

impl Retry {
    /// Another failure.
    fn failed(&mut self) {
        self.pause = (self.pause * 2).clamp(1, MOST_PAUSED);
        self.left = Some(self.pause);
    }

    /// One more look; whether it is to try again.
    fn is_due(&mut self) -> bool {
        let left = self.left.map(|left| left.saturating_sub(1));
        self.left = left;
        left == Some(0)
    }
}

/// Without a sign for so long, the thread that looks hangs: on a share that answers no more.
const HANGING: Duration = Duration::from_secs(30 * 60);

/// How often the thread that looks is looked after, and gives a sign while it waits.
const CARE: Duration = Duration::from_secs(5);

/// After so many looks at files that go on changing, those that have arrived are loaded.
const PATIENCE: u32 = 5;

/// Looks in the background until it is dropped.
#[must_use = "the files are looked at until this is dropped"]
pub struct Reloading {
    _told: Sender<()>,
}

impl Reloader {
    /// `loaded` is how the files stood before what is served was loaded from them.
    pub fn new(app: App, source: Reopening, loaded: FolderState) -> Self {
        Self::at(app, source, loaded, Retired::default(), Post::own())
    }

    fn at(app: App, source: Reopening, loaded: FolderState, retired: Retired, post: Post) -> Self {
        let (before, retry) = (loaded.clone(), Retry::default());
        let access = (None, Arc::default());
        Self { app, source, before, loaded, unsettled: 0, again: false, retry, access, retired, post }
    }

    /// Gathers what dashboards ask for, then looks every so often, on a thread of its own. Where that thread
    /// stops or hangs, another takes its place.
    ///
    /// # Errors
    /// Where the system gives no thread.
    pub fn start(self, every: Duration) -> std::io::Result<Reloading> {
        let (told, ended) = mpsc::channel();
        let Self { app, source, loaded, retired, .. } = self;
        let care = Care { pace: CARE, hanging: HANGING };
        thread::Builder::new().name("reload".to_owned()).spawn(move || {
            // Whoever takes a place knows of nothing that was loaded, and so loads what is there.
            let loaded = Arc::new(Mutex::new(Some(loaded)));
            let begin = {
                let app = app.clone();
                move |post: Post| {
                    let loaded = loaded.lock().unwrap_or_else(PoisonError::into_inner).take();
                    let loaded = loaded.unwrap_or_default();
                    let retired = Arc::clone(&retired);
                    Self::at(app.clone(), source.clone(), loaded, retired, post).go_on_looking(every);
                }
            };
            look_after(app.watch(), care, &ended, &begin, |lost| {
                tracing::error!(?lost, "whoever looked at the files does so no more; another begins");
                app.metrics().lost(lost);
            });
            app.watch().end();
        })?;
        Ok(Reloading { _told: told })
    }

    fn go_on_looking(mut self, every: Duration) {
        let dataset = self.app.dataset();
        // What failed has told the log, and is tried again when it is asked for.
        let _ = self.warm(&dataset, &BTreeSet::new());
        drop(dataset);
        self.sweep();
        while !every.is_zero() && self.paused(every) {
            self.look();
        }
    }

    /// Waits, with a sign every so often; false where it is to end.
    fn paused(&self, mut time: Duration) -> bool {
        while time > CARE {
            self.app.watch().beat();
            time -= CARE;
            if !self.post.pause(CARE) {
                return false;
            }
        }
        self.app.watch().beat();
        self.post.pause(time)
    }

    /// Looks once, and loads what two looks agree on. Blocks while it loads; not to be called inside
    /// a Tokio runtime.
    pub fn look(&mut self) -> Looked {
        self.app.watch().beat();
        let served = self.app.dataset();
        // Who may see less from now on does not wait for files that go on arriving.
        let access = (Stamp::of(&self.source.root.join(ACCESS_FILE)).ok(), self.app.proofs());
        if access != self.access {
            self.access = access;
            self.app.entitle(served.workspace(), None);
        }
        let now = FolderState::of(&self.source.root, served.location());
        let settled = now == self.before;
        let before = std::mem::replace(&mut self.before, now.clone());
        let changed = now != self.loaded || self.again;
        let due = self.retry.is_due();
        // What the cache has lost is written again, and where that fails after a pause.
        let lacking = || self.retry.left.is_none() && !served.is_whole();
        if !changed && !due && !lacking() {
            served.still_asked_for();
            return Looked::Same;
        }
        // A file that takes an hour to arrive does not hold up the others: it is left out by itself.
        self.unsettled = if settled { 0 } else { self.unsettled + 1 };
        if !settled && self.unsettled < PATIENCE {
            return Looked::Arriving;
        }
        self.unsettled = 0;
        let moving = now.arrived_since(&before).cloned().collect();
        // The stand is taken before anything is read: what is written from here on is noticed.
        self.loaded = now;
        self.again = false;
        self.retry.left = None;
        if changed {
            self.retry = Retry::default();
        }
        let looked = self.load(&served, &moving);
        drop(served);
        self.sweep();
        looked
    }

    /// Loads all anew; `moving` are the files that are being written just now.
    fn load(&mut self, served: &Arc<Dataset>, moving: &BTreeSet<String>) -> Looked {
        let mut held = Held::default();
        let workspace = self.workspace(served, &mut held);
        let opened = waiting(Dataset::open(workspace, &self.source.engine, self.source.opening.clone()));
        let dataset = match opened {
            Ok(dataset) => {
                Arc::new(dataset.patient(LONGEST_WAIT).kept_elsewhere(served.elsewhere().cloned()))
            }
            Err(DataError::Load(LoadError::Moved { .. })) => {
                self.again = true;
                return Looked::Arriving;
            }
            Err(error) => {
                held.failure = Some(causes(&error));
                return self.try_later(held);
            }
        };
        // What is served and being replaced just now would be missing; what is new may come later.
        let known = |path: &String| served.snapshot().files().any(|file| file.path == *path);
        if dataset.snapshot().arriving_files.iter().any(known) {
            self.again = true;
            return Looked::Arriving;
        }
        self.again = !dataset.snapshot().arriving_files.is_empty();
        held.files = newly_fatal(&served.snapshot().fatal_files, &dataset.snapshot().fatal_files);
        // One that takes an hour to arrive is left out by itself, which each figure says, and waited for.
        held.files.retain(|file| known(&file.path) || !moving.contains(&file.path));
        if !held.files.is_empty() {
            return self.try_later(held);
        }
        if self.app.serves_the_same(&dataset) && served.is_whole() {
            return if held == Held::default() {
                self.app.hold(None);
                Looked::Same
            } else if held.failure.is_some() {
                self.try_later(held)
            } else {
                self.hold(held)
            };
        }
        let asked: BTreeSet<String> = served.gathered().into_iter().map(str::to_owned).collect();
        if let Err(error) = self.warm(&dataset, &asked) {
            held.failure = Some(causes(&*error));
            return self.try_later(held);
        }
        let Some(right) = self.post.right() else { return Looked::Same };
        self.retired.lock().unwrap_or_else(PoisonError::into_inner).push(Arc::downgrade(served));
        tracing::info!(snapshot = dataset.snapshot_id(), data_date = %dataset.data_date(), "new state served");
        tell_missed(&served.snapshot().missed_files, &dataset.snapshot().missed_files);
        let complete = held == Held::default();
        if !complete {
            self.tell(&held);
        }
        self.app.metrics().reloaded(if complete { Reload::Swapped } else { Reload::Held });
        let failed = held.failure.is_some();
        self.app.swap(dataset, (!complete).then_some(held));
        drop(right);
        // Definitions that could not be read.
        if failed {
            self.retry.failed();
        }
        if complete { Looked::Swapped } else { Looked::Held }
    }

    /// Holds back what failed for a reason that may pass without a word.
    fn try_later(&mut self, held: Held) -> Looked {
        self.retry.failed();
        self.hold(held)
    }

    /// The definitions as they stand; where a mistake in them is new, those that are served, so that
    /// data go on arriving.
    fn workspace(&self, served: &Arc<Dataset>, held: &mut Held) -> Arc<Workspace> {
        match Workspace::load(&self.source.root, &self.source.engine) {
            Ok(workspace) => {
                self.app.entitle(served.workspace(), Some(&workspace));
                if newly_wrong(&served.workspace().problems, &workspace.problems) {
                    held.problems = workspace.problems;
                    return Arc::clone(served.workspace());
                }
                let own = served.workspace();
                if workspace.identity == own.identity && workspace.access == own.access {
                    return Arc::clone(served.workspace());
                }
                Arc::new(workspace)
            }
            Err(OpenError::Settings { problems }) => {
                held.problems = problems;
                Arc::clone(served.workspace())
            }
            Err(
                error @ (OpenError::NotAWorkspace { .. } | OpenError::List { .. } | OpenError::Read { .. }),
            ) => {
                held.failure = Some(causes(&error));
                Arc::clone(served.workspace())
            }
        }
    }

    /// Gathers the cubes that readers will ask for, as many at once as the engine runs long queries, and runs the
    /// checks: what a reader asks for meanwhile waits for the next turn only.
    ///
    /// # Errors
    /// Those of a KPI that may be gathered another time. One that never will be is no condition of serving the
    /// others: it says so in place of its figures.
    fn warm(&self, dataset: &Dataset, asked: &BTreeSet<String>) -> Result<(), Arc<QueryError>> {
        let mut passing = None;
        let workspace = dataset.workspace();
        let shown = workspace.dashboards.values().flat_map(|dashboard| &dashboard.panels);
        let shown: BTreeSet<&str> = shown.flat_map(Panel::codes).collect();
        let wanted = |code: &str| shown.contains(code) || asked.contains(code);
        let kpis = workspace.kpis.values().filter(|kpi| wanted(&kpi.code));
        let gathering = stream::iter(kpis.map(|kpi| dataset.gathered_cube(kpi)));
        let turns = self.source.engine.limits().long.concurrency.max(1);
        for gathered in self.waiting(gathering.buffer_unordered(turns).collect::<Vec<_>>()) {
            passing = passing.or(gathered.err().filter(|error| !error.lasts()));
        }
        for check in workspace.checks() {
            // What can be said of the data is no condition of serving them.
            match self.waiting(dataset.found_broken(check)) {
                Ok(broken) if broken.count == 0 => {}
                Ok(broken) => {
                    tracing::warn!(check = check.name, rows = broken.count, "rows break an identity")
                }
                // What finds it has told.
                Err(CheckError::Query(_)) => {}
                Err(error) => {
                    tracing::warn!(
                        check = check.name,
                        because = causes(&error),
                        "an identity is not checked"
                    );
                }
            }
        }
        passing.map_or(Ok(()), Err)
    }

    /// Waits, with a sign every so often, for what has limits of its own.
    fn waiting<T>(&self, work: impl Future<Output = T>) -> T {
        waiting(async {
            let mut work = std::pin::pin!(work);
            loop {
                self.app.watch().beat();
                if let Ok(done) = tokio::time::timeout(CARE, &mut work).await {
                    return done;
                }
            }
        })
    }

    fn hold(&self, held: Held) -> Looked {
        let Some(_right) = self.post.right() else { return Looked::Same };
        // A further try that fails in the same way is no news.
        if self.app.served().held.as_deref() != Some(&held) {
            self.tell(&held);
        }
        self.app.metrics().reloaded(Reload::Held);
        self.app.hold(Some(held));
        Looked::Held
    }

    fn tell(&self, held: &Held) {
        tracing::warn!(
            mistakes = held.problems.len(),
            files = ?held.files.iter().map(|file| &file.path).collect::<Vec<_>>(),
            failure = held.failure,
            "the files are not served as they stand; the last good state is, and /problems tells more"
        );
    }

    /// Removes from the state folder what no state uses that is served or still answers.
    fn sweep(&self) {
        let mut retired = self.retired.lock().unwrap_or_else(PoisonError::into_inner);
        retired.retain(|dataset| dataset.strong_count() > 0);
        let alive = retired.iter().filter_map(Weak::upgrade).chain([self.app.dataset()]);
        let used: BTreeSet<PathBuf> =
            alive.flat_map(|dataset| dataset.cache_files().map(PathBuf::from).collect::<Vec<_>>()).collect();
        drop(retired);
        self.source.opening.state.clear_spilled(SystemTime::now());
        match self.source.opening.state.sweep(&used, Leftovers::default(), SystemTime::now()) {
            Ok(Some(swept)) => tracing::debug!(removed = swept.removed, left = swept.left, "cache swept"),
            Ok(None) => tracing::debug!("another process uses the cache; it is swept later"),
            Err(error) => tracing::debug!(because = causes(&error), "the cache is not swept"),
        }
    }
}

/// Says which files of the state before are gone.
fn tell_missed(before: &[MissedFile], now: &[MissedFile]) {
    for file in now.iter().filter(|file| !before.contains(file)) {
        let MissedFile { table, path, replaced } = file;
        match replaced {
            true => tracing::info!(table, path, "a file is gone, and others have come in its place"),
            false => tracing::warn!(table, path, "a file that was served before is gone"),
        }
    }
}

/// Waits on a runtime of its own: the web's threads answer meanwhile.
fn waiting<T>(work: impl Future<Output = T>) -> T {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_time().build();
    runtime.expect("a runtime without threads or sockets needs nothing of the system").block_on(work)
}

/// Whether a mistake that keeps something from being used was not there before.
fn newly_wrong(before: &[Diagnostic], now: &[Diagnostic]) -> bool {
    // Not by its place: it moves when something above it is edited.
    let file = |each: &Diagnostic| each.primary.as_ref().map(|span| span.file.path.clone());
    let same =
        |a: &Diagnostic, b: &Diagnostic| a.code == b.code && a.message == b.message && file(a) == file(b);
    let errors = now.iter().filter(|each| each.severity == Severity::Error);
    errors.into_iter().any(|each| !before.iter().any(|known| same(known, each)))
}

/// The files that are useless now and were not so before with the same bytes.
fn newly_fatal(before: &[FatalFile], now: &[FatalFile]) -> Vec<FatalFile> {
    let known =
        |file: &FatalFile| before.iter().any(|old| old.path == file.path && old.sha256 == file.sha256);
    now.iter().filter(|file| !known(file)).cloned().collect()
}
