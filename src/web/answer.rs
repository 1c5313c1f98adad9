//! Finished answers, as they are sent again and again.

use std::sync::{Arc, OnceLock};

use axum::body::{Body, Bytes};
use axum::http::header::{
    CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_ENCODING, CONTENT_TYPE, ETAG, IF_NONE_MATCH, VARY,
};
use axum::http::{HeaderMap, HeaderValue, StatusCode};
use axum::response::Response;

use super::attachment::attachment;
use super::encoding::{Encoding, packable};
use super::reception::RowsOut;
use super::site::Site;
use crate::export::PNG_MEDIA;
use crate::report::{Shortfall, Whole};
use crate::store::sha256_hex;
use crate::workspace::Reader;

/// An answer with its packed forms, each made when it is first asked for. Cheap to clone.
#[derive(Debug, Clone)]
pub(super) struct Page {
    kind: &'static str,
    body: Bytes,
    packed: Arc<Packed>,
    /// The name under which a browser keeps it as a file.
    attached: Option<HeaderValue>,
    /// How many records it shows.
    rows: Option<u64>,
    /// What it is known by to who asks again, where that may not be what it was made from.
    tag: Option<Arc<str>>,
    /// Whether it may be sent again: not where a part of it failed and may be there next time.
    pub(super) kept: bool,
}

#[derive(Debug, Default)]
struct Packed {
    brotli: OnceLock<Bytes>,
    gzip: OnceLock<Bytes>,
}

impl Page {
    /// A body of a media type.
    pub(super) fn of(kind: &'static str, body: impl Into<Bytes>) -> Self {
        Self {
            kind,
            body: body.into(),
            packed: Arc::default(),
            attached: None,
            rows: None,
            tag: None,
            kept: true,
        }
    }

    pub(super) fn html(report: &(impl Whole + ?Sized), text: String) -> Self {
        Self::of("text/html; charset=utf-8", text).of_report(report)
    }

    pub(super) fn svg(report: &(impl Whole + ?Sized), text: String) -> Self {
        Self::of("image/svg+xml", text).of_report(report)
    }

    pub(super) fn json(report: &(impl Whole + ?Sized), text: String) -> Self {
        Self::of("application/json", text).of_report(report)
    }

    /// Only a whole report is kept; of another the log learns what it lacks.
    fn of_report(self, report: &(impl Whole + ?Sized)) -> Self {
        if whole(&report.shortfalls()) { self } else { self.fleeting() }
    }

    /// A body that a browser keeps as a file under a name.
    pub(super) fn attached(kind: &'static str, name: &str, body: impl Into<Bytes>) -> Self {
        Self { attached: attachment(name), ..Self::of(kind, body) }
    }

    /// The same, which shows so many records.
    pub(super) fn of_records(self, count: usize) -> Self {
        Self { rows: Some(count as u64), ..self }
    }

    /// A drawing as a picture of points.
    pub(super) fn png(report: &(impl Whole + ?Sized), bytes: Vec<u8>) -> Self {
        Self::of(PNG_MEDIA, bytes).of_report(report)
    }

    /// Known by what it says, for who may not learn that something else has changed: in its text, and to who asks again.
    pub(super) fn known_by_itself(mut self, reader: &Reader<'_>) -> Self {
        let before = reader.identity();
        // Pictures bear no name.
        if let Ok(text) = std::str::from_utf8(&self.body)
            && text.contains(&before)
        {
            self.body = text.replace(&before, &reader.told(text)).into();
        }
        let mut tag = sha256_hex(&self.body);
        tag.truncate(32);
        Self { tag: Some(tag.into()), ..self }
    }

    /// With its links leading below the base of a site.
    pub(super) fn at(self, site: &Site) -> Self {
        let leads = self.kind.starts_with("text/html") || self.kind == "image/svg+xml";
        match std::str::from_utf8(&self.body) {
            Ok(text) if leads && !site.base().is_empty() => {
                Self { body: site.linked(text).into_owned().into(), ..self }
            }
            Ok(_) | Err(_) => self,
        }
    }

