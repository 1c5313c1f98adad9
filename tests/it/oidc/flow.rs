//! Who comes back is who was sent, once; and nothing that the provider says leads anywhere else.

use axum::http::{Request, StatusCode};
use serde_json::json;
use sha2::{Digest, Sha256};

use super::browser::{BACK, Door, Trip, borne, told};
use super::fake::{Fake, base64, described, signed};
use crate::sign_in::{PASSWORD, is_sent_away};

/// A trip, and a good token for it.
fn sent(fake: &Fake, door: &Door, next: &str) -> Trip {
    let trip = door.away(next);
    fake.change(|own| own.token = signed(0, &fake.claims(&trip.asked["nonce"])));
    trip
}

#[test]
fn who_is_sent_to_the_provider_comes_back_signed_in_to_where_they_wanted_to_go() {
    let fake = Fake::start();
    let door = Door::to(&fake.issuer);
    let page = door.get("/sign-in?next=%2Fkpis%2FSEEN%3Fperiod%3D2024", "").text();
    assert!(page.contains("Cổng &lt;định danh&gt;") && page.contains("type=\"password\""), "{page}");
    assert!(page.contains("href=\"/sign-in/oidc?next=%2Fkpis%2FSEEN%3Fperiod%3D2024\""), "{page}");

    let trip = sent(&fake, &door, "%2Fkpis%2FSEEN%3Fperiod%3D2024");
    assert!(trip.to.as_str().starts_with(&format!("{}/authorize?", fake.issuer)), "{}", trip.to);
    let asked = |name: &str| trip.asked[name].as_str();
    assert_eq!((asked("response_type"), asked("scope")), ("code", "openid"));
    assert_eq!((asked("client_id"), asked("code_challenge_method")), ("minh-bach", "S256"));
    assert_eq!(asked("redirect_uri"), format!("http://127.0.0.1:3890{BACK}"));
    let first = door.get("/sign-in/oidc", "");
    let set = first.headers["set-cookie"].to_str().unwrap();
    assert!(set.ends_with("; Path=/; HttpOnly; SameSite=Lax; Max-Age=600; Secure"), "{set}");

    let answer = door.back(&trip, "the+code", asked("state"));
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text());
    assert_eq!(answer.headers["location"], "/kpis/SEEN?period=2024");
    assert!(borne(&answer, "errand").unwrap().ends_with('='), "no longer borne");
    let session = borne(&answer, "").unwrap();
    assert_eq!(door.get("/kpis/SEEN?period=2024", &session).status, 200);
    assert_eq!(door.get("/kpis/HIDDEN?period=2024", &session).status, 404, "as the role grants");
    let (form, authorization) = {
        let told = fake.told.lock().unwrap();
        (told.form.clone(), told.authorization.clone())
    };
    assert_eq!((form["code"].as_str(), form["grant_type"].as_str()), ("the code", "authorization_code"));
    assert_eq!(base64(&Sha256::digest(form["code_verifier"].as_bytes())), asked("code_challenge"));
    assert!(authorization.starts_with("Basic ") && !form.contains_key("client_secret"));

    let events = door.house.events();
    let line = &events.iter().find(|found| found.line.kind == "signed_in").unwrap().line;
    assert_eq!(line.codes["by"], "openid");
    assert_eq!((line.account.as_deref(), line.method.as_deref()), (Some("full"), Some("GET")));
    // Who was signed in as somebody else is that no longer.
    let trip = sent(&fake, &door, "/");
    let both = Trip { cookie: format!("{}; {session}", trip.cookie), ..trip.clone() };
    assert_eq!(door.back(&both, "code", &trip.asked["state"]).status, StatusCode::SEE_OTHER);
    assert!(is_sent_away(&door.get("/kpis", &session)));
}

