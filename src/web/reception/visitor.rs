//! Who a request is for.

use std::collections::BTreeSet;
use std::net::IpAddr;
use std::sync::Arc;

use axum::http::HeaderMap;
use axum::http::header::AUTHORIZATION;

use super::Reception;
use super::caller::Caller;
use super::cookie::{Cookie, SESSION};
use crate::access::{AccessError, Account, recognised};
use crate::workspace::{Access, Role, Sight};

/// Somebody who has signed in, or a program that has shown a token.
#[derive(Debug, Clone)]
pub(in crate::web) struct Visitor {
    /// The account.
    pub(in crate::web) account: String,
    /// Who that is, in words.
    pub(in crate::web) title: String,
    /// The account's role, whether or not there is one of that name.
    pub(in crate::web) role: String,
    /// What they see; nothing where no role of that name can be used.
    pub(in crate::web) sight: Option<Arc<Sight>>,
    /// From where.
    pub(super) address: Option<IpAddr>,
    /// By what their session is told from others; nothing where a program asks, by a token.
    pub(super) session: Option<String>,
}

impl Visitor {
    /// The same as long as they have not said for what they look at people.
    pub(super) fn without_purpose(&self) -> Self {
        let sight = self.sight.as_ref().map(|sight| Arc::new(sight.unstated()));
        Self { sight, ..self.clone() }
    }
}

/// Why a request is for nobody.
#[derive(Debug)]
pub(super) enum Unknown {
    /// It bears nothing.
    Anonymous,
    /// What it bears is not good, or not any more. The reason is for the log.
    Refused(String),
    /// Nobody can say.
    Failed(Arc<AccessError>),
}

impl Reception {
    /// Who asks.
    pub(super) fn visitor(
        &self,
        caller: Caller,
        headers: &HeaderMap,
        base: &str,
        access: &Arc<Access>,
    ) -> Result<Visitor, Unknown> {
        let accounts = self.accounts.look().map_err(Unknown::Failed)?;
        if let Some(header) = headers.get(AUTHORIZATION) {
            let shown = header.to_str().ok().and_then(|text| {
                let (scheme, token) = text.split_once(' ')?;
                scheme.eq_ignore_ascii_case("bearer").then_some(token)
            });
            let token = shown.ok_or_else(|| Unknown::Refused("no bearer token".to_owned()))?;
            let granted = recognised(token, &accounts, self.now());
            let granted = granted.map_err(|refused| Unknown::Refused(refused.to_string()))?;
            let sight = self.sight_of(access, granted.account, Some((granted.id, granted.formats)));
            return Ok(told(granted.account, sight, caller, None));
        }
        let cookie = Cookie { name: SESSION, encrypted: caller.encrypted, base };
        let value = cookie.value(headers).ok_or(Unknown::Anonymous)?;
        let found = self.sessions.find(value, &accounts, self.now());
        let session = found.map_err(|error| Unknown::Failed(Arc::new(error)))?;
        let own = session.and_then(|session| accounts.get(&session.account).zip(Some(session.id)));
        let (account, session) = own.ok_or_else(|| Unknown::Refused("the session is over".to_owned()))?;
        Ok(told(account, self.sight_of(access, account, None), caller, Some(session)))
    }

    /// What an account sees, by a token in some formats only.
    fn sight_of(
        &self,
        access: &Arc<Access>,
        account: &Account,
        token: Option<(&str, &BTreeSet<String>)>,
    ) -> Option<Arc<Sight>> {
        let role = access.roles.get(&account.role)?;
        let key = format!("{}\0{token:?}", account.bound_to());
        let sight = self.sight(access, key, || {
            let role = Arc::new(token.map_or_else(|| role.clone(), |(_, formats)| limited(role, formats)));
            // An account without a member of its own sees no row.
            Sight::assured(role, &account.own, &access.assurance).unwrap_or_else(|_| Sight::nothing())
        });
        Some(sight)
    }
}

/// Figures as JSON are what a token is for.
fn limited(role: &Role, formats: &BTreeSet<String>) -> Role {
    role.within(&formats.iter().cloned().chain(["json".to_owned()]).collect())
}

fn told(account: &Account, sight: Option<Arc<Sight>>, caller: Caller, session: Option<String>) -> Visitor {
    Visitor {
        account: account.name.to_string(),
        title: account.title.clone(),
        role: account.role.clone(),
        sight,
        address: caller.address,
        session,
    }
}
