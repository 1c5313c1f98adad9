//! HTTP: extract, run, render. Read-only; only GET and HEAD.

mod answer;
mod error;
mod handlers;
mod identity;

use std::io;
use std::sync::Arc;

use axum::Router;
use axum::middleware;
use axum::routing::get;
use moka::sync::Cache;
use tokio::net::TcpListener;

use crate::workspace::Dataset;

pub use error::Error;

use answer::Page;

/// How many bytes of finished pages are kept.
const PAGE_CACHE_BYTES: u64 = 32 << 20;

/// What every request shares.
#[derive(Clone)]
pub struct App {
    dataset: Arc<Dataset>,
    /// Which program this is: two builds of one version answer differently.
    build: Arc<str>,
    /// Finished pages by their identity, which holds everything that they are made of.
    pages: Cache<String, Page>,
}

impl App {
    /// Serves one dataset.
    pub fn new(dataset: Arc<Dataset>) -> Self {
        let weigh = |key: &String, page: &Page| u32::try_from(key.len() + page.len()).unwrap_or(u32::MAX);
        let program = std::env::current_exe().and_then(std::fs::metadata);
        let built = program.ok().and_then(|file| file.modified().ok());
        let built = built.and_then(|at| at.duration_since(std::time::UNIX_EPOCH).ok()).unwrap_or_default();
        let build = format!("{} {}", env!("CARGO_PKG_VERSION"), built.as_nanos()).into();
        Self { dataset, build, pages: Cache::builder().weigher(weigh).max_capacity(PAGE_CACHE_BYTES).build() }
    }

    pub(crate) fn dataset(&self) -> &Arc<Dataset> {
        &self.dataset
    }
}

/// Every route.
pub fn router(app: App) -> Router {
    Router::new()
        .route("/", get(handlers::first))
        .route("/dashboards/{id}", get(handlers::dashboard))
        .route("/kpis", get(handlers::kpis))
        .route("/kpis/{code}", get(handlers::passport))
        .route("/kpis/{code}/records", get(handlers::records))
        .route("/problems", get(handlers::problems))
        .route("/api/v1/kpis/{code}", get(handlers::api_kpi))
        .route("/assets/{file}", get(handlers::asset))
        .route("/healthz", get(handlers::alive))
        .route("/readyz", get(handlers::alive))
        .fallback(handlers::nowhere)
        .layer(middleware::from_fn(answer::own_host))
        .layer(middleware::from_fn(answer::headers))
        .with_state(app)
}

/// Serves until the process is told to end; requests that have begun are finished.
///
/// # Errors
/// Where the system takes the listener away.
pub async fn serve(listener: TcpListener, app: App) -> io::Result<()> {
    axum::serve(listener, router(app)).with_graceful_shutdown(ended()).await
}

async fn ended() {
    let interrupted = tokio::signal::ctrl_c();
    #[cfg(unix)]
    {
        let terminated = async {
            match tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate()) {
                Ok(mut signal) => {
                    signal.recv().await;
                }
                Err(_) => std::future::pending().await,
            }
        };
        tokio::select! {
            _ = interrupted => {}
            () = terminated => {}
        }
    }
    #[cfg(not(unix))]
    let _ = interrupted.await;
}