#[test]
fn a_state_is_good_once_for_the_browser_that_it_was_given_to_and_for_ten_minutes() {
    let fake = Fake::start();
    let door = Door::to(&fake.issuer);
    let check = |what: &str, path: &str, cookie: &str| {
        let told = told(&door.get(path, cookie));
        let page = door.get(&format!("{BACK}?state=x"), "");
        assert_eq!(told, super::browser::told(&page), "{what}");
        assert_eq!(told.0, 401, "{what}");
        assert!(!told.1.contains("full") && !told.1.contains("state"), "{what}");
    };
    let (trip, other) = (sent(&fake, &door, "/"), door.away("/"));
    let state = trip.asked["state"].clone();
    let good = format!("{BACK}?code=c&state={state}");
    check("no state", &format!("{BACK}?code=c"), &trip.cookie);
    check("an empty state", &format!("{BACK}?code=c&state="), &trip.cookie);
    check("another state", &format!("{BACK}?code=c&state={}", other.asked["state"]), &trip.cookie);
    check("two states", &format!("{good}&state={state}"), &trip.cookie);
    check("no cookie", &good, "");
    check("another browser", &good, &other.cookie);
    check("two cookies", &good, &format!("{}; {}", trip.cookie, trip.cookie));
    check("a cookie of an open connection", &good, &trip.cookie.replace("__Host-", ""));
    for at in [0, 15, 16, 79, 80] {
        let value = trip.cookie.split_once('=').unwrap().1;
        let digit = if value.as_bytes()[at] == b'0' { "1" } else { "0" };
        let mut cookie = value.to_owned();
        cookie.replace_range(at..=at, digit);
        check("another digit", &good, &format!("__Host-minhbach-errand={cookie}"));
    }
    assert!(
        fake.told.lock().unwrap().asked.iter().all(|path| path == "description"),
        "no code was given away"
    );
    assert_eq!(door.get(&good, &trip.cookie).status, StatusCode::SEE_OTHER);
    check("once more", &good, &trip.cookie);
    let late = sent(&fake, &door, "/");
    door.house.pass(600);
    check("ten minutes later", &format!("{BACK}?code=c&state={}", late.asked["state"]), &late.cookie);
    let events = door.house.events();
    let refused = events.iter().filter(|found| found.line.kind == "sign_in_refused");
    assert!(refused.clone().all(|found| found.line.codes["because"] == "state"));
    assert_eq!(refused.count(), 2 * 15);
}

#[test]
fn what_the_provider_refuses_or_sends_elsewhere_lets_nobody_in() {
    let fake = Fake::start();
    let door = Door::to(&fake.issuer);
    let come = |more: &str| {
        let trip = sent(&fake, &door, "/");
        door.get(&format!("{BACK}?{more}&state={}", trip.asked["state"]), &trip.cookie)
    };
    let same = told(&door.get(&format!("{BACK}?state=x"), ""));
    assert_eq!(told(&come("error=access_denied")), same);
    assert_eq!(told(&come("error=access_denied&error_description=%3Cscript%3E")), same);
    assert_eq!(told(&come("code=")), same);
    assert_eq!(told(&come("code=a&code=b")), same);
    assert_eq!(told(&come("code=a&iss=https%3A%2F%2Fevil.example")), same);
    for status in [301, 302, 303, 307, 308] {
        fake.change(|own| own.elsewhere = Some((status, format!("{}/elsewhere", fake.issuer))));
        assert_eq!(told(&come("code=a")), same, "{status}");
    }
    fake.change(|own| own.elsewhere = Some((400, String::new())));
    assert_eq!(told(&come("code=replayed")), same);
    assert!(
        !fake.told.lock().unwrap().asked.contains(&"elsewhere".to_owned()),
        "nobody goes where it sends one"
    );
    fake.change(|own| own.elsewhere = None);
    let issuer = fake.issuer.replace(':', "%3A").replace('/', "%2F");
    assert_eq!(come(&format!("code=a&iss={issuer}")).status, StatusCode::SEE_OTHER);
}

#[test]
fn nobody_is_sent_to_another_host_on_the_way() {
    let fake = Fake::start();
    let door = Door::to(&fake.issuer);
    for (next, to) in [
        ("%2F%2Fevil.example", "/"),
        ("%2F%5Cevil.example", "/"),
        ("https%3A%2F%2Fevil.example", "/"),
        ("%2F%09%2Fevil.example", "/"),
        ("javascript%3Aalert(1)", "/"),
        ("%2Fkpis%3Fperiod%3D2024", "/kpis?period=2024"),
    ] {
        let trip = sent(&fake, &door, next);
        // What stands in the address on the way back counts for nothing.
        let path = format!("{BACK}?code=c&state={}&next=%2F%2Fevil.example", trip.asked["state"]);
        assert_eq!(door.get(&path, &trip.cookie).headers["location"], to, "{next}");
    }
}

