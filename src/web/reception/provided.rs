//! Signing in by a provider of OpenID Connect: away to it, and back from it.
//!
//! Whom the provider vouches for is let in where an account names them, by the provider's address and what it calls them;
//! nobody gets an account by coming. Whatever is wrong, who comes back is told the same.

use std::sync::Arc;

use axum::extract::{RawQuery, State};
use axum::http::header::SET_COOKIE;
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use url::form_urlencoded;

use super::attempt::{Attempt, elsewhere, next, nowhere};
use super::cookie::ERRAND;
use crate::access::audit::{Event, Kind};
use crate::access::{AccessError, Errand, LONGEST_ERRAND};
use crate::diagnostic::causes;
use crate::page::SignInTold;
use crate::web::respond::log;
use crate::web::{App, Provider, ProviderError};

/// Where people are sent away.
pub(in crate::web) const AWAY: &str = "/sign-in/oidc";

/// Where they come back.
pub(in crate::web) const BACK: &str = crate::workspace::BACK;

/// Longer than any code and state together.
const LONGEST_ANSWER: usize = 4_096;

/// Why somebody who came back is not let in.
enum Refused {
    /// Something is not as it has to be: a word for the record, and what the log says besides.
    Wrong(Event),
    /// The provider could not be asked.
    Away(Event),
    /// It went wrong here.
    Failed(AccessError),
}

impl From<AccessError> for Refused {
    fn from(error: AccessError) -> Self {
        Self::Failed(error)
    }
}

/// To the provider.
pub(super) async fn away(
    State(app): State<App>,
    mut attempt: Attempt,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
) -> Response {
    let reception = Arc::clone(&attempt.reception);
    let Some(provider) = reception.provider() else { return nowhere(&app, AWAY, &headers) };
    attempt.next = next(form_urlencoded::parse(query.unwrap_or_default().as_bytes()));
    if !attempt.caller.safe {
        return attempt.page(&app, StatusCode::FORBIDDEN, SignInTold::Readable);
    }
    let now = reception.now();
    let (borne, errand) = match reception.errands.begin(&attempt.next, now) {
        Ok(begun) => begun,
        Err(error) => return answered(&attempt, &app, Refused::Failed(error)),
    };
    match provider.door(&errand, now).await {
        Ok(door) => {
            let cookie = attempt.cookie(&app, ERRAND);
            elsewhere(&door, cookie.set(&borne, Some(LONGEST_ERRAND)))
        }
        Err(error) => answered(&attempt, &app, told(&attempt, &error)),
    }
}

/// From the provider.
pub(super) async fn back(
    State(app): State<App>,
    mut attempt: Attempt,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
) -> Response {
    let reception = Arc::clone(&attempt.reception);
    let Some(provider) = reception.provider() else { return nowhere(&app, BACK, &headers) };
    if !attempt.caller.safe {
        return attempt.page(&app, StatusCode::FORBIDDEN, SignInTold::Readable);
    }
    let query = query.filter(|query| query.len() <= LONGEST_ANSWER).unwrap_or_default();
    let cookie = attempt.cookie(&app, ERRAND);
    let errand = cookie.value(&headers).zip(one(&query, "state"));
    let errand = errand.and_then(|(borne, state)| reception.errands.end(borne, &state, reception.now()));
    let Some(errand) = errand else {
        // Whose errand it is goes on with it: another's address ends nothing.
        return answered(&attempt, &app, wrong(&attempt, "state", "nobody was sent with this state"));
    };
    attempt.next.clone_from(&errand.next);
    let mut response = match came_back(&attempt, &app, provider, &query, &errand, &headers).await {
        Ok(response) => response,
        Err(refused) => answered(&attempt, &app, refused),
    };
    response.headers_mut().extend(cookie.gone().map(|gone| (SET_COOKIE, gone)));
    response
}

/// Somebody whose errand it is.
async fn came_back(
    attempt: &Attempt,
    app: &App,
    provider: &Provider,
    query: &str,
    errand: &Errand,
    headers: &HeaderMap,
) -> Result<Response, Refused> {
    let reception = &attempt.reception;
    // Who else stands behind the answer is not asked for a token (RFC 9207).
    if one(query, "iss").is_some_and(|issuer| issuer != provider.issuer()) {
        return Err(wrong(attempt, "issuer", "another issuer sends somebody back"));
    }
    let Some(code) = one(query, "code") else {
        let said: String = one(query, "error").unwrap_or_default().chars().take(64).collect();
        return Err(wrong(attempt, "provider_error", &said));
    };
    let identity = provider.identity(code, errand, reception.now()).await;
    let subject = identity.map_err(|error| told(attempt, &error))?;
    let accounts = reception.accounts.look().map_err(AccessError::Audit)?;
    let account = accounts.by_subject(&subject.issuer, &subject.subject).filter(|own| !own.disabled);
    let Some(account) = account.cloned() else {
        tracing::info!(because = "no account names who came, or it is disabled", "nobody was let in");
        let event = refusal(attempt, "account").text("subject", subject.subject);
        return Err(Refused::Wrong(event));
    };
    reception.in_vain.succeeded(&attempt.address().to_string(), attempt.address(), reception.now());
    let event = attempt.event(Kind::SignedIn).code("by", "openid");
    Ok(attempt.let_in(app, headers, account, accounts, event).await?)
}

/// The one value of a parameter: of two nobody knows which counts.
fn one(query: &str, name: &str) -> Option<String> {
    let mut own = form_urlencoded::parse(query.as_bytes()).filter(|(found, _)| found == name);
    let value = own.next().map(|(_, value)| value.into_owned());
    value.filter(|value| !value.is_empty() && own.next().is_none())
}

fn refusal(attempt: &Attempt, because: &str) -> Event {
    attempt.event(Kind::SignInRefused).code("by", "openid").code("because", because)
}

fn wrong(attempt: &Attempt, because: &str, words: &str) -> Refused {
    tracing::info!(because = words, "nobody was let in");
    Refused::Wrong(refusal(attempt, because))
}

/// What the provider, or its word, is refused for: the log has all causes.
fn told(attempt: &Attempt, error: &ProviderError) -> Refused {
    let event = refusal(attempt, error.word());
    if error.is_away() {
        log(BACK, error);
        return Refused::Away(event);
    }
    tracing::info!(because = causes(error), "nobody was let in");
    Refused::Wrong(event)
}

/// What somebody is told. Who comes in vain again and again waits, and fills no record.
fn answered(attempt: &Attempt, app: &App, refused: Refused) -> Response {
    let failed = |error: &AccessError| {
        log(BACK, error);
        attempt.page(app, StatusCode::SERVICE_UNAVAILABLE, SignInTold::Failed)
    };
    let (event, status, said) = match refused {
        Refused::Failed(error) => return failed(&error),
        Refused::Wrong(event) => (event, StatusCode::UNAUTHORIZED, SignInTold::NotVouched),
        Refused::Away(event) => (event, StatusCode::SERVICE_UNAVAILABLE, SignInTold::Away),
    };
    let (reception, address) = (&attempt.reception, attempt.address());
    if let Err(wait) = reception.in_vain.begin(&address.to_string(), address, reception.now()) {
        return attempt.later(app, wait);
    }
    match reception.audit.append(event) {
        Ok(()) => attempt.page(app, status, said),
        Err(error) => failed(&error),
    }
}
