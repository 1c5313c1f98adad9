//! What each route does: extract, run, render.

use std::borrow::Cow;

use axum::body::Bytes;
use axum::extract::{Path, RawQuery, State};
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE};
use axum::http::{HeaderMap, HeaderValue, Uri};
use axum::response::{IntoResponse, Redirect, Response};

use super::answer::Page;
use super::current::Served;
use super::respond::{Name, answered, cached, log, told, unchanging};
use super::{App, Error};
use crate::dashboard::Dashboard;
use crate::kpi::Scope;
use crate::page;
use crate::report::{self, Ask, AskError, PanelView, RecordsAsk, ReportError};
use crate::workspace::{CheckError, Dataset};

pub(super) async fn first(State(app): State<App>, RawQuery(query): RawQuery, headers: HeaderMap) -> Response {
    let served = app.served();
    match served.dataset.workspace().first_dashboard().map(|dashboard| dashboard.id.clone()) {
        Some(id) => dashboard_of(&app, served, id, query, headers).await,
        None => Redirect::temporary("/problems").into_response(),
    }
}

pub(super) async fn dashboard(
    State(app): State<App>,
    Path(Name(id)): Path<Name>,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
) -> Response {
    dashboard_of(&app, app.served(), id, query, headers).await
}

async fn dashboard_of(
    app: &App,
    served: Served,
    id: String,
    query: Option<String>,
    headers: HeaderMap,
) -> Response {
    let path = format!("/dashboards/{id}");
    let address = path.clone();
    answered(app, served, &headers, &address, query.as_deref(), async move |dataset, pairs| {
        let dashboard = find(dataset, &id)?;
        let ask = ask(dataset, pairs)?;
        let report = report::run(dataset, &Scope::Everything, dashboard, &ask).await?;
        let page = Page::html(page::dashboard(&report, dataset.locale()).into_string());
        let broken = report.panels.iter().filter_map(|panel| match panel {
            PanelView::Broken { error, .. } => Some(error),
            _ => None,
        });
        let broken: Vec<_> = broken.map(|error| log(&path, error)).collect();
        Ok(if broken.is_empty() { page } else { page.fleeting() })
    })
    .await
}

/// One panel's chart by itself, to be embedded elsewhere.
pub(super) async fn chart(
    State(app): State<App>,
    Path((Name(id), Name(file))): Path<(Name, Name)>,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
) -> Response {
    let path = format!("/charts/{id}/{file}");
    let address = path.clone();
    cached(&app, &headers, &address, query.as_deref(), async move |dataset, pairs| {
        let nowhere = || Error::Nowhere { path: path.clone() };
        let name = file.strip_suffix(".svg").ok_or_else(nowhere)?;
        let ask = ask(dataset, pairs)?;
        let panel = report::panel(dataset, &Scope::Everything, find(dataset, &id)?, name, &ask).await?;
        Ok(Page::svg(page::chart(&panel, dataset.locale()).ok_or_else(nowhere)?))
    })
    .await
}

pub(super) async fn passport(
    State(app): State<App>,
    Path(Name(code)): Path<Name>,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
) -> Response {
    let path = format!("passport of {code}");
    cached(&app, &headers, &path, query.as_deref(), async move |dataset, pairs| {
        let figures = dataset.figures_of(&code).map_err(ReportError::from)?;
        let ask = ask(dataset, pairs)?;
        if figures.iter().all(|kpi| kpi.code != code) {
            let catalogue = report::indicator(dataset, &ask, &code)?;
            return Ok(Page::html(page::kpis(&catalogue, dataset.locale()).into_string()));
        }
        let kind = dataset.workspace().opening_period();
        let passport = report::passport(dataset, &Scope::Everything, kind, &code, &ask).await?;
        Ok(Page::html(page::passport(&passport, dataset.locale()).into_string()))
    })
    .await
}

pub(super) async fn records(
    State(app): State<App>,
    Path(Name(code)): Path<Name>,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
) -> Response {
    let path = format!("records of {code}");
    cached(&app, &headers, &path, query.as_deref(), async move |dataset, pairs| {
        let kpi = dataset.kpi(&code).map_err(ReportError::from)?;
        let asked = RecordsAsk::read(dataset, kpi, pairs).map_err(ReportError::from)?;
        let kind = dataset.workspace().opening_period();
        let report = report::records_report(dataset, &Scope::Everything, kind, kpi, asked).await?;
        Ok(Page::html(page::records(&report, dataset.locale()).into_string()))
    })
    .await
}

pub(super) async fn kpis(State(app): State<App>, RawQuery(query): RawQuery, headers: HeaderMap) -> Response {
    cached(&app, &headers, "/kpis", query.as_deref(), async move |dataset, pairs| {
        let (searched, others): (Vec<_>, Vec<_>) = pairs.iter().cloned().partition(|(name, _)| name == "q");
        let query = match searched.as_slice() {
            [] => "",
            [(_, query)] => query.trim(),
            [(name, _), ..] => return Err(ReportError::from(AskError::Twice { name: name.clone() }).into()),
        };
        let catalogue = report::catalogue(dataset, &ask(dataset, &others)?, query)?;
        Ok(Page::html(page::kpis(&catalogue, dataset.locale()).into_string()))
    })
    .await
}

