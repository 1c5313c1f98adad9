//! What is served now: one state of the files, swapped in whole.

use std::sync::{Arc, PoisonError, RwLock};

use crate::report::Held;
use crate::workspace::Dataset;

/// The state of the files that is served, and what is wrong with a newer one that is not.
#[derive(Clone)]
pub(super) struct Served {
    pub(super) dataset: Arc<Dataset>,
    pub(super) held: Option<Arc<Held>>,
}

/// Where every request takes it, once.
pub(super) struct Current(RwLock<Served>);

impl Current {
    pub(super) fn new(dataset: Arc<Dataset>) -> Self {
        Self(RwLock::new(Served { dataset, held: None }))
    }

    pub(super) fn get(&self) -> Served {
        self.0.read().unwrap_or_else(PoisonError::into_inner).clone()
    }
}
