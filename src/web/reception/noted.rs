//! What of a request is written down.

use std::collections::BTreeMap;

use axum::body::HttpBody;
use axum::extract::Request;
use axum::http::StatusCode;
use axum::response::Response;
use url::form_urlencoded;

use super::visitor::Visitor;
use crate::access::Moment;
use crate::access::audit::{Event, Kind};
use crate::locale::nfc;
use crate::web::respond::REQUEST_ID;
use crate::web::{App, gate, request};

/// How many rows an answer gives.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::web) struct RowsOut(pub(in crate::web) u64);

/// Names of parameters whose values are codes of the program or of the workspace; besides these the dimensions.
const CODES: [&str; 13] = [
    "period", "view", "by", "compare", "trend", "list", "owner", "state", "sort", "offset", "limit",
    "counted", "standing",
];

/// Longer texts are cut.
const LONGEST: usize = 200;

/// An event in the making.
pub(super) struct Noting {
    event: Event,
    kind: Option<Kind>,
    path: Vec<(String, String)>,
    pairs: Vec<(String, String, bool)>,
    /// Whether nothing was looked up: what was typed has not been understood by anybody.
    asked: bool,
}

impl Noting {
    pub(super) fn of(
        app: &App,
        request: &Request,
        route: Option<&str>,
        visitor: &Visitor,
        now: Moment,
    ) -> Self {
        let mut event = Event::new(Kind::Saw, now);
        event.account = Some(visitor.account.clone());
        event.role = Some(visitor.role.clone());
        event.address = visitor.address;
        event.method = Some(request.method().to_string());
        event.route = route.map(str::to_owned);
        event.request = request.headers().get(REQUEST_ID).and_then(|id| id.to_str().ok()).map(str::to_owned);
        let dataset = app.dataset();
        let is_code = |name: &str| CODES.contains(&name) || dataset.workspace().dimensions.contains_key(name);
        let query = request.uri().query().unwrap_or_default();
        let pairs = form_urlencoded::parse(query.as_bytes()).map(|(name, value)| {
            let name = cut(&nfc(&name));
            let is_code = is_code(&name);
            (name, cut(&nfc(&value)), is_code)
        });
        let pairs = pairs.collect();
        let path = placed(route.unwrap_or_default(), request.uri().path());
        Self { event, kind: route.and_then(gate::noted), path, pairs, asked: false }
    }

    /// For what records are looked at.
    pub(super) fn purpose(&mut self, code: String) {
        self.event.codes.insert("purpose".to_owned(), code);
        // A page with rows of people is a list of records, whatever else stands on it.
        self.kind = self.kind.map(|kind| if kind == Kind::Saw { Kind::OpenedRecords } else { kind });
    }

    /// It was asked for what, and nothing was shown.
    pub(super) fn only_asked(&mut self) {
        self.kind = Some(Kind::Saw);
        self.asked = true;
    }

    /// The event, once the answer is known; nothing of what tells nobody anything.
    pub(super) fn event(self, response: &Response) -> Option<Event> {
        let status = response.status();
        let is_answer = status.is_success() || status.is_redirection();
        let mut event = self.event;
        // Of an address that is none nobody knows what was typed there.
        event.kind = if is_answer { self.kind? } else { Kind::Refused };
        let (mut codes, mut texts) = (BTreeMap::new(), BTreeMap::new());
        for (name, value) in self.path {
            // The key of a record may tell of whom it is.
            let own = if is_answer && name != "key" { &mut codes } else { &mut texts };
            own.insert(name, value);
        }
        for (name, value, is_code) in self.pairs {
            let is_said = status.is_success() || status == StatusCode::NOT_MODIFIED;
            let own = if is_said && !self.asked && is_code { &mut codes } else { &mut texts };
            let all: &mut String = own.entry(name).or_default();
            all.push_str(if all.is_empty() { "" } else { ", " });
            all.push_str(&value);
        }
        event.codes.extend(codes);
        event.texts.extend(texts);
        event.rows = response.extensions().get::<RowsOut>().map(|rows| rows.0);
        event.bytes = response.body().size_hint().exact();
        event.status = Some(status.as_u16());
        Some(event)
    }
}

/// What stands in an address in place of the names of its route.
fn placed(route: &str, path: &str) -> Vec<(String, String)> {
    let own = route.split('/').zip(path.split('/'));
    let named = own.filter_map(|(name, value)| {
        let name = name.strip_prefix('{')?.strip_suffix('}')?;
        Some((name.to_owned(), cut(&decoded(value))))
    });
    named.collect()
}

/// A segment of a path as the router reads it.
pub(super) fn decoded(segment: &str) -> String {
    nfc(&String::from_utf8_lossy(&request::decoded(segment))).into_owned()
}

fn cut(text: &str) -> String {
    text.chars().take(LONGEST).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_stands_in_an_address_is_read_as_the_router_reads_it() {
        assert_eq!(
            placed("/kpis/{code}/{file}", "/kpis/A1/records.csv"),
            [("code".to_owned(), "A1".to_owned()), ("file".to_owned(), "records.csv".to_owned())]
        );
        assert_eq!(placed("/a/{key}", "/a/x%20y+z"), [("key".to_owned(), "x y+z".to_owned())]);
        assert_eq!(placed("/a/{key}", "/a/b=c"), [("key".to_owned(), "b=c".to_owned())]);
        assert!(placed("", "/a").is_empty());
    }
}
