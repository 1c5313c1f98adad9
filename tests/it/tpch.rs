//! The 22 queries of TPC-H, which nobody wrote for this program, over its tables: they pass `check`, and
//! DuckDB answers the same.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Arc;

use minhbach::diagnostic::short;
use minhbach::query::{Engine, Limits};
use minhbach::store::State;
use minhbach::workspace::{Dataset, Opening, Workspace};

use crate::engines::{answer, hold_against_duckdb};
use crate::support::outside::python;
use crate::support::repository;

const SCALE: &str = "0.1";

/// The tables, made once.
fn data() -> PathBuf {
    let place = repository().join("target/test-tools").join(format!("tpch-{SCALE}"));
    if !place.is_dir() {
        fs::create_dir_all(place.parent().unwrap()).unwrap();
        let made = tempfile::tempdir_in(place.parent().unwrap()).unwrap();
        let maker = python().with_file_name("tpchgen-cli");
        let output =
            Command::new(&maker).args(["parquet", "-s", SCALE, "--output-dir"]).arg(made.path()).output();
        let output = output.unwrap_or_else(|error| panic!("{}: {error}; run ./test", maker.display()));
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        fs::rename(made.keep(), &place).unwrap();
    }
    place
}

fn root() -> PathBuf {
    repository().join("tests/workspaces/tpch")
}

#[test]
fn all_queries_pass_check_and_are_the_same_on_duckdb() {
    let folder = tempfile::tempdir().unwrap();
    // A debug build may take its time.
    let limits = Limits { timeout: std::time::Duration::from_secs(600), ..Limits::default() };
    let engine = Engine::new(limits).unwrap();
    let workspace = Workspace::load(&root(), &engine).unwrap();
    let told: Vec<String> = workspace.problems.iter().map(short).collect();
    assert!(told.is_empty(), "{told:#?}");
    assert_eq!(workspace.queries.len(), 22);
    let data = data();
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().unwrap();
    let opening = Opening {
        location: Some(data.to_string_lossy().into_owned()),
        ..Opening::of(Arc::new(State::open(&folder.path().join("state")).unwrap()))
    };
    let dataset = runtime.block_on(Dataset::open(Arc::new(workspace), &engine, opening)).unwrap();
    let mut answers = Vec::new();
    for (name, query) in &dataset.workspace().queries {
        let values = query.parameters.bind(&Default::default()).unwrap();
        let rows = runtime
            .block_on(dataset.for_reader(minhbach::kpi::Scope::everything()).named(query, values))
            .unwrap();
        let text = fs::read_to_string(root().join(format!("queries/reports/{name}.sql"))).unwrap();
        answers.push(answer(name, &text, &rows));
    }
    // A comparison of nothing with nothing would prove nothing.
    let empty = answers.iter().filter(|answer| answer["rows"].as_array().unwrap().is_empty());
    assert_eq!(empty.count(), 0);
    hold_against_duckdb(folder.path(), &files(&data), &answers);
}

fn files(data: &Path) -> Vec<(String, PathBuf)> {
    let mut all: Vec<(String, PathBuf)> = fs::read_dir(data)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .map(|path| (path.file_stem().unwrap().to_string_lossy().into_owned(), path))
        .collect();
    all.sort();
    all
}