pub(super) async fn plan(State(app): State<App>, RawQuery(query): RawQuery, headers: HeaderMap) -> Response {
    cached(&app, &headers, "/plan", query.as_deref(), async |dataset, pairs| {
        let (wanted, others) = report::Wanted::read(pairs).map_err(ReportError::from)?;
        let ask = ask(dataset, &others)?;
        let view = report::plan(dataset, &Scope::Everything, &ask, wanted).await?;
        let broken = view.figures.values().filter_map(|live| live.as_ref().err());
        let broken: Vec<_> = broken.map(|error| log("/plan", error)).collect();
        let page = Page::html(page::plan(&view, dataset.locale()).into_string());
        Ok(if broken.is_empty() { page } else { page.fleeting() })
    })
    .await
}

pub(super) async fn data(State(app): State<App>, RawQuery(query): RawQuery, headers: HeaderMap) -> Response {
    cached(&app, &headers, "/data", query.as_deref(), async |dataset, pairs| {
        let (offset, others) = offset(pairs)?;
        let ask = ask(dataset, &others)?;
        let view = report::data(dataset, &Scope::Everything, &ask, offset).await?;
        let page = Page::html(page::data(&view, dataset.locale()).into_string());
        let mut whole = true;
        for check in &view.checks {
            if let Err(error @ (CheckError::Query(_) | CheckError::Parameter(_))) = &check.broken {
                log("/data", error);
                whole = false;
            }
        }
        for panel in &view.bodies {
            if let PanelView::Broken { error, .. } = panel {
                log("/data", error);
                whole = false;
            }
        }
        Ok(if whole { page } else { page.fleeting() })
    })
    .await
}

/// Takes the place of the first row shown out of the parameters.
fn offset(pairs: &[(String, String)]) -> Result<(usize, Vec<(String, String)>), ReportError> {
    let (places, others): (Vec<_>, Vec<_>) = pairs.iter().cloned().partition(|(name, _)| name == "offset");
    let offset = match places.as_slice() {
        [] => 0,
        [(name, value)] => value
            .parse::<u32>()
            .map(|offset| offset as usize)
            .map_err(|_| AskError::Value { name: name.clone(), value: value.clone() })?,
        [(name, _), ..] => return Err(AskError::Twice { name: name.clone() }.into()),
    };
    Ok((offset, others))
}

pub(super) async fn problems(
    State(app): State<App>,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
) -> Response {
    let served = app.served();
    let held = served.held.clone();
    answered(&app, served, &headers, "/problems", query.as_deref(), async move |dataset, pairs| {
        let ask = ask(dataset, pairs)?;
        let mut view = report::problems(dataset, &ask)?;
        view.front.problems += held.as_ref().map_or(0, |held| held.problems.len() + held.files.len());
        view.front.held = held;
        let page = page::problems(&view, dataset.locale());
        // What is held back is no part of a page's identity.
        Ok(Page::html(page.into_string()).fleeting())
    })
    .await
}

pub(super) async fn asset(
    State(app): State<App>,
    Path(file): Path<String>,
    uri: Uri,
    headers: HeaderMap,
) -> Response {
    let Some(asset) = page::asset(&file) else { return nowhere(State(app), uri, headers).await };
    let body = match &asset.bytes {
        Cow::Borrowed(bytes) => Bytes::from_static(bytes),
        Cow::Owned(bytes) => Bytes::from_static(bytes),
    };
    let mut response = unchanging(&app, &asset.name, Page::of(asset.kind, body), &headers).await;
    // The name holds a hash of the bytes, so that it never means others.
    let forever = HeaderValue::from_static("public, max-age=31536000, immutable");
    response.headers_mut().insert(CACHE_CONTROL, forever);
    response
}

pub(super) async fn metrics(State(app): State<App>) -> Response {
    let kind = HeaderValue::from_static(super::metrics::KIND);
    (
        [(CONTENT_TYPE, kind), (CACHE_CONTROL, HeaderValue::from_static("no-store"))],
        super::metrics::text(&app),
    )
        .into_response()
}

pub(super) async fn alive() -> &'static str {
    "ok\n"
}

pub(super) async fn nowhere(State(app): State<App>, uri: Uri, headers: HeaderMap) -> Response {
    told(&app.dataset(), uri.path(), &Error::Nowhere { path: uri.path().to_owned() }, &headers)
}

pub(super) fn ask(dataset: &Dataset, pairs: &[(String, String)]) -> Result<Ask, Error> {
    let pairs = pairs.iter().map(|(name, value)| (name.as_str(), value.as_str()));
    Ok(Ask::read(dataset, pairs).map_err(ReportError::from)?)
}

pub(super) fn find<'a>(dataset: &'a Dataset, id: &str) -> Result<&'a Dashboard, Error> {
    let dashboards = &dataset.workspace().dashboards;
    let known = || dashboards.keys().cloned().collect();
    let unknown = || ReportError::Unknown { what: "dashboard", name: id.to_owned(), known: known() };
    Ok(dashboards.get(id).ok_or_else(unknown)?)
}
