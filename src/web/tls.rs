//! Encrypted connections: a certificate and its key from files, read again when they change.

use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::pki_types::pem::{self, PemObject};
use tokio_rustls::rustls::pki_types::{CertificateDer, PrivateKeyDer};
use tokio_rustls::rustls::{self, ServerConfig};

use crate::diagnostic::causes;
use crate::store::Stamp;

/// Why connections cannot be encrypted.
#[derive(Debug, thiserror::Error)]
pub enum TlsError {
    /// A file cannot be looked at.
    #[error("`{}` cannot be read", .path.display())]
    Read {
        /// The file.
        path: PathBuf,
        /// What the system said.
        #[source]
        source: io::Error,
    },
    /// A file holds no certificate, or no key.
    #[error("`{}` holds no {what} in PEM", .path.display())]
    Pem {
        /// The file.
        path: PathBuf,
        /// What it should hold.
        what: &'static str,
        /// What is wrong with it.
        #[source]
        source: pem::Error,
    },
    /// The key is not the certificate's, or neither can be used.
    #[error("the certificate and the key cannot be used")]
    Pair(#[source] rustls::Error),
}

/// How connections are encrypted.
pub struct Tls {
    certificate: PathBuf,
    key: PathBuf,
    current: Mutex<Current>,
}

struct Current {
    stamps: [Option<Stamp>; 2],
    config: Arc<ServerConfig>,
}

impl Tls {
    /// By a chain of certificates, the server's first, and its key.
    ///
    /// # Errors
    /// Where a file cannot be read or used, or they do not belong together.
    pub fn open(certificate: PathBuf, key: PathBuf) -> Result<Self, TlsError> {
        let stamps = stamps(&certificate, &key);
        let config = read(&certificate, &key)?;
        Ok(Self { certificate, key, current: Mutex::new(Current { stamps, config }) })
    }

    /// What the next connection is encrypted by: what the files hold now. What cannot be used any more changes nothing,
    /// but for a line of the log.
    pub(super) fn acceptor(&self) -> TlsAcceptor {
        let mut current = self.current.lock().unwrap_or_else(PoisonError::into_inner);
        let stamps = stamps(&self.certificate, &self.key);
        if stamps != current.stamps {
            // Looked at once: what is being written has another stamp when it is whole.
            current.stamps = stamps;
            match read(&self.certificate, &self.key) {
                Ok(config) => {
                    tracing::info!("another certificate is used");
                    current.config = config;
                }
                Err(error) => {
                    tracing::error!(because = causes(&error), "the certificate before is used still")
                }
            }
        }
        TlsAcceptor::from(Arc::clone(&current.config))
    }
}

fn stamps(certificate: &Path, key: &Path) -> [Option<Stamp>; 2] {
    [certificate, key].map(|path| Stamp::of(path).ok())
}

fn read(certificate: &Path, key: &Path) -> Result<Arc<ServerConfig>, TlsError> {
    let failed = |path: &Path, what, source| match source {
        pem::Error::Io(source) => TlsError::Read { path: path.to_owned(), source },
        source => TlsError::Pem { path: path.to_owned(), what, source },
    };
    let no_certificate = |source| failed(certificate, "certificate", source);
    let chain = CertificateDer::pem_file_iter(certificate).map_err(no_certificate)?;
    let chain: Vec<_> = chain.collect::<Result<_, _>>().map_err(no_certificate)?;
    if chain.is_empty() {
        return Err(no_certificate(pem::Error::NoItemsFound));
    }
    let key = PrivateKeyDer::from_pem_file(key).map_err(|source| failed(key, "private key", source))?;
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let versions = ServerConfig::builder_with_provider(provider).with_safe_default_protocol_versions();
    let config = versions.and_then(|own| own.with_no_client_auth().with_single_cert(chain, key));
    let mut config = config.map_err(TlsError::Pair)?;
    config.alpn_protocols = vec![b"http/1.1".to_vec()];
    Ok(Arc::new(config))
}