#[test]
fn without_the_provider_people_are_told_so_and_passwords_let_in_still() {
    let fake = Fake::start();
    let same = |door: &Door, what: &str| {
        let answer = door.get("/sign-in/oidc", "");
        let (status, text) = told(&answer);
        assert_eq!(status, 503, "{what}");
        assert!(text.contains("cannot be reached now") && text.contains("<code>ID</code>"), "{what}: {text}");
        assert!(text.contains("type=\"password\"") && answer.headers.get("location").is_none(), "{what}");
        text
    };
    let other = |name: &str, value: serde_json::Value| {
        let mut own = described(&fake.issuer);
        own[name] = value;
        own.to_string()
    };
    let padding = json!("x".repeat(300 << 10));
    let descriptions = [
        ("no JSON", "<html>".to_owned()),
        ("another issuer", other("issuer", json!("https://evil.example"))),
        ("huge", other("padding", padding)),
        ("keys by http elsewhere", other("jwks_uri", json!("http://192.0.2.1/keys"))),
        ("keys from a file", other("jwks_uri", json!("file:///etc/passwd"))),
        ("sends people by http elsewhere", other("authorization_endpoint", json!("http://192.0.2.1/"))),
        ("sends people into a script", other("authorization_endpoint", json!("javascript:alert(1)"))),
    ];
    let mut texts = Vec::new();
    for (what, description) in descriptions {
        fake.change(|own| own.description = Some(description));
        texts.push(same(&Door::to(&fake.issuer), what));
    }
    let gone = Door::to("http://127.0.0.1:1");
    texts.push(same(&gone, "nobody listens"));
    assert!(texts.windows(2).all(|pair| pair[0] == pair[1]));
    assert_eq!(gone.house.try_in("totals", PASSWORD).status, StatusCode::SEE_OTHER);
    let events = gone.house.events();
    assert!(
        events.iter().any(|found| found.line.codes.get("because").is_some_and(|word| word == "provider"))
    );

    // It is left in peace for some seconds, then asked again.
    fake.change(|own| own.description = Some("<html>".to_owned()));
    let door = Door::to(&fake.issuer);
    let asked = || fake.told.lock().unwrap().asked.len();
    let before = asked();
    for _ in 0..5 {
        same(&door, "again");
    }
    assert_eq!(asked(), before + 1);
    fake.change(|own| own.description = None);
    door.house.pass(5);
    let trip = sent(&fake, &door, "/");
    assert_eq!(door.back(&trip, "c", &trip.asked["state"]).status, StatusCode::SEE_OTHER);
}

#[test]
fn who_comes_in_vain_again_and_again_waits_and_hinders_nobody_who_was_sent() {
    let fake = Fake::start();
    let door = Door::to(&fake.issuer);
    let from = |path: &str, cookie: &str| {
        door.house.ask_from(Request::get(path).header("cookie", cookie), "192.0.2.1".parse().unwrap())
    };
    let statuses: Vec<u16> = (0..30).map(|_| from(&format!("{BACK}?state=x"), "").status.as_u16()).collect();
    assert_eq!(statuses.iter().filter(|status| **status == 401).count(), 5, "{statuses:?}");
    assert!(statuses[5..].iter().all(|status| *status == 429), "{statuses:?}");
    let trip = sent(&fake, &door, "/");
    let answer = from(&format!("{BACK}?code=c&state={}", trip.asked["state"]), &trip.cookie);
    assert_eq!(answer.status, StatusCode::SEE_OTHER);
    let refused = door.house.events().iter().filter(|found| found.line.kind == "sign_in_refused").count();
    assert_eq!(refused, 5, "the record is not filled");
}

#[test]
fn where_no_provider_is_named_there_is_no_such_address() {
    let house = crate::sign_in::House::with_people();
    for path in ["/sign-in/oidc", BACK] {
        assert_eq!(house.status(path, ""), 404, "{path}");
    }
    assert!(!house.get("/sign-in", "").text().contains("oidc"));
}
