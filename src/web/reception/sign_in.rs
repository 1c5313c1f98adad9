//! Signing in and out, and what somebody is told of themselves. The only addresses that are asked with POST.

use std::sync::Arc;

use axum::body::{self, Body};
use axum::extract::{Extension, RawQuery, Request, State};
use axum::http::header::HeaderName;
use axum::http::{HeaderMap, HeaderValue, StatusCode};
use axum::response::Response;
use axum::routing::get;
use axum::{Router, routing};
use tower_http::csrf::CsrfLayer;
use url::form_urlencoded;

use super::attempt::{Attempt, elsewhere, html, next, nowhere};
use super::cookie::SESSION;
use super::provided;
use super::visitor::Visitor;
use crate::access::audit::Kind;
use crate::access::{AccessError, AccountName};
use crate::kpi::Scope;
use crate::page::{self, AccountView, SignInTold};
use crate::web::App;
use crate::web::respond::log;

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
        .route(provided::AWAY, get(provided::away))
        .route(provided::BACK, get(provided::back))
        .layer(CsrfLayer::new())
}

async fn asked(State(app): State<App>, mut attempt: Attempt, RawQuery(query): RawQuery) -> Response {
    attempt.next = next(form_urlencoded::parse(query.unwrap_or_default().as_bytes()));
    let said = if attempt.caller.safe { SignInTold::Nothing } else { SignInTold::Readable };
    attempt.page(&app, StatusCode::OK, said)
}

async fn sign_in(State(app): State<App>, mut attempt: Attempt, headers: HeaderMap, body: Body) -> Response {
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
    attempt.typed = typed.chars().take(64).collect();
    match verified(&attempt, &app, &headers, &typed, &password).await {
        Ok(response) => response,
        Err(error) => {
            log(SIGN_IN, &error);
            let said = if matches!(error, AccessError::Busy) { SignInTold::Busy } else { SignInTold::Failed };
            attempt.page(&app, StatusCode::SERVICE_UNAVAILABLE, said)
        }
    }
}

/// Whether an account is unknown, disabled or another's, its password another: it is told the same, and takes as long.
async fn verified(
    attempt: &Attempt,
    app: &App,
    headers: &HeaderMap,
    typed: &str,
    password: &str,
) -> Result<Response, AccessError> {
    let (reception, now, address) = (&attempt.reception, attempt.reception.now(), attempt.address());
    if let Err(wait) = reception.throttle.begin(typed, address, now) {
        return Ok(attempt.later(app, wait));
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
        let typed: String = typed.chars().take(64).collect();
        reception.audit.append(attempt.event(Kind::SignInRefused).text("name", typed))?;
        return Ok(attempt.page(app, StatusCode::UNAUTHORIZED, SignInTold::Wrong));
    };
    reception.throttle.succeeded(typed, address, now);
    attempt.let_in(app, headers, account, accounts, attempt.event(Kind::SignedIn)).await
}

async fn sign_out(State(app): State<App>, attempt: Attempt, headers: HeaderMap) -> Response {
    let cookie = attempt.cookie(&app, SESSION);
    if let Some(value) = cookie.value(&headers).map(str::to_owned) {
        let own = Arc::clone(&attempt.reception);
        let mut event = attempt.event(Kind::SignedOut);
        let ended = tokio::task::spawn_blocking(move || {
            let accounts = own.accounts.look().map_err(AccessError::Audit)?;
            let session = own.sessions.find(&value, &accounts, own.now())?;
            // Whatever becomes of the record.
            own.sessions.end(&value)?;
            if let Some(session) = session {
                event.account = Some(session.account.to_string());
                event.role = accounts.get(&session.account).map(|account| account.role.clone());
                own.audit.append(event)?;
            }
            Ok(())
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
        let dataset = app.dataset();
        let unknown = visitor.sight.iter().flat_map(|sight| dataset.unknown_members(sight.scope()));
        let reader = dataset.for_reader(Scope::everything());
        let unknown = unknown.map(|(dimension, code)| (reader.dimension_title(&dimension), code));
        let view = AccountView {
            name: &visitor.account,
            title: &visitor.title,
            role: role.as_deref(),
            unknown: &unknown.collect::<Vec<_>>(),
        };
        page::account(dataset.locale(), &view).into_string()
    })
}
