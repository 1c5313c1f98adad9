//! How the pages are reached from elsewhere: under which names, and below which path.

use std::borrow::Cow;

use axum::extract::{Request, State};
use axum::http::Uri;
use axum::http::uri::PathAndQuery;
use axum::middleware::Next;
use axum::response::Response;

use crate::workspace::{is_base, is_host};

/// The names that a request may bear besides this machine's own, and the path below which everything lies.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Site {
    hosts: Vec<String>,
    base: String,
}

/// Why pages cannot be reached so.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SiteError {
    /// Not a name that a browser would send.
    #[error("`{0}` is no name of a host: letters, digits, `-` and `.`, without a port")]
    Host(String),
    /// Not a path to put before others.
    #[error(
        "`{0}` is no path to lie below: `/` and then letters, digits, `-`, `_`, `.`, without a `/` at the end"
    )]
    Base(String),
}

/// The attributes in which a page names another of its own.
const LINKS: [&str; 3] = [" href=\"/", " src=\"/", " action=\"/"];

impl Site {
    /// # Errors
    /// For a host that is no name and a base that is no path.
    pub fn new(hosts: Vec<String>, base: &str) -> Result<Self, SiteError> {
        if let Some(wrong) = hosts.iter().find(|host| !is_host(host)) {
            return Err(SiteError::Host(wrong.clone()));
        }
        if !base.is_empty() && !is_base(base) {
            return Err(SiteError::Base(base.to_owned()));
        }
        Ok(Self { hosts, base: base.to_owned() })
    }

    /// Below a path of another application's, whose own business it is under which names that is reached.
    ///
    /// # Errors
    /// For a base that is no path.
    pub fn below(base: &str) -> Result<Self, SiteError> {
        Self::new(Vec::new(), base)
    }

    /// The path below which everything lies; nothing where that is the root.
    pub fn base(&self) -> &str {
        &self.base
    }

    /// Further names under which it is reached.
    pub(super) fn hosts(&self) -> impl Iterator<Item = &str> {
        self.hosts.iter().map(String::as_str)
    }

    /// The address of a path of ours.
    pub(super) fn address(&self, path: &str) -> String {
        format!("{}{path}", self.base)
    }

    /// A page with every link leading below the base: pages are written for the root, and all that they lead to is of
    /// this program. Nothing else can look like a link, since quotes in texts are written out.
    pub(super) fn linked<'p>(&self, page: &'p str) -> Cow<'p, str> {
        if self.base.is_empty() {
            return Cow::Borrowed(page);
        }
        let mut text = page.to_owned();
        for link in LINKS {
            let (attribute, slash) = link.split_at(link.len() - 1);
            let below = format!("{attribute}{}{slash}", self.base);
            text = text.replace(link, &below);
            // The first page is the base itself: who nests routers knows no other.
            for end in ['"', '?', '#'] {
                text = text.replace(&format!("{below}{end}"), &format!("{attribute}{}{end}", self.base));
            }
        }
        Cow::Owned(text)
    }
}

/// Takes the base off an address, where a proxy has left it there: both are answered.
pub(super) async fn without_base(State(base): State<String>, mut request: Request, next: Next) -> Response {
    if let Some(stripped) = stripped(request.uri(), &base) {
        *request.uri_mut() = stripped;
    }
    next.run(request).await
}

fn stripped(uri: &Uri, base: &str) -> Option<Uri> {
    let rest = uri.path().strip_prefix(base).filter(|rest| rest.is_empty() || rest.starts_with('/'))?;
    let path = if rest.is_empty() { "/" } else { rest };
    let address = match uri.query() {
        Some(query) => format!("{path}?{query}"),
        None => path.to_owned(),
    };
    let mut parts = uri.clone().into_parts();
    parts.path_and_query = Some(PathAndQuery::try_from(address).ok()?);
    Uri::from_parts(parts).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_and_paths_are_plain() {
        let hosts = |name: &str| Site::new(vec![name.to_owned()], "").is_ok();
        assert!(hosts("kpi.example.gov.vn") && hosts("kpi"));
        assert!(!hosts("") && !hosts("kpi:80") && !hosts("a b") && !hosts("http://kpi"));
        for (base, sound) in [
            ("", true),
            ("/kpi", true),
            ("/a/b-c", true),
            ("/", false),
            ("kpi", false),
            ("/kpi/", false),
            ("/a/../b", false),
            ("/a\"b", false),
        ] {
            assert_eq!(Site::below(base).is_ok(), sound, "{base}");
        }
    }

    #[test]
    fn every_link_lies_below_the_base_and_no_text_is_touched() {
        let site = Site::below("/kpi").unwrap();
        let page = r##"<a class="x" href="/data?a=1">href=&quot;/x</a><a href="#here"></a><form action="/">/plan</form><script src="/assets/a.js">"##;
        let linked = r##"<a class="x" href="/kpi/data?a=1">href=&quot;/x</a><a href="#here"></a><form action="/kpi">/plan</form><script src="/kpi/assets/a.js">"##;
        assert_eq!(site.linked(page), linked);
        assert_eq!(Site::default().linked(page), page);
    }

    #[test]
    fn the_base_is_taken_off_and_nothing_else() {
        let stripped = |uri: &str| stripped(&uri.parse().unwrap(), "/kpi").map(|uri| uri.to_string());
        assert_eq!(stripped("/kpi").as_deref(), Some("/"));
        assert_eq!(stripped("/kpi/?period=2024").as_deref(), Some("/?period=2024"));
        assert_eq!(stripped("/kpi/kpis/A1").as_deref(), Some("/kpis/A1"));
        assert_eq!(stripped("/kpis/A1"), None);
    }
}
