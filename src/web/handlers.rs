//! What each route does: extract, run, render.

use axum::extract::{Path, RawQuery, State};
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE};
use axum::http::{HeaderMap, HeaderValue, StatusCode, Uri};
use axum::response::{IntoResponse, Redirect, Response};
use url::form_urlencoded;

use super::answer::Page;
use super::identity::Identity;
use super::{App, Error};
use crate::dashboard::Dashboard;
use crate::kpi::records::Page as Place;
use crate::kpi::{Scope, Selection};
use crate::page;
use crate::report::{self, Answer, Ask, AskError, PanelView, ReportError};
use crate::workspace::Dataset;

/// How many records a page has.
const RECORDS: usize = 50;

pub(super) async fn first(State(app): State<App>, query: RawQuery, headers: HeaderMap) -> Response {
    match app.dataset().workspace().first_dashboard().map(|dashboard| dashboard.id.clone()) {
        Some(id) => dashboard(State(app), Path(id), query, headers).await,
        None => Redirect::temporary("/problems").into_response(),
    }
}

pub(super) async fn dashboard(
    State(app): State<App>,
    Path(id): Path<String>,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
) -> Response {
    let path = format!("/dashboards/{id}");
    cached(&app, &headers, &path, query.as_deref(), async |dataset, pairs| {
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

pub(super) async fn passport(
    State(app): State<App>,
    Path(code): Path<String>,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
) -> Response {
    let path = format!("passport of {code}");
    cached(&app, &headers, &path, query.as_deref(), async |dataset, pairs| {
        dataset.kpi(&code).map_err(ReportError::from)?;
        let ask = ask(dataset, pairs)?;
        let kind = dataset.workspace().opening_period();
        let passport = report::passport(dataset, &Scope::Everything, kind, &code, &ask).await?;
        Ok(Page::html(page::passport(&passport, dataset.locale()).into_string()))
    })
    .await
}

pub(super) async fn records(
    State(app): State<App>,
    Path(code): Path<String>,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
) -> Response {
    let path = format!("records of {code}");
    cached(&app, &headers, &path, query.as_deref(), async |dataset, pairs| {
        let kpi = dataset.kpi(&code).map_err(ReportError::from)?;
        let (places, others): (Vec<_>, Vec<_>) =
            pairs.iter().cloned().partition(|(name, _)| name == "offset");
        let offset = match places.as_slice() {
            [] => 0,
            [(name, value)] => value.parse::<u32>().map(|offset| offset as usize).map_err(|_| {
                ReportError::from(AskError::Value { name: name.clone(), value: value.clone() })
            })?,
            [(name, _), ..] => return Err(ReportError::from(AskError::Twice { name: name.clone() }).into()),
        };
        let ask = ask(dataset, &others)?;
        let kind = dataset.workspace().opening_period();
        let front = report::front(dataset, kind, &ask)?;
        let period = ask.period_of(dataset, kpi, kind).map_err(|e| ReportError::from(AskError::from(e)))?;
        let (filters, _) = ask.filters.split(kpi);
        // Only what was applied is said to be.
        let applied = Ask { filters: filters.clone(), ..ask.clone() };
        let selection = Selection { period, filters, view: ask.view.clone() };
        let page = Place { offset, limit: RECORDS };
        let view = report::records(dataset, &Scope::Everything, &code, &selection, page).await?;
        let shown = report::filters(dataset, &kpi.dimensions, &applied);
        Ok(Page::html(page::records(&front, kpi, &shown, &view, dataset.locale()).into_string()))
    })
    .await
}

pub(super) async fn kpis(State(app): State<App>, RawQuery(query): RawQuery, headers: HeaderMap) -> Response {
    cached(&app, &headers, "/kpis", query.as_deref(), async |dataset, pairs| {
        let ask = ask(dataset, pairs)?;
        let front = report::front(dataset, dataset.workspace().opening_period(), &ask)?;
        let workspace = dataset.workspace();
        let mut entries = Vec::new();
        for kpi in workspace.kpis.values() {
            let clauses = workspace.plan.clauses_of(&kpi.code).map(|clause| clause.id.as_str()).collect();
            entries.push(page::Entry { kpi, clauses });
        }
        Ok(Page::html(page::kpis(&front, &entries, dataset.locale()).into_string()))
    })
    .await
}

pub(super) async fn problems(
    State(app): State<App>,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
) -> Response {
    cached(&app, &headers, "/problems", query.as_deref(), async |dataset, pairs| {
        let ask = ask(dataset, pairs)?;
        let front = report::front(dataset, dataset.workspace().opening_period(), &ask)?;
        Ok(Page::html(page::problems(&front, &dataset.workspace().problems, dataset.locale()).into_string()))
    })
    .await
}

pub(super) async fn api_kpi(
    State(app): State<App>,
    Path(code): Path<String>,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
) -> Response {
    let path = format!("/api/v1/kpis/{code}");
    cached(&app, &headers, &path, query.as_deref(), async |dataset, pairs| {
        let (by, others): (Vec<_>, Vec<_>) = pairs.iter().cloned().partition(|(name, _)| name == "by");
        let by = match by.as_slice() {
            [] => None,
            [(_, dimension)] => Some(dimension.as_str()).filter(|dimension| !dimension.is_empty()),
            [(name, _), ..] => return Err(ReportError::from(AskError::Twice { name: name.clone() }).into()),
        };
        let ask = ask(dataset, &others)?;
        let answers: Vec<_> = answers(dataset, &code, &ask, by).await?.iter().map(Answer::json).collect();
        Ok(Page::json(serde_json::Value::Array(answers).to_string()))
    })
    .await
}

async fn answers(dataset: &Dataset, code: &str, ask: &Ask, by: Option<&str>) -> Result<Vec<Answer>, Error> {
    let kpi = dataset.kpi(code).map_err(ReportError::from)?;
    let kind = dataset.workspace().opening_period();
    let period =
        ask.period_of(dataset, kpi, kind).map_err(|error| ReportError::from(AskError::from(error)))?;
    Ok(report::answers(dataset, &Scope::Everything, kpi, &[period], ask, by).await?)
}

pub(super) async fn asset(app: State<App>, Path(file): Path<String>, uri: Uri) -> Response {
    let Some(asset) = page::asset(&file) else { return nowhere(app, uri).await };
    let mut response = asset.bytes.clone().into_response();
    response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static(asset.kind));
    // The name holds a hash of the bytes, so that it never means others.
    let forever = HeaderValue::from_static("public, max-age=31536000, immutable");
    response.headers_mut().insert(CACHE_CONTROL, forever);
    response
}

pub(super) async fn alive() -> &'static str {
    "ok\n"
}

pub(super) async fn nowhere(State(app): State<App>, uri: Uri) -> Response {
    told(app.dataset(), uri.path(), &Error::Nowhere { path: uri.path().to_owned() })
}

/// Answers from the finished pages, or makes one; a page that failed is not kept.
async fn cached(
    app: &App,
    headers: &HeaderMap,
    path: &str,
    query: Option<&str>,
    make: impl AsyncFnOnce(&Dataset, &[(String, String)]) -> Result<Page, Error>,
) -> Response {
    let dataset = app.dataset();
    let pairs: Vec<(String, String)> =
        form_urlencoded::parse(query.unwrap_or("").as_bytes()).into_owned().collect();
    let identity = Identity::new(&app.build, dataset, &Scope::Everything, path, &pairs).hash();
    if let Some(page) = app.pages.get(&identity) {
        return page.answer(&identity, headers);
    }
    match make(dataset, &pairs).await {
        Ok(page) => {
            if page.kept {
                app.pages.insert(identity.clone(), page.clone());
            }
            page.answer(&identity, headers)
        }
        Err(error) => told(dataset, path, &error),
    }
}

fn told(dataset: &Dataset, path: &str, error: &Error) -> Response {
    let status = error.status();
    if status == StatusCode::INTERNAL_SERVER_ERROR {
        log(path, error);
    }
    if path.starts_with("/api/") {
        let own = status == StatusCode::INTERNAL_SERVER_ERROR;
        let sentence = if own { "the answer could not be made".to_owned() } else { error.to_string() };
        let body = serde_json::json!({ "error": sentence, "hint": error.help() }).to_string();
        return (status, [(CONTENT_TYPE, HeaderValue::from_static("application/json"))], body)
            .into_response();
    }
    let locale = dataset.locale();
    let body = match error {
        Error::Report(error) => {
            let page::Refusal { sentence, help } = page::refusal(error, locale);
            page::error(status.as_u16(), &sentence, help.as_deref(), None, locale)
        }
        Error::Nowhere { path } => page::error(status.as_u16(), path, None, None, locale),
    };
    let kind = HeaderValue::from_static("text/html; charset=utf-8");
    (status, [(CONTENT_TYPE, kind)], body.into_string()).into_response()
}

/// The program's own failures, with all their causes.
fn log(path: &str, error: &dyn std::error::Error) {
    let mut causes = vec![error.to_string()];
    let mut cause = error.source();
    while let Some(error) = cause {
        causes.push(error.to_string());
        cause = error.source();
    }
    tracing::error!(path, because = causes.join(": "), "no answer");
}

fn ask(dataset: &Dataset, pairs: &[(String, String)]) -> Result<Ask, Error> {
    let pairs = pairs.iter().map(|(name, value)| (name.as_str(), value.as_str()));
    Ok(Ask::read(dataset, pairs).map_err(ReportError::from)?)
}

fn find<'a>(dataset: &'a Dataset, id: &str) -> Result<&'a Dashboard, Error> {
    let dashboards = &dataset.workspace().dashboards;
    let known = || dashboards.keys().cloned().collect();
    let unknown = || ReportError::Unknown { what: "dashboard", name: id.to_owned(), known: known() };
    Ok(dashboards.get(id).ok_or_else(unknown)?)
}
