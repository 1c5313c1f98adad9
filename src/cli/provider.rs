//! The provider of OpenID Connect of the settings, with what is not in them: its secret, and whom this machine trusts.

use super::Failure;
use crate::web::{Provider, Site};
use crate::workspace::{BACK, Oidc, is_redirect};

/// Where the secret stands that the provider has given out: in no file of the workspace.
pub(super) const SECRET: &str = "MINHBACH_OIDC_SECRET";

/// The provider; nothing where the settings name none.
pub(super) fn provider(settings: Option<&Oidc>, site: &Site) -> Result<Option<Provider>, Failure> {
    let Some(settings) = settings else { return Ok(None) };
    let wrong = |message: String, hint: String| Failure::Typed { message, hint: Some(hint) };
    let back = format!("{}{BACK}", site.base());
    if !is_redirect(&settings.redirect, &back) {
        let message = format!("`redirect` of `[serve.oidc]` does not lead to `{back}`");
        return Err(wrong(
            message,
            "write it as the pages are reached now, and tell the provider".to_owned(),
        ));
    }
    let secret = std::env::var(SECRET).ok().filter(|secret| !secret.trim().is_empty());
    let Some(secret) = secret else {
        let message = format!("`[serve.oidc]` names a provider, and `{SECRET}` is not set");
        let hint = "set it in the environment to the secret that the provider has for this service";
        return Err(wrong(message, hint.to_owned()));
    };
    let found = rustls_native_certs::load_native_certs();
    if found.certs.is_empty() && settings.issuer.starts_with("https:") {
        let message = "this machine trusts no certificates, so that no provider can be asked".to_owned();
        return Err(wrong(message, "install them (Debian: `ca-certificates`)".to_owned()));
    }
    let provider = Provider::new(settings, secret.trim().to_owned(), found.certs);
    Ok(Some(provider.map_err(Failure::Provider)?))
}
