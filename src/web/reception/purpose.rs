//! For what records are looked at that say who somebody is: stated before, and written down.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError, Weak};
use std::time::Duration;

use axum::extract::Request;
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE, LOCATION};
use axum::http::{HeaderMap, HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use url::form_urlencoded;

use super::noted::decoded;
use super::visitor::Visitor;
use crate::access::Moment;
use crate::page;
use crate::web::respond::told;
use crate::web::{App, Error, gate};
use crate::workspace::{Access, Dataset, Detail, Reader, Sight};

/// The parameter that states it.
const PARAMETER: &str = "purpose";

/// Pages on which people are one thing among others: without a purpose these are shown.
const PAGES: [&str; 4] = ["/", "/dashboards/{id}", "/owed", "/data"];

/// For so long what was stated holds.
const HOLDS: Duration = Duration::from_secs(3_600);

/// What browsers say of a request that a page elsewhere has made.
const SITE: &str = "sec-fetch-site";

/// For what people are looked at, by session: it ends with the session, and after a while. It is held in memory: after a
/// restart it is asked for again.
#[derive(Default)]
pub(super) struct Purposes(Mutex<HashMap<String, (String, Moment)>>);

impl Purposes {
    fn state(&self, session: &str, name: &str, now: Moment) {
        let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        all.retain(|_, (_, since)| holds(*since, now));
        all.insert(session.to_owned(), (name.to_owned(), now));
    }

    fn of(&self, session: &str, now: Moment) -> Option<String> {
        let all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        all.get(session).filter(|(_, since)| holds(*since, now)).map(|(name, _)| name.clone())
    }
}

fn holds(since: Moment, now: Moment) -> bool {
    (now - since).to_std().is_ok_and(|passed| passed < HOLDS)
}

/// Whether a page elsewhere has a browser ask so: it states nothing in anybody's name.
fn is_from_elsewhere(headers: &HeaderMap) -> bool {
    headers.get(SITE).is_some_and(|site| site != "same-origin" && site != "none")
}

/// Whether a purpose is stated where one has to be.
pub(super) enum Stated {
    /// Nothing of the kind is asked for.
    Needless,
    /// By its name in access.toml.
    For(String),
    /// Not yet: the page is shown without people.
    Without,
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
    // Who may not see people, or not what lies there, is asked for nothing.
    let is_allowed = route.is_some_and(|route| gate::is_allowed(sight, route));
    let Some(reception) = app.reception().filter(|_| is_allowed && sight.detail() == Detail::Full) else {
        return Stated::Needless;
    };
    let dataset = app.dataset();
    let reader = dataset.for_reader(&**sight);
    let find = || tells_of_people(&reader, route.unwrap_or_default(), path);
    if !reception.telling.of(&dataset, format!("{}\0{path}", sight.name()), find) {
        return Stated::Needless;
    }
    let (own, rest): (Vec<_>, Vec<_>) =
        form_urlencoded::parse(query.as_bytes()).partition(|(name, _)| name == PARAMETER);
    let is_asked_for = !own.is_empty();
    let known = |name: &str| access.purposes.contains_key(name);
    let said = own.into_iter().map(|(_, value)| value.into_owned()).find(|name| known(name));
    let now = reception.now();
    if let Some(name) = said.filter(|_| !is_from_elsewhere(request.headers())) {
        let Some(session) = &visitor.session else { return Stated::For(name) };
        reception.purposes.state(session, &name, now);
        let rest: String = form_urlencoded::Serializer::new(String::new()).extend_pairs(&rest).finish();
        let to = app.site().address(path) + if rest.is_empty() { "" } else { "?" } + &rest;
        let mut response = StatusCode::SEE_OTHER.into_response();
        let headers = response.headers_mut();
        headers.extend(HeaderValue::from_str(&to).ok().map(|to| (LOCATION, to)));
        return Stated::Asked(response);
    }
    let stated = visitor.session.as_ref().and_then(|session| reception.purposes.of(session, now));
    match stated.filter(|name| known(name)) {
        Some(name) => Stated::For(name),
        None if visitor.session.is_none() => {
            Stated::Asked(told(app, "/api/", &Error::NoPurpose, request.headers()))
        }
        None if PAGES.contains(&route.unwrap_or_default()) && !is_asked_for => Stated::Without,
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

/// So many addresses are known, of which readers type some.
const MOST: usize = 4_096;

/// Which addresses tell whom of people, under one state of the files: each is looked at once.
#[derive(Default)]
pub(super) struct Telling(Mutex<(Weak<Dataset>, HashMap<String, bool>)>);

impl Telling {
    fn of(&self, dataset: &Arc<Dataset>, address: String, find: impl FnOnce() -> bool) -> bool {
        let mut known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let of = Arc::downgrade(dataset);
        if !Weak::ptr_eq(&known.0, &of) || known.1.len() >= MOST {
            *known = (of, HashMap::new());
        }
        *known.1.entry(address).or_insert_with(find)
    }
}

/// Whether an address gives rows that tell of people whom its reader may see: records, rows of queries.
fn tells_of_people(reader: &Reader<'_>, route: &str, path: &str) -> bool {
    let parts: Vec<String> = path.split('/').map(decoded).collect();
    let part = |place: usize| parts.get(place).map(String::as_str).unwrap_or_default();
    let of_kpi = || reader.kpi(part(2)).is_ok_and(|kpi| reader.tells_of_people(kpi));
    let of_dashboard =
        |id: &str| reader.dashboard(id).is_some_and(|own| reader.dashboard_tells_of_people(own));
    let of_panel = |id: &str, file: &str| {
        let panel = reader.dashboard(id).and_then(|own| own.panel(file.rsplit_once('.')?.0));
        panel.is_some_and(|panel| reader.panel_tells_of_people(panel))
    };
    match route {
        "/kpis/{code}/records" => of_kpi(),
        "/kpis/{code}/{file}" => part(3).starts_with("records.") && of_kpi(),
        // The first page is that of the first dashboard.
        "/" => reader.dashboards().next().is_some_and(|own| reader.dashboard_tells_of_people(own)),
        "/dashboards/{id}" | "/dashboards/{id}/{file}" => of_dashboard(part(2)),
        "/api/v1/dashboards/{id}" => of_dashboard(part(4)),
        "/dashboards/{id}/panels/{file}" => of_panel(part(2), part(4)),
        "/charts/{dashboard}/{file}" => of_panel(part(2), part(3)),
        "/owed" | "/api/v1/owed" => reader.owed_tells_of_people(),
        "/data" => reader.checks_tell_of_people(),
        "/exports/pack.zip" | "/exports/{file}" => {
            let mut queries = reader.workspace().queries.keys();
            queries.any(|name| reader.query_tells_of_people(name)) || reader.checks_tell_of_people()
        }
        _ if route.starts_with("/owed/export.") => reader.owed_tells_of_people(),
        _ if route.starts_with("/data/export.") => reader.checks_tell_of_people(),
        _ => false,
    }
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
