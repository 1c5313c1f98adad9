//! A service that can be left running: packed answers, refusals, metrics, slow clients, its end.

use std::io::{Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::path::Path;
use std::time::Duration;

use axum::body::Body;
use axum::http::header::{
    ACCEPT_ENCODING, ALLOW, CONTENT_ENCODING, CONTENT_SECURITY_POLICY, IF_NONE_MATCH, RETRY_AFTER, VARY,
};
use axum::http::{Request, StatusCode};
use minhbach::web::{Door, Looked, serve_until};

use super::reload::{EVENTS, Service, ask, get, project, runtime};

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
        "# EOF",
    ] {
        assert!(text.lines().any(|each| each == line), "no `{line}` in\n{text}");
    }
    // All tests share an engine, which may be at work for another one.
    assert!(text.lines().any(|each| each.starts_with("minhbach_queries_running ")), "{text}");
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
    let serving = runtime.spawn(serve_until(listener, None, door.clone(), async {
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
