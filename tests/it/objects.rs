//! One story of files that come, change and go, told by a folder and by object stores; and stores that fail.

use std::path::Path;
use std::sync::Arc;

use arrow::array::{Date32Array, Int64Array, RecordBatch, StringArray};
use minhbach::store::State;
use minhbach::table::{Location, StoreAccess};
use minhbach::web::{App, Looked, Reloader, Reopening};
use minhbach::workspace::{DataError, Dataset, FolderState, Opening};
use parquet::arrow::ArrowWriter;
use serde_json::Value;

use crate::reload::{get, runtime};
use crate::support::{TestProject, engine};

mod faults;
mod proxy;
mod same;
mod stores;
mod story;

const AS_OF: &str = "2024-12-31";

/// A workspace that adds up amounts, and has no data of its own.
fn project() -> TestProject {
    let project = TestProject::new();
    project
        .change("minhbach.toml", "timezone", "dashboards = [\"first\"]\ntimezone")
        .table("events", "event* | happened_on:date | amount:integer")
        .kpi(
            "EV01",
            "key = \"event\"\nvalue = { amount = \"sum\" }",
            "SELECT e.happened_on AS day, e.amount AS amount, e.event AS event FROM events AS e",
        )
        .file(
            "dashboards/first.toml",
            "title = \"First\"\nperiod = \"year\"\n[[panel]]\nkpi = \"EV01\"\nshow = \"tile\"\n",
        );
    std::fs::remove_file(project.root().join("data/events.parquet")).unwrap();
    project
}

/// So many events from a number on, each of an amount, as the bytes of a file.
fn events(first: usize, count: usize, amount: i64) -> Vec<u8> {
    let ids: StringArray = (first..first + count).map(|id| Some(format!("e{id}"))).collect();
    // 2024-05-17, and amounts that differ so that files are as large as their rows are many.
    let days = Date32Array::from(vec![19_860; count]);
    let amounts = Int64Array::from(vec![amount; count]);
    let batch = RecordBatch::try_from_iter([
        ("event", Arc::new(ids) as _),
        ("happened_on", Arc::new(days) as _),
        ("amount", Arc::new(amounts) as _),
    ])
    .unwrap();
    let mut bytes = Vec::new();
    let mut writer = ArrowWriter::try_new(&mut bytes, batch.schema(), None).unwrap();
    writer.write(&batch).unwrap();
    writer.close().unwrap();
    bytes
}

/// A workspace whose data lie somewhere.
struct Served {
    _project: TestProject,
    app: App,
    reloader: Reloader,
}

fn opening(project: &TestProject, address: &str, access: &StoreAccess) -> Opening {
    let state = Arc::new(State::open(&project.aside("state")).unwrap());
    let (location, access) = (Some(address.to_owned()), access.clone());
    Opening { location, access, as_of: Some(AS_OF.parse().unwrap()), ..Opening::of(state) }
}

fn open(project: &TestProject, address: &str, access: &StoreAccess) -> Result<Dataset, DataError> {
    let opening = opening(project, address, access);
    runtime().block_on(Dataset::open(Arc::new(project.workspace()), engine(), opening))
}

impl Served {
    fn start(address: &str, access: &StoreAccess) -> Self {
        let project = project();
        let stand =
            FolderState::of(project.root(), &Location::parse(address, Path::new("/"), access).unwrap());
        let app = App::new(Arc::new(open(&project, address, access).unwrap()));
        let opening = opening(&project, address, access);
        let source = Reopening { engine: engine().clone(), root: project.root().to_owned(), opening };
        let reloader = Reloader::new(app.clone(), source, stand);
        Self { _project: project, app, reloader }
    }

    /// Looks until what two looks agree on is loaded.
    fn look(&mut self) -> Looked {
        match self.reloader.look() {
            Looked::Arriving => self.reloader.look(),
            other => other,
        }
    }

    /// Looks until a look ends so, as whoever looks every few seconds.
    fn look_until(&mut self, wanted: Looked) {
        let looked: Vec<Looked> =
            (0..20).map(|_| self.reloader.look()).take_while(|looked| *looked != wanted).collect();
        assert!(looked.len() < 20, "{looked:?}");
    }

    fn figure(&self) -> Value {
        let answer = get(&self.app, "/api/v1/kpis/EV01?period=2024");
        let told: Value = serde_json::from_slice(&answer.bytes).unwrap();
        told[0]["value"].clone()
    }

    fn held(&self) -> bool {
        get(&self.app, "/metrics").text().lines().any(|line| line == "minhbach_held 1")
    }
}
