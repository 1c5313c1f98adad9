//! Which store is meant, and with which keys it is asked.

use std::fs;

use object_store::aws::{AmazonS3, AmazonS3Builder};
use object_store::path::Path;
use object_store::{BackoffConfig, Certificate, ClientOptions, RetryConfig};

use super::patience::Patience;
use crate::table::location::LocationError;
use crate::table::store_access::StoreAccess;

/// How an address of an object store begins.
pub(super) const SCHEME: &str = "s3://";

/// Bucket and prefix.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Place {
    /// `s3://BUCKET/PREFIX`, without a slash at its end.
    pub address: String,
    /// The same with the endpoint: buckets of two stores may be called alike.
    pub identity: String,
    bucket: String,
    /// Without slashes at its ends.
    prefix: String,
}

impl Place {
    pub(super) fn parse(address: &str, access: &StoreAccess) -> Result<Self, LocationError> {
        let rest = address.get(SCHEME.len()..).unwrap_or_default().trim_end_matches('/');
        let (bucket, prefix) = rest.split_once('/').unwrap_or((rest, ""));
        let plain = |letter: char| letter.is_ascii_alphanumeric() || matches!(letter, '-' | '.' | '_');
        if bucket.is_empty() || !bucket.chars().all(plain) || Path::parse(prefix).is_err() {
            // Whoever writes keys into an address does not want them in a log.
            let shown = bucket.rsplit('@').next().unwrap_or_default();
            let address = [SCHEME, shown, "/", prefix].concat().trim_end_matches('/').to_owned();
            return Err(LocationError::Bucket { address });
        }
        let address = format!("{SCHEME}{rest}");
        let identity = match endpoint(access) {
            Some(endpoint) => format!("{endpoint} {address}"),
            None => address.clone(),
        };
        Ok(Self { address, identity, bucket: bucket.to_owned(), prefix: prefix.to_owned() })
    }

    /// The key of a path below the location.
    pub(super) fn key(&self, path: &str) -> Path {
        // Such a key was listed; one that was not names no object.
        Path::parse(self.below() + path).unwrap_or_else(|_| Path::from(path))
    }

    /// How the keys of all that lies there begin.
    pub(super) fn below(&self) -> String {
        if self.prefix.is_empty() { String::new() } else { format!("{}/", self.prefix) }
    }

    /// The path below the location of a key.
    pub(super) fn path(&self, key: &str) -> Option<String> {
        key.strip_prefix(&self.below()).filter(|path| !path.is_empty()).map(str::to_owned)
    }
}

fn endpoint(access: &StoreAccess) -> Option<&str> {
    ["AWS_ENDPOINT_URL_S3", "AWS_ENDPOINT_URL", "AWS_ENDPOINT"].iter().find_map(|name| access.get(name))
}

/// What is handed on as it is said.
const HANDED_ON: [&str; 15] = [
    "AWS_ACCESS_KEY_ID",
    "AWS_SECRET_ACCESS_KEY",
    "AWS_SESSION_TOKEN",
    "AWS_DEFAULT_REGION",
    "AWS_REGION",
    "AWS_VIRTUAL_HOSTED_STYLE_REQUEST",
    "AWS_SKIP_SIGNATURE",
    "AWS_REQUEST_PAYER",
    "AWS_ROLE_ARN",
    "AWS_ROLE_SESSION_NAME",
    "AWS_WEB_IDENTITY_TOKEN_FILE",
    "AWS_ENDPOINT_URL_STS",
    "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI",
    "AWS_CONTAINER_CREDENTIALS_FULL_URI",
    "AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE",
];

/// One of these must be said: without it the client would ask the network who it is.
const KEYS: [&str; 4] = [
    "AWS_ACCESS_KEY_ID",
    "AWS_WEB_IDENTITY_TOKEN_FILE",
    "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI",
    "AWS_CONTAINER_CREDENTIALS_FULL_URI",
];

