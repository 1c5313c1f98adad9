//! Back-off for those who guess passwords, which locks nobody out.
//!
//! Three things are counted: attempts that failed from an address (IPv6 by its /64, which is what one customer has), on
//! an account, and on an account from an address. The first few are free, then each doubles the wait, up to a bound.
//! Who asks while waiting is refused without being counted, so that asking again and again makes nothing longer.
//!
//! An attacker can make an account wait, but never its owner for longer than [`LONGEST_FOR_ACCOUNT`]: the wait that
//! attempts of others on an account cause begins for each address when that address first asks, and ends for it alone, so
//! nobody can use up another's turn. From an address where the account has signed in within the last thirty days neither
//! the address nor the account has to wait for what others do, only for own failures there. What remains: who shares
//! the owner's address *and* guesses at that very account delays it there, by a minute at a time.
//!
//! An attempt counts as failed from its beginning until it is known to be right, or a hundred at once would all be free.
//!
//! A rate limiter as `governor` gives so many permits in a time, to all alike; here failures and successes differ, a wait
//! belongs to whoever asked, and an entry can be taken back. That needs the few lines below and one map.

use std::collections::HashMap;
use std::net::{IpAddr, Ipv6Addr};
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use chrono::TimeDelta;

use super::Moment;

/// Failures from an address that cost nothing: an office has one address.
const FREE_FROM_ADDRESS: u32 = 20;
/// Failures on an account, from wherever, that cost nothing.
const FREE_ON_ACCOUNT: u32 = 20;
/// Failures on an account from one address that cost nothing.
const FREE_FOR_BOTH: u32 = 4;

/// The longest that an address waits.
const LONGEST_FROM_ADDRESS: Duration = Duration::from_secs(15 * 60);
/// The longest that anybody waits for what others did to an account.
const LONGEST_FOR_ACCOUNT: Duration = Duration::from_secs(30);
/// The longest that an account waits at one address.
const LONGEST_FOR_BOTH: Duration = Duration::from_secs(60);

/// Failures are forgotten when there was none for so long.
const FORGOTTEN: TimeDelta = TimeDelta::hours(1);
/// That an account signed in from an address is remembered so long.
const REMEMBERED: TimeDelta = TimeDelta::days(30);

/// How much is remembered at most, some hundred bytes each. Beyond that, what was not touched for longest is forgotten;
/// who signed in somewhere last of all.
const MOST: usize = 50_000;

/// Who has to wait, and how long.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Wait(pub Duration);

#[derive(Debug, Clone, PartialEq, Eq, Hash)]
enum Key {
    Address(IpAddr),
    /// What was typed as a name: whether there is such an account makes no difference.
    Account(u128),
    Both(u128, IpAddr),
}

#[derive(Debug, Clone, Copy)]
struct Entry {
    failures: u32,
    /// When it was last counted.
    counted: Moment,
    /// Since when an address waits for what others did to an account.
    asked: Option<Moment>,
    /// Until when the account is known at the address.
    known_until: Option<Moment>,
}

impl Entry {
    fn new(now: Moment) -> Self {
        Self { failures: 0, counted: now, asked: None, known_until: None }
    }

    /// The same where a clock was set back: nothing was counted later than now.
    fn until(self, now: Moment) -> Self {
        Self { counted: self.counted.min(now), asked: self.asked.map(|asked| asked.min(now)), ..self }
    }

    fn count(&mut self, now: Moment) {
        self.failures = self.failures_at(now).saturating_add(1);
        self.counted = now;
    }

    /// How long is still to be waited for what was counted: no longer either where a clock was set back.
    fn wait(&self, free: u32, longest: Duration, now: Moment) -> Duration {
        let owed = backed_off(self.failures_at(now), free, longest);
        if owed.is_zero() { owed } else { left(self.counted, owed, now) }
    }

    fn failures_at(&self, now: Moment) -> u32 {
        if now - self.counted > FORGOTTEN { 0 } else { self.failures }
    }

    fn is_known(&self, now: Moment) -> bool {
        self.known_until.is_some_and(|until| now < until)
    }
}

