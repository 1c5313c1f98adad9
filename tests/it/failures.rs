//! One failure stays one: a figure, a check or a look at the files that fails takes nothing else with it, is told
//! where it stands, and what may pass is tried again.

use std::fs;
use std::sync::Arc;
use std::time::Duration;

use axum::body::Body;
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE, ETAG, HOST};
use axum::http::{Request, StatusCode};
use minhbach::kpi::{Hindrance, Scope};
use minhbach::query::{Engine, Limits, LongLimits, QueryError, Values};
use minhbach::web::{App, Looked};
use minhbach::workspace::{Dataset, Opening};

use super::reload::{Service, ask, get, runtime};
use super::support::TestProject;

const KEYED: &str = "key = \"event\"\nvalue = { amount = \"sum\" }";

/// Three KPIs on a dashboard that watches a check: one passes 28 digits, one's query fails over a text that is no
/// number, and so does the check.
fn project() -> TestProject {
    let project = TestProject::new();
    project
        .change("minhbach.toml", "timezone", "dashboards = [\"first\"]\ntimezone")
        .table(
            "events",
            "event* | happened_on:date | amount:decimal(30,0)         | note
             a      | 2024-01-10       | 60000000000000000000000000000 | x
             b      | 2024-02-20       | 60000000000000000000000000000 | 7",
        )
        .kpi("BIG", KEYED, "SELECT e.happened_on AS day, e.amount AS amount, e.event AS event FROM events AS e")
        .kpi("GOOD", KEYED, "SELECT e.happened_on AS day, 1 AS amount, e.event AS event FROM events AS e")
        .kpi(
            "WRONG",
            KEYED,
            "SELECT e.happened_on AS day, CAST(e.note AS INTEGER) AS amount, e.event AS event FROM events AS e",
        )
        .file(
            "queries/checks/notes.sql",
            "/*\ntitle = \"Notes are small\"\n*/\nSELECT e.event AS event FROM events AS e \
             WHERE CAST(e.note AS INTEGER) > 99 ORDER BY e.event\n",
        )
        .file(
            "dashboards/first.toml",
            "title = \"First\"\nperiod = \"year\"\nchecks = [\"notes\"]\n\
             [[panel]]\nkpi = \"BIG\"\nshow = \"tile\"\n[[panel]]\nkpi = \"GOOD\"\nshow = \"tile\"\n\
             [[panel]]\nkpi = \"WRONG\"\nshow = \"tile\"\n",
        );
    project
}

const TOO_LARGE: &str = "a number is larger than 28 digits can hold exactly";
const FAILS: &str = "its query fails over these data; the log says why";

/// The last year's reason and value of a KPI by the API's list of all.
fn of_list(app: &App, code: &str) -> (serde_json::Value, serde_json::Value) {
    let answer = get(app, "/api/v1/kpis?period=2024");
    assert_eq!(answer.status, StatusCode::OK, "{}", answer.text());
    assert!(!answer.headers.contains_key(ETAG), "what is not whole is not kept");
    let all: Vec<serde_json::Value> = serde_json::from_slice(&answer.bytes).unwrap();
    let one = all.iter().find(|each| each["code"] == code).unwrap();
    (one["value"].clone(), one["reason"].clone())
}

#[test]
fn a_kpi_that_fails_has_its_reason_and_the_others_their_figures() {
    let service = Service::of(project());
    let null = serde_json::Value::Null;
    assert_eq!(of_list(&service.app, "GOOD"), (2.into(), null.clone()));
    assert_eq!(of_list(&service.app, "BIG"), (null.clone(), TOO_LARGE.into()));
    assert_eq!(of_list(&service.app, "WRONG"), (null, FAILS.into()));
    for (path, told) in [
        ("/?period=2024", "A check could not be made: Notes are small."),
        ("/?period=2024", "Its query fails over these data"),
        ("/?period=2024", "The number has more than 28 digits"),
        ("/?period=2024", "There is no figure for this period: BIG; WRONG."),
        ("/data", "Indicators that could not be computed"),
        ("/data", "Notes are small: not checked"),
        ("/kpis/WRONG?period=2024", "Its query fails over these data"),
        ("/charts/first/3.svg?period=2024", "no figures"),
        ("/api/v1/dashboards/first?period=2024", FAILS),
    ] {
        let page = get(&service.app, path);
        assert_eq!(page.status, StatusCode::OK, "{path}: {}", page.text());
        assert!(page.text().contains(told), "{path}: no `{told}` in {}", page.text());
        assert!(!page.headers.contains_key(ETAG), "{path} is not whole and has a tag");
        assert_eq!(page.headers[CACHE_CONTROL], "private, no-cache");
    }
    // What is whole beside it is kept.
    assert!(get(&service.app, "/kpis/GOOD?period=2024").headers.contains_key(ETAG));
    assert!(get(&service.app, "/metrics").text().contains("minhbach_kpis_failed 1"));
}

