//! Tables that an application gives from memory: read like a file, under the same contracts.

use std::fmt;
use std::path::PathBuf;
use std::sync::{Arc, OnceLock};

use arrow::array::RecordBatch;
use arrow::datatypes::{Field, Schema};
use parquet::arrow::arrow_writer::ArrowWriter;
use parquet::basic::Compression;
use parquet::errors::ParquetError;
use parquet::file::metadata::KeyValue;
use parquet::file::properties::{EnabledStatistics, WriterProperties};

use super::engine_tables::unwritten;
use super::listing::Listed;
use super::load::LoadError;
use super::location::Version;
use super::twin::{EXTENSION, KIND, TwinError};
use crate::store::State;

/// Tables in memory, each as if it were a file `memory:TABLE` of the table. Cheap to clone.
#[derive(Debug, Clone, Default)]
pub struct MemoryTables(Vec<Arc<MemoryTable>>);

struct MemoryTable {
    table: String,
    batches: Vec<RecordBatch>,
    /// How large it is as a file, and the address of its bytes: known once it was written.
    written: OnceLock<(u64, String)>,
}

/// What the paths of such tables begin with: no file of a table can be called so.
const MEMORY: &str = "memory:";

impl MemoryTables {
    /// With one more table, all of whose batches have the same columns; they are found by name as those of a file are.
    /// What the schema notes is what an exporter notes in a file. A table without a batch is not there; one with a
    /// batch without rows is, and has none.
    #[must_use]
    pub fn with(mut self, table: &str, batches: Vec<RecordBatch>) -> Self {
        if !batches.is_empty() {
            let table = MemoryTable { table: table.to_owned(), batches, written: OnceLock::new() };
            self.0.push(Arc::new(table));
        }
        self
    }

    /// The tables' names.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.0.iter().map(|table| table.table.as_str())
    }

    /// As files that are there; writes what was not written yet.
    pub(super) fn listed(&self, state: &State) -> Result<Vec<Listed>, LoadError> {
        let listed = self.0.iter().map(|own| {
            own.file(state)?;
            let (size, sha256) = own.written.get().expect("it was written");
            let version = Version::of_content(*size, sha256);
            Ok(Listed { table: own.table.clone(), path: path(&own.table), version })
        });
        listed.collect()
    }

    /// The version and the local file of a path, where it is one of these tables'; written anew where the state folder
    /// has lost it.
    pub(super) fn file(&self, asked: &str, state: &State) -> Option<Result<(Version, PathBuf), LoadError>> {
        let own = self.0.iter().find(|own| path(&own.table) == asked)?;
        Some(own.file(state).map(|file| {
            let (size, sha256) = own.written.get().expect("it was written");
            (Version::of_content(*size, sha256), file)
        }))
    }
}

fn path(table: &str) -> String {
    format!("{MEMORY}{table}")
}

/// The table of a path, where it is none of a file.
pub(super) fn table_of(path: &str) -> Option<&str> {
    path.strip_prefix(MEMORY)
}

impl MemoryTable {
    fn file(&self, state: &State) -> Result<PathBuf, LoadError> {
        if let Some((_, sha256)) = self.written.get() {
            let file = state.content(KIND, EXTENSION, sha256)?;
            if state.is_whole(&file) {
                return Ok(file);
            }
        }
        let (file, size, sha256) = self.write(state).map_err(|error| unwritten(error, &path(&self.table)))?;
        // The same rows give the same bytes: whoever was quicker knows no other.
        let _ = self.written.set((size, sha256));
        Ok(file)
    }

    /// Writes the rows plainly, so that the same rows have the same address whatever packs or counts them.
    fn write(&self, state: &State) -> Result<(PathBuf, u64, String), TwinError> {
        let own = self.batches.first().map(RecordBatch::schema).ok_or(TwinError::Moved)?;
        let mut notes: Vec<(&String, &String)> = own.metadata().iter().collect();
        notes.sort();
        let notes = notes.into_iter().map(|(key, value)| KeyValue::new(key.clone(), value.clone())).collect();
        let fields = own
            .fields()
            .iter()
            .map(|field| Field::new(field.name(), field.data_type().clone(), field.is_nullable()));
        let schema = Arc::new(Schema::new(fields.collect::<Vec<_>>()));
        let properties = WriterProperties::builder()
            .set_created_by(env!("CARGO_PKG_NAME").to_owned())
            .set_compression(Compression::UNCOMPRESSED)
            .set_dictionary_enabled(false)
            .set_statistics_enabled(EnabledStatistics::None)
            .set_key_value_metadata(Some(notes))
            .build();
        let mut writer = ArrowWriter::try_new(state.scratch(KIND)?, Arc::clone(&schema), Some(properties))?;
        for batch in &self.batches {
            if batch
                .schema()
                .fields()
                .iter()
                .map(|field| field.name())
                .ne(own.fields().iter().map(|field| field.name()))
            {
                return Err(ParquetError::General("its batches have different columns".to_owned()).into());
            }
            writer.write(&RecordBatch::try_new(Arc::clone(&schema), batch.columns().to_vec())?)?;
        }
        Ok(state.keep(writer.into_inner()?, EXTENSION)?)
    }
}

impl fmt::Debug for MemoryTable {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let rows: usize = self.batches.iter().map(RecordBatch::num_rows).sum();
        out.debug_struct("MemoryTable").field("table", &self.table).field("rows", &rows).finish()
    }
}
