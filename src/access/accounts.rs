//! All accounts, as a running process sees them change.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};

use super::audit::{AuditLog, Event};
use super::random::random_hex;
use super::{AccessError, Account, AccountName, Private, accounts_file};
use crate::store::Stamp;

/// The file in the private folder, and what its lock is called.
const FILE: &str = "accounts.toml";
const TURN: &str = "accounts";

/// The accounts as they stood at one moment.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct AccountTable {
    accounts: BTreeMap<AccountName, Account>,
}

impl AccountTable {
    /// An account by its name.
    #[must_use]
    pub fn get(&self, name: &AccountName) -> Option<&Account> {
        self.accounts.get(name)
    }

    /// The account of whom a provider of OpenID Connect calls so.
    #[must_use]
    pub fn by_subject(&self, issuer: &str, subject: &str) -> Option<&Account> {
        self.accounts.values().find(|account| {
            let own = account.subject.as_ref();
            own.is_some_and(|own| own.issuer == issuer && own.subject == subject)
        })
    }

    /// All, by name.
    pub fn iter(&self) -> impl Iterator<Item = &Account> {
        self.accounts.values()
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.accounts.is_empty()
    }

    /// Adds one.
    ///
    /// # Errors
    /// [`AccessError::Exists`] where there is one of its name, [`AccessError::Value`] where there is one of its subject.
    pub fn add(&mut self, account: Account) -> Result<(), AccessError> {
        if self.accounts.contains_key(&account.name) {
            return Err(AccessError::Exists { name: account.name.to_string() });
        }
        let known = account.subject.as_ref().and_then(|own| self.by_subject(&own.issuer, &own.subject));
        if let Some(known) = known {
            return Err(AccessError::Value {
                what: "the subject",
                found: format!("that of account `{}`", known.name),
            });
        }
        self.accounts.insert(account.name.clone(), account);
        Ok(())
    }

    /// One to be changed.
    ///
    /// # Errors
    /// [`AccessError::NoAccount`].
    pub fn change(&mut self, name: &AccountName) -> Result<&mut Account, AccessError> {
        let unknown = self.unknown(name);
        self.accounts.get_mut(name).ok_or(unknown)
    }

    /// Takes one away.
    ///
    /// # Errors
    /// [`AccessError::NoAccount`].
    pub fn remove(&mut self, name: &AccountName) -> Result<Account, AccessError> {
        let unknown = self.unknown(name);
        self.accounts.remove(name).ok_or(unknown)
    }

    fn unknown(&self, name: &AccountName) -> AccessError {
        let known = self.accounts.keys().map(ToString::to_string).collect();
        AccessError::NoAccount { name: name.to_string(), known }
    }

    /// Gives a new stamp to whoever is somebody else than before.
    fn stamped_after(mut self, before: &Self) -> Result<Self, AccessError> {
        for (name, account) in &mut self.accounts {
            if before.get(name).is_none_or(|before| before.bound_to() != account.bound_to()) {
                account.stamp = random_hex::<16>()?;
            }
        }
        Ok(self)
    }
}

/// What was found at the last look.
struct Seen {
    stamp: Option<Stamp>,
    found: Result<Arc<AccountTable>, Arc<AccessError>>,
}

/// The accounts of a private folder. A change, by this process or another, is seen at the next look, which costs one
/// question to the system.
pub struct Accounts {
    private: Private,
    seen: Mutex<Option<Seen>>,
}

impl Accounts {
    /// Those of a private folder; none where there is no file yet.
    #[must_use]
    pub fn of(private: &Private) -> Self {
        Self { private: private.clone(), seen: Mutex::default() }
    }

    /// The accounts as they stand now.
    ///
    /// # Errors
    /// Where the file cannot be read or used: nobody may be let in then, nor stay.
    pub fn look(&self) -> Result<Arc<AccountTable>, Arc<AccessError>> {
        let stamp = Stamp::of(&self.path()).ok();
        let mut seen = self.seen.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(seen) = seen.as_ref().filter(|seen| seen.stamp == stamp && seen.stamp.is_some()) {
            return seen.found.clone();
        }
        let found = self.read().map(Arc::new).map_err(Arc::new);
        // What is written while it is read has another stamp at the next look. What could not be read is tried again.
        let is_read = !found.as_ref().is_err_and(|error| matches!(**error, AccessError::Read { .. }));
        *seen = is_read.then(|| Seen { stamp, found: found.clone() });
        found
    }

