//! The program asked by itself: what a browser would get, without a connection.

use std::collections::BTreeMap;

use axum::body::{self, Body, Bytes};
use axum::http::Request;
use hyper::service::Service;
use hyper_util::service::TowerToHyperService;

use super::respond::REQUEST_ID;
use super::{App, router};

/// An answer without what tells one request from another.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Inward {
    /// Its status.
    pub status: u16,
    /// Its headers, but for the id of the request.
    pub headers: BTreeMap<String, String>,
    /// Its body; nothing where it ended early.
    pub body: Option<Bytes>,
}

impl App {
    /// What is answered to a path with what stands behind `?`; nothing for what is no address.
    pub async fn inward(&self, address: &str) -> Option<Inward> {
        let request = Request::get(address).body(Body::empty()).ok()?;
        let service = TowerToHyperService::new(router(self.clone()));
        let Ok(response) = service.call(request).await;
        let (head, body) = response.into_parts();
        let headers = head.headers.iter().filter(|(name, _)| **name != REQUEST_ID);
        let headers = headers
            .map(|(name, value)| (name.to_string(), String::from_utf8_lossy(value.as_bytes()).into_owned()));
        Some(Inward {
            status: head.status.as_u16(),
            headers: headers.collect(),
            body: body::to_bytes(body, usize::MAX).await.ok(),
        })
    }
}
