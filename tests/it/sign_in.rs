//! Once people sign in, nobody is answered whom nobody knows, and what is answered is written down.

use std::net::IpAddr;
use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::{Arc, OnceLock};

use axum::body::Body;
use axum::http::request::Builder;
use axum::http::{Request, StatusCode};
use chrono::{DateTime, TimeDelta, Utc};
use minhbach::access::audit::{AuditLog, Event, Found, Kind, Wanted, search};
use minhbach::access::{
    Account, AccountName, AccountTable, Accounts, Hashed, Private, SessionLimits, issue, usable,
};
use minhbach::store::State;
use minhbach::web::{App, Peer, Reception, ReceptionSettings, Site};

use super::reload::{Answer, Service, ask};
use super::roles::project;
use super::support::TestProject;

pub(super) const PASSWORD: &str = "a long enough one";

/// A house with people, and a clock that stands still unless it is moved.
pub(super) struct House {
    project: TestProject,
    app: App,
    pub(super) private: Private,
    accounts: Accounts,
    audit: AuditLog,
    clock: Arc<AtomicI64>,
}

/// Made once: it takes long on purpose.
fn hashed() -> Hashed {
    static HASHED: OnceLock<Hashed> = OnceLock::new();
    HASHED.get_or_init(|| Hashed::of(&usable(PASSWORD).unwrap()).unwrap()).clone()
}

fn named(name: &str) -> AccountName {
    AccountName::parse(name).unwrap()
}

pub(super) fn moment(seconds: i64) -> DateTime<Utc> {
    DateTime::from_timestamp(1_800_000_000 + seconds, 0).unwrap()
}

impl House {
    /// Somebody of each role of the workspace, called like it; `own` belongs to a ward.
    pub(super) fn new() -> Self {
        Self::of(project(), ReceptionSettings::default())
    }

    fn of(project: TestProject, settings: ReceptionSettings) -> Self {
        Self::with(project, settings, |reception| reception)
    }

    /// The same with a reception to which something is done.
    pub(super) fn with(
        project: TestProject,
        settings: ReceptionSettings,
        work: impl FnOnce(Reception) -> Reception,
    ) -> Self {
        let dataset = Arc::new(project.try_dataset(Some("2024-12-31")).unwrap());
        let private = Private::open(&State::open(&project.aside("people")).unwrap()).unwrap();
        let clock = Arc::new(AtomicI64::new(0));
        let time = Arc::clone(&clock);
        let reception = Reception::open(&private, settings).unwrap();
        let reception = work(reception.at(move || moment(time.load(Ordering::SeqCst))));
        let (accounts, audit) = (Accounts::of(&private), AuditLog::open(&private).unwrap());
        let app = App::new(dataset).with_reception(reception);
        Self { project, app, private, accounts, audit, clock }
    }

    pub(super) fn with_people() -> Self {
        Self::new().peopled()
    }

    pub(super) fn peopled(self) -> Self {
        let house = self;
        for role in ["totals", "masked", "full", "own", "nobody"] {
            house.change(|table| {
                let mut account = Account::new(named(role), role.to_uppercase(), role.to_owned()).unwrap();
                account.password = Some(hashed());
                account.own.insert("ward".to_owned(), "w1".to_owned());
                table.add(account).unwrap();
            });
        }
        house
    }

    pub(super) fn reached_at(self, site: Site) -> Self {
        Self { app: self.app.reached_at(site), ..self }
    }

    fn change(&self, work: impl FnOnce(&mut AccountTable)) {
        let event = Event::new(Kind::ChangedAccess, moment(0));
        let changed = self.accounts.change(&self.audit, event, |table, _| {
            work(table);
            Ok(())
        });
        changed.unwrap();
    }

    pub(super) fn edit(&self, name: &str, work: impl FnOnce(&mut Account)) {
        self.change(|table| work(table.change(&named(name)).unwrap()));
    }

    pub(super) fn pass(&self, seconds: i64) {
        self.clock.fetch_add(seconds, Ordering::SeqCst);
    }

    /// Asks over an encrypted connection from an address.
    pub(super) fn ask_from(&self, request: Builder, address: IpAddr) -> Answer {
        let mut request = request.body(Body::empty()).unwrap();
        request.extensions_mut().insert(Peer { address, encrypted: true });
        ask(&self.app, request)
    }