/// The dataset of a project over an engine with limits of its own.
fn dataset(project: &TestProject, long: LongLimits) -> (Engine, Dataset) {
    dataset_within(project, Limits { long, ..Limits::default() })
}

fn dataset_within(project: &TestProject, limits: Limits) -> (Engine, Dataset) {
    let engine = Engine::new(limits).unwrap();
    let state = Arc::new(minhbach::store::State::open(&project.aside("state")).unwrap());
    let as_of = Some("2024-12-31".parse().unwrap());
    let opening = Opening { as_of, ..Opening::of(state) };
    let opened = runtime().block_on(Dataset::open(Arc::new(project.workspace()), &engine, opening));
    (engine, opened.unwrap())
}

#[test]
fn what_is_too_large_is_remembered_and_what_was_in_the_way_is_tried_again() {
    let project = project();
    let (_engine, data) = dataset(&project, LongLimits { rows: 1, ..LongLimits::default() });
    let good = &data.workspace().kpis["GOOD"];
    let first = runtime().block_on(data.cube(good)).unwrap_err();
    assert!(matches!(*first, QueryError::TooLarge { limit: 1, .. }), "{first}");
    let again = runtime().block_on(data.cube(good)).unwrap_err();
    assert!(Arc::ptr_eq(&first, &again), "it was tried again");
    assert_eq!(runtime().block_on(data.cube_or_reason(good)).hindrance(), Some(Hindrance::Rows));
    assert_eq!(data.hindered().collect::<Vec<_>>(), ["GOOD"]);

    // The copy of the data is gone, and comes back.
    let (_engine, data) = dataset(&project, LongLimits::default());
    let cache = project.aside("state").join("cache");
    let (copies, away) = (cache.join("parquet"), project.aside("away"));
    fs::rename(&copies, &away).unwrap();
    let good = &data.workspace().kpis["GOOD"];
    let gone = runtime().block_on(data.cube(good)).unwrap_err();
    assert!(!gone.lasts(), "{gone}");
    fs::rename(&away, &copies).unwrap();
    assert!(runtime().block_on(data.cube(good)).is_ok());
}

#[test]
fn a_page_does_not_wait_for_what_takes_long_and_shows_it_later() {
    let project = project();
    // The one turn is never given: both KPIs wait for it.
    let long = LongLimits { concurrency: 1, ..LongLimits::default() };
    let (_engine, data) = dataset(&project, long);
    let data = data.patient(Duration::ZERO);
    let good = &data.workspace().kpis["GOOD"];
    let waited = runtime().block_on(data.cube_or_reason(good)).hindrance();
    assert!(matches!(waited, None | Some(Hindrance::Unfinished)), "{waited:?}");
    // What leaves as a file does.
    let unhurried = data.for_reader(Scope::everything()).unhurried();
    assert!(runtime().block_on(unhurried.cube(good)).is_ok());
    assert_eq!(runtime().block_on(data.cube_or_reason(good)).hindrance(), None);
}

#[test]
fn limits_made_for_a_page_do_not_bind_a_file() {
    let project = project();
    project.file(
        "queries/reports/pairs.sql",
        "/*\ntitle = \"Pairs\"\n*/\nSELECT a.event AS event, count(*) AS count FROM events AS a \
         JOIN events AS b ON a.event = b.event GROUP BY a.event ORDER BY a.event\n",
    );
    let limits = Limits { memory_bytes: 1, ..Limits::default() };
    let (_engine, data) = dataset_within(&project, limits);
    let query = &data.workspace().queries["pairs"];
    let page = data.for_reader(Scope::everything());
    let refused = runtime().block_on(page.named(query, Values::default()));
    assert!(matches!(refused, Err(QueryError::Memory { limit: 1, .. })), "{refused:?}");
    let file = data.for_reader(Scope::everything()).unhurried();
    assert_eq!(runtime().block_on(file.named(query, Values::default())).unwrap().len(), 2);
}

