//! Who asks, and as what: nobody is answered whom nobody knows, once people sign in.

mod admission;
mod attempt;
mod caller;
mod cookie;
mod noted;
mod provided;
mod purpose;
mod record;
mod sign_in;
mod visitor;

use std::collections::HashMap;
use std::net::IpAddr;
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use chrono::Utc;

use super::respond::log;
use crate::access::audit::{AuditLog, Event, Kind};
use crate::access::{
    AccessError, Accounts, Errands, Moment, Passwords, Private, Proofs, SessionLimits, Sessions, Throttle,
};
use crate::web::Provider;
use crate::workspace::{ACCESS_FILE, Access, Proof, Sight};

pub(super) use admission::admitted;
pub use caller::Peer;
pub(super) use noted::RowsOut;
pub(super) use provided::{AWAY, BACK};
use purpose::{Purposes, Telling};
pub(super) use record::audit;
pub(super) use sign_in::{SIGN_IN, SIGN_OUT, routes};
pub(super) use visitor::Visitor;

/// How people come in.
#[derive(Debug, Clone, Default)]
pub struct ReceptionSettings {
    /// Whether nobody is answered who has not signed in, be there accounts or not.
    pub demanded: bool,
    /// The proxies whose word on whom they ask for counts.
    pub proxies: Vec<IpAddr>,
    /// How long sessions last.
    pub sessions: SessionLimits,
}

/// Where people sign in: their accounts, sessions, tokens, and the record of what they did.
pub struct Reception {
    private: Private,
    accounts: Accounts,
    passwords: Passwords,
    sessions: Sessions,
    throttle: Throttle,
    proofs: Proofs,
    audit: AuditLog,
    proxies: Vec<IpAddr>,
    /// By whom people sign in besides.
    provider: Option<Provider>,
    errands: Errands,
    /// Who came back from the provider in vain; apart from who guesses passwords.
    in_vain: Throttle,
    /// Once people sign in, they do until the process ends.
    is_on: AtomicBool,
    /// What accounts see under the roles that are in force.
    sights: Mutex<Sights>,
    /// Which addresses tell whom of people.
    telling: Telling,
    /// For what who looks at them.
    purposes: Purposes,
    clock: Clock,
}

type Clock = Box<dyn Fn() -> Moment + Send + Sync>;

/// What accounts and tokens see, by what they are bound to; of one state of the roles.
#[derive(Default)]
struct Sights {
    access: Option<Arc<Access>>,
    known: HashMap<String, Arc<Sight>>,
}

impl Reception {
    /// Opens the private part of a state folder.
    ///
    /// # Errors
    /// Where it cannot be used, or others may enter it.
    pub fn open(private: &Private, settings: ReceptionSettings) -> Result<Self, AccessError> {
        let (accounts, audit) = (Accounts::of(private), AuditLog::open(private)?);
        let is_on = settings.demanded || accounts.are_there() || audit.is_begun()?;
        Ok(Self {
            private: private.clone(),
            accounts,
            passwords: Passwords::default(),
            sessions: Sessions::open_in(private, settings.sessions)?,
            throttle: Throttle::default(),
            proofs: Proofs::of(private),
            audit,
            proxies: settings.proxies,
            provider: None,
            errands: Errands::new()?,
            in_vain: Throttle::default(),
            is_on: AtomicBool::new(is_on),
            sights: Mutex::default(),
            telling: Telling::default(),
            purposes: Purposes::default(),
            clock: Box::new(Utc::now),
        })
    }

    /// With a provider by which people sign in besides passwords: from now on nobody is answered who has not signed in.
    #[must_use]
    pub fn with_provider(self, provider: Provider) -> Self {
        Self { provider: Some(provider), is_on: AtomicBool::new(true), ..self }
    }

    /// With another clock.
    #[must_use]
    pub fn at(self, clock: impl Fn() -> Moment + Send + Sync + 'static) -> Self {
        Self { clock: Box::new(clock), ..self }
    }

    /// Whether people sign in: there is an account, or was one, or the settings say so. That accounts are taken away
    /// lets nobody in.
    pub fn is_on(&self) -> bool {
        if self.is_on.load(Ordering::Relaxed) {
            return true;
        }
        let is_on = self.accounts.are_there();
        self.is_on.fetch_or(is_on, Ordering::Relaxed);
        is_on
    }

    /// Whether the other end of a connection is a proxy whose word counts.
    pub(super) fn trusts(&self, peer: Option<Peer>) -> bool {
        peer.is_some_and(|peer| self.proxies.contains(&peer.address.to_canonical()))
    }

    /// The folder of it all.
    pub fn folder(&self) -> &Path {
        self.private.folder()
    }

    /// What was proven of policies; nothing where nobody can say.
    pub(super) fn proofs(&self) -> Arc<Vec<Proof>> {
        self.proofs.look().unwrap_or_else(|error| {
            log("proofs of policies", &error);
            Arc::default()
        })
    }

    /// Writes down which roles are in force.
    pub(super) fn note_roles(&self, granted: String) -> Result<(), AccessError> {
        let event = Event::new(Kind::ChangedAccess, self.now());
        self.audit.append(event.code("done", ACCESS_FILE).code("roles", granted))
    }

    fn provider(&self) -> Option<&Provider> {
        self.provider.as_ref()
    }

    fn now(&self) -> Moment {
        (self.clock)()
    }

    /// What is seen under the roles in force, made once for each key.
    fn sight(&self, access: &Arc<Access>, key: String, make: impl FnOnce() -> Sight) -> Arc<Sight> {
        let mut sights = self.sights.lock().unwrap_or_else(PoisonError::into_inner);
        if !sights.access.as_ref().is_some_and(|own| Arc::ptr_eq(own, access)) {
            *sights = Sights { access: Some(Arc::clone(access)), known: HashMap::new() };
        }
        Arc::clone(sights.known.entry(key).or_insert_with(|| Arc::new(make())))
    }
}
