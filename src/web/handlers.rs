//! What each route does: extract, run, render.

use std::borrow::Cow;
use std::sync::Arc;
use std::time::SystemTime;

use axum::body::Bytes;
use axum::extract::{Path, RawQuery};
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE};
use axum::http::{HeaderMap, HeaderValue, Uri};
use axum::response::{IntoResponse, Redirect, Response};
use chrono::{DateTime, SecondsFormat, Utc};

use super::answer::Page;
use super::current::Served;
use super::pages::Turn;
use super::respond::{Asked, Name, answered, cached, told, unchanging};
use super::{App, Error};
use crate::export::{self, ExportError, FORMATS};
use crate::page;
use crate::report::{self, Ask, Frontmatter, Held, Pairs, RecordsAsk, ReportError, Whole};
use crate::table::Location;
use crate::workspace::{AUDIT, Reader};

pub(super) async fn first(Asked(app): Asked, RawQuery(query): RawQuery, headers: HeaderMap) -> Response {
    let served = app.served();
    let dataset = Arc::clone(&served.dataset);
    let reader = dataset.for_reader(app.sight().clone());
    // What stands on it is made when its page is.
    let mut ids = reader.workspace().dashboards.keys();
    let first = ids.find(|id| app.sight().dashboard(id)).cloned();
    match first {
        Some(id) => dashboard_of(&app, served, id, query, headers).await,
        None if app.sight().role().is_some() => {
            // Who only looks after what others do has no figures.
            let only_audit = reader.kpis().next().is_none() && app.sight().page(AUDIT);
            let first = if only_audit { "/audit" } else { "/kpis" };
            Redirect::temporary(&app.site().address(first)).into_response()
        }
        None => Redirect::temporary(&app.site().address("/problems")).into_response(),
    }
}

pub(super) async fn dashboard(
    Asked(app): Asked,
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
    answered(app, served, Turn::Page, &headers, &path, query.as_deref(), async move |reader, pairs| {
        let dashboard = report::dashboard(reader, &id)?;
        let ask = ask(reader, read(pairs))?;
        let mut report = report::run(reader, dashboard, &ask).await?;
        offer(reader, &mut report.front);
        let page = Page::html(&report, page::dashboard(&report, reader.locale()).into_string());
        Ok(match report.rows_of_queries() {
            0 => page,
            rows => page.of_records(rows),
        })
    })
    .await
}

/// One panel's chart by itself, to be embedded elsewhere.
pub(super) async fn chart(
    Asked(app): Asked,
    Path((Name(id), Name(file))): Path<(Name, Name)>,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
) -> Response {
    let path = format!("/charts/{id}/{file}");
    let address = path.clone();
    cached(&app, &headers, &address, query.as_deref(), async move |reader, pairs| {
        let nowhere = || Error::Nowhere { path: path.clone() };
        let (name, format) = file.rsplit_once('.').ok_or_else(nowhere)?;
        let ask = ask(reader, read(pairs))?;
        let dashboard = report::dashboard(reader, &id)?;
        let panel = report::panel(reader, dashboard, name, &ask).await?;
        let edition = report::front_of(reader, dashboard, &ask)?.edition;
        drawn(&panel, format, page::chart(&panel, reader.locale(), Some(&edition)).ok_or_else(nowhere)?)
    })
    .await
}

/// The forms of a chart.
pub(super) const DRAWINGS: [&str; 2] = ["svg", "png"];

/// A drawing in a form.
pub(super) fn drawn(report: &impl Whole, format: &str, svg: String) -> Result<Page, Error> {
    match format {
        "svg" => Ok(Page::svg(report, svg)),
        "png" => Ok(Page::png(report, export::png(&svg)?)),
        name => Err(ExportError::UnknownFormat { name: name.to_owned(), known: DRAWINGS.into() }.into()),
    }
}

pub(super) async fn passport(
    Asked(app): Asked,
    Path(Name(code)): Path<Name>,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
) -> Response {
    let path = format!("passport of {code}");
    cached(&app, &headers, &path, query.as_deref(), async move |reader, pairs| {
        let figures = reader.figures_of(&code).map_err(ReportError::from)?;
        let ask = ask(reader, read(pairs))?;
        if figures.iter().all(|kpi| kpi.code != code) {
            let mut catalogue = report::indicator(reader, &ask, &code).await?;
            offer(reader, &mut catalogue.front);
            return Ok(Page::html(&catalogue, page::kpis(&catalogue, reader.locale()).into_string()));
        }
        let kind = reader.workspace().opening_period();
        let mut passport = report::passport(reader, kind, &code, &ask).await?;
        offer(reader, &mut passport.front);
        Ok(Page::html(&passport, page::passport(&passport, reader.locale()).into_string()))
    })
    .await
}

