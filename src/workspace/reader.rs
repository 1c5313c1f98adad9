//! A dataset as one reader sees it.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

use futures::future::join_all;

use super::Dataset;
use crate::kpi::{Cube, Filters, Kpi, Question, Scope, SliceError};

/// What answers are made from: a dataset, the scope of who asks, and the cubes that one answer has taken. Each
/// cube is taken once an answer, so that all parts of it tell the same.
pub struct Reader<'a> {
    dataset: &'a Dataset,
    scope: &'a Scope,
    taken: Mutex<BTreeMap<String, Arc<Cube>>>,
}

impl Dataset {
    /// The dataset for whoever may see a scope of it.
    pub fn for_reader<'a>(&'a self, scope: &'a Scope) -> Reader<'a> {
        Reader { dataset: self, scope, taken: Mutex::default() }
    }
}

impl<'a> Reader<'a> {
    /// The definitions and data.
    pub fn dataset(&self) -> &'a Dataset {
        self.dataset
    }

    /// What the reader may see.
    pub fn scope(&self) -> &'a Scope {
        self.scope
    }

    /// A KPI's cube, or one that stands for it and gives the reason in place of each figure.
    pub async fn cube(&self, kpi: &Kpi) -> Arc<Cube> {
        let taken = || self.taken.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(cube) = taken().get(&kpi.code) {
            return Arc::clone(cube);
        }
        let cube = self.dataset.cube_or_reason(kpi).await;
        Arc::clone(taken().entry(kpi.code.clone()).or_insert(cube))
    }

    /// Those of several KPIs, in their order: all at once, since the engine is idle while one is read.
    pub async fn cubes(&self, kpis: impl IntoIterator<Item = &'a Kpi>) -> Vec<(&'a Kpi, Arc<Cube>)> {
        join_all(kpis.into_iter().map(async |kpi| (kpi, self.cube(kpi).await))).await
    }

    /// A KPI asked with filters, all of which are on dimensions of its own.
    ///
    /// # Errors
    /// For a dimension that the KPI lacks, a member that does not exist and a view that cannot be used.
    pub async fn question(
        &self,
        kpi: &'a Kpi,
        filters: Filters,
        view: Option<String>,
    ) -> Result<Question<'a>, SliceError> {
        let cube = self.cube(kpi).await;
        Question::new(self.dataset.frame(), kpi, cube, self.scope, filters, view)
    }
}