    pub(super) fn fleeting(self) -> Self {
        Self { kept: false, ..self }
    }

    /// What it takes in memory once it is packed both ways: text shrinks to less than a quarter.
    pub(super) fn weight(&self) -> usize {
        if packable(self.kind) { self.body.len() + self.body.len() / 2 } else { self.body.len() }
    }

    /// The bytes in a packing. Takes milliseconds when they are first asked for.
    pub(super) fn pack(&self, encoding: Encoding) -> Bytes {
        let packed = || Bytes::from(encoding.pack(&self.body));
        match encoding {
            Encoding::Brotli => self.packed.brotli.get_or_init(packed).clone(),
            Encoding::Gzip => self.packed.gzip.get_or_init(packed).clone(),
            Encoding::Identity => self.body.clone(),
        }
    }

    /// The packing in which a request gets it.
    pub(super) fn encoding(&self, best: Encoding) -> Encoding {
        best.fitting(self.kind, self.body.len())
    }

    /// The answer to a request that may hold it already.
    pub(super) async fn answer(&self, identity: &str, asked: &HeaderMap) -> Response {
        let identity = self.tag.as_deref().unwrap_or(identity);
        let encoding = self.encoding(Encoding::of(asked));
        let tag = format!("\"{identity}{}\"", encoding.mark());
        let mut response = if self.kept && is_held(&tag, asked) {
            let mut response = Response::new(Body::empty());
            *response.status_mut() = StatusCode::NOT_MODIFIED;
            response
        } else {
            let mut response = Response::new(Body::from(self.packed(encoding).await));
            response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static(self.kind));
            if let Some(attached) = &self.attached {
                response.headers_mut().insert(CONTENT_DISPOSITION, attached.clone());
            }
            if encoding != Encoding::Identity {
                let name = HeaderValue::from_static(encoding.name());
                response.headers_mut().insert(CONTENT_ENCODING, name);
            }
            response
        };
        if let Some(rows) = self.rows {
            response.extensions_mut().insert(RowsOut(rows));
        }
        let headers = response.headers_mut();
        if let (Ok(tag), true) = (HeaderValue::from_str(&tag), self.kept) {
            headers.insert(ETAG, tag);
        }
        if packable(self.kind) {
            headers.insert(VARY, HeaderValue::from_static("accept-encoding"));
        }
        headers.insert(CACHE_CONTROL, HeaderValue::from_static("private, no-cache"));
        response
    }

    /// Packs beside the web's threads what was not packed yet.
    async fn packed(&self, encoding: Encoding) -> Bytes {
        let ready = match encoding {
            Encoding::Brotli => self.packed.brotli.get(),
            Encoding::Gzip => self.packed.gzip.get(),
            Encoding::Identity => Some(&self.body),
        };
        if let Some(ready) = ready {
            return ready.clone();
        }
        let page = self.clone();
        let packing = tokio::task::spawn_blocking(move || page.pack(encoding));
        packing.await.expect("packing cannot panic, and nobody stops it")
    }
}

/// Whether nothing of a report lacks; of what does the log learns.
pub(super) fn whole(shortfalls: &[Shortfall]) -> bool {
    for Shortfall { what, untold } in shortfalls {
        if let Some(because) = untold {
            tracing::error!(what, because, "a part of an answer could not be made");
        }
    }
    shortfalls.is_empty()
}

/// Whether a request names a tag, weakly or not, or any.
fn is_held(tag: &str, asked: &HeaderMap) -> bool {
    let held = asked.get_all(IF_NONE_MATCH).iter().filter_map(|held| held.to_str().ok());
    let mut each = held.flat_map(|held| held.split(',')).map(str::trim);
    each.any(|each| each == "*" || each.strip_prefix("W/").unwrap_or(each) == tag)
}