    pub(super) fn ask(&self, request: Builder, body: &str) -> Answer {
        ask(&self.app, request.body(Body::from(body.to_owned())).unwrap())
    }

    pub(super) fn get(&self, path: &str, cookie: &str) -> Answer {
        self.ask(Request::get(path).header("cookie", cookie), "")
    }

    pub(super) fn status(&self, path: &str, cookie: &str) -> u16 {
        self.get(path, cookie).status.as_u16()
    }

    pub(super) fn try_in(&self, name: &str, password: &str) -> Answer {
        let form = format!("name={name}&password={}&next=%2Fkpis", password.replace(' ', "+"));
        self.ask(Request::post("/sign-in"), &form)
    }

    /// What a browser bears once somebody has signed in.
    pub(super) fn sign_in(&self, name: &str) -> String {
        let answer = self.try_in(name, PASSWORD);
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text());
        borne(&answer)
    }

    pub(super) fn events(&self) -> Vec<Found> {
        // Whatever was handed over before is written before this.
        futures::executor::block_on(self.audit.settled()).unwrap();
        std::thread::sleep(std::time::Duration::from_millis(1_300));
        let mut all = Vec::new();
        search(&self.private, &Wanted::default(), |found| {
            all.push(found);
            true
        })
        .unwrap();
        all
    }
}

pub(super) fn borne(answer: &Answer) -> String {
    let set = answer.headers["set-cookie"].to_str().unwrap();
    set.split(';').next().unwrap().to_owned()
}

/// Whether somebody was sent to sign in.
pub(super) fn is_sent_away(answer: &Answer) -> bool {
    let to = answer.headers.get("location").map_or("", |to| to.to_str().unwrap());
    answer.status == StatusCode::SEE_OTHER && to.starts_with("/sign-in")
}

#[test]
fn without_an_account_all_is_as_it_was() {
    let house = House::new();
    assert_eq!(house.status("/", ""), 200);
    assert_eq!(house.status("/sign-in", ""), 404);
    assert_eq!(house.ask(Request::post("/sign-in"), "").status.as_u16(), 404);
    assert_eq!(house.ask(Request::post("/"), "").status.as_u16(), 405);
    assert!(!house.get("/", "").text().contains("/account"));
}

#[test]
fn the_first_account_closes_the_house_and_taking_accounts_away_does_not_open_it() {
    let house = House::with_people();
    assert!(is_sent_away(&house.get("/", "")));
    std::fs::remove_file(house.private.folder().join("accounts.toml")).unwrap();
    assert!(is_sent_away(&house.get("/", "")));
    // Another process finds that there was somebody once.
    let again = Reception::open(&house.private, ReceptionSettings::default()).unwrap();
    assert!(again.is_on());
    let nobody = ReceptionSettings { demanded: true, ..ReceptionSettings::default() };
    assert!(is_sent_away(&House::of(project(), nobody).get("/", "")));
}

#[test]
fn the_anonymous_are_told_the_same_of_whatever_they_ask() {
    let house = House::with_people();
    let paths = [
        "/",
        "/dashboards/all",
        "/dashboards/none",
        "/kpis",
        "/kpis/SEEN",
        "/kpis/SEEN/records",
        "/kpis/SEEN/records.csv",
        "/kpis/SEEN/proof.zip",
        "/kpis/export.csv",
        "/dashboards/all/export.csv",
        "/dashboards/all/panels/bars.csv",
        "/charts/all/bars.svg",
        "/plan",
        "/owed",
        "/data",
        "/data/reports",
        "/data/tables/visits/a",
        "/exports",
        "/exports/pack.zip",
        "/exports/a.zip",
        "/problems",
        "/metrics",
        "/account",
        "/nowhere",
    ];
    for path in paths {
        let answer = house.get(&format!("{path}?period=2024"), "");
        assert!(is_sent_away(&answer), "{path}: {}", answer.status);
        assert!(answer.bytes.is_empty() && answer.headers.get("etag").is_none(), "{path}");
    }
    for path in
        ["/api/v1/kpis", "/api/v1/kpis/SEEN", "/api/v1/dashboards/all", "/api/v1/openapi.json", "/api/v1/x"]
    {
        let answer = house.get(path, "");
        assert_eq!(answer.status, StatusCode::UNAUTHORIZED, "{path}");
        assert_eq!(answer.headers["www-authenticate"], "Bearer");
        assert_eq!(answer.text(), house.get("/api/v1/kpis/NONE", "").text(), "{path}");
    }
    for path in ["/sign-in", "/healthz", "/readyz"] {
        assert_eq!(house.status(path, ""), 200, "{path}");
    }
    assert!(house.events().iter().all(|found| found.line.kind != "saw"));
}

