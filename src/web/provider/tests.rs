//! Each bit of a token counts, as it is checked itself, without a provider and a browser around it: `tests/it/oidc` has those.

use std::process::Command;
use std::str::FromStr;

use chrono::DateTime;
use openidconnect::core::{CoreJsonWebKey, CoreJsonWebKeySet};
use serde_json::{Value, json};

use super::*;

const ISSUER: &str = "http://127.0.0.1:4711";

/// A provider that signs by one algorithm, and a good token of it: head, claims, signature.
struct House {
    provider: Provider,
    said: CoreProviderMetadata,
    errand: Errand,
    now: Moment,
    token: [Vec<u8>; 3],
}

impl House {
    fn new(algorithm: &str) -> Self {
        let settings = Oidc {
            issuer: ISSUER.to_owned(),
            client: "minh-bach".to_owned(),
            redirect: "http://127.0.0.1:3890/sign-in/oidc/back".to_owned(),
            name: "P".to_owned(),
        };
        let word = |letter: &str| letter.repeat(64);
        let errand = Errand { state: word("a"), nonce: word("b"), verifier: word("c"), next: "/".to_owned() };
        let now: Moment = DateTime::from_timestamp(1_700_000_000, 0).unwrap();
        let at = now.timestamp();
        let head = json!({ "alg": algorithm, "typ": "JWT", "kid": "key-0" }).to_string();
        let claims = json!({
            "iss": ISSUER, "sub": "an", "aud": "minh-bach", "nonce": errand.nonce, "iat": at, "exp": at + 300,
        });
        let claims = claims.to_string();
        let begun = format!("{}.{}", base64(head.as_bytes()), base64(claims.as_bytes()));
        // Node signs, of whose implementation nothing here knows.
        let file = format!("{}/tests/oidc/signed.mjs", env!("CARGO_MANIFEST_DIR"));
        let made = Command::new("node").args([&file, algorithm, &begun]).output().unwrap();
        let made: Value = serde_json::from_slice(&made.stdout).unwrap();
        let said = json!({
            "issuer": ISSUER,
            "authorization_endpoint": format!("{ISSUER}/authorize"),
            "token_endpoint": format!("{ISSUER}/token"),
            "jwks_uri": format!("{ISSUER}/keys"),
            "response_types_supported": ["code"],
            "subject_types_supported": ["public"],
            "id_token_signing_alg_values_supported": [algorithm],
        });
        let said: CoreProviderMetadata = serde_json::from_value(said).unwrap();
        let key: CoreJsonWebKey = serde_json::from_value(made["key"].clone()).unwrap();
        let signature: Vec<u8> = serde_json::from_value(made["signature"].clone()).unwrap();
        Self {
            provider: Provider::new(&settings, "secret".to_owned(), Vec::new()).unwrap(),
            said: said.set_jwks(CoreJsonWebKeySet::new(vec![key])),
            errand,
            now,
            token: [head.into_bytes(), claims.into_bytes(), signature],
        }
    }

    /// Whom a token names.
    fn told(&self, token: &[Vec<u8>; 3]) -> Option<String> {
        let token = token.each_ref().map(|part| base64(part)).join(".");
        let token = CoreIdToken::from_str(&token).ok()?;
        self.provider.told(&self.said, &token, &self.errand, self.now).ok().map(|found| found.subject)
    }
}

fn base64(bytes: &[u8]) -> String {
    const LETTERS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    let mut text = String::new();
    for chunk in bytes.chunks(3) {
        let at = |index: usize| u32::from(chunk.get(index).copied().unwrap_or_default());
        let bits = at(0) << 16 | at(1) << 8 | at(2);
        (0..=chunk.len()).for_each(|index| {
            text.push(char::from(LETTERS[usize::try_from(bits >> (18 - 6 * index) & 63).unwrap()]));
        });
    }
    text
}

/// The bits of a token of which another is taken too.
fn taken(house: &House) -> Vec<(usize, usize)> {
    let token = &house.token;
    assert_eq!(house.told(token).as_deref(), Some("an"), "it can fail");
    let bits = (0..token.len()).flat_map(|part| (0..token[part].len() * 8).map(move |bit| (part, bit)));
    let bits: Vec<(usize, usize)> = bits.collect();
    assert!(bits.len() > 2_000, "{}", bits.len());
    let taken = |bits: &[(usize, usize)]| -> Vec<(usize, usize)> {
        let is_taken = |(part, bit): &&(usize, usize)| {
            let mut other = token.clone();
            other[*part][bit / 8] ^= 1 << (bit % 8);
            house.told(&other).is_some()
        };
        bits.iter().filter(is_taken).copied().collect()
    };
    let (one, other) = bits.split_at(bits.len() / 2);
    std::thread::scope(|scope| {
        let one = scope.spawn(|| taken(one));
        [taken(other), one.join().unwrap()].concat()
    })
}

#[test]
fn no_bit_of_a_token_can_be_another() {
    assert_eq!(taken(&House::new("RS256")), []);
}

#[test]
fn no_bit_of_a_token_on_a_curve_can_be_another() {
    assert_eq!(taken(&House::new("ES256")), []);
}

#[test]
fn no_byte_of_a_token_can_be_missing() {
    for house in ["RS256", "ES256"].map(House::new) {
        let token = &house.token;
        for part in 0..token.len() {
            for length in (0..token[part].len()).rev() {
                let mut other = token.clone();
                other[part].truncate(length);
                assert!(house.told(&other).is_none(), "{length} bytes of part {part}");
            }
        }
    }
}
