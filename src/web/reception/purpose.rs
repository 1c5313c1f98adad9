//! For what records are looked at that say who somebody is: stated before, and written down.

use std::sync::Arc;

use axum::extract::Request;
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE, LOCATION, SET_COOKIE};
use axum::http::{HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use url::form_urlencoded;

use super::caller::Caller;
use super::cookie::{Cookie, PURPOSE};
use super::noted::decoded;
use super::visitor::Visitor;
use crate::page;
use crate::web::respond::told;
use crate::web::{App, Error};
use crate::workspace::{Access, Sight};

/// The parameter that states it.
const PARAMETER: &str = "purpose";

/// For so long a browser bears what was stated: an hour.
const SECONDS: u32 = 3_600;

/// Whether a purpose is stated where one has to be.
pub(super) enum Stated {
    /// Nothing of the kind is asked for.
    Needless,
    /// By its name in access.toml.
    For(String),
    /// It has to be stated first, or was just now.
    Asked(Response),
}

/// What a request is for.
pub(super) fn stated(
    app: &App,
    request: &Request,
    route: Option<&str>,
    sight: &Arc<Sight>,
    visitor: &Visitor,
    access: &Access,
) -> Stated {
    let (path, query) = (request.uri().path(), request.uri().query().unwrap_or_default());
    let Some(code) = records_of(route.unwrap_or_default(), path) else { return Stated::Needless };
    let dataset = app.dataset();
    let reader = dataset.for_reader(&**sight);
    if !reader.kpi(&code).is_ok_and(|kpi| reader.tells_of_people(kpi)) {
        return Stated::Needless;
    }
    let (own, rest): (Vec<_>, Vec<_>) =
        form_urlencoded::parse(query.as_bytes()).partition(|(name, _)| name == PARAMETER);
    let known = |name: &str| access.purposes.contains_key(name);
    let said = own.into_iter().map(|(_, value)| value.into_owned()).find(|name| known(name));
    let caller = request.extensions().get::<Caller>();
    let cookie = Cookie {
        name: PURPOSE,
        encrypted: caller.is_some_and(|caller| caller.encrypted),
        base: app.site().base(),
    };
    if let Some(name) = said {
        if visitor.by_token {
            return Stated::For(name);
        }
        let rest: String = form_urlencoded::Serializer::new(String::new()).extend_pairs(&rest).finish();
        let to = app.site().address(path) + if rest.is_empty() { "" } else { "?" } + &rest;
        let mut response = StatusCode::SEE_OTHER.into_response();
        let headers = response.headers_mut();
        headers.extend(HeaderValue::from_str(&to).ok().map(|to| (LOCATION, to)));
        headers.extend(cookie.set(&name, Some(SECONDS)).map(|cookie| (SET_COOKIE, cookie)));
        return Stated::Asked(response);
    }
    match cookie.value(request.headers()).filter(|name| known(name)) {
        Some(name) => Stated::For(name.to_owned()),
        None if visitor.by_token => Stated::Asked(told(app, "/api/", &Error::NoPurpose, request.headers())),
        None => {
            let rest: Vec<(String, String)> =
                rest.into_iter().map(|(name, value)| (name.into_owned(), value.into_owned())).collect();
            let body = page::purpose(path, &rest, &access.purposes, reader.locale()).into_string();
            let body = app.site().linked(&body).into_owned();
            let headers = [(CONTENT_TYPE, "text/html; charset=utf-8"), (CACHE_CONTROL, "no-store")];
            Stated::Asked((headers, body).into_response())
        }
    }
}

/// The KPI whose records an address gives.
fn records_of(route: &str, path: &str) -> Option<String> {
    let mut parts = path.split('/').skip(2);
    let (code, file) = (parts.next()?, parts.next()?);
    let is_list = match route {
        "/kpis/{code}/records" => true,
        "/kpis/{code}/{file}" => decoded(file).starts_with("records."),
        _ => false,
    };
    is_list.then(|| decoded(code))
}

/// A request without what it is for, of which no report knows.
pub(super) fn without(mut request: Request) -> Request {
    let uri = request.uri();
    let pairs: Vec<_> = form_urlencoded::parse(uri.query().unwrap_or_default().as_bytes()).collect();
    if pairs.iter().any(|(name, _)| name == PARAMETER) {
        let rest = pairs.iter().filter(|(name, _)| name != PARAMETER);
        let rest = form_urlencoded::Serializer::new(String::new()).extend_pairs(rest).finish();
        let asked = format!("{}?{rest}", uri.path());
        if let Ok(asked) = asked.trim_end_matches('?').parse() {
            *request.uri_mut() = asked;
        }
    }
    request
}
