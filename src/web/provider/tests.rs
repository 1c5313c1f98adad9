//! Each bit of a token counts, as it is checked itself, without a provider and a browser around it: `tests/it/oidc` has those.

use std::process::Command;
use std::str::FromStr;

use chrono::DateTime;
use openidconnect::core::{CoreJsonWebKeySet, CoreJwsSigningAlgorithm, CoreRsaPrivateSigningKey};
use openidconnect::{JsonWebKeyId, PrivateSigningKey};
use serde_json::json;

use super::*;

const ISSUER: &str = "http://127.0.0.1:4711";

struct House {
    provider: Provider,
    said: CoreProviderMetadata,
    errand: Errand,
    now: Moment,
    key: CoreRsaPrivateSigningKey,
}

impl House {
    fn new() -> Self {
        let file = format!("{}/tests/oidc/keys.mjs", env!("CARGO_MANIFEST_DIR"));
        let made = Command::new("node").arg(file).output().unwrap();
        let pem = String::from_utf8(made.stdout).unwrap();
        let pem = pem.split_inclusive("END RSA PRIVATE KEY-----").next().unwrap();
        let id = JsonWebKeyId::new("key-0".to_owned());
        let key = CoreRsaPrivateSigningKey::from_pem(pem.trim(), Some(id)).unwrap();
        let settings = Oidc {
            issuer: ISSUER.to_owned(),
            client: "minh-bach".to_owned(),
            redirect: "http://127.0.0.1:3890/sign-in/oidc/back".to_owned(),
            name: "P".to_owned(),
        };
        let said = json!({
            "issuer": ISSUER,
            "authorization_endpoint": format!("{ISSUER}/authorize"),
            "token_endpoint": format!("{ISSUER}/token"),
            "jwks_uri": format!("{ISSUER}/keys"),
            "response_types_supported": ["code"],
            "subject_types_supported": ["public"],
            "id_token_signing_alg_values_supported": ["RS256"],
        });
        let said: CoreProviderMetadata = serde_json::from_value(said).unwrap();
        let keys = CoreJsonWebKeySet::new(vec![key.as_verification_key()]);
        let word = |letter: &str| letter.repeat(64);
        Self {
            provider: Provider::new(&settings, "secret".to_owned(), Vec::new()).unwrap(),
            said: said.set_jwks(keys),
            errand: Errand { state: word("a"), nonce: word("b"), verifier: word("c"), next: "/".to_owned() },
            now: DateTime::from_timestamp(1_700_000_000, 0).unwrap(),
            key,
        }
    }

    /// Head, claims and signature of a good token.
    fn token(&self) -> [Vec<u8>; 3] {
        let now = self.now.timestamp();
        let head = json!({ "alg": "RS256", "typ": "JWT", "kid": "key-0" }).to_string();
        let claims = json!({
            "iss": ISSUER, "sub": "an", "aud": "minh-bach", "nonce": self.errand.nonce, "iat": now, "exp": now + 300,
        });
        let claims = claims.to_string();
        let begun = format!("{}.{}", base64(head.as_bytes()), base64(claims.as_bytes()));
        let signature = self.key.sign(&CoreJwsSigningAlgorithm::RsaSsaPkcs1V15Sha256, begun.as_bytes());
        [head.into_bytes(), claims.into_bytes(), signature.unwrap()]
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

#[test]
fn no_bit_of_a_token_can_be_another() {
    let house = House::new();
    let token = house.token();
    assert_eq!(house.told(&token).as_deref(), Some("an"), "it can fail");
    let bits = (0..token.len()).flat_map(|part| (0..token[part].len() * 8).map(move |bit| (part, bit)));
    let bits: Vec<(usize, usize)> = bits.collect();
    assert!(bits.len() > 3_500, "{}", bits.len());
    let taken = |bits: &[(usize, usize)]| -> Vec<(usize, usize)> {
        let is_taken = |(part, bit): &&(usize, usize)| {
            let mut other = token.clone();
            other[*part][bit / 8] ^= 1 << (bit % 8);
            house.told(&other).is_some()
        };
        bits.iter().filter(is_taken).copied().collect()
    };
    let (one, other) = bits.split_at(bits.len() / 2);
    let found = std::thread::scope(|scope| {
        let one = scope.spawn(|| taken(one));
        [taken(other), one.join().unwrap()].concat()
    });
    assert!(found.is_empty(), "bits of parts: {found:?}");
}

#[test]
fn no_byte_of_a_token_can_be_missing() {
    let house = House::new();
    let token = house.token();
    for part in 0..token.len() {
        for length in (0..token[part].len()).rev() {
            let mut other = token.clone();
            other[part].truncate(length);
            assert!(house.told(&other).is_none(), "{length} bytes of part {part}");
        }
    }
}
