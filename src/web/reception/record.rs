//! The page of who saw what, for the role that may.

use std::collections::VecDeque;
use std::sync::Arc;

use axum::extract::RawQuery;
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use url::form_urlencoded;

use super::attempt::{html, nowhere};
use crate::access::AccessError;
use crate::access::audit::{Found, Kind, Wanted, search};
use crate::calendar::Day;
use crate::page::{self, AuditView, EVENTS};
use crate::web::respond::{Asked, log, told};
use crate::web::{Error, Reception};
use crate::workspace::AUDIT;

/// Its address.
pub(in crate::web) const PATH: &str = "/audit";

/// The page: events by `who`, `kind`, `since`, from the place `offset` on, the newest first.
pub(in crate::web) async fn audit(
    Asked(app): Asked,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
) -> Response {
    // Nobody without a role is told of all others.
    let sees = app.sight().role().is_some_and(|role| role.opens(AUDIT));
    let Some(reception) = app.reception().filter(|_| sees).cloned() else {
        return nowhere(&app, PATH, &headers);
    };
    let dataset = app.dataset();
    let zone = dataset.workspace().settings.zone.clone();
    let mut view = AuditView::default();
    let mut wanted = Wanted::default();
    for (name, value) in form_urlencoded::parse(query.unwrap_or_default().as_bytes()) {
        let value = value.trim();
        match &*name {
            _ if value.is_empty() => {}
            "who" => {
                wanted.who = Some(value.to_owned());
                value.clone_into(&mut view.who);
            }
            "kind" => {
                wanted.kind = Kind::from_word(value);
                view.wrong |= wanted.kind.is_none();
                value.clone_into(&mut view.kind);
            }
            "since" => {
                wanted.since = value.parse().ok().map(|day: Day| zone.beginning(day));
                view.wrong |= wanted.since.is_none();
                value.clone_into(&mut view.since);
            }
            "offset" => match value.parse::<u16>() {
                Ok(offset) => view.offset = offset.into(),
                Err(_) => view.wrong = true,
            },
            _ => view.wrong = true,
        }
    }
    let found = match view.wrong {
        true => Ok(Newest::default()),
        false => newest(reception, wanted, view.offset).await,
    };
    match found {
        Ok(Newest { found, more }) => {
            (view.found, view.more) = (found, more);
            let status = if view.wrong { StatusCode::BAD_REQUEST } else { StatusCode::OK };
            html(&app, status, &|_| page::audit(&view, dataset.locale(), dataset.workspace()).into_string())
        }
        Err(error) => {
            log(PATH, &error);
            told(&app, PATH, &Error::Unwritten, &headers)
        }
    }
}

#[derive(Default)]
struct Newest {
    found: Vec<Found>,
    more: bool,
}

/// Looks through the record beside the threads that answer, and keeps no more of it than is shown.
async fn newest(reception: Arc<Reception>, wanted: Wanted, offset: usize) -> Result<Newest, AccessError> {
    let looking = tokio::task::spawn_blocking(move || {
        let most = offset + EVENTS;
        let (mut kept, mut more) = (VecDeque::new(), false);
        search(&reception.private, &wanted, |found| {
            kept.push_back(found);
            if kept.len() > most {
                kept.pop_front();
                more = true;
            }
            true
        })?;
        let found = kept.into_iter().rev().skip(offset).collect();
        Ok(Newest { found, more })
    });
    looking.await.map_err(|_| AccessError::Ended)?
}
