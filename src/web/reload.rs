//! New data and edited files, picked up while serving.
//!
//! A look at the folder costs its names, sizes and times. Where they differ from what was loaded last
//! and two looks agree, all is loaded anew beside what is served: only what changed is read, since the
//! state folder remembers the rest. What is good is swapped in whole; what is not is held back, and the
//! last good state goes on being served.

use std::collections::BTreeSet;
use std::path::PathBuf;
use std::sync::mpsc::{self, RecvTimeoutError, Sender};
use std::sync::{Arc, Weak};
use std::thread;
use std::time::{Duration, SystemTime};

use super::App;
use super::metrics::Reload;
use super::respond::causes;
use crate::dashboard::Panel;
use crate::diagnostic::{Diagnostic, Severity};
use crate::query::{Engine, QueryError};
use crate::report::Held;
use crate::store::Leftovers;
use crate::table::{FatalFile, LoadError, MissedFile};
use crate::workspace::{DataError, Dataset, OpenError, Opening, Stand, Workspace};

/// From what a dataset is opened again.
pub struct Source {
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
    source: Source,
    /// What was loaded last, whether it is served or held.
    loaded: Stand,
    /// What the last look saw.
    before: Stand,
    /// How many looks in a row saw another state than the one before.
    unsettled: u32,
    /// Whether what was loaded must be loaded again although nothing changes any more.
    again: bool,
    /// States that were swapped out and may still answer requests.
    retired: Vec<Weak<Dataset>>,
}

/// After so many looks at files that go on changing, those that have arrived are loaded.
const PATIENCE: u32 = 5;

/// Looks in the background until it is dropped.
#[must_use = "the files are looked at until this is dropped"]
pub struct Reloading {
    _told: Sender<()>,
}

impl Reloader {
    /// `loaded` is how the files stood before what is served was loaded from them.
    pub fn new(app: App, source: Source, loaded: Stand) -> Self {
        Self { app, source, before: loaded.clone(), loaded, unsettled: 0, again: false, retired: Vec::new() }
    }

    /// Gathers what dashboards ask for, then looks every so often, on a thread of its own.
    ///
    /// # Errors
    /// Where the system gives no thread.
    pub fn start(mut self, every: Duration) -> std::io::Result<Reloading> {
        let (told, ended) = mpsc::channel();
        thread::Builder::new().name("reload".to_owned()).spawn(move || {
            let dataset = self.app.dataset();
            if let Err(error) = self.warm(&dataset, &BTreeSet::new()) {
                tracing::warn!(because = causes(&error), "a figure of a dashboard could not be computed");
            }
            drop(dataset);
            self.sweep();
            while !every.is_zero() && ended.recv_timeout(every) == Err(RecvTimeoutError::Timeout) {
                self.look();
            }
        })?;
        Ok(Reloading { _told: told })
    }

    /// Looks once, and loads what two looks agree on. Blocks while it loads; not to be called inside
    /// a Tokio runtime.
    pub fn look(&mut self) -> Looked {
        let served = self.app.dataset();
        let now = Stand::of(&self.source.root, served.data_folder());
        let settled = now == self.before;
        self.before = now.clone();
        if now == self.loaded && !self.again && served.is_whole() {
            served.still_asked_for();
            return Looked::Same;
        }
        // A file that takes an hour to arrive does not hold up the others: it is left out by itself.
        self.unsettled = if settled { 0 } else { self.unsettled + 1 };
        if !settled && self.unsettled < PATIENCE {
            return Looked::Arriving;
        }
        self.unsettled = 0;
        self.loaded = now;
        self.again = false;
        let looked = self.load(&served);
        drop(served);
        self.sweep();
        looked
    }

