//! What happens to every request: its id, what is refused at once, the headers that every answer
//! bears, and one line of the log.

use std::hash::{BuildHasher, Hasher, RandomState};
use std::sync::LazyLock;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Instant;

use axum::body::{Body, HttpBody};
use axum::extract::{MatchedPath, Request, State};
use axum::http::header::{
    ALLOW, CONTENT_SECURITY_POLICY, HOST, HeaderName, REFERRER_POLICY, X_CONTENT_TYPE_OPTIONS,
    X_FRAME_OPTIONS,
};
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode};
use axum::middleware::Next;
use axum::response::Response;

use super::pages::Origin;
use super::reception::{BACK, Peer, SIGN_IN, SIGN_OUT};
use super::respond::{REQUEST_ID, told};
use super::site::Site;
use super::{App, Error};

/// Longer ones are no names.
const LONGEST_ID: usize = 64;

/// Path and query together, in bytes: every state of every page is far shorter.
const LONGEST_ADDRESS: usize = 4_096;

/// One line a request, with its id on the answer; whatever comes first is refused here.
pub(super) async fn seen(State(app): State<App>, mut request: Request, next: Next) -> Response {
    let began = Instant::now();
    let id = sane_id(request.headers()).filter(|_| names_requests(&app, &request)).unwrap_or_else(new_id);
    request.headers_mut().insert(REQUEST_ID, id.clone());
    let method = request.method().clone();
    let address = request.uri().clone();
    let route = request.extensions().get::<MatchedPath>().cloned();
    // What a provider gives back lets somebody in, and stands in no log.
    let is_back = route.as_ref().is_some_and(|route| route.as_str().ends_with(BACK));
    let mut response = match refusal(&request, &app) {
        Some(refused) => refused,
        None => match String::from_utf8(decoded(address.path())) {
            Ok(_) => next.run(request).await,
            // Bytes that are no text name nothing; the router would refuse them without a page.
            Err(error) => {
                let path = String::from_utf8_lossy(error.as_bytes()).into_owned();
                told(&app, address.path(), &Error::Nowhere { path }, request.headers())
            }
        },
    };
    let route = route.as_ref().map_or("", MatchedPath::as_str);
    // What is not for everybody is shown on no other's page.
    let signs_in = app.reception().is_some_and(|reception| reception.is_on());
    protect(response.headers_mut(), route.contains("/charts/") && !signs_in);
    response.headers_mut().insert(REQUEST_ID, id.clone());
    let origin = response.extensions().get::<Origin>().copied();
    let (status, took) = (response.status().as_u16(), began.elapsed());
    app.metrics().answered(route, status, took.as_secs_f64(), origin);
    let origin = match origin {
        Some(Origin::Kept) => "kept",
        Some(Origin::Made) => "made",
        None => "-",
    };
    tracing::info!(
        id = id.to_str().unwrap_or_default(),
        %method,
        path = if is_back { address.path().to_owned() } else { address.to_string() },
        status,
        ms = took.as_micros() as f64 / 1000.0,
        bytes = response.body().size_hint().exact().unwrap_or(0),
        origin,
        "answered"
    );
    response
}

/// Whether who sends a request says what it is called: where people sign in, a proxy that is named alone, since it stands in
/// the audit.
fn names_requests(app: &App, request: &Request) -> bool {
    let reception = app.reception().filter(|reception| reception.is_on());
    reception.is_none_or(|reception| reception.trusts(request.extensions().get::<Peer>().copied()))
}

/// The id that a proxy gave, if it looks like one.
fn sane_id(headers: &HeaderMap) -> Option<HeaderValue> {
    let id = headers.get(REQUEST_ID)?;
    let plain = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.');
    let sane = !id.is_empty() && id.len() <= LONGEST_ID && id.as_bytes().iter().all(plain);
    sane.then(|| id.clone())
}

/// Eight digits of this run, and a count.
fn new_id() -> HeaderValue {
    static RUN: LazyLock<u32> = LazyLock::new(|| RandomState::new().build_hasher().finish() as u32);
    static COUNT: AtomicU64 = AtomicU64::new(1);
    let id = format!("{:08x}-{:x}", *RUN, COUNT.fetch_add(1, Ordering::Relaxed));
    HeaderValue::from_str(&id).expect("hexadecimal digits are visible letters")
}

