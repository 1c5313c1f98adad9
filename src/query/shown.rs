//! The same tables with some rows alone: what queries read for who may not see all.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use datafusion::catalog::view::ViewTable;
use datafusion::common::{Column, DataFusionError};
use datafusion::datasource::provider_as_source;
use datafusion::logical_expr::{LogicalPlan, LogicalPlanBuilder, col, lit};

use super::engine::QueryError;
use super::session::{Bound, Session, quoted};
use super::source::Model;
use crate::diagnostic::Diagnostics;

/// Which rows of a table are seen: all, or those that have one of some codes in one of some columns. Where several must
/// hold, each of them.
pub type ShownRows = Vec<(BTreeSet<String>, BTreeSet<String>)>;

impl Session {
    /// The same with rows that are seen alone, filtered as tables are read, beneath models too. Tables that are not named
    /// cannot be read, nor what reads them.
    ///
    /// # Errors
    /// Where the engine fails.
    pub async fn showing(
        &self,
        tables: &BTreeMap<String, ShownRows>,
        models: &[Model],
    ) -> Result<Self, QueryError> {
        let setup = |error| QueryError::Setup(Box::new(error));
        let context = Bound::context(&self.inner.shared);
        let mut bound = BTreeMap::new();
        for (name, rows) in tables {
            let Some(files) = self.inner.tables.get(name) else { continue };
            let schema = self.inner.state.schema_for_ref(quoted(name)).map_err(setup)?;
            let Some(all) = schema.table(name).await.map_err(setup)? else { continue };
            let shown = if rows.is_empty() {
                all
            } else {
                let scan = LogicalPlanBuilder::scan(quoted(name), provider_as_source(all), None);
                Arc::new(ViewTable::new(scan.and_then(|scan| shown(scan, rows)).map_err(setup)?, None))
            };
            context.register_table(quoted(name), shown).map_err(setup)?;
            bound.insert(name.clone(), files.clone());
        }
        // What cannot be planned over what is left is refused; mistakes were told when the workspace was loaded.
        let mut told = Diagnostics::default();
        let shared = Arc::clone(&self.inner.shared);
        let shown = Self::over(&mut told, shared, Bound { context, tables: bound }, models).map_err(setup)?;
        Ok(match &self.spill {
            Some(folder) => shown.spilling_to(folder.clone()),
            None => shown,
        })
    }
}

fn shown(scan: LogicalPlanBuilder, rows: &ShownRows) -> Result<LogicalPlan, DataFusionError> {
    let mut scan = scan;
    for (columns, codes) in rows {
        let codes = || codes.iter().map(|code| lit(code.as_str())).collect();
        let column = |name: &String| col(Column::from_name(name)).in_list(codes(), false);
        let any = columns.iter().map(column).reduce(|one, other| one.or(other));
        scan = scan.filter(any.unwrap_or_else(|| lit(false)))?;
    }
    scan.build()
}
