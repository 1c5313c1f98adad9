//! Who is signed in: kept on the server, named by the hash of what the browser bears.
//!
//! Each session is a file, and there is nothing else: another process, a restart and a kill find the same. When it was
//! last used is the time on its file. A session says what its account was bound to, so that it means nothing any more as
//! soon as the account is somebody else, whether or not anybody got to remove the file.

use std::fs::File;
use std::time::{Duration, SystemTime};

use serde::{Deserialize, Serialize};

use super::moment::{read as read_moment, written};
use super::private::not_written;
use super::random::{is_hex, random_hex};
use super::{AccessError, Account, AccountName, AccountTable, Moment, Private};
use crate::store::sha256_hex;

/// The folder of sessions in the private folder; its lock lies beside it.
const FOLDER: &str = "sessions";

/// Digits of what a browser bears, and of the hash of it.
const DIGITS: usize = 64;

/// When a session was used is written down at most so often.
const NOTED: Duration = Duration::from_secs(60);

/// A clock that was set back by so much ends nobody's session.
const SKEW: Duration = Duration::from_secs(60);

/// How long sessions last, and how many there are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SessionLimits {
    /// How long after its last use one ends.
    pub idle: Duration,
    /// How long after its beginning one ends, used or not.
    pub absolute: Duration,
    /// How many an account has at once: beyond that, the one that was not used for longest ends.
    pub per_account: usize,
    /// How many there are at once; likewise.
    pub in_all: usize,
}

impl Default for SessionLimits {
    /// Half an hour, twelve hours; eight, ten thousand.
    fn default() -> Self {
        let minutes = |count: u64| Duration::from_secs(60 * count);
        Self { idle: minutes(30), absolute: minutes(12 * 60), per_account: 8, in_all: 10_000 }
    }
}

/// Somebody who is signed in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Session {
    /// Who.
    pub account: AccountName,
    /// Since when.
    pub opened: Moment,
    /// When it was last used, to the minute.
    pub seen: Moment,
    /// By what it is told from others in a log: nobody gets in with it.
    pub id: String,
}

/// What a session's file holds.
#[derive(Debug, Serialize, Deserialize)]
struct Kept {
    account: String,
    bound_to: String,
    opened: String,
}

/// The sessions of a private folder. Cheap to clone.
#[derive(Debug, Clone)]
pub struct Sessions {
    private: Private,
    folder: Private,
    limits: SessionLimits,
}

impl Sessions {
    /// Those of a private folder.
    ///
    /// # Errors
    /// Where the folder cannot be made or is open to others.
    pub fn open_in(private: &Private, limits: SessionLimits) -> Result<Self, AccessError> {
        Ok(Self { private: private.clone(), folder: private.inside(FOLDER)?, limits })
    }

    /// Signs an account in: what its browser shall bear, 64 hexadecimal digits that nobody else ever learns. What is
    /// over is removed, and what is too many. Waits for the disk.
    ///
    /// # Errors
    /// [`AccessError::Value`] where the account is disabled; where the disk or the system's random bytes fail.
    pub fn open(
        &self,
        account: &Account,
        accounts: &AccountTable,
        now: Moment,
    ) -> Result<String, AccessError> {
        if account.disabled {
            return Err(AccessError::Value { what: "the account", found: "disabled".to_owned() });
        }
        let _turn = self.private.turn(FOLDER)?;
        let mut all = self.remaining(accounts, now)?;
        all.sort_by_key(|found| found.session.seen);
        let own = all.iter().filter(|found| found.session.account == account.name).count();
        let (mut own, mut count) = (own, all.len());
        for found in &all {
            let is_own = found.session.account == account.name;
            if count >= self.limits.in_all.max(1) || is_own && own >= self.limits.per_account.max(1) {
                self.folder.remove(&found.file)?;
                count -= 1;
                own -= usize::from(is_own);
            }
        }
        let value = random_hex::<32>()?;
        let kept =
            Kept { account: account.name.to_string(), bound_to: account.bound_to(), opened: written(now) };
        let name = sha256_hex(value.as_bytes());
        let text = serde_json::to_vec(&kept)
            .map_err(|error| AccessError::Write { path: self.folder.path(&name), source: error.into() })?;
        self.folder.write(&name, &text)?;
        self.note(&name, now)?;
        Ok(value)
    }

