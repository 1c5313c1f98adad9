//! Tokens for programs: `mb_<id>_<secret><checksum>`.
//!
//! The id says which one it is, the secret (256 bits) lets in, and the checksum tells what was mistyped or cut off from
//! what was revoked: to the log, for whoever asks is told the same of all. What is kept is a hash over the whole of it.
//! A fast hash is enough: nobody guesses 256 bits.

use std::collections::BTreeSet;

use chrono::TimeDelta;
use ctutils::CtEq;

use super::account::ID_DIGITS;
use super::random::{is_hex, random_hex};
use super::{AccessError, Account, AccountTable, Moment, TokenEntry};
use crate::store::sha256_hex;

/// The longest that a token is good for, in days.
pub const LONGEST_LIFE: i64 = 366;

const PREFIX: &str = "mb_";
const SECRET_DIGITS: usize = 64;
const CHECKSUM_DIGITS: usize = 8;

/// What is compared where there is no token of an id, so that it takes as long.
const NOBODY: &str = "0000000000000000000000000000000000000000000000000000000000000000";

/// A program that may come in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Granted<'a> {
    /// For whom.
    pub account: &'a Account,
    /// By which token.
    pub id: &'a str,
    /// In which formats it may have files; figures as JSON always.
    pub formats: &'a BTreeSet<String>,
}

/// Why a token lets nobody in. Who asked with it is not told which of these it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum TokenRefused {
    /// It is no token, or one that was mistyped or cut off.
    #[error("what was sent is no token, or a part of one")]
    Slip,
    /// There is none of its id: it was revoked, or never given.
    #[error("there is no token of this id")]
    Unknown,
    /// There is one of its id, with another secret.
    #[error("the token has another secret")]
    Other,
    /// It is over.
    #[error("the token has expired")]
    Expired,
    /// Its account is disabled, or somebody else than when it was made.
    #[error("the token's account was changed or disabled")]
    Changed,
}

/// Gives an account a token: the whole of it, which is shown once and kept nowhere, and its id.
///
/// # Errors
/// [`AccessError::Value`] where the account is disabled, or it would last for no time or longer than [`LONGEST_LIFE`];
/// where the system gives no random bytes.
pub fn issue(
    account: &mut Account,
    title: String,
    formats: BTreeSet<String>,
    expires: Moment,
    now: Moment,
) -> Result<(String, String), AccessError> {
    if account.disabled {
        return Err(AccessError::Value { what: "the account", found: "disabled".to_owned() });
    }
    if expires <= now || expires - now > TimeDelta::days(LONGEST_LIFE) {
        let found = "none, or longer than a year".to_owned();
        return Err(AccessError::Value { what: "the life of a token", found });
    }
    let id = random_hex::<{ ID_DIGITS / 2 }>()?;
    let begun = format!("{PREFIX}{id}_{}", random_hex::<{ SECRET_DIGITS / 2 }>()?);
    let token = format!("{begun}{}", checksum(&begun));
    let bound_to = account.bound_to();
    let entry =
        TokenEntry { title, hash: sha256_hex(token.as_bytes()), formats, created: now, expires, bound_to };
    account.tokens.insert(id.clone(), entry);
    Ok((token, id))
}

/// Whom a token lets in now.
///
/// # Errors
/// Why it lets in nobody: for the log alone.
pub fn recognised<'a>(
    token: &str,
    accounts: &'a AccountTable,
    now: Moment,
) -> Result<Granted<'a>, TokenRefused> {
    let id = id_of(token).ok_or(TokenRefused::Slip)?;
    let found = accounts.iter().find_map(|account| {
        account.tokens.get_key_value(id).map(|(id, entry)| (account, id.as_str(), entry))
    });
    let kept = found.map_or(NOBODY, |(_, _, entry)| entry.hash.as_str());
    let same = kept.as_bytes().ct_eq(sha256_hex(token.as_bytes()).as_bytes()).to_bool();
    let (account, id, entry) = found.ok_or(TokenRefused::Unknown)?;
    if !same {
        return Err(TokenRefused::Other);
    }
    if now >= entry.expires {
        return Err(TokenRefused::Expired);
    }
    if account.disabled || account.bound_to() != entry.bound_to {
        return Err(TokenRefused::Changed);
    }
    Ok(Granted { account, id, formats: &entry.formats })
}

/// The id of what is whole and spelled as tokens are.
fn id_of(token: &str) -> Option<&str> {
    let begun = token.len().checked_sub(CHECKSUM_DIGITS).and_then(|end| token.get(..end))?;
    let (id, secret) = begun.strip_prefix(PREFIX)?.split_once('_')?;
    let is_whole = is_hex(id, ID_DIGITS) && is_hex(secret, SECRET_DIGITS);
    (is_whole && token[begun.len()..] == checksum(begun)).then_some(id)
}

