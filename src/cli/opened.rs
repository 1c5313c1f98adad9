//! A workspace opened for one command.

use std::cell::{OnceCell, RefCell};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::SystemTime;

use tempfile::TempDir;

use super::memory::limits;
use super::{Failure, Globals, stores, unused};
use crate::diagnostic::{causes, counted};
use crate::query::Engine;
use crate::report::Ask;
use crate::store::{Leftovers, State};
use crate::table::Location;
use crate::web::Reopening;
use crate::workspace::{DataError, Dataset, FolderState, Opening, Reader, Workspace};

/// The kind of entry of what was found out about plans.
const PLANS: &str = "plans";

pub(super) fn state_folder(place: &Globals, root: &Path) -> PathBuf {
    place.state.clone().unwrap_or_else(|| root.join("state"))
}

/// What was found out about plans by a command before; no folder is made for it.
fn recall_plans(engine: &Engine, place: &Globals) {
    let folder = state_folder(place, place.folder());
    let state = folder.is_dir().then(|| State::open(&folder).ok()).flatten();
    let kept = state.and_then(|state| state.cached(PLANS, &Engine::plans_name()).ok().flatten());
    if let Some(plans) = kept {
        engine.recall(&plans);
    }
}

/// The engine, the definitions, and a runtime to wait on.
pub(super) struct Opened {
    pub(super) engine: Engine,
    pub(super) workspace: Arc<Workspace>,
    pub(super) runtime: tokio::runtime::Runtime,
    /// How the definitions stood before they were read.
    stand: FolderState,
    /// Opened once: who sweeps it must be its only user.
    state: RefCell<Option<Arc<State>>>,
    /// What stands for the state folder where that cannot be written to, and why: gone with the process.
    instead: OnceCell<(TempDir, String)>,
}

impl Opened {
    /// Reads the definitions. Mistakes are told by the command that minds them.
    pub(super) fn definitions(place: &Globals) -> Result<Self, Failure> {
        let engine = Engine::new(limits(place.memory))?;
        recall_plans(&engine, place);
        let stand = FolderState::of_definitions(place.folder());
        let workspace = Arc::new(Workspace::load(place.folder(), &engine)?);
        let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build()?;
        Ok(Self { engine, workspace, runtime, stand, state: RefCell::default(), instead: OnceCell::new() })
    }

    /// Loads the data too, and says which files are there in vain.
    pub(super) fn data(&self, place: &Globals) -> Result<Dataset, Failure> {
        let dataset = self.data_untold(place)?;
        tell_unusable(&dataset);
        for problem in unused::files(dataset.snapshot()) {
            eprintln!("warning: {}", problem.message);
        }
        if let Some(row) = dataset.deciding_row().filter(|row| row.stands_alone()) {
            eprintln!("warning: the data date {} comes from one row of `{}` alone", row.day, row.file);
        }
        Ok(dataset)
    }

    /// The same for who tells of files that cannot be used in an own way.
    pub(super) fn data_untold(&self, place: &Globals) -> Result<Dataset, Failure> {
        let open = |opening| {
            let opened = Dataset::open(Arc::clone(&self.workspace), &self.engine, opening);
            self.runtime.block_on(opened)
        };
        let dataset = match open(self.opening(place)?) {
            // Figures that can be computed are given although nothing can be kept.
            Err(error) if error.is_of_state() && self.instead.get().is_none() => {
                self.keep_elsewhere(&error)?;
                open(self.opening(place)?)?
            }
            opened => opened?,
        };
        let dataset = dataset.kept_elsewhere(self.instead.get().map(|(_, because)| because.clone()));
        let state = self.opening(place)?.state;
        if let Some(plans) = self.engine.plans() {
            // What is not kept is found out again.
            let _ = state.put(PLANS, &Engine::plans_name(), &plans);
        }
        state.clear_spilled(SystemTime::now());
        let used = dataset.cache_files().map(Path::to_owned).collect();
        // What is not swept now is swept another time.
        let _ = state.sweep(&used, Leftovers::default(), SystemTime::now());
        Ok(dataset)
    }

