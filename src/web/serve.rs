//! Connections: how many, how slow they may be, and how they end.

use std::io;
use std::sync::{Arc, OnceLock};
use std::time::Duration;

use axum::Router;
use axum::http::StatusCode;
use axum::http::header::RETRY_AFTER;
use axum::middleware::from_fn_with_state;
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use hyper::server::conn::http1;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::service::TowerToHyperService;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{Semaphore, watch};
use tokio::task::JoinSet;

use super::patient::Patient;
use super::site::without_base;
use super::{App, router};

/// How many connections are open at once; others wait to be accepted.
const CONNECTIONS: usize = 1_024;

/// How long a client may take to say what it wants, from its first byte or from its last answer on.
const ASKING: Duration = Duration::from_secs(30);

/// How long a client may take none of its answer.
const TAKING: Duration = Duration::from_secs(30);

/// Bytes of a request's head: an address and what browsers add to it are far less.
const HEAD: usize = 32 << 10;

/// How many headers a request may have.
const HEADERS: usize = 64;

/// How long requests that have begun may take once the process is told to end.
const ENDING: Duration = Duration::from_secs(10);

/// What answers: nothing but that it is alive until an [`App`] is there. Cheap to clone.
#[derive(Clone, Default)]
pub struct Door(Arc<OnceLock<Router>>);

impl Door {
    /// Closed: every page is asked to come again.
    #[must_use]
    pub fn closed() -> Self {
        Self::default()
    }

    /// Lets requests in from now on.
    pub fn open(&self, app: App) {
        let base = app.site().base().to_owned();
        let own = router(app);
        let router = match base.as_str() {
            "" => own,
            // Taken off before anything is routed, whether or not a proxy has done so.
            _ => Router::new().fallback_service(own).layer(from_fn_with_state(base, without_base)),
        };
        // A second app would be another process's business.
        let _ = self.0.set(router);
    }

    fn router(&self) -> Router {
        self.0
            .get()
            .cloned()
            .unwrap_or_else(|| Router::new().route("/healthz", get(async || "ok\n")).fallback(starting))
    }
}

async fn starting() -> Response {
    (StatusCode::SERVICE_UNAVAILABLE, [(RETRY_AFTER, "2")], "the data are being read\n").into_response()
}

/// Serves until the process is told to end; requests that have begun are finished, within ten seconds.
///
/// # Errors
/// Where the system takes the listener away.
pub async fn serve(listener: TcpListener, door: Door) -> io::Result<()> {
    serve_until(listener, door, ended()).await
}

/// The same until a future of the caller's is done.
///
/// # Errors
/// Those of [`serve`].
pub async fn serve_until(
    listener: TcpListener,
    door: Door,
    ended: impl Future<Output = ()>,
) -> io::Result<()> {
    let places = Arc::new(Semaphore::new(CONNECTIONS));
    let (ending, told) = watch::channel(());
    let mut connections = JoinSet::new();
    let mut ended = std::pin::pin!(ended);
    loop {
        let arrived = async {
            let place = Arc::clone(&places).acquire_owned().await;
            (place, listener.accept().await)
        };
        tokio::select! {
            () = &mut ended => break,
            Some(_) = connections.join_next() => {}
            (place, accepted) = arrived => match accepted {
                Ok((stream, _)) => {
                    let answering = answer(stream, door.router(), told.clone());
                    connections.spawn(async move {
                        let _place = place;
                        answering.await;
                    });
                }
                // Files of the system run out, or the client has left: others go on.
                Err(error) => {
                    tracing::warn!(%error, "a connection was not accepted");
                    tokio::time::sleep(Duration::from_millis(100)).await;
                }
            }
        }
    }
    drop(listener);
    tracing::info!(open = connections.len(), "ending");
    drop(ending);
    let all = async { while connections.join_next().await.is_some() {} };
    if tokio::time::timeout(ENDING, all).await.is_err() {
        tracing::warn!(cut = connections.len(), "some answers were not finished in time");
    }
    Ok(())
}

async fn answer(stream: TcpStream, router: Router, mut told: watch::Receiver<()>) {
    // Answers are whole when they are written; waiting for more to send only delays them.
    let _ = stream.set_nodelay(true);
    let io = TokioIo::new(Patient::new(stream, TAKING));
    let mut connection = std::pin::pin!(
        http1::Builder::new()
            .timer(TokioTimer::new())
            .header_read_timeout(ASKING)
            .max_buf_size(HEAD)
            .max_headers(HEADERS)
            .serve_connection(io, TowerToHyperService::new(router))
    );
    let mut open = true;
    loop {
        tokio::select! {
            done = connection.as_mut() => {
                if let Err(error) = done {
                    tracing::debug!(%error, "a connection ended early");
                }
                return;
            }
            // The sender is dropped when the process ends.
            _ = told.changed(), if open => {
                open = false;
                connection.as_mut().graceful_shutdown();
            }
        }
    }
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
