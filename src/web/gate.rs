//! What a route asks of its reader: a route that says nothing is refused to everybody who has a role.

use axum::extract::{MatchedPath, Request, State};
use axum::middleware::Next;
use axum::response::Response;

use super::reception::{AWAY, BACK, SIGN_IN, SIGN_OUT};
use super::respond::told;
use super::{App, Error};
use crate::access::audit::Kind;
use crate::workspace::{Detail, Sight};

/// What a reader needs to be answered. What dashboards and KPIs they see decides their reader
/// ([`Reader`](crate::workspace::Reader)), which knows no others.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Need {
    /// Nothing besides.
    Nothing,
    /// A page of [`PAGES`](crate::workspace::PAGES).
    Page(&'static str),
    /// Records.
    Records,
    /// All records of a figure, since its files are named and whole.
    Proof,
    /// All that there is.
    Whole,
    /// A format: which one is known where the file is made, which asks for it (`downloads::export`).
    Format,
    /// The format of programs.
    Json,
}

/// Every route, what it asks, and as what it is written down who was answered there.
const RULES: &[(&str, &[Need], Option<Kind>)] = &[
    ("/", &[Need::Nothing], Some(Kind::Saw)),
    ("/dashboards/{id}", &[Need::Nothing], Some(Kind::Saw)),
    ("/dashboards/{id}/{file}", &[Need::Format], Some(Kind::Exported)),
    ("/dashboards/{id}/panels/{file}", &[Need::Format], Some(Kind::Exported)),
    ("/kpis", &[Need::Nothing], Some(Kind::Saw)),
    ("/kpis/{code}", &[Need::Nothing], Some(Kind::Saw)),
    ("/kpis/{code}/records", &[Need::Records], Some(Kind::OpenedRecords)),
    ("/kpis/{code}/proof.zip", &[Need::Proof], Some(Kind::AskedProof)),
    ("/kpis/{code}/{file}", &[Need::Format], Some(Kind::Exported)),
    ("/kpis/export.{format}", &[Need::Format], Some(Kind::Exported)),
    ("/plan", &[Need::Page("plan")], Some(Kind::Saw)),
    ("/plan/export.{format}", &[Need::Page("plan"), Need::Format], Some(Kind::Exported)),
    ("/owed", &[Need::Page("owed")], Some(Kind::Saw)),
    ("/owed/export.{format}", &[Need::Page("owed"), Need::Format], Some(Kind::Exported)),
    ("/data", &[Need::Page("data")], Some(Kind::Saw)),
    ("/data/export.{format}", &[Need::Page("data"), Need::Format], Some(Kind::Exported)),
    // Whose reports a figure counts, of the bodies that the reader sees.
    ("/data/reports", &[Need::Nothing], Some(Kind::Saw)),
    ("/data/tables/{table}/{key}", &[Need::Records], Some(Kind::OpenedRecords)),
    ("/exports", &[Need::Page("packs")], Some(Kind::Saw)),
    // A pack holds all figures.
    ("/exports/pack.zip", &[Need::Page("packs"), Need::Whole], Some(Kind::Exported)),
    ("/exports/{file}", &[Need::Page("packs"), Need::Whole], Some(Kind::Exported)),
    ("/audit", &[Need::Page("audit")], Some(Kind::Saw)),
    ("/problems", &[Need::Page("problems")], Some(Kind::Saw)),
    // What a page shows is no file.
    ("/charts/{dashboard}/{file}", &[Need::Nothing], Some(Kind::Saw)),
    ("/api/v1/kpis", &[Need::Json], Some(Kind::Saw)),
    ("/api/v1/kpis/{code}", &[Need::Json], Some(Kind::Saw)),
    ("/api/v1/dashboards/{id}", &[Need::Json], Some(Kind::Saw)),
    ("/api/v1/owed", &[Need::Json, Need::Page("owed")], Some(Kind::Saw)),
    ("/api/v1/openapi.json", &[Need::Json], Some(Kind::Saw)),
    ("/assets/{file}", &[Need::Nothing], None),
    ("/healthz", &[Need::Nothing], None),
    ("/readyz", &[Need::Nothing], None),
    // Rows and files of all bodies are counted there.
    ("/metrics", &[Need::Page("problems"), Need::Whole], Some(Kind::Saw)),
];

