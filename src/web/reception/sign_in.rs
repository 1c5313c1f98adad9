//! Signing in and out, and what somebody is told of themselves. The only addresses that are asked with POST.

use std::net::{IpAddr, Ipv4Addr};
use std::sync::Arc;

use axum::body::{self, Body};
use axum::extract::{Extension, RawQuery, Request, State};
use axum::http::header::{
    CACHE_CONTROL, CONTENT_TYPE, HeaderName, LOCATION, REFERRER_POLICY, RETRY_AFTER, SET_COOKIE,
};
use axum::http::{HeaderMap, HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use axum::{Router, routing};
use tower_http::csrf::CsrfLayer;
use url::form_urlencoded;

use super::caller::Caller;
use super::cookie::{Cookie, SESSION};
use super::visitor::Visitor;
use crate::access::audit::{Event, Kind};
use crate::access::{AccessError, AccountName};
use crate::page::{self, SignInTold};
use crate::web::respond::{REQUEST_ID, log, told};
use crate::web::{App, Error, Reception};

/// Where people sign in.
pub(in crate::web) const SIGN_IN: &str = "/sign-in";

/// Where they sign out.
pub(in crate::web) const SIGN_OUT: &str = "/sign-out";

/// What they are told of themselves.
pub(in crate::web) const ACCOUNT: &str = "/account";

/// Longer than any name, password and address.
const LONGEST_FORM: usize = 16 << 10;

const CLEAR_SITE_DATA: HeaderName = HeaderName::from_static("clear-site-data");

/// The routes. Requests that pages elsewhere send in a browser's name are refused.
pub(in crate::web) fn routes() -> Router<App> {
    Router::new()
        .route(SIGN_IN, get(asked).post(sign_in))
        .route(SIGN_OUT, routing::post(sign_out))
        .route(ACCOUNT, get(account))
        .layer(CsrfLayer::new())
}

/// A moment in which somebody signs in.
struct Attempt {
    reception: Arc<Reception>,
    caller: Caller,
    request: Option<String>,
    /// Where they wanted to go.
    next: String,
}

impl Attempt {
    /// Nothing where nobody signs in here.
    fn of(app: &App, caller: Option<Caller>, headers: &HeaderMap) -> Option<Self> {
        let reception = app.reception().filter(|reception| reception.is_on())?;
        let request = headers.get(REQUEST_ID).and_then(|id| id.to_str().ok()).map(str::to_owned);
        Some(Self { reception: Arc::clone(reception), caller: caller?, request, next: "/".to_owned() })
    }

    fn cookie<'a>(&self, app: &'a App) -> Cookie<'a> {
        Cookie { name: SESSION, encrypted: self.caller.encrypted, base: app.site().base() }
    }

    fn event(&self, kind: Kind) -> Event {
        let mut event = Event::new(kind, self.reception.now());
        event.address = self.caller.address;
        event.method = Some("POST".to_owned());
        event.request.clone_from(&self.request);
        event
    }

    fn page(&self, app: &App, status: StatusCode, said: SignInTold) -> Response {
        html(app, status, &|app| page::sign_in(app.dataset().locale(), said, &self.next).into_string())
    }
}

/// A page that is of this moment and of nobody else.
pub(super) fn html(app: &App, status: StatusCode, make: &dyn Fn(&App) -> String) -> Response {
    let body = make(app);
    let body = app.site().linked(&body).into_owned();
    let headers = [
        (CONTENT_TYPE, "text/html; charset=utf-8"),
        (CACHE_CONTROL, "no-store"),
        // Browsers that say nothing else of where a form comes from say its origin then.
        (REFERRER_POLICY, "same-origin"),
    ];
    (status, headers, body).into_response()
}

pub(super) fn nowhere(app: &App, path: &str, headers: &HeaderMap) -> Response {
    told(app, path, &Error::Nowhere { path: path.to_owned() }, headers)
}

