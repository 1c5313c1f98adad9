//! The service as it is reached from elsewhere: under another name, below a path, through a proxy.

use std::collections::{BTreeSet, VecDeque};
use std::sync::Arc;

use axum::Router;
use axum::body::Body;
use axum::http::{Request, StatusCode};
use http_body_util::BodyExt;
use minhbach::web::{App, Door, Site, router, serve_until};
use tower::ServiceExt;

use super::support::TestProject;

/// What a page leads to on its own host.
pub(crate) fn links(page: &str) -> Vec<String> {
    let named = ["href", "src", "action"].map(|name| format!(" {name}=\""));
    let mut found: Vec<String> = Vec::new();
    for name in &named {
        for (at, _) in page.match_indices(name.as_str()) {
            let rest = &page[at + name.len()..];
            let link = rest[..rest.find('"').unwrap()].replace("&amp;", "&");
            let link = link.split('#').next().unwrap().to_owned();
            if !link.is_empty() {
                found.push(link);
            }
        }
    }
    found
}

fn is_below(link: &str) -> bool {
    link.strip_prefix("/bao-cao").is_some_and(|rest| rest.is_empty() || rest.starts_with(['/', '?']))
}

fn app(project: &TestProject) -> App {
    App::new(Arc::new(project.try_dataset(None).unwrap()))
}

fn get(router: &Router, path: &str, host: &str) -> (StatusCode, String, String) {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    runtime.block_on(async {
        let request = Request::get(path).header("host", host).body(Body::empty()).unwrap();
        let response = router.clone().oneshot(request).await.unwrap();
        let tag = response.headers().get("etag").map(|tag| tag.to_str().unwrap().to_owned());
        let status = response.status();
        let bytes = response.into_body().collect().await.unwrap().to_bytes();
        (status, tag.unwrap_or_default(), String::from_utf8_lossy(&bytes).into_owned())
    })
}

#[test]
fn only_names_of_the_settings_are_answered_to() {
    let project = TestProject::sample();
    let app = app(&project);
    let own = router(app.clone());
    assert_eq!(get(&own, "/healthz", "kpi.example.vn").0, StatusCode::MISDIRECTED_REQUEST);
    let named = router(app.reached_at(Site::new(vec!["kpi.example.vn".to_owned()], "").unwrap()));
    for (host, status) in [
        ("kpi.example.vn", StatusCode::OK),
        ("KPI.example.vn:8443", StatusCode::OK),
        ("localhost", StatusCode::OK),
        ("kpi.example.vn.evil.example", StatusCode::MISDIRECTED_REQUEST),
        ("kpi.example.vn:evil", StatusCode::MISDIRECTED_REQUEST),
        ("evil.example", StatusCode::MISDIRECTED_REQUEST),
    ] {
        assert_eq!(get(&named, "/healthz", host).0, status, "{host}");
    }
}

#[test]
fn below_a_path_every_link_leads_there_and_is_answered() {
    let project = TestProject::sample();
    let app = app(&project);
    let root = router(app.clone());
    let nested = Router::new().nest("/bao-cao", router(app.reached_at(Site::below("/bao-cao").unwrap())));
    let mut waiting: VecDeque<String> = VecDeque::from(["/bao-cao".to_owned()]);
    let mut kinds = BTreeSet::new();
    let mut seen = BTreeSet::new();
    while let Some(path) = waiting.pop_front() {
        let (status, _, page) = get(&nested, &path, "localhost");
        assert_eq!(status, StatusCode::OK, "{path}: {page}");
        for link in links(&page) {
            // What has no path is of this page.
            let link = if link.starts_with('?') {
                format!("{}{link}", path.split('?').next().unwrap())
            } else {
                link
            };
            assert!(is_below(&link), "{path} leads to {link}");
            // One address of each kind is enough: which route it is, and each parameter that it has. Not which of them
            // stand together: a mark of a chart adds one to those that its page has already.
            let (route, query) = link.split_once('?').unwrap_or((&link, ""));
            let route: Vec<&str> = route.split('/').collect();
            let route = format!("{} {}", route.len(), route.get(2).unwrap_or(&""));
            let names = query.split('&').map(|pair| pair.split('=').next().unwrap());
            let fresh = names.filter(|name| kinds.insert(format!("{route} {name}"))).count() > 0;
            if fresh && seen.insert(link.clone()) {
                waiting.push_back(link);
            }
        }
    }
    assert!(seen.len() > 15, "{seen:?}");
    // The same page but for its links, under a tag of its own.
    let (_, one, page) = get(&root, "/kpis/VP05?period=2024", "localhost");
    let (_, other, below) = get(&nested, "/bao-cao/kpis/VP05?period=2024", "localhost");
    assert_ne!(one, other);
    assert_ne!(page, below);
    assert_eq!(page, below.replace("\"/bao-cao/", "\"/").replace("\"/bao-cao", "\"/"));
    // What is refused leads back below the path too.
    let (status, _, refused) = get(&nested, "/bao-cao/nowhere", "localhost");
    assert_eq!(status, StatusCode::NOT_FOUND);
    assert!(links(&refused).iter().all(|link| is_below(link)), "{refused}");
    let (_, _, document) = get(&nested, "/bao-cao/api/v1/openapi.json", "localhost");
    let document: serde_json::Value = serde_json::from_str(&document).unwrap();
    assert_eq!(document["servers"][0]["url"], "/bao-cao");
}

#[test]
fn a_proxy_may_leave_the_path_or_take_it_off() {
    let project = TestProject::sample();
    let app = app(&project).reached_at(Site::below("/bao-cao").unwrap());
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
    let (address, ended, serving) = runtime.block_on(async {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let door = Door::closed();
        door.open(app);
        let (ended, told) = tokio::sync::oneshot::channel::<()>();
        let serving = tokio::spawn(serve_until(listener, None, door, async { drop(told.await) }));
        (address, ended, serving)
    });
    let ask = |path: &str| {
        use std::io::{Read, Write};
        let mut stream = std::net::TcpStream::connect(address).unwrap();
        write!(stream, "GET {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n").unwrap();
        let mut text = Vec::new();
        stream.read_to_end(&mut text).unwrap();
        String::from_utf8_lossy(&text).into_owned()
    };
    let body = |text: String| text.split_once("\r\n\r\n").map(|(_, body)| body.to_owned()).unwrap();
    for (left, taken) in [("/bao-cao", "/"), ("/bao-cao/", "/"), ("/bao-cao/kpis?q=vi", "/kpis?q=vi")] {
        let page = ask(left);
        assert!(page.starts_with("HTTP/1.1 200"), "{left}: {page}");
        assert_eq!(body(page), body(ask(taken)), "{left}");
    }
    assert!(ask("/bao-caokpis").starts_with("HTTP/1.1 404"));
    drop(ended);
    runtime.block_on(serving).unwrap().unwrap();
}