/// What anybody is answered: signing in and out, and what every page is made of.
const OPEN: [&str; 7] = [SIGN_IN, SIGN_OUT, AWAY, BACK, "/assets/{file}", "/healthz", "/readyz"];

/// Whether a route answers who has not signed in.
pub(super) fn is_open(route: &str) -> bool {
    OPEN.contains(&route)
}

/// As what it is written down that a route has answered.
pub(super) fn noted(route: &str) -> Option<Kind> {
    rule(route).and_then(|(_, _, kind)| *kind)
}

/// What a route asks; nothing where no rule speaks of it.
pub(super) fn needs(route: &str) -> Option<&'static [Need]> {
    rule(route).map(|(_, needs, _)| *needs)
}

fn rule(route: &str) -> Option<&'static (&'static str, &'static [Need], Option<Kind>)> {
    // Each format has a route of its own.
    let general = match route.split_once("/export.") {
        Some((page, _)) => format!("{page}/export.{{format}}"),
        None => route.to_owned(),
    };
    RULES.iter().find(|(path, ..)| *path == general)
}

impl Need {
    fn is_met(self, sight: &Sight) -> bool {
        match self {
            Self::Nothing | Self::Format => true,
            Self::Page(page) => sight.page(page),
            Self::Records => sight.detail() > Detail::Totals,
            Self::Proof => !sight.is_restricted(),
            Self::Whole => sight.is_whole(),
            Self::Json => sight.format("json"),
        }
    }
}

/// Whether a reader may be answered on a route.
pub(super) fn is_allowed(sight: &Sight, route: &str) -> bool {
    sight.role().is_none() || needs(route).is_some_and(|needs| needs.iter().all(|need| need.is_met(sight)))
}

/// What may not be seen is not there.
pub(super) async fn allowed(State(app): State<App>, request: Request, next: Next) -> Response {
    let path = request.uri().path().to_owned();
    let route = request.extensions().get::<MatchedPath>().map(|route| route.as_str().to_owned());
    let app = app.asked_by(request.extensions());
    match route.is_none_or(|route| is_allowed(app.sight(), &route)) {
        true => next.run(request).await,
        false => told(&app, &path, &Error::Nowhere { path: path.clone() }, request.headers()),
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::export::FORMATS;
    use crate::web::api::OPERATIONS;

    /// The routes that the sources of this module name.
    fn routes() -> BTreeSet<String> {
        let sources = [include_str!("mod.rs"), include_str!("downloads.rs"), include_str!("packs.rs")];
        let mut found = BTreeSet::new();
        for source in sources {
            for call in source.split(".route(\"").skip(1) {
                found.insert(call.split('"').next().unwrap().to_owned());
            }
            for page in source.split("page(\"").skip(1) {
                let page = page.split('"').next().unwrap();
                found.extend(FORMATS.iter().map(|format| format!("{page}/export.{}", format.name)));
            }
        }
        found.extend(OPERATIONS.iter().map(|operation| operation.path.to_owned()));
        found
    }

    #[test]
    fn every_route_has_a_rule_and_every_rule_a_route() {
        let routes = routes();
        assert!(routes.len() > 30, "{routes:?}");
        for route in &routes {
            assert!(needs(route).is_some(), "{route} has no rule");
        }
        for (rule, ..) in RULES {
            let start = rule.split("{format}").next().unwrap();
            let known = routes.contains(*rule)
                || routes.iter().any(|route| rule.contains("{format}") && route.starts_with(start));
            assert!(known, "{rule} is the rule of no route");
        }
    }
}
