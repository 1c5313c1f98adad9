//! Connections: how many, how slow they may be, and how they end.

use std::convert::Infallible;
use std::io;
use std::net::IpAddr;
use std::sync::{Arc, OnceLock};
use std::time::Duration;

use axum::Router;
use axum::http::header::RETRY_AFTER;
use axum::middleware::from_fn_with_state;
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::Service;
use hyper::{Request, StatusCode};
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::service::TowerToHyperService;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{Semaphore, watch};
use tokio::task::JoinSet;
use tokio_rustls::TlsAcceptor;

use super::patient::Patient;
use super::reception::Peer;
use super::site::without_base;
use super::tls::Tls;
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
pub async fn serve(listener: TcpListener, tls: Option<Tls>, door: Door) -> io::Result<()> {
    serve_until(listener, tls, door, ended()).await
}

/// The same until a future of the caller's is done.
///
/// # Errors
/// Those of [`serve`].
pub async fn serve_until(
    listener: TcpListener,
    tls: Option<Tls>,
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
                Ok((stream, from)) => {
                    let (router, told) = (door.router(), told.clone());
                    let tls = tls.as_ref().map(Tls::acceptor);
                    connections.spawn(async move {
                        let _place = place;
                        taken(stream, from.ip(), tls, router, told).await;
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

/// Answers a connection, once it is encrypted where that is asked for.
async fn taken(
    stream: TcpStream,
    address: IpAddr,
    tls: Option<TlsAcceptor>,
    router: Router,
    told: watch::Receiver<()>,
) {
    // Answers are whole when they are written; waiting for more to send only delays them.
    let _ = stream.set_nodelay(true);
    let service = |encrypted| Known { router, peer: Peer { address, encrypted } };
    let Some(tls) = tls else { return answer(stream, service(false), told).await };
    match tokio::time::timeout(ASKING, tls.accept(stream)).await {
        Ok(Ok(stream)) => answer(stream, service(true), told).await,
        Ok(Err(error)) => tracing::debug!(%error, "a connection was not encrypted"),
        Err(_) => tracing::debug!("a connection was not encrypted in time"),
    }
}

/// A router that is told of each request who is at the other end.
struct Known {
    router: Router,
    peer: Peer,
}

impl Service<Request<Incoming>> for Known {
    type Response = Response;
    type Error = Infallible;
    type Future = <TowerToHyperService<Router> as Service<Request<Incoming>>>::Future;

    fn call(&self, mut request: Request<Incoming>) -> Self::Future {
        request.extensions_mut().insert(self.peer);
        TowerToHyperService::new(self.router.clone()).call(request)
    }
}

async fn answer<S>(stream: S, service: Known, mut told: watch::Receiver<()>)
where
    S: AsyncRead + AsyncWrite + Unpin + Send + 'static,
{
    let io = TokioIo::new(Patient::new(stream, TAKING));
    let mut connection = std::pin::pin!(
        http1::Builder::new()
            .timer(TokioTimer::new())
            .header_read_timeout(ASKING)
            .max_buf_size(HEAD)
            .max_headers(HEADERS)
            .serve_connection(io, service)
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
