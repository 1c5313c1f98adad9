//! A data location and a state folder of one test.

use std::fs::{self, File, FileTimes};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, SystemTime};

use arrow::array::{ArrayRef, RecordBatch, StringArray};
use arrow::util::pretty::pretty_format_batches;
use indexmap::IndexMap;
use parquet::arrow::ArrowWriter;
use parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder;
use parquet::file::metadata::KeyValue;
use parquet::file::properties::WriterProperties;
use tempfile::TempDir;

use crate::diagnostic::{Diagnostics, SourceFile, short};
use crate::store::State;
use crate::table::{
    Contract, Fate, LoadError, Location, Pinned, Rejected, RejectedRows, Snapshot, StoreAccess, Zone, load,
    resolve,
};

pub(super) struct Place {
    folder: TempDir,
    contracts: IndexMap<String, Contract>,
}

pub(super) fn text(values: &[&str]) -> ArrayRef {
    Arc::new(StringArray::from(values.to_vec()))
}

/// What is wrong with contracts, each on a line as an editor shows it.
pub(super) fn problems(contracts: &[(&str, &str)]) -> (IndexMap<String, Contract>, Vec<String>) {
    let mut problems = Diagnostics::default();
    let mut read = IndexMap::new();
    for (name, written) in contracts {
        let file = SourceFile::new(format!("queries/tables/{name}.toml"), *written);
        if let Some(contract) = Contract::parse(&mut problems, &file) {
            read.insert((*name).to_owned(), contract);
        }
    }
    resolve(&mut problems, &read);
    (read, problems.sorted().iter().map(short).collect())
}

impl Place {
    pub(super) fn new(contracts: &[(&str, &str)]) -> Self {
        let (contracts, problems) = problems(contracts);
        assert_eq!(problems, Vec::<String>::new());
        let folder = tempfile::tempdir().unwrap();
        fs::create_dir(folder.path().join("data")).unwrap();
        Self { folder, contracts }
    }

    pub(super) fn contract(&self, table: &str) -> &Contract {
        &self.contracts[table]
    }

    pub(super) fn path(&self, file: &str) -> PathBuf {
        self.folder.path().join("data").join(file)
    }

    /// Writes a file of columns, long enough ago to have arrived.
    pub(super) fn put(&self, file: &str, columns: &[(&str, ArrayRef)]) -> &Self {
        self.put_noted(file, columns, &[])
    }

    pub(super) fn put_noted(
        &self,
        file: &str,
        columns: &[(&str, ArrayRef)],
        notes: &[(&str, &str)],
    ) -> &Self {
        let columns = columns.iter().map(|(name, array)| (*name, Arc::clone(array), true));
        let batch = RecordBatch::try_from_iter_with_nullable(columns).unwrap();
        let notes = notes.iter().map(|(k, v)| KeyValue::new((*k).to_owned(), (*v).to_owned())).collect();
        let properties = WriterProperties::builder().set_key_value_metadata(Some(notes)).build();
        let mut bytes = Vec::new();
        let mut writer = ArrowWriter::try_new(&mut bytes, batch.schema(), Some(properties)).unwrap();
        writer.write(&batch).unwrap();
        writer.close().unwrap();
        self.put_bytes(file, &bytes)
    }

    pub(super) fn put_bytes(&self, file: &str, bytes: &[u8]) -> &Self {
        let path = self.path(file);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(&path, bytes).unwrap();
        age(&path);
        self
    }

    pub(super) fn state(&self) -> State {
        State::open(&self.folder.path().join("state")).unwrap()
    }

    fn location(&self) -> Location {
        Location::parse("data", self.folder.path(), &StoreAccess::default()).unwrap()
    }

    pub(super) fn load(&self) -> Result<Snapshot, LoadError> {
        load(&self.contracts, &self.location(), &self.state(), &Zone::named("Asia/Ho_Chi_Minh").unwrap())
    }

    /// The same for who remembers nothing.
    pub(super) fn load_afresh(&self, state: &State) -> Result<Snapshot, LoadError> {
        load(&self.contracts, &self.location(), state, &Zone::named("Asia/Ho_Chi_Minh").unwrap())
    }

    /// Each failed check as `file:row rule column=value (body) fate`.
    pub(super) fn findings(&self) -> Vec<String> {
        self.told(&self.load().unwrap(), &self.state())
    }

    /// Those of a snapshot.
    pub(super) fn told(&self, snapshot: &Snapshot, state: &State) -> Vec<String> {
        let shown = |row: Result<Rejected, LoadError>| {
            let Rejected { file, finding: row, .. } = row.unwrap();
            let fate = match row.fate {
                Fate::Served => "kept",
                Fate::Superseded => "superseded",
                Fate::Repeated => "set aside, as another file has it",
                Fate::Copy => "copy",
                Fate::SetAside => "set aside",
            };
            let value = row.value.as_deref().unwrap_or("NULL");
            let body = row.organization.as_deref().unwrap_or("-");
            format!("{file}:{} {} {}={value} ({body}) {fate}", row.row, row.rule.name(), row.column)
        };
        RejectedRows::of(snapshot, state).unwrap().all().unwrap().map(shown).collect()
    }

    /// Each fatal file with its reason.
    pub(super) fn fatal(&self) -> Vec<String> {
        let snapshot = self.load().unwrap();
        snapshot.fatal_files.iter().map(|file| format!("{}: {}", file.path, file.fatal)).collect()
    }

    /// Some columns of what is served of a table, as rows of text.
    pub(super) fn served(&self, table: &str, columns: &[&str]) -> Vec<String> {
        let snapshot = self.load().unwrap();
        let files = snapshot.tables[table].iter();
        let pinned = Pinned::new(&snapshot, &self.location(), &self.state()).unwrap();
        files.flat_map(|file| rows(pinned.of(file), columns)).collect()
    }
}

fn rows(path: &Path, columns: &[&str]) -> Vec<String> {
    let reader =
        ParquetRecordBatchReaderBuilder::try_new(File::open(path).unwrap()).unwrap().build().unwrap();
    let mut found = Vec::new();
    for batch in reader {
        let batch = batch.unwrap();
        let wanted: Vec<usize> = columns.iter().map(|name| batch.schema().index_of(name).unwrap()).collect();
        let table = pretty_format_batches(&[batch.project(&wanted).unwrap()]).unwrap().to_string();
        let lines = table.lines().skip(3).filter(|line| line.starts_with('|'));
        found.extend(lines.map(|line| {
            let cells = line.trim_matches('|').split('|').map(str::trim);
            cells.collect::<Vec<_>>().join(" ")
        }));
    }
    found
}

/// Makes a file a minute old.
fn age(path: &Path) {
    let then = SystemTime::now() - Duration::from_secs(60);
    let file = File::options().write(true).open(path).unwrap();
    file.set_times(FileTimes::new().set_modified(then)).unwrap();
}
