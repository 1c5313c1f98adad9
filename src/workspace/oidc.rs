//! `[serve.oidc]`: the provider of OpenID Connect by which people sign in besides passwords.

use std::net::IpAddr;
use std::sync::Arc;

use schemars::JsonSchema;
use serde::Deserialize;
use url::{Host, Url};

use crate::diagnostic::{Diagnostic, Diagnostics, SourceFile, Spanned};

/// Where the provider sends people back to, below the path of all pages.
pub(crate) const BACK: &str = "/sign-in/oidc/back";

/// A provider, and what it knows this service as.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Oidc {
    /// Its address, to the letter as it calls itself.
    pub issuer: String,
    /// What it calls this service.
    pub client: String,
    /// The whole address to which it sends people back, to the letter as it knows it.
    pub redirect: String,
    /// What people call it: it stands on a button.
    pub name: String,
}

#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct Form {
    /// The provider's address, to the letter as it calls itself: https, or http on this machine.
    issuer: Spanned<String>,
    /// What the provider calls this service.
    client_id: Spanned<String>,
    /// The address to which the provider sends people back, as it knows it: that of the pages and `/sign-in/oidc/back`.
    redirect: Spanned<String>,
    /// What people call the provider: it stands on the button.
    name: Spanned<String>,
}

impl Form {
    /// Nothing where it has mistakes: nobody is sent to what is half understood.
    pub(super) fn read(self, problems: &mut Diagnostics, file: &Arc<SourceFile>, base: &str) -> Option<Oidc> {
        let Self { issuer, client_id, redirect, name } = self;
        let mut wrong = Vec::new();
        if !is_issuer(issuer.get_ref()) {
            let message = format!("`{}` is no address of a provider", issuer.get_ref());
            let help = "https, or http on this machine alone, without `?` and `#`: `https://id.example.vn`";
            wrong.push(Diagnostic::error("issuer", file.span(issuer.span()), message).help(help));
        }
        let back = format!("{base}{BACK}");
        if !is_redirect(redirect.get_ref(), &back) {
            let message = format!("`{}` is no address to come back to", redirect.get_ref());
            let help = format!("https, or http on this machine alone: `https://kpi.example.vn{back}`");
            wrong.push(Diagnostic::error("redirect", file.span(redirect.span()), message).help(help));
        }
        for (key, own) in [("client_id", &client_id), ("name", &name)] {
            let text = own.get_ref();
            if text.trim().is_empty() || text.chars().any(char::is_control) {
                let (place, message) = (file.span(own.span()), format!("`{key}` says nothing"));
                wrong.push(Diagnostic::error("unnamed-provider", place, message).help("one line of text"));
            }
        }
        let is_sound = wrong.is_empty();
        for problem in wrong {
            problems.push(problem);
        }
        is_sound.then(|| Oidc {
            issuer: issuer.into_inner(),
            client: client_id.into_inner(),
            redirect: redirect.into_inner(),
            name: name.into_inner(),
        })
    }
}

fn is_issuer(text: &str) -> bool {
    Url::parse(text).is_ok_and(|url| is_safe(&url) && url.query().is_none() && url.fragment().is_none())
}

/// Whether an address is one of these pages, where somebody comes back to a path.
pub(crate) fn is_redirect(text: &str, path: &str) -> bool {
    let is_own = |url: &Url| url.path() == path && url.query().is_none() && url.fragment().is_none();
    Url::parse(text).is_ok_and(|url| is_safe(&url) && is_own(&url))
}

/// Whether nobody on the way reads what is sent to an address: https, or http that does not leave this machine.
pub(crate) fn is_safe(url: &Url) -> bool {
    let is_plain = url.username().is_empty() && url.password().is_none();
    is_plain && url.has_host() && (url.scheme() == "https" || is_here(url))
}

/// Whether an address is http on this machine.
pub(crate) fn is_here(url: &Url) -> bool {
    let is_loopback = match url.host() {
        Some(Host::Domain(name)) => name == "localhost",
        Some(Host::Ipv4(address)) => IpAddr::V4(address).is_loopback(),
        Some(Host::Ipv6(address)) => IpAddr::V6(address).is_loopback(),
        None => false,
    };
    url.scheme() == "http" && is_loopback
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_is_asked_that_others_read_on_the_way() {
        for (address, is_sound) in [
            ("https://id.example.vn", true),
            ("https://id.example.vn/realms/kpi/", true),
            ("http://127.0.0.1:8080/realms/kpi", true),
            ("http://localhost:8080", true),
            ("http://[::1]:8080", true),
            ("http://id.example.vn", false),
            ("http://localhost.example.vn", false),
            ("https://user@id.example.vn", false),
            ("https://user:secret@id.example.vn", false),
            ("https://id.example.vn?a=1", false),
            ("https://id.example.vn#a", false),
            ("file:///etc/passwd", false),
            ("id.example.vn", false),
            ("", false),
        ] {
            assert_eq!(is_issuer(address), is_sound, "{address}");
        }
    }

    #[test]
    fn one_comes_back_to_these_pages_only() {
        let is_own = |address: &str| is_redirect(address, "/kpi/sign-in/oidc/back");
        assert!(is_own("https://kpi.example.vn/kpi/sign-in/oidc/back"));
        for wrong in [
            "https://kpi.example.vn/sign-in/oidc/back",
            "https://kpi.example.vn/kpi/sign-in/oidc/back/",
            "https://kpi.example.vn/kpi/sign-in/oidc/back?to=1",
            "http://kpi.example.vn/kpi/sign-in/oidc/back",
            "/kpi/sign-in/oidc/back",
        ] {
            assert!(!is_own(wrong), "{wrong}");
        }
    }
}
