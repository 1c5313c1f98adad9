//! Places for files: a folder, and two object stores on loopback that nobody of this program has written.

use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::{Arc, OnceLock};

use hyper::server::conn::http1;
use hyper_util::rt::TokioIo;
use minhbach::table::StoreAccess;
use s3s::auth::SimpleAuth;
use s3s::service::S3ServiceBuilder;
use s3s_fs::FileSystem;
use tempfile::TempDir;
use tokio::net::TcpListener;
use tokio::runtime::{Builder, Runtime};
use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::ServerConfig;
use tokio_rustls::rustls::pki_types::PrivateKeyDer;

use crate::support::age;
use crate::support::outside::python;

pub(super) const BUCKET: &str = "exports";
const PREFIX: &str = "kho dữ liệu/2024";

pub(super) enum Store {
    Folder(TempDir),
    /// `s3s-fs`: a folder as buckets, keys checked. Its lists tell times and no ETags.
    S3s {
        place: TempDir,
        at: SocketAddr,
        encrypted: bool,
    },
    /// `moto`, in Python: its lists tell ETags, and `If-Match` is minded. It checks no keys.
    Moto {
        server: Server,
    },
}

/// What a store wants to see that checks no keys.
const KEYS: &str = "Authorization: AWS4-HMAC-SHA256 Credential=who/20240101/us-east-1/s3/aws4_request, \
                    SignedHeaders=host, Signature=none";

/// A process that ends with the test.
pub(super) struct Server {
    child: Child,
    at: SocketAddr,
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn runtime() -> &'static Runtime {
    static RUNTIME: OnceLock<Runtime> = OnceLock::new();
    RUNTIME.get_or_init(|| Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap())
}

const MOTO: &str = "
import logging, sys
from moto.server import ThreadedMotoServer
logging.getLogger('werkzeug').setLevel(logging.ERROR)
server = ThreadedMotoServer(ip_address='127.0.0.1', port=0)
server.start()
print('port', server.get_host_and_port()[1], flush=True)
sys.stdin.read()
";

impl Store {
    pub(super) fn folder() -> Self {
        Self::Folder(tempfile::tempdir().unwrap())
    }

    pub(super) fn s3s() -> Self {
        Self::served(false)
    }

    /// The same behind TLS, with a certificate that only `AWS_CA_BUNDLE` knows.
    pub(super) fn encrypted() -> Self {
        Self::served(true)
    }

    fn served(encrypted: bool) -> Self {
        let place = tempfile::tempdir().unwrap();
        fs::create_dir_all(place.path().join(BUCKET)).unwrap();
        let mut builder = S3ServiceBuilder::new(FileSystem::new(place.path()).unwrap());
        builder.set_auth(SimpleAuth::from_single("who", "hidden"));
        let service = builder.build();
        let acceptor = encrypted.then(|| acceptor(&place.path().join(CERTIFICATE)));
        let listener = runtime().block_on(TcpListener::bind("127.0.0.1:0")).unwrap();
        let at = listener.local_addr().unwrap();
        runtime().spawn(async move {
            while let Ok((socket, _)) = listener.accept().await {
                let (service, acceptor) = (service.clone(), acceptor.clone());
                let http = http1::Builder::new();
                // Whoever asked may be gone in the middle.
                tokio::spawn(async move {
                    match acceptor {
                        Some(acceptor) => {
                            let Ok(socket) = acceptor.accept(socket).await else { return };
                            drop(http.serve_connection(TokioIo::new(socket), service).await);
                        }
                        None => drop(http.serve_connection(TokioIo::new(socket), service).await),
                    }
                });
            }
        });
        Self::S3s { place, at, encrypted }
    }

    pub(super) fn moto() -> Self {
        let mut child = Command::new(python())
            .args(["-c", MOTO])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let lines = BufReader::new(child.stdout.take().unwrap()).lines().map_while(Result::ok);
        // What it serves with greets first.
        let port = lines.filter_map(|line| line.strip_prefix("port ")?.parse().ok()).next();
        let at = SocketAddr::from(([127, 0, 0, 1], port.expect("moto is installed by ./test")));
        let store = Self::Moto { server: Server { child, at } };
        store.ask("PUT", &format!("/{BUCKET}"), b"");
        store
    }

    /// Where the server listens.
    pub(super) fn at(&self) -> SocketAddr {
        match self {
            Self::Folder(_) => panic!("a folder listens nowhere"),
            Self::S3s { at, .. } => *at,
            Self::Moto { server } => server.at,
        }
    }

    pub(super) fn address(&self) -> String {
        match self {
            Self::Folder(place) => place.path().to_string_lossy().into_owned(),
            Self::S3s { .. } | Self::Moto { .. } => format!("s3://{BUCKET}/{PREFIX}"),
        }
    }

