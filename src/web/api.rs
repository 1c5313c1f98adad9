//! The JSON API: its routes with what each takes and answers, from which its description is made too.

use axum::Router;
use axum::extract::{Path, RawQuery};
use axum::http::HeaderMap;
use axum::response::Response;
use axum::routing::get;

use super::answer::Page;
use super::handlers::{ask, read};
use super::operation::{Operation, Parameter};
use super::respond::{Asked, Name, cached};
use super::{App, Error, openapi};
use crate::export::{DashboardAnswer, OwedAnswer, dashboard_answer};
use crate::report::{self, Answer, AskError, Facets, ReportError};
use crate::workspace::Reader;

use Parameter::{By, Compare, Dimensions, OwedKind, Period, Trend, View};

/// Every route of the API.
pub(super) const OPERATIONS: [Operation; 5] = [
    Operation {
        path: "/api/v1/kpis",
        name: "kpis",
        summary: "Every KPI: one figure each, with the reason where there is no value. A KPI that lacks a \
                  dimension that is asked for is left out.",
        parameters: &[Period, View, By, Trend, Dimensions],
        answer: |generator| generator.subschema_for::<Vec<Answer>>(),
        route: || get(kpis),
    },
    Operation {
        path: "/api/v1/kpis/{code}",
        name: "kpi",
        summary: "One KPI, or all figures of an indicator by its bare code: the figure, its parts (the total \
                  first) or its course. A filter on a dimension that it lacks is refused.",
        parameters: &[Period, View, By, Trend, Dimensions],
        answer: |generator| generator.subschema_for::<Vec<Answer>>(),
        route: || get(kpi),
    },
    Operation {
        path: "/api/v1/dashboards/{id}",
        name: "dashboard",
        summary: "A dashboard's panels as data. A filter on a dimension that a KPI lacks leaves it \
                  unfiltered, and is named in `unfiltered`.",
        parameters: &[Period, View, Compare, Dimensions],
        answer: |generator| generator.subschema_for::<DashboardAnswer>(),
        route: || get(dashboard),
    },
    Operation {
        path: "/api/v1/owed",
        name: "owed",
        summary: "What bodies owe: reports that have not come and whatever the workspace lists as owed, by the living \
                  body that answers for it, the oldest first. Whatever the period.",
        parameters: &[View, OwedKind, Dimensions],
        answer: |generator| generator.subschema_for::<OwedAnswer>(),
        route: || get(owed),
    },
    Operation {
        path: "/api/v1/openapi.json",
        name: "openapi",
        summary: "This description.",
        parameters: &[],
        answer: |generator| generator.subschema_for::<serde_json::Map<String, serde_json::Value>>(),
        route: || get(description),
    },
];

/// For the description, which is one of them.
fn operations() -> &'static [Operation] {
    &OPERATIONS
}

/// The routes, to be merged with those of the pages.
pub(super) fn routes() -> Router<App> {
    OPERATIONS.iter().fold(Router::new(), |router, each| router.route(each.path, (each.route)()))
}

async fn kpis(Asked(app): Asked, RawQuery(query): RawQuery, headers: HeaderMap) -> Response {
    cached(&app, &headers, "/api/v1/kpis", query.as_deref(), async |reader, pairs| {
        figures(reader, &[], pairs).await
    })
    .await
}

async fn kpi(
    Asked(app): Asked,
    Path(Name(code)): Path<Name>,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
) -> Response {
    let path = format!("/api/v1/kpis/{code}");
    cached(&app, &headers, &path, query.as_deref(), async move |reader, pairs| {
        figures(reader, &[code], pairs).await
    })
    .await
}

async fn figures(reader: &Reader<'_>, codes: &[String], pairs: &[(String, String)]) -> Result<Page, Error> {
    let mut pairs = read(pairs);
    let facets = Facets::read(&mut pairs).map_err(ReportError::from)?;
    if pairs.has("compare") {
        let own = ["period", "view", "by", "trend"].map(str::to_owned);
        let known = own.into_iter().chain(reader.workspace().dimensions.keys().cloned()).collect();
        return Err(
            ReportError::from(AskError::UnknownParameter { name: "compare".to_owned(), known }).into()
        );
    }
    let ask = ask(reader, pairs)?;
    let asked = report::figures(reader, codes, &ask, &facets).await?;
    let mut all = Vec::new();
    for each in asked {
        all.extend(each.answers?);
    }
    Ok(Page::json(all.as_slice(), report::json(&all)))
}

async fn dashboard(
    Asked(app): Asked,
    Path(Name(id)): Path<Name>,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
) -> Response {
    let path = format!("/api/v1/dashboards/{id}");
    cached(&app, &headers, &path, query.as_deref(), async move |reader, pairs| {
        let dashboard = report::dashboard(reader, &id)?;
        let ask = ask(reader, read(pairs))?;
        let report = report::run(reader, dashboard, &ask).await?;
        Ok(Page::json(&report, report::json(&dashboard_answer(reader, &report))))
    })
    .await
}

async fn owed(Asked(app): Asked, RawQuery(query): RawQuery, headers: HeaderMap) -> Response {
    cached(&app, &headers, "/api/v1/owed", query.as_deref(), async |reader, pairs| {
        let view = report::owed_page(reader, read(pairs)).await?;
        Ok(Page::json(&view, report::json(&OwedAnswer::of(reader.locale(), &view.list, reader.data_date()))))
    })
    .await
}

async fn description(Asked(app): Asked, RawQuery(query): RawQuery, headers: HeaderMap) -> Response {
    let base = app.site().base().to_owned();
    cached(&app, &headers, "/api/v1/openapi.json", query.as_deref(), async move |reader, pairs| {
        if let Some((name, _)) = pairs.first() {
            let unknown = AskError::UnknownParameter { name: name.clone(), known: Vec::new() };
            return Err(ReportError::from(unknown).into());
        }
        Ok(Page::of("application/json", report::json(&openapi::document(reader, &base, operations()))))
    })
    .await
}