    /// Who bears a value, if a session of it is open now. It is used by that.
    ///
    /// # Errors
    /// Where a file that is there cannot be read: that is no answer.
    pub fn find(
        &self,
        value: &str,
        accounts: &AccountTable,
        now: Moment,
    ) -> Result<Option<Session>, AccessError> {
        if !is_hex(value, DIGITS) {
            return Ok(None);
        }
        let name = sha256_hex(value.as_bytes());
        let Some(session) = self.session(&name, accounts, now)? else { return Ok(None) };
        if passed(session.seen, now) >= NOTED {
            // Another process may have ended it just now: then it is used for the last time.
            let _ = self.note(&name, now);
        }
        Ok(Some(session))
    }

    /// Signs out: what a browser bears means nothing from now on. Waits for the disk.
    ///
    /// # Errors
    /// Where the file cannot be removed.
    pub fn end(&self, value: &str) -> Result<(), AccessError> {
        if is_hex(value, DIGITS) { self.folder.remove(&sha256_hex(value.as_bytes())) } else { Ok(()) }
    }

    /// Ends all sessions of an account; how many.
    ///
    /// # Errors
    /// Where files cannot be read or removed.
    pub fn end_all(&self, account: &AccountName) -> Result<usize, AccessError> {
        let mut ended = 0;
        for file in self.files()? {
            let Some((kept, _)) = self.kept(&file)? else { continue };
            if kept.account == account.as_str() {
                self.folder.remove(&file)?;
                ended += 1;
            }
        }
        Ok(ended)
    }

    /// Removes what means nothing any more: over, of an account that is somebody else now, or no session at all. How
    /// many are open still.
    ///
    /// # Errors
    /// Where files cannot be read or removed.
    pub fn sweep(&self, accounts: &AccountTable, now: Moment) -> Result<usize, AccessError> {
        let _turn = self.private.turn(FOLDER)?;
        Ok(self.remaining(accounts, now)?.len())
    }

    fn remaining(&self, accounts: &AccountTable, now: Moment) -> Result<Vec<Found>, AccessError> {
        let mut found = Vec::new();
        for file in self.files()? {
            match self.session(&file, accounts, now)? {
                Some(session) => found.push(Found { file, session }),
                None => self.folder.remove(&file)?,
            }
        }
        Ok(found)
    }

    /// The session of a file, if it means anything now.
    fn session(
        &self,
        file: &str,
        accounts: &AccountTable,
        now: Moment,
    ) -> Result<Option<Session>, AccessError> {
        let Some((kept, seen)) = self.kept(file)? else { return Ok(None) };
        let account = AccountName::parse(&kept.account).ok().and_then(|name| accounts.get(&name));
        let account = account.filter(|own| !own.disabled && own.bound_to() == kept.bound_to);
        let (Some(account), Some(opened)) = (account, read_moment(&kept.opened)) else { return Ok(None) };
        let from_later = passed(now, opened) > SKEW;
        let is_over = passed(opened, now) >= self.limits.absolute || passed(seen, now) >= self.limits.idle;
        if from_later || is_over {
            return Ok(None);
        }
        let id = file.chars().take(16).collect();
        Ok(Some(Session { account: account.name.clone(), opened, seen, id }))
    }

    /// What a file holds, and when it was used; nothing where it is not there or holds no session.
    fn kept(&self, file: &str) -> Result<Option<(Kept, Moment)>, AccessError> {
        let Some(bytes) = self.folder.read(file)? else { return Ok(None) };
        let path = self.folder.path(file);
        let seen = match std::fs::metadata(&path).and_then(|found| found.modified()) {
            Ok(seen) => seen,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(None),
            Err(source) => return Err(AccessError::Read { path, source }),
        };
        Ok(serde_json::from_slice(&bytes).ok().map(|kept| (kept, seen.into())))
    }

    fn note(&self, file: &str, now: Moment) -> Result<(), AccessError> {
        let path = self.folder.path(file);
        let noted =
            File::options().write(true).open(&path).and_then(|own| own.set_modified(SystemTime::from(now)));
        noted.map_err(|source| not_written(&path, source))
    }

