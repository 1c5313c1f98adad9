//! What people saw is on record, what is personal of it apart, and records of people are shown for a purpose.

use axum::http::{Request, StatusCode};
use minhbach::access::audit::verify;

use super::sign_in::House;

#[test]
fn records_that_say_who_somebody_is_are_shown_for_a_purpose() {
    let house = House::with_people();
    let cookie = house.sign_in("full");
    let path = "/kpis/SEEN/records?period=2024";
    let asked = house.get(path, &cookie);
    assert_eq!(asked.status, StatusCode::OK);
    assert!(
        asked.text().contains("To look into a case") && !asked.text().contains("Hoa"),
        "{}",
        asked.text()
    );
    let passport = house.get("/kpis/SEEN?period=2024", &cookie).text();
    assert!(passport.contains("/kpis/SEEN/records") && !passport.contains("Hoa"), "{passport}");
    // A page elsewhere that sends a browser there states nothing.
    let foreign = Request::get(format!("{path}&purpose=case")).header("cookie", &cookie);
    let foreign = house.ask(foreign.header("sec-fetch-site", "cross-site"), "");
    assert!(foreign.status == StatusCode::OK && foreign.text().contains("To look into a case"));
    assert!(!house.get(path, &cookie).text().contains("Hoa"));
    let both = house.sign_in("full");
    let stated = house.get(&format!("{path}&purpose=case"), &both);
    assert_eq!((stated.status, &stated.headers["location"]), (StatusCode::SEE_OTHER, &path.parse().unwrap()));
    let shown = house.get(path, &both);
    assert!(shown.text().contains("Hoa"), "{}", shown.text());
    assert_eq!(shown.headers["cache-control"], "private, no-store");
    assert!(house.get("/kpis/SEEN/records.csv?period=2024", &both).text().contains("Hoa"));
    for spelled in ["/kpis/SEEN/%72ecords.csv?period=2024", "/kpis/SEE%4E/records?period=2024"] {
        assert!(!house.get(spelled, &cookie).text().contains("Hoa"), "{spelled}");
    }
    // Who sees no names is asked for none.
    let masked = house.get(path, &house.sign_in("masked"));
    assert!(masked.status == StatusCode::OK && !masked.text().contains("purpose"), "{}", masked.text());
    let events = house.events();
    let shown: Vec<_> = events.iter().filter(|found| found.line.codes.contains_key("purpose")).collect();
    assert_eq!(shown.len(), 2, "the page and the file");
    assert!(shown.iter().all(|found| found.line.codes["purpose"] == "case" && found.line.rows == Some(2)));
}

#[test]
fn a_purpose_holds_for_an_hour_and_for_nobody_else() {
    let house = House::with_people();
    let path = "/kpis/SEEN/records?period=2024";
    let is_shown = |cookie: &str| house.get(path, cookie).text().contains("Hoa");
    let cookie = house.sign_in("full");
    house.get("/?purpose=case", &cookie);
    assert!(is_shown(&cookie) && !is_shown(&house.sign_in("full")), "another session of the same account");
    house.pass(1_799);
    assert!(is_shown(&cookie));
    house.pass(1_799);
    assert!(is_shown(&cookie), "its last but one second");
    house.pass(2);
    assert!(!is_shown(&cookie) && house.status(path, &cookie) == 200, "still signed in");
    // Who signs out and in again is asked again.
    house.get("/?purpose=case", &cookie);
    assert!(is_shown(&cookie));
    house.ask(Request::post("/sign-out").header("cookie", &cookie), "");
    assert!(!is_shown(&house.sign_in("full")));
}

#[test]
fn what_nobody_has_understood_is_personal_and_a_request_is_called_by_the_house() {
    let house = House::with_people();
    let cookie = house.sign_in("full");
    let before = house.events().len();
    let typed = "/kpis/SEEN/records?period=Nguyen+Van+Bi+Mat&ward=CCCD079";
    house.ask(Request::get(typed).header("cookie", &cookie).header("x-request-id", "Nguyen.Van.A"), "");
    house.get(&format!("{typed}&purpose=case"), &cookie);
    let events = house.events().split_off(before);
    assert_eq!(events.len(), 2);
    for found in events {
        let line = format!("{:?}", found.line);
        assert!(!line.contains("Nguyen") && !line.contains("CCCD"), "{line}");
    }
}

