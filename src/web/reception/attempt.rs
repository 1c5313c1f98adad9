//! A moment in which somebody signs in, by whatever they do: as which account, and what is written down of it.

use std::net::{IpAddr, Ipv4Addr};
use std::sync::Arc;

use axum::extract::FromRequestParts;
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE, LOCATION, REFERRER_POLICY, RETRY_AFTER, SET_COOKIE};
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode};
use axum::response::{IntoResponse, Response};
use url::form_urlencoded;

use super::caller::Caller;
use super::cookie::{Cookie, SESSION};
use crate::access::audit::{Event, Kind};
use crate::access::{AccessError, Account, AccountTable, Wait};
use crate::page::{self, SignInTold, SignInView};
use crate::web::respond::{REQUEST_ID, told};
use crate::web::{App, Error, Reception};

/// A moment in which somebody signs in.
pub(super) struct Attempt {
    pub(super) reception: Arc<Reception>,
    pub(super) caller: Caller,
    method: Method,
    request: Option<String>,
    /// Where they wanted to go.
    pub(super) next: String,
    /// Which name they have typed: it stands in the field again, and nowhere else.
    pub(super) typed: String,
}

/// Where nobody signs in, there is no such page.
impl FromRequestParts<App> for Attempt {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Response> {
        let reception = app.reception().filter(|reception| reception.is_on()).cloned();
        let own = reception.zip(parts.extensions.get::<Caller>().copied());
        let (reception, caller) = own.ok_or_else(|| nowhere(app, parts.uri.path(), &parts.headers))?;
        let request = parts.headers.get(REQUEST_ID).and_then(|id| id.to_str().ok()).map(str::to_owned);
        Ok(Self {
            reception,
            caller,
            method: parts.method.clone(),
            request,
            next: "/".to_owned(),
            typed: String::new(),
        })
    }
}

impl Attempt {
    pub(super) fn cookie<'a>(&self, app: &'a App, name: &'static str) -> Cookie<'a> {
        Cookie { name, encrypted: self.caller.encrypted, base: app.site().base() }
    }

    /// From where; one address for all where another program took the connection.
    pub(super) fn address(&self) -> IpAddr {
        self.caller.address.unwrap_or(IpAddr::V4(Ipv4Addr::UNSPECIFIED))
    }

    pub(super) fn event(&self, kind: Kind) -> Event {
        let mut event = Event::new(kind, self.reception.now());
        event.address = self.caller.address;
        event.method = Some(self.method.to_string());
        event.request.clone_from(&self.request);
        event
    }

    pub(super) fn page(&self, app: &App, status: StatusCode, said: SignInTold) -> Response {
        let provider = self.reception.provider().map(|provider| provider.name());
        let (next, typed, request) = (self.next.as_str(), self.typed.as_str(), self.request.as_deref());
        html(app, status, &|app| {
            let dataset = app.dataset();
            let workspace = dataset.workspace().settings.title.as_str();
            let view = SignInView { told: said, workspace, next, typed, provider, request };
            page::sign_in(dataset.locale(), &view).into_string()
        })
    }

    /// To wait before anything else is looked at.
    pub(super) fn later(&self, app: &App, wait: Wait) -> Response {
        let seconds = wait.0.as_secs() + u64::from(wait.0.subsec_nanos() > 0);
        let mut response = self.page(app, StatusCode::TOO_MANY_REQUESTS, SignInTold::Wait(seconds));
        response.headers_mut().insert(RETRY_AFTER, seconds.into());
        response
    }

    /// Lets somebody in: that is on the disk before they learn it. `event` says more of how that came.
    pub(super) async fn let_in(
        &self,
        app: &App,
        headers: &HeaderMap,
        account: Account,
        accounts: Arc<AccountTable>,
        mut event: Event,
    ) -> Result<Response, AccessError> {
        event.account = Some(account.name.to_string());
        event.role = Some(account.role.clone());
        let access = app.access();
        let scope = access.roles.get(&account.role).and_then(|role| role.scope(&account.own).ok());
        for (dimension, member) in scope.iter().flat_map(|scope| app.dataset().unknown_members(scope)) {
            tracing::warn!(account = %account.name, dimension, member, "the data do not have whose rows an account sees");
        }
        self.reception.audit.append_synced(event).await?;
        // What the browser bore before means nothing any more.
        let cookie = self.cookie(app, SESSION);
        let before = cookie.value(headers).map(str::to_owned);
        let (own, now) = (Arc::clone(&self.reception), self.reception.now());
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

/// To another page, with something to bear.
pub(super) fn elsewhere(to: &str, cookie: Option<HeaderValue>) -> Response {
    let mut response = StatusCode::SEE_OTHER.into_response();
    let headers = response.headers_mut();
    headers.extend(HeaderValue::from_str(to).ok().map(|to| (LOCATION, to)));
    headers.extend(cookie.map(|cookie| (SET_COOKIE, cookie)));
    headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}

/// Where somebody goes after signing in: a page of ours, else the first one.
pub(super) fn next<'a>(pairs: form_urlencoded::Parse<'a>) -> String {
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
