//! A process that is killed at any moment.

use std::io::{BufRead, BufReader, Write};
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use super::*;
use crate::access::account::tests::account;
use crate::access::accounts::tests::named;
use crate::access::audit::{Found, Wanted, search};
use crate::access::{Accounts, Sessions};

/// Where the child finds its state folder; whoever runs the tests does not set it.
const FOLDER: &str = "MINHBACH_TEST_KILLED";

/// Runs one test of this program in a process of its own.
fn child(test: &str, state: &std::path::Path) -> Child {
    let path = format!("{}::{test}", module_path!().split_once("::").unwrap().1);
    let mut command = Command::new(std::env::current_exe().unwrap());
    command.args(["--exact", &path, "--nocapture", "--test-threads=1"]).env(FOLDER, state);
    command.stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap()
}

/// What the child says, a line each after `said `, until it is killed after so many lines and a moment.
fn said(mut child: Child, lines: usize, moment: Duration) -> Vec<String> {
    let mut out = BufReader::new(child.stdout.take().unwrap());
    let mut all = Vec::new();
    let mut line = String::new();
    while all.len() < lines && out.read_line(&mut line).unwrap() > 0 {
        all.extend(line.trim_end().strip_prefix("said ").map(str::to_owned));
        line.clear();
    }
    std::thread::sleep(moment);
    child.kill().unwrap();
    child.wait().unwrap();
    // What it said before it was killed.
    for line in out.split(b'\n').map_while(Result::ok).filter(|line| !line.is_empty()) {
        let line = String::from_utf8_lossy(&line).into_owned();
        all.extend(line.strip_prefix("said ").map(str::to_owned));
    }
    all
}

fn say(what: &str) {
    let mut out = std::io::stdout().lock();
    // In one piece, after the end of whatever the test runner has begun.
    out.write_all(format!("\nsaid {what}.\n").as_bytes()).unwrap();
    out.flush().unwrap();
}

/// Without the dot that says that it was said to its end.
fn whole(said: Vec<String>) -> Vec<String> {
    said.into_iter().filter_map(|said| said.strip_suffix('.').map(str::to_owned)).collect()
}

#[test]
fn child_appends() {
    let Some(state) = std::env::var_os(FOLDER) else { return };
    let log = AuditLog::with_files_of(&private_in(state.as_ref()), 5_000).unwrap();
    let own = std::process::id();
    for number in 0.. {
        let name = format!("{own}-{number}");
        let event =
            event(number).code("name", name.clone()).text("find", "x".repeat((number % 300) as usize));
        if number % 3 == 0 {
            block_on(log.append_synced(event)).unwrap();
            say(&name);
        } else {
            log.append(event).unwrap();
        }
    }
}

#[test]
fn no_line_that_was_acknowledged_is_lost() {
    let (place, private) = private();
    let mut acknowledged = Vec::new();
    for round in 0..25_u64 {
        let child = child("child_appends", place.path());
        acknowledged.extend(whole(said(
            child,
            1 + (round as usize % 7) * 5,
            Duration::from_micros(round * 397 % 5_000),
        )));
    }
    assert!(acknowledged.len() > 100, "{}", acknowledged.len());
    let mut there = std::collections::BTreeSet::new();
    search(&private, &Wanted::default(), |Found { line, .. }| {
        there.extend(line.codes.get("name").cloned());
        true
    })
    .unwrap();
    let lost: Vec<_> = acknowledged.iter().filter(|name| !there.contains(*name)).collect();
    assert!(lost.is_empty(), "{lost:?}");
    let found = verified(&private);
    assert!(found.is_whole(), "{found:?}");
}

#[test]
fn child_disables() {
    let Some(state) = std::env::var_os(FOLDER) else { return };
    let private = private_in(state.as_ref());
    let (accounts, log) = (Accounts::of(&private), AuditLog::open(&private).unwrap());
    let sessions = Sessions::open_in(&private, crate::access::SessionLimits::default()).unwrap();
    for round in 0.. {
        let table = accounts.look().unwrap();
        let value = sessions.open(table.get(&named("an")).unwrap(), &table, moment(0)).unwrap();
        say(&format!("opened {value}"));
        for disabled in [true, false] {
            let event = Event::new(Kind::ChangedAccess, moment(round));
            let work = |own: &mut crate::access::Account| own.disabled = disabled;
            accounts.change(&log, event, |table, _| table.change(&named("an")).map(work)).unwrap();
            if disabled {
                say(&format!("closed {value}"));
            }
        }
    }
}

#[test]
fn no_session_outlives_its_account() {
    let (place, private) = private();
    let accounts = Accounts::of(&private);
    let log = AuditLog::open(&private).unwrap();
    let change =
        |work: &dyn Fn(&mut crate::access::AccountTable) -> Result<(), crate::access::AccessError>| {
            accounts
                .change(&log, Event::new(Kind::ChangedAccess, moment(0)), |table, _| work(table))
                .unwrap();
        };
    change(&|table| table.add(account("an", "leader")));
    let sessions = Sessions::open_in(&private, crate::access::SessionLimits::default()).unwrap();
    let (mut closed, mut opened) = (0, 0);
    for round in 0..20_u64 {
        // Where the last child left it disabled, it is enabled again.
        change(&|table| table.change(&named("an")).map(|own| own.disabled = false));
        let child = child("child_disables", place.path());
        let said = whole(said(child, 1 + round as usize % 4, Duration::from_micros(round * 611 % 9_000)));
        let table = accounts.look().unwrap();
        let is_disabled = table.get(&named("an")).unwrap().disabled;
        let find = |value: &str| sessions.find(value, &table, moment(1)).unwrap();
        for line in &said {
            let (what, value) = line.split_once(' ').unwrap();
            opened += usize::from(what == "opened");
            if what == "closed" || is_disabled {
                closed += 1;
                assert_eq!(find(value), None, "{line}");
            }
        }
    }
    assert!(closed > 5 && opened > 5, "{closed} {opened}");
    let found = verified(&private);
    assert!(found.is_whole(), "{found:?}");
}
