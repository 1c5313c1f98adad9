//! Those who are with a provider of OpenID Connect just now: that they come back to where they went from, once.
//!
//! Nothing is kept of who has gone: what the browser bears is random, and all that the provider is sent is made from it
//! under a key of this process. Whoever asks to be sent a million times takes no room and nobody's place. Who was sent
//! before a restart is sent again.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use chrono::TimeDelta;
use ctutils::CtEq;
use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;

use super::random::{is_hex, random_hex};
use super::{AccessError, Moment};
use crate::store::hex;

/// For so many seconds somebody may be with the provider.
pub const LONGEST_ERRAND: u32 = 600;

/// Digits of the moment at which somebody went, and of what is random.
const MOMENT_DIGITS: usize = 16;
const DIGITS: usize = 64;

/// The longest address to come back to, in bytes: a browser bears no more than four thousand.
const LONGEST_NEXT: usize = 1_500;

/// How many are remembered to have come back. Beyond it the oldest are forgotten, whose codes the provider refuses.
const MOST: usize = 20_000;

/// What belongs to one who was sent to the provider.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Errand {
    /// What the provider gives back.
    pub state: String,
    /// What its token must bear.
    pub nonce: String,
    /// What proves to the provider that who brings its code is who was sent (PKCE).
    pub verifier: String,
    /// Where they wanted to go, as that was said when they went.
    pub next: String,
}

/// Sends people, and knows them again.
pub struct Errands {
    key: String,
    /// Who has come back, and when they went.
    over: Mutex<HashMap<String, Moment>>,
}

impl Errands {
    /// Under a new key.
    ///
    /// # Errors
    /// Where the system gives no random bytes.
    pub fn new() -> Result<Self, AccessError> {
        Ok(Self { key: random_hex::<32>()?, over: Mutex::default() })
    }

    /// Sends somebody: what their browser shall bear meanwhile, in hexadecimal digits.
    ///
    /// # Errors
    /// Where the system gives no random bytes.
    pub fn begin(&self, next: &str, now: Moment) -> Result<(String, Errand), AccessError> {
        let next = if next.len() > LONGEST_NEXT { "/" } else { next };
        let begun = u64::try_from(now.timestamp()).unwrap_or_default();
        let borne = format!("{begun:016x}{}{}", random_hex::<32>()?, hex(next.as_bytes()));
        let errand = self.errand(&borne, next.to_owned());
        Ok((borne, errand))
    }

    /// Whose browser bears this and comes back with that state: nobody where it was not sent from here, or too long ago,
    /// or is back already.
    pub fn end(&self, borne: &str, state: &str, now: Moment) -> Option<Errand> {
        let (begun, next) = read(borne)?;
        let errand = self.errand(borne, next);
        if !errand.state.as_bytes().ct_eq(state.as_bytes()).to_bool() || !is_open(begun, now) {
            return None;
        }
        let mut over = self.over.lock().unwrap_or_else(PoisonError::into_inner);
        if over.len() >= MOST {
            over.retain(|_, begun| is_open(*begun, now));
        }
        if over.len() >= MOST {
            let mut ages: Vec<Moment> = over.values().copied().collect();
            let (_, bound, _) = ages.select_nth_unstable(MOST / 10);
            let bound = *bound;
            over.retain(|_, begun| *begun > bound);
        }
        over.insert(errand.state.clone(), begun).is_none().then_some(errand)
    }

    fn errand(&self, borne: &str, next: String) -> Errand {
        Errand {
            state: self.made("state", borne),
            nonce: self.made("nonce", borne),
            verifier: self.made("verifier", borne),
            next,
        }
    }

    fn made(&self, what: &str, borne: &str) -> String {
        let mut mac =
            Hmac::<Sha256>::new_from_slice(self.key.as_bytes()).expect("a key may be of any length");
        mac.update(what.as_bytes());
        mac.update(b" ");
        mac.update(borne.as_bytes());
        hex(&mac.finalize().into_bytes())
    }
}

