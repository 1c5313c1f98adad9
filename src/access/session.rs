//! Who is signed in: kept on the server, named by the hash of what the browser bears.
//!
//! Each session is a file, and there is nothing else: another process, a restart and a kill find the same. When it was
//! last used is the time on its file. A session says what its account was bound to, so that it means nothing any more as
//! soon as the account is somebody else, whether or not anybody got to remove the file.

use std::collections::BTreeMap;
use std::fs::File;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, SystemTime};

use serde::{Deserialize, Serialize};

use super::moment::{read as read_moment, written};
use super::private::not_written;
use super::random::{is_hex, random_hex};
use super::{AccessError, Account, AccountName, AccountTable, Moment, Private};
use crate::store::{Stamp, sha256_hex};

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
#[derive(Debug, Clone, Serialize, Deserialize)]
struct Kept {
    account: String,
    bound_to: String,
    opened: String,
}

/// A file that has been read.
#[derive(Debug, Clone)]
struct Read {
    stamp: Stamp,
    /// Nothing where it holds no session.
    kept: Option<Arc<Kept>>,
}

/// The sessions of a private folder. Cheap to clone.
#[derive(Debug, Clone)]
pub struct Sessions {
    private: Private,
    folder: Private,
    limits: SessionLimits,
    /// What the files hold that have been read. A file of a name never holds anything else, which is enough to count
    /// sessions; to let anybody in it is there, and as it was when it was read.
    read: Arc<Mutex<BTreeMap<String, Read>>>,
}

impl Sessions {
    /// Those of a private folder.
    ///
    /// # Errors
    /// Where the folder cannot be made or is open to others.
    pub fn open_in(private: &Private, limits: SessionLimits) -> Result<Self, AccessError> {
        Ok(Self { private: private.clone(), folder: private.inside(FOLDER)?, limits, read: Arc::default() })
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
        let mut before = std::mem::take(&mut *self.read.lock().unwrap_or_else(PoisonError::into_inner));
        let mut read = BTreeMap::new();
        for file in self.files()? {
            let stamp = self.stamp(&file)?;
            let own = match (before.remove(&file), stamp) {
                (Some(own), Some(_)) => Some(own),
                (_, stamp) => stamp.map(|stamp| self.contents(&file, stamp)).transpose()?,
            };
            let kept = own.as_ref().and_then(|own| own.kept.as_ref()).zip(stamp);
            let session =
                kept.and_then(|(kept, stamp)| self.meant(&file, kept, stamp.modified.into(), accounts, now));
            match session.zip(own) {
                Some((session, own)) => {
                    read.insert(file.clone(), own);
                    found.push(Found { file, session });
                }
                None => self.folder.remove(&file)?,
            }
        }
        *self.read.lock().unwrap_or_else(PoisonError::into_inner) = read;
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
        Ok(self.meant(file, &kept, seen, accounts, now))
    }

    /// What a file means now that holds this and was used then.
    fn meant(
        &self,
        file: &str,
        kept: &Kept,
        seen: Moment,
        accounts: &AccountTable,
        now: Moment,
    ) -> Option<Session> {
        let account = AccountName::parse(&kept.account).ok().and_then(|name| accounts.get(&name));
        let account = account.filter(|own| !own.disabled && own.bound_to() == kept.bound_to);
        let (Some(account), Some(opened)) = (account, read_moment(&kept.opened)) else { return None };
        let from_later = passed(now, opened) > SKEW;
        let is_over = passed(opened, now) >= self.limits.absolute || passed(seen, now) >= self.limits.idle;
        if from_later || is_over {
            return None;
        }
        let id = file.chars().take(16).collect();
        Some(Session { account: account.name.clone(), opened, seen, id })
    }

    /// What a file holds, and when it was used; nothing where it is not there or holds no session.
    fn kept(&self, file: &str) -> Result<Option<(Arc<Kept>, Moment)>, AccessError> {
        let Some(stamp) = self.stamp(file)? else { return Ok(None) };
        let all = || self.read.lock().unwrap_or_else(PoisonError::into_inner);
        let known = all().get(file).filter(|own| own.stamp == stamp).cloned();
        let own = match known {
            Some(own) => own,
            None => {
                let own = self.contents(file, stamp)?;
                all().insert(file.to_owned(), own.clone());
                own
            }
        };
        Ok(own.kept.map(|kept| (kept, stamp.modified.into())))
    }

    /// What a file holds that had this stamp before it is read.
    fn contents(&self, file: &str, stamp: Stamp) -> Result<Read, AccessError> {
        #[cfg(test)]
        tests::OPENED.with(|opened| opened.set(opened.get() + 1));
        let bytes = self.folder.read(file)?;
        let kept = bytes.and_then(|bytes| serde_json::from_slice::<Kept>(&bytes).ok()).map(Arc::new);
        Ok(Read { stamp, kept })
    }

    /// The stamp of a file, which was last used when it was last changed; nothing where it is not there.
    fn stamp(&self, file: &str) -> Result<Option<Stamp>, AccessError> {
        let path = self.folder.path(file);
        match Stamp::of(&path) {
            Ok(stamp) => Ok(Some(stamp)),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(None),
            Err(source) => Err(AccessError::Read { path, source }),
        }
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
mod tests;
