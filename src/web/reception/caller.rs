//! Where a request comes from, as far as the network says so.

use std::net::IpAddr;

use axum::http::HeaderMap;
use axum::http::header::HeaderName;

/// The other end of a connection.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Peer {
    /// Its address.
    pub address: IpAddr,
    /// Whether the connection is encrypted by this program.
    pub encrypted: bool,
}

/// Who sends a request: the other end of the connection, or whom a proxy names that the settings name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Caller {
    /// From where; nothing where another program took the connection.
    pub(super) address: Option<IpAddr>,
    /// Whether the browser knows its connection to be encrypted.
    pub(super) encrypted: bool,
    /// Whether a password may be sent: nobody on the way reads it, or that is a proxy's business.
    pub(super) safe: bool,
}

const FORWARDED_FOR: HeaderName = HeaderName::from_static("x-forwarded-for");
const FORWARDED_PROTO: HeaderName = HeaderName::from_static("x-forwarded-proto");

impl Caller {
    pub(super) fn of(peer: Option<Peer>, headers: &HeaderMap, proxies: &[IpAddr]) -> Self {
        let Some(Peer { address, encrypted }) = peer else {
            return Self { address: None, encrypted: false, safe: true };
        };
        let address = address.to_canonical();
        if !proxies.contains(&address) {
            return Self { address: Some(address), encrypted, safe: encrypted || address.is_loopback() };
        }
        // What stands before it, whoever asks may have written.
        let named = last(headers, &FORWARDED_FOR).and_then(named);
        let scheme = last(headers, &FORWARDED_PROTO);
        Self {
            address: Some(named.unwrap_or(address)),
            encrypted: scheme.is_some_and(|scheme| scheme.eq_ignore_ascii_case("https")),
            safe: !scheme.is_some_and(|scheme| scheme.eq_ignore_ascii_case("http")),
        }
    }
}

/// The last entry of a header that every hop adds to.
fn last<'h>(headers: &'h HeaderMap, name: &HeaderName) -> Option<&'h str> {
    let line = headers.get_all(name).iter().next_back()?.to_str().ok()?;
    line.rsplit(',').next().map(str::trim)
}

/// An address as proxies write it: alone, in brackets, with a port.
fn named(text: &str) -> Option<IpAddr> {
    let own = text.parse().ok();
    let in_brackets = || text.strip_prefix('[')?.split_once(']')?.0.parse().ok();
    let with_port = || text.rsplit_once(':').filter(|(own, _)| !own.contains(':'))?.0.parse().ok();
    own.or_else(in_brackets).or_else(with_port).map(|address: IpAddr| address.to_canonical())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn caller(peer: &str, headers: &[(&'static str, &str)]) -> Caller {
        let mut all = HeaderMap::new();
        for (name, value) in headers {
            all.append(*name, value.parse().unwrap());
        }
        let peer = Peer { address: peer.parse().unwrap(), encrypted: false };
        Caller::of(Some(peer), &all, &["10.0.0.1".parse().unwrap()])
    }

    fn address(peer: &str, forwarded: &[&str]) -> String {
        let headers: Vec<_> = forwarded.iter().map(|value| ("x-forwarded-for", *value)).collect();
        caller(peer, &headers).address.unwrap().to_string()
    }

    #[test]
    fn only_a_proxy_that_is_named_says_for_whom_it_asks_and_only_its_own_word_counts() {
        assert_eq!(address("192.0.2.9", &["198.51.100.1"]), "192.0.2.9", "no proxy");
        assert_eq!(address("10.0.0.1", &["198.51.100.1, 203.0.113.7"]), "203.0.113.7");
        assert_eq!(address("10.0.0.1", &["198.51.100.1", "203.0.113.7"]), "203.0.113.7", "two lines");
        assert_eq!(address("::ffff:10.0.0.1", &["203.0.113.7"]), "203.0.113.7");
        assert_eq!(address("10.0.0.1", &["[2001:db8::1]:443"]), "2001:db8::1");
        assert_eq!(address("10.0.0.1", &["203.0.113.7:80"]), "203.0.113.7");
        for nothing in [&["unknown"][..], &[""], &[]] {
            assert_eq!(address("10.0.0.1", nothing), "10.0.0.1");
        }
    }

    #[test]
    fn a_password_is_sent_only_where_nobody_on_the_way_reads_it() {
        let plain = caller("192.0.2.9", &[("x-forwarded-proto", "https")]);
        assert!(!plain.safe && !plain.encrypted, "that is not its to say");
        assert!(caller("127.0.0.1", &[]).safe);
        let proxied = |scheme| caller("10.0.0.1", &[("x-forwarded-proto", scheme)]);
        assert!(proxied("https").safe && proxied("https").encrypted);
        assert!(!proxied("http").safe);
        assert!(caller("10.0.0.1", &[]).safe && !caller("10.0.0.1", &[]).encrypted);
    }
}
