//! Passwords: which ones may be chosen, and looking at them without being brought down by it.

use std::sync::Arc;

use tokio::sync::Semaphore;

use super::{AccessError, Account, Hashed};
use crate::locale::nfc;

/// A new password has so many characters at least.
pub const LEAST_LETTERS: usize = 12;

/// A password has so many bytes at most, typed or chosen.
pub const MOST_BYTES: usize = 1_024;

/// So many are hashed at once: each takes a core and 19 MiB.
const AT_ONCE: usize = 2;

/// So many more may wait for it: the last of them about half a second on a slow core.
const WAITING: usize = 16;

/// A password as it is hashed: composed (NFC), and any blank a common one. Keyboards for Vietnamese differ in how they
/// compose a letter, and the same password must come of the same keys. Letters that only look alike stay apart, as NFKC
/// would not have it: this is what RFC 8265 asks of passwords (`OpaqueString`).
fn prepared(typed: &str) -> String {
    let blank = |letter: char| if letter.is_whitespace() && !letter.is_control() { ' ' } else { letter };
    nfc(typed).chars().map(blank).collect()
}

/// A new password, ready to be hashed.
///
/// # Errors
/// Where it is shorter than [`LEAST_LETTERS`] characters, longer than [`MOST_BYTES`], or holds control characters.
pub fn usable(typed: &str) -> Result<String, AccessError> {
    let password = prepared(typed);
    if password.chars().any(char::is_control) {
        return Err(AccessError::Unprintable);
    }
    if password.chars().count() < LEAST_LETTERS {
        return Err(AccessError::TooShort { least: LEAST_LETTERS });
    }
    if password.len() > MOST_BYTES {
        return Err(AccessError::TooLong { most: MOST_BYTES });
    }
    Ok(password)
}

/// Hashes and compares passwords, a few at once, on threads that may block. Cheap to clone.
#[derive(Debug, Clone)]
pub struct Passwords {
    turns: Arc<Semaphore>,
    /// Those whose turn it is, and those who wait for one.
    places: Arc<Semaphore>,
}

impl Default for Passwords {
    fn default() -> Self {
        let (turns, places) = (Semaphore::new(AT_ONCE), Semaphore::new(AT_ONCE + WAITING));
        Self { turns: Arc::new(turns), places: Arc::new(places) }
    }
}

impl Passwords {
    /// Whether a password is an account's. Nobody can tell by the answer, or by how long it takes, whether there is no
    /// such account, it is disabled, it has no password, or the password is another one.
    ///
    /// # Errors
    /// [`AccessError::Busy`] where too many wait; it is looked at before the account is.
    pub async fn verify(&self, account: Option<&Account>, typed: &str) -> Result<bool, AccessError> {
        let of_account =
            account.filter(|account| !account.disabled).and_then(|account| account.password.clone());
        let (hashed, is_somebody) = match of_account {
            Some(hashed) => (hashed, true),
            None => (Hashed::nobody(), false),
        };
        // Longer than any that was ever chosen: cut, so that it costs as much and fits nobody.
        let is_possible = typed.len() <= 4 * MOST_BYTES;
        let password = if is_possible { prepared(typed) } else { String::new() };
        self.in_turn(move || hashed.is_of(&password) & is_somebody & is_possible).await
    }

    /// Hashes a new password.
    ///
    /// # Errors
    /// Those of [`usable`] and [`Hashed::of`], and [`AccessError::Busy`].
    pub async fn hash(&self, typed: &str) -> Result<Hashed, AccessError> {
        let password = usable(typed)?;
        self.in_turn(move || Hashed::of(&password)).await?
    }

