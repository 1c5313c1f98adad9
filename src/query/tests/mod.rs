//! Planning and running over small files that the tests write.

mod belonging;
mod emptiness;
mod origins;
mod parameters;
mod planning;
mod running;
mod uniqueness;

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use datafusion::arrow::array::{Array, ArrayRef, AsArray, Date32Array, Int64Array, StringArray};
use datafusion::arrow::datatypes::{DataType, Field, Int64Type, Schema, SchemaRef};
use datafusion::arrow::record_batch::RecordBatch;
use parquet::arrow::ArrowWriter;

use super::*;
use crate::diagnostic::{Diagnostics, SourceFile, short};

fn engine(limits: Limits) -> Engine {
    Engine::new(limits).unwrap()
}

/// For tests, which wait outside a runtime.
trait Blocking {
    fn run_blocking(&self, request: Request) -> Result<Rows, QueryError>;
}

impl Blocking for Session {
    fn run_blocking(&self, request: Request) -> Result<Rows, QueryError> {
        // A runtime of its own: where the engine's threads are all held, its clock stands still.
        let waiting = tokio::runtime::Builder::new_current_thread().enable_time().build().unwrap();
        waiting.block_on(self.run(request))
    }
}

fn limits() -> Limits {
    let (memory_bytes, timeout) = (64 << 20, Duration::from_secs(60));
    Limits { memory_bytes, timeout, rows: 1000, concurrency: 2, long: LongLimits::default() }
}

fn orders_schema() -> SchemaRef {
    let field = |name: &str, kind| Field::new(name, kind, true);
    Arc::new(Schema::new(vec![
        field("id", DataType::Int64),
        field("shop", DataType::Utf8View),
        field("day", DataType::Date32),
        field("amount", DataType::Decimal128(18, 0)),
    ]))
}

/// Writes `rows` orders: ids from 0, two shops, days from 2024-01-01 on.
fn write_orders(folder: &Path, name: &str, rows: i64) -> PathBuf {
    let ids = 0..rows;
    let columns: Vec<(&str, ArrayRef)> = vec![
        ("id", Arc::new(Int64Array::from_iter_values(ids.clone()))),
        (
            "shop",
            Arc::new(StringArray::from_iter_values(
                ids.clone().map(|id| if id % 2 == 0 { "a" } else { "b" }),
            )),
        ),
        (
            "day",
            Arc::new(Date32Array::from_iter_values(
                ids.clone().map(|id| 19_723 + i32::try_from(id % 300).unwrap()),
            )),
        ),
        ("amount", Arc::new(Int64Array::from_iter_values(ids))),
    ];
    let batch = RecordBatch::try_from_iter(columns).unwrap();
    let path = folder.join(name);
    let mut writer =
        ArrowWriter::try_new(std::fs::File::create(&path).unwrap(), batch.schema(), None).unwrap();
    writer.write(&batch).unwrap();
    writer.close().unwrap();
    path
}

fn orders(files: Vec<PathBuf>) -> Source {
    Source { name: "orders".to_owned(), schema: orders_schema(), files }
}

/// Two slots: the first and the second half of January 2024.
fn slots() -> EngineTable {
    let columns: Vec<(&str, ArrayRef)> = vec![
        ("slot", Arc::new(Date32Array::from(vec![19_723, 19_737]))),
        ("first_day", Arc::new(Date32Array::from(vec![19_723, 19_737]))),
        ("last_day", Arc::new(Date32Array::from(vec![19_736, 19_753]))),
    ];
    EngineTable { name: "slots".to_owned(), batch: RecordBatch::try_from_iter(columns).unwrap() }
}

fn model(name: &str, sql: &str) -> Model {
    Model { name: name.to_owned(), file: SourceFile::new(format!("models/{name}.sql"), sql) }
}

/// A session over `files` of orders, the slots and models; nothing may be wrong with it.
fn session(engine: &Engine, files: Vec<PathBuf>, models: &[Model]) -> Session {
    let mut problems = Diagnostics::default();
    let session = engine.session(&mut problems, &[orders(files)], &[slots()], models).unwrap();
    assert!(problems.is_empty(), "{:?}", told(problems));
    session
}

fn told(problems: Diagnostics) -> Vec<String> {
    problems.sorted().iter().map(short).collect()
}

/// The integers of a result's first column.
fn integers(rows: &Rows) -> Vec<i64> {
    let column = |batch: &RecordBatch| batch.column(0).as_primitive::<Int64Type>().values().to_vec();
    assert!(rows.batches.iter().all(|batch| batch.column(0).null_count() == 0));
    rows.batches.iter().flat_map(column).collect()
}