    /// What is said to reach it; through another address where one is given.
    pub(super) fn variables(&self, through: Option<SocketAddr>) -> Vec<(&'static str, String)> {
        let Some(at) = through.or((!matches!(self, Self::Folder(_))).then(|| self.at())) else {
            return Vec::new();
        };
        let reached = match self {
            Self::S3s { place, encrypted: true, .. } => {
                let certificate = place.path().join(CERTIFICATE).to_string_lossy().into_owned();
                [("AWS_ENDPOINT_URL", format!("https://{at}")), ("AWS_CA_BUNDLE", certificate)]
            }
            _ => [("AWS_ENDPOINT_URL", format!("http://{at}")), ("AWS_ALLOW_HTTP", "true".to_owned())],
        };
        let [endpoint, how] = reached;
        vec![
            endpoint,
            how,
            ("AWS_ACCESS_KEY_ID", "who".to_owned()),
            ("AWS_SECRET_ACCESS_KEY", "hidden".to_owned()),
        ]
    }

    pub(super) fn access(&self) -> StoreAccess {
        self.variables(None).into_iter().collect()
    }

    fn on_disk(&self, path: &str) -> Option<PathBuf> {
        match self {
            Self::Folder(place) => Some(place.path().join(path)),
            Self::S3s { place, .. } => Some(place.path().join(BUCKET).join(PREFIX).join(path)),
            Self::Moto { .. } => None,
        }
    }

    /// Puts a whole file there, as an exporter that renames does.
    pub(super) fn put(&self, path: &str, bytes: &[u8]) {
        match self.on_disk(path) {
            Some(file) => {
                fs::create_dir_all(file.parent().unwrap()).unwrap();
                let fresh = tempfile::NamedTempFile::new_in(self.aside()).unwrap();
                fs::write(fresh.path(), bytes).unwrap();
                age(fresh.path());
                fresh.persist(file).unwrap();
            }
            None => self.ask("PUT", &format!("/{BUCKET}/{}", escaped(&format!("{PREFIX}/{path}"))), bytes),
        }
    }

    /// A place of the same disk that is nobody's.
    fn aside(&self) -> &Path {
        match self {
            Self::Folder(place) => place.path().parent().unwrap(),
            Self::S3s { place, .. } => place.path(),
            Self::Moto { .. } => panic!("it has no disk"),
        }
    }

    pub(super) fn remove(&self, path: &str) {
        match self.on_disk(path) {
            Some(file) => {
                fs::remove_file(&file).unwrap();
                // Another program's folder goes with its last file; a store knows no empty ones.
                if let Some(folder) = file.parent().filter(|folder| folder.ends_with("_delta_log")) {
                    fs::remove_dir(folder).unwrap();
                }
            }
            None => self.ask("DELETE", &format!("/{BUCKET}/{}", escaped(&format!("{PREFIX}/{path}"))), b""),
        }
    }

    fn ask(&self, method: &str, path: &str, bytes: &[u8]) {
        let mut stream = TcpStream::connect(self.at()).unwrap();
        let length = bytes.len();
        write!(stream, "{method} {path} HTTP/1.1\r\nHost: localhost\r\n{KEYS}\r\nContent-Length: {length}\r\nConnection: close\r\n\r\n")
            .unwrap();
        stream.write_all(bytes).unwrap();
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer).unwrap();
        assert!(answer.starts_with(b"HTTP/1.1 2"), "{}", String::from_utf8_lossy(&answer));
    }
}

/// Where the certificate of an encrypted store lies.
const CERTIFICATE: &str = "certificate.pem";

/// Answers with a certificate for this machine's own address, which is written there.
fn acceptor(certificate: &Path) -> TlsAcceptor {
    let own = rcgen::generate_simple_self_signed(["127.0.0.1".to_owned()]).unwrap();
    fs::write(certificate, own.cert.pem()).unwrap();
    let key = PrivateKeyDer::Pkcs8(own.signing_key.serialize_der().into());
    let provider = Arc::new(tokio_rustls::rustls::crypto::ring::default_provider());
    let config = ServerConfig::builder_with_provider(provider).with_safe_default_protocol_versions();
    let config = config.unwrap().with_no_client_auth();
    TlsAcceptor::from(Arc::new(config.with_single_cert(vec![own.cert.der().clone()], key).unwrap()))
}

fn escaped(key: &str) -> String {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'/' | b'.' | b'-' | b'_');
    key.bytes()
        .map(|byte| if plain(byte) { char::from(byte).to_string() } else { format!("%{byte:02X}") })
        .collect()
}
