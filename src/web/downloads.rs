//! The addresses at which tables leave as files: every dashboard, panel, KPI and record list in every format.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use axum::Router;
use axum::extract::{Path, RawQuery};
use axum::http::HeaderMap;
use axum::response::Response;
use axum::routing::get;

use super::answer::whole;
use super::exports::{Lane, Made, taken};
use super::handlers::{ask, drawn, read};
use super::respond::{Asked, Name, cached, told};
use super::{App, Error};
use crate::export::{FORMATS, Format, Subject};
use crate::page::course as drawing;
use crate::report;

/// The routes, each in a time of its own: see [`LONGEST_EXPORT`](super::LONGEST_EXPORT).
pub(super) fn routes() -> Router<App> {
    Router::new()
        .route("/dashboards/{id}/{file}", get(dashboard))
        .route("/dashboards/{id}/panels/{file}", get(panel))
        .route("/kpis/{code}/{file}", get(kpi))
        .merge(page("/plan", || Subject::Plan))
        .merge(page("/kpis", || Subject::Catalogue))
        .merge(page("/data", || Subject::Data))
        .merge(page("/owed", || Subject::Owed))
}

/// What a page without a name of its own shows, in each format.
fn page(path: &'static str, subject: fn() -> Subject) -> Router<App> {
    FORMATS.iter().fold(Router::new(), |router, format| {
        let address = format!("{path}/export.{}", format.name);
        let own = address.clone();
        let answer = async move |Asked(app): Asked, RawQuery(query): RawQuery, headers: HeaderMap| {
            export(app, Lane::Tables, &headers, own, query.as_deref(), Some((subject(), format.name))).await
        };
        router.route(&address, get(answer))
    })
}

async fn dashboard(
    Asked(app): Asked,
    Path((Name(id), Name(file))): Path<(Name, Name)>,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
) -> Response {
    let path = format!("/dashboards/{id}/{file}");
    let subject = file.strip_prefix("export.").map(|format| (Subject::Dashboard(id), format));
    export(app, Lane::Tables, &headers, path, query.as_deref(), subject).await
}

async fn panel(
    Asked(app): Asked,
    Path((Name(id), Name(file))): Path<(Name, Name)>,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
) -> Response {
    let path = format!("/dashboards/{id}/panels/{file}");
    let subject = file.rsplit_once('.').map(|(panel, format)| (Subject::Panel(id, panel.to_owned()), format));
    export(app, Lane::Tables, &headers, path, query.as_deref(), subject).await
}

async fn kpi(
    Asked(app): Asked,
    Path((Name(code), Name(file))): Path<(Name, Name)>,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
) -> Response {
    let path = format!("/kpis/{code}/{file}");
    match file.split_once('.') {
        Some(("export", format)) => {
            let subject = Some((Subject::Kpi(code), format));
            export(app, Lane::Tables, &headers, path, query.as_deref(), subject).await
        }
        Some(("records", format)) => {
            let subject = Some((Subject::Records(code), format));
            export(app, Lane::Records, &headers, path, query.as_deref(), subject).await
        }
        Some(("course", format)) => course(app, &headers, path.clone(), query.as_deref(), code, format).await,
        Some(_) | None => export(app, Lane::Tables, &headers, path, None, None).await,
    }
}

/// The course that a KPI's page shows, as a drawing.
async fn course(
    app: App,
    headers: &HeaderMap,
    path: String,
    query: Option<&str>,
    code: String,
    format: &str,
) -> Response {
    let format = format.to_owned();
    let address = path.clone();
    cached(&app, headers, &address, query, async move |reader, pairs| {
        let kind = reader.workspace().opening_period();
        let passport = report::passport(reader, kind, &code, &ask(reader, read(pairs))?).await?;
        drawn(&passport, &format, drawing(&passport, reader.locale()))
    })
    .await
}

/// Answers with a subject in a format, by its name.
async fn export(
    app: App,
    lane: Lane,
    headers: &HeaderMap,
    path: String,
    query: Option<&str>,
    subject: Option<(Subject, &str)>,
) -> Response {
    let Some((subject, format)) = subject else {
        return told(&app, &path, &Error::Nowhere { path: path.clone() }, headers);
    };
    let format = match Format::named(format) {
        // What may not be taken away is not there, however its address is written.
        Ok(format) if !app.sight().format(format.name) => {
            return told(&app, &path, &Error::Nowhere { path: path.clone() }, headers);
        }
        Ok(format) => format,
        Err(error) => return told(&app, &path, &error.into(), headers),
    };
    taken(&app, app.served(), lane, headers, &path, query, move |work, sink| {
        let subject = work.wait(subject.taken(work.reader, read(work.pairs)))??;
        let (ending, kind) = format.kind(&subject.book);
        let (left, rows) = (work.left.clone(), Arc::new(AtomicU64::new(0)));
        let counted = Arc::clone(&rows);
        let go_on = move |next| {
            counted.fetch_add(next, Ordering::Relaxed);
            !left.is_so()
        };
        format.write(work.reader, subject.book.while_told(go_on), sink)?;
        let kept = whole(&subject.shortfalls);
        let rows = Some(rows.load(Ordering::Relaxed));
        Ok(Made { kind, name: format!("{}.{ending}", subject.stem), rows, kept })
    })
    .await
}