    /// The names of all sessions; what is still being written has another one.
    fn files(&self) -> Result<Vec<String>, AccessError> {
        Ok(self.folder.names()?.into_iter().filter(|name| is_hex(name, DIGITS)).collect())
    }
}

struct Found {
    file: String,
    session: Session,
}

/// How much time passed from one moment to another; none where the other is earlier.
fn passed(from: Moment, to: Moment) -> Duration {
    (to - from).to_std().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;
    use crate::access::Hashed;
    use crate::access::account::tests::{Change, account};
    use crate::access::accounts::tests::{House, moment, named};

    const LIMITS: SessionLimits = SessionLimits {
        idle: Duration::from_secs(1_800),
        absolute: Duration::from_secs(43_200),
        per_account: 3,
        in_all: 5,
    };

    fn sessions(house: &House) -> Sessions {
        Sessions::open_in(&house.private, LIMITS).unwrap()
    }

    /// Signs somebody in so many seconds after the beginning.
    fn open(house: &House, name: &str, at: i64) -> String {
        let table = house.accounts.look().unwrap();
        sessions(house).open(table.get(&named(name)).unwrap(), &table, moment(at)).unwrap()
    }

    /// Whether a value lets anybody in, so many seconds after the beginning.
    fn lets_in(house: &House, value: &str, at: i64) -> bool {
        let table = house.accounts.look().unwrap();
        // As after a restart: nothing is remembered but what lies on the disk.
        sessions(house).find(value, &table, moment(at)).unwrap().is_some()
    }

    #[test]
    fn a_session_is_found_by_its_value_also_after_a_restart() {
        let house = House::with("an", "leader");
        let value = open(&house, "an", 0);
        let found =
            sessions(&house).find(&value, &house.accounts.look().unwrap(), moment(5)).unwrap().unwrap();
        assert_eq!((found.account, found.opened, found.seen), (named("an"), moment(0), moment(0)));
        assert!(!value.contains(&found.id));
        let names = house.private.inside(FOLDER).unwrap().names().unwrap();
        assert!(!names.iter().any(|name| name.contains(&value)), "what lets in lies nowhere");
    }

    #[test]
    fn every_bit_counts_and_so_does_the_length() {
        let house = House::with("an", "leader");
        let value = open(&house, "an", 0);
        for at in 0..value.len() {
            for bit in 0..8 {
                let mut bytes = value.clone().into_bytes();
                bytes[at] ^= 1 << bit;
                if let Ok(other) = String::from_utf8(bytes) {
                    assert!(!lets_in(&house, &other, 1), "bit {bit} of byte {at}");
                }
            }
            assert!(!lets_in(&house, &value[..at], 1), "cut to {at}");
        }
        for other in
            [format!("{value}0"), format!(" {value}"), value.to_uppercase(), "../accounts.toml".to_owned()]
        {
            assert!(!lets_in(&house, &other, 1) || other == value, "{other}");
        }
        assert!(lets_in(&house, &value, 1));
    }

    #[test]
    fn it_ends_when_it_was_not_used_and_when_it_is_old() {
        let house = House::with("an", "leader");
        let value = open(&house, "an", 0);
        assert!(lets_in(&house, &value, 1_799));
        assert!(lets_in(&house, &value, 1_799 + 1_799), "it was used meanwhile");
        assert!(!lets_in(&house, &value, 1_799 + 1_799 + 1_800), "to the second");
        let value = open(&house, "an", 0);
        for at in (0..43_200).step_by(1_000) {
            assert!(lets_in(&house, &value, at), "{at}");
        }
        assert!(!lets_in(&house, &value, 43_200), "used or not");
    }

    #[test]
    fn its_use_is_written_down_once_a_minute() {
        let house = House::with("an", "leader");
        let value = open(&house, "an", 0);
        let table = house.accounts.look().unwrap();
        let seen = |at| sessions(&house).find(&value, &table, moment(at)).unwrap().unwrap().seen;
        assert_eq!([seen(59), seen(60), seen(61)], [moment(0), moment(0), moment(60)]);
    }

    #[test]
    fn a_session_from_a_later_time_is_none() {
        let house = House::with("an", "leader");
        let value = open(&house, "an", 600);
        assert!(lets_in(&house, &value, 545), "a clock may be set back a little");
        assert!(!lets_in(&house, &value, 500));
    }

    #[test]
    fn signing_out_is_for_good() {
        let house = House::with("an", "leader");
        let (value, other) = (open(&house, "an", 0), open(&house, "an", 1));
        sessions(&house).end(&value).unwrap();
        sessions(&house).end(&value).unwrap();
        sessions(&house).end("no value").unwrap();
        assert!(!lets_in(&house, &value, 2) && lets_in(&house, &other, 2));
    }

    #[test]
    fn whatever_changes_an_account_ends_its_sessions_at_once() {
        let changes: [(&str, Change); 4] = [
            ("disabled", |own| own.disabled = true),
            ("password", |own| own.password = Some(Hashed::nobody())),
            ("role", |own| own.role = "analyst".to_owned()),
            ("own", |own| own.own = BTreeMap::from([("area".to_owned(), "1".to_owned())])),
        ];
        for (what, change) in changes {
            let house = House::with("an", "leader");
            house.change(|table| table.add(account("binh", "leader")));
            let (value, other) = (open(&house, "an", 0), open(&house, "binh", 0));
            house.edit("an", change);
            assert!(!lets_in(&house, &value, 1) && lets_in(&house, &other, 1), "{what}");
            if what == "disabled" {
                house.edit("an", |own| own.disabled = false);
                assert!(!lets_in(&house, &value, 2), "nor does it come again");
            }
        }
        let house = House::with("an", "leader");
        let value = open(&house, "an", 0);
        house.change(|table| table.remove(&named("an")));
        assert!(!lets_in(&house, &value, 1));
        house.change(|table| table.add(account("an", "leader")));
        assert!(!lets_in(&house, &value, 2), "another of the same name");
    }

    #[test]
    fn disabling_by_hand_ends_them_too() {
        let house = House::with("an", "leader");
        let value = open(&house, "an", 0);
        let path = house.private.path("accounts.toml");
        let text = std::fs::read_to_string(&path).unwrap().replace("disabled = false", "disabled = true");
        std::fs::write(&path, text).unwrap();
        assert!(!lets_in(&house, &value, 1));
    }

    #[test]
    fn a_disabled_account_opens_none() {
        let house = House::with("an", "leader");
        house.edit("an", |own| own.disabled = true);
        let table = house.accounts.look().unwrap();
        let refused = sessions(&house).open(table.get(&named("an")).unwrap(), &table, moment(0));
        assert!(matches!(refused, Err(AccessError::Value { .. })));
    }

    #[test]
    fn beyond_the_bounds_what_was_not_used_for_longest_ends() {
        let house = House::with("an", "leader");
        house.change(|table| table.add(account("binh", "leader")));
        let own: Vec<String> = (0..3).map(|at| open(&house, "an", at)).collect();
        assert!(lets_in(&house, &own[0], 100));
        let fourth = open(&house, "an", 101);
        let open_now: Vec<bool> = own.iter().map(|value| lets_in(&house, value, 102)).collect();
        assert_eq!(open_now, [true, false, true], "the first was used since");
        let others: Vec<String> = (0..3).map(|at| open(&house, "binh", 200 + at)).collect();
        assert!(others.iter().all(|value| lets_in(&house, value, 210)));
        let open_now: Vec<bool> =
            [&own[0], &own[2], &fourth].map(|value| lets_in(&house, value, 210)).to_vec();
        assert_eq!(open_now, [false, true, true], "five in all; the others were used later");
    }

    #[test]
    fn a_sweep_removes_what_means_nothing() {
        let house = House::with("an", "leader");
        open(&house, "an", 0);
        let folder = house.private.inside(FOLDER).unwrap();
        let fresh = open(&house, "an", 1_000);
        folder.write(&"ab".repeat(32), b"{\"account\"").unwrap();
        assert_eq!(folder.names().unwrap().len(), 3);
        let left = sessions(&house).sweep(&house.accounts.look().unwrap(), moment(1_801)).unwrap();
        assert_eq!((left, folder.names().unwrap().len()), (1, 1));
        assert!(lets_in(&house, &fresh, 1_802));
        assert_eq!(sessions(&house).end_all(&named("an")).unwrap(), 1);
        assert!(!lets_in(&house, &fresh, 1_803));
    }
}
