//! A service that can be left running: new files, mistakes in them, crowds, slow clients, its end.

use std::fs;
use std::io::{Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use axum::body::{Body, Bytes};
use axum::http::header::{
    ACCEPT_ENCODING, ALLOW, CONTENT_ENCODING, CONTENT_SECURITY_POLICY, ETAG, IF_NONE_MATCH, RETRY_AFTER, VARY,
};
use axum::http::{HeaderMap, Request, StatusCode};
use http_body_util::BodyExt;
use minhbach::store::State;
use minhbach::web::{App, Door, Looked, Reloader, Source, router, serve_until};
use minhbach::workspace::{Opening, Stand};
use tower::ServiceExt;

use super::support::{TestProject, age, engine};

const EVENTS: &str = "event* | happened_on:date | amount:integer
                      a      | 2024-01-10       | 5
                      b      | 2024-02-20       | 7";

const QUERY: &str = "SELECT e.happened_on AS day, e.amount AS amount, e.event AS event FROM events AS e";

/// A workspace with one figure on one dashboard.
fn project() -> TestProject {
    let project = TestProject::new();
    project.change("minhbach.toml", "timezone", "dashboards = [\"first\"]\ntimezone");
    project.table("events", EVENTS).kpi("EV01", "key = \"event\"\nvalue = { amount = \"sum\" }", QUERY).file(
        "dashboards/first.toml",
        "title = \"First\"\nperiod = \"year\"\n[[panel]]\nkpi = \"EV01\"\nshow = \"tile\"\n",
    );
    project
}

/// A service that looks at its files when it is told to.
struct Service {
    project: TestProject,
    app: App,
    reloader: Reloader,
}

struct Answer {
    status: StatusCode,
    headers: HeaderMap,
    bytes: Bytes,
}

impl Answer {
    fn text(&self) -> String {
        String::from_utf8_lossy(&self.bytes).into_owned()
    }

    fn tag(&self) -> &str {
        self.headers[ETAG].to_str().unwrap()
    }
}

fn runtime() -> tokio::runtime::Runtime {
    tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap()
}

fn ask(app: &App, request: Request<Body>) -> Answer {
    runtime().block_on(async {
        let response = router(app.clone()).oneshot(request).await.unwrap();
        let (status, headers) = (response.status(), response.headers().clone());
        Answer { status, headers, bytes: response.into_body().collect().await.unwrap().to_bytes() }
    })
}

fn get(app: &App, path: &str) -> Answer {
    ask(app, Request::get(path).body(Body::empty()).unwrap())
}

impl Service {
    fn of(project: TestProject) -> Self {
        let stand = Stand::of(project.root(), &project.root().join("data"));
        let as_of = "2024-12-31";
        let app = App::new(Arc::new(project.try_dataset(Some(as_of)).unwrap()));
        let state = Arc::new(State::open(&project.aside("state")).unwrap());
        let opening = Opening { location: None, state, as_of: Some(as_of.parse().unwrap()) };
        let source = Source { engine: engine().clone(), root: project.root().to_owned(), opening };
        let reloader = Reloader::new(app.clone(), source, stand);
        Self { project, app, reloader }
    }

    fn start() -> Self {
        Self::of(project())
    }

    /// Looks as often as it takes to load what was written: twice.
    fn look(&mut self) -> Looked {
        match self.reloader.look() {
            Looked::Arriving => self.reloader.look(),
            other => other,
        }
    }

    fn figure(&self) -> serde_json::Value {
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

    fn page(&self) -> Answer {
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
    assert!(told.contains("events.parquet</code>: the file is no whole Parquet file"), "{told}");
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

#[test]
fn a_page_has_a_tag_for_each_packing_and_is_not_sent_to_who_holds_it() {
    let service = Service::start();
    let asked = |accepted: &'static str, held: Option<&str>| {
        let mut request = Request::get("/").header(ACCEPT_ENCODING, accepted);
        if let Some(held) = held {
            request = request.header(IF_NONE_MATCH, held);
        }
        ask(&service.app, request.body(Body::empty()).unwrap())
    };
    let plain = service.page();
    let mut tags = vec![plain.tag().to_owned()];
    for (accepted, name) in [("gzip", "gzip"), ("gzip, br", "br")] {
        let packed = asked(accepted, None);
        assert_eq!(packed.headers[CONTENT_ENCODING], name);
        assert_eq!(packed.headers[VARY], "accept-encoding");
        assert!(packed.bytes.len() * 2 < plain.bytes.len(), "{name}: {}", packed.bytes.len());
        assert_eq!(unpacked(name, &packed.bytes), plain.bytes);
        for held in
            [packed.tag().to_owned(), format!("W/{}", packed.tag()), format!("\"x\", {}", packed.tag())]
        {
            let again = asked(accepted, Some(&held));
            assert_eq!((again.status, again.bytes.len()), (StatusCode::NOT_MODIFIED, 0), "{held}");
            assert_eq!((again.tag(), &again.headers[VARY]), (packed.tag(), &packed.headers[VARY]));
        }
        assert_eq!(asked("identity", Some(packed.tag())).status, StatusCode::OK, "other bytes");
        tags.push(packed.tag().to_owned());
    }
    tags.sort();
    tags.dedup();
    assert_eq!(tags.len(), 3, "{tags:?}");
    let small = ask(
        &service.app,
        Request::get("/healthz").header(ACCEPT_ENCODING, "br").body(Body::empty()).unwrap(),
    );
    assert!(!small.headers.contains_key(CONTENT_ENCODING));
}

fn unpacked(name: &str, bytes: &[u8]) -> Vec<u8> {
    let mut read = Vec::new();
    match name {
        "gzip" => {
            flate2::read::GzDecoder::new(bytes).read_to_end(&mut read).unwrap();
        }
        _ => brotli::BrotliDecompress(&mut &bytes[..], &mut read).unwrap(),
    }
    read
}

#[test]
fn nothing_can_be_written_and_no_address_is_endless() {
    let service = Service::start();
    for path in ["/", "/kpis/EV01", "/nowhere", "/metrics", "/api/v1/kpis/EV01"] {
        for method in ["POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE"] {
            let request = Request::builder().method(method).uri(path).body(Body::empty()).unwrap();
            let answer = ask(&service.app, request);
            assert_eq!(answer.status, StatusCode::METHOD_NOT_ALLOWED, "{method} {path}");
            assert_eq!(answer.headers[ALLOW], "GET, HEAD");
        }
    }
    let long = format!("/kpis?q={}", "a".repeat(5_000));
    assert_eq!(get(&service.app, &long).status, StatusCode::URI_TOO_LONG);
}

#[test]
fn every_answer_bears_the_headers_that_protect_and_an_id() {
    let service = Service::start();
    for path in ["/", "/nowhere", "/kpis/EV01?period=soon", "/api/v1/kpis/EV01", "/metrics", "/healthz"] {
        let answer = get(&service.app, path);
        for (name, value) in [
            ("x-content-type-options", "nosniff"),
            ("referrer-policy", "no-referrer"),
            ("x-frame-options", "DENY"),
            ("cross-origin-resource-policy", "same-origin"),
            ("cross-origin-opener-policy", "same-origin"),
            ("cross-origin-embedder-policy", "require-corp"),
        ] {
            assert_eq!(answer.headers[name], value, "{path}");
        }
        let policy = answer.headers[CONTENT_SECURITY_POLICY].to_str().unwrap();
        assert!(policy.contains("script-src 'self';") && !policy.contains("unsafe"), "{policy}");
        assert!(answer.headers.contains_key("permissions-policy"));
        assert!(!answer.headers["x-request-id"].is_empty(), "{path}");
    }
    let named = |id: &str| {
        let request = Request::get("/healthz").header("x-request-id", id).body(Body::empty()).unwrap();
        ask(&service.app, request).headers["x-request-id"].to_str().unwrap().to_owned()
    };
    assert_eq!(named("proxy-1.a_B"), "proxy-1.a_B");
    for strange in ["a b", "", "<script>", &"a".repeat(65)] {
        let given = named(strange);
        assert!(given != strange && given.len() < 40, "{given}");
    }
    assert_ne!(named(""), named(""));
}

#[test]
fn metrics_tell_what_is_served_and_how() {
    let mut service = Service::start();
    service.page();
    service.page();
    let text = get(&service.app, "/metrics").text();
    for line in [
        "minhbach_http_requests_total{route=\"/\",status=\"200\"} 2",
        "minhbach_pages_total{from=\"Made\"} 1",
        "minhbach_pages_total{from=\"Kept\"} 1",
        "minhbach_http_request_seconds_count{route=\"/\"} 2",
        "minhbach_reloads_total{outcome=\"Swapped\"} 0",
        "minhbach_data_date_seconds 1735603200",
        "minhbach_files 1",
        "minhbach_rows_set_aside 0",
        "minhbach_held 0",
        "minhbach_queries_running 0",
        "# EOF",
    ] {
        assert!(text.lines().any(|each| each == line), "no `{line}` in\n{text}");
    }
    service.project.table("events", &format!("{EVENTS}\nc | 2024-03-01 | 30"));
    assert_eq!(service.look(), Looked::Swapped);
    assert!(get(&service.app, "/metrics").text().contains("minhbach_reloads_total{outcome=\"Swapped\"} 1"));
    assert_eq!(get(&service.app, "/readyz").status, StatusCode::OK);
}

/// What comes back over a connection of its own, until the other side closes it.
fn exchange(address: SocketAddr, said: &str) -> String {
    let mut stream = TcpStream::connect(address).unwrap();
    stream.set_read_timeout(Some(Duration::from_secs(20))).unwrap();
    stream.write_all(said.as_bytes()).unwrap();
    let mut heard = String::new();
    stream.read_to_string(&mut heard).unwrap();
    heard
}

#[test]
fn a_service_says_that_it_is_not_ready_serves_and_ends() {
    let runtime = runtime();
    let (end, ended) = tokio::sync::oneshot::channel::<()>();
    let listener = runtime.block_on(tokio::net::TcpListener::bind("127.0.0.1:0")).unwrap();
    let address = listener.local_addr().unwrap();
    let door = Door::closed();
    let serving = runtime.spawn(serve_until(listener, door.clone(), async {
        let _ = ended.await;
    }));
    let close = "Host: localhost\r\nConnection: close\r\n\r\n";
    let get = |path: &str| exchange(address, &format!("GET {path} HTTP/1.1\r\n{close}"));
    assert!(get("/healthz").starts_with("HTTP/1.1 200"));
    let early = get("/readyz");
    assert!(early.starts_with("HTTP/1.1 503") && early.contains(RETRY_AFTER.as_str()), "{early}");

    let service = Service::start();
    door.open(service.app.clone());
    assert!(get("/readyz").starts_with("HTTP/1.1 200"));
    assert!(get("/").contains("EV01"));
    let head = format!("GET / HTTP/1.1\r\nX-Long: {}\r\n{close}", "a".repeat(100_000));
    assert!(exchange(address, &head).starts_with("HTTP/1.1 431"));

    // A connection that is open and asks nothing keeps nobody from ending.
    let idle = TcpStream::connect(address).unwrap();
    end.send(()).unwrap();
    runtime.block_on(serving).unwrap().unwrap();
    drop(idle);
    assert!(TcpStream::connect(address).is_err());
}

#[test]
fn what_belongs_to_serving_is_taken_without_its_name_and_nowhere_else() {
    let project = project();
    let refused = project.run(&["--listen", "127.0.0.1:0", "kpi"]);
    assert_eq!(refused.code, 2);
    assert!(refused.stderr.contains("stand behind `serve`"), "{}", refused.stderr);
    let mut serving = project
        .command(&["--listen", "127.0.0.1:0", "--log-format", "json", "--as-of", "2024-12-31"])
        .stdout(std::process::Stdio::piped())
        .stderr(std::process::Stdio::piped())
        .spawn()
        .unwrap();
    let mut first = String::new();
    std::io::BufRead::read_line(&mut std::io::BufReader::new(serving.stdout.as_mut().unwrap()), &mut first)
        .unwrap();
    let address: SocketAddr =
        first.trim().trim_start_matches("http://").trim_end_matches('/').parse().unwrap();
    let page = exchange(address, "GET /kpis HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
    assert!(page.starts_with("HTTP/1.1 200") && page.contains("EV01"), "{page}");
    end(&serving);
    let output = serving.wait_with_output().unwrap();
    assert!(output.status.success(), "{output:?}");
    let log = String::from_utf8(output.stderr).unwrap();
    let lines: Vec<serde_json::Value> = log.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let line = lines.iter().find(|line| line["path"] == "/kpis").unwrap();
    assert_eq!(
        (&line["status"], &line["method"], &line["origin"]),
        (&200.into(), &"GET".into(), &"made".into())
    );
    assert!(page.contains(line["id"].as_str().unwrap()), "{line}");
}

/// Asks a process to end, as a supervisor does.
fn end(process: &std::process::Child) {
    let sent = std::process::Command::new("kill").arg(process.id().to_string()).status().unwrap();
    assert!(sent.success() && Path::new("/proc").exists());
}
