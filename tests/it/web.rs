//! The routes, asked as a browser asks.

use std::sync::{Arc, OnceLock};

use axum::Router;
use axum::body::{Body, Bytes};
use axum::http::header::{CONTENT_SECURITY_POLICY, ETAG, IF_NONE_MATCH};
use axum::http::{HeaderMap, Request, StatusCode};
use http_body_util::BodyExt;
use minhbach::web::{App, router};
use tower::ServiceExt;

use crate::support::TestProject;

mod choices;

pub(crate) struct Answer {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) text: String,
    pub(crate) bytes: Bytes,
}

/// The sample workspace's routes, opened once for all tests.
fn app() -> Router {
    static APP: OnceLock<(App, TestProject)> = OnceLock::new();
    let (app, _) = APP.get_or_init(|| {
        let project = TestProject::sample();
        (App::new(Arc::new(project.try_dataset(None).unwrap())), project)
    });
    router(app.clone())
}

fn ask(request: Request<Body>) -> Answer {
    // Opening a dataset waits by itself, which cannot be done while a runtime waits for it.
    ask_of(app(), request)
}

fn ask_of(app: Router, request: Request<Body>) -> Answer {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    runtime.block_on(async {
        let response = app.oneshot(request).await.unwrap();
        let (status, headers) = (response.status(), response.headers().clone());
        let bytes = response.into_body().collect().await.unwrap().to_bytes();
        Answer { status, headers, text: String::from_utf8_lossy(&bytes).into_owned(), bytes }
    })
}

/// The same under another name, for what is no text.
pub(crate) fn fetch(path: &str) -> Answer {
    get(path)
}

pub(crate) fn fetch_with(path: &str, header: &str, value: &str) -> Answer {
    ask(Request::get(path).header(header, value).body(Body::empty()).unwrap())
}

/// Of another application.
pub(crate) fn fetch_of(app: &App, path: &str) -> Answer {
    ask_of(router(app.clone()), Request::get(path).body(Body::empty()).unwrap())
}

pub(crate) fn get(path: &str) -> Answer {
    ask(Request::get(path).body(Body::empty()).unwrap())
}

#[test]
fn the_first_page_is_the_first_dashboard_and_names_every_kpi_that_it_shows() {
    let first = get("/");
    assert_eq!(first.status, StatusCode::OK);
    assert_eq!(first.text, get("/dashboards/overview").text);
    for code in ["KT01", "TT01", "TT02", "VP01", "VP02", "VP05", "VP06", "TP02", "KN01", "BC01", "NS02"] {
        assert!(first.text.contains(code), "{code}");
    }
    assert!(first.text.contains("<html lang=\"vi\""));
    assert!(first.text.contains("Dữ liệu minh họa"));
    assert!(first.text.len() <= 120 * 1024, "{} bytes", first.text.len());
}

#[test]
fn every_page_answers_and_every_picture_has_a_title() {
    let mut paths: Vec<String> =
        ["/dashboards/overview", "/plan", "/data", "/kpis", "/problems"].map(str::to_owned).into();
    for code in ["KT01", "TT01", "TT02", "VP01", "VP02", "VP05", "VP06", "TP02", "KN01", "BC01", "NS02"] {
        paths.push(format!("/kpis/{code}"));
        paths.push(format!("/kpis/{code}/records?period=2024"));
    }
    for path in paths {
        let page = get(&path);
        assert_eq!(page.status, StatusCode::OK, "{path}: {}", page.text);
        for svg in page.text.split("<svg").skip(1) {
            assert!(svg.split("</svg>").next().unwrap().contains("<title"), "{path}");
        }
        assert!(!page.text.contains("style="), "{path}");
        // Only our own, from its file: the policy forbids any other.
        let scripts = page.text.matches("<script").count();
        assert_eq!(scripts, page.text.matches("<script src=\"/assets/page.").count(), "{path}");
    }
}

#[test]
fn the_unknown_is_404_the_malformed_400_and_writing_405() {
    for path in [
        "/nothing",
        "/dashboards/none",
        "/kpis/NONE",
        "/kpis/NONE/records",
        "/assets/none.css",
        "/api/v1/kpis/NONE",
    ] {
        assert_eq!(get(path).status, StatusCode::NOT_FOUND, "{path}");
    }
    for query in ["period=2024-13", "period=soon", "area=none", "colour=red", "period=2024&period=2023"] {
        for path in ["/dashboards/overview", "/kpis/VP05", "/api/v1/kpis/VP05"] {
            let answer = get(&format!("{path}?{query}"));
            assert_eq!(answer.status, StatusCode::BAD_REQUEST, "{path}?{query}: {}", answer.text);
        }
    }
    let post = ask(Request::post("/dashboards/overview").body(Body::empty()).unwrap());
    assert_eq!(post.status, StatusCode::METHOD_NOT_ALLOWED);
    let head = ask(Request::head("/dashboards/overview").body(Body::empty()).unwrap());
    assert_eq!((head.status, head.text.as_str()), (StatusCode::OK, ""));
}

