//! The workspace's identities: queries that list the rows that break them, so that no row is good.

use std::collections::BTreeMap;

use super::{Dataset, Workspace};
use crate::query::{NamedQuery, QueryError, Rows};

impl Workspace {
    /// The queries below `queries/checks/`, by name.
    pub fn checks(&self) -> impl Iterator<Item = &NamedQuery> {
        self.queries.values().filter(|query| query.is_check)
    }
}

impl Dataset {
    /// The rows that break an identity; parameters have their defaults, or are left out.
    ///
    /// # Errors
    /// Where the query fails.
    pub async fn broken(&self, check: &NamedQuery) -> Result<Rows, QueryError> {
        let parameters = &check.parameters;
        let values = parameters.bind(&BTreeMap::new()).unwrap_or_else(|_| parameters.blank());
        self.named(check, values).await
    }
}