#[test]
fn the_command_line_gives_what_it_can_and_names_what_it_cannot() {
    let project = project();
    let as_of = ["--as-of", "2024-12-31"];
    let kpi = |codes: &[&str], more: &[&str]| {
        project.run(&[&["kpi"], codes, &["--period", "2024", "--format", "csv"], more, &as_of].concat())
    };
    let said = kpi(&["GOOD", "NONE", "BIG"], &[]);
    assert_eq!(said.code, 3, "{}", said.stderr);
    assert!(said.stdout.lines().any(|line| line.starts_with("GOOD,") && line.contains(",2,things,")));
    assert!(said.stdout.contains(TOO_LARGE), "{}", said.stdout);
    for told in ["there is no KPI `NONE`", &format!("KPI `BIG` has no figure: {TOO_LARGE}")] {
        assert!(said.stderr.contains(told), "{}", said.stderr);
    }
    let all = kpi(&[], &[]);
    assert_eq!(all.code, 3, "{}", all.stderr);
    assert_eq!(all.stdout.lines().count(), 4, "{}", all.stdout);
    assert!(
        all.stderr.contains("KPI `WRONG` has no figure: query `WRONG` could not be run"),
        "{}",
        all.stderr
    );
    assert_eq!(kpi(&["GOOD"], &[]).code, 0);
    assert_eq!(kpi(&["NONE", "NOTHING"], &[]).code, 2);
    assert_eq!(kpi(&["GOOD", "BIG"], &["--by", "nonsense"]).code, 2);

    let checked = project.run(&[&["check", "--with-data", "--format", "short"][..], &as_of].concat());
    assert_eq!(checked.code, 2, "{}", checked.stderr);
    for told in [
        "error[not-gathered]: KPI `WRONG` could not be gathered",
        "warning[unchecked]: nothing can be said of the identity \"Notes are small\"",
    ] {
        assert!(checked.stdout.contains(told), "{}", checked.stdout);
    }
}

#[test]
fn csv_names_the_files_that_a_figure_stands_without() {
    let project = super::reload::project();
    project.rows("events", "events/more.parquet", super::reload::EVENTS);
    let broken = project.root().join("data/events/more.parquet");
    fs::write(&broken, "no parquet").unwrap();
    super::support::age(&broken);
    let said = project.run(&["kpi", "EV01", "--period", "2024", "--format", "csv", "--as-of", "2024-12-31"]);
    assert_eq!(said.code, 0, "{}", said.stderr);
    let told = "without files that cannot be read: events/more.parquet";
    assert!(said.stdout.contains(told), "{}", said.stdout);
}

#[test]
fn figures_are_given_although_nothing_can_be_kept() {
    let project = super::reload::project();
    let file = project.aside("a file");
    fs::write(&file, "in the place of a folder").unwrap();
    let state = file.join("state");
    let arguments =
        ["kpi", "EV01", "--period", "2024", "--as-of", "2024-12-31", "--state", state.to_str().unwrap()];
    let said = project.run(&arguments);
    assert_eq!(said.code, 0, "{}", said.stderr);
    assert!(said.stdout.contains("12 things"), "{}", said.stdout);
    let told = "warning: nothing is kept, and all is computed again next time";
    assert!(said.stderr.contains(told) && said.stderr.contains("a file/state"), "{}", said.stderr);

    let data = project.try_dataset(Some("2024-12-31")).unwrap();
    let app = App::new(Arc::new(data.kept_elsewhere(Some("the disk is full".to_owned()))));
    let page = get(&app, "/data");
    assert!(page.text().contains("What is computed is not kept"), "{}", page.text());
    assert!(page.text().contains("the disk is full") && !page.headers.contains_key(ETAG));
}

