//! A service whose files change: what is swapped in, what is held back, what is swept.

use std::fs;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use axum::body::{Body, Bytes};
use axum::http::header::ETAG;
use axum::http::{HeaderMap, Request, StatusCode};
use http_body_util::BodyExt;
use minhbach::store::State;
use minhbach::table::Location;
use minhbach::web::{App, Looked, Reloader, Reopening, router};
use minhbach::workspace::{FolderState, Opening};
use tower::ServiceExt;

use super::support::{TestProject, age, engine};

pub(super) const EVENTS: &str = "event* | happened_on:date | amount:integer
                      a      | 2024-01-10       | 5
                      b      | 2024-02-20       | 7";

const QUERY: &str = "SELECT e.happened_on AS day, e.amount AS amount, e.event AS event FROM events AS e";

/// A workspace with one figure on one dashboard.
pub(super) fn project() -> TestProject {
    let project = TestProject::new();
    project.change("minhbach.toml", "timezone", "dashboards = [\"first\"]\ntimezone");
    project.table("events", EVENTS).kpi("EV01", "key = \"event\"\nvalue = { amount = \"sum\" }", QUERY).file(
        "dashboards/first.toml",
        "title = \"First\"\nperiod = \"year\"\n[[panel]]\nkpi = \"EV01\"\nshow = \"tile\"\n",
    );
    project
}

const AS_OF: &str = "2024-12-31";

/// A service that looks at its files when it is told to.
pub(super) struct Service {
    pub(super) project: TestProject,
    pub(super) app: App,
    reloader: Reloader,
}

pub(super) struct Answer {
    pub(super) status: StatusCode,
    pub(super) headers: HeaderMap,
    pub(super) bytes: Bytes,
}

impl Answer {
    pub(super) fn text(&self) -> String {
        String::from_utf8_lossy(&self.bytes).into_owned()
    }

    pub(super) fn tag(&self) -> &str {
        self.headers[ETAG].to_str().unwrap()
    }
}

pub(super) fn runtime() -> tokio::runtime::Runtime {
    tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap()
}

pub(super) fn ask(app: &App, request: Request<Body>) -> Answer {
    runtime().block_on(async {
        let response = router(app.clone()).oneshot(request).await.unwrap();
        let (status, headers) = (response.status(), response.headers().clone());
        Answer { status, headers, bytes: response.into_body().collect().await.unwrap().to_bytes() }
    })
}

pub(super) fn get(app: &App, path: &str) -> Answer {
    ask(app, Request::get(path).body(Body::empty()).unwrap())
}

impl Service {
    pub(super) fn of(project: TestProject) -> Self {
        let app = App::new(Arc::new(project.try_dataset(Some(AS_OF)).unwrap()));
        Self::beside(project, app)
    }

    /// Looks at the files of what an app serves.
    pub(super) fn beside(project: TestProject, app: App) -> Self {
        let stand = FolderState::of(project.root(), &Location::folder(&project.root().join("data")));
        let state = Arc::new(State::open(&project.aside("state")).unwrap());
        let opening = Opening { as_of: Some(AS_OF.parse().unwrap()), ..Opening::of(state) };
        let source = Reopening { engine: engine().clone(), root: project.root().to_owned(), opening };
        let reloader = Reloader::new(app.clone(), source, stand);
        Self { project, app, reloader }
    }

    pub(super) fn start() -> Self {
        Self::of(project())
    }

    /// Looks once.
    pub(super) fn look_once(&mut self) -> Looked {
        self.reloader.look()
    }

    /// Looks as often as it takes to load what was written: twice.
    pub(super) fn look(&mut self) -> Looked {
        match self.reloader.look() {
            Looked::Arriving => self.reloader.look(),
            other => other,
        }
    }

    pub(super) fn figure(&self) -> serde_json::Value {
        let answer = get(&self.app, "/api/v1/kpis/EV01?period=2024");
        assert_eq!(answer.status, StatusCode::OK, "{}", answer.text());
        let told: serde_json::Value = serde_json::from_slice(&answer.bytes).unwrap();
        told[0]["value"].clone()
    }

    fn metric(&self, name: &str) -> String {
        let text = get(&self.app, "/metrics").text();
        let line = text.lines().find(|line| {
            line.split([' ', '{']).next() == Some(name) || line.starts_with(&format!("{name} "))
        });
        line.unwrap_or_else(|| panic!("no {name} in\n{text}")).rsplit(' ').next().unwrap().to_owned()
    }