fn checksum(begun: &str) -> String {
    sha256_hex(begun.as_bytes())[..CHECKSUM_DIGITS].to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::access::account::tests::{Change, account};
    use crate::access::accounts::tests::{House, moment};

    /// A house with two accounts, and a token of each.
    fn given() -> (House, String, String) {
        let house = House::with("an", "leader");
        house.change(|table| table.add(account("binh", "leader")));
        let mut tokens = Vec::new();
        for name in ["an", "binh"] {
            house.edit(name, |own| {
                let formats = BTreeSet::from(["csv".to_owned()]);
                tokens.push(issue(own, "Bảng".to_owned(), formats, moment(3_600), moment(0)).unwrap().0);
            });
        }
        let other = tokens.pop().unwrap();
        (house, tokens.pop().unwrap(), other)
    }

    fn refused(house: &House, token: &str, at: i64) -> Option<TokenRefused> {
        recognised(token, &house.accounts.look().unwrap(), moment(at)).err()
    }

    /// What somebody sends who knows how checksums are made.
    fn summed(token: &str) -> String {
        let begun = &token[..token.len() - CHECKSUM_DIGITS];
        format!("{begun}{}", checksum(begun))
    }

    #[test]
    fn a_token_lets_in_for_its_account_until_its_last_second() {
        let (house, token, _) = given();
        let table = house.accounts.look().unwrap();
        let granted = recognised(&token, &table, moment(3_599)).unwrap();
        assert_eq!((granted.account.name.as_str(), granted.id), ("an", &token[3..19]));
        assert!(granted.formats.contains("csv"));
        assert_eq!(refused(&house, &token, 3_600), Some(TokenRefused::Expired));
        let file = std::fs::read_to_string(house.private.path("accounts.toml")).unwrap();
        assert!(!file.contains(&token[20..84]), "the secret lies nowhere");
    }

    #[test]
    fn every_bit_counts_with_or_without_a_right_checksum() {
        let (house, token, _) = given();
        for at in 0..token.len() {
            for bit in 0..8 {
                let mut bytes = token.clone().into_bytes();
                bytes[at] ^= 1 << bit;
                let Ok(other) = String::from_utf8(bytes) else { continue };
                assert_eq!(refused(&house, &other, 1), Some(TokenRefused::Slip), "bit {bit} of byte {at}");
                if at < token.len() - CHECKSUM_DIGITS {
                    assert!(refused(&house, &summed(&other), 1).is_some(), "bit {bit} of byte {at}");
                }
            }
        }
        assert_eq!(refused(&house, &token, 1), None);
    }

    #[test]
    fn what_is_cut_or_longer_is_a_slip() {
        let (house, token, _) = given();
        for at in 0..token.len() {
            assert_eq!(refused(&house, &token[..at], 1), Some(TokenRefused::Slip), "{at}");
            assert_eq!(refused(&house, &token[at + 1..], 1), Some(TokenRefused::Slip), "from {at}");
        }
        for other in [format!("{token}0"), format!("{token} "), token.to_uppercase(), "mb_đ_đđđđđ".to_owned()]
        {
            assert_eq!(refused(&house, &other, 1), Some(TokenRefused::Slip), "{other}");
        }
    }

    #[test]
    fn the_secret_of_one_is_nothing_with_the_id_of_another() {
        let (house, token, other) = given();
        let swapped = summed(&format!("{}{}", &other[..19], &token[19..]));
        assert_eq!(refused(&house, &swapped, 1), Some(TokenRefused::Other));
        let unknown = summed(&format!("mb_{}{}", "0".repeat(16), &token[19..]));
        assert_eq!(refused(&house, &unknown, 1), Some(TokenRefused::Unknown));
    }

    #[test]
    fn it_ends_with_what_it_was_made_for() {
        for change in [
            (|own: &mut Account| own.disabled = true) as Change,
            |own| own.role = "analyst".to_owned(),
            |own| own.password = Some(crate::access::Hashed::nobody()),
            |own| own.tokens.clear(),
        ] {
            let (house, token, other) = given();
            house.edit("an", change);
            assert!(refused(&house, &token, 1).is_some());
            assert_eq!(refused(&house, &other, 1), None);
        }
        let (house, token, _) = given();
        house.edit("an", |own| own.disabled = true);
        house.edit("an", |own| own.disabled = false);
        assert_eq!(refused(&house, &token, 1), Some(TokenRefused::Changed), "it does not come again");
    }

    #[test]
    fn it_lasts_for_some_time_and_for_a_year_at_most() {
        let year = LONGEST_LIFE * 24 * 3_600;
        for (expires, is_right) in [(-1, false), (0, false), (1, true), (year, true), (year + 1, false)] {
            let mut own = account("an", "leader");
            let given = issue(&mut own, String::new(), BTreeSet::new(), moment(expires), moment(0));
            assert_eq!(given.is_ok(), is_right, "{expires}");
        }
        let mut own = account("an", "leader");
        own.disabled = true;
        assert!(issue(&mut own, String::new(), BTreeSet::new(), moment(1), moment(0)).is_err());
    }
}
