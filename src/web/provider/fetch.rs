//! One question to the provider, bounded in time and size, sent nowhere else.
//!
//! A client as reqwest follows redirects, takes proxies from the environment and brings its own roots unless it is told
//! otherwise in each respect; here is nothing to switch off.

use std::io;
use std::sync::Arc;
use std::time::Duration;

use axum::body::{self, Body};
use axum::http::header::{CONNECTION, HOST};
use axum::http::{self, HeaderValue, Request, Response, Uri};
use futures::future::BoxFuture;
use hyper::client::conn::http1;
use hyper_util::rt::TokioIo;
use openidconnect::{AsyncHttpClient, HttpRequest, HttpResponse};
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::{TcpStream, lookup_host};
use tokio::task::JoinSet;
use tokio::time::timeout;
use tokio_rustls::TlsConnector;
use tokio_rustls::rustls::pki_types::{CertificateDer, InvalidDnsNameError, ServerName};
use tokio_rustls::rustls::{self, ClientConfig, RootCertStore};
use url::{Host, Position, Url};

use crate::workspace::{is_here, is_safe};

/// The longest that an answer may take, from asking for the machine's address to its last byte.
const LONGEST: Duration = Duration::from_secs(10);

/// The longest answer, in bytes: a description or a set of keys has some thousand.
const LARGEST: usize = 256 << 10;

/// Why the provider has not answered.
#[derive(Debug, thiserror::Error)]
pub enum FetchError {
    /// An address that is not asked.
    #[error("`{address}` is not asked: only https is, and http on this machine where the issuer is there")]
    Address {
        /// As the provider gave it.
        address: String,
    },
    /// No connection to the machine.
    #[error("there is no connection to `{host}`")]
    Connect {
        /// The machine.
        host: String,
        /// What the system said, or TLS.
        #[source]
        source: io::Error,
    },
    /// A name that no certificate can have.
    #[error("`{host}` can have no certificate")]
    Name {
        /// The machine.
        host: String,
        /// Why not.
        #[source]
        source: InvalidDnsNameError,
    },
    /// A question that cannot be written.
    #[error("the question cannot be written")]
    Question(#[source] http::Error),
    /// What came is not HTTP, or ended early.
    #[error("`{host}` does not speak HTTP to its end")]
    Speak {
        /// The machine.
        host: String,
        /// What is wrong.
        #[source]
        source: hyper::Error,
    },
    /// The answer did not end within its bound.
    #[error("what `{host}` answers ends early, or is longer than {} KiB", LARGEST >> 10)]
    Body {
        /// The machine.
        host: String,
        /// Which of the two.
        #[source]
        source: axum::Error,
    },
    /// It took too long.
    #[error("`{host}` has not answered within {LONGEST:?}")]
    Late {
        /// The machine.
        host: String,
    },
}

/// Asks the provider.
pub(super) struct Fetch {
    tls: TlsConnector,
    /// Whether the issuer itself is reached by http on this machine.
    is_plain: bool,
}

impl Fetch {
    /// By certificates that go back to these.
    pub(super) fn new(issuer: &Url, roots: Vec<CertificateDer<'static>>) -> Result<Self, rustls::Error> {
        let mut store = RootCertStore::empty();
        store.add_parsable_certificates(roots);
        let provider = Arc::new(rustls::crypto::ring::default_provider());
        let versions = ClientConfig::builder_with_provider(provider).with_safe_default_protocol_versions()?;
        let mut config = versions.with_root_certificates(store).with_no_client_auth();
        config.alpn_protocols = vec![b"http/1.1".to_vec()];
        Ok(Self { tls: TlsConnector::from(Arc::new(config)), is_plain: is_here(issuer) })
    }

    /// Whether an address that the provider gave is asked, and people are sent there.
    pub(super) fn may_ask(&self, address: &Url) -> bool {
        is_safe(address) && (self.is_plain || address.scheme() == "https")
    }