#[test]
fn who_signs_in_sees_what_the_role_grants_until_signing_out() {
    let house = House::with_people();
    let answer = house.try_in("full", PASSWORD);
    assert_eq!(answer.headers["location"], "/kpis");
    let set = answer.headers["set-cookie"].to_str().unwrap().to_owned();
    assert!(set.ends_with("; Path=/; HttpOnly; SameSite=Lax"), "{set}");
    let cookie = borne(&answer);
    assert_eq!(house.status("/kpis/SEEN?period=2024", &cookie), 200);
    assert_eq!(house.status("/kpis/HIDDEN?period=2024", &cookie), 404);
    assert_eq!(house.status("/kpis/SEEN/records?period=2024", &house.sign_in("totals")), 404);
    let account = house.get("/account", &cookie).text();
    assert!(account.contains("FULL") && account.contains("action=\"/sign-out\""), "{account}");
    assert!(house.get("/kpis", &cookie).text().contains("href=\"/account\""));

    let out = house.ask(Request::post("/sign-out").header("cookie", &cookie), "");
    assert!(is_sent_away(&out));
    assert!(out.headers["set-cookie"].to_str().unwrap().contains("Max-Age=0"));
    assert_eq!(out.headers["clear-site-data"], "\"cache\"");
    // What was borne before is good for nothing, whoever kept it.
    assert!(is_sent_away(&house.get("/kpis", &cookie)));
}

#[test]
fn an_account_without_a_role_that_can_be_used_sees_only_the_way_out() {
    let house = House::with_people();
    let cookie = house.sign_in("nobody");
    for path in ["/", "/kpis", "/kpis/SEEN?period=2024", "/nowhere", "/api/v1/kpis"] {
        let answer = house.get(path, &cookie);
        assert_eq!(answer.status, StatusCode::FORBIDDEN, "{path}");
        assert!(answer.text().contains("/sign-out") && !answer.text().contains("SEEN"), "{path}");
    }
}

#[test]
fn an_unknown_account_and_a_wrong_password_are_told_the_same() {
    let house = House::with_people();
    house.edit("masked", |own| own.disabled = true);
    house.edit("own", |own| own.password = None);
    let told: Vec<(u16, String)> = [
        ("full", "not the password"),
        ("nobody.here", PASSWORD),
        ("masked", PASSWORD),
        ("own", PASSWORD),
        ("A B", PASSWORD),
        ("", ""),
    ]
    .into_iter()
    .map(|(name, password)| {
        let answer = house.try_in(name, password);
        assert!(answer.headers.get("set-cookie").is_none(), "{name}");
        // What was typed stands there again.
        let typed =
            if name.is_empty() { " required autofocus".to_owned() } else { format!(" value=\"{name}\"") };
        assert!(answer.text().contains(&typed), "{name}");
        let text = answer.text().replace(&format!(" value=\"{name}\" auto"), " auto");
        (answer.status.as_u16(), text.replace(" autofocus", ""))
    })
    .collect();
    assert_eq!(told[0].0, 401);
    assert!(told.iter().all(|each| *each == told[0]), "{told:?}");
}

#[test]
fn no_bit_of_what_a_browser_bears_can_be_another() {
    let house = House::with_people();
    let cookie = house.sign_in("full");
    let (name, value) = cookie.split_once('=').unwrap();
    for at in 0..value.len() {
        for bit in 0..7 {
            let mut bytes = value.as_bytes().to_vec();
            bytes[at] ^= 1 << bit;
            let Ok(other) = String::from_utf8(bytes) else { continue };
            let header = format!("{name}={other}");
            let Ok(header) = axum::http::HeaderValue::from_str(&header) else { continue };
            let answer = house.ask(Request::get("/kpis").header("cookie", header), "");
            assert!(is_sent_away(&answer), "bit {bit} of byte {at}");
        }
        assert!(is_sent_away(&house.get("/kpis", &format!("{name}={}", &value[..at]))), "{at}");
    }
    assert!(is_sent_away(&house.get("/kpis", &format!("{name}={value}0"))));
    assert!(is_sent_away(&house.get("/kpis", &format!("{cookie}; {cookie}"))), "two are none");
    assert_eq!(house.status("/kpis", &cookie), 200);
}

