//! What a browser bears, and bears again.
//!
//! A few names and a value of hexadecimal digits need no escapes, no dates and no jar, which is what libraries have.

use axum::http::header::COOKIE;
use axum::http::{HeaderMap, HeaderValue};

/// A cookie of ours: by what it is called, over which connections, below which path.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Cookie<'a> {
    pub(super) name: &'static str,
    /// Whether it is sent over encrypted connections alone.
    pub(super) encrypted: bool,
    /// Below which path the pages lie.
    pub(super) base: &'a str,
}

/// Who is signed in.
pub(super) const SESSION: &str = "minhbach";

/// Who is with the provider just now.
pub(super) const ERRAND: &str = "minhbach-errand";

impl Cookie<'_> {
    /// What it is called: a browser takes one of a prefixed name only from an encrypted page, and `__Host-` from no
    /// other host of the domain.
    fn full_name(&self) -> String {
        let prefix = match (self.encrypted, self.base.is_empty()) {
            (true, true) => "__Host-",
            (true, false) => "__Secure-",
            (false, _) => "",
        };
        format!("{prefix}{}", self.name)
    }

    /// What a request bears. Of two with one name nobody knows which is ours.
    pub(super) fn value<'h>(&self, headers: &'h HeaderMap) -> Option<&'h str> {
        let name = self.full_name();
        let lines = headers.get_all(COOKIE).iter().filter_map(|line| line.to_str().ok());
        let mut own = lines
            .flat_map(|line| line.split(';'))
            .filter_map(|pair| pair.trim().split_once('='))
            .filter(|(found, _)| *found == name)
            .map(|(_, value)| value);
        own.next().filter(|_| own.next().is_none())
    }

    /// To be borne from now on: until the browser ends, or for so many seconds.
    pub(super) fn set(&self, value: &str, seconds: Option<u32>) -> Option<HeaderValue> {
        let path = if self.base.is_empty() { "/" } else { self.base };
        let until = seconds.map(|seconds| format!("; Max-Age={seconds}")).unwrap_or_default();
        let encrypted = if self.encrypted { "; Secure" } else { "" };
        let name = self.full_name();
        HeaderValue::from_str(&format!(
            "{name}={value}; Path={path}; HttpOnly; SameSite=Lax{until}{encrypted}"
        ))
        .ok()
    }

    /// No longer to be borne.
    pub(super) fn gone(&self) -> Option<HeaderValue> {
        self.set("", Some(0))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(encrypted: bool, base: &str) -> Cookie<'_> {
        Cookie { name: SESSION, encrypted, base }
    }

    #[test]
    fn it_is_nobody_elses_and_no_script_reads_it() {
        let text = |cookie: Cookie<'_>| cookie.set("ab", None).unwrap().to_str().unwrap().to_owned();
        assert_eq!(text(of(false, "")), "minhbach=ab; Path=/; HttpOnly; SameSite=Lax");
        assert_eq!(text(of(true, "")), "__Host-minhbach=ab; Path=/; HttpOnly; SameSite=Lax; Secure");
        assert_eq!(text(of(true, "/a")), "__Secure-minhbach=ab; Path=/a; HttpOnly; SameSite=Lax; Secure");
        assert_eq!(of(false, "").gone().unwrap(), "minhbach=; Path=/; HttpOnly; SameSite=Lax; Max-Age=0");
    }

    #[test]
    fn it_is_found_among_others_and_of_two_none_counts() {
        let found = |line: &str, encrypted| {
            let headers = HeaderMap::from_iter([(COOKIE, line.parse().unwrap())]);
            of(encrypted, "").value(&headers).map(str::to_owned)
        };
        assert_eq!(found("a=1; minhbach=ab; b=2", false).as_deref(), Some("ab"));
        assert_eq!(found("xminhbach=ab", false), None);
        assert_eq!(found("minhbach=ab; minhbach=cd", false), None);
        assert_eq!(found("minhbach=ab", true), None, "set over a connection that others may write to");
        assert_eq!(found("__Host-minhbach=ab", true).as_deref(), Some("ab"));
    }
}