#[test]
fn a_cube_that_cannot_be_written_is_served_and_told() {
    let project = super::reload::project();
    let data = project.try_dataset(Some("2024-12-31")).unwrap();
    // A file where the folder of cubes would be.
    let cubes = project.aside("state").join("cache/cubes");
    fs::write(&cubes, "").unwrap();
    let app = App::new(Arc::new(data));
    let figure = get(&app, "/api/v1/kpis/EV01?period=2024");
    assert!(figure.text().contains("\"value\":12"), "{}", figure.text());
    let page = get(&app, "/data");
    assert!(page.text().contains("What is computed is not kept"), "{}", page.text());
}

#[test]
fn a_reload_that_failed_in_passing_is_tried_again_after_longer_and_longer_pauses() {
    let mut service = Service::start();
    let ready = |service: &Service| get(&service.app, "/readyz").text();
    assert_eq!(ready(&service), "not looking\n");
    assert_eq!(service.look(), Looked::Same);
    assert_eq!(ready(&service), "fresh\n");
    assert_eq!(service.figure(), 12);
    // Nothing can be written into the cache, although something else is there: as on a full disk.
    let copies = service.project.aside("state").join("cache/parquet");
    let away = service.project.aside("copies");
    service.project.table("events", &format!("{}\nc | 2024-03-01 | 30", super::reload::EVENTS));
    fs::rename(&copies, &away).unwrap();
    fs::write(&copies, "").unwrap();
    assert_eq!(service.look(), Looked::Held);
    assert_eq!(service.figure(), 12);
    assert!(ready(&service).starts_with("stale since 20"), "{}", ready(&service));
    // Nobody touches a file: after one look, then two, then four.
    let looked: Vec<Looked> = (0..7).map(|_| service.look()).collect();
    let held: Vec<usize> =
        looked.iter().enumerate().filter(|(_, looked)| **looked == Looked::Held).map(|(at, _)| at).collect();
    assert_eq!(held, [0, 2, 6], "{looked:?}");
    fs::remove_file(&copies).unwrap();
    fs::rename(&away, &copies).unwrap();
    let swapped = (0..8).map(|_| service.look()).position(|looked| looked == Looked::Swapped);
    assert_eq!(swapped, Some(7));
    assert_eq!(service.figure(), 42);
    assert_eq!(ready(&service), "fresh\n");
    assert_eq!(service.look(), Looked::Same);
}

#[test]
fn a_kpi_that_never_can_be_gathered_holds_back_no_new_state() {
    let mut service = Service::of(super::reload::project());
    service.project.kpi(
        "WRONG",
        KEYED,
        "SELECT e.happened_on AS day, CAST(e.event AS INTEGER) AS amount, e.event AS event FROM events AS e",
    );
    service.project.file(
        "dashboards/first.toml",
        "title = \"First\"\nperiod = \"year\"\n[[panel]]\nkpi = \"WRONG\"\nshow = \"tile\"\n\
         [[panel]]\nkpi = \"EV01\"\nshow = \"tile\"\n",
    );
    assert_eq!(service.look(), Looked::Swapped);
    assert_eq!(service.figure(), 12);
    assert!(get(&service.app, "/?period=2024").text().contains("Its query fails over these data"));
}

#[test]
fn periods_times_members_are_bounded_before_they_are_computed() {
    for (path, status) in [
        ("/api/v1/kpis?trend=240&by=area", StatusCode::BAD_REQUEST),
        ("/api/v1/kpis/VP05?trend=240&by=area", StatusCode::OK),
        ("/api/v1/kpis?trend=2&by=area", StatusCode::OK),
    ] {
        let answer = super::web::get(path);
        assert_eq!(answer.status, status, "{path}: {:.200}", answer.text);
        if status == StatusCode::BAD_REQUEST {
            assert!(answer.text.contains("10000 are given at once"), "{}", answer.text);
        }
    }
}