#[test]
fn a_session_ends_with_its_last_second_and_with_what_it_was_opened_for() {
    let house = House::with_people();
    let SessionLimits { idle, .. } = SessionLimits::default();
    let idle = i64::try_from(idle.as_secs()).unwrap();
    let cookie = house.sign_in("full");
    house.pass(idle - 1);
    assert_eq!(house.status("/kpis", &cookie), 200);
    house.pass(idle);
    assert!(is_sent_away(&house.get("/kpis", &cookie)), "half an hour after its last use");
    type Change = fn(&mut Account);
    let changes: [Change; 4] = [
        |own| own.disabled = true,
        |own| own.role = "totals".to_owned(),
        |own| own.password = None,
        |own| drop(own.own.insert("ward".to_owned(), "w2".to_owned())),
    ];
    for (number, change) in changes.into_iter().enumerate() {
        let house = House::with_people();
        let cookie = house.sign_in("full");
        assert_eq!(house.status("/kpis", &cookie), 200);
        house.edit("full", change);
        assert!(is_sent_away(&house.get("/kpis", &cookie)), "change {number}");
    }
}

#[test]
fn a_form_on_a_page_elsewhere_signs_nobody_in_or_out() {
    let house = House::with_people();
    let cookie = house.sign_in("full");
    for (name, value) in [
        ("sec-fetch-site", "cross-site"),
        ("sec-fetch-site", "same-site"),
        ("origin", "https://evil.example"),
    ] {
        for path in ["/sign-in", "/sign-out"] {
            let request =
                Request::post(path).header("host", "localhost").header(name, value).header("cookie", &cookie);
            let form = format!("name=full&password={}", PASSWORD.replace(' ', "+"));
            let answer = house.ask(request, &form);
            assert_eq!(answer.status, StatusCode::FORBIDDEN, "{path} {name}");
            assert!(answer.headers.get("set-cookie").is_none());
        }
    }
    assert_eq!(house.status("/kpis", &cookie), 200, "still signed in");
    for path in ["/", "/kpis", "/account"] {
        assert_eq!(
            house.ask(Request::post(path).header("cookie", &cookie), "").status.as_u16(),
            405,
            "{path}"
        );
    }
}

#[test]
fn nobody_is_sent_elsewhere_after_signing_in() {
    let house = House::with_people();
    for (next, to) in [
        ("%2F%2Fevil.example", "/"),
        ("https%3A%2F%2Fevil.example", "/"),
        ("%2Fkpis%3Fperiod%3D2024", "/kpis?period=2024"),
    ] {
        let form = format!("name=full&password={}&next={next}", PASSWORD.replace(' ', "+"));
        assert_eq!(house.ask(Request::post("/sign-in"), &form).headers["location"], to);
    }
    let sent = house.get("/kpis/SEEN?period=2024&ward=w1", "");
    assert_eq!(sent.headers["location"], "/sign-in?next=%2Fkpis%2FSEEN%3Fperiod%3D2024%26ward%3Dw1");
}

#[test]
fn who_guesses_waits_also_with_the_right_password() {
    let house = House::with_people();
    let from = |name: &str, password: &str, address: &str| {
        let form = format!("name={name}&password={}", password.replace(' ', "+"));
        let mut request = Request::post("/sign-in").body(Body::from(form)).unwrap();
        let address: IpAddr = address.parse().unwrap();
        request.extensions_mut().insert(Peer { address, encrypted: true });
        ask(&house.app, request)
    };
    for _ in 0..5 {
        assert_eq!(from("full", "wrong wrong wrong", "192.0.2.1").status.as_u16(), 401);
    }
    let answer = from("full", PASSWORD, "192.0.2.1");
    assert_eq!(answer.status, StatusCode::TOO_MANY_REQUESTS);
    let seconds: i64 = answer.headers["retry-after"].to_str().unwrap().parse().unwrap();
    assert_eq!(from("full", PASSWORD, "192.0.2.2").status, StatusCode::SEE_OTHER, "the owner, elsewhere");
    house.pass(seconds);
    let answer = from("full", PASSWORD, "192.0.2.1");
    assert_eq!(answer.status, StatusCode::SEE_OTHER);
    let set = answer.headers["set-cookie"].to_str().unwrap();
    assert!(set.starts_with("__Host-minhbach=") && set.ends_with("; Secure"), "{set}");
}