    /// Changes the accounts: whoever is somebody else afterwards (another password, role, own member or subject,
    /// disabled or not) has another stamp, which ends sessions and tokens. `event`, with what `work` adds to it, is in
    /// the audit, on the disk, before the change is made: a process that is killed in between leaves an event without a change, never a
    /// change without an event. Waits for the disk, and for others who change accounts.
    ///
    /// # Errors
    /// Those of `work`, of the file and of the audit; then nothing was changed.
    pub fn change<T>(
        &self,
        audit: &AuditLog,
        mut event: Event,
        work: impl FnOnce(&mut AccountTable, &mut Event) -> Result<T, AccessError>,
    ) -> Result<T, AccessError> {
        let _turn = self.private.turn(TURN)?;
        let before = self.read()?;
        let mut after = before.clone();
        let made = work(&mut after, &mut event)?;
        let text = accounts_file::write(&after.stamped_after(&before)?.accounts);
        // What could not be read again is not written.
        accounts_file::read(&self.path(), text.clone().into_bytes())?;
        futures::executor::block_on(audit.append_synced(event))?;
        self.private.write(FILE, text.as_bytes())?;
        Ok(made)
    }

    /// Whether there is a file of accounts, be there one in it or not. One question to the system.
    #[must_use]
    pub fn are_there(&self) -> bool {
        // What cannot be looked at is no reason to let anybody in.
        !matches!(self.path().try_exists(), Ok(false))
    }

    /// Reads the accounts, whether or not that has been done before.
    ///
    /// # Errors
    /// Those of [`Self::look`].
    pub fn read(&self) -> Result<AccountTable, AccessError> {
        let Some(bytes) = self.private.read(FILE)? else { return Ok(AccountTable::default()) };
        accounts_file::read(&self.path(), bytes).map(|accounts| AccountTable { accounts })
    }

    fn path(&self) -> PathBuf {
        self.private.path(FILE)
    }
}

#[cfg(test)]
pub(super) mod tests {
    use chrono::TimeZone;

    use super::*;
    use crate::access::account::tests::{Change, account};
    use crate::access::audit::Kind;
    use crate::access::{Hashed, Moment};
    use crate::store::State;

    /// A private folder with its accounts and its audit.
    pub(in crate::access) struct House {
        pub(in crate::access) place: tempfile::TempDir,
        pub(in crate::access) private: Private,
        pub(in crate::access) accounts: Accounts,
        pub(in crate::access) audit: AuditLog,
    }

    impl House {
        pub(in crate::access) fn new() -> Self {
            let place = tempfile::tempdir().unwrap();
            let private = Private::open(&State::open(place.path()).unwrap()).unwrap();
            let accounts = Accounts::of(&private);
            let audit = AuditLog::open(&private).unwrap();
            Self { place, private, accounts, audit }
        }

        pub(in crate::access) fn with(name: &str, role: &str) -> Self {
            let house = Self::new();
            house.change(|table| table.add(account(name, role)));
            house
        }

        pub(in crate::access) fn change<T>(
            &self,
            work: impl FnOnce(&mut AccountTable) -> Result<T, AccessError>,
        ) -> T {
            let event = Event::new(Kind::ChangedAccess, moment(0));
            self.accounts.change(&self.audit, event, |table, _| work(table)).unwrap()
        }

        pub(in crate::access) fn edit(&self, name: &str, work: impl FnOnce(&mut Account)) {
            self.change(|table| table.change(&named(name)).map(work));
        }

        pub(in crate::access) fn account(&self, name: &str) -> Account {
            self.accounts.look().unwrap().get(&named(name)).unwrap().clone()
        }
    }

    pub(in crate::access) fn named(name: &str) -> AccountName {
        AccountName::parse(name).unwrap()
    }

    /// So many seconds after some moment.
    pub(in crate::access) fn moment(seconds: i64) -> Moment {
        let began = chrono::Utc.with_ymd_and_hms(2026, 11, 27, 8, 0, 0).unwrap();
        began + chrono::TimeDelta::seconds(seconds)
    }

    #[test]
    fn what_one_process_changes_another_sees_at_its_next_look() {
        let house = House::with("an", "leader");
        let other = Accounts::of(&house.private);
        assert_eq!(other.look().unwrap().iter().count(), 1);
        house.edit("an", |own| own.disabled = true);
        assert!(other.look().unwrap().get(&named("an")).unwrap().disabled);
        house.change(|table| table.remove(&named("an")));
        assert!(other.look().unwrap().is_empty());
        std::fs::remove_file(other.path()).unwrap();
        assert!(other.look().unwrap().is_empty());
    }

    #[test]
    fn a_look_at_what_did_not_change_reads_nothing() {
        let house = House::with("an", "leader");
        let (one, other) = (house.accounts.look().unwrap(), house.accounts.look().unwrap());
        assert!(Arc::ptr_eq(&one, &other));
    }

