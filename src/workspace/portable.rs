//! A statement made to run elsewhere: tables, models and time written out, for DuckDB as it stands.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use arrow::datatypes::DataType;

use super::Workspace;
use super::dataset::served;
use super::elsewhere::literal;
use crate::kpi::Kpi;
use crate::query::EngineTable;
use crate::store::State;
use crate::table::{
    Contract, LoadError, Location, Pinned, REJECTED_ROWS, RejectedRows, Snapshot, SnapshotFile,
    write_engine_table,
};

/// Where another engine finds what a statement reads.
#[derive(Debug)]
pub(super) struct Portable {
    /// The engine's own tables as Parquet in the state folder.
    own: BTreeMap<String, PathBuf>,
    /// The files of each contract's table, as a person finds them.
    files: BTreeMap<String, Vec<String>>,
    /// For each table its common table expression.
    tables: BTreeMap<String, String>,
}

impl Portable {
    pub(super) fn new<'a>(
        workspace: &Workspace,
        snapshot: &Snapshot,
        (location, pinned, rejected): (&Location, &Pinned, &RejectedRows),
        engine: impl Iterator<Item = &'a EngineTable>,
        state: &State,
    ) -> Result<Self, LoadError> {
        let mut own = BTreeMap::from([(REJECTED_ROWS.to_owned(), rejected.path().to_owned())]);
        for table in engine {
            own.insert(table.name.clone(), write_engine_table(state, &table.name, &table.batch)?);
        }
        let (mut tables, mut all) = (BTreeMap::new(), BTreeMap::new());
        // What is served as it arrived is read there, where another program finds it.
        let lies = |file: &SnapshotFile| match file.is_twin() || !location.is_near() {
            true => pinned.of(file).to_string_lossy().into_owned(),
            false => location.shown(&file.path),
        };
        for contract in workspace.contracts.values() {
            let files: Vec<String> = served(snapshot, &contract.name).map(lies).collect();
            let from = files.iter().map(|file| quoted(&shown(Path::new(file), &workspace.root)));
            tables.insert(contract.name.clone(), table(contract, &from.collect::<Vec<_>>()));
            all.insert(contract.name.clone(), files);
        }
        for (name, path) in &own {
            let path = quoted(&shown(path, &workspace.root));
            // The fate of rows is no column that queries know.
            let columns = if name == REJECTED_ROWS { "* EXCLUDE (fate)" } else { "*" };
            tables.insert(
                name.clone(),
                format!(
                    "\"{name}\" AS (SELECT {columns} FROM read_parquet({path}, hive_partitioning = false))"
                ),
            );
        }
        Ok(Self { own, files: all, tables })
    }

    /// The engine's own tables by name.
    pub(super) fn own(&self) -> impl Iterator<Item = (&str, &PathBuf)> {
        self.own.iter().map(|(name, path)| (name.as_str(), path))
    }

    /// One of them.
    pub(super) fn own_file(&self, name: &str) -> Option<(&str, &Path)> {
        self.own.get_key_value(name).map(|(name, path)| (name.as_str(), path.as_path()))
    }

    /// The files of every table.
    pub(super) fn files(&self) -> BTreeMap<String, Vec<String>> {
        let shown = |path: &PathBuf| vec![path.to_string_lossy().into_owned()];
        let own = self.own.iter().map(|(name, path)| (name.clone(), shown(path)));
        own.chain(self.files.clone()).collect()
    }

    /// The statement with all that it stands on before it.
    pub(super) fn statement(&self, workspace: &Workspace, kpi: &Kpi, statement: &str) -> String {
        let uses = workspace.uses.get(&kpi.code).cloned().unwrap_or_default();
        let mut names: Vec<&str> = uses.tables.keys().map(String::as_str).collect();
        // Every record finds its slot through the calendar.
        names.push("calendar");
        names.sort_unstable();
        names.dedup();
        let mut parts: Vec<String> =
            names.iter().filter_map(|name| self.tables.get(*name).cloned()).collect();
        for model in &workspace.models {
            if uses.models.contains(&model.name) {
                parts.push(format!("\"{}\" AS (\n{}\n)", model.name, model.file.text.trim_end()));
            }
        }
        format!("WITH {}\n{statement}", parts.join(",\n"))
    }
}

/// Cast to the contract's types, so that what the file calls them makes no difference.
fn table(contract: &Contract, files: &[String]) -> String {
    let schema = contract.schema();
    let columns = schema.fields().iter().map(|field| (field.name(), sql_type(field.data_type())));
    let casts: Vec<String> =
        columns.clone().map(|(name, kind)| format!("CAST(\"{name}\" AS {kind}) AS \"{name}\"")).collect();
    let empty: Vec<String> =
        columns.map(|(name, kind)| format!("CAST(NULL AS {kind}) AS \"{name}\"")).collect();
    let empty = format!("SELECT {} WHERE false", empty.join(", "));
    if files.is_empty() {
        return format!("\"{}\" AS ({empty})", contract.name);
    }
    // The empty part gives optional columns that no file has.
    format!(
        "\"{}\" AS (SELECT {} FROM (SELECT * FROM read_parquet([{}], union_by_name = true, hive_partitioning = false) UNION ALL BY NAME {empty}) AS t)",
        contract.name,
        casts.join(", "),
        files.join(", ")
    )
}

fn sql_type(kind: &DataType) -> String {
    match kind {
        DataType::Date32 => "DATE".to_owned(),
        DataType::Int64 => "BIGINT".to_owned(),
        DataType::Boolean => "BOOLEAN".to_owned(),
        DataType::Decimal128(precision, scale) => format!("DECIMAL({precision},{scale})"),
        _ => "VARCHAR".to_owned(),
    }
}

/// From the workspace's folder up to what both lie in and down again: whoever reads the statement need not
/// learn where the whole stands. The path itself where the two have nothing in common.
fn aside(path: &Path, root: &Path) -> PathBuf {
    let shared = path.components().zip(root.components()).take_while(|(a, b)| a == b).count();
    if shared < 2 {
        return path.to_owned();
    }
    let up = root.components().skip(shared).map(|_| "..");
    up.collect::<PathBuf>().join(path.components().skip(shared).collect::<PathBuf>())
}

/// Below the workspace where the path lies there, so that the statement runs on any machine.
fn shown(path: &Path, root: &Path) -> String {
    let root = root.canonicalize().unwrap_or_else(|_| root.to_owned());
    let path = path.canonicalize().unwrap_or_else(|_| path.to_owned());
    let below = path.strip_prefix(&root).map(Path::to_path_buf);
    below.unwrap_or_else(|_| aside(&path, &root)).to_string_lossy().replace('\\', "/")
}

/// A path whose letters stand for themselves, as a text.
fn quoted(path: &str) -> String {
    format!("'{}'", literal(path).replace('\'', "''"))
}