    /// The data, and how the files stood before any of them was read: what was written since then is noticed
    /// at the first look.
    pub(super) fn data_as_it_stands(&self, place: &Globals) -> Result<(Dataset, FolderState), Failure> {
        let location = place.data.clone().unwrap_or_else(|| self.workspace.settings.data_location.clone());
        let base = if place.data.is_some() { Path::new("") } else { self.workspace.root.as_path() };
        let location =
            Location::parse(&location, base, &stores::access(&location)?).map_err(DataError::from)?;
        let stand = self.stand.clone().with_data(&location);
        Ok((self.data(place)?, stand))
    }

    /// What a dataset is opened from again.
    pub(super) fn source(&self, place: &Globals) -> Result<Reopening, Failure> {
        let (engine, root) = (self.engine.clone(), self.workspace.root.clone());
        Ok(Reopening { engine, root, opening: self.opening(place)? })
    }

    pub(super) fn opening(&self, place: &Globals) -> Result<Opening, Failure> {
        let state = self.state.borrow().clone();
        let state = match state {
            Some(state) => state,
            None => {
                let folder = state_folder(place, &self.workspace.root);
                match State::open(&folder) {
                    Ok(state) => *self.state.borrow_mut() = Some(Arc::new(state)),
                    Err(error) => self.keep_elsewhere(&error)?,
                }
                return self.opening(place);
            }
        };
        // What was typed is meant from where it was typed, not from the workspace.
        let typed = |data: &String| match std::path::absolute(data) {
            Ok(path) if !data.contains("://") => path.to_string_lossy().into_owned(),
            Ok(_) | Err(_) => data.clone(),
        };
        let location = place.data.as_ref().map(typed);
        let access = stores::access(location.as_ref().unwrap_or(&self.workspace.settings.data_location))?;
        Ok(Opening { location, access, as_of: place.as_of, ..Opening::of(state) })
    }

    /// Goes on with a state folder that is gone with the process.
    fn keep_elsewhere(&self, because: &dyn std::error::Error) -> Result<(), Failure> {
        let because = causes(because);
        eprintln!(
            "warning: nothing is kept, and all is computed again next time, because the state folder cannot be \
             written to: {because}"
        );
        let folder = tempfile::tempdir()?;
        *self.state.borrow_mut() = Some(Arc::new(State::open(folder.path())?));
        // Asked for once: who calls has seen that there is none yet.
        let _ = self.instead.set((folder, because));
        Ok(())
    }

    /// Says that there are mistakes in files, where a command goes on without them.
    pub(super) fn tell_problems(&self) {
        if self.workspace.has_errors() {
            let count = self.workspace.problems.len();
            let (them, problems) = (if count == 1 { "it" } else { "them" }, counted(count, "problem"));
            eprintln!("warning: {problems} in the workspace's files; `minhbach check` lists {them}");
        }
    }
}

/// Says of which files no row can be used.
fn tell_unusable(dataset: &Dataset) {
    for file in &dataset.snapshot().fatal_files {
        eprintln!("warning: no row of `{}` is used: {}", file.path, file.fatal);
    }
    for file in dataset.snapshot().missed_files.iter().filter(|file| !file.replaced) {
        eprintln!("warning: `{}` was served before and is not there any more", file.path);
    }
}

/// `DIM=VALUE` pairs, a period and a view as a question.
pub(super) fn ask(
    reader: &Reader<'_>,
    period: Option<&String>,
    filters: &[String],
    view: Option<&String>,
) -> Result<Ask, Failure> {
    let mut pairs = Vec::new();
    if period.is_some_and(String::is_empty) {
        let message = "`--period` names no period".to_owned();
        return Err(Failure::Typed {
            message,
            hint: Some("leave it out for the newest that has ended".to_owned()),
        });
    }
    if let Some(period) = period {
        pairs.push(("period", period.as_str()));
    }
    if let Some(view) = view {
        pairs.push(("view", view.as_str()));
    }
    for filter in filters {
        let Some((dimension, value)) = filter.split_once('=') else {
            let message = format!("`--where {filter}` is not of the form DIM=VALUE");
            return Err(Failure::Typed {
                message,
                hint: Some("as in `--where DIM=CODE`; `~` stands for not known".to_owned()),
            });
        };
        if matches!(dimension, "period" | "view") || value.is_empty() {
            let message = format!("`--where {filter}` names no dimension and member");
            return Err(Failure::Typed { message, hint: None });
        }
        pairs.push((dimension, value));
    }
    Ask::read(reader, pairs).map_err(|error| Failure::Report(error.into()))
}
