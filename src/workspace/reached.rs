//! `[serve]`: how the pages are reached from elsewhere, and whether people sign in.

use std::net::IpAddr;
use std::sync::Arc;

use schemars::JsonSchema;
use serde::Deserialize;

use super::oidc::{self, Oidc};
use crate::diagnostic::{Diagnostic, Diagnostics, SourceFile, Spanned};

/// How the pages are reached.
#[derive(Debug, Clone, Default)]
pub struct Reached {
    /// Names of hosts, besides this machine's own, under which that is.
    pub hosts: Vec<String>,
    /// The path below which they lie; empty for the root.
    pub base: String,
    /// Whether nobody is answered who has not signed in, be there accounts or not.
    pub sign_in: bool,
    /// The proxies whose word on whom they ask for counts.
    pub proxies: Vec<IpAddr>,
    /// The provider of OpenID Connect by which people sign in besides passwords.
    pub oidc: Option<Oidc>,
}

#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct Form {
    /// Names of hosts, besides this machine's own, that a request may bear.
    #[serde(default)]
    hosts: Vec<Spanned<String>>,
    /// The path below which all addresses lie, where it is not `/`.
    base: Option<Spanned<String>>,
    /// Whether nobody is answered who has not signed in, also where no account was ever made.
    #[serde(default)]
    sign_in: bool,
    /// Addresses of proxies that say in X-Forwarded-For and X-Forwarded-Proto for whom they ask, and how that came.
    #[serde(default)]
    proxies: Vec<Spanned<String>>,
    /// The provider of OpenID Connect by which people sign in besides passwords; with it nobody is answered who has not.
    oidc: Option<oidc::Form>,
}

impl Form {
    pub(super) fn read(self, problems: &mut Diagnostics, file: &Arc<SourceFile>) -> Reached {
        let Self { hosts, base, sign_in, proxies, oidc } = self;
        for host in hosts.iter().filter(|host| !is_host(host.get_ref())) {
            let message = format!("`{}` is no name of a host", host.get_ref());
            let problem = Diagnostic::error("host", file.span(host.span()), message);
            problems.push(problem.help("as a browser sends it, without a port: `kpi.example.vn`"));
        }
        if let Some(base) = base.as_ref().filter(|base| !is_base(base.get_ref())) {
            let message = format!("`{}` is no path for pages to lie below", base.get_ref());
            let problem = Diagnostic::error("base", file.span(base.span()), message);
            problems.push(problem.help("`/` and letters, digits, `-`, `_`, `.`: `/bao-cao`"));
        }
        let address = |own: &Spanned<String>| own.get_ref().parse().ok().map(|at: IpAddr| at.to_canonical());
        for proxy in proxies.iter().filter(|proxy| address(proxy).is_none()) {
            let message = format!("`{}` is no address of a machine", proxy.get_ref());
            let problem = Diagnostic::error("proxy", file.span(proxy.span()), message);
            problems.push(problem.help("as in `127.0.0.1`, without a port"));
        }
        let base = base.map(Spanned::into_inner).filter(|base| is_base(base)).unwrap_or_default();
        // Also where it has mistakes: those let nobody in.
        let sign_in = sign_in || oidc.is_some();
        let oidc = oidc.and_then(|oidc| oidc.read(problems, file, &base));
        Reached {
            hosts: hosts.into_iter().map(Spanned::into_inner).filter(|host| is_host(host)).collect(),
            base,
            sign_in,
            proxies: proxies.iter().filter_map(address).collect(),
            oidc,
        }
    }
}

/// Whether a text is a name of a host, as a browser sends it without its port.
pub(crate) fn is_host(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.'))
}

/// Whether a text is a path for others to lie below: it begins with `/` and does not end so.
pub(crate) fn is_base(text: &str) -> bool {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.');
    let sound = |segment: &str| !segment.trim_matches('.').is_empty() && segment.bytes().all(plain);
    text.strip_prefix('/').is_some_and(|rest| rest.split('/').all(sound))
}