    #[test]
    fn a_stamp_is_new_whenever_it_is_somebody_else_and_only_then() {
        let house = House::with("an", "leader");
        let changes: [(bool, Change); 7] = [
            (true, |own| own.password = Some(Hashed::nobody())),
            (true, |own| own.role = "analyst".to_owned()),
            (true, |own| own.own = BTreeMap::from([("area".to_owned(), "1".to_owned())])),
            (true, |own| own.disabled = true),
            (true, |own| own.disabled = false),
            (false, |own| own.title = "Bà An".to_owned()),
            (false, |_| ()),
        ];
        let mut seen = vec![house.account("an").stamp];
        for (index, (renewed, change)) in changes.into_iter().enumerate() {
            house.edit("an", change);
            let stamp = house.account("an").stamp;
            assert_eq!(!seen.contains(&stamp), renewed, "{index}");
            seen.push(stamp);
        }
    }

    #[test]
    fn a_broken_file_lets_nobody_in_until_it_is_mended() {
        let house = House::with("an", "leader");
        let good = std::fs::read(house.accounts.path()).unwrap();
        for broken in [&b"format = "[..], b"\xff\xff", &good[..good.len() / 2], b"format = 9\n", b""] {
            std::fs::write(house.accounts.path(), broken).unwrap();
            let error = house.accounts.look().unwrap_err();
            assert!(error.help().is_some(), "{error}");
            let work = |table: &mut AccountTable, _: &mut Event| table.add(account("binh", "leader"));
            let event = Event::new(Kind::ChangedAccess, moment(0));
            assert!(house.accounts.change(&house.audit, event, work).is_err());
            assert_eq!(
                std::fs::read(house.accounts.path()).unwrap(),
                broken,
                "what is broken is not replaced"
            );
        }
        std::fs::write(house.accounts.path(), &good).unwrap();
        assert_eq!(house.accounts.look().unwrap().iter().count(), 1);
    }

    #[test]
    fn what_cannot_be_put_on_record_is_not_done() {
        let house = House::with("an", "leader");
        // The chain's file cannot be added to.
        let path = house.private.path("audit/audit-000001.jsonl");
        std::fs::remove_file(&path).unwrap();
        std::fs::create_dir(&path).unwrap();
        let event = Event::new(Kind::ChangedAccess, moment(0));
        let refused = house.accounts.change(&house.audit, event, |table, _| table.remove(&named("an")));
        assert!(matches!(refused, Err(AccessError::Audit(_))), "{refused:?}");
        assert_eq!(house.accounts.look().unwrap().iter().count(), 1);
        // Nor is what is refused put on record as if it had been done.
        std::fs::remove_dir(&path).unwrap();
        let event = Event::new(Kind::ChangedAccess, moment(0)).code("done", "nothing");
        let refused = house.accounts.change(&house.audit, event, |table, _| table.remove(&named("binh")));
        assert!(matches!(refused, Err(AccessError::NoAccount { .. })), "{refused:?}");
        futures::executor::block_on(house.audit.settled()).unwrap();
        assert!(!path.exists(), "nothing was written");
    }

    #[test]
    fn names_and_subjects_are_one_account_each() {
        let house = House::with("an", "leader");
        let subject = crate::access::Subject { issuer: "https://id".to_owned(), subject: "1".to_owned() };
        house.edit("an", |own| own.subject = Some(subject.clone()));
        let mut table = (*house.accounts.look().unwrap()).clone();
        assert!(matches!(table.add(account("an", "leader")), Err(AccessError::Exists { .. })));
        let mut other = account("binh", "leader");
        other.subject = Some(subject);
        assert!(matches!(table.add(other), Err(AccessError::Value { .. })));
        assert_eq!(table.by_subject("https://id", "1").unwrap().name, named("an"));
        assert_eq!(table.by_subject("https://id/", "1"), None);
        table.add(account("an.nguyen", "leader")).unwrap();
        let error = table.change(&named("an.nguyem")).unwrap_err();
        assert!(error.help().unwrap().contains("did you mean `an.nguyen`"), "{error}");
        // By a change, too: it is found before anything is written.
        let both =
            house.accounts.change(&house.audit, Event::new(Kind::ChangedAccess, moment(0)), |table, _| {
                table.add(account("binh", "leader"))?;
                let subject = table.get(&named("an")).unwrap().subject.clone();
                table.change(&named("binh")).map(|own| own.subject = subject)
            });
        assert!(matches!(both, Err(AccessError::Mistakes { .. })));
        assert!(house.accounts.look().unwrap().get(&named("binh")).is_none());
    }

    #[test]
    fn many_change_at_once_and_nothing_is_lost() {
        let house = House::new();
        std::thread::scope(|scope| {
            for index in 0..8 {
                let house = &house;
                scope.spawn(move || house.change(|table| table.add(account(&format!("a{index}"), "leader"))));
            }
        });
        assert_eq!(house.accounts.look().unwrap().iter().count(), 8);
    }
}
