//! An account: who somebody is, as which role, and by what that is known.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use sha2::{Digest, Sha256};

use super::random::random_hex;
use super::{AccessError, Hashed, Moment};
use crate::store::hex;

/// The longest name, in bytes.
const LONGEST_NAME: usize = 64;

/// Hexadecimal digits of a token's id.
pub(super) const ID_DIGITS: usize = 16;

/// Hexadecimal digits of a token's hash.
pub(super) const HASH_DIGITS: usize = 64;

/// What somebody types to sign in.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct AccountName(String);

impl AccountName {
    /// A name as it stands in a file: 1 to 64 lower-case letters of ASCII, digits, `.`, `_`, `-`, `@`.
    ///
    /// # Errors
    /// [`AccessError::Name`].
    pub fn parse(text: &str) -> Result<Self, AccessError> {
        let plain = |byte: u8| {
            byte.is_ascii_lowercase() || byte.is_ascii_digit() || matches!(byte, b'.' | b'_' | b'-' | b'@')
        };
        if text.is_empty() || text.len() > LONGEST_NAME || !text.bytes().all(plain) {
            return Err(AccessError::Name { name: text.chars().take(2 * LONGEST_NAME).collect() });
        }
        Ok(Self(text.to_owned()))
    }

    /// A name as people type it: blanks around it and capitals, which telephones write of themselves, mean nothing.
    #[must_use]
    pub fn typed(text: &str) -> Option<Self> {
        Self::parse(&text.trim().to_ascii_lowercase()).ok()
    }

    /// The name.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for AccountName {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

/// Who somebody is to a provider of OpenID Connect.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Subject {
    /// The provider's address.
    pub issuer: String,
    /// What it calls them; it never gives that to another.
    pub subject: String,
}

/// Who may sign in, as what.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Account {
    /// What is typed.
    pub name: AccountName,
    /// Who it is, in words.
    pub title: String,
    /// The name of a role of access.toml; whether there is one is not known here.
    pub role: String,
    /// For a dimension the member that is this account's own: the body that it belongs to.
    pub own: BTreeMap<String, String>,
    /// Nothing where somebody signs in elsewhere only.
    pub password: Option<Hashed>,
    /// Nothing where somebody signs in here only.
    pub subject: Option<Subject>,
    /// Whether nobody may use it.
    pub disabled: bool,
    /// Random, another one whenever it means somebody else than before: see [`Self::bound_to`].
    pub stamp: String,
    /// Its tokens for programs, by their ids.
    pub tokens: BTreeMap<String, TokenEntry>,
}

/// A token as it is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TokenEntry {
    /// What it is for, in words.
    pub title: String,
    /// The hash of the whole token, in hexadecimal.
    pub hash: String,
    /// In which formats files may be had with it; figures as JSON always.
    pub formats: BTreeSet<String>,
    /// Since when it is there.
    pub created: Moment,
    /// From when on it is good for nothing.
    pub expires: Moment,
    /// What the account was bound to when it was made.
    pub bound_to: String,
}

impl Account {
    /// One that nobody can sign in to yet.
    ///
    /// # Errors
    /// Where the system gives no random bytes.
    pub fn new(name: AccountName, title: String, role: String) -> Result<Self, AccessError> {
        Ok(Self {
            name,
            title,
            role,
            own: BTreeMap::new(),
            password: None,
            subject: None,
            disabled: false,
            stamp: random_hex::<16>()?,
            tokens: BTreeMap::new(),
        })
    }

    /// What sessions and tokens are bound to: it is another one as soon as the stamp, the password, the role, what is
    /// its own, the subject or whether it is disabled is another, also where somebody edited the file by hand. The
    /// stamp is random, so that what was once left does not come again. 64 hexadecimal digits.
    #[must_use]
    pub fn bound_to(&self) -> String {
        let mut hash = Sha256::new();
        // Each with its length, so that no two different accounts give the same bytes.
        let mut add = |part: &str| {
            hash.update((part.len() as u64).to_be_bytes());
            hash.update(part.as_bytes());
        };
        add(self.name.as_str());
        add(&self.stamp);
        add(&self.role);
        add(if self.disabled { "disabled" } else { "" });
        add(self.password.as_ref().map_or("", Hashed::as_str));
        let subject = self.subject.as_ref();
        add(subject.map_or("", |subject| &subject.issuer));
        add(subject.map_or("", |subject| &subject.subject));
        for (dimension, member) in &self.own {
            add(dimension);
            add(member);
        }
        hex(&hash.finalize())
    }
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;

    /// What may be done to an account.
    pub(in crate::access) type Change = fn(&mut Account);

    /// Somebody without a password.
    pub(in crate::access) fn account(name: &str, role: &str) -> Account {
        Account::new(AccountName::parse(name).unwrap(), name.to_uppercase(), role.to_owned()).unwrap()
    }

    #[test]
    fn names_are_plain() {
        for name in ["a", "an.nguyen", "an_nguyen-2@so.example", &"x".repeat(64)] {
            assert_eq!(AccountName::parse(name).unwrap().as_str(), name);
        }
        for name in ["", "An", "a b", "đan", "a/b", "a\n", "a\"", &"x".repeat(65)] {
            assert!(matches!(AccountName::parse(name), Err(AccessError::Name { .. })), "{name}");
        }
    }

    #[test]
    fn what_a_telephone_adds_means_nothing() {
        assert_eq!(AccountName::typed(" An.Nguyen ").unwrap().as_str(), "an.nguyen");
        assert_eq!(AccountName::typed("an nguyen"), None);
    }

    #[test]
    fn whatever_makes_it_somebody_else_ends_what_is_bound_to_it() {
        let own = account("an", "leader");
        let changes: [(&str, Change); 8] = [
            ("stamp", |own| own.stamp = "0".repeat(32)),
            ("role", |own| own.role = "analyst".to_owned()),
            ("disabled", |own| own.disabled = true),
            ("password", |own| own.password = Some(Hashed::nobody())),
            ("subject", |own| {
                own.subject = Some(Subject { issuer: "https://x".to_owned(), subject: "1".to_owned() });
            }),
            ("own", |own| {
                own.own.insert("area".to_owned(), "1".to_owned());
            }),
            ("other", |own| {
                own.own.insert("are".to_owned(), "a1".to_owned());
            }),
            ("name", |own| own.name = AccountName::parse("binh").unwrap()),
        ];
        let mut seen = BTreeSet::from([own.bound_to()]);
        for (what, change) in changes {
            let mut other = own.clone();
            change(&mut other);
            assert!(seen.insert(other.bound_to()), "{what}");
        }
        let mut titled = own.clone();
        titled.title = "another".to_owned();
        assert_eq!(titled.bound_to(), own.bound_to(), "a title is no right");
        let again = account("an", "leader");
        assert_ne!(again.bound_to(), own.bound_to(), "another of the same name is another one");
    }
}