#[test]
fn a_password_is_not_taken_over_a_connection_that_others_read() {
    let house = House::with_people();
    let form = format!("name=full&password={}", PASSWORD.replace(' ', "+"));
    let mut request = Request::post("/sign-in").body(Body::from(form)).unwrap();
    request.extensions_mut().insert(Peer { address: "192.0.2.1".parse().unwrap(), encrypted: false });
    let answer = ask(&house.app, request);
    assert_eq!(answer.status, StatusCode::FORBIDDEN);
    assert!(answer.headers.get("set-cookie").is_none() && !answer.text().contains("<form"));
}

#[test]
fn a_program_comes_in_by_its_token_and_gets_its_formats_only() {
    let house = House::with_people();
    let mut token = String::new();
    house.edit("full", |own| {
        let formats = ["csv".to_owned()].into();
        let expires = moment(0) + TimeDelta::hours(1);
        token = issue(own, "table".to_owned(), formats, expires, moment(0)).unwrap().0;
    });
    let status = |path: &str, token: &str| {
        house.ask(Request::get(path).header("authorization", format!("Bearer {token}")), "").status.as_u16()
    };
    assert_eq!(status("/api/v1/kpis?period=2024", &token), 200);
    assert_eq!(status("/kpis/SEEN/export.csv?period=2024", &token), 200);
    assert_eq!(status("/kpis/SEEN/export.xlsx?period=2024", &token), 404, "not a format of the token");
    assert_eq!(status("/api/v1/kpis/HIDDEN?period=2024", &token), 404);
    assert_eq!(status("/api/v1/kpis", &token[..token.len() - 1]), 401);
    assert_eq!(status("/kpis", "x"), 401, "and is sent nowhere");
    // Records of people: a program says in the address for what.
    assert_eq!(status("/kpis/SEEN/records.csv?period=2024", &token), 403);
    assert_eq!(status("/kpis/SEEN/records.csv?period=2024&purpose=none", &token), 403);
    assert_eq!(status("/kpis/SEEN/records.csv?period=2024&purpose=case", &token), 200);
    house.pass(3_600);
    assert_eq!(status("/api/v1/kpis", &token), 401, "from its last second on");
}

#[test]
fn who_may_see_less_sees_less_at_once_also_beside_definitions_that_are_broken() {
    let house = House::with_people();
    let cookie = house.sign_in("full");
    assert_eq!(house.status("/kpis/SEEN?period=2024", &cookie), 200);
    let House { project, app, private, accounts, audit, clock } = house;
    let mut service = Service::beside(project, app);
    let text = std::fs::read_to_string(service.project.root().join("access.toml")).unwrap();
    let less = text.replace("HID*", "*");
    service.project.file("access.toml", &less).file("queries/kpis/SEEN.sql", "no SQL at all");
    service.look();
    let Service { project, app, .. } = service;
    let house = House { project, app, private, accounts, audit, clock };
    assert_eq!(house.status("/kpis/SEEN?period=2024", &cookie), 404);
    assert_eq!(house.status("/account", &cookie), 200, "the role is there still");
}

#[test]
fn accounts_that_cannot_be_read_let_nobody_in_and_nobody_stay() {
    let house = House::with_people();
    let cookie = house.sign_in("full");
    let path = house.private.folder().join("accounts.toml");
    std::fs::write(&path, "no accounts at all").unwrap();
    let answer = house.get("/kpis", &cookie);
    assert_eq!(answer.status, StatusCode::SERVICE_UNAVAILABLE);
    assert!(!answer.text().contains("SEEN") && !answer.text().contains("accounts.toml"));
    assert_eq!(house.try_in("full", PASSWORD).status, StatusCode::SERVICE_UNAVAILABLE);
}