#[test]
fn only_this_machine_s_names_are_answered() {
    let service = Service::start();
    let named = |host: &str| {
        let request = Request::get("/healthz").header(HOST, host).body(Body::empty()).unwrap();
        ask(&service.app, request).status
    };
    for host in ["localhost", "LOCALHOST:80", "127.0.0.1:3890", "[::1]", "[::1]:3890"] {
        assert_eq!(named(host), StatusCode::OK, "{host}");
    }
    for host in [
        "[::1].evil.example",
        "[::1]evil.example:80",
        "localhost.evil.example",
        "localhost:evil.example",
        "127.0.0.1.evil.example",
        "evil.example",
        "::1",
        "",
    ] {
        assert_eq!(named(host), StatusCode::MISDIRECTED_REQUEST, "{host}");
    }
    // Of two nobody knows which one another machine has looked at.
    let two = Request::get("/healthz").header(HOST, "localhost").header(HOST, "evil.example");
    assert_eq!(ask(&service.app, two.body(Body::empty()).unwrap()).status, StatusCode::BAD_REQUEST);
}

#[test]
fn bytes_that_are_no_text_lead_to_the_page_of_errors() {
    let service = Service::start();
    for path in ["/kpis/%FF", "/dashboards/a%C3", "/kpis/%ED%A0%80/records", "/assets/%80", "/nowhere/%FE"] {
        let page = get(&service.app, path);
        assert_eq!(page.status, StatusCode::NOT_FOUND, "{path}");
        assert_eq!(page.headers[CONTENT_TYPE], "text/html; charset=utf-8", "{path}");
        assert!(page.text().contains("<h1>"), "{path}: {}", page.text());
    }
    let told = get(&service.app, "/api/v1/kpis/%FF");
    assert_eq!(
        (told.status, &told.headers[CONTENT_TYPE]),
        (StatusCode::NOT_FOUND, &"application/json".parse().unwrap())
    );
    assert_eq!(get(&service.app, "/kpis/EV01%").status, StatusCode::NOT_FOUND);
    assert_eq!(get(&service.app, "/kpis/%45V01?period=2024").status, StatusCode::OK);
}

#[test]
fn what_takes_more_memory_than_it_may_says_so_and_leaves_nothing_on_the_disk() {
    let project = project();
    // Its query holds groups; records that only pass through need no memory.
    let grouped =
        "SELECT max(e.happened_on) AS day, 1 AS amount, e.event AS event FROM events AS e GROUP BY e.event";
    project.kpi("WIDE", KEYED, grouped);
    let (_engine, data) = dataset(&project, LongLimits { memory_bytes: 1, ..LongLimits::default() });
    let wide = &data.workspace().kpis["WIDE"];
    let error = runtime().block_on(data.cube(wide)).unwrap_err();
    assert!(matches!(*error, QueryError::Memory { limit: 1, .. }) && error.lasts(), "{error}");
    assert_eq!(runtime().block_on(data.cube_or_reason(wide)).hindrance(), Some(Hindrance::Memory));
    // The engine's tasks end after the answer, in their own time.
    let spilled = || fs::read_dir(project.aside("state").join("spill")).unwrap().count();
    let until = std::time::Instant::now() + std::time::Duration::from_secs(20);
    while spilled() > 0 && std::time::Instant::now() < until {
        std::thread::sleep(std::time::Duration::from_millis(20));
    }
    assert_eq!(spilled(), 0);
}

#[test]
fn a_file_that_goes_on_being_written_holds_up_no_other() {
    let mut service = Service::start();
    let growing = service.project.root().join("data/events/growing.parquet");
    fs::create_dir_all(growing.parent().unwrap()).unwrap();
    service.project.rows(
        "events",
        "events/more.parquet",
        "event* | happened_on:date | amount:integer\nc | 2024-03-01 | 30",
    );
    let mut looked = Vec::new();
    for size in 1..=5 {
        fs::write(&growing, format!("PAR1{}", "x".repeat(size))).unwrap();
        // As slowly as it is written, two looks at once see no change.
        super::support::age(&growing);
        looked.push(service.look_once());
    }
    assert_eq!(looked.last(), Some(&Looked::Swapped), "{looked:?}");
    assert_eq!(service.figure(), 42);
    let told = get(&service.app, "/api/v1/kpis/EV01?period=2024").text();
    assert!(told.contains("without files that cannot be read: events/growing.parquet"), "{told}");
    // Once it is written no more and is no Parquet file all the same, it is a mistake like any other.
    assert_eq!(service.look(), Looked::Same);
}