#[test]
fn rows_of_queries_that_say_who_somebody_is_are_shown_for_a_purpose() {
    let house = House::with_people();
    let cookie = house.sign_in("full");
    let both = house.sign_in("full");
    house.get("/?purpose=case", &both);
    let before = house.events().len();
    // Pages are shown without people, and say so where rows lack them.
    let pages = ["/?period=2024", "/dashboards/all?period=2024"];
    for path in pages {
        let without = house.get(path, &cookie).text();
        for told in ["People", "First Ward", "Personal data are not shown", "?period=2024&amp;purpose="] {
            assert!(without.contains(told), "{path} {told}: {without}");
        }
        assert!(!without.contains("Hoa") && !without.contains(">Person<"), "{path}");
        let asked = house.get(&format!("{path}&purpose="), &cookie).text();
        assert!(asked.contains("To look into a case") && !asked.contains("Hoa"), "{path}");
        let shown = house.get(path, &both);
        assert!(shown.text().contains("Hoa") && !shown.text().contains("Personal data are not"), "{path}");
        assert_eq!(shown.headers["cache-control"], "private, no-store", "{path}");
        assert_ne!(shown.headers["etag"], house.get(path, &cookie).headers["etag"], "{path}");
    }
    let files = [
        "/dashboards/all/export.csv?period=2024",
        "/dashboards/all/panels/3.csv?period=2024",
        "/dashboards/all/panels/3.json?period=2024",
        "/api/v1/dashboards/all?period=2024",
    ];
    for path in files {
        let asked = house.get(path, &cookie);
        assert!(asked.text().contains("To look into a case") && !asked.text().contains("Hoa"), "{path}");
        let shown = house.get(path, &both);
        assert!(
            shown.bytes.windows(3).any(|part| part == b"Hoa") || path.ends_with("export.csv?period=2024"),
            "{path}"
        );
        assert_eq!(shown.headers["cache-control"], "private, no-store", "{path}");
    }
    // What shows no people is for no purpose, and who may not see them is asked for none.
    for path in [
        "/kpis",
        "/kpis/SEEN?period=2024",
        "/charts/all/bars.svg?period=2024",
        "/dashboards/all/panels/bars.csv",
    ] {
        assert!(!house.get(path, &cookie).text().contains("To look into a case"), "{path}");
    }
    let masked = house.get("/dashboards/all?period=2024", &house.sign_in("masked"));
    assert!(!masked.text().contains("purpose") && !masked.text().contains("Hoa"));
    let events = house.events().split_off(before);
    let shown = events.iter().filter(|found| found.line.codes.contains_key("purpose"));
    let kinds: Vec<_> = shown.map(|found| (found.line.kind.as_str(), found.line.rows)).collect();
    assert_eq!(kinds.len(), pages.len() + files.len(), "{kinds:?}");
    assert_eq!(kinds[..2], [("opened_records", Some(2)); 2]);
    assert!(kinds[2..5].iter().all(|(kind, rows)| *kind == "exported" && rows.is_some()), "{kinds:?}");
}

#[test]
fn what_was_done_is_on_record_and_what_was_typed_is_personal() {
    let house = House::with_people();
    assert_eq!(house.try_in("full", "wrong wrong wrong").status.as_u16(), 401);
    let cookie = house.sign_in("full");
    for path in [
        "/kpis/SEEN?period=2024&ward=w1",
        "/kpis?q=somebody",
        "/kpis/SEEN/export.csv?period=2024",
        "/kpis/HIDDEN?period=2024",
        "/assets/x",
        "/healthz",
    ] {
        house.get(path, &cookie);
    }
    house.ask(Request::post("/sign-out").header("cookie", &cookie), "");
    let events = house.events();
    let done: Vec<&str> = events.iter().map(|found| found.line.kind.as_str()).skip(5).collect();
    assert_eq!(
        done,
        ["sign_in_refused", "signed_in", "saw", "saw", "exported", "refused", "signed_out"],
        "after five accounts"
    );
    let line = |at: usize| &events[5 + at].line;
    assert_eq!((line(2).account.as_deref(), line(2).role.as_deref()), (Some("full"), Some("full")));
    assert_eq!(line(2).route.as_deref(), Some("/kpis/{code}"));
    let codes: Vec<_> = line(2).codes.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    assert_eq!(codes, [("code", "SEEN"), ("period", "2024"), ("ward", "w1")]);
    assert!(line(3).codes.is_empty(), "what was looked for is no code");
    assert_eq!(events[8].personal.as_ref().unwrap().texts["q"], "somebody");
    assert_eq!(line(4).status, Some(200));
    assert!(line(4).rows.is_some_and(|rows| rows > 0) && line(4).bytes.is_some_and(|bytes| bytes > 0));
    assert!(line(5).codes.is_empty() && line(5).status == Some(404));
    let found = verify(&house.private, None).unwrap();
    assert!(found.is_whole(), "{found:?}");
}

#[test]
fn who_saw_what_is_told_to_the_role_that_may() {
    let house = House::with_people();
    let cookie = house.sign_in("full");
    house.get("/kpis/SEEN?period=2024", &cookie);
    assert_eq!(house.status("/audit", &cookie), 404, "not a page of the role");
    house.edit("nobody", |own| own.role = "inspector".to_owned());
    house.events();
    let inspector = house.sign_in("nobody");
    assert_eq!(house.get("/", &inspector).headers["location"], "/audit");
    let page = house.get("/audit?who=full&kind=saw", &inspector);
    assert_eq!(page.status, StatusCode::OK);
    assert_eq!(page.headers["cache-control"], "no-store");
    let text = page.text();
    assert!(text.contains("KPI: SEEN; period: 2024") && text.contains("/kpis/{code}"), "{text}");
    assert!(text.contains("Account: full; ") && text.contains("Toy</p>"), "what paper says of it: {text}");
    assert!(!text.contains("INSPECTOR") && text.matches("<tr").count() == 2, "{text}");
    // 2027-01-15 08:00:00 in UTC, as the clocks of the workspace show it.
    assert!(text.contains("15/01/2027 15:00:00"), "{text}");
    for (query, status) in [("kind=none", 400), ("since=soon", 400), ("since=2027-01-15", 200), ("x=1", 400)]
    {
        assert_eq!(house.status(&format!("/audit?{query}"), &inspector), status, "{query}");
    }
    assert!(!house.get("/audit?since=2027-01-16", &inspector).text().contains("code=SEEN"));
    // Where nobody signs in there is nothing to tell.
    assert_eq!(House::new().status("/audit", ""), 404);
}
