//! Only the provider's own word for this service, for this errand and for now is taken.

use serde_json::{Value, json};

use super::browser::{Door, Trip, borne, told};
use super::fake::{Fake, base64, by_secret, bytes, described, public, signed, signed_under};

/// What is told to all who are not let in.
fn refused(door: &Door) -> (u16, String) {
    let trip = door.away("/kpis");
    let own = told(&door.back(&trip, "code", "nobodys"));
    assert_eq!(own.0, 401);
    // Where they wanted to go stands there only if they are known to have been sent.
    (
        own.0,
        own.1
            .replace("value=\"/\"", "value=\"/kpis\"")
            .replace("/sign-in/oidc\"", "/sign-in/oidc?next=%2Fkpis\""),
    )
}

/// Comes back with a token made for the nonce.
fn come(fake: &Fake, door: &Door, token: impl FnOnce(&Trip) -> String) -> crate::reload::Answer {
    let trip = door.away("/kpis");
    let token = token(&trip);
    fake.change(|own| own.token = token);
    door.back(&trip, "code", &trip.asked["state"])
}

fn is_in(fake: &Fake, door: &Door, claims: impl FnOnce(Value) -> Value) -> bool {
    let answer = come(fake, door, |trip| signed(0, &claims(fake.claims(&trip.asked["nonce"]))));
    let session = borne(&answer, "");
    assert_eq!(session.is_some(), answer.status == 303, "{}", answer.text());
    if session.is_none() {
        assert_eq!(told(&answer), refused(door));
    }
    session.is_some()
}

/// The claims with one of them another.
fn with(mut claims: Value, name: &str, value: Value) -> Value {
    match value {
        Value::Null => drop(claims.as_object_mut().unwrap().remove(name)),
        value => claims[name] = value,
    }
    claims
}

#[test]
fn a_good_token_lets_in_whom_an_account_names_and_nobody_else() {
    let fake = Fake::start();
    let door = Door::to(&fake.issuer);
    assert!(is_in(&fake, &door, |own| own));
    for nobody in ["binh", "An", "an ", "disabled", "full", ""] {
        assert!(!is_in(&fake, &door, |own| with(own, "sub", json!(nobody))), "{nobody}");
    }
    assert!(!is_in(&fake, &door, |own| with(own, "sub", json!("an".repeat(200)))));
    // No other claim makes anybody an account.
    let claims = json!({ "email": "an", "email_verified": true, "preferred_username": "full" });
    assert!(!is_in(&fake, &door, |own| {
        let own = with(own, "sub", json!("binh"));
        claims.as_object().unwrap().iter().fold(own, |own, (name, value)| with(own, name, value.clone()))
    }));
}

#[test]
fn a_provider_elsewhere_is_asked_by_a_certificate_that_the_machine_trusts_and_by_no_other() {
    let (fake, certificate) = Fake::encrypted("localhost");
    let (misnamed, its_own) = Fake::encrypted("another.example");
    let trusting = |fake: &Fake, roots| Door::trusting(&fake.issuer, roots, |reception| reception);
    let door = trusting(&fake, vec![certificate]);
    assert!(is_in(&fake, &door, |own| own));
    assert!(!is_in(&fake, &door, |own| with(own, "sub", json!("binh"))));
    let before = fake.told.lock().unwrap().asked.len();
    // Nobody trusts it; somebody else's is trusted; it is for another name.
    for door in
        [trusting(&fake, vec![]), trusting(&fake, vec![its_own.clone()]), trusting(&misnamed, vec![its_own])]
    {
        assert_eq!(door.get("/sign-in/oidc?next=%2Fkpis", "").status, 503);
    }
    assert_eq!(fake.told.lock().unwrap().asked.len(), before, "it was told nothing");
    assert!(misnamed.told.lock().unwrap().asked.is_empty());
}

