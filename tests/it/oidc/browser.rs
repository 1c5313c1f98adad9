//! A browser that goes to the provider and comes back, as far as the service sees it.

use std::cell::Cell;
use std::collections::BTreeMap;
use std::net::{IpAddr, Ipv4Addr};

use axum::http::{Request, StatusCode};
use minhbach::access::Subject;
use minhbach::web::{Provider, Reception, ReceptionSettings};
use minhbach::workspace::Oidc;
use tokio_rustls::rustls::pki_types::CertificateDer;
use url::Url;

use crate::reload::Answer;
use crate::roles::project;
use crate::sign_in::House;

pub(super) const BACK: &str = "/sign-in/oidc/back";

pub(super) const SECRET: &str = "a secret with blanks & signs";

/// A house with people and a provider; `full` is called `an` there.
pub(super) struct Door {
    pub(super) house: House,
    /// Each goes from an address of its own, so that nobody waits for another's failures.
    pub(super) addresses: Cell<u32>,
}

/// Somebody who was sent away.
#[derive(Debug, Clone)]
pub(super) struct Trip {
    pub(super) to: Url,
    pub(super) cookie: String,
    pub(super) asked: BTreeMap<String, String>,
}

pub(super) fn settings(issuer: &str) -> Oidc {
    Oidc {
        issuer: issuer.to_owned(),
        client: "minh-bach".to_owned(),
        redirect: format!("http://127.0.0.1:3890{BACK}"),
        name: "Cổng <định danh>".to_owned(),
    }
}

impl Door {
    pub(super) fn to(issuer: &str) -> Self {
        Self::with(issuer, |reception| reception)
    }

    pub(super) fn with(issuer: &str, work: impl FnOnce(Reception) -> Reception) -> Self {
        Self::trusting(issuer, Vec::new(), work)
    }

    /// The same where the machine trusts some certificates.
    pub(super) fn trusting(
        issuer: &str,
        roots: Vec<CertificateDer<'static>>,
        work: impl FnOnce(Reception) -> Reception,
    ) -> Self {
        let provider = Provider::new(&settings(issuer), SECRET.to_owned(), roots).unwrap();
        let house = House::with(project(), ReceptionSettings::default(), |reception| {
            work(reception.with_provider(provider))
        });
        let house = house.peopled();
        let subject =
            |subject: &str| Some(Subject { issuer: issuer.to_owned(), subject: subject.to_owned() });
        house.edit("full", |own| {
            own.subject = subject("an");
            own.password = None;
        });
        house.edit("masked", |own| {
            own.subject = subject("disabled");
            own.disabled = true;
        });
        Self { house, addresses: Cell::new(0) }
    }

    pub(super) fn get(&self, path: &str, cookie: &str) -> Answer {
        let number = self.addresses.get() + 1;
        self.addresses.set(number);
        let address = Ipv4Addr::from(u32::from(Ipv4Addr::new(10, 0, 0, 0)) + number);
        self.house.ask_from(Request::get(path).header("cookie", cookie), IpAddr::V4(address))
    }

    /// Away to the provider, to come back to a page.
    pub(super) fn away(&self, next: &str) -> Trip {
        let answer = self.get(&format!("/sign-in/oidc?next={next}"), "");
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text());
        let to = Url::parse(answer.headers["location"].to_str().unwrap()).unwrap();
        let asked = to.query_pairs().map(|(name, value)| (name.into_owned(), value.into_owned())).collect();
        Trip { to, cookie: borne(&answer, "errand").unwrap(), asked }
    }

    /// Back with a code and a state.
    pub(super) fn back(&self, trip: &Trip, code: &str, state: &str) -> Answer {
        self.get(&format!("{BACK}?code={code}&state={state}"), &trip.cookie)
    }
}

/// What a browser bears from now on, of what an answer gives it.
pub(super) fn borne(answer: &Answer, what: &str) -> Option<String> {
    let lines = answer.headers.get_all("set-cookie").iter().map(|line| line.to_str().unwrap());
    let name =
        if what.is_empty() { "__Host-minhbach=".to_owned() } else { format!("__Host-minhbach-{what}=") };
    let own = lines.filter(|line| line.starts_with(&name)).map(|line| line.split(';').next().unwrap());
    own.map(str::to_owned).next()
}

/// What somebody is told, without what differs between any two requests.
pub(super) fn told(answer: &Answer) -> (u16, String) {
    let id = answer.headers["x-request-id"].to_str().unwrap();
    assert!(borne(answer, "").is_none(), "{}", answer.text());
    (answer.status.as_u16(), answer.text().replace(id, "ID"))
}
