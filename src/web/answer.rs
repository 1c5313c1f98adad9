//! Finished answers, and the headers that every answer bears.

use std::sync::Arc;

use axum::body::{Body, Bytes};
use axum::extract::Request;
use axum::http::header::{
    CACHE_CONTROL, CONTENT_SECURITY_POLICY, CONTENT_TYPE, ETAG, IF_NONE_MATCH, REFERRER_POLICY,
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
}

impl Page {
    pub(super) fn html(text: String) -> Self {
        Self { kind: "text/html; charset=utf-8", body: Arc::new(text.into()) }
    }

    pub(super) fn json(text: String) -> Self {
        Self { kind: "application/json", body: Arc::new(text.into()) }
    }

    pub(super) fn len(&self) -> usize {
        self.body.len()
    }

    /// The answer to a request that may hold it already.
    pub(super) fn answer(&self, identity: &str, asked: &HeaderMap) -> Response {
        let etag = format!("\"{identity}\"");
        let held = asked.get(IF_NONE_MATCH).and_then(|held| held.to_str().ok());
        let mut response = if held.is_some_and(|held| held.split(',').any(|each| each.trim() == etag)) {
            let mut response = Response::new(Body::empty());
            *response.status_mut() = StatusCode::NOT_MODIFIED;
            response
        } else {
            let mut response = Response::new(Body::from(Bytes::clone(&self.body)));
            response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static(self.kind));
            response
        };
        if let Ok(etag) = HeaderValue::from_str(&etag) {
            response.headers_mut().insert(ETAG, etag);
        }
        response.headers_mut().insert(CACHE_CONTROL, HeaderValue::from_static("no-cache"));
        response
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
