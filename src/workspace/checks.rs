//! The workspace's identities: queries that list the rows that break them, so that no row is good.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use super::dataset::{named, nothing_served};
use super::{Dataset, Reader, Workspace};
use crate::diagnostic::{agreeing, counted};
use crate::kpi::{Named, Reason, Scope};
use crate::query::{Lane, NamedQuery, ParameterError, QueryError, Rows};

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
    /// All rows of a table that it reads are set aside.
    #[error("all {} of table `{}` {} set aside", counted(*rows, "row"), table.name, agreeing(*rows, "is", "are"))]
    NothingServed {
        /// The table.
        table: Named,
        /// How many rows.
        rows: u64,
    },
    /// No file has a column that decides whether a row breaks it.
    #[error("no file of table `{}` has column `{}`", table.name, column.name)]
    NoColumn {
        /// The table.
        table: Named,
        /// The column.
        column: Named,
    },
    /// It speaks of rows that the reader may not see.
    #[error("it speaks of rows outside what may be seen")]
    OutOfScope,
    /// It wants values that nobody gives.
    #[error(transparent)]
    Parameter(#[from] ParameterError),
    /// The query failed.
    #[error(transparent)]
    Query(Arc<QueryError>),
}

impl CheckError {
    /// Whether the program failed, and not what it was given says nothing.
    pub fn is_failure(&self) -> bool {
        match self {
            Self::Query(_) | Self::Parameter(_) => true,
            Self::NoData(_) | Self::NothingServed { .. } | Self::NoColumn { .. } | Self::OutOfScope => false,
        }
    }
}

impl Workspace {
    /// The queries below `queries/checks/`, by name.
    pub fn checks(&self) -> impl Iterator<Item = &NamedQuery> {
        self.queries.values().filter(|query| query.is_check)
    }
}

impl Reader<'_> {
    /// The table that a query reads and that has no file, or none that can be read: that it lists nothing says nothing.
    pub fn without_data(&self, query: &NamedQuery) -> Option<CheckError> {
        let dataset = self.dataset;
        let read = dataset.workspace().query_uses.get(&query.name)?.tables.keys();
        let mut contracts = read.filter_map(|table| dataset.workspace().contracts.get(table));
        contracts.find_map(|contract| match nothing_served(dataset.snapshot(), contract)? {
            Reason::NoData(table) => Some(CheckError::NoData(table)),
            _ => None,
        })
    }

    /// What breaks an identity among the rows that the reader sees, found for this answer.
    pub(super) async fn broken_here(&self, check: &NamedQuery) -> Result<Arc<Broken>, CheckError> {
        // That a table has no file at all is not others' alone.
        if self.without_data(check).is_some() {
            return Err(CheckError::OutOfScope);
        }
        let values = self.values(check, BTreeMap::new())?;
        let rows = self.named(check, values).await.map_err(|error| CheckError::Query(Arc::new(error)))?;
        Ok(Arc::new(Broken::of(&rows)))
    }
}

impl Broken {
    fn of(rows: &Rows) -> Self {
        Self { count: rows.len(), more: rows.truncated, rows: Arc::new(rows.first(SHOWN)) }
    }
}

impl Dataset {
    /// What breaks an identity, found once; parameters have their defaults.
    ///
    /// # Errors
    /// Where nothing can be said of it; what fails again is not tried again.
    pub async fn broken(&self, check: &NamedQuery) -> Result<Arc<Broken>, CheckError> {
        self.broken_within(check, self.patience).await
    }

    /// The same, waited for to the end.
    ///
    /// # Errors
    /// Those of [`Self::broken`].
    pub async fn found_broken(&self, check: &NamedQuery) -> Result<Arc<Broken>, CheckError> {
        self.broken_within(check, None).await
    }

    async fn broken_within(
        &self,
        check: &NamedQuery,
        patience: Option<Duration>,
    ) -> Result<Arc<Broken>, CheckError> {
        if let Some(missing) = self.missing(check) {
            return Err(missing);
        }
        let values = self.for_reader(Scope::everything()).values(check, BTreeMap::new())?;
        let request = named(check, values).lane(Lane::Long);
        let session = self.session().clone();
        let find = || async move { Ok(Broken::of(&session.run(request).await?)) };
        let found = match self.broken.get(&check.name) {
            Some(once) => once.get(&check.name, &self.checking, patience, find).await,
            None => find().await.map(Arc::new).map_err(Arc::new),
        };
        found.map_err(CheckError::Query)
    }

    /// What it cannot do without and does not find.
    fn missing(&self, check: &NamedQuery) -> Option<CheckError> {
        let workspace = self.workspace();
        let uses = workspace.query_uses.get(&check.name)?;
        let count = format!("SELECT count(*) AS n FROM (\n{}\n) AS q", check.select.file.text.trim_end());
        uses.tables.iter().find_map(|(table, read)| {
            let contract = workspace.contracts.get(table)?;
            let named = |name: &str, title: &str| Named { name: name.to_owned(), title: title.to_owned() };
            let table = named(&contract.name, &contract.title);
            match nothing_served(self.snapshot(), contract) {
                None => {}
                Some(Reason::NothingServed { table, rows }) => {
                    return Some(CheckError::NothingServed { table, rows });
                }
                Some(_) => return Some(CheckError::NoData(table)),
            }
            let absent = self.oddities(contract).absent.into_iter().filter(|name| read.contains(name));
            let mut vital = absent.filter(|name| self.needs(&count, &contract.name, name));
            let column = vital.next().and_then(|name| contract.columns.get(&name))?;
            Some(CheckError::NoColumn { table, column: named(&column.name, &column.title) })
        })
    }
}
