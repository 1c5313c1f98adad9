//! A line of the audit.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::Event;
use crate::access::Moment;
use crate::store::sha256_hex;

/// What the first line of all bears in place of the hash of one before it.
const NOTHING: &str = "0000000000000000000000000000000000000000000000000000000000000000";

/// How far the chain goes: the number of its last line, and its hash. Who keeps it elsewhere can tell later whether a
/// chain is the continuation of this one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Head {
    /// The number of the last line; 0 where there is none.
    pub n: u64,
    /// Its SHA-256, 64 hexadecimal digits.
    pub hash: String,
}

impl Default for Head {
    /// That of a chain without a line.
    fn default() -> Self {
        Self { n: 0, hash: NOTHING.to_owned() }
    }
}

impl std::fmt::Display for Head {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(formatter, "{}:{}", self.n, self.hash)
    }
}

impl std::str::FromStr for Head {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let head = text.split_once(':').and_then(|(n, hash)| {
            let is_hash = crate::access::random::is_hex(hash, NOTHING.len());
            Some(Self { n: n.parse().ok().filter(|_| is_hash)?, hash: hash.to_owned() })
        });
        head.ok_or_else(|| "a head is a number, a colon and 64 hexadecimal digits".to_owned())
    }
}

/// An event as it is written: an object of JSON, with nothing personal. One of a later version may have more.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Line {
    /// Its number: 1, 2, 3, over all files.
    pub n: u64,
    /// When, in UTC to the millisecond.
    pub at: String,
    /// What: a word of [`Kind`](super::Kind), or one that a later version knows.
    pub kind: String,
    /// Who.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub account: Option<String>,
    /// As what.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub role: Option<String>,
    /// How it was asked for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub method: Option<String>,
    /// By which route.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub route: Option<String>,
    /// Parameters that are codes.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub codes: BTreeMap<String, String>,
    /// How many rows.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rows: Option<u64>,
    /// How many bytes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub bytes: Option<u64>,
    /// The status of the answer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub status: Option<u16>,
    /// The id of the request.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub request: Option<String>,
    /// The HMAC of what is personal, which lies elsewhere as long as it does.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub personal: Option<String>,
    /// The hash of the line before.
    pub before: String,
}

impl Line {
    /// The line of an event that follows a head.
    pub(super) fn after(head: &Head, event: &Event, personal: Option<String>) -> Self {
        Self {
            n: head.n + 1,
            at: written(event.at),
            kind: event.kind.word().to_owned(),
            account: event.account.clone(),
            role: event.role.clone(),
            method: event.method.clone(),
            route: event.route.clone(),
            codes: event.codes.clone(),
            rows: event.rows,
            bytes: event.bytes,
            status: event.status,
            request: event.request.clone(),
            personal,
            before: head.hash.clone(),
        }
    }

    /// What stands in a file, without the end of the line; nothing where that is no line.
    pub(super) fn read(bytes: &[u8]) -> Option<Self> {
        serde_json::from_slice(bytes).ok()
    }

    /// The month that what is personal of it lies in: `2026-11`.
    pub(super) fn month(&self) -> &str {
        self.at.get(..7).unwrap_or("")
    }
}

/// The hash of a line as it stands in a file, whatever it is.
pub(super) fn hash_of(bytes: &[u8]) -> String {
    sha256_hex(bytes)
}

/// A moment as a line has it: these sort as the moments do.
pub(super) fn written(moment: Moment) -> String {
    moment.to_rfc3339_opts(chrono::SecondsFormat::Millis, true)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::access::accounts::tests::moment;
    use crate::access::audit::Kind;

    #[test]
    fn a_line_says_what_happened_and_nothing_personal() {
        let mut event =
            Event::new(Kind::OpenedRecords, moment(0)).code("period", "2024").text("find", "Nguyễn");
        event.address = Some([10, 0, 0, 1].into());
        event.rows = Some(12);
        let line = Line::after(&Head::default(), &event, Some("ab".to_owned()));
        let text = serde_json::to_string(&line).unwrap();
        assert_eq!(
            text,
            "{\"n\":1,\"at\":\"2026-11-27T08:00:00.000Z\",\"kind\":\"opened_records\",\"codes\":{\"period\":\"2024\"},\
             \"rows\":12,\"personal\":\"ab\",\"before\":\"0000000000000000000000000000000000000000000000000000000000000000\"}"
        );
        assert_eq!(Line::read(text.as_bytes()), Some(line));
        assert_eq!(Line::read(&text.as_bytes()[..text.len() - 1]), None);
    }

    #[test]
    fn a_line_of_a_later_version_is_read_as_far_as_it_is_known() {
        let text = format!(
            "{{\"n\":7,\"at\":\"2030-01-01T00:00:00.000Z\",\"kind\":\"flew\",\"wings\":2,\"before\":\"{NOTHING}\"}}"
        );
        let line = Line::read(text.as_bytes()).unwrap();
        assert_eq!((line.n, line.kind.as_str(), line.month()), (7, "flew", "2030-01"));
    }

    #[test]
    fn a_head_is_read_as_it_is_told() {
        let head = Head { n: 12, hash: "ab".repeat(32) };
        assert_eq!(head.to_string().parse(), Ok(head));
        for wrong in ["", "12", ":", "x:y", "12:ab", &format!("-1:{NOTHING}")] {
            assert!(wrong.parse::<Head>().is_err(), "{wrong}");
        }
    }
}