async fn asked(
    State(app): State<App>,
    caller: Option<Extension<Caller>>,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
) -> Response {
    let Some(mut attempt) = Attempt::of(&app, caller.map(|caller| caller.0), &headers) else {
        return nowhere(&app, SIGN_IN, &headers);
    };
    attempt.next = next(form_urlencoded::parse(query.unwrap_or_default().as_bytes()));
    let said = if attempt.caller.safe { SignInTold::Nothing } else { SignInTold::Readable };
    attempt.page(&app, StatusCode::OK, said)
}

async fn sign_in(
    State(app): State<App>,
    caller: Option<Extension<Caller>>,
    headers: HeaderMap,
    body: Body,
) -> Response {
    let Some(mut attempt) = Attempt::of(&app, caller.map(|caller| caller.0), &headers) else {
        return nowhere(&app, SIGN_IN, &headers);
    };
    let Ok(form) = body::to_bytes(body, LONGEST_FORM).await else {
        return attempt.page(&app, StatusCode::PAYLOAD_TOO_LARGE, SignInTold::Wrong);
    };
    attempt.next = next(form_urlencoded::parse(&form));
    if !attempt.caller.safe {
        return attempt.page(&app, StatusCode::FORBIDDEN, SignInTold::Readable);
    }
    let field = |name: &str| {
        let found = form_urlencoded::parse(&form).find(|(own, _)| own == name);
        found.map(|(_, value)| value.into_owned()).unwrap_or_default()
    };
    let (typed, password) = (field("name"), field("password"));
    match attempt.let_in(&app, &headers, &typed, &password).await {
        Ok(response) => response,
        Err(error) => {
            log(SIGN_IN, &error);
            let said = if matches!(error, AccessError::Busy) { SignInTold::Busy } else { SignInTold::Failed };
            attempt.page(&app, StatusCode::SERVICE_UNAVAILABLE, said)
        }
    }
}

impl Attempt {
    /// Whether an account is unknown, disabled or another's, its password another: it is told the same, and takes as long.
    async fn let_in(
        &self,
        app: &App,
        headers: &HeaderMap,
        typed: &str,
        password: &str,
    ) -> Result<Response, AccessError> {
        let (reception, now) = (&self.reception, self.reception.now());
        let address = self.caller.address.unwrap_or(IpAddr::V4(Ipv4Addr::UNSPECIFIED));
        if let Err(wait) = reception.throttle.begin(typed, address, now) {
            let seconds = wait.0.as_secs() + u64::from(wait.0.subsec_nanos() > 0);
            let mut response = self.page(app, StatusCode::TOO_MANY_REQUESTS, SignInTold::Wait(seconds));
            response.headers_mut().insert(RETRY_AFTER, seconds.into());
            return Ok(response);
        }
        let accounts = reception.accounts.look().map_err(AccessError::Audit)?;
        let account = AccountName::typed(typed).and_then(|name| accounts.get(&name));
        let verified = reception.passwords.verify(account, password).await;
        let is_right = match verified {
            Ok(is_right) => is_right,
            Err(error) => {
                // Nobody has looked at it.
                reception.throttle.withdrawn(typed, address);
                return Err(error);
            }
        };
        let Some(account) = account.filter(|_| is_right).cloned() else {
            let event =
                self.event(Kind::SignInRefused).text("name", typed.chars().take(64).collect::<String>());
            reception.audit.append(event)?;
            return Ok(self.page(app, StatusCode::UNAUTHORIZED, SignInTold::Wrong));
        };
        reception.throttle.succeeded(typed, address, now);
        let mut event = self.event(Kind::SignedIn);
        event.account = Some(account.name.to_string());
        event.role = Some(account.role.clone());
        reception.audit.append_synced(event).await?;
        // What the browser bore before means nothing any more.
        let cookie = self.cookie(app);
        let before = cookie.value(headers).map(str::to_owned);
        let own = Arc::clone(reception);
        let opened = tokio::task::spawn_blocking(move || {
            if let Some(before) = before {
                own.sessions.end(&before)?;
            }
            own.sessions.open(&account, &accounts, now)
        });
        let value = opened.await.map_err(|_| AccessError::Ended)??;
        Ok(elsewhere(&app.site().address(&self.next), cookie.set(&value, None)))
    }
}