    pub(super) fn page(&self) -> Answer {
        let page = get(&self.app, "/");
        assert_eq!(page.status, StatusCode::OK, "{}", page.text());
        page
    }
}

#[test]
fn new_data_are_served_once_two_looks_agree() {
    let mut service = Service::start();
    assert_eq!(service.reloader.look(), Looked::Same);
    let before = service.page();
    service.project.table("events", &format!("{EVENTS}\nc | 2024-03-01 | 30"));
    assert_eq!(service.reloader.look(), Looked::Arriving);
    assert_eq!(service.figure(), 12);
    assert_eq!(service.reloader.look(), Looked::Swapped);
    assert_eq!(service.figure(), 42);
    assert_ne!(service.page().tag(), before.tag());
    assert_eq!(service.reloader.look(), Looked::Same);
}

#[test]
fn the_same_bytes_written_again_change_nothing() {
    let mut service = Service::start();
    let before = service.page();
    for path in ["data/events.parquet", "queries/kpis/EV01.sql"] {
        let path = service.project.root().join(path);
        let bytes = fs::read(&path).unwrap();
        fs::write(&path, bytes).unwrap();
        age(&path);
    }
    assert_eq!(service.look(), Looked::Same);
    assert_eq!(service.page().tag(), before.tag());
    assert_eq!(service.figure(), 12);
}

#[test]
fn an_edited_definition_is_served() {
    let mut service = Service::start();
    service.project.change("queries/kpis/EV01.sql", "e.amount AS amount", "2 * e.amount AS amount");
    assert_eq!(service.look(), Looked::Swapped);
    assert_eq!(service.figure(), 24);
    service.project.change("dashboards/first.toml", "title = \"First\"", "title = \"Renamed\"");
    assert_eq!(service.look(), Looked::Swapped);
    assert!(service.page().text().contains("Renamed"));
}

#[test]
fn an_edited_role_is_served_though_no_definition_changed() {
    let mut service = Service::start();
    service.project.file("access.toml", "[roles.reader]\ntitle = \"Reader\"\nkpis = [\"*\"]\n");
    assert_eq!(service.look(), Looked::Swapped);
    service.project.file("access.toml", "[roles.reader]\ntitle = \"Reader\"\n");
    assert_eq!(service.look(), Looked::Swapped);
}

#[test]
fn a_bad_edit_keeps_the_last_good_state_until_it_is_mended() {
    for (file, from, to) in [
        ("queries/kpis/EV01.sql", "FROM events", "FROM evnts"),
        ("dashboards/first.toml", "kpi = \"EV01\"", "kpi = \"EV02\""),
        ("minhbach.toml", "title    = \"Toy\"", "titel    = \"Toy\""),
        ("queries/tables/events.toml", "type = \"integer\"", "type = \"number\""),
    ] {
        let mut service = Service::start();
        let before = service.page();
        service.project.change(file, from, to);
        assert_eq!(service.look(), Looked::Held, "{file}");
        assert_eq!(service.reloader.look(), Looked::Same, "nothing is loaded twice: {file}");
        assert_eq!(service.page().tag(), before.tag(), "{file}");
        assert_eq!(service.metric("minhbach_held"), "1", "{file}");
        let told = get(&service.app, "/problems").text();
        assert!(
            told.contains("still come from the last good state") && told.contains(file),
            "{file}: {told}"
        );
        service.project.change(file, to, from);
        assert_eq!(service.look(), Looked::Same, "{file}");
        assert_eq!(service.metric("minhbach_held"), "0", "{file}");
    }
}

#[test]
fn data_go_on_arriving_under_a_bad_edit() {
    let mut service = Service::start();
    service.project.change("queries/kpis/EV01.sql", "FROM events", "FROM evnts");
    service.project.table("events", &format!("{EVENTS}\nc | 2024-03-01 | 30"));
    assert_eq!(service.look(), Looked::Held);
    assert_eq!((service.figure(), service.metric("minhbach_held")), (42.into(), "1".to_owned()));
}