    /// The answer, whatever its status: who is sent elsewhere by it does not go there.
    async fn ask(&self, request: HttpRequest) -> Result<HttpResponse, FetchError> {
        let address = request.uri().to_string();
        let url = Url::parse(&address).ok().filter(|url| self.may_ask(url));
        let host = url.as_ref().and_then(Url::host).map(|host| host.to_owned());
        let (Some(url), Some(host)) = (url, host) else { return Err(FetchError::Address { address }) };
        let late = || FetchError::Late { host: host.to_string() };
        timeout(LONGEST, self.asked(&url, &host, request)).await.map_err(|_| late())?
    }

    async fn asked(&self, url: &Url, host: &Host, request: HttpRequest) -> Result<HttpResponse, FetchError> {
        let connect = |source| FetchError::Connect { host: host.to_string(), source };
        let stream = connected(url).await.map_err(connect)?;
        if url.scheme() == "http" {
            return spoken(stream, url, host, request).await;
        }
        let name = match host {
            Host::Domain(name) => ServerName::try_from(name.clone())
                .map_err(|source| FetchError::Name { host: host.to_string(), source })?,
            Host::Ipv4(address) => ServerName::IpAddress((*address).into()),
            Host::Ipv6(address) => ServerName::IpAddress((*address).into()),
        };
        let stream = self.tls.connect(name, stream).await.map_err(connect)?;
        spoken(stream, url, host, request).await
    }
}

impl<'c> AsyncHttpClient<'c> for Fetch {
    type Error = FetchError;
    // Boxed: else nobody can tell that what waits for it may go from thread to thread.
    type Future = BoxFuture<'c, Result<HttpResponse, FetchError>>;

    fn call(&'c self, request: HttpRequest) -> Self::Future {
        Box::pin(self.ask(request))
    }
}

/// A connection to the first of a machine's addresses that takes one. What is asked by http does not leave this machine,
/// whatever its name stands for.
async fn connected(url: &Url) -> io::Result<TcpStream> {
    let port = url.port_or_known_default().unwrap_or(443);
    let host = url.host_str().unwrap_or_default().trim_matches(['[', ']']);
    let mut last = io::Error::new(io::ErrorKind::NotFound, "the name stands for no address");
    for address in lookup_host((host, port)).await? {
        if url.scheme() == "http" && !address.ip().is_loopback() {
            continue;
        }
        match TcpStream::connect(address).await {
            Ok(stream) => return Ok(stream),
            Err(error) => last = error,
        }
    }
    Err(last)
}

async fn spoken(
    stream: impl AsyncRead + AsyncWrite + Unpin + Send + 'static,
    url: &Url,
    host: &Host,
    request: HttpRequest,
) -> Result<HttpResponse, FetchError> {
    let speak = |source| FetchError::Speak { host: host.to_string(), source };
    let request = written(url, request).map_err(FetchError::Question)?;
    let (mut sender, connection) = http1::handshake(TokioIo::new(stream)).await.map_err(speak)?;
    // Ends with this future, also where nobody waits for it any more.
    let mut connections = JoinSet::new();
    connections.spawn(connection);
    let answer = sender.send_request(request).await.map_err(speak)?;
    let (head, body) = answer.into_parts();
    let bytes = body::to_bytes(Body::new(body), LARGEST).await;
    let bytes = bytes.map_err(|source| FetchError::Body { host: host.to_string(), source })?;
    Ok(Response::from_parts(head, bytes.to_vec()))
}

/// A question as it stands on the wire.
fn written(url: &Url, request: HttpRequest) -> Result<Request<Body>, http::Error> {
    let (mut head, body) = request.into_parts();
    head.uri = url[Position::BeforePath..Position::AfterQuery].parse::<Uri>()?;
    head.headers.insert(HOST, HeaderValue::from_str(&url[Position::BeforeHost..Position::AfterPort])?);
    head.headers.insert(CONNECTION, HeaderValue::from_static("close"));
    Ok(Request::from_parts(head, Body::from(body)))
}