pub(super) fn open(
    place: &Place,
    access: &StoreAccess,
    patience: Patience,
) -> Result<AmazonS3, LocationError> {
    let refused = |because: String| LocationError::Access { address: place.address.clone(), because };
    let endpoint = endpoint(access);
    let http = access.allows("AWS_ALLOW_HTTP");
    if let Some(endpoint) = endpoint.filter(|endpoint| !http && !endpoint.starts_with("https://")) {
        // What stands before an `@` may be a secret.
        let endpoint = endpoint.rsplit('@').next().unwrap_or_default();
        return Err(refused(format!(
            "endpoint `{endpoint}` is not encrypted, and `AWS_ALLOW_HTTP` is not `true`"
        )));
    }
    let keys =
        KEYS.iter().any(|name| access.get(name).is_some()) || access.get("AWS_METADATA_ENDPOINT").is_some();
    if !keys && !access.allows("AWS_SKIP_SIGNATURE") {
        return Err(refused("no credentials are given".to_owned()));
    }
    // Requests are tried again here, where what has arrived of a file is known.
    let retry =
        RetryConfig { backoff: BackoffConfig::default(), max_retries: 0, retry_timeout: patience.answer };
    // A body may take its time; what waits for one is patience. Options replace all that was said of the client
    // before, plain http too.
    let mut options = ClientOptions::new()
        .with_timeout_disabled()
        .with_connect_timeout(patience.connect)
        .with_allow_http(http);
    if let Some(file) = access.get("AWS_CA_BUNDLE") {
        let read = fs::read(file).map_err(|error| error.to_string());
        let read = read.and_then(|pem| Certificate::from_pem_bundle(&pem).map_err(|error| error.to_string()));
        let certificates =
            read.map_err(|error| refused(format!("`AWS_CA_BUNDLE` cannot be read: {error}")))?;
        options = certificates.into_iter().fold(options, ClientOptions::with_root_certificate);
    }
    let mut builder =
        AmazonS3Builder::new().with_bucket_name(&place.bucket).with_retry(retry).with_client_options(options);
    if let Some(endpoint) = endpoint {
        builder = builder.with_endpoint(endpoint.trim_end_matches('/'));
    }
    for name in HANDED_ON.iter().chain(&["AWS_METADATA_ENDPOINT"]) {
        let key = name.to_ascii_lowercase().parse();
        if let (Some(value), Ok(key)) = (access.get(name), key) {
            builder = builder.with_config(key, value);
        }
    }
    builder.build().map_err(|error| refused(super::said::innermost(&error)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn access(more: &[(&str, &str)]) -> StoreAccess {
        let keys = [("AWS_ACCESS_KEY_ID", "who"), ("AWS_SECRET_ACCESS_KEY", "hidden")];
        keys.iter().chain(more).copied().collect()
    }

    #[test]
    fn an_address_is_a_bucket_and_a_prefix() {
        for (address, expected) in [
            ("s3://bucket", Ok(("s3://bucket", ""))),
            ("s3://bucket/", Ok(("s3://bucket", ""))),
            ("s3://bucket/a/b/", Ok(("s3://bucket/a/b", "a/b/"))),
            ("s3://bucket/số liệu", Ok(("s3://bucket/số liệu", "số liệu/"))),
            (
                "s3://",
                Err("data location `s3:` names no bucket; write `s3://BUCKET` or `s3://BUCKET/PREFIX`"),
            ),
            (
                "s3://who:hidden@bucket/a",
                Err(
                    "data location `s3://bucket/a` names no bucket; write `s3://BUCKET` or `s3://BUCKET/PREFIX`",
                ),
            ),
        ] {
            let place = Place::parse(address, &StoreAccess::default()).map_err(|error| error.to_string());
            let found = place.as_ref().map(|place| (place.address.as_str(), place.below()));
            let found = found.as_ref().map(|(address, below)| (*address, below.as_str()));
            assert_eq!(found.map_err(|error| error.as_str()), expected);
        }
    }

    #[test]
    fn nothing_is_asked_without_keys_and_nothing_over_plain_http_without_leave() {
        let place = Place::parse("s3://bucket/a", &StoreAccess::default()).unwrap();
        let plain = ("AWS_ENDPOINT_URL", "http://127.0.0.1:9");
        for (access, expected) in [
            (access(&[]), ""),
            (access(&[plain, ("AWS_ALLOW_HTTP", "true")]), ""),
            (
                access(&[plain]),
                "endpoint `http://127.0.0.1:9` is not encrypted, and `AWS_ALLOW_HTTP` is not `true`",
            ),
            (
                access(&[plain, ("AWS_ALLOW_HTTP", "false")]),
                "endpoint `http://127.0.0.1:9` is not encrypted, and `AWS_ALLOW_HTTP` is not `true`",
            ),
            (StoreAccess::default(), "no credentials are given"),
            ([("AWS_SKIP_SIGNATURE", "true")].into_iter().collect(), ""),
            ([("AWS_ACCESS_KEY_ID", "who")].into_iter().collect(), "Missing SecretAccessKey"),
        ] {
            let opened = open(&place, &access, Patience::of(&access));
            let because = match opened {
                Ok(_) => String::new(),
                Err(LocationError::Access { because, .. }) => because,
                Err(other) => panic!("{other}"),
            };
            assert_eq!(because, expected);
        }
    }
}
