//! The way in: who asks is found out, answered as what they are, and written down.

use std::sync::Arc;

use axum::extract::{MatchedPath, Request, State};
use axum::http::header::{AUTHORIZATION, CACHE_CONTROL, LOCATION, WWW_AUTHENTICATE};
use axum::http::{HeaderValue, StatusCode};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use url::form_urlencoded;

use super::caller::{Caller, Peer};
use super::noted::Noting;
use super::purpose::{self, Stated};
use super::sign_in::{self, SIGN_IN};
use super::visitor::Unknown;
use crate::access::audit::{Event, Kind};
use crate::web::gate;
use crate::web::respond::{log, told};
use crate::web::{App, Error, Reception};

/// Whether whoever asks may be answered, and as what. Where nobody signs in everybody is.
pub(in crate::web) async fn admitted(State(app): State<App>, mut request: Request, next: Next) -> Response {
    let Some(reception) = app.reception().filter(|reception| reception.is_on()).cloned() else {
        return next.run(request).await;
    };
    let peer = request.extensions().get::<Peer>().copied();
    let caller = Caller::of(peer, request.headers(), &reception.proxies);
    let route = request.extensions().get::<MatchedPath>().map(|route| route.as_str().to_owned());
    request.extensions_mut().insert(caller);
    if route.as_deref().is_some_and(gate::is_open) {
        return next.run(request).await;
    }
    let access = app.access();
    let visitor = match reception.visitor(caller, request.headers(), app.site().base(), &access) {
        Ok(visitor) => visitor,
        Err(unknown) => return refused(&app, &request, unknown),
    };
    let visitor = Arc::new(visitor);
    request.extensions_mut().insert(Arc::clone(&visitor));
    let mut noting = Noting::of(&app, &request, route.as_deref(), &visitor, reception.now());
    let response = match &visitor.sight {
        None => sign_in::without_role(&app, &visitor),
        Some(sight) => match purpose::stated(&app, &request, route.as_deref(), sight, &visitor, &access) {
            Stated::Needless => next.run(request).await,
            Stated::For(purpose) => {
                noting.purpose(purpose);
                let mut response = next.run(purpose::without(request)).await;
                // What is personal stays in no browser.
                response.headers_mut().insert(CACHE_CONTROL, HeaderValue::from_static("private, no-store"));
                response
            }
            Stated::Without => {
                request.extensions_mut().insert(Arc::new(visitor.without_purpose()));
                next.run(request).await
            }
            Stated::Asked(response) => {
                noting.only_asked();
                response
            }
        },
    };
    written(&app, &reception, noting.event(&response), response).await
}

/// An answer once it is written down: at once, or where records, files or rights go out when that is on the disk.
pub(super) async fn written(
    app: &App,
    reception: &Reception,
    event: Option<Event>,
    mut response: Response,
) -> Response {
    let Some(event) = event else { return response };
    let kind = event.kind;
    let done = match kind.waits() && response.status().is_success() {
        true => reception.audit.append_synced(event).await,
        false => reception.audit.append(event),
    };
    if let Err(error) = done {
        log("the audit", &error);
        return told(app, "/", &Error::Unwritten, &axum::http::HeaderMap::new());
    }
    // What is personal stays in no browser.
    if kind == Kind::OpenedRecords {
        response.headers_mut().insert(CACHE_CONTROL, HeaderValue::from_static("private, no-store"));
    }
    response
}

/// What somebody is told whom nobody knows: the same of every address.
fn refused(app: &App, request: &Request, unknown: Unknown) -> Response {
    match unknown {
        Unknown::Failed(error) => {
            log(request.uri().path(), &*error);
            return told(app, request.uri().path(), &Error::Unwritten, request.headers());
        }
        Unknown::Refused(because) => tracing::info!(because, "nobody was let in"),
        Unknown::Anonymous => {}
    }
    let path = request.uri().path();
    if path.starts_with("/api/") || request.headers().contains_key(AUTHORIZATION) {
        let mut response = told(app, "/api/", &Error::Anonymous, request.headers());
        response.headers_mut().insert(WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"));
        return response;
    }
    let asked = request.uri().path_and_query().map_or("/", |asked| asked.as_str());
    let next = form_urlencoded::Serializer::new(String::new()).append_pair("next", asked).finish();
    let to = match asked {
        "/" => app.site().address(SIGN_IN),
        _ => format!("{}?{next}", app.site().address(SIGN_IN)),
    };
    let mut response = StatusCode::SEE_OTHER.into_response();
    if let Ok(to) = HeaderValue::from_str(&to) {
        response.headers_mut().insert(LOCATION, to);
    }
    response.headers_mut().insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}