/// The proof of a figure, to be run elsewhere.
pub(super) async fn proof(
    Asked(app): Asked,
    Path(Name(code)): Path<Name>,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
) -> Response {
    let path = format!("proof of {code}");
    cached(&app, &headers, &path, query.as_deref(), async move |reader, pairs| {
        let ask = ask(reader, read(pairs))?;
        let kind = reader.workspace().opening_period();
        // Whoever takes it away puts the data beside it, or says where they are: not where they are here.
        let data = reader.location().and_then(Location::name).unwrap_or_else(|| ".".to_owned());
        let proof = report::proof(reader, kind, &code, &ask, &data).await?;
        let name: Vec<&str> = std::iter::once(code.as_str()).chain(ask.period.as_deref()).collect();
        let name = format!("{}.zip", name.join("-"));
        let archive = export::archive(&proof.files)?;
        Ok(Page::attached(export::ZIP_MEDIA, &name, archive))
    })
    .await
}

pub(super) async fn records(
    Asked(app): Asked,
    Path(Name(code)): Path<Name>,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
) -> Response {
    let path = format!("records of {code}");
    answered(
        &app,
        app.served(),
        Turn::Records,
        &headers,
        &path,
        query.as_deref(),
        async move |reader, pairs| {
            let kpi = reader.kpi(&code).map_err(ReportError::from)?;
            let asked = RecordsAsk::read(reader, kpi, read(pairs)).map_err(ReportError::from)?;
            let kind = reader.workspace().opening_period();
            let mut report = report::records_report(reader, kind, &code, asked).await?;
            offer(reader, &mut report.front);
            let page = page::records(&report, reader.locale()).into_string();
            Ok(Page::html(&report, page).of_records(report.records.table.len()))
        },
    )
    .await
}

pub(super) async fn kpis(Asked(app): Asked, RawQuery(query): RawQuery, headers: HeaderMap) -> Response {
    cached(&app, &headers, "/kpis", query.as_deref(), async move |reader, pairs| {
        let mut pairs = read(pairs);
        let query = pairs.one("q").map_err(ReportError::from)?.unwrap_or_default().trim();
        let mut catalogue = report::catalogue(reader, &ask(reader, pairs)?, query).await?;
        offer(reader, &mut catalogue.front);
        Ok(Page::html(&catalogue, page::kpis(&catalogue, reader.locale()).into_string()))
    })
    .await
}

pub(super) async fn plan(Asked(app): Asked, RawQuery(query): RawQuery, headers: HeaderMap) -> Response {
    cached(&app, &headers, "/plan", query.as_deref(), async |reader, pairs| {
        let mut pairs = read(pairs);
        let wanted = report::Wanted::read(&mut pairs).map_err(ReportError::from)?;
        let ask = ask(reader, pairs)?;
        let mut view = report::plan(reader, &ask, wanted).await?;
        offer(reader, &mut view.front);
        Ok(Page::html(&view, page::plan(&view, reader.locale()).into_string()))
    })
    .await
}

pub(super) async fn data(Asked(app): Asked, RawQuery(query): RawQuery, headers: HeaderMap) -> Response {
    cached(&app, &headers, "/data", query.as_deref(), async |reader, pairs| {
        let mut pairs = read(pairs);
        // The place of the first row shown.
        let offset = pairs.number("offset", 0..=u32::MAX as usize).map_err(ReportError::from)?;
        let mut view = report::data(reader, &ask(reader, pairs)?, offset.unwrap_or(0)).await?;
        offer(reader, &mut view.front);
        Ok(Page::html(&view, page::data(&view, reader.locale()).into_string()))
    })
    .await
}