/// When somebody went, and where they wanted to go.
fn read(borne: &str) -> Option<(Moment, String)> {
    let head = MOMENT_DIGITS + DIGITS;
    if borne.len() > head + 2 * LONGEST_NEXT || !is_hex(borne, borne.len()) {
        return None;
    }
    let (begun, rest) = borne.split_at_checked(MOMENT_DIGITS)?;
    let (_, next) = rest.split_at_checked(DIGITS)?;
    let begun = i64::from_str_radix(begun, 16).ok()?;
    let bytes = (0..next.len()).step_by(2).map(|at| u8::from_str_radix(next.get(at..at + 2)?, 16).ok());
    let next = String::from_utf8(bytes.collect::<Option<_>>()?).ok()?;
    Some((Moment::from_timestamp(begun, 0)?, next))
}

/// Whether who went at a moment may come back now; a clock that was set back a little ends nothing.
fn is_open(begun: Moment, now: Moment) -> bool {
    let gone = now - begun;
    gone < TimeDelta::seconds(LONGEST_ERRAND.into()) && gone > TimeDelta::seconds(-60)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::access::accounts::tests::moment;

    #[test]
    fn who_was_sent_comes_back_once_and_with_what_they_were_sent_with() {
        let errands = Errands::new().unwrap();
        let (borne, sent) = errands.begin("/kpis?ward=Đông", moment(0)).unwrap();
        let (other, with) = errands.begin("/", moment(0)).unwrap();
        assert_eq!(errands.end(&borne, &with.state, moment(1)), None);
        assert_eq!(errands.end(&other, &sent.state, moment(1)), None);
        assert_eq!(errands.end(&borne, "", moment(1)), None);
        assert_eq!(Errands::new().unwrap().end(&borne, &sent.state, moment(1)), None, "another process");
        assert_eq!(errands.end(&borne, &sent.state, moment(1)), Some(sent.clone()));
        assert_eq!(errands.end(&borne, &sent.state, moment(1)), None, "once");
        let all = [&sent.state, &sent.nonce, &sent.verifier, &with.state, &with.nonce, &with.verifier];
        let different: std::collections::BTreeSet<_> = all.into_iter().collect();
        assert_eq!(different.len(), 6);
        assert!(all.iter().all(|text| text.len() == 64 && is_hex(text, 64)));
    }

    #[test]
    fn nobody_stays_away_for_ten_minutes_and_no_digit_can_be_another() {
        let errands = Errands::new().unwrap();
        let (borne, sent) = errands.begin("/a", moment(0)).unwrap();
        let longest = i64::from(LONGEST_ERRAND);
        assert_eq!(errands.end(&borne, &sent.state, moment(longest)), None);
        for at in 0..borne.len() {
            let digit = if borne.as_bytes()[at] == b'0' { "1" } else { "0" };
            let mut other = borne.clone();
            other.replace_range(at..=at, digit);
            assert_eq!(errands.end(&other, &sent.state, moment(1)), None, "{at}");
            assert_eq!(errands.end(&borne[..at], &sent.state, moment(1)), None, "{at}");
        }
        assert!(errands.end(&borne, &sent.state, moment(longest - 1)).is_some());
    }

    #[test]
    fn an_address_that_no_cookie_holds_is_the_first_page() {
        let errands = Errands::new().unwrap();
        let (borne, sent) = errands.begin(&format!("/{}", "x".repeat(LONGEST_NEXT)), moment(0)).unwrap();
        assert_eq!((sent.next.as_str(), borne.len()), ("/", MOMENT_DIGITS + DIGITS + 2));
    }

    #[test]
    fn more_than_are_remembered_forget_the_oldest_and_take_no_room() {
        let errands = Errands::new().unwrap();
        let mut first = None;
        for number in 0..=MOST {
            let (borne, sent) = errands.begin("/", moment(i64::try_from(number / 100).unwrap())).unwrap();
            assert!(errands.end(&borne, &sent.state, moment(200)).is_some());
            first.get_or_insert((borne, sent));
        }
        assert!(errands.over.lock().unwrap().len() <= MOST);
    }
}