/// What so many failures cost: nothing, then a second, two, four.
fn backed_off(failures: u32, free: u32, longest: Duration) -> Duration {
    match failures.checked_sub(free + 1) {
        None => Duration::ZERO,
        Some(over) => Duration::from_secs(1_u64 << over.min(32)).min(longest),
    }
}

/// What is left of a wait that began at a moment; all of it before that.
fn left(since: Moment, owed: Duration, now: Moment) -> Duration {
    owed.saturating_sub((now - since).to_std().unwrap_or_default())
}

/// Who failed how often. Nothing of it outlasts the process.
#[derive(Debug, Default)]
pub struct Throttle {
    entries: Mutex<HashMap<Key, Entry, std::hash::RandomState>>,
}

impl Throttle {
    /// Begins an attempt to sign in as `typed` from an address. It counts as failed until [`Self::succeeded`] or
    /// [`Self::withdrawn`] is called.
    ///
    /// # Errors
    /// How long to wait: this attempt is not made, and not counted.
    pub fn begin(&self, typed: &str, address: IpAddr, now: Moment) -> Result<(), Wait> {
        let (account, address) = (digest(typed), network(address));
        let mut entries = self.entries.lock().unwrap_or_else(PoisonError::into_inner);
        make_room(&mut entries, now);
        let at = |key: &Key| entries.get(key).copied().unwrap_or(Entry::new(now)).until(now);
        let (of_address, of_account) = (at(&Key::Address(address)), at(&Key::Account(account)));
        let mut both = at(&Key::Both(account, address));
        let mut wait = both.wait(FREE_FOR_BOTH, LONGEST_FOR_BOTH, now);
        if !both.is_known(now) {
            wait = wait.max(of_address.wait(FREE_FROM_ADDRESS, LONGEST_FROM_ADDRESS, now));
            let owed = backed_off(of_account.failures_at(now), FREE_ON_ACCOUNT, LONGEST_FOR_ACCOUNT);
            if !owed.is_zero() {
                wait = wait.max(left(*both.asked.get_or_insert(now), owed, now));
            }
        }
        if wait.is_zero() {
            both.asked = None;
        }
        let all = [
            (Key::Address(address), of_address),
            (Key::Account(account), of_account),
            (Key::Both(account, address), both),
        ];
        for (key, mut entry) in all {
            if wait.is_zero() {
                entry.count(now);
            }
            entries.insert(key, entry);
        }
        if wait.is_zero() { Ok(()) } else { Err(Wait(wait)) }
    }

    /// The attempt was right: nobody waits for it, and the account is known at the address from now on.
    pub fn succeeded(&self, typed: &str, address: IpAddr, now: Moment) {
        self.withdrawn(typed, address);
        let key = Key::Both(digest(typed), network(address));
        let mut entries = self.entries.lock().unwrap_or_else(PoisonError::into_inner);
        let known = Entry { known_until: Some(now + REMEMBERED), ..Entry::new(now) };
        entries.insert(key, known);
    }

    /// The attempt was neither right nor wrong, as where the machine was busy.
    pub fn withdrawn(&self, typed: &str, address: IpAddr) {
        let (account, address) = (digest(typed), network(address));
        let mut entries = self.entries.lock().unwrap_or_else(PoisonError::into_inner);
        for key in [Key::Address(address), Key::Account(account), Key::Both(account, address)] {
            if let Some(entry) = entries.get_mut(&key) {
                entry.failures = entry.failures.saturating_sub(1);
            }
        }
    }
}

/// Forgets what means nothing any more where there is too much, and a tenth of the rest where that is not enough.
fn make_room(entries: &mut HashMap<Key, Entry>, now: Moment) {
    if entries.len() < MOST {
        return;
    }
    entries.retain(|_, entry| now - entry.counted <= FORGOTTEN || entry.is_known(now));
    if entries.len() < MOST {
        return;
    }
    let age = |entry: &Entry| (entry.is_known(now), entry.counted);
    let mut ages: Vec<_> = entries.values().map(age).collect();
    let (_, bound, _) = ages.select_nth_unstable(MOST / 10);
    let bound = *bound;
    entries.retain(|_, entry| age(entry) > bound);
}

