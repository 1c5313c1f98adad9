//! A provider that answers what a test wants, on this machine.

use std::collections::BTreeMap;
use std::process::Command;
use std::sync::{Arc, Mutex, OnceLock};

use axum::Router;
use axum::body::Body;
use axum::extract::{RawForm, State};
use axum::http::{HeaderMap, Response};
use axum::routing::{get, post};
use hyper_util::rt::TokioIo;
use openidconnect::core::{CoreHmacKey, CoreJwsSigningAlgorithm, CoreRsaPrivateSigningKey};
use openidconnect::{JsonWebKeyId, PrivateSigningKey};
use rcgen::{CertifiedKey, generate_simple_self_signed};
use serde_json::{Value, json};
use tokio::net::TcpListener;
use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::pki_types::{CertificateDer, PrivateKeyDer};
use tokio_rustls::rustls::{self, ServerConfig};
use url::form_urlencoded;

use crate::sign_in::moment;
use crate::support::repository;

/// What the provider does, and what it was asked.
#[derive(Default)]
pub(super) struct Told {
    /// What it says of itself, in place of the truth.
    pub(super) description: Option<String>,
    /// Its keys.
    pub(super) keys: Value,
    /// The ID token of the next answer.
    pub(super) token: String,
    /// In place of that answer: a status, and where it sends one.
    pub(super) elsewhere: Option<(u16, String)>,
    /// How often it was asked for keys, and by which path for anything.
    pub(super) asked_keys: u32,
    pub(super) asked: Vec<String>,
    /// What came with the last code.
    pub(super) form: BTreeMap<String, String>,
    pub(super) authorization: String,
}

pub(super) struct Fake {
    pub(super) issuer: String,
    pub(super) told: Arc<Mutex<Told>>,
    _runtime: tokio::runtime::Runtime,
}

type Shared = State<Arc<Mutex<Told>>>;

/// The keys of the tests, made once: the provider's, and another's.
fn keys() -> &'static [String] {
    static KEYS: OnceLock<Vec<String>> = OnceLock::new();
    KEYS.get_or_init(|| {
        let made = Command::new("node").arg(repository().join("tests/oidc/keys.mjs")).output().unwrap();
        assert!(made.status.success(), "{}", String::from_utf8_lossy(&made.stderr));
        let text = String::from_utf8(made.stdout).unwrap();
        let keys: Vec<String> = text.split_inclusive("END RSA PRIVATE KEY-----").map(str::to_owned).collect();
        keys[..2].to_vec()
    })
}

pub(super) fn key(number: usize) -> CoreRsaPrivateSigningKey {
    let id = JsonWebKeyId::new(format!("key-{number}"));
    CoreRsaPrivateSigningKey::from_pem(keys()[number].trim(), Some(id)).unwrap()
}

/// A key as the provider publishes it.
pub(super) fn public(number: usize) -> Value {
    serde_json::to_value(key(number).as_verification_key()).unwrap()
}

impl Fake {
    pub(super) fn start() -> Self {
        Self::behind(None, "http://127.0.0.1")
    }

    /// The same behind TLS, at the name for which its certificate is.
    pub(super) fn encrypted(named: &str) -> (Self, CertificateDer<'static>) {
        let CertifiedKey { cert, signing_key } = generate_simple_self_signed([named.to_owned()]).unwrap();
        let provider = Arc::new(rustls::crypto::ring::default_provider());
        let config = ServerConfig::builder_with_provider(provider).with_safe_default_protocol_versions();
        let key = PrivateKeyDer::try_from(signing_key.serialize_der()).unwrap();
        let config =
            config.unwrap().with_no_client_auth().with_single_cert(vec![cert.der().clone()], key).unwrap();
        let tls = TlsAcceptor::from(Arc::new(config));
        (Self::behind(Some(tls), "https://localhost"), cert.der().clone())
    }

    fn behind(tls: Option<TlsAcceptor>, host: &str) -> Self {
        let runtime =
            tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build().unwrap();
        let told = Arc::new(Mutex::new(Told { keys: json!({ "keys": [public(0)] }), ..Told::default() }));
        let listener = runtime.block_on(TcpListener::bind("127.0.0.1:0")).unwrap();
        let issuer = format!("{host}:{}", listener.local_addr().unwrap().port());
        let own = issuer.clone();
        let described = async move |State(told): Shared| {
            let mut told = told.lock().unwrap();
            told.asked.push("description".to_owned());
            let said = told.description.clone().unwrap_or_else(|| described(&own).to_string());
            answer(200, said)
        };
        let router = Router::new()
            .route("/.well-known/openid-configuration", get(described))
            .route("/keys", get(published))
            .route("/token", post(given))
            .route("/elsewhere", post(given_elsewhere).get(given_elsewhere))
            .with_state(Arc::clone(&told));
        runtime.spawn(async move { serve(listener, router, tls).await });
        Self { issuer, told, _runtime: runtime }
    }

    pub(super) fn change(&self, work: impl FnOnce(&mut Told)) {
        work(&mut self.told.lock().unwrap());
    }