    /// Does it once it is its turn. Its place is free again only when it is done, also where nobody waits any more.
    async fn in_turn<T: Send + 'static>(
        &self,
        work: impl FnOnce() -> T + Send + 'static,
    ) -> Result<T, AccessError> {
        let place = Arc::clone(&self.places).try_acquire_owned().map_err(|_| AccessError::Busy)?;
        let turn = Arc::clone(&self.turns).acquire_owned().await.map_err(|_| AccessError::Busy)?;
        let done = tokio::task::spawn_blocking(move || {
            let _held = (place, turn);
            work()
        });
        done.await.map_err(|error| AccessError::Hash { because: error.to_string() })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::access::account::tests::account;

    fn run<T>(work: impl Future<Output = T>) -> T {
        tokio::runtime::Builder::new_multi_thread()
            .worker_threads(2)
            .enable_all()
            .build()
            .unwrap()
            .block_on(work)
    }

    #[test]
    fn a_password_is_long_enough_and_not_too_long() {
        for (typed, told) in [
            ("ngắn quá ạ!", Some("a password has at least 12 characters")),
            ("đủ mười hai!", None),
            ("dài\tquá dài quá", Some("a password has no control characters")),
            (&"x".repeat(MOST_BYTES), None),
            (&"x".repeat(MOST_BYTES + 1), Some("a password has at most 1024 bytes")),
        ] {
            let error = usable(typed).err().map(|error| error.to_string());
            assert_eq!(error.as_deref(), told, "{typed}");
        }
    }

    #[test]
    fn the_same_keys_give_the_same_password() {
        let composed = usable("mật khẩu của tôi").unwrap();
        let decomposed: String =
            icu_normalizer::DecomposingNormalizerBorrowed::new_nfd().normalize(&composed).into_owned();
        assert_ne!(decomposed, composed);
        assert_eq!(usable(&decomposed).unwrap(), composed);
        assert_eq!(usable("mật\u{a0}khẩu của\u{3000}tôi").unwrap(), composed);
        assert_ne!(usable("Mật khẩu của tôi").unwrap(), composed);
        assert_ne!(
            usable("ﬁn fin fin fin").unwrap(),
            usable("fin fin fin fin").unwrap(),
            "alike is not the same"
        );
    }

    #[test]
    fn an_unknown_a_disabled_and_an_empty_account_are_all_refused_like_a_wrong_password() {
        run(async {
            let passwords = Passwords::default();
            let hashed = passwords.hash("đúng mật khẩu này").await.unwrap();
            let mut own = account("an", "leader");
            own.password = Some(hashed);
            let of = |account: Option<&Account>, typed: &str| {
                let (passwords, account, typed) = (passwords.clone(), account.cloned(), typed.to_owned());
                async move { passwords.verify(account.as_ref(), &typed).await.unwrap() }
            };
            assert!(of(Some(&own), "đúng mật khẩu này").await);
            assert!(!of(Some(&own), "đúng mật khẩu nay").await);
            assert!(!of(Some(&own), &"x".repeat(1 << 20)).await);
            assert!(!of(None, "đúng mật khẩu này").await);
            assert!(!of(None, "").await);
            own.disabled = true;
            assert!(!of(Some(&own), "đúng mật khẩu này").await);
            own.disabled = false;
            own.password = None;
            assert!(!of(Some(&own), "").await);
        });
    }

    #[test]
    fn beyond_those_who_may_wait_it_is_busy_and_then_free_again() {
        run(async {
            let passwords = Passwords::default();
            let all: Vec<_> = (0..AT_ONCE + WAITING + 5).map(|_| passwords.verify(None, "x")).collect();
            // Nobody's turn comes before all have asked.
            let held = passwords.turns.acquire_many(u32::try_from(AT_ONCE).unwrap()).await.unwrap();
            let (answers, ()) = futures::join!(futures::future::join_all(all), async { drop(held) });
            let busy = answers.iter().filter(|answer| matches!(answer, Err(AccessError::Busy))).count();
            assert_eq!((busy, answers.len() - busy), (5, AT_ONCE + WAITING));
            assert!(!passwords.verify(None, "x").await.unwrap());
        });
    }

    #[test]
    fn who_left_gives_the_place_back_only_when_the_work_is_done() {
        run(async {
            let passwords = Passwords::default();
            for _ in 0..3 {
                let left =
                    tokio::time::timeout(std::time::Duration::from_millis(1), passwords.verify(None, "x"));
                let _ = left.await;
            }
            let free = passwords.places.available_permits();
            assert!(free >= AT_ONCE + WAITING - 3);
            assert!(!passwords.verify(None, "x").await.unwrap());
        });
    }
}