/// What is counted as one address: IPv4 as it is, IPv6 by its /64.
fn network(address: IpAddr) -> IpAddr {
    match address.to_canonical() {
        IpAddr::V6(address) => {
            let [a, b, c, d, ..] = address.segments();
            IpAddr::V6(Ipv6Addr::new(a, b, c, d, 0, 0, 0, 0))
        }
        address @ IpAddr::V4(_) => address,
    }
}

/// A name of whatever length in few bytes. Who finds two names with one digest only shares their wait.
fn digest(typed: &str) -> u128 {
    xxhash_rust::xxh3::xxh3_128(typed.trim().to_ascii_lowercase().as_bytes())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::access::accounts::tests::moment;

    fn v4(last: u8) -> IpAddr {
        IpAddr::from([10, 0, 0, last])
    }

    /// So many failed attempts that go through, each after its wait; when that was over, and the last wait in seconds.
    fn fail(throttle: &Throttle, typed: &str, address: IpAddr, times: u32, mut at: i64) -> (i64, u64) {
        let mut last = 0;
        for _ in 0..times {
            while let Err(Wait(wait)) = throttle.begin(typed, address, moment(at)) {
                last = wait.as_secs();
                at += i64::try_from(wait.as_secs()).unwrap();
            }
        }
        (at, last)
    }

    #[test]
    fn the_first_are_free_and_then_each_doubles_the_wait_up_to_a_bound() {
        let throttle = Throttle::default();
        let mut at = 0;
        let waits: Vec<u64> = (0..14)
            .map(|_| {
                let (then, wait) = fail(&throttle, "an", v4(1), 1, at);
                at = then;
                wait
            })
            .collect();
        assert_eq!(waits, [0, 0, 0, 0, 0, 1, 2, 4, 8, 16, 32, 60, 60, 60]);
        assert_eq!(backed_off(5, 4, LONGEST_FOR_BOTH).as_secs(), 1);
        assert_eq!(backed_off(6, 4, LONGEST_FOR_BOTH).as_secs(), 2);
        assert_eq!(backed_off(u32::MAX, 4, LONGEST_FOR_BOTH), LONGEST_FOR_BOTH);
    }

    #[test]
    fn who_asks_while_waiting_waits_no_longer() {
        let throttle = Throttle::default();
        let (at, _) = fail(&throttle, "an", v4(1), 8, 0);
        let Err(Wait(first)) = throttle.begin("an", v4(1), moment(at)) else { panic!("there is a wait") };
        for _ in 0..1_000 {
            assert_eq!(throttle.begin("an", v4(1), moment(at)), Err(Wait(first)));
        }
    }

    #[test]
    fn a_hundred_at_once_are_not_all_free() {
        let throttle = Throttle::default();
        let through = (0..100).filter(|_| throttle.begin("an", v4(1), moment(0)).is_ok()).count();
        assert_eq!(through, FREE_FOR_BOTH as usize + 1);
        let through =
            (0..100).filter(|at| throttle.begin(&format!("a{at}"), v4(2), moment(0)).is_ok()).count();
        assert_eq!(through, FREE_FROM_ADDRESS as usize + 1);
    }

    /// The real user is never kept out for longer than half a minute, whatever others do.
    #[test]
    fn nobody_locks_another_out() {
        let throttle = Throttle::default();
        let mut at = 0;
        for last in 0..200 {
            at = fail(&throttle, "an", v4(last), 5, at).0;
        }
        let owner = IpAddr::from([192, 0, 2, 7]);
        let Err(Wait(wait)) = throttle.begin("an", owner, moment(at)) else {
            panic!("the account is attacked")
        };
        assert_eq!(wait, LONGEST_FOR_ACCOUNT);
        // Attackers go on without a pause.
        for second in 0..30 {
            for last in 0..50 {
                let _ = throttle.begin("an", v4(last), moment(at + second));
            }
        }
        assert_eq!(throttle.begin("an", owner, moment(at + 30)), Ok(()));
        throttle.succeeded("an", owner, moment(at + 30));
        // And from there it is known now.
        for last in 50..100 {
            let _ = throttle.begin("an", v4(last), moment(at + 31));
        }
        assert_eq!(throttle.begin("an", owner, moment(at + 31)), Ok(()));
    }

    #[test]
    fn an_account_that_is_known_at_an_address_does_not_wait_for_others_there() {
        let throttle = Throttle::default();
        assert_eq!(throttle.begin("an", v4(1), moment(0)), Ok(()));
        throttle.succeeded("an", v4(1), moment(0));
        for name in 0..40 {
            let _ = throttle.begin(&format!("a{name}"), v4(1), moment(1));
        }
        assert!(throttle.begin("binh", v4(1), moment(1)).is_err());
        assert_eq!(throttle.begin("an", v4(1), moment(1)), Ok(()));
        let month = REMEMBERED.num_seconds();
        for name in 0..40 {
            let _ = throttle.begin(&format!("a{name}"), v4(1), moment(month));
        }
        assert!(throttle.begin("an", v4(1), moment(month)).is_err(), "not for ever");
    }

    #[test]
    fn what_is_right_costs_nothing() {
        let throttle = Throttle::default();
        for at in 0..200 {
            assert_eq!(throttle.begin("an", v4(1), moment(at)), Ok(()));
            throttle.succeeded("an", v4(1), moment(at));
        }
        for at in 0..200 {
            assert_eq!(throttle.begin("binh", v4(1), moment(at)), Ok(()), "{at}");
            throttle.withdrawn("binh", v4(1));
        }
    }

    #[test]
    fn a_clock_that_is_set_back_keeps_nobody_waiting_for_longer() {
        let throttle = Throttle::default();
        let (at, _) = fail(&throttle, "an", v4(1), 30, 0);
        let Err(Wait(wait)) = throttle.begin("an", v4(1), moment(at - 100_000)) else {
            panic!("there is a wait")
        };
        assert!(wait <= LONGEST_FROM_ADDRESS, "{wait:?}");
        let over = at - 100_000 + i64::try_from(wait.as_secs()).unwrap() + 1;
        assert_eq!(throttle.begin("an", v4(1), moment(over)), Ok(()), "the wait ends");
    }

    #[test]
    fn failures_are_forgotten_after_an_hour_of_quiet() {
        let throttle = Throttle::default();
        let (at, _) = fail(&throttle, "an", v4(1), 10, 0);
        assert!(throttle.begin("an", v4(1), moment(at)).is_err());
        let later = at + FORGOTTEN.num_seconds() + 1;
        assert_eq!((0..9).filter(|_| throttle.begin("an", v4(1), moment(later)).is_ok()).count(), 5);
    }

    #[test]
    fn a_customer_of_ipv6_is_one_address() {
        let throttle = Throttle::default();
        let address = |text: &str| text.parse::<IpAddr>().unwrap();
        for host in 0..200 {
            let _ =
                throttle.begin(&format!("a{host}"), address(&format!("2001:db8:1:2::{host:x}")), moment(0));
        }
        assert!(throttle.begin("x", address("2001:db8:1:2:ffff::1"), moment(0)).is_err());
        assert_eq!(throttle.begin("x", address("2001:db8:1:3::1"), moment(0)), Ok(()));
        assert_eq!(network(address("::ffff:10.0.0.1")), v4(1));
    }

    #[test]
    fn what_is_typed_and_is_no_account_waits_the_same() {
        let throttle = Throttle::default();
        let waits = |typed: &str, last| {
            (0..9).map(|_| throttle.begin(typed, v4(last), moment(0))).collect::<Vec<_>>()
        };
        assert_eq!(waits("an", 1), waits("nobody at all", 2));
        assert!(throttle.begin(" AN ", v4(1), moment(0)).is_err(), "it is the same name");
    }

    #[test]
    fn memory_is_bounded_and_who_signed_in_is_forgotten_last() {
        let throttle = Throttle::default();
        assert_eq!(throttle.begin("an", v4(1), moment(0)), Ok(()));
        throttle.succeeded("an", v4(1), moment(0));
        for at in 0..100_000_u32 {
            let address = IpAddr::from((at + 0x0b00_0000).to_be_bytes());
            let _ = throttle.begin(&format!("a{at}"), address, moment(i64::from(at) / 1_000));
        }
        let entries = throttle.entries.lock().unwrap();
        assert!(entries.len() <= MOST + 3, "{}", entries.len());
        assert!(entries.contains_key(&Key::Both(digest("an"), v4(1))));
    }
}
