//! What is served now: one state of the files, swapped in whole.

use std::sync::{Arc, PoisonError, RwLock};
use std::time::SystemTime;

use super::identity::state_of;
use crate::report::Held;
use crate::workspace::{Access, Dataset};

/// The state of the files that is served, and what is wrong with a newer one that is not.
#[derive(Clone)]
pub(crate) struct Served {
    pub(crate) dataset: Arc<Dataset>,
    /// What of the state can make one page differ from another, as one hash.
    pub(super) state: Arc<str>,
    pub(super) held: Option<Arc<Held>>,
    /// Since when something newer is held back.
    held_since: Option<SystemTime>,
}

impl Served {
    fn new(dataset: Arc<Dataset>, held: Option<Held>) -> Self {
        let state = state_of(&dataset).into();
        let held_since = held.as_ref().map(|_| SystemTime::now());
        Self { dataset, state, held: held.map(Arc::new), held_since }
    }

    /// Since when a newer state, or a part of it, is held back; nothing where none is.
    pub(super) fn held_since(&self) -> Option<SystemTime> {
        self.held_since
    }
}

/// Where every request takes it, once.
pub(super) struct Current {
    served: RwLock<Served>,
    /// The roles in force: those of the newest files, also where the definitions beside them are not served.
    access: RwLock<Arc<Access>>,
}

impl Current {
    pub(super) fn new(dataset: Arc<Dataset>) -> Self {
        let access = Arc::new(dataset.workspace().access.clone().unwrap_or_default());
        Self { served: RwLock::new(Served::new(dataset, None)), access: RwLock::new(access) }
    }

    pub(super) fn get(&self) -> Served {
        self.served.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    pub(super) fn access(&self) -> Arc<Access> {
        Arc::clone(&self.access.read().unwrap_or_else(PoisonError::into_inner))
    }

    /// Puts other roles in force; whether they grant anything else than those before.
    pub(super) fn entitle(&self, access: Access) -> bool {
        let mut own = self.access.write().unwrap_or_else(PoisonError::into_inner);
        let granted = |access: &Access| access.granted();
        let is_other = granted(&own) != granted(&access);
        if **own != access {
            *own = Arc::new(access);
        }
        is_other
    }

    /// Serves another state from the next request on; those that have begun keep theirs. The old one
    /// is freed when the last of them ends.
    pub(super) fn swap(&self, dataset: Arc<Dataset>, held: Option<Held>) {
        let served = Served::new(dataset, held);
        let mut current = self.served.write().unwrap_or_else(PoisonError::into_inner);
        let old = std::mem::replace(&mut *current, served);
        // Freeing takes a while, and nobody should wait for it.
        drop(current);
        drop(old);
    }

    /// Goes on serving what is served, and says what is held back, or that nothing is any more.
    pub(super) fn hold(&self, held: Option<Held>) {
        let mut current = self.served.write().unwrap_or_else(PoisonError::into_inner);
        let since = current.held_since.filter(|_| held.is_some());
        current.held_since = since.or_else(|| held.as_ref().map(|_| SystemTime::now()));
        current.held = held.map(Arc::new);
    }
}