#[test]
fn what_is_said_for_another_service_errand_or_time_is_not_taken() {
    let fake = Fake::start();
    let door = Door::to(&fake.issuer);
    let now = crate::sign_in::moment(0).timestamp();
    let wrong: Vec<(&str, Value)> = vec![
        ("iss", json!("http://127.0.0.1:1")),
        ("iss", json!(format!("{}/", fake.issuer))),
        ("iss", Value::Null),
        ("aud", json!("another")),
        ("aud", json!(["minh-bach", "another"])),
        ("aud", json!([])),
        ("aud", Value::Null),
        ("azp", json!("another")),
        ("nonce", json!("another")),
        ("nonce", json!("")),
        ("nonce", Value::Null),
        ("sub", Value::Null),
        ("exp", json!(now - 60)),
        ("exp", json!(now - 61)),
        ("exp", json!(0)),
        ("exp", Value::Null),
        ("iat", json!(now + 61)),
        ("iat", Value::Null),
    ];
    for (name, value) in wrong {
        let said = format!("{name} {value}");
        assert!(!is_in(&fake, &door, |own| with(own, name, value)), "{said}");
    }
    for (name, value) in [
        ("aud", json!(["minh-bach"])),
        ("azp", json!("minh-bach")),
        ("exp", json!(now - 59)),
        ("iat", json!(now + 60)),
    ] {
        let said = format!("{name} {value}");
        assert!(is_in(&fake, &door, |own| with(own, name, value)), "{said}");
    }
}

#[test]
fn no_bit_of_a_token_can_be_another_and_none_missing() {
    let fake = Fake::start();
    let door = Door::to(&fake.issuer);
    let same = refused(&door);
    let check = |what: &str, change: &dyn Fn(String) -> String| {
        let answer = come(&fake, &door, |trip| change(signed(0, &fake.claims(&trip.asked["nonce"]))));
        assert_eq!(told(&answer), same, "{what}");
    };
    // Each bit is tried where tokens are checked (`web::provider`); here some, that the browser is told the same of any.
    for (part, step) in [(0, 61), (1, 61), (2, 61)] {
        let length = bytes(signed(0, &fake.claims(&"0".repeat(64))).split('.').nth(part).unwrap()).len() * 8;
        for bit in (0..length).filter(|bit| bit % step == 0 || part == 2 && (*bit < 8 || bit + 8 >= length)) {
            check(&format!("bit {bit} of part {part}"), &|token| {
                let mut parts: Vec<String> = token.split('.').map(str::to_owned).collect();
                let mut own = bytes(&parts[part]);
                own[bit / 8] ^= 1 << (bit % 8);
                parts[part] = base64(&own);
                parts.join(".")
            });
        }
    }
    for cut in [1, 2, 3, 85, 171, 300, 341, 342, 343, 400] {
        check(&format!("{cut} letters less"), &|token| token[..token.len() - cut].to_owned());
    }
    // Nothing is said of the four bits of the last letter that stand for no bit of the signature.
    check("a letter more", &|token| format!("{token}A"));
    check("padded", &|token| format!("{token}=="));
    check("a part more", &|token| format!("{token}.x"));
    check("nothing", &|_| String::new());
    // It can fail: the same unchanged is let in.
    assert!(is_in(&fake, &door, |own| own));
}