    fn load(&mut self, served: &Arc<Dataset>) -> Looked {
        let mut held = Held::default();
        let workspace = self.workspace(served, &mut held);
        let opened = waiting(Dataset::open(workspace, &self.source.engine, self.source.opening.clone()));
        let dataset = match opened {
            Ok(dataset) => Arc::new(dataset),
            Err(DataError::Load(LoadError::Moved { .. })) => {
                self.again = true;
                return Looked::Arriving;
            }
            Err(error) => {
                held.failure = Some(causes(&error));
                return self.hold(held);
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
        if !held.files.is_empty() {
            return self.hold(held);
        }
        if self.app.serves_the_same(&dataset) && served.is_whole() {
            return if held == Held::default() {
                self.app.hold(None);
                Looked::Same
            } else {
                self.hold(held)
            };
        }
        let asked: BTreeSet<String> = served.gathered().into_iter().map(str::to_owned).collect();
        if let Err(error) = self.warm(&dataset, &asked) {
            // Other queries were in its way: they will not always be.
            self.again = matches!(error, QueryError::Busy { .. } | QueryError::Timeout { .. });
            held.failure = Some(causes(&error));
            return self.hold(held);
        }
        self.retired.push(Arc::downgrade(served));
        tracing::info!(snapshot = dataset.snapshot_id(), data_date = %dataset.data_date(), "new state served");
        tell_missed(&served.snapshot().missed_files, &dataset.snapshot().missed_files);
        let complete = held == Held::default();
        if !complete {
            self.tell(&held);
        }
        self.app.metrics().reloaded(if complete { Reload::Swapped } else { Reload::Held });
        self.app.swap(dataset, (!complete).then_some(held));
        if complete { Looked::Swapped } else { Looked::Held }
    }

    /// The definitions as they stand; where a mistake in them is new, those that are served, so that
    /// data go on arriving.
    fn workspace(&self, served: &Arc<Dataset>, held: &mut Held) -> Arc<Workspace> {
        match Workspace::load(&self.source.root, &self.source.engine) {
            Ok(workspace) => {
                if newly_wrong(&served.workspace().problems, &workspace.problems) {
                    held.problems = workspace.problems;
                    return Arc::clone(served.workspace());
                }
                if workspace.identity == served.workspace().identity {
                    return Arc::clone(served.workspace());
                }
                Arc::new(workspace)
            }
            Err(OpenError::Settings { problems }) => {
                held.problems = problems;
                Arc::clone(served.workspace())
            }
            Err(error @ (OpenError::NotAWorkspace { .. } | OpenError::Read { .. })) => {
                held.failure = Some(causes(&error));
                Arc::clone(served.workspace())
            }
        }
    }

    /// Gathers the cubes that readers will ask for and runs the checks, one after another: readers' own
    /// queries get their turns between them.
    fn warm(&self, dataset: &Dataset, asked: &BTreeSet<String>) -> Result<(), QueryError> {
        let workspace = dataset.workspace();
        let shown = workspace.dashboards.values().flat_map(|dashboard| &dashboard.panels);
        let shown: BTreeSet<&str> = shown.flat_map(Panel::codes).collect();
        for kpi in workspace.kpis.values() {
            if shown.contains(kpi.code.as_str()) || asked.contains(&kpi.code) {
                waiting(dataset.cube(kpi))?;
            }
        }
        for check in workspace.checks() {
            // What can be said of the data is no condition of serving them.
            match waiting(dataset.broken(check)) {
                Ok(broken) if broken.count == 0 => {}
                Ok(broken) => {
                    tracing::warn!(check = check.name, rows = broken.count, "rows break an identity")
                }
                Err(error) => {
                    tracing::warn!(
                        check = check.name,
                        because = causes(&error),
                        "an identity is not checked"
                    );
                }
            }
        }
        Ok(())
    }

    fn hold(&self, held: Held) -> Looked {
        self.tell(&held);
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
    fn sweep(&mut self) {
        self.retired.retain(|dataset| dataset.strong_count() > 0);
        let alive = self.retired.iter().filter_map(Weak::upgrade).chain([self.app.dataset()]);
        let used: BTreeSet<PathBuf> =
            alive.flat_map(|dataset| dataset.cache_files().map(PathBuf::from).collect::<Vec<_>>()).collect();
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
