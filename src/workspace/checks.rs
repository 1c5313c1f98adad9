//! The workspace's identities: queries that list the rows that break them, so that no row is good.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::dataset::served;
use super::{Dataset, Workspace};
use crate::kpi::Named;
use crate::query::{NamedQuery, ParameterError, QueryError, Rows};

/// So many of the rows that break an identity are kept to be shown.
const SHOWN: usize = 50;

/// What breaks an identity.
#[derive(Debug)]
pub struct Broken {
    /// How many rows.
    pub count: usize,
    /// Whether there are more, beyond what a query may give.
    pub more: bool,
    /// The first of them.
    pub rows: Arc<Rows>,
}

/// Why nothing can be said of an identity.
#[derive(Debug, thiserror::Error)]
pub enum CheckError {
    /// A table that it reads has no file, or none that can be read: no row is no proof then.
    #[error("table `{}` has no file, or none that can be read", .0.name)]
    NoData(Named),
    /// It wants values that nobody gives.
    #[error(transparent)]
    Parameter(#[from] ParameterError),
    /// The query failed.
    #[error(transparent)]
    Query(#[from] QueryError),
}

impl Workspace {
    /// The queries below `queries/checks/`, by name.
    pub fn checks(&self) -> impl Iterator<Item = &NamedQuery> {
        self.queries.values().filter(|query| query.is_check)
    }
}

impl Dataset {
    /// What breaks an identity, found once; parameters have their defaults.
    ///
    /// # Errors
    /// Where nothing can be said of it; asked again, it is tried again.
    pub async fn broken(&self, check: &NamedQuery) -> Result<Arc<Broken>, CheckError> {
        let find = async || {
            if let Some(missing) = self.missing_table(check) {
                return Err(CheckError::NoData(missing));
            }
            let rows = self.named(check, check.parameters.bind(&BTreeMap::new())?).await?;
            let (count, more) = (rows.len(), rows.truncated);
            Ok(Arc::new(Broken { count, more, rows: Arc::new(rows.first(SHOWN)) }))
        };
        match self.broken.get(&check.name) {
            Some(kept) => kept.get_or_try_init(find).await.cloned(),
            None => find().await,
        }
    }

    fn missing_table(&self, check: &NamedQuery) -> Option<Named> {
        let workspace = self.workspace();
        let uses = workspace.query_uses.get(&check.name)?;
        let mut contracts = uses.tables.keys().filter_map(|table| workspace.contracts.get(table));
        let missing = contracts.find(|each| served(self.snapshot(), &each.name).next().is_none())?;
        Some(Named { name: missing.name.clone(), title: missing.title.clone() })
    }
}
