//! HTTP: extract, run, render. Read-only; only GET and HEAD.
//!
//! A request takes one state of the files and keeps it; a page is made once for all who ask for it,
//! beside the threads that answer, and kept under the identity of all that it is made of.

mod answer;
mod api;
mod attachment;
mod current;
mod downloads;
mod encoding;
mod error;
mod exports;
mod files;
mod gate;
mod handlers;
mod identity;
mod inward;
mod metrics;
mod openapi;
mod operation;
mod packs;
mod pages;
mod patient;
mod provider;
mod reception;
mod reload;
mod request;
mod respond;
mod serve;
mod site;
mod taken;
mod tls;
mod watch;

use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::http::{Extensions, StatusCode};
use axum::middleware;
use axum::routing::get;
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::timeout::TimeoutLayer;

use crate::report::Held;
use crate::workspace::{Access, Dataset, Proof, Sight, Workspace};

pub use error::Error;
pub use inward::Inward;
pub use provider::{FetchError, Provider, ProviderError};
pub use reception::{Peer, Reception, ReceptionSettings};
pub use reload::{Looked, Reloader, Reloading, Reopening};
pub use serve::{Door, serve, serve_until};
pub use site::{Site, SiteError};
pub use tls::{Tls, TlsError};

use current::{Current, Served};
use exports::Exports;
use identity::state_of;
use metrics::Metrics;
use pages::Pages;
use reception::Visitor;
use watch::Watch;

/// Longer than the queries of one page may wait and run.
const LONGEST: Duration = Duration::from_secs(90);

/// Longer than a query of an export may run, and its file be written.
const LONGEST_EXPORT: Duration = Duration::from_secs(1_200);

/// How long a page waits for a KPI or a check that is being computed: the rest of it is shown then, with the
/// reason in place of the figure, and the work goes on.
pub const LONGEST_WAIT: Duration = Duration::from_secs(20);

/// What every request shares. Cheap to clone.
#[derive(Clone)]
pub struct App {
    shared: Arc<Shared>,
    /// What those see who ask here.
    sight: Arc<Sight>,
    /// How they reach it.
    site: Arc<Site>,
    /// Where packs lie.
    packs: Option<Arc<PathBuf>>,
    /// Where people sign in.
    reception: Option<Arc<Reception>>,
}

struct Shared {
    current: Current,
    /// Which program this is: two builds of one version answer differently.
    build: String,
    /// Finished pages by their identity, which holds everything that they are made of.
    pages: Pages,
    /// Files that readers took away, likewise.
    exports: Exports,
    metrics: Metrics,
    /// Whether anybody looks at the files.
    watch: Watch,
}

impl App {
    /// Serves one dataset.
    pub fn new(dataset: Arc<Dataset>) -> Self {
        let program = std::env::current_exe().and_then(std::fs::metadata);
        let built = program.ok().and_then(|file| file.modified().ok());
        let built = built.and_then(|at| at.duration_since(std::time::UNIX_EPOCH).ok()).unwrap_or_default();
        let build = format!("{} {}", env!("CARGO_PKG_VERSION"), built.as_nanos());
        let shared = Shared {
            current: Current::new(dataset),
            build,
            pages: Pages::default(),
            exports: Exports::default(),
            metrics: Metrics::default(),
            watch: Watch::default(),
        };
        Self {
            shared: Arc::new(shared),
            sight: Arc::new(Sight::everything()),
            site: Arc::default(),
            packs: None,
            reception: None,
        }
    }

    /// The same for those who may see a part of it: they share nothing with others but what is computed once.
    #[must_use]
    pub fn seen_through(&self, sight: impl Into<Sight>) -> Self {
        Self { sight: Arc::new(sight.into()), ..self.clone() }
    }

    /// Reached under other names, or below a path.
    #[must_use]
    pub fn reached_at(self, site: Site) -> Self {
        Self { site: Arc::new(site), ..self }
    }

    /// With a folder of packs, which are listed and given away as they stand.
    #[must_use]
    pub fn with_packs(self, folder: PathBuf) -> Self {
        Self { packs: Some(Arc::new(folder)), ..self }
    }

    /// With people who sign in, and see what their roles grant.
    #[must_use]
    pub fn with_reception(self, reception: Reception) -> Self {
        let app = Self { reception: Some(Arc::new(reception)), ..self };
        let access = app.dataset().workspace().entitled(None, &app.proofs());
        // They may have changed while nothing ran.
        app.note_roles(access.granted());
        app.shared.current.entitle(access);
        app
    }

    fn reception(&self) -> Option<&Arc<Reception>> {
        self.reception.as_ref()
    }

    /// The roles that are in force.
    fn access(&self) -> Arc<Access> {
        self.shared.current.access()
    }