async fn sign_out(State(app): State<App>, caller: Option<Extension<Caller>>, headers: HeaderMap) -> Response {
    let Some(attempt) = Attempt::of(&app, caller.map(|caller| caller.0), &headers) else {
        return nowhere(&app, SIGN_OUT, &headers);
    };
    let cookie = attempt.cookie(&app);
    if let Some(value) = cookie.value(&headers).map(str::to_owned) {
        let own = Arc::clone(&attempt.reception);
        let mut event = attempt.event(Kind::SignedOut);
        let ended = tokio::task::spawn_blocking(move || {
            let accounts = own.accounts.look().map_err(AccessError::Audit)?;
            if let Some(session) = own.sessions.find(&value, &accounts, own.now())? {
                event.account = Some(session.account.to_string());
                event.role = accounts.get(&session.account).map(|account| account.role.clone());
                own.audit.append(event)?;
            }
            own.sessions.end(&value)
        });
        if let Err(error) = ended.await.map_err(|_| AccessError::Ended).flatten() {
            log(SIGN_OUT, &error);
            return attempt.page(&app, StatusCode::SERVICE_UNAVAILABLE, SignInTold::Failed);
        }
    }
    let mut response = elsewhere(&app.site().address(SIGN_IN), cookie.gone());
    // Whoever sits down next finds no page that was shown before.
    response.headers_mut().insert(CLEAR_SITE_DATA, HeaderValue::from_static("\"cache\""));
    response
}

/// To another page, with something to bear.
fn elsewhere(to: &str, cookie: Option<HeaderValue>) -> Response {
    let mut response = StatusCode::SEE_OTHER.into_response();
    let headers = response.headers_mut();
    headers.extend(HeaderValue::from_str(to).ok().map(|to| (LOCATION, to)));
    headers.extend(cookie.map(|cookie| (SET_COOKIE, cookie)));
    headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}

async fn account(
    State(app): State<App>,
    visitor: Option<Extension<Arc<Visitor>>>,
    request: Request,
) -> Response {
    match visitor {
        Some(Extension(visitor)) => told_of_oneself(&app, StatusCode::OK, &visitor),
        None => nowhere(&app, ACCOUNT, request.headers()),
    }
}

/// Somebody whose role is none: nothing is theirs but the way out.
pub(super) fn without_role(app: &App, visitor: &Visitor) -> Response {
    told_of_oneself(app, StatusCode::FORBIDDEN, visitor)
}

fn told_of_oneself(app: &App, status: StatusCode, visitor: &Visitor) -> Response {
    let role = visitor.sight.as_ref().and_then(|sight| sight.role()).map(|role| role.title.clone());
    html(app, status, &|app| {
        page::account(app.dataset().locale(), &visitor.account, &visitor.title, role.as_deref()).into_string()
    })
}

/// Where somebody goes after signing in: a page of ours, else the first one.
fn next<'a>(pairs: form_urlencoded::Parse<'a>) -> String {
    let own = pairs.into_iter().find(|(name, _)| name == "next").map(|(_, value)| value.into_owned());
    own.filter(|next| is_own_page(next)).unwrap_or_else(|| "/".to_owned())
}

/// A browser takes `//host` and `/\host` for another's page.
fn is_own_page(next: &str) -> bool {
    let visible = next.bytes().all(|byte| byte.is_ascii_graphic());
    visible && next.starts_with('/') && !next[1..].starts_with(['/', '\\'])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nobody_is_sent_to_another_host() {
        for (next, is_own) in [
            ("/", true),
            ("/kpis/A1?period=2024", true),
            ("//evil.example", false),
            ("/\\evil.example", false),
            ("https://evil.example", false),
            ("/\t/evil.example", false),
            ("", false),
        ] {
            assert_eq!(is_own_page(next), is_own, "{next}");
        }
    }
}
