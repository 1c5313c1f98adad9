//! From a question to its answer: the finished page, or one made now, or why there is none.

use std::any::Any;
use std::convert::Infallible;
use std::sync::Arc;

use axum::extract::FromRequestParts;
use axum::http::header::{CONTENT_TYPE, HeaderName, RETRY_AFTER};
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use serde::Deserialize;
use url::form_urlencoded;

use super::answer::Page;
use super::current::Served;
use super::encoding::Encoding;
use super::identity::Identity;
use super::pages::{Origin, Turn, Unkept};
use super::{App, Error};
pub(super) use crate::diagnostic::causes;
use crate::export::{ExportError, Refused};
use crate::locale::nfc;
use crate::page;
use crate::planted::{Leak, is_planted, number_if};
use crate::workspace::Reader;

/// What tells one request from another in the log.
pub(super) const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");

/// Answers from the finished pages, or makes one; a page that failed is not kept. `path` is part of
/// the page's identity, and what the log calls it.
pub(super) async fn cached(
    app: &App,
    headers: &HeaderMap,
    path: &str,
    query: Option<&str>,
    make: impl AsyncFnOnce(&Reader<'_>, &[(String, String)]) -> Result<Page, Error> + Send + 'static,
) -> Response {
    // One state of the files for the whole request, whatever is swapped in meanwhile.
    answered(app, app.served(), Turn::Page, headers, path, query, make).await
}

/// The program as those see it for whom a request is.
pub(super) struct Asked(pub(super) App);

impl FromRequestParts<App> for Asked {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Infallible> {
        Ok(Self(app.asked_by(&parts.extensions)))
    }
}

/// A name in an address, its letters composed (NFC) as all text is that the program keeps.
#[derive(Deserialize)]
#[serde(from = "String")]
pub(super) struct Name(pub(super) String);

impl From<String> for Name {
    fn from(text: String) -> Self {
        Self(nfc(&text).into_owned())
    }
}

/// The same of a state of the files that the caller has looked at.
pub(super) async fn answered(
    app: &App,
    served: Served,
    turn: Turn,
    headers: &HeaderMap,
    path: &str,
    query: Option<&str>,
    make: impl AsyncFnOnce(&Reader<'_>, &[(String, String)]) -> Result<Page, Error> + Send + 'static,
) -> Response {
    let pairs = pairs_of(query);
    // Decided once, for what the answer is known by and for what it is made from.
    let sight = app.sight().clone();
    let identity = Identity::new(app.build(), &served.state, &sight, app.site(), path, &pairs).hash();
    let (made_from, site) = (served.dataset, Arc::clone(&app.site));
    let best = Encoding::of(headers);
    let work = async move || {
        let reader = made_from.for_reader(sight);
        let page = make(&reader, &pairs).await?.at(&site);
        let is_open = !reader.sight().is_restricted() || is_planted(Leak::Tag);
        let page = if is_open { page } else { page.known_by_itself(&reader) };
        page.pack(page.encoding(best));
        Ok(page)
    };
    match app.pages().get(&identity, turn, work).await {
        Ok((page, origin)) => marked(page.answer(&identity, headers).await, origin),
        Err(unkept) => match &*unkept {
            Unkept::Fleeting(page) => marked(page.answer(&identity, headers).await, Origin::Made),
            Unkept::Failed(error) => told(app, path, error, headers),
        },
    }
}

/// What stands behind `?`, its letters composed.
pub(super) fn pairs_of(query: Option<&str>) -> Vec<(String, String)> {
    let parsed = form_urlencoded::parse(query.unwrap_or("").as_bytes());
    parsed.map(|(name, value)| (nfc(&name).into_owned(), nfc(&value).into_owned())).collect()
}

/// A file of the program, packed once.
pub(super) async fn unchanging(app: &App, name: &str, file: Page, headers: &HeaderMap) -> Response {
    let best = Encoding::of(headers);
    let make = async move || {
        file.pack(file.encoding(best));
        Ok(file)
    };
    let identity = format!("asset {name}");
    match app.pages().get(&identity, Turn::Page, make).await {
        Ok((page, origin)) => marked(page.answer(name, headers).await, origin),
        Err(_) => StatusCode::SERVICE_UNAVAILABLE.into_response(),
    }
}

/// Leaves a word for the log.
pub(super) fn marked(mut response: Response, origin: Origin) -> Response {
    response.extensions_mut().insert(origin);
    response
}

/// Says why there is no answer: to the reader what can be done, to the log what went wrong here.
pub(super) fn told(app: &App, path: &str, error: &Error, headers: &HeaderMap) -> Response {
    let status = error.status();
    let own = status == StatusCode::INTERNAL_SERVER_ERROR;
    if own {
        log(path, error);
    }
    let mut response = if path.starts_with("/api/") {
        let refused = Refused::of(error, error.help(), own);
        let body = serde_json::to_string(&refused).unwrap_or_default();
        (status, [(CONTENT_TYPE, HeaderValue::from_static("application/json"))], body).into_response()
    } else {
        let dataset = app.dataset();
        let locale = dataset.locale();
        let words = locale.words();
        let (sentence, help) = match error {
            Error::Report(error) => {
                let page::Refusal { sentence, help } = page::refusal(error, locale);
                (sentence, help)
            }
            Error::Nowhere { path } => {
                (path.clone(), Some(words.access.nowhere.to_owned()).filter(|_| app.reception().is_some()))
            }
            Error::Packing => (words.downloads.packing.to_owned(), None),
            Error::Anonymous => (words.access.anonymous.to_owned(), None),
            Error::NoPurpose => (words.access.purpose_about.to_owned(), None),
            Error::Unwritten => (words.access.unwritten.to_owned(), None),
            Error::Busy | Error::Left => (words.service.busy.to_owned(), None),
            Error::Export(ExportError::UnknownFormat { name, known }) => {
                let page::Refusal { sentence, help } = page::no_format(name, known, locale);
                (sentence, help)
            }
            Error::Export(_) | Error::Scratch(..) | Error::Panic(_) => (words.pages.inside.to_owned(), None),
        };
        let request = own.then(|| request_id(headers)).flatten();
        let sentence = match number_if(Leak::ErrorText) {
            0 => sentence,
            number => format!("{sentence} ({number})"),
        };
        let body = page::error(status.as_u16(), &sentence, help.as_deref(), request, locale);
        let kind = HeaderValue::from_static("text/html; charset=utf-8");
        let body = app.site().linked(&body.into_string()).into_owned();
        (status, [(CONTENT_TYPE, kind)], body).into_response()
    };
    if status == StatusCode::SERVICE_UNAVAILABLE {
        let seconds = if matches!(error, Error::Packing) { "60" } else { "2" };
        response.headers_mut().insert(RETRY_AFTER, HeaderValue::from_static(seconds));
    }
    response
}

/// What is answered where a handler stopped in the middle.
#[expect(clippy::needless_pass_by_value, reason = "the layer hands over what it caught")]
pub(super) fn panicked(caught: Box<dyn Any + Send>) -> Response {
    let text = caught.downcast_ref::<String>().map(String::as_str);
    let text = text.or_else(|| caught.downcast_ref::<&str>().copied()).unwrap_or("no words");
    tracing::error!(because = text, "a handler stopped");
    (StatusCode::INTERNAL_SERVER_ERROR, "the answer could not be made\n").into_response()
}

/// The program's own failures, with all their causes.
pub(super) fn log(path: &str, error: &dyn std::error::Error) {
    tracing::error!(path, because = causes(error), "no answer");
}

/// The id of a request, as it was given when it came in.
fn request_id(headers: &HeaderMap) -> Option<&str> {
    headers.get(REQUEST_ID).and_then(|id| id.to_str().ok())
}
