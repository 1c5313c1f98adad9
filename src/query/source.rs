//! What a query may read: files under a contract's schema, small tables in memory, and views.

use std::path::PathBuf;
use std::sync::Arc;

use datafusion::arrow::datatypes::SchemaRef;
use datafusion::arrow::record_batch::RecordBatch;
use datafusion::catalog::TableProvider;
use datafusion::common::{DataFusionError, Result};
use datafusion::datasource::MemTable;
use datafusion::datasource::empty::EmptyTable;
use datafusion::datasource::file_format::parquet::ParquetFormat;
use datafusion::datasource::listing::{ListingOptions, ListingTable, ListingTableConfig, ListingTableUrl};
use datafusion::execution::runtime_env::RuntimeEnv;

use crate::diagnostic::SourceFile;

/// A table made of Parquet files.
///
/// The order in which the files' rows stand is not told to the engine: it would believe it
/// unseen, and one file that breaks it would give wrong numbers.
#[derive(Debug, Clone)]
pub struct Source {
    /// What queries call it.
    pub name: String,
    /// Its columns; a column that a file lacks is NULL, other types are cast.
    pub schema: SchemaRef,
    /// Absolute paths, whatever their extension; without files the table is empty.
    pub files: Vec<PathBuf>,
}

/// A small table that is held in memory.
#[derive(Debug, Clone)]
pub struct Memory {
    /// What queries call it.
    pub name: String,
    /// Its rows.
    pub batch: RecordBatch,
}

/// A view that queries share; models may read models.
#[derive(Debug, Clone)]
pub struct Model {
    /// What queries call it.
    pub name: String,
    /// One `SELECT`.
    pub file: Arc<SourceFile>,
}

impl Source {
    pub(crate) fn provider(&self, environment: &RuntimeEnv) -> Result<Arc<dyn TableProvider>> {
        if self.files.is_empty() {
            return Ok(Arc::new(EmptyTable::new(Arc::clone(&self.schema))));
        }
        let paths = self.files.iter().map(|path| {
            let url = url::Url::from_file_path(path).map_err(|()| {
                DataFusionError::Plan(format!("`{}` is not an absolute path", path.display()))
            })?;
            ListingTableUrl::try_new(url, None)
        });
        // No extension is asked for: a cleaned twin is named after its content.
        let options = ListingOptions::new(Arc::new(ParquetFormat::default())).with_file_extension("");
        let config = ListingTableConfig::new_with_multi_paths(paths.collect::<Result<_>>()?)
            .with_listing_options(options)
            .with_schema(Arc::clone(&self.schema));
        let statistics = environment.cache_manager.get_file_statistic_cache();
        Ok(Arc::new(ListingTable::try_new(config)?.with_cache(statistics)))
    }
}

impl Memory {
    pub(crate) fn provider(&self) -> Result<Arc<dyn TableProvider>> {
        Ok(Arc::new(MemTable::try_new(self.batch.schema(), vec![vec![self.batch.clone()]])?))
    }
}