#[test]
fn no_other_algorithm_and_no_other_key_signs_for_the_provider() {
    let fake = Fake::start();
    let door = Door::to(&fake.issuer);
    let same = refused(&door);
    let head = |alg: &str, kid: &str| json!({ "alg": alg, "typ": "JWT", "kid": kid });
    let unsigned = |alg: &str, claims: &Value| {
        let head = json!({ "alg": alg, "typ": "JWT" });
        format!("{}.{}.", base64(head.to_string().as_bytes()), base64(claims.to_string().as_bytes()))
    };
    type Make<'a> = Box<dyn Fn(&Value) -> String + 'a>;
    let key = public(0);
    let attempts: Vec<(&str, Make<'_>)> = vec![
        (
            "another's key under the provider's id",
            Box::new(|own| signed_under(&head("RS256", "key-0"), 1, own)),
        ),
        ("a key of nobody", Box::new(|own| signed_under(&head("RS256", "key-9"), 1, own))),
        ("another's key without an id", Box::new(|own| signed_under(&json!({ "alg": "RS256" }), 1, own))),
        ("its own key under another id", Box::new(|own| signed_under(&head("RS256", "key-1"), 0, own))),
        ("RS512 in name", Box::new(|own| signed_under(&head("RS512", "key-0"), 0, own))),
        ("PS256 in name", Box::new(|own| signed_under(&head("PS256", "key-0"), 0, own))),
        ("ES256 in name", Box::new(|own| signed_under(&head("ES256", "key-0"), 0, own))),
        ("none", Box::new(|own| unsigned("none", own))),
        ("None", Box::new(|own| unsigned("None", own))),
        ("RS256 without a signature", Box::new(|own| unsigned("RS256", own))),
        ("none over a signature", Box::new(|own| signed_under(&head("none", "key-0"), 0, own))),
        ("the public key as a secret", Box::new(|own| by_secret(key["n"].as_str().unwrap().as_bytes(), own))),
        ("its bytes as a secret", Box::new(|own| by_secret(&bytes(key["n"].as_str().unwrap()), own))),
        ("the whole of it as a secret", Box::new(|own| by_secret(key.to_string().as_bytes(), own))),
        ("the secret of the service", Box::new(|own| by_secret(super::browser::SECRET.as_bytes(), own))),
        (
            "something critical",
            Box::new(|own| signed_under(&json!({ "alg": "RS256", "crit": ["x"] }), 0, own)),
        ),
        (
            "a key that it brings",
            Box::new(|own| {
                signed_under(&json!({ "alg": "RS256", "kid": "key-1", "jwk": public(1) }), 1, own)
            }),
        ),
    ];
    for (what, make) in &attempts {
        let answer = come(&fake, &door, |trip| make(&fake.claims(&trip.asked["nonce"])));
        assert_eq!(told(&answer), same, "{what}");
    }
    assert!(is_in(&fake, &door, |own| own));
    let events = door.house.events();
    let because: Vec<&str> = events
        .iter()
        .filter(|found| found.line.kind == "sign_in_refused")
        .map(|found| found.line.codes["because"].as_str())
        .collect();
    assert_eq!(because.iter().filter(|word| matches!(**word, "token" | "code")).count(), attempts.len());
}

#[test]
fn new_keys_are_asked_for_at_once_and_not_again_and_again() {
    let fake = Fake::start();
    let door = Door::to(&fake.issuer);
    assert!(is_in(&fake, &door, |own| own));
    assert_eq!(fake.told.lock().unwrap().asked_keys, 1);
    fake.change(|own| own.keys = json!({ "keys": [public(0), public(1)] }));
    let by_new = |number: usize| {
        let answer = come(&fake, &door, |trip| signed(number, &fake.claims(&trip.asked["nonce"])));
        answer.status == 303
    };
    assert!(by_new(1), "the key is there");
    assert_eq!(fake.told.lock().unwrap().asked_keys, 2);
    for _ in 0..5 {
        let answer = come(&fake, &door, |trip| {
            signed_under(&json!({ "alg": "RS256", "kid": "none" }), 0, &fake.claims(&trip.asked["nonce"]))
        });
        assert_eq!(answer.status, 401);
    }
    assert_eq!(fake.told.lock().unwrap().asked_keys, 2);
    // A key that the provider has withdrawn is good for nothing from the next hour on.
    fake.change(|own| own.keys = json!({ "keys": [public(1)] }));
    door.house.pass(3_600);
    let now = crate::sign_in::moment(3_600).timestamp();
    let late = |own: Value| with(with(own, "iat", json!(now)), "exp", json!(now + 60));
    assert!(!is_in(&fake, &door, late));
    let answer = come(&fake, &door, |trip| signed(1, &late(fake.claims(&trip.asked["nonce"]))));
    assert_eq!(answer.status, 303);
    assert_eq!(described(&fake.issuer)["issuer"], fake.issuer);
}
