//! What a query may read: files under a contract's schema, small tables in memory, and views.

use std::path::{Path, PathBuf};
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
use datafusion::object_store::local::LocalFileSystem;
use url::Url;

use crate::diagnostic::SourceFile;
use crate::store::sha256_hex;

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
pub struct EngineTable {
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
        let folder = Folder::of(&self.files)?;
        let store = LocalFileSystem::new_with_prefix(&folder.path)?;
        environment.register_object_store(&folder.address, Arc::new(store));
        let paths = folder.files.iter().map(|address| ListingTableUrl::try_new(address.clone(), None));
        // No extension is asked for: a cleaned twin is named after its content.
        let options = ListingOptions::new(Arc::new(ParquetFormat::default())).with_file_extension("");
        let config = ListingTableConfig::new_with_multi_paths(paths.collect::<Result<_>>()?)
            .with_listing_options(options)
            .with_schema(Arc::clone(&self.schema));
        let statistics = environment.cache_manager.get_file_statistic_cache();
        Ok(Arc::new(ListingTable::try_new(config)?.with_cache(statistics)))
    }
}

/// The folder below which a table's files lie, with the files by their addresses in it.
///
/// The engine takes addresses and not every name of a folder can be one: with an address of its own
/// the folder may be called as it likes.
struct Folder {
    path: PathBuf,
    address: Url,
    files: Vec<Url>,
}

impl Folder {
    fn of(files: &[PathBuf]) -> Result<Self> {
        let whole = files.iter().map(|file| whole(file)).collect::<Result<Vec<PathBuf>>>()?;
        let mut path = whole.first().and_then(|file| file.parent()).map(Path::to_owned).unwrap_or_default();
        while whole.iter().any(|file| !file.starts_with(&path)) && path.pop() {}
        let digest = sha256_hex(path.as_os_str().as_encoded_bytes());
        let address = format!("{SCHEME}://{}/", &digest[..32]);
        let address = Url::parse(&address).map_err(|error| DataFusionError::External(error.into()))?;
        let below = |file: &PathBuf| {
            let mut inside = address.clone();
            if let (Ok(mut segments), Ok(below)) = (inside.path_segments_mut(), file.strip_prefix(&path)) {
                segments.clear().extend(below.iter().map(|name| name.to_string_lossy()));
            }
            inside
        };
        let files = whole.iter().map(below).collect();
        Ok(Self { path, address, files })
    }
}

/// What addresses of the engine's files begin with.
const SCHEME: &str = "folder";

/// A file's path without `..` and links on the way; the file itself may be gone, which is told where it is read.
fn whole(file: &Path) -> Result<PathBuf> {
    let not_absolute = || DataFusionError::Plan(format!("`{}` is not an absolute path", file.display()));
    let (folder, name) = file.parent().zip(file.file_name()).ok_or_else(not_absolute)?;
    if !file.is_absolute() {
        return Err(not_absolute());
    }
    Ok(folder.canonicalize().unwrap_or_else(|_| folder.to_owned()).join(name))
}

impl EngineTable {
    pub(crate) fn provider(&self) -> Result<Arc<dyn TableProvider>> {
        Ok(Arc::new(MemTable::try_new(self.batch.schema(), vec![vec![self.batch.clone()]])?))
    }
}
