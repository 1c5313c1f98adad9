//! Finished answers, and the headers that every answer bears.

use std::sync::Arc;

use axum::body::{Body, Bytes};
use axum::extract::Request;
use axum::http::header::{
    CACHE_CONTROL, CONTENT_SECURITY_POLICY, CONTENT_TYPE, ETAG, HOST, IF_NONE_MATCH, REFERRER_POLICY,
    X_CONTENT_TYPE_OPTIONS, X_FRAME_OPTIONS,
};
use axum::http::{HeaderMap, HeaderValue, StatusCode};
use axum::middleware::Next;
use axum::response::Response;

/// An answer as it is sent again and again.
#[derive(Debug, Clone)]
pub(super) struct Page {
    pub(super) kind: &'static str,
    pub(super) body: Arc<Bytes>,
    /// Whether it may be sent again: not where a part of it failed and may be there next time.
    pub(super) kept: bool,
}

impl Page {
    pub(super) fn html(text: String) -> Self {
        Self { kind: "text/html; charset=utf-8", body: Arc::new(text.into()), kept: true }
    }

    pub(super) fn json(text: String) -> Self {
        Self { kind: "application/json", body: Arc::new(text.into()), kept: true }
    }

    pub(super) fn fleeting(self) -> Self {
        Self { kept: false, ..self }
    }

    pub(super) fn len(&self) -> usize {
        self.body.len()
    }

    /// The answer to a request that may hold it already.
    pub(super) fn answer(&self, identity: &str, asked: &HeaderMap) -> Response {
        let etag = format!("\"{identity}\"");
        let held = asked.get(IF_NONE_MATCH).filter(|_| self.kept).and_then(|held| held.to_str().ok());
        let mut response = if held.is_some_and(|held| held.split(',').any(|each| each.trim() == etag)) {
            let mut response = Response::new(Body::empty());
            *response.status_mut() = StatusCode::NOT_MODIFIED;
            response
        } else {
            let mut response = Response::new(Body::from(Bytes::clone(&self.body)));
            response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static(self.kind));
            response
        };
        if let (Ok(etag), true) = (HeaderValue::from_str(&etag), self.kept) {
            response.headers_mut().insert(ETAG, etag);
        }
        response.headers_mut().insert(CACHE_CONTROL, HeaderValue::from_static("private, no-cache"));
        response
    }
}

/// Refuses requests that name another host: a page elsewhere that had its own name lead to this
/// machine could otherwise read what is served to it alone. A proxy passes on `Host: localhost`.
pub(super) async fn own_host(request: Request, next: Next) -> Response {
    let named = request.headers().get(HOST).and_then(|host| host.to_str().ok()).map(|host| {
        let name = host.strip_prefix('[').and_then(|rest| rest.split(']').next());
        name.unwrap_or_else(|| host.split(':').next().unwrap_or(host)).to_ascii_lowercase()
    });
    match named.as_deref() {
        None | Some("localhost" | "127.0.0.1" | "::1") => next.run(request).await,
        Some(_) => {
            let told = "this server answers to `localhost` and `127.0.0.1` only\n";
            let mut response = Response::new(Body::from(told));
            *response.status_mut() = StatusCode::MISDIRECTED_REQUEST;
            response
        }
    }
}

/// Nothing from elsewhere, no script, no frame.
pub(super) async fn headers(request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    let headers = response.headers_mut();
    headers.insert(
        CONTENT_SECURITY_POLICY,
        HeaderValue::from_static(
            "default-src 'none'; style-src 'self'; font-src 'self'; img-src 'self'; form-action 'self'; \
             base-uri 'none'; frame-ancestors 'none'",
        ),
    );
    headers.insert(X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    headers.insert(X_FRAME_OPTIONS, HeaderValue::from_static("DENY"));
    headers.insert(REFERRER_POLICY, HeaderValue::from_static("no-referrer"));
    response
}
