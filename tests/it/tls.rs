//! Encrypted connections: which certificate the next one is encrypted by, and what is listened on at all.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use minhbach::web::{Door, Tls, TlsError, serve_until};
use rcgen::{CertifiedKey, generate_simple_self_signed};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio_rustls::TlsConnector;
use tokio_rustls::rustls::pki_types::{CertificateDer, ServerName};
use tokio_rustls::rustls::{ClientConfig, RootCertStore};

use super::reload::runtime;
use super::support::TestProject;

/// A certificate and its key in a folder, as an administrator puts them there.
fn pair(folder: &Path) -> (PathBuf, PathBuf, CertificateDer<'static>) {
    let CertifiedKey { cert, signing_key } = generate_simple_self_signed(["localhost".to_owned()]).unwrap();
    let (certificate, key) = (folder.join("chain.pem"), folder.join("key.pem"));
    fs::write(&key, signing_key.serialize_pem()).unwrap();
    fs::write(&certificate, cert.pem()).unwrap();
    (certificate, key, cert.der().clone())
}

/// What a browser gets that trusts one certificate alone.
async fn alive(address: std::net::SocketAddr, trusted: &CertificateDer<'static>) -> std::io::Result<String> {
    let mut roots = RootCertStore::empty();
    roots.add(trusted.clone()).unwrap();
    let provider = Arc::new(tokio_rustls::rustls::crypto::ring::default_provider());
    let config = ClientConfig::builder_with_provider(provider).with_safe_default_protocol_versions().unwrap();
    let config = config.with_root_certificates(roots).with_no_client_auth();
    let stream = TcpStream::connect(address).await?;
    let name = ServerName::try_from("localhost").unwrap();
    let mut stream = TlsConnector::from(Arc::new(config)).connect(name, stream).await?;
    stream.write_all(b"GET /healthz HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\r\n").await?;
    let mut told = String::new();
    stream.read_to_string(&mut told).await?;
    Ok(told)
}

#[test]
fn a_renewed_certificate_serves_the_next_connection_and_a_broken_one_changes_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let (certificate, key, first) = pair(folder.path());
    let tls = Tls::open(certificate.clone(), key).unwrap();
    runtime().block_on(async {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let (end, ended) = tokio::sync::oneshot::channel::<()>();
        let serving =
            tokio::spawn(serve_until(listener, Some(tls), Door::closed(), async { drop(ended.await) }));
        assert!(alive(address, &first).await.unwrap().starts_with("HTTP/1.1 200"));
        // Who speaks plainly is told nothing.
        let mut plain = TcpStream::connect(address).await.unwrap();
        plain.write_all(b"GET /healthz HTTP/1.1\r\nhost: localhost\r\n\r\n").await.unwrap();
        let mut told = Vec::new();
        let _ = plain.read_to_end(&mut told).await;
        assert!(!told.starts_with(b"HTTP"), "{told:?}");

        fs::write(&certificate, "no certificate").unwrap();
        assert!(alive(address, &first).await.is_ok());
        let (_, _, second) = pair(folder.path());
        assert!(alive(address, &second).await.is_ok());
        assert!(alive(address, &first).await.is_err());
        drop(end);
        serving.await.unwrap().unwrap();
    });
}

#[test]
fn files_that_cannot_be_used_are_told_by_name() {
    let folder = tempfile::tempdir().unwrap();
    let (certificate, key, _) = pair(folder.path());
    let other = tempfile::tempdir().unwrap();
    let (_, other_key, _) = pair(other.path());
    let refused =
        |certificate: &Path, key: &Path| Tls::open(certificate.to_owned(), key.to_owned()).err().unwrap();
    assert!(matches!(refused(&certificate, &folder.path().join("none")), TlsError::Read { .. }));
    assert!(matches!(refused(&key, &key), TlsError::Pem { what: "certificate", .. }));
    assert!(matches!(refused(&certificate, &certificate), TlsError::Pem { what: "private key", .. }));
    assert!(matches!(refused(&certificate, &other_key), TlsError::Pair(_)));
}

#[test]
fn what_other_machines_reach_asks_who_is_there_and_is_encrypted() {
    let project = TestProject::new();
    project.table("events", super::reload::EVENTS);
    let listen = ["serve", "--listen", "0.0.0.0:0"];
    let said = project.run(&listen);
    assert!(said.code == 2 && said.stderr.contains("and nobody signs in"), "{}", said.stderr);
    let add = ["user", "add", "an", "--title", "An", "--role", "r", "--no-password"];
    assert_eq!(project.run(&add).code, 0);
    let said = project.run(&listen);
    assert!(said.code == 2 && said.stderr.contains("passwords could be read on the way"), "{}", said.stderr);
    assert!(said.stderr.contains("--tls-certificate"), "{}", said.stderr);
}
