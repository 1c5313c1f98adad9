//! The workspace's identities: queries that list the rows that break them, so that no row is good.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::{Dataset, Workspace};
use crate::query::{NamedQuery, QueryError, Rows};

impl Workspace {
    /// The queries below `queries/checks/`, by name.
    pub fn checks(&self) -> impl Iterator<Item = &NamedQuery> {
        self.queries.values().filter(|query| query.is_check)
    }
}

impl Dataset {
    /// The rows that break an identity, listed once; parameters have their defaults, or are left out.
    ///
    /// # Errors
    /// Where the query fails.
    pub async fn broken(&self, check: &NamedQuery) -> Result<Arc<Rows>, QueryError> {
        let list = async || {
            let parameters = &check.parameters;
            let values = parameters.bind(&BTreeMap::new()).unwrap_or_else(|_| parameters.blank());
            Ok(Arc::new(self.named(check, values).await?))
        };
        match self.broken.get(&check.name) {
            Some(kept) => kept.get_or_try_init(list).await.cloned(),
            None => list().await,
        }
    }
}