/// The list of the reports that a number counts.
pub(super) async fn report_list(
    Asked(app): Asked,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
) -> Response {
    cached(&app, &headers, "/data/reports", query.as_deref(), async |reader, pairs| {
        let named =
            pairs.iter().any(|(name, value)| ["kpi", "dashboard"].contains(&&**name) && !value.is_empty());
        // Of figures one sees the reports that they need; all of them where it is told who owes what.
        if !named && !["data", "owed"].iter().any(|page| reader.sight().page(page)) {
            return Err(Error::Nowhere { path: "/data/reports".to_owned() });
        }
        let mut view = report::report_list(reader, read(pairs)).await?;
        offer(reader, &mut view.front);
        Ok(Page::html(&view, page::report_list(&view, reader.locale()).into_string()))
    })
    .await
}

/// A row of a table, by its key.
pub(super) async fn record(
    Asked(app): Asked,
    Path((Name(table), Name(key))): Path<(Name, Name)>,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
) -> Response {
    let path = format!("record {key} of {table}");
    let served = app.served();
    answered(&app, served, Turn::Records, &headers, &path, query.as_deref(), async move |reader, pairs| {
        let view = report::record(reader, &table, &key, &ask(reader, read(pairs))?).await?;
        Ok(Page::html(&view, page::record(&view, reader.locale()).into_string()).of_records(1))
    })
    .await
}

/// What bodies owe.
pub(super) async fn owed(Asked(app): Asked, RawQuery(query): RawQuery, headers: HeaderMap) -> Response {
    cached(&app, &headers, "/owed", query.as_deref(), async |reader, pairs| {
        let mut view = report::owed_page(reader, read(pairs)).await?;
        offer(reader, &mut view.front);
        Ok(Page::html(&view, page::owed(&view, reader.locale()).into_string()))
    })
    .await
}

pub(super) async fn problems(Asked(app): Asked, RawQuery(query): RawQuery, headers: HeaderMap) -> Response {
    let served = app.served();
    let mut held = served.held.clone();
    if app.sight().is_restricted() {
        held = held.map(|held| Arc::new(Held { files: Vec::new(), failure: None, ..(*held).clone() }));
    }
    answered(&app, served, Turn::Page, &headers, "/problems", query.as_deref(), async move |reader, pairs| {
        let ask = ask(reader, read(pairs))?;
        let mut view = report::problems(reader, &ask)?;
        view.front.problems += held.as_ref().map_or(0, |held| held.problems.len() + held.files.len());
        view.front.held = held;
        offer(reader, &mut view.front);
        let page = page::problems(&view, reader.locale());
        Ok(Page::html(&view, page.into_string()))
    })
    .await
}

pub(super) async fn asset(
    Asked(app): Asked,
    Path(file): Path<String>,
    uri: Uri,
    headers: HeaderMap,
) -> Response {
    let Some(asset) = page::asset(&file) else { return nowhere(Asked(app), uri, headers).await };
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

pub(super) async fn metrics(Asked(app): Asked) -> Response {
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

/// How the state that is served stands to the files, in a line: it is served whatever this says.
pub(super) async fn ready(Asked(app): Asked) -> String {
    let since = |at: SystemTime| DateTime::<Utc>::from(at).to_rfc3339_opts(SecondsFormat::Secs, true);
    match (app.watch().silent(), app.served().held_since()) {
        (Some(None), _) => "not looking\n".to_owned(),
        (Some(Some(at)), _) => format!("not looking since {}\n", since(at)),
        (None, Some(at)) => format!("stale since {}\n", since(at)),
        (None, None) => "fresh\n".to_owned(),
    }
}

pub(super) async fn nowhere(Asked(app): Asked, uri: Uri, headers: HeaderMap) -> Response {
    told(&app, uri.path(), &Error::Nowhere { path: uri.path().to_owned() }, &headers)
}

/// What is shown can be taken away.
pub(super) fn offer(reader: &Reader<'_>, front: &mut Frontmatter) {
    let own = FORMATS.iter().map(|format| format.name).filter(|name| reader.sight().format(name));
    front.formats = own.collect();
}

/// The parameters of an address.
pub(super) fn read(pairs: &[(String, String)]) -> Pairs<'_> {
    Pairs::new(pairs.iter().map(|(name, value)| (name.as_str(), value.as_str())))
}

pub(super) fn ask(reader: &Reader<'_>, pairs: Pairs<'_>) -> Result<Ask, Error> {
    Ok(Ask::read(reader, pairs).map_err(ReportError::from)?)
}