#[test]
fn a_wrong_value_is_told_with_what_exists() {
    let answer = get("/api/v1/kpis/VP05?area=6O8");
    let told: serde_json::Value = serde_json::from_str(&answer.text).unwrap();
    assert_eq!(told["error"], "`area` has no member `6O8`");
    assert!(told["hint"].as_str().unwrap().contains("`608`"), "{told}");
}

#[test]
fn a_filter_that_a_kpi_lacks_is_named_on_pages_and_refused_by_the_api() {
    let page = get("/dashboards/overview?channel=social_network");
    assert_eq!(page.status, StatusCode::OK, "{}", page.text);
    assert!(page.text.to_lowercase().contains("không lọc theo"), "a KPI without channels must say so");
    assert_eq!(get("/api/v1/kpis/BC01?channel=social_network").status, StatusCode::BAD_REQUEST);
}

#[test]
fn an_answer_that_is_held_already_is_not_sent_again_and_no_two_states_share_a_tag() {
    let tag = |path: &str| get(path).headers.get(ETAG).unwrap().clone();
    let first = tag("/dashboards/overview?period=2024");
    let request = Request::get("/dashboards/overview?period=2024").header(IF_NONE_MATCH, &first);
    let again = ask(request.body(Body::empty()).unwrap());
    assert_eq!((again.status, again.text.as_str()), (StatusCode::NOT_MODIFIED, ""));
    assert_ne!(first, tag("/dashboards/overview?period=2023"));
    // The order of parameters and fields left empty make no other answer.
    assert_eq!(
        tag("/dashboards/overview?period=2024&area=608"),
        tag("/dashboards/overview?organization=&area=608&period=2024")
    );
}

#[test]
fn nothing_is_loaded_from_elsewhere_and_no_script_runs() {
    let page = get("/dashboards/overview");
    let policy = page.headers.get(CONTENT_SECURITY_POLICY).unwrap().to_str().unwrap();
    assert!(policy.starts_with("default-src 'none'") && !policy.contains("unsafe"), "{policy}");
    for address in page.text.split("href=\"").chain(page.text.split("src=\"")).skip(1) {
        let address = address.split('"').next().unwrap();
        // A query alone is an address of the page itself.
        assert!(address.starts_with(['/', '#', '?']) || address.starts_with("<!"), "{address}");
    }
    let style = page.text.split("href=\"").find(|part| part.contains(".css")).unwrap();
    let style = get(style.split('"').next().unwrap());
    assert_eq!(style.status, StatusCode::OK);
    assert!(!style.text.contains("http://") && !style.text.contains("https://"));
}

#[test]
fn the_api_answers_the_objects_of_the_command_line() {
    let answers: serde_json::Value =
        serde_json::from_str(&get("/api/v1/kpis/VP05?period=2024&by=organization").text).unwrap();
    let project = TestProject::sample();
    let said = project.run(&["kpi", "VP05", "--period", "2024", "--by", "organization", "--format", "json"]);
    let printed: serde_json::Value = serde_json::from_str(&said.stdout).unwrap();
    assert_eq!(answers, printed);
    assert_eq!(answers[0]["by"], serde_json::json!({}));
    assert_eq!(answers[0]["state"], "value");
}

#[test]
fn a_request_that_names_another_host_is_refused() {
    let asked =
        |host: &str| ask(Request::get("/healthz").header("host", host).body(Body::empty()).unwrap()).status;
    for own in ["localhost", "localhost:3890", "127.0.0.1:3890", "[::1]:3890"] {
        assert_eq!(asked(own), StatusCode::OK, "{own}");
    }
    for other in ["evil.example", "localhost.evil.example:3890", "127.0.0.1.evil.example"] {
        assert_eq!(asked(other), StatusCode::MISDIRECTED_REQUEST, "{other}");
    }
}

#[test]
fn a_parameter_that_can_be_meant_once_is_refused_twice_or_out_of_range() {
    for path in [
        "/api/v1/kpis/VP05?by=area&by=organization",
        "/kpis/VP05/records?offset=18446744073709551615",
        "/kpis/VP05/records?offset=0&offset=50",
    ] {
        assert_eq!(get(path).status, StatusCode::BAD_REQUEST, "{path}");
    }
    assert_eq!(get("/api/v1/kpis/VP05?by=").text, get("/api/v1/kpis/VP05").text);
}