#[test]
fn a_broken_data_file_keeps_the_last_good_state_until_it_is_mended() {
    let mut service = Service::start();
    let (before, path) = (service.page(), service.project.root().join("data/events.parquet"));
    let whole = fs::read(&path).unwrap();
    fs::write(&path, &whole[..whole.len() / 2]).unwrap();
    age(&path);
    assert_eq!(service.look(), Looked::Held);
    assert_eq!(service.page().tag(), before.tag());
    assert_eq!(service.figure(), 12);
    let told = get(&service.app, "/problems").text();
    let said = "events.parquet</code>: the file is no Parquet file to be read but the beginning of a Parquet \
                file, whose end is missing";
    assert!(told.contains(said), "{told}");
    // Beside it, another file arrives whole: both wait.
    service.project.rows(
        "events",
        "events/more.parquet",
        "event* | happened_on:date | amount:integer\nc | 2024-03-01 | 30",
    );
    assert_eq!(service.look(), Looked::Held);
    assert_eq!(service.figure(), 12);
    fs::write(&path, &whole).unwrap();
    age(&path);
    assert_eq!(service.look(), Looked::Swapped);
    assert_eq!((service.figure(), service.metric("minhbach_held")), (42.into(), "0".to_owned()));
}

#[test]
fn without_its_data_folder_the_last_good_state_is_served() {
    let mut service = Service::start();
    let data = service.project.root().join("data");
    fs::rename(&data, service.project.aside("away")).unwrap();
    assert_eq!(service.look(), Looked::Held);
    assert_eq!(service.figure(), 12);
    fs::rename(service.project.aside("away"), &data).unwrap();
    assert_eq!(service.look(), Looked::Same);
}

#[test]
fn what_was_wrong_from_the_start_holds_back_nothing() {
    let project = project();
    project.rows("events", "events/broken.parquet", EVENTS);
    let broken = project.root().join("data/events/broken.parquet");
    fs::write(&broken, "no parquet").unwrap();
    age(&broken);
    let mut service = Service::of(project);
    assert_eq!(service.figure(), 12);
    service.project.table("events", &format!("{EVENTS}\nc | 2024-03-01 | 30"));
    assert_eq!(service.look(), Looked::Swapped);
    assert_eq!(service.figure(), 42);
}

#[test]
fn a_request_that_has_begun_reads_the_files_that_its_snapshot_names() {
    let project = project();
    let data = project.dataset("2024-12-31");
    // Written over in place, as a careless exporter does it, and then gone.
    let path = project.root().join("data/events.parquet");
    fs::write(&path, "another file").unwrap();
    assert_eq!(data.tell("EV01", "2024"), "12");
    fs::remove_file(&path).unwrap();
    assert_eq!(data.records("EV01", "2024", &[]).len(), 2);
}

#[test]
fn an_emptied_cache_is_filled_again() {
    let mut service = Service::start();
    fs::remove_dir_all(service.project.aside("state").join("cache")).unwrap();
    // Under the same names, which say what is in them: what is served needs no other.
    assert_eq!(service.look(), Looked::Same);
    let records = get(&service.app, "/kpis/EV01/records?period=2024");
    assert_eq!(records.status, StatusCode::OK, "{}", records.text());
}

#[test]
fn what_no_state_uses_any_more_is_swept_after_days() {
    let mut service = Service::start();
    let cache = service.project.aside("state").join("cache");
    let files = |kind: &str| fs::read_dir(cache.join(kind)).unwrap().map(|entry| entry.unwrap().path());
    let first: Vec<_> = files("parquet").collect();
    let week_ago = std::time::SystemTime::now() - Duration::from_secs(7 * 24 * 3_600);
    let old = |path: &Path| fs::File::open(path).unwrap().set_modified(week_ago).unwrap();
    first.iter().for_each(|path| old(path));
    service.project.table("events", &format!("{EVENTS}\nc | 2024-03-01 | 30"));
    assert_eq!(service.look(), Looked::Swapped);
    // The old file's copy is gone; the tables of time, which did not change, are still read.
    let gone: Vec<_> = first.iter().filter(|path| !path.exists()).collect();
    assert!(!gone.is_empty() && gone.len() < first.len(), "{gone:?} of {first:?}");
    files("parquet").for_each(|path| old(&path));
    service.project.table("events", EVENTS);
    assert_eq!(service.look(), Looked::Swapped);
    let records = get(&service.app, "/kpis/EV01/records?period=2024");
    assert_eq!(records.status, StatusCode::OK, "{}", records.text());
}

#[test]
fn a_file_that_never_settles_holds_up_no_other() {
    let mut service = Service::start();
    service.project.table("events", &format!("{EVENTS}\nc | 2024-03-01 | 30"));
    let growing = service.project.root().join("queries/growing.txt");
    let mut looked = Vec::new();
    for size in 1..=5 {
        fs::write(&growing, "x".repeat(size)).unwrap();
        looked.push(service.reloader.look());
    }
    assert_eq!(
        looked,
        [Looked::Arriving, Looked::Arriving, Looked::Arriving, Looked::Arriving, Looked::Swapped]
    );
    assert_eq!(service.figure(), 42);
}
