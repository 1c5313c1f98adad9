//! Sessions: who is let in by which value, until when, and what of the disk that takes.

use std::cell::Cell;

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

thread_local! {
    /// How many files have been opened.
    pub(super) static OPENED: Cell<usize> = const { Cell::new(0) };
}

#[test]
fn who_signs_in_opens_no_session_of_others_that_has_been_counted() {
    let house = House::with("an", "leader");
    let table = house.accounts.look().unwrap();
    let account = table.get(&named("an")).unwrap();
    let limits = SessionLimits { per_account: 200, in_all: 400, ..LIMITS };
    let own = Sessions::open_in(&house.private, limits).unwrap();
    (0..100).for_each(|at| drop(own.open(account, &table, moment(at)).unwrap()));
    let opened = |work: &dyn Fn()| {
        let before = OPENED.get();
        work();
        OPENED.get() - before
    };
    assert_eq!(opened(&|| drop(own.open(account, &table, moment(100)).unwrap())), 1, "the one before");
    // Those of another process are read once.
    let other = Sessions::open_in(&house.private, limits).unwrap();
    (0..10).for_each(|at| drop(other.open(account, &table, moment(101 + at)).unwrap()));
    assert_eq!(opened(&|| drop(own.open(account, &table, moment(111)).unwrap())), 11);
    assert_eq!(opened(&|| assert_eq!(own.sweep(&table, moment(112)).unwrap(), 112)), 1);
    // What is over goes also where nobody opens it.
    assert_eq!(own.sweep(&table, moment(20_000)).unwrap(), 0);
}

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
    let found = sessions(&house).find(&value, &house.accounts.look().unwrap(), moment(5)).unwrap().unwrap();
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
    let open_now: Vec<bool> = [&own[0], &own[2], &fourth].map(|value| lets_in(&house, value, 210)).to_vec();
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
