//! A password as it is kept: argon2id, in the PHC form.

use std::fmt;

use argon2::password_hash::phc::PasswordHash;
use argon2::{ARGON2ID_IDENT, Algorithm, Argon2, Params, PasswordHasher, PasswordVerifier, Version};

use super::AccessError;
use super::random::random_bytes;

/// What OWASP's cheat sheet on storing passwords asks for at least: 19 MiB of memory, in KiB here.
const MEMORY: u32 = 19 * 1_024;
/// Passes over it.
const PASSES: u32 = 2;
/// Lanes: one, since two hashes at once use two cores as well.
const LANES: u32 = 1;

/// More than this is a slip or an attack on whoever signs in: 256 MiB, in KiB.
const MOST_MEMORY: u32 = 256 * 1_024;
/// Likewise.
const MOST_PASSES: u32 = 16;

/// What nobody's password gives, of the same parameters: no password is known whose hash is all zeros. It
/// is looked at where there is no account, so that this takes as long.
const NOBODY: &str =
    "$argon2id$v=19$m=19456,t=2,p=1$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";

/// A hashed password. What it is does not show when it is printed.
#[derive(Clone, PartialEq, Eq)]
pub struct Hashed(String);

impl Hashed {
    /// Hashes a password that has been found [`usable`](super::usable). Takes tens of milliseconds and 19 MiB.
    ///
    /// # Errors
    /// Where the system gives no random bytes, or no memory.
    pub fn of(password: &str) -> Result<Self, AccessError> {
        let failed = |error: &dyn fmt::Display| AccessError::Hash { because: error.to_string() };
        let params = Params::new(MEMORY, PASSES, LANES, None).map_err(|error| failed(&error))?;
        let argon2 = Argon2::new(Algorithm::Argon2id, Version::V0x13, params);
        let salt = random_bytes::<16>()?;
        let hash = argon2.hash_password_with_salt(password.as_bytes(), &salt);
        hash.map(|hash| Self(hash.to_string())).map_err(|error| failed(&error))
    }

    /// What stands in a file: argon2id of version 19 with a salt and 32 bytes, within bounds of memory and time.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let hash = PasswordHash::new(text).ok()?;
        let params = Params::try_from(&hash).ok()?;
        let is_whole = hash.algorithm == ARGON2ID_IDENT
            && hash.version == Some(Version::V0x13.into())
            && hash.salt.is_some()
            && hash.hash.is_some_and(|hash| hash.len() == Params::DEFAULT_OUTPUT_LEN);
        let is_bounded =
            params.m_cost() <= MOST_MEMORY && params.t_cost() <= MOST_PASSES && params.p_cost() == LANES;
        (is_whole && is_bounded).then(|| Self(text.to_owned()))
    }

    /// The hash of no password that anybody knows.
    pub(super) fn nobody() -> Self {
        Self(NOBODY.to_owned())
    }

    /// Whether a password is the one. Takes as long whether it is or not.
    pub(super) fn is_of(&self, password: &str) -> bool {
        let Ok(hash) = PasswordHash::new(&self.0) else { return false };
        Argon2::default().verify_password(password.as_bytes(), &hash).is_ok()
    }

    /// Whether it was made as passwords are hashed now: one that was not can be hashed anew when it is next typed.
    #[must_use]
    pub fn is_current(&self) -> bool {
        let params = PasswordHash::new(&self.0).ok().and_then(|hash| Params::try_from(&hash).ok());
        params.is_some_and(|params| {
            (params.m_cost(), params.t_cost(), params.p_cost()) == (MEMORY, PASSES, LANES)
        })
    }

    /// As a file has it.
    pub(super) fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Hashed {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("Hashed(…)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_password_fits_its_hash_and_no_other_does() {
        let hashed = Hashed::of("đúng mật khẩu này").unwrap();
        assert_eq!(Hashed::parse(hashed.as_str()), Some(hashed.clone()));
        assert!(hashed.is_of("đúng mật khẩu này") && hashed.is_current());
        for other in ["đúng mật khẩu nay", "", "đúng mật khẩu này "] {
            assert!(!hashed.is_of(other), "{other}");
        }
        assert_ne!(hashed, Hashed::of("đúng mật khẩu này").unwrap(), "each has a salt of its own");
        assert_eq!(format!("{hashed:?}"), "Hashed(…)");
    }

    #[test]
    fn nobody_costs_as_much_as_somebody() {
        let nobody = Hashed::nobody();
        assert_eq!(Hashed::parse(nobody.as_str()), Some(nobody.clone()));
        assert!(nobody.is_current());
        assert!(!nobody.is_of(""));
    }

    #[test]
    fn what_is_weak_or_would_take_the_machine_is_no_hash() {
        for (wrong, with) in [
            ("$argon2id$", "$argon2i$"),
            ("$v=19", "$v=16"),
            ("$v=19", ""),
            ("m=19456", "m=4294967295"),
            ("t=2", "t=999"),
            ("p=1", "p=4"),
            ("$AAAAAAAAAAAAAAAAAAAAAA$", "$"),
            ("AAAAAAAAAAAAAAAAAAAAA$", "!$"),
        ] {
            let text = NOBODY.replacen(wrong, with, 1);
            assert_ne!(text, NOBODY, "{wrong}");
            assert_eq!(Hashed::parse(&text), None, "{text}");
        }
        for text in ["", "$", "plain", &NOBODY[..NOBODY.len() - 20], &format!("{NOBODY}$x")] {
            assert_eq!(Hashed::parse(text), None, "{text}");
        }
    }
}