    /// The roles as they stand now, beside definitions, are in force from the next request on.
    fn entitle(&self, workspace: &Workspace, newer: Option<&Workspace>) {
        let access = workspace.entitled(newer, &self.proofs());
        let granted = access.granted();
        if self.shared.current.entitle(access) {
            self.note_roles(granted);
        }
    }

    /// Writes down which roles are in force, by what they grant.
    fn note_roles(&self, granted: String) {
        let Some(reception) = self.reception.as_ref().filter(|reception| reception.is_on()) else { return };
        if let Err(error) = reception.note_roles(granted) {
            respond::log("the audit", &error);
        }
    }

    /// What was proven of policies.
    fn proofs(&self) -> Arc<Vec<Proof>> {
        self.reception.as_ref().map(|reception| reception.proofs()).unwrap_or_default()
    }

    /// As those see it for whom a request is. Where people sign in, what nobody is known to ask for shows nothing.
    fn asked_by(&self, extensions: &Extensions) -> Self {
        let sight = extensions.get::<Arc<Visitor>>().and_then(|visitor| visitor.sight.clone());
        match (sight, &self.reception) {
            (Some(sight), _) => Self { sight, ..self.clone() },
            (None, Some(reception)) if reception.is_on() => self.seen_through(Sight::nothing()),
            (None, _) => self.clone(),
        }
    }

    fn packs(&self) -> Option<&PathBuf> {
        self.packs.as_deref()
    }

    /// How it is reached.
    pub(crate) fn site(&self) -> &Site {
        &self.site
    }

    /// What those see who ask here.
    pub(crate) fn sight(&self) -> &Sight {
        &self.sight
    }

    /// The state of the files that is served now. A request takes it once.
    pub(crate) fn served(&self) -> Served {
        self.shared.current.get()
    }

    /// The definitions and data that are served now.
    pub(crate) fn dataset(&self) -> Arc<Dataset> {
        self.served().dataset
    }

    /// Whether another state of the files would make the same pages.
    fn serves_the_same(&self, dataset: &Dataset) -> bool {
        *self.served().state == *state_of(dataset)
    }

    fn swap(&self, dataset: Arc<Dataset>, held: Option<Held>) {
        // What was vouched for under other definitions is not shown under these.
        self.entitle(dataset.workspace(), None);
        self.shared.current.swap(dataset, held);
    }

    fn hold(&self, held: Option<Held>) {
        self.shared.current.hold(held);
    }

    fn watch(&self) -> &Watch {
        &self.shared.watch
    }

    fn metrics(&self) -> &Metrics {
        &self.shared.metrics
    }

    pub(crate) fn build(&self) -> &str {
        &self.shared.build
    }

    fn exports(&self) -> &Exports {
        &self.shared.exports
    }

    fn pages(&self) -> &Pages {
        &self.shared.pages
    }
}

/// Every route, from the root on. Another application nests them below a path of its own, as `examples/embed.rs` does,
/// and says so by [`App::reached_at`], so that every link leads there.
pub fn router(app: App) -> Router {
    Router::new()
        .route("/", get(handlers::first))
        .route("/dashboards/{id}", get(handlers::dashboard))
        .route("/kpis", get(handlers::kpis))
        .route("/kpis/{code}", get(handlers::passport))
        .route("/kpis/{code}/records", get(handlers::records))
        .route("/kpis/{code}/proof.zip", get(handlers::proof))
        .route("/data", get(handlers::data))
        .route("/data/reports", get(handlers::report_list))
        .route("/data/tables/{table}/{key}", get(handlers::record))
        .route("/owed", get(handlers::owed))
        .route("/plan", get(handlers::plan))
        .route("/exports", get(packs::page))
        .route("/problems", get(handlers::problems))
        .route("/audit", get(reception::audit))
        .route("/charts/{dashboard}/{file}", get(handlers::chart))
        .merge(api::routes())
        .route("/assets/{file}", get(handlers::asset))
        .route("/healthz", get(handlers::alive))
        .route("/readyz", get(handlers::ready))
        .route("/metrics", get(handlers::metrics))
        .fallback(handlers::nowhere)
        .layer(TimeoutLayer::with_status_code(StatusCode::SERVICE_UNAVAILABLE, LONGEST))
        .merge(
            downloads::routes()
                .merge(packs::routes())
                .layer(TimeoutLayer::with_status_code(StatusCode::SERVICE_UNAVAILABLE, LONGEST_EXPORT)),
        )
        .layer(middleware::from_fn_with_state(app.clone(), gate::allowed))
        .merge(reception::routes())
        .layer(middleware::from_fn_with_state(app.clone(), reception::admitted))
        .layer(CatchPanicLayer::custom(respond::panicked))
        .layer(middleware::from_fn_with_state(app.clone(), request::seen))
        .with_state(app)
}