/// What is not looked at further.
fn refusal(request: &Request, app: &App) -> Option<Response> {
    let told = |status: StatusCode, text: &'static str| {
        let mut response = Response::new(Body::from(text));
        *response.status_mut() = status;
        response
    };
    if request.headers().get_all(HOST).iter().nth(1).is_some() {
        return Some(told(StatusCode::BAD_REQUEST, "a request names one host\n"));
    }
    if !is_own_host(request.headers(), app.site()) {
        let text = "this server answers to `localhost`, `127.0.0.1` and the hosts of its settings only\n";
        return Some(told(StatusCode::MISDIRECTED_REQUEST, text));
    }
    let path = request.uri().path();
    let is_changed = app.reception().is_some() && matches!(path, SIGN_IN | SIGN_OUT);
    let is_read = matches!(*request.method(), Method::GET | Method::HEAD);
    if !(is_read || is_changed && request.method() == Method::POST) {
        let mut response = told(StatusCode::METHOD_NOT_ALLOWED, "nothing can be changed here\n");
        response.headers_mut().insert(ALLOW, HeaderValue::from_static("GET, HEAD"));
        return Some(response);
    }
    let address = request.uri().path_and_query().map_or(0, |address| address.as_str().len());
    (address > LONGEST_ADDRESS).then(|| told(StatusCode::URI_TOO_LONG, "the address is too long\n"))
}

/// Whether a request names this machine: a page elsewhere that had its own name lead here could
/// otherwise read what is served to this machine alone. A proxy passes on `Host: localhost`, or a name of the site's.
fn is_own_host(headers: &HeaderMap, site: &Site) -> bool {
    let Some(host) = headers.get(HOST) else { return true };
    let Ok(host) = host.to_str() else { return false };
    let is_port = |rest: &str| rest.is_empty() || rest.strip_prefix(':').is_some_and(is_number);
    let own = |name: &str| {
        host.get(..name.len()).is_some_and(|own| own.eq_ignore_ascii_case(name))
            && is_port(&host[name.len()..])
    };
    ["localhost", "127.0.0.1", "[::1]"].into_iter().chain(site.hosts()).any(own)
}

fn is_number(text: &str) -> bool {
    text.bytes().all(|byte| byte.is_ascii_digit())
}

/// The bytes that an address's path stands for.
pub(super) fn decoded(path: &str) -> Vec<u8> {
    let mut decoded = Vec::with_capacity(path.len());
    let mut rest = path.as_bytes();
    while let Some((first, after)) = rest.split_first() {
        let digits = after.get(..2).filter(|_| *first == b'%').and_then(|two| std::str::from_utf8(two).ok());
        match digits.and_then(|digits| u8::from_str_radix(digits, 16).ok()) {
            Some(byte) => {
                decoded.push(byte);
                rest = &after[2..];
            }
            None => {
                decoded.push(*first);
                rest = after;
            }
        }
    }
    decoded
}

/// Nothing from elsewhere, no script but our own, no frame; a chart alone may be shown anywhere.
fn protect(headers: &mut HeaderMap, embeddable: bool) {
    let mut set = |name: HeaderName, value: &'static str| {
        headers.insert(name, HeaderValue::from_static(value));
    };
    if embeddable {
        set(CONTENT_SECURITY_POLICY, "default-src 'none'; style-src 'self'; font-src 'self'");
        set(HeaderName::from_static("cross-origin-resource-policy"), "cross-origin");
    } else {
        set(
            CONTENT_SECURITY_POLICY,
            "default-src 'none'; script-src 'self'; style-src 'self'; font-src 'self'; img-src 'self'; \
             form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
        );
        set(X_FRAME_OPTIONS, "DENY");
        set(HeaderName::from_static("cross-origin-resource-policy"), "same-origin");
        set(HeaderName::from_static("cross-origin-opener-policy"), "same-origin");
        set(HeaderName::from_static("cross-origin-embedder-policy"), "require-corp");
    }
    set(X_CONTENT_TYPE_OPTIONS, "nosniff");
    set(
        HeaderName::from_static("permissions-policy"),
        "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    );
    if !headers.contains_key(REFERRER_POLICY) {
        headers.insert(REFERRER_POLICY, HeaderValue::from_static("no-referrer"));
    }
}