    /// What a good token says.
    pub(super) fn claims(&self, nonce: &str) -> Value {
        let now = moment(0).timestamp();
        json!({
            "iss": self.issuer, "sub": "an", "aud": "minh-bach", "nonce": nonce, "iat": now, "exp": now + 300,
        })
    }
}

/// What a provider says of itself.
pub(super) fn described(issuer: &str) -> Value {
    json!({
        "issuer": issuer,
        "authorization_endpoint": format!("{issuer}/authorize"),
        "token_endpoint": format!("{issuer}/token"),
        "jwks_uri": format!("{issuer}/keys"),
        "response_types_supported": ["code"],
        "subject_types_supported": ["public"],
        "id_token_signing_alg_values_supported": ["RS256", "HS256", "none"],
    })
}

async fn serve(listener: TcpListener, router: Router, tls: Option<TlsAcceptor>) {
    loop {
        let Ok((stream, _)) = listener.accept().await else { continue };
        let service = hyper_util::service::TowerToHyperService::new(router.clone());
        let http = hyper::server::conn::http1::Builder::new();
        let Some(tls) = &tls else {
            tokio::spawn(http.serve_connection(TokioIo::new(stream), service));
            continue;
        };
        let accepted = tls.accept(stream);
        tokio::spawn(async move {
            // Who does not trust the certificate goes away.
            let Ok(stream) = accepted.await else { return };
            let _ = http.serve_connection(TokioIo::new(stream), service).await;
        });
    }
}

fn answer(status: u16, body: String) -> Response<Body> {
    let built = Response::builder().status(status).header("content-type", "application/json");
    built.body(Body::from(body)).unwrap()
}

async fn published(State(told): Shared) -> Response<Body> {
    let mut told = told.lock().unwrap();
    told.asked_keys += 1;
    answer(200, told.keys.to_string())
}

async fn given(State(told): Shared, headers: HeaderMap, RawForm(form): RawForm) -> Response<Body> {
    let mut told = told.lock().unwrap();
    told.asked.push("token".to_owned());
    told.form = form_urlencoded::parse(&form).into_owned().collect();
    told.authorization = headers.get("authorization").map_or("", |own| own.to_str().unwrap()).to_owned();
    if let Some((status, to)) = &told.elsewhere {
        let built = Response::builder().status(*status).header("location", to);
        return built.body(Body::from("elsewhere")).unwrap();
    }
    token(&told)
}

/// Nobody comes here.
async fn given_elsewhere(State(told): Shared) -> Response<Body> {
    let mut told = told.lock().unwrap();
    told.asked.push("elsewhere".to_owned());
    token(&told)
}

fn token(told: &Told) -> Response<Body> {
    let body = json!({ "access_token": "x", "token_type": "Bearer", "id_token": told.token });
    answer(200, body.to_string())
}

/// A token of some claims by one of the keys.
pub(super) fn signed(number: usize, claims: &Value) -> String {
    let head = json!({ "alg": "RS256", "typ": "JWT", "kid": format!("key-{number}") });
    signed_under(&head, number, claims)
}

/// The same under another head.
pub(super) fn signed_under(head: &Value, number: usize, claims: &Value) -> String {
    let begun = format!("{}.{}", base64(head.to_string().as_bytes()), base64(claims.to_string().as_bytes()));
    let signature = key(number).sign(&CoreJwsSigningAlgorithm::RsaSsaPkcs1V15Sha256, begun.as_bytes());
    format!("{begun}.{}", base64(&signature.unwrap()))
}

/// A token by a secret that anybody knows.
pub(super) fn by_secret(secret: &[u8], claims: &Value) -> String {
    let head = json!({ "alg": "HS256", "typ": "JWT" });
    let begun = format!("{}.{}", base64(head.to_string().as_bytes()), base64(claims.to_string().as_bytes()));
    let signature =
        CoreHmacKey::new(secret.to_vec()).sign(&CoreJwsSigningAlgorithm::HmacSha256, begun.as_bytes());
    format!("{begun}.{}", base64(&signature.unwrap()))
}

const LETTERS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

/// As the parts of a token are written.
pub(super) fn base64(bytes: &[u8]) -> String {
    let mut text = String::new();
    for chunk in bytes.chunks(3) {
        let at = |index: usize| u32::from(chunk.get(index).copied().unwrap_or_default());
        let bits = at(0) << 16 | at(1) << 8 | at(2);
        for index in 0..=chunk.len() {
            let letter = (bits >> (18 - 6 * index)) & 63;
            text.push(char::from(LETTERS[usize::try_from(letter).unwrap()]));
        }
    }
    text
}

/// And read again.
pub(super) fn bytes(text: &str) -> Vec<u8> {
    let (mut bits, mut count, mut bytes) = (0_u32, 0, Vec::new());
    for letter in text.bytes() {
        let value = LETTERS.iter().position(|own| *own == letter).unwrap();
        bits = bits << 6 | u32::try_from(value).unwrap();
        count += 6;
        if count >= 8 {
            count -= 8;
            bytes.push(u8::try_from(bits >> count & 255).unwrap());
        }
    }
    bytes
}
